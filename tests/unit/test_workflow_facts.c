/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_project.h"

#include "facts/extract.h"
#include "support.h"

TestSuite(workflow_facts, .init = set_up, .fini = tear_down);

#define WORKFLOW ".github/workflows/ci.yml"

static struct project *
workflow_project(const char *text)
{
	struct test_file files[] = {
		{ WORKFLOW, FILE_WORKFLOW, text },
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.24.2\n" },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

/* A job on ubuntu with these steps, which are indented by six blanks. */
static struct project *
steps_project(const char *steps)
{
	return workflow_project(arena_printf(
		a, "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n%s", steps)
					.s);
}

static struct str
env_of(const struct project *p, size_t command, const char *name)
{
	return shown(setting_value(FACT(p, command, command)->env, str_from(name)));
}

/* What a part that can't be read may hold is not known to be absent. */
Test(workflow_facts, a_faulty_step_leaves_its_job_in_doubt)
{
	const struct project *p = workflow_project(
		"on: push\njobs:\n"
		"  one:\n    runs-on: ubuntu-24.04\n    steps:\n"
		"      - uses: actions/checkout@v4\n        with: [\n"
		"      - run: go build\n"
		"  two:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: go test\n");
	const struct fact_job *one = FACT(p, job, 0), *two = FACT(p, job, 1);
	cr_expect_eq(FACT(p, syntax_fault, 0)->place.span.len, 1);
	cr_expect_eq(FACTS(p, syntax_fault)->n, 1);
	cr_expect_eq(one->has_timeout, UNSURE);
	cr_expect_eq((const void *)one->setup_go, (const void *)fact_unknown);
	cr_expect(one->steps.open && one->commands.open);
	cr_expect_eq(one->go_commands.n, 1);
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "?");
	cr_expect_eq(two->has_timeout, NO);
	cr_expect_eq((const void *)two->setup_go, NULL);
	EXPECT_TEXT(env_of(p, 1, "GOPROXY"), "-");
	cr_expect_eq(FACT(p, workflow, 0)->jobs.n, 2);
	cr_expect(FACT(p, workflow, 0)->jobs.open);
	cr_expect(FACT(p, project, 0)->workflows.open);
	cr_expect_eq(FACT(p, project, 0)->checks_tidiness, UNSURE);
}

Test(workflow_facts, what_is_missing_around_jobs_is_unknown_in_them)
{
	const struct project *p =
		workflow_project("on: push\nenv: a: b\njobs:\n"
				 "  one:\n    runs-on: ubuntu-24.04\n    steps:\n"
				 "      - {run: go build, shell: bash}\n      - run: go test\n");
	cr_expect_eq(FACT(p, job, 0)->go_commands.n, 1, "the default shell is not known");
	cr_expect_eq(FACT(p, job, 0)->has_timeout, NO);
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "?");
	EXPECT_TEXT(shown(FACT(p, command, 0)->workdir), "?");
}

Test(workflow_facts, the_innermost_env_wins)
{
	const struct project *p = workflow_project(
		"on: [push, pull_request]\nenv: {A: w, B: w, C: w}\njobs:\n  build:\n"
		"    runs-on: ubuntu-24.04\n    env: {B: j, C: j}\n    steps:\n"
		"      - run: go build\n        env: {C: s}\n      - run: go test\n");
	EXPECT_TEXT(env_of(p, 0, "A"), "w");
	EXPECT_TEXT(env_of(p, 0, "B"), "j");
	EXPECT_TEXT(env_of(p, 0, "C"), "s");
	EXPECT_TEXT(env_of(p, 1, "C"), "j");
	EXPECT_TEXT(env_of(p, 1, "GOPROXY"), "-");
	EXPECT_TEXT(shown_list(a, &FACT(p, workflow, 0)->triggers), "push pull_request");
	cr_expect_eq(FACT(p, job, 0)->is_github_hosted, YES);
	cr_expect_eq(FACT(p, job, 0)->go_commands.n, 2);
	static const char *const scopes[] = { "workflow", "workflow", "workflow", "job", "job",
		"step" };
	for (size_t i = 0; i < 6; i++) {
		const struct fact_variable *v = FACT(p, variable, i);
		EXPECT_TEXT(shown(v->scope), scopes[i]);
		cr_expect_eq(v->workflow, FACT(p, workflow, 0));
		cr_expect_eq(v->job, i < 3 ? NULL : FACT(p, job, 0));
		cr_expect_eq(v->step, i < 5 ? NULL : FACT(p, step, 0));
		cr_expect_eq(v->is_exported, YES);
	}
}

