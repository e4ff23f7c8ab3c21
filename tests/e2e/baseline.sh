#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold patterns
# Accepted findings. usage: baseline.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
file=.gobelin-baseline.json
forced='RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a .'

# image LINE...: a Dockerfile whose lines are these.
image() {
	printf '%s\n' "$@" >Dockerfile
}

project plain
image 'FROM golang:1.26' "$forced"
run baseline --select GB415
expect "the baseline is written" 0 out "^Wrote $file: 1 accepted finding; 1 new, 0 gone\.$"
grep -q '"rule":"GB415","fingerprint":"gobelin/v1:' $file
result $? "with rule and fingerprint"
cp $file first
run baseline --select GB415
cmp -s first $file
result $? "the same again"
run check --select GB415
expect "what is in it does not count" 0 out 'No findings in 1 file; 1 in the baseline\.'
run check --select GB415 --no-baseline --format concise
expect "but with --no-baseline" 1 out '^Dockerfile:2:.*GB415'
run graph --select GB415
silent "nor is it in the graph" out GB415
run graph --select GB415 --no-baseline
expect "but with --no-baseline there" 0 out GB415
run graph --ignore GB415 --no-baseline
silent "the graph ignores rules" out GB415
run check --select GB415 --format json
expect "JSON" 0 out '"by":	"baseline"' out '"suppressed":	0,' out '"baselined":	1,' out '"findings":	0,'
run check --select GB415 --format sarif
expect "SARIF" 0 out '"kind":	"external"' out '"baselineState":	"unchanged"'
run check --select GB415 --no-baseline --format sarif
silent "SARIF without a baseline" out baselineState

image '# syntax=docker/dockerfile:1' '' 'FROM golang:1.26' 'WORKDIR /src' "  $forced"
run check --select GB415
expect "lines may move" 0 out '1 in the baseline'
image 'FROM golang:1.26' "$forced" 'RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a ./cmd'
run check --select GB415 --format concise
expect "a new finding counts" 1 out '^Dockerfile:3:.*GB415'
silent "and it alone" out '^Dockerfile:2:'
run check --select GB415 --format sarif
expect "SARIF tells new from old" 1 out '"baselineState":	"unchanged"' out '"baselineState":	"new"'
image 'FROM golang:1.26' "$forced" "$forced"
run check --select GB415
expect "one entry is for one finding" 1 out '^1 finding' out '1 in the baseline'
mkdir sub
cd sub || exit 1
run check --select GB415 ..
expect "it is found from below" 1 out '1 in the baseline'
cd .. || exit 1

image 'FROM golang:1.26'
run check --select GB415
expect "what is gone is told" 0 err "1 finding of $file is gone; .gobelin baseline --update. takes it out"
run check --select GB503
silent "not where its rule was not asked" err gone
printf 'module x\n' >go.mod
run check --select GB415 go.mod
silent "not where its file was not asked for" err gone
image 'FROM golang:1.26' 'COPY ["a",' 
run check --select GB415
silent "not where its file could not be read whole" err gone
image 'FROM golang:1.26' 'RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a ./new'
run baseline --update --select GB415
expect "--update takes out" 0 out '0 accepted findings; 0 new, 1 gone'
run check --select GB415
expect "and accepts nothing" 1 out '^1 finding'
silent "nor is anything gone" err gone
run baseline --select GB415
run baseline --select GB503 Dockerfile
grep -q GB415 $file
result $? "entries of other rules stay"
mkdir other
mv Dockerfile other
run baseline --update --select GB415 go.mod
grep -q GB415 $file
result $? "entries of other paths stay"
run baseline --update
expect "those of a file that went go" 0 out ' gone\.'
! grep -q GB415 $file
result $? "all of them"

run baseline --baseline kept.json
expect "another file" 0 out '^Wrote kept.json: [1-9]'
rm $file
run check --select GB415 --baseline kept.json
expect "is taken where it is named" 0 out '1 in the baseline'
run check --select GB415
expect "and not else" 1 out GB415
run check --baseline none.json
expect "a named one must be there" 2 err 'none.json: No such file'
run check --baseline kept.json --no-baseline
expect "not both" 2 err 'exclude each other'
run baseline --update
expect "nothing to update" 2 err "$file is not there"

