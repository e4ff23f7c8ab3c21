#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Configuration as a user meets it. usage: config.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"

# dockerfile PATH: an image build with findings of GB415 (info) and GB503 (warning).
dockerfile() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-'TEXT'
		FROM golang
		WORKDIR /src
		COPY go.mod go.sum ./
		RUN go mod download
		COPY . .
		RUN CGO_ENABLED=0 go build -installsuffix cgo -o /app .
	TEXT
}

# go_project NAME: a repository with such a Dockerfile.
go_project() {
	project "$1"
	dockerfile Dockerfile
	printf 'module example.com/shop\n\ngo 1.26\n\nrequire golang.org/x/text v0.14.0\n' >go.mod
	echo 'golang.org/x/text v0.14.0 h1:x=' >go.sum
}

# --- where it is found ---
go_project found
run check --format concise
expect "without a configuration" 1 out 'GB503' out 'info: .*GB415'
echo 'ignore: [GB503]' >.gobelin.yaml
run check --format concise
silent "a rule is ignored" out GB503
mkdir -p .config sub/deep
mv .gobelin.yaml .config/gobelin.yaml
run check --format concise
silent "from .config/gobelin.yaml" out GB503
cd sub/deep || exit 1
run check --format concise ../..
silent "from a folder below" out GB503
run config
expect "and shown from there" 0 out '- GB503  # ../../.config/gobelin.yaml:1'
cd ../..
dockerfile sub/Dockerfile
echo 'select: [GB415]' >sub/.gobelin.yaml
run check --format concise sub/Dockerfile
expect "the nearest one counts" 0 out 'GB415'
run check --format concise sub/Dockerfile Dockerfile
expect "of several paths, the nearest above all" 0 out '^sub/Dockerfile.*GB415' out '^Dockerfile.*GB415'
rm sub/.gobelin.yaml
run check --format concise --no-config
expect "--no-config" 1 out GB503
run check --no-config --config .config/gobelin.yaml
expect "both options" 2 err 'exclude each other'
echo 'ignore: [GB415]' >"$dir/other.yaml"
run check --format concise --config "$dir/other.yaml"
expect "--config" 1 out GB503
silent "--config takes no other one" out GB415
run check --config none.yaml
expect "--config without a file" 2 err '^gobelin: none.yaml: No such file'
silent "then nothing is linted" out GB
mv .config/gobelin.yaml .gobelin.yml
run check
expect "nearly the right name" 2 err '.gobelin.yml: is not read under this name; call it .gobelin.yaml'
mv .gobelin.yml .gobelin.yaml
cp .gobelin.yaml .config/gobelin.yaml
run check
expect "two of them" 2 err '.config/gobelin.yaml: stands beside'

# --- what it says ---
go_project keys
echo 'fail-on: error' >.gobelin.yaml
run check
expect "fail-on" 0 out GB503
run check --fail-on warning
expect "--fail-on overrides it" 1
echo 'select: [GB415]' >.gobelin.yaml
run check --format concise
silent "select" out GB503
run check --select GB503 --format concise
expect "--select overrides it" 1 out GB503
printf 'ignore: [GB415, GB503]\n' >.gobelin.yaml
run check --select GB415 --format concise
expect "--select overrides ignore" 0 out GB415
echo 'ignore: [GB503]' >.gobelin.yaml
run check --ignore GB4 --format concise
silent "--ignore adds to ignore" out 'GB[45]'
printf 'severity: {images: info, base-image-unpinned: error, GB415: warning}\n' >.gobelin.yaml
run check --format concise
expect "severity" 1 out 'error: .*GB503' out 'warning: .*GB415'
echo 'network: restricted' >.gobelin.yaml
run check --select GB101
expect "a restricted network" 1 out 'warning: .*GB101'
run facts
expect "is a fact" 0 out '"network":.*"restricted"'
run facts --no-config
expect "public without it" 0 out '"network":.*"public"'
dockerfile third_party/x/Dockerfile
echo FRUM >third_party/x/Dockerfile.broken
printf 'exclude: [third_party/]\n' >.gobelin.yaml
run check --format concise
silent "exclude" out third_party
run check --format concise third_party/x/Dockerfile.broken
expect "what is named is checked" 1 out GB001
printf 'overrides:\n  - paths: [third_party/]\n    ignore: [ALL]\n  - {paths: [Dockerfile], severity: {GB503: error}}\n' >.gobelin.yaml
run check --format concise
silent "overrides: ignore" out third_party
expect "overrides: severity" 1 out '^Dockerfile.*error: .*GB503'
printf 'images:\n  - {image: registry.example.com/go, distro: debian, ca_bundle: none}\n' >.gobelin.yaml
run config
expect "images" 0 out 'image: registry.example.com/go$'
printf 'FROM registry.example.com/go\nENV GOPROXY=https://proxy.golang.org\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\n' >Dockerfile
run check --select GB303 --no-config
expect "an image that nobody told of" 0 out '^No findings'
printf 'images:\n  - {image: registry.example.com/go, distro: debian, ca_bundle: none, shell: "yes", env: A=b}\n' >.gobelin.yaml
run check --select GB303 --format concise
expect "what images say is known" 1 out '^Dockerfile:5:.*GB303'
dockerfile Dockerfile
mkdir -p ci/rules/mine
cat >ci/rules/mine/too-many.yaml <<'TEXT'
id: X1
name: too-many
summary: Own
severity: error
confidence: high
on: stage
when: 'project.region == "cn" && "git.example.com" in project.private_modules'
at: stage
message: 'own rule'
mend: Nothing
help: |
  Own.
