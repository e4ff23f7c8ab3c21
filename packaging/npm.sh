#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes an npm package that carries the program for each processor that is named, as Node.js
# calls it. SOURCE_DATE_EPOCH is its date. usage: npm.sh DIR x64=PROGRAM [arm64=PROGRAM]
set -eu
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$here/../meson.build" | head -n 1)
homepage=$(sed -n "s/^option('homepage'.* value: '\([^']*\)'.*/\1/p" "$here/../meson_options.txt")
url=
[ -z "$homepage" ] || url="\"homepage\": \"$homepage\", "
dist=$(CDPATH='' cd -- "$1" && pwd)
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/package"
cpus=
for program in "$@"; do
	cp "${program#*=}" "$work/package/gobelin-linux-${program%%=*}"
	cpus="$cpus, \"${program%%=*}\""
done
cp "$here/npm/gobelin.js" "$here/npm/README.md" "$here/../LICENSE" "$work/package"
cat >"$work/package/package.json" <<TEXT
{
  "name": "gobelin",
  "version": "$version",
  "description": "Checks the files that decide how Go programs are built",
  $url"license": "Apache-2.0",
  "bin": "gobelin.js",
  "engines": { "node": ">=16" },
  "os": ["linux"],
  "cpu": [${cpus#, }]
}
TEXT
chmod 755 "$work"/package/gobelin*
(cd "$work" && tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
	-cf - package) | gzip -9n >"$dist/gobelin-$version.tgz"