# What is wrong with it: the text, then what gobelin says.
wrong() {
	printf '%s' "$1" >$file
	run check
	expect "wrong: $2" 2 err "^gobelin: $2"
}
wrong '{' "$file:1:[0-9]*: this is not valid JSON"
wrong '' "$file:1:1: this is not valid JSON"
wrong '{"version": 1, "findings": []} x' "$file:1:32: this is not valid JSON"
wrong '[]' "$file: this is no baseline"
wrong '{"version": 2, "findings": []}' "$file: another version"
wrong '{"version": 1, "findings": {}}' "$file: .findings. must be a list"
wrong '{"version": 1, "findings": [{"path": "a", "rule": 1}]}' "$file: findings\[0\] must have"
wrong "$(printf '%20000s' '' | tr ' ' '[')" "$file:1:[0-9]*: this is not valid JSON"
run baseline
expect "a broken one is not written over" 2 err 'not valid JSON'
dd if=/dev/zero of=$file bs=1048576 count=9 2>/dev/null
run check
expect "a huge one" 2 err "$file: larger than 8 MiB"
rm $file
mkdir $file
run check
expect "a folder" 2 err "$file: is a directory"
rmdir $file
printf 'precious\n' >"$dir/outside"
ln -s "$dir/outside" $file
run check
expect "a link that leads out" 2 err "$file: leads out of the project"
run baseline
expect "is not written through" 2 err "$file: leads out of the project"
grep -q precious "$dir/outside"
result $? "what lies there stays"
rm $file
mkfifo $file
run check
expect "a pipe" 2 err "$file: is not a regular file"
rm $file
printf '{"version": 1, "findings": [{"path": "\\u001b]0;", "rule": "GB415", "fingerprint": "f"}]}' >$file
run check
! grep -q "$(printf '\033')" "$dir/err" "$dir/out"
result $? "no control character is passed on"

project fixes
image 'FROM golang:1.26' "$forced"
run baseline --select GB415
cp Dockerfile before
run fix --select GB415
cmp -s before Dockerfile
result $? "fix leaves accepted findings alone"
run check --fix --select GB415
cmp -s before Dockerfile
result $? "so does check --fix"
run fix --select GB415 --no-baseline --unsafe
! cmp -s before Dockerfile
result $? "fix --no-baseline does not"
image 'FROM golang:1.26' 'WORKDIR /src' 'COPY . .' \
	'RUN --mount=type=cache,target=/root/.cache/go-build go install example.com/x@latest && CGO_ENABLED=0 go build -a .'
rm $file
run baseline --ignore GB415
run check --format concise
expect "one finding of a line is new" 1 out ':4:.*GB415'
silent "the others are not" out GB606
run fix
silent "its fix stays, though it makes the others of the line new" err 'taken back'
! grep -q 'build -a' Dockerfile
result $? "and is made"

# repository NAME: one of git itself, with a commit; `base` is the name of that.
repository() {
	project "$1"
	rmdir .git
	git init -q .
	git config user.email you@example.com
	git config user.name You
	image 'FROM golang:1.26' "$forced" 'WORKDIR /src'
	git add .
	git commit -q -m one
	git tag base
}

# One finding for all workflows: at the first that was asked for, and none once it is accepted.
project one-for-all
mkdir -p .github/workflows
printf 'module example.com/app\n\ngo 1.21.0\n' >go.mod
for name in a b; do
	printf '%s\n' 'on: push' 'jobs:' '  test:' '    runs-on: ubuntu-24.04' '    steps:' \
		'      - uses: actions/setup-go@v6' '        with:' '          go-version: 1.22.x' \
		'      - run: go test ./...' >.github/workflows/$name.yml
done
run check --select GB603 --format concise
expect "it stands at the first" 1 out 'a\.yml:8:'
silent "and nowhere else" out 'b\.yml:'
run check --select GB603 --format concise .github/workflows/b.yml
expect "where the second alone is asked for, there" 1 out 'b\.yml:8:'
run baseline --select GB603
run check --select GB603
expect "it is accepted" 0 out '1 in the baseline'
run check --select GB603 .github/workflows/b.yml
expect "for the second too" 0 out 'No findings in 1 file'

