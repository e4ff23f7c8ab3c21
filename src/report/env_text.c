/* SPDX-License-Identifier: Apache-2.0 */
/* The environments as tables for people: names, values, and behind # who says so. */
#include "base/utf8.h"
#include "report/env.h"
#include "report/parts.h"
#include "report/style.h"
#include "report/width.h"

#define INDENT 2
#define NAME_WIDTH 12
#define VALUE_AT (INDENT + NAME_WIDTH + 1)
#define VALUE_MIN 24     /* columns that a value has even where its origin is long */
#define VALUE_ALIGNED 48 /* origins stand below each other behind values up to this width */

struct table {
	struct buf *out;
	const struct report_options *options;
	unsigned value_width; /* columns of values, with the origins behind them */
};

static bool
is_shown(const struct env_row *row, bool all)
{
	return all || row->matters;
}

/* What stands in the table for a value. */
static struct str
shown_value(struct arena *a, const struct env_row *row)
{
	if (row->state == ABSENT)
		return STR("(not set)");
	if (row->state == UNKNOWN && row->value.n)
		return arena_printf(a, "(unknown: %" PRIstr ")", STR_ARG(row->value));
	if (row->state == UNKNOWN)
		return STR("(unknown)");
	return row->value.n ? row->value : STR("(empty)");
}

/* The beginning of a text that has room in so many columns: best up to a comma or blank. */
static size_t
fitting(struct str text, unsigned columns)
{
	size_t at = 0, good = 0;
	unsigned used = 0;
	while (at < text.n) {
		uint32_t code = 0;
		size_t n = utf8_decode(text, at, &code);
		unsigned width = n ? width_of(code) : 1;
		if (used + width > columns && at > 0)
			return good ? good : at;
		used += width;
		at += n ? n : 1;
		if (code == ',' || code == ' ' || code == '|')
			good = at;
	}
	return text.n;
}

static void
add_blanks(struct buf *out, unsigned n)
{
	buf_printf(out, "%*s", (int)n, "");
}

static void
begin_value_line(struct buf *out)
{
	buf_add_char(out, '\n');
	add_blanks(out, VALUE_AT);
}

/*
 * The origin behind a last line of so many columns: in its own column if there is room, else
 * right behind the value, else below it.
 */
static void
add_origin(struct table *t, struct str origin, unsigned used)
{
	unsigned columns = t->options->columns, width = width_of_text(origin) + 4;
	unsigned at = used < t->value_width ? t->value_width : used;
	if (columns && VALUE_AT + at + width > columns)
		at = used;
	if (columns && VALUE_AT + at + width > columns)
		begin_value_line(t->out);
	else
		add_blanks(t->out, at - used + 2);
	style_begin(t->out, t->options, STYLE_FAINT);
	buf_printf(t->out, "# %" PRIstr, STR_ARG(origin));
	style_end(t->out, t->options);
}

static void
add_row(struct table *t, const struct env_row *row)
{
	struct str value = shown_value(t->out->arena, row);
	unsigned columns = t->options->columns;
	unsigned room = columns > VALUE_AT + VALUE_MIN ? columns - VALUE_AT : 0;
	buf_printf(t->out, "%*s%-*s ", INDENT, "", NAME_WIDTH, row->name);
	bool faint = row->state != KNOWN;
	for (;;) {
		size_t n = room ? fitting(value, room) : value.n;
		struct str line = str_slice(value, 0, n);
		if (faint)
			style_add(t->out, t->options, STYLE_FAINT, line);
		else
			buf_add(t->out, line);
		value = str_slice(value, n, value.n);
		if (value.n == 0) {
			if (row->origin.n)
				add_origin(t, row->origin, width_of_text(line));
			break;
		}
		begin_value_line(t->out);
	}
	buf_add_char(t->out, '\n');
}

static void
measure(struct table *t, const struct env_rows *rows, bool all)
{
	vec_for(const struct env_row, row, rows) {
		unsigned width = width_of_text(shown_value(t->out->arena, row));
		if (is_shown(row, all) && row->origin.n && width <= VALUE_ALIGNED
			&& width > t->value_width)
			t->value_width = width;
	}
}

static void
add_rows(struct table *t, const struct env_rows *rows, bool all)
{
	vec_for(const struct env_row, row, rows)
		if (is_shown(row, all))
			add_row(t, row);
}

static void
add_via(struct table *t, const struct strs *via)
{
	struct str arrow = t->options->unicode ? STR(" \xe2\x86\x92 ") : STR(" > ");
	struct env_row row = { .name = "via", .state = KNOWN };
	row.value = strs_join(t->out->arena, via, arrow);
	if (via->n)
		add_row(t, &row);
}

bool
env_hides_unknown(const struct env_view *view, bool all)
{
	vec_for(const struct env_row, row, &view->variables)
		if (!is_shown(row, all) && row->state == UNKNOWN
			&& str_starts(row->origin, STR("unknown")))
			return true;
	return false;
}

void
env_text(struct buf *out, const struct report_options *options, const struct env_views *views,
	bool all)
{
	vec_for(const struct env_view, view, views) {
		struct position at = source_position(view->place.source, view->place.span.off);
		struct str path = report_path(out->arena, options, view->place.source->path);
		struct table t = { out, options, 0 };
		if (view != views->items)
			buf_add_char(out, '\n');
		style_begin(out, options, STYLE_STRONG);
		buf_printf(out, "%" PRIstr ":%u:%u: %" PRIstr, STR_ARG(path), (unsigned)at.line,
			(unsigned)at.column, STR_ARG(view->text));
		style_end(out, options);
		style_add(out, options, STYLE_FAINT,
			arena_printf(out->arena, " [%zu]", view->number));
		buf_add_char(out, '\n');
		measure(&t, &view->context, all);
		measure(&t, &view->variables, all);
		add_via(&t, &view->via);
		add_rows(&t, &view->context, all);
		add_rows(&t, &view->variables, all);
		if (env_hides_unknown(view, all))
			buf_add(out, STR("  The rest is unknown: it depends on who runs this.\n"));
	}
}
