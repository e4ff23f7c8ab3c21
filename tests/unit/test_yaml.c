/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "support.h"
#include "syntax/tree/tree.h"

TestSuite(yaml, .init = set_up, .fini = tear_down);

static struct tree *
parse(struct str text)
{
	return yaml_parse(a, source_new(a, STR("x.yaml"), text));
}

/* The only document of a text without faults. */
static struct tree_node *
root_of(const char *text)
{
	struct tree *tree = parse(str_from(text));
	struct str first = tree->faults.n ? tree->faults.items[0].message : STR("");
	cr_assert_eq(tree->faults.n, 0, "unexpected: %.*s", STR_ARG(first));
	cr_assert_eq(tree->documents.n, 1);
	return tree->documents.items[0];
}

static struct str
text_at(const struct tree_node *root, const char *path)
{
	struct str text = STR("(nothing)");
	(void)tree_scalar(tree_path(root, str_from(path)), &text);
	return text;
}

/* What a node's span covers. */
static struct str
covered(const char *text, const struct tree_node *node)
{
	cr_assert(node);
	return str_slice(str_from(text), node->span.off, span_end(node->span));
}

/* Checks that `needle` of the node's text comes from line and column. */
static void
expect_place(const struct tree_node *node, const char *needle, uint32_t line, uint32_t column)
{
	cr_assert(node && node->content.source);
	size_t at = str_find(node->text, str_from(needle), 0);
	cr_assert_neq(at, STR_NONE, "no %s in %.*s", needle, STR_ARG(node->text));
	struct span span = mapped_span(&node->content, at, at + strlen(needle));
	struct position p = source_position(node->content.source, span.off);
	cr_expect(p.line == line && p.column == column, "%s at %u:%u, expected %u:%u", needle,
		p.line, p.column, line, column);
	EXPECT_STR(source_slice(node->content.source, span), str_from(needle));
}

static void
expect_fault(const char *text, uint32_t line, uint32_t column, const char *message)
{
	struct tree *tree = parse(str_from(text));
	cr_assert_geq(tree->faults.n, 1, "no fault in: %s", text);
	struct fault *f = &tree->faults.items[0];
	struct position p = source_position(tree->source, f->span.off);
	cr_expect(p.line == line && p.column == column, "at %u:%u, expected %u:%u: %s", p.line,
		p.column, line, column, text);
	cr_expect(str_contains(f->message, str_from(message)), "got \"%.*s\", expected \"%s\"",
		STR_ARG(f->message), message);
}

Test(yaml, plain_scalars_follow_the_core_schema)
{
	static const struct {
		const char *text;
		enum tree_kind kind;
	} cases[] = { { "on", TREE_STRING }, { "yes", TREE_STRING }, { "No", TREE_STRING },
		{ "true", TREE_BOOL }, { "FALSE", TREE_BOOL }, { "tRue", TREE_STRING },
		{ "null", TREE_NULL }, { "~", TREE_NULL }, { "", TREE_NULL },
		{ "nULL", TREE_STRING }, { "1", TREE_INT }, { "-12", TREE_INT }, { "+7", TREE_INT },
		{ "007", TREE_INT }, { "0o14", TREE_INT }, { "0o18", TREE_STRING },
		{ "0xfF", TREE_INT }, { "-0xff", TREE_STRING }, { "0x", TREE_STRING },
		{ "0b1", TREE_STRING }, { "1_000", TREE_STRING }, { "1.20", TREE_FLOAT },
		{ "1.", TREE_FLOAT }, { ".5", TREE_FLOAT }, { ".", TREE_STRING },
		{ "1e3", TREE_FLOAT }, { "1e", TREE_STRING }, { "-.inf", TREE_FLOAT },
		{ ".NaN", TREE_FLOAT }, { "-.nan", TREE_STRING }, { "1.2.3", TREE_STRING },
		{ "12:30", TREE_STRING }, { "+", TREE_STRING }, { "2024-01-01", TREE_STRING },
		{ "'1'", TREE_STRING }, { "\"true\"", TREE_STRING }, { "!!str 1", TREE_STRING },
		{ "!!int '3'", TREE_INT }, { "!!float 3", TREE_FLOAT },
		{ "!!bool \"true\"", TREE_BOOL }, { "!secret 12", TREE_STRING },
		{ "!!str", TREE_STRING }, { "! 12", TREE_STRING }, { "!!null ~", TREE_NULL } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a, "k: %s\n", cases[i].text);
		struct tree_node *node = tree_get(root_of(text.s), STR("k"));
		cr_assert(node, "%s", cases[i].text);
		cr_expect_eq(node->kind, cases[i].kind, "%s is %d", cases[i].text, node->kind);
	}
	cr_expect(tree_get(root_of("k: True"), STR("k"))->boolean);
	cr_expect(!tree_get(root_of("k: false"), STR("k"))->boolean);
	EXPECT_STR(text_at(root_of("k: 1.20"), "k"), STR("1.20"));
	expect_fault("k: !!int abc", 1, 10, "\"abc\" is not what its tag");
}

