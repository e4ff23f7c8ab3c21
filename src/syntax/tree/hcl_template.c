/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts of HCL with ${…} and %{…} in them. Escapes of quotes are replaced; the sequences stay
 * as they are written, and so do $${ and %%{, which stand for ${ and %{.
 */
#include "base/utf8.h"
#include "syntax/tree/build.h"
#include "syntax/tree/hcl_parts.h"

/* A text while it is read. */
struct template
{
	struct hcl *h;
	struct mapped_builder out;
};

static void
keep(struct template *t, size_t from, size_t to)
{
	if (!t->h->unused)
		mapped_add_span(&t->out, span_make(from, to));
}

/* if condition, else, endif, for k, v in values, endfor */
static void
read_directive(struct hcl *h)
{
	hcl_skip(h);
	bool is_if = hcl_is_keyword(h, "if"), is_for = hcl_is_keyword(h, "for");
	bool is_known = is_if || is_for || hcl_is_keyword(h, "else") || hcl_is_keyword(h, "endif")
		|| hcl_is_keyword(h, "endfor");
	if (!is_known) {
		hcl_fail_here(h, "expected if, else, endif, for or endfor");
		return;
	}
	hcl_take_name(h);
	if (is_for) {
		hcl_take_name(h);
		hcl_skip(h);
		if (hcl_peek(h) == ',') {
			h->at++;
			hcl_take_name(h);
		}
		hcl_take_name(h); /* in */
	}
	if (is_if || is_for)
		hcl_pass_expression(h);
}

/* ${…} or %{…}, copied as it is written. */
static void
read_sequence(struct template *t)
{
	struct hcl *h = t->h;
	size_t from = h->at;
	bool lines_count = h->lines_count, is_directive = h->text.s[from] == '%';
	h->lines_count = false;
	h->at += 2;
	if (hcl_peek(h) == '~')
		h->at++;
	if (is_directive)
		read_directive(h);
	else
		hcl_pass_expression(h);
	hcl_skip(h);
	if (hcl_peek(h) == '~')
		h->at++;
	hcl_expect(h, "}", "expected }");
	h->lines_count = lines_count;
	keep(t, from, h->at);
}

static void
read_character(struct template *t)
{
	struct hcl *h = t->h;
	size_t n = utf8_decode(h->text, h->at, NULL);
	if (!n) {
		hcl_fail(h, h->at, h->at + 1, "not valid UTF-8");
		return;
	}
	keep(t, h->at, h->at + n);
	h->at += n;
}

/* A sequence, the escape of one, or a character. */
static void
read_piece(struct template *t)
{
	struct hcl *h = t->h;
	struct str rest = str_slice(h->text, h->at, h->text.n);
	if (str_starts(rest, STR("$${")) || str_starts(rest, STR("%%{"))) {
		keep(t, h->at, h->at + 3);
		h->at += 3;
	} else if (str_starts(rest, STR("${")) || str_starts(rest, STR("%{"))) {
		read_sequence(t);
	} else {
		read_character(t);
	}
}

static struct tree_node *
finish(struct template *t, size_t from, enum tree_style style)
{
	struct tree_node *node =
		tree_new_node(t->h->arena, TREE_STRING, style, span_make(from, t->h->at));
	node->content = mapped_finish(&t->out);
	node->text = node->content.text;
	return node;
}

/* --- quoted ------------------------------------------------------------------------------ */

static int
simple_escape(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case '"':
	case '\\': return c;
	default: return -1;
	}
}

/* The code point of \uXXXX or \UXXXXXXXX; false where it is none. */
static bool
read_code(const struct hcl *h, size_t digits, uint32_t *code)
{
	*code = 0;
	for (size_t i = h->at + 2; i < h->at + 2 + digits; i++) {
		int digit = i < h->text.n ? char_digit_value(h->text.s[i], 16) : -1;
		if (digit < 0 || *code > 0x10ffff)
			return false;
		*code = *code * 16 + (uint32_t)digit;
	}
	return *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
}

static void
read_escape(struct template *t)
{
	struct hcl *h = t->h;
	char c = h->at + 1 < h->text.n ? h->text.s[h->at + 1] : '\0';
	int simple = simple_escape(c);
	char bytes[4];
	size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
	uint32_t code = (uint32_t)simple;
	if (simple < 0 && (!digits || !read_code(h, digits, &code))) {
		hcl_fail(h, h->at, h->at + 1 + utf8_step(h->text, h->at + 1), "unknown escape");
		return;
	}
	struct str made = { bytes, utf8_encode(code, bytes) };
	if (!h->unused)
		mapped_add_made(&t->out, made, span_make(h->at, h->at + 2 + digits));
	h->at += 2 + digits;
}

struct tree_node *
hcl_read_quoted(struct hcl *h)
{
	struct template t = { h, mapped_builder_new(h->arena, h->tree->source) };
	size_t from = h->at++;
	while (!h->failed) {
		char c = hcl_peek(h);
		if (c == '"' || h->at >= h->text.n || c == '\n' || hcl_break(h, h->at))
			break;
		if (c == '\\')
			read_escape(&t);
		else
			read_piece(&t);
	}
	if (hcl_peek(h) == '"')
		h->at++;
	else
		hcl_fail(h, from, from + 1, "the closing quote is missing");
	return finish(&t, from, TREE_DOUBLE_QUOTED);
}

/* --- here-documents ------------------------------------------------------------------------ */

static bool
is_marker(const struct hcl *h, size_t at, struct str marker)
{
	return str_eq(str_trim(str_slice(h->text, at, hcl_line_end(h, at))), marker);
}

static size_t
indent_of(const struct hcl *h, size_t at)
{
	size_t n = 0;
	while (at + n < h->text.n && char_is_blank(h->text.s[at + n]))
		n++;
	return n;
}

/* The blanks that all lines with text begin with, of a here-document that starts with <<-. */
static size_t
common_indent(const struct hcl *h, struct str marker)
{
	size_t common = SIZE_MAX;
	for (size_t at = h->at; at < h->text.n && !is_marker(h, at, marker);) {
		size_t end = hcl_line_end(h, at), n = indent_of(h, at);
		if (n < common && at + n < end)
			common = n;
		at = end + hcl_break(h, end);
	}
	return common;
}

/* The lines up to the marker; false where it is missing. */
static bool
read_lines(struct template *t, struct str marker, size_t indent)
{
	struct hcl *h = t->h;
	while (h->at < h->text.n && !h->failed) {
		if (is_marker(h, h->at, marker)) {
			h->at = hcl_line_end(h, h->at);
			return true;
		}
		size_t n = indent_of(h, h->at);
		bool is_blank = h->at + n == hcl_line_end(h, h->at);
		/* A line within a sequence may end the search for the common indent too early. */
		h->at += is_blank ? 0 : indent < n ? indent : n;
		while (h->at < h->text.n && !hcl_break(h, h->at) && !h->failed)
			read_piece(t);
		n = hcl_break(h, h->at);
		keep(t, h->at, h->at + n);
		h->at += n;
	}
	return false;
}

struct tree_node *
hcl_read_heredoc(struct hcl *h)
{
	struct template t = { h, mapped_builder_new(h->arena, h->tree->source) };
	size_t from = h->at;
	h->at += 2;
	bool flush = hcl_peek(h) == '-';
	h->at += flush;
	size_t name = h->at;
	h->at = hcl_identifier_end(h, name);
	struct str marker = str_slice(h->text, name, h->at);
	size_t n = hcl_break(h, h->at);
	if (marker.n == 0 || n == 0) {
		hcl_fail(h, from, h->at, "expected a marker and the end of the line after <<");
		return finish(&t, from, TREE_LITERAL);
	}
	h->at += n;
	if (!read_lines(&t, marker, flush ? common_indent(h, marker) : 0) && !h->failed)
		hcl_fail(h, from, name, "the line that ends this text is missing");
	return finish(&t, from, TREE_LITERAL);
}
