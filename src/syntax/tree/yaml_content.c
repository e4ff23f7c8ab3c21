/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decodes scalars a second time, beside libyaml, to learn the place of each byte. The two
 * results are compared; should they differ, libyaml's counts and stands for the whole span.
 */
#include "base/utf8.h"
#include "syntax/tree/yaml_parts.h"

struct decoder {
	const struct yaml_text *t;
	struct str text; /* of the source */
	struct mapped_builder out;
};

/* Copies text[from, to), as libyaml has read it. */
static void
add_range(struct decoder *d, size_t from, size_t to)
{
	size_t kept = from;
	for (size_t at = from, n; d->t->repaired && at < to; at += n) {
		bool bad;
		n = yaml_char(d->text, at, &bad);
		if (!bad)
			continue;
		mapped_add_span(&d->out, span_make(kept, at));
		mapped_add_made(&d->out, STR("\xef\xbf\xbd"), span_make(at, at + n));
		kept = at + n;
	}
	mapped_add_span(&d->out, span_make(kept, to));
}

/* LS and PS stay what they are and are never folded; other breaks become LF. */
static bool
is_newline(struct decoder *d, size_t at)
{
	return d->text.s[at] != '\xe2';
}

static void
add_break(struct decoder *d, struct span at)
{
	if (at.len == 0)
		return;
	if (d->text.s[at.off] == '\n' || !is_newline(d, at.off))
		mapped_add_span(&d->out, at);
	else
		mapped_add_made(&d->out, STR("\n"), at);
}

/* Adds the line breaks of a range that else holds blanks only. */
static void
add_breaks(struct decoder *d, size_t from, size_t to)
{
	for (size_t at = from, n; at < to; at += n ? n : 1) {
		n = yaml_break(d->text, at);
		add_break(d, span_make(at, at + n));
	}
}

/* --- flow scalars ------------------------------------------------------------------ */

static bool
is_white(struct decoder *d, size_t at, size_t end)
{
	return at < end && (char_is_blank(d->text.s[at]) || yaml_break(d->text, at));
}

/* Line folding (YAML 1.1, 9.1.x) of the blanks and breaks at `at`; returns their end. */
static size_t
fold(struct decoder *d, size_t at, size_t end)
{
	size_t to = at, first = STR_NONE, after_first = 0;
	bool more = false;
	while (is_white(d, to, end)) {
		size_t n = yaml_break(d->text, to);
		if (n && first == STR_NONE) {
			first = to;
			after_first = to + n;
		} else if (n) {
			more = true;
		}
		to += n ? n : 1;
	}
	if (first == STR_NONE) {
		add_range(d, at, to);
		return to;
	}
	if (!is_newline(d, first))
		add_break(d, span_make(first, after_first));
	else if (!more)
		mapped_add_made(&d->out, STR(" "), span_make(at, to));
	add_breaks(d, after_first, to);
	return to;
}

static void
decode_plain(struct decoder *d, size_t at, size_t end)
{
	while (at < end) {
		size_t from = at;
		while (at < end && !is_white(d, at, end))
			at++;
		add_range(d, from, at);
		at = fold(d, at, end);
	}
}

static void
decode_single_quoted(struct decoder *d, size_t at, size_t end)
{
	while (at < end) {
		size_t from = at;
		while (at < end && !is_white(d, at, end) && d->text.s[at] != '\'')
			at++;
		add_range(d, from, at);
		if (at < end && d->text.s[at] == '\'') {
			mapped_add_made(&d->out, STR("'"), span_make(at, at + 2));
			at += 2;
		} else {
			at = fold(d, at, end);
		}
	}
}

static uint32_t
hex_value(struct str digits)
{
	uint32_t value = 0;
	for (size_t i = 0; i < digits.n; i++)
		value = value * 16 + (uint32_t)char_digit_value(digits.s[i], 16);
	return value;
}

static size_t
hex_length(char c)
{
	return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
}

/* The code point of an escape of one letter (YAML 1.1, 5.6). */
static uint32_t
escaped_code(char c)
{
	switch (c) {
	case '0': return 0;
	case 'a': return '\a';
	case 'b': return '\b';
	case 't': return '\t';
	case 'n': return '\n';
	case 'v': return '\v';
	case 'f': return '\f';
	case 'r': return '\r';
	case 'e': return 0x1b;
	case 'N': return 0x85;
	case '_': return 0xa0;
	case 'L': return 0x2028;
	case 'P': return 0x2029;
	default: return (unsigned char)c;
	}
}

/* Decodes the escape whose backslash is at `at`; returns its end. */
static size_t
decode_escape(struct decoder *d, size_t at, size_t end)
{
	size_t n = yaml_break(d->text, at + 1);
	if (n) {
		size_t from = at + 1 + n, to = from;
		while (is_white(d, to, end)) {
			n = yaml_break(d->text, to);
			to += n ? n : 1;
		}
		add_breaks(d, from, to);
		return to;
	}
	char letter = at + 1 < end ? d->text.s[at + 1] : '\\';
	size_t digits = hex_length(letter), to = at + 2 + digits < end ? at + 2 + digits : end;
	uint32_t code = digits ? hex_value(str_slice(d->text, at + 2, to)) : escaped_code(letter);
	char bytes[4];
	struct str made = { bytes, utf8_encode(code <= 0x10ffff ? code : 0xfffd, bytes) };
	mapped_add_made(&d->out, made, span_make(at, to));
	return to;
}