Test(yaml, spans_cover_nodes_and_nothing_else)
{
	static const char text[] = "# top\n"
				   "a:\n"
				   "  b: [1, {c: 'x # y'}]   # tail\n"
				   "  d: &anchor !!str  plain # no\n"
				   "  e:\n"
				   "  - one\n"
				   "  - two: 2\n"
				   "\n"
				   "f: &m\n"
				   "  # inside\n"
				   "  g: |\n"
				   "    text\n"
				   "\n"
				   "\n"
				   "h:\n"
				   "i: *anchor\n"
				   "\n"
				   "# end\n";
	struct tree_node *root = root_of(text);
	EXPECT_STR(covered(text, tree_path(root, STR("a.b"))), STR("[1, {c: 'x # y'}]"));
	EXPECT_STR(covered(text, tree_path(root, STR("a.d"))), STR("plain"));
	EXPECT_STR(covered(text, tree_path(root, STR("a.e"))), STR("- one\n  - two: 2"));
	EXPECT_STR(covered(text, tree_path(root, STR("f"))), STR("g: |\n    text"));
	EXPECT_STR(covered(text, tree_path(root, STR("f.g"))), STR("|\n    text"));
	EXPECT_STR(covered(text, tree_path(root, STR("h"))), STR(""));
	EXPECT_STR(covered(text, tree_path(root, STR("i"))), STR("plain"));
	cr_expect_eq(tree_get(root, STR("h"))->span.off, strstr(text, "h:") + 2 - text);
	cr_expect_eq(span_end(root->span), strstr(text, "i: *anchor") + 10 - text);
	EXPECT_STR(covered(text, tree_pair_of(root, STR("f"))->key), STR("f"));
	cr_expect(tree_get(root, STR("i"))->from_alias);
	cr_expect(!tree_path(root, STR("a.d"))->from_alias);
	cr_expect_eq(tree_path(root, STR("a.b"))->style, TREE_FLOW);
	cr_expect_eq(root->style, TREE_BLOCK);
}

Test(yaml, comments_are_told_from_text)
{
	static const char text[] = "# one\n"
				   "a: 'x # no' # two\n"
				   "b: \"# no\"\n"
				   "c: x#no\n"
				   "d: | # three\n"
				   "  # no\n"
				   "\n"
				   "# four\n"
				   "e: [1, # five\n"
				   "  2] # six\n"
				   "f: &x # seven\n"
				   "  - y # eight\n"
				   "g: *x # nine\n"
				   "--- # ten\n"
				   "... # eleven\n"
				   "# twelve\n"
				   "---\n"
				   "h: | # thirteen";
	static const char *expected[] = { "# one", "# two", "# three", "# four", "# five", "# six",
		"# seven", "# eight", "# nine", "# ten", "# eleven", "# twelve", "# thirteen" };
	struct tree *tree = parse(str_from(text));
	cr_assert_eq(tree->faults.n, 0);
	cr_assert_eq(tree->comments.n, sizeof(expected) / sizeof(*expected));
	for (size_t i = 0; i < tree->comments.n; i++)
		EXPECT_STR(
			source_slice(tree->source, tree->comments.items[i]), str_from(expected[i]));
}

