#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the program for a release: one file that needs no library of the machine it runs on.
# The same sources and compiler give the same bytes, wherever they lie.
# usage: static.sh [--arm64] FILE
#
# --arm64 builds for 64-bit ARM with Debian's cross compiler; parts of the build run in qemu.
# The libraries come from subprojects/*.wrap; MESON_PACKAGE_CACHE_DIR may hold their archives.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cross=
if [ "$1" = --arm64 ]; then
	cross=--cross-file=$root/packaging/arm64.ini
	shift
fi
case $1 in
/*) out=$1 ;;
*) out=$PWD/$1 ;;
esac

# Built from a copy: the archives are unpacked into the sources. Objects are not shared with
# other builds, and no path of this machine gets in.
cp -R "$root/meson.build" "$root/meson_options.txt" "$root/src" "$root/rules" "$root/packaging" \
	"$root/tests" "$root/subprojects" "$build"
cd "$build"
cache=${MESON_PACKAGE_CACHE_DIR:-$root/subprojects/packagecache}
if [ -d "$cache" ]; then
	mkdir -p subprojects/packagecache
	cp "$cache"/*.tar.gz subprojects/packagecache
fi
flags="-ffile-prefix-map=$build=."
# shellcheck disable=SC2086
CCACHE_DISABLE=1 meson setup build $cross --buildtype=release --wrap-mode=forcefallback \
	-Ddefault_library=static -Dtests=disabled -Dc_args="$flags" -Dc_link_args=-static >&2
CCACHE_DISABLE=1 ninja -C build src/cli/gobelin >&2
strip=$(sed -n "s/^strip = '\(.*\)'/\1/p" packaging/arm64.ini)
[ -n "$cross" ] || strip="strip"
"$strip" -o "$out" build/src/cli/gobelin
chmod 755 "$out"
