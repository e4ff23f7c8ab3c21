#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold patterns
# Comments that silence findings. usage: suppressions.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"

# image LINE...: a Dockerfile whose lines are these.
image() {
	printf '%s\n' "$@" >Dockerfile
}
build='RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a .'

project comments
image 'FROM golang:1.26' "$build"
run check --format concise
expect "without a comment" 1 out '^Dockerfile:2:.*GB415'
for comment in 'ignore[GB415] why' 'ignore[build-forces-rebuild]' 'ignore-next-line[GB415]' \
	'ignore[GB415, GB503]' 'disable[GB415]' 'ignore-file[GB415]' \
	'ignore[GB415] expires:2999-01-01 why' 'ignore[GB415] expires: 2999-01-01'; do
	image 'FROM golang:1.26' "# gobelin: $comment" "$build"
	run check --format concise
	silent "$comment" out 'Dockerfile:3:.*GB415'
done
image 'FROM golang:1.26' '# gobelin: ignore[GB415]' '# another comment' '' \
	'RUN --mount=type=cache,target=/root/.cache/go-build echo && \' '    CGO_ENABLED=0 \' '    go build -a .'
run check --format concise
silent "a whole instruction" out GB415
image 'FROM golang:1.26' "$build # gobelin: ignore[GB415] shell"
run check --format concise
silent "behind a command" out GB415
image 'FROM golang:1.26' 'RUN <<EOT' 'export CGO_ENABLED=0' '# gobelin: ignore[GB415]' \
	'go build -a .' 'EOT'
run check --format concise
silent "in a heredoc" out GB415
image 'FROM golang:1.26' '# gobelin: disable[GB415]' "$build" '# gobelin: enable[GB415]' "$build"
run check --format concise
expect "a range ends" 1 out '^Dockerfile:5:.*GB415'
silent "and silences before its end" out '^Dockerfile:3:.*GB415'
image 'FROM golang:1.26' "$build" '# gobelin: ignore[GB415]' 'USER 1000'
run check --format concise
expect "only what comes next; the comment is told" 1 out '^Dockerfile:2:.*GB415' out '^Dockerfile:3:19: warning: .*GB002'
run check --format concise --ignore GB415
silent "not where the rule is not asked" out GB002
image 'FROM golang:1.26' '# gobelin: ignore[GB415] expires:2020-01-01 why' "$build"
run check --format concise
expect "expired" 1 out ':3:.*GB415' out ':2:19: warning: .*up to 2020-01-01.*GB004'
for comment in 'ignore[GB4150]' 'ignor[GB415]' 'ignore[GB415' 'ignore' \
	'ignore[GB415] expires:tomorrow' 'enable[GB415]'; do
	image 'FROM golang:1.26' "# gobelin: $comment" "$build"
	run check --format concise
	expect "wrong: $comment" 1 out ':2:.*GB005' out ':3:.*GB415'
done
image 'FROM golang:1.26' '# gobelin: ignore[build-forces-rebuildd]' "$build"
run check --format concise
expect "the nearest name" 1 out 'did you mean `build-forces-rebuild`'
image 'FROM golang:1.26' '# hadolint ignore=DL3006' '# gobelin: see the wiki' "$build"
run check --format concise
silent "what is not for gobelin is left alone" out 'GB00[0-9]'
image 'FROM golang:1.26' '# gobelin: ignore[GB415]' "$build"
echo 'require-reason: true' >.gobelin.yaml
run check --format concise
expect "require-reason" 1 out 'GB003'
rm .gobelin.yaml
image 'FROM golang:1.26' '# gobelin: ignore[GB415] why not' "$build"
run check --format json
expect "JSON" 0 out '"by":	"comment"' out '"reason":	"why not"' out '"suppressed":	1,'
run check --format sarif
expect "SARIF" 0 out '"kind":	"inSource"' out '"justification":	"why not"'
run check
expect "the summary counts it" 0 out '1 silenced'
image 'FROM golang:1.26' 'USER 1000 ' '# gobelin: ignore[GB415] why not' 'WORKDIR /x'
run fix --select GB002,GB415
expect "fix takes the comment out" 0 out 'fixed 1'
! grep -q gobelin Dockerfile
result $? "with its line"

project formats
printf 'build:\n\tgo install example.com/tool@latest # gobelin: ignore[GB606]\n' >Makefile
run check --select GB606,GB002 --format concise
silent "a recipe" out 'GB[0-9]'
printf '# gobelin: ignore[GB606]\n' >x
mkdir -p .github/workflows
cat >.github/workflows/ci.yml <<'TEXT'
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      # gobelin: ignore[GB606]
      - name: tools
        run: |
          echo
          go install example.com/tool@latest
      - run: |
          # gobelin: ignore[GB606]
          go install example.com/tool@latest
      - run: go install example.com/tool@latest # gobelin: ignore[GB606]
