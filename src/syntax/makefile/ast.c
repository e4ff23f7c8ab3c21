/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"
#include "syntax/makefile/makefile.h"

static void
add_expression(
	struct arena *a, struct ast_node *parent, const char *kind, const struct make_expression *e)
{
	static const char *const part_kinds[] = {
		[MAKE_PART_TEXT] = "text",
		[MAKE_PART_DOLLAR] = "dollar",
		[MAKE_PART_VARIABLE] = "variable",
		[MAKE_PART_FUNCTION] = "function",
	};
	struct span span = e->span;
	/* What is missing at the end of a line is put where its parent ends. */
	if (!span.len && span.off > span_end(parent->span))
		span = span_make(span_end(parent->span), span_end(parent->span));
	struct ast_node *node = ast_add_new(a, parent, kind, span, e->text.text);
	vec_for(const struct make_part, part, &e->parts) {
		struct ast_node *p =
			ast_add_new(a, node, part_kinds[part->kind], part->span, part->text);
		vec_for(const struct make_expression, argument, &part->args)
			add_expression(a, p, "argument", argument);
	}
}

static void
add_if_any(
	struct arena *a, struct ast_node *parent, const char *kind, const struct make_expression *e)
{
	if (e->text.text.n)
		add_expression(a, parent, kind, e);
}

static void
add_mark(struct arena *a, struct ast_node *node, const char *kind, bool present)
{
	if (present)
		ast_add_new(a, node, kind, span_make(node->span.off, node->span.off), STR(""));
}

static void add_nodes(struct arena *a, struct ast_node *parent, const struct make_nodes *nodes);

static void
add_definition(struct arena *a, struct ast_node *n, const struct make_node *node)
{
	static const char *const operators[] = {
		[MAKE_RECURSIVE] = "=",
		[MAKE_SIMPLE] = ":=",
		[MAKE_IMMEDIATE] = ":::=",
		[MAKE_CONDITIONALLY] = "?=",
		[MAKE_APPEND] = "+=",
		[MAKE_SHELL] = "!=",
	};
	add_mark(a, n, "override", node->is_override);
	add_mark(a, n, "export", node->is_export);
	add_mark(a, n, "private", node->is_private);
	add_if_any(a, n, "targets", &node->targets);
	add_expression(a, n, "name", &node->name);
	size_t end = span_end(n->children.items[n->children.n - 1]->span);
	ast_add_new(a, n, "op", span_make(end, end), str_from(operators[node->op]));
	add_expression(a, n, "value", &node->value);
}

static void
add_rule(struct arena *a, struct ast_node *n, const struct make_node *node)
{
	add_mark(a, n, "continuation", node->is_continuation);
	add_mark(a, n, "double-colon", node->is_double_colon);
	add_mark(a, n, "grouped", node->is_grouped);
	add_if_any(a, n, "targets", &node->targets);
	if (node->is_static_pattern)
		add_expression(a, n, "target-pattern", &node->target_pattern);
	add_if_any(a, n, "prerequisites", &node->prerequisites);
	add_if_any(a, n, "order-only", &node->order_only);
	vec_for(const struct make_recipe_line, line, &node->recipe) {
		struct ast_node *l = ast_add_new(a, n, "recipe-line", line->span, STR(""));
		add_mark(a, l, "silent", line->silent);
		add_mark(a, l, "ignore-errors", line->ignore_errors);
		add_mark(a, l, "always", line->always);
		add_expression(a, l, "script", &line->script);
	}
}

static void
add_conditional(struct arena *a, struct ast_node *n, const struct make_node *node)
{
	static const char *const conditions[] = {
		[MAKE_IFEQ] = "ifeq",
		[MAKE_IFNEQ] = "ifneq",
		[MAKE_IFDEF] = "ifdef",
		[MAKE_IFNDEF] = "ifndef",
		[MAKE_ELSE] = "else",
	};
	add_mark(a, n, "in-recipe", node->in_recipe);
	vec_for(const struct make_branch, branch, &node->branches) {
		struct ast_node *b =
			ast_add_new(a, n, conditions[branch->condition], branch->span, STR(""));
		/* A condition that could not be read has none. */
		bool has_left = branch->left.span.off >= branch->span.off;
		if (branch->condition != MAKE_ELSE && has_left)
			add_expression(a, b, "left", &branch->left);
		bool has_right = branch->right.span.off >= branch->span.off;
		if ((branch->condition == MAKE_IFEQ || branch->condition == MAKE_IFNEQ)
			&& has_right)
			add_expression(a, b, "right", &branch->right);
		if (branch->body.n)
			b->span = span_join(b->span, vec_last(&branch->body)[0]->span);
		add_nodes(a, b, &branch->body);
	}
}

static void
add_node(struct arena *a, struct ast_node *parent, const struct make_node *node)
{
	static const char *const kinds[] = {
		[MAKE_ASSIGN] = "assign",
		[MAKE_DEFINE] = "define",
		[MAKE_UNDEFINE] = "undefine",
		[MAKE_RULE] = "rule",
		[MAKE_CONDITIONAL] = "conditional",
		[MAKE_INCLUDE] = "include",
		[MAKE_EXPORT] = "export",
		[MAKE_UNEXPORT] = "unexport",
		[MAKE_VPATH] = "vpath",
		[MAKE_LOAD] = "load",
		[MAKE_EXPRESSION] = "expression",
	};
	struct ast_node *n = ast_add_new(a, parent, kinds[node->kind], node->span, STR(""));
	switch (node->kind) {
	case MAKE_ASSIGN:
	case MAKE_DEFINE: add_definition(a, n, node); break;
	case MAKE_UNDEFINE:
		add_mark(a, n, "override", node->is_override);
		add_expression(a, n, "name", &node->name);
		break;
	case MAKE_RULE: add_rule(a, n, node); break;
	case MAKE_CONDITIONAL: add_conditional(a, n, node); break;
	case MAKE_INCLUDE:
	case MAKE_EXPORT:
	case MAKE_UNEXPORT:
	case MAKE_VPATH:
	case MAKE_LOAD:
	case MAKE_EXPRESSION:
		add_mark(a, n, "optional", node->is_optional);
		add_expression(a, n, "argument", &node->argument);
		break;
	}
}

static void
add_nodes(struct arena *a, struct ast_node *parent, const struct make_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++)
		add_node(a, parent, nodes->items[i]);
}

struct ast_node *
makefile_ast(struct arena *a, const struct makefile *m)
{
	struct ast_node *root = ast_new(a, "makefile", span_make(0, m->source->text.n), STR(""));
	add_nodes(a, root, &m->nodes);
	ast_add_comments(a, root, m->source, m->comments.items, m->comments.n);
	ast_add_faults(a, root, &m->faults);
	return root;
}
