/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, and-or lists and pipelines. */
#include "syntax/shell/parser.h"

struct shell_node *
sh_node(struct sh_parser *p, enum shell_kind kind)
{
	struct shell_node *node = ARENA_NEW(p->a, struct shell_node);
	node->kind = kind;
	node->span = sh_span(p, p->at, p->at);
	return node;
}

void
sh_add_child(struct sh_parser *p, struct shell_node *parent, struct shell_node *child)
{
	if (child)
		vec_push(p->a, &parent->children, child);
}

void
sh_skip_line(struct sh_parser *p)
{
	for (size_t nest = 0;;) {
		sh_skip_blanks(p);
		int c = sh_peek(p);
		if (c == SH_END || c == '\n' || (nest == 0 && (c == ')' || sh_looking_at(p, ";;"))))
			return;
		if (sh_at_word(p)) {
			sh_word(p, SH_WORD);
			continue;
		}
		if (c == '(')
			nest++;
		else if (c == ')')
			nest--;
		sh_take(p);
	}
}

/* Does something that only closes or divides a compound command stand at the cursor? */
static bool
at_list_end(const struct sh_parser *p)
{
	int c = sh_peek(p);
	if (c == SH_END || c == ')' || sh_looking_at(p, ";;") || sh_looking_at(p, ";&"))
		return true;
	switch (sh_keyword(p)) {
	case SH_KW_CLOSE_BRACE:
	case SH_KW_DO:
	case SH_KW_DONE:
	case SH_KW_ELIF:
	case SH_KW_ELSE:
	case SH_KW_ESAC:
	case SH_KW_FI:
	case SH_KW_THEN: return true;
	default: return false;
	}
}

struct shell_node *
sh_command(struct sh_parser *p)
{
	struct shell_node *node = NULL;
	sh_skip_blanks(p);
	size_t from = p->at;
	if (at_list_end(p)) {
		sh_expected(p, "a command");
		return NULL;
	}
	node = sh_compound(p);
	if (node) {
		do
			sh_skip_blanks(p);
		while (sh_redirect(p, node));
		node->span = sh_span(p, from, p->end);
	} else {
		node = sh_simple(p);
		if (p->at == from) {
			sh_expected(p, "a command");
			node = NULL;
		}
	}
	return node;
}

/* Takes the words that may stand before a pipeline: "!", and "time" of a compound command. */
static bool
pipeline_prefix(struct sh_parser *p)
{
	bool negated = false;
	for (;;) {
		size_t after = p->at;
		enum sh_keyword keyword = sh_keyword_at(p, p->at, &after);
		if (keyword != SH_KW_BANG && (keyword != SH_KW_TIME || !sh_compound_at(p, after)))
			return negated;
		negated ^= keyword == SH_KW_BANG;
		sh_take_keyword(p);
		sh_skip_blanks(p);
		if (keyword == SH_KW_TIME && sh_looking_at(p, "-p")) {
			sh_take_many(p, 2);
			sh_skip_blanks(p);
		}
	}
}

/* bash allows "!" with nothing after it. */
static bool
nothing_follows(const struct sh_parser *p)
{
	int c = sh_peek(p);
	return c == '\n' || c == ';' || c == SH_END;
}

static struct shell_node *
pipeline(struct sh_parser *p)
{
	sh_skip_blanks(p);
	size_t from = p->at;
	bool negated = pipeline_prefix(p);
	struct shell_node *first =
		negated && nothing_follows(p) ? sh_node(p, SHELL_SIMPLE) : sh_command(p);
	struct shell_node *all = first;
	sh_skip_blanks(p);
	while (first && sh_peek(p) == '|' && sh_peek_at(p, 1) != '|') {
		sh_take_many(p, sh_peek_at(p, 1) == '&' ? 2 : 1);
		sh_skip_newlines(p);
		struct shell_node *next = sh_command(p);
		if (!next)
			break;
		if (all == first) {
			all = sh_node(p, SHELL_PIPELINE);
			sh_add_child(p, all, first);
		}
		sh_add_child(p, all, next);
		all->span = sh_span(p, from, p->end);
		sh_skip_blanks(p);
	}
	if (all && negated) {
		all->negated = !all->negated;
		all->span = sh_span(p, from, p->end);
	}
	return all;
}

