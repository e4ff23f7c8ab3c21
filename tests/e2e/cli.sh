#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016 # single quotes hold patterns and Makefiles
# The command line as a user meets it. usage: cli.sh GOBELIN SOURCE_ROOT; prints TAP.
. "${0%/*}/lib.sh"

project clean
printf 'FROM scratch\n' >Dockerfile
run check --min-severity error
expect "a clean project is 0" 0
run
expect "without a command it says what it sees" 0 out '^  1 Dockerfile$' out '^  gobelin check '
run chekc
expect "an unknown command is named with the nearest" 2 err 'did you mean check'
run Dockerfile
expect "a path is no command" 2 err 'did you mean gobelin check Dockerfile'
run ./...
expect "nor is a pattern of Go" 2 err 'did you mean gobelin check ./...?'
run GB301
expect "nor a rule" 2 err 'did you mean gobelin explain GB301?'
run ca-certificates-missing
expect "by its name either" 2 err 'did you mean gobelin explain ca-certificates-missing?'
for pattern in ./... ... "$dir/clean/..."; do
	run check --select images "$pattern"
	expect "$pattern is the folder" 0 out '^No findings in 1 file'
done
run --help
expect "--help lists the commands" 0 out '^  check'
run help check
expect "help of a command lists its options" 0 out '--fail-on'
run check --help
expect "--help of a command is its help" 0 out 'usage: gobelin check'
run version
expect "version" 0 out '^gobelin [0-9]'

run check --fromat json
expect "an unknown option is named with the nearest" 2 err 'did you mean --format'
run check -z
expect "an unknown letter" 2 err 'unknown option -z'
run check --format
expect "a missing value" 2 err 'needs a value'
run check --format yaml
expect "an unknown format lists the formats" 2 err 'there are text'
run check --fail-on sometimes
expect "a value out of its list" 2 err 'error|warning|info|never'
for number in two -1 1.5 0x10 4294967296; do
	run check -j "$number"
	expect "$number threads" 2 err "\"$number\" is not a number from 0 to"
done
for option in --format --select --ignore --output --rules --stdin-filename --jobs; do
	run check "$option="
	expect "an empty value for $option" 2 err "$option needs a value"
done
run check --select ' , '
expect "a list of nothing" 2 err 'select needs a value: RULES'
run check ''
expect "an empty path" 2 err 'a path is empty'
run rules extra
expect "an argument where none is taken" 2 err 'rules: "extra" is one argument too many'
run help chekc
expect "help of an unknown command names the nearest" 2 err 'did you mean check'
run help check rules
expect "help of two commands" 2 err 'help: name one command'
run check --quiet=yes
expect "a flag with a value" 2 err 'takes no value'
run check --min-severity=error -j2 -- Dockerfile
expect "values after = and in one word, and --" 0
run check --select no-such-rule
expect "an unknown rule in --select" 2 err 'no-such-rule'
run check --ignore syntax-eror
expect "an unknown rule in --ignore" 2 err 'syntax-error'

project empty
run check
expect "an empty folder" 0 out 'Nothing to check: there is no go.mod,.* Dockerfile, makefile,'
run
expect "and without a command" 0 out '^Here is nothing for it: there is no go.mod' out 'gobelin help'
echo 'print("hello")' >main.py
mkdir docs
echo '# A project in Python' >docs/README.md
run
expect "a folder without Go" 0 out '^Here is nothing for it: there is no go.mod' out 'name it: gobelin check FOLDER'
run check
expect "and check there" 0 out 'Nothing to check: there is no go.mod'
project service
mkdir -p .github/workflows tools
printf 'module example.org/service\n\ngo 1.26\n' >go.mod
printf 'module example.org/service/tools\n\ngo 1.26\n' >tools/go.mod
echo 'FROM scratch' >Dockerfile
echo 'all:' >Makefile
printf 'on: push\njobs: {}\n' | tee .github/workflows/a.yml >.github/workflows/b.yml
run
expect "a Go project" 0 out '^  the Go module example.org/service$' \
	out '^  the Go module example.org/service/tools$' \
	out '^  2 go.mod files, 1 Dockerfile, 1 makefile, 2 workflows$' out 'gobelin init '
