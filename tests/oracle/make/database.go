// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A database is what make says it has read.
type database struct {
	variables []variable
	targets   map[string]*target
	stopped   bool // at an error: what follows is not known
	fault     int  // line of the error where it is one of syntax, or 0
}

type variable struct {
	target string // of a target-specific variable
	name   string
	simple bool
	value  string // as written; of a simple one: expanded
	line   int
}

type target struct {
	prerequisites, orderOnly []string
	phony                    bool
	recipe                   []string // logical lines without the prefix character
	line                     int      // of the recipe
}

// With SHELL given on the command line, every $(shell …), != and recipe comes to nothing.
// $(file …) and load would act, and an override could bring the shell back.
var unsafe = regexp.MustCompile(`\$[({]file[ \t]|override[ \t]+SHELL|(?m)^[ \t]*-?load[ \t]|guile`)

// readWithMake reads the makefile alone in an empty directory. Nil where that is not safe
// or make does not end.
func readWithMake(text []byte) *database {
	if unsafe.Match(text) {
		return nil
	}
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "Makefile"), text, 0o600); err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, "make", "-pnrR", "-f", "Makefile", "SHELL=/bin/true", "no-such-target")
	command.Dir = dir
	command.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C"}
	var output, errors bytes.Buffer
	command.Stdout, command.Stderr = &output, &errors
	_ = command.Run() // it fails: there is no such target
	if ctx.Err() != nil {
		return nil
	}
	db := parseDatabase(output.String())
	if found := stopped.FindStringSubmatch(errors.String()); found != nil {
		db.stopped = true
		if syntaxError.MatchString(found[2]) {
			db.fault, _ = strconv.Atoi(found[1])
		}
	}
	return db
}

var (
	stopped     = regexp.MustCompile(`(?m)^Makefile:(\d+): \*\*\* (.*)  Stop\.$`)
	syntaxError = regexp.MustCompile(`^(missing|unterminated|invalid|extraneous|only one|recipe|empty|target pattern|multiple target|mixed|prerequisites)`)
	origin      = regexp.MustCompile(`^# (?:makefile|'override' directive) \(from 'Makefile', line (\d+)\)$`)
	recipeAt    = regexp.MustCompile(`^#  recipe to execute \(from 'Makefile', line (\d+)\):$`)
	heading     = regexp.MustCompile(`^(.*?)::?(?: (.*))?$`)
	setting     = regexp.MustCompile(`^(.*?) (:?=) ?(.*)$`)
)

func parseDatabase(text string) *database {
	db := &database{targets: map[string]*target{}}
	_, text, _ = strings.Cut(text, "\n# Variables\n")
	variables, rest, _ := strings.Cut(text, "\n# Pattern-specific Variable Values\n")
	_, rules, _ := strings.Cut(rest, "\n# Implicit Rules\n")
	lines := strings.Split(variables, "\n")
	for i := 0; i+1 < len(lines); i++ {
		if found := origin.FindStringSubmatch(lines[i]); found != nil && !strings.HasPrefix(lines[i+1], "MAKEFILE_LIST") {
			line, _ := strconv.Atoi(found[1])
			i = db.readVariable(lines, i+1, line)
		}
	}
	for _, block := range strings.Split(rules, "\n\n") {
		db.readRule(strings.Split(strings.TrimLeft(block, "\n"), "\n"))
	}
	return db
}

// readVariable returns the index of the variable's last line.
func (db *database) readVariable(lines []string, i, line int) int {
	if name, is := strings.CutPrefix(lines[i], "define "); is {
		first := i + 1
		for i++; i < len(lines) && (lines[i] != "endef" || i+1 < len(lines) && !strings.HasPrefix(lines[i+1], "# ")); i++ {
		}
		value := strings.Join(lines[first:min(i, len(lines))], "\n")
		db.variables = append(db.variables, variable{name: name, value: value, line: line})
		return i
	}
	found := setting.FindStringSubmatch(lines[i])
	if found == nil {
		return i
	}
	value := strings.TrimPrefix(found[3], "$(subst ,,)")
	simple := found[2] == ":="
	if simple {
		value = strings.ReplaceAll(value, "$$", "$")
	}
	db.variables = append(db.variables, variable{name: found[1], simple: simple, value: value, line: line})
	return i
}

// readRule reads a block of the list of rules and files.
func (db *database) readRule(lines []string) {
	for i := 0; i < len(lines); i++ {
		found := origin.FindStringSubmatch(lines[i])
		switch {
		case lines[i] == "# Not a target:":
			return
		case found != nil && i+1 < len(lines):
			i++
			line, _ := strconv.Atoi(found[1])
			db.readTargetVariable(lines[i], line)
		case strings.HasPrefix(lines[i], "#  "):
		case strings.HasPrefix(lines[i], "#"): // a variable that comes from elsewhere
			i++
		default:
			if rule := heading.FindStringSubmatch(lines[i]); rule != nil {
				db.readTarget(rule[1], rule[2], lines[i+1:])
			}
			return
		}
	}
}

func (db *database) readTargetVariable(text string, line int) {
	before := len(db.variables)
	name, rest, is := strings.Cut(text, ": ")
	if !is {
		return
	}
	db.readVariable([]string{rest}, 0, line)
	if len(db.variables) > before {
		db.variables[before].target = name
	}
}

func (db *database) readTarget(name, prerequisites string, lines []string) {
	normal, orderOnly, _ := strings.Cut(prerequisites, "|")
	t := &target{prerequisites: strings.Fields(normal), orderOnly: strings.Fields(orderOnly)}
	for i, line := range lines {
		t.phony = t.phony || strings.HasPrefix(line, "#  Phony target")
		if found := recipeAt.FindStringSubmatch(line); found != nil {
			t.line, _ = strconv.Atoi(found[1])
			t.recipe = logicalLines(lines[i+1:])
			break
		}
	}
	if old := db.targets[name]; old != nil { // of a double-colon rule
		t.prerequisites = append(t.prerequisites, old.prerequisites...)
		t.orderOnly = append(t.orderOnly, old.orderOnly...)
		t.phony = t.phony || old.phony
	}
	db.targets[name] = t
}

func logicalLines(lines []string) (logical []string) {
	open := false
	for _, line := range lines {
		if open {
			logical[len(logical)-1] += "\n" + line
		} else {
			logical = append(logical, line[min(1, len(line)):])
		}
		backslashes := len(line) - len(strings.TrimRight(line, `\`))
		open = backslashes%2 == 1
	}
	return logical
}
