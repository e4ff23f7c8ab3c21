// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"oracle/tree"
)

// writer turns the tree of mvdan.cc/sh into the form of gobelin's.
type writer struct {
	text    []byte
	posix   bool   // the dialect
	closing string // a bracket that a backslash escapes between double quotes: "${a:-\}}"
	literal bool   // an apostrophe is a character
}

func span(start, end int) string {
	return fmt.Sprintf("%d-%d", start, end)
}

func start(n syntax.Node) int { return int(n.Pos().Offset()) }
func end(n syntax.Node) int   { return int(n.End().Offset()) }

func sorted(comments []*syntax.Comment) []*syntax.Comment {
	slices.SortFunc(comments, func(a, b *syntax.Comment) int { return start(a) - start(b) })
	return comments
}

// placed is a node whose extent is still growing.
type placed struct {
	*tree.Node
	from, to int
}

func (p *placed) cover(from, to int) {
	p.from, p.to = min(p.from, from), max(p.to, to)
}

func (p *placed) finish() *tree.Node {
	p.At = span(p.from, p.to)
	return p.Node
}

func (w writer) list(stmts []*syntax.Stmt) *tree.Node {
	node := tree.New("list", "")
	for _, stmt := range stmts {
		node.Add(w.stmt(stmt).finish())
	}
	return node
}

func (w writer) stmt(stmt *syntax.Stmt) *placed {
	return w.prefixed(stmt, nil)
}

// prefixed writes a statement with words before its first command: `time` and `coproc`, which
// gobelin takes for a part of a simple command and passes over before a compound one.
func (w writer) prefixed(stmt *syntax.Stmt, words []*placed) *placed {
	switch cmd := stmt.Cmd.(type) {
	case *syntax.TimeClause:
		from := start(cmd)
		words = append(words, w.operatorWord(from, from+len("time")))
		if cmd.PosixFormat {
			at := from + strings.Index(string(w.text[from:]), "-p")
			words = append(words, w.operatorWord(at, at+2))
		}
		if cmd.Stmt == nil {
			return w.simple(&syntax.CallExpr{}, stmt.Redirs, words)
		}
		return w.marked(w.prefixed(cmd.Stmt, words), stmt)
	case *syntax.CoprocClause:
		from := start(cmd)
		words = append(words, w.operatorWord(from, from+len("coproc")))
		return w.marked(w.prefixed(cmd.Stmt, words), stmt)
	}
	node := w.command(stmt, words)
	return w.marked(node, stmt)
}

func (w writer) marked(node *placed, stmt *syntax.Stmt) *placed {
	if stmt.Negated {
		node.Children = append([]*tree.Node{tree.New("negated", "")}, node.Children...)
		node.cover(start(stmt), node.to)
	}
	if stmt.Background {
		node.Mark("background")
	}
	return node
}

// add appends statements as they are.
func (w writer) add(node *placed, stmts ...*syntax.Stmt) {
	for _, stmt := range stmts {
		node.Add(w.stmt(stmt).finish())
	}
}

func (w writer) pipeline(stmt *syntax.Stmt, words []*placed, out *placed) {
	cmd, ok := stmt.Cmd.(*syntax.BinaryCmd)
	if ok && !stmt.Negated && (cmd.Op == syntax.Pipe || cmd.Op == syntax.PipeAll) {
		w.pipeline(cmd.X, words, out)
		w.pipeline(cmd.Y, nil, out)
		return
	}
	part := w.prefixed(stmt, words)
	out.cover(part.from, part.to)
	out.Add(part.finish())
}

