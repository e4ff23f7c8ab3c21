/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for every parser and every text, tested on the neutral tree over the seeds of
 * the fuzz targets and the examples.
 */
#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#include "ast_check.h"
#include "base/io.h"
#include "base/path.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* --- the formats ---------------------------------------------------------------------- */

static const struct format {
	const char *folder;          /* of the seeds; NULL: only files of that name */
	const char *example;         /* path of an example, or NULL */
	const char *cr_matters;      /* where this is in a text, a CR is a part of it */
	const char *newline_matters; /* likewise, a final newline */
	bool skips_bom;              /* else it is a part of the first word, or a fault */
	const char *kind;            /* of the texts, for ast_kind_named() */
} formats[] = {
	/* BuildKit leaves the CR in here-documents, and so does HCL. */
	{ "dockerfile", "examples/shop/Dockerfile", "<<", NULL, true, "dockerfile" },
	{ "shell", NULL, NULL, NULL, false, "bash" },
	{ "shell", NULL, NULL, NULL, false, "posix" },
	{ "gomod", "examples/shop/go.mod", NULL, NULL, false, "gomod" },
	{ "gomod", NULL, NULL, NULL, false, "gowork" },
	{ "makefile", "examples/shop/Makefile", NULL, NULL, true, "makefile" },
	/* It belongs to a block scalar. */
	{ "yaml", "examples/shop/deploy/pod.yaml", NULL, ">", true, "yaml" },
	{ "json", "examples/shop/renovate.json", NULL, NULL, true, "json" },
	{ "json", NULL, NULL, NULL, true, "jsonc" },
	{ "json", NULL, NULL, NULL, true, "json5" },
	{ "hcl", NULL, "<<", "<<", true, "hcl" },
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

static void
check_tree_places(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	const struct ast_node *culprit;
	const struct ast_node *root = read_as(format, a, source_new(a, path, text));
	const char *wrong = ast_wrong_place(root, text, &culprit);
	cr_assert(!wrong, "%.*s as %s: %s at %zu-%zu %s", STR_ARG(path), format->kind,
		culprit->kind, (size_t)culprit->span.off, span_end(culprit->span), wrong);
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

/* --- coverage ------------------------------------------------------------------------- */

/* Marks the bodies of here-documents below a node, and the line that ends each. */
static void
mark_elsewhere(const struct ast_node *node, struct str text, bool *covered)
{
	for (size_t i = 0; i < node->children.n; i++) {
		const struct ast_node *child = node->children.items[i];
		mark_elsewhere(child, text, covered);
		if (!ast_lies_elsewhere(child))
			continue;
		size_t end = str_find_char(text, '\n', span_end(child->span));
		end = end == STR_NONE ? text.n : end;
		memset(covered + child->span.off, true, end - child->span.off);
	}
}

/* Marks the bytes of what the root has: its children, each comment and each fault. */
static void
mark_covered(const struct ast_node *parent, bool *covered)
{
	for (size_t i = 0; i < parent->children.n; i++) {
		const struct ast_node *child = parent->children.items[i];
		if (ast_is_group(child))
			mark_covered(child, covered);
		else
			memset(covered + child->span.off, true, child->span.len);
	}
}

/* Does a line of that kind stand between nodes, rather than in one? */
static bool
separates(const struct format *format, struct str line)
{
	if (strcmp(format->kind, "yaml") == 0)
		return str_starts(line, STR("%")) || str_starts(line, STR("---"))
			|| str_starts(line, STR("..."));
	bool is_mod = strcmp(format->folder, "gomod") == 0;
	return is_mod && (str_ends(line, STR("(")) || str_eq(line, STR(")")));
}

/*
 * Is a part of the text left out, with a fault that says so? libyaml stops at an error; of a
 * block that can't be, go.mod's fault is at the head.
 */
static bool
reads_less(const struct format *format, const struct ast_node *root)
{
	bool is_mod = strcmp(format->folder, "gomod") == 0;
	return (is_mod || strcmp(format->kind, "yaml") == 0) && root->children.n
		&& strcmp((*vec_last(&root->children))->kind, "faults") == 0;
}

/* Nothing is passed over in silence, but for blanks and what stands between two nodes. */
static void
check_coverage(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	bool *covered = ARENA_ARRAY(a, bool, text.n + 1);
	const struct ast_node *root = read_as(format, a, source_new(a, path, text));
	mark_covered(root, covered);
	mark_elsewhere(root, text, covered);
	if (reads_less(format, root)) {
		arena_free(a);
		return;
	}
	size_t from = str_starts(text, STR(UTF8_BOM)) ? strlen(UTF8_BOM) : 0;
	for (size_t end; from < text.n; from = end + 1) {
		end = str_find_char(text, '\n', from);
		end = end == STR_NONE ? text.n : end;
		if (separates(format, str_trim(str_slice(text, from, end))))
			continue;
		for (size_t i = from; i < end; i++)
			cr_assert(covered[i] || (unsigned char)text.s[i] <= ' ',
				"%.*s as %s: byte %zu belongs to nothing", STR_ARG(path),
				format->kind, i);
	}
	arena_free(a);
}

Test(properties, the_tree_covers_the_text)
{
	for_all_texts(check_coverage);
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

struct cost {
	double seconds, bytes;
};

static struct cost
cost_of(const struct format *format, struct str path, struct str text)
{
	struct arena *a = arena_new();
	clock_t before = clock();
	(void)read_as(format, a, source_new(a, path, text));
	clock_t after = clock();
	struct cost cost = { (double)(after - before) / CLOCKS_PER_SEC, (double)arena_used(a) };
	arena_free(a);
	return cost;
}

static struct str
repeated(struct arena *a, struct str text, size_t times)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < times; i++)
		buf_add(&out, text);
	return buf_str(&out);
}

/*
 * Ten and a hundred times the text take at most ten and a hundred times the memory, within 30
 * per cent: an exact measure of work. Of the time, which caches and other programs lengthen, the
 * least of some attempts counts, and may be four times what it should be for each factor of ten,
 * where a square takes ten times that.
 */
static void
check_cost(const struct format *format, struct str path, struct str text)
{
	if (text.n == 0)
		return;
	struct arena *a = arena_new();
	struct str small = repeated(a, text, 5000 / text.n + 1);
	double least[3] = { 1e9, 1e9, 1e9 }, scale = 1;
	bool linear = false;
	for (int attempt = 0; attempt < 12 && !linear; attempt++) {
		struct cost first = { 0 };
		linear = true;
		scale = 1;
		for (size_t i = 0; i < COUNT(least); i++, scale *= 10) {
			struct arena *copy = arena_new();
			struct str large = repeated(copy, small, (size_t)scale);
			struct cost cost = cost_of(format, path, large);
			arena_free(copy);
			first = i ? first : cost;
			cr_assert(cost.bytes <= 1.3 * scale * first.bytes,
				"%.*s as %s: %.0f bytes, %g times the text %.0f", STR_ARG(path),
				format->kind, first.bytes, scale, cost.bytes);
			least[i] = cost.seconds < least[i] ? cost.seconds : least[i];
			linear = linear && (i == 0 || least[i] <= 40 * (least[i - 1] + 0.0002));
		}
	}
	cr_expect(linear, "%.*s as %s: %g s, %g s, %g s", STR_ARG(path), format->kind, least[0],
		least[1], least[2]);
	arena_free(a);
}

Test(properties, cost_is_linear)
{
	for_all_texts(check_cost);
}
