#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold dollars that belong to make and the shell
# What the rules claim of GNU make. usage: make.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
needs make

claim GB701 "a folder of the target's name"
bad Makefile <<'E'
test:
	@echo tested
E
good Makefile <<'E'
.PHONY: test
test:
	@echo tested
E
both test/data <<'E'
E
says "make: 'test' is up to date." make

claim GB702 "cd is gone on the next line"
bad Makefile <<'E'
.PHONY: test
test:
	cd api
	cat only-in-api
E
good Makefile <<'E'
.PHONY: test
test:
	cd api && \
	cat only-in-api
E
both api/only-in-api <<'E'
here
E
shows 'No such file or directory' make

claim GB702 "export is gone on the next line"
bad Makefile <<'E'
.PHONY: test
test:
	export CGO_ENABLED=0
	echo "cgo=$$CGO_ENABLED."
E
good Makefile <<'E'
.PHONY: test
test: export CGO_ENABLED = 0
test:
	echo "cgo=$$CGO_ENABLED."
E
shows 'cgo=.' make -s

claim GB703 "a single dollar belongs to make"
bad Makefile <<'E'
.PHONY: fmt-check
fmt-check:
	test -z $(cat unformatted)
E
good Makefile <<'E'
.PHONY: fmt-check
fmt-check:
	test -z "$$(cat unformatted)"
E
both unformatted <<'E'
main.go
E
hides 'Error 1' make

claim GB704 '$day is $d and "ay"'
bad Makefile <<'E'
.PHONY: backup
backup:
	day=monday; echo shop-$day.db
E
good Makefile <<'E'
.PHONY: backup
backup:
	day=monday; echo shop-$${day}.db
E
says 'shop-ay.db' make -s

claim GB705 "a variable of make alone"
app 1.26
mkdir "$dir/stub"
printf '#!/bin/sh\necho "go sees GOFLAGS=$GOFLAGS."\n' >"$dir/stub/go"
chmod +x "$dir/stub/go"
bad Makefile <<'E'
GOFLAGS := -mod=vendor
.PHONY: build
build:
	go build ./...
E
good Makefile <<'E'
export GOFLAGS := -mod=vendor
.PHONY: build
build:
	go build ./...
E
stand_in() { PATH="$dir/stub:$PATH" make "$@"; }
shows 'go sees GOFLAGS=.' stand_in

printf '#!/bin/sh\necho "go $1 failed"\nexit 1\n' >"$dir/stub/go"
claim GB712 "the program runs for each use"
bad Makefile <<'E'
VERSION = $(shell git describe --tags)
.PHONY: build
build:
	@echo $(VERSION) $(VERSION)
E
good Makefile <<'E'
VERSION := $(shell git describe --tags)
.PHONY: build
build:
	@echo $(VERSION) $(VERSION)
E
printf '#!/bin/sh\necho called >&2\n' >"$dir/stub/git"
chmod +x "$dir/stub/git"
shows 'called called' stand_in

claim GB709 "a dash before the command"
bad Makefile <<'E'
.PHONY: test
test:
	-go test ./...
E
good Makefile <<'E'
.PHONY: test
test:
	go test ./...
E
hides 'Error 1' stand_in

claim GB709 "|| true"
bad Makefile <<'E'
.PHONY: test
test:
	go vet ./... || true
E
good Makefile <<'E'
.PHONY: test
test:
	go vet ./...
E
hides 'Error 1' stand_in

claim GB713 "tee has done its work"
bad Makefile <<'E'
.PHONY: test
test:
	go test ./... | tee test.log
E
good Makefile <<'E'
SHELL := /bin/bash
.SHELLFLAGS := -eo pipefail -c
.PHONY: test
test:
	go test ./... | tee test.log
E
hides 'Error 1' stand_in

claim GB713 "written to a file, and shown afterwards"
bad Makefile <<'E'
.PHONY: test
test:
	go test ./... 2>&1 | cat
E
good Makefile <<'E'
.PHONY: test
test:
	go test ./... > test.log; status=$$?; cat test.log; exit $$status
E
hides 'go test failed' stand_in

claim GB715 "nothing to lint with"
both go.mod <<'E'
module example.com/shop

go 1.26
E
bad Makefile <<'E'
.PHONY: build test
build:
	go build ./...
test:
	go test ./...
E
good Makefile <<'E'
.PHONY: build test lint
build:
	go build ./...
test:
	go test ./...
lint:
	@echo linted
E
shows 'No rule to make target' make lint

claim GB716 "one shell for all lines"
bad Makefile <<'E'
.ONESHELL:
.PHONY: check
check:
	go vet ./...
	echo done
E
good Makefile <<'E'
.ONESHELL:
.SHELLFLAGS := -ec
.PHONY: check
check:
	go vet ./...
	echo done
E
hides 'Error 1' stand_in

claim GB708 "GOPATH has no value in a makefile"
bad Makefile <<'E'
.PHONY: gen
gen:
	$(GOPATH)/bin/mockgen ./...
E
good Makefile <<'E'
GOPATH ?= $(CURDIR)
.PHONY: gen
gen:
	$(GOPATH)/bin/mockgen ./...
E
good bin/mockgen <<'E'
#!/bin/sh
E
chmod +x "$dir/good/bin/mockgen"
fails 'make: /bin/mockgen: No such file or directory' make

claim GB001 "a line that make cannot read"
bad Makefile <<'E'
.PHONY: build
build:
    go build ./...
E
good Makefile <<'E'
.PHONY: build
build:
	@echo built
E
shows 'missing separator' make

# --- where /bin/sh is not bash ---

if /bin/sh -c 'set -o pipefail' 2>/dev/null; then
	finish
fi

claim GB706 "pipefail"
bad Makefile <<'E'
.PHONY: test
test:
	set -o pipefail; echo tested | tee test.log
E
good Makefile <<'E'
SHELL := /bin/bash
.PHONY: test
test:
	set -o pipefail; echo tested | tee test.log
E
fails 'set: Illegal option -o pipefail' make

claim GB706 "source"
bad Makefile <<'E'
.PHONY: test
test:
	source ./env.sh && echo "$$NAME"
E
good Makefile <<'E'
.PHONY: test
test:
	. ./env.sh && echo "$$NAME"
E
both env.sh <<'E'
NAME=shop
E
fails 'source: not found' make

claim GB706 "[[ goes on with the wrong branch"
bad Makefile <<'E'
.PHONY: test
test:
	if [[ -n "shop" ]]; then echo right; else echo wrong branch; fi
E
good Makefile <<'E'
.PHONY: test
test:
	if [ -n "shop" ]; then echo right; else echo other; fi
E
says '[[: not found' make

claim GB714 "a step asks for a target that there is not"
both Makefile <<'E'
.PHONY: test
test:
	echo tested
E
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: make lint
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: make test
E
fails "make: *** No rule to make target 'lint'. Stop." steps

finish
