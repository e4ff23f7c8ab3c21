/* SPDX-License-Identifier: Apache-2.0 */
/* Reusable workflows in the light of the jobs that call them. */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(workflow_calls, .init = set_up, .fini = tear_down);

#define BUILD ".github/workflows/build.yml"
#define CI ".github/workflows/ci.yml"

static struct project *
workflows(const char *caller, const char *called)
{
	struct test_file files[] = { { BUILD, FILE_WORKFLOW, called },
		{ CI, FILE_WORKFLOW, caller }, { "go.mod", FILE_GOMOD, "module m\n\ngo 1.24\n" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* A workflow whose inputs and secrets are these, with one job of one step. */
#define CALLED(takes, job, run)                                                        \
	"on:\n  workflow_call:\n" takes "jobs:\n  b:\n    runs-on: ubuntu-24.04\n" job \
	"    steps:\n      - run: " run "\n"
#define CALLER(with) "on: push\njobs:\n  a:\n    uses: ./" BUILD "\n" with

/* What the commands print that callers lead to: callers > arguments; one a line. */
static struct str
called(const struct project *p)
{
	struct buf out = buf_new(a);
	fact_for(command, c, FACTS(p, command)) {
		if (c->via.n == 0)
			continue;
		for (size_t i = 0; i < c->via.n; i++)
			buf_printf(&out, "%" PRIstr " > ", STR_ARG(c->via.items[i].text));
		buf_printf(&out, "%" PRIstr "\n", STR_ARG(shown_list(a, &c->args)));
	}
	return buf_str(&out);
}

Test(workflow_calls, inputs_are_what_the_caller_gives_or_the_default)
{
	static const char takes[] =
		CALLED("    inputs: {x: {type: string, default: d}, y: {type: string}, "
		       "z: {type: boolean}}\n",
			"    env: {Y: 'y${{ inputs.y }}', M: '${{ inputs.x }}-${{ inputs.z }}'}\n",
			"echo '${{ inputs.x }}' \"$Y\" \"$M\"");
	static const struct {
		const char *with, *printed;
	} cases[] = {
		{ "", "d y ?" },
		{ "    with: {x: given, y: v}\n", "given yv ?" },
		{ "    with: {x: '${{ github.ref }}', y: v, z: true}\n", "? yv ?" },
		{ "    with: {x: X, z: true}\n", "X y X-true" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str caller = arena_printf(a, CALLER("%s"), cases[i].with);
		struct project *p = workflows(caller.s, takes);
		struct str wanted = arena_printf(a, CI ":4 job “a” > %s\n", cases[i].printed);
		EXPECT_TEXT(called(p), wanted.s);
		const struct fact_command *alone = FACT(p, command, 0);
		EXPECT_TEXT(shown(alone->args.items[0]), "?");
	}
}

Test(workflow_calls, the_env_of_the_caller_ends_at_the_call)
{
	struct project *p = workflows("on: push\nenv: {A: outer, B: outer}\n"
				      "jobs:\n  a:\n    uses: ./" BUILD "\n",
		"on: workflow_call\nenv: {B: inner}\njobs:\n  b:\n    runs-on: ubuntu-24.04\n"
		"    steps:\n      - run: echo $B\n");
	EXPECT_TEXT(called(p), CI ":5 job “a” > inner\n");
	const struct settings *env = FACT(p, command, 1)->env;
	EXPECT_TEXT(shown(setting_value(env, STR("B"))), "inner");
	cr_expect_null(settings_get(env, STR("A")));
}

Test(workflow_calls, secrets_that_are_not_handed_over_are_empty)
{
	static const struct {
		const char *secrets, *printed;
	} cases[] = {
		{ "", "[]" },
		{ "    secrets: {other: x}\n", "[]" },
		{ "    secrets: inherit\n", "[?]" },
		{ "    secrets: {S: '${{ secrets.X }}'}\n", "[?]" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str caller = arena_printf(a, CALLER("%s"), cases[i].secrets);
		struct project *p = workflows(caller.s,
			CALLED("    secrets: {s: {}}\n", "    env: {S: '[${{ secrets.s }}]'}\n",
				"echo \"$S\""));
		bool known = cases[i].printed[1] == ']';
		struct str wanted = arena_printf(a, CI ":4 job “a” > %s\n", known ? "[]" : "?");
		EXPECT_TEXT(called(p), wanted.s);
	}
	struct project *p = workflows(CALLER(""),
		CALLED("", "    environment: prod\n    env: {S: '${{ secrets.s }}'}\n",
			"echo \"$S\""));
	EXPECT_TEXT(called(p), CI ":4 job “a” > ?\n");
}

Test(workflow_calls, a_matrix_of_the_caller_gives_each_of_its_values)
{
	struct project *p = workflows(
		"on: push\njobs:\n  a:\n    strategy: {matrix: {v: ['1.23', '1.24']}}\n"
		"    uses: ./" BUILD "\n    with: {v: '${{ matrix.v }}'}\n",
		"on: {workflow_call: {inputs: {v: {type: string}}}}\njobs:\n  b:\n"
		"    runs-on: ubuntu-24.04\n    steps:\n"
		"      - uses: actions/setup-go@v6\n        with: {go-version: '${{ inputs.v }}'}\n"
		"      - run: echo '${{ inputs.v }}' '${{ matrix.v }}'\n");
	EXPECT_TEXT(called(p),
		CI ":5 job “a” > ? ?\n" CI ":3 job “a” with v: 1.23 > " CI
		   ":5 job “a” > 1.23 ?\n" CI ":3 job “a” with v: 1.24 > " CI
		   ":5 job “a” > 1.24 ?\n");
	/* Versions are judged for all of them together. */
	fact_for(setup_go, setup, FACTS(p, setup_go)) {
		cr_expect_eq(setup->version.state, UNKNOWN);
		cr_expect_neq(setup->is_below_module, YES);
	}
	cr_expect_eq(FACT(p, workflow, 0)->jobs.n, 1);
	fact_for(job, job, FACTS(p, job))
		if (job->steps.n && job != FACT(p, job, 0))
			cr_expect_eq(job->listed, FACT(p, job, 0));
}

Test(workflow_calls, only_what_can_be_called_is_read_for_the_caller)
{
	static const char *const texts[] = {
		"on: push\njobs: {b: {runs-on: x, steps: [{run: echo}]}}\n",
		"on: workflow_call\njobs: {b: {runs-on: x, steps: [{run: echo}]}}\nx: [\n",
		"on: workflow_call\njobs: {b: {if: inputs.x, runs-on: x, steps: [{run: echo}]}}\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		EXPECT_TEXT(called(workflows(CALLER(""), texts[i])), "");
}

Test(workflow_calls, workflows_that_call_each_other_end)
{
	struct project *p = workflows("on: workflow_call\njobs:\n  a: {uses: ./" BUILD "}\n"
				      "  a2: {uses: ./" BUILD "}\n",
		"on: workflow_call\njobs:\n  b: {uses: ./" CI "}\n  b2: {uses: ./" CI "}\n");
	cr_expect_lt(FACTS(p, job)->n, 20000);
	cr_expect_gt(FACTS(p, job)->n, 100);
}

Test(workflow_calls, permissions_come_from_the_caller_where_none_are_given)
{
	struct project *p = workflows(CALLER("    permissions: {contents: write}\n    if: x\n"),
		CALLED("", "", "go build ./..."));
	const struct fact_job *job = FACT(p, job, 2);
	cr_expect_eq(FACT(p, job, 0)->may_write_contents, UNSURE);
	cr_expect_eq(job->may_write_contents, YES);
	cr_expect_eq(job->may_write_security_events, NO);
	cr_expect_eq(job->is_conditional, YES);
	const struct fact_go_command *go = FACT(p, go_command, 1);
	EXPECT_TEXT(go->call_place.source->path, BUILD);
}
