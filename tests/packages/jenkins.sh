#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# Jenkins reads the reports in Checkstyle's, JUnit's, Code Climate's and SARIF's format with a
# library, and that library finds all of them. usage: jenkins.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
for tool in java mvn; do
	command -v "$tool" >/dev/null || skip_all "there is no $tool"
done
# The library is built for Java 17, and Reports.java needs the compiler beside it.
java --list-modules 2>/dev/null | grep -q '^jdk\.compiler@\(1[7-9]\|[2-9][0-9]\)' ||
	skip_all "there is no JDK of Java 17 or newer"
library=$TOOLS/jenkins
if [ ! -e "$library/ready" ]; then
	rm -rf "$library"
	mvn -B -q -f "$ROOT/tests/packages/jenkins/pom.xml" dependency:copy-dependencies \
		-DoutputDirectory="$library" >"$work/log" 2>&1 ||
		skip_all "Maven cannot get the library: $(grep ERROR "$work/log" | head -n 1)"
	touch "$library/ready"
fi
cp -R "$ROOT/examples/shop" "$work/shop"
cd "$work/shop" || exit 1
"$1" check --format "checkstyle=$work/checkstyle" --format "gitlab=$work/gitlab" \
	--format "junit=$work/junit" --format "sarif=$work/sarif" --format concise --quiet >"$work/concise"
expect 0 "the library reads the reports" java -cp "$library/*" \
	"$ROOT/tests/packages/jenkins/Reports.java" "checkstyle=$work/checkstyle" \
	"gitlab=$work/gitlab" "junit=$work/junit" "sarif=$work/sarif"
sort "$work/log" >"$work/read"

# wanted FORMAT ERROR WARNING INFO: PATH:LINE of each finding with what Jenkins calls its severity.
# In JUnit's format advice passes, and the dot of hidden folders is lost there as in Java's names.
wanted() {
	sed -n "s/^\([^:]*:[0-9]*\):[0-9]*: \(error\|warning\|info\): .*/\1 \2/p" "$work/concise" |
		sed "s/ error\$/ $2/; s/ warning\$/ $3/; s/ info\$/ $4/; / -\$/d; s/^/$1 /" |
		sed 's/^junit [.]/junit /'
}
{
	wanted checkstyle ERROR NORMAL LOW
	wanted gitlab HIGH NORMAL LOW
	wanted junit HIGH HIGH -
	wanted sarif HIGH NORMAL LOW
} | sort >"$work/wanted"
for format in checkstyle gitlab junit sarif; do
	grep "^$format " "$work/wanted" >"$work/one"
	grep "^$format " "$work/read" | diff "$work/one" - >"$work/log"
	result $? "Jenkins sees each finding of the report: $format"
done
finish
