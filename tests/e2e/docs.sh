#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold patterns
# What the documentation shows must be so. usage: docs.sh GOBELIN SOURCE_ROOT; prints TAP.
#
# The fenced blocks of README.md, CONTRIBUTING.md and the guides in docs/ are taken in order,
# each document in a fresh copy of the project:
#
#     ```sh                   is run; it must end with status 0
#     ```sh exit=1            gobelin must end with this status in it
#     ```sh in=DIR            is run in that folder of the copy
#     ```sh git               is run in a repository whose only commit has all that is there
#     ```sh not-tested        needs the network, the right to install, or a foreign service
#     ```console              is a session: what stands after "$ " is run, and the other lines
#                             must be printed in that order; a line of … stands for more
#     ```mermaid              begins with %% and a command, which must print the rest in
#                             examples/shop
#     ```yaml file=PATH       is written to that file, for the blocks that follow
#
# A YAML block that starts with `id:` is a rule, and gobelin must be able to load it. Links to
# files must lead somewhere.
. "${0%/*}/lib.sh"
unset GITHUB_STEP_SUMMARY

# The commands that the blocks meet. gobelin keeps count of its statuses; what would build the
# project once more, or needs rights, is stood in for.
mkdir "$dir/bin" "$dir/without-git"
cat >"$dir/bin/gobelin" <<TEXT
#!/bin/sh
'$gobelin' "\$@"
status=\$?
if [ "\$status" = "\$EXPECTED" ]; then
	echo "\$status" >>'$dir/met'
	exit 0
fi
exit "\$status"
TEXT
cat >"$dir/bin/sudo" <<'TEXT'
#!/bin/sh
exec "$@"
TEXT
cat >"$dir/bin/meson" <<'TEXT'
#!/bin/sh
case $1 in
setup | compile | install) grep -q 'meson_version' meson.build ;;
*) exit 1 ;;
esac
TEXT
cat >"$dir/dev" <<TEXT
#!/bin/sh
# Stands in for ./dev: knows its commands, does what takes no build.
sh '$root/dev' help | grep -q "^  \$1 " || { echo "./dev has no command \$1"; exit 1; }
case \$1 in
lint) shift && exec gobelin check "\$@" ;;
docs) exec gobelin docs docs ;;
fuzz) [ -f "$root/tests/fuzz/fuzz_\$2.c" ] ;;
esac
TEXT
# refuse TOOL FOLDER MARK: a command of that name says how the block is to be marked.
refuse() {
	printf '#!/bin/sh\necho "%s: mark the block as %s"\nexit 1\n' "$1" "$3" >"$dir/$2/$1"
}
for tool in apt-get dnf apk brew docker; do
	refuse $tool bin not-tested