examples:
  - bad: {Dockerfile: "FROM scratch\n"}
  - good: {Makefile: "all:\n"}
references: [https://example.com]
TEXT
echo 'rules: [rules]' >ci/base.yaml
printf 'extends: ci/base.yaml\nregion: cn\nprivate: [git.example.com]\nselect: [X1]\n' >.gobelin.yaml
run check --format concise
expect "extends, rules of one's own, their facts" 1 out 'own rule'
cd ci || exit 1
run check --format concise ..
expect "also from another folder" 1 out 'own rule'
cd ..
echo 'rules: [rulez]' >ci/base.yaml
run check
expect "a missing folder of rules" 2 err '^gobelin: ci/base.yaml:1:9: .*ci/rulez.* is no folder'

# --- what is wrong ---
go_project wrong
wrong() {
	printf '%b' "$2" >.gobelin.yaml
	run check
	expect "$1" 2 err "^gobelin: $3"
	silent "$1: nothing is linted" out .
}
wrong "an unknown key" 'selct: [GB415]\n' '.gobelin.yaml:1:1: unknown key `selct`; did you mean `select`'
wrong "an unknown rule" 'ignore:\n  - GB415\n  - goproxy-unst\n' '.gobelin.yaml:3:5: .*did you mean `goproxy-unset`'
wrong "an unknown rule of an override" 'overrides: [{paths: [a], ignore: [GB9999]}]\n' '.gobelin.yaml:1:35: '
wrong "a group where one rule is wanted" 'suppress: [{path: a, rule: proxy}]\n' '.gobelin.yaml:1:28: no rule is named `proxy`'
wrong "a wrong type" 'select: GB415\n' '.gobelin.yaml:1:9: expected a list'
wrong "a number for a word" 'fail-on: 3\n' '.gobelin.yaml:1:10: `3` is none of error'
wrong "a wrong word" 'network: pubic\n' '.gobelin.yaml:1:10: .*did you mean `public`'
wrong "a country by its name" 'region: china\n' '.gobelin.yaml:1:9: expected a country, .* cn, de, us'
wrong "a country in capital letters" 'region: CN\n' '.gobelin.yaml:1:9: expected a country'
wrong "an empty value" 'ignore:\n' '.gobelin.yaml:1:[0-9]*: expected a list'
wrong "a bad pattern" 'exclude: ["[a"]\n' '.gobelin.yaml:1:11: a \[ is never closed'
wrong "a pattern that leads out" 'exclude: [../x]\n' '.gobelin.yaml:1:11: .*matches nothing'
wrong "a bad module pattern" 'private: ["https://git.example.com"]\n' '.gobelin.yaml:1:11: .*no scheme'
wrong "a proxy with a password" 'proxies: ["https://u:hunter2@proxy.example.com"]\n' '.gobelin.yaml:1:11: a password'
silent "which is not shown" err hunter2
wrong "no YAML" 'a: [\n' '.gobelin.yaml:[12]:'
wrong "a key twice" 'fail-on: error\nfail-on: info\n' '.gobelin.yaml:2:1: '
wrong "no mapping" '- a\n' '.gobelin.yaml:1:1: expected a mapping'
wrong "extends itself" 'extends: .gobelin.yaml\n' '.gobelin.yaml:1:10: .*extends itself'
wrong "extends out of the project" 'extends: ../x.yaml\n' '.gobelin.yaml:1:10: .*leads out of the project'
wrong "extends nothing" 'extends: x.yaml\n' '.gobelin.yaml:1:10: `x.yaml`: No such file'
ln -s /etc/passwd link.yaml
wrong "extends a link that leads out" 'extends: link.yaml\n' '.gobelin.yaml:1:10: `link.yaml`: leads out'
silent "which is not shown" err root:
wrong "a control character" 'a\\033[31m: 1\n' '.gobelin.yaml:1:'
for number in 1 2 3 4 5 6 7 8 9 10; do
	echo "extends: c$((number + 1)).yaml" >c$number.yaml
done
wrong "too long a chain" 'extends: c1.yaml\n' 'c[0-9]*.yaml:1:10: more than 8'
for command in config env facts; do
	run $command
	expect "$command stops too" 2 err 'c[0-9]*.yaml:1:10: more than 8'
done

# --- init and config ---
go_project start
run config
expect "the defaults" 0 out 'There is no .gobelin.yaml' out 'fail-on: warning  # default'
printf 'FROM golang:1.26\nENV GOPRIVATE=git.example.com,*.corp.example.com\n' >Dockerfile
run init
expect "init writes" 0 out 'Wrote .gobelin.yaml'
grep -q '^  - git.example.com$' .gobelin.yaml && grep -q '^  - "\*.corp.example.com"$' .gobelin.yaml
result $? "with the private hosts that it saw"
run config
expect "what it wrote is right" 0 out 'git.example.com  # .gobelin.yaml:'
cp .gobelin.yaml "$dir/before"
run init
expect "init keeps what is there" 2 err '.gobelin.yaml is there already'
cmp -s "$dir/before" .gobelin.yaml
result $? "untouched"
run config >"$dir/shown"
"$gobelin" config >"$dir/effective.yaml"
run config --config "$dir/effective.yaml"
expect "what config shows can be read back" 0
mkdir other
run init other
expect "init of another folder" 0
# uses_all NAME: what init writes here passes, and so does each key without its #.
uses_all() {
	run init
	expect "$1: init writes" 0 out 'Wrote .gobelin.yaml'
	run config
	expect "$1: it passes" 0
	silent "$1: without a word" err .
	mkdir -p ci/rules
	echo '{}' >ci/gobelin-base.yaml
	sed 's/^# \([a-z][a-z-]*: \)/\1/' .gobelin.yaml >"$dir/all.yaml"
	mv "$dir/all.yaml" .gobelin.yaml
	run config
	expect "$1: all of its keys pass" 0 out '^region: cn  # .gobelin.yaml' out '^    path: renovate.json '
	run check
	silent "$1: and check takes them" err 'gobelin.yaml'
}
go_project service
mkdir -p .github/workflows
printf 'on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    env: {GOPRIVATE: "git.example.com, github.com/team/*"}\n    steps: [{run: go test ./...}]\n' >.github/workflows/ci.yml
uses_all "a service"
grep -q '^# Workflows: .github/workflows/ci.yml$' .gobelin.yaml && grep -q '^  - "github.com/team/\*"$' .gobelin.yaml
result $? "a service: what it has"
project monorepo
for module in a b c d e f g h i j k l; do
	mkdir -p "services/$module"
	printf 'module example.com/%s\n\ngo 1.26\n' $module >"services/$module/go.mod"
	echo 'FROM scratch' >"services/$module/Dockerfile"
done
uses_all "many modules"
grep -q 'example.com/j, and 2 more$' .gobelin.yaml
result $? "many modules: the first of them"
project odd
mkdir -p "$(printf 'a: \033[31m# b')"
echo 'FROM scratch' >"$(printf 'a: \033[31m# b')/Dockerfile"
printf 'module "exämple.com/x: y # z"\n\ngo 1.26\n' >go.mod
uses_all "odd names"
project bare
uses_all "an empty folder"

run init none
expect "init of none" 2 err 'name one folder'
run init Dockerfile
expect "init of a file" 2 err 'name one folder'
finish
