// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"math"
	"sort"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"
	"cel.dev/cel-go/parser"
)

// The variables are those of cel_eval.c; one with several values is unknown.
var variables = []struct {
	name   string
	kind   *cel.Type
	values []any
}{
	{"yes", cel.BoolType, []any{true}},
	{"no", cel.BoolType, []any{false}},
	{"i", cel.IntType, []any{7}},
	{"d", cel.DoubleType, []any{2.5}},
	{"s", cel.StringType, []any{"héllo"}},
	{"empty", cel.StringType, []any{""}},
	{"ints", cel.ListType(cel.IntType), []any{[]int64{1, 2, 3}}},
	{"strings", cel.ListType(cel.StringType), []any{[]string{"a", "bc"}}},
	{"none", cel.ListType(cel.StringType), []any{[]string{}}},
	{"map", cel.MapType(cel.StringType, cel.StringType), []any{map[string]string{"k": "v"}}},
	{"any_i", cel.DynType, []any{7}},
	{"any_s", cel.DynType, []any{"x"}},
	{"u_b", cel.BoolType, []any{true, false}},
	{"u_i", cel.IntType, []any{0, 1, 7}},
	{"u_s", cel.StringType, []any{"", "a", "é"}},
	{"u_l", cel.ListType(cel.StringType), []any{[]string{}, []string{"a"}, []string{"a", "bc"}}},
	{"u_m", cel.MapType(cel.StringType, cel.StringType), []any{map[string]string{"k": ""}, map[string]string{"k": "a"}}},
}

type evaluator struct {
	env      *cel.Env
	partial  cel.PartialActivation
	complete []map[string]any // every choice of the unknown values
}

func newEvaluator() (*evaluator, error) {
	options := []cel.EnvOption{
		cel.CrossTypeNumericComparisons(true), ext.Strings(), cel.Macros(parser.ExistsOneMacroNew),
	}
	known := map[string]any{}
	complete := []map[string]any{{}}
	var unknown []*interpreter.AttributePattern
	for _, v := range variables {
		options = append(options, cel.Variable(v.name, v.kind))
		if len(v.values) == 1 {
			known[v.name] = v.values[0]
		} else {
			unknown = append(unknown, cel.AttributePattern(v.name))
		}
		complete = withEach(complete, v.name, v.values)
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	partial, err := cel.PartialVars(known, unknown...)
	return &evaluator{env, partial, complete}, err
}

// withEach returns every choice combined with every value of one more variable.
func withEach(choices []map[string]any, name string, values []any) (more []map[string]any) {
	for _, choice := range choices {
		for _, value := range values {
			with := maps.Clone(choice)
			with[name] = value
			more = append(more, with)
		}
	}
	return more
}

func (e *evaluator) compile(text string) (cel.Program, error) {
	tree, issues := e.env.Compile(text)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return e.env.Program(tree, cel.EvalOptions(cel.OptPartialEval))
}

func (e *evaluator) evaluate(text string) string {
	program, err := e.compile(text)
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return "refused: " + reason
	}
	return result(program, e.partial)
}

// holdsAlways tells whether the result is the wanted one with all values of the unknowns.
// An element of a list that turns out to be an error is let pass: for gobelin, an unknown
// fact is a fact.
func (e *evaluator) holdsAlways(text, wanted string) bool {
	program, err := e.compile(text)
	if err != nil {
		return false
	}
	for _, choice := range e.complete {
		if got := result(program, choice); got != wanted && got != "error" {
			return false
		}
	}
	return true
}

func result(program cel.Program, values any) string {
	value, _, err := program.Eval(values)
	if err != nil {
		return "error"
	}
	return textOf(value)
}

func textOf(value ref.Val) string {
	switch v := value.(type) {
	case *types.Unknown:
		return "unknown"
	case *types.Err:
		return "error"
	case types.Double:
		return textOfDouble(float64(v))
	case types.String:
		return textOfString(string(v))
	case traits.Mapper:
		return textOfMap(v)
	case traits.Lister:
		return textOfList(v)
	case types.Null:
		return "null"
	default:
		return fmt.Sprint(value.Value())
	}
}

func textOfDouble(d float64) string {
	if math.IsNaN(d) {
		return "double nan"
	}
	return fmt.Sprintf("double %016x", math.Float64bits(d))
}

func textOfString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		if c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			fmt.Fprintf(&b, "\\x%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func textOfList(list traits.Lister) string {
	var items []string
	for i := range int64(list.Size().(types.Int)) {
		items = append(items, textOf(list.Get(types.Int(i))))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// textOfMap expects keys that are strings.
func textOfMap(m traits.Mapper) string {
	var entries []string
	for keys := m.Iterator(); keys.HasNext() == types.True; {
		key := keys.Next()
		entries = append(entries, textOf(key)+": "+textOf(m.Get(key)))
	}
	sort.Strings(entries)
	return "{" + strings.Join(entries, ", ") + "}"
}
