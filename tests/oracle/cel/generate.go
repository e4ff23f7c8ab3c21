// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// A kind of value that the generator makes expressions for.
type kind int

const (
	boolean kind = iota
	integer
	double
	text
	listOfInts
	listOfStrings
)

var leaves = map[kind][]string{
	boolean:       {"true", "false", "yes", "no", "u_b", "u_b", "1 / 0 == 1", "any_s == any_i"},
	integer:       {"0", "1", "-1", "7", "9223372036854775807", "i", "u_i", "any_i", "1 / 0", "ints[9]"},
	double:        {"0.0", "-0.0", "2.5", "1e300", "d", "0.0 / 0.0", "1.0 / 0.0"},
	text:          {"''", "'a'", "'bc'", "'é,ß'", "'7'", "s", "empty", "u_s", "any_s", "map.k", "map.x", "u_m.k"},
	listOfInts:    {"none.map(x, 1)", "[1]", "ints", "[u_i, 1]", "[1, 2, 2]", "[1 / 0]"},
	listOfStrings: {"['']", "['a']", "strings", "none", "u_l", "['a', u_s]", "['', 'bc']"},
}

// In a pattern, a letter stands for an expression of a kind: b i d s I S; v for a variable.
var patterns = map[kind][]string{
	boolean: {
		"b && b", "b || b", "!(b)", "b ? b : b", "b == b", "i == i", "i != i", "d == d",
		"s == s", "s != s", "I == I", "S == S", "I != I", "i < i", "i <= i", "d > d", "i >= d",
		"s < s", "s >= s", "i in I", "s in S", "s in map", "s.startsWith(s)", "s.endsWith(s)",
		"s.contains(s)", "s.matches('^[a-c]+$')", "S.exists(@s, b)", "S.all(@s, b)",
		"I.exists(@i, b)", "I.all(@i, b)", "I.exists_one(@i, b)", "S.existsOne(@s, b)",
		"has(map.k)", "has(map.x)", "has(u_m.k)", "b != b", "d <= i",
	},
	integer: {
		"i + i", "i - i", "i * i", "i / i", "i % i", "-(i)", "size(s)", "size(S)", "size(I)", "s.size()",
		"I[i]", "int(s)", "int(d)", "b ? i : i",
	},
	double: {"d + d", "d - d", "d * d", "d / d", "-(d)", "double(i)", "double(s)", "b ? d : d"},
	text: {
		"s + s", "string(i)", "string(b)", "S[i]", "S.join()", "S.join(s)", "s.replace(s, s)", "s.trim()",
		"s.lowerAscii()", "b ? s : s", "map[s]",
	},
	listOfInts:    {"[i, i]", "I + I", "I.filter(@i, b)", "I.map(@i, i)", "S.map(@s, i)", "I.map(@i, b, i)"},
	listOfStrings: {"[s, s]", "S + S", "S.filter(@s, b)", "S.map(@s, s)", "s.split(s)", "I.map(@i, s)"},
}

var letters = map[byte]kind{'b': boolean, 'i': integer, 'd': double, 's': text, 'I': listOfInts, 'S': listOfStrings}

// A generator makes up well-typed expressions.
type generator struct {
	random *rand.Rand
	locals []local
}

type local struct {
	name string
	kind kind
}

func (g *generator) expression(k kind, depth int) string {
	if depth == 0 || g.random.Intn(6) == 0 {
		return g.leaf(k)
	}
	pattern := patterns[k][g.random.Intn(len(patterns[k]))]
	defer func(n int) { g.locals = g.locals[:n] }(len(g.locals))
	return g.fill(pattern, depth-1)
}

func (g *generator) leaf(k kind) string {
	for _, l := range g.locals {
		if l.kind == k && g.random.Intn(3) > 0 {
			return l.name
		}
	}
	return leaves[k][g.random.Intn(len(leaves[k]))]
}

// fill replaces the letters that stand alone; @ before one declares a variable of its kind.
func (g *generator) fill(pattern string, depth int) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		k, stands := letters[c]
		alone := (i == 0 || !isWord(pattern[i-1])) && (i+1 == len(pattern) || !isWord(pattern[i+1]))
		switch {
		case pattern[i] == '\'':
			end := i + 1 + strings.IndexByte(pattern[i+1:], '\'')
			b.WriteString(pattern[i : end+1])
			i = end
		case c == '@':
			name := fmt.Sprintf("x%d", len(g.locals))
			g.locals = append(g.locals, local{name, letters[pattern[i+1]]})
			b.WriteString(name)
			i++
		case stands && alone:
			b.WriteString(g.operand(k, depth))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// operand is in parentheses where it is more than a word or a list.
func (g *generator) operand(k kind, depth int) string {
	operand := g.expression(k, depth)
	for i := range len(operand) {
		if !isWord(operand[i]) {
			return "(" + operand + ")"
		}
	}
	return operand
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
