#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# meson.build alone says which version this is, and meson_options.txt where the project lives; what
# else names them agrees. usage: versions.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
cd "$ROOT" || exit 1

[ -n "$version" ] && : >"$work/log"
result $? "meson.build has it"
expect 0 "the program says its version" "$1" version
says "^gobelin $version\$" "it is that of meson.build"
"$1" man | grep -q "gobelin $version" && : >"$work/log"
result $? "the manual page says it"
grep -q -E "^## \[?($version|Unreleased)" CHANGELOG.md && : >"$work/log"
result $? "the changelog has it, or what is not released"
if command -v python3 >/dev/null; then
	expect 0 "the wheel says it" env PYTHONPATH=packaging/python PYTHONDONTWRITEBYTECODE=1 \
		python3 -c 'import gobelin_wheel; print(gobelin_wheel.metadata())'
	says "^Version: $version\$" "it is that of meson.build"
	expect 0 "the list of parts says it" env PYTHONDONTWRITEBYTECODE=1 python3 packaging/sbom.py
	says "\"bom-ref\": \"gobelin@$version\"" "it is that of meson.build"
fi

# A fork that has a home writes it down once.
copy_sources "$work/fork"
homepage=https://forge.example/team/gobelin
sed "s|\(option('homepage'.* value: '\)[^']*'|\1$homepage'|" meson_options.txt >"$work/fork/meson_options.txt"
if command -v python3 >/dev/null; then
	expect 0 "the wheel of a fork" env PYTHONPATH="$work/fork/packaging/python" \
		PYTHONDONTWRITEBYTECODE=1 python3 -c 'import gobelin_wheel; print(gobelin_wheel.metadata())'
	says "^Project-URL: Homepage, $homepage\$" "it says where the fork lives"
fi
expect 0 "the npm package of a fork" env SOURCE_DATE_EPOCH=1 "$work/fork/packaging/npm.sh" "$work" "x64=$1"
tar -xzOf "$work/gobelin-$version.tgz" package/package.json >"$work/log"
says "\"homepage\": \"$homepage\"," "it says so too"

# What users copy from the guides names a tag of this version.
grep -n -o -E '(rev: |gobelin@)v[0-9][0-9.]*[0-9]' README.md docs/*.md |
	grep -v -E "(rev: |gobelin@)v$version\$" >"$work/log"
[ ! -s "$work/log" ]
result $? "the guides name the tag v$version"

# The version of each library stands in its wrap file and in the meson.build that goes with it.
for wrap in cjson libyaml pcre2; do
	own=$(sed -n "s/.*version: '\([^']*\)'.*/\1/p" "subprojects/packagefiles/$wrap/meson.build" | head -n 1)
	grep -v "^source_hash" "subprojects/$wrap.wrap" >"$work/log"
	[ -n "$own" ] && grep -q "^directory = .*-$own\$" "subprojects/$wrap.wrap" &&
		grep -q "^source_filename = .*-$own.tar.gz\$" "subprojects/$wrap.wrap"
	result $? "$wrap is of one version"
done
finish
