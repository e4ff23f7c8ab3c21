# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154 # what is not set here is set by ../lib.sh, and used by claims
# What a rule claims, shown by the tool that it speaks of. usage: TOOL.sh GOBELIN SOURCE_ROOT; TAP.
#
# A claim names a rule and a case of it, writes the files of a bad and a good project, and runs
# one command in both:
#
#	claim GB613 "a flag without a dash"
#	bad Makefile <<E
#	...
#	E
#	good Makefile <<E
#	...
#	E
#	fails 'go: parsing $GOFLAGS: non-flag' make
#
# Besides, gobelin must speak in bad/ and be silent in good/.
. "${0%/*}/../lib.sh"

# Nothing of the caller's settings takes part, and nothing leaves this machine.
settings='GO[A-Z0-9]*|CGO_[A-Z]*|GIT_[A-Z_]*|[A-Za-z]*_[Pp][Rr][Oo][Xx][Yy]|MAKE[A-Z]*|MFLAGS'
for name in $(env | sed -nE "s/^($settings)=.*/\\1/p"); do
	unset "$name"
done
export HOME="$dir/home" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
mkdir -p "$HOME"
servers=
trap 'chmod -R u+w "$dir"; rm -rf "$dir"; [ -z "$servers" ] || kill $servers' EXIT

# needs PROGRAM...: leaves the whole file out where one is missing.
needs() {
	for program; do
		command -v "$program" >/dev/null && continue
		echo "1..0 # SKIP $program is not installed"
		exit 0
	done
}

# claim ID CASE: what follows is about this rule.
claim() {
	id=$1
	case=$2
	chmod -R u+w "$dir/bad" "$dir/good" 2>/dev/null
	rm -rf "$dir/bad" "$dir/good"
	mkdir "$dir/bad" "$dir/good"
}

# put SIDE PATH: a file of a project, from standard input.
put() {
	mkdir -p "$(dirname "$dir/$1/$2")"
	cat >"$dir/$1/$2"
}
bad() { put bad "$1"; }
good() { put good "$1"; }
both() {
	put bad "$1"
	put good "$1" <"$dir/bad/$1"
}

# app GO: the go.mod of both, which requires nothing.
app() {
	both go.mod <<E
module example.com/app

go $1
E
}

# skip REASON: in place of a verdict, where this machine can't show it.
skip() {
	n=$((n + 1))
	echo "ok $n - $id $case # SKIP $1"
}

wrong() { echo "$*" >>"$dir/err"; }

# lint SIDE: what gobelin says of the rule there; its status.
lint() {
	"$gobelin" check --no-config --fail-on info --select "$id" "$dir/$1" >"$dir/lint" 2>&1
}

# try TEXT COMMAND...: asks gobelin, and then runs the command in both projects.
try() {
	: >"$dir/err"
	lint bad
	[ $? = 1 ] || wrong "gobelin does not find it in bad/: $(cat "$dir/lint")"
	lint good || wrong "gobelin speaks in good/: $(cat "$dir/lint")"
	text=$1
	shift
	(cd "$dir/bad" && "$@") >"$dir/bad.out" 2>&1 </dev/null
	bad_status=$?
	(cd "$dir/good" && "$@") >"$dir/good.out" 2>&1 </dev/null
	good_status=$?
}

# holds TEXT FILE: line breaks count as blanks, as the help has its own.
holds() { tr -s '[:space:]' ' ' <"$2" | grep -qF -e "$1"; }

only_in_bad() {
	holds "$text" "$dir/bad.out" || wrong "bad/ does not print \"$text\""
	[ "$good_status" = 0 ] || wrong "good/ ends with status $good_status"
	! holds "$text" "$dir/good.out" || wrong "good/ prints \"$text\" too"
}

quoted() {
	"$gobelin" explain "$id" >"$dir/help"
	holds "$text" "$dir/help" || wrong "the help does not say \"$text\""
}

end() {
	{ echo "bad/ prints:" && cat "$dir/bad.out" && echo "good/ prints:" && cat "$dir/good.out"; } >"$dir/out"
	[ ! -s "$dir/err" ]
	result $? "$id $case"
}

# fails TEXT COMMAND...: it fails in bad/ with TEXT, a message that the help quotes; good/ works.
fails() {
	try "$@"
	[ "$bad_status" != 0 ] || wrong "bad/ works"
	only_in_bad
	quoted
	end
}

# says TEXT COMMAND...: it prints TEXT in bad/, which the help quotes; good/ works without.
says() {
	try "$@"
	only_in_bad
	quoted
	end
}

# shows TEXT COMMAND...: it prints TEXT in bad/; good/ works without.
shows() {
	try "$@"
	only_in_bad
	end
}

