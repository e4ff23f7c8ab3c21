/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"

#include "base/utf8.h"

struct ast_node *
ast_new(struct arena *a, const char *kind, struct span span, struct str text)
{
	struct ast_node *node = ARENA_NEW(a, struct ast_node);
	node->kind = kind;
	node->span = span;
	node->text = text;
	return node;
}

struct ast_node *
ast_add(struct arena *a, struct ast_node *parent, struct ast_node *child)
{
	vec_push(a, &parent->children, child);
	return child;
}

struct ast_node *
ast_add_new(struct arena *a, struct ast_node *parent, const char *kind, struct span span,
	struct str text)
{
	return ast_add(a, parent, ast_new(a, kind, span, text));
}

void
ast_add_comments(struct arena *a, struct ast_node *parent, const struct source *source,
	const struct span *spans, size_t n)
{
	if (!n)
		return;
	struct ast_node *group = ast_add_new(a, parent, "comments", parent->span, STR(""));
	for (size_t i = 0; i < n; i++)
		ast_add_new(a, group, "comment", spans[i], source_slice(source, spans[i]));
}

void
ast_add_faults(struct arena *a, struct ast_node *parent, const struct faults *faults)
{
	if (!faults->n)
		return;
	struct ast_node *group = ast_add_new(a, parent, "faults", parent->span, STR(""));
	vec_for(const struct fault, fault, faults)
		ast_add_new(a, group, "fault", fault->span, fault->message);
}

/* --- printing ------------------------------------------------------------------------- */

enum { ESCAPE_SEXP, ESCAPE_JSON };

/* Adds a character that needs an escape; false where it stands for itself. */
static bool
add_escape(struct buf *out, unsigned char c, int style)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", c);
	else if (c == '\n')
		buf_add(out, STR("\\n"));
	else if (c == '\t')
		buf_add(out, STR("\\t"));
	else if (c < 0x20 || c == 0x7f)
		buf_printf(out, style == ESCAPE_JSON ? "\\u%04x" : "\\x%02x", c);
	else
		return false;
	return true;
}

static void
add_string(struct buf *out, struct str text, int style)
{
	buf_add_char(out, '"');
	for (size_t at = 0; at < text.n;) {
		size_t n = utf8_decode(text, at, NULL);
		if (!n && style == ESCAPE_JSON)
			buf_add(out, STR("\xef\xbf\xbd"));
		else if (!n)
			buf_printf(out, "\\x%02x", (unsigned char)text.s[at]);
		else if (n > 1 || !add_escape(out, (unsigned char)text.s[at], style))
			buf_add(out, str_slice(text, at, at + n));
		at += n ? n : 1;
	}
	buf_add_char(out, '"');
}

static void
print_sexp(struct buf *out, const struct ast_node *node, bool positions, unsigned depth)
{
	if (depth)
		buf_add_char(out, '\n');
	for (unsigned i = 0; i < depth && i < 40; i++)
		buf_add_char(out, ' ');
	buf_printf(out, "(%s", node->kind);
	if (positions)
		buf_printf(out, " %zu-%zu", (size_t)node->span.off, span_end(node->span));
	if (node->text.n) {
		buf_add_char(out, ' ');
		add_string(out, node->text, ESCAPE_SEXP);
	}
	for (size_t i = 0; i < node->children.n && depth < AST_MAX_DEPTH; i++)
		print_sexp(out, node->children.items[i], positions, depth + 1);
	buf_add_char(out, ')');
}

void
ast_print_sexp(struct buf *out, const struct ast_node *node, bool positions)
{
	print_sexp(out, node, positions, 0);
	buf_add_char(out, '\n');
}

/* source_position() without the column, whose cost grows with the line. */
static unsigned
line_of(const struct source *source, size_t off)
{
	size_t low = 0, high = source->nlines;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (source->line_starts[middle] <= off)
			low = middle;
		else
			high = middle;
	}
	return (unsigned)low + 1;
}

static void
print_json(
	struct buf *out, const struct ast_node *node, const struct source *source, unsigned depth)
{
	size_t end = span_end(node->span);
	size_t last = node->span.len ? end - 1 : end;
	buf_printf(out, "{\"kind\":\"%s\",\"start\":%zu,\"end\":%zu,\"line\":%u,\"end_line\":%u",
		node->kind, (size_t)node->span.off, end, line_of(source, node->span.off),
		line_of(source, last));
	if (node->text.n) {
		buf_add(out, STR(",\"text\":"));
		add_string(out, node->text, ESCAPE_JSON);
	}
	if (node->children.n && depth < AST_MAX_DEPTH) {
		buf_add(out, STR(",\"children\":["));
		for (size_t i = 0; i < node->children.n; i++) {
			buf_add(out, i ? STR(",\n") : STR("\n"));
			print_json(out, node->children.items[i], source, depth + 1);
		}
		buf_add_char(out, ']');
	}
	buf_add_char(out, '}');
}

void
ast_print_json(struct buf *out, const struct ast_node *node, const struct source *source)
{
	print_json(out, node, source, 0);
	buf_add_char(out, '\n');
}
