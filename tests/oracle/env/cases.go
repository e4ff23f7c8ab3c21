// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// testCase is a small project. In a file of cases each begins with a line
//
//	== KIND: what it is about
//
// where KIND is make, job, dockerfile or compose; then come lines with settings,
//
//	want: c1 GOPROXY GOFLAGS   gobelin must know these at the command with ./c1, or
//	                           in the containers of the service of that name
//	called: c1 GOOS            the same where something leads to the command
//	unseen: c2                 gobelin need not see that command
//	run: ARGUMENTS             of make
//
// and the files, each after a line `-- PATH --`.
type testCase struct {
	name, kind string
	files      map[string]string
	wanted     map[string][]string
	called     map[string]bool // only what leads to a command must make it known
	unseen     map[string]bool
	ignored    map[string]bool // variables that depend on this machine
	arguments  []string
	tools      []string
	dir        string
}

func readCases(path string) (cases []*testCase) {
	text, err := os.ReadFile(path)
	check(err)
	var c *testCase
	file := ""
	for number, line := range strings.SplitAfter(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "== "):
			c = newCase(strings.TrimSpace(line[3:]))
			cases = append(cases, c)
			file = ""
		case c == nil:
		case strings.HasPrefix(line, "-- ") && strings.HasSuffix(line, " --\n"):
			file = line[3 : len(line)-4]
			c.files[file] = ""
		case file != "":
			c.files[file] += line
		case strings.TrimSpace(line) != "":
			if !c.set(strings.TrimSpace(line)) {
				check(fmt.Errorf("%s:%d: what is %q?", path, number+1, line))
			}
		}
	}
	return cases
}

func newCase(title string) *testCase {
	kind, _, _ := strings.Cut(title, ":")
	if !kinds[kind] {
		check(fmt.Errorf("no such kind of case: %q", title))
	}
	c := &testCase{name: title, kind: kind, files: map[string]string{},
		wanted: map[string][]string{}, called: map[string]bool{}, unseen: map[string]bool{},
		ignored: map[string]bool{}}
	switch kind {
	case "make":
		c.tools = []string{"make"}
	case "job":
		c.tools = []string{"bash", "gcc"}
		// The runners of the cases have this processor.
		c.ignored["GOARCH"] = runtime.GOARCH != "amd64"
	case "dockerfile":
		// The image's machine is another one.
		c.ignored = map[string]bool{"GOARCH": true, "CGO_ENABLED": true}
	}
	return c
}

func (c *testCase) set(line string) bool {
	key, text, _ := strings.Cut(line, ":")
	words := strings.Fields(text)
	switch key {
	case "want", "called":
		c.wanted["./"+words[0]] = words[1:]
		c.called["./"+words[0]] = key == "called"
	case "unseen":
		c.unseen["./"+words[0]] = true
	case "run":
		c.arguments = words
	default:
		return false
	}
	return true
}

// goroot is the Go of this machine with the defaults of go.dev's releases.
var goroot string

// upstreamRoot makes that: packagers of Go change its defaults in go.env.
func upstreamRoot(dir string) string {
	real, err := exec.Command("go", "env", "GOROOT").Output()
	check(err)
	entries, err := os.ReadDir(strings.TrimSpace(string(real)))
	check(err)
	for _, entry := range entries {
		if entry.Name() != "go.env" {
			old := filepath.Join(strings.TrimSpace(string(real)), entry.Name())
			check(os.Symlink(old, filepath.Join(dir, entry.Name())))
		}
	}
	defaults := "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n"
	check(os.WriteFile(filepath.Join(dir, "go.env"), []byte(defaults), 0o644))
	return dir
}

