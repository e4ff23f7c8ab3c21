/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for every parser and every text, tested on the neutral tree over the seeds of
 * the fuzz targets and the examples.
 */
#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#include "base/io.h"
#include "base/path.h"
#include "base/utf8.h"
#include "syntax/ast.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* --- the formats ---------------------------------------------------------------------- */

static const struct format {
	const char *folder;          /* of the seeds; NULL: only files of that name */
	const char *example;         /* path of an example, or NULL */
	const char *cr_matters;      /* where this is in a text, a CR is a part of it */
	const char *newline_matters; /* likewise, a final newline */
	bool skips_bom;              /* a byte-order mark is no part of the text */
	const char *kind;            /* of the texts, for ast_kind_named() */
} formats[] = {
	/* BuildKit leaves the CR in here-documents. */
	{ "dockerfile", "examples/shop/Dockerfile", "<<", NULL, true, "dockerfile" },
	{ "shell", NULL, NULL, NULL, false, "bash" },
	{ "gomod", "examples/shop/go.mod", NULL, NULL, false, "gomod" },
	{ "gomod", NULL, NULL, NULL, false, "gowork" },
	{ "makefile", "examples/shop/Makefile", NULL, NULL, false, "makefile" },
	/* It belongs to a block scalar. */
	{ "yaml", "examples/shop/deploy/pod.yaml", NULL, ">", true, "yaml" },
	{ "json", "examples/shop/renovate.json", NULL, NULL, true, "json" },
	{ "json", NULL, NULL, NULL, true, "json5" },
};

static struct ast_node *
read_as(const struct format *format, struct arena *a, const struct source *source)
{
	return ast_kind_named(str_from(format->kind))->read(a, source);
}

/* --- the texts ------------------------------------------------------------------------ */

typedef void text_check(const struct format *format, struct str path, struct str text);

static void
check_file(struct arena *a, const struct format *format, struct str path, text_check *check)
{
	struct str text, error = { 0 };
	cr_assert(io_read_file(a, path.s, SOURCE_MAX_SIZE, &text, &error), "%.*s: %.*s",
		STR_ARG(path), STR_ARG(error));
	check(format, path, text);
}

static struct str
source_path(struct arena *a, const char *path)
{
	return arena_printf(a, "%s/%s", TEST_SOURCE_ROOT, path);
}

/* Runs a check over every text of every format. */
static void
for_all_texts(text_check *check)
{
	for (size_t i = 0; i < COUNT(formats); i++) {
		struct arena *a = arena_new();
		struct str dir = path_join(a, source_path(a, "tests/fuzz/seeds"),
				   str_from(formats[i].folder)),
			   error;
		struct io_entries entries = { 0 };
		cr_assert(io_list_dir(a, arena_str(a, dir).s, &entries, &error), "%.*s",
			STR_ARG(dir));
		cr_assert(entries.n > 0);
		vec_for(const struct io_entry, entry, &entries)
			check_file(a, &formats[i], arena_str(a, path_join(a, dir, entry->name)),
				check);
		if (formats[i].example)
			check_file(a, &formats[i], source_path(a, formats[i].example), check);
		arena_free(a);
	}
}

/* --- places --------------------------------------------------------------------------- */

static bool
is_inside_character(struct str text, size_t at)
{
	for (size_t back = 1; back < 4 && back <= at; back++) {
		size_t n = utf8_decode(text, at - back, NULL);
		if (n)
			return n > back;
	}
	return false;
}

/* Groups list what is scattered over the file; `meaning` lists the tokens before it anew. */
static bool
is_group(const struct ast_node *node)
{
	return strcmp(node->kind, "comments") == 0 || strcmp(node->kind, "faults") == 0
		|| strcmp(node->kind, "meaning") == 0;
}

struct place_check {
	struct str path, text;
};

/*
 * The body of a here-document lies after the line that its operator is in; its operator, in a
 * Dockerfile, in a word or script that comes before it.
 */
static bool
lies_elsewhere(const struct ast_node *node)
{
	return strcmp(node->kind, "body") == 0 || strcmp(node->kind, "heredoc") == 0;
}

static void
check_places(const struct place_check *c, const struct ast_node *node)
{
	size_t from = node->span.off, to = span_end(node->span), last = from;
	cr_assert(to <= c->text.n, "%.*s: %s ends at %zu of %zu", STR_ARG(c->path), node->kind, to,
		c->text.n);
	cr_assert(!is_inside_character(c->text, from) && !is_inside_character(c->text, to),
		"%.*s: %s at %zu-%zu cuts a character", STR_ARG(c->path), node->kind, from, to);
	for (size_t i = 0; i < node->children.n; i++) {
		const struct ast_node *child = node->children.items[i];
		check_places(c, child);
		if (is_group(child) || lies_elsewhere(child))
			continue;
		size_t start = child->span.off, end = span_end(child->span);
		cr_assert(is_group(node) || (start >= last && end <= to),
			"%.*s: %s at %zu-%zu comes before %zu or after its parent, %s at %zu-%zu",
			STR_ARG(c->path), child->kind, start, end, last, node->kind, from, to);
		last = end;
	}
}

