#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: consumers.sh GOBELIN SOURCE_ROOT
# The reports for GitLab, Checkstyle, JUnit and reviewdog are read as their consumers do, for a
# project with faults and for a clean one. What is needed is installed into CONSUMERS_DIR, or for
# this run alone; where it cannot be had, the test is skipped. reviewdog is used where there is
# one.
set -u
gobelin=$1
root=$2

skip() {
	echo "skipped: $*"
	exit 77
}

fail() {
	echo "$*"
	exit 1
}

command -v python3 >/dev/null || skip "no python3 here"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
tools=${CONSUMERS_DIR:-$work/tools}
python=$tools/bin/python
if ! "$python" -c 'import junitparser, jsonschema, yaml' 2>/dev/null; then
	python3 -m venv "$tools" >"$work/log" 2>&1 || skip "python3 has no venv"
	"$python" -m pip install -q junitparser==5.0.3 jsonschema==4.26.0 PyYAML==6.0.3 \
		>"$work/log" 2>&1 || skip "pip cannot install the readers: $(tail -n 1 "$work/log")"
fi

# read_reports NAME ERRORS: of the project in $work/NAME.
read_reports() {
	mkdir "$work/reports-$1"
	(
		cd "$work/$1" || exit 2
		"$gobelin" check --format "gitlab=$work/reports-$1/gitlab.json" \
			--format "checkstyle=$work/reports-$1/checkstyle.xml" \
			--format "junit=$work/reports-$1/junit.xml" \
			--format "rdjson=$work/reports-$1/rd.json" --format "json=$work/reports-$1/report.json" \
			--format "github=$work/reports-$1/annotations" --format concise
	) >"$work/concise" 2>"$work/stderr"
	status=$?
	[ "$status" = "$3" ] || fail "$1: gobelin exits with $status: $(cat "$work/stderr")"
	findings=$(grep -c ' \[GB[0-9]* [a-z-]*\]$' "$work/concise")
	"$python" "$root/tests/e2e/consumers.py" "$work/reports-$1" "$findings" "$2" ||
		fail "$1: not as it should be"
	echo "$1: $findings findings read"
}

# The example, and beside it what no format allows, under a name that needs escapes.
mkdir "$work/clean" "$work/faults"
printf 'module example.org/clean\n\ngo 1.22\n' >"$work/clean/go.mod"
cp -R "$root/examples/shop/." "$work/faults"
odd="$work/faults/a & <b>, c: 100%"
mkdir "$odd"
printf 'FROM \033[31m<"&\001\n' >"$odd/Dockerfile"
printf 'FROM \000\n' >"$odd/binary.Dockerfile"

read_reports clean 0 0
read_reports faults 1 2

# The schema of the configuration says what gobelin says.
"$python" "$root/tests/e2e/config_schema.py" "$gobelin" "$root/docs/gobelin.schema.json" ||
	fail "the schema of the configuration is not as gobelin reads it"

# GitHub's library for actions is what escapes their annotations.
core=$tools/node_modules/@actions/core
if command -v node >/dev/null && { [ -d "$core" ] ||
	npm install --prefix "$tools" --no-audit --no-fund @actions/core@3.0.1 >"$work/log" 2>&1; }; then
	node "$root/tests/e2e/github_commands.mjs" "$core" "$work/reports-faults/report.json" \
		"$work/reports-faults/annotations" || fail "the annotations are not as GitHub's library has them"
	echo "the annotations are as GitHub's library has them"
fi

command -v reviewdog >/dev/null || exit 0
cd "$work/faults" || exit 1
git init -q . && git add . || exit 1
for format in rdjson checkstyle; do
	report=$work/reports-faults/rd.json
	[ "$format" = rdjson ] || report=$work/reports-faults/checkstyle.xml
	reviewdog "-f=$format" -reporter=local -filter-mode=nofilter <"$report" >"$work/out" 2>&1 ||
		fail "reviewdog refuses $format: $(cat "$work/out")"
	lines=$(grep -c 'goproxy-unreachable-entry' "$work/out")
	[ "$lines" = 1 ] || fail "reviewdog lost a finding of $format: $(cat "$work/out")"
	echo "reviewdog reads $format"
done
