/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are asked. */
#ifndef GOBELIN_RULES_SELECT_H
#define GOBELIN_RULES_SELECT_H

#include "rules/rule.h"

enum rule_match {
	MATCH_NONE,
	MATCH_GROUP, /* by its topic or the beginning of its id */
	MATCH_RULE,  /* by its own id or name, or ALL */
};

/* How an item, written as rules_select() has them, means a rule. */
enum rule_match rule_matches(const struct rule *rule, struct str item);
/* The rule of that id or name, or NULL. */
const struct rule *rules_named(const struct rules *all, struct str name);
/*
 * What is wrong with an item that means nothing, and with a name that is that of no rule,
 * with the nearest right one; empty where nothing is.
 */
struct str rules_item_fault(struct arena *a, const struct rules *all, struct str item);
struct str rules_name_fault(struct arena *a, const struct rules *all, struct str name);

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
