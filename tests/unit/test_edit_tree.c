/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/edit.h"
#include "rules/edit_tree.h"
#include "support.h"

TestSuite(edit_tree, .init = set_up, .fini = tear_down);

struct edit_case {
	enum edit_kind kind;
	const char *at; /* the place: the first such text in the file */
	const char *key, *text, *above;
	const char *before, *after; /* after NULL: it can't be done */
};

static struct str
edited(const struct source *source, const struct finding_edit *edit)
{
	struct buf out = buf_new(a);
	buf_add(&out, str_slice(source->text, 0, edit->place.span.off));
	buf_add(&out, edit->text);
	buf_add(&out, str_slice(source->text, span_end(edit->place.span), source->text.n));
	return buf_str(&out);
}

static void
expect_edits(const struct edit_case *cases, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++) {
		struct source *source = source_new(a, str_from(path), str_from(cases[i].before));
		struct tree *tree = str_ends(source->path, STR(".json"))
			? json_parse(a, source, JSON_JSON5)
			: yaml_parse(a, source);
		struct str at = str_from(cases[i].at);
		size_t off = str_find(source->text, at, 0);
		cr_assert(off != STR_NONE && tree->faults.n == 0, "case %zu", i);
		struct tree_change change = { .kind = cases[i].kind,
			.tree = tree,
			.place = { source, span_make(off, off + at.n) },
			.key = str_from(cases[i].key),
			.above = cases[i].above ? str_from(cases[i].above) : STR(""),
			.text = str_from(cases[i].text ? cases[i].text : "") };
		struct finding_edit edit = { 0 };
		bool ok = edit_tree(a, &change, &edit);
		cr_expect_eq(ok, cases[i].after != NULL, "case %zu", i);
		if (ok && cases[i].after)
			EXPECT_STR(edited(source, &edit), str_from(cases[i].after));
	}
}

Test(edit_tree, block_mappings)
{
	static const struct edit_case cases[] = {
		/* A key that is there, one that is not, and one whose mapping is not. */
		{ EDIT_SET, "x@1", "with.a", "2", NULL, "- uses: x@1\n  with:\n    a: 1 # c\n",
			"- uses: x@1\n  with:\n    a: 2 # c\n" },
		{ EDIT_SET, "x@1", "with.b", "2", NULL, "- uses: x@1\n  with:\n    a: 1 # c\n",
			"- uses: x@1\n  with:\n    a: 1 # c\n    b: 2\n" },
		{ EDIT_SET, "x@1", "with.b", "2", NULL, "- uses: x@1 # c\n\n- uses: y\n",
			"- uses: x@1 # c\n  with:\n    b: 2\n\n- uses: y\n" },
		{ EDIT_SET, "x@1", "with.b", "2", NULL, "- uses: x@1",
			"- uses: x@1\n  with:\n    b: 2" },
		{ EDIT_SET, "x@1", "b", "2", NULL,
			"- uses: x@1\r\n  a: |\r\n    1\r\n\r\n- y: 1\r\n",
			"- uses: x@1\r\n  a: |\r\n    1\r\n  b: 2\r\n\r\n- y: 1\r\n" },
		/* A key stands for its mapping; the file's own indentation is taken. */
		{ EDIT_SET, "test", "env.A", "1", "steps",
			"jobs:\n    test:\n        runs-on: x\n        # c\n        steps: []\n",
			"jobs:\n    test:\n        runs-on: x\n        env:\n          A: 1\n        # c\n"
			"        steps: []\n" },
		{ EDIT_SET, "test", "env.A", "1", NULL,
			"jobs:\n    test:\n        o:\n            p: 1\n",
			"jobs:\n    test:\n        o:\n            p: 1\n        env:\n            A: 1\n" },
		{ EDIT_SET, "run", "env", "1", "run", "- run: x\n  a: 1\n",
			"- env: 1\n  run: x\n  a: 1\n" },
		{ EDIT_SET, "on", "env", "\na: 1\nb: 2", "jobs",
			"on: x\njobs:\n    a:\n        b: c\n",
			"on: x\nenv:\n    a: 1\n    b: 2\njobs:\n    a:\n        b: c\n" },
		{ EDIT_RENAME, "x@1", "with.a", "b", NULL, "- uses: x@1\n  with:\n    'a': 1\n",
			"- uses: x@1\n  with:\n    'b': 1\n" },
		{ EDIT_RENAME, "x@1", "a", "b", NULL, "- uses: x@1\n", NULL },
		{ EDIT_SET, "on", "env", "|\n  a\n  b", "jobs", "on: x\njobs:\n  a: b\n",
			"on: x\nenv: |\n  a\n  b\njobs:\n  a: b\n" },
		/* Nothing certain to be done: another kind of value, aliases, tabs. */
		{ EDIT_SET, "on", "with.b", "2", NULL, "on: x\nwith:\n", NULL },
		{ EDIT_SET, "on", "with.b", "2", NULL, "on: x\nwith: 1\n", NULL },
		{ EDIT_SET, "on", "with.b", "2", NULL, "on: 1\na: &a {b: 1}\nwith: *a\n", NULL },
		{ EDIT_SET, "on", "b", "2", NULL, "a: &a {b: 1}\non: 1\n<<: *a\n", NULL },
	};
	expect_edits(cases, COUNT(cases), "x.yml");
}

