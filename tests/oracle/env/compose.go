// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// setting is one of those that gobelin knows by name.
type setting struct {
	Value json.RawMessage
}

// settingsByName are what gobelin knows under names; $open says that there may be others.
type settingsByName map[string]json.RawMessage

// text is a value of gobelin's: known, absent, or neither.
func text(raw json.RawMessage) (value string, known, absent bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", false, true
	}
	known = json.Unmarshal(raw, &value) == nil
	return value, known, false
}

type place struct {
	Path  string
	Start struct{ Offset int }
}

type composeService struct {
	Name  string
	Place place
	Env   settingsByName
	Image json.RawMessage
}

type composeBuild struct {
	File, Context, Target json.RawMessage
	Args                  settingsByName `json:"build_args"`
	Place                 place
}

// compareCompose lets compose's own reader work out the project in two environments, of which one
// sets all that the files refer to, and compares services and builds with what gobelin says.
func (c *testCase) compareCompose(gobelin string) (faults []string) {
	project := filepath.Join(c.dir, "project")
	command := exec.Command(gobelin, "facts", ".")
	command.Dir = project
	out, err := command.Output()
	check(err)
	var said struct {
		Facts struct {
			Services []composeService `json:"compose_service"`
			Builds   []composeBuild   `json:"docker_build"`
		}
	}
	check(json.Unmarshal(out, &said))
	for _, environment := range [][]string{nil, {"X=outside", "HOST=outside", "A=outside"}} {
		real, err := loadCompose(project, environment)
		if err != nil {
			return []string{err.Error()}
		}
		count := 0
		for _, service := range said.Facts.Services {
			if service.Place.Path != "compose.yaml" {
				continue // what is extended has a file of its own
			}
			count++
			met := real.Services[service.Name]
			faults = append(faults, c.compareSettings(service.Name+": env", service.Env, met.Environment)...)
			faults = append(faults, differs(service.Name+": image", service.Image, met.Image)...)
			for _, build := range said.Facts.Builds {
				if met.Build == nil || build.Place != service.Place {
					continue
				}
				faults = append(faults, c.compareSettings(service.Name+": args", build.Args, met.Build.Args)...)
				faults = append(faults, differs(service.Name+": target", build.Target, met.Build.Target)...)
				within, err := filepath.Rel(project, met.Build.Context)
				check(err)
				faults = append(faults, differs(service.Name+": context", build.Context, strings.TrimPrefix(within, "."))...)
				file := filepath.Join(within, met.Build.Dockerfile)
				faults = append(faults, differs(service.Name+": file", build.File, file)...)
			}
		}
		if count != len(real.Services) {
			faults = append(faults, fmt.Sprintf("%d services, gobelin sees %d", len(real.Services), count))
		}
	}
	return faults
}

func loadCompose(dir string, environment []string) (*types.Project, error) {
	options, err := cli.NewProjectOptions(nil, cli.WithWorkingDirectory(dir), cli.WithName("case"),
		cli.WithEnv(environment), cli.WithEnvFiles(), cli.WithDotEnv,
		cli.WithDefaultConfigPath, cli.WithResolvedPaths(true), cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

func differs(what string, said json.RawMessage, real string) []string {
	value, known, absent := text(said)
	if (known && value != real) || (absent && real != "") {
		return []string{fmt.Sprintf("%s is %q, gobelin says %s", what, real, said)}
	}
	return nil
}

// compareSettings: what is known must be so, what is not there must not be, and what the case
// wants must be known.
func (c *testCase) compareSettings(what string, said settingsByName, real types.MappingWithEquals) (faults []string) {
	_, open := said["$open"]
	for name := range real {
		if _, seen := said[name]; !seen && !open {
			faults = append(faults, fmt.Sprintf("%s: %s is there, gobelin says it is not", what, name))
		}
	}
	for name, raw := range said {
		if name == "$open" {
			continue
		}
		var one setting
		check(json.Unmarshal(raw, &one))
		value, known, _ := text(one.Value)
		met := real[name]
		if known && (met == nil || *met != value) {
			faults = append(faults, fmt.Sprintf("%s: %s is %v, gobelin says %q", what, name, show(met), value))
		}
	}
	service, isEnv := strings.CutSuffix(what, ": env")
	if !isEnv {
		return faults
	}
	for _, name := range c.wanted["./"+service] {
		var one setting
		if raw, seen := said[name]; seen {
			check(json.Unmarshal(raw, &one))
		}
		if _, known, _ := text(one.Value); !known {
			faults = append(faults, what+": "+name+" must be known")
		}
	}
	return faults
}

func show(value *string) string {
	if value == nil {
		return "not set"
	}
	return fmt.Sprintf("%q", *value)
}
