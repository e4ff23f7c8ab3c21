# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What the tests of packages share; sourced. ROOT is the project, TOOLS a folder in which tools
# from registries are kept between runs.
set -u
: "${ROOT:?}" "${TOOLS:?}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0
failed=0
# shellcheck disable=SC2034 # for the tests
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$ROOT/meson.build" | head -n 1)

# result STATUS NAME: one line of TAP, with what was printed to $work/log where it is not ok.
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	tail -n 60 "$work/log" | sed 's/^/# /'
}

# expect STATUS NAME COMMAND...: runs the command, which must end with the status.
expect() {
	wanted=$1
	name=$2
	shift 2
	status=0
	"$@" >"$work/log" 2>&1 </dev/null || status=$?
	[ "$status" = "$wanted" ] || echo "status $status, expected $wanted" >>"$work/log"
	[ "$status" = "$wanted" ]
	result $? "$name"
}

# says PATTERN NAME: the last log has it.
says() {
	grep -q -e "$1" "$work/log"
	result $? "$2"
}

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

finish() {
	echo "1..$n"
	exit $((failed > 0))
}

# python_tool NAME==VERSION: its folder of programs goes in front of PATH.
python_tool() {
	command -v python3 >/dev/null || skip_all "there is no python3"
	if [ ! -e "$TOOLS/$1/ready" ]; then
		rm -rf "${TOOLS:?}/$1"
		{ python3 -m venv "$TOOLS/$1" && "$TOOLS/$1/bin/pip" install -q "$1"; } \
			>"$work/pip.log" 2>&1 || skip_all "pip cannot install $1"
		touch "$TOOLS/$1/ready"
	fi
	PATH=$TOOLS/$1/bin:$PATH
}

# copy_sources DIR: what a release is built from.
copy_sources() {
	mkdir -p "$1"
	for part in meson.build meson_options.txt pyproject.toml README.md LICENSE \
		.pre-commit-hooks.yaml src rules packaging tests subprojects; do
		cp -R "$ROOT/$part" "$1/" || exit 1
	done
}
