#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a Debian package of a tree that static.sh has made.
# usage: deb.sh TREE VERSION ARCH DIR; SOURCE_DATE_EPOCH is its date.
set -eu
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
homepage=$(sed -n "s/^option('homepage'.* value: '\([^']*\)'.*/\1/p" "$here/../meson_options.txt")
# A package must name an address; names below .example lead nowhere (RFC 2606).
maintainer="The gobelin authors <authors@gobelin.example>"
dist=$(CDPATH='' cd -- "$4" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp -R "$1/usr" "$work/usr"
doc=$work/usr/share/doc/gobelin
mkdir -p "$work/DEBIAN" "$work/usr/share/zsh/vendor-completions" "$work/usr/share/lintian/overrides"
# Debian has another place than zsh itself.
mv "$work/usr/share/zsh/site-functions/_gobelin" "$work/usr/share/zsh/vendor-completions/"
rmdir "$work/usr/share/zsh/site-functions"
gzip -9n "$work/usr/share/man/man1/gobelin.1"

{
	echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
	[ -z "$homepage" ] || echo "Source: $homepage"
	printf '\nFiles: *\nCopyright: 2026 the gobelin authors\nLicense: Apache-2.0\n'
	echo " On Debian systems, the full text of the Apache License 2.0 is in"
	echo " /usr/share/common-licenses/Apache-2.0. The licences of the libraries that are linked"
	echo " in are in THIRD-PARTY, beside this file."
} >"$doc/copyright"
rm "$doc/LICENSE"
{
	printf 'gobelin (%s) unstable; urgency=medium\n\n' "$2"
	printf '  * New release%s.\n\n' "${homepage:+, see $homepage}"
	printf ' -- %s  %s\n' "$maintainer" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$doc/changelog.gz"
{
	echo "gobelin: statically-linked-binary [usr/bin/gobelin]"
	echo "gobelin: embedded-library libyaml [usr/bin/gobelin]"
} >"$work/usr/share/lintian/overrides/gobelin"

cat >"$work/DEBIAN/control" <<TEXT
Package: gobelin
Version: $2
Architecture: $3
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$work/usr" | cut -f 1)
Section: devel
Priority: optional
${homepage:+Homepage: $homepage
}Description: linter for the files that decide how Go programs are built
 gobelin reads Dockerfiles, makefiles, GitHub Actions workflows, Renovate
 configuration, go.mod, compose files and Kubernetes manifests together, works
 out the environment of every go command in them, and reports what is wrong.
TEXT
(cd "$work" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
dpkg-deb --root-owner-group -Zxz --build "$work" "$dist/gobelin_$2_$3.deb" >/dev/null