Test(yaml, literal_blocks_keep_each_byte_of_a_run_step_in_place)
{
	struct tree_node *root = root_of("n\xc3\xa4me: caf\xc3\xa9\n"
					 "run: |\n"
					 "  go build \xe2\x9c\x93 ./...\n"
					 "\n"
					 "    go test\n"
					 "x: 1\n");
	struct tree_node *run = tree_get(root, STR("run"));
	EXPECT_STR(run->text, STR("go build \xe2\x9c\x93 ./...\n\n  go test\n"));
	cr_expect_eq(run->style, TREE_LITERAL);
	expect_place(run, "build", 3, 6);
	expect_place(run, "./...", 3, 14);
	expect_place(run, "test", 5, 8);
	cr_expect_eq(tree_get(root, STR("x"))->kind, TREE_INT);
}

Test(yaml, block_indicators)
{
	static const struct {
		const char *text, *value;
	} cases[] = { { "k: |\n a\n b\n\n\nz: 1", "a\nb\n" }, { "k: |-\n a\n b\n\nz: 1", "a\nb" },
		{ "k: |+\n a\n\n\nz: 1", "a\n\n\n" }, { "k: |2\n   a\n  b\nz: 1", " a\nb\n" },
		{ "k: |-2\n   a\nz: 1", " a" }, { "k: |2-\n   a\nz: 1", " a" },
		{ "k: |\nz: 1", "" }, { "k: |+\n\n\nz: 1", "\n\n" },
		{ "k: |\n\n\n a\n", "\n\na\n" }, { "k: >\n a\n b\n\n c\n", "a b\nc\n" },
		{ "k: >-\n a\n b", "a b" }, { "k: >\n a\n  b\n c\n", "a\n b\nc\n" },
		{ "k: >\n\n a\n\n\n b\n", "\na\n\nb\n" }, { "k: |\r\n a\r\n b\r\n", "a\nb\n" },
		{ "k: >\r\n a\r\n b\r\n", "a b\n" }, { "k: |\n a\tb \n", "a\tb \n" },
		{ "k: |\n a", "a" }, { "k: |\n", "" },
		{ "k: >\n a\xe2\x80\xa8 b\n c\n",
			"a\xe2\x80\xa8"
			"b c\n" },
		{ "k: |\n a\xc2\x85 b\n", "a\nb\n" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tree_node *k = tree_get(root_of(cases[i].text), STR("k"));
		cr_assert(k, "%s", cases[i].text);
		EXPECT_STR(k->text, str_from(cases[i].value));
		cr_expect(k->text.n == 0 || k->content.segments.n > 1
				|| k->content.segments.items[0].kind == SEGMENT_TEXT,
			"no places: %s", cases[i].text);
	}
}

Test(yaml, folded_and_quoted_text_keeps_its_places)
{
	struct tree_node *root = root_of("\xef\xbb\xbf# \xf0\x9f\x98\x80\n"
					 "f: >-\n"
					 "  one\n"
					 "  two \xc3\xa9 three\n"
					 "\n"
					 "  four\n"
					 "s: '\xc3\xa9 it''s here\n"
					 "  and there'\n"
					 "d: \"\\u00e9\\tx\\\n"
					 "    y  \n"
					 "    z \\\"w\\\"\"\n"
					 "p: one \xc3\xa9 two\n"
					 "   three\n");
	struct tree_node *f = tree_get(root, STR("f"));
	EXPECT_STR(f->text, STR("one two \xc3\xa9 three\nfour"));
	expect_place(f, "two", 4, 3);
	expect_place(f, "three", 4, 9);
	expect_place(f, "four", 6, 3);
	struct span fold = mapped_span(&f->content, 3, 4);
	EXPECT_STR(source_slice(f->content.source, fold), STR("\n  "));
	struct tree_node *s = tree_get(root, STR("s"));
	EXPECT_STR(s->text, STR("\xc3\xa9 it's here and there"));
	expect_place(s, "here", 7, 13);
	expect_place(s, "there", 8, 7);
	struct tree_node *d = tree_get(root, STR("d"));
	EXPECT_STR(d->text, STR("\xc3\xa9\txy z \"w\""));
	EXPECT_STR(source_slice(d->content.source, mapped_span(&d->content, 0, 2)), STR("\\u00e9"));
	expect_place(d, "x", 9, 13);
	expect_place(d, "y", 10, 5);
	expect_place(d, "z", 11, 5);
	expect_place(d, "w", 11, 9);
	struct tree_node *p = tree_get(root, STR("p"));
	EXPECT_STR(p->text, STR("one \xc3\xa9 two three"));
	expect_place(p, "two", 12, 10);
	expect_place(p, "three", 13, 4);
}

Test(yaml, double_quoted_escapes)
{
	struct tree_node *k = tree_get(
		root_of("k: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\\"\\/\\\\\\N\\_\\L\\P\\x41\\u20AC"
			"\\U0001F600\""),
		STR("k"));
	EXPECT_STR(k->text,
		STR("\0\a\b\t\n\v\f\r\x1b \"/\\\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9"
		    "A\xe2\x82\xac\xf0\x9f\x98\x80"));
	cr_expect_gt(k->content.segments.n, 15);
}

Test(yaml, other_line_breaks_do_not_shift_places)
{
	struct tree_node *root = root_of("a: 'x\xe2\x80\xa8y'\nb: \xc3\xa9 here\n");
	expect_place(tree_get(root, STR("b")), "here", 2, 6);
	struct tree_node *k = tree_get(root_of("a: \xc3\xa9\r\nk: v\r\n"), STR("k"));
	expect_place(k, "v", 2, 4);
}

Test(yaml, places_hold_far_into_multi_byte_text)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 300; i++)
		buf_printf(&text, "k%d: \xe2\x82\xac\xc3\xa9 v%d\n", i, i);
	struct tree *tree = parse(buf_str(&text));
	cr_assert_eq(tree->documents.n, 1);
	for (int i = 0; i < 300; i++)
		expect_place(tree_get(tree->documents.items[0], arena_printf(a, "k%d", i)),
			arena_printf(a, "v%d", i).s, (uint32_t)i + 1,
			i < 10            ? 8
				: i < 100 ? 9
					  : 10);
}

