#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the files of a release for one architecture: an archive, a Debian package and a Python
# wheel, all with the same program. usage: release.sh [--arm64] TAG DIR
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname "$here")
arch=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
option=
if [ "$1" = --arm64 ]; then
	option=--arm64
	arch=arm64
	shift
fi
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$root/meson.build" | head -n 1)
if [ "$1" != "v$version" ]; then
	echo "release.sh: the tag is $1, but meson.build says $version" >&2
	exit 1
fi
mkdir -p "$2"
dist=$(CDPATH='' cd -- "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# shellcheck disable=SC2086
"$here/static.sh" $option "$work/tree"

name=gobelin-$version-linux-$arch
mkdir "$work/archive"
find "$work/tree/usr" -type f -exec cp {} "$work/archive" \;
# bash looks for a file gobelin, which the program is called too.
mv "$work/archive/gobelin" "$work/archive/lost"
cp "$work/tree/usr/bin/gobelin" "$work/archive/gobelin"
cp "$work/tree/usr/share/bash-completion/completions/gobelin" "$work/archive/gobelin.bash"
rm "$work/archive/lost"
chmod -R u=rwX,go=rX "$work/archive"
(cd "$work/archive" && tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
	--numeric-owner -cf - -- *) | gzip -9n >"$dist/$name.tar.gz"

"$here/deb.sh" "$work/tree" "$version" "$arch" "$dist"

machine=$(echo "$arch" | sed 's/amd64/x86_64/; s/arm64/aarch64/')
PYTHONPATH=$here/python python3 - "$work/tree/usr/bin/gobelin" "$machine" "$dist" <<'TEXT'
import sys, gobelin_wheel
program, machine, dist = sys.argv[1:]
# The program is static: it runs wherever the kernel does, with any C library.
platform = "manylinux2014_%s.musllinux_1_1_%s" % (machine, machine)
gobelin_wheel.build_wheel(dist, {"binary": program, "platform": platform})
TEXT