done
refuse git without-git git
chmod +x "$dir"/bin/* "$dir"/without-git/* "$dir/dev"

# commit_all: a repository of git in the current folder, with its files in a commit.
commit_all() {
	rm -rf .git
	git init -q . && git add -A &&
		git -c user.name=reader -c user.email=reader@gobelin.example commit -q -m start
}

# fresh_copy: a copy of what the documents speak of, without what is built.
fresh_copy() {
	rm -rf "$dir/copy"
	mkdir -p "$dir/copy/.git"
	for part in README.md CONTRIBUTING.md CHANGELOG.md meson.build docs examples rules src; do
		cp -R "$root/$part" "$dir/copy/" || exit 1
	done
	cp "$dir/dev" "$dir/copy/dev"
	mkdir "$dir/copy/examples/shop/.git"
}

# attribute NAME INFO: the value of NAME=value in an info string.
attribute() {
	printf '%s\n' "$2" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

# run_block FILE INFO: runs a block of shell commands, judges its status.
run_block() {
	EXPECTED=$(attribute exit "$2")
	place=$(attribute in "$2")
	export EXPECTED
	rm -f "$dir/met"
	(
		cd "$dir/copy/$place" || exit 1
		case " $2 " in
		*' git '*) commit_all || exit 1 ;;
		*) PATH=$dir/without-git:$PATH ;;
		esac
		PATH=$dir/bin:$PATH
		sh -e "$1"
	) >"$dir/log" 2>&1 </dev/null || {
		cat "$1" >>"$dir/log"
		return 1
	}
	[ -z "$EXPECTED" ] || [ -e "$dir/met" ] || {
		echo "gobelin never ended with status $EXPECTED" >>"$dir/log"
		return 1
	}
}

# run_session FILE INFO: runs the commands of a session, compares what they print.
run_session() {
	sed -n 's/^\$ //p' "$1" >"$dir/commands"
	grep -v -e '^\$ ' -e '^…$' -e '^$' "$1" >"$dir/wanted"
	run_block "$dir/commands" "$2" || return 1
	awk 'NR == FNR { wanted[++n] = $0; next }
		i < n && $0 == wanted[i + 1] { i++ }
		END { if (i < n) { print "not printed: " wanted[i + 1]; exit 1 } }' \
		"$dir/wanted" "$dir/log" >"$dir/missing" || {
		cat "$dir/missing" >>"$dir/log"
		return 1
	}
}

# draw FILE: the picture is what its command prints.
draw() {
	sed -n '1s/^%% //p' "$1" >"$dir/commands"
	sed 1d "$1" >"$dir/wanted"
	[ -s "$dir/commands" ] && run_block "$dir/commands" 'sh in=examples/shop' || return 1
	diff "$dir/wanted" "$dir/log" >"$dir/missing" || {
		cp "$dir/missing" "$dir/log"
		return 1
	}
}

# Only what cannot be done here may go untested.
may_go_untested() {
	grep -v -E '(apt-get|dnf|apk|brew|docker|git|reviewdog) ' "$1" >"$dir/log" && return 1
	return 0
}

# load_rule FILE: the rule must load under its own name.
load_rule() {
	name=$(sed -n 's/^name: *//p' "$1" | head -n 1)
	rm -rf "$dir/rule"
	mkdir -p "$dir/rule/rules"
	cp "$1" "$dir/rule/rules/$name.yaml"
	printf 'FROM scratch\n' >"$dir/rule/Dockerfile"
	(cd "$dir/rule" && "$gobelin" check --rules rules --fail-on never) >"$dir/log" 2>&1
}

# test_block FILE NAME INFO
test_block() {
	file=$(attribute file "$3")
	if [ -n "$file" ]; then
		mkdir -p "$(dirname "$dir/copy/$file")"
		cp "$1" "$dir/copy/$file"
	fi
	case " $3 " in
	' sh '*'not-tested '*)
		may_go_untested "$1"
		result $? "$2 may go untested"
		;;
	' sh '*' git '*)
		if command -v git >/dev/null; then
			run_block "$1" "$3"
			result $? "$2 runs in a repository"
		else
			result 0 "$2 # SKIP there is no git"
		fi
		;;
	' sh '*)
		run_block "$1" "$3"
		result $? "$2 runs"
		;;
	' console '*)
		run_session "$1" "$3"
		result $? "$2 prints what it shows"
		;;
	' mermaid '*)
		draw "$1"
		result $? "$2 is what gobelin draws"
		;;
	' yaml '*)
		if head -n 1 "$1" | grep -q '^id:'; then
			load_rule "$1"
			result $? "$2 is a rule"
		fi
		;;
	esac
}

# test_links DOCUMENT: the files that it links to exist. Pages of rules are made by ./dev docs.
test_links() {
	sed '/^ *```/,/^ *```/d' "$root/$1" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//; s/#.*//' |
		grep -v -e '^$' -e '^https\{0,1\}:' -e 'rules/README.md$' |
		while read -r link; do
			[ -e "$root/$(dirname "$1")/$link" ] || echo "$link leads nowhere"
		done >"$dir/log"
	[ ! -s "$dir/log" ]
	result $? "links of $1"
}

cd "$root" || exit 1
for document in README.md CONTRIBUTING.md docs/*.md; do
	grep -q '^<!-- Made by `./dev docs`' "$document" && continue
	fresh_copy
	rm -rf "$dir/blocks"
	mkdir "$dir/blocks"
	awk -v dir="$dir/blocks" -f tests/e2e/docs.awk "$document" >"$dir/list"
	while read -r number line info; do
		test_block "$dir/blocks/$number" "$document:$line" "$info"
	done <"$dir/list"
	test_links "$document"
done
finish
