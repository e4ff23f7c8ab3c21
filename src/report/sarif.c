/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0, the format of code scanning: the log, the run, its files and troubles. */
#include "report/sarif.h"

#include "base/path.h"
#include "report/formats.h"

/* Code scanning refuses a run that has more, and shows the worst 5,000. */
#define RESULTS_MAX 25000

struct str
sarif_level(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STR("error");
	case SEVERITY_WARNING: return STR("warning");
	case SEVERITY_INFO: break;
	}
	return STR("note");
}

cJSON *
sarif_put_message(struct sarif *s, cJSON *object, const char *key, struct str text)
{
	cJSON *message = json_put_object(object, key);
	json_put_string(s->arena, message, "text", text);
	return message;
}

struct str
sarif_uri(struct arena *a, struct str path)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < path.n; i++) {
		char c = path.s[i];
		if (char_is_name(c) || c == '-' || c == '.' || c == '~' || c == '/')
			buf_add_char(&out, c);
		else
			buf_printf(&out, "%%%02X", (unsigned)(unsigned char)c);
	}
	return buf_str(&out);
}

static void
add_rule(struct sarif *s, const struct rule *rule)
{
	if (map_get(&s->rule_numbers, rule->id))
		return;
	size_t *number = ARENA_NEW(s->arena, size_t);
	vec_push(s->arena, &s->rules, rule);
	*number = s->rules.n;
	map_set(s->arena, &s->rule_numbers, rule->id, number);
}

static void
add_file(struct sarif *s, const struct source *source)
{
	if (!source || map_get(&s->file_numbers, source->path))
		return;
	size_t *number = ARENA_NEW(s->arena, size_t);
	map_set(s->arena, &s->files, source->path, (void *)source);
	*number = s->files.entries.n;
	map_set(s->arena, &s->file_numbers, source->path, number);
}

static void
collect_findings(struct sarif *s, const struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = findings->items[i];
		add_rule(s, finding->rule);
		add_file(s, finding->place.source);
		vec_for(const struct finding_related, related, &finding->related) {
			add_file(s, related->place.source);
		}
		vec_for(const struct finding_edit, edit, &finding->edits) {
			add_file(s, edit->place.source);
		}
	}
}

/* The rules and files that results refer to by number. */
static void
collect(struct sarif *s, const struct lint_result *result, const struct report_options *options)
{
	for (size_t i = 0; options->rules && i < options->rules->n; i++)
		add_rule(s, options->rules->items[i]);
	collect_findings(s, &result->findings);
	collect_findings(s, &result->silenced);
}

static void
put_location(struct sarif *s, cJSON *object, const char *key, struct str path)
{
	cJSON *location = json_put_object(object, key);
	json_put_string(s->arena, location, "uri", sarif_uri(s->arena, path));
	json_put_string(s->arena, location, "uriBaseId", STR("%SRCROOT%"));
}

static void
put_artifacts(struct sarif *s, cJSON *run)
{
	cJSON *artifacts = json_put_array(run, "artifacts");
	vec_for(const struct map_entry, entry, &s->files.entries) {
		const struct source *source = entry->value;
		cJSON *artifact = json_push(artifacts, cJSON_CreateObject());
		put_location(s, artifact, "location", source->path);
		json_put_number(artifact, "length", source->text.n);
		cJSON *roles = json_put_array(artifact, "roles");
		json_push(roles, json_string(s->arena, STR("analysisTarget")));
	}
}

static void
put_notification(struct sarif *s, cJSON *list, const struct lint_error *error)
{
	cJSON *item = json_push(list, cJSON_CreateObject());
	json_put_string(s->arena, item, "level", STR("error"));
	sarif_put_message(s, item, "message",
		report_text(s->arena,
			arena_printf(s->arena, "Could not read \"%" PRIstr "\": %" PRIstr ".",
				STR_ARG(error->path), STR_ARG(error->message))));
	cJSON *locations = json_put_array(item, "locations");
	cJSON *location = json_push(locations, cJSON_CreateObject());
	put_location(
		s, json_put_object(location, "physicalLocation"), "artifactLocation", error->path);
}

static size_t
count_left_out(const struct lint_result *result)
{
	size_t n = result->findings.n + result->silenced.n;
	return n > RESULTS_MAX ? n - RESULTS_MAX : 0;
}

static void
put_left_out(struct sarif *s, cJSON *list, size_t n)
{
	cJSON *item = json_push(list, cJSON_CreateObject());
	json_put_string(s->arena, item, "level", STR("warning"));
	sarif_put_message(s, item, "message",
		arena_printf(s->arena,
			"%zu results are left out here: a run has room for %d results.", n,
			RESULTS_MAX));
}

static void
put_invocation(struct sarif *s, cJSON *run, const struct lint_result *result, int exit_status)
{
	cJSON *invocations = json_put_array(run, "invocations");
	cJSON *invocation = json_push(invocations, cJSON_CreateObject());
	json_put(invocation, "executionSuccessful", cJSON_CreateBool(exit_status < 2));
	json_put_number(invocation, "exitCode", (size_t)exit_status);
	size_t left_out = count_left_out(result);
	if (!result->errors.n && !left_out)
		return;
	cJSON *list = json_put_array(invocation, "toolExecutionNotifications");
	vec_for(const struct lint_error, error, &result->errors) {
		put_notification(s, list, error);
	}
	if (left_out)
		put_left_out(s, list, left_out);
}

/* In their order; where there are too many, the worst ones. */
static void
put_results(struct sarif *s, cJSON *run, const struct lint_result *result)
{
	static const enum severity worst_first[] = { SEVERITY_ERROR, SEVERITY_WARNING,
		SEVERITY_INFO };
	size_t room[3] = { 0 }, left = RESULTS_MAX;
	for (size_t i = 0; i < result->findings.n; i++)
		room[result->findings.items[i]->severity]++;
	for (size_t i = 0; i < 3; i++) {
		size_t *n = &room[worst_first[i]];
		*n = *n < left ? *n : left;
		left -= *n;
	}
	cJSON *results = json_put_array(run, "results");
	for (size_t i = 0; i < result->findings.n; i++) {
		const struct finding *finding = result->findings.items[i];
		if (room[finding->severity] == 0)
			continue;
		room[finding->severity]--;
		json_push(results, sarif_result(s, finding));
	}
	for (size_t i = 0; i < result->silenced.n && i < left; i++)
		json_push(results, sarif_result(s, result->silenced.items[i]));
}

static void
put_run(struct sarif *s, cJSON *run, const struct lint_result *result, int exit_status)
{
	sarif_put_driver(s, json_put_object(run, "tool"));
	put_invocation(s, run, result, exit_status);
	cJSON *bases = json_put_object(run, "originalUriBaseIds");
	sarif_put_message(s, json_put_object(bases, "%SRCROOT%"), "description",
		STR("The root of the project."));
	if (s->files.entries.n)
		put_artifacts(s, run);
	json_put_string(s->arena, run, "columnKind", STR("unicodeCodePoints"));
	put_results(s, run, result);
}

void
render_sarif(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	struct sarif s = { .arena = out->arena,
		.masked = { .arena = out->arena },
		.has_baseline = result->has_baseline };
	collect(&s, result, options);
	cJSON *root = cJSON_CreateObject();
	json_put_string(
		s.arena, root, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
	json_put_string(s.arena, root, "version", STR("2.1.0"));
	cJSON *runs = json_put_array(root, "runs");
	put_run(&s, json_push(runs, cJSON_CreateObject()), result, options->exit_status);
	json_print(out, root);
}
