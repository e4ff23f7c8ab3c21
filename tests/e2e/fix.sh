#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What fixes leave alone, and how they fit into a file. usage: fix.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
forced='RUN CGO_ENABLED=0 go build -a .'
mended='RUN CGO_ENABLED=0 go build .'

# has FILE LINE...: judges that the file consists of these lines.
has() {
	file=$1
	shift
	printf '%s\n' "$@" | diff - "$file" >"$dir/out" 2>"$dir/err"
	result $? "$name"
}

# --- what is accepted is not fixed ------------------------------------------------------

project suppressed
printf '%s\n' 'FROM golang:1.26' '# gobelin: ignore[GB415] measured' "$forced" "$forced" >Dockerfile
run fix --select GB415
expect "a comment that silences" 0 out '^fixed 1 finding in 1 file$'
name="keeps its line from being fixed"
has Dockerfile 'FROM golang:1.26' '# gobelin: ignore[GB415] measured' "$forced" "$mended"
printf '%s\n' '# gobelin: ignore-file[GB415] measured' 'FROM golang:1.26' "$forced" >Dockerfile
run fix --select GB415
expect "a comment for the whole file" 0 out '^fixed 0 findings$'

project configured
printf '%s\n' 'FROM golang:1.26' "$forced" | tee Dockerfile >Dockerfile.old
printf '%s\n' 'overrides:' '  - paths: ["*.old"]' '    ignore: [GB415]' >.gobelin.yaml
run fix --select GB415
expect "what the configuration ignores for a path" 0 out '^fixed 1 finding in 1 file$'
name="stays as it is"
has Dockerfile.old 'FROM golang:1.26' "$forced"

project baseline
printf '%s\n' 'FROM golang:1.26' "$forced" >Dockerfile
run baseline --select GB415
printf '%s\n' 'FROM golang:1.26' "$forced" 'RUN CGO_ENABLED=0 go build -a ./cmd' >Dockerfile
run fix --select GB415 --diff
expect "a diff leaves out what is in the baseline" 1 out '^-.*-a ./cmd$' err 'would fix 1 finding in 1 file$'
silent "and its line" out '^-.*-a \.$'
run fix --select GB415
expect "so does a fix" 0 out '^fixed 1 finding in 1 file$'
name="the accepted finding stays"
has Dockerfile 'FROM golang:1.26' "$forced" 'RUN CGO_ENABLED=0 go build ./cmd'
run check --select GB415
expect "and is still in the baseline" 0 out '1 in the baseline'
run fix --select GB415 --no-baseline
expect "without the baseline it is fixed" 0 out '^fixed 1 finding in 1 file$'

# --- what is chosen ----------------------------------------------------------------------

project chosen
printf '%s\n' 'FROM golang:1.26' 'ENV GOPROXY=https://proxy.golang.org,direct,https://goproxy.io' "$forced" >Dockerfile
cp Dockerfile first
run fix --select GB415,GB104 --ignore GB104
expect "--ignore" 0 out '^fixed 1 finding in 1 file$'
cp first Dockerfile
run fix --select GB415,GB104 --diff
git apply "$dir/out"
cp Dockerfile patched
cp first Dockerfile
run fix --select GB415,GB104
expect "both" 0 out '^fixed 2 findings in 1 file$'
cmp -s Dockerfile patched
result $? "--diff shows what fix does"

# --- how a fix fits in -------------------------------------------------------------------

project workflow
mkdir -p .github/workflows
printf '%s\r\n' 'on: push' 'jobs:' '    release:' '        runs-on: ubuntu-24.04' \
	'        # what is done' '        steps:' '            - uses: actions/checkout@v7 # the source' \
	'            - run: git describe --tags && go build ./...' >.github/workflows/ci.yml
run fix --select GB819,GB825 --unsafe
expect "a mapping that is not there" 0 out '^fixed 2 findings in 1 file$'
name="gets the indentation and the line ends of the file"
tr -d '\r' <.github/workflows/ci.yml >plain
has plain 'on: push' 'jobs:' '    release:' '        runs-on: ubuntu-24.04' \
	'        timeout-minutes: 30' '        # what is done' '        steps:' \
	'            - uses: actions/checkout@v7 # the source' '              with:' \
	'                fetch-depth: 0' '            - run: git describe --tags && go build ./...'
[ "$(grep -c "$(printf '\r')$" .github/workflows/ci.yml)" = 11 ]
result $? "every line has the line end of the file"

project comments
printf '%s\n' 'FROM golang:1.27-alpine' '' '# hadolint ignore=DL4006' 'RUN make' >Dockerfile
printf '%s\n' '.PHONY: all' 'all:' '	true' >Makefile
run fix --select GB519 --unsafe
expect "an instruction before another one" 0 out '^fixed 1 finding in 1 file$'
name="does not come between it and its comment"
has Dockerfile 'FROM golang:1.27-alpine' '' 'RUN apk add --no-cache make' '# hadolint ignore=DL4006' 'RUN make'

project json-copy
printf '%s\n' 'module example.com/shop' '' 'go 1.26' '' 'require golang.org/x/text v0.14.0' >go.mod
printf '%s\n' 'golang.org/x/text v0.14.0/go.mod h1:18ZOQIKpY8NJVqYksKHtTdi31H5itFRjB5/qKTNYzSU=' >go.sum
printf '%s\n' 'FROM golang:1.26 AS build' 'WORKDIR /src' 'COPY ["go.mod", "."]' 'RUN go mod download' \
	'COPY . .' 'RUN go build -o /out/shop .' 'FROM debian:trixie-slim' \
	'COPY --from=build ["/shop", "/shop"]' 'ENTRYPOINT ["/shop"]' >Dockerfile
run fix --select GB402,GB509 --unsafe
expect "a COPY in JSON" 1 out '^fixed 1 finding in 1 file'
name="stays JSON"
has Dockerfile 'FROM golang:1.26 AS build' 'WORKDIR /src' 'COPY ["go.mod", "."]' 'RUN go mod download' \
	'COPY . .' 'RUN go build -o /out/shop .' 'FROM debian:trixie-slim' \
	'COPY --from=build ["/out/shop", "/shop"]' 'ENTRYPOINT ["/shop"]'

finish
