#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold what Go and make replace
# What the rules claim of the go command. usage: go.sh GOBELIN SOURCE_ROOT; prints TAP.
toolchains=$(go env GOMODCACHE 2>/dev/null)/golang.org
. "${0%/*}/lib.sh"
needs go make python3
. "${0%/*}/modules.sh"

# --- the toolchain -------------------------------------------------------------------

this=$(go env GOVERSION | sed 's/^go\(1\.[0-9]*\).*/\1/')
claim GB601 "go.mod asks for a newer Go"
hello
both Dockerfile <<E
FROM golang:$this
WORKDIR /src
COPY . .
RUN go list ./...
E
bad go.mod <<E
module example.com/app

go 1.$((${this#1.} + 1))
E
good go.mod <<E
module example.com/app

go $this
E
fails 'go: go.mod requires go >= 1.' image

claim GB604 "the toolchain line is a download"
hello
both go.mod <<'E'
module example.com/app

go 1.21

toolchain go1.99.0
E
bad Dockerfile <<'E'
FROM golang:1.25
ENV GOTOOLCHAIN=auto
WORKDIR /src
COPY . .
RUN go list .
E
good Dockerfile <<'E'
FROM golang:1.25
ENV GOTOOLCHAIN=local
WORKDIR /src
COPY . .
RUN go list .
E
shows 'go: download go1.99.0 for ' image

claim GB606 "a new release of a tool asks for a newer Go"
app 1.21
for version in latest v1.0.0; do
	side=bad
	[ $version = latest ] || side=good
	put $side Makefile <<E
.PHONY: tools
tools:
	GOBIN=\$(CURDIR) go install example.com/news/cmd/hello@$version
E
done
fails 'requires go >= 1.' make

claim GB502 "go run puts its own exit status in place"
hello
both main.go <<'E'
package main

import "os"

func main() { os.Exit(3) }
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
CMD ["go", "run", "."]
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
CMD ["./app"]
E
# container: the image, and then its CMD.
container() {
	image && cd "$dir/image/src" || return
	# shellcheck disable=SC2046 # several words
	set -- $(sed -n 's/^CMD //p' Dockerfile | tr -d '[]",')
	"$@"
	echo "status of the container: $?"
}
shows 'status of the container: 1' container

claim GB605 "go get outside a module"
bad Dockerfile <<'E'
FROM golang:1.26
RUN go get example.com/tool/cmd/hello
E
good Dockerfile <<'E'
FROM golang:1.26
RUN go install example.com/tool/cmd/hello@v1.0.0
E
fails "'go get' is no longer supported outside a module." image

claim GB605 "go get installs no program"
app 1.21
bad Makefile <<'E'
.PHONY: generate tools
generate: tools
	PATH="$(CURDIR)/bin:$$PATH"; hello
tools:
	GOBIN=$(CURDIR)/bin go get example.com/tool/cmd/hello@v1.0.0
E
good Makefile <<'E'
.PHONY: generate tools
generate: tools
	PATH="$(CURDIR)/bin:$$PATH"; hello
tools:
	GOBIN=$(CURDIR)/bin go install example.com/tool/cmd/hello@v1.0.0
E
fails 'not found' make

claim GB607 "go get with GO111MODULE=off"
bad Makefile <<'E'
.PHONY: tools
tools:
	GO111MODULE=off go get example.com/tool/cmd/hello
E
good Makefile <<'E'
.PHONY: tools
tools:
	GOBIN=$(CURDIR) go install example.com/tool/cmd/hello@v1.0.0
E
fails "go: modules disabled by GO111MODULE=off; see 'go help modules'" make

claim GB608 "an older Go does not know the directive"
hello
both Dockerfile <<'E'
FROM golang:1.22
WORKDIR /src
COPY . .
RUN go list ./...
E
bad go.mod <<'E'
module example.com/app

go 1.21

tool example.com/app
E
good go.mod <<'E'
module example.com/app

go 1.21
E
set -- "$toolchains"/toolchain@*-go1.2[12].*
old_image() { PATH="$1/bin:$PATH" GOROOT="" image; }
if [ -x "$1/bin/go" ]; then
	fails 'unknown directive: tool' old_image "$1"
else
	skip "no Go 1.21 or 1.22 is at hand"
fi

claim GB610 "vendor/modules.txt is behind go.mod"
hello
bad go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.1.0
E
good go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.0.0
E
both vendor/modules.txt <<'E'
# example.com/lib v1.0.0
## explicit; go 1.21
E
fails 'is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt' go list ./...

claim GB619 "vendor/ is not there"
hello
both go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.0.0
E
both Makefile <<'E'
.PHONY: build
build:
	go list -mod=vendor ./...
E
good vendor/modules.txt <<'E'
# example.com/lib v1.0.0
## explicit; go 1.21
E
fails 'go: inconsistent vendoring in' make

claim GB611 "-mod=mod in a workspace"
both go.work <<'E'
go 1.21

use .
E
app 1.21
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go list -mod=mod -m
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go list -m
E
fails 'go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to "mod"' steps

claim GB612 "go run starts what it compiled for another system"
hello
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    env:
      GOOS: windows
    steps:
      - run: go run .
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go run .
E
job() {
	# shellcheck disable=SC2046 # one word for each variable
	env $(sed -n 's/^      \([A-Z]*\): /\1=/p' .github/workflows/ci.yml) "$@"
}
fails 'exec format error' job go run .

claim GB707 "a makefile exports GOOS"
hello
bad Makefile <<'E'
export GOOS := windows
.PHONY: gen
gen:
	go run .
E
good Makefile <<'E'
.PHONY: gen
gen:
	go run .
E
fails 'exec format error' make

# exported CASE BAD GOOD: two beginnings of a makefile that asks go for its settings.
exported() {
	claim GB124 "$1"
	app 1.21
	bad Makefile <<E
$2
.PHONY: settings
settings:
	@go env CGO_ENABLED
E
	good Makefile <<E
$3
.PHONY: settings
settings:
	@go env CGO_ENABLED
E
}
exported "a blank before a comment" 'export GOTOOLCHAIN := local # no download' '# no download
export GOTOOLCHAIN := local'
fails 'go: invalid GOTOOLCHAIN "local "' make
exported "a value that go knows without the blank" 'export GO111MODULE := on # always' '# always
export GO111MODULE := on'
fails 'go: unknown environment setting GO111MODULE=on' make
exported "cgo stays on" 'export CGO_ENABLED := 0 # no C' 'export CGO_ENABLED := 0# no C'
if command -v gcc >/dev/null; then
	shows 1 env CC=gcc make -s
else
	skip "gcc is not installed"
fi

# --- GOFLAGS -------------------------------------------------------------------------

# goflags CASE BAD GOOD: two values, as a makefile hands them on.
goflags() {
	claim GB613 "$1"
	hello
	bad Makefile <<E
export GOFLAGS := $2
.PHONY: build
build:
	go build -buildvcs=false -o app .
	go version -m app
E
	good Makefile <<E
export GOFLAGS := $3
.PHONY: build
build:
	go build -buildvcs=false -o app .
	go version -m app
E
}
goflags "a flag without a dash" mod=mod -mod=mod
fails 'go: parsing $GOFLAGS: non-flag "mod=mod"' make
goflags "quotes after the equals sign" "-trimpath -ldflags='-s -w'" "-trimpath '-ldflags=-s -w'"
fails "go: parsing \$GOFLAGS: unknown flag -w'" make
goflags "a quote without its other half" "'-ldflags=-s" "'-ldflags=-s'"
fails "go: parsing \$GOFLAGS: unterminated ' string" make
goflags "a value with a blank is cut" "-ldflags=-s -w" "'-ldflags=-s -w'"
shows 'build -ldflags=-s build' make

# --- workspaces, references, vendoring -----------------------------------------------

claim GB617 "go.work is below a module"
bad go.work <<'E'
go 1.21

use ./a
E
good go.work <<'E'
go 1.22.0

use ./a
E
both a/go.mod <<'E'
module example.com/a

go 1.22.0
E
fails 'listed in go.work file requires go >=' go list -m

claim GB617 "a folder without go.mod"
bad go.work <<'E'
go 1.21

use (
	./a
	./tools
)
E
good go.work <<'E'
go 1.21

use ./a
E
both a/go.mod <<'E'
module example.com/a

go 1.21
E
both tools/tools.txt <<'E'
E
fails 'go: cannot load module tools listed in go.work file: open tools/go.mod: no such file or directory' \
	go list -m

claim GB617 "a folder twice"
bad go.work <<'E'
go 1.21

use ./a
use ./a
E
good go.work <<'E'
go 1.21

use ./a
E
both a/go.mod <<'E'
module example.com/a

go 1.21
E
fails 'appears multiple times in workspace' go list -m

claim GB224 "replaced by a folder that is not there"
bad app/go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.2.0

replace example.com/lib => ../lib
E
good app/go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.0.0
E
fails 'go: example.com/lib@v1.2.0 (replaced by ../lib): reading ../lib/go.mod: open' \
	env GOFLAGS=-mod=mod go -C app list -m all

claim GB220 "replaced by a folder outside of the context"
both app/Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod ./
RUN go mod download
E
bad app/go.mod <<'E'
module example.com/app

go 1.21

require (
	example.com/lib v1.2.0
	example.com/tool v1.0.0
)

replace example.com/lib => ../lib
E
good app/go.mod <<'E'
module example.com/app

go 1.21

require (
	example.com/lib v1.0.0
	example.com/tool v1.0.0
)
E
both lib/go.mod <<'E'
module example.com/lib

go 1.21
E
fails 'go: example.com/lib@v1.2.0 (replaced by ../lib): reading ../lib/go.mod: open' image app

claim GB221 "a replacement that is copied too late"
both go.mod <<'E'
module example.com/app

go 1.21

require (
	example.com/own v1.0.0
	example.com/tool v1.0.0
)

replace example.com/own => ./own
E
both own/go.mod <<'E'
module example.com/own

go 1.21
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod ./
COPY own/go.mod ./own/
RUN go mod download
COPY . .
E
fails '(replaced by ./own): reading own/go.mod: open' image

claim GB223 "a module of the workspace that is not copied"
both go.work <<'E'
go 1.21

use (
	./app
	./lib
)
E
both app/go.mod <<'E'
module example.com/app

go 1.21
E
both app/main.go <<'E'
package main

func main() {}
E
both lib/go.mod <<'E'
module example.com/lib

go 1.21
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.work ./
COPY app app
RUN go build -o bin ./app
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.work ./
COPY app app
COPY lib lib
RUN go build -o bin ./app
E
fails 'go: cannot load module lib listed in go.work file: open lib/go.mod' image

claim GB113 "another user has another file"
uses_lib
bad Dockerfile <<E
FROM golang:1.26
RUN go env -w GOPROXY=file://$dir/proxy
WORKDIR /src
COPY . .
USER builder
RUN go build -o /dev/null .
E
good Dockerfile <<E
FROM golang:1.26
ENV GOPROXY=file://$dir/proxy
WORKDIR /src
COPY . .
USER builder
RUN go build -o /dev/null .
E
shows 'https://proxy.golang.org/example.com/lib' image

claim GB224 "a version that go.sum does not have"
uses_lib
sed 's/v1.0.0/v1.1.0/' "$dir/good/go.mod" >"$dir/bad/go.mod"
fails 'missing go.sum entry for module providing package example.com/lib' go build -o /dev/null .

claim GB609 "a checkout that belongs to somebody else"
hello
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    container: golang:1.26
    steps:
      - uses: actions/checkout@v6
      - run: go build -o app .
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    container: golang:1.26
    steps:
      - uses: actions/checkout@v6
      - run: git config --global --add safe.directory "$PWD"
      - run: go build -o app .
E
if [ "$(id -u)" = 0 ] && command -v git >/dev/null; then
	for side in bad good; do
		git init -q "$dir/$side" && git -C "$dir/$side" add . &&
			git -C "$dir/$side" -c user.name=a -c user.email=a@example.com commit -qm first
		chown -R 65534 "$dir/$side"
	done
	fails 'error obtaining VCS status: exit status 128 Use -buildvcs=false to disable VCS stamping.' steps
else
	skip "only root can give files away"
fi

finish
