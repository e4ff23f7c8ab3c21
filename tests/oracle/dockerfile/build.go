// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"oracle/tree"
)

// everySet is an environment in which every variable has a value.
type everySet struct{}

func (everySet) Get(string) (string, bool) { return "value", true }
func (everySet) Keys() []string            { return nil }

// unknown is the verdict where a mount holds a variable, whose value decides.
const unknown = "unknown"

var errUnknown = errors.New(unknown)

func verdict(result *parser.Result) string {
	err := build(result)
	if errors.Is(err, errUnknown) {
		return unknown
	}
	return tree.Verdict(err == nil)
}

// build says what keeps a build from getting past reading the file: BuildKit checks the
// instructions, then replaces the variables in their words one instruction after the other.
func build(result *parser.Result) error {
	stages, arguments, err := instructions.Parse(result.AST, linter.New(&linter.Config{}))
	if err != nil {
		return err
	}
	lex := shell.NewLex(result.EscapeToken)
	expand := func(word string) (string, error) {
		text, _, err := lex.ProcessWord(word, everySet{})
		return text, err
	}
	for _, argument := range arguments {
		if err := argument.Expand(expand); err != nil {
			return err
		}
	}
	for _, stage := range stages {
		for _, word := range []string{stage.BaseName, stage.Platform} {
			if _, err := expand(word); err != nil {
				return err
			}
		}
		for _, command := range stage.Commands {
			if err := expandCommand(lex, command, expand); err != nil {
				return err
			}
		}
	}
	return nil
}

func expandCommand(
	lex *shell.Lex, command instructions.Command, expand instructions.SingleWordExpander,
) error {
	switch command := command.(type) {
	case *instructions.RunCommand:
		return command.Expand(func(word string) (string, error) {
			text, err := expand(word)
			if err == nil && strings.Contains(word, "$") {
				err = errUnknown
			}
			return text, err
		})
	case *instructions.ExposeCommand:
		for _, port := range command.Ports {
			if _, err := lex.ProcessWords(port, everySet{}); err != nil {
				return err
			}
		}
	case instructions.SupportsSingleWordExpansion:
		return command.Expand(expand)
	}
	return nil
}
