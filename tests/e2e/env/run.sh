#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares `gobelin env` with what really happens. usage: run.sh GOBELIN [CASES...]; prints TAP.
# Exit: 0 all is true, or Go and its modules are not at hand (TAP then says so); 1 it is not.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
gobelin=$1
shift
[ $# -gt 0 ] || set -- "$here"/*.txt
if ! command -v go >/dev/null; then
	echo "1..0 # SKIP Go is not installed"
	exit 0
fi
bin=${ORACLE_BIN:-$(mktemp -d)}
[ -n "${ORACLE_BIN:-}" ] || trap 'rm -rf "$bin"' EXIT
mkdir -p "$bin"
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local
if ! (cd "$here/../../oracle" && go build -buildvcs=false -o "$bin/env" ./env) >"$bin/env.log" 2>&1; then
	if (cd "$here/../../oracle" && go mod download >/dev/null 2>&1); then
		cat "$bin/env.log" >&2
		exit 2
	fi
	echo "1..0 # SKIP the modules of the oracles are not at hand"
	exit 0
fi
unset GOFLAGS GOTOOLCHAIN
"$bin/env" -gobelin "$gobelin" "$@"
