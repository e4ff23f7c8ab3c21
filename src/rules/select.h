/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are asked. */
#ifndef GOBELIN_RULES_SELECT_H
#define GOBELIN_RULES_SELECT_H

#include "rules/rule.h"

/*
 * Adds to *chosen, in the order of `all`, the rules that `select` names and `ignore` does
 * not. An item is a rule's id or name, a topic, the beginning of ids (GB1), or ALL. An
 * empty `select` stands for every rule that is not pedantic; pedantic rules are chosen by
 * their own id or name, or by ALL. False if an item means nothing: then a message for
 * each such item, with the nearest right name, is in *unknown.
 */
NODISCARD bool rules_select(struct arena *a, const struct rules *all, const struct strs *select,
	const struct strs *ignore, struct rules *chosen, struct strs *unknown);

#endif
