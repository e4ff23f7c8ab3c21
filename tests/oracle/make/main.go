// SPDX-License-Identifier: Apache-2.0

// Command make compares gobelin's reading of makefiles with GNU make's own data base. It
// compares what does not depend on anything outside the file: what make has read from a
// line is looked up by that line, so that neither needs to know which conditionals hold;
// and what stands outside of conditionals without references must be in the data base.
package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"oracle/compare"
	"oracle/tree"
)

func kind(path string) string {
	base := filepath.Base(path)
	switch {
	case base == "Makefile", base == "makefile", base == "GNUmakefile", filepath.Ext(base) == ".mk",
		strings.Contains(path, "seeds/makefile/"):
		return "makefile"
	}
	return ""
}

// A comparison collects statements of both sides; where they agree they are the same.
type comparison struct {
	text         []byte
	db           *database
	ours, theirs *tree.Node
	settings     map[int]*tree.Parsed  // assignments and definitions by line
	recipes      map[int]*tree.Parsed  // rules by the line of their first recipe line
	last         map[*tree.Parsed]bool // rules whose recipe may go on behind a conditional
	computed     bool                  // some rule's targets have references
	uncertain    map[string]bool       // targets that rules in conditionals mention
}

func (c *comparison) state(where, ours, theirs string) {
	if ours != theirs {
		c.ours.Add(tree.New(where, ours))
		c.theirs.Add(tree.New(where, theirs))
	}
}

func (c *comparison) run(root *tree.Parsed) {
	fault := c.compareFaults(root)
	c.index(root)
	for _, v := range c.db.variables {
		c.compareVariable(v)
	}
	for name, t := range c.db.targets {
		if t.line > 0 {
			c.compareRecipe(name, t)
		}
	}
	if !c.db.stopped && fault == 0 {
		c.comparePresence(root)
		c.compareValues(root)
	}
}

// A reference that does not close counts when it is expanded; text behind a directive is
// worth a warning.
var lenient = regexp.MustCompile(`no closing|^extraneous text|^only one 'else'`)

// compareFaults returns the line of gobelin's first fault that stops make, or 0.
func (c *comparison) compareFaults(root *tree.Parsed) int {
	fault := 0
	if faults := root.Child("faults"); faults != nil {
		for _, f := range faults.Children {
			if !lenient.MatchString(f.Text) {
				fault = f.Line
				break
			}
		}
	}
	// A branch need not be read, and references may expand to anything.
	if c.db.fault > 0 && (inConditional(root, c.db.fault) || strings.Contains(lineOf(c.text, c.db.fault), "$")) {
		return fault
	}
	if fault < c.db.fault && fault > 0 && inConditional(root, fault) {
		return fault
	}
	c.state("fault at line", fmt.Sprint(fault), fmt.Sprint(c.db.fault))
	return fault
}

func inConditional(root *tree.Parsed, line int) bool {
	return slices.ContainsFunc(ofKind(root, "conditional"), func(node *tree.Parsed) bool {
		return node.Line <= line && line <= node.EndLine
	})
}

func lineOf(text []byte, line int) string {
	lines := strings.Split(string(text), "\n")
	return lines[min(line, len(lines))-1]
}

// index enters nodes at any depth.
func (c *comparison) index(parent *tree.Parsed) {
	for i, node := range parent.Children {
		switch node.Kind {
		case "assign", "define":
			c.settings[node.Line] = node
		case "rule":
			lines := ofKind(node, "recipe-line")
			next := i+1 < len(parent.Children) && parent.Children[i+1].Child("in-recipe") != nil
			c.last[node] = i+1 == len(parent.Children)
			if len(lines) > 0 && !next && !node.Has("continuation") {
				c.recipes[lines[0].Line] = node
			}
			words := literalWords(node.Child("targets"))
			c.computed = c.computed || words == nil
			for _, word := range words {
				if !slices.Contains([]string{"makefile"}, parent.Kind) {
					c.uncertain[word] = true
				}
			}
		case "include", "expression":
			c.computed = c.computed || node.Kind == "expression"
		}
		c.index(node)
	}
}

func ofKind(node *tree.Parsed, kind string) (found []*tree.Parsed) {
	for _, child := range node.Children {
		if child.Kind == kind {
			found = append(found, child)
		}
	}
	return found
}

func textOf(node *tree.Parsed, kind string) string {
	if child := node.Child(kind); child != nil {
		return child.Text
	}
	return ""
}

