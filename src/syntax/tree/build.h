/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of YAML and JSON share to build a tree. */
#ifndef GOBELIN_SYNTAX_TREE_BUILD_H
#define GOBELIN_SYNTAX_TREE_BUILD_H

#include "base/map.h"
#include "syntax/tree/tree.h"

/* Most faults that one file reports; hostile input could hold one per byte. */
#define TREE_MAX_FAULTS 200

struct tree_node *tree_new_node(
	struct arena *a, enum tree_kind kind, enum tree_style style, struct span span);
/* Adds a fault unless the file has TREE_MAX_FAULTS of them already. */
void tree_fault(struct arena *a, struct tree *tree, struct span span, const char *format, ...)
	PRINTF_LIKE(4, 5);
/* Enters a key into the keys of its mapping, and reports it if it is there already. */
void tree_claim_key(struct arena *a, struct tree *tree, struct map *keys, struct tree_node *key);
/* A text for use in a message: cut where it is long. */
struct str tree_excerpt(struct arena *a, struct str text);

#endif
