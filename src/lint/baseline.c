/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/baseline.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/path.h"
#include "lint/lint.h"
#include "rules/select.h"

#define BASELINE_VERSION 1

/* --- reading ----------------------------------------------------------------------- */

static int
compare_entries(const void *a, const void *b)
{
	const struct baseline_entry *left = a, *right = b;
	int order = str_cmp(left->path, right->path);
	if (!order)
		order = str_cmp(left->rule, right->rule);
	return order ? order : str_cmp(left->fingerprint, right->fingerprint);
}

void
baseline_sort(struct baseline_entries *entries)
{
	if (entries->n)
		qsort(entries->items, entries->n, sizeof(*entries->items), compare_entries);
}

/* The text of a member; false where there is none. */
static bool
member(struct arena *a, const cJSON *object, const char *name, struct str *out)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
	if (!cJSON_IsString(value) || !*value->valuestring)
		return false;
	*out = arena_str(a, str_from(value->valuestring));
	return true;
}

/* The message about what is not as it must be; empty where all is well. */
static struct str
read_entries(struct arena *a, const cJSON *root, struct baseline_entries *out)
{
	const cJSON *version = cJSON_GetObjectItemCaseSensitive(root, "version");
	const cJSON *findings = cJSON_GetObjectItemCaseSensitive(root, "findings"), *item;
	if (!cJSON_IsNumber(version))
		return STR("this is no baseline: it has no `version`");
	if (version->valuedouble != BASELINE_VERSION)
		return STR("another version of gobelin wrote this; its `version` is not 1");
	if (!cJSON_IsArray(findings))
		return STR("`findings` must be a list");
	cJSON_ArrayForEach(item, findings)
	{
		struct baseline_entry *entry = vec_add(a, out);
		if (!member(a, item, "path", &entry->path) || !member(a, item, "rule", &entry->rule)
			|| !member(a, item, "fingerprint", &entry->fingerprint))
			return arena_printf(a,
				"findings[%zu] must have the texts `path`, `rule` and `fingerprint`",
				out->n - 1);
	}
	return STR("");
}

bool
baseline_parse(struct arena *a, struct str path, struct str text, struct baseline_entries *out,
	struct str *error)
{
	const char *end = NULL;
	/* With the NUL behind it, so that what follows the value is a fault. */
	struct str copy = arena_str(a, text);
	cJSON *root = cJSON_ParseWithLengthOpts(copy.s, copy.n + 1, &end, true);
	if (!root) {
		const struct source *source = source_new(a, path, copy);
		size_t off = end ? (size_t)(end - copy.s) : 0;
		struct position at = source_position(source, off < copy.n ? off : copy.n);
		*error = arena_printf(a, "%" PRIstr ":%u:%u: this is not valid JSON", STR_ARG(path),
			(unsigned)at.line, (unsigned)at.column);
		return false;
	}
	struct str fault = read_entries(a, root, out);
	cJSON_Delete(root);
	if (fault.n)
		*error = arena_printf(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(fault));
	baseline_sort(out);
	return fault.n == 0;
}

/* --- matching ---------------------------------------------------------------------- */

/* How many entries of a fingerprint are left for findings. */
struct credit {
	size_t left;
};

static const struct finding_silence baseline_silence = { .by = "baseline" };

static struct map
count_entries(struct arena *a, const struct baseline_entries *entries)
{
	struct map credits = { 0 };
	vec_for(const struct baseline_entry, entry, entries) {
		struct credit *credit = map_get(&credits, entry->fingerprint);
		if (!credit) {
			credit = ARENA_NEW(a, struct credit);
			map_set(a, &credits, entry->fingerprint, credit);
		}
		credit->left++;
	}
	return credits;
}

/* Files and folders that were not read as a whole, and rules that could not be asked. */
static struct map
find_blind_spots(struct arena *a, struct lint_result *result)
{
	struct map blind = { 0 };
	vec_for(const struct lint_error, error, &result->errors) {
		struct str path = str_eq(error->path, STR(".")) ? STR("") : error->path;
		map_set(a, &blind, path, result);
	}
	fact_for(syntax_fault, fault, &result->project->facts[FACT_CLASS_syntax_fault])
		if (fault->place.source)
			map_set(a, &blind, fault->place.source->path, result);
	return blind;
}

static bool
is_asked(const struct lint_options *options, struct str id)
{
	for (size_t i = 0; i < options->rules.n; i++)
		if (str_eq(options->rules.items[i]->id, id))
			return true;
	/* A rule that is there no more has no findings. */
	return options->known && !rules_named(options->known, id);
}

/* Would its finding have been found, were it there? */
static bool
was_looked_for(const struct lint_options *options, const struct map *blind,
	const struct baseline_entry *entry)
{
	if (!lint_is_asked_for(options, entry->path) || !is_asked(options, entry->rule)
		|| map_get(blind, entry->rule) || map_get(blind, STR("")))
		return false;
	for (struct str path = entry->path; path.n > 1; path = path_dir(path))
		if (map_get(blind, path))
			return false;
	return true;
}

static void
list_gone(struct arena *a, const struct lint_options *options, const struct map *credits,
	struct lint_result *result)
{
	struct map blind = find_blind_spots(a, result);
	vec_for(const struct baseline_entry, entry, options->baseline) {
		struct credit *credit = map_get(credits, entry->fingerprint);
		if (!credit->left || !was_looked_for(options, &blind, entry))
			continue;
		credit->left--;
		vec_push(a, &result->gone, *entry);
	}
}

bool
baseline_has(const struct finding *finding)
{
	return finding->silence && str_eq(str_from(finding->silence->by), STR("baseline"));
}

void
baseline_apply(struct arena *a, const struct lint_options *options, struct lint_result *result)
{
	struct findings *findings = &result->findings;
	struct map credits = count_entries(a, options->baseline);
	size_t kept = 0;
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		struct credit *credit = map_get(&credits, finding->fingerprint);
		if (!credit || !credit->left) {
			findings->items[kept++] = finding;
			continue;
		}
		credit->left--;
		finding->silence = &baseline_silence;
		vec_push(a, &result->silenced, finding);
	}
	findings->n = kept;
	list_gone(a, options, &credits, result);
}
