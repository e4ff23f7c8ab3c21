/* SPDX-License-Identifier: Apache-2.0 */
/* Reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
#include "report/formats.h"
#include "report/json_write.h"
#include "report/parts.h"

static struct str
severity(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STR("ERROR");
	case SEVERITY_WARNING: return STR("WARNING");
	case SEVERITY_INFO: break;
	}
	return STR("INFO");
}

/* Columns count bytes of UTF-8 here. */
static void
put_position(cJSON *range, const char *key, const struct source *source, size_t off)
{
	size_t line = source_position(source, off).line;
	cJSON *position = json_put_object(range, key);
	json_put_number(position, "line", line);
	json_put_number(position, "column", off - source->line_starts[line - 1] + 1);
}

static void
put_range(cJSON *object, struct place place)
{
	cJSON *range = json_put_object(object, "range");
	put_position(range, "start", place.source, place.span.off);
	put_position(range, "end", place.source, span_end(place.span));
}

static void
put_location(
	struct arena *a, cJSON *object, const struct report_options *options, struct place place)
{
	cJSON *location = json_put_object(object, "location");
	json_put_string(a, location, "path", report_path(a, options, place.source->path));
	put_range(location, place);
}

/* A suggestion is a single edit, in the file of the diagnostic. */
static void
put_suggestion(struct arena *a, cJSON *diagnostic, const struct finding *finding)
{
	if (finding->edits.n != 1 || !report_has_fix(a, finding)
		|| finding->edits.items[0].place.source != finding->place.source)
		return;
	cJSON *suggestions = json_put_array(diagnostic, "suggestions");
	cJSON *suggestion = json_push(suggestions, cJSON_CreateObject());
	put_range(suggestion, finding->edits.items[0].place);
	json_put_string(a, suggestion, "text", finding->edits.items[0].text);
}

static void
put_related(struct arena *a, cJSON *diagnostic, const struct report_options *options,
	const struct finding *finding)
{
	cJSON *list = json_put_array(diagnostic, "relatedLocations");
	vec_for(const struct finding_related, related, &finding->related) {
		if (!related->place.source)
			continue;
		cJSON *item = json_push(list, cJSON_CreateObject());
		json_put_string(a, item, "message", report_text(a, related->text));
		put_location(a, item, options, related->place);
	}
}

static cJSON *
diagnostic_of(struct arena *a, const struct report_options *options, const struct finding *finding)
{
	const struct rule *rule = finding->rule;
	cJSON *diagnostic = cJSON_CreateObject();
	json_put_string(a, diagnostic, "message", report_text(a, finding->message));
	put_location(a, diagnostic, options, finding->place);
	json_put_string(a, diagnostic, "severity", severity(finding->severity));
	cJSON *code = json_put_object(diagnostic, "code");
	json_put_string(a, code, "value",
		arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(rule->id), STR_ARG(rule->name)));
	if (rule_url(a, rule).n)
		json_put_string(a, code, "url", rule_url(a, rule));
	put_suggestion(a, diagnostic, finding);
	if (finding->related.n)
		put_related(a, diagnostic, options, finding);
	return diagnostic;
}

static cJSON *
diagnostic_of_error(
	struct arena *a, const struct report_options *options, const struct lint_error *error)
{
	cJSON *diagnostic = cJSON_CreateObject();
	json_put_string(a, diagnostic, "message", report_text(a, error->message));
	cJSON *location = json_put_object(diagnostic, "location");
	json_put_string(a, location, "path", report_path(a, options, error->path));
	json_put_string(a, diagnostic, "severity", STR("ERROR"));
	return diagnostic;
}

void
render_rdjson(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	struct arena *a = out->arena;
	cJSON *root = cJSON_CreateObject();
	cJSON *source = json_put_object(root, "source");
	json_put_string(a, source, "name", STR("gobelin"));
	if (*GOBELIN_HOMEPAGE)
		json_put_string(a, source, "url", STR(GOBELIN_HOMEPAGE));
	cJSON *diagnostics = json_put_array(root, "diagnostics");
	for (size_t i = 0; i < result->findings.n; i++)
		json_push(diagnostics, diagnostic_of(a, options, result->findings.items[i]));
	vec_for(const struct lint_error, error, &result->errors) {
		json_push(diagnostics, diagnostic_of_error(a, options, error));
	}
	json_print(out, root);
}
