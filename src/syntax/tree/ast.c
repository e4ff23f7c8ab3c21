/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"
#include "syntax/tree/tree.h"

static const char *
kind_name(enum tree_kind kind)
{
	static const char *const names[] = {
		[TREE_NULL] = "null",
		[TREE_BOOL] = "bool",
		[TREE_INT] = "int",
		[TREE_FLOAT] = "float",
		[TREE_STRING] = "string",
		[TREE_SEQUENCE] = "sequence",
		[TREE_MAPPING] = "mapping",
	};
	return names[kind];
}

static struct ast_node *node_ast(
	struct arena *a, const struct tree_node *node, const struct span *stand_in);

/* The place of a pair; what an alias stands for has its own place elsewhere. */
static struct span
pair_span(const struct tree_pair *pair, struct span end)
{
	if (pair->key->from_alias)
		return pair->value->from_alias ? end : pair->value->span;
	return pair->value->from_alias ? pair->key->span
				       : span_join(pair->key->span, pair->value->span);
}

/*
 * What comes through << stands nowhere in this mapping: an empty span at its end is its place. A
 * pair of two aliases has one behind the pair before it.
 */
static void
add_pairs(struct arena *a, struct ast_node *mapping, const struct tree_node *node,
	const struct span *stand_in)
{
	struct span last = span_make(span_end(mapping->span), span_end(mapping->span));
	struct span end = span_make(mapping->span.off, mapping->span.off);
	vec_for(const struct tree_pair, pair, &node->pairs) {
		const struct span *at = pair->merged && !stand_in ? &last : stand_in;
		struct span span = at ? *at : pair_span(pair, end);
		struct span start = span_make(span.off, span.off);
		struct ast_node *p = ast_add_new(
			a, mapping, pair->merged ? "merged-pair" : "pair", span, STR(""));
		ast_add(a, p, node_ast(a, pair->key, pair->key->from_alias && !at ? &start : at));
		end = span_make(span_end(span), span_end(span));
		ast_add(a, p, node_ast(a, pair->value, pair->value->from_alias && !at ? &end : at));
	}
}

/* `stand_in` is the place of all that an alias stands for, or NULL. */
static struct ast_node *
node_ast(struct arena *a, const struct tree_node *node, const struct span *stand_in)
{
	struct ast_node *n =
		ast_new(a, kind_name(node->kind), stand_in ? *stand_in : node->span, node->text);
	add_pairs(a, n, node, stand_in);
	size_t end = n->span.off;
	for (size_t i = 0; i < node->items.n; i++) {
		const struct tree_node *item = node->items.items[i];
		struct span here = span_make(end, end);
		bool is_alias = item->from_alias && !stand_in;
		ast_add(a, n, node_ast(a, item, is_alias ? &here : stand_in));
		end = span_end(vec_last(&n->children)[0]->span);
	}
	return n;
}

struct ast_node *
tree_ast(struct arena *a, const struct tree *tree)
{
	struct ast_node *root =
		ast_new(a, "documents", span_make(0, tree->source->text.n), STR(""));
	for (size_t i = 0; i < tree->documents.n; i++)
		ast_add(a, root, node_ast(a, tree->documents.items[i], NULL));
	ast_add_comments(a, root, tree->source, tree->comments.items, tree->comments.n);
	ast_add_faults(a, root, &tree->faults);
	return root;
}
