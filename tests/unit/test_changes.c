/* SPDX-License-Identifier: Apache-2.0 */

#include "lint/changes.h"
#include "support.h"

TestSuite(changes, .init = set_up, .fini = tear_down);

/* The lines of a file of ten that were changed, as "2 3 10". */
static struct str
lines_of(const struct changes *changes, const char *path)
{
	struct source *source = source_new(a, str_from(path), STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n10"));
	struct strs lines = { 0 };
	for (size_t i = 0; i < 10; i++)
		if (changes_have(changes, (struct place){ source, span_make(i * 2, i * 2 + 1) }))
			vec_push(a, &lines, arena_printf(a, "%zu", i + 1));
	return strs_join(a, &lines, STR(" "));
}

Test(changes, lines_of_a_diff)
{
	static const struct {
		const char *diff, *path, *lines;
	} cases[] = {
		{ "", "f", "" },
		{ "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n+y\n", "f", "1" },
		{ "--- a/f\n+++ b/f\n@@ -1,0 +2,2 @@ func\n+x\n+y\n@@ -9 +10 @@\n-x\n+y\n", "f",
			"2 3 10" },
		{ "--- a/f\n+++ b/f\n@@ -3,2 +2,0 @@\n-x\n-y\n", "f", "" },
		{ "--- /dev/null\n+++ b/f\n@@ -0,0 +1,3 @@\n+x\n+y\n+z\n", "f", "1 2 3" },
		{ "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", "f", "" },
		{ "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n\\ No newline\n+y\n\\ No newline\n", "f",
			"1" },
		/* what looks like a header, and is a line of the file */
		{ "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- a/g\n--\n+++ b/g\n+@@ -1 +4 @@\n", "f",
			"1 2" },
		{ "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- a/g\n--\n+++ b/g\n+@@ -1 +4 @@\n", "g",
			"" },
		/* names */
		{ "--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n-x\n+y\n", "a b", "1" },
		{ "+++ \"b/t\\tq\\\"\\303\\244\"\n@@ -1 +1 @@\n-x\n+y\n", "t\tq\"\303\244", "1" },
		{ "diff --git a/x b/f\nsimilarity index 90%\nrename from x\nrename to f\n--- a/x\n"
		  "+++ b/f\n@@ -4 +5 @@\n-x\n+y\n",
			"f", "5" },
		{ "diff --git a/f b/f\nBinary files a/f and b/f differ\n", "f", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct changes changes = { 0 };
		cr_expect(changes_add_diff(a, &changes, str_from(cases[i].diff)), "%zu", i);
		EXPECT_STR(lines_of(&changes, cases[i].path), str_from(cases[i].lines));
	}
}

Test(changes, what_is_no_diff_is_refused)
{
	static const char *const cases[] = {
		"+++ b/f\n@@ -1 +1 @@\n-x\n",
		"+++ b/f\n@@ -1 +1 @@\n-x\n*y\n",
		"+++ b/f\n@@ -1 +x @@\n",
		"+++ b/f\n@@ -1 +1,99999999999999999999 @@\n",
		"+++ b/f\n@@ -1 +18446744073709551615,2 @@\n+x\n+y\n",
		"+++ f\n",
		"+++ \"b/\n",
		"+++ b/\n",
		"+++ \"\\\n",
		"+++ \"\\\"\n",
		"@@ \n",
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct changes changes = { 0 };
		cr_expect(!changes_add_diff(a, &changes, str_from(cases[i])), "%zu", i);
	}
}

Test(changes, a_place_counts_with_any_of_its_lines)
{
	struct changes changes = { 0 };
	struct source *source = source_new(a, STR("f"), STR("1\n2\n3\n4\n5\n6\n"));
	cr_assert(changes_add_diff(
		a, &changes, STR("+++ b/f\n@@ -3 +3 @@\n-x\n+y\n@@ -5 +5 @@\n-x\n+y\n")));
	static const struct {
		size_t from, to;
		bool expected;
	} cases[] = { { 0, 3, false }, { 0, 4, false }, { 0, 5, true }, { 4, 4, true },
		{ 6, 7, false }, { 5, 7, true }, { 6, 12, true }, { 10, 12, false } };
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect(changes_have(&changes,
				  (struct place){ source, span_make(cases[i].from, cases[i].to) })
				== cases[i].expected,
			"%zu", i);
	changes_add_file(a, &changes, STR("new"));
	struct source *new = source_new(a, STR("new"), STR("x\n"));
	cr_expect(changes_have(&changes, (struct place){ new, span_make(0, 1) }));
}
