#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts the sources of the libraries where meson looks for them, checked against the hashes in
# subprojects/*.wrap. usage: libraries.sh DIR
#
# meson downloads them itself where it can; this is for machines that reach a mirror of Debian
# and nothing else. Debian 13 has the same archives under its own names.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$1"
dir=$(CDPATH='' cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# value KEY WRAP: of a line "key = value".
value() { sed -n "s/^$1 = //p" "$root/subprojects/$2.wrap"; }

# whole WRAP: is its archive there, as it must be?
whole() {
	echo "$(value source_hash "$1")  $dir/$(value source_filename "$1")" |
		sha256sum --check --status 2>/dev/null
}

missing=
for wrap in cjson libyaml pcre2; do
	whole "$wrap" || missing="$missing $wrap"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "libraries.sh: there is no apt-get here" >&2; exit 1; }

# The machine's own list of mirrors, for the sources of that release.
mkdir -p "$work/sources" "$work/lists/partial"
chmod -R a+rX "$work"
# shellcheck disable=SC1091
here=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
sed "s/^Types:.*/Types: deb-src/; s/$here/trixie/g" /etc/apt/sources.list.d/debian.sources \
	>"$work/sources/debian.sources"
apt() {
	apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" \
		-o Dir::State::Lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
apt update
cd "$work"
for wrap in $missing; do
	apt source --download-only --tar-only "$wrap"
	mv "$work/$wrap"_*.orig.tar.gz "$dir/$(value source_filename "$wrap")"
	whole "$wrap" || { echo "libraries.sh: $wrap is not what the wrap file says" >&2; exit 1; }
done
