/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/tree/tree.h"

#include "base/utf8.h"
#include "syntax/tree/build.h"

#define EXCERPT_MAX 60

struct tree_node *
tree_new_node(struct arena *a, enum tree_kind kind, enum tree_style style, struct span span)
{
	struct tree_node *node = ARENA_NEW(a, struct tree_node);
	node->kind = kind;
	node->style = style;
	node->span = span;
	return node;
}

void
tree_fault(struct arena *a, struct tree *tree, struct span span, const char *format, ...)
{
	if (tree->faults.n >= TREE_MAX_FAULTS)
		return;
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(a, format, args);
	va_end(args);
	vec_push(a, &tree->faults, ((struct fault){ span, message }));
}

struct str
tree_excerpt(struct arena *a, struct str text)
{
	if (text.n <= EXCERPT_MAX)
		return utf8_printable(a, text);
	size_t to = 0;
	while (to < EXCERPT_MAX)
		to += utf8_step(text, to);
	return arena_printf(
		a, "%" PRIstr "...", STR_ARG(utf8_printable(a, str_slice(text, 0, to))));
}

void
tree_claim_key(struct arena *a, struct tree *tree, struct map *keys, struct tree_node *key)
{
	if (key->kind == TREE_SEQUENCE || key->kind == TREE_MAPPING)
		return;
	const struct tree_node *first = map_get(keys, key->text);
	if (!first) {
		map_set(a, keys, key->text, key);
		return;
	}
	if (tree->faults.n >= TREE_MAX_FAULTS)
		return;
	tree_fault(a, tree, key->span, "duplicate key \"%" PRIstr "\", first defined in line %u",
		STR_ARG(tree_excerpt(a, key->text)),
		source_position(tree->source, first->span.off).line);
}

const struct tree_pair *
tree_pair_of(const struct tree_node *node, struct str key)
{
	if (!tree_is(node, TREE_MAPPING))
		return NULL;
	const struct tree_pair *found = NULL;
	vec_for(const struct tree_pair, pair, &node->pairs) {
		struct str text;
		if (tree_scalar(pair->key, &text) && str_eq(text, key))
			found = pair;
	}
	return found;
}

struct tree_node *
tree_get(const struct tree_node *node, struct str key)
{
	const struct tree_pair *pair = tree_pair_of(node, key);
	return pair ? pair->value : NULL;
}

struct tree_node *
tree_path(const struct tree_node *node, struct str dotted)
{
	struct tree_node *found = NULL;
	struct str field;
	while (str_next_field(&dotted, '.', &field)) {
		found = tree_get(node, field);
		node = found;
	}
	return found;
}

bool
tree_scalar(const struct tree_node *node, struct str *text)
{
	if (!node || node->kind == TREE_NULL || node->kind == TREE_SEQUENCE
		|| node->kind == TREE_MAPPING)
		return false;
	*text = node->text;
	return true;
}

bool
tree_is_whole(const struct tree_node *node)
{
	bool whole = !node->is_cut;
	for (size_t i = 0; whole && i < node->items.n; i++)
		whole = tree_is_whole(node->items.items[i]);
	for (size_t i = 0; whole && i < node->pairs.n; i++)
		whole = tree_is_whole(node->pairs.items[i].value);
	return whole;
}