// prepare writes the project and the stand-in.
func (c *testCase) prepare() {
	for path, text := range c.files {
		path = filepath.Join(c.dir, "project", path)
		check(os.MkdirAll(filepath.Dir(path), 0o755))
		check(os.WriteFile(path, []byte(text), 0o644))
	}
	for _, dir := range []string{"bin", "home", "project/.git"} {
		check(os.MkdirAll(filepath.Join(c.dir, dir), 0o755))
	}
	self, err := os.Executable()
	check(err)
	real, err := exec.LookPath("go")
	check(err)
	home := "/root"
	if c.kind == "job" {
		home = "/home/runner"
	}
	script := fmt.Sprintf("#!/bin/sh\nexec '%s' -standin '%s' '%s' '%s' '%s' \"$@\"\n",
		self, c.dir, real, goroot, home)
	check(os.WriteFile(filepath.Join(c.dir, "bin/go"), []byte(script), 0o755))
}

// bases are the environments that callers may have. A recipe may be run by anybody.
func (c *testCase) bases() [][]string {
	plain := []string{
		"PATH=" + filepath.Join(c.dir, "bin") + ":" + os.Getenv("PATH"),
		"HOME=" + filepath.Join(c.dir, "home"),
	}
	if c.kind != "make" {
		return [][]string{plain}
	}
	hostile := append([]string{}, plain...)
	return [][]string{plain, append(hostile, "GOPROXY=https://caller.example",
		"GOPRIVATE=caller.example", "GONOPROXY=none", "GONOSUMDB=caller.example/x",
		"GOSUMDB=off", "GOFLAGS=-v", "GOTOOLCHAIN=local", "GOOS=plan9", "GOARCH=arm",
		"CGO_ENABLED=1", "GOCACHE=/caller/cache", "GOMODCACHE=/caller/mod",
		"GODEBUG=madvdontneed=1", "GO111MODULE=on", "GOAUTH=off", "GOBIN=/caller/bin",
		"GOINSECURE=caller.example", "GOPATH=/caller/go", "GOVCS=*:git",
		"HTTP_PROXY=http://caller:1", "HTTPS_PROXY=http://caller:1", "NO_PROXY=caller",
		"MODE=caller", "EXTRA=caller")}
}

func (c *testCase) run(base []string) ([]meeting, error) {
	records := filepath.Join(c.dir, "records")
	os.Remove(records)
	if err := runners[c.kind](c, base); err != nil {
		return nil, err
	}
	file, err := os.Open(records)
	if os.IsNotExist(err) {
		return nil, nil
	}
	check(err)
	defer file.Close()
	var meetings []meeting
	for decoder := json.NewDecoder(file); decoder.More(); {
		var met meeting
		check(decoder.Decode(&met))
		meetings = append(meetings, met)
	}
	return meetings, nil
}

// standIn writes down where and how it was called, and what the real `go env` says there;
// `go env -w` is done for real.
func standIn(dir, real, goroot, home string, arguments []string) {
	met := meeting{Tag: tag.FindString(strings.Join(arguments, " ")), Env: map[string]string{}}
	working, err := os.Getwd()
	check(err)
	project := filepath.Join(dir, "project")
	if below, err := filepath.Rel(project, working); err == nil && !strings.HasPrefix(below, "..") {
		met.Dir = below
	} else {
		met.Dir = strings.TrimPrefix(working, filepath.Join(dir, "image"))
	}
	if met.Dir == "" {
		met.Dir = "/"
	}
	command := exec.Command(real, append([]string{"env", "-json"}, names...)...)
	command.Env = append(os.Environ(), "GOROOT="+goroot)
	out, err := command.Output()
	check(err)
	check(json.Unmarshal(out, &met.Env))
	for _, name := range proxies {
		met.Env[name] = os.Getenv(name)
		met.Env[strings.ToLower(name)] = os.Getenv(strings.ToLower(name))
	}
	here := strings.NewReplacer(filepath.Join(dir, "home"), home, filepath.Join(dir, "image")+"/", "/")
	for name, text := range met.Env {
		met.Env[name] = here.Replace(text)
	}
	file, err := os.OpenFile(filepath.Join(dir, "records"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	check(err)
	check(json.NewEncoder(file).Encode(met))
	check(file.Close())
	if len(arguments) > 1 && arguments[0] == "env" && (arguments[1] == "-w" || arguments[1] == "-u") {
		check(exec.Command(real, arguments...).Run())
	}
}
