// SPDX-License-Identifier: Apache-2.0

// Command hcl compares gobelin's reading of HCL with that of HashiCorp's hclsyntax: attributes,
// blocks, values that are written out, and where every other expression begins and ends.
package main

import (
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"oracle/compare"
	"oracle/tree"
)

func kind(path string) string {
	if filepath.Ext(path) == ".hcl" || strings.Contains(path, "seeds/hcl/") {
		return "hcl"
	}
	return ""
}

func at(start, end int) string {
	return fmt.Sprintf("%d-%d", start, end)
}

// --- gobelin ---

func ours(_ compare.Input, root *tree.Parsed) *tree.Node {
	if root.Child("faults") != nil {
		return tree.New("rejected", "")
	}
	return value(root.Children[0])
}

var escapes = strings.NewReplacer("$${", "", "%%{", "")

// isTemplate tells whether a text holds a sequence that is worked out.
func isTemplate(text string) bool {
	rest := escapes.Replace(text)
	return strings.Contains(rest, "${") || strings.Contains(rest, "%{")
}

func value(p *tree.Parsed) *tree.Node {
	n := tree.New(p.Kind, p.Text)
	n.At = at(p.Start, p.End)
	switch {
	case p.Kind == "string" && isTemplate(p.Text):
		n.Kind, n.Text = "other", ""
	case p.Kind == "int" || p.Kind == "float":
		n.Kind = "number"
	case p.Kind == "mapping":
		// Blocks have braces of their own, labels stand before them.
		n.At = ""
	}
	for _, child := range p.Children {
		if child.Kind == "pair" {
			n.Add(tree.New("pair", "").Add(value(child.Children[0]), value(child.Children[1])))
		} else {
			n.Add(value(child))
		}
	}
	return n
}

// --- hclsyntax ---

func theirs(in compare.Input) *tree.Node {
	file, diags := hclsyntax.ParseConfig(in.Text, "f.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return tree.New("rejected", "")
	}
	return body(in.Text, file.Body.(*hclsyntax.Body))
}

func text(kind, text string, place hcl.Range) *tree.Node {
	n := tree.New(kind, text)
	n.At = at(place.Start.Byte, place.End.Byte)
	return n
}

type item struct {
	start int
	pair  *tree.Node
}

func body(source []byte, b *hclsyntax.Body) *tree.Node {
	var items []item
	for name, attribute := range b.Attributes {
		pair := tree.New("pair", "").Add(text("string", name, attribute.NameRange),
			expression(source, attribute.Expr))
		items = append(items, item{attribute.NameRange.Start.Byte, pair})
	}
	for _, block := range b.Blocks {
		inner := body(source, block.Body)
		for i := len(block.Labels) - 1; i >= 0; i-- {
			label := text("string", block.Labels[i], block.LabelRanges[i])
			inner = tree.New("mapping", "").Add(tree.New("pair", "").Add(label, inner))
		}
		pair := tree.New("pair", "").Add(text("string", block.Type, block.TypeRange), inner)
		items = append(items, item{block.TypeRange.Start.Byte, pair})
	}
	sort.Slice(items, func(i, j int) bool { return items[i].start < items[j].start })
	n := tree.New("mapping", "")
	for _, item := range items {
		n.Add(item.pair)
	}
	return n
}

// asWritten gives back the escapes that a literal had.
var asWritten = strings.NewReplacer("${", "$${", "%{", "%%{")

func literal(source []byte, e hclsyntax.Expression) (*tree.Node, bool) {
	place := e.Range()
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		switch e.Val.Type() {
		case cty.Number:
			return text("number", string(place.SliceBytes(source)), place), true
		case cty.Bool:
			return text("bool", string(place.SliceBytes(source)), place), true
		case cty.DynamicPseudoType:
			return text("null", "null", place), true
		}
	case *hclsyntax.TemplateExpr:
		var whole strings.Builder
		for _, part := range e.Parts {
			literal, is := part.(*hclsyntax.LiteralValueExpr)
			if !is || literal.Val.Type() != cty.String {
				return nil, false
			}
			whole.WriteString(literal.Val.AsString())
		}
		return text("string", asWritten.Replace(whole.String()), place), true
	}
	return nil, false
}

func expression(source []byte, e hclsyntax.Expression) *tree.Node {
	if n, is := literal(source, e); is {
		return n
	}
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		n := text("sequence", "", e.SrcRange)
		for _, item := range e.Exprs {
			n.Add(expression(source, item))
		}
		return n
	case *hclsyntax.ObjectConsExpr:
		n := tree.New("mapping", "")
		for _, item := range e.Items {
			n.Add(tree.New("pair", "").Add(key(source, item.KeyExpr),
				expression(source, item.ValueExpr)))
		}
		return n
	}
	return text("other", "", e.Range())
}

func key(source []byte, e hclsyntax.Expression) *tree.Node {
	if k, is := e.(*hclsyntax.ObjectConsKeyExpr); is && !k.ForceNonLiteral {
		if word := hcl.ExprAsKeyword(k.Wrapped); word != "" {
			return text("string", word, k.Wrapped.Range())
		}
		return expression(source, k.Wrapped)
	}
	return text("other", "", e.Range())
}

func main() {
	compare.Oracle{Name: "hcl", Kind: kind, Ours: ours, Theirs: theirs}.Run()
}
