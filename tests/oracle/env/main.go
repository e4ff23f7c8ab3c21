// SPDX-License-Identifier: Apache-2.0

// Env asks whether `gobelin env` tells the truth. Each case is a small project; what runs it
// for real (make, the shells, BuildKit's reading of a Dockerfile) meets a stand-in for go that
// writes down what the real `go env` says in the environment at hand. Whatever gobelin calls
// known must be so in every run; a case says what gobelin must know.
//
// usage: env -gobelin PROGRAM CASES...
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// names are the variables that are compared: rows of `gobelin env` in JSON.
var names = []string{
	"GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOFLAGS", "GOTOOLCHAIN",
	"GOOS", "GOARCH", "CGO_ENABLED", "GOCACHE", "GOMODCACHE", "GODEBUG", "GO111MODULE",
	"GOAUTH", "GOBIN", "GOEXPERIMENT", "GOINSECURE", "GOPATH", "GOVCS", "GOWORK",
}

// Go reads these itself, in capital letters before small ones.
var proxies = []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}

// tag is the argument by which a go command is found again in the records.
var tag = regexp.MustCompile(`\./c[0-9]+\b`)

// meeting is one run of the stand-in.
type meeting struct {
	Tag string
	Dir string
	Env map[string]string
	// Plain is false where the caller's environment was there to mislead.
	Plain bool `json:"-"`
}

type value struct {
	State, Value string
	IsDefault    bool `json:"is_default"`
}

// claim is what gobelin says of a go command.
type claim struct {
	Path    string
	Line    int
	Command string
	Via     []string
	Context map[string]value
	Env     map[string]value
}

// runner carries out a case under a base environment and leaves the records of the stand-in.
type runner func(c *testCase, base []string) error

var runners = map[string]runner{"make": runMake, "job": runJob, "dockerfile": runDockerfile}

// Those of compose run no command: what they say of services is compared.
var kinds = map[string]bool{"make": true, "job": true, "dockerfile": true, "compose": true}

func main() {
	if len(os.Args) > 5 && os.Args[1] == "-standin" {
		standIn(os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6:])
		return
	}
	gobelin := flag.String("gobelin", "gobelin", "the program to test")
	flag.Parse()
	program, err := filepath.Abs(*gobelin)
	check(err)
	root, err := os.MkdirTemp("", "gobelin-goroot-")
	check(err)
	goroot = upstreamRoot(root)
	status := testAll(program, flag.Args())
	check(os.RemoveAll(root))
	os.Exit(status)
}

// testAll prints TAP.
func testAll(program string, paths []string) int {
	failed, count := 0, 0
	for _, path := range paths {
		for _, c := range readCases(path) {
			count++
			faults, skipped := c.test(program)
			switch {
			case len(faults) > 0:
				failed++
				fmt.Printf("not ok %d - %s\n", count, c.name)
				for _, fault := range faults {
					fmt.Println("# " + strings.ReplaceAll(fault, "\n", "\n# "))
				}
			case skipped != "":
				fmt.Printf("ok %d - %s # SKIP %s\n", count, c.name, skipped)
			default:
				fmt.Printf("ok %d - %s\n", count, c.name)
			}
		}
	}
	fmt.Printf("1..%d\n", count)
	if failed > 0 {
		return 1
	}
	return 0
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "env:", err)
		os.Exit(2)
	}
}

// test runs gobelin and the real thing, and compares.
func (c *testCase) test(gobelin string) (faults []string, skipped string) {
	for _, tool := range c.tools {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, tool + " is not installed"
		}
	}
	dir, err := os.MkdirTemp("", "gobelin-env-")
	check(err)
	defer os.RemoveAll(dir)
	c.dir = dir
	c.prepare()
	if c.kind == "compose" {
		return c.compareCompose(gobelin), ""
	}
	claims, err := c.ask(gobelin)
	if err != nil {
		return []string{err.Error()}, ""
	}
	var meetings []meeting
	for i, base := range c.bases() {
		met, err := c.run(base)
		if err != nil {
			return []string{err.Error()}, ""
		}
		if len(met) == 0 {
			faults = append(faults, "no go command was run")
		}
		for _, m := range met {
			m.Plain = i == 0
			meetings = append(meetings, m)
		}
	}
	return append(faults, c.compare(claims, meetings)...), ""
}

func (c *testCase) ask(gobelin string) ([]claim, error) {
	command := exec.Command(gobelin, "env", "--format", "json", ".")
	command.Dir = filepath.Join(c.dir, "project")
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("gobelin: %v\n%s", err, stderr.String())
	}
	var claims []claim
	err = json.Unmarshal(out, &claims)
	return claims, err
}

func (c *testCase) compare(claims []claim, meetings []meeting) (faults []string) {
	seen := map[string]bool{}
	for _, claim := range claims {
		found := tag.FindString(claim.Command)
		isAlone := c.called[found] && len(claim.Via) == 0
		seen[found] = seen[found] || !isAlone
		for _, met := range meetings {
			if met.Tag == found && found != "" {
				faults = append(faults, c.compareOne(claim, met)...)
			}
		}
		for _, name := range c.wanted[found] {
			if isAlone {
				continue
			}
			state := claim.Env[name].State
			if state == "" {
				state = claim.Context[name].State
			}
			if state == "unknown" || state == "" {
				faults = append(faults, fmt.Sprintf("%s: %s must be known", found, name))
			}
		}
	}
	for found := range c.wanted {
		if !seen[found] {
			faults = append(faults, found+" is not seen")
		}
	}
	for _, met := range meetings {
		if !seen[met.Tag] && !c.unseen[met.Tag] {
			faults = append(faults, met.Tag+" ran, and gobelin does not see it")
			seen[met.Tag] = true
		}
	}
	return faults
}

func (c *testCase) compareOne(claim claim, met meeting) (faults []string) {
	told := func(name string, said value, real string) {
		known := said.State == "known" && said.Value == real
		unset := said.State == "unset" && real == ""
		mayDiffer := said.State == "unknown" || said.IsDefault && !met.Plain
		if !mayDiffer && !known && !unset {
			faults = append(faults, fmt.Sprintf("%s:%d %s: %s is %q, gobelin says %s %q",
				claim.Path, claim.Line, met.Tag, name, real, said.State, said.Value))
		}
	}
	for _, name := range names {
		if c.ignored[name] {
			continue
		}
		told(name, claim.Env[name], met.Env[name])
	}
	for _, name := range proxies {
		real := met.Env[name]
		if real == "" {
			real = met.Env[strings.ToLower(name)]
		}
		told(name, claim.Env[name], real)
	}
	told("directory", claim.Context["directory"], met.Dir)
	return faults
}
