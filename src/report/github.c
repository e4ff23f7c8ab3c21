/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub Actions' workflow commands: each finding becomes an annotation. */
#include "report/formats.h"
#include "report/parts.h"

/* Escapes what would end the message, or (in a property) the property. */
static void
add_escaped(struct buf *out, struct str text, bool is_property)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];
		bool escaped = c == '%' || c == '\r' || c == '\n'
			|| (is_property && (c == ':' || c == ','));
		if (escaped)
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			buf_add_char(out, c);
	}
}

static const char *
command(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return "error";
	case SEVERITY_WARNING: return "warning";
	case SEVERITY_INFO: break;
	}
	return "notice";
}

static void
add_file(struct buf *out, const struct report_options *options, const char *name, struct str path)
{
	buf_printf(out, "::%s file=", name);
	add_escaped(out, report_path(out->arena, options, path), true);
}

/* GitHub takes columns only where the place does not leave its line. */
static void
add_region(struct buf *out, struct place place)
{
	struct position start = source_position(place.source, place.span.off);
	struct position end = source_position(place.source, span_end(place.span));
	buf_printf(out, ",line=%u,endLine=%u", (unsigned)start.line, (unsigned)end.line);
	if (start.line == end.line)
		buf_printf(
			out, ",col=%u,endColumn=%u", (unsigned)start.column, (unsigned)end.column);
}

static void
add_finding(struct buf *out, const struct report_options *options, const struct finding *finding)
{
	const struct rule *rule = finding->rule;
	add_file(out, options, command(finding->severity), finding->place.source->path);
	add_region(out, finding->place);
	buf_add(out, STR(",title="));
	add_escaped(out, rule->id, true);
	buf_add_char(out, ' ');
	add_escaped(out, rule->name, true);
	buf_add(out, STR("::"));
	add_escaped(out, report_line(out->arena, finding->message), false);
	if (rule->mend.n) {
		buf_add(out, STR("%0Ahelp: "));
		add_escaped(out, rule->mend, false);
	}
	buf_add_char(out, '\n');
}

void
render_github(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	for (size_t i = 0; i < result->findings.n; i++)
		add_finding(out, options, result->findings.items[i]);
	vec_for(const struct lint_error, error, &result->errors) {
		add_file(out, options, "error", error->path);
		buf_add(out, STR("::"));
		add_escaped(out, report_line(out->arena, error->message), false);
		buf_add_char(out, '\n');
	}
}
