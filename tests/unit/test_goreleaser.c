/* SPDX-License-Identifier: Apache-2.0 */
/* Who runs goreleaser, and what it builds. */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(goreleaser, .init = set_up, .fini = tear_down);

static struct project *
release_project(const char *config, const char *steps)
{
	struct str workflow = arena_printf(a,
		"on: push\njobs:\n  ci:\n    runs-on: ubuntu-24.04\n    steps:\n"
		"      - uses: actions/checkout@v4\n      - uses: actions/setup-go@v6\n"
		"        with: {go-version: '1.26'}\n%s",
		steps);
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
		{ ".goreleaser.yaml", FILE_NONE, config },
		{ "Dockerfile", FILE_DOCKERFILE, "FROM scratch\nCOPY app /\n" },
		{ "Makefile", FILE_MAKEFILE,
			"release:\n\tgoreleaser release --clean\n"
			"tidy:\n\t@go mod tidy\n" },
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.26\n" },
		{ "sub/other.yml", FILE_NONE, "builds: [{main: ./other}]\n" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* The run of the workflow, not the one of the makefile. */
static const struct fact_goreleaser_run *
run_of_job(const struct project *p)
{
	fact_for(goreleaser_run, run, FACTS(p, goreleaser_run))
		if (run->job)
			return run;
	return NULL;
}

/* "command: directory GOOS GOARCH CGO_ENABLED GOFLAGS" of each go command of a run. */
static struct str
go_commands(const struct fact_goreleaser_run *run)
{
	static const char *const names[] = { "GOOS", "GOARCH", "CGO_ENABLED", "GOFLAGS" };
	struct strs lines = { 0 };
	fact_for(go_command, go, &run->go_commands) {
		struct str line = arena_printf(a, "%" PRIstr ": [%" PRIstr "]",
			STR_ARG(go->command->text.text), STR_ARG(shown(go->command->workdir)));
		for (size_t i = 0; i < COUNT(names); i++)
			line = arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(line),
				STR_ARG(shown(setting_value(go->go_env, str_from(names[i])))));
		vec_push(a, &lines, line);
	}
	return strs_join(a, &lines, STR(", "));
}

#define ACTION \
	"      - uses: goreleaser/goreleaser-action@v6\n        with: {args: release --clean}\n"

Test(goreleaser, builds_are_go_commands_with_an_environment)
{
	static const struct {
		const char *config, *commands;
	} cases[] = {
		{ "builds:\n- env: [CGO_ENABLED=0]\n  goos: [linux]\n  goarch: [arm64]\n",
			"go build .: [] linux arm64 0 " },
		{ "env: [GOFLAGS=-v]\nbuilds:\n- main: ./cmd/x\n  dir: app\n  flags: [-trimpath]\n"
		  "  goos: [linux, darwin]\n  env: ['CGO_ENABLED={{ .Env.CGO }}']\n",
			"go build -trimpath ./cmd/x: [app] ? ? ? -v" },
		{ "builds:\n- env: [CGO_ENABLED=0, A]\n  flags: ['{{ .Flags }}']\n  dir: '{{ .D }}'\n",
			"go build … .: [?] ? ? 0 ?" },
		{ "builds:\n- skip: true\n- builder: rust\n- gobinary: ./go\n- tool: tinygo\n",
			"" },
		{ "builds:\n- goos: [linux]\n  targets: [linux_amd64]\n", "go build .: [] ? ? ? " },
		{ "project_name: x\n", "go build .: [] ? ? ? " },
		{ "gomod: {proxy: true}\nbuilds: [{main: ./cmd/x}]\n", "go build …: [] ? ? ? " },
		{ "builds: [{command: test, overrides: []}]\n", "go test … .: [] ? ? ? ?" },
		{ "before: {hooks: [go mod tidy, {cmd: go generate ./..., dir: sub, env: [GOFLAGS=-x]}, "
		  "go run x | y, '{{ x }}']}\nbuilds: [{skip: true}]\n",
			"go mod tidy: [] linux amd64 1 , go generate ./...: [sub] linux amd64 1 -x" },
		{ "builds:\n- goos: [linux]\n  hooks: {pre: go generate, post: [make x]}\n",
			"go generate: [] linux ? ? , go build .: [] linux ? ? " },
		{ "builds:\n- env: [CGO_ENABLED=0]\n  flags: -x\n"
		  "  overrides: [{goos: linux, env: [CGO_ENABLED=1]}]\n",
			"go build … .: [] ? ? ? ?" },
		{ "builds: [5, {skip: '{{ .X }}'}, {gobinary: '{{ .X }}'}]\n", "" },
		{ "before: {hooks: [{cmd: go vet, if: '{{ .X }}'}]}\nbuilds: [{skip: true}]\n",
			"" },
		{ "monorepo: {dir: sub}\nbuilds: [{}]\n", "go build .: [?] ? ? ? " },
		{ "before: {hooks: [make tidy]}\nbuilds: [{}]\n",
			"go mod tidy: [] linux amd64 1 , go build .: [] ? ? ? " },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = release_project(cases[i].config, ACTION);
		struct str is = go_commands(run_of_job(p));
		cr_expect(str_eq(is, str_from(cases[i].commands)), "%s\n%" PRIstr, cases[i].config,
			STR_ARG(is));
		/* They are no commands of the job. */
		cr_expect_eq(FACTS(p, go_command)->n, 1); /* of the makefile */
		cr_expect_eq(FACT(p, job, 0)->go_commands.n, 0);
	}
}

Test(goreleaser, runs_are_found_with_their_configuration)
{
	static const struct {
		const char *step, *run; /* verb configuration number of go commands and images */
	} cases[] = {
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: release}",
			"release .goreleaser.yaml 1 1" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: build --snapshot}",
			"build .goreleaser.yaml 1 0" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: --clean}",
			"release .goreleaser.yaml 1 1" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: 'release -f "
		  "sub/other.yml'}",
			"release sub/other.yml 1 0" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: '${{ x }}'}",
			"? ? 0 0…" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: check}", "" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {install-only: true, args: "
		  "release}",
			"" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: release, workdir: "
		  "none}",
			"release ? 0 0…" },
		{ "uses: docker://goreleaser/goreleaser:v2\n        with: {args: release}",
			"release .goreleaser.yaml 1 1" },
		{ "run: goreleaser release --config=sub/other.yml", "release sub/other.yml 1 0" },
		{ "run: goreleaser --snapshot", "release .goreleaser.yaml 1 1" },
		{ "run: goreleaser b -f $X", "build ? 0 0…" },
		{ "run: goreleaser $X", "? .goreleaser.yaml 1 1" },
		{ "run: goreleaser release --skip=publish,docker", "release .goreleaser.yaml 1 0" },
		{ "run: goreleaser release --skip $X", "release .goreleaser.yaml 1 0…" },
		{ "uses: goreleaser/goreleaser-action@v6\n        with: {args: release --skip "
		  "docker}",
			"release .goreleaser.yaml 1 0" },
		{ "run: goreleaser check", "" },
		{ "run: goreleaser --version", "" },
		{ "run: make release", "release .goreleaser.yaml 1 1" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps = arena_printf(a, "      - %s\n", cases[i].step);
		struct project *p = release_project(
			"dockers: [{dockerfile: Dockerfile}]\nbuilds: [{main: .}]\n", steps.s);
		const struct fact_goreleaser_run *run = run_of_job(p);
		struct str is = STR("");
		if (run)
			is = arena_printf(a, "%" PRIstr " %" PRIstr " %zu %zu%s",
				STR_ARG(shown(run->verb)), STR_ARG(shown(run->config)),
				run->go_commands.n, run->images.n, run->images.open ? "…" : "");
		cr_expect(str_eq(is, str_from(cases[i].run)), "%s\n%" PRIstr, cases[i].step,
			STR_ARG(is));
		/* Each image once, whoever builds it. */
		cr_expect_eq(FACTS(p, docker_build)->n, 1);
	}
}

