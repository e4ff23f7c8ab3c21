// SPDX-License-Identifier: Apache-2.0

// Command json compares gobelin's reading of JSON, JSONC and JSON5 with that of JSON.parse
// and the packages jsonc-parser and json5. The directory named by ORACLE_NPM holds them,
// the one named by ORACLE_DIR the sources of the oracles.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"oracle/compare"
	"oracle/tree"
)

var dialects = []string{"json", "jsonc", "json5"}

// extract reads every file as each of the dialects.
func extract(_ compare.Gobelin, in compare.Input) (inputs []compare.Input) {
	for _, dialect := range dialects {
		inputs = append(inputs, compare.Input{Label: in.Label, Kind: dialect, Text: in.Text})
	}
	return inputs
}

func kind(path string) string {
	if slices.Contains(dialects, strings.TrimPrefix(filepath.Ext(path), ".")) ||
		filepath.Base(path) == ".renovaterc" || strings.Contains(path, "seeds/json/") {
		return "json"
	}
	return ""
}

func ours(in compare.Input, root *tree.Parsed) *tree.Node {
	if !utf8.Valid(in.Text) {
		return tree.New("malformed", "")
	}
	if faults := root.Child("faults"); faults != nil {
		for _, fault := range faults.Children {
			if !strings.HasPrefix(fault.Text, "duplicate key") {
				return tree.New("rejected", "")
			}
		}
	}
	for _, child := range root.Children {
		if child.Kind != "comments" && child.Kind != "faults" {
			return value(child)
		}
	}
	return tree.New("rejected", "")
}

func value(p *tree.Parsed) *tree.Node {
	switch p.Kind {
	case "int", "float":
		return tree.New("number", number(p.Text))
	case "bool":
		return tree.New("boolean", p.Text)
	case "null":
		return tree.New("null", "")
	}
	n := tree.New(p.Kind, p.Text)
	for _, child := range p.Children {
		if child.Kind == "pair" {
			n.Add(tree.New("pair", child.Children[0].Text).Add(value(child.Children[1])))
		} else {
			n.Add(value(child))
		}
	}
	if n.Kind == "mapping" {
		n.Children = lastOfEach(n.Children)
	}
	return n
}

// lastOfEach is what JavaScript keeps of pairs with the same key, in the keys' order.
func lastOfEach(pairs []*tree.Node) (kept []*tree.Node) {
	last := map[string]*tree.Node{}
	for _, pair := range pairs {
		last[pair.Text] = pair
	}
	for _, pair := range last {
		kept = append(kept, pair)
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].Text < kept[j].Text })
	return kept
}

// number brings all ways to write a number into one.
func number(text string) string {
	sign := 1.0
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = -1, rest
	}
	text = strings.ToLower(strings.TrimPrefix(text, "+"))
	if hexadecimal, is := strings.CutPrefix(text, "0x"); is {
		text = "0x" + hexadecimal + "p0"
	}
	magnitude, err := strconv.ParseFloat(text, 64)
	if err != nil && magnitude == 0 {
		return "not a number: " + text
	}
	return strconv.FormatFloat(sign*magnitude+0, 'g', -1, 64)
}

// A peer is the other program, which answers one line with one line.
type peer struct {
	requests *json.Encoder
	answers  *bufio.Reader
}

func newPeer(script string) (*peer, error) {
	command := exec.Command("node", script)
	command.Dir = os.Getenv("ORACLE_NPM")
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &peer{json.NewEncoder(input), bufio.NewReader(output)}, command.Start()
}

func (p *peer) read(in compare.Input) *tree.Node {
	if !utf8.Valid(in.Text) {
		return tree.New("malformed", "")
	}
	request := map[string]string{"kind": in.Kind, "text": string(in.Text)}
	if err := p.requests.Encode(request); err != nil {
		return tree.New(err.Error(), "")
	}
	line, err := p.answers.ReadBytes('\n')
	if err != nil {
		return tree.New(err.Error(), "")
	}
	var root tree.Node
	if err := json.Unmarshal(line, &root); err != nil {
		return tree.New(err.Error(), "")
	}
	normalise(&root)
	return &root
}

func normalise(n *tree.Node) {
	if n.Kind == "number" {
		n.Text = number(n.Text)
	}
	if n.Kind == "mapping" {
		n.Children = lastOfEach(n.Children)
	}
	for _, child := range n.Children {
		normalise(child)
	}
}

func main() {
	script, err := filepath.Abs(filepath.Join(os.Getenv("ORACLE_DIR"), "json", "read.mjs"))
	if err == nil {
		var p *peer
		if p, err = newPeer(script); err == nil {
			compare.Oracle{Name: "json", Kind: kind, Extract: extract, Ours: ours, Theirs: p.read}.Run()
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}
