// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"oracle/tree"
)

// literal appends text; what touches a literal of the same quoting becomes one with it.
func literal(parts []*tree.Node, quoted bool, text string) []*tree.Node {
	kind := "literal"
	if quoted {
		kind = "quoted-literal"
	}
	if text == "" {
		return parts
	}
	if n := len(parts); n > 0 && parts[n-1].Kind == kind {
		parts[n-1].Text += text
		return parts
	}
	return append(parts, tree.New(kind, text))
}

// escaped appends text in which a backslash escapes one of `special` (empty: everything).
func escaped(parts []*tree.Node, quoted bool, text, special string) []*tree.Node {
	for at := 0; at < len(text); at++ {
		next := at + 1
		if text[at] == '\\' && strings.HasPrefix(text[next:], "\r\n") {
			next++
		}
		switch {
		case text[at] != '\\' || next >= len(text):
			parts = literal(parts, quoted, text[at:at+1])
		case text[next] == '\n':
			at = next
		case special == "" || strings.IndexByte(special, text[next]) >= 0:
			_, size := utf8.DecodeRuneInString(text[next:])
			parts = literal(parts, true, text[next:next+size])
			at = next + size - 1
		default:
			parts = literal(parts, quoted, text[at:at+1])
		}
	}
	return parts
}

func (w writer) parts(parts []*tree.Node, list []syntax.WordPart, quoted bool) []*tree.Node {
	for _, part := range list {
		switch part := part.(type) {
		case *syntax.Lit:
			special := ""
			if quoted {
				special = "$`\"\\" + w.closing
			}
			parts = escaped(parts, quoted, part.Value, special)
		case *syntax.SglQuoted:
			text := part.Value
			if part.Dollar {
				text, _, _ = expand.Format(nil, text, nil)
			} else if w.literal {
				text = "'" + text + "'"
			}
			parts = literal(parts, true, text)
		case *syntax.DblQuoted:
			inner := w.parts(nil, part.Parts, true)
			if len(part.Parts) == 1 && len(inner) == 1 && inner[0].At != "" {
				// An expansion that is quoted alone has the quotes with it.
				inner[0].At = span(start(part), end(part))
			}
			if len(inner) > 0 && inner[0].At == "" {
				parts = literal(parts, true, inner[0].Text)
				inner = inner[1:]
			}
			parts = append(parts, inner...)
		case *syntax.ExtGlob:
			parts = escaped(parts, quoted, w.slice(part), "")
		default:
			parts = append(parts, w.expansion(part, quoted))
		}
	}
	return parts
}

// slice is the text of a node as it is in the file.
func (w writer) slice(n syntax.Node) string {
	return string(w.text[start(n):end(n)])
}

func (w writer) expansion(part syntax.WordPart, quoted bool) *tree.Node {
	node := tree.New("", "")
	switch part := part.(type) {
	case *syntax.ParamExp:
		node.Kind = "parameter"
		w.parameter(node, part, quoted)
	case *syntax.CmdSubst:
		w.closing, w.literal = "", false
		node.Kind = "command"
		node.Add(w.list(part.Stmts))
	case *syntax.ArithmExp:
		node.Kind = "arithmetic"
		from, to := int(part.Left.Offset())+3, int(part.Right.Offset())
		if part.Bracket {
			from--
		}
		node.Text = string(w.text[from:to])
	case *syntax.ProcSubst:
		w.closing, w.literal = "", false
		node.Kind, node.Text = "process", part.Op.String()[:1]
		node.Add(w.list(part.Stmts))
	}
	if quoted {
		node.Kind = "quoted-" + node.Kind
	}
	node.At = span(start(part), w.expansionEnd(part))
	return node
}

