// SPDX-License-Identifier: Apache-2.0

// Package tree is the form in which gobelin and another program's reading of a file are
// compared: nodes with a kind, a text and, where both sides know it, a place.
package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Node is one node. At is printed as it is: lines, byte offsets or nothing.
type Node struct {
	Kind     string
	At       string
	Text     string
	Children []*Node
}

// New makes a node without a place.
func New(kind, text string) *Node {
	return &Node{Kind: kind, Text: text}
}

// Add appends children and returns the node.
func (n *Node) Add(children ...*Node) *Node {
	n.Children = append(n.Children, children...)
	return n
}

// Mark appends a child that has nothing but a kind.
func (n *Node) Mark(kind string) *Node {
	return n.Add(New(kind, ""))
}

func (n *Node) write(out *strings.Builder, depth int) {
	out.WriteString(strings.Repeat(" ", min(depth, 40)))
	out.WriteString("(" + n.Kind)
	if n.At != "" {
		out.WriteString(" " + n.At)
	}
	if n.Text != "" {
		fmt.Fprintf(out, " %q", string([]rune(n.Text)))
	}
	for _, child := range n.Children {
		out.WriteByte('\n')
		child.write(out, depth+1)
	}
	out.WriteByte(')')
}

// String is the s-expression, one node per line.
func (n *Node) String() string {
	var out strings.Builder
	n.write(&out, 0)
	out.WriteByte('\n')
	return out.String()
}

// Parsed is a node as `gobelin ast --format json` prints it.
type Parsed struct {
	Kind     string    `json:"kind"`
	Start    int       `json:"start"`
	End      int       `json:"end"`
	Line     int       `json:"line"`
	EndLine  int       `json:"end_line"`
	Text     string    `json:"text"`
	Children []*Parsed `json:"children"`
}

// Parse reads gobelin's JSON: one tree after the other.
func Parse(data []byte) (roots []*Parsed, err error) {
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		var root Parsed
		if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
			return roots, nil
		} else if err != nil {
			return nil, err
		}
		roots = append(roots, &root)
	}
}

// Child is the first child of a kind, or nil.
func (p *Parsed) Child(kind string) *Parsed {
	for _, child := range p.Children {
		if child.Kind == kind {
			return child
		}
	}
	return nil
}

// Has tells whether there is a child of that kind.
func (p *Parsed) Has(kind string) bool {
	return p.Child(kind) != nil
}

// Verdict is "rejected" where gobelin reports a fault, else "accepted".
func (p *Parsed) Verdict() string {
	return Verdict(!p.Has("faults"))
}

// Verdict is the text for a file that was read without an error, or not.
func Verdict(ok bool) string {
	if ok {
		return "accepted"
	}
	return "rejected"
}