Test(workflow_facts, what_goes_into_github_env_is_there_for_later_steps)
{
	static const struct {
		const char *run, *before, *after;
	} cases[] = {
		{ "echo A=1 >> $GITHUB_ENV", "-", "1" },
		{ "echo \"A=1\" >> \"$GITHUB_ENV\"", "-", "1" },
		{ "echo A=$(date) >> $GITHUB_ENV", "-", "?" },
		{ "echo B=1 >> $GITHUB_ENV", "-", "-" },
		{ "echo A=1 | tee -a $GITHUB_ENV", "-", "?" },
		{ "cat x >> $GITHUB_ENV", "-", "?" },
		{ "{ echo A=1; echo B=2; } >> $GITHUB_ENV", "-", "1" },
		{ "{ echo A=1 >&2; } >> $GITHUB_ENV", "-", "?" },
		{ "{ echo A=1 | cat; } >> $GITHUB_ENV", "-", "?" },
		{ "{ make; } >> $GITHUB_ENV", "-", "?" },
		{ "if test -f x; then echo A=1; fi >> $GITHUB_ENV", "-", "?" },
		{ "{ echo \"A<<E\"; echo 1; echo 2; echo E; } >> $GITHUB_ENV", "-", "1\n2" },
		{ "{ echo \"A<<E\"; git log; echo E; echo B=1; } >> $GITHUB_ENV", "-", "?" },
		{ "{ echo \"B<<E\"; git log; echo E; } >> $GITHUB_ENV", "-", "-" },
		{ "echo \"A<<E\" >> $GITHUB_ENV; echo 1 >> $GITHUB_ENV; echo E >> $GITHUB_ENV", "-",
			"1" },
		{ "echo \"A<<E\" >> $GITHUB_ENV; echo 1 >> $GITHUB_ENV", "-", "?" },
		{ "echo \"B<<$E\" >> $GITHUB_ENV; echo A=1 >> $GITHUB_ENV", "-", "1" },
		{ "for A in x; do echo A=$A; done >> $GITHUB_ENV", "-", "?" },
		{ "echo A=1 >> $GITHUB_OUTPUT", "-", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = steps_project(
			arena_printf(a, "      - run: '%s'\n      - run: go build\n", cases[i].run)
				.s);
		const struct fact_job *job = FACT(p, job, 0);
		const struct fact_step *first = job->steps.items[0], *second = job->steps.items[1];
		EXPECT_TEXT(shown(setting_value(first->env, STR("A"))), cases[i].before);
		EXPECT_TEXT(shown(setting_value(second->env, STR("A"))), cases[i].after);
	}
}

Test(workflow_facts, what_goes_into_github_path_may_bring_programs)
{
	static const struct {
		const char *run;
		enum tri git;
		const char *go;
	} cases[] = {
		{ "true", NO, "1.27" },
		{ "echo \"$HOME/bin\" >> $GITHUB_PATH", UNSURE, "?" },
		{ "echo /opt/go/bin >> \"$GITHUB_PATH\"", UNSURE, "?" },
		{ "{ echo /opt/go/bin; } >> $GITHUB_PATH", UNSURE, "?" },
		{ "cat x >> $GITHUB_PATH", UNSURE, "?" },
		{ "echo x | tee -a $GITHUB_PATH", UNSURE, "?" },
		{ "echo $GOPATH/bin >> $GITHUB_PATH; echo x | tee -a $GITHUB_PATH", UNSURE, "?" },
		{ "echo \"$(go env GOPATH)/bin\" >> $GITHUB_PATH", NO, "1.27" },
		{ "echo ${GOPATH}/bin >> $GITHUB_PATH", NO, "1.27" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
			"    container: golang:1.27-alpine\n    steps:\n"
			"      - run: '%s'\n      - run: go build\n",
			cases[i].run)
								   .s);
		const struct fact_list *all = FACTS(p, go_command);
		const struct fact_go_command *go = all->items[all->n - 1];
		cr_expect_eq(go->has_git, cases[i].git, "%s", cases[i].run);
		EXPECT_TEXT(shown(go->go_version), cases[i].go);
		bool changes = i > 0;
		cr_expect_eq(settings_get(go->command->env, STR("PATH"))->value.state,
			changes ? UNKNOWN : KNOWN, "%s", cases[i].run);
	}
}

Test(workflow_facts, expressions_are_opaque_but_for_matrix_and_env)
{
	const struct project *p = workflow_project(
		"on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
		"    strategy: {matrix: {one: [x], two: [x, y]}}\n    env:\n"
		"      A: ${{ matrix.one }}\n      B: ${{ matrix.two }}\n"
		"      C: ${{ secrets.TOKEN }}\n      D: ${{ env.A }}${{ env.B }}\n"
		"    steps:\n      - run: echo \"a ${{ github.ref }} b\" c\n");
	EXPECT_TEXT(env_of(p, 0, "A"), "x");
	EXPECT_TEXT(env_of(p, 0, "B"), "?");
	EXPECT_TEXT(env_of(p, 0, "C"), "?");
	EXPECT_TEXT(env_of(p, 0, "D"), "?");
	EXPECT_TEXT(shown_list(a, &FACT(p, command, 0)->args), "? c");
	cr_expect_eq(FACT(p, job, 0)->has_matrix, YES);
}

Test(workflow_facts, what_only_some_combinations_have_is_not_known_for_all)
{
	const struct project *p = workflow_project(
		"on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
		"    strategy: {matrix: {os: [a, b], include: [{os: a, c: x}]}}\n"
		"    env: {A: '${{ matrix.c }}'}\n    steps:\n      - run: echo\n");
	EXPECT_TEXT(env_of(p, 0, "A"), "?");
}

Test(workflow_facts, what_goes_into_github_env_lies_over_the_env_of_the_job)
{
	const struct project *p =
		workflow_project("on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
				 "    env: {A: a}\n    steps:\n"
				 "      - {run: go env, env: {B: '${{ env.A }}'}}\n"
				 "      - run: echo A=b >> $GITHUB_ENV\n"
				 "      - {run: go env, env: {B: '${{ env.A }}'}}\n");
	EXPECT_TEXT(env_of(p, 0, "B"), "a");
	EXPECT_TEXT(env_of(p, 2, "B"), "?");
}

Test(workflow_facts, places_inside_scripts)
{
	const struct project *p = steps_project("      - run: |\n"
						"          echo ${{ github.sha }}\n\n"
						"          go build \\\n            ./...\n"
						"      - run: \"go test\"\n");
	EXPECT_TEXT(shown_place(FACT(p, command, 0)->place), "echo ${{ github.sha }}");
	EXPECT_TEXT(shown_place(FACT(p, command, 1)->place), "go build \\\n            ./...");
	EXPECT_TEXT(shown_place(FACT(p, command, 2)->place), "go test");
}

