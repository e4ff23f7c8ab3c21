/* SPDX-License-Identifier: Apache-2.0 */
/* Compound commands: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_09_04 */
#include "syntax/shell/parser.h"

/* Where a compound command was opened, for the fault when nothing closes it. */
struct opening {
	size_t from, to;
};

static struct opening
take_opening(struct sh_parser *p)
{
	size_t from = p->at;
	sh_take_keyword(p);
	return (struct opening){ from, p->end };
}

/* Takes a reserved word that must come next, or reports it; "then" and "do" pass for each other. */
static void
expect(struct sh_parser *p, enum sh_keyword keyword, struct opening open)
{
	enum sh_keyword found = sh_keyword(p);
	if (found != keyword) {
		struct str what = arena_printf(p->a, "`%s`", sh_keyword_name(keyword));
		sh_unclosed(p, open.from, open.to, what.s);
	}
	bool starts_body = keyword == SH_KW_THEN || keyword == SH_KW_DO;
	if (found == keyword || (starts_body && (found == SH_KW_THEN || found == SH_KW_DO)))
		sh_take_keyword(p);
}

/* A list in which there must be a command. */
static struct shell_node *
body(struct sh_parser *p)
{
	size_t faults = p->script->faults.n;
	struct shell_node *list = sh_list(p);
	if (list->children.n == 0 && p->script->faults.n == faults && sh_peek(p) != SH_END)
		sh_expected(p, "a command");
	return list;
}

static struct shell_node *
if_command(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_IF);
	struct opening open = take_opening(p);
	for (;;) {
		sh_add_child(p, node, body(p));
		expect(p, SH_KW_THEN, open);
		sh_add_child(p, node, body(p));
		if (sh_keyword(p) != SH_KW_ELIF)
			break;
		sh_take_keyword(p);
	}
	if (sh_keyword(p) == SH_KW_ELSE) {
		sh_take_keyword(p);
		sh_add_child(p, node, body(p));
	}
	expect(p, SH_KW_FI, open);
	return node;
}

static struct shell_node *
loop(struct sh_parser *p, enum shell_kind kind)
{
	struct shell_node *node = sh_node(p, kind);
	struct opening open = take_opening(p);
	sh_add_child(p, node, body(p));
	expect(p, SH_KW_DO, open);
	sh_add_child(p, node, body(p));
	expect(p, SH_KW_DONE, open);
	return node;
}

static struct shell_node *
group(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_GROUP);
	struct opening open = take_opening(p);
	sh_add_child(p, node, body(p));
	expect(p, SH_KW_CLOSE_BRACE, open);
	return node;
}

/* Adds the rest of ((…)) as a word; the cursor stands on the second "(". */
static bool
arithmetic_word(struct sh_parser *p, struct shell_node *node, size_t from)
{
	struct sh_builder b = { .p = p };
	struct shell_part part = { 0 };
	if (sh_peek(p) != '(' || !sh_arithmetic(p, &part))
		return false;
	sh_add_part(&b, part, from);
	struct shell_word word = sh_finish(&b, from, p->end);
	vec_push(p->a, &node->words, word);
	return true;
}

/* ( … ) or (( … )). */
static struct shell_node *
parenthesis(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_SUBSHELL);
	size_t from = p->at;
	sh_take(p);
	if (arithmetic_word(p, node, from)) {
		node->kind = SHELL_ARITHMETIC;
		return node;
	}
	sh_add_child(p, node, body(p));
	if (sh_peek(p) == ')')
		sh_take(p);
	else
		sh_unclosed(p, from, from + 1, "`)`");
	return node;
}

/* Adds words up to an operator or newline. */
static void
add_words(struct sh_parser *p, struct shell_node *node)
{
	for (sh_skip_blanks(p); sh_at_word(p); sh_skip_blanks(p)) {
		struct shell_word word = sh_word(p, SH_WORD);
		vec_push(p->a, &node->words, word);
	}
}

/* The variable of a loop, and "in" with its items. */
static void
loop_items(struct sh_parser *p, struct shell_node *node)
{
	if (!sh_at_word(p)) {
		sh_expected(p, "a variable's name");
		return;
	}
	struct shell_word name = sh_word(p, SH_WORD);
	vec_push(p->a, &node->words, name);
	sh_skip_newlines(p);
	enum sh_keyword keyword = sh_keyword(p);
	if (keyword == SH_KW_IN)
		sh_take_keyword(p);
	else if (sh_at_word(p) && keyword != SH_KW_DO && keyword != SH_KW_OPEN_BRACE)
		sh_expected(p, "`in` or `do` after the variable");
	else
		return;
	add_words(p, node);
	if (sh_peek(p) != ';' && sh_peek(p) != '\n')
		sh_expected(p, "`;` or the end of the line after the items of the loop");
}