// expansionEnd leaves out what mvdan.cc/sh counts to $NAME of what follows: a line continuation, or
// the backslash that escapes a dollar between backquotes.
func (w writer) expansionEnd(part syntax.WordPart) int {
	p, ok := part.(*syntax.ParamExp)
	if !ok || !p.Short {
		return end(part)
	}
	if bytes.HasPrefix(w.text[start(part):], []byte("$"+p.Param.Value)) {
		return start(part) + 1 + len(p.Param.Value)
	}
	return w.beforeContinuation(start(part), end(part))
}

// beforeContinuation is `to` without the line continuations before it, or the first byte of one.
func (w writer) beforeContinuation(from, to int) int {
	for {
		atBreak := to < len(w.text) && w.text[to] == '\n'
		text := strings.TrimSuffix(string(w.text[from:to]), "\n")
		if len(text) == to-from && !atBreak {
			return to
		}
		text = strings.TrimSuffix(text, "\r")
		if !strings.HasSuffix(text, "\\") {
			return to
		}
		to = from + len(text) - 1
	}
}

func (w writer) parameter(node *tree.Node, part *syntax.ParamExp, quoted bool) {
	if part.Param != nil {
		node.Text = part.Param.Value
	}
	op := ""
	switch {
	case part.Length:
		op = "#len"
	case part.Excl:
		op = "!"
	case part.Slice != nil:
		op = ":"
	case part.Repl != nil && part.Repl.All:
		op = "//"
	case part.Repl != nil:
		op = "/" + anchor(part.Repl.Orig)
	case part.Exp != nil:
		op = part.Exp.Op.String()
	case part.Index != nil:
		op = "["
	}
	if op == "" {
		return
	}
	node.Add(tree.New("op", op))
	if !isOpaque(op) {
		operand := tree.New("operand", "")
		if part.Exp.Word != nil {
			inner := writer{text: w.text, posix: w.posix, closing: "}"}
			inner.literal = quoted && w.keepsApostrophes(op)
			if !inner.literal {
				inner.closing = "}'"
			}
			operand.Add(inner.parts(nil, part.Exp.Word.Parts, quoted)...)
		}
		node.Add(operand)
		return
	}
	node.Add(loose(w.expansionsIn(part, op))...)
}

// keepsApostrophes tells whether an apostrophe is a character in that operand between double
// quotes, where mvdan.cc/sh always takes it for a quote as bash does in a pattern and a message.
func (w writer) keepsApostrophes(op string) bool {
	switch strings.TrimPrefix(op, ":") {
	case "-", "=", "+":
		return true
	case "?":
		return w.posix
	}
	return false
}

// anchor is the # or % that binds a pattern to the start or the end of a value.
func anchor(pattern *syntax.Word) string {
	if pattern == nil || len(pattern.Parts) == 0 {
		return ""
	}
	lit, ok := pattern.Parts[0].(*syntax.Lit)
	if !ok || lit.Value == "" || !strings.Contains("#%", lit.Value[:1]) {
		return ""
	}
	return lit.Value[:1]
}

// expansionsIn lists the expansions in the operand of an operator, those in a subscript before
// it left out, as gobelin does.
func (w writer) expansionsIn(part *syntax.ParamExp, op string) []*tree.Node {
	from := 0
	if part.Index != nil && op != "[" && op != "#len" && op != "!" {
		from = end(part.Index)
	}
	var found []*tree.Node
	syntax.Walk(part, func(n syntax.Node) bool {
		if n == nil || n == syntax.Node(part) {
			return true
		}
		expansion, ok := n.(syntax.WordPart)
		switch n.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst:
		default:
			ok = false
		}
		if start(n) < from || !ok {
			return !ok
		}
		found = append(found, w.expansion(expansion, false))
		return false
	})
	return found
}

func (w writer) word(kind string, word *syntax.Word) *placed {
	node := tree.New(kind, "").Add(w.parts(nil, word.Parts, false)...)
	from, to := w.extent(word)
	return &placed{node, from, to}
}

// extent is where a word begins and ends, without the continuations at its ends.
func (w writer) extent(word *syntax.Word) (int, int) {
	from, to := start(word), end(word)
	for strings.HasPrefix(string(w.text[from:to]), "\\\n") {
		from += 2
	}
	return from, w.beforeContinuation(from, to)
}