Test(workflow_facts, version_of_setup_go)
{
	static const struct {
		const char *version, *highest;
		enum tri is_float, is_below;
	} cases[] = {
		{ "1.20", "-", YES, NO },
		{ "'1.20'", "1.20.9999", NO, YES },
		{ "1.21", "1.21.9999", NO, YES },
		{ "'1.24.1'", "1.24.1", NO, YES },
		{ "'1.24.2'", "1.24.2", NO, NO },
		{ "'1.24'", "1.24.9999", NO, NO },
		{ "1.23.x", "1.23.9999", NO, YES },
		{ "~1.24.1", "1.24.9999", NO, NO },
		{ "~1.23.1", "1.23.9999", NO, YES },
		{ "'^1.20'", "-", NO, UNSURE },
		{ "'>=1.20'", "-", NO, UNSURE },
		{ "stable", "-", NO, UNSURE },
		{ "1.x", "-", NO, UNSURE },
		{ "${{ inputs.go }}", "-", NO, UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = steps_project(arena_printf(a,
			"      - uses: actions/setup-go@v5\n        with: {go-version: %s}\n",
			str_starts(str_from(cases[i].version), STR("$")) ? "\"${{ inputs.go }}\""
									 : cases[i].version)
								.s);
		const struct fact_setup_go *setup = FACT(p, setup_go, 0);
		EXPECT_TEXT(shown(setup->highest_version), cases[i].highest);
		cr_expect_eq(setup->is_float, cases[i].is_float, "%s", cases[i].version);
		cr_expect_eq(setup->is_below_module, cases[i].is_below, "%s", cases[i].version);
		cr_expect_eq(setup->has_version, YES);
	}
}

Test(workflow_facts, versions_in_a_matrix)
{
	static const struct {
		const char *matrix;
		enum tri is_float, is_below;
	} cases[] = {
		{ "{go: ['1.20', '1.21']}", NO, YES },
		{ "{go: ['1.20', '1.26']}", NO, NO },
		{ "{go: [1.20, 1.26]}", YES, NO },
		{ "{go: ['1.20'], include: [{go: '1.26'}]}", NO, NO },
		{ "{include: [{go: '1.20'}]}", NO, YES },
		{ "\"${{ fromJSON(x) }}\"", NO, UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
			"    strategy:\n      matrix: %s\n    steps:\n"
			"      - uses: actions/setup-go@v5\n"
			"        with: {go-version: \"${{ matrix.go }}\"}\n",
			cases[i].matrix)
								   .s);
		const struct fact_setup_go *setup = FACT(p, setup_go, 0);
		cr_expect_eq(setup->is_float, cases[i].is_float, "%s", cases[i].matrix);
		cr_expect_eq(setup->is_below_module, cases[i].is_below, "%s", cases[i].matrix);
		if (cases[i].is_float == YES)
			EXPECT_TEXT(shown_place(setup->version_place), "1.20");
	}
}

Test(workflow_facts, setup_go_forbids_toolchains_since_v6)
{
	static const struct {
		const char *ref;
		enum tri local;
		const char *toolchain;
	} cases[] = {
		{ "v6", YES, "local" },
		{ "v7.0.1", YES, "local" },
		{ "v5", NO, "" },
		{ "0123456789abcdef0123456789abcdef01234567 # v6.1.0", YES, "local" },
		{ "0123456789abcdef0123456789abcdef01234567 # v5", NO, "" },
		{ "main # v5", UNSURE, "?" },
		{ "0123456 # v5", UNSURE, "?" },
		{ "0123456789abcdef0123456789abcdef01234567", UNSURE, "?" },
		{ "main", UNSURE, "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = steps_project(arena_printf(a,
			"      - uses: actions/setup-go@%s\n      - run: go build\n", cases[i].ref)
								.s);
		cr_expect_eq(FACT(p, setup_go, 0)->toolchain_is_local, cases[i].local, "%s",
			cases[i].ref);
		cr_expect_eq(FACT(p, setup_go, 0)->has_version, NO);
		if (cases[i].local == NO)
			cr_expect_null(settings_get(FACT(p, command, 0)->env, STR("GOTOOLCHAIN")));
		else
			EXPECT_TEXT(env_of(p, 0, "GOTOOLCHAIN"), cases[i].toolchain);
	}
}

