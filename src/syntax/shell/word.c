/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "syntax/shell/parser.h"

void
sh_add_char(struct sh_builder *b, size_t from, size_t to, char c, bool quoted)
{
	struct shell_part *last = b->parts.n ? vec_last(&b->parts) : NULL;
	const char *source = b->p->text->m.text.s + to - 1;
	if (!last || last->kind != SHELL_PART_LITERAL || last->quoted != quoted) {
		last = vec_add(b->p->a, &b->parts);
		last->quoted = quoted;
		last->span = span_make(from, to);
		last->text = (struct str){ source, 0 };
		b->copy = NULL;
	}
	if (!b->copy && *source == c && last->text.s + last->text.n == source) {
		last->text.n++;
	} else {
		if (!b->copy) {
			b->copy = ARENA_NEW(b->p->a, struct buf);
			*b->copy = buf_new(b->p->a);
			buf_add(b->copy, last->text);
		}
		buf_add_char(b->copy, c);
		last->text = buf_str(b->copy);
	}
	last->span = span_make(last->span.off, to);
}

void
sh_add_part(struct sh_builder *b, struct shell_part part, size_t from)
{
	part.span = span_make(from, b->p->end);
	vec_push(b->p->a, &b->parts, part);
}

void
sh_add_opaque(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	struct shell_part *part = vec_add(p->a, &b->parts);
	part->kind = SHELL_PART_OPAQUE;
	part->quoted = quoted;
	part->span = span_make(p->at, p->at + 1);
	part->text = source_slice(p->script->source, sh_span(p, p->at, p->at + 1));
}

void
sh_add_this(struct sh_builder *b, int c, bool quoted)
{
	if (c == SH_OPAQUE)
		sh_add_opaque(b, quoted);
	else
		sh_add_char(b, b->p->at, b->p->at + 1, (char)c, quoted);
}

struct shell_word
sh_finish(struct sh_builder *b, size_t from, size_t to)
{
	const struct sh_text *text = b->p->text;
	vec_for(struct shell_part, part, &b->parts) {
		size_t off = part->span.off, end = span_end(part->span);
		part->is_default =
			text->has_defaults && mapped_has(&text->m, SEGMENT_DEFAULT, off, end);
		part->span = sh_span(b->p, off, end);
	}
	return (struct shell_word){ sh_span(b->p, from, to), b->parts, b->quoted };
}

struct shell_word
sh_operator_word(struct sh_parser *p, size_t from, size_t to)
{
	struct sh_builder b = { .p = p };
	for (size_t at = from; at < to; at++)
		if (sh_byte(p, at) > ' ' && sh_byte(p, at) != '\\')
			sh_add_char(&b, at, at + 1, p->text->m.text.s[at], false);
	return sh_finish(&b, from, to);
}

/* An unquoted byte that stands for itself. */
static void
plain_char(struct sh_builder *b, char c)
{
	struct sh_parser *p = b->p;
	bool first = b->parts.n == 0 && !b->quoted;
	sh_add_char(b, p->at, p->at + 1, c, false);
	if (c == '*' || c == '?' || c == '[')
		vec_last(&b->parts)->glob = true;
	if (first && c == '~')
		vec_last(&b->parts)->tilde = true;
	sh_take(p);
}

/* Takes what quotes, expands or is opaque at the cursor; false if a plain byte is there. */
static bool
special_piece(struct sh_builder *b, int c)
{
	struct sh_parser *p = b->p;
	int next = c == '$' || c == '<' || c == '>' ? sh_peek_at(p, 1) : SH_END;
	if (c == SH_OPAQUE) {
		sh_add_opaque(b, false);
		sh_take(p);
	} else if (c == '\'') {
		sh_single_quoted(b);
	} else if (c == '"' || (c == '$' && next == '"')) {
		sh_double_quoted(b);
	} else if (c == '\\') {
		sh_escape(b, NULL, false);
	} else if (c == '$' && next == '\'') {
		sh_dollar_single_quoted(b);
	} else if (c == '$') {
		sh_dollar(b, false);
	} else if (c == '`') {
		sh_backquote(b, false);
	} else if ((c == '<' || c == '>') && next == '(') {
		sh_process(b);
	} else {
		return false;
	}
	return true;
}

/* Is the word so far NAME= or NAME+=, to be followed by an array? */
static bool
is_array_prefix(const struct sh_builder *b)
{
	if (b->parts.n != 1 || b->quoted || b->parts.items[0].kind != SHELL_PART_LITERAL)
		return false;
	struct str text = b->parts.items[0].text;
	if (text.n < 2 || text.s[text.n - 1] != '=')
		return false;
	size_t n = text.n - 1 - (text.s[text.n - 2] == '+');
	for (size_t i = 0; i < n; i++)
		if (!char_is_name(text.s[i]))
			return false;
	return n > 0 && !char_is_digit(text.s[0]);
}

/* Does "(" begin a group of an extended pattern, such as @(a|b)? Not so the "()" of a function. */
static bool
opens_pattern(const struct sh_parser *p, int c)
{
	return c > 0 && strchr("@!*+?", c) && sh_peek_at(p, 1) == '(' && sh_peek_at(p, 2) != ')';
}

