/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pattern rules, and which of them make takes for a target: among those that match, the one
 * with the shortest stem whose prerequisites exist or can be made.
 * https://www.gnu.org/software/make/manual/html_node/Implicit-Rule-Search.html
 */
#include "facts/make/make.h"

#include "base/path.h"

bool
make_pattern_matches(struct str pattern, struct str name, struct str *stem)
{
	size_t percent = str_find_char(pattern, '%', 0);
	if (percent == STR_NONE || name.n + 1 < pattern.n)
		return false;
	struct str before = str_slice(pattern, 0, percent);
	struct str after = str_slice(pattern, percent + 1, pattern.n);
	if (!str_starts(name, before) || !str_ends(name, after))
		return false;
	*stem = str_slice(name, before.n, name.n - after.n);
	return true;
}

struct str
make_pattern_fill(struct arena *a, struct str pattern, struct str stem)
{
	struct str before, after;
	if (!str_cut(pattern, '%', &before, &after))
		return pattern;
	return arena_printf(a, "%" PRIstr "%" PRIstr "%" PRIstr, STR_ARG(before), STR_ARG(stem),
		STR_ARG(after));
}

/* The folder of a name with its slash; it is left out where the pattern has none. */
static struct str
folder_of(struct str pattern, struct str name)
{
	size_t slash = str_find_last_char(name, '/');
	bool is_left_out = slash != STR_NONE && str_find_char(pattern, '/', 0) == STR_NONE;
	return str_slice(name, 0, is_left_out ? slash + 1 : 0);
}

bool
make_rule_matches(struct str pattern, struct str name, struct str *stem)
{
	struct str folder = folder_of(pattern, name);
	return make_pattern_matches(pattern, str_slice(name, folder.n, name.n), stem)
		&& stem->n > 0;
}

static struct str
join(struct arena *a, struct str folder, struct str rest)
{
	return folder.n == 0
		? rest
		: arena_printf(a, "%" PRIstr "%" PRIstr, STR_ARG(folder), STR_ARG(rest));
}

/* What make has built-in rules for may be made by these: foo.o, lib.a, x.sh */
static bool
built_in_may_match(struct str pattern, struct str name)
{
	struct str ext = path_ext(name);
	return ext.n && !str_ends(pattern, ext);
}

static void
fill(struct make_reader *r, const struct make_rule *rule, struct str name, struct str stem,
	struct make_rule *match)
{
	struct arena *a = r->x->arena;
	struct str folder = folder_of(rule->target->name.text, name);
	*match = *rule;
	match->stem = fact_known(join(a, folder, stem));
	match->prerequisites = (struct fact_strings){ .open = rule->prerequisites.open };
	for (size_t i = 0; i < rule->prerequisites.n; i++) {
		struct str text = rule->prerequisites.items[i].text;
		if (str_find_char(text, '%', 0) != STR_NONE)
			text = join(a, folder, make_pattern_fill(a, text, stem));
		fact_strings_add(a, &match->prerequisites, fact_known(text));
	}
}

const struct make_rule *
make_pattern_rule(struct make_reader *r, struct str name, struct make_rule *match)
{
	const struct make_rule *best = NULL;
	struct str best_stem = { 0 };
	size_t best_length = 0, matching = 0;
	vec_for(size_t, i, &r->patterns) {
		const struct make_rule *rule = &r->rules.items[*i];
		struct str pattern = rule->target->name.text, stem;
		if (!make_rule_matches(pattern, name, &stem))
			continue;
		size_t length = stem.n + folder_of(pattern, name).n;
		matching++;
		if (best && length >= best_length)
			continue;
		best = rule;
		best_stem = stem;
		best_length = length;
	}
	if (!best)
		return NULL;
	fill(r, best, name, best_stem, match);
	match->is_only = matching == 1;
	struct str pattern = best->target->name.text;
	/* A rule for everything makes the makefile too; a backslash may take the sense from a %. */
	match->maybe |= built_in_may_match(pattern, name) || str_eq(pattern, STR("%"))
		|| str_find_char(pattern, '\\', 0) != STR_NONE;
	return best;
}

/* May make write the file anew before it reads it? What exists and depends on nothing stays. */
static bool
is_remade(const struct make_reader *r, struct str name)
{
	const struct fact_target *target = map_get(&r->targets, name);
	if (target && target->has_recipe == YES)
		return target->prerequisites.n > 0 || target->prerequisites.open;
	vec_for(const size_t, i, &r->patterns) {
		const struct make_rule *rule = &r->rules.items[*i];
		struct str stem;
		if ((rule->prerequisites.n > 0 || rule->prerequisites.open)
			&& make_rule_matches(rule->target->name.text, name, &stem))
			return true;
	}
	return false;
}

/* More files and patterns than these are not compared. */
#define REMADE_MAX 1000

bool
make_remakes_includes(const struct make_reader *r)
{
	if (r->included_names.n > REMADE_MAX || r->patterns.n > REMADE_MAX)
		return true;
	vec_for(const struct str, name, &r->included_names)
		if (is_remade(r, *name))
			return true;
	return false;
}
