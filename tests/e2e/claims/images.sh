#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016,SC2154 # single quotes hold what the help says
# What the rules claim of go commands in images and jobs. usage: images.sh GOBELIN SOURCE_ROOT; TAP.
. "${0%/*}/lib.sh"
needs go python3
. "${0%/*}/modules.sh"

# --- what is copied and downloaded -----------------------------------------------------

claim GB402 "go.sum is never copied"
uses_lib
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY main.go ./
RUN go build -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY main.go ./
RUN go build -o app .
E
fails 'missing go.sum entry for module providing package' image

claim GB402 "a module that has changed is downloaded all the same"
uses_lib
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod ./
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
E
sed 's,^example.com/lib v1.0.0 h1:....,&AAAA,' "$dir/good/go.sum" | both go.sum
hides 'checksum mismatch' image

claim GB416 "go mod tidy hides what is missing"
hello
both main.go <<'E'
package main

import "example.com/lib"

func main() { println(lib.Name) }
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go mod tidy
RUN go build -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
E
hides 'no required module provides package example.com/lib' image

claim GB418 "go mod download knows nothing of vendor/"
uses_lib
both vendor/modules.txt <<'E'
# example.com/lib v1.0.0
## explicit; go 1.21
example.com/lib
E
both vendor/example.com/lib/lib.go <<'E'
package lib

const Name = "lib"
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY vendor ./vendor
COPY . .
RUN go mod download
RUN go build -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY vendor ./vendor
COPY . .
RUN go build -o app .
E
without_network() { GOPROXY=off image; }
shows 'module lookup disabled by GOPROXY=off' without_network

# --- what is compiled ------------------------------------------------------------------

claim GB614 "the program knows where it was built"
hello
both main.go <<'E'
package main

func main() { panic("where am I?") }
E
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
RUN ./app || true
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -trimpath -o app .
RUN ./app || true
E
shows "$dir/image/src/main.go" image

claim GB415 "-a compiles what is compiled already"
hello
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o app .
RUN CGO_ENABLED=0 go build -n -a -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o app .
RUN CGO_ENABLED=0 go build -n -o app .
E
shows '/compile -o' image

claim GB506 "the race detector without cgo"
hello
bad Dockerfile <<'E'
FROM golang:1.26
ENV CGO_ENABLED=0
WORKDIR /src
COPY . .
RUN go list -race .
E
good Dockerfile <<'E'
FROM golang:1.26
ENV CGO_ENABLED=0
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go list -race .
E
fails 'go: -race requires cgo; enable cgo by setting CGO_ENABLED=1' image

claim GB505 "cgo without a C compiler"
hello
both main.go <<'E'
package main

import _ "os/user"

func main() {}
E
bad Dockerfile <<'E'
FROM golang:1.26-alpine
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o app .
E
good Dockerfile <<'E'
FROM golang:1.26-alpine
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o app .
E
mkdir "$dir/alpine"
for program in cat chmod cp go mkdir rm sh; do
	ln -s "$(command -v "$program")" "$dir/alpine/$program"
done
alpine() { PATH="$dir/alpine" image; }
fails 'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH' alpine

claim GB514 "gctrace in what is shipped"
hello
bad Dockerfile <<'E'
FROM golang:1.26
ENV GODEBUG=gctrace=1
RUN go list std
E
good Dockerfile <<'E'
FROM golang:1.26
RUN go list std
E
says ' ms clock, ' image

# --- C libraries -----------------------------------------------------------------------

# A module that uses the network, under the name of one that does.
put module go.mod <<'E'
module github.com/gin-gonic/gin

go 1.21
E
put module gin.go <<'E'
package gin

import "net"

func Run() { net.Listen("tcp", "127.0.0.1:0") }
E
publish github.com/gin-gonic/gin v1.10.0

