#!/bin/sh
# usage: sarif.sh GOBELIN EXAMPLES
# SARIF reports of a project with faults and of a clean one must satisfy Microsoft's SARIF
# Multitool and its rules for code scanning. It is installed into SARIF_MULTITOOL_DIR, or for
# this run alone; where it cannot be had, the test is skipped.
set -u
gobelin=$1
examples=$2

skip() {
	echo "skipped: $*"
	exit 77
}

command -v npm >/dev/null || skip "no npm here"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
tools=${SARIF_MULTITOOL_DIR:-$work/tools}
if [ ! -d "$tools/node_modules/@microsoft/sarif-multitool" ]; then
	mkdir -p "$tools"
	npm install --prefix "$tools" --no-audit --no-fund @microsoft/sarif-multitool@5.7.0 \
		>"$work/npm.log" 2>&1 || skip "npm cannot install the Multitool: $(tail -n 1 "$work/npm.log")"
fi
# npx would hand the semicolon of the rule kinds to a shell, so the program is run itself.
multitool=$(find "$tools/node_modules/@microsoft" -name Sarif.Multitool -type f | head -n 1)
[ -n "$multitool" ] || skip "the Multitool has no program for this system"
chmod u+x "$multitool"
"$multitool" --version >/dev/null 2>&1 || skip "the Multitool does not run here"

# validate NAME PROJECT: fails on every error and warning, but for the one that asks for the address
# of a project which has none.
validate() {
	"$gobelin" check --format sarif "$2" >"$work/$1.sarif" 2>"$work/$1.stderr"
	status=$?
	if [ "$status" -gt 1 ]; then
		echo "$1: gobelin exits with $status"
		cat "$work/$1.stderr"
		return 1
	fi
	"$multitool" validate --rule-kind 'Sarif;Ghas' --level 'Error;Warning' \
		--output "$work/$1.result.sarif" "$work/$1.sarif" >"$work/$1.log" 2>&1 || {
		cat "$work/$1.log"
		return 1
	}
	grep -q '"informationUri"' "$work/$1.sarif" || sed -i '/SARIF2005.*informationUri/d' "$work/$1.log"
	if grep -E ': (error|warning) ' "$work/$1.log"; then
		return 1
	fi
	echo "$1: valid"
}

# The example, and beside it a file that no format allows, under a name that needs escapes.
mkdir "$work/clean" "$work/faults"
printf 'module example.org/clean\n\ngo 1.22\n' >"$work/clean/go.mod"
cp -R "$examples/shop" "$work/faults/a shop: 100%"
printf 'FROM\n' >"$work/faults/a shop: 100%/bad.Dockerfile"

if ! validate faults "$work/faults" || ! validate clean "$work/clean"; then
	exit 1
fi

grep -q '"results":[[:space:]]*\[{' "$work/faults.sarif" || {
	echo "faults: no results"
	exit 1
}