cd tools || exit 1
run
expect "a folder of it" 0 out 'service/tools$' out '^  1 go.mod file$'
silent "not what lies beside" out 'Dockerfile'
cd "$dir/empty" || exit 1
run env
expect "env where there is no Go" 0 out 'No go command'

project faults
printf 'FROM scratch\nFRUM x\n' >Dockerfile
run check --format concise
expect "a finding is 1" 1 out '^Dockerfile:2:.*GB001'
run check --fail-on never
expect "--fail-on never is 0" 0 out 'GB001'
run check --ignore GB0 --fail-on error
expect "an ignored rule is silent" 0
run check --format json
expect "JSON" 1 out '"rule"'
run check --format sarif
expect "SARIF" 1 out '"2.1.0"'
run check -j 1 --format json
cp "$dir/out" "$dir/one"
for jobs in 0 2 64 2147483647; do
	run check -j "$jobs" --format json
	cmp "$dir/one" "$dir/out" >/dev/null
	result $? "$jobs threads report the same as one"
done
run check --statistics
expect "--statistics counts" 1 out 'GB001'
run check --format json=report.json --format concise --format sarif=report.sarif
expect "several reports at once" 1 out '^Dockerfile:2:'
cmp -s "$dir/one" report.json && grep -q '"2.1.0"' report.sarif
result $? "each report is in its file"
run check --format sarif=report.sarif --format json --output report.json
expect "--output is for the report without a file" 1
cmp -s "$dir/one" report.json
result $? "it is there"
run check --format json --format text
expect "two reports to standard output" 2 err "can't both go to standard output"
run check --format json=x --format text=./x
expect "two reports into one file" 2 err "can't both go to ./x"
run check --format json=x --output y
expect "--output for no report" 2 err '--output needs'
run check --format json=
expect "a report into no file" 2 err 'needs a file'
run check --format json=none/x --format concise
expect "a file that can't be written, beside one that can" 2 err 'cannot write none/x' out 'GB001'
rm report.*
mkdir sub
printf 'FROM scratch\n' >sub/Dockerfile
cd sub || exit 1
run check --format concise ..
expect "paths are shown from the current folder" 1 out '^\.\./Dockerfile:2:'
run check --min-severity error
expect "only what was asked for is reported" 0
cd ..
run check --format concise "$dir/faults/Dockerfile"
expect "absolute paths" 1 out '^Dockerfile:2:'
run check Dockerfile missing
expect "a missing path is 2, the others are checked" 2 out 'GB001' out 'missing'
run check Dockerfile ..
expect "a path outside the project" 2 err 'outside the project'
run check -o report.txt
expect "--output writes a file" 1
grep -q GB001 report.txt
result $? "--output holds the report"
run check -o none/report.txt
expect "--output into a missing folder" 2 err 'cannot write none/report.txt'
run check -o sub
expect "--output to a folder" 2 err 'cannot write sub: '
if [ -c /dev/full ]; then
	for command in check rules env facts help version; do
		"$gobelin" "$command" >/dev/full 2>"$dir/err"
		status=$?
		expect "a full disk under $command" 2 err 'cannot write to standard output: '
	done
	run check -o /dev/full
	expect "a full disk under --output" 2 err 'cannot write /dev/full: '
fi
{
	"$gobelin" check --format sarif 2>"$dir/err"
	echo $? >"$dir/status"
} | head -n 1 >"$dir/out"
result $(($(cat "$dir/status") == 0)) "a reader that goes away ends gobelin"
printf 'note\n' >notes.txt
run check notes.txt
expect "a file of no known kind is named" 0 err 'notes.txt: not a file'
cd sub || exit 1
run check ../notes.txt
expect "as it is reached from here" 0 err ' ../notes.txt: not a file'
cd ..

run check --color always
expect "--color always" 1 out "$(printf '\033')\["
run check
grep -q "$(printf '\033')" "$dir/out"
result $((! $?)) "no colours into a pipe"
FORCE_COLOR=1 run check
expect "FORCE_COLOR" 1 out "$(printf '\033')\["
NO_COLOR=1 FORCE_COLOR=1 run check
grep -q "$(printf '\033')" "$dir/out"
result $((! $?)) "NO_COLOR comes first"

