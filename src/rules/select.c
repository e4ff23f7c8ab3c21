/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/select.h"

#include "base/nearest.h"

enum match { MATCH_NONE, MATCH_GROUP, MATCH_RULE };

static enum match
match(const struct rule *rule, struct str item)
{
	if (str_eq(item, rule->id) || str_eq(item, rule->name) || str_eq(item, STR("ALL")))
		return MATCH_RULE;
	if (item.n && (str_eq(item, rule->topic) || str_starts(rule->id, item)))
		return MATCH_GROUP;
	return MATCH_NONE;
}

static enum match
best_match(const struct rule *rule, const struct strs *items)
{
	enum match best = MATCH_NONE;
	vec_for(const struct str, item, items) {
		enum match m = match(rule, *item);
		if (m > best)
			best = m;
	}
	return best;
}

static bool
means_something(const struct rules *all, struct str item)
{
	if (str_eq(item, STR("ALL")))
		return true;
	for (size_t i = 0; i < all->n; i++)
		if (match(all->items[i], item) != MATCH_NONE)
			return true;
	return false;
}

static struct strs
selectable_names(struct arena *a, const struct rules *all)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < all->n; i++) {
		vec_push(a, &names, all->items[i]->id);
		vec_push(a, &names, all->items[i]->name);
		vec_push(a, &names, all->items[i]->topic);
	}
	vec_push(a, &names, STR("ALL"));
	return names;
}

static void
report_unknown(
	struct arena *a, const struct rules *all, const struct strs *items, struct strs *unknown)
{
	vec_for(const struct str, item, items) {
		if (means_something(all, *item))
			continue;
		struct strs names = selectable_names(a, all);
		struct str nearest = nearest_name(*item, &names);
		struct str message = arena_printf(a,
			"no rule, topic or group of rules is named `%" PRIstr "`", STR_ARG(*item));
		if (nearest.n)
			message = arena_printf(a, "%" PRIstr "; did you mean `%" PRIstr "`?",
				STR_ARG(message), STR_ARG(nearest));
		vec_push(a, unknown, message);
	}
}

bool
rules_select(struct arena *a, const struct rules *all, const struct strs *select,
	const struct strs *ignore, struct rules *chosen, struct strs *unknown)
{
	size_t before = unknown->n;
	report_unknown(a, all, select, unknown);
	report_unknown(a, all, ignore, unknown);
	for (size_t i = 0; i < all->n; i++) {
		enum match wanted = select->n ? best_match(all->items[i], select) : MATCH_GROUP;
		bool is_wanted = wanted > (all->items[i]->pedantic ? MATCH_GROUP : MATCH_NONE);
		if (is_wanted && best_match(all->items[i], ignore) == MATCH_NONE)
			vec_push(a, chosen, all->items[i]);
	}
	return unknown->n == before;
}
