#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold what Go and make replace
# What the rules claim of Go's settings and of module proxies. usage: proxy.sh GOBELIN SOURCE_ROOT;
# prints TAP.
. "${0%/*}/lib.sh"
needs go make python3
. "${0%/*}/modules.sh"

# proxies RULE CASE BAD GOOD: two values of GOPROXY, as a makefile hands them on.
proxies() {
	claim "$1" "$2"
	uses_lib
	bad Makefile <<E
export GOPROXY := $3
.PHONY: latest
latest:
	go list -m example.com/lib@latest
E
	good Makefile <<E
export GOPROXY := $4
.PHONY: latest
latest:
	go list -m example.com/lib@latest
E
}
proxies GB103 "a name without dot and scheme" proxy "file://$dir/proxy"
fails 'invalid proxy URL missing scheme: proxy' make
proxies GB103 "quotes have become part of it" "\"file://$dir/proxy\"" "file://$dir/proxy"
shows 'first path segment in URL cannot contain colon' make
proxies GB104 "nothing is asked after off" "off,file://$dir/proxy" "file://$dir/proxy,off"
shows 'module lookup disabled by GOPROXY=off' make
proxies GB107 "no login over http" "http://ci:secret@athens.corp.example" "file://$dir/proxy"
fails 'refusing to pass credentials to insecure URL' make

# downloads SIDE ENV...: an image with these variables downloads a module.
downloads() {
	put "$1" go.mod <<'E'
module example.com/app

go 1.21

require example.com/lib v1.0.0
E
	side=$1
	shift
	{
		echo 'FROM golang:1.26'
		printf 'ENV %s\n' "$@"
		printf 'WORKDIR /src\nCOPY . .\nRUN go mod download -x\n'
	} | put "$side" Dockerfile
}

# asks PATTERN: what matches of that which go says while it downloads, be it done or not.
asks() { image 2>&1 | grep -o "$1"; }

# unanswered: which proxies go asks where none of them answers.
unanswered() {
	HTTP_PROXY=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 asks '# get https*://[a-z.]*'
}
claim GB105 "the public proxy hears of every module"
downloads bad GOPROXY=https://proxy.golang.org,http://athens.corp.example
downloads good GOPROXY=http://athens.corp.example,https://proxy.golang.org
shows '# get https://proxy.golang.org' unanswered

claim GB106 "after a bar the next one is asked on any error"
downloads bad 'GOPROXY="http://athens.corp.example|https://proxy.golang.org"'
downloads good GOPROXY=http://athens.corp.example,https://proxy.golang.org
shows '# get https://proxy.golang.org' unanswered

claim GB017 "go does not read ALL_PROXY"
downloads bad GOPROXY=https://athens.corp.invalid ALL_PROXY=http://127.0.0.1:9
downloads good GOPROXY=https://athens.corp.invalid HTTPS_PROXY=http://127.0.0.1:9
shows 'lookup athens.corp.invalid' asks 'lookup athens.corp.invalid\|proxyconnect tcp'

claim GB110 "nothing was downloaded before"
uses_lib
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPROXY=off
WORKDIR /src
COPY . .
RUN go build -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go mod download
RUN GOPROXY=off go build -o app .
E
fails 'module lookup disabled by GOPROXY=off' image

claim GB023 "a RUN without network cannot download"
uses_lib
bad Dockerfile <<'E'
FROM golang:1.26
ENV GOPROXY=https://proxy.golang.org
WORKDIR /src
COPY . .
RUN --network=none go build -o app .
E
good Dockerfile <<E
FROM golang:1.26
WORKDIR /src
COPY . .
RUN GOPROXY=file://$dir/proxy go mod download
ENV GOPROXY=https://proxy.golang.org
RUN --network=none go build -o app .
E
if unshare -rn true 2>/dev/null; then
	fails 'connect: network is unreachable' image
else
	skip "this machine gives no network of its own"
fi

claim GB112 "the environment comes before go env -w"
bad Dockerfile <<E
FROM golang:1.26
ENV GOPROXY=off
RUN go env -w GOPROXY=file://$dir/proxy
RUN go env GOPROXY
E
good Dockerfile <<E
FROM golang:1.26
ENV GOPROXY=file://$dir/proxy
RUN go env GOPROXY
E
says 'does not override conflicting OS environment variable' image

