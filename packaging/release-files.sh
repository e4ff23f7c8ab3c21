#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Adds to the files of a release what there is once: the sources, the list of what is in the
# program (CycloneDX), the Homebrew formula, the npm package, and the checksums of all. usage: release-files.sh DIR
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname "$here")
dist=$(CDPATH='' cd -- "$1" && pwd)
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$root/meson.build" | head -n 1)
homepage=$(sed -n "s/^option('homepage'.* value: '\([^']*\)'.*/\1/p" "$root/meson_options.txt")
source=gobelin-$version.tar.gz

git -C "$root" archive --format=tar --prefix="gobelin-$version/" HEAD | gzip -9n >"$dist/$source"
sha256=$(sha256sum "$dist/$source" | cut -d ' ' -f 1)
if [ -n "$homepage" ]; then
	sed "s|@VERSION@|$version|g; s|@HOMEPAGE@|$homepage|; s|@SHA256@|$sha256|" \
		"$here/gobelin.rb.in" >"$dist/gobelin.rb"
else
	echo "release-files.sh: no formula, since meson_options.txt names no homepage" >&2
fi

# The npm package has the programs of all archives that are there.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
set --
for archive in "$dist/gobelin-$version"-linux-*.tar.gz; do
	cpu=$(basename "$archive" .tar.gz | sed 's/.*-//; s/amd64/x64/')
	tar -xzf "$archive" -C "$work" gobelin
	mv "$work/gobelin" "$work/$cpu"
	set -- "$@" "$cpu=$work/$cpu"
done
"$here/npm.sh" "$dist" "$@"

python3 "$here/sbom.py" >"$dist/gobelin-$version.cdx.json"
cd "$dist"
rm -f SHA256SUMS
sums=$(sha256sum -- *)
echo "$sums" >SHA256SUMS