Test(yaml, aliases_and_merge_keys)
{
	struct tree_node *root = root_of("base: &base {a: 1, b: 2}\n"
					 "more: &more\n"
					 "  <<: *base\n"
					 "  b: 3\n"
					 "  c: 4\n"
					 "list:\n"
					 "  c: own\n"
					 "  <<: [*base, *more]\n"
					 "  d: 5\n"
					 "inline: {<<: {x: 1}}\n"
					 "tagged: {!!merge <<: {x: 2}}\n"
					 "quoted: {'<<': 1}\n");
	EXPECT_STR(text_at(root, "more.a"), STR("1"));
	EXPECT_STR(text_at(root, "more.b"), STR("3"));
	EXPECT_STR(text_at(root, "list.b"), STR("2"));
	EXPECT_STR(text_at(root, "list.c"), STR("own"));
	EXPECT_STR(text_at(root, "inline.x"), STR("1"));
	EXPECT_STR(text_at(root, "quoted.<<"), STR("1"));
	EXPECT_STR(text_at(root, "tagged.x"), STR("2"));
	struct tree_node *list = tree_get(root, STR("list"));
	cr_assert_eq(list->pairs.n, 4);
	static const char *keys[] = { "c", "d", "a", "b" };
	for (size_t i = 0; i < 4; i++) {
		EXPECT_STR(list->pairs.items[i].key->text, str_from(keys[i]));
		cr_expect_eq(list->pairs.items[i].merged, i >= 2);
	}
	expect_fault("a: {<<: 1}", 1, 9, "the value of << must be a mapping");
	expect_fault("a: {<<: [{}, x]}", 1, 14, "the value of << must be a mapping");
}

Test(yaml, aliases_that_lead_nowhere_are_faults)
{
	expect_fault("a: *x", 1, 4, "alias *x has no anchor before it");
	expect_fault("a: &x [1, *x]", 1, 11, "alias *x stands inside the node that it names");
	expect_fault("a: &x 1\n---\nb: *x\n", 3, 4, "no anchor");
	expect_fault("a: &x {<<: *x}", 1, 12, "inside the node");
	struct tree_node *root = root_of("a: &x 1\nb: &x 2\nc: *x\n");
	EXPECT_STR(text_at(root, "c"), STR("2"));
}