static struct shell_node *
and_or(struct sh_parser *p)
{
	sh_skip_blanks(p);
	size_t from = p->at;
	int deepest_before = p->deepest;
	p->deepest = p->depth;
	struct shell_node *left = pipeline(p);
	while (left && (sh_looking_at(p, "&&") || sh_looking_at(p, "||"))) {
		struct shell_node *node = sh_node(p, sh_peek(p) == '&' ? SHELL_AND : SHELL_OR);
		sh_take_many(p, 2);
		sh_skip_newlines(p);
		/* A chain leans to the left, so every operator makes the tree one level deeper. */
		if (++p->deepest > SHELL_MAX_CHAIN)
			sh_stop(p);
		struct shell_node *right = pipeline(p);
		if (!right)
			break;
		sh_add_child(p, node, left);
		sh_add_child(p, node, right);
		node->span = sh_span(p, from, p->end);
		left = node;
	}
	if (deepest_before > p->deepest)
		p->deepest = deepest_before;
	return left;
}

/* Takes what ends a command in a list; reports what should not follow one. */
static void
separator(struct sh_parser *p, struct shell_node *command)
{
	sh_skip_blanks(p);
	if (at_list_end(p) || sh_peek(p) == '\n')
		return;
	if (sh_peek(p) == ';') {
		sh_take(p);
	} else if (sh_peek(p) == '&' && sh_peek_at(p, 1) != '&') {
		sh_take(p);
		if (command)
			command->background = true;
	} else {
		sh_expected(p, "an operator or the end of the command");
		sh_skip_line(p);
	}
}

static void
fill_list(struct sh_parser *p, struct shell_node *list, size_t *from)
{
	for (;;) {
		sh_skip_newlines(p);
		if (at_list_end(p))
			return;
		if (list->children.n == 0)
			*from = p->at;
		struct shell_node *command = and_or(p);
		if (command) {
			sh_add_child(p, list, command);
			list->span = sh_span(p, *from, p->end);
		}
		separator(p, command);
	}
}

struct shell_node *
sh_list(struct sh_parser *p)
{
	struct shell_node *list = sh_node(p, SHELL_LIST);
	size_t from = p->at;
	/* An empty list stands where the last token ended, and so within its parent. */
	size_t end = span_end(sh_span(p, p->end ? p->end - 1 : 0, p->end));
	list->span = span_make(end, end);
	if (!sh_enter(p))
		return list;
	fill_list(p, list, &from);
	sh_leave(p);
	return list;
}

static bool
is_due(unsigned *left)
{
	if (*left == 0)
		return false;
	--*left;
	return true;
}

/* Has what stands at the cursor been reported with the word that it belongs to? */
static bool
was_reported(struct sh_parser *p)
{
	switch (sh_keyword(p)) {
	case SH_KW_DO: p->do_left++; return false;
	case SH_KW_THEN:
		if (p->then_left > 0) /* of an elif */
			return true;
		p->then_left++;
		return false;
	case SH_KW_ELIF:
	case SH_KW_ELSE: return p->then_left > 0;
	case SH_KW_DONE: return is_due(&p->do_left);
	case SH_KW_FI: return is_due(&p->then_left);
	default: return false;
	}
}

/* Takes a closing word or operator that nothing opened. */
static void
take_stray(struct sh_parser *p)
{
	if (!was_reported(p))
		sh_expected(p, "a command");
	if (sh_keyword(p) != SH_KW_NONE)
		sh_take_keyword(p);
	else
		sh_take_many(p, sh_peek(p) == ')' ? 1 : 2);
	sh_skip_blanks(p);
	if (sh_peek(p) == ';' && !at_list_end(p))
		sh_take(p);
}

struct shell_node *
sh_script(struct sh_parser *p)
{
	struct shell_node *list = sh_node(p, SHELL_LIST);
	size_t from = p->at;
	p->at = sh_past_continuations(p, p->at);
	for (;;) {
		fill_list(p, list, &from);
		if (sh_peek(p) == SH_END)
			return list;
		take_stray(p);
	}
}
