/* SPDX-License-Identifier: Apache-2.0 */
/* Targets with a matrix, each of which stands for several: https://docs.docker.com/build/bake/matrices/ */
#include "facts/config/bake.h"

#define COMBINATIONS_MAX 100      /* of a target's matrix */
#define BLOCK_COST ((size_t)2048) /* of a combination, as if expansion made its bytes */

/* Does each list of the matrix hold at least one value, and are they not too many together? */
static size_t
count_combinations(const struct tree_node *matrix)
{
	size_t n = 1;
	vec_for(struct tree_pair, pair, &matrix->pairs) {
		const struct tree_node *list = pair->value;
		if (!tree_is(list, TREE_SEQUENCE) || list->items.n > COMBINATIONS_MAX)
			return 0;
		n *= list->items.n;
		if (n > COMBINATIONS_MAX)
			return 0;
	}
	return n;
}

/* The combination number `i`; the last list varies fastest. */
static void
bind(struct arena *a, const struct tree_node *matrix, size_t i, struct bake_block *block)
{
	for (size_t k = matrix->pairs.n; k-- > 0;) {
		const struct tree_pair *pair = &matrix->pairs.items[k];
		size_t n = pair->value->items.n;
		struct bake_binding binding = { .value = pair->value->items.items[i % n] };
		tree_scalar(pair->key, &binding.name);
		vec_push(a, &block->bindings, binding);
		i /= n;
	}
}

bool
bake_expand_matrix(struct bake *b, const struct bake_block *target, struct bake_blocks *out)
{
	struct arena *a = b->x->arena;
	const struct tree_node *matrix = tree_get(target->body, STR("matrix"));
	const struct tree_node *name = tree_get(target->body, STR("name"));
	size_t n = tree_is(matrix, TREE_MAPPING) ? count_combinations(matrix) : 0;
	for (size_t i = 0; i < n; i++) {
		if (!expansion_fits(b->x, BLOCK_COST))
			return false;
		struct bake_block *block = ARENA_NEW(a, struct bake_block);
		*block = *target;
		bind(a, matrix, i, block);
		b->block = block;
		struct fact_string own = bake_value(b, name);
		b->block = NULL;
		/* Nobody can ask for it by a name that is not known, but for all of them together. */
		block->name = own.state == KNOWN
			? own.text
			: arena_printf(a, "%" PRIstr "\x01%zu", STR_ARG(target->name), i);
		vec_push(a, out, block);
	}
	return n > 0;
}

const struct tree_node *
bake_bound(const struct bake_block *block, struct str name, bool *is_bound)
{
	struct str first, rest;
	bool is_part = str_cut(name, '.', &first, &rest);
	*is_bound = false;
	for (size_t i = 0; block && i < block->bindings.n; i++) {
		const struct bake_binding *binding = &block->bindings.items[i];
		if (!str_eq(binding->name, first))
			continue;
		*is_bound = true;
		return is_part ? tree_get(binding->value, rest) : binding->value;
	}
	/* Of a matrix that is not worked out. */
	*is_bound = block && !block->bindings.n
		&& tree_get(tree_get(block->body, STR("matrix")), first);
	return NULL;
}
