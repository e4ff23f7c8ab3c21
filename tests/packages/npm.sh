#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# The npm package, installed and run by npm. usage: npm.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
command -v npm >/dev/null || skip_all "there is no npm"
cpu=$(node -p process.arch)
HOME=$work
SOURCE_DATE_EPOCH=1700000000
npm_config_offline=true
export HOME SOURCE_DATE_EPOCH npm_config_offline
cd "$work" || exit 1

mkdir one two project
expect 0 "a package is made" "$ROOT/packaging/npm.sh" one "$cpu=$1"
expect 0 "and again" "$ROOT/packaging/npm.sh" two "$cpu=$1"
expect 0 "it has the same bytes" cmp "one/gobelin-$version.tgz" "two/gobelin-$version.tgz"
tar -xzf "one/gobelin-$version.tgz"
npm pack --json ./package >packed.json 2>log
result $? "npm packs the same"
node -e 'for (const file of JSON.parse(require("fs").readFileSync("packed.json"))[0].files) console.log("package/" + file.path)' |
	sort >packed
tar -tzf "one/gobelin-$version.tgz" | grep -v '/$' | sort | cmp - packed >log 2>&1
result $? "file by file"

cd project || exit 1
printf '{"name": "project", "private": true}\n' >package.json
printf 'module example.org/project\n\ngo 1.26\n' >go.mod
printf 'FROM golang:1.22-bookworm\nCOPY go.mod ./\nRUN go mod download\n' >Dockerfile
expect 0 "npm installs it" npm install --no-audit --no-fund "../one/gobelin-$version.tgz"
expect 0 "npx runs it" npx --no-install gobelin version
says "^gobelin $version\$" "it is this version"
expect 1 "findings are 1" npx --no-install gobelin check
says 'GB601 go-older-than-gomod' "they are told"
expect 2 "trouble is 2" npx --no-install gobelin check --no-such-option
rm "node_modules/gobelin/gobelin-linux-$cpu"
expect 2 "another machine is told" npx --no-install gobelin version
says "there is no program for linux on $cpu" "by its name"
finish
