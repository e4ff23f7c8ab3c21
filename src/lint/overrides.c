/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/overrides.h"

#include "lint/gitignore.h"
#include "rules/select.h"

const struct gitignore *
config_patterns(
	struct arena *a, const struct config_file *config, const struct config_values *patterns)
{
	struct strs lines = config_texts(a, patterns);
	return gitignore_parse(a, NULL, config->dir, strs_join(a, &lines, STR("\n")));
}

/*
 * Of the items that mean the rule, one that names it alone counts more than a group; of
 * equals the last. The longest beginning of an id is no more than a topic.
 */
static void
apply_severities(const struct config_values *severities, struct finding *finding)
{
	enum rule_match best = MATCH_GROUP;
	vec_for(const struct config_value, value, severities) {
		enum rule_match m = rule_matches(finding->rule, value->key);
		if (m < best)
			continue;
		best = m;
		finding->severity = severity_named(value->text);
	}
}

static bool
is_ignored(const struct config_values *items, const struct rule *rule)
{
	vec_for(const struct config_value, item, items)
		if (rule_matches(rule, item->text) != MATCH_NONE)
			return true;
	return false;
}

/* Are these the paths of the entry? Also where a folder above is meant. */
static bool
is_for_path(const struct gitignore *patterns, struct str path)
{
	for (size_t i = 1; i < path.n; i++)
		if (path.s[i] == '/' && gitignore_matches(patterns, str_slice(path, 0, i), true))
			return true;
	return gitignore_matches(patterns, path, false);
}

/* False where the entry ignores the finding. */
static bool
apply_override(const struct config_override *override, const struct gitignore *patterns,
	struct finding *finding)
{
	if (!is_for_path(patterns, finding->place.source->path))
		return true;
	apply_severities(&override->severity, finding);
	return !is_ignored(&override->ignore, finding->rule);
}

void
override_findings(struct arena *a, const struct config_file *config, struct findings *findings)
{
	size_t n = config->keys.overrides.n, kept = 0;
	const struct gitignore **patterns = ARENA_ARRAY(a, const struct gitignore *, n);
	for (size_t i = 0; i < n; i++)
		patterns[i] = config_patterns(a, config, &config->keys.overrides.items[i].paths);
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		bool is_kept = true;
		apply_severities(&config->keys.severity, finding);
		for (size_t j = 0; j < n; j++)
			is_kept &= apply_override(
				&config->keys.overrides.items[j], patterns[j], finding);
		if (is_kept)
			findings->items[kept++] = finding;
	}
	findings->n = kept;
}