static size_t
count_nodes(const struct tree_node *node, size_t limit)
{
	size_t n = 1;
	for (size_t i = 0; i < node->pairs.n && n < limit; i++)
		n += 1 + count_nodes(node->pairs.items[i].value, limit - n);
	for (size_t i = 0; i < node->items.n && n < limit; i++)
		n += count_nodes(node->items.items[i], limit - n);
	return n;
}

Test(yaml, alias_expansion_is_bounded)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n"));
	for (int i = 1; i < 12; i++) {
		buf_printf(&text, "l%d: &l%d [", i, i);
		for (int j = 0; j < 10; j++)
			buf_printf(&text, "*l%d,", i - 1);
		buf_add(&text, STR("]\n"));
	}
	struct tree *tree = parse(buf_str(&text));
	cr_assert_geq(tree->faults.n, 1);
	cr_expect(str_contains(tree->faults.items[0].message, STR("makes the tree too large")));
	cr_expect_leq(count_nodes(tree->documents.items[0], 1000000), TREE_MAX_ALIAS_NODES + 500);
}

Test(yaml, depth_is_bounded_with_aliases_too)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 5000; i++)
		buf_add_char(&text, '[');
	struct tree *tree = parse(buf_str(&text));
	cr_assert_eq(tree->faults.n, 1);
	cr_expect(str_contains(tree->faults.items[0].message, STR("deeper than 200")));
	size_t depth = 0;
	for (struct tree_node *n = tree->documents.items[0]; n; depth++)
		n = n->items.n ? n->items.items[0] : NULL;
	cr_expect_eq(depth, TREE_MAX_DEPTH);
	text = buf_new(a);
	buf_add(&text, STR("a0: &a0 [x]\n"));
	for (int i = 1; i < 300; i++)
		buf_printf(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	tree = parse(buf_str(&text));
	cr_assert_geq(tree->faults.n, 1);
	cr_expect(str_contains(tree->faults.items[0].message, STR("too deep")));
}

Test(yaml, duplicate_keys_are_faults)
{
	expect_fault("a: 1\nb: 2\n\na: 3\n", 4, 1, "duplicate key \"a\", first defined in line 1");
	expect_fault("x: {k: 1, \"k\": 2}", 1, 11, "duplicate key \"k\"");
	expect_fault("x:\n  <<: {}\n  <<: {}\n", 3, 3, "duplicate key \"<<\"");
	struct tree *tree = parse(STR("a: 1\na: 2\n"));
	EXPECT_STR(text_at(tree->documents.items[0], "a"), STR("2"));
	cr_expect_eq(tree->documents.items[0]->pairs.n, 2);
}

Test(yaml, syntax_errors_point_at_their_cause)
{
	expect_fault("a:\n\tb: 1\n", 2, 1, "tab");
	expect_fault("a: b: c\n", 1, 5, "unexpected ':'");
	expect_fault("a: 1\nb\nc: 2\n", 2, 1, "expected ':' after this key");
	expect_fault("a: 'open\nb: 2\n", 1, 4, "closing quote is missing");
	expect_fault("a: [1, 2\nb: 3\n", 2, 2, "',' or ']'");
	expect_fault("a: @x\n", 1, 4, "can't start with '@'");
	expect_fault("a: \"\\q\"\n", 1, 5, "unknown escape");
	expect_fault("a:\n  - 1\n  b: 2\n", 3, 3, "expected '-'");
	expect_fault("\xc3\xa9: \xff\n", 1, 4, "not valid UTF-8");
	expect_fault("a: \x01\n", 1, 4, "control characters");
	expect_fault("a: !x!y z\n", 1, 4, "undefined tag handle");
}

Test(yaml, what_came_before_an_error_is_kept)
{
	struct tree *tree = parse(STR("a: 1\nb:\n  c: [x, y]\n  d: ]\n"));
	cr_assert_eq(tree->faults.n, 1);
	cr_assert_eq(tree->documents.n, 1);
	struct tree_node *root = tree->documents.items[0];
	EXPECT_STR(text_at(root, "a"), STR("1"));
	cr_expect_eq(tree_path(root, STR("b.c"))->items.n, 2);
	cr_expect(!tree_path(root, STR("b.d")), "a value that could not be read");
	cr_expect(tree_get(root, STR("b"))->is_cut);
}

