/* SPDX-License-Identifier: Apache-2.0 */
/* The environments as tables of GitHub Flavored Markdown. */
#include "report/env.h"
#include "report/markdown_text.h"
#include "report/parts.h"

static void
add_value(struct buf *out, const struct env_row *row)
{
	if (row->state == ABSENT)
		buf_add(out, STR("not set"));
	else if (row->state == KNOWN && row->value.n == 0)
		buf_add(out, STR("empty"));
	else if (row->state == KNOWN)
		markdown_code(out, row->value, MARKDOWN_CELL);
	else
		buf_add(out, STR("unknown"));
	if (row->state == UNKNOWN && row->value.n) {
		buf_add(out, STR(": "));
		markdown_code(out, row->value, MARKDOWN_CELL);
	}
}

static void
add_rows(struct buf *out, const struct env_rows *rows, bool all)
{
	vec_for(const struct env_row, row, rows) {
		if (!all && !row->matters)
			continue;
		buf_printf(out, "| %s | ", row->name);
		add_value(out, row);
		buf_add(out, STR(" | "));
		markdown_inline(out, row->origin, MARKDOWN_CELL);
		buf_add(out, STR(" |\n"));
	}
}

void
env_markdown(struct buf *out, const struct report_options *options, const struct env_views *views,
	bool all)
{
	vec_for(const struct env_view, view, views) {
		struct position at = source_position(view->place.source, view->place.span.off);
		struct str path = report_path(out->arena, options, view->place.source->path);
		buf_printf(out, "%s### %zu. ", view == views->items ? "" : "\n", view->number);
		markdown_code(out, view->text, MARKDOWN_TEXT);
		buf_add(out, STR("\n\n"));
		vec_for(const struct str, caller, &view->via) {
			markdown_inline(out, *caller, MARKDOWN_TEXT);
			buf_add(out, STR(" \xe2\x86\x92 "));
		}
		markdown_code(out,
			arena_printf(out->arena, "%" PRIstr ":%u:%u", STR_ARG(path),
				(unsigned)at.line, (unsigned)at.column),
			MARKDOWN_TEXT);
		buf_add(out, STR("\n\n| Name | Value | Who says so |\n| --- | --- | --- |\n"));
		add_rows(out, &view->context, all);
		add_rows(out, &view->variables, all);
		if (env_hides_unknown(view, all))
			buf_add(out, STR("\nThe rest is unknown: it depends on who runs this.\n"));
	}
}