claim GB114 "without the checksum database a new module is not checked"
uses_lib
rm "$dir/bad/go.sum" "$dir/good/go.sum"
bad Makefile <<'E'
export GOSUMDB := off
.PHONY: update
update:
	go get example.com/lib@v1.1.0
E
good Makefile <<'E'
export GOSUMDB := sum.golang.org
.PHONY: update
update:
	go get example.com/lib@v1.1.0
E
offline() { HTTPS_PROXY=http://127.0.0.1:9 GOMODCACHE="$PWD/modules" "$@"; }
hides 'sum.golang.org' offline make

claim GB114 "a private pattern for all modules"
uses_lib
rm "$dir/bad/go.sum" "$dir/good/go.sum"
bad Makefile <<'E'
export GOSUMDB := sum.golang.org
export GONOSUMDB := *.com
.PHONY: update
update:
	go get example.com/lib@v1.1.0
E
good Makefile <<'E'
export GOSUMDB := sum.golang.org
export GONOSUMDB := *.corp.example
.PHONY: update
update:
	go get example.com/lib@v1.1.0
E
hides 'sum.golang.org' offline make

claim GB115 "-mod=mod completes go.sum and go.mod"
uses_lib
rm "$dir/bad/go.sum" "$dir/good/go.sum"
bad Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -mod=mod -o app .
E
good Dockerfile <<'E'
FROM golang:1.26
WORKDIR /src
COPY . .
RUN go build -o app .
E
hides 'missing go.sum entry' image

# exported CASE NAME BAD GOOD COMMAND: two values of a setting, as a makefile hands them on.
exported() {
	claim GB117 "$1"
	hello
	bad Makefile <<E
export $2 := $3
.PHONY: see
see:
	$5
E
	good Makefile <<E
export $2 := $4
.PHONY: see
see:
	$5
E
}
exported "quotes in GOOS" GOOS '"linux"' linux 'go build -buildvcs=false .'
fails 'unsupported GOOS/GOARCH pair "linux"/' make
exported "quotes in GOTOOLCHAIN" GOTOOLCHAIN '"local"' local 'go version'
fails 'invalid GOTOOLCHAIN "\"local\""' make
exported "cgo stays on" CGO_ENABLED '"0"' 0 "go list -f 'cgo={{context.CgoEnabled}}' ."
shows 'cgo=true' make

claim GB118 "a variable that no Go reads"
bad Makefile <<'E'
.PHONY: setup
setup:
	go env -w GONOSUMCHECK=1
E
good Makefile <<'E'
.PHONY: setup
setup:
	go env -w GONOSUMDB=git.corp.example
E
fails 'unknown go command variable GONOSUMCHECK' env GOENV="$dir/other-env" make

# --- a module proxy with a certificate that nobody knows -------------------------------

claim GB119 "GOINSECURE does not concern proxies"
if ! command -v openssl >/dev/null; then
	skip "openssl is not installed"
	finish
fi
serve_https proxy
bad Dockerfile <<E
FROM golang:1.26
ENV GOINSECURE=127.0.0.1
ENV GOPROXY=https://127.0.0.1:$port
RUN go list -m example.com/lib@latest
E
good Dockerfile <<E
FROM golang:1.26
ENV SSL_CERT_FILE=$dir/ca.pem
ENV GOPROXY=https://127.0.0.1:$port
RUN go list -m example.com/lib@latest
E
fails 'x509: certificate signed by unknown authority' image

claim GB119 "-insecure is passed over"
bad Makefile <<E
export GOFLAGS := -insecure
export GOPROXY := https://127.0.0.1:$port
.PHONY: latest
latest:
	go list -m example.com/lib@latest
E
good Makefile <<E
export SSL_CERT_FILE := $dir/ca.pem
export GOPROXY := https://127.0.0.1:$port
.PHONY: latest
latest:
	go list -m example.com/lib@latest
E
fails 'x509: certificate signed by unknown authority' make
finish