/* for, select and for ((…)). */
static struct shell_node *
for_loop(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_FOR);
	struct opening open = take_opening(p);
	sh_skip_blanks(p);
	size_t from = p->at;
	bool arithmetic = sh_looking_at(p, "((");
	if (arithmetic)
		sh_take(p);
	if (!arithmetic || !arithmetic_word(p, node, from))
		loop_items(p, node);
	sh_skip_blanks(p);
	if (sh_peek(p) == ';' && !sh_looking_at(p, ";;"))
		sh_take(p);
	sh_skip_newlines(p);
	if (sh_keyword(p) == SH_KW_OPEN_BRACE) {
		struct shell_node *braces = group(p);
		sh_add_child(p, node, braces->children.items[0]);
		return node;
	}
	expect(p, SH_KW_DO, open);
	sh_add_child(p, node, body(p));
	expect(p, SH_KW_DONE, open);
	return node;
}

/* The patterns of a case item, with their parentheses. */
static void
case_patterns(struct sh_parser *p, struct shell_node *item)
{
	if (sh_peek(p) == '(')
		sh_take(p);
	for (;;) {
		sh_skip_blanks(p);
		if (!sh_at_word(p)) {
			sh_expected(p, "a pattern");
			break;
		}
		struct shell_word pattern = sh_word(p, SH_WORD);
		vec_push(p->a, &item->words, pattern);
		sh_skip_blanks(p);
		if (sh_peek(p) != '|')
			break;
		sh_take(p);
	}
	if (sh_peek(p) != ')') {
		sh_expected(p, "`)` after the pattern");
		sh_skip_line(p);
	}
	if (sh_peek(p) == ')')
		sh_take(p);
}

static struct shell_node *
case_item(struct sh_parser *p)
{
	struct shell_node *item = sh_node(p, SHELL_CASE_ITEM);
	size_t from = p->at;
	p->end = from;
	/* Without ";;" before it, the pattern was taken for a command. */
	if (sh_peek(p) == ')' && p->faulted == p->at + 1)
		sh_take(p);
	else
		case_patterns(p, item);
	struct shell_node *list = sh_list(p);
	if (list->children.n)
		sh_add_child(p, item, list);
	if (sh_looking_at(p, ";;&"))
		sh_take_many(p, 3);
	else if (sh_looking_at(p, ";;") || sh_looking_at(p, ";&"))
		sh_take_many(p, 2);
	else if (sh_keyword(p) != SH_KW_ESAC && sh_peek(p) != SH_END)
		sh_expected(p, "`;;` or `esac`");
	item->span = sh_span(p, from, p->end);
	return item;
}

static struct shell_node *
case_command(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_CASE);
	struct opening open = take_opening(p);
	sh_skip_blanks(p);
	if (sh_at_word(p)) {
		struct shell_word subject = sh_word(p, SH_WORD);
		vec_push(p->a, &node->words, subject);
	} else {
		sh_expected(p, "a word");
	}
	sh_skip_newlines(p);
	expect(p, SH_KW_IN, open);
	sh_skip_newlines(p);
	while (sh_keyword(p) != SH_KW_ESAC && sh_peek(p) != SH_END) {
		size_t before = p->at;
		sh_add_child(p, node, case_item(p));
		sh_skip_newlines(p);
		bool faulted = p->faulted == p->at + 1;
		if (p->at == before || (faulted && sh_peek(p) != ')'))
			break;
	}
	expect(p, SH_KW_ESAC, open);
	return node;
}

/* Takes an operator of [[ … ]] other than a word; its length, 0 if there is none. */
static size_t
test_operator(const struct sh_parser *p, bool pattern)
{
	if (sh_looking_at(p, "&&") || sh_looking_at(p, "||"))
		return 2;
	if (sh_looking_at(p, "!(") && !pattern)
		return 1;
	int c = sh_peek(p);
	if (c == '(' || c == ')')
		return 1;
	return (c == '<' || c == '>') && !sh_at_word(p);
}

/* Is the word one of the operators with a pattern or a regular expression on their right? */
static enum sh_word_mode
mode_after(const struct shell_word *word, bool *pattern)
{
	*pattern = false;
	if (word->parts.n != 1 || word->quoted || word->parts.items[0].kind != SHELL_PART_LITERAL)
		return SH_WORD;
	struct str text = word->parts.items[0].text;
	*pattern = str_eq(text, STR("==")) || str_eq(text, STR("=")) || str_eq(text, STR("!="));
	return str_eq(text, STR("=~")) ? SH_REGEX : SH_WORD;
}

/* Takes "]]" if it stands at the cursor. */
static bool
take_test_end(struct sh_parser *p)
{
	if (!sh_looking_at(p, "]]") || !sh_is_metacharacter(sh_peek_at(p, 2)))
		return false;
	sh_take_many(p, 2);
	return true;
}