func (w writer) binary(cmd *syntax.BinaryCmd, words []*placed) *placed {
	kinds := map[syntax.BinCmdOperator]string{syntax.AndStmt: "and", syntax.OrStmt: "or",
		syntax.Pipe: "pipeline", syntax.PipeAll: "pipeline"}
	node := &placed{tree.New(kinds[cmd.Op], ""), start(cmd), end(cmd)}
	if node.Kind == "pipeline" {
		node.to = 0
		w.pipeline(cmd.X, words, node)
		w.pipeline(cmd.Y, nil, node)
		return node
	}
	node.to = 0
	for i, operand := range []*syntax.Stmt{cmd.X, cmd.Y} {
		part := w.prefixed(operand, words)
		if i == 0 {
			words = nil
		}
		node.cover(part.from, part.to)
		node.Add(part.finish())
	}
	return node
}

func (w writer) command(stmt *syntax.Stmt, words []*placed) *placed {
	var node *placed
	switch cmd := stmt.Cmd.(type) {
	case nil:
		return w.simple(&syntax.CallExpr{}, stmt.Redirs, words)
	case *syntax.CallExpr:
		return w.simple(cmd, stmt.Redirs, words)
	case *syntax.DeclClause:
		words = append(words, w.literalWord(cmd.Variant))
		for _, arg := range cmd.Args {
			words = append(words, w.declared(arg))
		}
		return w.simple(&syntax.CallExpr{}, stmt.Redirs, words)
	case *syntax.LetClause:
		// Its words are arithmetic there and words here, so neither is compared.
		words = append(words, w.operatorWord(start(cmd), start(cmd)+3))
		for _, expression := range cmd.Exprs {
			words = append(words, w.operatorWord(start(expression), end(expression)))
		}
		node := w.simple(&syntax.CallExpr{}, stmt.Redirs, words)
		for i, child := range node.Children {
			if child.Kind == "word" {
				node.Children[i] = tree.New("word", "")
			}
		}
		return node
	case *syntax.BinaryCmd:
		return w.binary(cmd, words)
	default:
		node = &placed{w.compound(cmd), start(cmd), end(cmd)}
	}
	if function, ok := stmt.Cmd.(*syntax.FuncDecl); ok {
		// A here-document of the body is no part of it.
		body := w.stmt(function.Body)
		node.to = body.to
	}
	for _, redirect := range stmt.Redirs {
		part := w.redirect(redirect)
		node.cover(node.from, part.to)
		node.Add(part.finish())
	}
	return node
}

func (w writer) simple(
	cmd *syntax.CallExpr, redirects []*syntax.Redirect, words []*placed,
) *placed {
	parts := words
	for _, assign := range cmd.Assigns {
		parts = append(parts, w.assignment(assign))
	}
	for _, word := range cmd.Args {
		parts = append(parts, w.word("word", word))
	}
	for _, redirect := range redirects {
		parts = append(parts, w.redirect(redirect))
	}
	slices.SortStableFunc(parts, func(a, b *placed) int {
		return a.from - b.from
	})
	node := &placed{tree.New("simple", ""), len(w.text), 0}
	for _, part := range parts {
		node.cover(part.from, part.to)
		node.Add(part.finish())
	}
	return node
}

func (w writer) compound(cmd syntax.Command) *tree.Node {
	switch cmd := cmd.(type) {
	case *syntax.Subshell:
		return tree.New("subshell", "").Add(w.list(cmd.Stmts))
	case *syntax.Block:
		return tree.New("group", "").Add(w.list(cmd.Stmts))
	case *syntax.IfClause:
		node := tree.New("if", "")
		for ; cmd != nil; cmd = cmd.Else {
			if cmd.ThenPos.IsValid() {
				node.Add(w.list(cmd.Cond))
			}
			node.Add(w.list(cmd.Then))
		}
		return node
	case *syntax.WhileClause:
		name := "while"
		if cmd.Until {
			name = "until"
		}
		return tree.New(name, "").Add(w.list(cmd.Cond), w.list(cmd.Do))
	case *syntax.ForClause:
		return w.loop(cmd)
	case *syntax.CaseClause:
		return w.choice(cmd)
	case *syntax.FuncDecl:
		body := w.stmt(cmd.Body)
		return tree.New("function", "").Add(w.literalWord(cmd.Name).finish(), body.finish())
	case *syntax.ArithmCmd:
		from, to := start(cmd), end(cmd)
		return tree.New("arithmetic", "").Add(w.arithmeticWord(from, to).finish())
	case *syntax.TestClause:
		return tree.New("test", "").Add(w.test(cmd.X)...)
	}
	return tree.New(fmt.Sprintf("%T", cmd), "")
}

