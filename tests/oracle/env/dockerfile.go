// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// images stands in for a registry: what the images of the cases have in their configuration.
type images struct{}

func (images) ResolveImageConfig(
	_ context.Context, ref string, _ sourceresolver.Opt,
) (string, digest.Digest, []byte, error) {
	path := "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	config := ocispecs.ImageConfig{Env: []string{path}, WorkingDir: "/"}
	if strings.Contains(ref, "golang:") {
		config.Env = []string{"PATH=/go/bin:/usr/local/go/bin:" + path[5:],
			"GOLANG_VERSION=1.26.8", "GOTOOLCHAIN=local", "GOPATH=/go"}
		config.WorkingDir = "/go"
	}
	image := ocispecs.Image{Config: config}
	image.OS, image.Architecture = "linux", "amd64"
	data, err := json.Marshal(image)
	return ref, digest.FromBytes(data), data, err
}

// runDockerfile lets BuildKit work out every RUN, and runs those with the stand-in in the
// environment that they would get.
func runDockerfile(c *testCase, base []string) error {
	text, err := os.ReadFile(filepath.Join(c.dir, "project/Dockerfile"))
	check(err)
	result, err := parser.Parse(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	stages, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for i := range stages {
		runs, err := runsOf(upTo(text, stages, i+1))
		if err != nil {
			return err
		}
		for _, run := range runs {
			key := run.String()
			if !done[key] && tag.MatchString(strings.Join(run.Args, " ")) {
				if err := c.runOne(run, base); err != nil {
					return err
				}
			}
			done[key] = true
		}
	}
	return nil
}

// upTo cuts the text before stage n, so that the one before it is the last.
func upTo(text []byte, stages []instructions.Stage, n int) []byte {
	if n == len(stages) {
		return text
	}
	lines := strings.SplitAfter(string(text), "\n")
	return []byte(strings.Join(lines[:stages[n].Location[0].Start.Line-1], ""))
}

// runsOf gives the RUNs that lead to the last stage, in the order of the Dockerfile.
func runsOf(text []byte) (runs []*pb.Meta, err error) {
	platform := ocispecs.Platform{OS: "linux", Architecture: "amd64"}
	options := dockerfile2llb.ConvertOpt{MetaResolver: images{}, TargetPlatform: &platform}
	options.BuildPlatforms = []ocispecs.Platform{platform}
	result, err := dockerfile2llb.Dockerfile2LLB(context.Background(), text, options)
	if err != nil {
		return nil, err
	}
	definition, err := result.State.Marshal(context.Background(), llb.Platform(platform))
	if err != nil {
		return nil, err
	}
	for _, data := range definition.Def {
		var op pb.Op
		if err := op.Unmarshal(data); err != nil {
			return nil, err
		}
		if exec := op.GetExec(); exec != nil {
			runs = append(runs, exec.Meta)
		}
	}
	return runs, nil
}

func (c *testCase) runOne(run *pb.Meta, base []string) error {
	dir := filepath.Join(c.dir, "image", run.Cwd)
	check(os.MkdirAll(dir, 0o755))
	environment := append([]string{}, base...)
	for _, setting := range run.Env {
		if !strings.HasPrefix(setting, "PATH=") {
			environment = append(environment, setting)
		}
	}
	return c.execute(dir, environment, run.Args...)
}
