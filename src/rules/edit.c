/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/edit.h"

#include "base/utf8.h"

/* Offset of the first byte of the line that `off` lies in, behind a byte order mark. */
static size_t
line_start(const struct source *source, size_t off)
{
	size_t start = source->line_starts[source_position(source, off).line - 1];
	bool has_mark = start == 0 && str_starts(source->text, STR(UTF8_BOM));
	return has_mark ? sizeof(UTF8_BOM) - 1 : start;
}

/* Offset behind the line that `off` lies in, with its end; the text's end for the last one. */
static size_t
line_end(const struct source *source, size_t off)
{
	size_t end = str_find_char(source->text, '\n', off);
	return end == STR_NONE ? source->text.n : end + 1;
}

/* Offset behind the line that the last byte of the span lies in. */
static size_t
last_line_end(const struct source *source, struct span span)
{
	return line_end(source, span.len ? span_end(span) - 1 : span.off);
}

static bool
is_blank(struct str text)
{
	return str_trim(text).n == 0;
}

/* Do the lines at `off`, or those above where it has no end, end with CR and LF? */
static bool
has_carriage_returns(const struct source *source, size_t off)
{
	size_t end = line_end(source, off);
	if (end == source->text.n && !str_ends(source->text, STR("\n")))
		end = line_start(source, off);
	return str_ends(str_slice(source->text, 0, end), STR("\r\n"));
}

/* The text with `indent` before each line, and the line ends of the file. */
static struct str
fit(struct arena *a, struct str text, struct str indent, bool with_returns)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		bool starts_line = i == 0 || text.s[i - 1] == '\n';
		if (starts_line && text.s[i] != '\n')
			buf_add(&out, indent);
		bool has_return = i > 0 && text.s[i - 1] == '\r';
		if (text.s[i] == '\n' && with_returns && !has_return)
			buf_add_char(&out, '\r');
		buf_add_char(&out, text.s[i]);
	}
	return buf_str(&out);
}

static struct str
indentation(const struct source *source, size_t off)
{
	size_t start = line_start(source, off), end = start;
	while (end < source->text.n && char_is_blank(source->text.s[end]))
		end++;
	return str_slice(source->text, start, end);
}

static void
insert_lines(
	struct arena *a, struct place place, size_t at, struct str text, struct finding_edit *edit)
{
	const struct source *source = place.source;
	bool with_returns = has_carriage_returns(source, place.span.off);
	struct str end = with_returns ? STR("\r\n") : STR("\n");
	bool is_open = at == source->text.n && at && source->text.s[at - 1] != '\n';
	while (str_ends(text, STR("\n")))
		text.n--;
	text = fit(a, text, indentation(source, place.span.off), with_returns);
	struct strs parts = { 0 };
	vec_push(a, &parts, is_open ? end : text);
	vec_push(a, &parts, is_open ? text : end);
	edit->place.span = span_make(at, at);
	edit->text = strs_join(a, &parts, STR(""));
}

static bool
delete_lines(struct place place, struct finding_edit *edit)
{
	const struct source *source = place.source;
	size_t start = line_start(source, place.span.off);
	size_t end = last_line_end(source, place.span);
	edit->place.span = span_make(start, end);
	edit->text = STR("");
	return is_blank(str_slice(source->text, start, place.span.off))
		&& is_blank(str_slice(source->text, span_end(place.span), end));
}

bool
edit_at(struct arena *a, enum edit_kind kind, struct place place, struct str text,
	struct finding_edit *edit)
{
	const struct source *source = place.source;
	*edit = (struct finding_edit){ .place = place };
	edit->text = fit(a, text, STR(""), has_carriage_returns(source, place.span.off));
	switch (kind) {
	case EDIT_REPLACE:
	case EDIT_DELETE: break;
	case EDIT_INSERT_BEFORE: edit->place.span.len = 0; break;
	case EDIT_INSERT_AFTER:
		edit->place.span = span_make(span_end(place.span), span_end(place.span));
		break;
	case EDIT_INSERT_LINE_BEFORE:
		insert_lines(a, place, line_start(source, place.span.off), text, edit);
		break;
	case EDIT_INSERT_LINE_AFTER:
		insert_lines(a, place, last_line_end(source, place.span), text, edit);
		break;
	case EDIT_DELETE_LINES: return delete_lines(place, edit);
	}
	return true;
}
