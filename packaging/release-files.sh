#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Adds to the files of a release what there is once: the sources, the list of what is in the
# program (CycloneDX), the Homebrew formula, and the checksums of all. usage: release-files.sh DIR
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname "$here")
dist=$(CDPATH='' cd -- "$1" && pwd)
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$root/meson.build" | head -n 1)
homepage=$(sed -n "s/^homepage = '\(.*\)'/\1/p" "$root/meson.build")
source=gobelin-$version.tar.gz

git -C "$root" archive --format=tar --prefix="gobelin-$version/" HEAD | gzip -9n >"$dist/$source"
sha256=$(sha256sum "$dist/$source" | cut -d ' ' -f 1)
sed "s|@VERSION@|$version|g; s|@HOMEPAGE@|$homepage|; s|@SHA256@|$sha256|" \
	"$here/gobelin.rb.in" >"$dist/gobelin.rb"
python3 "$here/sbom.py" >"$dist/gobelin-$version.cdx.json"
cd "$dist"
rm -f SHA256SUMS
sums=$(sha256sum -- *)
echo "$sums" >SHA256SUMS