static struct shell_node *
test_command(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_TEST);
	struct opening open = take_opening(p);
	enum sh_word_mode mode = SH_WORD;
	bool pattern = false;
	for (;;) {
		sh_skip_newlines(p);
		if (take_test_end(p))
			return node;
		size_t from = p->at, n = mode == SH_REGEX ? 0 : test_operator(p, pattern);
		struct shell_word word;
		if (n) {
			sh_take_many(p, n);
			word = sh_operator_word(p, from, p->end);
		} else if (sh_at_word(p) || (mode == SH_REGEX && sh_peek(p) == '(')) {
			word = sh_word(p, mode);
		} else {
			break;
		}
		mode = mode_after(&word, &pattern);
		vec_push(p->a, &node->words, word);
	}
	/* To a POSIX shell [[ is the name of a command, which needs no end. */
	if (p->dialect == SHELL_BASH)
		sh_unclosed(p, open.from, open.to, "`]]`");
	return node;
}

static struct shell_node *
function_command(struct sh_parser *p)
{
	struct shell_node *node = sh_node(p, SHELL_FUNCTION);
	take_opening(p);
	sh_skip_blanks(p);
	if (!sh_at_word(p)) {
		sh_expected(p, "the function's name");
		return node;
	}
	struct shell_word name = sh_word(p, SH_WORD);
	vec_push(p->a, &node->words, name);
	sh_skip_blanks(p);
	return sh_function_body(p, node);
}

static size_t
skip_blanks_at(const struct sh_parser *p, size_t at)
{
	at = sh_past_continuations(p, at);
	while (sh_byte(p, at) == ' ' || sh_byte(p, at) == '\t')
		at = sh_past_continuations(p, at + 1);
	return at;
}

bool
sh_compound_at(const struct sh_parser *p, size_t at)
{
	at = skip_blanks_at(p, at);
	if (sh_byte(p, at) == '-' && sh_byte(p, at + 1) == 'p')
		at = skip_blanks_at(p, at + 2);
	switch (sh_keyword_at(p, at, NULL)) {
	case SH_KW_BANG:
	case SH_KW_OPEN_BRACE:
	case SH_KW_OPEN_TEST:
	case SH_KW_CASE:
	case SH_KW_FOR:
	case SH_KW_IF:
	case SH_KW_UNTIL:
	case SH_KW_WHILE: return true;
	default: return sh_byte(p, at) == '(';
	}
}

/* In a POSIX shell "select" is an ordinary name unless "NAME in" or "NAME; do" follows. */
static bool
is_select(const struct sh_parser *p)
{
	size_t at = p->at;
	if (p->dialect == SHELL_BASH)
		return true;
	sh_keyword_at(p, p->at, &at);
	at = skip_blanks_at(p, at);
	while (!sh_is_metacharacter(sh_byte(p, at)))
		at++;
	at = skip_blanks_at(p, at);
	if (sh_keyword_at(p, at, NULL) == SH_KW_IN)
		return true;
	int end = sh_byte(p, at);
	return (end == ';' || end == '\n')
		&& sh_keyword_at(p, skip_blanks_at(p, at + 1), NULL) == SH_KW_DO;
}

/* In a POSIX shell "function" is an ordinary name, which may stand alone. */
static bool
is_function(const struct sh_parser *p)
{
	size_t at = p->at;
	sh_keyword_at(p, p->at, &at);
	return p->dialect == SHELL_BASH || !sh_is_metacharacter(sh_byte(p, skip_blanks_at(p, at)));
}

/* The compound command after coproc and an optional name; NULL for a simple one. */
static struct shell_node *
coproc(struct sh_parser *p)
{
	size_t at = p->at;
	sh_keyword_at(p, p->at, &at);
	at = skip_blanks_at(p, at);
	if (!sh_compound_at(p, at)) {
		while (!sh_is_metacharacter(sh_byte(p, at)))
			at++;
		if (!sh_compound_at(p, at))
			return NULL;
	}
	sh_take_until(p, skip_blanks_at(p, at));
	return sh_compound(p);
}

struct shell_node *
sh_compound(struct sh_parser *p)
{
	if (sh_peek(p) == '(')
		return parenthesis(p);
	switch (sh_keyword(p)) {
	case SH_KW_IF: return if_command(p);
	case SH_KW_WHILE: return loop(p, SHELL_WHILE);
	case SH_KW_UNTIL: return loop(p, SHELL_UNTIL);
	case SH_KW_FOR: return for_loop(p);
	case SH_KW_SELECT: return is_select(p) ? for_loop(p) : NULL;
	case SH_KW_CASE: return case_command(p);
	case SH_KW_OPEN_BRACE: return group(p);
	case SH_KW_OPEN_TEST: return test_command(p);
	case SH_KW_FUNCTION: return is_function(p) ? function_command(p) : NULL;
	case SH_KW_COPROC: return coproc(p);
	default: return NULL;
	}
}