"$gobelin" check - --stdin-filename sub/Dockerfile <Dockerfile --format concise \
	>"$dir/out" 2>"$dir/err"
status=$?
expect "standard input under a name" 1 out '^sub/Dockerfile:2:'
run check -
expect "standard input needs a name" 2 err 'stdin-filename'
run check --stdin-filename Dockerfile
expect "a name needs standard input" 2 err 'stdin-filename needs -'

project bad
printf 'FROM scratch\n' >Dockerfile
mkdir -p a/b
ln -s .. a/b/loop
ln -s a/b a/b/Dockerfile.loop
ln -s Dockerfile.self Dockerfile.self
ln -s /etc/passwd Dockerfile.out
mkfifo Dockerfile.fifo
printf 'FROM scratch\n\000\001' >Dockerfile.binary
printf 'FROM scratch\n# caf\351\n' >Dockerfile.latin1
run check
expect "bad files are 2, each is named" 2 out 'Dockerfile.self: ' \
	out 'Dockerfile.out: leads out of the project' out 'Dockerfile.fifo: is not a regular file' \
	out 'Dockerfile.binary: is a binary file' \
	out 'Dockerfile.latin1: line 2, column 6: byte 0xe9 is not valid UTF-8'
mkdir deep
cd deep || exit 1
run env ..
expect "env names them as they are reached from here" 2 err ' ../Dockerfile.binary: is a binary file'
run check --format json ..
expect "so does check" 2 err ' ../Dockerfile.binary: is a binary file'
cd ..
run check -o report.txt
expect "they are told on standard error where the report goes elsewhere" 2 err 'gobelin: Dockerfile.binary: is a binary'

project large
truncate -s 100M Makefile 2>/dev/null || dd if=/dev/zero of=Makefile bs=1 count=0 seek=100M 2>/dev/null
run check
expect "a large file is refused" 2 out 'Makefile: larger than 8 MiB'

# Root may read everything, and so has to become someone else.
project locked
printf 'FRUM x\n' >Dockerfile
printf 'all:\n' >Makefile
mkdir shut
chmod 0 Makefile shut
if [ "$(id -u)" != 0 ]; then
	run check
elif command -v setpriv >/dev/null && cp "$gobelin" "$dir/gobelin" && chmod 755 "$dir"; then
	setpriv --reuid=65534 --regid=65534 --clear-groups "$dir/gobelin" check \
		>"$dir/out" 2>"$dir/err" </dev/null
	status=$?
fi
chmod 755 shut
if [ -e "$dir/gobelin" ] || [ "$(id -u)" != 0 ]; then
	expect "unreadable files and folders are named, the others are checked" 2 \
		out 'Makefile: Permission' out 'shut: Permission' out 'Dockerfile:1:1: .*GB001'
fi

project many
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	printf 'FROM golang:1.22\nFRUM x\nRUN go build ./...\n' >"Dockerfile.$number"
done
for format in text json sarif; do
	run check -j 1 --format $format
	cp "$dir/out" "$dir/one"
	for jobs in 2 7 64; do
		run check -j $jobs --format $format
		cmp "$dir/one" "$dir/out" >/dev/null
		result $? "$format of $jobs threads is that of one"
	done
done

project severities
printf 'FROM golang:1.26\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n' >Dockerfile
printf 'module example.org/x\n\ngo 1.26\n' >go.mod
printf '.RECIPEPREFIX = >\nbuild:\n> go build ./...\n' >Makefile
run check --select phony-missing
expect "info alone is 0" 0 out ': info: .*GB701'
run check --select phony-missing --fail-on info
expect "--fail-on info" 1 out 'GB701'
run check --select phony-missing --fail-on info --min-severity warning
expect "what --min-severity leaves out does not fail" 0 out 'No findings'
for item in GB701 phony-missing make GB7; do
	run check --select $item --format concise
	expect "--select $item" 0 out 'GB701'
	run check --ignore $item --format concise
	grep -q GB701 "$dir/out"
	result $((! $?)) "--ignore $item"
