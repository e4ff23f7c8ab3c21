/* SPDX-License-Identifier: Apache-2.0 */

#include "facts/knowledge.h"
#include "lint/lint.h"
#include "report/baseline.h"
#include "rules/load.h"
#include "support.h"

TestSuite(baseline, .init = set_up, .fini = tear_down);

static struct baseline_entries
parsed(const char *text)
{
	struct baseline_entries entries = { 0 };
	struct str error;
	cr_assert(baseline_parse(a, STR("b.json"), str_from(text), &entries, &error));
	return entries;
}

/* Lints a Dockerfile whose second and later lines each may have a finding. */
static struct lint_result *
lint(const char *dockerfile, const struct baseline_entries *baseline)
{
	struct vfs fs = { 0 };
	struct rules known = { 0 }, asked = { 0 };
	for (uint32_t i = 0; i < builtin_rule_count; i++) {
		vec_push(a, &known, &builtin_rules[i]);
		if (str_eq(builtin_rules[i].name, STR("build-forces-rebuild")))
			vec_push(a, &asked, &builtin_rules[i]);
	}
	vfs_put(a, &fs, STR("Dockerfile"), str_from(dockerfile));
	struct lint_options options = { .rules = asked,
		.known = &known,
		.knowledge = &builtin_knowledge,
		.baseline = baseline,
		.jobs = 1 };
	return lint_run(a, &fs, &options);
}

#define BUILD "RUN CGO_ENABLED=0 go build -a .\n"

/* The baseline of a Dockerfile. */
static struct baseline_entries
baseline_of(const char *dockerfile)
{
	struct lint_result *result = lint(dockerfile, NULL);
	struct baseline_entries entries = { 0 };
	for (size_t i = 0; i < result->findings.n; i++) {
		const struct finding *finding = result->findings.items[i];
		vec_push(a, &entries,
			((struct baseline_entry){ finding->place.source->path, finding->rule->id,
				finding->fingerprint }));
	}
	return entries;
}

Test(baseline, what_is_written_is_read_again)
{
	struct baseline_entries entries =
		parsed("{\"version\":1,\"findings\":["
		       "{\"path\":\"b\",\"rule\":\"GB401\",\"fingerprint\":\"f\"},"
		       "{\"path\":\"a\\\"\\n\",\"rule\":\"GB402\",\"fingerprint\":\"g\"},"
		       "{\"path\":\"b\",\"rule\":\"GB101\",\"fingerprint\":\"h\"}]}");
	cr_assert(entries.n == 3);
	EXPECT_STR(entries.items[0].path, STR("a\"\n"));
	EXPECT_STR(entries.items[1].rule, STR("GB101"));
	EXPECT_STR(entries.items[2].fingerprint, STR("f"));
	struct buf first = buf_new(a), second = buf_new(a);
	baseline_print(&first, &entries);
	struct baseline_entries again = parsed(arena_str(a, buf_str(&first)).s);
	baseline_print(&second, &again);
	cr_expect(again.n == 3);
	EXPECT_STR(buf_str(&first), buf_str(&second));
	struct baseline_entries none = { 0 };
	struct buf empty = buf_new(a);
	baseline_print(&empty, &none);
	cr_expect(parsed(arena_str(a, buf_str(&empty)).s).n == 0);
}

Test(baseline, every_beginning_of_one_is_refused)
{
	struct buf whole = buf_new(a);
	struct baseline_entries entries = baseline_of("FROM golang:1.26\n" BUILD);
	baseline_print(&whole, &entries);
	struct str text = buf_str(&whole), error = { 0 };
	/* The line end that closes it may be missing. */
	for (size_t n = 0; n + 1 < text.n; n++) {
		struct baseline_entries out = { 0 };
		cr_expect(!baseline_parse(a, STR("b.json"), str_slice(text, 0, n), &out, &error),
			"%zu bytes", n);
		cr_expect(str_starts(error, STR("b.json:")));
	}
}

Test(baseline, only_new_findings_are_left)
{
	struct baseline_entries entries = baseline_of("FROM golang:1.26\n" BUILD);
	cr_assert(entries.n == 1);
	struct lint_result *result = lint(
		"# moved\nFROM golang:1.26\nRUN CGO_ENABLED=0 go build -a ./new\n" BUILD, &entries);
	cr_assert(result->findings.n == 1 && result->silenced.n == 1);
	cr_expect(source_position(result->findings.items[0]->place.source,
			  result->findings.items[0]->place.span.off)
			  .line
		== 3);
	cr_expect(baseline_has(result->silenced.items[0]));
	cr_expect(!baseline_has(result->findings.items[0]));
	cr_expect(result->gone.n == 0);
}

Test(baseline, findings_of_one_fingerprint_are_counted)
{
	struct baseline_entries entries = baseline_of("FROM golang:1.26\n" BUILD);
	struct lint_result *result = lint("FROM golang:1.26\n" BUILD BUILD BUILD, &entries);
	cr_expect(result->findings.n == 2 && result->silenced.n == 1);
	struct baseline_entry twice = entries.items[0];
	vec_push(a, &entries, twice);
	result = lint("FROM golang:1.26\n" BUILD, &entries);
	cr_expect(result->silenced.n == 1 && result->gone.n == 1);
	entries = baseline_of("FROM golang:1.26\n" BUILD BUILD BUILD);
	result = lint("FROM golang:1.26\n" BUILD, &entries);
	cr_expect(result->silenced.n == 1 && result->gone.n == 2);
}

Test(baseline, what_was_not_looked_at_is_not_gone)
{
	static const struct {
		const char *rule, *dockerfile;
		size_t gone;
	} cases[] = {
		{ "GB415", "FROM golang:1.26\n", 1 },
		{ "GB503", "FROM golang:1.26\n", 0 },               /* not asked */
		{ "GB099", "FROM golang:1.26\n", 1 },               /* no such rule any more */
		{ "GB415", "FROM golang:1.26\nCOPY [\"a\",\n", 0 }, /* not read whole */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct baseline_entries entries = { 0 };
		vec_push(a, &entries,
			((struct baseline_entry){
				STR("Dockerfile"), str_from(cases[i].rule), STR("f") }));
		size_t gone = lint(cases[i].dockerfile, &entries)->gone.n;
		cr_expect(gone == cases[i].gone, "%zu: %zu", i, gone);
	}
}
