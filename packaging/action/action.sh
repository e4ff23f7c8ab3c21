#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The steps of action.yml. usage: action.sh install | check
# What the user asked for comes in variables GOBELIN_*, the rest from the runner.
set -eu

die() {
	echo "::error title=gobelin::$*"
	exit 2
}

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# --- install --------------------------------------------------------------------------

# Actions from elsewhere lie in _actions/OWNER/REPOSITORY/REF.
repository() {
	printf '%s\n' "$GITHUB_ACTION_PATH" | sed -n 's|.*/_actions/\([^/]*/[^/]*\)/.*|\1|p'
}

own_version() {
	sed -n "s/^ *version: '\([^']*\)',.*/\1/p" "$GITHUB_ACTION_PATH/meson.build" | head -n 1
}

platform() {
	case $(uname -s)-$(uname -m) in
	Linux-x86_64) echo linux-amd64 ;;
	Linux-aarch64) echo linux-arm64 ;;
	*) die "there is no release for $(uname -s) on $(uname -m); use version: source" ;;
	esac
}

# download VERSION: puts the program of a release into $bin.
download() {
	archive=gobelin-$1-$(platform).tar.gz
	url=${GITHUB_SERVER_URL:-https://github.com}/$(repository)/releases/download/v$1
	for file in "$archive" SHA256SUMS; do
		curl -fsSL --retry 3 --max-time 300 -o "$bin/$file" "$url/$file" ||
			die "cannot download $url/$file"
	done
	(cd "$bin" && grep " $archive\$" SHA256SUMS | sha256sum --check --status) ||
		die "$archive is not what SHA256SUMS says"
	tar -xzf "$bin/$archive" -C "$bin" gobelin
}

build() {
	"$GITHUB_ACTION_PATH/dev" build
	cp "$GITHUB_ACTION_PATH/build/src/cli/gobelin" "$bin/gobelin"
}

install_gobelin() {
	bin=$RUNNER_TEMP/gobelin
	mkdir -p "$bin"
	version=${GOBELIN_VERSION:-}
	if [ -z "$version" ] && [ -n "$(repository)" ]; then
		version=$(own_version)
	fi
	case $version in
	source | '') build ;;
	*[!0-9A-Za-z.-]*) die "\"$version\" is no version" ;;
	*) download "${version#v}" ;;
	esac
	"$bin/gobelin" version
	echo "$bin" >>"$GITHUB_PATH"
	output problem-matcher "$GITHUB_ACTION_PATH/packaging/action/problem-matcher.json"
}

# --- check ----------------------------------------------------------------------------

# quietly COMMAND...: the runner takes no command from what is printed, whatever stands in it.
quietly() {
	token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	echo "::stop-commands::$token"
	status=0
	"$@" || status=$?
	echo "::$token::"
	return $status
}

check() {
	sarif=$RUNNER_TEMP/gobelin.sarif
	annotations=$RUNNER_TEMP/gobelin.annotations
	summary=$RUNNER_TEMP/gobelin.md
	rm -f "$sarif" "$annotations" "$summary"
	set -f
	IFS='
'
	# shellcheck disable=SC2086 # one path per line
	set -- ${GOBELIN_PATH:-.}
	unset IFS
	status=0
	# shellcheck disable=SC2086 # the options are split at blanks
	quietly gobelin check ${GOBELIN_ARGS:-} ${GOBELIN_FAIL_ON:+--fail-on "$GOBELIN_FAIL_ON"} \
		--color always --format text --format "sarif=$sarif" \
		--format "github=$annotations" --format "markdown=$summary" -- "$@" || status=$?
	output status "$status"
	# Without reports there was a mistake in the options, and gobelin has said which.
	[ -e "$sarif" ] || return 0
	output sarif "$sarif"
	if [ "${GOBELIN_ANNOTATIONS:-true}" != false ]; then
		cat "$annotations"
	fi
	if [ "${GOBELIN_SUMMARY:-true}" != false ]; then
		cat "$summary" >>"$GITHUB_STEP_SUMMARY"
	fi
}

case $1 in
install) install_gobelin ;;
check) check ;;
*) die "action.sh has no step $1" ;;
esac
