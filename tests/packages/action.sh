#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The script of the GitHub Action, with a runner's variables and a server of releases in a folder.
# usage: action.sh GOBELIN; prints TAP.
# shellcheck disable=SC2319 # a condition is what is judged
# shellcheck source=tests/packages/common.sh
. "$ROOT/tests/packages/common.sh"
gobelin=$1
for tool in curl tar sha256sum; do
	command -v "$tool" >/dev/null || skip_all "there is no $tool"
done

RUNNER_TEMP=$work/temp
GITHUB_ACTION_PATH=$work/_actions/owner/gobelin/v1
GITHUB_SERVER_URL=file://$work/server
GITHUB_OUTPUT=$work/output
GITHUB_PATH=$work/path
GITHUB_STEP_SUMMARY=$work/summary
export RUNNER_TEMP GITHUB_ACTION_PATH GITHUB_SERVER_URL GITHUB_OUTPUT GITHUB_PATH \
	GITHUB_STEP_SUMMARY
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE
mkdir -p "$RUNNER_TEMP" "$GITHUB_ACTION_PATH"
cp -R "$ROOT/packaging" "$ROOT/meson.build" "$GITHUB_ACTION_PATH"
step() { sh "$GITHUB_ACTION_PATH/packaging/action/action.sh" "$@"; }

# value NAME: of an output of the step before.
value() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1; }

# A release, as the workflow that makes one lays it out.
case $(uname -m) in
x86_64) platform=linux-amd64 ;;
*) platform=linux-arm64 ;;
esac
release=$work/server/owner/gobelin/releases/download/v$version
mkdir -p "$release"
tar -czf "$release/gobelin-$version-$platform.tar.gz" -C "$(dirname "$gobelin")" gobelin
(cd "$release" && sha256sum ./* | sed 's|\./||' >"$work/sums" && mv "$work/sums" SHA256SUMS)

expect 0 "install takes the release of the action" step install
says "^gobelin $version" "the program runs"
grep -q -x "$RUNNER_TEMP/gobelin" "$GITHUB_PATH"
result $? "later steps find the program"
[ -f "$(value problem-matcher)" ]
result $? "the problem matcher is there"
GOBELIN_VERSION=v$version expect 0 "a version may be named by its tag" step install
GOBELIN_VERSION=9.9.9 expect 2 "a release that does not exist is an error" step install
says '::error title=gobelin::cannot download' "the error says which"
GOBELIN_VERSION='1;touch x' expect 2 "what is no version is refused" step install
echo broken >>"$release/gobelin-$version-$platform.tar.gz"
expect 2 "a release with a wrong checksum is refused" step install
says 'is not what SHA256SUMS says' "the error says so"

PATH=$RUNNER_TEMP/gobelin:$PATH
cp -R "$ROOT/examples/shop" "$work/shop"
mkdir "$work/shop/.git"
cd "$work/shop" || exit 1
expect 0 "check leaves the judgement to the last step" step check
[ "$(value status)" = 1 ]
result $? "its status is that of findings"
says '^::error file=Dockerfile,line=1' "the findings are annotations"
grep -q 'go-older-than-gomod' "$GITHUB_STEP_SUMMARY"
result $? "the summary has them"
grep -q '"ruleId":[[:space:]]*"GB601"' "$(value sarif)"
result $? "the report for code scanning has them"

GOBELIN_FAIL_ON=never GOBELIN_ANNOTATIONS=false expect 0 "fail-on" step check
[ "$(value status)" = 0 ] && ! grep -q '^::error' "$work/log"
result $? "no failure, and no annotations where none are asked for"
GOBELIN_ARGS='--select GB104 --min-severity warning' GOBELIN_PATH='Dockerfile
go.mod' expect 0 "options and paths" step check
says 'GB104' "the option counts" && ! grep -q 'GB601' "$work/log"
result $? "other rules are not asked"
GOBELIN_ARGS=--nonsense expect 0 "a wrong option" step check
[ "$(value status)" = 2 ]
result $? "its status is that of an error"
# shellcheck disable=SC2016
GOBELIN_PATH='$(touch pwned)
;touch pwned' expect 0 "paths are no commands" step check
[ ! -e pwned ]
result $? "nothing of them is run"

# The runner takes a line that starts with :: for a command, wherever it comes from.
mkdir '::add-path::x'
printf 'FROM golang:1.22\nRUN go build\n' >'::add-path::x/Dockerfile'
GOBELIN_ANNOTATIONS=false step check >"$work/log" 2>&1
awk -v stopped=0 '/^::stop-commands::/ { stopped = 1; token = substr($0, 18); next }
	$0 == "::" token "::" { stopped = 0; next }
	!stopped && /^ *::/ { print "taken for a command: " $0; bad = 1 }
	END { exit bad }' "$work/log" >"$work/bad"
status=$?
grep -q '::add-path::x' "$work/log" || status=1
cp "$work/bad" "$work/log"
result $status "a name of a file is no command"

# The pattern of the matcher, against the lines that it is for.
if command -v python3 >/dev/null; then
	"$gobelin" check --format concise --quiet Dockerfile >"$work/concise"
	python3 - "$ROOT/packaging/action/problem-matcher.json" "$work/concise" >"$work/log" 2>&1 <<'TEXT'
import json, re, sys
pattern = json.load(open(sys.argv[1]))["problemMatcher"][0]["pattern"][0]
lines = open(sys.argv[2]).read().splitlines()
assert lines
for line in lines:
    match = re.match(pattern["regexp"], line)
    assert match and match.group(pattern["file"]).endswith("Dockerfile"), line
TEXT
	result $? "the problem matcher takes every line of --format concise"
fi
finish
