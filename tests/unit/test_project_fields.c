/* SPDX-License-Identifier: Apache-2.0 */
/* What single fields of facts hold that makefiles, workflows and settings lead to. */
#include "facts_project.h"
#include "support.h"

TestSuite(project_fields, .init = set_up, .fini = tear_down);

/* A module and one file more. */
static struct project *
with(const char *path, enum file_kind kind, const char *text)
{
	struct test_file files[] = {
		{ path, kind, text },
		{ "go.mod", FILE_GOMOD,
			"module example.com/m\n\ngo 1.26\n\nrequire example.com/a v1.0.0\n" },
		{ "main.go", FILE_NONE, "package main\n" },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

/* One job, whose mapping goes on with `rest`. */
static const struct project *
job_with(const char *rest)
{
	return with(".github/workflows/ci.yml", FILE_WORKFLOW,
		arena_printf(a, "on: push\njobs:\n  b:\n%s", rest).s);
}

Test(project_fields, variables_of_a_makefile)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "V = 1\n", "program -, changes no, exports no" },
		{ "V = $(shell git describe)\n", "program git, changes no, exports no" },
		{ "V := $(shell git describe)\n", "program -, changes no, exports no" },
		{ "V = $(shell basename $(CURDIR))\n", "program -, changes no, exports no" },
		{ "V = $(shell git log $(DIR))\n", "program -, changes no, exports no" },
		{ "GIT_COMMIT = $(X)\n", "program -, changes yes, exports no" },
		{ "V = 1\nexport\n", "program -, changes no, exports yes" },
		{ "V = 1\n.EXPORT_ALL_VARIABLES:\n", "program -, changes no, exports yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = with("Makefile", FILE_MAKEFILE, cases[i].text);
		const struct fact_variable *v = FACT(p, variable, 0);
		EXPECT_TEXT(arena_printf(a, "program %" PRIstr ", changes %s, exports %s",
				    STR_ARG(shown(v->shell_program)), said(v->changes_each_build),
				    said(FACT(p, makefile, 0)->exports_all)),
			cases[i].shown);
	}
}

Test(project_fields, what_stands_before_a_proxy)
{
	static const struct {
		const char *list, *shown;
	} cases[] = {
		{ "https://a.example", "- no ?" },
		{ "https://b.example,https://a.example", ", no ?" },
		{ "https://b.example|https://a.example", "| no ?" },
		{ "direct,https://a.example", ", yes ?" },
		{ "off|https://a.example", "| yes ?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = with("Dockerfile", FILE_DOCKERFILE,
			arena_printf(a, "FROM golang:1.26\nENV GOPROXY=\"%s\"\n", cases[i].list).s);
		const struct fact_list *list = &FACT(p, variable, 0)->proxies;
		const struct fact_proxy_entry *last = list->items[list->n - 1];
		EXPECT_TEXT(arena_printf(a, "%" PRIstr " %s %s", STR_ARG(shown(last->separator)),
				    said(last->is_unreachable), said(last->is_wanted)),
			cases[i].shown);
	}
}

Test(project_fields, what_a_go_command_makes_and_needs)
{
	static const struct {
		const char *steps, *shown;
	} cases[] = {
		{ "go build ./...", "program yes, at hand no" },
		{ "go test ./...", "program no, at hand no" },
		{ "go install example.com/tool@v1.0.0", "program no, at hand ?" },
		{ "go build $PACKAGES", "program ?, at hand no" },
		{ "go mod download && go build", "program yes, at hand yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = with("Dockerfile", FILE_DOCKERFILE,
			arena_printf(a,
				"FROM golang:1.26\nARG PACKAGES\nWORKDIR /src\nCOPY . .\nRUN %s\n",
				cases[i].steps)
				.s);
		size_t n = FACTS(p, go_command)->n;
		cr_assert_gt(n, 0, "%s", cases[i].steps);
		const struct fact_go_command *go = FACT(p, go_command, n - 1);
		EXPECT_TEXT(arena_printf(a, "program %s, at hand %s", said(go->makes_program),
				    said(go->modules_at_hand)),
			cases[i].shown);
	}
}

