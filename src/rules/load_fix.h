/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the fix of a rule. */
#ifndef GOBELIN_RULES_LOAD_FIX_H
#define GOBELIN_RULES_LOAD_FIX_H

#include "rules/reader.h"

/* The reader of the key `fix`; `out` is a struct rule. */
void load_fix(struct rule_reader *r, const struct tree_node *node, void *out);

#endif