done
run check --select GB701 --quiet
grep -q 'finding' "$dir/out"
result $((! $?)) "--quiet leaves the summary out"
run check --select GB701 --statistics
expect "--statistics counts per rule" 0 out '^    1  GB701 phony-missing$'

project own
printf 'FROM scratch\n' >Dockerfile
mkdir -p rules/mine
printf 'id: X1\nname: [\n' >rules/mine/broken.yaml
printf 'FRUM x\n' >>Dockerfile
sed -n '/^id: SHOP001/,/^```/p' "$root/docs/rules-guide.md" | sed '/^```/,$d' >rules/mine/whole.yaml
name=$(sed -n 's/^name: *//p' rules/mine/whole.yaml)
mv rules/mine/whole.yaml "rules/mine/$name.yaml"
run check --rules rules
expect "a broken rule is named with its place, the others are asked" 2 \
	err 'rules/mine/broken.yaml:[23]:[0-9]*: ' out 'GB001'
run check --rules rules --select SHOP001
expect "rules beside a broken one can be chosen" 2 err 'broken.yaml:' out '^No findings'
grep -q 'is named' "$dir/err"
result $((! $?)) "and are known"
run check --rules rules --select X1
expect "the broken one can't" 2 err 'is named `X1`'
run rules --rules rules
expect "a list of rules must be whole" 2 err 'broken.yaml:'
run check --rules none
expect "a missing folder of rules" 2 err 'none: No such file or directory'

project names
mkdir "$(printf 'a\033[31m')"
printf 'FRUM x\n' >"$(printf 'a\033[31m')/Dockerfile"
run check
grep -q "$(printf '\033')" "$dir/out"
result $((! $?)) "control characters in names are escaped"

project queries
printf 'FROM golang:1.26\nENV GOPROXY=https://goproxy.example,direct NPM_TOKEN=hunter2\nRUN go build ./...\n' >Dockerfile
run rules
expect "rules lists" 0 out '^GB001'
run rules --format json
expect "rules as JSON" 0 out '"GB001"'
run explain GB001
expect "explain by id" 0 out 'syntax-error'
run explain syntax-error
expect "explain by name" 0 out 'GB001'
run explain syntax-eror
expect "explain names the nearest" 2 err 'did you mean syntax-error'
run explain
expect "explain needs a rule" 2 err 'name one rule'
run env
expect "env tells value and origin" 0 out 'GOPROXY  *https://goproxy.example,direct  # Dockerfile:2'
run env --format json
expect "env as JSON" 0 out '"GOPROXY"'
run env --format markdown
expect "env as Markdown" 0 out '^| GOPROXY | `https://goproxy.example,direct` | Dockerfile:2 ENV |$'
grep -q GOFLAGS "$dir/out"
result $((! $?)) "env leaves out what is Go's default"
run env --all
expect "env --all tells that too" 0 out "GOFLAGS *(empty) *# Go's default" \
	out 'HTTP_PROXY *(unknown) *# whoever builds may pass it'
run env --command 1
expect "env of one command" 0 out '^Dockerfile:3:5: go build ./... \[1\]$'
run env --command 2
expect "env of a command that is not there" 2 err 'no command 2; the last one is 1'
run facts
expect "facts" 0 out '"go_command"' out '"\$ref"'
grep -q hunter2 "$dir/out"
result $((! $?)) "facts hide secrets"

project graph
mkdir -p .github/workflows
printf 'on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make image\n' >.github/workflows/ci.yml
printf 'all: image\nimage:\n\tdocker build .\nlint:\n\tshellcheck x.sh\n' >Makefile
printf 'FROM golang:1.26 AS b"]<b>&\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nFROM scratch\nCOPY --from=0 /app /app\nFRUM x\n' >Dockerfile
printf 'module example.org/x\n\ngo 1.26\n\nrequire example.org/y v1.0.0\n' >go.mod
run graph
expect "graph in Mermaid" 0 out '^flowchart LR$' out '<b>t</b>.*ubuntu-24.04' \
	out 'b#34;#93;#60;b#62;#38;' out '<b>golang:1.26</b>' out '<b>/go/pkg/mod</b>' \
	out 'GB001' out ' -->|builds| '
