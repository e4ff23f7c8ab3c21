// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"oracle/compare"
	"oracle/tree"
)

// variables that the words of real files are expanded with; all others are unset.
const variables = "EMPTY=\nVERSION=1.22.3\nGO_VERSION=1.26\nTARGETOS=linux\nTARGETARCH=amd64\n" +
	"PATH=/usr/local/bin:/usr/bin\nURL=https://example.com/a/b.tar.gz\n"

// extract adds to a Dockerfile a text with all its words.
func extract(_ compare.Gobelin, in compare.Input) []compare.Input {
	result, err := parser.Parse(bytes.NewReader(in.Text))
	if in.Kind != "dockerfile" || err != nil {
		return []compare.Input{in}
	}
	words := compare.Input{Label: in.Label + "#words", Kind: "docker-words"}
	text := string(result.EscapeToken) + "\n" + variables + "\n"
	for _, instruction := range result.AST.Children {
		for _, word := range append(theirWords(instruction.Next), instruction.Flags...) {
			text += word + "\n"
		}
	}
	words.Text = []byte(text)
	return []compare.Input{in, words}
}

func ourWords(root *tree.Parsed) *tree.Node {
	node := tree.New("words", "")
	for _, child := range root.Children {
		word := tree.New("word", child.Text)
		if value := child.Child("value"); value != nil {
			word.Add(tree.New("value", value.Text))
		} else {
			word.Mark("rejected")
		}
		node.Add(word)
	}
	return node
}

// expandWords reads a text as docker_words_ast() does: the escape character, variables, an
// empty line, words.
func expandWords(text []byte) *tree.Node {
	escape, rest, _ := strings.Cut(string(text), "\n")
	lex := shell.NewLex('\\')
	if strings.HasPrefix(escape, "`") {
		lex = shell.NewLex('`')
	}
	environment, found := []string{}, true
	for line := ""; found; {
		line, rest, found = strings.Cut(rest, "\n")
		if line == "" {
			break
		}
		if strings.Contains(line, "=") {
			environment = append(environment, line)
		}
	}
	node := tree.New("words", "")
	for rest != "" {
		line := ""
		line, rest, _ = strings.Cut(rest, "\n")
		word := tree.New("word", line)
		value, _, err := lex.ProcessWord(line, shell.EnvsFromSlice(environment))
		if err == nil {
			word.Add(tree.New("value", value))
		} else {
			word.Mark("rejected")
		}
		node.Add(word)
	}
	return node
}