Test(edit_tree, flow_mappings)
{
	static const struct edit_case yaml[] = {
		{ EDIT_SET, "with", "b", "2", NULL, "with: {a: 1}\n", "with: {b: 2, a: 1}\n" },
		{ EDIT_SET, "with", "a", "2", NULL, "with: {a: 1}\n", "with: {a: 2}\n" },
		{ EDIT_SET, "with", "b.c", "2", NULL, "with: {a: 1}\n",
			"with: {b: {c: 2}, a: 1}\n" },
		{ EDIT_SET, "with", "b", "2", NULL, "with: {}\n", NULL },
		{ EDIT_UNSET, "with", "a", NULL, NULL, "with: {a: 1, b: 2}\n", "with: {b: 2}\n" },
		{ EDIT_UNSET, "with", "b", NULL, NULL, "with: {a: 1, b: 2}\n", "with: {a: 1}\n" },
	};
	static const struct edit_case json[] = {
		{ EDIT_SET, "{", "b", "2", NULL, "{\n\t\"a\": 1\n}\n",
			"{\n\t\"b\": 2,\n\t\"a\": 1\n}\n" },
		{ EDIT_SET, "{", "b", "2", NULL,
			"{\r\n  'a': 1, // c\r\n  // d\r\n  'c': 3,\r\n}\r\n",
			"{\r\n  'a': 1, // c\r\n  'b': 2,\r\n  // d\r\n  'c': 3,\r\n}\r\n" },
		{ EDIT_SET, "{", "a.b", "2", NULL, "{a: {c: 1}}", "{a: {b: 2, c: 1}}" },
		{ EDIT_APPEND, "{", "a", "2", NULL, "{\"a\": [1]}", "{\"a\": [1, 2]}" },
		{ EDIT_APPEND, "{", "a", "2", NULL, "{\n  \"a\": [\n    1 // c\n  ]\n}",
			"{\n  \"a\": [\n    1,\n    2 // c\n  ]\n}" },
		{ EDIT_APPEND, "{", "b", "2", NULL, "{\"a\": [1]}", "{\"b\": [2], \"a\": [1]}" },
		{ EDIT_APPEND, "{", "a", "2", NULL, "{\"a\": []}", NULL },
		{ EDIT_APPEND, "{", "a", "2", NULL, "{\"a\": 1}", NULL },
	};
	expect_edits(yaml, COUNT(yaml), "x.yml");
	expect_edits(json, COUNT(json), "x.json");
}

Test(edit_tree, keys_that_are_taken_out)
{
	static const struct edit_case cases[] = {
		{ EDIT_UNSET, "on", "a", NULL, NULL, "on: x\na: |\n  1\n\n  2\nb: 1\n",
			"on: x\nb: 1\n" },
		{ EDIT_UNSET, "x@1", "with.a", NULL, NULL,
			"- uses: x@1\n  with:\n    a: 1 # c\n    b: 2\n",
			"- uses: x@1\n  with:\n    b: 2\n" },
		{ EDIT_UNSET, "x@1", "with.a", NULL, NULL, "- uses: x@1\n  with:\n    a: 1\n- b\n",
			"- uses: x@1\n- b\n" },
		{ EDIT_UNSET, "x@1", "a", NULL, NULL, "- a: 1\n  uses: x@1\n", "- uses: x@1\n" },
		{ EDIT_UNSET, "x@1", "uses", NULL, NULL, "- uses: x@1\n", NULL },
		{ EDIT_UNSET, "x@1", "b", NULL, NULL, "- uses: x@1\n  a: 1\n", NULL },
		{ EDIT_UNSET, "on", "a", NULL, NULL, "on: &x 1\na: *x\n", NULL },
	};
	expect_edits(cases, COUNT(cases), "x.yml");
}

