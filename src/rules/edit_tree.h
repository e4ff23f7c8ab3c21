/* SPDX-License-Identifier: Apache-2.0 */
/* Edits of a rule that set, take out or lengthen the value of a key in YAML or JSON. */
#ifndef GOBELIN_RULES_EDIT_TREE_H
#define GOBELIN_RULES_EDIT_TREE_H

#include "rules/finding.h"
#include "syntax/tree/tree.h"

struct tree_change {
	enum edit_kind kind; /* SET, UNSET, RENAME or APPEND */
	const struct tree *tree;
	struct place place; /* a mapping, the key of one, or anything in one */
	struct str key;     /* from that mapping down, with dots: with.fetch-depth */
	struct str above;   /* a new key goes above this one, if it is there; or empty */
	struct str text;    /* the value, name or entry, as it is to stand in the file */
};

/*
 * Fills *edit. Mappings that are not there yet are made, those that would become empty are
 * taken out, all in the style that the file has there. False where it can't be done, as where
 * an alias stands in the way.
 */
NODISCARD bool edit_tree(
	struct arena *a, const struct tree_change *change, struct finding_edit *edit);

#endif
