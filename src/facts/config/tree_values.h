/* SPDX-License-Identifier: Apache-2.0 */
/* Values of YAML and JSON files as facts. */
#ifndef GOBELIN_FACTS_TREE_VALUES_H
#define GOBELIN_FACTS_TREE_VALUES_H

#include "facts/schema.h"
#include "syntax/tree/tree.h"

/*
 * A scalar's text: ABSENT for NULL and null, UNKNOWN for collections and for what another
 * program fills in first ($NAME, ${NAME}, {{ … }}).
 */
struct fact_string tree_value(const struct tree_node *node);
/* true and false; NO for NULL and null, UNSURE for anything else. */
enum tri tree_value_bool(const struct tree_node *node);
/* A list of texts, or a single text; open where it is neither. */
struct fact_strings tree_value_list(struct arena *a, const struct tree_node *node);
/* The first document of a file if it is a mapping, or NULL; `tree` may be NULL. */
const struct tree_node *tree_root_mapping(const struct tree *tree);

#endif
