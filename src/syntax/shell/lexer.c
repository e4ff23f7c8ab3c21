/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "syntax/shell/parser.h"

int
sh_byte(const struct sh_parser *p, size_t at)
{
	if (at >= p->limit)
		return SH_END;
	if (p->text->opaque && mapped_is_opaque(&p->text->m, at))
		return SH_OPAQUE;
	return (unsigned char)p->text->m.text.s[at];
}

size_t
sh_past_continuations(const struct sh_parser *p, size_t at)
{
	while (sh_byte(p, at) == '\\' && sh_byte(p, at + 1) == '\n')
		at += 2;
	return at;
}

int
sh_peek(const struct sh_parser *p)
{
	return sh_byte(p, p->at);
}

int
sh_peek_at(const struct sh_parser *p, size_t n)
{
	size_t at = p->at;
	while (n--)
		at = sh_past_continuations(p, at + 1);
	return sh_byte(p, at);
}

void
sh_take_until(struct sh_parser *p, size_t end)
{
	p->end = end;
	p->at = sh_past_continuations(p, end);
}

void
sh_take(struct sh_parser *p)
{
	sh_take_until(p, p->at + 1);
}

void
sh_take_raw(struct sh_parser *p)
{
	p->end = ++p->at;
}

void
sh_take_many(struct sh_parser *p, size_t n)
{
	while (n--)
		sh_take(p);
}

bool
sh_looking_at(const struct sh_parser *p, const char *text)
{
	size_t at = p->at;
	for (; *text; text++) {
		if (sh_byte(p, at) != (unsigned char)*text)
			return false;
		at = sh_past_continuations(p, at + 1);
	}
	return true;
}

void
sh_skip_blanks(struct sh_parser *p)
{
	for (;;) {
		int c = sh_peek(p);
		if (c == ' ' || c == '\t') {
			p->at = sh_past_continuations(p, p->at + 1);
			continue;
		}
		if (c != '#')
			return;
		size_t from = p->at;
		while (p->at < p->limit && p->text->m.text.s[p->at] != '\n')
			p->at++;
		vec_push(p->a, &p->script->comments, sh_span(p, from, p->at));
	}
}

void
sh_skip_newlines(struct sh_parser *p)
{
	sh_skip_blanks(p);
	while (sh_peek(p) == '\n') {
		p->at++;
		sh_read_heredocs(p);
		p->at = sh_past_continuations(p, p->at);
		sh_skip_blanks(p);
	}
}

bool
sh_is_metacharacter(int c)
{
	return c == SH_END || (c > 0 && c < 128 && strchr(" \t\n;&|<>()", c));
}

bool
sh_at_word(const struct sh_parser *p)
{
	int c = sh_peek(p);
	if (c == '<' || c == '>')
		return sh_peek_at(p, 1) == '(';
	return !sh_is_metacharacter(c);
}

static const char *const keyword_names[SH_KW_COUNT] = {
	[SH_KW_NONE] = "",
	[SH_KW_BANG] = "!",
	[SH_KW_OPEN_BRACE] = "{",
	[SH_KW_CLOSE_BRACE] = "}",
	[SH_KW_OPEN_TEST] = "[[",
	[SH_KW_CASE] = "case",
	[SH_KW_COPROC] = "coproc",
	[SH_KW_DO] = "do",
	[SH_KW_DONE] = "done",
	[SH_KW_ELIF] = "elif",
	[SH_KW_ELSE] = "else",
	[SH_KW_ESAC] = "esac",
	[SH_KW_FI] = "fi",
	[SH_KW_FOR] = "for",
	[SH_KW_FUNCTION] = "function",
	[SH_KW_IF] = "if",
	[SH_KW_IN] = "in",
	[SH_KW_SELECT] = "select",
	[SH_KW_THEN] = "then",
	[SH_KW_TIME] = "time",
	[SH_KW_UNTIL] = "until",
	[SH_KW_WHILE] = "while",
};

const char *
sh_keyword_name(enum sh_keyword keyword)
{
	return keyword_names[keyword];
}

enum sh_keyword
sh_keyword_at(const struct sh_parser *p, size_t at, size_t *after)
{
	char name[sizeof("function")];
	size_t n = 0, end = at;
	for (int c; !sh_is_metacharacter(c = sh_byte(p, at)); n++) {
		if (n == sizeof(name) - 1 || c <= 0)
			return SH_KW_NONE;
		name[n] = (char)c;
		end = at + 1;
		at = sh_past_continuations(p, end);
	}
	name[n] = '\0';
	if (after)
		*after = end;
	for (int i = SH_KW_NONE + 1; i < SH_KW_COUNT; i++)
		if (strcmp(name, keyword_names[i]) == 0)
			return (enum sh_keyword)i;
	return SH_KW_NONE;
}

enum sh_keyword
sh_keyword(const struct sh_parser *p)
{
	return sh_keyword_at(p, p->at, NULL);
}

void
sh_take_keyword(struct sh_parser *p)
{
	size_t end = p->at;
	sh_keyword_at(p, p->at, &end);
	sh_take_until(p, end);
}

