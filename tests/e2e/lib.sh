# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034 # what is set here is used by who reads this
# What the tests of the command line share. Read with `. lib.sh GOBELIN SOURCE_ROOT`; prints TAP.
set -u
case $1 in
/*) gobelin=$1 ;;
*) gobelin=$PWD/$1 ;;
esac
root=$(CDPATH='' cd -- "$2" && pwd) || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE
n=0
failed=0

# result OK NAME: one line of TAP, with what was printed last where it is not ok.
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	for part in out err log; do
		[ ! -e "$dir/$part" ] || sed "s/^/# $part: /" "$dir/$part"
	done
}

# run ARGUMENT...: runs gobelin in the current folder and keeps what it says.
run() {
	"$gobelin" "$@" >"$dir/out" 2>"$dir/err" </dev/null
	status=$?
}

# expect NAME STATUS [out|err PATTERN]...: judges the last run; patterns are grep's.
expect() {
	name=$1
	ok=0
	[ "$status" = "$2" ] || { ok=1; echo "# status $status, expected $2"; }
	shift 2
	while [ $# -gt 1 ]; do
		grep -q -e "$2" "$dir/$1" || { ok=1; echo "# no \"$2\" in std$1"; }
		shift 2
	done
	result $ok "$name"
}

# project NAME: a fresh repository to work in.
project() {
	rm -rf "${dir:?}/$1"
	mkdir -p "$dir/$1/.git"
	cd "$dir/$1" || exit 1
}

# silent NAME out|err PATTERN: the last run says nothing like that.
silent() {
	ok=0
	! grep -q -e "$3" "$dir/$2" || { ok=1; echo "# \"$3\" in std$2"; }
	result $ok "$1"
}

# finish: the plan, and the exit status.
finish() {
	echo "1..$n"
	exit $((failed > 0))
}
