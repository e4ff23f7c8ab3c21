// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"oracle/tree"
)

const probe = "GOBELIN_PROBE_"

// compareValues expands all variables at the end of the makefile: gobelin may not know a
// value, but what it knows must be what make has.
func (c *comparison) compareValues(root *tree.Parsed) {
	names := literalNames(root, map[string]bool{})
	text := string(c.text) + "\n\n"
	for i, name := range names {
		text += fmt.Sprintf("%s%d := <$(%s)>\n", probe, i, name)
	}
	db := readWithMake([]byte(text))
	if db == nil || len(names) == 0 {
		return
	}
	theirs := map[string]string{}
	for _, v := range db.variables {
		theirs[v.name] = v.value
	}
	ours, err := valuesOf(text)
	if err != nil {
		c.state("values", err.Error(), "")
	}
	for i, name := range names {
		key := fmt.Sprint(probe, i)
		value, known := ours[key]
		if their, read := theirs[key]; known && read && !isMasked(value) && !strings.Contains(value, "\n") && name != "CURDIR" {
			c.state("value of "+name, value, their)
		}
	}
}

// isMasked tells whether gobelin does not print a value whole, for the secret in it.
func isMasked(value string) bool {
	return strings.Contains(value, "***")
}

func literalNames(parent *tree.Parsed, seen map[string]bool) (names []string) {
	for _, node := range parent.Children {
		name := textOf(node, "name")
		isSetting := node.Kind == "assign" && !node.Has("targets") || node.Kind == "define"
		if isSetting && !seen[name] && !strings.ContainsAny(name, "$#:=()") && name != "SHELL" {
			seen[name] = true
			names = append(names, name)
		}
		names = append(names, literalNames(node, seen)...)
	}
	return names
}

// valuesOf is what gobelin knows of the probes' values.
func valuesOf(text string) (map[string]string, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "Makefile"), []byte(text), 0o600); err != nil {
		return nil, err
	}
	output, err := exec.Command(flag.Lookup("gobelin").Value.String(), "facts", dir).Output()
	if err != nil {
		return nil, err
	}
	var report struct {
		Facts struct {
			Variable []struct {
				Name  string
				Value any
			}
		}
	}
	if err := json.Unmarshal(output, &report); err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, v := range report.Facts.Variable {
		if value, known := v.Value.(string); known && strings.HasPrefix(v.Name, probe) {
			values[v.Name] = value
		}
	}
	return values, nil
}
