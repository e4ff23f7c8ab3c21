// SPDX-License-Identifier: Apache-2.0

// Command gomod compares gobelin's reading of go.mod and go.work files with that of
// golang.org/x/mod/modfile, which the go command uses.
package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"oracle/compare"
	"oracle/tree"
)

func kind(path string) string {
	switch filepath.Ext(path) {
	case ".mod":
		return "gomod"
	case ".work":
		return "gowork"
	}
	if strings.Contains(path, "fuzz/seeds/gomod/") {
		return "gomod"
	}
	return ""
}

// canonical makes v1.2.0 of v1.2, as modfile does when it reads a version.
func canonical(text string) string {
	if version := module.CanonicalVersion(text); version != "" {
		return version
	}
	return text
}

// Tokens have no place, since modfile does not say it. A file that is rejected is compared by
// the line of modfile's first error, which must be that of one of our faults: modfile gives no
// tree then. Not so for syntax errors, which may be reported where something opens or where it
// should have ended.
func ours(in compare.Input, root *tree.Parsed) *tree.Node {
	node := tree.New(root.Verdict(), "")
	if faults := root.Child("faults"); faults != nil {
		first := theirs(in).At
		for _, fault := range faults.Children {
			if line := fmt.Sprint(fault.Line); line == first {
				node.At = line
			}
		}
		return node
	}
	for _, directive := range root.Children {
		if directive.Kind == "comments" {
			for _, comment := range directive.Children {
				node.Add(commentNode(comment.Start, comment.Text))
			}
			continue
		}
		line := tree.New(directive.Kind, "")
		line.At = fmt.Sprintf("%d-%d", directive.Start, directive.End)
		if directive.Has("in-block") {
			line.Mark("in-block")
		}
		for _, token := range directive.Children {
			if token.Kind == "token" {
				line.Add(tree.New("token", canonical(token.Text)))
			}
		}
		for _, field := range directive.Child("meaning").Children {
			line.Add(tree.New(field.Kind, canonical(field.Text)))
		}
		node.Add(line)
	}
	return node
}

func commentNode(start int, text string) *tree.Node {
	node := tree.New("comment", strings.TrimRight(text, "\r"))
	node.At = fmt.Sprint(start)
	return node
}

// addComments adds all comments of a file, in its order.
func addComments(node *tree.Node, syntax *modfile.FileSyntax) {
	var found []modfile.Comment
	collect := func(expr modfile.Expr) {
		comments := expr.Comment()
		found = append(found, comments.Before...)
		found = append(found, comments.Suffix...)
		found = append(found, comments.After...)
	}
	collect(syntax)
	for _, stmt := range syntax.Stmt {
		collect(stmt)
		if block, is := stmt.(*modfile.LineBlock); is {
			collect(&block.LParen)
			for _, line := range block.Line {
				collect(line)
			}
			collect(&block.RParen)
		}
	}
	slices.SortFunc(found, func(a, b modfile.Comment) int { return a.Start.Byte - b.Start.Byte })
	for _, comment := range found {
		if comment.Token != "" { // else an empty line
			node.Add(commentNode(comment.Start.Byte, comment.Token))
		}
	}
}

// meanings maps each line of the file to what it stands for.
type meanings map[*modfile.Line][]*tree.Node

func (m meanings) add(line *modfile.Line, kind, text string) {
	if text != "" {
		m[line] = append(m[line], tree.New(kind, canonical(text)))
	}
}

func (m meanings) addReplaces(replaces []*modfile.Replace) {
	for _, r := range replaces {
		m.add(r.Syntax, "path", r.Old.Path)
		m.add(r.Syntax, "version", r.Old.Version)
		m.add(r.Syntax, "new-path", r.New.Path)
		m.add(r.Syntax, "new-version", r.New.Version)
	}
}