Test(edit_tree, lists)
{
	static const struct edit_case cases[] = {
		{ EDIT_APPEND, "on", "a", "2", NULL, "on: x\na:\n  - 1 # c\nb: 1\n",
			"on: x\na:\n  - 1 # c\n  - 2\nb: 1\n" },
		{ EDIT_APPEND, "on", "a", "b: 2\nc: 3", NULL, "on: x\na:\n- d: 1\n  e: 1\n",
			"on: x\na:\n- d: 1\n  e: 1\n- b: 2\n  c: 3\n" },
		{ EDIT_APPEND, "on", "a.b", "2", NULL, "on: x\n", "on: x\na:\n  b:\n    - 2\n" },
		{ EDIT_APPEND, "on", "a", "2", NULL, "on: x\na: [1]\n", "on: x\na: [1, 2]\n" },
		{ EDIT_APPEND, "on", "a", "2", NULL, "on: x\na: 1\n", NULL },
	};
	expect_edits(cases, COUNT(cases), "x.yml");
}

/* --- lines that are moved ----------------------------------------------------------- */

static struct str
moved(const char *text, enum edit_kind kind, const char *what, const char *where)
{
	struct source *source = source_new(a, STR("x"), str_from(text));
	size_t from = str_find(source->text, str_from(what), 0);
	size_t to = str_find(source->text, str_from(where), 0);
	struct place place = { source, span_make(from, from + str_from(what).n) };
	struct place target = { source, span_make(to, to + str_from(where).n) };
	struct finding_edit out, in;
	if (!edit_move(a, kind, place, target, &out, &in))
		return STR("");
	bool is_in_first = in.place.span.off < out.place.span.off;
	struct finding_edit *first = is_in_first ? &in : &out, *second = is_in_first ? &out : &in;
	struct buf result = buf_new(a);
	buf_add(&result, str_slice(source->text, 0, first->place.span.off));
	buf_add(&result, first->text);
	buf_add(&result,
		str_slice(source->text, span_end(first->place.span), second->place.span.off));
	buf_add(&result, second->text);
	buf_add(&result, str_slice(source->text, span_end(second->place.span), source->text.n));
	return buf_str(&result);
}

Test(edit_tree, lines_are_moved_with_their_comments)
{
	static const struct {
		enum edit_kind kind;
		const char *what, *where, *before, *after;
	} cases[] = {
		{ EDIT_MOVE_AFTER, "B", "C", "A\n# b\nB\n# c\nC\nD\n", "A\n# c\nC\n# b\nB\nD\n" },
		{ EDIT_MOVE_BEFORE, "C", "B", "A\n# b\nB\n# c\nC\nD\n", "A\n# c\nC\n# b\nB\nD\n" },
		{ EDIT_MOVE_AFTER, "A", "B", "# top\nA\nB\n", "# top\nB\nA\n" },
		{ EDIT_MOVE_AFTER, "A", "B", "A\r\nB", "B\r\nA" },
		{ EDIT_MOVE_AFTER, "A", "B", "s:\nA\n\nB\n\nC\n", "s:\nB\n\nA\n\nC\n" },
		{ EDIT_MOVE_AFTER, "A", "B", "A\n\n\nB", "B\n\n\nA" },
		{ EDIT_MOVE_AFTER, "A", "B", "s:\n\nA\nB\nC\n", "s:\n\nB\nA\nC\n" },
		{ EDIT_MOVE_BEFORE, "B", "A", "s:\nA\n\nB\n\nC\n", "s:\nB\n\nA\n\nC\n" },
		{ EDIT_MOVE_BEFORE, "B", "A", "A\r\n\r\nB", "B\r\n\r\nA\r\n" },
		{ EDIT_MOVE_AFTER, "a: 1\n    b: 2", "c", "  - a: 1\n    b: 2\n  - c\n",
			"  - c\n  - a: 1\n    b: 2\n" },
		/* Another line shares it, another depth, or its own lines. */
		{ EDIT_MOVE_AFTER, "A", "C", "A B\nC\n", "" },
		{ EDIT_MOVE_AFTER, "A", "C", "A\n C\n", "" },
		{ EDIT_MOVE_AFTER, "A\nB", "B", "A\nB\n", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		EXPECT_STR(moved(cases[i].before, cases[i].kind, cases[i].what, cases[i].where),
			str_from(cases[i].after));
}
