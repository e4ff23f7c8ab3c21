#!/bin/sh
# usage: leaks.sh COMMAND...
# Run one test of the sanitizer build. Criterion runs its tests in child processes and
# passes over what a sanitizer says when such a child ends: a report fails the test here.
reports=$(mktemp -d) || exit 1
trap 'rm -rf "$reports"' EXIT

ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}log_path=$reports/report" "$@"
status=$?
for report in "$reports"/report*; do
	if [ -e "$report" ]; then
		cat "$report" >&2
		status=1
	fi
done
exit $status