Test(workflow_facts, the_go_that_steps_find)
{
	static const struct {
		const char *step, *version, *toolchain;
	} cases[] = {
		{ "@v5\n        with: {go-version: 1.24.3}", "1.24.3", "auto" },
		{ "@v6\n        with: {go-version: '1.24'}", "1.24", "local" },
		{ "@v6\n        with: {go-version: 1.24.x}", "1.24", "local" },
		{ "@v6\n        with: {go-version: ^1.24}", "?", "local" },
		{ "@v5\n        with: {go-version: 1.20}", "1.2", "" },
		{ "@v6\n        with: {go-version: '1.20'}", "1.20", "local" },
		{ "@v6\n        with: {go-version: stable}", "?", "local" },
		{ "@v6\n        with: {go-version-file: go.mod}", "1.25.4", "local" },
		{ "@v5\n        with: {go-version-file: go.mod}", "1.25.0", "auto" },
		{ "@main\n        with: {go-version-file: go.mod}", "?", "?" },
		{ "@v6\n        env: {GOTOOLCHAIN: local}\n        with: {go-version-file: go.mod}",
			"1.25.0", "local" },
		{ "@v6\n        env: {GOTOOLCHAIN: auto}\n        with: {go-version-file: go.mod}",
			"1.25.4", "local" },
		{ "@v6\n        env: {GOTOOLCHAIN: '${{ x }}'}\n        with: {go-version-file: go.mod}",
			"?", "local" },
		{ "@v6\n        with: {go-version-file: other.txt}", "?", "local" },
		{ "@v6\n        with: {go-version-file: .go-version}", "1.26.6", "local" },
		{ "@v6\n        with: {go-version-file: stable.txt}", "?", "local" },
		{ "@v6\n        with: {go-version: '${{ inputs.v }}', go-version-file: go.mod}",
			"?", "local" },
		{ "@v6\n        if: github.event_name == 'push'\n"
		  "        with: {go-version: 1.24.3}",
			"?", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW,
				arena_printf(a,
					"on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n"
					"    steps:\n      - uses: actions/checkout@v4\n"
					"      - uses: actions/setup-go%s\n      - run: go build\n",
					cases[i].step)
					.s },
			{ ".go-version", FILE_NONE, "1.26.6\n" },
			{ "go.mod", FILE_GOMOD, "module m\ngo 1.25.0\ntoolchain go1.25.4\n" },
			{ "stable.txt", FILE_NONE, "stable\n" }, { NULL, FILE_NONE, NULL }
		};
		const struct fact_go_command *go = FACT(project_of(a, files), go_command, 0);
		EXPECT_TEXT(shown(go->go_version), cases[i].version);
		EXPECT_TEXT(
			shown(setting_value(go->go_env, STR("GOTOOLCHAIN"))), cases[i].toolchain);
	}
}

/* What the first exports is there when the second one reads its file. */
Test(workflow_facts, a_second_setup_go_sees_the_toolchain_of_the_first)
{
	static const struct {
		const char *first, *second, *version;
	} cases[] = {
		{ "v6", "v6", "1.25.0" },
		{ "v5", "v6", "1.25.4" },
		{ "main", "v6", "?" },
		{ "v6", "v6\n        env: {GOTOOLCHAIN: auto}", "1.25.4" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW,
				arena_printf(a,
					"on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n"
					"    steps:\n      - uses: actions/checkout@v4\n"
					"      - uses: actions/setup-go@%s\n        with: {go-version: '1.24'}\n"
					"      - uses: actions/setup-go@%s\n"
					"        with: {go-version-file: go.mod}\n      - run: go build\n",
					cases[i].first, cases[i].second)
					.s },
			{ "go.mod", FILE_GOMOD, "module m\ngo 1.25.0\ntoolchain go1.25.4\n" },
			{ NULL, FILE_NONE, NULL }
		};
		const struct fact_go_command *go = FACT(project_of(a, files), go_command, 0);
		EXPECT_TEXT(shown(go->go_version), cases[i].version);
	}
}

Test(workflow_facts, the_go_of_each_combination)
{
	const struct project *p = workflow_project(
		"on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n"
		"    strategy: {matrix: {go: [1.20, '1.20', 1.26.1]}}\n    steps:\n"
		"      - uses: actions/setup-go@v5\n        with: {go-version: \"${{ matrix.go }}\"}\n"
		"      - run: go build\n");
	struct strs versions = { 0 };
	fact_for(go_command, go, FACTS(p, go_command))
		vec_push(a, &versions, shown(go->go_version));
	EXPECT_TEXT(strs_join(a, &versions, STR(" ")), "? 1.2 1.20 1.26.1");
}

Test(workflow_facts, numbers_are_written_as_github_does)
{
	const struct project *p = steps_project(
		"      - run: go build\n"
		"        env: {A: 1.20, B: 1.0, C: '1.20', D: 1e3, E: 0.5, F: .50, G: 120, H: .inf}\n");
	static const char *const wanted[] = { "1.2", "1", "1.20", "?", "0.5", "?", "120", "?" };
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		char name[] = { (char)('A' + i), 0 };
		EXPECT_TEXT(env_of(p, 0, name), wanted[i]);
	}
}

