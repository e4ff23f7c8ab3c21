#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds for a release: the program as one file that needs no library of the machine it runs on,
# with what belongs to it, as a tree usr/ in DIR. The same sources and compiler give the same
# bytes, wherever they lie. usage: static.sh [--arm64] DIR
#
# --arm64 builds for 64-bit ARM with Debian's cross compiler; parts of the build run in qemu.
# The libraries come from subprojects/*.wrap; MESON_PACKAGE_CACHE_DIR may hold their archives.
set -eu
umask 022
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cross=
if [ "$1" = --arm64 ]; then
	cross=--cross-file=packaging/arm64.ini
	shift
fi
mkdir -p "$1"
out=$(CDPATH='' cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# From a copy, since the archives are unpacked into the sources. No object comes from another
# build, no path of this machine gets in.
for part in meson.build meson_options.txt src rules packaging tests; do
	cp -R "$root/$part" "$work"
done
mkdir "$work/subprojects"
cp -R "$root"/subprojects/*.wrap "$root/subprojects/packagefiles" "$work/subprojects"
cache=${MESON_PACKAGE_CACHE_DIR:-$root/subprojects/packagecache}
if [ -d "$cache" ]; then
	mkdir "$work/subprojects/packagecache"
	cp "$cache"/*.tar.gz "$work/subprojects/packagecache"
fi
cd "$work"
export CCACHE_DISABLE=1
# shellcheck disable=SC2086 # no word where nothing is crossed
meson setup build $cross --prefix=/usr --buildtype=release --wrap-mode=forcefallback \
	--strip -Ddefault_library=static -Dtests=disabled -Dc_link_args=-static \
	-Dc_args="['-ffile-prefix-map=$work=.']" >&2
ninja -C build src/cli/gobelin packaging/gobelin packaging/_gobelin packaging/gobelin.fish \
	packaging/gobelin.1 >&2
DESTDIR=$out meson install -C build --no-rebuild >&2

# What is linked in asks that its licence goes along.
doc=$out/usr/share/doc/gobelin
mkdir -p "$doc"
cp "$root/LICENSE" "$doc/LICENSE"
{
	echo "gobelin is linked with these libraries, and with the GNU C Library (LGPL 2.1 or later)."
	for licence in subprojects/cJSON-*/LICENSE subprojects/libyaml-*/License \
		subprojects/pcre2-*/LICENCE.md; do
		library=${licence#subprojects/}
		printf '\n--- %s ---\n\n' "${library%/*}"
		cat "$licence"
	done
} >"$doc/THIRD-PARTY"
