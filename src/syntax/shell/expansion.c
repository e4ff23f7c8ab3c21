/* SPDX-License-Identifier: Apache-2.0 */
/* Expansions: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_06 */
#include <string.h>

#include "syntax/shell/parser.h"

static bool
is_name_byte(int c)
{
	return c > 0 && char_is_name((char)c);
}

static bool
is_digit_byte(int c)
{
	return c > 0 && char_is_digit((char)c);
}

static bool
is_special_parameter(int c)
{
	return c > 0 && strchr("@*#?-$!", c);
}

/* Takes bytes while they belong to a name, or to a number if it begins with a digit. */
static struct str
take_name(struct sh_parser *p)
{
	struct sh_builder b = { .p = p };
	bool number = is_digit_byte(sh_peek(p));
	for (int c; is_name_byte(c = sh_peek(p)) && (!number || is_digit_byte(c)); sh_take(p))
		sh_add_char(&b, p->at, p->at + 1, (char)c, false);
	return b.parts.n ? b.parts.items[0].text : (struct str){ 0 };
}

static struct str
take_byte(struct sh_parser *p)
{
	struct str text = str_slice(p->text->m.text, p->at, p->at + 1);
	sh_take(p);
	return text;
}

/* Is "#" in ${#…} the length operator and not the parameter #? */
static bool
is_length(const struct sh_parser *p)
{
	int c = sh_peek_at(p, 1);
	return is_name_byte(c) || (is_special_parameter(c) && sh_peek_at(p, 2) == '}');
}

/* Is "!" in ${!…} indirection and not the parameter !? */
static bool
is_indirection(const struct sh_parser *p)
{
	int c = sh_peek_at(p, 1);
	return is_name_byte(c) || (is_special_parameter(c) && sh_peek_at(p, 2) == '}');
}

static struct str
take_operator(struct sh_parser *p)
{
	static const struct str operators[] = { STR_INIT(":-"), STR_INIT(":="), STR_INIT(":?"),
		STR_INIT(":+"), STR_INIT("##"), STR_INIT("%%"), STR_INIT("//"), STR_INIT("/#"),
		STR_INIT("/%"), STR_INIT("^^"), STR_INIT(",,"), STR_INIT("-"), STR_INIT("="),
		STR_INIT("?"), STR_INIT("+"), STR_INIT("#"), STR_INIT("%"), STR_INIT("/"),
		STR_INIT("^"), STR_INIT(","), STR_INIT("@"), STR_INIT(":") };
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (!sh_looking_at(p, operators[i].s))
			continue;
		sh_take_many(p, operators[i].n);
		return operators[i];
	}
	return (struct str){ 0 };
}

/*
 * Inside "…" an apostrophe quotes in the patterns of trimming operators. In bash it does so in a
 * message too, and in other words what stands between two of them does not end the expansion.
 */
static enum sh_apostrophe
apostrophe_in(const struct sh_parser *p, struct str op, bool quoted)
{
	if (!quoted || (op.n && strchr("#%/^,", op.s[0]) && !str_eq(op, STR("#len"))))
		return SH_APOSTROPHE_QUOTES;
	if (p->dialect != SHELL_BASH || op.n == 0)
		return SH_APOSTROPHE_PLAIN;
	if (str_ends(op, STR("?")))
		return SH_APOSTROPHE_QUOTES;
	return strchr("-=+", op.s[op.n - 1]) ? SH_APOSTROPHE_PAIRS : SH_APOSTROPHE_PLAIN;
}

/* NAME and its prefix operator in ${#NAME…}, ${!NAME…} or ${NAME…}. */
static void
parameter_name(struct sh_parser *p, struct shell_part *part)
{
	if (sh_peek(p) == '#' && is_length(p)) {
		sh_take(p);
		part->op = STR("#len");
	} else if (sh_peek(p) == '!' && is_indirection(p)) {
		sh_take(p);
		part->op = STR("!");
	}
	if (is_name_byte(sh_peek(p)))
		part->text = take_name(p);
	else if (is_special_parameter(sh_peek(p)))
		part->text = take_byte(p);
}

/* What follows the name: a subscript, an operator, an operand. Stops before "}". */
static void
parameter_rest(struct sh_parser *p, struct shell_part *part, bool quoted)
{
	bool prefixed = part->op.n > 0;
	if (part->text.n && sh_peek(p) == '[') {
		sh_take(p);
		part->operand = sh_operand(
			p, quoted, quoted ? SH_APOSTROPHE_PLAIN : SH_APOSTROPHE_QUOTES, ']');
		if (sh_peek(p) == ']')
			sh_take(p);
		if (!prefixed)
			part->op = STR("[");
	}
	if (sh_peek(p) == '}' || sh_peek(p) == SH_END)
		return;
	if (!prefixed)
		part->op = part->text.n ? take_operator(p) : (struct str){ 0 };
	part->operand = sh_operand(p, quoted, apostrophe_in(p, part->op, quoted), '}');
}

static void
braced_parameter(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	struct shell_part part = { .kind = SHELL_PART_PARAMETER, .quoted = quoted };
	size_t from = p->at;
	sh_take_many(p, 2);
	parameter_name(p, &part);
	parameter_rest(p, &part, quoted);
	if (sh_peek(p) == '}')
		sh_take(p);
	else
		sh_unclosed(p, from, from + 2, "`}`");
	sh_add_part(b, part, from);
}

