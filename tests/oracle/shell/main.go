// SPDX-License-Identifier: Apache-2.0

// Command shell compares gobelin's reading of shell scripts with that of mvdan.cc/sh: scripts
// in files and in the RUN instructions of Dockerfiles, as POSIX and as bash scripts.
package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"oracle/compare"
	"oracle/tree"
)

// interpreter is the first line of a script for sh, dash or bash.
var interpreter = regexp.MustCompile(`^#! *\S*/(env +)?(ba|da)?sh\b`)

// isScript tells whether a file without an ending names a shell in its first line.
func isScript(path string) bool {
	if filepath.Ext(path) != "" {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	first := make([]byte, 40)
	n, _ := file.Read(first)
	return interpreter.Match(first[:n])
}

func kind(path string) string {
	name := filepath.Base(path)
	switch {
	case strings.Contains(path, "fuzz/seeds/shell/"), strings.HasSuffix(name, ".sh"),
		strings.HasSuffix(name, ".bash"):
		return "bash"
	case strings.HasPrefix(name, "Dockerfile"), strings.HasSuffix(name, ".Dockerfile"),
		strings.HasSuffix(name, ".dockerfile"), strings.Contains(path, "fuzz/seeds/dockerfile/"):
		return "dockerfile"
	}
	isAction := name == "action.yml" || name == "action.yaml"
	isWorkflow := filepath.Base(filepath.Dir(path)) == "workflows"
	switch {
	case isAction, isWorkflow && strings.HasPrefix(filepath.Ext(name), ".y"):
		return "yaml"
	case isScript(path):
		return "bash"
	}
	return ""
}

// expression is what GitHub replaces before the shell sees the script.
var expression = regexp.MustCompile(`\$\{\{.*?\}\}`)

// runScript is what a RUN instruction gives to the shell: its line and the here-documents, or the
// here-document alone where there is nothing else.
func runScript(line string, instruction *tree.Parsed) string {
	for _, child := range instruction.Children {
		if child.Kind != "heredoc" {
			continue
		}
		body := child.Child("body").Text
		if regexp.MustCompile(`^<<-?\s*\S+$`).MatchString(strings.TrimSpace(line)) {
			return body
		}
		line = strings.TrimSuffix(line, "\n") + "\n" + body + child.Text + "\n"
	}
	return line
}

// scripts lists the texts below a node that a shell runs.
func scripts(p *tree.Parsed) []string {
	var found []string
	for i, child := range p.Children {
		isRun := p.Kind == "pair" && i == 1 && p.Children[0].Text == "run"
		if child.Kind == "script" {
			found = append(found, runScript(child.Text, p))
		} else if isRun {
			found = append(found, expression.ReplaceAllString(child.Text, "EXPRESSION"))
		}
		found = append(found, scripts(child)...)
	}
	return found
}

// dialects that a script is written in: both, unless it names bash in its first line.
func dialects(text string) []string {
	first, _, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(first, "#!") && strings.Contains(first, "bash") {
		return []string{"bash"}
	}
	return []string{"bash", "posix"}
}

// extract gives every script in the dialects it is written in.
func extract(g compare.Gobelin, in compare.Input) []compare.Input {
	texts := []string{string(in.Text)}
	if in.Kind != "bash" {
		root, err := g.Tree(in.Kind, in.Text)
		if err != nil {
			return nil
		}
		texts = scripts(root)
	}
	var inputs []compare.Input
	for i, text := range texts {
		label := in.Label
		if in.Kind != "bash" {
			label += fmt.Sprintf("#%d", i+1)
		}
		for _, kind := range dialects(text) {
			input := compare.Input{Label: label + ":" + kind, Kind: kind, Text: []byte(text)}
			inputs = append(inputs, input)
		}
	}
	return inputs
}

// --- gobelin's side ------------------------------------------------------------------

// opaque operators have an operand that is no plain word: gobelin reads it as one, mvdan.cc/sh
// as arithmetic or in parts. Only the expansions in it are compared.
func isOpaque(op string) bool {
	switch op {
	case ":", "/", "//", "/#", "/%", "[", "#len", "!":
		return true
	}
	return false
}

func ourExpansions(p *tree.Parsed, text []byte) []*tree.Node {
	var found []*tree.Node
	for _, child := range p.Children {
		if !strings.HasSuffix(child.Kind, "literal") {
			found = append(found, ourNode(child, text))
		}
	}
	return loose(found)
}

// loose leaves out whether the expansions of such an operand are quoted, which has no meaning
// where it is no word.
func loose(expansions []*tree.Node) []*tree.Node {
	for _, node := range expansions {
		node.Kind, node.At = strings.TrimPrefix(node.Kind, "quoted-"), ""
	}
	return expansions
}

func isLet(p *tree.Parsed) bool {
	for _, child := range p.Children {
		if child.Kind == "word" {
			return len(child.Children) == 1 && child.Children[0].Text == "let"
		}
	}
	return false
}

func ourNode(p *tree.Parsed, text []byte) *tree.Node {
	node := tree.New(p.Kind, p.Text)
	switch p.Kind {
	case "list", "op", "fd", "negated", "background", "append", "indexed", "case-item":
		// A list has no extent in mvdan.cc/sh, an item's lacks what is around it, the others
		// are marks.
	case "body", "operand":
	case "literal", "quoted-literal":
		// Adjacent literals are one here and several there.
	default:
		if p.End > p.Start {
			node.At = span(p.Start, p.End)
		}
	}
	op := p.Child("op")
	for _, child := range p.Children {
		switch {
		case op != nil && child.Kind == "operand" && isOpaque(op.Text):
			node.Add(ourExpansions(child, text)...)
		case p.Kind == "simple" && isLet(p) && child.Kind == "word":
			node.Add(tree.New("word", ""))
		case strings.HasSuffix(p.Kind, "array") && text[child.Start] == '[':
			node.Add(tree.New("element", string(text[child.Start:child.End])))
		default:
			node.Add(ourNode(child, text))
		}
	}
	return node
}

func ours(in compare.Input, root *tree.Parsed) *tree.Node {
	if isForeign(in.Text) {
		return tree.New("foreign", "")
	}
	node := tree.New(root.Verdict(), "")
	if file, _ := parse(in); file == nil {
		return node
	}
	for _, child := range root.Children {
		switch child.Kind {
		case "list":
			node.Add(ourNode(child, in.Text))
		case "comments":
			for _, comment := range child.Children {
				node.Add(tree.New("comment", comment.Text))
			}
		}
	}
	return node
}

// parse reads a text in its dialect. gobelin reads what bash adds in POSIX scripts too, so only
// what is wrong in bash is read as POSIX says. No file where it is rejected.
func parse(in compare.Input) (*syntax.File, error) {
	variants := []syntax.LangVariant{syntax.LangBash, syntax.LangPOSIX}
	if in.Kind == "bash" {
		variants = variants[:1]
	}
	var err error
	for _, variant := range variants {
		var file *syntax.File
		parser := syntax.NewParser(syntax.Variant(variant), syntax.KeepComments(true))
		file, err = parser.Parse(bytes.NewReader(in.Text), "")
		if err == nil {
			return file, nil
		}
	}
	return nil, err
}

// shellAccepts asks the shell itself, for what mvdan.cc/sh is stricter about: bash allows for
// an array before a command and for a here-document without an end.
func shellAccepts(in compare.Input) bool {
	for _, name := range []string{"bash", "dash"} {
		cmd := exec.Command(name, "-n")
		cmd.Stdin = bytes.NewReader(in.Text)
		if cmd.Run() == nil {
			return true
		}
		if in.Kind == "bash" {
			break
		}
	}
	return false
}

// isForeign tells of texts that are not compared: mvdan.cc/sh takes some CRs for a part of the
// text, and gobelin none before LF; it replaces what is no UTF-8.
func isForeign(text []byte) bool {
	return bytes.IndexByte(text, '\r') >= 0 || !utf8.Valid(text)
}

// allComments lists them in the order of the file. Walk passes over all but one of those that
// follow the last item of a case.
func allComments(file *syntax.File) []*syntax.Comment {
	seen := map[uint]*syntax.Comment{}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Comment:
			seen[n.Pos().Offset()] = n
		case *syntax.CaseItem:
			for i := range n.Comments {
				seen[n.Comments[i].Pos().Offset()] = &n.Comments[i]
			}
		}
		return true
	})
	return sorted(slices.Collect(maps.Values(seen)))
}

func theirs(in compare.Input) *tree.Node {
	if isForeign(in.Text) {
		return tree.New("foreign", "")
	}
	file, err := parse(in)
	node := tree.New(tree.Verdict(err == nil || shellAccepts(in)), "")
	if err != nil {
		return node
	}
	w := writer{text: in.Text, posix: in.Kind == "posix"}
	node.Add(w.list(file.Stmts))
	for _, comment := range allComments(file) {
		// A backslash at its end takes the newline in there.
		node.Add(tree.New("comment", "#"+strings.TrimSuffix(comment.Text, "\n")))
	}
	return node
}

func main() {
	compare.Oracle{Name: "shell", Kind: kind, Extract: extract, Ours: ours, Theirs: theirs}.Run()
}
