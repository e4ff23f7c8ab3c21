/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, the variables of targets, recipes, and lines that are only references. */
#include "syntax/makefile/parser.h"

/* Marks the conditionals that a recipe line goes into from a rule before them. */
static void
mark_conditionals(struct make_parser *p)
{
	for (size_t i = p->depth; i > 0 && p->blocks[i - 1].inherits; i--)
		p->blocks[i - 1].conditional->in_recipe = true;
}

void
make_recipe_add(struct make_parser *p, struct span span)
{
	struct make_node *rule = p->rule;
	if (!rule) {
		rule = p->rule = make_node_add(p, MAKE_RULE, span);
		rule->is_continuation = true;
		mark_conditionals(p);
	}
	struct make_recipe_line *line = vec_add(p->arena, &rule->recipe);
	struct str text = p->source->text;
	size_t at = span.off;
	for (; at < span_end(span); at++) {
		char c = text.s[at];
		line->silent |= c == '@';
		line->ignore_errors |= c == '-';
		line->always |= c == '+';
		if (c != '@' && c != '-' && c != '+' && !char_is_blank(c))
			break;
	}
	struct mapped script = make_script(p, span_make(at, span_end(span)));
	line->span = span;
	line->script = make_expression_slice(p->arena, &p->out->faults, &script, 0, script.text.n);
	rule->span = span_join(rule->span, span);
}

static void
fault_missing_separator(struct make_parser *p, const struct make_line *line)
{
	char first = p->source->text.s[line->span.off];
	bool is_recipe = p->rule_open && first == ' ';
	const char *reason = "neither a rule nor an assignment";
	if (is_recipe && p->prefix == '\t')
		reason = "this recipe line starts with spaces instead of a TAB";
	else if (is_recipe)
		reason = "this recipe line starts with spaces instead of the .RECIPEPREFIX";
	make_statement_fault(p, make_statement_span(line), "missing separator: %s", reason);
}

/*
 * A line without a colon of its own. References may expand to nothing or to a whole
 * rule, so it is surely wrong only without any, or where it looks like a recipe line.
 */
static void
parse_expression_line(struct make_parser *p, const struct make_line *line)
{
	struct make_expression e = make_trimmed(p, &line->text, line->from, line->text.text.n);
	bool has_text = false, has_reference = false;
	vec_for(const struct make_part, part, &e.parts) {
		bool is_text = part->kind == MAKE_PART_TEXT;
		has_text |= is_text && str_trim(part->text).n > 0;
		has_text |= part->kind == MAKE_PART_DOLLAR;
		has_reference |=
			part->kind == MAKE_PART_VARIABLE || part->kind == MAKE_PART_FUNCTION;
	}
	bool looks_like_recipe = p->rule_open && p->source->text.s[line->span.off] == ' ';
	if (has_text && (!has_reference || looks_like_recipe)) {
		fault_missing_separator(p, line);
		return;
	}
	make_set_rule(p, NULL);
	make_node_add(p, MAKE_EXPRESSION, e.span)->argument = e;
}

/* A rule's line while it is taken apart. */
struct head {
	struct mapped text;        /* up to the ';' */
	struct mapped with_recipe; /* the same and all that follows */
	size_t semicolon;          /* in with_recipe; STR_NONE if there is none */
	size_t targets_end,
		rest; /* the targets are text[0, targets_end); rest is after the colon */
	bool is_grouped, is_double_colon;
};

/* Splits the line at the first `;` and `:`; false if there is no colon. */
static bool
read_head(struct make_parser *p, const struct make_line *line, struct head *head)
{
	head->with_recipe = line->folded;
	size_t stop = make_find_unquoted(p->arena, &head->with_recipe, 0, STR(";#"));
	bool has_recipe = stop != STR_NONE && head->with_recipe.text.s[stop] == ';';
	head->semicolon = has_recipe ? stop : STR_NONE;
	head->text = mapped_slice(p->arena, &head->with_recipe, 0, stop);
	size_t colon = make_find_unquoted(p->arena, &head->text, 0, STR(":"));
	if (colon == STR_NONE)
		return false;
	struct str text = head->text.text;
	head->is_grouped = colon > 0 && text.s[colon - 1] == '&';
	head->is_double_colon = colon + 1 < text.n && text.s[colon + 1] == ':';
	head->targets_end = colon - head->is_grouped;
	head->rest = colon + 1 + head->is_double_colon;
	return true;
}

static void
set_targets(struct make_parser *p, struct make_node *node, const struct head *head)
{
	node->targets = make_trimmed(p, &head->text, 0, head->targets_end);
	node->is_grouped = head->is_grouped;
	node->is_double_colon = head->is_double_colon;
}