Test(workflow_facts, setup_go_before_the_checkout)
{
	static const struct {
		const char *steps;
		enum tri before;
	} cases[] = {
		{ "      - uses: actions/checkout@v4\n      - uses: actions/setup-go@v5\n", NO },
		{ "      - uses: actions/setup-go@v5\n      - uses: actions/checkout@v4\n", YES },
		{ "      - uses: actions/setup-go@v5\n", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(FACT(steps_project(cases[i].steps), setup_go, 0)->is_before_checkout,
			cases[i].before, "%s", cases[i].steps);
}

Test(workflow_facts, jobs_that_notice_an_untidy_go_mod)
{
	static const struct {
		const char *run;
		enum tri checked;
	} cases[] = {
		{ "go mod tidy", NO },
		{ "go mod tidy -diff", YES },
		{ "go mod tidy && git diff --exit-code", YES },
		{ "git diff --exit-code && go mod tidy", NO },
		{ "go build ./...", NO },
		{ "make check", UNSURE },
		{ "./check.sh", UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p =
			steps_project(arena_printf(a, "      - run: %s\n", cases[i].run).s);
		cr_expect_eq(FACT(p, job, 0)->tidy_checked, cases[i].checked, "%s", cases[i].run);
	}
}

Test(workflow_facts, composite_actions_run_in_an_environment_that_is_not_known)
{
	struct test_file files[] = {
		{ "action.yml", FILE_ACTION,
			"name: x\nruns:\n  using: composite\n  steps:\n"
			"    - uses: actions/setup-go@v5\n"
			"    - run: go build\n      shell: bash\n      env: {A: 1}\n"
			"    - uses: actions/checkout@v4\n" },
		{ NULL, FILE_NONE, NULL },
	};
	const struct project *p = project_of(a, files);
	cr_expect_eq(FACT(p, workflow, 0)->is_composite, YES);
	EXPECT_TEXT(env_of(p, 0, "A"), "1");
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "?");
	cr_expect_eq(FACT(p, job, 0)->is_github_hosted, UNSURE);
	cr_expect_eq(FACT(p, setup_go, 0)->is_before_checkout, UNSURE);
}

Test(workflow_facts, scripts_of_other_shells_are_not_read)
{
	const struct project *p = steps_project("      - run: go build\n        shell: pwsh\n"
						"      - run: go test\n        shell: bash\n");
	cr_assert_eq(FACTS(p, command)->n, 1);
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "?");
	p = workflow_project("on: push\njobs:\n  build:\n    runs-on: Windows-Latest\n"
			     "    steps: [{run: go build}]\n");
	EXPECT_TEXT(shown(FACT(p, step, 0)->shell), "pwsh");
	cr_expect_eq(FACT(p, job, 0)->is_github_hosted, YES);
}

Test(workflow_facts, shells_and_their_ways_with_failures)
{
	static const struct {
		const char *shell;
		enum tri stops, pipefail;
	} cases[] = {
		{ "", YES, NO },
		{ "shell: bash", YES, YES },
		{ "shell: sh", YES, NO },
		{ "shell: 'bash {0}'", NO, NO },
		{ "shell: 'bash -e {0}'", YES, NO },
		{ "shell: 'bash --noprofile -euo pipefail {0}'", YES, YES },
		{ "shell: '/bin/bash -o errexit -o pipefail {0}'", YES, YES },
		{ "shell: 'bash --debugger {0}'", NO, NO },
		{ "shell: pwsh", UNSURE, UNSURE },
		{ "shell: 'python {0}'", UNSURE, UNSURE },
		{ "shell: '${{ matrix.shell }}'", UNSURE, UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = steps_project(arena_printf(
			a, "      - run: go build; go test\n        %s\n", cases[i].shell)
								.s);
		const struct fact_step *step = FACT(p, step, 0);
		cr_expect_eq(step->stops_at_failure, cases[i].stops, "%s", cases[i].shell);
		cr_expect_eq(step->has_pipefail, cases[i].pipefail, "%s", cases[i].shell);
		if (cases[i].stops != UNSURE)
			cr_expect_eq(FACT(p, command, 0)->failure_ignored, tri_not(cases[i].stops),
				"%s", cases[i].shell);
	}
	const struct project *p = workflow_project(
		"on: push\ndefaults: {run: {shell: bash}}\njobs:\n"
		"  one:\n    runs-on: ubuntu-24.04\n    steps: [{run: go build}]\n"
		"  two:\n    runs-on: ubuntu-24.04\n    defaults: {run: {shell: sh}}\n"
		"    steps: [{run: go build}]\n");
	cr_expect_eq(FACT(p, step, 0)->has_pipefail, YES);
	cr_expect_eq(FACT(p, step, 1)->has_pipefail, NO);
}

/* What `go env` says of the machine itself. */
Test(workflow_facts, the_machines_behind_labels)
{
	static const struct {
		const char *job, *os, *arch, *cache, *modules, *cgo;
	} cases[] = {
		{ "runs-on: ubuntu-latest", "linux", "amd64", "/home/runner/.cache/go-build",
			"/home/runner/go/pkg/mod", "1" },
		{ "runs-on: ubuntu-24.04-arm", "linux", "arm64", "/home/runner/.cache/go-build",
			"/home/runner/go/pkg/mod", "1" },
		{ "runs-on: [macos-latest]", "darwin", "arm64",
			"/Users/runner/Library/Caches/go-build", "/Users/runner/go/pkg/mod", "1" },
		{ "runs-on: macos-15-intel", "darwin", "amd64",
			"/Users/runner/Library/Caches/go-build", "/Users/runner/go/pkg/mod", "1" },
		{ "runs-on: windows-2025", "windows", "amd64",
			"C:\\Users\\runneradmin\\AppData\\Local\\go-build",
			"C:\\Users\\runneradmin\\go\\pkg\\mod", "1" },
		{ "runs-on: ubuntu-slim", "linux", "amd64", "?", "?", "1" },
		{ "runs-on: ubuntu-24.04\n    env: {HOME: /h}", "linux", "amd64",
			"/h/.cache/go-build", "/h/go/pkg/mod", "1" },
		{ "runs-on: ubuntu-24.04\n    env: {XDG_CACHE_HOME: /x, GOPATH: '/a:/b'}", "linux",
			"amd64", "/x/go-build", "/a/pkg/mod", "1" },
		{ "runs-on: ubuntu-24.04\n    env: {GOARCH: arm64}", "linux", "arm64",
			"/home/runner/.cache/go-build", "/home/runner/go/pkg/mod", "0" },
		{ "runs-on: ubuntu-24.04\n    container: golang:1.26", "linux", "amd64",
			"/github/home/.cache/go-build", "/go/pkg/mod", "1" },
		{ "runs-on: Ubuntu-Latest", "linux", "amd64", "/home/runner/.cache/go-build",
			"/home/runner/go/pkg/mod", "1" },
		{ "runs-on: ubuntu-24.04\n    container: {image: 'golang:1.26', "
		  "options: --platform linux/arm64}",
			"linux", "?", "/github/home/.cache/go-build", "/go/pkg/mod", "1" },
		{ "runs-on: ubuntu-24.04-16core", "?", "?", "?", "?", "?" },
		{ "runs-on: self-hosted", "?", "?", "?", "?", "?" },
		{ "runs-on: [self-hosted, linux]", "?", "?", "?", "?", "?" },
		{ "runs-on: {group: big}", "?", "?", "?", "?", "?" },
		{ "runs-on: '${{ vars.RUNNER }}'", "?", "?", "?", "?", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\ndefaults: {run: {shell: bash}}\njobs:\n  build:\n    %s\n"
			"    steps: [{run: go build}]\n",
			cases[i].job)
								   .s);
		const struct settings *env = FACT(p, go_command, 0)->go_env;
		EXPECT_TEXT(shown(setting_value(env, STR("GOOS"))), cases[i].os);
		EXPECT_TEXT(shown(setting_value(env, STR("GOARCH"))), cases[i].arch);
		EXPECT_TEXT(shown(setting_value(env, STR("GOCACHE"))), cases[i].cache);
		EXPECT_TEXT(shown(setting_value(env, STR("GOMODCACHE"))), cases[i].modules);
		EXPECT_TEXT(shown(setting_value(env, STR("CGO_ENABLED"))), cases[i].cgo);
	}
}

/* Of the first command: is its status lost, and what does its pipeline end in? */
static void
expect_lost(const char *steps, enum tri lost, const char *end)
{
	const struct project *p = steps_project(steps);
	const struct fact_command *command = NULL;
	for (size_t i = 0; i < FACTS(p, command)->n && !command; i++)
		if (str_eq(FACT(p, command, i)->program.text, STR("go")))
			command = FACT(p, command, i);
	cr_assert(command, "%s", steps);
	cr_expect_eq(command->status_is_lost, lost, "%s", steps);
	EXPECT_TEXT(shown(command->pipeline_end), end);
}

Test(workflow_facts, a_pipe_loses_the_status_of_all_parts_but_the_last)
{
	expect_lost("      - run: go test | tee log\n", YES, "tee");
	expect_lost("      - run: go test | tee log | sort\n", YES, "sort");
	expect_lost("      - run: (go test | cat) | tee log\n", YES, "tee");
	expect_lost("      - run: \"{ go vet; go test; } | tee log\"\n", YES, "tee");
	expect_lost("      - run: echo y | go test\n", NO, "-");
	expect_lost("      - run: go test > log\n", NO, "-");
	expect_lost("      - run: go test | tee log\n        shell: sh\n", YES, "tee");
}

Test(workflow_facts, pipefail_keeps_the_status)
{
	expect_lost("      - run: go test | tee log\n        shell: bash\n", NO, "tee");
	expect_lost("      - run: go test | tee log\n        shell: bash -eo pipefail {0}\n", NO,
		"tee");
	expect_lost("      - run: set -euo pipefail; go test | tee log\n", NO, "tee");
	expect_lost(
		"      - run: set -o pipefail; set +o pipefail; go test | tee log\n", YES, "tee");
	expect_lost(
		"      - run: if x; then set -o pipefail; fi; go test | tee log\n", UNSURE, "tee");
	expect_lost("      - run: go test | tee log; exit ${PIPESTATUS[0]}\n", UNSURE, "tee");
	expect_lost("      - run: x=$(go test | tee log)\n", UNSURE, "tee");
	expect_lost("      - run: \"! go test | tee log\"\n", UNSURE, "tee");
}

/* --- what jobs say beside their steps -------------------------------------------------- */

Test(workflow_facts, workflows_for_tags)
{
	static const struct {
		const char *on;
		enum tri tags;
	} cases[] = {
		{ "push", NO },
		{ "release", YES },
		{ "workflow_dispatch", NO },
		{ "[release, workflow_dispatch]", YES },
		{ "{push: {tags: [v*]}}", YES },
		{ "{push: {tags: [v*]}, workflow_dispatch: }", YES },
		{ "{push: {tags: [v*], branches: [main]}}", NO },
		{ "{push: {tags: [v*]}, pull_request: }", NO },
		{ "{push: {tags: [v*]}, workflow_call: }", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			workflow_project(arena_printf(a, "on: %s\njobs: {}\n", cases[i].on).s);
		cr_expect_eq(
			FACT(p, workflow, 0)->runs_for_tags_only, cases[i].tags, "%s", cases[i].on);
	}
}

Test(workflow_facts, permissions_of_the_job_replace_those_of_the_workflow)
{
	static const struct {
		const char *workflow, *job;
		enum tri contents, events;
	} cases[] = {
		{ "", "", UNSURE, UNSURE },
		{ "permissions: read-all", "", NO, NO },
		{ "permissions: write-all", "", YES, YES },
		{ "permissions: {contents: write}", "", YES, NO },
		{ "permissions: {contents: write}", "permissions: {security-events: write}", NO,
			YES },
		{ "permissions: {contents: read}", "permissions: {contents: write}", YES, NO },
		{ "permissions: {}", "", NO, NO },
		{ "permissions: ${{ inputs.p }}", "", UNSURE, UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\n%s\njobs:\n  build:\n    %s\n    runs-on: ubuntu-latest\n",
			cases[i].workflow, cases[i].job)
								   .s);
		cr_expect_eq(FACT(p, job, 0)->may_write_contents, cases[i].contents, "%zu", i);
		cr_expect_eq(FACT(p, job, 0)->may_write_security_events, cases[i].events, "%zu", i);
	}
}

Test(workflow_facts, permissions_that_are_written_out)
{
	static const struct {
		const char *workflow, *job, *scope, *value; /* of contents */
	} cases[] = {
		{ "permissions: {contents: read}", "", "workflow", "read" },
		{ "permissions: {contents: read}", "permissions: {contents: write}", "job",
			"write" },
		{ "permissions: {contents: '${{ inputs.p }}'}", "", "workflow", "?" },
		{ "permissions: {contents: read}", "permissions: {}", NULL, "-" },
		{ "permissions: read-all", "", NULL, "?" },
		{ "", "", NULL, "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\n%s\njobs:\n  build:\n    %s\n    runs-on: ubuntu-latest\n",
			cases[i].workflow, cases[i].job)
								   .s);
		const struct settings *all = FACT(p, job, 0)->permissions;
		const struct fact_setting *contents = settings_get(all, STR("contents"));
		EXPECT_TEXT(shown(setting_value(all, STR("contents"))), cases[i].value);
		cr_expect_eq(contents != NULL, cases[i].scope != NULL, "%zu", i);
		if (contents)
			EXPECT_TEXT(shown(contents->scope), cases[i].scope);
	}
}

