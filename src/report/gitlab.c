/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/. It is a part of
 * Code Climate's format, whose other readers ask for `type` and `categories` too.
 */
#include "lint/fingerprint.h"
#include "report/formats.h"
#include "report/json_write.h"
#include "report/parts.h"

static struct str
severity(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STR("major");
	case SEVERITY_WARNING: return STR("minor");
	case SEVERITY_INFO: break;
	}
	return STR("info");
}

/* Paths are those of the repository. */
static void
put_location(struct arena *a, cJSON *issue, struct str path, size_t begin, size_t end)
{
	cJSON *location = json_put_object(issue, "location");
	json_put_string(a, location, "path", path);
	cJSON *lines = json_put_object(location, "lines");
	json_put_number(lines, "begin", begin);
	json_put_number(lines, "end", end);
}

static cJSON *
new_issue(struct arena *a, const char *category)
{
	cJSON *issue = cJSON_CreateObject();
	json_put_string(a, issue, "type", STR("issue"));
	json_push(json_put_array(issue, "categories"), json_string(a, str_from(category)));
	return issue;
}

/* One of those that the format names. */
static const char *
category(const struct rule *rule)
{
	if (rule->security)
		return "Security";
	return str_eq(rule->topic, STR("layers")) ? "Performance" : "Bug Risk";
}

static cJSON *
issue_of(struct arena *a, const struct finding *finding)
{
	struct place place = finding->place;
	struct position start = source_position(place.source, place.span.off);
	struct position end = source_position(place.source, span_end(place.span));
	cJSON *issue = new_issue(a, category(finding->rule));
	json_put_string(a, issue, "description", report_text(a, finding->message));
	json_put_string(a, issue, "check_name",
		arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(finding->rule->id),
			STR_ARG(finding->rule->name)));
	json_put_string(a, issue, "fingerprint", finding->fingerprint);
	json_put_string(a, issue, "severity", severity(finding->severity));
	put_location(a, issue, place.source->path, start.line, end.line);
	return issue;
}

/* There is no other place in the report for a file that could not be read. */
static cJSON *
issue_of_error(struct arena *a, const struct lint_error *error)
{
	struct fnv128 hash = fnv128_start();
	fnv128_add(&hash, error->path);
	fnv128_add(&hash, error->message);
	cJSON *issue = new_issue(a, "Bug Risk");
	json_put_string(a, issue, "description", report_text(a, error->message));
	json_put_string(a, issue, "check_name", STR("gobelin"));
	json_put_string(a, issue, "fingerprint",
		arena_printf(a, "gobelin/error:%016llx%016llx", (unsigned long long)hash.high,
			(unsigned long long)hash.low));
	json_put_string(a, issue, "severity", STR("critical"));
	put_location(a, issue, error->path, 1, 1);
	return issue;
}

void
render_gitlab(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	(void)options;
	cJSON *issues = cJSON_CreateArray();
	for (size_t i = 0; i < result->findings.n; i++)
		json_push(issues, issue_of(out->arena, result->findings.items[i]));
	vec_for(const struct lint_error, error, &result->errors) {
		json_push(issues, issue_of_error(out->arena, error));
	}
	json_print(out, issues);
}