func (w writer) loop(cmd *syntax.ForClause) *tree.Node {
	node := tree.New("for", "")
	switch loop := cmd.Loop.(type) {
	case *syntax.WordIter:
		node.Add(w.literalWord(loop.Name).finish())
		for _, item := range loop.Items {
			node.Add(w.word("word", item).finish())
		}
	case *syntax.CStyleLoop:
		from, to := int(loop.Lparen.Offset()), int(loop.Rparen.Offset())+2
		node.Add(w.arithmeticWord(from, to).finish())
	}
	return node.Add(w.list(cmd.Do))
}

func (w writer) choice(cmd *syntax.CaseClause) *tree.Node {
	node := tree.New("case", "").Add(w.word("word", cmd.Word).finish())
	for _, item := range cmd.Items {
		entry := tree.New("case-item", "")
		for _, pattern := range item.Patterns {
			entry.Add(w.word("word", pattern).finish())
		}
		if len(item.Stmts) > 0 {
			entry.Add(w.list(item.Stmts))
		}
		node.Add(entry)
	}
	return node
}

// test lists the words and operators of [[ … ]].
func (w writer) test(expression syntax.TestExpr) []*tree.Node {
	operator := func(pos syntax.Pos) *tree.Node {
		from := int(pos.Offset())
		to := from
		for to < len(w.text) && strings.IndexByte(" \t\n\r\\", w.text[to]) < 0 {
			to++
			if c := w.text[from]; (c == '(' || c == ')' || c == '<' || c == '>') ||
				(c == '!' && w.text[to] == '(') || ((c == '&' || c == '|') && to == from+2) {
				break
			}
		}
		if c := w.text[from]; c == '&' || c == '|' {
			to = from + 2
		}
		return w.operatorWord(from, to).finish()
	}
	switch x := expression.(type) {
	case *syntax.BinaryTest:
		nodes := append(w.test(x.X), operator(x.OpPos))
		return append(nodes, w.test(x.Y)...)
	case *syntax.UnaryTest:
		return append([]*tree.Node{operator(x.OpPos)}, w.test(x.X)...)
	case *syntax.ParenTest:
		nodes := append([]*tree.Node{operator(x.Lparen)}, w.test(x.X)...)
		return append(nodes, operator(x.Rparen))
	case *syntax.Word:
		return []*tree.Node{w.word("word", x).finish()}
	}
	return nil
}

func (w writer) redirect(redirect *syntax.Redirect) *placed {
	kinds := map[syntax.RedirOperator]string{
		syntax.RdrOut: "out", syntax.RdrClob: "out", syntax.AppOut: "append", syntax.RdrIn: "in",
		syntax.RdrInOut: "in-out", syntax.DplIn: "dup-in", syntax.DplOut: "dup-out",
		syntax.Hdoc: "heredoc", syntax.DashHdoc: "heredoc", syntax.WordHdoc: "herestring",
		syntax.RdrAll: "both", syntax.AppAll: "both",
	}
	_, to := w.extent(redirect.Word)
	node := &placed{tree.New("redirect", kinds[redirect.Op]), start(redirect), to}
	if n := redirect.N; n != nil && !strings.HasPrefix(n.Value, "{") {
		node.Add(tree.New("fd", n.Value))
	}
	target := w.word("target", redirect.Word)
	node.Add(target.finish())
	if node.Text == "heredoc" {
		node.Add(w.document(redirect))
	}
	return node
}
