/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts/knowledge.h"
#include "fix/diff.h"
#include "fix/fix.h"
#include "rules/load.h"
#include "support.h"

static struct vfs fs;
static struct rules rules;
static struct strs paths;

static void
set_up_fix(void)
{
	set_up();
	fs = (struct vfs){ 0 };
	rules = (struct rules){ 0 };
	paths = (struct strs){ 0 };
}

TestSuite(fix, .init = set_up_fix, .fini = tear_down);

/* A rule that finds images of one name, and how it is mended: `edit` in YAML. */
static void
add_rule(const char *id, const char *image, const char *severity, const char *edit)
{
	struct str name = str_lower(a, str_from(id));
	struct str text = arena_printf(a,
		"id: %s\nname: %s\nsummary: s\nseverity: %s\nconfidence: high\non: image_ref\n"
		"when: image_ref.name == '%s'\nat: image_ref\nmessage: m\nmend: m\nhelp: h\n"
		"fix: {safety: %s, title: t, edits: [%s]}\n"
		"examples: [{bad: {Dockerfile: x}}, {good: {Dockerfile: x}}]\n"
		"references: ['https://example.com']\n",
		id, name.s, severity, image, str_starts(name, STR("un")) ? "unsafe" : "safe", edit);
	struct faults faults = { 0 };
	struct str path = arena_printf(a, "%" PRIstr ".yaml", STR_ARG(name));
	struct rule *rule = rule_load(a, source_new(a, path, text), STR("topic"), &faults);
	cr_assert(rule, "%.*s", STR_ARG(faults.n ? faults.items[0].message : STR("")));
	vec_push(a, &rules, rule);
}

static struct fix_result *
fix(bool with_unsafe)
{
	struct lint_options options = {
		.paths = paths, .rules = rules, .knowledge = &builtin_knowledge, .jobs = 1
	};
	return fix_run(a, &fs, &options, with_unsafe);
}

/* Fixes a Dockerfile; the text it has then. */
static struct str
fixed(const char *text, struct fix_result **result)
{
	vfs_put(a, &fs, STR("Dockerfile"), str_from(text));
	*result = fix(false);
	return (*result)->files.n ? (*result)->files.items[0].after : str_from(text);
}

#define REPLACE(text) "{replace: image_ref.place, text: '" text "'}"

Test(fix, keeps_every_other_byte)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{ "FROM old\n", "FROM new\n" },
		{ "FROM old", "FROM new" },
		{ "\xef\xbb\xbf# \xc3\xa9\xff\r\nFROM old AS x # y\r\n\r\n",
			"\xef\xbb\xbf# \xc3\xa9\xff\r\nFROM new AS x # y\r\n\r\n" },
		{ "FROM \\\n  old\\\n\n  AS x\n\n\n", "FROM \\\n  new\\\n\n  AS x\n\n\n" },
	};
	add_rule("T1", "old", "warning", REPLACE("new"));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fix_result *result;
		EXPECT_STR(fixed(cases[i].before, &result), str_from(cases[i].after));
		cr_expect_eq(result->fixed, 1);
		cr_expect_eq(result->lint->findings.n, 0);
	}
}

