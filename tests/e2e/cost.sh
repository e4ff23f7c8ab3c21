#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: cost.sh GOBELIN SOURCE_ROOT
# Ten and a hundred times a text take ten and a hundred times the work, within 30 per cent. What
# counts are the instructions that valgrind sees, less those for an empty text: unlike time, they
# depend neither on caches nor on what else the machine does.
. "$(dirname -- "$0")/lib.sh" "$1" "$2"

# work ARGUMENT...: how many instructions gobelin takes for them.
work() {
	valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file="$dir/refs" \
		"$gobelin" "$@" >/dev/null 2>&1 </dev/null && sed -n 's/^summary: *//p' "$dir/refs"
}

if ! work version >/dev/null; then
	echo "1..0 # SKIP valgrind is not here, or does not run a program with sanitizers"
	exit 0
fi

# copies N FILE FORM: the text N times, one after another or as items of a list.
copies() {
	awk -v n="$1" -v form="$3" '
		{ text = text $0 "\n"; indented = indented (NR == 1 ? "- " : "  ") $0 "\n" }
		END {
			if (form == "json")
				printf "["
			for (i = 0; i < n; i++)
				printf "%s%s", form == "yaml" ? indented : text, form == "json" && i + 1 < n ? "," : ""
			if (form == "json")
				printf "]"
		}' "$2"
}

# linear NAME EMPTY ONE TEN HUNDRED: judges the numbers of instructions.
linear() {
	ok=0 one=$(($3 - $2)) ten=$(($4 - $2)) hundred=$(($5 - $2))
	if [ "$one" -le 0 ] || [ "$ten" -gt $((13 * one)) ] || [ "$hundred" -gt $((130 * one)) ]; then
		ok=1
	fi
	echo "# $1: $one, $ten, $hundred instructions"
	result $ok "$1: the cost is linear"
}

# parser KIND FILE [FORM]
parser() {
	: >"$dir/0"
	for times in 1 10 100; do
		copies $((4 * times)) "$root/$2" "${3:-}" >"$dir/$times"
	done
	# shellcheck disable=SC2046 # four numbers
	linear "$1" $(for times in 0 1 10 100; do work ast -k "$1" "$dir/$times"; done)
}

parser dockerfile examples/shop/Dockerfile
parser makefile examples/shop/Makefile
parser posix tests/fuzz/seeds/shell/build.sh
parser bash tests/fuzz/seeds/shell/build.sh
parser gomod examples/shop/go.mod
parser yaml examples/shop/.github/workflows/ci.yml yaml
parser json tests/fuzz/seeds/json/renovate.json json
parser jsonc tests/fuzz/seeds/json/renovate.json json
parser json5 tests/fuzz/seeds/json/renovate.json json
parser hcl tests/fuzz/seeds/hcl/bake.hcl
finish