/* What is marked is not known to be absent; a line that is deeper can't have held a key. */
Test(yaml, what_may_have_lost_something_is_marked)
{
	static const struct {
		const char *text, *path; /* "": the root */
		bool is_cut;
	} cases[] = {
		{ "a:\n  b: 1: 2\n  c: 3\nd:\n  e: 4\n", "a", true },
		{ "a:\n  b: 1: 2\n  c: 3\nd:\n  e: 4\n", "", false },
		{ "a:\n  b: 1: 2\n  c: 3\nd:\n  e: 4\n", "d", false },
		{ "a: x\n b: y\nc:\n  d: 1\n", "", true },
		{ "a: x\n b: y\nc:\n  d: 1\n", "c", false },
		{ "a:\n  b: {c: 1}\n d: 2\ne: 3\n", "a", true },
		{ "a:\n  b: {c: 1}\n d: 2\ne: 3\n", "a.b", true },
		{ "a:\n  b: [c: [1\nd:\n  e: 3\n", "a", true },
		{ "a:\n  b: [c: [1\nd:\n  e: 3\n", "d", false },
		{ "a:\n  b: c\n@\nd:\n  e: 3\n", "", true },
		{ "a:\n  b: c\n@\nd:\n  e: 3\n", "d", false },
		{ "x: &x {a: 1\n  b: 2\ny:\n  <<: *x\n  c: 3\n", "y", true },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tree *tree = parse(str_from(cases[i].text));
		cr_assert(tree->is_cut && tree->documents.n == 1, "%s", cases[i].text);
		const struct tree_node *node = tree->documents.items[0];
		cr_expect(!tree_is_whole(node), "%s", cases[i].text);
		if (*cases[i].path)
			node = tree_path(node, str_from(cases[i].path));
		cr_assert(node, "%s has no %s", cases[i].text, cases[i].path);
		cr_expect_eq(node->is_cut, cases[i].is_cut, "%s: %s", cases[i].text, cases[i].path);
	}
	cr_expect(tree_is_whole(root_of("a: {b: [1]}\n")));
}

/* What stands on a faulty line is not to be trusted, what follows is read as if it were not. */
Test(yaml, reading_goes_on_after_an_error)
{
	static const struct {
		const char *text, *paths; /* each with its value, "-" where there is none */
	} cases[] = {
		{ "a: b: c\nd: e\n", "a=- d=e" },
		{ "a:\n  b: [1, 2\n  c: 3\nd: 4\n", "a.b=- a.c=3 d=4" },
		{ "a:\n  b: {c: [1,\n  2], d e: f: g,\n}\nd: 4\n", "a.b=- d=4" },
		{ "a:\n- b: 'x\n  c: 1\n- d: 2\ne:\n- f: 1: 2\n  g: 3\nh: 4\n", "e=- h=4" },
		{ "a: |x\n  b: 1\n  c: 2\nd: 4\n", "a=- b=- d=4" },
		{ "a: |\n  b: 1\n c: 2\n  d: 3\ne: 4\n", "b=- c=- d=- e=4" },
		{ "\xc3\xa9: \"\\q\"\n\xc3\xbc: \xe2\x82\xac\nb: @\nc: 1\n",
			"\xc3\xbc=\xe2\x82\xac c=1" },
		{ "\xef\xbb\xbf"
		  "a: \x01 @: x: y\r\nc: 1\r\n",
			"a=- c=1" },
		{ "a: 1\n--- [\n---\nb: 2\n", "b=2" },
		{ "a: &x [1\nb: *x\nc: 1\n", "c=1" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tree *tree = parse(str_from(cases[i].text));
		cr_assert(tree->faults.n && tree->documents.n, "%s", cases[i].text);
		struct tree_node *root = tree->documents.items[tree->documents.n - 1];
		struct str rest = str_from(cases[i].paths), field, path, value;
		while (str_next_field(&rest, ' ', &field)) {
			struct str text = STR("-");
			cr_assert(str_cut(field, '=', &path, &value));
			(void)tree_scalar(tree_path(root, path), &text);
			cr_expect(str_eq(text, value), "%s: %.*s is %.*s", cases[i].text,
				STR_ARG(path), STR_ARG(text));
		}
	}
}

Test(yaml, what_reading_on_costs_is_bounded)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "k%d: @\n", i);
	struct tree *tree = parse(buf_str(&text));
	struct fault *last = vec_last(&tree->faults);
	cr_expect_eq(tree->faults.n, 101);
	cr_expect(str_contains(last->message, STR("too many errors")));
	cr_expect_eq(source_position(tree->source, last->span.off).line, 101);
	text = buf_new(a);
	for (int i = 0; i < 50; i++) /* each runs to the end of the file */
		buf_printf(&text, "k%d: [\n", i);
	for (int i = 0; i < 20000; i++)
		buf_add(&text, STR(" x,\n"));
	tree = parse(buf_str(&text));
	cr_expect(str_contains(vec_last(&tree->faults)->message, STR("too many errors")));
	cr_expect_lt(tree->faults.n, 20);
}

