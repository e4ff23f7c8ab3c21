/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of every tree, whatever it was read from. */
#ifndef GOBELIN_FUZZ_TREE_CHECK_H
#define GOBELIN_FUZZ_TREE_CHECK_H

#include <stdlib.h>
#include <string.h>

#include "syntax/tree/tree.h"

static inline void
tree_check_that(bool holds)
{
	if (!holds)
		abort();
}

static inline void
tree_check_span(const struct source *source, struct span span)
{
	tree_check_that(span_end(span) <= source->text.n);
}

/* Each byte must have a place in the file; copied bytes must be found there. */
static inline void
tree_check_content(const struct source *source, const struct mapped *m)
{
	for (size_t i = 0; i < m->segments.n; i++) {
		const struct segment *g = &m->segments.items[i];
		size_t end = i + 1 < m->segments.n ? m->segments.items[i + 1].at : m->text.n;
		tree_check_span(source, g->span);
		tree_check_that(g->at <= end && end <= m->text.n);
		if (g->kind != SEGMENT_TEXT)
			continue;
		struct str text = str_slice(m->text, g->at, end);
		tree_check_that(str_eq(source_slice(source, g->span), text));
	}
}

static inline void
tree_check_node(const struct tree *tree, const struct tree_node *node, int depth)
{
	tree_check_that(depth <= TREE_MAX_DEPTH);
	tree_check_span(tree->source, node->span);
	if (node->content.source)
		tree_check_content(tree->source, &node->content);
	for (size_t i = 0; i < node->items.n; i++)
		tree_check_node(tree, node->items.items[i], depth + 1);
	for (size_t i = 0; i < node->pairs.n; i++) {
		tree_check_node(tree, node->pairs.items[i].key, depth + 1);
		tree_check_node(tree, node->pairs.items[i].value, depth + 1);
	}
}

static inline void
tree_check(const struct tree *tree)
{
	size_t last = 0;
	for (size_t i = 0; i < tree->documents.n; i++)
		tree_check_node(tree, tree->documents.items[i], 0);
	for (size_t i = 0; i < tree->comments.n; i++) {
		struct span span = tree->comments.items[i];
		tree_check_that(span.len > 0 && span.off >= last);
		last = span_end(span);
		tree_check_that(last <= tree->source->text.n);
	}
	for (size_t i = 0; i < tree->faults.n; i++)
		tree_check_span(tree->source, tree->faults.items[i].span);
}

#endif
