/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "fix/edits.h"

static struct arena *a;
static struct source *file;
static struct edit_plan plan;

static void
set_up(void)
{
	a = arena_new();
	file = source_new(a, STR("Dockerfile"), STR("0123456789"));
	plan = (struct edit_plan){ 0 };
}

static void
tear_down(void)
{
	arena_free(a);
}

TestSuite(edits, .init = set_up, .fini = tear_down);

struct change {
	uint32_t off, len;
	const char *text;
};

static void
add_change(struct finding_edits *fix, const struct source *source, struct change change)
{
	struct place place = { source, { change.off, change.len } };
	vec_push(a, fix, ((struct finding_edit){ place, str_from(change.text) }));
}

static bool
plan_takes(struct change change)
{
	struct finding_edits fix = { 0 };
	add_change(&fix, file, change);
	return edit_plan_add(a, &plan, &fix);
}

static void
expect_text(const struct source *source, const char *expected)
{
	const struct file_edits *edits = map_get(&plan.files, source->path);
	cr_assert(edits);
	struct str text = file_edits_apply(a, edits);
	cr_expect(str_eq(text, str_from(expected)), "got \"%.*s\"\nexpected \"%s\"", STR_ARG(text),
		expected);
}

Test(edits, are_made_in_the_order_of_the_file)
{
	cr_expect(plan_takes((struct change){ 8, 1, "eight" }));
	cr_expect(plan_takes((struct change){ 0, 0, "<" }));
	cr_expect(plan_takes((struct change){ 3, 2, "" }));
	cr_expect(plan_takes((struct change){ 10, 0, ">" }));
	expect_text(file, "<012567eight9>");
}

Test(edits, may_touch_each_other)
{
	cr_expect(plan_takes((struct change){ 4, 2, "b" }));
	cr_expect(plan_takes((struct change){ 4, 0, "a" }));
	cr_expect(plan_takes((struct change){ 6, 0, "c" }));
	cr_expect(plan_takes((struct change){ 2, 2, "-" }));
	expect_text(file, "01-abc6789");
}

Test(edits, of_the_same_bytes_clash)
{
	static const struct change clashing[] = { { 4, 3, "x" }, { 3, 2, "x" }, { 5, 1, "x" },
		{ 5, 0, "x" }, { 3, 9, "x" }, { 6, 2, "x" }, { 9, 0, "x" }, { 10, 1, "x" },
		{ 11, 0, "x" } };
	cr_assert(plan_takes((struct change){ 4, 3, "a" }));
	cr_assert(plan_takes((struct change){ 9, 0, "b" }));
	for (size_t i = 0; i < sizeof(clashing) / sizeof(*clashing); i++)
		cr_expect_not(plan_takes(clashing[i]), "%u, %u", clashing[i].off, clashing[i].len);
	expect_text(file, "0123a78b9");
}

Test(edits, that_are_the_same_are_shared)
{
	cr_expect(plan_takes((struct change){ 2, 0, "+" }));
	cr_expect(plan_takes((struct change){ 2, 0, "+" }));
	cr_expect(plan_takes((struct change){ 5, 2, "-" }));
	cr_expect(plan_takes((struct change){ 5, 2, "-" }));
	expect_text(file, "01+234-789");
}

Test(edits, of_a_fix_are_taken_all_or_none)
{
	struct source *other = source_new(a, STR("go.mod"), STR("go 1.22"));
	struct finding_edits fix = { 0 };
	add_change(&fix, other, (struct change){ 3, 4, "1.26" });
	add_change(&fix, file, (struct change){ 4, 4, "x" });
	cr_expect(plan_takes((struct change){ 5, 1, "y" }));
	cr_expect_not(edit_plan_add(a, &plan, &fix));
	expect_text(file, "01234y6789");
	cr_expect_not(map_get(&plan.files, other->path));
}

Test(edits, of_one_fix_must_not_clash)
{
	struct finding_edits fix = { 0 };
	add_change(&fix, file, (struct change){ 4, 4, "x" });
	add_change(&fix, file, (struct change){ 2, 3, "y" });
	cr_expect_not(edit_plan_add(a, &plan, &fix));
	cr_expect_not(map_get(&plan.files, file->path));
}