# linked CASE BAD GOOD: a program that listens, built by two commands and looked at by ldd.
linked() {
	claim GB504 "$1"
	both go.mod <<'E'
module example.com/app

go 1.21

require github.com/gin-gonic/gin v1.10.0
E
	both main.go <<'E'
package main

import "github.com/gin-gonic/gin"

func main() { gin.Run() }
E
	bad Dockerfile <<E
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN $2 -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
E
	good Dockerfile <<E
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN $3 -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
E
}
# look: builds outside of /, and prints what the program asks the kernel for.
look() {
	sed 's,-o /app,-mod=mod -o app,' Dockerfile >Dockerfile.here && mv Dockerfile.here Dockerfile &&
		image && readelf --program-headers "$dir/image/src/app"
}
if command -v readelf gcc >/dev/null; then
	linked "net links the C library" 'go build' 'CGO_ENABLED=0 go build'
	shows 'Requesting program interpreter' look
	linked "a position-independent program has a loader" 'CGO_ENABLED=0 go build -buildmode=pie' \
		'CGO_ENABLED=0 go build'
	shows 'Requesting program interpreter' look
	linked "linked statically" 'go build' \
		"go build -ldflags \"-linkmode external -extldflags '-static'\""
	shows 'Requesting program interpreter' look
fi

# --- jobs ------------------------------------------------------------------------------

claim GB615 "a requirement that nothing imports"
uses_lib
both go.mod <<'E'
module example.com/app

go 1.21

require (
	example.com/lib v1.0.0
	example.com/tool v1.0.0
)
E
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go build -buildvcs=false -o app .
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go build -buildvcs=false -o app .
      - run: go mod tidy -diff
E
hides 'diff current/go.mod tidy/go.mod' steps

claim GB820 "go mod tidy in CI completes what is missing"
hello
both main.go <<'E'
package main

import "example.com/lib"

func main() { println(lib.Name) }
E
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go mod tidy
      - run: go build -buildvcs=false -o app .
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: go mod tidy -diff
      - run: go build -buildvcs=false -o app .
E
hides 'diff current/go.mod tidy/go.mod' steps

# --- what lies over what, and what is left out ------------------------------------------

if unshare -rm true 2>/dev/null; then
	claim GB407 "a cache over the sources"
	hello
	bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src go build -o app .
E
	good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
E
	fails "go: go.mod file not found in current directory or any parent directory; see 'go help modules'" image

	claim GB407 "a program that is written into a cache"
	hello
	bad Dockerfile <<'E'
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/out go build -o ../out/app .

FROM scratch
COPY --from=build /out/app /app
E
	sed 's/--mount=type=cache,target=[^ ]* //' "$dir/bad/Dockerfile" | good Dockerfile
	taken() { image && cp "$dir/image/out/app" "$dir/app"; }
	shows 'No such file or directory' taken
fi

claim GB414 "a go.mod that .dockerignore keeps back"
hello
both Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
E
echo go.mod | bad .dockerignore
echo README.md | good .dockerignore
fails "go: go.mod file not found in current directory or any parent directory; see 'go help modules'" image

# --- jobs in containers ------------------------------------------------------------------

# What starts programs in a container is written in Go.
put exec main.go <<'E'
package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
E
go build -o "$dir/start" "$dir/exec/main.go"

# container_job IMAGE SHELL SCRIPT: a job with one step.
container_job() {
	printf 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container: %s\n' "$1"
	printf '    defaults: {run: {shell: %s}}\n    steps:\n' "$2"
	printf '      - uses: actions/checkout@v5\n      - run: %s\n' "$3"
}
# contained: runs the step with what the image has on its PATH; the one of Debian has all that is here.
contained() {
	file=.github/workflows/ci.yml
	path=$PATH
	! grep -q alpine $file || path=$dir/alpine
	PATH=$path "$dir/start" "$(sed -n 's/.*shell: \([a-z]*\).*/\1/p' $file)" -e -c "$(sed -n 's/.* run: //p' $file)"
}

claim GB519 "make in Alpine's image"
both Makefile <<'E'
.PHONY: test
test:
	@echo tested
E
container_job golang:1.27-alpine sh 'make test' | bad .github/workflows/ci.yml
container_job golang:1.27 sh 'make test' | good .github/workflows/ci.yml
fails 'make: not found' contained

claim GB830 "bash in Alpine's image"
container_job golang:1.27-alpine bash 'echo tested' | bad .github/workflows/ci.yml
container_job golang:1.27-alpine sh 'echo tested' | good .github/workflows/ci.yml
fails 'exec: "bash": executable file not found in $PATH' contained
finish
