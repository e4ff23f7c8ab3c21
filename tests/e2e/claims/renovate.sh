#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the rules claim of Renovate, shown by its own validator where that is on the PATH (`npm
# install renovate`). usage: renovate.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
needs renovate-config-validator
validator=$(readlink -f "$(command -v renovate-config-validator)")

# configuration CASE BAD GOOD: two configurations for the rule.
configuration() {
	claim "$1" "$2"
	echo "$3" | bad renovate.json
	echo "$4" | good renovate.json
}
strict() { renovate-config-validator --strict; }

configuration GB901 "a preset that was renamed" '{"extends": ["config:base"]}' \
	'{"extends": ["config:recommended"]}'
shows 'Config migration necessary' strict

configuration GB902 "an unknown option" '{"extends": ["config:recommended"], "packageRule": []}' \
	'{"extends": ["config:recommended"], "packageRules": []}'
shows 'Invalid configuration option: packageRule' strict

configuration GB909 "a schedule with a minute" \
	'{"extends": ["config:recommended"], "schedule": ["0 3 * * 1"]}' \
	'{"extends": ["config:recommended"], "schedule": ["* 3 * * 1"]}'
fails "has cron syntax, but doesn't have * as minutes" strict

configuration GB909 "a zone that is none" \
	'{"extends": ["config:recommended"], "timezone": "America/New York"}' \
	'{"extends": ["config:recommended"], "timezone": "America/New_York"}'
shows 'Unsupported timezone' strict

manager() {
	echo '{"customManagers": [{"customType": "regex", "managerFilePatterns": ["'"$1"'"],
"matchStrings": ["TOOL_VERSION = (?<currentValue>.*)"], "depNameTemplate": "example/tool",
"datasourceTemplate": "github-releases"}]}'
}
configuration GB903 "a regular expression without slashes" "$(manager '^Makefile$')" \
	"$(manager '/^Makefile$/')"
export RENOVATE="${validator%/*}/util/string-match.js"
matches() {
	strict && node --input-type=module -e '
const {matchRegexOrGlobList} = await import(process.env.RENOVATE);
const {readFileSync} = await import("fs");
const manager = JSON.parse(readFileSync("renovate.json")).customManagers[0];
console.log("matches:", matchRegexOrGlobList("Makefile", manager.managerFilePatterns));'
}
if [ -e "$RENOVATE" ]; then
	shows 'matches: false' matches
else
	skip "this Renovate has its files elsewhere"
fi
finish
