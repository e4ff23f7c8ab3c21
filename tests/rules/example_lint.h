/* SPDX-License-Identifier: Apache-2.0 */
/* The examples of rules as projects in memory, and what the rules say of them. */
#ifndef GOBELIN_TESTS_EXAMPLE_LINT_H
#define GOBELIN_TESTS_EXAMPLE_LINT_H

#include "lint/lint.h"
#include "rules/select.h"

static inline struct rules
all_rules(struct arena *a)
{
	struct rules all = { 0 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		vec_push(a, &all, &builtin_rules[i]);
	return all;
}

/*
 * A rule about suppressions has nothing to say unless others are asked too: those without
 * fixes, so that no fix but its own is made.
 */
static inline struct rules
rules_beside(struct arena *a, const struct rules *rules)
{
	if (rules->n != 1 || rules->items[0]->on != FACT_CLASS_suppression)
		return *rules;
	struct rules asked = { 0 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		if (!builtin_rules[i].nedits || &builtin_rules[i] == rules->items[0])
			vec_push(a, &asked, &builtin_rules[i]);
	return asked;
}

static inline void
keep_findings_of(struct lint_result *result, const struct rule *rule)
{
	size_t kept = 0;
	for (size_t i = 0; i < result->findings.n; i++)
		if (result->findings.items[i]->rule == rule)
			result->findings.items[kept++] = result->findings.items[i];
	result->findings.n = kept;
}

/* The example's configuration, or NULL. */
static inline const struct config_file *
config_of(struct arena *a, const struct vfs *fs, struct config_faults *faults)
{
	struct config_file *config = ARENA_NEW(a, struct config_file);
	if (vfs_kind(a, fs, CONFIG_NAME) != IO_FILE)
		return NULL;
	return config_load(a, fs, CONFIG_NAME, config, faults) ? config : NULL;
}

static inline struct lint_options
example_options(struct arena *a, const struct vfs *fs, const struct rules *rules,
	struct config_faults *faults)
{
	struct rules *all = ARENA_NEW(a, struct rules);
	*all = all_rules(a);
	return (struct lint_options){ .config = config_of(a, fs, faults),
		.rules = rules_beside(a, rules),
		.known = all,
		.today = STR("2026-06-01"),
		.min_severity = SEVERITY_INFO,
		.knowledge = &builtin_knowledge,
		.jobs = 1 };
}

static inline struct lint_result *
lint(struct arena *a, const struct vfs *fs, const struct rules *rules)
{
	const struct rule *alone = rules->n == 1 ? rules->items[0] : NULL;
	struct config_faults faults = { 0 };
	struct lint_options options = example_options(a, fs, rules, &faults);
	struct lint_result *result = lint_run(a, fs, &options);
	if (alone && alone->on == FACT_CLASS_suppression)
		keep_findings_of(result, alone);
	if (faults.n)
		lint_error_add(a, &result->errors, CONFIG_NAME, "%" PRIstr,
			STR_ARG(faults.items[0].message));
	return result;
}

static inline struct vfs
files_of(struct arena *a, const struct rule_example *example)
{
	struct vfs fs = { 0 };
	for (uint32_t i = 0; i < example->nfiles; i++)
		vfs_put(a, &fs, example->files[i].path, example->files[i].text);
	return fs;
}

#endif
