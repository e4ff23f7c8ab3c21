/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "support.h"
#include "syntax/tree/tree.h"

TestSuite(json, .init = set_up, .fini = tear_down);

static struct tree *
parse(struct str text, enum json_dialect dialect)
{
	return json_parse(a, source_new(a, STR("x.json"), text), dialect);
}

static struct tree_node *
root_of(struct str text, enum json_dialect dialect)
{
	struct tree *tree = parse(text, dialect);
	struct str first = tree->faults.n ? tree->faults.items[0].message : STR("");
	cr_assert_eq(tree->faults.n, 0, "unexpected: %.*s", STR_ARG(first));
	cr_assert_eq(tree->documents.n, 1);
	return tree->documents.items[0];
}

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
}

Test(json, values_and_their_spans)
{
	struct str text = STR("\xef\xbb\xbf{\"n\": null, \"t\": true, \"f\": false,\n"
			      " \"i\": -12, \"d\": 1.5e+3, \"s\": \"x\",\n"
			      " \"l\": [1, [ ] , {}], \"o\": {\"p\": {\"q\": 0}}}\n");
	struct tree_node *root = root_of(text, JSON_STRICT);
	static const struct {
		const char *path;
		enum tree_kind kind;
		const char *covered;
	} cases[] = { { "n", TREE_NULL, "null" }, { "t", TREE_BOOL, "true" },
		{ "f", TREE_BOOL, "false" }, { "i", TREE_INT, "-12" },
		{ "d", TREE_FLOAT, "1.5e+3" }, { "s", TREE_STRING, "\"x\"" },
		{ "l", TREE_SEQUENCE, "[1, [ ] , {}]" }, { "o.p", TREE_MAPPING, "{\"q\": 0}" },
		{ "o.p.q", TREE_INT, "0" } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tree_node *node = tree_path(root, str_from(cases[i].path));
		cr_assert(node, "%s", cases[i].path);
		cr_expect_eq(node->kind, cases[i].kind, "%s", cases[i].path);
		EXPECT_STR(str_slice(text, node->span.off, span_end(node->span)),
			str_from(cases[i].covered));
	}
	cr_expect(tree_get(root, STR("t"))->boolean);
	cr_expect(!tree_get(root, STR("f"))->boolean);
	cr_expect_eq(tree_get(root, STR("l"))->items.n, 3);
	EXPECT_STR(tree_get(root, STR("s"))->text, STR("x"));
	EXPECT_STR(tree_get(root, STR("i"))->text, STR("-12"));
}

Test(json, numbers_of_each_dialect)
{
	static const struct {
		const char *text;
		bool strict, json5;
		enum tree_kind kind;
	} cases[] = { { "0", true, true, TREE_INT }, { "-0", true, true, TREE_INT },
		{ "10", true, true, TREE_INT }, { "1.25", true, true, TREE_FLOAT },
		{ "1E-2", true, true, TREE_FLOAT }, { "01", false, false, 0 },
		{ "-01", false, false, 0 }, { "1e", false, false, 0 }, { "1e+", false, false, 0 },
		{ "-", false, false, 0 }, { ".", false, false, 0 }, { "1.2.3", false, false, 0 },
		{ "12a", false, false, 0 }, { "--1", false, false, 0 },
		{ "+1", false, true, TREE_INT }, { ".5", false, true, TREE_FLOAT },
		{ "5.", false, true, TREE_FLOAT }, { "5.e2", false, true, TREE_FLOAT },
		{ "0xfF", false, true, TREE_INT }, { "-0X1", false, true, TREE_INT },
		{ "0x", false, false, 0 }, { "0xg", false, false, 0 },
		{ "Infinity", false, true, TREE_FLOAT }, { "-Infinity", false, true, TREE_FLOAT },
		{ "+NaN", false, true, TREE_FLOAT } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (enum json_dialect d = JSON_STRICT; d <= JSON_JSON5; d++) {
			bool good = d == JSON_JSON5 ? cases[i].json5 : cases[i].strict;
			struct tree *tree = parse(str_from(cases[i].text), d);
			cr_expect_eq(
				tree->faults.n, good ? 0 : 1, "%s in dialect %d", cases[i].text, d);
			cr_assert_eq(tree->documents.n, 1);
			enum tree_kind kind = good ? cases[i].kind : TREE_STRING;
			cr_expect_eq(tree->documents.items[0]->kind, kind, "%s", cases[i].text);
		}
	}
}