TEXT
printf 'module example.com/x\n\ngo 1.26\n' >go.mod
run check --select GB606,GB002,GB005 --format concise
silent "a workflow" out 'GB[0-9]'
sed 's/ *# gobelin.*//' .github/workflows/ci.yml >x.yml
mv x.yml .github/workflows/ci.yml
run check --select GB606 --format concise
expect "which has findings without" 1 out ':10:.*GB606' out ':14:.*GB606'
cat >.github/workflows/ci.yml <<'TEXT'
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with:
          go-version: '1.20' # gobelin: ignore[GB603] old on purpose
      - run: go build ./...
  b:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with:
          go-version: '1.20'
      - run: go build ./...
TEXT
printf 'module example.com/x\n\ngo 1.20\n' >go.mod
run check --select GB603,GB002 --format concise
expect "of what is said once, the first that is not silenced" 1 out ':17:.*GB603'
silent "and no other" out 'GB002\|:9:'
rm .github/workflows/ci.yml
printf 'module example.com/x\n\n// gobelin: ignore[GB001]\ngo 1.26 x\n' >go.mod
run check --select GB001 --format concise
silent "go.mod" out GB001
printf 'module example.com/x\n\ngo 1.26\n' >go.mod
printf '{\n  // gobelin: ignore[GB901]\n  "a": "// gobelin: ignore[GB906]",\n}\n' >renovate.json5
run check --select GB901,GB906,GB002 --format concise
expect "JSON5: comments, not strings" 1 out ':2:.*GB901.*GB002'
silent "JSON5: strings" out GB906
rm renovate.json5
for file in renovate.json5 renovate.jsonc; do
	printf '{\n  "extends": ["config:base"]\n}\n' >$file
	run check --select GB901,GB002 --format concise
	expect "$file: a finding" 1 out "^$file:2:.*GB901"
	for comment in '// gobelin: ignore[GB901] later' '/* gobelin: ignore[GB901] later */' \
		'/* gobelin: ignore-next-line[GB901] */' '// gobelin: ignore-file[renovate-deprecated-name]'; do
		printf '{\n  %s\n  "extends": ["config:base"]\n}\n' "$comment" >$file
		run check --select GB901,GB002,GB005 --format concise
		silent "$file: $comment" out 'GB[0-9]'
	done
	printf '{\n  "extends": ["config:base"] // gobelin: ignore[GB901]\n}\n' >$file
	run check --select GB901,GB002 --format concise
	silent "$file: behind it" out 'GB[0-9]'
	rm $file
done
for comment in '# gobelin: ignore[GB001] why' '// gobelin: ignore[GB001]' '/* gobelin: ignore[GB001] */' \
	'// gobelin: ignore-next-line[GB001]' '# another'; do
	printf 'target "a" {\n  args = {\n    %s\n    // other words\n    A = ]\n  }\n}\n' "$comment" >docker-bake.hcl
	[ "${comment#*next}" = "$comment" ] || sed -i.old '/other words/d' docker-bake.hcl
	run check --select GB001,GB002,GB005 --format concise
	if [ "$comment" = '# another' ]; then
		expect "a bake file has a finding" 1 out '^docker-bake.hcl:5:.*GB001'
	else
		silent "a bake file: $comment" out '^docker-bake.hcl:[45]:\|GB00[25]'
	fi
done
rm docker-bake.hcl*
printf 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  # gobelin: ignore[GB020] set elsewhere\n  dnsPolicy: None\n  containers: [{name: x, image: x}]\n' >pod.yaml
run check --select GB020,GB002 --format concise
silent "a manifest" out 'GB[0-9]'
sed -i.old '/gobelin/d' pod.yaml
run check --select GB020 --format concise
expect "which has a finding without" 1 out '^pod.yaml:6:.*GB020'
rm pod.yaml*
printf 'FROM golang:1.26\nRUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a .\n' >Dockerfile
printf 'suppress:\n  - {path: Dockerfile, rule: GB415, reason: later}\n' >.gobelin.yaml
run check --select GB415,GB002 --format json
expect "the configuration" 0 out '"by":	"configuration"' out '"reason":	"later"'
printf 'suppress:\n  - {path: Dockerfile, rule: GB415, expires: 2020-01-31}\n' >.gobelin.yaml
run check --select GB415,GB002,GB004 --format concise
expect "the configuration, up to a day that is over" 1 out '^Dockerfile:2:.*GB415' out '^.gobelin.yaml:2:.*GB004'
printf 'suppress:\n  - {path: Dockerfile, rule: GB415, expires: 2999-01-31}\n' >.gobelin.yaml
echo 'require-reason: true' >>.gobelin.yaml
run check --select GB415,GB003,GB004 --format concise
expect "up to a day to come; without a reason" 1 out '^.gobelin.yaml:2:.*GB003'
silent "which silences" out "^Dockerfile"
printf 'suppress:\n  - {path: Dockerfile, rule: GB415, reason: later}\n' >.gobelin.yaml
echo '  - {path: Makefile, rule: GB415}' >>.gobelin.yaml
run check --select GB415,GB002 --format concise
expect "an entry that is of no use" 1 out '^.gobelin.yaml:3:28: .*GB002'
finish