Test(project_fields, where_a_job_runs)
{
	static const struct {
		const char *rest, *shown;
	} cases[] = {
		{ "    runs-on: ubuntu-24.04\n    steps: [{run: go test}]\n",
			"ubuntu-24.04, -, bash missing no" },
		{ "    runs-on: ${{ matrix.os }}\n    steps: [{run: go test}]\n",
			"?, -, bash missing no" },
		{ "    runs-on: [self-hosted, linux]\n    steps: [{run: go test}]\n",
			"?, -, bash missing no" },
		{ "    runs-on: ubuntu-24.04\n    container: {image: 'golang:1.26-alpine', options: "
		  "--cpus 1}\n    steps: [{run: go test, shell: bash}]\n",
			"ubuntu-24.04, --cpus 1, bash missing yes" },
		{ "    runs-on: ubuntu-24.04\n    container: {image: '${{ inputs.i }}', options: '${{ "
		  "inputs.o }}'}\n    steps: [{run: go test, shell: bash}]\n",
			"ubuntu-24.04, ?, bash missing ?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = job_with(cases[i].rest);
		const struct fact_job *job = FACT(p, job, 0);
		EXPECT_TEXT(arena_printf(a, "%" PRIstr ", %" PRIstr ", bash missing %s",
				    STR_ARG(shown(job->runs_on)),
				    STR_ARG(shown(job->container_options)),
				    said(FACT(p, step, 0)->shell_is_missing)),
			cases[i].shown);
	}
}

Test(project_fields, a_version_that_yaml_takes_for_a_number)
{
	static const struct {
		const char *version, *shown;
	} cases[] = {
		{ "1.20", "1.20" },
		{ "'1.20'", "-" },
		{ "1.26", "-" },
		{ "${{ inputs.go }}", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = job_with(arena_printf(a,
			"    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/setup-go@v6\n"
			"        with:\n          go-version: %s\n",
			cases[i].version)
							   .s);
		EXPECT_TEXT(shown(FACT(p, setup_go, 0)->float_text), cases[i].shown);
	}
}

Test(project_fields, what_renovate_and_dependabot_look_after)
{
	static const struct {
		const char *config, *shown;
	} cases[] = {
		{ "{}", "managers , own ?" }, /* an application with settings of its own */
		{ "{\"extends\": [\"config:recommended\"]}", "managers , own no" },
		{ "{\"enabledManagers\": [\"gomod\", \"dockerfile\"]}",
			"managers gomod dockerfile, own no" },
		{ "{\"customManagers\": [{\"customType\": \"regex\"}]}", "managers , own yes" },
		{ "{\"extends\": [\"customManagers:makefileVersions\"]}", "managers , own yes" },
		{ "{\"extends\": [\"github>a/b\"]}", "managers , own ?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = with("renovate.json", FILE_RENOVATE, cases[i].config);
		const struct fact_renovate *r = FACT(p, renovate, 0);
		EXPECT_TEXT(arena_printf(a, "managers %" PRIstr ", own %s",
				    STR_ARG(shown_list(a, &r->enabled_managers)),
				    said(r->has_custom_managers)),
			cases[i].shown);
	}
	const struct project *p = with("renovate.json", FILE_RENOVATE,
		"{\"packageRules\": [{\"matchManagers\": [\"gomod\"], \"groupName\": \"go\"},\n"
		"  {\"matchDepNames\": [\"go\"], \"matchUpdateTypes\": [\"major\"]}]}");
	const struct fact_package_rule *first = FACT(p, package_rule, 0),
				       *second = FACT(p, package_rule, 1);
	EXPECT_TEXT(shown_list(a, &first->managers), "gomod");
	EXPECT_TEXT(shown(first->group_name), "go");
	EXPECT_TEXT(shown_list(a, &second->managers), "");
	EXPECT_TEXT(shown(second->group_name), "-");
	cr_expect_eq(second->has_other_selectors, YES);
	p = with(".github/dependabot.yml", FILE_DEPENDABOT,
		"version: 2\nupdates:\n  - package-ecosystem: gomod\n    directory: /\n"
		"  - directory: /\n");
	EXPECT_TEXT(shown(FACT(p, dependabot_update, 0)->ecosystem), "gomod");
}

Test(project_fields, profiles_of_a_compose_service)
{
	static const struct {
		const char *line, *shown;
	} cases[] = {
		{ "", "" },
		{ "    profiles: [dev, test]\n", "dev test" },
		{ "    profiles: ['${P}']\n", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = with("compose.yaml", FILE_COMPOSE,
			arena_printf(a, "services:\n  app:\n    build: .\n%s", cases[i].line).s);
		EXPECT_TEXT(shown_list(a, &FACT(p, compose_service, 0)->profiles), cases[i].shown);
	}
}

Test(project_fields, each_use_knows_its_workspace)
{
	struct test_file files[] = {
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.26\n" },
		{ "go.work", FILE_GOWORK, "go 1.26\n\nuse (\n\t.\n\t./a\n)\n" },
		{ NULL, FILE_NONE, NULL },
	};
	const struct project *p = project_of(a, files);
	cr_assert_eq(FACTS(p, workspace_use)->n, 2);
	for (size_t i = 0; i < 2; i++)
		cr_expect_eq(FACT(p, workspace_use, i)->workspace, FACT(p, workspace, 0));
}
