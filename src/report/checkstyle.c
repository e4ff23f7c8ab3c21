/* SPDX-License-Identifier: Apache-2.0 */
/* Checkstyle's XML, which Jenkins, reviewdog and editors read: findings by file. */
#include "report/formats.h"
#include "report/parts.h"
#include "report/xml.h"

static void
open_file(struct buf *out, const struct report_options *options, struct str path)
{
	buf_add(out, STR("  <file"));
	xml_add_attribute(out, "name", report_path(out->arena, options, path));
	buf_add(out, STR(">\n"));
}

static void
close_file(struct buf *out)
{
	buf_add(out, STR("  </file>\n"));
}

static void
add_finding(struct buf *out, const struct finding *finding)
{
	struct position at = source_position(finding->place.source, finding->place.span.off);
	struct str source = arena_printf(out->arena, "gobelin.%" PRIstr ".%" PRIstr,
		STR_ARG(finding->rule->id), STR_ARG(finding->rule->name));
	buf_add(out, STR("    <error"));
	xml_add_number(out, "line", at.line);
	xml_add_number(out, "column", at.column);
	xml_add_attribute(out, "severity", str_from(severity_name(finding->severity)));
	xml_add_attribute(out, "message", report_line(out->arena, finding->message));
	xml_add_attribute(out, "source", source);
	buf_add(out, STR("/>\n"));
}

void
render_checkstyle(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	const struct source *source = NULL;
	buf_add(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n"));
	for (size_t i = 0; i < result->findings.n; i++) {
		const struct finding *finding = result->findings.items[i];
		if (finding->place.source != source) {
			if (source)
				close_file(out);
			source = finding->place.source;
			open_file(out, options, source->path);
		}
		add_finding(out, finding);
	}
	if (source)
		close_file(out);
	vec_for(const struct lint_error, error, &result->errors) {
		open_file(out, options, error->path);
		buf_add(out, STR("    <error severity=\"error\" source=\"gobelin\""));
		xml_add_attribute(out, "message", report_line(out->arena, error->message));
		buf_add(out, STR("/>\n"));
		close_file(out);
	}
	buf_add(out, STR("</checkstyle>\n"));
}
