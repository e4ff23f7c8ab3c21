#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `gobelin check --watch`: a change is seen and checked again. usage: watch.sh GOBELIN
# SOURCE_ROOT; prints TAP. What it does on a terminal is in terminal.py.
. "${0%/*}/lib.sh"

watcher=
stop() {
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
	watcher=
}
trap 'stop; rm -rf "$dir"' EXIT

# forget: what was printed so far; what comes next belongs to the next change.
forget() {
	: >"$dir/out"
}

# watch ARGUMENT...: begins to watch the current folder, and waits for the first report.
watch() {
	stop
	forget
	: >"$dir/err"
	"$gobelin" check --watch "$@" >>"$dir/out" 2>"$dir/err" </dev/null &
	watcher=$!
	rounds=0
	await
}

# await: the end of one more round; looks every tenth of a second, for ten seconds.
await() {
	rounds=$((rounds + 1))
	tries=0
	while [ "$(grep -c 'waiting for a change' "$dir/err")" -lt "$rounds" ] && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	status=0
	[ $tries -lt 100 ] || status=timeout
}

# quiet NAME: nothing is checked for a while.
quiet() {
	sleep 1
	[ "$(grep -c 'waiting for a change' "$dir/err")" = "$rounds" ]
	result $? "$1"
}

project shop
printf 'FROM golang:1.22\nCOPY go.mod ./\nRUN go mod download\n' >Dockerfile
printf 'module example.com/shop\n\ngo 1.21\n' >go.mod
watch --format concise
expect "the first report" 0 out '^Dockerfile:1:.*GB603' err 'waiting for a change; Ctrl-C ends'
quiet "without a change it waits"

forget
printf 'module example.com/shop\n\ngo 1.26\n' >go.mod
await
expect "a file that is edited" 0 out '^Dockerfile:1:.*GB601'
forget
mkdir -p images
printf 'FROM golang:1.21\nRUN true\n' >images/new.Dockerfile
await
expect "a file that is new, in a new folder" 0 out '^images/new.Dockerfile:1:.*GB603'
forget
rm -r images
await
expect "a folder that is gone" 0 out '^Dockerfile:1:.*GB601'
silent "is not reported on" out '^images'
forget
echo 'ignore: [GB601' >.gobelin.yaml
await
expect "a configuration that is wrong" 0 err '.gobelin.yaml:.*'
forget
echo 'fail-on: never' >.gobelin.yaml
await
expect "and is mended" 0 out '^Dockerfile:1:.*GB601'
forget
mv go.mod go.mod.new
mv go.mod.new go.mod
printf 'FROM golang:1.26-bookworm\nRUN CGO_ENABLED=0 go build -a .\n' >Dockerfile.new
mv Dockerfile.new Dockerfile
await
expect "a file that is replaced" 0 out '^Dockerfile:2:.*GB415'
kill "$watcher"
wait "$watcher"
status=$?
watcher=
expect "a signal ends it" 143

mkdir -p own/topic
sed -e 's/^id: .*/id: OWN1/' -e 's/^name: .*/name: own/' -e 's/compiles every package anew/First wording/' \
	"$root/rules/layers/build-forces-rebuild.yaml" >own/topic/own.yaml
rm .gobelin.yaml
watch --format concise --rules own
expect "rules of one's own" 0 out 'First wording'
forget
sed 's/First wording/Second wording/' own/topic/own.yaml >"$dir/own.yaml"
cat "$dir/own.yaml" >own/topic/own.yaml
await
expect "are read again" 0 out 'Second wording'

# Its own reports lie in the folder that is watched.
watch --format "json=report.json" --format concise
expect "a report into a file" 0 out '^Dockerfile:'
sleep 1
rounds=$(grep -c 'waiting for a change' "$dir/err")
quiet "does not start it over and over"

stop
echo 'FROM golang' | "$gobelin" check --watch --stdin-filename Dockerfile - >"$dir/out" 2>"$dir/err"
status=$?
expect "standard input is not watched" 2 err 'neither with --fix nor with -'
run check --watch --fix
expect "nothing is fixed under an editor" 2 err 'neither with --fix nor with -'
finish