Test(goreleaser, a_command_tells_who_runs_it)
{
	struct project *p =
		release_project("builds: [{goos: [linux]}]\n", "      - run: make release\n");
	const struct fact_goreleaser_run *run = run_of_job(p);
	const struct fact_go_command *go = run->go_commands.items[0];
	EXPECT_TEXT(shown_list(a, &go->command->via),
		".github/workflows/ci.yml:9 step “make release” Makefile:1 target release");
	EXPECT_TEXT(shown(go->go_version), "1.26");
	EXPECT_TEXT(shown(go->module->path), "example.com/m");
	EXPECT_TEXT(shown(settings_get(go->go_env, STR("GOOS"))->origin),
		".goreleaser.yaml:1 goreleaser");
	struct project *in_container = release_project("builds: [{goos: [linux]}]\n",
		"      - uses: docker://goreleaser/goreleaser\n        with: {args: release}\n");
	go = run_of_job(in_container)->go_commands.items[0];
	EXPECT_TEXT(shown(go->go_version), "?");
	EXPECT_TEXT(shown(setting_value(go->go_env, STR("GOPROXY"))), "?");
}

Test(goreleaser, hooks_that_are_skipped_do_not_run)
{
	static const struct {
		const char *skip, *commands;
		bool is_open;
	} cases[] = {
		{ "", "go mod tidy, go vet ., go build ., go generate", false },
		{ "--skip=before", "go vet ., go build ., go generate", false },
		{ "--skip=post-hooks,before", "go vet ., go build .", false },
		{ "--skip pre-hooks --skip publish", "go mod tidy, go build ., go generate",
			false },
		{ "--skip=$X", "go build .", true },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps =
			arena_printf(a, "      - run: goreleaser release %s\n", cases[i].skip);
		const struct fact_goreleaser_run *run = run_of_job(
			release_project("before: {hooks: [go mod tidy]}\n"
					"builds: [{hooks: {pre: go vet ., post: go generate}}]\n",
				steps.s));
		struct strs names = { 0 };
		fact_for(go_command, go, &run->go_commands)
			vec_push(a, &names, go->command->text.text);
		EXPECT_TEXT(strs_join(a, &names, STR(", ")), cases[i].commands);
		cr_expect_eq(run->go_commands.open, cases[i].is_open);
	}
}

Test(goreleaser, what_may_run_too_leaves_the_list_open)
{
	static const struct {
		const char *config;
		bool is_open;
	} cases[] = {
		{ "builds: [{}]\n", false },
		{ "builds: [{skip: true}, {builder: rust}, {gobinary: go1.22}]\n", false },
		{ "builds: [{skip: '{{ .X }}'}]\n", true },
		{ "builds: [{gobinary: '{{ .X }}'}]\n", true },
		{ "before: {hooks: [{cmd: go vet, if: '{{ .X }}'}]}\n", true },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(run_of_job(release_project(cases[i].config, ACTION))->go_commands.open,
			cases[i].is_open, "%s", cases[i].config);
}

Test(goreleaser, hooks_that_are_many_end)
{
	struct buf config = buf_new(a);
	buf_add(&config, STR("before:\n  hooks:\n"));
	for (unsigned i = 0; i < 20000; i++)
		buf_add(&config, STR("  - go vet .\n"));
	const struct fact_goreleaser_run *run =
		run_of_job(release_project(arena_str(a, buf_str(&config)).s, ACTION));
	cr_expect(run->go_commands.open);
	cr_expect_lt(run->go_commands.n, 20000);
}
