#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The hooks, run by pre-commit in a repository as a user has it; they come from a tag of a
# repository and nothing else, so that pre-commit builds the program.
# usage: pre_commit.sh GOBELIN; prints TAP.
# shellcheck source=tests/packages/common.sh
. "$ROOT/tests/packages/common.sh"
command -v git >/dev/null || skip_all "there is no git"
python_tool pre-commit==4.7.0

HOME=$work
PRE_COMMIT_HOME=$work/cache
GIT_CONFIG_GLOBAL=$work/gitconfig
export HOME PRE_COMMIT_HOME GIT_CONFIG_GLOBAL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git config --global user.name tester
git config --global user.email tester@gobelin.example
git config --global init.defaultBranch main
git config --global advice.detachedHead false

copy_sources "$work/gobelin"
cd "$work/gobelin" || exit 1
git init -q && git add -A && git commit -q -m "gobelin" && git tag "v$version"

# config HOOK...: what the user's repository asks for.
config() {
	printf 'repos:\n  - repo: %s\n    rev: v%s\n    hooks:\n' "$work/gobelin" "$version"
	printf '      - id: %s\n' "$@"
}

mkdir "$work/project" "$work/bin"
ln -s "$1" "$work/bin/gobelin"
PATH=$work/bin:$PATH
cd "$work/project" || exit 1
git init -q
printf 'module example.org/project\n\ngo 1.26\n' >go.mod
printf 'FROM golang:1.22-bookworm\nCOPY . .\nRUN go build ./...\n' >Dockerfile
printf 'GOPROXY=https://proxy.example.org,direct,https://late.example.org\n' >notes.txt
config gobelin >.pre-commit-config.yaml
git add -A

expect 0 "the hooks are valid" pre-commit validate-manifest "$ROOT/.pre-commit-hooks.yaml"
expect 1 "gobelin stops a commit with findings" pre-commit run
says 'GB601 go-older-than-gomod' "it says what is wrong"
printf 'FROM golang:1.26-bookworm\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\n' >Dockerfile
git add -A
expect 0 "gobelin lets a commit without errors pass" pre-commit run
says 'gobelin\.*Passed' "it did run"
git commit -q -m "Start"
echo text >>notes.txt
git add -A
expect 0 "gobelin does not run for other files" pre-commit run
says 'Skipped' "it says that it did not run"

config gobelin-system >.pre-commit-config.yaml
printf 'FROM golang:1.22-bookworm\nRUN go mod download\n' >Dockerfile
git add -A
expect 1 "gobelin-system runs the installed program" pre-commit run
says 'GB603 go-release-unsupported' "the installed program says what is wrong"

config gobelin-fix >.pre-commit-config.yaml
printf 'FROM golang:1.26-bookworm\nENV GOPROXY=https://proxy.golang.org,direct,https://late.example.org\n' >Dockerfile
git add -A
expect 1 "gobelin-fix stops a commit to mend it" pre-commit run
says 'files were modified by this hook' "it has mended it"
grep -q '^ENV GOPROXY=https://proxy.golang.org,direct$' Dockerfile
result $? "the file is mended"
git add -A
expect 0 "what is mended passes" pre-commit run

# Every file that gobelin reads makes the hook run; others do not.
pattern=$(python3 - "$ROOT/.pre-commit-hooks.yaml" <<'TEXT'
import sys, re
text = open(sys.argv[1]).read()
block = re.search(r"files: &files \|-\n((?:    .*\n)+)", text).group(1)
print("\n".join(line[4:] for line in block.splitlines()))
TEXT
)
matches() {
	python3 -c 'import re, sys; sys.exit(not re.search(sys.argv[1], sys.argv[2]))' "$pattern" "$1"
}
for path in Dockerfile build/dockerfile Dockerfile.dev Dockerfile-alpine api.Dockerfile \
	Containerfile Containerfile.api Makefile GNUmakefile lib/makefile Makefile.am rules.mk go.mod \
	api/go.mod go.work .github/workflows/ci.yml action.yaml compose.yaml deploy/pod.yml \
	renovate.json .github/renovate.json5 .renovaterc .renovaterc.json package.json daemon.json \
	.github/dependabot.yml .gobelin.yaml .dockerignore docker-bake.hcl ci/bake.hcl docker-bake.json \
	docker-bake.override.json scripts/build.sh .go-version .tool-versions .gitattributes; do
	matches "$path" || echo "$path" >>"$work/unmatched"
done
for path in main.go README.md Dockerfiles/readme.txt xgo.mod go.module docs/makefiles.md tsconfig.json; do
	matches "$path" && echo "$path must not match" >>"$work/unmatched"
done
cp "$work/unmatched" "$work/log" 2>/dev/null
[ ! -e "$work/unmatched" ]
result $? "the hook runs for the files that gobelin reads"
finish