grep -q lint "$dir/out"
result $((! $?)) "graph leaves out what builds no Go"
run graph --format dot
expect "graph for Graphviz" 0 out '^digraph gobelin {$' out 'b&quot;\]&lt;b&gt;&amp;' out 'style=dashed'
if command -v dot >/dev/null; then
	run graph --format svg
	expect "graph as SVG" 0 out '^<svg'
fi
mkdir "$dir/nothing"
PATH=$dir/nothing "$gobelin" graph --format svg >"$dir/out" 2>"$dir/err"
status=$?
expect "SVG needs Graphviz" 2 err 'install Graphviz'
run graph --format png
expect "a format that there is not" 2 err 'mermaid|dot|svg'

project order
mkdir -p .github/workflows
printf 'module example.org/x\n\ngo 1.26\n' >go.mod
printf 'on: push\njobs:\n  t:\n    runs-on: x\n    steps: [{run: go test}]\n  u:\n    needs: t\n    runs-on: x\n    steps: [{run: go build}]\n  v:\n    needs: [t, u]\n    runs-on: x\n    steps: [{run: echo}]\n' >.github/workflows/ci.yml
run graph
expect "graph tells which job waits for which" 0 out ' -->|after| '
grep -q '<b>v<' "$dir/out"
result $((! $?)) "waiting alone brings no job into the graph"

project supplies
mkdir -p .github/workflows
printf 'module example.org/x\n\ngo 1.26\n\nrequire example.org/y v1.0.0\n' >go.mod
printf 'on: push\njobs:\n  r:\n    runs-on: ubuntu-24.04\n    steps: [{uses: goreleaser/goreleaser-action@v6, with: {args: release}}]\n' >.github/workflows/ci.yml
printf 'FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\nRUN go mod download\nFROM b-$TARGETOS AS c\nFROM alpine:3.23 AS d\nRUN --mount=from=b,target=/b cp /b/x /x\n' >Dockerfile
run graph
expect "graph tells who releases, and one place for a list of proxies" 0 \
	out '<b>r<.*<br>goreleaser release' out '<b>proxy.golang.org, their repositories</b>'
node() { sed -n "s/^ *\\(n[0-9]*\\)\\[.*<b>$1<.*/\\1/p" "$dir/out"; }
expect "graph follows a mount to its stage" 0 out "^ *$(node d) -->|mounts| $(node b)\$"
silent "what the builder decides names no image" out '<b>b-<'

project made
printf 'module example.org/x\n\ngo 1.26\n' >go.mod
printf 'build:\n\tgo build .\nlint:\n\tgo vet .\n' >Makefile
printf 'FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\nRUN make build\n' >Dockerfile
run graph
expect "graph leads from a stage to the target that it makes" 0 out "^ *$(node b) --> $(node build)\$"
silent "and to no other" out "^ *$(node b) --> $(node lint)\$"

project target
mkdir -p .github/workflows
printf 'FROM golang:1.26 AS b\nRUN go build\nFROM scratch AS c\nCOPY --from=b /x /x\nFROM scratch AS d\nCOPY --from=b /x /x\n' >Dockerfile
printf 'one:\n\tdocker build --target C .\n' >Makefile
printf 'module example.org/x\n\ngo 1.26.0\n' >go.mod
printf 'on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/setup-go@v5\n        with:\n          go-version: 1.24.1\n      - run: go build\n' >.github/workflows/ci.yml
run graph
node=$(sed -n 's/^ *\(n[0-9]*\)\[.*<b>c<.*/\1/p' "$dir/out")
expect "graph leads to the stage that is asked for" 0 out " -->|builds| $node\$"
run env .github
expect "env tells the Go that GOTOOLCHAIN chooses" 0 \
	out '^  Go  *1\.26\.0  *# go.mod:3, by GOTOOLCHAIN=auto$'
printf 'module example.org/x\n\ngo 1.24.0\n\ntoolchain go1.24.3\n' >go.mod
run env .github
expect "env knows that the toolchain line chooses too" 0 \
	out '^  Go  *1\.24\.3  *# go.mod:3, by GOTOOLCHAIN=auto$'

