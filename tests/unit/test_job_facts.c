/* SPDX-License-Identifier: Apache-2.0 */
/* Outputs of steps, and containers beside a job. */
#include "base/buf.h"
#include "facts_project.h"

#include "support.h"

TestSuite(job_facts, .init = set_up, .fini = tear_down);

static struct project *
job_project(const char *job)
{
	struct str text =
		arena_printf(a, "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n%s", job);
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, text.s },
		{ "action/action.yml", FILE_ACTION,
			"runs:\n  using: composite\n  steps:\n"
			"    - {id: v, shell: bash, run: 'echo go=inner >> $GITHUB_OUTPUT'}\n"
			"    - {shell: bash, run: 'go build -o ${{ steps.v.outputs.go }}'}\n" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static const struct fact_command *
go_build(const struct project *p)
{
	const struct fact_command *last = NULL;
	fact_for(command, c, FACTS(p, command))
		if (str_eq(c->program.text, STR("go"))
			&& str_starts(c->place.source->path, STR(".github")))
			last = c;
	cr_assert_not_null(last);
	return last;
}

Test(job_facts, an_output_of_a_step_is_known_where_it_is_written_out)
{
	static const struct {
		const char *first, *value;
		enum tri is_missing;
	} cases[] = {
		{ "{id: v, run: 'echo go=1.26 >> $GITHUB_OUTPUT'}", "1.26", NO },
		{ "{id: v, run: 'echo \"go=1.26 x\" >> \"$GITHUB_OUTPUT\"'}", "1.26 x", NO },
		{ "{id: V, run: 'echo go=1 >> $GITHUB_OUTPUT; echo go=2 >> $GITHUB_OUTPUT'}", "2",
			NO },
		{ "{id: v, run: 'echo go=$(date) >> $GITHUB_OUTPUT'}", "?", NO },
		{ "{id: v, run: 'echo other=1 >> $GITHUB_OUTPUT'}", "?", YES },
		{ "{id: v, run: 'echo go=1 >> $GITHUB_OUTPUT; ./x'}", "1", NO },
		{ "{id: v, run: './x'}", "?", UNSURE },
		{ "{id: v, run: './x >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, run: 'echo x | tee -a $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, run: 'echo \"::set-output name=go::1\"'}", "?", UNSURE },
		{ "{id: v, run: 'echo \"go<<E\" >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, run: '{ echo go=1; } >> $GITHUB_OUTPUT'}", "1", NO },
		{ "{id: v, run: 'x=1; [ $x ] && echo go=1 >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, if: always(), run: 'echo go=1 >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, continue-on-error: true, run: 'echo go=1 >> $GITHUB_OUTPUT'}", "?", NO },
		{ "{id: v, shell: pwsh, run: 'echo go=1 >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, run: 'o=$GITHUB_OUTPUT; echo go=1 >> $o; echo x=1 >> $GITHUB_OUTPUT'}",
			"?", UNSURE },
		{ "{id: v, run: 'exec 3>>$GITHUB_OUTPUT; echo go=1 >&3; echo x=1 >> "
		  "$GITHUB_OUTPUT'}",
			"?", UNSURE },
		{ "{id: v, run: 'echo x=1 >> ${GITHUB_OUTPUT}; cp f $GITHUB_OUTPUT'}", "?",
			UNSURE },
		{ "{id: v, run: 'echo x=1 >>\"${GITHUB_OUTPUT}\"'}", "?", YES },
		{ "{id: v, run: '. ./x.sh; echo x=1 >> $GITHUB_OUTPUT'}", "?", UNSURE },
		{ "{id: v, run: 'echo go=1 >> ${{ github.output }}'}", "?", UNSURE },
		{ "{id: v, run: '{ echo \"a<<E\"; echo go=1; echo E; } >> $GITHUB_OUTPUT'}", "?",
			UNSURE },
		{ "{id: v, uses: actions/cache@v4}", "?", UNSURE },
		{ "{id: w, run: 'echo go=1 >> $GITHUB_OUTPUT'}", "?", YES },
		{ "{id: v, uses: ./action}", "?", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str job = arena_printf(a,
			"    steps:\n      - uses: actions/checkout@v4\n      - %s\n"
			"      - run: go build\n        env: {V: '${{ steps.v.outputs.go }}'}\n",
			cases[i].first);
		struct project *p = job_project(job.s);
		struct str value = shown(setting_value(go_build(p)->env, STR("V")));
		const struct fact_output_use *use = NULL;
		fact_for(output_use, candidate, FACTS(p, output_use))
			if (str_starts(candidate->place.source->path, STR(".github")))
				use = candidate;
		cr_assert_not_null(use);
		cr_expect(str_eq(value, str_from(cases[i].value)), "%s: %" PRIstr, cases[i].first,
			STR_ARG(value));
		cr_expect_eq(use->is_missing, cases[i].is_missing, "%s: %d", cases[i].first,
			use->is_missing);
		EXPECT_TEXT(shown_place(use->place), "steps.v.outputs.go");
	}
}

Test(job_facts, references_outside_of_expressions_cost_little)
{
	size_t n = 100000;
	struct buf steps = buf_new(a);
	buf_add(&steps, STR("    steps:\n      - run: echo ${{ steps.v.outputs.go }} "));
	for (size_t i = 0; i < n; i++)
		buf_add(&steps, STR("steps.a.outputs.b "));
	buf_add(&steps, STR("\n"));
	struct project *p = job_project(buf_str(&steps).s);
	size_t found = 0;
	fact_for(output_use, use, FACTS(p, output_use))
		found += str_starts(use->place.source->path, STR(".github"));
	cr_expect_eq(found, 1);
}

Test(job_facts, outputs_of_an_action_are_its_own)
{
	struct project *p = job_project("    steps:\n      - uses: actions/checkout@v4\n"
					"      - {id: v, run: 'echo go=outer >> $GITHUB_OUTPUT'}\n"
					"      - uses: ./action\n"
					"      - run: go test ${{ steps.v.outputs.go }}\n");
	struct strs texts = { 0 };
	fact_for(go_command, go, FACTS(p, go_command))
		vec_push(a, &texts, shown_list(a, &go->command->args));
	EXPECT_TEXT(strs_join(a, &texts, STR(", ")), "build -o inner, test outer, build -o inner");
}

Test(job_facts, references_are_looked_for_in_expressions)
{
	struct project *p =
		job_project("    steps:\n"
			    "      - if: steps.a.outputs.x && '${{ steps.b.outputs.y }}'\n"
			    "        run: echo steps.c.outputs.z }}${{ steps.d.outputs.z\n"
			    "        # ${{ steps.e.outputs.y }}\n"
			    "        with: {w: 'x${{ f(steps.f.outputs.u) }}'}\n");
	struct strs ids = { 0 };
	fact_for(output_use, use, FACTS(p, output_use))
		vec_push(a, &ids, use->id.text);
	EXPECT_TEXT(strs_join(a, &ids, STR(" ")), "a b d f v");
}

Test(job_facts, setup_go_takes_a_version_from_a_step)
{
	struct project *p =
		job_project("    steps:\n      - {id: v, run: 'echo go=1.26.1 >> $GITHUB_OUTPUT'}\n"
			    "      - uses: actions/setup-go@v6\n"
			    "        with: {go-version: '${{ steps.v.outputs.go }}'}\n");
	EXPECT_TEXT(shown(FACT(p, setup_go, 0)->version), "1.26.1");
}

Test(job_facts, a_job_may_fail_without_failing_the_workflow)
{
	static const struct {
		const char *line;
		enum tri ignored;
	} cases[] = {
		{ "", NO },
		{ "    continue-on-error: true\n", YES },
		{ "    continue-on-error: false\n", NO },
		{ "    continue-on-error: ${{ matrix.go == '1.24' }}\n", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			job_project(arena_printf(a, "%s    steps: []\n", cases[i].line).s);
		cr_expect_eq(
			FACT(p, job, 0)->failure_ignored, cases[i].ignored, "%s", cases[i].line);
	}
}

Test(job_facts, services_run_beside_a_job)
{
	static const struct {
		const char *job, *service; /* image host ports */
	} cases[] = {
		{ "    services:\n      db: {image: 'postgres:16', ports: ['5432:5432']}\n",
			"postgres:16 localhost 5432:5432" },
		{ "    services:\n      db: {image: redis}\n", "redis - " },
		{ "    container: golang:1.26\n    services:\n      db: {image: redis}\n",
			"redis db " },
		{ "    services:\n      db: {image: '${{ x }}'}\n", "? ? " },
		{ "    services:\n      db: {image: ''}\n", " - " },
		{ "    services:\n      db: {image: redis, ports: '${{ x }}'}\n", "redis ? …" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = job_project(cases[i].job);
		const struct fact_job_service *s = FACT(p, job_service, 0);
		struct str is = arena_printf(a, "%" PRIstr " %" PRIstr " %" PRIstr,
			STR_ARG(shown(s->image)), STR_ARG(shown(s->host)),
			STR_ARG(shown_list(a, &s->ports)));
		EXPECT_TEXT(is, cases[i].service);
		cr_expect_eq(FACT(p, job, 0)->services.n, 1);
	}
	struct project *p = job_project("    services:\n      db: {image: x, env: {A: b, C: '${{ "
					"secrets.D }}'}}\n");
	const struct fact_job_service *s = FACT(p, job_service, 0);
	EXPECT_TEXT(shown(setting_value(s->env, STR("A"))), "b");
	EXPECT_TEXT(shown(setting_value(s->env, STR("C"))), "?");
	cr_expect_eq(FACTS(p, variable)->n, 0);
	cr_expect(FACT(job_project("    services: '${{ x }}'\n"), job, 0)->services.open);
}
