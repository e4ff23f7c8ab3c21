/* SPDX-License-Identifier: Apache-2.0 */
/* Parses any text as a makefile and checks that what comes out lies in the file. */
#include <stdlib.h>

#include "ast_check.h"
#include "syntax/makefile/makefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_span(const struct makefile *m, struct span span)
{
	if (span_end(span) > m->source->text.n)
		abort();
}

static void
check_expression(const struct makefile *m, const struct make_expression *e)
{
	size_t length = 0;
	check_span(m, e->span);
	vec_for(const struct make_part, part, &e->parts) {
		check_span(m, part->span);
		length += part->kind == MAKE_PART_TEXT ? part->text.n : 1;
		for (size_t i = 0; i < part->args.n; i++)
			check_expression(m, &part->args.items[i]);
	}
	if (length > e->text.text.n || (length == 0) != (e->text.text.n == 0))
		abort();
}

static void check_nodes(const struct makefile *m, const struct make_nodes *nodes);

static void
check_node(const struct makefile *m, const struct make_node *node)
{
	check_span(m, node->span);
	const struct make_expression *const expressions[] = { &node->name, &node->value,
		&node->targets, &node->prerequisites, &node->order_only, &node->target_pattern,
		&node->argument };
	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++)
		check_expression(m, expressions[i]);
	vec_for(const struct make_recipe_line, line, &node->recipe) {
		check_span(m, line->span);
		check_expression(m, &line->script);
	}
	vec_for(const struct make_branch, branch, &node->branches) {
		check_span(m, branch->span);
		check_expression(m, &branch->left);
		check_expression(m, &branch->right);
		check_nodes(m, &branch->body);
	}
}

static void
check_nodes(const struct makefile *m, const struct make_nodes *nodes)
{
	size_t from = 0;
	for (size_t i = 0; i < nodes->n; i++) {
		check_node(m, nodes->items[i]);
		if (nodes->items[i]->span.off < from)
			abort();
		from = nodes->items[i]->span.off;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = { (const char *)data, size };
	const struct source *source = source_new(a, STR("Makefile"), text);
	const struct makefile *m = makefile_parse(a, source);
	check_nodes(m, &m->nodes);
	for (size_t i = 0; i < m->comments.n; i++)
		check_span(m, m->comments.items[i]);
	vec_for(const struct fault, fault, &m->faults)
		check_span(m, fault->span);
	ast_check(a, source, "makefile");
	arena_free(a);
	return 0;
}
