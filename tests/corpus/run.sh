#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Are the findings in the projects of this folder those that they are marked with?
# usage: run.sh GOBELIN [--update] [CASE...]; prints TAP. README.md says how a case looks.
set -u
case $1 in
/*) gobelin=$1 ;;
*) gobelin=$PWD/$1 ;;
esac
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
update=no
if [ "${1:-}" = --update ]; then
	update=yes
	shift
fi
cd "$here" || exit 1
whole=no
if [ $# -eq 0 ]; then
	whole=yes
	set -- article/* real-shapes/*/* rules/*/*
fi

# Each case becomes a repository of its own, away from this one.
mkdir "$dir/cases" "$dir/out"
cp -R article real-shapes rules "$dir/cases" || exit 1
cd "$dir/cases" || exit 1
for name in "$@"; do
	[ -d "$name" ] || { echo "Bail out! there is no case $name"; exit 1; }
done
printf '%s/.git\n' "$@" | xargs mkdir
(cd "$dir/out" && printf '%s\n' "$@" | xargs mkdir -p)
for name in "$@"; do
	found=$dir/out/$name/found
	faults=$dir/out/$name/faults
	cd "$dir/cases/$name" || exit 1
	config=--no-config
	[ ! -f .gobelin.yaml ] || config=--config=.gobelin.yaml
	"$gobelin" check $config --jobs 1 --format concise --quiet --fail-on never . \
		>"$found" 2>"$faults" </dev/null || echo "status $?" >>"$faults"
	if [ $update = yes ]; then
		cp "$found" "$here/$name/expected.txt"
	elif ! cmp -s expected.txt "$found"; then
		diff -u expected.txt "$found" >>"$faults" 2>&1
	fi
done
cd "$dir/cases" || exit 1
find "$@" -name .git -prune -o -type f ! -name expected.txt -print |
	LC_ALL=C sort | awk -v out="$dir/out" -f "$here/markers.awk"

n=0
failed=0
for name in "$@"; do
	found=$dir/out/$name/found
	case $name in
	real-shapes/clean/*)
		# Silence is what these are for: some advice, and nothing that stops a build.
		grep -v ': info: ' "$found" | sed 's/^/not clean: /' >>"$dir/out/$name/faults"
		[ "$(wc -l <"$found")" -le 3 ] || echo "more than three findings" >>"$dir/out/$name/faults"
		;;
	esac
	n=$((n + 1))
	if [ -s "$dir/out/$name/faults" ]; then
		failed=$((failed + 1))
		echo "not ok $n - $name"
		sed 's/^/# /' "$dir/out/$name/faults"
	else
		echo "ok $n - $name"
	fi
done

# Is there a case for each rule that is asked unless somebody leaves it out?
if [ $whole = yes ]; then
	n=$((n + 1))
	cat "$dir"/out/*/*/found "$dir"/out/*/*/*/found 2>/dev/null |
		sed -n 's/.*\[\(GB[0-9]*\) [a-z0-9-]*\]$/\1/p' | sort -u >"$dir/shown"
	"$gobelin" rules | sed -n '/(off unless selected)$/!s/^\(GB[0-9]*\) .*/\1/p' | sort >"$dir/asked"
	comm -23 "$dir/asked" "$dir/shown" >"$dir/without"
	if [ -s "$dir/asked" ] && [ ! -s "$dir/without" ]; then
		echo "ok $n - each rule that is on by default has a case"
	else
		failed=$((failed + 1))
		echo "not ok $n - each rule that is on by default has a case"
		sed 's/^/# no case: /' "$dir/without"
	fi
fi
echo "1..$n"
[ $failed -eq 0 ] && [ $n -gt 0 ]