static void
check_tree_places(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	struct place_check c = { path, text };
	check_places(&c, read_as(format, a, source_new(a, path, text)));
	arena_free(a);
}

Test(properties, children_lie_in_order_inside_their_parents)
{
	for_all_texts(check_tree_places);
}

static void
check_prefixes(const struct format *format, struct str path, struct str text)
{
	for (size_t n = 0; n < text.n; n++) {
		/* A copy of that length, so that a sanitizer sees what is read past it. */
		struct arena *a = arena_new();
		check_tree_places(format, path, arena_str(a, str_slice(text, 0, n)));
		arena_free(a);
	}
}

Test(properties, every_prefix_parses)
{
	for_all_texts(check_prefixes);
}

/* --- variants ------------------------------------------------------------------------- */

static struct str
tree_text(struct arena *a, const struct format *format, struct str path, struct str text)
{
	struct buf out = buf_new(a);
	ast_print_sexp(&out, read_as(format, a, source_new(a, path, text)), false);
	return buf_str(&out);
}

static void
expect_same(struct arena *a, const struct format *format, struct str path, struct str text,
	struct str variant)
{
	struct str one = tree_text(a, format, path, text);
	struct str other = tree_text(a, format, path, variant);
	cr_expect(str_eq(one, other), "%.*s as %s: one tree is\n%.*s\nthe other\n%.*s",
		STR_ARG(path), format->folder, STR_ARG(one), STR_ARG(other));
}

static struct str
with_crlf(struct arena *a, struct str text)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			buf_add_char(&out, '\r');
		buf_add_char(&out, text.s[i]);
	}
	return buf_str(&out);
}

static void
check_crlf(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	bool matters = format->cr_matters && str_contains(text, str_from(format->cr_matters));
	if (!matters && !str_contains(text, STR("\r")))
		expect_same(a, format, path, text, with_crlf(a, text));
	arena_free(a);
}

Test(properties, crlf_changes_nothing)
{
	for_all_texts(check_crlf);
}

static void
check_final_newline(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	bool matters =
		format->newline_matters && str_contains(text, str_from(format->newline_matters));
	/* After a continuation there is something to end. */
	if (!matters && str_ends(text, STR("\n")) && !str_ends(text, STR("\\\n"))
		&& !str_ends(text, STR("`\n")))
		expect_same(a, format, path, text, str_slice(text, 0, text.n - 1));
	arena_free(a);
}

Test(properties, a_final_newline_changes_nothing)
{
	for_all_texts(check_final_newline);
}

static void
check_bom(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	if (format->skips_bom && !str_starts(text, STR(UTF8_BOM))) {
		struct str marked = arena_printf(a, UTF8_BOM "%.*s", STR_ARG(text));
		if (marked.n == text.n + 3)
			expect_same(a, format, path, text, marked);
	}
	arena_free(a);
}

Test(properties, a_byte_order_mark_changes_nothing)
{
	for_all_texts(check_bom);
}

/* --- cost ----------------------------------------------------------------------------- */

static double
seconds_for(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	clock_t before = clock();
	(void)read_as(format, a, source_new(a, path, text));
	clock_t after = clock();
	arena_free(a);
	return (double)(after - before) / CLOCKS_PER_SEC;
}

static struct str
repeated(struct arena *a, struct str text, size_t size)
{
	struct buf out = buf_new(a);
	while (out.n < size)
		buf_add(&out, text);
	return buf_str(&out);
}

/* Ten times the text may take 40 times as long, on a busy machine, where a square takes 100. */
static void
check_cost(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	struct str small = repeated(a, text, 20000), large = repeated(a, text, 200000);
	struct str largest = repeated(a, text, 2000000);
	bool linear = text.n == 0;
	for (int attempt = 0; attempt < 5 && !linear; attempt++) {
		double t = seconds_for(format, path, small) + 0.0005;
		double t10 = seconds_for(format, path, large) + 0.0005;
		linear = t10 < 40 * t && seconds_for(format, path, largest) < 40 * t10;
	}
	cr_expect(linear, "%.*s as %s", STR_ARG(path), format->folder);
	arena_free(a);
}

Test(properties, cost_is_linear)
{
	for_all_texts(check_cost);
}
