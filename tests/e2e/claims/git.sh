#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016,SC2154 # single quotes hold what the help says
# What the rules claim of private modules and git. usage: git.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
needs git go make python3
. "${0%/*}/modules.sh"
git_host

# --- rewrites of URLs ------------------------------------------------------------------

# rewrite TO PRINTED: what git makes of https://github.com/org/lib.
rewrite() {
	claim GB205 "$1"
	bad Dockerfile <<E
FROM golang:1.26
RUN git config --global url."$1".insteadOf https://github.com/
RUN git ls-remote --get-url https://github.com/org/lib
E
	good Dockerfile <<E
FROM golang:1.26
RUN git config --global url."git@github.com:".insteadOf https://github.com/
RUN git ls-remote --get-url https://github.com/org/lib
E
	says "$2" image
}
rewrite git@github.com/ git@github.com/org/lib
rewrite ssh://git@github.com: ssh://git@github.com:org/lib
rewrite ssh://git@github.com ssh://git@github.comorg/lib

# needs_lib: both projects require github.com/org/lib.
needs_lib() {
	both go.mod <<'E'
module example.com/app

go 1.21

require github.com/org/lib v1.2.0
E
}

claim GB216 "git is set up for root, and app downloads"
needs_lib
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org
RUN git config --global url."ssh://git@github.com/".insteadOf https://github.com/
USER app
WORKDIR /src
COPY . .
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org
RUN git config --system url."ssh://git@github.com/".insteadOf https://github.com/
USER app
WORKDIR /src
COPY . .
RUN go mod download
E
shows "unable to access 'https://github.com/org/lib/'" image

claim GB217 "git is set up after the download"
needs_lib
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org
WORKDIR /src
COPY go.mod ./
RUN go mod download
RUN git config --global url."ssh://git@github.com/".insteadOf https://github.com/
E
good Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org
WORKDIR /src
COPY go.mod ./
RUN git config --global url."ssh://git@github.com/".insteadOf https://github.com/
RUN go mod download
E
shows "unable to access 'https://github.com/org/lib/'" image

claim GB213 "the token stays in the image"
needs_lib
bad Dockerfile <<'E'
FROM golang:1.26
RUN git config --global url."https://ci:hunter2hunter2@github.com/".insteadOf https://github.com/
WORKDIR /src
COPY . .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
E
contents() { image && find "$dir/image" -type f -exec cat {} +; }
shows 'hunter2hunter2' contents

claim GB206 "no git for a private module"
needs_lib
bad Dockerfile <<'E'
FROM golang:1.27-alpine
ENV GOPRIVATE=github.com/org
WORKDIR /src
COPY . .
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.27-alpine
ENV GOPRIVATE=github.com/org
RUN apk add --no-cache git openssh-client
WORKDIR /src
COPY . .
RUN git config --global url."ssh://git@github.com/".insteadOf https://github.com/
RUN go mod download
E
# An image with few programs, and an apk that brings git.
mkdir "$dir/alpine"
for program in cat chmod cp go ln mkdir rm sed sh; do
	ln -s "$(command -v "$program")" "$dir/alpine/$program"
done
printf '#!/bin/sh\nln -s "%s" "%s"\n' "$(command -v git)" "$dir/alpine/git" >"$dir/alpine/apk"
chmod +x "$dir/alpine/apk"
alpine() { PATH="$dir/alpine" image; }
case $(go env GOVERSION) in
go1.2[0-5]*) skip "Go has said so since 1.26" ;;
*) fails 'unable to resolve git version: failed to execute git version: exec: "git": executable file not found in $PATH' \
	alpine ;;
esac

# --- GOPRIVATE -------------------------------------------------------------------------

git config --global url.ssh://git@github.com/.insteadOf https://github.com/

# malformed PATTERN: a value of GOPRIVATE that is meant for github.com/org and matches nothing.
malformed() {
	claim GB203 "$1"
	needs_lib
	bad Makefile <<E
export GOPRIVATE := $1
.PHONY: modules
modules:
	GOMODCACHE=\$(CURDIR)/modules go mod download
E
	good Makefile <<'E'
export GOPRIVATE := github.com/org
.PHONY: modules
modules:
	GOMODCACHE=$(CURDIR)/modules go mod download
E
	shows "reading file://$dir/proxy/github.com/org/lib" make
}
malformed https://github.com/org
malformed git@github.com:org
malformed github.com/org/lib.git
malformed 'git.corp.example, github.com/org'
malformed 'git.corp.example;github.com/org'
malformed GitHub.com/org

# The proxy of these is the one in the folder, in place of the public one.
claim GB201 "the public proxy is asked for a private module"
needs_lib
bad Dockerfile <<'E'
FROM golang:1.26
RUN git config --global url."ssh://git@github.com/org/".insteadOf https://github.com/org/
WORKDIR /src
COPY . .
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org
RUN git config --global url."ssh://git@github.com/org/".insteadOf https://github.com/org/
WORKDIR /src
COPY . .
RUN go mod download
E
shows "reading file://$dir/proxy/github.com/org/lib" image

claim GB202 "a pattern for one module of two"
both go.mod <<'E'
module example.com/app

go 1.21

require (
	github.com/org/lib v1.2.0
	github.com/org/other v1.0.0
)
E
cp -R "$dir/git/org/lib" "$dir/git/org/other"
git -C "$dir/git/org/other" tag v1.0.0
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/org/other
RUN git config --global url."ssh://git@github.com/org/".insteadOf https://github.com/org/
WORKDIR /src
COPY . .
RUN go mod download github.com/org/lib
E
good Dockerfile <<'E'
FROM golang:1.26
ENV GOPRIVATE=github.com/or*
RUN git config --global url."ssh://git@github.com/org/".insteadOf https://github.com/org/
WORKDIR /src
COPY . .
RUN go mod download github.com/org/lib
E
shows "reading file://$dir/proxy/github.com/org/lib" image

claim GB224 "the version that go mod tidy writes for a replacement"
bad go.mod <<'E'
module example.com/app

go 1.21

require github.com/org/lib v0.0.0-00010101000000-000000000000
E
good go.mod <<'E'
module example.com/app

go 1.21

require github.com/org/lib v1.2.0
E
fails 'invalid version: unknown revision 000000000000' \
	env GOPRIVATE=github.com/org GOFLAGS=-mod=mod go list -m all

empty_cache() { GOMODCACHE=$PWD/modules "$@"; }
claim GB824 "an exported setting ends with its step"
needs_lib
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: export GOPRIVATE=github.com/org
      - run: go mod download
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: echo "GOPRIVATE=github.com/org" >> "$GITHUB_ENV"
      - run: go mod download
E
shows "reading file://$dir/proxy/github.com/org/lib" empty_cache steps
finish