Test(yaml, malformed_bytes_do_not_shift_places)
{
	struct tree *tree = parse(STR("a: \xff\x01 x\nb: \xfe here\n"));
	cr_assert_eq(tree->faults.n, 2);
	struct tree_node *root = tree->documents.items[0];
	EXPECT_STR(text_at(root, "a"), STR("\xef\xbf\xbd\xef\xbf\xbd x"));
	expect_place(tree_get(root, STR("b")), "here", 2, 6);
}

Test(yaml, documents)
{
	struct tree *tree = parse(STR("a: 1\n---\n- b\n---\n...\n---\n&x c\n"));
	cr_assert_eq(tree->faults.n, 0);
	cr_assert_eq(tree->documents.n, 4);
	cr_expect(tree_is(tree->documents.items[1], TREE_SEQUENCE));
	cr_expect(tree_is(tree->documents.items[2], TREE_NULL));
	EXPECT_STR(source_slice(tree->source, tree->documents.items[3]->span), STR("c"));
	cr_expect_eq(parse(STR(""))->documents.n, 0);
	cr_expect_eq(parse(STR("# only\n"))->documents.n, 0);
	cr_expect_eq(parse(STR("\xef\xbb\xbf"))->faults.n, 0);
	cr_expect_eq(parse(STR("a: '\xef\xbb\xbf"
			       "b'\n"))
			     ->faults.n,
		0);
}

Test(yaml, lookups_are_safe_on_anything)
{
	struct tree_node *root = root_of("a: {b: [1]}\nn:\n? [x]\n: y\n");
	struct str text;
	cr_expect(!tree_get(NULL, STR("a")));
	cr_expect(!tree_path(root, STR("a.b.c")));
	cr_expect(!tree_path(root, STR("a.x.y")));
	cr_expect(!tree_scalar(tree_get(root, STR("n")), &text));
	cr_expect(!tree_scalar(tree_get(root, STR("a")), &text));
	cr_expect(!tree_scalar(NULL, &text));
	cr_expect(!tree_is(NULL, TREE_NULL));
}

Test(yaml, every_prefix_is_read)
{
	struct str text =
		STR("\xef\xbb\xbf%YAML 1.2\n--- # c\na: &x !!str 'it''s'\nb: [*x, \"\\u00e9\\\n"
		    "  \\x41\", {<<: {k: v}}]\nc: |2-\n    x\r\n   y\n\nd: >+\n  a\n\n  b\n"
		    "? e\n: - f\n  - - g\n...\n---\n\xe2\x80\xa8 z");
	for (size_t n = 0; n <= text.n; n++) {
		struct str copy = { memcpy(arena_alloc(a, n, 1), text.s, n), n };
		struct tree *tree = parse(copy);
		for (size_t i = 0; i < tree->documents.n; i++)
			cr_expect_leq(span_end(tree->documents.items[i]->span), n);
		for (size_t i = 0; i < tree->faults.n; i++)
			cr_expect_leq(span_end(tree->faults.items[i].span), n);
	}
}
