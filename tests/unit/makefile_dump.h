/* SPDX-License-Identifier: Apache-2.0 */
/* A compact dump of a parsed makefile, for comparison with what a test expects. */
#ifndef GOBELIN_TESTS_UNIT_MAKEFILE_DUMP_H
#define GOBELIN_TESTS_UNIT_MAKEFILE_DUMP_H

#include <string.h>

#include "base/buf.h"
#include "syntax/makefile/makefile.h"

static void
dump_text(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			buf_add(b, STR("\\n"));
		else if (text.s[i] == '\t')
			buf_add(b, STR("\\t"));
		else
			buf_add_char(b, text.s[i]);
	}
}

/* Text as it is, <name>, <name:pattern=replacement>, {function argument|argument}. */
static void
dump_parts(struct buf *b, const struct make_expression *e)
{
	vec_for(const struct make_part, part, &e->parts) {
		bool call = part->kind == MAKE_PART_FUNCTION;
		if (part->kind == MAKE_PART_TEXT) {
			dump_text(b, part->text);
			continue;
		}
		if (part->kind == MAKE_PART_DOLLAR) {
			buf_add(b, STR("$$"));
			continue;
		}
		buf_add(b, call ? STR("{") : STR("<"));
		buf_add(b, part->text);
		for (size_t i = 0; i < part->args.n; i++) {
			const char *before = i == 0 ? (call ? " " : "")
				: call              ? "|"
				: i == 1            ? ":"
						    : "=";
			buf_add(b, str_from(before));
			dump_parts(b, &part->args.items[i]);
		}
		buf_add(b, part->unclosed ? STR("?") : STR(""));
		buf_add(b, call ? STR("}") : STR(">"));
	}
}

static void
dump_expression(struct buf *b, const char *before, const struct make_expression *e)
{
	buf_add(b, str_from(before));
	buf_add_char(b, '[');
	dump_parts(b, e);
	buf_add_char(b, ']');
}

static void dump_nodes(struct buf *b, const struct make_nodes *nodes);

static void
dump_definition(struct buf *b, const struct make_node *node)
{
	static const char *const operators[] = { "=", ":=", ":::=", "?=", "+=", "!=" };
	if (node->targets.text.text.n) {
		dump_expression(b, "for ", &node->targets);
		buf_add_char(b, ' ');
	}
	buf_add(b, node->is_override ? STR("override ") : STR(""));
	buf_add(b, node->is_export ? STR("export ") : STR(""));
	buf_add(b, node->is_private ? STR("private ") : STR(""));
	buf_add(b, node->kind == MAKE_ASSIGN ? STR("") : STR("define "));
	dump_parts(b, &node->name);
	buf_add_char(b, ' ');
	buf_add(b, str_from(operators[node->op]));
	dump_expression(b, " ", &node->value);
}

static void
dump_rule(struct buf *b, const struct make_node *node)
{
	if (node->is_continuation)
		buf_add(b, STR("continued"));
	else
		dump_expression(b, "rule ", &node->targets);
	buf_add(b, node->is_grouped ? STR(" &") : STR(""));
	buf_add(b, node->is_double_colon ? STR(" ::") : STR(""));
	if (node->is_static_pattern)
		dump_expression(b, " ", &node->target_pattern);
	if (node->prerequisites.text.text.n)
		dump_expression(b, " : ", &node->prerequisites);
	if (node->order_only.text.text.n)
		dump_expression(b, " | ", &node->order_only);
	vec_for(const struct make_recipe_line, line, &node->recipe) {
		buf_add(b, STR("\n> "));
		buf_add(b, line->silent ? STR("@") : STR(""));
		buf_add(b, line->ignore_errors ? STR("-") : STR(""));
		buf_add(b, line->always ? STR("+") : STR(""));
		dump_expression(b, "", &line->script);
	}
}

static void
dump_conditional(struct buf *b, const struct make_node *node)
{
	static const char *const conditions[] = { "ifeq", "ifneq", "ifdef", "ifndef", "else" };
	buf_add(b, node->in_recipe ? STR("recipe ") : STR(""));
	vec_for(const struct make_branch, branch, &node->branches) {
		buf_add(b, branch == node->branches.items ? STR("") : STR("or "));
		buf_add(b, str_from(conditions[branch->condition]));
		if (branch->condition != MAKE_ELSE)
			dump_expression(b, " ", &branch->left);
		if (branch->condition == MAKE_IFEQ || branch->condition == MAKE_IFNEQ)
			dump_expression(b, " ", &branch->right);
		buf_add_char(b, '\n');
		dump_nodes(b, &branch->body);
	}
	buf_add(b, STR("end"));
}

static void
dump_node(struct buf *b, const struct make_node *node)
{
	switch (node->kind) {
	case MAKE_ASSIGN:
	case MAKE_DEFINE: dump_definition(b, node); break;
	case MAKE_UNDEFINE: dump_expression(b, "undefine ", &node->name); break;
	case MAKE_RULE: dump_rule(b, node); break;
	case MAKE_CONDITIONAL: dump_conditional(b, node); break;
	case MAKE_INCLUDE:
		dump_expression(b, node->is_optional ? "-include " : "include ", &node->argument);
		break;
	case MAKE_EXPORT: dump_expression(b, "export ", &node->argument); break;
	case MAKE_UNEXPORT: dump_expression(b, "unexport ", &node->argument); break;
	case MAKE_VPATH: dump_expression(b, "vpath ", &node->argument); break;
	case MAKE_LOAD: dump_expression(b, "load ", &node->argument); break;
	case MAKE_EXPRESSION: dump_expression(b, "", &node->argument); break;
	}
}

static void
dump_nodes(struct buf *b, const struct make_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++) {
		dump_node(b, nodes->items[i]);
		buf_add_char(b, '\n');
	}
}

/* The statements, then the faults with their lines and columns. */
static struct str
makefile_dump(struct arena *a, const struct makefile *m)
{
	struct buf b = buf_new(a);
	dump_nodes(&b, &m->nodes);
	vec_for(const struct fault, fault, &m->faults) {
		struct position at = source_position(m->source, fault->span.off);
		buf_printf(&b, "! %u:%u %.*s\n", at.line, at.column, STR_ARG(fault->message));
	}
	return arena_str(a, buf_str(&b));
}

/* Parses an exact copy of the text, so that the sanitizers see a read past its end. */
static struct makefile *
makefile_parse_copy(struct arena *a, struct str text)
{
	char *copy = arena_alloc(a, text.n, 1);
	if (text.n)
		memcpy(copy, text.s, text.n);
	struct str kept = { copy, text.n };
	return makefile_parse(a, source_new(a, STR("Makefile"), kept));
}

/* How deep the last parts' last arguments nest. */
static size_t
makefile_reference_depth(const struct make_expression *e)
{
	size_t depth = 0;
	while (e->parts.n && vec_last(&e->parts)->args.n) {
		e = vec_last(&vec_last(&e->parts)->args);
		depth++;
	}
	return depth;
}

#endif
