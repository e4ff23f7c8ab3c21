/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub Flavored Markdown: a table of findings, for the summary of a job or a comment. */
#include "report/formats.h"
#include "report/markdown_text.h"
#include "report/parts.h"

/* A cell or an item of a list; what is secret in the text is masked. */
static void
add_inline(struct buf *out, struct str text)
{
	markdown_inline(out, report_line(out->arena, text), MARKDOWN_CELL);
}

static void
add_place(struct buf *out, const struct report_options *options, struct place place)
{
	struct position at = source_position(place.source, place.span.off);
	struct str path = report_path(out->arena, options, place.source->path);
	struct str text = arena_printf(out->arena, "%" PRIstr ":%u:%u", STR_ARG(path),
		(unsigned)at.line, (unsigned)at.column);
	markdown_code(out, text, MARKDOWN_CELL);
}

static void
add_row(struct buf *out, const struct report_options *options, const struct finding *finding)
{
	const struct rule *rule = finding->rule;
	buf_printf(out, "| %s | ", severity_name(finding->severity));
	add_place(out, options, finding->place);
	buf_add(out, STR(" | "));
	add_inline(out, finding->message);
	if (rule->mend.n) {
		buf_add(out, STR("<br>Help: "));
		add_inline(out, rule->mend);
	}
	struct str url = rule_url(out->arena, rule);
	if (url.n)
		buf_printf(out, " | [%" PRIstr "](%" PRIstr ")", STR_ARG(rule->id), STR_ARG(url));
	else
		buf_printf(out, " | %" PRIstr, STR_ARG(rule->id));
	buf_printf(out, " %" PRIstr " |\n", STR_ARG(rule->name));
}

static void
add_heading(struct buf *out, const struct lint_result *result)
{
	buf_add(out, STR("## gobelin: "));
	if (result->findings.n)
		report_plural(out, result->findings.n, "finding");
	else
		buf_add(out, STR("no findings"));
	buf_add(out, STR(" in "));
	report_plural(out, result->files, "file");
	buf_add_char(out, '\n');
}

void
render_markdown(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	add_heading(out, result);
	if (result->findings.n)
		buf_add(out,
			STR("\n| Severity | Place | Finding | Rule |\n| --- | --- | --- | --- |\n"));
	for (size_t i = 0; i < result->findings.n; i++)
		add_row(out, options, result->findings.items[i]);
	if (result->errors.n)
		buf_add(out, STR("\nCould not be read:\n\n"));
	vec_for(const struct lint_error, error, &result->errors) {
		buf_add(out, STR("- "));
		add_inline(out, report_path(out->arena, options, error->path));
		buf_add(out, STR(": "));
		add_inline(out, error->message);
		buf_add_char(out, '\n');
	}
}
