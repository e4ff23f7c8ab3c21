/* SPDX-License-Identifier: Apache-2.0 */
/* Results of a SARIF log. */
#include "report/sarif.h"

/* A longer snippet helps no one; the region says where it is. */
#define SNIPPET_MAX 4096

static void
put_artifact(struct sarif *s, cJSON *object, struct str path)
{
	cJSON *location = json_put_object(object, "artifactLocation");
	json_put_string(s->arena, location, "uri", sarif_uri(s->arena, path));
	json_put_string(s->arena, location, "uriBaseId", STR("%SRCROOT%"));
	const size_t *number = map_get(&s->file_numbers, path);
	if (number)
		json_put_number(location, "index", *number - 1);
}

static cJSON *
put_region(cJSON *object, const char *key, struct place place)
{
	struct position start = source_position(place.source, place.span.off);
	struct position end = source_position(place.source, span_end(place.span));
	cJSON *region = json_put_object(object, key);
	json_put_number(region, "startLine", start.line);
	json_put_number(region, "startColumn", start.column);
	json_put_number(region, "endLine", end.line);
	json_put_number(region, "endColumn", end.column);
	return region;
}

/* The whole lines that hold the place, with their text, where they say more than it does. */
static void
put_context(struct sarif *s, cJSON *physical, struct place place)
{
	const struct source *source = place.source;
	uint32_t first = source_position(source, place.span.off).line;
	uint32_t last = source_position(source, span_end(place.span)).line;
	size_t from = source->line_starts[first - 1];
	size_t to = last < source->nlines ? source->line_starts[last] : source->text.n;
	if (to - from > SNIPPET_MAX || (from == place.span.off && to == span_end(place.span)))
		return;
	cJSON *region = json_put_object(physical, "contextRegion");
	json_put_number(region, "startLine", first);
	json_put_number(region, "endLine", last);
	struct str text = source_slice(masked_source(&s->masked, source), span_make(from, to));
	sarif_put_message(s, region, "snippet", text);
}

static cJSON *
put_place(struct sarif *s, cJSON *location, struct place place)
{
	cJSON *physical = json_put_object(location, "physicalLocation");
	put_artifact(s, physical, place.source->path);
	cJSON *region = put_region(physical, "region", place);
	if (place.span.len <= SNIPPET_MAX) {
		const struct source *masked = masked_source(&s->masked, place.source);
		sarif_put_message(s, region, "snippet", source_slice(masked, place.span));
	}
	put_context(s, physical, place);
	return physical;
}

static void
put_related(struct sarif *s, cJSON *object, const struct finding *finding)
{
	cJSON *list = NULL;
	size_t id = 1;
	vec_for(const struct finding_related, related, &finding->related) {
		if (!related->place.source)
			continue;
		if (!list)
			list = json_put_array(object, "relatedLocations");
		cJSON *location = json_push(list, cJSON_CreateObject());
		json_put_number(location, "id", id++);
		put_place(s, location, related->place);
		sarif_put_message(s, location, "message", report_text(s->arena, related->text));
	}
}

/* `path:line what`, as callers are written; false where it is anything else. */
static bool
parse_caller(struct str caller, struct str *path, uint64_t *line)
{
	struct str rest, number;
	return str_cut(caller, ':', path, &rest) && path->n && str_cut(rest, ' ', &number, &rest)
		&& str_to_u64(number, line) && *line > 0 && *line <= UINT32_MAX;
}

static void
put_caller(struct sarif *s, cJSON *location, struct str caller)
{
	struct str path;
	uint64_t line;
	if (parse_caller(caller, &path, &line)) {
		cJSON *physical = json_put_object(location, "physicalLocation");
		put_artifact(s, physical, path);
		cJSON *region = json_put_object(physical, "region");
		json_put_number(region, "startLine", (size_t)line);
	}
	sarif_put_message(s, location, "message", report_text(s->arena, caller));
}

