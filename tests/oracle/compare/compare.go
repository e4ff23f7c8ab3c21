// SPDX-License-Identifier: Apache-2.0

// Package compare runs an oracle over files and prints where gobelin disagrees with it.
package compare

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"oracle/tree"
)

// Input is a text to compare: a file, or a script that was found in one.
type Input struct {
	Label string // the path, and where in it the text was found
	Kind  string // for gobelin ast --kind
	Text  []byte
}

// Oracle is another program's reader of a format.
type Oracle struct {
	Name string
	// Kind says what gobelin ast is to take a file for; empty where it is of no interest.
	Kind func(path string) string
	// Extract lists the texts to compare in a file; nil: the file itself.
	Extract func(g Gobelin, in Input) []Input
	// Ours and Theirs bring both readings into one form.
	Ours   func(in Input, root *tree.Parsed) *tree.Node
	Theirs func(in Input) *tree.Node
}

// Gobelin is the path of the program.
type Gobelin string

// Tree is what gobelin reads in a text.
func (g Gobelin) Tree(kind string, text []byte) (*tree.Parsed, error) {
	trees, err := g.trees(kind, [][]byte{text})
	if err != nil {
		return nil, err
	}
	return trees[0], nil
}

// trees is what gobelin reads in texts of one kind: one process for all of them.
func (g Gobelin) trees(kind string, texts [][]byte) ([]*tree.Parsed, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	arguments := []string{"ast", "--format", "json", "--kind", kind}
	for i, text := range texts {
		path := filepath.Join(dir, strconv.Itoa(i))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return nil, err
		}
		arguments = append(arguments, path)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, string(g), arguments...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	trees, err := tree.Parse(out)
	if err == nil && len(trees) != len(texts) {
		err = fmt.Errorf("%d trees of %d texts", len(trees), len(texts))
	}
	return trees, err
}

// How much one process of gobelin is given to read.
const (
	batchTexts = 200
	batchSize  = 4 << 20
)

// batch is how many of the inputs go together.
func batch(inputs []Input) int {
	size, n := 0, 0
	for n < len(inputs) && n < batchTexts && (n == 0 || size+len(inputs[n].Text) <= batchSize) {
		size += len(inputs[n].Text)
		n++
	}
	return n
}

// read has gobelin read all inputs. Where it fails, each of them alone tells which is at fault.
func (g Gobelin) read(inputs []Input) ([]*tree.Parsed, []error) {
	trees, errs := make([]*tree.Parsed, len(inputs)), make([]error, len(inputs))
	ofKind := map[string][]int{}
	for i, in := range inputs {
		ofKind[in.Kind] = append(ofKind[in.Kind], i)
	}
	for kind, indices := range ofKind {
		texts := make([][]byte, len(indices))
		for k, i := range indices {
			texts[k] = inputs[i].Text
		}
		found, err := g.trees(kind, texts)
		for k, i := range indices {
			if err == nil {
				trees[i] = found[k]
			} else {
				trees[i], errs[i] = g.Tree(kind, inputs[i].Text)
			}
		}
	}
	return trees, errs
}

// largest file that gobelin reads
const maxSize = 8 << 20

func (o Oracle) collect(g Gobelin, roots []string) ([]Input, error) {
	var inputs []Input
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && entry.Name() == ".git" {
				return filepath.SkipDir
			}
			if !entry.Type().IsRegular() {
				return nil
			}
			kind := o.Kind(path)
			if kind == "" {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil || len(text) > maxSize {
				return err
			}
			in := Input{Label: path, Kind: kind, Text: text}
			if o.Extract != nil {
				inputs = append(inputs, o.Extract(g, in)...)
			} else {
				inputs = append(inputs, in)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	sort.SliceStable(inputs, func(i, j int) bool {
		return len(inputs[i].Text) < len(inputs[j].Text)
	})
	return inputs, nil
}

// known lists the disagreements that are accepted: "ORACLE LABEL-ENDING REASON…" per line.
func known(path, oracle string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var endings []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") || fields[0] != oracle {
			continue
		}
		if len(fields) < 3 {
			return nil, fmt.Errorf("%s: no reason given: %s", path, lines.Text())
		}
		endings = append(endings, fields[1])
	}
	return endings, nil
}

func hasEnding(label string, endings []string) bool {
	for _, ending := range endings {
		if label == ending || strings.HasSuffix(label, "/"+ending) {
			return true
		}
	}
	return false
}

// diff prints a unified diff of the two forms.
func diff(ours, theirs string) string {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{"gobelin": ours, "oracle": theirs} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err.Error()
		}
	}
	cmd := exec.Command("diff", "-u", "-L", "oracle", "-L", "gobelin", "oracle", "gobelin")
	cmd.Dir = dir
	out, _ := cmd.Output()
	return string(out)
}

// A report counts and prints the disagreements.
type report struct {
	oracle            Oracle
	endings           []string // of the labels of those that are known
	keep              string   // folder for the texts, or empty
	unknown, accepted int
}

func (r *report) compare(in Input, root *tree.Parsed, err error) {
	if err != nil {
		fmt.Printf("%s: gobelin: %v\n", in.Label, err)
		r.unknown++
		return
	}
	ours, theirs := r.oracle.Ours(in, root).String(), r.oracle.Theirs(in).String()
	if ours == theirs {
		return
	}
	if hasEnding(in.Label, r.endings) {
		r.accepted++
		return
	}
	r.unknown++
	if r.keep != "" {
		name := filepath.Join(r.keep, fmt.Sprintf("%s-%d", r.oracle.Name, r.unknown))
		if err := os.WriteFile(name, in.Text, 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	fmt.Printf("%s: %s (%s)\n%s\n", r.oracle.Name, in.Label, in.Kind, diff(ours, theirs))
}

// Run compares all files under the paths of the command line and exits: 0 where every
// disagreement is known, 1 where one is not, 2 on trouble.
func (o Oracle) Run() {
	program := flag.String("gobelin", "gobelin", "the program to compare with")
	list := flag.String("known", "", "file with the disagreements that are accepted")
	mutants := flag.Int("mutants", 0, "compare this many mutations of each text as well")
	keep := flag.String("keep", "", "folder to keep the texts in that are read differently")
	flag.Parse()
	g := Gobelin(*program)
	inputs, err := o.collect(g, flag.Args())
	var endings []string
	if err == nil && *list != "" {
		endings, err = known(*list, o.Name)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	inputs = append(inputs, mutations(inputs, *mutants)...)
	report := &report{oracle: o, endings: endings, keep: *keep}
	for rest := inputs; len(rest) > 0; {
		n := batch(rest)
		trees, errs := g.read(rest[:n])
		for i, in := range rest[:n] {
			report.compare(in, trees[i], errs[i])
		}
		rest = rest[n:]
	}
	fmt.Printf("%s: %d texts, %d disagreements, %d more are known\n", o.Name, len(inputs),
		report.unknown, report.accepted)
	if report.unknown > 0 {
		os.Exit(1)
	}
	os.Exit(0)
}
