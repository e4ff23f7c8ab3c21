/* SPDX-License-Identifier: Apache-2.0 */
#include "report/excerpt.h"

#include "base/utf8.h"
#include "report/width.h"

enum {
	TAB_STOP = 4,
	MAX_COLUMNS = 100,  /* of a line's text; a longer one is cut around the mark */
	MIN_COLUMNS = 40,   /* of it, however narrow the terminal is */
	LEFT_CONTEXT = 20,  /* columns kept before the mark where a line is cut */
	MAX_BYTES = 1024,   /* looked at on each side of the mark's start */
	MAX_WHOLE_SPAN = 3, /* lines; of a longer span the first and the last are shown */
};

/* What is looked at of one line, and the marked part of it in bytes. */
struct line_view {
	struct str text;
	size_t from, to;
	bool cut_left, cut_right; /* the line goes on there */
};

/* Columns [left, right) of a line are shown, [from, to) of them marked. */
struct window {
	unsigned left, right, from, to;
	bool cut_left, cut_right;
};

/* The span without white space at its end, which nobody wants to see underlined. */
static struct span
trimmed(struct place place)
{
	struct str text = source_slice(place.source, place.span);
	size_t n = text.n;
	while (n && char_is_space(text.s[n - 1]))
		n--;
	return n ? span_make(place.span.off, place.span.off + n)
		 : span_make(place.span.off, place.span.off);
}