/* The chain of callers, outermost first, and the finding at its end. */
static void
put_code_flow(struct sarif *s, cJSON *object, const struct finding *finding)
{
	if (!finding->via.n)
		return;
	cJSON *flow = json_push(json_put_array(object, "codeFlows"), cJSON_CreateObject());
	cJSON *thread = json_push(json_put_array(flow, "threadFlows"), cJSON_CreateObject());
	cJSON *steps = json_put_array(thread, "locations");
	vec_for(const struct str, caller, &finding->via) {
		cJSON *step = json_push(steps, cJSON_CreateObject());
		put_caller(s, json_put_object(step, "location"), *caller);
	}
	cJSON *last = json_put_object(json_push(steps, cJSON_CreateObject()), "location");
	put_place(s, last, finding->place);
	sarif_put_message(s, last, "message", report_text(s->arena, finding->message));
}

/* The replacements of a file; all edits of one file belong to one change. */
static cJSON *
replacements_of(struct sarif *s, cJSON *changes, struct map *by_path, struct str path)
{
	cJSON *replacements = map_get(by_path, path);
	if (!replacements) {
		cJSON *change = json_push(changes, cJSON_CreateObject());
		put_artifact(s, change, path);
		replacements = json_put_array(change, "replacements");
		map_set(s->arena, by_path, path, replacements);
	}
	return replacements;
}

static void
put_fix(struct sarif *s, cJSON *object, const struct finding *finding)
{
	if (!report_has_fix(s->arena, finding))
		return;
	const struct rule *rule = finding->rule;
	cJSON *fix = json_push(json_put_array(object, "fixes"), cJSON_CreateObject());
	sarif_put_message(s, fix, "description", rule->fix_title);
	cJSON *changes = json_put_array(fix, "artifactChanges");
	struct map by_path = { 0 };
	vec_for(const struct finding_edit, edit, &finding->edits) {
		cJSON *list = replacements_of(s, changes, &by_path, edit->place.source->path);
		cJSON *replacement = json_push(list, cJSON_CreateObject());
		put_region(replacement, "deletedRegion", edit->place);
		if (edit->text.n)
			sarif_put_message(s, replacement, "insertedContent", edit->text);
	}
	json_put_string(s->arena, json_put_object(fix, "properties"), "safety",
		str_from(report_fix_safety(rule)));
}

/* The key says the scheme, so the value does not repeat it. */
static void
put_fingerprint(struct sarif *s, cJSON *object, struct str fingerprint)
{
	struct str value = fingerprint;
	str_cut(fingerprint, ':', &(struct str){ 0 }, &value);
	json_put_string(s->arena, json_put_object(object, "partialFingerprints"), "gobelin/v1",
		value.n ? value : fingerprint);
}

static void
put_suppression(struct sarif *s, cJSON *object, const struct finding_silence *silence)
{
	if (!silence)
		return;
	cJSON *suppression =
		json_push(json_put_array(object, "suppressions"), cJSON_CreateObject());
	bool in_source = str_eq(str_from(silence->by), STR("comment"));
	json_put_string(
		s->arena, suppression, "kind", in_source ? STR("inSource") : STR("external"));
	if (silence->reason.n)
		json_put_string(s->arena, suppression, "justification",
			report_text(s->arena, silence->reason));
}

cJSON *
sarif_result(struct sarif *s, const struct finding *finding)
{
	cJSON *object = cJSON_CreateObject();
	json_put_string(s->arena, object, "ruleId", finding->rule->id);
	const size_t *number = map_get(&s->rule_numbers, finding->rule->id);
	json_put_number(object, "ruleIndex", *number - 1);
	json_put_string(s->arena, object, "level", sarif_level(finding->severity));
	sarif_put_message(s, object, "message", report_text(s->arena, finding->message));
	cJSON *locations = json_put_array(object, "locations");
	put_place(s, json_push(locations, cJSON_CreateObject()), finding->place);
	put_related(s, object, finding);
	put_code_flow(s, object, finding);
	put_fix(s, object, finding);
	put_fingerprint(s, object, finding->fingerprint);
	put_suppression(s, object, finding->silence);
	if (s->has_baseline)
		json_put_string(s->arena, object, "baselineState",
			baseline_has(finding) ? STR("unchanged") : STR("new"));
	return object;
}
