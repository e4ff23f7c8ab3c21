/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/path.h"
#include "facts/extract.h"
#include "lint/fingerprint.h"
#include "lint/overrides.h"
#include "lint/read.h"
#include "lint/suppress.h"
#include "rules/apply.h"

bool
lint_is_asked_for(const struct lint_options *options, struct str path)
{
	for (size_t i = 0; i < options->paths.n; i++)
		if (path_is_within(path, options->paths.items[i]))
			return true;
	return options->paths.n == 0;
}

static int
compare_numbers(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int
compare_via(const struct strs *a, const struct strs *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int order = str_cmp(a->items[i], b->items[i]);
		if (order)
			return order;
	}
	return compare_numbers(a->n, b->n);
}

/* Zero for findings of the same rule at the same place. */
static int
compare_places(const struct finding *a, const struct finding *b)
{
	int order = str_cmp(a->place.source->path, b->place.source->path);
	if (!order)
		order = compare_numbers(a->place.span.off, b->place.span.off);
	if (!order)
		order = str_cmp(a->rule->id, b->rule->id);
	if (!order)
		order = compare_numbers(a->place.span.len, b->place.span.len);
	return order;
}

/* The shortest chain of callers comes first. */
static int
compare_chains(const struct finding *a, const struct finding *b)
{
	int order = compare_numbers(a->via.n, b->via.n);
	return order ? order : compare_via(&a->via, &b->via);
}

static int
compare_for_sorting(const void *a, const void *b)
{
	const struct finding *left = *(struct finding *const *)a;
	const struct finding *right = *(struct finding *const *)b;
	int order = compare_places(left, right);
	if (!order)
		order = compare_chains(left, right);
	return order ? order : str_cmp(left->message, right->message);
}

/* Has a caller closer to it brought up the same, or the same caller the very same? */
static bool
is_repeated(const struct finding *finding, const struct finding *first, const struct finding *last)
{
	return compare_places(first, finding) == 0
		&& (compare_chains(first, finding) != 0 || str_eq(last->message, finding->message));
}

static void
sort_findings(struct findings *findings)
{
	if (findings->n)
		qsort(findings->items, findings->n, sizeof(*findings->items), compare_for_sorting);
	size_t kept = 0, first = 0; /* first: of those at the same place */
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		if (kept && is_repeated(finding, findings->items[first], findings->items[kept - 1]))
			continue;
		if (!kept || compare_places(findings->items[first], finding) != 0)
			first = kept;
		findings->items[kept++] = finding;
	}
	findings->n = kept;
}

/* What a group has at more places than these is only counted. */
#define OTHERS_TOLD 3

static void
tell_other(struct arena *a, struct finding *first, const struct finding *other)
{
	bool is_same = place_begins_at(first->place, other->place)
		|| (first->others
			&& place_begins_at(vec_last(&first->related)->place, other->place));
	if (!first->rule->others.n || first->silence || is_same)
		return;
	if (first->others++ < OTHERS_TOLD)
		vec_push(a, &first->related,
			((struct finding_related){ other->place, first->rule->others }));
}

static void
count_others(struct arena *a, struct finding *finding)
{
	if (finding->others <= OTHERS_TOLD)
		return;
	size_t more = finding->others - OTHERS_TOLD;
	struct str *text = &finding->related.items[finding->related.n - 1].text;
	*text = arena_printf(a, "%" PRIstr ", and at %zu more place%s", STR_ARG(*text), more,
		more == 1 ? "" : "s");
}

/* Which of each group is told: the worst, and the first of these; or what the baseline has of it. */
static void
find_leaders(struct arena *scratch, struct map *leaders, const struct findings *findings,
	const struct findings *silenced)
{
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		struct finding *leader = finding->group.n ? map_get(leaders, finding->group) : NULL;
		if (finding->group.n && (!leader || finding->severity > leader->severity))
			map_set(scratch, leaders, finding->group, finding);
	}
	for (size_t i = 0; i < silenced->n; i++)
		if (silenced->items[i]->group.n && baseline_has(silenced->items[i]))
			map_set(scratch, leaders, silenced->items[i]->group, silenced->items[i]);
}

