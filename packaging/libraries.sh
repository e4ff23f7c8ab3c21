#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts the archives of the libraries that subprojects/*.wrap name into a folder, for a build that
# is to download nothing: MESON_PACKAGE_CACHE_DIR=DIR. usage: libraries.sh DIR
#
# Where a machine reaches a mirror of Debian and nothing else, they come from there: Debian 13 has
# the same archives under its own names. The hashes in the wrap files decide.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$1"
dir=$(CDPATH='' cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# value KEY WRAP: of a line "key = value".
value() { sed -n "s/^$1 = //p" "$root/subprojects/$2.wrap"; }

# whole WRAP: is its archive there, as it must be?
whole() {
	echo "$(value source_hash "$1")  $dir/$(value source_filename "$1")" |
		sha256sum --check --status 2>/dev/null
}

download() {
	curl -fsSL --connect-timeout 10 --max-time 300 -o "$dir/$(value source_filename "$1")" \
		"$(value source_url "$1")" && whole "$1"
}

# The machine's own mirrors of Debian, for the sources of the release that has these archives.
apt() {
	mkdir -p "$work/sources" "$work/lists/partial"
	# shellcheck disable=SC1091
	release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	sed "s/^Types:.*/Types: deb-src/; s/$release/trixie/g" \
		/etc/apt/sources.list.d/debian.sources >"$work/sources/debian.sources"
	apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" \
		-o Dir::State::Lists="$work/lists" -o APT::Sandbox::User=root "$@"
}

from_debian() {
	[ -d "$work/lists" ] || apt update
	apt source --download-only --tar-only "$1"
	mv "$1"_*.orig.tar.gz "$dir/$(value source_filename "$1")"
	whole "$1"
}

for wrap in cjson libyaml pcre2; do
	whole "$wrap" || download "$wrap" || from_debian "$wrap" || {
		echo "libraries.sh: cannot get $wrap as the wrap file says" >&2
		exit 1
	}
done
