/* SPDX-License-Identifier: Apache-2.0 */
/* JSON for other programs, version 1: one object, or a line per finding and one to close. */
#include "report/formats.h"
#include "report/json_write.h"
#include "report/parts.h"

static void
put_related(struct arena *a, cJSON *object, const struct finding *finding)
{
	cJSON *list = json_put_array(object, "related");
	vec_for(const struct finding_related, related, &finding->related) {
		if (!related->place.source)
			continue;
		cJSON *item = json_push(list, cJSON_CreateObject());
		json_put_place(a, item, related->place);
		json_put_string(a, item, "message", report_text(a, related->text));
	}
}

static void
put_fix(struct arena *a, cJSON *object, const struct finding *finding)
{
	if (!report_has_fix(a, finding)) {
		json_put(object, "fix", cJSON_CreateNull());
		return;
	}
	cJSON *fix = json_put_object(object, "fix");
	json_put_string(a, fix, "safety", str_from(report_fix_safety(finding->rule)));
	json_put_string(a, fix, "title", finding->rule->fix_title);
	cJSON *edits = json_put_array(fix, "edits");
	vec_for(const struct finding_edit, edit, &finding->edits) {
		cJSON *item = json_push(edits, cJSON_CreateObject());
		json_put_place(a, item, edit->place);
		json_put_string(a, item, "text", edit->text);
	}
}

static void
put_silence(struct arena *a, cJSON *object, const struct finding_silence *silence)
{
	if (!silence) {
		json_put(object, "suppressed", cJSON_CreateNull());
		return;
	}
	cJSON *suppressed = json_put_object(object, "suppressed");
	json_put_string(a, suppressed, "by", str_from(silence->by));
	if (silence->reason.n)
		json_put_string(a, suppressed, "reason", report_text(a, silence->reason));
	else
		json_put(suppressed, "reason", cJSON_CreateNull());
}

static cJSON *
finding_json(struct arena *a, const struct finding *finding)
{
	const struct rule *rule = finding->rule;
	cJSON *object = cJSON_CreateObject();
	json_put_string(a, object, "rule", rule->id);
	json_put_string(a, object, "name", rule->name);
	json_put_string(a, object, "severity", str_from(severity_name(finding->severity)));
	json_put_string(a, object, "confidence", str_from(confidence_name(rule->confidence)));
	json_put_string(a, object, "topic", rule->topic);
	json_put_string(a, object, "message", report_text(a, finding->message));
	json_put_place(a, object, finding->place);
	put_related(a, object, finding);
	cJSON *via = json_put_array(object, "via");
	vec_for(const struct str, caller, &finding->via) {
		json_push(via, json_string(a, report_text(a, *caller)));
	}
	json_put_string(a, object, "help", rule->mend);
	json_put_string(a, object, "url", rule_url(a, rule));
	put_fix(a, object, finding);
	json_put_string(a, object, "fingerprint", finding->fingerprint);
	put_silence(a, object, finding->silence);
	return object;
}

static void
put_head(struct arena *a, cJSON *root)
{
	json_put_number(root, "version", 1);
	cJSON *tool = json_put_object(root, "tool");
	json_put_string(a, tool, "name", STR("gobelin"));
	json_put_string(a, tool, "version", STR(GOBELIN_VERSION));
}

static void
put_errors(struct arena *a, cJSON *root, const struct lint_errors *errors)
{
	cJSON *list = json_put_array(root, "errors");
	vec_for(const struct lint_error, error, errors) {
		cJSON *item = json_push(list, cJSON_CreateObject());
		json_put_string(a, item, "path", error->path);
		json_put_string(a, item, "message", report_text(a, error->message));
	}
}

static void
put_summary(struct arena *a, cJSON *root, const struct lint_result *result)
{
	struct report_counts counts = report_count(a, result);
	cJSON *summary = json_put_object(root, "summary");
	json_put_number(summary, "files", result->files);
	json_put_number(summary, "findings", result->findings.n);
	json_put_number(summary, "error", counts.error);
	json_put_number(summary, "warning", counts.warning);
	json_put_number(summary, "info", counts.info);
	json_put_number(summary, "suppressed", result->silenced.n - counts.baselined);
	json_put_number(summary, "baselined", counts.baselined);
	json_put_number(summary, "fixable", counts.fixable);
}

void
render_json(struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	(void)options;
	struct arena *a = out->arena;
	cJSON *root = cJSON_CreateObject();
	put_head(a, root);
	cJSON *findings = json_put_array(root, "findings");
	for (size_t i = 0; i < result->findings.n; i++)
		json_push(findings, finding_json(a, result->findings.items[i]));
	for (size_t i = 0; i < result->silenced.n; i++)
		json_push(findings, finding_json(a, result->silenced.items[i]));
	put_errors(a, root, &result->errors);
	put_summary(a, root, result);
	json_print(out, root);
}

void
render_jsonl(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	(void)options;
	struct arena *a = out->arena;
	for (size_t i = 0; i < result->findings.n; i++)
		json_print_line(out, finding_json(a, result->findings.items[i]));
	for (size_t i = 0; i < result->silenced.n; i++)
		json_print_line(out, finding_json(a, result->silenced.items[i]));
	cJSON *last = cJSON_CreateObject();
	put_head(a, last);
	put_errors(a, last, &result->errors);
	put_summary(a, last, result);
	json_print_line(out, last);
}