/* $NAME, $1 or $@. */
static void
plain_parameter(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	struct shell_part part = { .kind = SHELL_PART_PARAMETER, .quoted = quoted };
	size_t from = p->at;
	sh_take(p);
	int c = sh_peek(p);
	part.text = is_name_byte(c) && !is_digit_byte(c) ? take_name(p) : take_byte(p);
	sh_add_part(b, part, from);
}

/* The list between parentheses that stand for a value; the cursor is after "(". */
static struct shell_node *
enclosed_list(struct sh_parser *p, size_t from)
{
	struct sh_pendings outer = p->pending;
	p->pending = (struct sh_pendings){ 0 };
	struct shell_node *list = sh_list(p);
	if (sh_peek(p) == ')')
		sh_take(p);
	else
		sh_unclosed(p, from, from + 2, "`)`");
	vec_for(struct sh_pending, inner, &p->pending)
		vec_push(p->a, &outer, *inner);
	p->pending = outer;
	return list;
}

bool
sh_arithmetic(struct sh_parser *p, struct shell_part *part)
{
	size_t open = p->at, close = sh_closing_paren(p, open);
	if (close >= p->limit || sh_byte(p, sh_past_continuations(p, close + 1)) != ')')
		return false;
	part->kind = SHELL_PART_ARITHMETIC;
	part->text = str_slice(p->text->m.text, open + 1, close);
	sh_take_until(p, close);
	sh_take_many(p, 2);
	return true;
}

/* $(…) or $((…)). */
static void
parenthesized(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	struct shell_part part = { .kind = SHELL_PART_COMMAND, .quoted = quoted };
	size_t from = p->at;
	sh_take_many(p, 2);
	if (sh_peek(p) != '(' || !sh_arithmetic(p, &part))
		part.body = enclosed_list(p, from);
	sh_add_part(b, part, from);
}

/* $[…], the old form of bash, which sh may be; false where the bracket does not close. */
static bool
bracketed_arithmetic(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	size_t from = p->at, end = sh_skip_subscript(p, from + 1);
	if (end == STR_NONE)
		return false;
	struct shell_part part = { .kind = SHELL_PART_ARITHMETIC, .quoted = quoted };
	part.text = str_slice(p->text->m.text, from + 2, end - 1);
	sh_take_until(p, end);
	sh_add_part(b, part, from);
	return true;
}

void
sh_dollar(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	int next = sh_peek_at(p, 1);
	if (next == '[' && bracketed_arithmetic(b, quoted))
		return;
	if (next == '{') {
		braced_parameter(b, quoted);
	} else if (next == '(') {
		parenthesized(b, quoted);
	} else if (is_name_byte(next) || is_special_parameter(next)) {
		plain_parameter(b, quoted);
	} else {
		sh_add_char(b, p->at, p->at + 1, '$', quoted);
		sh_take(p);
	}
}

void
sh_process(struct sh_builder *b)
{
	struct sh_parser *p = b->p;
	struct shell_part part = { .kind = SHELL_PART_PROCESS };
	size_t from = p->at;
	part.text = take_byte(p);
	sh_take(p);
	part.body = enclosed_list(p, from);
	sh_add_part(b, part, from);
}

/*
 * The text between backquotes without one level of escapes, the cursor after the first.
 * Stops at the closing one or the end.
 */
static struct mapped
backquoted_text(struct sh_parser *p, bool quoted)
{
	struct mapped_builder m = mapped_builder_new(p->a, p->script->source);
	size_t from = p->at;
	int c;
	for (; (c = sh_peek(p)) != '`' && c != SH_END; p->at++) {
		int next = c == '\\' ? sh_byte(p, p->at + 1) : SH_END;
		bool escapes =
			next == '$' || next == '`' || next == '\\' || (quoted && next == '"');
		if (!escapes)
			continue;
		mapped_add_slice(&m, &p->text->m, from, p->at);
		from = ++p->at;
	}
	mapped_add_slice(&m, &p->text->m, from, p->at);
	return mapped_finish(&m);
}

void
sh_backquote(struct sh_builder *b, bool quoted)
{
	struct sh_parser *p = b->p;
	struct shell_part part = { .kind = SHELL_PART_COMMAND, .quoted = quoted };
	size_t from = p->at;
	sh_take_raw(p);
	struct sh_text *inner = ARENA_NEW(p->a, struct sh_text);
	inner->m = backquoted_text(p, quoted);
	inner->opaque = p->text->opaque;
	inner->has_defaults = p->text->has_defaults;
	struct sh_parser saved = *p;
	struct shell_node *body = sh_node(p, SHELL_LIST);
	if (inner->m.text.n && sh_enter(p)) {
		p->text = inner;
		p->at = p->end = p->faulted = 0;
		p->limit = inner->m.text.n;
		p->pending = (struct sh_pendings){ 0 };
		body = sh_script(p);
		sh_leave(p);
	}
	part.body = body;
	sh_resume(p, &saved);
	if (sh_peek(p) == '`') {
		sh_take(p);
	} else {
		sh_unclosed(p, from, from + 1, "a backquote");
		p->end = p->at;
	}
	sh_add_part(b, part, from);
}
