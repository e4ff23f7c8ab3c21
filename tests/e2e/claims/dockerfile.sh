#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold Dockerfiles
# What the rules claim of image builds, as BuildKit reads Dockerfiles. usage: dockerfile.sh GOBELIN
# SOURCE_ROOT; prints TAP.
llb=${ORACLE_BIN:-/nonexistent}/llb
# Built before the caller's settings of Go are put aside.
if command -v go >/dev/null; then
	(cd "$2/tests/oracle" && GOFLAGS=-mod=readonly GOPROXY=off GOTOOLCHAIN=local \
		go build -buildvcs=false -o "$llb" ./llb) >/dev/null 2>&1
fi
. "${0%/*}/lib.sh"
needs go
if [ ! -x "$llb" ]; then
	echo "1..0 # SKIP BuildKit's packages are not at hand"
	exit 0
fi

claim GB001 "an instruction that there is not"
bad Dockerfile <<'E'
FROM golang:1.26
RUNN go build -o /app .
E
good Dockerfile <<'E'
FROM golang:1.26
RUN go build -o /app .
E
shows 'unknown instruction: RUNN' "$llb"

claim GB010 "ENV stays in the image"
bad Dockerfile <<'E'
FROM golang:1.26
ENV HTTPS_PROXY=http://proxy.corp.example:3128
RUN go build -o /app .
E
good Dockerfile <<'E'
FROM golang:1.26
RUN go build -o /app .
E
shows 'env: HTTPS_PROXY=http://proxy.corp.example:3128' "$llb"

claim GB011 "with a line of its own the proxy stays in the history"
bad Dockerfile <<'E'
FROM golang:1.26
ARG HTTPS_PROXY
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.26
RUN go mod download
E
says 'RUN |1 HTTPS_PROXY=http://me:secret@proxy.corp.example:3128 /bin/sh -c go mod download' \
	"$llb" . HTTPS_PROXY=http://me:secret@proxy.corp.example:3128

claim GB108 "a password in ENV stays in the image"
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPROXY=https://ci:hunter2@athens.corp.example,direct
E
good Dockerfile <<'E'
FROM golang:1.26
ENV GOPROXY=https://athens.corp.example,direct
E
shows 'env: GOPROXY=https://ci:hunter2@' "$llb"

claim GB108 "a password in ARG stays in the history"
bad Dockerfile <<'E'
FROM golang:1.26
ARG GOPROXY=https://ci:hunter2@athens.corp.example,direct
RUN go build -o /app .
E
good Dockerfile <<'E'
FROM golang:1.26
ARG GOPROXY=https://athens.corp.example,direct
RUN go build -o /app .
E
shows 'history: ARG GOPROXY=https://ci:hunter2@' "$llb"

claim GB214 "a build argument stays in the history"
both go.mod <<'E'
module github.com/your-company/shop

go 1.26

require github.com/your-company/lib v1.2.0
E
bad Dockerfile <<'E'
FROM golang:1.26
ARG GITHUB_TOKEN
RUN go mod download
E
good Dockerfile <<'E'
FROM golang:1.26
RUN --mount=type=secret,id=github_token,env=GITHUB_TOKEN go mod download
E
shows 'history: RUN |1 GITHUB_TOKEN=hunter2' "$llb" . GITHUB_TOKEN=hunter2

claim GB222 "the dots that lead out of the context are dropped"
bad app/Dockerfile <<'E'
FROM golang:1.26
COPY ../lib /src
E
good app/Dockerfile <<'E'
FROM golang:1.26
COPY cmd/../internal /src
E
shows 'copy: /lib /src' "$llb" app

claim GB412 "an argument belongs to each RUN below it"
both go.mod <<'E'
module example.com/app

go 1.26

require golang.org/x/text v0.14.0
E
bad Dockerfile <<'E'
FROM golang:1.26
ARG GIT_COMMIT
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -ldflags "-X main.commit=$GIT_COMMIT" -o /app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG GIT_COMMIT
RUN go build -ldflags "-X main.commit=$GIT_COMMIT" -o /app .
E
shows 'run: GIT_COMMIT=0123abc /bin/sh -c go mod download' "$llb" . GIT_COMMIT=0123abc

claim GB507 "the shell form is handed to /bin/sh"
bad Dockerfile <<'E'
FROM scratch
COPY app /app
ENTRYPOINT /app
E
good Dockerfile <<'E'
FROM scratch
COPY app /app
ENTRYPOINT ["/app"]
E
says '/bin/sh -c' "$llb"

claim GB512 "a platform argument is empty without ARG"
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOARCH=$TARGETARCH
RUN go build -o /app .
E
good Dockerfile <<'E'
FROM golang:1.26
ARG TARGETARCH
ENV GOARCH=$TARGETARCH
RUN go build -o /app .
E
shows 'run: GOARCH= /bin/sh' "$llb"

claim GB512 "an ARG before the first FROM does not count"
bad Dockerfile <<'E'
ARG TARGETARCH
FROM golang:1.26
ENV GOARCH=${TARGETARCH}
RUN go build -o /app .
E
good Dockerfile <<'E'
ARG TARGETARCH
FROM golang:1.26
ARG TARGETARCH
ENV GOARCH=${TARGETARCH}
RUN go build -o /app .
E
shows 'run: GOARCH= /bin/sh' "$llb"
finish