/* Of what still counts, since a comment silences the place that it stands at and no other. */
static void
keep_one_of_groups(struct arena *a, struct findings *findings, const struct findings *silenced)
{
	struct arena *scratch = arena_new();
	struct map leaders = { 0 };
	find_leaders(scratch, &leaders, findings, silenced);
	size_t kept = 0;
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		struct finding *leader =
			finding->group.n ? map_get(&leaders, finding->group) : finding;
		if (leader == finding)
			findings->items[kept++] = finding;
		else
			tell_other(a, leader, finding);
	}
	findings->n = kept;
	for (size_t i = 0; i < kept; i++)
		count_others(a, findings->items[i]);
	arena_free(scratch);
}

/* Asks the rules about suppressions, or all others: the ones look at what the others said. */
static void
ask_rules(struct arena *a, const struct rules *rules, bool about_suppressions,
	struct lint_result *result)
{
	struct rule_troubles troubles = { 0 };
	struct cel_context *cx = cel_context_new(a);
	for (size_t i = 0; i < rules->n; i++) {
		if ((rules->items[i]->on == FACT_CLASS_suppression) != about_suppressions)
			continue;
		rule_apply(a, cx, rules->items[i], result->project, &result->findings, &troubles);
	}
	cel_context_free(cx);
	vec_for(const struct rule_trouble, trouble, &troubles) {
		lint_error_add(a, &result->errors, trouble->rule->id,
			"this rule was given up: %" PRIstr, STR_ARG(trouble->message));
	}
}

/* What is generated or taken over is mended elsewhere; it counts only where it is named. */
static bool
is_foreign(const struct project *project, const struct lint_options *options, struct str path)
{
	const struct project_file *file = project_file_at(project, path);
	for (size_t i = 0; i < options->paths.n; i++)
		if (str_eq(options->paths.items[i], path))
			return false;
	return file && file->is_foreign;
}

static void
filter_findings(struct findings *findings, const struct project *project,
	const struct lint_options *options)
{
	size_t kept = 0;
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		if (finding->severity >= options->min_severity
			&& lint_is_asked_for(options, finding->place.source->path)
			&& !is_foreign(project, options, finding->place.source->path)
			&& (!options->changes || changes_have(options->changes, finding->place)))
			findings->items[kept++] = finding;
	}
	findings->n = kept;
}

/* Keeps what was asked for; of a group, one of that. */
static void
filter_result(struct arena *a, struct lint_result *result, const struct lint_options *options)
{
	filter_findings(&result->findings, result->project, options);
	keep_one_of_groups(a, &result->findings, &result->silenced);
	filter_findings(&result->silenced, result->project, options);
	vec_for(const struct project_file, file, &result->project->files) {
		result->files += lint_is_asked_for(options, file->path);
	}
}

static void
filter_errors(struct lint_errors *errors, const struct lint_options *options)
{
	size_t kept = 0;
	for (size_t i = 0; i < errors->n; i++)
		if (lint_is_asked_for(options, errors->items[i].path))
			errors->items[kept++] = errors->items[i];
	errors->n = kept;
}

/* The patterns of what the configuration leaves out, or NULL. */
static const struct gitignore *
excluded(struct arena *a, const struct config_file *config)
{
	return config && config->keys.exclude.n ? config_patterns(a, config, &config->keys.exclude)
						: NULL;
}

struct lint_result *
lint_run(struct arena *a, const struct vfs *fs, const struct lint_options *options)
{
	struct lint_result *result = ARENA_NEW(a, struct lint_result);
	struct project_files files = { 0 };
	const struct config_file *config = options->config;
	struct surroundings surroundings = config_surroundings(a, config);
	discover(a, fs, &options->paths, excluded(a, config), &files, &result->errors);
	read_files(a, fs, options->jobs, &files, &result->errors);
	filter_errors(&result->errors, options);
	result->project = project_extract(
		a, fs, &files, config_knowledge(a, config, options->knowledge), &surroundings);
	ask_rules(a, &options->rules, false, result);
	sort_findings(&result->findings);
	fingerprint_findings(a, result->project, &result->findings);
	suppress_findings(a, result->project, options, &result->findings, &result->silenced);
	size_t others = result->findings.n;
	ask_rules(a, &options->rules, true, result);
	lint_errors_sort(&result->errors);
	if (result->findings.n > others) {
		sort_findings(&result->findings);
		fingerprint_findings(a, result->project, &result->findings);
	}
	if (config)
		override_findings(a, config, &result->findings);
	if (options->baseline) {
		result->has_baseline = true;
		baseline_apply(a, options, result);
		sort_findings(&result->silenced);
	}
	filter_result(a, result, options);
	return result;
}
