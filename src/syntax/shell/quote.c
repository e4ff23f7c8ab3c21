/* SPDX-License-Identifier: Apache-2.0 */
/* Quoting: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02 */
#include <string.h>

#include "base/utf8.h"
#include "syntax/shell/parser.h"

/* The quotes from `open` to the last token's end belong to the part they alone enclose. */
static void
widen_quoted_part(struct sh_builder *b, size_t open, size_t parts_before)
{
	b->quoted = true;
	if (b->parts.n == 0)
		return;
	struct shell_part *last = vec_last(&b->parts);
	bool joined = parts_before && span_end(b->parts.items[parts_before - 1].span) > open;
	if (b->parts.n == parts_before + 1 && !joined)
		last->span = span_make(open, b->p->end);
	else if (b->parts.n == parts_before && joined)
		last->span = span_make(last->span.off, b->p->end);
}

/* Takes up to `most` digits after the cursor; false if there are none. */
static bool
take_number(struct sh_parser *p, int base, int most, uint32_t *value)
{
	int n = 0;
	*value = 0;
	for (int digit; n < most && (digit = char_digit_value((char)sh_peek(p), base)) >= 0; n++) {
		*value = *value * (uint32_t)base + (uint32_t)digit;
		sh_take_raw(p);
	}
	return n > 0;
}

/* \123, \x7f, \u20ac or \U0001f600, the cursor after the backslash. */
static void
numeric_escape(struct sh_builder *b, size_t from)
{
	struct sh_parser *p = b->p;
	int c = sh_peek(p);
	bool wide = c == 'u' || c == 'U';
	uint32_t value;
	char bytes[4];
	size_t n = 1;
	if (c == 'x' || wide)
		sh_take_raw(p);
	bool found = take_number(p, c == 'x' || wide ? 16 : 8,
		c == 'x'           ? 2
			: c == 'u' ? 4
			: c == 'U' ? 8
				   : 3,
		&value);
	if (!found) {
		sh_add_char(b, from, from + 1, '\\', true);
		sh_add_char(b, from + 1, p->end, (char)c, true);
		return;
	}
	bytes[0] = (char)value;
	if (wide)
		n = utf8_encode(value > 0x10ffff ? 0xfffd : value, bytes);
	for (size_t i = 0; i < n; i++)
		sh_add_char(b, from, p->end, bytes[i], true);
}

/* An escape of $'…'; the cursor stands on its backslash. */
static void
ansi_escape(struct sh_builder *b)
{
	static const char names[] = "abeEfnrtv\\'\"?", values[] = "\a\b\033\033\f\n\r\t\v\\'\"?";
	struct sh_parser *p = b->p;
	size_t from = p->at;
	sh_take_raw(p);
	int c = sh_peek(p);
	if (c == SH_END || c == SH_OPAQUE) {
		sh_add_char(b, from, from + 1, '\\', true);
		return;
	}
	if (char_digit_value((char)c, 8) >= 0 || c == 'x' || c == 'u' || c == 'U') {
		numeric_escape(b, from);
		return;
	}
	sh_take_raw(p);
	const char *name = c ? strchr(names, c) : NULL;
	if (name) {
		sh_add_char(b, from, p->end, values[name - names], true);
		return;
	}
	sh_add_char(b, from, from + 1, '\\', true);
	sh_add_char(b, from + 1, from + 2, (char)c, true);
}

/* '…' and $'…' after `intro` bytes; only the latter has escapes. */
static void
single_quoted(struct sh_builder *b, size_t intro)
{
	struct sh_parser *p = b->p;
	size_t open = p->at, before = b->parts.n;
	bool has_escapes = intro > 1;
	if (has_escapes)
		sh_take(p);
	sh_take_raw(p);
	for (int c; (c = sh_peek(p)) != '\'';) {
		if (c == SH_END) {
			sh_unclosed(p, open, open + intro, "`'`");
			break;
		}
		if (has_escapes && c == '\\') {
			ansi_escape(b);
			continue;
		}
		sh_add_this(b, c, true);
		sh_take_raw(p);
	}
	if (sh_peek(p) != SH_END)
		sh_take(p);
	widen_quoted_part(b, open, before);
}

void
sh_single_quoted(struct sh_builder *b)
{
	single_quoted(b, 1);
}

void
sh_dollar_single_quoted(struct sh_builder *b)
{
	single_quoted(b, 2);
}

void
sh_escape(struct sh_builder *b, const char *special, bool quoted)
{
	struct sh_parser *p = b->p;
	size_t from = p->at;
	int c = sh_byte(p, from + 1);
	bool escapes = c > 0 && (!special || strchr(special, c));
	if (!escapes) {
		sh_add_char(b, from, from + 1, '\\', quoted);
		sh_take(p);
		return;
	}
	sh_take_raw(p);
	sh_add_char(b, from, from + 2, (char)c, true);
	/* What is escaped is a character, not its first byte. */
	for (size_t n = utf8_decode(p->text->m.text, p->at, NULL); n > 1; n--) {
		sh_take_raw(p);
		sh_add_this(b, sh_peek(p), true);
	}
	sh_take(p);
	b->quoted = true;
}

void
sh_expanding_piece(struct sh_builder *b, int c, const char *special)
{
	struct sh_parser *p = b->p;
	if (c == '\\') {
		sh_escape(b, special, true);
	} else if (c == '$') {
		sh_dollar(b, true);
	} else if (c == '`') {
		sh_backquote(b, true);
	} else {
		sh_add_this(b, c, true);
		sh_take(p);
	}
}

void
sh_double_quoted(struct sh_builder *b)
{
	struct sh_parser *p = b->p;
	size_t open = p->at, before = b->parts.n;
	if (sh_peek(p) == '$')
		sh_take(p);
	sh_take(p);
	for (int c; (c = sh_peek(p)) != '"';) {
		if (c == SH_END) {
			sh_unclosed(p, open, open + 1, "`\"`");
			break;
		}
		sh_expanding_piece(b, c, "$`\"\\");
	}
	if (sh_peek(p) != SH_END)
		sh_take(p);
	widen_quoted_part(b, open, before);
}