Test(json, strings_keep_the_place_of_each_byte)
{
	struct tree_node *root = root_of(STR("{\"k\xc3\xa9y\": \"\xe2\x82\xac a\\n\\u00e9 b "
					     "\\ud83d\\ude00 c \\\"d\\\" \\ud800 e\"}"),
		JSON_STRICT);
	struct tree_node *node = tree_get(root, STR("k\xc3\xa9y"));
	EXPECT_STR(node->text,
		STR("\xe2\x82\xac a\n\xc3\xa9 b \xf0\x9f\x98\x80 c \"d\" \xef\xbf\xbd e"));
	expect_place(node, "a", 1, 12);
	expect_place(node, "\n", 1, 13);
	expect_place(node, "b", 1, 22);
	expect_place(node, "\xf0\x9f\x98\x80", 1, 24);
	expect_place(node, "c", 1, 37);
	expect_place(node, "d", 1, 41);
	expect_place(node, "e", 1, 52);
	size_t smile = str_find(node->text, STR("\xf0\x9f\x98\x80"), 0);
	EXPECT_STR(
		source_slice(node->content.source, mapped_span(&node->content, smile, smile + 4)),
		STR("\\ud83d\\ude00"));
}

Test(json, json5_forms)
{
	struct tree_node *root =
		root_of(STR("// top\n"
			    "{\n"
			    "  unquoted$_1: 'it\\'s \"x\"', /* c */ 'q': \"a\\\n"
			    "b\\x41\\v\\0\\q\\\r\nc\",\n"
			    "  \xc3\xa9t\\u00e9: [1, +.5, ], Infinity: -Infinity,\n"
			    "  \xc2\xa0null\xe2\x80\xa8: null,\n"
			    "}\n"),
			JSON_JSON5);
	EXPECT_STR(tree_get(root, STR("unquoted$_1"))->text, STR("it's \"x\""));
	struct tree_node *q = tree_get(root, STR("q"));
	EXPECT_STR(q->text, STR("abA\v\0qc"));
	expect_place(q, "b", 4, 1);
	expect_place(q, "c", 5, 1);
	cr_expect_eq(tree_get(root, STR("\xc3\xa9t\xc3\xa9"))->items.n, 2);
	cr_expect(tree_is(tree_get(root, STR("Infinity")), TREE_FLOAT));
	cr_expect(tree_is(tree_get(root, STR("null")), TREE_NULL));
	cr_expect_eq(tree_pair_of(root, STR("q"))->key->style, TREE_SINGLE_QUOTED);
	cr_expect_eq(tree_pair_of(root, STR("null"))->key->style, TREE_PLAIN);
}

Test(json, comments_and_trailing_commas_by_dialect)
{
	struct str text = STR("// a\n{\"k\": [1, /* b\n */ 2,], \"u\": \"http://x\",\n} // c");
	static const char *expected[] = { "// a", "/* b\n */", "// c" };
	static const size_t faults[] = { 5, 0, 0 };
	for (enum json_dialect d = JSON_STRICT; d <= JSON_JSON5; d++) {
		struct tree *tree = parse(text, d);
		cr_expect_eq(tree->faults.n, faults[d], "dialect %d has %zu", d, tree->faults.n);
		cr_assert_eq(tree->comments.n, 3);
		for (size_t i = 0; i < 3; i++)
			EXPECT_STR(source_slice(tree->source, tree->comments.items[i]),
				str_from(expected[i]));
		cr_expect_eq(tree_get(tree->documents.items[0], STR("k"))->items.n, 2);
	}
}

struct fault_case {
	enum json_dialect dialect;
	const char *text;
	uint32_t line, column;
	const char *message;
};

static const struct fault_case fault_cases[] = {
	{ JSON_STRICT, "", 1, 1, "expected a value" },
	{ JSON_STRICT, " \n", 2, 1, "expected a value" },
	{ JSON_STRICT, "{} x", 1, 4, "nothing may follow" },
	{ JSON_STRICT, "{\"a\": 1,\n \"a\": 2}", 2, 2,
		"duplicate key \"a\", first defined in line 1" },
	{ JSON_JSON5, "{a: 1, 'a': 2}", 1, 8, "duplicate key" },
	{ JSON_STRICT, "{\"a\": 1,}", 1, 8, "trailing comma" },
	{ JSON_STRICT, "[1,]", 1, 3, "trailing comma" },
	{ JSON_STRICT, "{a: 1}", 1, 2, "a key needs double quotes" },
	{ JSON_JSONC, "{'a': 1}", 1, 2, "a string needs double quotes" },
	{ JSON_JSON5, "{1a: 1}", 1, 2, "not an identifier" },
	{ JSON_STRICT, "{\"a\" 1}", 1, 6, "expected ':'" },
	{ JSON_STRICT, "{\"a\"}", 1, 5, "expected ':'" },
	{ JSON_STRICT, "{\"a\": }", 1, 7, "expected a value" },
	{ JSON_STRICT, "{\"a\": 1 \"b\": 2}", 1, 9, "expected ',' or }" },
	{ JSON_STRICT, "[1 2]", 1, 4, "expected ',' or ]" },
	{ JSON_STRICT, "[1}", 1, 3, "expected ]" },
	{ JSON_STRICT, "[[1]", 1, 1, "the closing ] is missing" },
	{ JSON_STRICT, "{\"a\": 1", 1, 1, "the closing } is missing" },
	{ JSON_STRICT, "[\"a\n]", 1, 2, "the closing quote is missing" },
	{ JSON_STRICT, "\"a\\x41\"", 1, 3, "unknown escape" },
	{ JSON_JSON5, "'\\1'", 1, 2, "unknown escape" },
	{ JSON_JSON5, "'\\x4'", 1, 2, "unknown escape" },
	{ JSON_STRICT, "\"\\u12g4\"", 1, 2, "four hexadecimal digits" },
	{ JSON_STRICT, "\"a\tb\"", 1, 3, "control characters" },
	{ JSON_STRICT, "\"\xc3\xa9\xff\"", 1, 3, "not valid UTF-8" },
	{ JSON_STRICT, "[yes]", 1, 2, "a string needs quotes" },
	{ JSON_STRICT, "[NaN]", 1, 2, "a string needs quotes" },
	{ JSON_JSONC, "[1] /* x", 1, 5, "not closed" },
	{ JSON_STRICT, "[1,,2]", 1, 4, "expected a value" },
	{ JSON_STRICT, "{: 1}", 1, 2, "expected a key" },
	{ JSON_STRICT, "{[1]: 1}", 1, 2, "expected a key" },
};