/* Does c end a word outside of the parentheses of patterns? */
static bool
ends_word(const struct sh_parser *p, int c, enum sh_word_mode mode)
{
	if (mode == SH_REGEX && (c == '(' || c == '|'))
		return false;
	if (mode != SH_DELIMITER && (c == '<' || c == '>'))
		return sh_peek_at(p, 1) != '(';
	return sh_is_metacharacter(c);
}

/* Copies the parts of an array word behind "NAME=". */
static void
append_array(struct sh_builder *b)
{
	struct sh_parser *p = b->p;
	size_t from = p->at;
	struct shell_word array = sh_array(p);
	sh_add_part(b, array.parts.items[0], from);
}

/* One step of a word; `nest` counts the open parentheses of patterns. */
static void
word_piece(struct sh_builder *b, int c, enum sh_word_mode mode, size_t *nest)
{
	struct sh_parser *p = b->p;
	if (mode == SH_DELIMITER && (c == '$' || c == '`')) {
		plain_char(b, (char)c);
		return;
	}
	if (special_piece(b, c))
		return;
	if (mode == SH_WORD || mode == SH_DECLARATION) {
		if (opens_pattern(p, c)) {
			plain_char(b, (char)c);
			vec_last(&b->parts)->glob = true;
			c = '(';
		}
	}
	if (c == '(')
		++*nest;
	else if (c == ')' && *nest)
		--*nest;
	plain_char(b, (char)c);
}

struct shell_word
sh_word(struct sh_parser *p, enum sh_word_mode mode)
{
	struct sh_builder b = { .p = p };
	size_t from = p->at, nest = 0;
	p->end = from;
	for (int c; (c = sh_peek(p)) != SH_END;) {
		if (nest == 0 && mode == SH_DECLARATION && c == '(' && is_array_prefix(&b)) {
			append_array(&b);
			continue;
		}
		if (nest == 0 && ends_word(p, c, mode))
			break;
		word_piece(&b, c, mode, &nest);
	}
	if (nest)
		sh_unclosed(p, from, p->end, "`)`");
	return sh_finish(&b, from, p->end);
}

struct shell_word
sh_array(struct sh_parser *p)
{
	struct sh_builder b = { .p = p };
	struct shell_part part = { .kind = SHELL_PART_ARRAY };
	size_t from = p->at;
	sh_take(p);
	sh_skip_newlines(p);
	while (sh_at_word(p)) {
		struct shell_word element = sh_word(p, SH_WORD);
		vec_push(p->a, &part.elements, element);
		sh_skip_newlines(p);
	}
	if (sh_peek(p) == ')')
		sh_take(p);
	else
		sh_unclosed(p, from, from + 1, "`)`");
	sh_add_part(&b, part, from);
	return sh_finish(&b, from, p->end);
}

static void
take_char(struct sh_builder *b, char c, bool quoted)
{
	struct sh_parser *p = b->p;
	sh_add_char(b, p->at, p->at + 1, c, quoted);
	sh_take(p);
}

/* What stands between double quotes is quoted; false where it is as in a word. */
static bool
quoted_operand_piece(struct sh_builder *b, int c, enum sh_apostrophe apostrophe)
{
	struct sh_parser *p = b->p;
	bool quotes = apostrophe == SH_APOSTROPHE_QUOTES;
	if (c == SH_OPAQUE) {
		sh_add_opaque(b, true);
		sh_take(p);
	} else if (c == '\\' && apostrophe == SH_APOSTROPHE_PAIRS && sh_peek_at(p, 1) == '\'') {
		take_char(b, '\\', true);
		take_char(b, '\'', true);
	} else if (c == '\\') {
		sh_escape(b, quotes ? "$`\"\\}'" : "$`\"\\}", true);
	} else if (c == '$' && !(quotes && sh_peek_at(p, 1) == '\'')) {
		sh_dollar(b, true);
	} else if (c == '`') {
		sh_backquote(b, true);
	} else {
		return false;
	}
	return true;
}

static void
operand_piece(struct sh_builder *b, int c, bool quoted, enum sh_apostrophe apostrophe)
{
	bool plain = c == '<' || c == '>' || (c == '\'' && apostrophe != SH_APOSTROPHE_QUOTES);
	if (quoted && quoted_operand_piece(b, c, apostrophe))
		return;
	if (!plain && special_piece(b, c))
		return;
	if (plain || quoted)
		take_char(b, (char)c, quoted);
	else
		plain_char(b, (char)c);
}

struct shell_word *
sh_operand(struct sh_parser *p, bool quoted, enum sh_apostrophe apostrophe, char close)
{
	struct shell_word *word = ARENA_NEW(p->a, struct shell_word);
	struct sh_builder b = { .p = p };
	size_t from = p->at;
	p->end = from;
	if (!sh_enter(p))
		return word;
	bool paired = false;
	for (int c; (c = sh_peek(p)) != SH_END && (paired || c != close);) {
		paired ^= c == '\'' && apostrophe == SH_APOSTROPHE_PAIRS;
		operand_piece(&b, c, quoted, apostrophe);
	}
	sh_leave(p);
	b.quoted |= quoted;
	*word = sh_finish(&b, from, p->end);
	return word;
}