static void
decode_double_quoted(struct decoder *d, size_t at, size_t end)
{
	while (at < end) {
		size_t from = at;
		while (at < end && !is_white(d, at, end) && d->text.s[at] != '\\')
			at++;
		add_range(d, from, at);
		if (at < end && d->text.s[at] == '\\')
			at = decode_escape(d, at, end);
		else
			at = fold(d, at, end);
	}
}

/* --- block scalars ----------------------------------------------------------------- */

struct block {
	size_t at, column;
	size_t indent; /* of the content; 0 as long as it is unknown */
	size_t least;  /* smallest possible indent */
	char chomp;    /* '+', '-' or 0 */
	struct span comment;
};

static size_t
read_header(struct decoder *d, struct block *b, size_t at, int parent)
{
	size_t outer = parent > 0 ? (size_t)parent : 0;
	b->least = (size_t)(parent + 1) > 1 ? (size_t)(parent + 1) : 1;
	for (at++; at < d->text.n; at++) {
		char c = d->text.s[at];
		if (c == '+' || c == '-')
			b->chomp = c;
		else if (char_is_digit(c))
			b->indent = outer + (size_t)(c - '0');
		else
			break;
	}
	size_t end = at;
	while (at < d->text.n && char_is_blank(d->text.s[at]))
		at++;
	size_t line_end = yaml_line_end(d->text, at);
	if (at < line_end && d->text.s[at] == '#')
		b->comment = span_make(at, line_end);
	b->at = line_end + yaml_break(d->text, line_end);
	return end;
}

/* Passes empty lines and the next line's indentation; the lines are returned. */
static struct span
skip_empty_lines(struct decoder *d, struct block *b)
{
	size_t from = b->at, to = from, widest = 0;
	for (;;) {
		b->column = 0;
		while ((!b->indent || b->column < b->indent) && b->at < d->text.n
			&& d->text.s[b->at] == ' ') {
			b->at++;
			b->column++;
		}
		widest = b->column > widest ? b->column : widest;
		size_t n = yaml_break(d->text, b->at);
		if (!n)
			break;
		b->at += n;
		to = b->at;
	}
	if (!b->indent)
		b->indent = widest > b->least ? widest : b->least;
	return span_make(from, to);
}

static void
add_leading_break(struct decoder *d, struct span line_break, bool folds, bool single, size_t at)
{
	if (!folds || line_break.len == 0 || !is_newline(d, line_break.off))
		add_break(d, line_break);
	else if (single)
		mapped_add_made(&d->out, STR(" "), span_make(line_break.off, at));
}

/* Decodes the block scalar at `at`; returns where its last line ends. */
static size_t
decode_block(struct decoder *d, struct block *b, size_t at, bool folded, int parent)
{
	size_t end = read_header(d, b, at, parent);
	struct span line_break = { 0 }, empty = skip_empty_lines(d, b);
	bool was_blank = false;
	while (b->column == b->indent && b->at < d->text.n) {
		bool blank = char_is_blank(d->text.s[b->at]);
		bool folds = folded && !blank && !was_blank;
		add_leading_break(d, line_break, folds, empty.len == 0, b->at);
		add_breaks(d, empty.off, span_end(empty));
		was_blank = blank;
		end = yaml_line_end(d->text, b->at);
		add_range(d, b->at, end);
		line_break = span_make(end, end + yaml_break(d->text, end));
		b->at = span_end(line_break);
		empty = skip_empty_lines(d, b);
	}
	if (b->chomp != '-')
		add_break(d, line_break);
	if (b->chomp == '+')
		add_breaks(d, empty.off, span_end(empty));
	return end;
}

struct yaml_content
yaml_content_of(struct arena *a, const struct yaml_text *t, enum tree_style style, struct span span,
	int indent, struct str value)
{
	struct yaml_content c = { .end = span_end(span) };
	if (style == TREE_PLAIN && str_eq(source_slice(t->source, span), value)) {
		c.content = mapped_from_span(a, t->source, span);
		return c;
	}
	struct decoder d = { t, t->source->text, mapped_builder_new(a, t->source) };
	struct block block = { 0 };
	size_t inner_end = span.len > 1 ? c.end - 1 : c.end;
	if (style == TREE_PLAIN)
		decode_plain(&d, span.off, c.end);
	else if (style == TREE_SINGLE_QUOTED)
		decode_single_quoted(&d, span.off + 1, inner_end);
	else if (style == TREE_DOUBLE_QUOTED)
		decode_double_quoted(&d, span.off + 1, inner_end);
	else
		c.end = decode_block(&d, &block, span.off, style == TREE_FOLDED, indent);
	c.comment = block.comment;
	c.content = mapped_finish(&d.out);
	if (!str_eq(c.content.text, value)) {
		d.out = mapped_builder_new(a, t->source);
		mapped_add_made(&d.out, arena_str(a, value), span_make(span.off, c.end));
		c.content = mapped_finish(&d.out);
	}
	return c;
}
