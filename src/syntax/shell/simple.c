/* SPDX-License-Identifier: Apache-2.0 */
/* Simple commands, their assignments and redirections, and name() functions. */
#include <string.h>

#include "syntax/shell/parser.h"

/* Longest NAME[…]= or {NAME}> that is looked for, so that the cost stays linear. */
#define MAX_LOOKAHEAD 256

static size_t
skip_name(const struct sh_parser *p, size_t at)
{
	int c = sh_byte(p, at);
	if (c <= 0 || !char_is_name((char)c) || char_is_digit((char)c))
		return at;
	while ((c = sh_byte(p, at)) > 0 && char_is_name((char)c))
		at = sh_past_continuations(p, at + 1);
	return at;
}

size_t
sh_skip_subscript(const struct sh_parser *p, size_t at)
{
	size_t nest = 0, stop = at + MAX_LOOKAHEAD;
	for (; at < stop; at++) {
		int c = sh_byte(p, at);
		if (c == SH_END || c == '\n' || c == ';')
			return STR_NONE;
		if (c == '[')
			nest++;
		else if (c == ']' && --nest == 0)
			return at + 1;
	}
	return STR_NONE;
}

/* Takes NAME=word and the like; false if no assignment begins at the cursor. */
static bool
assignment(struct sh_parser *p, struct shell_node *node)
{
	struct shell_assignment result = { 0 };
	size_t from = p->at, name_end = skip_name(p, from), at = name_end;
	if (at == from)
		return false;
	if (sh_byte(p, at) == '[') {
		at = sh_skip_subscript(p, at);
		if (at == STR_NONE)
			return false;
		result.indexed = true;
	}
	if (sh_byte(p, at) == '+') {
		at = sh_past_continuations(p, at + 1);
		result.append = true;
	}
	if (sh_byte(p, at) != '=')
		return false;
	struct shell_word name = sh_operator_word(p, from, name_end);
	result.name = name.parts.items[0].text;
	result.name_span = name.parts.items[0].span;
	sh_take_until(p, at + 1);
	size_t value = p->end;
	result.value = sh_peek(p) == '(' ? sh_array(p) : sh_word(p, SH_WORD);
	if (result.value.parts.n == 0 && !result.value.quoted) {
		p->end = value; /* not behind the bytes that join two lines */
		result.value.span = sh_span(p, value, value);
	}
	result.span = sh_span(p, from, p->end);
	vec_push(p->a, &node->assignments, result);
	return true;
}

struct redirect_operator {
	const char *text;
	enum shell_redirect_kind kind;
};

static const struct redirect_operator *
redirect_operator(const struct sh_parser *p)
{
	static const struct redirect_operator operators[] = {
		{ "<<<", SHELL_REDIRECT_HERESTRING },
		{ "<<-", SHELL_REDIRECT_HEREDOC },
		{ "<<", SHELL_REDIRECT_HEREDOC },
		{ "<&", SHELL_REDIRECT_DUP_IN },
		{ "<>", SHELL_REDIRECT_IN_OUT },
		{ "<", SHELL_REDIRECT_IN },
		{ ">>", SHELL_REDIRECT_APPEND },
		{ ">&", SHELL_REDIRECT_DUP_OUT },
		{ ">|", SHELL_REDIRECT_OUT },
		{ ">", SHELL_REDIRECT_OUT },
		{ "&>>", SHELL_REDIRECT_BOTH },
		{ "&>", SHELL_REDIRECT_BOTH },
	};
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (sh_looking_at(p, operators[i].text))
			return &operators[i];
	return NULL;
}

/* Offset after a descriptor's number or {NAME}; `at` itself if there is none. */
static size_t
skip_descriptor(const struct sh_parser *p, size_t at, int *fd)
{
	size_t from = at, stop = at + MAX_LOOKAHEAD;
	*fd = -1;
	if (sh_byte(p, at) == '{' && p->dialect == SHELL_BASH) {
		size_t end = at + 1;
		for (int c; end < stop && (c = sh_byte(p, end)) > 0 && char_is_name((char)c);)
			end++;
		return end > at + 1 && sh_byte(p, end) == '}' ? end + 1 : from;
	}
	int value = 0;
	for (int c; at < from + 9 && (c = sh_byte(p, at)) >= '0' && c <= '9'; at++)
		value = value * 10 + (c - '0');
	if (at > from)
		*fd = value;
	return at;
}

/* Does a redirection with a descriptor begin here, not a word such as 2<(…)? */
static bool
redirects_at(const struct sh_parser *p, size_t at)
{
	int c = sh_byte(p, at);
	int next = sh_byte(p, sh_past_continuations(p, at + 1));
	return (c == '<' || c == '>') && next != '(';
}

