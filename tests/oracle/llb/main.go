// SPDX-License-Identifier: Apache-2.0

// Llb prints what BuildKit makes of the Dockerfile in the current folder: a line for each RUN
// with its environment and each COPY, and then what the image's configuration holds.
//
// usage: llb [FOLDER [NAME=VALUE...]]; the values are build arguments.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

var platform = ocispecs.Platform{OS: "linux", Architecture: "amd64"}

// images stands in for a registry: every image is there, and none sets anything.
type images struct{}

func (images) ResolveImageConfig(
	_ context.Context, ref string, _ sourceresolver.Opt,
) (string, digest.Digest, []byte, error) {
	data, err := json.Marshal(ocispecs.Image{Platform: platform})
	return ref, digest.FromBytes(data), data, err
}

func show(text []byte, arguments []string) error {
	options := dockerfile2llb.ConvertOpt{MetaResolver: images{}, TargetPlatform: &platform}
	options.BuildPlatforms = []ocispecs.Platform{platform}
	options.BuildArgs = map[string]string{}
	for _, argument := range arguments {
		name, value, _ := strings.Cut(argument, "=")
		options.BuildArgs[name] = value
	}
	result, err := dockerfile2llb.Dockerfile2LLB(context.Background(), text, options)
	if err != nil {
		return err
	}
	definition, err := result.State.Marshal(context.Background(), llb.Platform(platform))
	if err != nil {
		return err
	}
	for _, data := range definition.Def {
		var op pb.Op
		if err := op.Unmarshal(data); err != nil {
			return err
		}
		showOp(&op)
	}
	config := result.Image.Config
	for _, setting := range withoutPath(config.Env) {
		fmt.Println("env:", setting)
	}
	fmt.Println("entrypoint:", strings.Join(config.Entrypoint, " "))
	fmt.Println("cmd:", strings.Join(config.Cmd, " "))
	for _, layer := range result.Image.History {
		fmt.Println("history:", layer.CreatedBy)
	}
	return nil
}

// withoutPath leaves out what every image has.
func withoutPath(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(setting string) bool {
		return strings.HasPrefix(setting, "PATH=")
	})
}

func showOp(op *pb.Op) {
	if exec := op.GetExec(); exec != nil {
		fmt.Println("run:", strings.Join(append(withoutPath(exec.Meta.Env), exec.Meta.Args...), " "))
	}
	for _, action := range op.GetFile().GetActions() {
		if copied := action.GetCopy(); copied != nil {
			fmt.Println("copy:", copied.Src, copied.Dest)
		}
	}
}

func main() {
	folder, arguments := ".", []string(nil)
	if len(os.Args) > 1 {
		folder, arguments = os.Args[1], os.Args[2:]
	}
	text, err := os.ReadFile(filepath.Join(folder, "Dockerfile"))
	if err == nil {
		err = show(text, arguments)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
