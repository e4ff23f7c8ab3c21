# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154 # what is not set here is set by lib.sh
# A module proxy in a folder and a git host behind a stand-in for ssh, for what claims of Go need.

# The defaults stand where `go env -w` puts them, so that a project's own settings come first.
export GOCACHE="${CLAIMS_CACHE:-$dir/go-build}"
mkdir -p "$HOME/.config/go"
cat >"$HOME/.config/go/env" <<E
GOPROXY=file://$dir/proxy
GOSUMDB=off
GOTOOLCHAIN=local
GOMODCACHE=$dir/modules
GOTELEMETRY=off
E

# publish PATH VERSION: what stands in $dir/module becomes a module of the proxy.
publish() {
	place=$dir/proxy/$1/@v
	mkdir -p "$place" "$dir/zip/$1@$2"
	cp -R "$dir/module/." "$dir/zip/$1@$2"
	cp "$dir/module/go.mod" "$place/$2.mod"
	printf '{"Version":"%s","Time":"2026-01-01T00:00:00Z"}\n' "$2" >"$place/$2.info"
	echo "$2" >>"$place/list"
	(cd "$dir/zip" && find "$1@$2" -type f | python3 -c '
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name in sys.stdin.read().split():
        archive.write(name)' "$place/$2.zip")
	rm -rf "$dir/module" "$dir/zip"
}

put module go.mod <<E
module example.com/lib

go 1.21
E
put module lib.go <<E
package lib

const Name = "lib"
E
cp -R "$dir/module" "$dir/again"
publish example.com/lib v1.0.0
mv "$dir/again" "$dir/module"
publish example.com/lib v1.1.0

put module go.mod <<E
module example.com/tool

go 1.21
E
put module cmd/hello/main.go <<E
package main

func main() { println("hello") }
E
publish example.com/tool v1.0.0

# Another tool, whose second release needs a Go that there is not yet.
for version in 1.0.0 1.1.0; do
	put module cmd/hello/main.go <<E
package main

func main() { println("hello") }
E
	put module go.mod <<E
module example.com/news

go 1.$([ $version = 1.0.0 ] && echo 21 || echo 99)
E
	publish example.com/news v$version
done

# uses_lib: both projects are a program that uses the library, with go.sum.
uses_lib() {
	both go.mod <<E
module example.com/app

go 1.21

require example.com/lib v1.0.0
E
	both main.go <<E
package main

import "example.com/lib"

func main() { println(lib.Name) }
E
	(cd "$dir/bad" && go mod tidy && cp go.sum ../good) 2>/dev/null || exit
}

# hello: both projects are a program that needs nothing.
hello() {
	app 1.21
	both main.go <<E
package main

func main() { println("hello") }
E
}

# The repository github.com/org/lib, reached over ssh only: what git starts as ssh runs the
# program that was asked for on this machine.
git_host() {
	mkdir -p "$dir/git/org" "$dir/stub"
	put lib go.mod <<E
module github.com/org/lib

go 1.21
E
	put lib lib.go <<E
package lib
E
	(
		cd "$dir/lib" && git init -q -b main . && git add . &&
			git -c user.name=a -c user.email=a@example.com commit -q -m first && git tag v1.2.0 &&
			git clone -q --bare . "$dir/git/org/lib"
	) || exit
	put stub ssh <<E
#!/bin/sh
for last; do :; done
cd "$dir/git" && exec sh -c "\$(echo "\$last" | sed "s,'/*,'$dir/git/,")"
E
	chmod +x "$dir/stub/ssh"
	export GIT_SSH="$dir/stub/ssh" GIT_SSH_VARIANT=simple
	# Nothing else is to be reached.
	export HTTPS_PROXY=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
}
