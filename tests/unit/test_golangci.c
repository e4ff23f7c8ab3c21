/* SPDX-License-Identifier: Apache-2.0 */
/* golangci-lint: the Go it was built with, and the configuration it reads. */
#include "base/buf.h"
#include "facts_project.h"

#include "support.h"

TestSuite(golangci, .init = set_up, .fini = tear_down);

#define CHECKOUT "      - uses: actions/checkout@v5\n"
#define MODULE_1 "github.com/golangci/golangci-lint"
#define MODULE_2 "github.com/golangci/golangci-lint/v2"
#define TOOL_1 MODULE_1 "/cmd/golangci-lint"
#define TOOL_2 MODULE_2 "/cmd/golangci-lint"
#define ACTION "      - uses: golangci/golangci-lint-action@"

/* A job with these steps, beside a go.mod and perhaps a configuration. */
static struct project *
steps_project(struct str steps, const char *config)
{
	struct str workflow = arena_printf(a,
		"on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n%" PRIstr,
		STR_ARG(steps));
	struct test_file files[] = {
		{ ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.24.2\n" },
		{ config ? ".golangci.yml" : NULL, FILE_NONE, config },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

Test(golangci, the_go_that_it_was_built_with)
{
	static const struct {
		const char *version, *go;
		enum tri too_old;
	} cases[] = {
		{ "v1.64.8", "1.24", NO },
		{ "v1.63", "1.23", YES },
		{ "1.20.1", "1.19", YES },
		{ "v2.13", "?", UNSURE },
		{ "v9.1", "?", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			steps_project(arena_printf(a, ACTION "v8\n        with: {version: %s}\n",
					      cases[i].version),
				NULL);
		const struct fact_golangci_lint *lint = FACT(p, golangci_lint, 0);
		EXPECT_TEXT(shown(lint->built_with), cases[i].go);
		cr_expect_eq(lint->is_too_old, cases[i].too_old, "%s", cases[i].version);
	}
	const struct project *p =
		steps_project(STR(ACTION "v8\n        with: {version: latest}\n"), NULL);
	cr_expect_eq(FACTS(p, golangci_lint)->n, 0);
}

Test(golangci, the_version_that_the_action_takes)
{
	static const struct {
		const char *action, *version;
		int64_t takes, fitting;
		enum tri refuses;
	} cases[] = {
		{ "v6", "v1.64.8", 1, 6, NO },
		{ "v7.0.1", "v1.64", 2, 6, YES },
		{ "1481404843c368bc19ca9406f87d6e0fc97bdcfd # v8.0.0", "v2.4.0", 2, 9, NO },
		{ "v8", "v2.0.2", 2, 7, YES },
		{ "v7", "v2.0", 2, 7, NO },
		{ "v99", "v2.4", 0, 9, UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps = arena_printf(a, ACTION "%s\n        with: {version: %s}\n",
			cases[i].action, cases[i].version);
		const struct fact_golangci_lint *lint =
			FACT(steps_project(steps, NULL), golangci_lint, 0);
		cr_expect_eq(lint->action_takes.state, cases[i].takes ? KNOWN : UNKNOWN);
		cr_expect_eq(lint->action_takes.value, cases[i].takes, "%s", cases[i].action);
		cr_expect_eq(lint->fitting_action.value, cases[i].fitting, "%s", cases[i].version);
		cr_expect_eq(lint->action_refuses, cases[i].refuses, "%s %s", cases[i].action,
			cases[i].version);
		cr_expect_not_null(lint->action);
	}
	const struct fact_golangci_lint *script = FACT(
		steps_project(STR("      - run: curl -fsSL https://x.example/golangci-lint/HEAD/"
				  "install.sh | sh -s -- -b bin v1.64.8\n"),
			NULL),
		golangci_lint, 0);
	cr_expect_eq(script->major.value, 1);
	cr_expect_null(script->action);
	cr_expect_eq(script->action_takes.state, ABSENT);
}

Test(golangci, an_image_of_it_has_its_version_as_a_tag)
{
	static const struct {
		const char *image, *run, *version;
	} cases[] = {
		{ "golangci/golangci-lint:v2.1.6-alpine", "golangci-lint run", "2.1.6" },
		{ "golangci/golangci-lint:v2.1", "go build", NULL },
		{ "golangci/golangci-lint:latest", "golangci-lint run", NULL },
		{ "golangci/golangci-lint:${{ x }}", "golangci-lint run", NULL },
		{ "example/golangci-lint:v2.1", "golangci-lint run", NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str workflow = arena_printf(a,
			"on: push\njobs:\n  lint:\n    runs-on: ubuntu-24.04\n    container: %s\n"
			"    steps:\n"
			"      - run: %s\n",
			cases[i].image, cases[i].run);
		const struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
			{ NULL, FILE_NONE, NULL },
		};
		const struct project *p = project_of(a, files);
		cr_assert_eq(FACTS(p, golangci_lint)->n, cases[i].version ? 1 : 0, "%s %s",
			cases[i].image, cases[i].run);
		if (cases[i].version)
			EXPECT_TEXT(shown(FACT(p, golangci_lint, 0)->version), cases[i].version);
	}
}

Test(golangci, the_configuration_that_the_action_reads)
{
	static const struct {
		const char *action, *with, *config;
		enum tri refused;
	} cases[] = {
		{ "v8", "version: v2.4", "linters: {}\n", YES },
		{ "v8", "version: latest", "version: '2'\n", NO },
		{ "v8", "args: --timeout=5m", "version: 2\n", NO },
		{ "v8", "args: -v", "VERSION: 2.0\n", NO },
		{ "v8", "args: -v", "version: '2.0'\n", YES },
		{ "v8", "args: -v", "version: '1'\n", YES },
		{ "v8", "args: -v", "version: 1\n", YES },
		{ "v8", "args: -v", "version: ''\n", YES },
		{ "v8", "args: -v", "version: 0x2\n", UNSURE },
		{ "v8", "args: -v", "version: 2\nVersion: 1\n", UNSURE },
		{ "v6", "args: -v", "version: '1'\n", YES },
		{ "v6", "args: -v", "version: ''\n", NO },
		{ "v6", "version: v1.64", "version: '2'\n", YES },
		{ "v6", "version: v1.64.7", "version: '2'\n", NO },
		{ "v6", "install-mode: goinstall", "linters: {}\n", NO },
		{ "v8", "working-directory: server", "linters: {}\n", YES },
		{ "v8", "args: ./...", "version: [\n", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps = arena_printf(a, CHECKOUT ACTION "%s\n        with: {%s}\n",
			cases[i].action, cases[i].with);
		const struct fact_golangci_run *run =
			FACT(steps_project(steps, cases[i].config), golangci_run, 0);
		EXPECT_TEXT(shown(run->config), ".golangci.yml");
		cr_expect_eq(run->is_refused, cases[i].refused, "%s", cases[i].with);
	}
}

Test(golangci, what_may_read_another_configuration_is_left_out)
{
	static const char *const steps[] = {
		CHECKOUT ACTION "v8\n        with: {args: -c ci.yml}\n",
		CHECKOUT ACTION "v8\n        with: {args: -c=ci.yml}\n",
		CHECKOUT ACTION "v8\n        with: {args: '--no-config'}\n",
		CHECKOUT ACTION "v8\n        with: {version: v1.64.8}\n",
		CHECKOUT ACTION "v8\n        with: {version: '${{ vars.V }}'}\n",
		CHECKOUT ACTION "v8\n        with: {install-mode: none}\n",
		CHECKOUT ACTION "v8\n        with: {version-file: .tool-versions}\n",
		CHECKOUT ACTION "v8\n        with: {working-directory: a, args: ./b/...}\n",
		CHECKOUT "      - run: cp ci/lint.yml .golangci.yml\n" ACTION "v8\n",
		CHECKOUT ACTION "main\n", ACTION "v8\n",
		CHECKOUT
		"      - run: go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.4.0\n"
		"      - run: golangci-lint run -c ci.yml\n",
		CHECKOUT
		"      - run: go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.4.0\n"
	};
	for (size_t i = 0; i < COUNT(steps); i++)
		cr_expect_eq(
			FACTS(steps_project(str_from(steps[i]), "linters: {}\n"), golangci_run)->n,
			0, "%s", steps[i]);
	cr_expect_eq(FACTS(steps_project(STR(CHECKOUT ACTION "v8\n"), NULL), golangci_run)->n, 0);
}

Test(golangci, a_version_that_go_mod_requires_may_be_an_old_one)
{
	static const struct {
		const char *requirement, *with;
		size_t runs;
	} cases[] = {
		{ "github.com/golangci/golangci-lint v1.59.0", "", 0 },
		{ "github.com/golangci/golangci-lint v1.59.0", "        with: {version: v1.64.8}\n",
			1 },
		{ "github.com/golangci/misspell v0.6.0", "", 1 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str workflow = arena_printf(a,
			"on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n" CHECKOUT
				ACTION "v6\n%s",
			cases[i].with);
		struct str gomod = arena_printf(a,
			"module example.com/m\n\ngo 1.24.2\n\nrequire %s\n", cases[i].requirement);
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
			{ "go.mod", FILE_GOMOD, gomod.s },
			{ ".golangci.yml", FILE_NONE, "version: '2'\n" },
			{ NULL, FILE_NONE, NULL },
		};
		const struct project *p = project_of(a, files);
		cr_expect_eq(FACTS(p, golangci_run)->n, cases[i].runs, "%zu", i);
	}
}

Test(golangci, what_a_script_installs_or_runs_from_source)
{
	static const struct {
		const char *command;
		enum tri refused;
		int64_t major;
	} cases[] = {
		{ "go install github.com/golangci/golangci-lint/cmd/golangci-lint@v1.64.8", YES,
			1 },
		{ "go install github.com/golangci/golangci-lint/cmd/golangci-lint@latest", YES, 1 },
		{ "go install github.com/golangci/golangci-lint/cmd/golangci-lint@v1.50.0", NO, 1 },
		{ "go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.1.0", NO,
			2 },
		{ "go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.1.0 run", NO,
			2 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps = arena_printf(a,
			CHECKOUT "      - run: %s\n      - run: golangci-lint run ./...\n",
			cases[i].command);
		const struct fact_golangci_run *run =
			FACT(steps_project(steps, "version: '2'\n"), golangci_run, 0);
		cr_expect_eq(run->is_refused, cases[i].refused, "%s", cases[i].command);
		cr_expect_eq(run->major.value, cases[i].major, "%s", cases[i].command);
		EXPECT_TEXT(shown(run->config_version), "2");
	}
}

Test(golangci, a_configuration_is_read_once)
{
	size_t n = 1000;
	struct buf steps = buf_new(a), config = buf_new(a);
	buf_add(&steps, STR(CHECKOUT "      - run: |\n"));
	for (size_t i = 0; i < n; i++)
		buf_add(&steps,
			STR("          go run github.com/golangci/golangci-lint/v2/cmd/"
			    "golangci-lint@v2.4.0 run\n"));
	for (size_t i = 0; i < 20000; i++)
		buf_add(&config, STR("- linter\n"));
	struct str text = arena_printf(a, "version: '2'\nl:\n%" PRIstr, STR_ARG(buf_str(&config)));
	cr_expect_eq(FACTS(steps_project(buf_str(&steps), text.s), golangci_run)->n, n);
}

Test(golangci, the_tool_that_go_mod_names)
{
	static const struct {
		const char *words, *gomod;
		int64_t major; /* 0: no run */
	} cases[] = {
		{ "golangci-lint run", "tool " TOOL_2 "\n\nrequire " MODULE_2 " v2.4.0\n", 2 },
		{ TOOL_2 " run", "tool " TOOL_2 "\n\nrequire " MODULE_2 " v2.4.0\n", 2 },
		{ "golangci-lint run", "tool " TOOL_1 "\n\nrequire " MODULE_1 " v1.64.8\n", 1 },
		{ "golangci-lint version", "tool " TOOL_1 "\n\nrequire " MODULE_1 " v1.64.8\n", 0 },
		{ "golangci-lint run -c x.yml", "tool " TOOL_2 "\n\nrequire " MODULE_2 " v2.4.0\n",
			0 },
		{ "-modfile=x.mod golangci-lint run",
			"tool " TOOL_2 "\n\nrequire " MODULE_2 " v2.4.0\n", 0 },
		{ "golangci-lint run", "tool " TOOL_2 "\n", 0 },
		{ "golangci-lint run", "require " MODULE_2 " v2.4.0\n", 0 },
		{ "golangci-lint run",
			"tool " TOOL_2 "\ntool example.com/fork/golangci-lint\n\nrequire " MODULE_2
			" v2.4.0\n",
			0 },
		{ "golangci-lint run",
			"tool " TOOL_2 "\n\nrequire " MODULE_2 " v2.4.0\n\nreplace " MODULE_2
			" => ./fork\n",
			0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW,
				arena_printf(a,
					"on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n"
					"    steps:\n      - uses: actions/checkout@v5\n"
					"      - run: go tool %s\n",
					cases[i].words)
					.s },
			{ "go.mod", FILE_GOMOD,
				arena_printf(a, "module example.com/m\n\ngo 1.24.2\n\n%s",
					cases[i].gomod)
					.s },
			{ ".golangci.yml", FILE_NONE, "version: '2'\n" },
			{ NULL, FILE_NONE, NULL },
		};
		const struct project *p = project_of(a, files);
		cr_assert_eq(FACTS(p, golangci_run)->n, cases[i].major != 0, "%zu", i);
		if (cases[i].major)
			cr_expect_eq(FACT(p, golangci_run, 0)->major.value, cases[i].major);
	}
}