Test(json, faults_point_at_their_cause)
{
	for (size_t i = 0; i < COUNT(fault_cases); i++) {
		const struct fault_case *c = &fault_cases[i];
		struct tree *tree = parse(str_from(c->text), c->dialect);
		cr_assert_geq(tree->faults.n, 1, "no fault in: %s", c->text);
		struct fault *f = &tree->faults.items[0];
		struct position p = source_position(tree->source, f->span.off);
		cr_expect(p.line == c->line && p.column == c->column,
			"at %u:%u, expected %u:%u: %s", p.line, p.column, c->line, c->column,
			c->text);
		cr_expect(str_contains(f->message, str_from(c->message)), "%s: %.*s", c->text,
			STR_ARG(f->message));
	}
}

Test(json, reading_goes_on_after_a_fault)
{
	struct tree *tree = parse(
		STR("{\"a\": @, \"b\": 1 \"c\": [1, :, 2], : 3, \"d\": {\"e\" 4}, \"f\": \"x\n,\"g\": 5}"),
		JSON_STRICT);
	struct tree_node *root = tree->documents.items[0];
	static const char *scalars[][2] = { { "b", "1" }, { "d.e", "4" }, { "f", "x" },
		{ "g", "5" } };
	for (size_t i = 0; i < COUNT(scalars); i++) {
		struct str text = STR("(nothing)");
		(void)tree_scalar(tree_path(root, str_from(scalars[i][0])), &text);
		EXPECT_STR(text, str_from(scalars[i][1]));
	}
	struct tree_node *c = tree_get(root, STR("c"));
	EXPECT_STR(c->items.items[c->items.n - 1]->text, STR("2"));
}

Test(json, the_last_of_duplicate_keys_counts)
{
	struct tree *tree = parse(STR("{\"a\": 1, \"a\": 2}"), JSON_STRICT);
	EXPECT_STR(tree_get(tree->documents.items[0], STR("a"))->text, STR("2"));
}

Test(json, depth_and_faults_are_bounded)
{
	for (int object = 0; object < 2; object++) {
		struct buf text = buf_new(a);
		for (int i = 0; i < 100000; i++)
			buf_add(&text, object ? STR("{\"a\":") : STR("["));
		struct tree *tree = parse(buf_str(&text), JSON_STRICT);
		cr_assert_eq(tree->faults.n, 1);
		cr_expect(str_contains(tree->faults.items[0].message, STR("deeper than 200")));
	}
	struct buf text = buf_new(a);
	buf_add(&text, STR("["));
	for (int i = 0; i < 100000; i++)
		buf_add(&text, STR("@,"));
	cr_expect_leq(parse(buf_str(&text), JSON_STRICT)->faults.n, 200);
}

Test(json, every_prefix_is_read)
{
	struct str text =
		STR("\xef\xbb\xbf// c\n{\"a\": [1.5e3, -0x1F, 'x\\\n\\u00e9\\ud83d\\ude00',], "
		    "/* \xe2\x82\xac */ b$: {\"c\": true, d: null,},}");
	for (size_t n = 0; n <= text.n; n++) {
		struct str copy = { memcpy(arena_alloc(a, n, 1), text.s, n), n };
		for (enum json_dialect d = JSON_STRICT; d <= JSON_JSON5; d++) {
			struct tree *tree = parse(copy, d);
			cr_expect(n == text.n || tree->faults.n, "prefix of %zu is no JSON", n);
			for (size_t i = 0; i < tree->faults.n; i++)
				cr_expect_leq(span_end(tree->faults.items[i].span), n);
		}
	}
}