Test(workflow_facts, lists_of_a_matrix)
{
	static const struct {
		const char *use;
		enum tri used;
	} cases[] = {
		{ "echo", NO },
		{ "echo ${{ matrix.go }}", YES },
		{ "echo ${{ matrix.gopher }}", NO },
		{ "echo ${{ matrix['go'] }}", UNSURE },
		{ "echo ${{ toJSON(matrix) }}", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\njobs:\n  build:\n    name: ${{ matrix.go }}\n"
			"    strategy:\n      matrix:\n        go: ['1.25', \"${{ x }}\"]\n"
			"    steps:\n      - run: %s\n",
			cases[i].use)
								   .s);
		const struct fact_matrix_axis *axis = FACT(p, matrix_axis, 0);
		EXPECT_TEXT(shown(axis->name), "go");
		EXPECT_TEXT(shown_list(a, &axis->values), "1.25 ?");
		cr_expect_eq(axis->is_used, cases[i].used, "%s", cases[i].use);
	}
}

Test(workflow_facts, reusable_workflows_that_are_called)
{
	struct test_file files[] = {
		{ ".github/workflows/build.yml", FILE_WORKFLOW, "on: workflow_call\njobs: {}\n" },
		{ WORKFLOW, FILE_WORKFLOW,
			"on: push\njobs:\n  a:\n    uses: ./.github/workflows/build.yml\n"
			"  b:\n    uses: o/r/.github/workflows/build.yml@v1\n" },
		{ NULL, FILE_NONE, NULL },
	};
	const struct project *p = project_of(a, files);
	cr_expect_eq(FACT(p, job, 0)->calls, FACT(p, workflow, 0));
	cr_expect_null(FACT(p, job, 1)->calls);
}

