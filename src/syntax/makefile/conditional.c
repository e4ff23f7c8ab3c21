/* SPDX-License-Identifier: Apache-2.0 */
/* ifeq, ifneq, ifdef, ifndef, else and endif. */
#include "syntax/makefile/parser.h"

/* Two offsets in a text. */
struct range {
	size_t from, to;
};

static bool
condition_of(struct str word, enum make_condition *condition)
{
	static const struct {
		struct str word;
		enum make_condition condition;
	} words[] = {
		{ STR_INIT("ifeq"), MAKE_IFEQ },
		{ STR_INIT("ifneq"), MAKE_IFNEQ },
		{ STR_INIT("ifdef"), MAKE_IFDEF },
		{ STR_INIT("ifndef"), MAKE_IFNDEF },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(word, words[i].word)) {
			*condition = words[i].condition;
			return true;
		}
	return false;
}

/* The end of an argument in parentheses: the `stop` that is in none of its own. */
static size_t
find_argument_end(struct str text, size_t at, char stop)
{
	size_t depth = 0;
	for (; at < text.n; at++) {
		char c = text.s[at];
		if (c == stop && depth == 0)
			return at;
		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
	}
	return STR_NONE;
}

/* The quoted argument at text[*at], which is moved after it; false if there is none. */
static bool
read_quoted(struct str text, size_t *at, struct range *argument)
{
	if (*at >= text.n || (text.s[*at] != '"' && text.s[*at] != '\''))
		return false;
	size_t end = str_find_char(text, text.s[*at], *at + 1);
	if (end == STR_NONE)
		return false;
	*argument = (struct range){ *at + 1, end };
	*at = end + 1;
	return true;
}

/* (a,b): blanks before the comma and after it do not count. */
static bool
read_parenthesized(struct str text, size_t *at, struct range *left, struct range *right)
{
	size_t comma = find_argument_end(text, *at + 1, ',');
	if (comma == STR_NONE)
		return false;
	*left = (struct range){ *at + 1, comma };
	while (left->to > left->from && char_is_blank(text.s[left->to - 1]))
		left->to--;
	right->from = make_skip_space(text, comma + 1);
	right->to = find_argument_end(text, right->from, ')');
	*at = right->to + 1;
	return right->to != STR_NONE;
}

static bool
read_operands(struct str text, size_t *at, struct range *left, struct range *right)
{
	if (*at < text.n && text.s[*at] == '(')
		return read_parenthesized(text, at, left, right);
	if (!read_quoted(text, at, left))
		return false;
	*at = make_skip_space(text, *at);
	return read_quoted(text, at, right);
}

static void
fault_extraneous(struct make_parser *p, const struct mapped *text, size_t at, const char *directive)
{
	if (at < text->text.n)
		fault_add(p->arena, &p->out->faults, mapped_span(text, at, text->text.n),
			"extraneous text after '%s'", directive);
}

static void
read_comparison(
	struct make_parser *p, const struct mapped *text, size_t at, struct make_branch *branch)
{
	struct range left, right;
	if (!read_operands(text->text, &at, &left, &right)) {
		fault_add(p->arena, &p->out->faults, branch->span,
			"invalid syntax in conditional: expected (a,b), 'a' 'b' or \"a\" \"b\"");
		return;
	}
	struct faults *faults = &p->out->faults;
	branch->left = make_expression_slice(p->arena, faults, text, left.from, left.to);
	branch->right = make_expression_slice(p->arena, faults, text, right.from, right.to);
	fault_extraneous(p, text, make_skip_space(text->text, at),
		branch->condition == MAKE_IFEQ ? "ifeq" : "ifneq");
}

static void
read_test(struct make_parser *p, const struct mapped *text, size_t at, struct make_branch *branch)
{
	branch->left = make_trimmed(p, text, at, text->text.n);
	vec_for(const struct make_part, part, &branch->left.parts) {
		if (part->kind != MAKE_PART_TEXT)
			continue;
		size_t end = make_word_end(part->text, 0);
		if (end < part->text.n && branch->left.parts.n == 1)
			fault_add(p->arena, &p->out->faults, branch->span,
				"invalid syntax in conditional: expected one variable name");
	}
}

/* Starts a branch whose condition's arguments stand at text[at]. */
static void
add_branch(struct make_parser *p, struct make_node *node, const struct make_line *line,
	enum make_condition condition, size_t at)
{
	struct make_branch branch = { condition, make_statement_span(line) };
	if (condition == MAKE_IFEQ || condition == MAKE_IFNEQ)
		read_comparison(p, &line->text, at, &branch);
	else if (condition != MAKE_ELSE)
		read_test(p, &line->text, at, &branch);
	vec_push(p->arena, &node->branches, branch);
	node->span = span_join(node->span, branch.span);
	p->rule = NULL;
}