# hides TEXT COMMAND...: it works in bad/, although what good/ prints when it fails is TEXT.
hides() {
	try "$@"
	[ "$bad_status" = 0 ] || wrong "bad/ ends with status $bad_status"
	[ "$good_status" != 0 ] || wrong "good/ works"
	holds "$text" "$dir/good.out" || wrong "good/ does not print \"$text\""
	end
}

# serve FOLDER [PEM]: its files over http on this machine, at $port; over https with key and certificate.
serve() {
	python3 - "$dir/$1" "$dir/port" ${2:+"$2"} >/dev/null 2>&1 <<'E' &
import http.server, os, ssl, sys
os.chdir(sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(sys.argv[2] + ".new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()
E
	servers="$servers $!"
	while [ ! -s "$dir/port" ]; do sleep 0.1; done
	port=$(cat "$dir/port")
	rm "$dir/port"
}

# serve_https FOLDER: with a certificate of its own, $dir/ca.pem, that nobody else trusts.
serve_https() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=claims \
		-addext 'subjectAltName=IP:127.0.0.1,DNS:tools.corp.example' \
		-keyout "$dir/key.pem" -out "$dir/ca.pem" 2>/dev/null
	cat "$dir/key.pem" "$dir/ca.pem" >"$dir/server.pem"
	serve "$1" "$dir/server.pem"
}

# --- stand-ins for the builder of images and for the runner of workflows ---------------

# image [CONTEXT]: does what the Dockerfile of the folder says, up to its second stage, with a
# folder in place of the image. It knows single lines and the instructions that claims need.
image() {
	context=$PWD/${1:-.}
	chmod -R u+w "$dir/image" 2>/dev/null
	rm -rf "$dir/image"
	mkdir -p "$dir/image/root" "$dir/image/etc"
	(
		cd "$dir/image" || exit
		export HOME="$dir/image/root" GOMODCACHE="$dir/image/go/pkg/mod"
		export GIT_CONFIG_SYSTEM="$dir/image/etc/gitconfig"
		unset GIT_CONFIG_NOSYSTEM
		[ ! -d "$dir/home/.config" ] || cp -R "$dir/home/.config" "$HOME"
		seen=
		while read -r instruction words; do
			case $instruction in
			FROM) [ -z "$seen" ] || break; seen=1 ;;
			ENV) eval "export $words" ;;
			ARG) eval "[ -n \"\${${words%%=*}+set}\" ] || export $words" ;;
			USER) HOME=$dir/image/home/$words && mkdir -p "$HOME" ;;
			WORKDIR) mkdir -p "$dir/image$words" && cd "$dir/image$words" ;;
			COPY) image_copy "${words##* }" "${words% *}" ;;
			RUN)
				cut=
				while [ "${words#--}" != "$words" ]; do
					option=${words%% *}
					case $option in
					--network=none) cut='unshare -rn' ;;
					--mount=type=cache,target=*)
						cut="covered $dir/image${option#*target=}"
						;;
					esac
					words=${words#* }
				done
				$cut sh -c "$words"
				;;
			esac || exit
		done <"$context/Dockerfile"
	)
}

# covered FOLDER COMMAND...: an empty folder is mounted over it while the command runs.
covered() {
	folder=$1
	shift
	mkdir -p "$folder"
	# shellcheck disable=SC2016 # for the other sh
	unshare -rm sh -c 'mount -t tmpfs none "$0" && cd "$PWD" && exec "$@"' "$folder" "$@"
}

# image_copy DESTINATION SOURCES: but for what .dockerignore names, which are plain names here.
image_copy() {
	here=$PWD
	case $1 in /*) here=$dir/image ;; esac
	case $1 in */ | .) mkdir -p "$here/$1" ;; *) mkdir -p "$(dirname "$here/$1")" ;; esac
	for source in $2; do
		[ ! -d "$context/$source" ] || { source=$source/. && mkdir -p "$here/$1"; } || return
		cp -R "$context/$source" "$here/$1" || return
	done
	[ ! -f "$context/.dockerignore" ] || (cd "$here/$1" && xargs rm -rf <"$context/.dockerignore")
}

# steps [FOLDER]: runs each one-line `run:` of the workflow in a bash of its own, as a runner does.
steps() {
	export GITHUB_ENV="$dir/github_env"
	: >"$GITHUB_ENV"
	sed -n 's/^ *- run: //p' "${1:-.}"/.github/workflows/*.yml >"$dir/steps"
	while read -r step; do
		# shellcheck disable=SC2046 # one word for each variable
		env $(cat "$GITHUB_ENV") bash -e -c "$step" </dev/null || return
	done <"$dir/steps"
}
