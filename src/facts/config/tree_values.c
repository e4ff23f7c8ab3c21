/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/config/tree_values.h"

static bool
is_template(struct str text)
{
	return str_find_char(text, '$', 0) != STR_NONE || str_contains(text, STR("{{"));
}

struct fact_string
tree_value(const struct tree_node *node)
{
	struct str text;
	if (!node || node->kind == TREE_NULL)
		return (struct fact_string){ .state = ABSENT };
	if (!tree_scalar(node, &text) || is_template(text))
		return fact_unknown_string();
	return fact_known(text);
}

enum tri
tree_value_bool(const struct tree_node *node)
{
	if (!node || node->kind == TREE_NULL)
		return NO;
	return node->kind == TREE_BOOL ? tri_of(node->boolean) : UNSURE;
}

struct fact_strings
tree_value_list(struct arena *a, const struct tree_node *node)
{
	struct fact_strings list = { 0 };
	if (tree_is(node, TREE_SEQUENCE)) {
		for (size_t i = 0; i < node->items.n; i++)
			fact_strings_add(a, &list, tree_value(node->items.items[i]));
		return list;
	}
	struct fact_string value = tree_value(node);
	if (value.state == KNOWN)
		fact_strings_add(a, &list, value);
	list.open = value.state == UNKNOWN;
	return list;
}

const struct tree_node *
tree_root_mapping(const struct tree *tree)
{
	if (!tree || tree->documents.n == 0 || !tree_is(tree->documents.items[0], TREE_MAPPING))
		return NULL;
	return tree->documents.items[0];
}
