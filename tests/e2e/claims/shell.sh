#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold what the shell of a step replaces
# What the rules claim of curl, git, bash, certificates and YAML. usage: shell.sh GOBELIN
# SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"
needs bash curl git openssl python3

# job LINE...: a workflow with these steps.
job() {
	printf 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n'
	printf '      - run: %s\n' "$@"
}

# --- downloads -------------------------------------------------------------------------

put server tool <<'E'
#!/bin/sh
echo hello
E
serve server

tools="--resolve tools.corp.example:$port:127.0.0.1 http://tools.corp.example:$port"
claim GB015 "curl takes the error page for the file"
job "curl -sSo tool $tools/none" 'chmod +x tool' | bad .github/workflows/ci.yml
job "curl --fail -sSo tool $tools/none" 'chmod +x tool' | good .github/workflows/ci.yml
hides 'error: 404' steps

claim GB015 "and the shell runs the page"
bad Dockerfile <<E
FROM debian:trixie
RUN curl -sSo tool $tools/none && bash ./tool
E
good Dockerfile <<E
FROM debian:trixie
RUN curl --fail -sSo tool $tools/tool && bash ./tool
E
fails 'line 1: syntax error near unexpected token' image

# The server takes the whole address for a path, so it can stand in for a proxy.
put 'server/http:/tools.corp.example' tool <<'E'
through the proxy
E
claim GB013 "curl does not read HTTP_PROXY"
bad Dockerfile <<E
FROM debian:trixie
ENV HTTP_PROXY=http://localhost:$port
RUN curl --fail --max-time 5 -sSO http://tools.corp.example/tool
E
good Dockerfile <<E
FROM debian:trixie
ENV http_proxy=http://localhost:$port
RUN curl --fail --max-time 5 -sSO http://tools.corp.example/tool
E
shows 'curl: (' image

serve_https server
claim GB311 "curl -k talks to whoever answers"
for side in bad good; do
	job "curl --fail $([ $side = good ] || echo -k) --resolve tools.corp.example:$port:127.0.0.1 \
-sSO https://tools.corp.example:$port/tool" | put $side .github/workflows/ci.yml
done
hides 'SSL certificate problem' steps

# --- git -------------------------------------------------------------------------------

git -c init.defaultBranch=main init -q "$dir/repository"
(
	cd "$dir/repository" || exit
	for file in first second; do
		echo $file >$file && git add $file
		git -c user.name=a -c user.email=a@example.com commit -q -m $file
		[ $file = second ] || git tag v1.0.0
	done
	git clone -q --bare . "$dir/server/repository.git"
	git -C "$dir/server/repository.git" update-server-info
)

claim GB311 "for git GIT_SSL_NO_VERIFY=0 counts, too"
job "git ls-remote https://127.0.0.1:$port/repository.git" | good .github/workflows/ci.yml
{
	job "git ls-remote https://127.0.0.1:$port/repository.git"
	printf '        env: {GIT_SSL_NO_VERIFY: "0"}\n'
} | bad .github/workflows/ci.yml
verify() {
	! grep -q GIT_SSL_NO_VERIFY .github/workflows/ci.yml || export GIT_SSL_NO_VERIFY=0
	steps
}
hides 'certificate' verify

claim GB819 "git describe in a checkout without history"
app 1.26
bad .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: git describe --tags
E
good .github/workflows/ci.yml <<'E'
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - run: git describe --tags
E
# checkout: fetches as actions/checkout does, with the depth that the workflow asks for.
checkout() {
	depth='--depth 1 --no-tags'
	! grep -q 'fetch-depth: 0' .github/workflows/ci.yml || depth=
	# shellcheck disable=SC2086 # several words
	git clone -q $depth "file://$dir/repository" clone && cd clone && steps ..
}
fails 'fatal: No names found, cannot describe anything.' checkout

# --- steps -----------------------------------------------------------------------------

mkdir "$dir/stub"
printf '#!/bin/sh\necho "go $1 failed"\nexit 1\n' >"$dir/stub/go"
chmod +x "$dir/stub/go"

claim GB713 "no shell: means bash -e, without pipefail"
app 1.26
job 'go test ./... | tee test.log' | bad .github/workflows/ci.yml
job 'set -o pipefail; go test ./... | tee test.log' | good .github/workflows/ci.yml
failing() { PATH="$dir/stub:$PATH" "$@"; }
hides 'go test failed' failing steps

claim GB801 "1.20 is a number"
for version in 1.20 '"1.20"'; do
	side=bad
	[ "$version" = 1.20 ] || side=good
	put $side .github/workflows/ci.yml <<E
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@v6
        with:
          go-version: $version
E
done
version() {
	python3 -c '
import json, yaml
print(json.dumps(yaml.safe_load(open(".github/workflows/ci.yml"))["jobs"]["test"]["steps"][0]["with"]))'
}
if python3 -c 'import yaml' 2>/dev/null; then
	shows '{"go-version": 1.2}' version
else
	skip "PyYAML is not installed"
fi

# --- certificates ----------------------------------------------------------------------

claim GB305 "update-ca-certificates passes over other names than .crt"
cp "$dir/ca.pem" "$dir/bad/company-ca.pem"
cp "$dir/ca.pem" "$dir/good/company-ca.pem"
bad Dockerfile <<'E'
FROM golang:1.26
COPY company-ca.pem /usr/local/share/ca-certificates/
RUN update-ca-certificates
E
good Dockerfile <<'E'
FROM golang:1.26
COPY company-ca.pem /usr/local/share/ca-certificates/company-ca.crt
RUN update-ca-certificates
E
PATH=$PATH:/usr/sbin
tool=$(command -v update-ca-certificates)
if ! grep -q -e --localcertsdir "$tool" 2>/dev/null; then
	skip "there is no update-ca-certificates of Debian"
	finish
fi
put stub update-ca-certificates <<E
#!/bin/sh
exec "$tool" --localcertsdir "$dir/image/usr/local/share/ca-certificates" \
	--certsconf /dev/null --etccertsdir "$dir/image/etc" --hooksdir "$dir/image/etc"
E
chmod +x "$dir/stub/update-ca-certificates"
says '0 added, 0 removed; done.' failing image
finish
