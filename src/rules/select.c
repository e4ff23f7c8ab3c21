/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/select.h"

#include "base/nearest.h"

enum rule_match
rule_matches(const struct rule *rule, struct str item)
{
	if (str_eq(item, rule->id) || str_eq(item, rule->name) || str_eq(item, STR("ALL")))
		return MATCH_RULE;
	if (item.n && (str_eq(item, rule->topic) || str_starts(rule->id, item)))
		return MATCH_GROUP;
	return MATCH_NONE;
}

static enum rule_match
best_match(const struct rule *rule, const struct strs *items)
{
	enum rule_match best = MATCH_NONE;
	vec_for(const struct str, item, items) {
		enum rule_match m = rule_matches(rule, *item);
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
		if (rule_matches(all->items[i], item) != MATCH_NONE)
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

static struct str
with_nearest(struct arena *a, struct str message, struct str wanted, const struct strs *names)
{
	struct str nearest = nearest_name(wanted, names);
	if (!nearest.n)
		return message;
	return arena_printf(
		a, "%" PRIstr "; did you mean `%" PRIstr "`?", STR_ARG(message), STR_ARG(nearest));
}

struct str
rules_item_fault(struct arena *a, const struct rules *all, struct str item)
{
	if (means_something(all, item))
		return STR("");
	struct strs names = selectable_names(a, all);
	struct str message = arena_printf(
		a, "no rule, topic or group of rules is named `%" PRIstr "`", STR_ARG(item));
	return with_nearest(a, message, item, &names);
}

const struct rule *
rules_named(const struct rules *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(name, all->items[i]->id) || str_eq(name, all->items[i]->name))
			return all->items[i];
	return NULL;
}

struct str
rules_name_fault(struct arena *a, const struct rules *all, struct str name)
{
	struct strs names = { 0 };
	if (rules_named(all, name))
		return STR("");
	for (size_t i = 0; i < all->n; i++) {
		vec_push(a, &names, all->items[i]->id);
		vec_push(a, &names, all->items[i]->name);
	}
	struct str message = arena_printf(a, "no rule is named `%" PRIstr "`", STR_ARG(name));
	return with_nearest(a, message, name, &names);
}

static void
report_unknown(
	struct arena *a, const struct rules *all, const struct strs *items, struct strs *unknown)
{
	vec_for(const struct str, item, items) {
		struct str fault = rules_item_fault(a, all, *item);
		if (fault.n)
			vec_push(a, unknown, fault);
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
		enum rule_match wanted =
			select->n ? best_match(all->items[i], select) : MATCH_GROUP;
		bool is_wanted = wanted > (all->items[i]->pedantic ? MATCH_GROUP : MATCH_NONE);
		if (is_wanted && best_match(all->items[i], ignore) == MATCH_NONE)
			vec_push(a, chosen, all->items[i]);
	}
	return unknown->n == before;
}