struct span
sh_span(const struct sh_parser *p, size_t from, size_t to)
{
	return mapped_span(&p->text->m, from, to);
}

/* Says that a fault may be reported here: one for a cause, none after a wild card. */
static bool
may_report(struct sh_parser *p)
{
	bool again = p->faulted == p->at + 1;
	p->faulted = p->at + 1;
	return !again && !p->stopped && !p->uncertain;
}

/* What stands at the cursor, for a message; words are not shown, they may be secrets. */
static struct str
describe(const struct sh_parser *p, size_t *to)
{
	static const char *const operators[] = { ";;&", ";;", ";&", "&&", "||", "|&" };
	int c = sh_peek(p);
	enum sh_keyword keyword = sh_keyword_at(p, p->at, to);
	if (keyword != SH_KW_NONE)
		return arena_printf(p->a, "`%s`", sh_keyword_name(keyword));
	*to = p->at + (c != SH_END ? utf8_step(p->text->m.text, p->at) : 0);
	if (c == SH_END)
		return STR("the end of the script");
	if (c == '\n')
		return STR("the end of the line");
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (!sh_looking_at(p, operators[i]))
			continue;
		*to = p->at + strlen(operators[i]);
		return arena_printf(p->a, "`%s`", operators[i]);
	}
	if (sh_is_metacharacter(c))
		return arena_printf(p->a, "`%c`", c);
	return STR("a word");
}

void
sh_expected(struct sh_parser *p, const char *what)
{
	if (!may_report(p))
		return;
	size_t to = p->at;
	struct str found = describe(p, &to);
	fault_add(p->a, &p->script->faults, sh_span(p, p->at, to < p->limit ? to : p->limit),
		"expected %s, found %" PRIstr, what, STR_ARG(found));
}

void
sh_unclosed(struct sh_parser *p, size_t from, size_t to, const char *what)
{
	if (sh_peek(p) != SH_END) {
		sh_expected(p, what);
		return;
	}
	if (may_report(p))
		fault_add(p->a, &p->script->faults, sh_span(p, from, to),
			"expected %s to close this before the end of the script", what);
}

void
sh_stop(struct sh_parser *p)
{
	if (!p->stopped)
		fault_add(p->a, &p->script->faults, sh_span(p, p->at, p->at),
			"expected at most %d levels of nesting and %d operators in a chain",
			SHELL_MAX_DEPTH, SHELL_MAX_CHAIN);
	p->stopped = true;
	p->at = p->limit;
}

bool
sh_enter(struct sh_parser *p)
{
	if (p->depth >= SHELL_MAX_DEPTH) {
		sh_stop(p);
		return false;
	}
	p->depth++;
	if (p->depth > p->deepest)
		p->deepest = p->depth;
	return true;
}

void
sh_leave(struct sh_parser *p)
{
	p->depth--;
}

void
sh_resume(struct sh_parser *p, const struct sh_parser *saved)
{
	p->text = saved->text;
	p->at = p->stopped ? saved->limit : saved->at;
	p->end = saved->end;
	p->limit = saved->limit;
	p->faulted = saved->faulted;
	p->pending = saved->pending;
}

VEC_OF(offsets, uint32_t);

/* Offset of the next `'`, or the limit. */
static size_t
closing_quote(const struct sh_parser *p, size_t at)
{
	struct str text = str_slice(p->text->m.text, 0, p->limit);
	size_t found = str_find_char(text, '\'', at);
	return found == STR_NONE ? p->limit : found;
}

/*
 * Matches parentheses from `open` on and notes every pair on the way, so that nested
 * "((" need no scan of their own. Good enough to tell $((…)) from $( (…) ).
 */
static void
match_parens(struct sh_parser *p, size_t open)
{
	struct offsets stack = { 0 };
	const char *text = p->text->m.text.s;
	size_t at = open;
	do {
		int c = sh_byte(p, at);
		bool in_string = stack.n && text[*vec_last(&stack)] == '"';
		if (c == '\\') {
			at++;
		} else if (c == '\'' && !in_string) {
			at = closing_quote(p, at + 1);
		} else if (c == '"' && in_string) {
			stack.n--;
		} else if (c == '"' || (c == '(' && (!in_string || text[at - 1] == '$'))) {
			vec_push(p->a, &stack, (uint32_t)at);
		} else if (c == ')' && !in_string && stack.n) {
			p->text->closers[*vec_last(&stack)] = (uint32_t)at;
			stack.n--;
		}
		at++;
	} while (stack.n && at < p->limit);
	vec_for(uint32_t, left, &stack)
		p->text->closers[*left] = (uint32_t)p->limit;
}

size_t
sh_closing_paren(struct sh_parser *p, size_t open)
{
	if (!p->text->closers)
		p->text->closers = ARENA_ARRAY(p->a, uint32_t, p->text->m.text.n + 1);
	if (p->text->closers[open] == 0)
		match_parens(p, open);
	return p->text->closers[open];
}