func (m meanings) addGo(version *modfile.Go, toolchain *modfile.Toolchain) {
	if version != nil {
		m.add(version.Syntax, "version", version.Version)
	}
	if toolchain != nil {
		m.add(toolchain.Syntax, "version", toolchain.Name)
	}
}

func ofModule(file *modfile.File) meanings {
	m := meanings{}
	m.addGo(file.Go, file.Toolchain)
	m.addReplaces(file.Replace)
	if file.Module != nil {
		m.add(file.Module.Syntax, "path", file.Module.Mod.Path)
	}
	for _, r := range file.Require {
		m.add(r.Syntax, "path", r.Mod.Path)
		m.add(r.Syntax, "version", r.Mod.Version)
		if r.Indirect {
			m[r.Syntax] = append(m[r.Syntax], tree.New("indirect", ""))
		}
	}
	for _, e := range file.Exclude {
		m.add(e.Syntax, "path", e.Mod.Path)
		m.add(e.Syntax, "version", e.Mod.Version)
	}
	for _, r := range file.Retract {
		m.add(r.Syntax, "version", r.Low)
		if tokens := r.Syntax.Token; tokens[len(tokens)-1] == "]" {
			m.add(r.Syntax, "new-version", r.High)
		}
	}
	for _, t := range file.Tool {
		m.add(t.Syntax, "path", t.Path)
	}
	for _, i := range file.Ignore {
		m.add(i.Syntax, "path", i.Path)
	}
	return m
}

func ofWork(file *modfile.WorkFile) meanings {
	m := meanings{}
	m.addGo(file.Go, file.Toolchain)
	m.addReplaces(file.Replace)
	for _, u := range file.Use {
		m.add(u.Syntax, "path", u.Path)
	}
	return m
}

func addLine(node *tree.Node, line *modfile.Line, verb string, tokens []string, m meanings) {
	directive := tree.New(verb, "")
	directive.At = fmt.Sprintf("%d-%d", line.Start.Byte, line.End.Byte)
	if line.InBlock {
		directive.Mark("in-block")
	}
	for _, token := range tokens {
		// modfile quotes the tokens that need it anew.
		if text, err := strconv.Unquote(token); err == nil {
			token = text
		}
		directive.Add(tree.New("token", canonical(token)))
	}
	node.Add(directive.Add(m[line]...))
}

func accepted(syntax *modfile.FileSyntax, m meanings) *tree.Node {
	node := tree.New(tree.Verdict(true), "")
	for _, stmt := range syntax.Stmt {
		switch stmt := stmt.(type) {
		case *modfile.Line:
			addLine(node, stmt, stmt.Token[0], stmt.Token[1:], m)
		case *modfile.LineBlock:
			for _, line := range stmt.Line {
				addLine(node, line, stmt.Token[0], line.Token, m)
			}
		}
	}
	addComments(node, syntax)
	return node
}

func rejected(err error) *tree.Node {
	node := tree.New(tree.Verdict(false), "")
	var list modfile.ErrorList
	if errors.As(err, &list) && len(list) > 0 && list[0].Verb != "" {
		node.At = fmt.Sprint(list[0].Pos.Line)
	}
	return node
}

func theirs(in compare.Input) *tree.Node {
	if in.Kind == "gowork" {
		file, err := modfile.ParseWork(in.Label, in.Text, nil)
		if err != nil {
			return rejected(err)
		}
		return accepted(file.Syntax, ofWork(file))
	}
	file, err := modfile.Parse(in.Label, in.Text, nil)
	if err != nil {
		return rejected(err)
	}
	for _, r := range file.Retract {
		// modfile leaves these to the go command, which takes versions alone.
		if module.CanonicalVersion(r.Low) == "" || module.CanonicalVersion(r.High) == "" {
			return tree.New(tree.Verdict(false), "")
		}
	}
	return accepted(file.Syntax, ofModule(file))
}

func main() {
	compare.Oracle{Name: "gomod", Kind: kind, Ours: ours, Theirs: theirs}.Run()
}
