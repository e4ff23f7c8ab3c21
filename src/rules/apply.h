/* SPDX-License-Identifier: Apache-2.0 */
/* Asks rules about facts. */
#ifndef GOBELIN_RULES_APPLY_H
#define GOBELIN_RULES_APPLY_H

#include "facts/project.h"
#include "rules/finding.h"

/*
 * A condition that ended in an error, such as the value of an absent field that was not
 * asked for with has() before: a defect of the rule, which then stays silent.
 */
struct rule_trouble {
	const struct rule *rule;
	struct str message;
};
VEC_OF(rule_troubles, struct rule_trouble);

/*
 * Adds a finding for each fact of the rule's kind for which the condition is certainly
 * true (with once_per: for the first fact of each key). Variables of a condition: the
 * fact under the name of its class, and `project` (the class of that name).
 *
 * Where the place, the key of once_per or a hole of the message is absent or unknown,
 * there is no finding; where one of a related place or of an edit is, that related place
 * or the whole fix is left out. At most one trouble per rule is reported.
 * `troubles` may be NULL.
 */
void rule_apply(struct arena *a, struct cel_context *cx, const struct rule *rule,
	const struct project *project, struct findings *out, struct rule_troubles *troubles);

#endif