project docs
run docs
expect "docs needs a folder" 2 err 'name one folder'
run docs --check pages
expect "missing pages are named" 1 err 'pages/rules/GB001.md is missing' err 'pages/facts.md is missing'
[ ! -e pages ]
result $? "docs --check writes nothing"
run docs pages
expect "docs writes" 0
run docs --check pages
expect "written pages are current" 0
echo more >>pages/knowledge.md
touch pages/rules/GB000.md
run docs --check pages
expect "stale and left-over pages are named" 1 err 'pages/knowledge.md is stale' \
	err 'pages/rules/GB000.md belongs to no rule'
rm pages/rules/GB000.md
run docs pages
expect "docs writes what is stale" 0
run docs --check pages
expect "then all is current again" 0
run docs none/pages
expect "docs into a missing folder" 2 err 'cannot make none/pages'

project mended
printf 'module example.com/m\n\ngo 1.26\n' >go.mod
cat >Dockerfile <<'TEXT'
FROM golang:1.26
ENV GOPROXY=https://proxy.golang.org,direct,https://goproxy.io PASSWORD=hunter2hunter2
RUN --mount=type=cache,target=/go/pkg/mod,sharing=locked \
    --mount=type=cache,target=/root/.cache/go-build go mod download
TEXT
chmod 640 Dockerfile
cp Dockerfile before
run fix --select GB104,GB422 --diff
expect "fix --diff shows what would change" 1 out '^--- a/Dockerfile$' out '^-ENV GOPROXY' \
	out '^+.*sharing=shared' err 'would fix 2 findings in 1 file$'
grep -q hunter2 "$dir/out"
result $((! $?)) "a diff hides secrets"
cmp -s before Dockerfile
result $? "fix --diff changes nothing"
run fix --select GB104 --diff --quiet
expect "a diff is a patch, but for secrets" 1
sed 's/PASSWORD=\**/PASSWORD=hunter2hunter2/' "$dir/out" | git apply -
result $? "git takes a diff"
cp before Dockerfile
chmod 640 Dockerfile
run fix --select GB104,GB422 go.mod
expect "fix leaves other paths alone" 0 out '^fixed 0 findings$'
run fix --select GB104,GB422
expect "fix" 0 out '^fixed 2 findings in 1 file$'
[ "$(stat -c %a Dockerfile 2>/dev/null || stat -f %Lp Dockerfile)" = 640 ]
result $? "fix keeps the mode"
grep -q hunter2hunter2 Dockerfile
result $? "fix masks nothing in files"
[ "$(ls)" = "$(printf 'Dockerfile\nbefore\ngo.mod\n')" ]
result $? "fix leaves no other files behind"
run fix --select GB104,GB422 --diff
expect "a second fix has nothing to do" 0 err '^gobelin: would fix 0 findings$'
printf 'FROM golang:1.26\nENV GOPROXY=direct\nCOPY . .\nRUN go build .\n' >Dockerfile
printf 'require golang.org/x/text v0.14.0\n' >>go.mod
run fix --select GB102
expect "an unsafe fix is only counted" 1 out '^fixed 0 findings; 1 more with --unsafe; 1 left'
run check --select GB102 --fix --unsafe --format concise
expect "check --fix --unsafe makes it and reports the rest" 0 err '^gobelin: fixed 1 finding in 1 file$'
run check --unsafe
expect "check --unsafe without --fix" 2 err 'needs --fix'
run check --fix --stdin-filename Dockerfile -
expect "check --fix of standard input" 2 err "can't change standard input"
run fix -
expect "fix of standard input" 2 err "can't be changed"
run fix --select nothing-such
expect "fix with an unknown rule" 2 err 'nothing-such'
run fix missing
expect "fix of a missing file" 2 err 'missing'
if [ "$(id -u)" != 0 ]; then
	cp before Dockerfile
	chmod 500 .
	run fix --select GB104
	expect "fix in a folder that can't be written" 2 err 'cannot write Dockerfile'
	chmod 700 .
fi

finish