static void
open_block(struct make_parser *p, const struct make_line *line, enum make_condition condition,
	size_t at)
{
	struct span span = make_statement_span(line);
	if (p->depth == MAKE_MAX_DEPTH) {
		if (p->overflow++ == 0)
			fault_add(p->arena, &p->out->faults, span,
				"conditionals are nested too deep");
		return;
	}
	struct make_node *node = make_node_add(p, MAKE_CONDITIONAL, span);
	p->blocks[p->depth++] = (struct make_block){
		.conditional = node,
		.was_open = p->rule_open,
		.inherits = p->rule_open,
	};
	add_branch(p, node, line, condition, at);
}

/* What the end of a branch says about the lines after the conditional. */
static void
end_branch(struct make_parser *p, struct make_block *block)
{
	block->ends_open |= p->rule_open;
	block->ends_inheriting |= block->inherits;
	p->rule_open = block->inherits = block->was_open;
	p->rule = NULL;
}

static void
parse_else(struct make_parser *p, const struct make_line *line, size_t at)
{
	struct span span = make_statement_span(line);
	if (p->depth == 0) {
		fault_add(p->arena, &p->out->faults, span, "'else' without a conditional");
		return;
	}
	struct make_block *block = &p->blocks[p->depth - 1];
	if (block->seen_else)
		fault_add(p->arena, &p->out->faults, span, "only one 'else' per conditional");
	end_branch(p, block);
	struct str text = line->text.text;
	size_t end = make_word_end(text, at);
	enum make_condition condition = MAKE_ELSE;
	if (condition_of(str_slice(text, at, end), &condition)) {
		add_branch(p, block->conditional, line, condition, make_skip_space(text, end));
		return;
	}
	block->seen_else = true;
	fault_extraneous(p, &line->text, at, "else");
	add_branch(p, block->conditional, line, MAKE_ELSE, at);
}

/* The conditional as a whole: without an else, the state before it may go on. */
static void
close_block(struct make_parser *p)
{
	struct make_block *block = &p->blocks[--p->depth];
	end_branch(p, block);
	p->rule_open = block->ends_open || (!block->seen_else && block->was_open);
	bool inherits = block->ends_inheriting || !block->seen_else;
	if (p->depth)
		p->blocks[p->depth - 1].inherits &= inherits;
}

static void
parse_endif(struct make_parser *p, const struct make_line *line, size_t at)
{
	struct span span = make_statement_span(line);
	fault_extraneous(p, &line->text, at, "endif");
	if (p->overflow) {
		p->overflow--;
	} else if (p->depth == 0) {
		fault_add(p->arena, &p->out->faults, span, "'endif' without a conditional");
	} else {
		struct make_node *node = p->blocks[p->depth - 1].conditional;
		node->span = span_join(node->span, span);
		close_block(p);
	}
}

/* Reads `ifeq(` as if the blank that make wants were there. */
static bool
is_glued(struct make_parser *p, const struct make_line *line, struct str *word)
{
	size_t parenthesis = str_find_char(*word, '(', 0);
	struct str name = str_slice(*word, 0, parenthesis == STR_NONE ? 0 : parenthesis);
	if (!str_eq(name, STR("ifeq")) && !str_eq(name, STR("ifneq")))
		return false;
	make_statement_fault(p, make_statement_span(line),
		"missing separator: '%" PRIstr "' needs a blank before its arguments",
		STR_ARG(name));
	*word = name;
	return true;
}

bool
make_conditional_parse(struct make_parser *p, const struct make_line *line, struct str word)
{
	enum make_condition condition = MAKE_ELSE;
	bool is_else = str_eq(word, STR("else")), is_endif = str_eq(word, STR("endif"));
	bool is_if = condition_of(word, &condition)
		|| (is_glued(p, line, &word) && condition_of(word, &condition));
	if (!is_else && !is_endif && !is_if)
		return false;
	make_line_add_comment(p, line);
	size_t at = make_skip_space(line->text.text, line->from + word.n);
	if (is_if)
		open_block(p, line, condition, at);
	else if (is_endif)
		parse_endif(p, line, at);
	else if (p->overflow == 0)
		parse_else(p, line, at);
	return true;
}

void
make_conditional_finish(struct make_parser *p)
{
	while (p->depth) {
		struct make_node *node = p->blocks[--p->depth].conditional;
		fault_add(
			p->arena, &p->out->faults, node->branches.items[0].span, "missing 'endif'");
		node->span = span_make(node->span.off, p->source->text.n);
	}
}