for name in a b c d e; do
	printf '%s\n' 'on: push' 'env:' '  GO111MODULE: "on"' 'jobs:' '  test:' \
		'    runs-on: ubuntu-24.04' '    steps:' '      - run: go test ./...' \
		>.github/workflows/$name.yml
done
run check --select GB607
expect "of many places, three more are told and the rest is counted" 0 out 'a\.yml:3:3: info' \
	out 'b\.yml:3:3$' out '-- it is set here too$' out 'd\.yml:3:3$' \
	out '-- it is set here too, and at 1 more place$'
silent "and not all" out 'e\.yml'
run check --select GB607 .github/workflows/b.yml .github/workflows/c.yml
expect "of those that are asked for" 0 out 'b\.yml:3:3: info' out 'c\.yml:3:3$' \
	out '-- it is set here too$'
silent "alone" out 'd\.yml'
rm .github/workflows/[cde].yml

printf '%s\n' 'on: push' 'jobs:' '  test:' '    runs-on: ubuntu-24.04' '    steps:' \
	'      - run: curl -sSLO https://example.com/tool.tar.gz' \
	'      - run: curl -sSLo /usr/local/bin/tool https://example.com/tool' \
	>.github/workflows/c.yml
run check --select GB015
expect "the worst of several is told" 1 out 'c\.yml:7:14: warning' out ' 6 [|].*tool[.]tar[.]gz'
silent "and no lesser one before it" out 'info'
rm .github/workflows/c.yml

if command -v git >/dev/null; then
	repository changes
	run check --select GB415 --diff-base base
	expect "nothing changed" 0 out 'No findings'
	image '# moved' 'FROM golang:1.26' "$forced" 'WORKDIR /src' "$forced"
	run check --select GB415 --diff-base base --format concise
	expect "a changed line" 1 out '^Dockerfile:5:.*GB415'
	silent "and no other" out '^Dockerfile:3:'
	git add .
	git commit -q -m two
	run check --select GB415 --diff-base base --format concise
	expect "in a commit too" 1 out '^Dockerfile:5:'
	run check --select GB415 --diff-base HEAD
	expect "of HEAD nothing" 0 out 'No findings'
	mkdir -p 'a "b" ä'
	cp Dockerfile 'a "b" ä/Dockerfile'
	run check --select GB415 --diff-base HEAD --format concise
	expect "a new file as a whole" 1 out 'a "b" ä/Dockerfile:3:' out 'a "b" ä/Dockerfile:5:'
	git add .
	run check --select GB415 --diff-base HEAD --format concise
	expect "whatever its name" 1 out 'a "b" ä/Dockerfile:3:' out 'a "b" ä/Dockerfile:5:'
	cd 'a "b" ä' || exit 1
	run check --select GB415 --diff-base HEAD --format concise
	expect "from below" 1 out '^Dockerfile:5:'
	cd .. || exit 1
	git config color.diff always
	git config diff.noprefix true
	git config diff.mnemonicPrefix true
	git config diff.external "touch '$dir/ran'; false"
	git config core.fsmonitor "touch '$dir/ran'; false"
	run check --select GB415 --diff-base base --format concise
	expect "whatever the configuration of git" 1 out '^Dockerfile:5:' out 'ä/Dockerfile:3:'
	[ ! -e "$dir/ran" ]
	result $? "which runs nothing"
	run check --diff-base nosuch
	expect "no such revision" 2 err 'git knows no commit "nosuch"; a shallow clone'
	for revision in --output=x -x; do
		run check --diff-base="$revision"
		expect "not a revision: $revision" 2 err "\"$revision\" is no revision of git"
	done
	[ ! -e x ]
	result $? "nor an option"
	run check --diff-base HEAD --fix
	expect "not with --fix" 2 err 'neither with --fix nor with -'
	path=$PATH
	PATH=/nonexistent
	run check --diff-base HEAD
	PATH=$path
	expect "without git" 2 err 'needs the program git'
	project no-repository
	image 'FROM golang:1.26'
	run check --diff-base HEAD
	expect "without a repository" 2 err 'git does not open a repository in '
fi
finish
