#!/bin/sh
# usage: run.sh GOBELIN [--only NAME] [--mutants N] PATH...
# Compares what gobelin's parsers read in the files below the paths with what the programs
# read that define the formats. Exit: 0 they agree, 1 they do not, 77 it can't be asked.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
gobelin=$1
shift
oracles="dockerfile gomod shell make yaml json hcl cel"
mutants=0
while [ $# -gt 0 ]; do
	case $1 in
	--only) oracles=$2 ;;
	--mutants) mutants=$2 ;;
	*) break ;;
	esac
	shift 2
done
if [ $# -eq 0 ]; then
	echo "oracle: which paths?" >&2
	exit 2
fi

if ! command -v go >/dev/null; then
	echo "oracle: Go is not installed" >&2
	exit 77
fi
bin=${ORACLE_BIN:-$(mktemp -d)}
[ -n "${ORACLE_BIN:-}" ] || trap 'rm -rf "$bin"' EXIT
mkdir -p "$bin"
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local
if ! (cd "$here" && go build -buildvcs=false -o "$bin/" ./dockerfile ./gomod ./shell ./make ./yaml ./json ./hcl ./cel) >"$bin/log" 2>&1; then
	if (cd "$here" && go mod download >/dev/null 2>&1); then
		cat "$bin/log" >&2
		exit 2
	fi
	echo "oracle: the modules of the oracles are not at hand:" >&2
	cat "$bin/log" >&2
	exit 77
fi

# The readers of JSON come from npm.
prepare_json() {
	ORACLE_DIR=$here ORACLE_NPM=$bin/npm
	export ORACLE_DIR ORACLE_NPM
	mkdir -p "$bin/npm"
	command -v node >/dev/null || return 1
	[ -d "$bin/npm/node_modules/jsonc-parser" ] && return
	npm install --silent --no-save --prefix "$bin/npm" json5@2.2.3 jsonc-parser@3.3.1
}

# CEL has a table of expressions instead of files.
run_cel() {
	if [ -x "${CEL_EVAL:-}" ]; then
		"$bin/cel" -eval "$CEL_EVAL" -random 20000 "$here/cel/cases.txt"
	fi
}

status=0
for oracle in $oracles; do
	case $oracle in
	cel)
		run_cel || status=1
		continue
		;;
	json)
		if ! prepare_json; then
			echo "oracle: json needs node and npm" >&2
			continue
		fi
		;;
	esac
	"$bin/$oracle" -gobelin "$gobelin" -known "$here/known.txt" -mutants "$mutants" "$@" || status=1
done
exit $status
