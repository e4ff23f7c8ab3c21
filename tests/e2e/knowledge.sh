#!/bin/sh
# `./dev knowledge-check` lists what is older than a year, and nothing else. Prints TAP.
set -u

dev=$1/dev
test_number=0

# check WHAT STATUS PATTERN DAY: the status, and a line that matches (none if empty).
check() {
	test_number=$((test_number + 1))
	status=0
	output=$("$dev" knowledge-check "$4" 2>&1) || status=$?
	if [ "$status" -eq "$2" ] && if [ -n "$3" ]; then
		echo "$output" | grep -Eq "$3"
	else
		[ -z "$output" ]
	fi; then
		echo "ok $test_number - $1"
	else
		echo "not ok $test_number - $1"
		echo "$output" | sed 's/^/# /'
	fi
}

echo 1..3
check 'nothing is old on the day of the newest check' 0 '' 2026-11-28
check 'everything is old years later' 1 \
	'^rules/knowledge/go-releases\.yaml:[0-9]+: last checked [0-9-]{10}$' 2099-01-01
check 'what is no day is refused' 2 'YYYY-MM-DD' yesterday
