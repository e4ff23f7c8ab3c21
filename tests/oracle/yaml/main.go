// SPDX-License-Identifier: Apache-2.0

// Command yaml compares gobelin's reading of YAML with that of gopkg.in/yaml.v3: kinds,
// values and places of all nodes.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"oracle/compare"
	"oracle/tree"
)

func kind(path string) string {
	switch filepath.Ext(path) {
	case ".yaml", ".yml":
		return "yaml"
	}
	if strings.Contains(path, "seeds/yaml/") {
		return "yaml"
	}
	return ""
}

// A text with the offsets where its lines start; LF, CR LF or a CR alone ends one.
type lines struct {
	text   []byte
	starts []int
}

func newLines(text []byte) *lines {
	l := &lines{text: text, starts: []int{len(text) - len(bytes.TrimPrefix(text, []byte("\ufeff")))}}
	for i, c := range text {
		if c == '\n' || c == '\r' && !bytes.HasPrefix(text[i+1:], []byte("\n")) {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// place is the line and the column, counted in characters as YAML's readers do; a byte order
// mark is none.
func (l *lines) place(offset int) string {
	offset = max(min(offset, len(l.text)), l.starts[0])
	line, exact := slices.BinarySearch(l.starts, offset)
	if exact {
		line++
	}
	return fmt.Sprintf("%d:%d", line, utf8.RuneCount(l.text[l.starts[line-1]:offset])+1)
}

func (l *lines) offset(line, column int) int {
	offset := len(l.text)
	if line <= len(l.starts) {
		offset = l.starts[line-1]
	}
	for ; column > 1 && offset < len(l.text); column-- {
		_, size := utf8.DecodeRune(l.text[offset:])
		offset += size
	}
	return offset
}

// --- gobelin ---

// Faults of a file that has no error of syntax.
var harmless = regexp.MustCompile(`^duplicate key|value of <<`)

func ours(in compare.Input, root *tree.Parsed) *tree.Node {
	if faults := root.Child("faults"); faults != nil {
		for _, fault := range faults.Children {
			if !harmless.MatchString(fault.Text) {
				return tree.New("rejected", "")
			}
		}
	}
	documents, lines := tree.New("documents", ""), newLines(in.Text)
	for _, child := range root.Children {
		if child.Kind != "comments" && child.Kind != "faults" {
			documents.Add(convert(lines, child, true))
		}
	}
	return documents
}

// convert leaves out what << brings in, which yaml.v3 leaves to a later stage, and the
// places of what an alias stands for.
func convert(lines *lines, p *tree.Parsed, placed bool) *tree.Node {
	n := tree.New(p.Kind, p.Text)
	if p.Start == p.End {
		placed = false
	}
	if placed && p.Kind != "pair" {
		n.At = lines.place(p.Start)
	}
	for _, child := range p.Children {
		if child.Kind != "merged-pair" {
			empty := child.Start == child.End && child.Kind != "pair"
			n.Add(convert(lines, child, placed && !empty))
		}
	}
	return n
}

// --- yaml.v3 ---

func theirs(in compare.Input) *tree.Node {
	documents := tree.New("documents", "")
	// yaml.v3 refuses files that say 1.2, whose rules it follows.
	text := bytes.ReplaceAll(in.Text, []byte("%YAML 1.2"), []byte("%YAML 1.1"))
	lines := newLines(in.Text)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			return tree.New("rejected", "")
		}
		reader := &reader{lines: lines, nodes: 100000}
		for _, node := range document.Content {
			documents.Add(reader.convert(node, true))
		}
	}
}

// isEmpty tells whether a node takes no room in the file.
func isEmpty(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Value == "" && node.Style&^yaml.TaggedStyle == 0
}

type reader struct {
	lines *lines
	nodes int // that may still be made
}

func (r *reader) convert(node *yaml.Node, placed bool) *tree.Node {
	if r.nodes--; r.nodes < 0 {
		return tree.New("too many", "")
	}
	if node.Kind == yaml.AliasNode {
		return r.convert(node.Alias, false)
	}
	n := tree.New(nodeKind(node), node.Value)
	if placed && !isEmpty(node) {
		n.At = r.place(node)
	}
	if node.Kind == yaml.SequenceNode {
		for _, item := range node.Content {
			n.Add(r.convert(item, placed))
		}
	}
	if node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if key.ShortTag() != "!!merge" {
				n.Add(tree.New("pair", "").Add(r.convert(key, placed), r.convert(value, placed)))
			}
		}
	}
	return n
}

// The core schema of YAML 1.2, section 10.3.2.
var (
	coreNull  = regexp.MustCompile(`^(null|Null|NULL|~|)$`)
	coreBool  = regexp.MustCompile(`^(true|True|TRUE|false|False|FALSE)$`)
	coreInt   = regexp.MustCompile(`^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$`)
	coreFloat = regexp.MustCompile(`^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

func nodeKind(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "mapping"
	case node.Kind == yaml.SequenceNode:
		return "sequence"
	case node.Style&yaml.TaggedStyle != 0:
		return taggedKind(node.ShortTag())
	case node.Style&^yaml.FlowStyle != 0:
		return "string"
	case coreNull.MatchString(node.Value):
		return "null"
	case coreBool.MatchString(node.Value):
		return "bool"
	case coreInt.MatchString(node.Value):
		return "int"
	case coreFloat.MatchString(node.Value):
		return "float"
	}
	return "string"
}

func taggedKind(tag string) string {
	switch tag {
	case "!!null", "!!bool", "!!int", "!!float":
		return tag[2:]
	}
	return "string"
}

var property = regexp.MustCompile(`^([&!][^\s,\[\]{}]*|\s+|#[^\n]*)`)

// place is where the content starts; yaml.v3 counts the anchor and the tag to the node.
func (r *reader) place(node *yaml.Node) string {
	offset := r.lines.offset(node.Line, node.Column)
	if node.Anchor != "" || node.Style&yaml.TaggedStyle != 0 {
		for {
			found := property.Find(r.lines.text[offset:])
			if found == nil {
				break
			}
			offset += len(found)
		}
	}
	return r.lines.place(offset)
}

func main() {
	compare.Oracle{Name: "yaml", Kind: kind, Ours: ours, Theirs: theirs}.Run()
}