Test(workflow_facts, values_as_written)
{
	const struct project *p = steps_project("      - uses: o/a@v1\n"
						"        with: {key: 'go-${{ runner.os }}'}\n"
						"        env: {TOKEN: '${{ github.token }}'}\n");
	const struct fact_setting *key = settings_get(FACT(p, action_use, 0)->with, STR("key"));
	EXPECT_TEXT(shown(key->value), "?");
	EXPECT_TEXT(shown(key->written), "go-${{ runner.os }}");
	EXPECT_TEXT(shown(settings_get(FACT(p, step, 0)->env, STR("TOKEN"))->written),
		"${{ github.token }}");
}

Test(workflow_facts, the_node_that_setup_go_asks_for)
{
	static const struct {
		const char *ref;
		int64_t node;
		enum tri gone;
	} cases[] = {
		{ "v2", 12, YES },
		{ "v5.5.0", 20, YES },
		{ "v6", 24, NO },
		{ "v6.1.0", 20, YES },
		{ "v6.2.0", 24, NO },
		{ "0aaccfd150d50ccaeb58ebd88d36e91967a5f35b # v6.0.0", 20, YES },
		{ "main", 0, UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = steps_project(
			arena_printf(a, "      - uses: actions/setup-go@%s\n", cases[i].ref).s);
		const struct fact_setup_go *setup = FACT(p, setup_go, 0);
		cr_expect_eq(setup->node_version.value, cases[i].node, "%s", cases[i].ref);
		cr_expect_eq(setup->node_is_gone, cases[i].gone, "%s", cases[i].ref);
		cr_expect_eq(setup->node_removal.state, cases[i].gone == YES ? KNOWN : UNKNOWN);
		cr_expect_geq(setup->newest_major.value, 7);
	}
}

Test(workflow_facts, runners_are_known_by_their_exact_labels)
{
	static const struct {
		const char *runner;
		enum tri hosted;
		const char *os, *arch;
	} cases[] = {
		{ "ubuntu-24.04", YES, "linux", "amd64" },
		{ "Windows-11-ARM", YES, "windows", "arm64" },
		{ "ubuntu-24.04-mine", UNSURE, "?", "?" },
		{ "macos-", UNSURE, "?", "?" },
		{ "self-hosted", NO, "?", "?" },
		{ "'${{ vars.RUNNER }}'", UNSURE, "?", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\njobs:\n  b:\n    runs-on: %s\n    steps: []\n", cases[i].runner)
								   .s);
		cr_expect_eq(
			FACT(p, job, 0)->is_github_hosted, cases[i].hosted, "%s", cases[i].runner);
		EXPECT_TEXT(shown(FACT(p, job, 0)->os), cases[i].os);
		EXPECT_TEXT(shown(FACT(p, job, 0)->arch), cases[i].arch);
	}
}

Test(workflow_facts, the_image_store_of_a_runner)
{
	static const struct {
		const char *runner;
		enum tri store;
	} cases[] = {
		{ "ubuntu-24.04", NO },
		{ "ubuntu-latest", NO },
		{ "ubuntu-26.04", YES },
		{ "ubuntu-26.04-arm", YES },
		{ "ubuntu-24.04-mine", UNSURE },
		{ "self-hosted", UNSURE },
		{ "'${{ vars.RUNNER }}'", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = workflow_project(arena_printf(a,
			"on: push\njobs:\n  b:\n    runs-on: %s\n    steps: []\n", cases[i].runner)
								   .s);
		cr_expect_eq(FACT(p, job, 0)->has_containerd_store, cases[i].store, "%s",
			cases[i].runner);
	}
}

Test(workflow_facts, what_setup_go_reads)
{
	static const struct {
		const char *ref, *with, *problem;
		enum tri caches, missing, dot_zero;
	} cases[] = {
		{ "v6", "go-version-file: go.mod", "-", YES, NO, NO },
		{ "v6", "go-version-file: zero/go.mod", "-", YES, NO, YES },
		{ "v6", "go-version-file: none/go.mod", "missing", YES, NO, NO },
		{ "v6", "go-version-file: bad", "not a version", YES, NO, NO },
		{ "v6", "go-version-file: good", "-", YES, NO, NO },
		{ "v2", "go-version-file: go.mod", "unknown input", NO, NO, NO },
		{ "v6", "go-version: '1.26', go-version-file: go.mod", "overridden", YES, NO, NO },
		{ "v3", "go-version: '1.26'", "-", NO, NO, NO },
		{ "v3", "go-version: '1.26', cache: true", "-", YES, YES, NO },
		{ "v3.1.0", "go-version: '1.26', cache: true", "-", NO, NO, NO },
		{ "v3.2", "go-version: '1.26', cache: true", "-", YES, YES, NO },
		{ "v6.2.0", "go-version: '1.26'", "-", YES, YES, NO },
		{ "v6.3.0", "go-version: '1.26'", "-", YES, NO, NO },
		{ "0123456789012345678901234567890123456789 # v6", "go-version: '1.26'", "-", YES,
			NO, NO },
		{ "v3.0.0", "go-version-file: go.mod", "unknown input", NO, NO, NO },
		{ "v3.1.0", "go-version-file: go.mod", "-", NO, NO, NO },
		{ "v6.0.0", "go-version-file: .tool-versions", "not a version", YES, YES, NO },
		{ "0123456789012345678901234567890123456789 # v6.1.0",
			"go-version-file: .tool-versions", "-", YES, YES, NO },
		{ "v6", "go-version-file: tool/go.mod", "-", YES, NO, NO },
		{ "v5", "go-version-file: tool/go.mod", "-", YES, YES, NO },
		{ "main", "go-version-file: tool/go.mod", "-", UNSURE, NO, UNSURE },
		{ "v6", "go-version-file: go.work", "-", YES, NO, NO },
		{ "v5", "go-version-file: go.work", "-", YES, YES, NO },
		{ "v6", "go-version: '1.26', cache: false", "-", NO, NO, NO },
		{ "v6", "go-version: '1.26', cache: '${{ x }}'", "-", UNSURE, NO, NO },
		{ "v6", "cache-dependency-path: none/go.sum", "-", YES, YES, NO },
		{ "v6", "cache-dependency-path: zero/*.sum", "-", YES, UNSURE, NO },
		{ "0123456789012345678901234567890123456789", "go-version: '1.26'", "-", UNSURE, NO,
			NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ WORKFLOW, FILE_WORKFLOW,
				arena_printf(a,
					"on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n"
					"      - uses: actions/checkout@v5\n"
					"      - uses: actions/setup-go@%s\n        with: {%s}\n",
					cases[i].ref, cases[i].with)
					.s },
			{ "bad", FILE_NONE, "go1.26\n" },
			{ "go.mod", FILE_GOMOD, "module m\n\ngo 1.26.1\n" },
			{ "good", FILE_NONE, "1.26\n" },
			{ "zero/go.mod", FILE_GOMOD, "module z\n\ngo 1.25.0\n" },
			{ "tool/go.mod", FILE_GOMOD,
				"module t\n\ngo 1.25.0\n\ntoolchain go1.25.4\n" },
			{ "go.work", FILE_GOWORK, "go 1.25.0\n\ntoolchain go1.26.1\n" },
			{ ".tool-versions", FILE_NONE, "golang 1.26.1\nnodejs 24\n" },
			{ NULL, FILE_NONE, NULL },
		};
		const struct fact_setup_go *setup = FACT(project_of(a, files), setup_go, 0);
		EXPECT_TEXT(shown(setup->version_file_problem), cases[i].problem);
		cr_expect_eq(setup->caches, cases[i].caches, "%s", cases[i].with);
		cr_expect_eq(setup->cache_file_missing, cases[i].missing, "%s", cases[i].with);
		cr_expect_eq(setup->installs_dot_zero, cases[i].dot_zero, "%s", cases[i].with);
	}
}

Test(workflow_facts, releases_of_goreleaser)
{
	static const struct {
		const char *args;
		size_t n;
		enum tri changelog, publishes;
	} cases[] = {
		{ "release --clean", 1, YES, YES },
		{ "release --snapshot", 0, NO, NO },
		{ "check", 0, NO, NO },
		{ "release --skip=sign,publish", 1, NO, NO },
		{ "release --release-notes=x", 1, NO, YES },
		{ "release --config none.yml", 1, UNSURE, UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = steps_project(arena_printf(a,
			"      - uses: goreleaser/goreleaser-action@v6\n"
			"        with: {args: \"%s\"}\n      - run: goreleaser %s\n",
			cases[i].args, cases[i].args)
								.s);
		cr_expect_eq(FACTS(p, goreleaser_release)->n, 2 * cases[i].n, "%s", cases[i].args);
		fact_for(goreleaser_release, release, FACTS(p, goreleaser_release)) {
			cr_expect_eq(release->makes_changelog, cases[i].changelog);
			cr_expect_eq(release->publishes, cases[i].publishes, "%s", cases[i].args);
		}
	}
}
