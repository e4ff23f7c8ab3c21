#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2319 # a condition is what is judged
# shellcheck source=tests/packages/common.sh
# The files of a release: made twice in different folders, they are the same bytes; each is
# installed and run. usage: release.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
gobelin=$1
for tool in python3 gcc meson dpkg-deb; do
	command -v "$tool" >/dev/null || skip_all "there is no $tool"
done
"$ROOT/packaging/libraries.sh" "$TOOLS/libraries" >"$work/log" 2>&1 ||
	skip_all "the sources of the libraries are not to be had: $(tail -n 1 "$work/log")"
MESON_PACKAGE_CACHE_DIR=$TOOLS/libraries
SOURCE_DATE_EPOCH=1700000000
PYTHONDONTWRITEBYTECODE=1
export MESON_PACKAGE_CACHE_DIR SOURCE_DATE_EPOCH PYTHONDONTWRITEBYTECODE
arch=$(dpkg --print-architecture)
archive=gobelin-$version-linux-$arch.tar.gz

expect 0 "a release is made" "$ROOT/packaging/release.sh" "v$version" "$work/one"
mkdir -p "$work/a longer/way to"
expect 0 "and again, elsewhere" env TMPDIR="$work/a longer/way to" \
	"$ROOT/packaging/release.sh" "v$version" "$work/two"
diff -r "$work/one" "$work/two" >"$work/log" 2>&1
result $? "both are the same bytes"
expect 1 "a tag of another version is refused" "$ROOT/packaging/release.sh" v9.9.9 "$work/three"
says "the tag is v9.9.9" "it is said why"

# same_report PROGRAM NAME: it reports what the program of this build does.
same_report() {
	(cd "$ROOT/examples" && "$gobelin" check --format json shop) >"$work/wanted" 2>"$work/log"
	# shellcheck disable=SC2086 # may be a program that runs the program
	(cd "$ROOT/examples" && $1 check --format json shop) >"$work/got" 2>>"$work/log"
	cmp "$work/wanted" "$work/got" >>"$work/log" 2>&1 && [ -s "$work/got" ]
	result $? "$2"
}

mkdir "$work/archive"
tar -xzf "$work/one/$archive" -C "$work/archive"
same_report "$work/archive/gobelin" "the program of the archive"
for file in gobelin.1 gobelin.bash _gobelin gobelin.fish LICENSE THIRD-PARTY; do
	[ -s "$work/archive/$file" ] || echo "$file is missing"
done >"$work/log"
[ ! -s "$work/log" ]
result $? "the archive has what belongs to it"
if command -v ldd >/dev/null; then
	ldd "$work/archive/gobelin" >"$work/log" 2>&1
	grep -q 'not a dynamic executable\|statically linked' "$work/log"
	result $? "it needs no library"
fi
grep -a -q -e "$work" -e "$ROOT" "$work/archive/gobelin" && echo "a path of this machine" >"$work/log"
! grep -a -q -e "$work" -e "$ROOT" "$work/archive/gobelin"
result $? "no path of this machine is in it"

deb=$work/one/gobelin_${version}_$arch.deb
expect 0 "the Debian package unpacks" dpkg-deb -x "$deb" "$work/debian"
same_report "$work/debian/usr/bin/gobelin" "the program of the Debian package"
if [ "$(id -u)" = 0 ]; then
	mkdir -p "$work/admin/updates" "$work/admin/info" "$work/target"
	: >"$work/admin/status"
	expect 0 "dpkg installs the Debian package" dpkg --admindir="$work/admin" \
		--instdir="$work/target" --force-script-chrootless -i "$deb"
	[ -x "$work/target/usr/bin/gobelin" ]
	result $? "it is installed"
fi
if command -v lintian >/dev/null; then
	expect 0 "lintian finds nothing" lintian --allow-root --fail-on error,warning \
		--suppress-tags initial-upload-closes-no-bugs "$deb"
fi

python3 -m venv "$work/venv" >"$work/log" 2>&1 &&
	"$work/venv/bin/pip" install --no-index --quiet "$work"/one/*.whl >>"$work/log" 2>&1
result $? "pip installs the wheel"
same_report "$work/venv/bin/gobelin" "the program of the wheel"

if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64-static >/dev/null; then
	expect 0 "a release for arm64 is made" "$ROOT/packaging/release.sh" --arm64 "v$version" "$work/arm"
	mkdir "$work/arm64"
	tar -xzf "$work/arm/gobelin-$version-linux-arm64.tar.gz" -C "$work/arm64"
	same_report "qemu-aarch64-static $work/arm64/gobelin" "the program for arm64"
	cp "$work"/arm/* "$work/one"
fi

# The files that there are once. Taken from the commit; a tree without git has no release.
if git -C "$ROOT" rev-parse HEAD >/dev/null 2>&1; then
	expect 0 "the common files are made" "$ROOT/packaging/release-files.sh" "$work/one"
	(cd "$work/one" && sha256sum --check --quiet SHA256SUMS) >"$work/log" 2>&1
	result $? "the checksums hold"
	listed=$(grep -c . "$work/one/SHA256SUMS")
	[ "$listed" -eq "$(find "$work/one" -type f -not -name SHA256SUMS | wc -l)" ]
	result $? "every file has one"

	# The formula leads to the project's home, so a fork is given one.
	git clone -q "$ROOT" "$work/fork" && cd "$work/fork" &&
		sed "s|\(option('homepage'.* value: '\)[^']*'|\1https://forge.example/gobelin'|" \
			meson_options.txt >"$work/options" && cp "$work/options" meson_options.txt &&
		git -c user.name=tester -c user.email=tester@gobelin.example commit -q -a -m home
	rm "$work/one/SHA256SUMS"
	expect 0 "the common files of a project that has a home" packaging/release-files.sh "$work/one"
	! grep -q '@[A-Z0-9]*@' "$work/one/gobelin.rb" &&
		grep -q 'homepage "https://forge.example/gobelin"' "$work/one/gobelin.rb" &&
		grep -q "sha256 \"$(sha256sum "$work/one/gobelin-$version.tar.gz" | cut -d ' ' -f 1)\"" \
			"$work/one/gobelin.rb"
	result $? "the formula has that home, and the checksum of the sources"
fi
if (python_tool 'cyclonedx-python-lib[json-validation]==11.7.0') >"$work/log"; then
	python_tool 'cyclonedx-python-lib[json-validation]==11.7.0'
	python3 "$ROOT/packaging/sbom.py" >"$work/bom.json"
	expect 0 "the list of parts is CycloneDX" python3 -c '
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(repr(error) if error else 0)' "$work/bom.json"
fi
finish