/* target: VARIABLE op value; a semicolon and a comment after it are part of the value. */
static void
parse_target_variable(struct make_parser *p, const struct make_line *line, const struct head *head,
	const struct make_definition *d)
{
	struct make_node *node = make_definition_node(p, MAKE_ASSIGN, &head->text, d);
	node->span = make_statement_span(line);
	set_targets(p, node, head);
	make_set_rule(p, NULL);
	if (head->semicolon == STR_NONE) {
		make_assign_value(p, node, &head->text, d->value_from, head->text.text.n);
		make_line_add_comment(p, line);
	} else {
		struct mapped_builder b = mapped_builder_new(p->arena, p->source);
		const struct mapped *all = &head->with_recipe;
		mapped_add_slice(&b, &head->text, d->value_from, head->text.text.n);
		mapped_add_slice(&b, all, head->semicolon, all->text.n);
		struct mapped value = mapped_finish(&b);
		make_assign_value(p, node, &value, 0, value.text.n);
	}
	node->span = span_join(node->span, node->value.span);
}

static bool
may_hold_percent(const struct make_expression *e)
{
	vec_for(const struct make_part, part, &e->parts)
		if (part->kind != MAKE_PART_TEXT || str_find_char(part->text, '%', 0) != STR_NONE)
			return true;
	return false;
}

/* [pattern:] prerequisites [| order-only] */
static void
set_prerequisites(struct make_parser *p, struct make_node *node, struct mapped rest)
{
	size_t colon = make_find_unquoted(p->arena, &rest, 0, STR(":"));
	size_t from = 0;
	if (colon != STR_NONE) {
		node->is_static_pattern = true;
		node->target_pattern = make_trimmed(p, &rest, 0, colon);
		if (!may_hold_percent(&node->target_pattern))
			make_statement_fault(p, mapped_span(&rest, 0, colon + 1),
				"target pattern contains no '%%'");
		from = colon + 1;
	}
	size_t bar = make_find_unquoted(p->arena, &rest, from, STR("|"));
	size_t end = rest.text.n;
	node->prerequisites = make_trimmed(p, &rest, from, bar == STR_NONE ? end : bar);
	node->order_only = make_trimmed(p, &rest, bar == STR_NONE ? end : bar + 1, end);
}

static void
parse_rule(struct make_parser *p, const struct make_line *line, const struct head *head)
{
	size_t end = head->text.text.n;
	struct span span = mapped_span(&head->text, make_skip_space(head->text.text, 0), end);
	struct make_node *node = make_node_add(p, MAKE_RULE, span);
	set_targets(p, node, head);
	set_prerequisites(p, node, mapped_slice(p->arena, &head->text, head->rest, end));
	make_set_rule(p, node);
	if (head->semicolon == STR_NONE) {
		make_line_add_comment(p, line);
		return;
	}
	size_t at = mapped_span(&head->with_recipe, head->semicolon, head->semicolon + 1).off + 1;
	make_recipe_add(p, span_make(at, span_end(line->span)));
}

/* Is this a function that expands to nothing, whatever its arguments? */
static bool
is_silent(const struct make_part *part)
{
	return part->kind == MAKE_PART_FUNCTION
		&& (str_eq(part->text, STR("info")) || str_eq(part->text, STR("warning"))
			|| str_eq(part->text, STR("error")) || str_eq(part->text, STR("eval")));
}

/* Was the last statement a line of references that may expand to a rule? */
static bool
follows_possible_rule(const struct make_parser *p)
{
	const struct make_nodes *nodes = &p->out->nodes;
	if (!nodes->n || vec_last(nodes)[0]->kind != MAKE_EXPRESSION)
		return false;
	vec_for(const struct make_part, part, &vec_last(nodes)[0]->argument.parts)
		if (part->kind >= MAKE_PART_VARIABLE && !is_silent(part))
			return true;
	return false;
}

void
make_rule_parse(struct make_parser *p, const struct make_line *line)
{
	struct head head;
	struct make_definition d;
	if (p->source->text.s[line->span.off] == p->prefix) {
		make_line_add_comment(p, line);
		if (!follows_possible_rule(p))
			make_statement_fault(
				p, make_statement_span(line), "recipe line outside of a rule");
	} else if (!read_head(p, line, &head)) {
		make_line_add_comment(p, line);
		parse_expression_line(p, line);
	} else if (make_definition_read(head.text.text, head.rest, &d)) {
		if (d.is_define || d.is_undefine) {
			make_line_add_comment(p, line);
			make_statement_fault(p, make_statement_span(line),
				"'%s' is not possible for a target",
				d.is_define ? "define" : "undefine");
			return;
		}
		parse_target_variable(p, line, &head, &d);
	} else {
		parse_rule(p, line, &head);
	}
}