// literalWords is nil where there is anything that make would expand.
func literalWords(expression *tree.Parsed) []string {
	if expression == nil {
		return []string{}
	}
	if strings.ContainsAny(expression.Text, `$*?[~\`) {
		return nil
	}
	return strings.Fields(expression.Text)
}

func (c *comparison) compareVariable(v variable) {
	where := fmt.Sprintf("line %d: %s%s", v.line, v.target, v.name)
	node := c.settings[v.line]
	if node == nil {
		if !c.computed && v.value != "" { // export makes variables too
			c.state(where, "nothing", "variable")
		}
		return
	}
	name, op, value := textOf(node, "name"), textOf(node, "op"), textOf(node, "value")
	if strings.Contains(name, "$") || op == "+=" || op == "!=" {
		return
	}
	c.state(where+" name", name, v.name)
	isSimple := op == ":=" || op == ":::="
	if op != "?=" {
		c.state(where+" is simple", fmt.Sprint(isSimple), fmt.Sprint(v.simple))
	}
	if !isSimple || !strings.Contains(value, "$") && !strings.Contains(value, "\n") {
		c.state(where+" value", strings.TrimLeft(value, " \t"), strings.TrimLeft(v.value, " \t"))
	}
}

func (c *comparison) compareRecipe(name string, t *target) {
	node := c.recipes[t.line]
	if node == nil {
		return
	}
	var spans, scripts, theirScripts []string
	for _, line := range ofKind(node, "recipe-line") {
		spans = append(spans, strings.ReplaceAll(string(c.text[line.Start:line.End]), "\r\n", "\n"))
		scripts = append(scripts, textOf(line, "script"))
	}
	if c.last[node] && len(t.recipe) > len(spans) {
		t.recipe = t.recipe[:len(spans)]
	}
	if c.db.stopped && len(t.recipe) < len(spans) { // gobelin reads on behind a fault
		spans, scripts = spans[:len(t.recipe)], scripts[:len(t.recipe)]
	}
	for i, line := range t.recipe {
		theirScripts = append(theirScripts, strings.ReplaceAll(strings.TrimLeft(line, "@+- \t"), "\\\n"+c.prefix(), "\\\n"))
		if i < len(spans) {
			t.recipe[i] = strings.TrimRight(strings.TrimLeft(line, " \t"), "\\\n")
			spans[i] = strings.TrimRight(strings.TrimLeft(spans[i], " \t"), "\\\n")
		}
	}
	where := fmt.Sprintf("line %d: recipe of %s", t.line, name)
	c.state(where, strings.Join(spans, "\n"), strings.Join(t.recipe, "\n"))
	c.state(where+" scripts", folded(scripts), folded(theirScripts))
}

var recipePrefix = regexp.MustCompile(`(?m)^\.RECIPEPREFIX[ \t]*:?=[ \t]*(\S)`)

// prefix is the character that begins recipe lines.
func (c *comparison) prefix() string {
	if found := recipePrefix.FindSubmatch(c.text); found != nil {
		return string(found[1])
	}
	return "\t"
}

var continuation = regexp.MustCompile(`[ \t]*\\\n[ \t]*`)

// folded joins continuations: make does so in references, before it hands a line on.
func folded(lines []string) string {
	text := continuation.ReplaceAllString(strings.Join(lines, "\n"), " ")
	return strings.TrimRight(text, " \\")
}

// comparePresence looks for what is not in a conditional.
func (c *comparison) comparePresence(root *tree.Parsed) {
	names := map[string]bool{}
	for _, v := range c.db.variables {
		names[v.target+":"+v.name] = true
	}
	undefined := len(ofKind(root, "undefine")) > 0
	rules := map[string]*target{}
	var phony []string
	for _, node := range root.Children {
		switch node.Kind {
		case "assign", "define":
			name := textOf(node, "name")
			if node.Has("targets") || strings.Contains(name, "$") || undefined || name == "SHELL" ||
				strings.HasPrefix(name, ".") || name == "MAKEFLAGS" || textOf(node, "op") == "?=" {
				continue
			}
			c.state("variable "+name, "set", map[bool]string{true: "set", false: "unset"}[names[":"+name]])
		case "rule":
			c.addRule(rules, node, &phony)
		}
	}
	for name, rule := range rules {
		c.compareRule(name, rule, slices.Contains(phony, name))
	}
}

func (c *comparison) addRule(rules map[string]*target, node *tree.Parsed, phony *[]string) {
	for _, name := range literalWords(node.Child("targets")) {
		if name == ".PHONY" {
			for _, kind := range []string{"prerequisites", "order-only"} {
				words := literalWords(node.Child(kind))
				c.computed = c.computed || words == nil
				*phony = append(*phony, words...)
			}
		}
		if strings.HasPrefix(name, ".") && !strings.Contains(name, "/") || strings.ContainsAny(name, "%()&") {
			continue
		}
		rule := rules[name]
		if rule == nil {
			rule = &target{}
			rules[name] = rule
		}
		normal, orderOnly := literalWords(node.Child("prerequisites")), literalWords(node.Child("order-only"))
		if normal == nil || orderOnly == nil || node.Has("target-pattern") {
			c.uncertain[name] = true
		}
		rule.prerequisites = append(rule.prerequisites, normal...)
		rule.orderOnly = append(rule.orderOnly, orderOnly...)
	}
}

func (c *comparison) compareRule(name string, rule *target, phony bool) {
	t := c.db.targets[strings.TrimPrefix(name, "./")]
	if t == nil {
		c.state("target "+name, "there", "missing")
		return
	}
	if c.computed || c.uncertain[name] {
		return
	}
	orderOnly := slices.DeleteFunc(rule.orderOnly, func(word string) bool {
		return slices.Contains(rule.prerequisites, word)
	})
	c.state("prerequisites of "+name, sorted(rule.prerequisites), sorted(t.prerequisites))
	c.state("order-only of "+name, sorted(orderOnly), sorted(t.orderOnly))
	if !c.uncertain[".PHONY"] {
		c.state("phony "+name, fmt.Sprint(phony), fmt.Sprint(t.phony))
	}
}

func sorted(words []string) string {
	words = slices.Clone(words)
	for i := range words {
		words[i] = strings.TrimPrefix(words[i], "./")
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

func main() {
	var last *comparison
	ours := func(in compare.Input, root *tree.Parsed) *tree.Node {
		last = &comparison{
			text: in.Text, db: readWithMake(in.Text), ours: tree.New("makefile", ""),
			theirs: tree.New("makefile", ""), settings: map[int]*tree.Parsed{},
			recipes: map[int]*tree.Parsed{}, last: map[*tree.Parsed]bool{}, uncertain: map[string]bool{},
		}
		if last.db != nil {
			last.run(root)
		}
		return last.ours
	}
	theirs := func(compare.Input) *tree.Node { return last.theirs }
	compare.Oracle{Name: "make", Kind: kind, Ours: ours, Theirs: theirs}.Run()
}
