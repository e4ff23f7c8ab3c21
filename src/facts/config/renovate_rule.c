/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packageRules of Renovate, and the patterns that select packages and files.
 * https://docs.renovatebot.com/string-pattern-matching/
 */
#include "facts/config/renovate.h"
#include "facts/config/tree_values.h"

/* --- patterns ------------------------------------------------------------------------- */

static bool
is_regex(struct str text)
{
	return str_starts(text, STR("/")) || str_starts(text, STR("!/"));
}

/* Signs that no glob and no name has. */
static bool
is_bare_regex(struct str option, struct str text)
{
	if (is_regex(text) || text.n < 2)
		return false;
	bool names_files = str_eq(option, STR("managerFilePatterns"));
	return text.s[0] == '^' || text.s[text.n - 1] == '$' || str_contains(text, STR("\\."))
		|| (!names_files && str_contains(text, STR(".*")));
}

static void
add_pattern(struct renovate_reader *r, struct str option, const struct tree_node *node,
	struct fact_list *facts)
{
	if (!tree_is(node, TREE_STRING))
		return;
	struct fact_renovate_pattern *pattern = FACT_ADD(r->x, renovate_pattern);
	pattern->place = place_of(r->source, mapped_span(&node->content, 0, node->text.n));
	pattern->renovate = r->renovate;
	pattern->option = fact_known(option);
	pattern->text = fact_known(node->text);
	pattern->is_bare_regex = tri_of(is_bare_regex(option, node->text));
	if (facts)
		fact_list_add(r->x->arena, facts, pattern);
}

void
renovate_read_patterns(struct renovate_reader *r, struct str option, const struct tree_node *value,
	struct fact_list *facts)
{
	add_pattern(r, option, value, facts);
	for (size_t i = 0; tree_is(value, TREE_SEQUENCE) && i < value->items.n; i++)
		add_pattern(r, option, value->items.items[i], facts);
}

/* --- do they match a module? ---------------------------------------------------------- */

#define PATTERN_MAX 256

/*
 * Globs as Renovate matches them, case aside: * stays within a path element, ** does not.
 * Longer ones, and those with other signs, may match anything.
 */
static bool
may_match(struct str pattern, struct str name)
{
	if (pattern.n > PATTERN_MAX || name.n > PATTERN_MAX)
		return true;
	for (size_t i = 0; i < pattern.n; i++)
		if (str_find_char(STR("{}[]()?+@!|\\"), pattern.s[i], 0) != STR_NONE)
			return true;
	/* reached[j]: the pattern up to here matches the first j bytes of the name. */
	bool reached[PATTERN_MAX + 1] = { true };
	for (size_t i = 0; i < pattern.n; i++) {
		bool is_star = pattern.s[i] == '*';
		bool is_double = is_star && i + 1 < pattern.n && pattern.s[i + 1] == '*';
		i += is_double;
		if (is_star) {
			for (size_t j = 1; j <= name.n; j++)
				reached[j] |= reached[j - 1] && (is_double || name.s[j - 1] != '/');
			continue;
		}
		for (size_t j = name.n; j > 0; j--)
			reached[j] = reached[j - 1]
				&& char_lower(name.s[j - 1]) == char_lower(pattern.s[i]);
		reached[0] = false;
	}
	return reached[name.n];
}

static bool
may_match_require(const struct fact_module *module, struct str pattern)
{
	fact_for(module_require, require, &module->requires)
		if (require->path.state == KNOWN && may_match(pattern, require->path.text))
			return true;
	fact_for(module_replace, replace, &module->replaces)
		if ((replace->path.state == KNOWN && may_match(pattern, replace->path.text))
			|| (replace->new_path.state == KNOWN
				&& may_match(pattern, replace->new_path.text)))
			return true;
	return false;
}

static bool
may_match_module(const struct renovate_reader *r, struct str pattern)
{
	static const struct str others[] = { STR_INIT("go"), STR_INIT("golang"),
		STR_INIT("toolchain"), STR_INIT("actions/go-versions") };
	/* Exclusions select all the rest, regular expressions are not tried here. */
	if (is_regex(pattern) || str_starts(pattern, STR("!")))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (may_match(pattern, others[i]))
			return true;
	fact_for(module, module, &r->x->project->facts[FACT_CLASS_module])
		if (may_match_require(module, pattern))
			return true;
	return false;
}

/* Hosts under which no images, actions or packages of other languages are named. */
static bool
is_module_path(struct str pattern)
{
	static const struct str hosts[] = { STR_INIT("golang.org/"), STR_INIT("google.golang.org/"),
		STR_INIT("k8s.io/"), STR_INIT("sigs.k8s.io/"), STR_INIT("gopkg.in/"),
		STR_INIT("go.uber.org/"), STR_INIT("go.opentelemetry.io/") };
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (str_starts(pattern, hosts[i]))
			return true;
	return false;
}

static bool
lists_only(const struct tree_node *list, struct str wanted)
{
	struct str text;
	return tree_is(list, TREE_SEQUENCE) && list->items.n == 1
		&& tree_scalar(list->items.items[0], &text) && str_eq(text, wanted);
}

static enum tri
names_no_module(const struct renovate_reader *r, const struct tree_node *node,
	const struct fact_package_rule *rule)
{
	bool is_for_go = lists_only(tree_get(node, STR("matchManagers")), STR("gomod"))
		|| lists_only(tree_get(node, STR("matchDatasources")), STR("go"))
		|| lists_only(tree_get(node, STR("matchCategories")), STR("golang"));
	if (rule->names.n == 0 || r->x->project->facts[FACT_CLASS_module].n == 0)
		return NO;
	fact_for(renovate_pattern, pattern, &rule->names)
		if ((!is_for_go && !is_module_path(pattern->text.text))
			|| may_match_module(r, pattern->text.text))
			return NO;
	return YES;
}

/* --- the rule ------------------------------------------------------------------------- */

static bool
selects_by_name(struct str option)
{
	return str_eq(option, STR("matchPackageNames")) || str_eq(option, STR("matchDepNames"));
}

void
renovate_read_rule(struct renovate_reader *r, const struct tree_node *node)
{
	if (!tree_is(node, TREE_MAPPING))
		return;
	struct fact_package_rule *rule = FACT_ADD(r->x, package_rule);
	rule->place = place_of(r->source, (struct span){ node->span.off, 1 });
	rule->renovate = r->renovate;
	vec_for(struct tree_pair, pair, &node->pairs) {
		struct str option;
		if (!tree_scalar(pair->key, &option))
			continue;
		if (selects_by_name(option))
			renovate_read_patterns(r, option, pair->value, &rule->names);
		else if (str_starts(option, STR("match")) || str_starts(option, STR("exclude")))
			rule->has_other_selectors = YES;
		if (str_eq(option, STR("matchFileNames")) || str_eq(option, STR("matchSourceUrls")))
			renovate_read_patterns(r, option, pair->value, NULL);
		if (str_eq(option, STR("matchManagers"))) {
			rule->managers = tree_value_list(r->x->arena, pair->value);
			rule->managers_place = place_of(r->source, pair->key->span);
		}
	}
	rule->group_name = tree_value(tree_get(node, STR("groupName")));
	rule->names_no_module = names_no_module(r, node, rule);
	fact_list_add(r->x->arena, &r->renovate->rules, rule);
}