bool
sh_redirect(struct sh_parser *p, struct shell_node *node)
{
	struct shell_redirect redirect = { 0 };
	size_t from = p->at, at = skip_descriptor(p, from, &redirect.fd);
	at = sh_past_continuations(p, at);
	if (!redirects_at(p, at) && !sh_looking_at(p, "&>"))
		return false;
	p->at = at;
	const struct redirect_operator *op = redirect_operator(p);
	bool strip_tabs = strcmp(op->text, "<<-") == 0;
	redirect.kind = op->kind;
	sh_take_many(p, strlen(op->text));
	size_t end = p->end;
	sh_skip_blanks(p);
	bool document = op->kind == SHELL_REDIRECT_HEREDOC;
	p->end = end;
	redirect.target.span = sh_span(p, end, end);
	if (!sh_at_word(p))
		sh_expected(p, document ? "a delimiter" : "a target for the redirection");
	else
		redirect.target = sh_word(p, document ? SH_DELIMITER : SH_WORD);
	redirect.span = sh_span(p, from, p->end);
	vec_push(p->a, &node->redirects, redirect);
	if (document && redirect.target.span.len)
		vec_push(p->a, &p->pending,
			((struct sh_pending){
				&node->redirects, node->redirects.n - 1, strip_tabs }));
	return true;
}

/* Is the word an opaque expression alone, which may stand for any syntax? */
static bool
is_wild(const struct shell_word *word)
{
	return word->parts.n == 1 && !word->quoted
		&& word->parts.items[0].kind == SHELL_PART_OPAQUE;
}

/* Do the arguments of this command assign, as those of export do? */
static bool
is_declaration(const struct shell_word *word)
{
	static const struct str names[] = { STR_INIT("export"), STR_INIT("local"),
		STR_INIT("declare"), STR_INIT("readonly"), STR_INIT("typeset"), STR_INIT("alias"),
		STR_INIT("eval"), STR_INIT("let") };
	if (word->parts.n != 1 || word->parts.items[0].kind != SHELL_PART_LITERAL)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(word->parts.items[0].text, names[i]))
			return true;
	return false;
}

/* Does the "()" after a function's name stand at the cursor? */
static bool
at_parameters(const struct sh_parser *p)
{
	if (sh_peek(p) != '(')
		return false;
	size_t at = p->at + 1;
	while (sh_byte(p, at) == ' ' || sh_byte(p, at) == '\t')
		at++;
	return sh_byte(p, at) == ')';
}

struct shell_node *
sh_function_body(struct sh_parser *p, struct shell_node *function)
{
	function->kind = SHELL_FUNCTION;
	if (at_parameters(p)) {
		sh_take(p);
		sh_skip_blanks(p);
		sh_take(p);
	}
	size_t end = p->end;
	sh_skip_newlines(p);
	p->end = end;
	if (!sh_enter(p))
		return function;
	sh_add_child(p, function, sh_command(p));
	sh_leave(p);
	return function;
}

static bool
is_literal(const struct shell_word *word, struct str text)
{
	return word->parts.n == 1 && !word->quoted
		&& word->parts.items[0].kind == SHELL_PART_LITERAL
		&& str_eq(word->parts.items[0].text, text);
}

/* May assignments follow? To bash, `time` and its option stand before the command. */
static bool
is_before_command(const struct sh_parser *p, const struct shell_node *node)
{
	size_t n = node->words.n;
	if (n == 0)
		return true;
	if (p->dialect != SHELL_BASH || !is_literal(&node->words.items[0], STR("time")))
		return false;
	return n == 1 || (n == 2 && is_literal(&node->words.items[1], STR("-p")));
}

struct shell_node *
sh_simple(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_SIMPLE);
	bool declares = false;
	size_t from = p->at;
	for (;;) {
		sh_skip_blanks(p);
		if (sh_redirect(p, node))
			continue;
		if (!sh_at_word(p))
			break;
		if (is_before_command(p, node) && assignment(p, node))
			continue;
		struct shell_word word = sh_word(p, declares ? SH_DECLARATION : SH_WORD);
		vec_push(p->a, &node->words, word);
		p->uncertain |= is_wild(&word);
		if (node->words.n > 1)
			continue;
		declares = is_declaration(&word);
		sh_skip_blanks(p);
		bool bare = node->assignments.n == 0 && node->redirects.n == 0;
		if (bare && at_parameters(p)) {
			sh_function_body(p, node);
			break;
		}
	}
	node->span = sh_span(p, from, p->end);
	return node;
}