uint32_t
excerpt_last_line(struct place place)
{
	return source_position(place.source, span_end(trimmed(place))).line;
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static struct line_view
view_line(const struct source *source, uint32_t line, struct span span)
{
	struct str text = source_line(source, line);
	size_t start = (size_t)(text.s - source->text.s), end = start + text.n;
	size_t from = span.off < start ? start : span.off < end ? span.off : end;
	size_t to = span_end(span) < from ? from : span_end(span) < end ? span_end(span) : end;
	if (span.off < start) { /* the line goes on with the span: leave its indentation out */
		while (from < to && char_is_blank(source->text.s[from]))
			from++;
	}
	size_t low = from - start > MAX_BYTES ? from - MAX_BYTES : start;
	size_t high = end - from > MAX_BYTES ? from + MAX_BYTES : end;
	while (low > start && low < from && is_continuation(source->text.s[low]))
		low++;
	while (high < end && high > from && is_continuation(source->text.s[high]))
		high--;
	return (struct line_view){
		.text = str_slice(source->text, low, high),
		.from = from - low,
		.to = (to < high ? to : high) - low,
		.cut_left = low > start,
		.cut_right = high < end,
	};
}

/* What is printed for the character at text[*at], which is stepped over. */
static struct str
glyph(struct arena *a, struct str text, size_t *at, unsigned column, unsigned *columns)
{
	uint32_t code = 0;
	size_t n = utf8_decode(text, *at, &code), from = *at;
	*at += n ? n : 1;
	struct str bytes = str_slice(text, from, *at);
	if (code == '\t') {
		*columns = TAB_STOP - column % TAB_STOP;
		return str_slice(STR("        "), 0, *columns);
	}
	struct str shown = utf8_printable(a, bytes);
	bool escaped = n && !str_eq(shown, bytes);
	*columns = escaped ? (unsigned)shown.n : n ? width_of(code) : 1;
	return shown;
}

/* The column at which text[to] begins. */
static unsigned
column_of(struct arena *a, struct str text, size_t to)
{
	unsigned column = 0, columns;
	for (size_t at = 0; at < to;) {
		glyph(a, text, &at, column, &columns);
		column += columns;
	}
	return column;
}

static const char *
ellipsis(const struct excerpts *x)
{
	return x->options->unicode ? "…" : "...";
}

static unsigned
ellipsis_columns(const struct excerpts *x)
{
	return x->options->unicode ? 1 : 3;
}

/* Room for a line's text between the frame and the terminal's edge. */
static unsigned
text_columns(const struct excerpts *x)
{
	unsigned around = (unsigned)x->gutter + 3 + 2 * ellipsis_columns(x);
	if (!x->options->columns || x->options->columns >= MAX_COLUMNS + around)
		return MAX_COLUMNS;
	return x->options->columns > MIN_COLUMNS + around ? x->options->columns - around
							  : MIN_COLUMNS;
}

static struct window
fit(const struct excerpts *x, const struct line_view *v)
{
	struct arena *a = x->out->arena;
	unsigned columns = text_columns(x);
	struct window w = {
		.right = column_of(a, v->text, v->text.n),
		.from = column_of(a, v->text, v->from),
		.to = column_of(a, v->text, v->to),
		.cut_left = v->cut_left,
		.cut_right = v->cut_right,
	};
	if (w.to > columns && w.from > LEFT_CONTEXT) {
		w.left = w.from - LEFT_CONTEXT;
		w.cut_left = true;
	}
	if (w.right - w.left > columns) {
		w.right = w.left + columns;
		w.cut_right = true;
	}
	if (w.to > w.right)
		w.to = w.right;
	return w;
}

static void
repeat(struct buf *out, const char *text, unsigned times)
{
	for (unsigned i = 0; i < times; i++)
		buf_add(out, str_from(text));
}

/* The left edge, with a line number or without (0); blank, or the frame's own sign. */
static void
add_gutter(struct excerpts *x, uint32_t line, const char *edge)
{
	style_begin(x->out, x->options, STYLE_FRAME);
	if (line)
		buf_printf(x->out, "%*u ", x->gutter, (unsigned)line);
	else
		buf_printf(x->out, "%*s ", x->gutter, "");
	buf_add(x->out, str_from(edge));
	style_end(x->out, x->options);
}

static const char *
edge(const struct excerpts *x)
{
	return x->options->unicode ? "│" : "|";
}

/* Adds the text of the window; its left moves behind a wide character that it would split. */
static void
add_text(struct excerpts *x, struct str text, struct window *w)
{
	struct arena *a = x->out->arena;
	unsigned column = 0, columns;
	bool begun = false;
	if (w->cut_left)
		buf_add(x->out, str_from(ellipsis(x)));
	for (size_t at = 0; at < text.n; column += columns) {
		struct str shown = glyph(a, text, &at, column, &columns);
		if (column < w->left || column + columns > w->right)
			continue;
		if (!begun)
			w->left = column;
		begun = true;
		buf_add(x->out, shown);
	}
	if (w->cut_right)
		buf_add(x->out, str_from(ellipsis(x)));
}

static void
add_line(struct excerpts *x, uint32_t line, const struct line_view *view, struct window *w)
{
	struct buf text = buf_new(x->out->arena);
	struct excerpts inner = *x;
	inner.out = &text;
	add_text(&inner, view->text, w);
	add_gutter(x, line, edge(x));
	if (text.n) {
		buf_add_char(x->out, ' ');
		buf_add(x->out, buf_str(&text));
	}
	buf_add_char(x->out, '\n');
}

static void
add_mark(struct excerpts *x, const struct excerpt *e, const struct window *w, bool is_last)
{
	static const char *const marks[2][2] = { { "-", "^" }, { "─", "━" } };
	unsigned indent = w->from - w->left + (w->cut_left ? ellipsis_columns(x) : 0);
	unsigned length = w->to > w->from ? w->to - w->from : 1;
	add_gutter(x, 0, edge(x));
	repeat(x->out, " ", indent + 1);
	style_begin(x->out, x->options, e->style);
	repeat(x->out, marks[x->options->unicode][e->is_primary], length);
	if (is_last && e->label.n)
		buf_printf(x->out, " %" PRIstr, STR_ARG(report_line(x->out->arena, e->label)));
	style_end(x->out, x->options);
	buf_add_char(x->out, '\n');
}

static void
add_elision(struct excerpts *x)
{
	style_add(x->out, x->options, STYLE_FRAME, str_from(x->options->unicode ? "  ⋮" : "..."));
	buf_add_char(x->out, '\n');
}

/* The frame's top, with the place's name where the file is another one. */
static void
add_top(struct excerpts *x, struct place place)
{
	if (x->source && x->source != place.source) {
		struct position at = source_position(place.source, place.span.off);
		struct str path = report_path(x->out->arena, x->options, place.source->path);
		add_gutter(x, 0, x->options->unicode ? "├╴" : ":::");
		buf_printf(x->out, "%s%" PRIstr ":%u:%u\n", x->options->unicode ? "" : " ",
			STR_ARG(path), (unsigned)at.line, (unsigned)at.column);
	}
	add_gutter(x, 0, edge(x));
	buf_add_char(x->out, '\n');
}

/* A place on an empty line says little without the line before it. */
static void
add_line_before(struct excerpts *x, const struct source *source, uint32_t line)
{
	if (line < 2 || str_trim(source_line(source, line)).n)
		return;
	struct span start = { source->line_starts[line - 2], 0 };
	struct line_view view = view_line(source, line - 1, start);
	struct window window = fit(x, &view);
	add_line(x, line - 1, &view, &window);
}

void
excerpt_add(struct excerpts *x, const struct excerpt *e)
{
	const struct source *source = masked_source(x->masked, e->place.source);
	struct span span = trimmed(e->place);
	uint32_t first = source_position(source, span.off).line;
	uint32_t last = source_position(source, span_end(span)).line;
	bool is_shown = x->source == e->place.source && x->line == first && first == last;
	if (!is_shown) {
		add_top(x, e->place);
		add_line_before(x, source, first);
	}
	for (uint32_t line = first; line <= last; line++) {
		if (line == first + 1 && last - first >= MAX_WHOLE_SPAN) {
			add_elision(x);
			line = last;
		}
		struct line_view view = view_line(source, line, span);
		struct window window = fit(x, &view);
		if (!is_shown || window.cut_left || window.cut_right)
			add_line(x, line, &view, &window);
		if (window.to > window.from || line == last)
			add_mark(x, e, &window, line == last);
	}
	x->source = e->place.source;
	x->line = last;
}

void
excerpt_note(struct excerpts *x, const char *name, struct str text, bool is_last)
{
	add_gutter(x, 0, !x->options->unicode ? "=" : is_last ? "╰" : "├");
	buf_add_char(x->out, ' ');
	style_begin(x->out, x->options, STYLE_STRONG);
	buf_printf(x->out, "%s:", name);
	style_end(x->out, x->options);
	buf_printf(x->out, " %" PRIstr "\n", STR_ARG(report_line(x->out->arena, text)));
}
