// SPDX-License-Identifier: Apache-2.0

// Command cel evaluates expressions with cel-go and with gobelin, and prints where they
// differ. It reads the table cases.txt and can make up expressions besides.
//
//	cel -eval build/tests/oracle/cel_eval [-random N] [-seed S] cases.txt
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"os/exec"
	"strings"
)

// A testCase is an expression and whether the two are known to differ on it.
type testCase struct {
	text    string
	differs bool
	random  bool // and so held to what is sound, not to the letter
}

func readCases(path string) ([]testCase, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var cases []testCase
	for _, line := range strings.Split(string(content), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, differs := strings.CutPrefix(line, "~ ")
		cases = append(cases, testCase{text: text, differs: differs})
	}
	return cases, nil
}

func evaluateWithGobelin(program string, cases []testCase) ([]string, error) {
	var input bytes.Buffer
	for _, c := range cases {
		input.WriteString(c.text + "\n")
	}
	command := exec.Command(program)
	command.Stdin = &input
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, err
	}
	results := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
	if len(results) != len(cases) {
		return nil, fmt.Errorf("%d results for %d expressions", len(results), len(cases))
	}
	return results, nil
}

// agree compares the kinds of failures, not their words.
func agree(ours, theirs string) bool {
	const refused = "refused: "
	return ours == theirs || strings.HasPrefix(ours, refused) && strings.HasPrefix(theirs, refused)
}

// isSound accepts that gobelin knows what cel-go does not. That must then hold whatever
// the unknown values are.
func isSound(e *evaluator, text, ours, theirs string) bool {
	return agree(ours, theirs) || theirs == "unknown" && e.holdsAlways(text, ours)
}

func compare(e *evaluator, cases []testCase, ours []string) (wrong int) {
	for i, c := range cases {
		theirs := e.evaluate(c.text)
		if c.random && isSound(e, c.text, ours[i], theirs) || agree(ours[i], theirs) != c.differs && !c.random {
			continue
		}
		wrong++
		verdict := "differs"
		if c.differs {
			verdict = "no longer differs"
		}
		fmt.Printf("%s: %s\n\tgobelin: %s\n\tcel-go:  %s\n", verdict, c.text, ours[i], theirs)
	}
	return wrong
}

func main() {
	log.SetFlags(0)
	program := flag.String("eval", "", "the program cel_eval")
	random := flag.Int("random", 0, "expressions to make up")
	seed := flag.Int64("seed", 1, "what they are made from")
	flag.Parse()
	cases, err := readCases(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	g := generator{random: rand.New(rand.NewSource(*seed))}
	for i := range *random {
		cases = append(cases, testCase{text: g.expression(kind(i%6), 4), random: true})
	}
	ours, err := evaluateWithGobelin(*program, cases)
	if err != nil {
		log.Fatal(err)
	}
	e, err := newEvaluator()
	if err != nil {
		log.Fatal(err)
	}
	wrong := compare(e, cases, ours)
	fmt.Printf("cel: %d expressions, %d disagreements\n", len(cases), wrong)
	if wrong > 0 {
		os.Exit(1)
	}
}
