#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold scripts of other shells
# What meson installs: the program, its manual page, and completions that shells understand.
# usage: install.sh GOBELIN SOURCE_ROOT BUILD_DIR; prints TAP.
. "${0%/*}/lib.sh"

# with TOOL NAME: can the next test be made? Says so where it can't.
with() {
	command -v "$1" >/dev/null && return 0
	n=$((n + 1))
	echo "ok $n - $2 # SKIP there is no $1"
	return 1
}

DESTDIR=$dir/root meson install -C "$3" --no-rebuild >"$dir/log" 2>&1
result $? "meson install"
find_one() { find "$dir/root" -path "$1" -type f; }
gobelin=$(find_one '*/bin/gobelin')
"$gobelin" version >"$dir/log" 2>&1
result $? "the installed program runs"

page=$(find_one '*/man/man1/gobelin.1')
grep -q 'fail' "$page" >"$dir/log" 2>&1
result $? "the manual page has the options"
if with mandoc "the manual page is sound roff"; then
	mandoc -T lint -W error "$page" >"$dir/log" 2>&1
	result $? "the manual page is sound roff"
fi

# expect_offer SHELL LINE WORD: is the word among what was offered at the end of the line?
expect_offer() {
	grep -q -x -e "$3" "$dir/log"
	result $? "$1 completes \"$2\" by $3"
}

script=$(find_one '*/bash-completion/completions/gobelin')
# in_bash LINE: what bash would offer; it takes = for a word of its own.
in_bash() {
	bash -c '. "$1"
		line=${2//=/ = }
		read -r -a COMP_WORDS <<<"$line"
		[[ $line == *" " ]] && COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_gobelin
		printf "%s\n" "${COMPREPLY[@]}"' sh "$script" "$1" >"$dir/log" 2>&1
}
if with bash "completion in bash"; then
	in_bash 'gobelin ch' && expect_offer bash 'gobelin ch' check
	in_bash 'gobelin check --format ' && expect_offer bash 'check --format' sarif
	in_bash 'gobelin check --format=js' && expect_offer bash 'check --format=js' json
	in_bash 'gobelin check --select GB101,lay' && expect_offer bash '--select GB101,lay' GB101,layers
	in_bash 'gobelin explain GB40' && expect_offer bash 'explain GB40' GB401
	in_bash 'gobelin check --fail' && expect_offer bash 'check --fail' --fail-on
fi

script=$(find_one '*/fish/vendor_completions.d/gobelin.fish')
in_fish() {
	HOME=$dir fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$script" "$1" 2>&1 |
		cut -f 1 >"$dir/log"
}
if with fish "completion in fish"; then
	in_fish 'gobelin ch' && expect_offer fish 'gobelin ch' check
	in_fish 'gobelin check --format ' && expect_offer fish 'check --format' sarif
	in_fish 'gobelin check --select GB101,lay' && expect_offer fish '--select GB101,lay' GB101,layers
	in_fish 'gobelin explain GB40' && expect_offer fish 'explain GB40' GB401
	in_fish 'gobelin check --fail' && expect_offer fish 'check --fail' --fail-on
fi

script=$(find_one '*/zsh/site-functions/_gobelin')
# in_zsh WORD...: what the function hands on to zsh's own completion functions; those complete in
# a terminal alone, so that they are stood in for here.
in_zsh() {
	zsh -f -c '
		_arguments() { print -rl -- "$@"; }
		_describe() { print -rl -- $commands; }
		script=$1
		shift
		words=("$@")
		CURRENT=$#words
		source $script' sh "$script" "$@" >"$dir/log" 2>&1
}
if with zsh "completion in zsh"; then
	zsh -n "$script" >"$dir/log" 2>&1
	result $? "the completion is a zsh script"
	in_zsh gobelin ch && grep -q '^check:' "$dir/log"
	result $? "zsh completes commands"
	in_zsh gobelin check --format sa &&
		grep -q -e '--format=\[how to report[^:]*:choice:(text .*sarif' "$dir/log" &&
		grep -q -e '^\*:argument:_files$' "$dir/log" && ! grep -q -e '^--check' "$dir/log"
	result $? "zsh completes options, their values and paths"
fi
finish
