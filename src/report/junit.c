/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JUnit's XML, for systems that show tests: one suite, a failed test per error and warning.
 * Mere advice is a test that passed with something to say, and so is a clean run, since a
 * report without tests counts as a broken one.
 */
#include "report/formats.h"
#include "report/parts.h"
#include "report/xml.h"

/* Where tests have classes, here are files; GitLab and others take `file` for a link. */
static void
open_test(struct buf *out, struct str name, struct str path)
{
	buf_add(out, STR("    <testcase"));
	xml_add_attribute(out, "name", name);
	xml_add_attribute(out, "classname", path);
	xml_add_attribute(out, "file", path);
}

static void
add_text(struct buf *out, const struct finding *finding, struct str place)
{
	struct arena *a = out->arena;
	xml_add(out,
		arena_printf(a, "%" PRIstr ": %s: %" PRIstr "\nhelp: %" PRIstr, STR_ARG(place),
			severity_name(finding->severity), STR_ARG(report_line(a, finding->message)),
			STR_ARG(finding->rule->mend)));
}

static void
add_finding(struct buf *out, const struct report_options *options, const struct finding *finding)
{
	struct arena *a = out->arena;
	struct position at = source_position(finding->place.source, finding->place.span.off);
	struct str path = report_path(a, options, finding->place.source->path);
	struct str place = arena_printf(
		a, "%" PRIstr ":%u:%u", STR_ARG(path), (unsigned)at.line, (unsigned)at.column);
	open_test(out,
		arena_printf(a, "%" PRIstr " %" PRIstr " %" PRIstr, STR_ARG(finding->rule->id),
			STR_ARG(finding->rule->name), STR_ARG(place)),
		path);
	if (finding->severity == SEVERITY_INFO) {
		buf_add(out, STR(">\n      <system-out>"));
		add_text(out, finding, place);
		buf_add(out, STR("</system-out>\n    </testcase>\n"));
		return;
	}
	buf_add(out, STR(">\n      <failure"));
	xml_add_attribute(out, "message", report_line(a, finding->message));
	xml_add_attribute(out, "type", str_from(severity_name(finding->severity)));
	buf_add_char(out, '>');
	add_text(out, finding, place);
	buf_add(out, STR("</failure>\n    </testcase>\n"));
}

static void
open_suites(struct buf *out, const struct lint_result *result, bool is_clean)
{
	struct report_counts counts = report_count(out->arena, result);
	static const char *const elements[] = { "<testsuites", "  <testsuite" };
	buf_add(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
	for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++) {
		buf_add(out, str_from(elements[i]));
		xml_add_attribute(out, "name", STR("gobelin"));
		xml_add_number(out, "tests", result->findings.n + result->errors.n + is_clean);
		xml_add_number(out, "failures", counts.error + counts.warning);
		xml_add_number(out, "errors", result->errors.n);
		buf_add(out, STR(">\n"));
	}
}

void
render_junit(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	bool is_clean = result->findings.n + result->errors.n == 0;
	open_suites(out, result, is_clean);
	for (size_t i = 0; i < result->findings.n; i++)
		add_finding(out, options, result->findings.items[i]);
	vec_for(const struct lint_error, error, &result->errors) {
		struct str path = report_path(out->arena, options, error->path);
		open_test(out, path, path);
		buf_add(out, STR(">\n      <error type=\"error\""));
		xml_add_attribute(out, "message", report_line(out->arena, error->message));
		buf_add(out, STR("/>\n    </testcase>\n"));
	}
	if (is_clean) {
		buf_add(out, STR("    <testcase name=\"no findings\" classname=\"gobelin\"/>\n"));
	}
	buf_add(out, STR("  </testsuite>\n</testsuites>\n"));
}
