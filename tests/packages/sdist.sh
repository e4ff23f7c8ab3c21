#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# The Python sources of a release, installed by pip on a machine without a compiler: it takes the
# one that PyPI has. With a compiler pip builds them in pre_commit.sh. usage: sdist.sh GOBELIN;
# prints TAP.
. "$ROOT/tests/packages/common.sh"
for tool in git python3; do
	command -v "$tool" >/dev/null || skip_all "there is no $tool"
done
python3 -m venv "$work/zig" >"$work/log" 2>&1 || skip_all "python3 has no venv"
"$work/zig/bin/pip" download -q --no-deps -d "$work/wheels" ziglang >"$work/log" 2>&1 ||
	skip_all "pip cannot get a compiler: $(tail -n 1 "$work/log")"
"$ROOT/packaging/libraries.sh" "$TOOLS/libraries" >"$work/log" 2>&1 ||
	skip_all "the sources of the libraries are not to be had: $(tail -n 1 "$work/log")"
MESON_PACKAGE_CACHE_DIR=$TOOLS/libraries
PYTHONDONTWRITEBYTECODE=1
export MESON_PACKAGE_CACHE_DIR PYTHONDONTWRITEBYTECODE
unset CC

# The sources are those of a commit.
copy_sources "$work/gobelin"
cd "$work/gobelin" || exit 1
git init -q && git add -A &&
	git -c user.name=tester -c user.email=tester@gobelin.example commit -q -m gobelin
mkdir "$work/dist"
expect 0 "the sources are packed" env PYTHONPATH=packaging/python python3 -c '
import sys, gobelin_wheel
gobelin_wheel.build_sdist(sys.argv[1])' "$work/dist"
sources=$work/dist/gobelin-$version.tar.gz
tar -tzf "$sources" >"$work/log" 2>&1
says "^gobelin-$version/PKG-INFO\$" "they say what they are"

# What pip and meson call, and no more.
mkdir "$work/bin"
for tool in python3 sh env cp mkdir rm mv ln cat sed uname git patch tar gzip pkg-config; do
	place=$(command -v "$tool") && ln -s "$place" "$work/bin/$tool"
done
expect 0 "pip installs them without a compiler" env PATH="$work/bin" \
	"$work/zig/bin/pip" install -q "$sources"
expect 0 "the program runs" "$work/zig/bin/gobelin" version
says "^gobelin $version\$" "it is this version"
(cd "$ROOT/examples" && "$work/zig/bin/gobelin" check --format json shop) >"$work/got" 2>"$work/log"
(cd "$ROOT/examples" && "$1" check --format json shop) >"$work/wanted" 2>>"$work/log"
cmp "$work/wanted" "$work/got" >>"$work/log" 2>&1 && [ -s "$work/got" ]
result $? "it reports what it should"
finish
