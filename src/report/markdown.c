/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub Flavored Markdown: a table of findings, for the summary of a job or a comment. */
#include <string.h>

#include "report/formats.h"
#include "report/parts.h"

/* Offset of the next backtick without a neighbour, which alone can end `code`. */
static size_t
next_single_backtick(struct str text, size_t from)
{
	for (size_t at = str_find_char(text, '`', from); at != STR_NONE;) {
		size_t end = at;
		while (end < text.n && text.s[end] == '`')
			end++;
		if (end - at == 1)
			return at;
		at = str_find_char(text, '`', end);
	}
	return STR_NONE;
}

/* Between backticks only the table's own separator needs an escape. */
static void
add_code(struct buf *out, struct str code)
{
	buf_add_char(out, '`');
	for (size_t i = 0; i < code.n; i++) {
		if (code.s[i] == '|')
			buf_add_char(out, '\\');
		buf_add_char(out, code.s[i]);
	}
	buf_add_char(out, '`');
}

static void
add_plain(struct buf *out, char c)
{
	if (c && strchr("\\`*_[]<>&|~#!", c))
		buf_add_char(out, '\\');
	buf_add_char(out, c);
}

/* One line: `code` stays code, anything else in it that is Markdown or HTML is shown as is. */
static void
add_inline(struct buf *out, struct str text)
{
	text = report_line(out->arena, text);
	size_t open = next_single_backtick(text, 0);
	for (size_t at = 0; at < text.n;) {
		size_t close = at == open ? next_single_backtick(text, open + 1) : STR_NONE;
		if (close == STR_NONE) {
			add_plain(out, text.s[at++]);
			continue;
		}
		add_code(out, str_slice(text, open + 1, close));
		at = close + 1;
		open = next_single_backtick(text, at);
	}
}

static void
add_place(struct buf *out, const struct report_options *options, struct place place)
{
	struct position at = source_position(place.source, place.span.off);
	struct str path = report_path(out->arena, options, place.source->path);
	struct str text = arena_printf(out->arena, "%" PRIstr ":%u:%u", STR_ARG(path),
		(unsigned)at.line, (unsigned)at.column);
	if (str_find_char(text, '`', 0) == STR_NONE)
		add_code(out, text);
	else
		add_inline(out, text);
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
	buf_printf(out, " | [%" PRIstr "](%" PRIstr ") %" PRIstr " |\n", STR_ARG(rule->id),
		STR_ARG(url), STR_ARG(rule->name));
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
