/* SPDX-License-Identifier: Apache-2.0 */
/* Commands in recipes and scripts that steps, stages and other recipes run. */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(calls, .init = set_up, .fini = tear_down);

/* A workflow with one job on a runner of GitHub's own, whose steps are these. */
#define WORKFLOW(steps)                                        \
	"on: push\njobs:\n  ci:\n    runs-on: ubuntu-latest\n" \
	"    env: {A: job}\n    steps:\n"                      \
	"      - uses: actions/checkout@v4\n" steps

static struct project *
step_project(const char *steps, const char *makefile)
{
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, steps },
		{ "Makefile", FILE_MAKEFILE, makefile }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static struct project *
stage_project(const char *dockerfile, const char *makefile, const char *ignore)
{
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, dockerfile },
		{ "Makefile", FILE_MAKEFILE, makefile }, { "go.mod", FILE_GOMOD, "module m\n" },
		{ ignore ? ".dockerignore" : NULL, FILE_NONE, ignore ? ignore : "" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* Each command that a job or stage runs through others: callers > its arguments; one a line. */
static struct str
called(const struct project *p)
{
	struct buf out = buf_new(a);
	fact_for(command, c, FACTS(p, command)) {
		if (c->via.n == 0)
			continue;
		for (size_t i = 0; i < c->via.n; i++)
			buf_printf(&out, "%" PRIstr " > ", STR_ARG(c->via.items[i].text));
		buf_printf(&out, "%" PRIstr "%s\n", STR_ARG(shown_list(a, &c->args)),
			c->is_conditional == NO ? "" : " ?");
	}
	return buf_str(&out);
}

/* What the commands that are reached through others print. */
static struct str
printed(const struct project *p)
{
	struct strs all = { 0 };
	fact_for(command, c, FACTS(p, command))
		if (c->via.n)
			vec_push(a, &all, shown_list(a, &c->args));
	return strs_join(a, &all, STR(","));
}

Test(calls, a_step_runs_the_targets_of_a_makefile)
{
	struct project *p = step_project(WORKFLOW("      - name: image\n        run: make all\n"),
		".PHONY: all build deps\nall: build deps\n\techo all\nbuild: deps\n\techo build\n"
		"deps:\n\techo deps\nother:\n\techo other\n");
	EXPECT_TEXT(called(p),
		".github/workflows/ci.yml:9 step “image” > Makefile:2 target all > deps\n"
		".github/workflows/ci.yml:9 step “image” > Makefile:2 target all > build\n"
		".github/workflows/ci.yml:9 step “image” > all\n");
	const struct fact_job *job = FACT(p, job, 0);
	const struct fact_command *c = *(struct fact_command **)&job->commands.items[1];
	cr_expect_eq(c->job, job);
	cr_expect_not_null(c->step);
	EXPECT_TEXT(c->target->name.text, "deps");
	EXPECT_TEXT(shown_place(c->place), "echo deps");
	EXPECT_TEXT(shown_place(c->call_place), "make all");
	cr_expect_eq(c->target, FACT(p, target, 3), "not the target of the list");
}

Test(calls, facts_of_the_makefile_itself_are_not_doubled)
{
	const char *text = ".PHONY: x\nA = 1\nx: B = 2\nx:\n\techo $(git log) $dir\n\tcd y\n"
			   "\tpwd\n";
	struct project *alone = step_project("on: push\n", text);
	struct project *p =
		step_project(WORKFLOW("      - run: make\n      - run: make x\n"), text);
	cr_expect_eq(FACTS(p, target)->n, FACTS(alone, target)->n);
	cr_expect_eq(FACTS(p, lost_reference)->n, FACTS(alone, lost_reference)->n);
	cr_expect_eq(FACTS(p, lost_state)->n, FACTS(alone, lost_state)->n);
	cr_expect_eq(FACTS(p, makefile)->n, 1);
	cr_expect_eq(FACT(p, makefile, 0)->variables.n, FACT(alone, makefile, 0)->variables.n);
}

Test(calls, values_follow_the_precedence_of_make)
{
	static const struct {
		const char *run, *makefile, *printed;
	} cases[] = {
		{ "make", "x:\n\techo $(A)\n", "job" },
		{ "make", "x:\n\techo $$A\n", "job" },
		{ "make", "A ?= file\nx:\n\techo $(A)\n", "job" },
		{ "make", "A = file\nx:\n\techo $(A) $$A\n", "file file" },
		{ "make", "A += more\nx:\n\techo $(A)\n", "job more" },
		{ "make", "unexport A\nx:\n\techo \"$$A\"\n", "?" },
		{ "make A=line", "A = file\nx:\n\techo $(A) $$A\n", "line line" },
		{ "make A=line", "override A = file\nx:\n\techo $(A)\n", "file" },
		{ "make B=1", "ifdef B\nx:\n\techo one\nelse\nx:\n\techo two\nendif\n", "one" },
		{ "make", "ifdef B\nx:\n\techo one\nelse\nx:\n\techo two\nendif\n", "two" },
		{ "make", "B ?= file\nx:\n\techo $(B) \"$$B\"\n", "file ?" },
		{ "make", "export B = file\nx:\n\techo $$B\n", "file" },
		{ "make", "x:\n\techo [$(B)]\n", "[]" },
		{ "make", "x: A = own\nx:\n\techo $(A) $$A\n", "own own" },
		{ "make A=line", "x: A = own\nx:\n\techo $(A)\n", "line" },
		{ "A=prefix make", "x:\n\techo $(A)\n", "prefix" },
		{ "make A='$(B)'", "x:\n\techo \"$(A)\"\n", "?" },
		{ "make A=\"$(date)\"", "x:\n\techo \"$(A)\"\n", "?" },
		{ "make x", "$(eval A = other)\nx:\n\techo \"$(A) $$A\"\n", "?" },
		{ "make", "A = $(shell date)\nx:\n\techo \"$$A\"\n", "?" },
		{ "make", "x:\n\techo $(CI) $(HOME) \"$(CURDIR)\" $(CC)\n", "? ? ? ? …" },
		{ "make -e", "A = file\nx:\n\techo $(A)\n", "job" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf steps = buf_new(a);
		buf_printf(&steps, WORKFLOW("      - run: %s\n"), cases[i].run);
		struct project *p =
			step_project(arena_str(a, buf_str(&steps)).s, cases[i].makefile);
		struct str is = printed(p);
		cr_expect(str_eq(is, str_from(cases[i].printed)), "%s, %s: %" PRIstr, cases[i].run,
			cases[i].makefile, STR_ARG(is));
	}
}

Test(calls, options_and_goals_of_make_are_read)
{
	static const struct {
		const char *run, *printed;
	} cases[] = {
		{ "make", "x" },
		{ "make y", "y" },
		{ "make y x y", "y,x" },
		{ "make -j4 y", "y" },
		{ "make -j 4 y", "y" },
		{ "make -j y", "y" },
		{ "make -sk --no-print-directory y", "y" },
		{ "make -f Makefile y", "y" },
		{ "make --file=Makefile y", "y" },
		{ "make -C . y", "y" },
		{ "cd sub && make -C .. y", "y" },
		{ "sudo make y", "y" },
		{ "make -n y", "" },
		{ "make --version", "" },
		{ "make -C sub y", "" },
		{ "make -f other.mk y", "" },
		{ "make $(date)", "" },
		{ "make z", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf steps = buf_new(a);
		buf_printf(&steps, WORKFLOW("      - run: %s\n"), cases[i].run);
		struct str is = printed(step_project(arena_str(a, buf_str(&steps)).s,
			".PHONY: x y\nx:\n\techo x\ny:\n\techo y\n"));
		cr_expect(str_eq(is, str_from(cases[i].printed)), "%s: %" PRIstr, cases[i].run,
			STR_ARG(is));
	}
}

Test(calls, recipes_call_make_again)
{
	struct project *p =
		step_project("on: push\n", ".PHONY: a b\na:\n\t$(MAKE) b X=1\nb:\n\techo $(X)\n");
	EXPECT_TEXT(called(p), "Makefile:2 target a > 1\n");
	EXPECT_TEXT(shown_place(FACT(p, command, 1)->call_place), "$(MAKE) b X=1");
}

Test(calls, files_that_may_be_there_already_are_made_perhaps)
{
	struct project *p = step_project(WORKFLOW("      - run: make a\n"),
		".PHONY: a\na: b c\nb:\n\techo b > b\nc:\n\techo c\n");
	EXPECT_TEXT(called(p),
		".github/workflows/ci.yml:8 step “make a” > Makefile:2 target a > b ?\n"
		".github/workflows/ci.yml:8 step “make a” > Makefile:2 target a > c\n");
}

Test(calls, a_stage_runs_the_makefile_that_was_copied)
{
	static const struct {
		const char *copy, *ignore, *printed;
	} cases[] = {
		{ "COPY . .", NULL, "x" },
		{ "COPY Makefile go.mod ./", NULL, "x" },
		{ "COPY Make* go.mod ./", NULL, "x" },
		{ "COPY Makefile /src/Makefile", NULL, "x" },
		{ "COPY go.mod ./", NULL, "" },
		{ "COPY . /other/", NULL, "" },
		{ "COPY . .", "Makefile\n", "" },
		{ "COPY . .", "*\n!Makefile\n", "x" },
		{ "COPY . .", "**\n!Make*\n", "x" },
		{ "COPY . .", "# all\n/Makefile\n", "" },
		{ "COPY . .", "Makefile/sub\n", "x" },
		{ "COPY . .\nCOPY --from=x /y ./", NULL, "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf file = buf_new(a);
		buf_printf(
			&file, "FROM golang:1.26\nWORKDIR /src\n%s\nRUN make x\n", cases[i].copy);
		struct str is = printed(stage_project(arena_str(a, buf_str(&file)).s,
			".PHONY: x\nx:\n\techo x\n", cases[i].ignore));
		cr_expect(str_eq(is, str_from(cases[i].printed)), "%s, %s: %" PRIstr, cases[i].copy,
			cases[i].ignore ? cases[i].ignore : "", STR_ARG(is));
	}
}

Test(calls, commands_of_a_recipe_belong_to_the_stage)
{
	struct project *p = stage_project("FROM golang:1.26 AS build\nENV GOFLAGS=-mod=mod\n"
					  "WORKDIR /src\nCOPY . .\nRUN make x\n",
		".PHONY: x\nx:\n\tgo build ./...\n", NULL);
	const struct fact_go_command *go = FACT(p, go_command, 1);
	cr_expect_eq(go->stage, FACT(p, stage, 0));
	cr_expect_eq(go->in_image, YES);
	EXPECT_TEXT(shown(go->command->workdir), "/src");
	EXPECT_TEXT(shown(setting_value(go->go_env, STR("GOFLAGS"))), "-mod=mod");
	EXPECT_TEXT(go->command->via.items[0].text, "Dockerfile:5 stage “build”");
	EXPECT_TEXT(shown_place(go->command->run_place), "RUN");
	EXPECT_TEXT(shown_place(go->call_place), "make x");
	cr_expect_eq(FACT(p, stage, 0)->go_commands.n, 1);
}

/* Each target needs both of the next level: 2^40 ways, and calls of make that call two each. */
Test(calls, cost_is_bounded)
{
	struct buf diamond = buf_new(a), calls = buf_new(a);
	for (int i = 0; i < 40; i++)
		buf_printf(&diamond, "a%d b%d: a%d b%d\n\techo $@\n", i, i, i + 1, i + 1);
	struct project *p =
		step_project(WORKFLOW("      - run: make\n"), arena_str(a, buf_str(&diamond)).s);
	cr_expect_eq(FACT(p, job, 0)->commands.n, 1 + 79);
	for (int i = 0; i < 40; i++)
		buf_printf(&calls, ".PHONY: a%d\na%d:\n\t$(MAKE) a%d\n\t$(MAKE) a%d\n", i, i,
			(i + 1) % 40, (i + 1) % 40);
	p = step_project(WORKFLOW("      - run: make\n"), arena_str(a, buf_str(&calls)).s);
	cr_expect_lt(FACTS(p, command)->n, 20000);
}

/* --- scripts --- */

static struct project *
script_project(const char *step, const char *path, const char *script)
{
	struct buf steps = buf_new(a);
	buf_printf(&steps, WORKFLOW("      - run: %s\n"), step);
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW,
					     arena_str(a, buf_str(&steps)).s },
		{ path, FILE_NONE, script }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

Test(calls, scripts_are_followed)
{
	static const struct {
		const char *step, *path, *script, *printed;
	} cases[] = {
		{ "./ci/x.sh", "ci/x.sh", "#!/bin/sh\necho one\n", "one" },
		{ "ci/x.sh", "ci/x.sh", "echo one\n", "one" },
		{ "ci/x", "ci/x", "#!/usr/bin/env bash\necho one\n", "one" },
		{ "bash ci/x", "ci/x", "echo one\n", "one" },
		{ "bash -eu -o pipefail ci/x", "ci/x", "echo one\n", "one" },
		{ "cd ci && ./x.sh", "ci/x.sh", "echo one\n", "one" },
		{ "B=2 ./x.sh", "x.sh", "echo $B $A\n", "2 job" },
		{ "if true; then ./x.sh; fi", "x.sh", "echo one\n", "one" },
		{ "./x.py", "x.py", "#!/usr/bin/python3\necho one\n", "" },
		{ "ci/x", "ci/x", "echo one\n", "" },
		{ "x.sh", "x.sh", "echo one\n", "" },
		{ "bash -c 'x.sh'", "x.sh", "echo one\n", "" },
		{ "./vendor/x.sh", "vendor/x.sh", "echo one\n", "" },
		{ "../x.sh", "x.sh", "echo one\n", "" },
		{ "./x.sh", "x.sh", "a=(1 2)\necho \"${a[@]}\" \"$@\"\n", "? ? …" },
		{ "./x.sh", "x.sh", "f() {\n echo one\n}\necho two\n", "two" },
		{ "./x.sh", "x.sh", "case $1 in\na) echo one;;\nesac\necho two\n", "two" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str is =
			printed(script_project(cases[i].step, cases[i].path, cases[i].script));
		cr_expect(str_eq(is, str_from(cases[i].printed)), "%s, %s: %" PRIstr, cases[i].step,
			cases[i].script, STR_ARG(is));
	}
}

Test(calls, a_script_that_is_sourced_changes_the_environment)
{
	struct project *p = script_project(
		"'. ./x.sh; echo $A $B $C'", "x.sh", "export A=1\nB=2\nf() {\n C=3\n}\n");
	EXPECT_TEXT(shown_list(a, &FACT(p, command, 0)->args), "1 2 ? …");
	p = script_project("'./x.sh; echo $A'", "x.sh", "export A=1\n");
	EXPECT_TEXT(shown_list(a, &FACT(p, command, 1)->args), "job");
}

Test(calls, the_chain_names_every_script)
{
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW,
					     WORKFLOW("      - run: make x\n") },
		{ "Makefile", FILE_MAKEFILE, ".PHONY: x\nx:\n\t./one.sh\n" },
		{ "one.sh", FILE_NONE, "\n./two.sh\n" }, { "two.sh", FILE_NONE, "go test ./...\n" },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	const struct fact_job *job = FACT(p, job, 0);
	const struct fact_go_command *go = job->go_commands.items[0];
	EXPECT_TEXT(shown_list(a, &go->command->via),
		".github/workflows/ci.yml:8 step “make x” Makefile:2 target x one.sh:2");
	EXPECT_TEXT(go->place.source->path, "two.sh");
	EXPECT_TEXT(shown_place(go->call_place), "make x");
}

Test(calls, scripts_that_call_themselves_end)
{
	struct project *p = script_project("./x.sh", "x.sh", "./x.sh\n./x.sh\n./x.sh\n");
	cr_expect_lt(FACTS(p, command)->n, 20000);
	p = script_project("./x.sh", "x.sh", ". ./x.sh\n. ./x.sh\n");
	cr_expect_lt(FACTS(p, command)->n, 20000);
}

Test(calls, what_may_be_skipped_is_no_sure_part_of_the_job)
{
	struct project *p = script_project(
		"./x.sh", "x.sh", "if [ -n \"$X\" ]; then\n go build ./...\nfi\ngo test ./...\n");
	const struct fact_job *job = FACT(p, job, 0);
	cr_expect_eq(FACTS(p, go_command)->n, 2);
	cr_expect_eq(job->go_commands.n, 1);
	cr_expect(job->go_commands.open);
}

/* --- what is handed to docker build --- */

Test(calls, builders_hand_over_secrets_and_agents)
{
	static const struct {
		const char *step, *secrets, *ssh, *target;
	} cases[] = {
		{ "run: docker build --secret id=a,env=X --secret type=file,id=b --ssh default .",
			"a b", "default", "-" },
		{ "run: docker build --ssh default=$S --ssh key=/a/b --target=prod .", "",
			"default key", "prod" },
		{ "run: docker build $(args) .", "…", "…", "?" },
		{ "{uses: docker/build-push-action@v6, with: {secrets: \"a=${{ secrets.A }}\\nb=1\", "
		  "ssh: default, target: prod}}",
			"a b", "default", "prod" },
		{ "{uses: docker/build-push-action@v6, with: {secrets: \"${{ secrets.ALL }}\", "
		  "secret-files: c=./x}}",
			"c …", "", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf steps = buf_new(a);
		buf_printf(&steps, WORKFLOW("      - %s\n"), cases[i].step);
		struct project *p = step_project(arena_str(a, buf_str(&steps)).s, "x:\n");
		const struct fact_docker_build *build = FACT(p, docker_build, 0);
		EXPECT_TEXT(shown_list(a, &build->secrets), cases[i].secrets);
		EXPECT_TEXT(shown_list(a, &build->ssh), cases[i].ssh);
		EXPECT_TEXT(shown(build->target), cases[i].target);
		EXPECT_TEXT(shown(setting_value(build->env, STR("A"))), "job");
	}
}

Test(calls, a_build_in_a_recipe_names_its_callers)
{
	struct project *p = step_project(WORKFLOW("      - run: make image\n"),
		".PHONY: image\nimage:\n\tdocker build --build-arg A=$(A) .\n");
	const struct fact_docker_build *build = FACT(p, docker_build, 1);
	EXPECT_TEXT(shown_list(a, &build->via), ".github/workflows/ci.yml:8 step “make image”");
	EXPECT_TEXT(shown(setting_value(build->build_args, STR("A"))), "job");
	EXPECT_TEXT(shown(setting_value(FACT(p, docker_build, 0)->build_args, STR("A"))), "?");
}

/* A job whose matrix and steps are these, and an action of the project. */
static struct project *
action_project(const char *action, const char *matrix, const char *steps)
{
	const char *workflow = arena_printf(a,
		"on: push\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    strategy: {matrix: %s}\n"
		"    env: {A: job, M: '${{ matrix.m }}'}\n    steps:\n%s",
		matrix, steps)
				       .s;
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, workflow },
		{ "act/action.yml", FILE_ACTION, action }, { "go.mod", FILE_GOMOD, "module m\n" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

#define CHECKOUT "      - uses: actions/checkout@v4\n"
#define ACTION(inputs, steps) "inputs: " inputs "\nruns:\n  using: composite\n  steps:\n" steps

Test(calls, a_step_runs_a_composite_action_of_the_project)
{
	struct project *p = action_project(
		ACTION("{x: {default: d}, y: {required: true}, z: {}}",
			"    - run: echo ${{ inputs.x }} ${{ inputs.y }} [${{ inputs.z }}] $A\n"
			"      shell: bash\n      env: {A: '${{ inputs.y }}'}\n"
			"    - run: echo B=1 >> $GITHUB_ENV\n      shell: bash\n"),
		"{m: [1]}",
		CHECKOUT "      - name: use\n        uses: ./act\n        with: {y: given}\n"
			 "      - run: echo \"$B\" $A\n");
	EXPECT_TEXT(called(p),
		".github/workflows/ci.yml:10 step “use” > d given [] given\n"
		".github/workflows/ci.yml:10 step “use” > B=1\n");
	const struct fact_job *job = FACT(p, job, 0);
	cr_assert_eq(job->commands.n, 3);
	const struct fact_command *last = job->commands.items[2];
	EXPECT_TEXT(shown_list(a, &last->args), "1 job");
	const struct fact_command *first = job->commands.items[0];
	cr_expect_eq(first->job, job);
	EXPECT_TEXT(shown_place(first->call_place), "./act");
	cr_expect_eq(job->steps.n, 5);
}

Test(calls, an_action_is_followed_only_where_it_certainly_lies)
{
	static const char *const steps[] = { "      - uses: ./act\n",
		"      - uses: actions/checkout@v4\n        with: {path: x}\n      - uses: ./act\n",
		CHECKOUT "      - uses: ./other\n", CHECKOUT "      - uses: act@v1\n" };
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		struct project *p =
			action_project(ACTION("{}", "    - run: echo x\n      shell: bash\n"),
				"{m: [1]}", steps[i]);
		EXPECT_TEXT(called(p), "");
	}
}

Test(calls, an_action_that_uses_itself_ends)
{
	struct project *p = action_project(
		ACTION("{}", "    - uses: ./act\n    - run: echo x\n      shell: bash\n"),
		"{m: [1]}", CHECKOUT "      - uses: ./act\n");
	cr_expect_lt(FACTS(p, command)->n, 20);
}

Test(calls, the_env_of_the_step_that_uses_an_action_ends_with_it)
{
	struct project *p = action_project(ACTION("{}", "    - run: echo $A\n      shell: bash\n"),
		"{m: [1]}",
		CHECKOUT "      - uses: ./act\n        env: {A: own}\n      - run: echo $A\n");
	EXPECT_TEXT(printed(p), "own");
	const struct fact_list *all = &FACT(p, job, 0)->commands;
	cr_assert_eq(all->n, 2);
	const struct fact_command *last = all->items[1];
	EXPECT_TEXT(shown_list(a, &last->args), "job");
}

Test(calls, a_step_that_may_be_skipped_may_skip_its_action)
{
	struct project *p = action_project(ACTION("{}", "    - run: echo x\n      shell: bash\n"),
		"{m: [1]}", CHECKOUT "      - uses: ./act\n        if: false\n");
	EXPECT_TEXT(called(p), ".github/workflows/ci.yml:9 step “./act” > x ?\n");
}

Test(calls, a_job_is_read_for_each_combination_of_its_matrix)
{
	static const struct {
		const char *matrix, *printed;
	} cases[] = {
		{ "{m: [1, 2]}", "1 [],2 []" },
		{ "{m: [1]}", "" },
		{ "{m: [1, 2], n: [a, b]}", "1 [a],1 [b],2 [a],2 [b]" },
		{ "{m: [1, 2], n: [a, b], exclude: [{m: 1, n: a}]}", "1 [b],2 [a],2 [b]" },
		{ "{m: [1, 2], exclude: [{m: '1'}]}", "" },
		{ "{m: [1, 2], include: [{m: 2, n: a}]}", "1 [],2 [a]" },
		{ "{m: [1, 2], include: [{n: a}]}", "1 [a],2 [a]" },
		{ "{m: [1, 2], include: [{n: a}, {m: 2, n: b}]}", "1 [a],2 [b]" },
		{ "{m: [1, 2], include: [{m: 3}, {m: 3, n: a}]}", "1 [],2 [],3 [],3 [a]" },
		{ "{include: [{m: 1, n: a}, {m: 2}]}", "1 [a],2 []" },
		{ "{m: [1, 2], n: '${{ fromJSON(x) }}'}", "" },
		{ "{m: [1, '${{ x }}']}", "" },
		{ "{m: [1, 2], include: '${{ fromJSON(x) }}'}", "" },
		{ "{m: [1, 2], n: []}", "" },
		{ "{m: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}", "" },
		{ "{m: [1.20, 2], n: [a]}", "1.2 [a],2 [a]" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p = action_project(ACTION("{}", "    []\n"), cases[i].matrix,
			"      - run: echo $M [${{ matrix.n }}]\n");
		struct str is = printed(p), wanted = str_from(cases[i].printed);
		cr_expect(str_eq(is, wanted), "%s: %" PRIstr, cases[i].matrix, STR_ARG(is));
	}
}

Test(calls, combinations_are_readings_of_one_job)
{
	struct project *p = action_project(ACTION("{}", "    []\n"), "{m: [1, 2], os: [x]}",
		"      - uses: actions/setup-go@v6\n        with: {go-version: '1.2${{ matrix.m }}'}\n"
		"      - uses: actions/setup-go@v6\n        with: {go-version: '${{ matrix.m }}'}\n"
		"      - run: go build ${{ matrix.m }}\n");
	EXPECT_TEXT(called(p),
		".github/workflows/ci.yml:3 job “ci” with m: 1, os: x > build 1\n"
		".github/workflows/ci.yml:3 job “ci” with m: 2, os: x > build 2\n");
	cr_expect_eq(FACTS(p, job)->n, 4, "one of them is the action's own");
	cr_expect_eq(FACTS(p, matrix_axis)->n, 2);
	cr_expect_eq(FACTS(p, go_pin)->n, 0);
	cr_expect_null(FACT(p, job, 0)->listed);
	cr_expect_eq(FACT(p, job, 1)->listed, FACT(p, job, 0));
	cr_expect_eq(FACT(p, workflow, 0)->jobs.n, 1);
	fact_for(setup_go, setup, FACTS(p, setup_go)) {
		cr_expect_eq(setup->version.state, UNKNOWN);
		cr_expect_eq(setup->highest_version.state, ABSENT);
	}
}

Test(calls, what_the_shell_might_read_differently_stays_unknown_in_scripts)
{
	struct project *p = action_project(ACTION("{}", "    []\n"),
		"{m: [1, 2], n: ['a b'], o: ['$x'], f: [1.20]}",
		"      - run: echo \"${{ matrix.n }}\" \"${{ matrix.o }}\" \"${{ matrix.f }}\"\n");
	EXPECT_TEXT(printed(p), "? ? 1.2,? ? 1.2");
}

Test(calls, inputs_lead_to_the_version_that_the_caller_gives)
{
	struct project *p = action_project(
		ACTION("{v: {default: '1.19'}, f: {}}",
			"    - uses: actions/setup-go@v6\n"
			"      with: {go-version: '${{ inputs.v }}', go-version-file: '${{ inputs.f }}'}\n"),
		"{m: [1]}", CHECKOUT "      - uses: ./act\n        with: {v: 1.20.3}\n");
	const struct fact_setup_go *setup = NULL;
	fact_for(setup_go, s, FACTS(p, setup_go))
		if (s->via.n)
			setup = s;
	cr_assert_not_null(setup);
	EXPECT_TEXT(shown(setup->version), "1.20.3");
	EXPECT_TEXT(shown(setup->version_file), "-");
	EXPECT_TEXT(shown_place(setup->version_place), "1.20.3");
	EXPECT_TEXT(setup->version_place.source->path, ".github/workflows/ci.yml");
}

/* What is printed by the combination of a matrix, or the other readings without it. */
static struct str
printed_with(struct project *p, const char *combination)
{
	struct strs all = { 0 };
	fact_for(command, c, FACTS(p, command))
		if (c->via.n && str_contains(c->via.items[0].text, str_from(combination)))
			vec_push(a, &all, shown_list(a, &c->args));
	return strs_join(a, &all, STR(","));
}

Test(calls, steps_for_another_combination_are_not_read)
{
	struct project *p = action_project(
		ACTION("{x: {default: d}}",
			"    - run: echo act\n      shell: bash\n"
			"    - run: echo d\n      shell: bash\n      if: inputs.x == 'd'\n"
			"    - run: echo e\n      shell: bash\n      if: inputs.x == 'e'\n"),
		"{m: [1, 2]}",
		CHECKOUT "      - run: echo $M\n        if: github.event_name == 'push'\n"
			 "      - run: echo one\n        if: matrix.m == 1\n"
			 "      - run: echo no; (\n        if: matrix.m == steps.a.outputs.b\n"
			 "      - uses: ./act\n        if: runner.os == 'Linux'\n"
			 "      - run: echo $M \"$B\"\n");
	EXPECT_TEXT(printed_with(p, " with m: 1"), "1,one,act,d,1 ?");
	EXPECT_TEXT(printed_with(p, " with m: 2"), "2,act,d,2 ?");
}

Test(calls, conditions_are_worked_out)
{
	static const struct {
		const char *condition;
		enum tri runs; /* for os: ubuntu-24.04, n: 3, b: true */
	} cases[] = {
		{ "matrix.os == 'ubuntu-24.04'", YES },
		{ "matrix.os == 'Ubuntu-24.04'", YES },
		{ "matrix.os == 'windows-2025'", NO },
		{ "matrix.os != 'windows-2025'", YES },
		{ "${{ matrix.os == 'ubuntu-24.04' }}", YES },
		{ "startsWith(matrix.os, 'Ubuntu')", YES },
		{ "endsWith(matrix.os, '-arm')", NO },
		{ "contains(matrix.os, '24')", YES },
		{ "contains(fromJSON('[1]'), 1)", UNSURE },
		{ "contains(env.LONG, 'y')", UNSURE },
		{ "runner.os == 'Linux' && runner.arch == 'X64'", YES },
		{ "runner.os == 'macOS' || runner.os == 'Windows'", NO },
		{ "matrix.b", YES },
		{ "(!matrix.b)", NO },
		{ "(!matrix.b == false)", UNSURE },
		{ "matrix.none", NO },
		{ "matrix.none == ''", YES },
		{ "matrix.none == true", NO },
		{ "matrix.n == 3 && matrix.n != 4", YES },
		{ "matrix.n == '3'", UNSURE },
		{ "matrix.b && github.ref == 'x'", UNSURE },
		{ "!(matrix.b) && github.ref == 'x'", NO },
		{ "matrix.b || github.ref == 'x'", YES },
		{ "env.A == 'a' && env.B == ''", YES },
		{ "env.OWN == 'own'", YES },
		{ "env.SAME == 'ubuntu-24.04'", YES },
		{ "env.LATER == 'x'", UNSURE },
		{ "false", NO },
		{ "'it''s' == matrix.os", UNSURE },
		{ "matrix.os == 'ubuntu-24.04' )", UNSURE },
		{ "matrix.os == ${{ matrix.os }}", UNSURE },
		{ "success() && matrix.b", YES },
		{ "failure() || matrix.b", YES },
		{ "matrix.n > 2", UNSURE },
		{ "((((((((((((((((((((((((((matrix.b))))))))))))))))))))))))))", UNSURE },
		{ "f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(1))))))))))))))))))))))))",
			UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW,
				arena_printf(a,
					"on: push\nenv: {A: a, LONG: '%01001d'}\n"
					"jobs:\n  ci:\n"
					"    runs-on: ${{ matrix.os }}\n"
					"    strategy: {matrix: {os: [ubuntu-24.04, macos-15],"
					" n: [3], b: [true]}}\n    steps:\n"
					"      - run: echo x\n        if: \"%s\"\n"
					"        env: {OWN: own, SAME: '${{ matrix.os }}',"
					" LATER: '${{ github.ref }}'}\n",
					0, cases[i].condition)
					.s },
			{ NULL, FILE_NONE, NULL }
		};
		const struct project *p = project_of(a, files);
		enum tri runs = NO;
		fact_for(step, step, FACTS(p, step))
			if (step->via.n && str_contains(step->via.items[0].text, STR("os: ubuntu")))
				runs = step->is_conditional == NO ? YES : UNSURE;
		cr_expect_eq(runs, cases[i].runs, "%s", cases[i].condition);
	}
}

/* How sure it is that the first step runs, where the job is read for all combinations. */
static enum tri
first_step_of(const char *job)
{
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW,
					     arena_printf(a, "on: push\njobs:\n  ci:\n%s", job).s },
		{ NULL, FILE_NONE, NULL } };
	const struct project *p = project_of(a, files);
	return FACT(p, step, 0)->is_conditional;
}

Test(calls, a_condition_that_only_some_combinations_meet_is_not_certain)
{
	cr_expect_eq(first_step_of("    runs-on: ubuntu-24.04\n    strategy: {matrix: {os: [a, b],"
				   " include: [{os: a, c: x}]}}\n    steps:\n"
				   "      - {if: matrix.c == 'x', run: echo x}\n"),
		YES);
	cr_expect_eq(first_step_of("    runs-on: ubuntu-24.04\n    steps:\n"
				   "      - {if: true, run: echo x}\n"),
		NO);
}

Test(calls, the_image_of_a_container_sets_nothing_that_conditions_see)
{
	cr_expect_eq(first_step_of("    runs-on: ubuntu-24.04\n    container: golang:1.26\n"
				   "    steps:\n      - {if: env.GOPATH == '/go', run: echo x}\n"),
		YES);
}

Test(calls, a_pattern_rule_is_followed_where_make_certainly_takes_it)
{
	static const struct {
		const char *run, *makefile, *printed;
	} cases[] = {
		{ "make b-x", "b-%:\n\techo $* $@\n", "x b-x" },
		{ "make b-x", "b-%: dep\n\techo $<\ndep:\n\techo $@\n", "dep,dep" },
		{ "make d/b-x", "b-%:\n\techo $* $(@D) $(@F)\n", "d/x d b-x" },
		{ "make b-x", "%-x:\n\techo a\nb-%:\n\techo b\n", "a" },
		{ "make b-", "b-%:\n\techo $*\n", "" },
		{ "make b-x", "b-x:\n\techo own\nb-%:\n\techo pattern\n", "own" },
		{ "make b-x", "B = $*\nb-%: B += more\nb-%:\n\techo '$B'\n", "?" },
		{ "make b-x", ".PHONY: b-x\nb-%:\n\techo $*\n", "" },
		/* A prerequisite that may not be there, or come from elsewhere. */
		{ "make b-x", "b-%: what-%\n\techo $*\n", "" },
		{ "make b-x", "b-%: $(shell date)\n\techo $*\n", "" },
		{ "make b-x", "b-%: c-%\n\techo $*\nc-%: d-%\n\techo $*\nd-%: e-%\n\techo $*\n",
			"" },
		/* Another rule, of make or of the makefile's own, may come first. */
		{ "make x.o", "%:\n\techo $*\n", "" },
		{ "make x.o", "%.o: Makefile\n\techo $*\n", "x" },
		{ "make b\\\\-x", "b\\%:\n\techo $*\n", "" },
		/* Static patterns */
		{ "make a-x", "a-x b-x: a-%: dep\n\techo $* $<\ndep:\n", "x dep" },
		{ "make b-x", "a-x b-x: a-%: dep\n\techo $*\ndep:\n", "? …" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf steps = buf_new(a);
		buf_printf(&steps, WORKFLOW("      - run: %s\n"), cases[i].run);
		struct project *p =
			step_project(arena_str(a, buf_str(&steps)).s, cases[i].makefile);
		struct str is = printed(p);
		cr_expect(str_eq(is, str_from(cases[i].printed)), "%s: %s\nprints %" PRIstr,
			cases[i].run, cases[i].makefile, STR_ARG(is));
	}
}

/* The working directories of the commands true. */
static struct str
directories(const struct project *p)
{
	struct strs all = { 0 };
	fact_for(command, c, FACTS(p, command))
		if (str_eq(c->program.text, STR("true")))
			vec_push(a, &all,
				c->workdir.state == KNOWN && !c->workdir.text.n
					? STR(".")
					: shown(c->workdir));
	return strs_join(a, &all, STR(","));
}

Test(calls, folders_that_scripts_name_are_known)
{
	static const struct {
		const char *script, *directories;
	} cases[] = {
		{ "cd \"$(dirname \"$0\")\"; true", "d" },
		{ "cd \"$(dirname -- \"$0\")/..\"; true", "." },
		{ "cd $(dirname $(dirname $0)); true", "." },
		{ "cd ${0%/*}; true", "d" },
		{ "D=$(pwd); cd x; cd $D/y; true", "y" },
		{ "D=$(cd x; pwd); cd $D; true", "x" },
		{ "cd -- x; true; cd; true; cd x; true", "x,?,?" },
		{ "cd \"$(dirname \"$1\")\"; true", "?" },
		{ "D=$(pwd); D=$X; cd $D; true", "?" },
		{ "D=$(pwd); read D; cd $D; true", "?" },
		{ "D=$(pwd); f() { D=$(pwd)/x; }; f; cd $D; true", "?" },
		{ "D=$(pwd); unset D; cd \"$D/x\"; true", "?" },
		{ "cd \"$(pwd)x\"; true", "?" },
		{ "cd \"$(dirname \"$(pwd)\")\"; true", "?" },
		{ "cd $(git rev-parse --show-toplevel); true", "." },
		{ "cd \"$(git rev-parse --show-prefix)\"; true", "?" },
		{ "sh -c 'cd \"$(dirname \"$0\")\"; true'", "?" },
		{ "PWD=/x; cd $PWD; true", "/x" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = script_project("bash d/x.sh", "d/x.sh", cases[i].script);
		struct str is = directories(p);
		cr_expect(str_eq(is, str_from(cases[i].directories)), "%s: %" PRIstr,
			cases[i].script, STR_ARG(is));
	}
}

Test(calls, an_image_knows_what_pwd_prints)
{
	static const struct {
		const char *workdir, *command, *directories;
	} cases[] = {
		{ "/src", "cd x && cd $PWD/y && true", "/src/x/y" },
		{ "/src", "O=$(pwd)/out; cd /; cd $O; true", "/src/out" },
		{ "/src", "cd $(dirname $(pwd)) && true", "/" },
		{ "/var/run/x", "cd $(dirname $(pwd)) && true", "/var/run" },
		{ "/src", "cd $(git rev-parse --show-toplevel) && true", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM golang:1.27\nWORKDIR %s\nRUN %s\n",
			cases[i].workdir, cases[i].command);
		struct str is = directories(stage_project(text.s, "", NULL));
		cr_expect(str_eq(is, str_from(cases[i].directories)), "%s: %" PRIstr,
			cases[i].command, STR_ARG(is));
	}
}

Test(calls, go_build_names_what_it_writes)
{
	static const struct {
		const char *run, *outputs;
	} cases[] = {
		{ "go build", "/src/tool" },
		{ "go build .", "/src/tool" },
		{ "go build ./cmd/app", "/src/app" },
		{ "go build ./cmd/app/", "/src/app" },
		{ "go build ./cmd/v2", "" },
		{ "go build main.go other.go", "" },
		{ "go build cmd/app/main.go", "/src/main" },
		{ "go build example.com/tool/v2/cmd/app", "/src/app" },
		{ "go build ./...", "" },
		{ "go build ./cmd/app ./cmd/b", "" },
		{ "go build ./nested", "" },
		{ "go build -o /out/x ./cmd/app", "/out/x" },
		{ "go build -buildmode=c-shared ./cmd/app", "" },
		{ "GOOS=windows go build ./cmd/app", "/src/app.exe" },
		{ "GOOS=$X go build ./cmd/app", "" },
		{ "cd cmd/app && go build", "/src/cmd/app/app" },
		{ "cd /elsewhere && go build", "" },
		{ "go install ./cmd/app ./cmd/b", "/go/bin/app /go/bin/b" },
		{ "go install example.com/a/cmd/b@latest", "/go/bin/b" },
		{ "go install example.com/b/v3@v3.0.1", "/go/bin/b" },
		{ "GOBIN=/x go install example.com/b@latest", "/x/b" },
		{ "GOARCH=arm64 go install example.com/b@latest", "" },
		{ "go vet ./cmd/app", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.27\nARG X\nWORKDIR /src\nCOPY . .\nRUN %s\n", cases[i].run);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
			{ "go.mod", FILE_GOMOD, "module example.com/tool/v2\n" },
			{ "cmd/app/main.go", FILE_NONE, "package main\n" },
			{ "cmd/b/main.go", FILE_NONE, "package main\n" },
			{ "cmd/v2/main.go", FILE_NONE, "package main\n" },
			{ "nested/go.mod", FILE_GOMOD, "module example.com/other\n" },
			{ "nested/main.go", FILE_NONE, "package main\n" },
			{ NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		struct strs names = { 0 };
		const struct map *outputs = &FACT(p, stage, 0)->outputs;
		for (size_t j = 0; j < outputs->entries.n; j++)
			vec_push(a, &names, outputs->entries.items[j].key);
		struct str is = strs_join(a, &names, STR(" "));
		cr_expect(str_eq(is, str_from(cases[i].outputs)), "%s: %" PRIstr, cases[i].run,
			STR_ARG(is));
	}
}