func (w writer) literalWord(lit *syntax.Lit) *placed {
	node := tree.New("word", "").Add(escaped(nil, false, lit.Value, "")...)
	return &placed{node, start(lit), end(lit)}
}

func (w writer) operatorWord(from, to int) *placed {
	node := tree.New("word", "").Add(literal(nil, false, string(w.text[from:to]))...)
	return &placed{node, from, to}
}

// arithmeticWord is the ((…)) of a command.
func (w writer) arithmeticWord(from, to int) *placed {
	part := tree.New("arithmetic", string(w.text[from+2:to-2]))
	part.At = span(from, to)
	return &placed{tree.New("word", "").Add(part), from, to}
}

// value adds what is assigned to the parts of a word.
func (w writer) value(parts []*tree.Node, assign *syntax.Assign) []*tree.Node {
	if assign.Array != nil {
		array := tree.New("array", "")
		array.At = span(start(assign.Array), end(assign.Array))
		for _, element := range assign.Array.Elems {
			if element.Index != nil {
				from := strings.LastIndexByte(string(w.text[:start(element.Index)]), '[')
				array.Add(tree.New("element", string(w.text[from:end(element)])))
			} else {
				array.Add(w.word("word", element.Value).finish())
			}
		}
		return append(parts, array)
	}
	if assign.Value != nil {
		parts = w.parts(parts, assign.Value.Parts, false)
	}
	return parts
}

func (w writer) assignment(assign *syntax.Assign) *placed {
	node := tree.New("assignment", assign.Name.Value)
	if assign.Append {
		node.Mark("append")
	}
	if assign.Index != nil {
		node.Mark("indexed")
	}
	value := tree.New("word", "").Add(w.value(nil, assign)...)
	if assign.Value != nil {
		value.At = span(w.extent(assign.Value))
	} else if assign.Array != nil {
		value.At = span(start(assign.Array), end(assign.Array))
	}
	return &placed{node.Add(value), start(assign), end(assign)}
}

// declared is an argument of export and the like, which is a word to gobelin.
func (w writer) declared(assign *syntax.Assign) *placed {
	if assign.Naked && assign.Name == nil {
		return w.word("word", assign.Value)
	}
	to := end(assign.Name)
	if assign.Value != nil {
		to = start(assign.Value)
	} else if assign.Array != nil {
		to = start(assign.Array)
	} else {
		to = end(assign)
	}
	parts := literal(nil, false, string(w.text[start(assign):to]))
	node := tree.New("word", "").Add(w.value(parts, assign)...)
	return &placed{node, start(assign), end(assign)}
}

// document is the body of a here-document: all of it is quoted.
func (w writer) document(redirect *syntax.Redirect) *tree.Node {
	node := tree.New("body", "")
	if redirect.Hdoc == nil {
		return node
	}
	quoted := false
	for _, part := range redirect.Word.Parts {
		lit, ok := part.(*syntax.Lit)
		quoted = quoted || !ok || strings.Contains(lit.Value, "\\")
	}
	var parts []*tree.Node
	lineStart := true
	for _, part := range redirect.Hdoc.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			parts = append(parts, w.expansion(part, true))
			lineStart = false
			continue
		}
		text := lit.Value
		if redirect.Op == syntax.DashHdoc {
			text = withoutTabs(text, lineStart)
		}
		text = strings.ReplaceAll(text, "\r\n", "\n")
		if quoted {
			parts = literal(parts, true, text)
		} else {
			parts = escaped(parts, true, text, "$`\\")
		}
		lineStart = strings.HasSuffix(text, "\n")
	}
	return node.Add(parts...)
}

// withoutTabs removes the tabs at the start of each line.
func withoutTabs(text string, lineStart bool) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if i > 0 || lineStart {
			lines[i] = strings.TrimLeft(line, "\t")
		}
	}
	return strings.Join(lines, "")
}