Test(fix, puts_whole_lines_where_they_belong)
{
	static const struct {
		const char *edit, *before, *after;
	} cases[] = {
		{ "{insert_line_before: image_ref, text: \"ARG A\\nARG B\"}", "# c\n  FROM old\n",
			"# c\n  ARG A\n  ARG B\n  FROM new\n" },
		{ "{insert_line_before: image_ref, text: 'ARG A'}",
			"\xef\xbb\xbf"
			"FROM old\n",
			"\xef\xbb\xbf"
			"ARG A\nFROM new\n" },
		{ "{insert_line_before: image_ref, text: \"ARG A\\n\"}", "FROM old\r\nUSER x\r\n",
			"ARG A\r\nFROM new\r\nUSER x\r\n" },
		{ "{insert_line_after: image_ref, text: 'USER x'}", "FROM old\n",
			"FROM new\nUSER x\n" },
		{ "{insert_line_after: image_ref, text: 'USER x'}", "FROM old",
			"FROM new\nUSER x" },
		{ "{insert_line_after: image_ref, text: 'USER x'}", "ARG A\r\nFROM old",
			"ARG A\r\nFROM new\r\nUSER x" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fix_result *result;
		rules.n = 0;
		struct str edits =
			arena_printf(a, "%s, {replace: image_ref, text: new}", cases[i].edit);
		add_rule("T1", "old", "warning", edits.s);
		EXPECT_STR(fixed(cases[i].before, &result), str_from(cases[i].after));
	}
}

Test(fix, goes_on_until_nothing_is_left)
{
	struct fix_result *result;
	add_rule("T1", "old", "error", REPLACE("older"));
	add_rule("T2", "older", "warning", REPLACE("oldest"));
	add_rule("T3", "oldest", "info", REPLACE("new"));
	EXPECT_STR(fixed("FROM old\nFROM older\n", &result), STR("FROM new\nFROM new\n"));
	cr_expect_eq(result->fixed, 5);
	EXPECT_STR(fixed("FROM new\nFROM new\n", &result), STR("FROM new\nFROM new\n"));
	cr_expect_eq(result->fixed, 0);
}

Test(fix, of_the_same_bytes_are_made_one_after_the_other)
{
	struct fix_result *result;
	add_rule("T1", "old", "warning", REPLACE("new"));
	add_rule("T2", "old", "warning", REPLACE("other"));
	EXPECT_STR(fixed("FROM old\n", &result), STR("FROM new\n"));
	cr_expect_eq(result->fixed, 1);
	cr_expect_eq(result->lint->findings.n, 0);
}

Test(fix, that_does_harm_is_taken_back)
{
	static const struct {
		const char *to, *brings;
	} cases[] = {
		{ REPLACE(""), "syntax-error" }, /* no image */
		{ REPLACE("new AS"), "syntax-error" },
		{ REPLACE("OLD"), NULL },                             /* nothing harmful */
		{ REPLACE("worse"), "t2" },                           /* a finding as severe */
		{ "{insert_after: image_ref, text: ' AS x'}", "t1" }, /* still the same finding */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fix_result *result;
		rules.n = 0;
		add_rule("T1", "old", "warning", cases[i].to);
		add_rule("T2", "worse", "warning", REPLACE("old"));
		add_rule("T3", "good", "warning", REPLACE("better"));
		struct str text = fixed("FROM good\nFROM old\nFROM good\n", &result);
		const char *after = cases[i].brings ? "FROM better\nFROM old\nFROM better\n"
						    : "FROM better\nFROM OLD\nFROM better\n";
		EXPECT_STR(text, str_from(after));
		cr_assert_eq(result->undone.n, cases[i].brings ? 1 : 0, "case %zu: %zu", i,
			result->undone.n);
		if (cases[i].brings)
			EXPECT_STR(result->undone.items[0].brought->rule->name,
				str_from(cases[i].brings));
		for (size_t j = 0; j < result->lint->findings.n; j++)
			EXPECT_STR(result->lint->findings.items[j]->rule->name, STR("t1"));
	}
}

Test(fix, unsafe_ones_only_if_asked)
{
	struct fix_result *result;
	add_rule("UN1", "old", "warning", REPLACE("new"));
	EXPECT_STR(fixed("FROM old\n", &result), STR("FROM old\n"));
	cr_expect_eq(result->unsafe, 1);
	cr_expect_eq(result->lint->findings.n, 1);
	result = fix(true);
	cr_expect_eq(result->fixed, 1);
	cr_expect_eq(result->unsafe, 0);
}

Test(fix, stays_in_the_paths_that_were_asked_for)
{
	add_rule("T1", "old", "warning", REPLACE("new"));
	vfs_put(a, &fs, STR("a/Dockerfile"), STR("FROM old\n"));
	vfs_put(a, &fs, STR("b/Dockerfile"), STR("FROM old\n"));
	vec_push(a, &paths, STR("b"));
	struct fix_result *result = fix(false);
	cr_assert_eq(result->files.n, 1);
	EXPECT_STR(result->files.items[0].path, STR("b/Dockerfile"));
}

Test(fix, a_thousand_of_them)
{
	struct buf text = buf_new(a);
	struct fix_result *result;
	add_rule("T1", "old", "warning", REPLACE("new"));
	for (int i = 0; i < 2500; i++)
		buf_printf(&text, "FROM %s\n", i % 7 ? "old" : "x");
	struct str after = fixed(arena_str(a, buf_str(&text)).s, &result);
	cr_expect(!str_contains(after, STR("old")));
	cr_expect_not(result->is_incomplete);
}

/* --- writing ----------------------------------------------------------------------- */

static const char *folder;

static const char *
file_at(const char *name)
{
	return arena_printf(a, "%s/%s", folder, name).s;
}

static void
set_up_folder(void)
{
	set_up_fix();
	struct str name = arena_str(a, STR("/tmp/gobelin-fix-XXXXXX"));
	folder = mkdtemp((char *)name.s);
	cr_assert(folder);
	fs.root = str_from(folder);
}

static void
tear_down_folder(void)
{
	static const char *const names[] = { "Dockerfile", "link", "out/x", "out" };
	for (size_t i = 0; i < COUNT(names); i++)
		remove(file_at(names[i]));
	rmdir(folder);
	tear_down();
}

TestSuite(save, .init = set_up_folder, .fini = tear_down_folder);

static void
write_text(const char *name, struct str text)
{
	struct str error;
	cr_assert(io_write_file(a, file_at(name), text, &error));
}

static struct str
text_of(const char *name)
{
	struct str text, error;
	cr_assert(io_read_file(a, file_at(name), 100, &text, &error));
	return text;
}

Test(save, keeps_the_mode)
{
	struct stat st;
	struct str error;
	struct fixed_file file = { STR("Dockerfile"), STR("old"), STR("new") };
	write_text("Dockerfile", STR("old"));
	cr_assert_eq(chmod(file_at("Dockerfile"), 0640), 0);
	cr_assert(fix_save(a, &fs, &file, &error));
	EXPECT_STR(text_of("Dockerfile"), STR("new"));
	cr_assert_eq(stat(file_at("Dockerfile"), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0640);
}

Test(save, overwrites_nothing_that_was_changed)
{
	struct str error;
	struct fixed_file file = { STR("Dockerfile"), STR("old"), STR("new") };
	write_text("Dockerfile", STR("theirs"));
	cr_expect_not(fix_save(a, &fs, &file, &error));
	cr_expect(str_contains(error, STR("changed")));
	EXPECT_STR(text_of("Dockerfile"), STR("theirs"));
	remove(file_at("Dockerfile"));
	cr_expect_not(fix_save(a, &fs, &file, &error));
}

Test(save, follows_links_inside_of_the_project_only)
{
	struct str error;
	struct fixed_file file = { STR("link"), STR("old"), STR("new") };
	cr_assert_eq(mkdir(file_at("out"), 0700), 0);
	write_text("out/x", STR("old"));
	cr_assert_eq(symlink("out/x", file_at("link")), 0);
	cr_assert(fix_save(a, &fs, &file, &error));
	EXPECT_STR(text_of("out/x"), STR("new"));
	cr_expect_eq(io_kind_of(file_at("link"), false), IO_LINK);

	remove(file_at("link"));
	write_text("Dockerfile", STR("old"));
	cr_assert_eq(symlink("../Dockerfile", file_at("out/link")), 0);
	struct vfs inner = { .root = arena_printf(a, "%s/out", folder) };
	cr_expect_not(fix_save(a, &inner, &file, &error));
	EXPECT_STR(text_of("Dockerfile"), STR("old"));
	remove(file_at("out/link"));
}

/* --- differences ------------------------------------------------------------------- */

TestSuite(diff, .init = set_up, .fini = tear_down);

static struct str
diff(const char *before, const char *after)
{
	struct buf out = buf_new(a);
	diff_unified(&out, STR("f"), str_from(before), str_from(after));
	return buf_str(&out);
}

#define HEAD "--- a/f\n+++ b/f\n"

Test(diff, is_unified)
{
	static const struct {
		const char *before, *after, *diff;
	} cases[] = {
		{ "a\n", "a\n", "" },
		{ "", "a\n", HEAD "@@ -0,0 +1 @@\n+a\n" },
		{ "a\n", "", HEAD "@@ -1 +0,0 @@\n-a\n" },
		{ "a\nb\nc\n", "a\nx\nc\n", HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n" },
		{ "a", "b",
			HEAD "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
			     "+b\n\\ No newline at end of file\n" },
		{ "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nx\n5\n6\n",
			HEAD "@@ -2,5 +2,6 @@\n 2\n 3\n 4\n+x\n 5\n 6\n" },
		{ "a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n",
			HEAD "@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n" },
		{ "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\ny\nz\n",
			HEAD "@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n"
			     "@@ -6,4 +5,5 @@\n 5\n 6\n 7\n-b\n+y\n+z\n" },
		{ "a\r\n", "b\r\n", HEAD "@@ -1 +1 @@\n-a\r\n+b\r\n" },
		{ "\x1b[31m\n", "b\n", HEAD "@@ -1 +1 @@\n-\\x1b[31m\n+b\n" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		EXPECT_STR(diff(cases[i].before, cases[i].after), str_from(cases[i].diff));
}

/* Makes the text after a diff without its header out of the one before. */
static struct str
patched(struct str before, struct str diff)
{
	struct buf out = buf_new(a);
	struct str line, kept;
	unsigned from;
	size_t at = 1;
	str_next_field(&diff, '\n', &line);
	str_next_field(&diff, '\n', &line);
	while (str_next_field(&diff, '\n', &line) && line.n) {
		if (line.s[0] == '@') {
			cr_assert_eq(sscanf(arena_str(a, line).s, "@@ -%u", &from), 1);
			for (; at < from && str_next_field(&before, '\n', &kept); at++)
				buf_printf(&out, "%" PRIstr "\n", STR_ARG(kept));
			continue;
		}
		if (line.s[0] != '+') {
			at++;
			cr_assert(str_next_field(&before, '\n', &kept));
			cr_assert(str_eq(kept, str_slice(line, 1, line.n)));
		}
		if (line.s[0] != '-')
			buf_printf(&out, "%" PRIstr "\n", STR_ARG(str_slice(line, 1, line.n)));
	}
	buf_add(&out, before);
	return buf_str(&out);
}

Test(diff, leads_from_one_text_to_the_other)
{
	uint32_t random = 1;
	for (size_t i = 0; i < 400; i++) {
		struct buf before = buf_new(a), after = buf_new(a);
		size_t lines = i < 390 ? 40 : 3000;
		for (size_t j = 0; j < lines; j++) {
			random = random * 1664525 + 1013904223;
			unsigned kind = random >> 28, letter = random >> 25 & 7;
			if (kind != 0)
				buf_printf(&before, "%c\n", 'a' + letter);
			if (kind != 1)
				buf_printf(&after, "%c\n", kind == 2 ? 'z' : 'a' + letter);
		}
		struct str got =
			diff(arena_str(a, buf_str(&before)).s, arena_str(a, buf_str(&after)).s);
		EXPECT_STR(patched(buf_str(&before), got), buf_str(&after));
	}
}
