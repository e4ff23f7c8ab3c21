// SPDX-License-Identifier: Apache-2.0

// Command dockerfile compares gobelin's reading of Dockerfiles with that of BuildKit: its
// parser, its check of instructions, and its expansion of words.
package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/tonistiigi/go-csvvalue"

	"oracle/compare"
	"oracle/tree"
)

func kind(path string) string {
	name := filepath.Base(path)
	lower := strings.ToLower(name)
	switch {
	case strings.Contains(path, "fuzz/seeds/dockerfile/"),
		strings.Contains(path, "dockerfile/parser/testfiles"):
		return "dockerfile"
	case strings.HasSuffix(path, "/dockerfile/words.txt"):
		return "docker-words"
	case lower == "dockerfile", lower == "containerfile", strings.HasPrefix(name, "Dockerfile."),
		strings.HasPrefix(name, "Dockerfile-"), strings.HasSuffix(lower, ".dockerfile"):
		if filepath.Ext(name) != ".go" && filepath.Ext(name) != ".md" {
			return "dockerfile"
		}
	}
	return ""
}

func lines(from, to int) string {
	if from == to {
		return fmt.Sprint(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// --- gobelin's side ------------------------------------------------------------------

// BuildKit knows only the lines of an instruction, so other positions are left out. Its
// parser takes any word for an instruction; what follows an unknown one is not compared.
func ourInstruction(p *tree.Parsed) *tree.Node {
	node := tree.New("instruction", p.Text)
	if p.Kind == "instruction" {
		node.At = lines(p.Line, p.EndLine)
	}
	if p.Text == "" {
		return node
	}
	for _, child := range p.Children {
		switch child.Kind {
		case "keyword":
		case "flag":
			node.Add(ourFlag(child))
		case "pair":
			pair := tree.New("pair", child.Child("name").Text)
			if value := child.Child("value"); value != nil {
				pair.Add(tree.New("value", value.Text))
			}
			node.Add(pair)
		case "heredoc":
			heredoc := tree.New("heredoc", child.Text)
			for _, part := range child.Children {
				heredoc.Add(tree.New(part.Kind, part.Text))
			}
			node.Add(heredoc)
		case "trigger":
			node.Add(ourInstruction(child))
		default:
			node.Add(tree.New(child.Kind, child.Text))
		}
	}
	return node
}

func ourFlag(p *tree.Parsed) *tree.Node {
	flag := tree.New("flag", p.Text)
	value := p.Child("value")
	if value == nil {
		return flag
	}
	flag.Add(tree.New("value", value.Text))
	for _, child := range value.Children {
		if child.Kind != "field" {
			continue
		}
		field := tree.New("field", child.Text)
		if value := child.Child("value"); value != nil {
			field.Add(tree.New("value", value.Text))
		}
		flag.Add(field)
	}
	return flag
}

func ours(in compare.Input, root *tree.Parsed) *tree.Node {
	if in.Kind == "docker-words" {
		return ourWords(root)
	}
	node := tree.New(root.Verdict(), "")
	result, err := parser.Parse(bytes.NewReader(in.Text))
	if err != nil {
		// BuildKit's parser gives up at the first error, so there is no tree to compare.
		return node
	}
	node.Text = root.Text
	if verdict(result) == unknown {
		node.Kind = unknown
	}
	for _, child := range root.Children {
		switch child.Kind {
		case "instruction":
			node.Add(ourInstruction(child))
		case "directive":
			if child.Text != "escape" {
				value := tree.New("value", child.Child("value").Text)
				node.Add(tree.New("directive", child.Text).Add(value))
			}
		}
	}
	return node
}

// --- BuildKit's side -----------------------------------------------------------------

func theirWords(first *parser.Node) []string {
	var words []string
	for node := first; node != nil; node = node.Next {
		words = append(words, node.Value)
	}
	return words
}

func addCommand(node *tree.Node, in *parser.Node, words []string) {
	if in.Attributes["json"] {
		node.Mark("json")
		for _, word := range words {
			node.Add(tree.New("word", word))
		}
	} else if len(words) > 0 && words[0] != "" {
		node.Add(tree.New("script", words[0]))
	}
}

func addArguments(node *tree.Node, in *parser.Node, keyword string, top bool) {
	words := theirWords(in.Next)
	switch keyword {
	case "ENV", "LABEL":
		for ; len(words) >= 3; words = words[3:] {
			node.Add(tree.New("pair", words[0]).Add(tree.New("value", words[1])))
		}
	case "ARG":
		for _, word := range words {
			name, value, has := strings.Cut(word, "=")
			pair := tree.New("pair", name)
			if has {
				pair.Add(tree.New("value", value))
			}
			node.Add(pair)
		}
	case "RUN", "CMD", "ENTRYPOINT", "SHELL":
		addCommand(node, in, words)
	case "HEALTHCHECK":
		if len(words) > 0 && strings.EqualFold(words[0], "NONE") {
			node.Add(tree.New("word", words[0]))
		} else if len(words) > 0 {
			addCommand(node, in, words[1:])
		}
	case "ONBUILD":
		// ONBUILD may not trigger ONBUILD, so what that would trigger is not compared.
		if top && in.Next != nil && len(in.Next.Children) > 0 {
			node.Add(theirInstruction(in.Next.Children[0], false))
		}
	default:
		if in.Attributes["json"] {
			node.Mark("json")
		}
		for _, word := range words {
			node.Add(tree.New("word", word))
		}
	}
}

// asBytes undoes what BuildKit does to characters outside of ASCII in flags: it makes one
// character of each byte. Files with such flags build under another name there.
func asBytes(text string) string {
	var bytes []byte
	for _, char := range text {
		bytes = append(bytes, byte(char))
	}
	return string(bytes)
}

func theirFlag(text string) *tree.Node {
	text = asBytes(text)
	name, value, has := strings.Cut(strings.TrimPrefix(text, "--"), "=")
	flag := tree.New("flag", name)
	if has {
		flag.Add(tree.New("value", value))
	}
	if name != "mount" {
		return flag
	}
	fields, err := csvvalue.Fields(value, nil)
	if err != nil {
		return flag
	}
	for _, text := range fields {
		key, value, has := strings.Cut(text, "=")
		field := tree.New("field", strings.ToLower(key))
		if has {
			field.Add(tree.New("value", value))
		}
		flag.Add(field)
	}
	return flag
}

func theirHeredoc(in parser.Heredoc) *tree.Node {
	heredoc := tree.New("heredoc", in.Name)
	if in.FileDescriptor != 0 {
		heredoc.Add(tree.New("fd", fmt.Sprint(in.FileDescriptor)))
	}
	if in.Expand {
		heredoc.Mark("expand")
	}
	content := in.Content
	if in.Chomp {
		heredoc.Mark("strip-tabs")
		content = parser.ChompHeredocContent(content)
	}
	return heredoc.Add(tree.New("body", content))
}

var keywords = map[string]bool{"ADD": true, "ARG": true, "CMD": true, "COPY": true,
	"ENTRYPOINT": true, "ENV": true, "EXPOSE": true, "FROM": true, "HEALTHCHECK": true,
	"LABEL": true, "MAINTAINER": true, "ONBUILD": true, "RUN": true, "SHELL": true,
	"STOPSIGNAL": true, "USER": true, "VOLUME": true, "WORKDIR": true}

func theirInstruction(in *parser.Node, top bool) *tree.Node {
	keyword := strings.ToUpper(in.Value)
	if !keywords[keyword] {
		keyword = ""
	}
	node := tree.New("instruction", keyword)
	if keyword == "" {
		return node
	}
	for _, flag := range in.Flags {
		node.Add(theirFlag(flag))
	}
	addArguments(node, in, keyword, top)
	return node
}

// extent is an instruction's lines without empty ones, comments and lone continuations at both
// ends, which BuildKit counts too.
func extent(text []byte, in *parser.Node, escape rune) string {
	all := bytes.Split(text, []byte("\n"))
	isEmpty := func(number int) bool {
		line := bytes.TrimSpace(all[number-1])
		return len(line) == 0 || line[0] == '#' || string(line) == string(escape)
	}
	from, to := in.StartLine, min(in.EndLine, len(all))
	for from < to && isEmpty(from) {
		from++
	}
	for len(in.Heredocs) == 0 && to > from && isEmpty(to) {
		to--
	}
	return lines(from, to)
}

func theirs(in compare.Input) *tree.Node {
	if in.Kind == "docker-words" {
		return expandWords(in.Text)
	}
	result, err := parser.Parse(bytes.NewReader(in.Text))
	if err != nil {
		return tree.New(tree.Verdict(false), "")
	}
	node := tree.New(verdict(result), string(result.EscapeToken))
	for _, name := range []string{"syntax", "check"} {
		if _, value, _, ok := parser.ParseDirective(name, in.Text); ok {
			node.Add(tree.New("directive", name).Add(tree.New("value", value)))
		}
	}
	for _, child := range result.AST.Children {
		instruction := theirInstruction(child, true)
		instruction.At = extent(in.Text, child, result.EscapeToken)
		// Those of a triggered instruction are kept with ONBUILD.
		target := instruction
		if last := len(instruction.Children) - 1; last >= 0 && instruction.Text == "ONBUILD" {
			target = instruction.Children[last]
		}
		for _, heredoc := range child.Heredocs {
			target.Add(theirHeredoc(heredoc))
		}
		node.Add(instruction)
	}
	return node
}

func main() {
	oracle := compare.Oracle{Name: "dockerfile", Kind: kind, Extract: extract, Ours: ours,
		Theirs: theirs}
	oracle.Run()
}
