// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
)

// execute runs a program in the project and tells what it printed where it fails.
func (c *testCase) execute(dir string, environment []string, argv ...string) error {
	command := exec.Command(argv[0], argv[1:]...)
	for _, setting := range environment {
		if path, ok := strings.CutPrefix(setting, "PATH="); ok {
			if found := lookPath(path, argv[0]); found != "" {
				command.Path, command.Err = found, nil
			}
		}
	}
	command.Dir = dir
	command.Env = environment
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %v\n%s", strings.Join(argv, " "), err, out)
	}
	return nil
}

func lookPath(path, program string) string {
	for _, dir := range filepath.SplitList(path) {
		if info, err := os.Stat(filepath.Join(dir, program)); err == nil && !info.IsDir() {
			return filepath.Join(dir, program)
		}
	}
	return ""
}

func runMake(c *testCase, base []string) error {
	argv := append([]string{"make"}, c.arguments...)
	return c.execute(filepath.Join(c.dir, "project"), base, argv...)
}

// --- jobs ---------------------------------------------------------------------------

type workflow struct {
	Env  map[string]string
	Jobs map[string]struct {
		Env   map[string]string
		Steps []struct {
			Run, Shell string
			Env        map[string]string
			Dir        string `yaml:"working-directory"`
		}
	}
}

var shells = map[string][]string{
	"":     {"bash", "-e"},
	"bash": {"bash", "--noprofile", "--norc", "-eo", "pipefail"},
	"sh":   {"sh", "-e"},
}

// runJob does what a runner does with the steps of each job that have a script.
func runJob(c *testCase, base []string) error {
	var w workflow
	project := filepath.Join(c.dir, "project")
	text, err := os.ReadFile(filepath.Join(project, ".github/workflows/ci.yml"))
	check(err)
	check(yaml.Unmarshal(text, &w))
	for name, job := range w.Jobs {
		added := filepath.Join(c.dir, "added-"+name)
		check(os.WriteFile(added, nil, 0o644))
		for i, step := range job.Steps {
			environment := append([]string{}, base...)
			environment = append(environment, settings(w.Env)...)
			environment = append(environment, settings(job.Env)...)
			environment = append(environment, readAdded(added)...)
			environment = append(environment, settings(step.Env)...)
			environment = append(environment, "GITHUB_ENV="+added, "CI=true")
			script := filepath.Join(c.dir, fmt.Sprintf("step-%d.sh", i))
			check(os.WriteFile(script, []byte(step.Run), 0o644))
			argv := append(append([]string{}, shells[step.Shell]...), script)
			err := c.execute(filepath.Join(project, step.Dir), environment, argv...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func settings(table map[string]string) (list []string) {
	for name, text := range table {
		list = append(list, name+"="+text)
	}
	return list
}

// readAdded reads $GITHUB_ENV: NAME=value, or NAME<<END and lines up to END.
func readAdded(path string) (list []string) {
	text, err := os.ReadFile(path)
	check(err)
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		if name, end, ok := strings.Cut(lines[i], "<<"); ok && !strings.Contains(name, "=") {
			var body []string
			for i++; i < len(lines) && lines[i] != end; i++ {
				body = append(body, lines[i])
			}
			list = append(list, name+"="+strings.Join(body, "\n"))
		} else if strings.Contains(lines[i], "=") {
			list = append(list, lines[i])
		}
	}
	return list
}
