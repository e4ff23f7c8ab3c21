/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/edit_lines.h"

#include "base/utf8.h"

size_t
edit_line_start(const struct source *source, size_t off)
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

size_t
edit_lines_end(const struct source *source, struct span span)
{
	return line_end(source, span.len ? span_end(span) - 1 : span.off);
}

struct str
edit_indentation(const struct source *source, size_t off)
{
	size_t start = edit_line_start(source, off), end = start;
	while (end < source->text.n && char_is_blank(source->text.s[end]))
		end++;
	return str_slice(source->text, start, end);
}

/* Longer comments and gaps are not looked through for each of many edits. */
#define MAX_COMMENT_LINES 100
#define MAX_BLANK_LINES 10

/* Is the line above the one that starts at `start` a comment with the same indentation? */
static bool
has_comment_above(const struct source *source, size_t start, struct str indent)
{
	uint32_t line = source_position(source, start).line;
	if (line < 2)
		return false;
	struct str above = source_line(source, line - 1);
	if (!str_starts(above, indent))
		return false;
	above = str_slice(above, indent.n, above.n);
	return str_starts(above, STR("#")) || str_starts(above, STR("//"));
}

size_t
edit_commented_start(const struct source *source, size_t off)
{
	struct str indent = edit_indentation(source, off);
	size_t start = edit_line_start(source, off), top = start;
	size_t lines = 0;
	for (; lines < MAX_COMMENT_LINES && has_comment_above(source, top, indent); lines++)
		top = source->line_starts[source_position(source, top).line - 2];
	return top == 0 || lines == MAX_COMMENT_LINES ? start : top;
}

struct span
edit_blanks_before(const struct source *source, size_t off)
{
	size_t start = off, line = source_position(source, off).line;
	for (size_t n = 0; n < MAX_BLANK_LINES && n + 1 < line; n++) {
		size_t above = source->line_starts[line - 2 - n];
		if (str_trim(str_slice(source->text, above, start)).n)
			break;
		start = above;
	}
	return span_make(start, off);
}

struct span
edit_blanks_behind(const struct source *source, size_t off)
{
	size_t end = off;
	for (size_t n = 0; n < MAX_BLANK_LINES && end < source->text.n; n++) {
		size_t next = line_end(source, end);
		if (str_trim(str_slice(source->text, end, next)).n)
			break;
		end = next;
	}
	return span_make(off, end);
}

bool
edit_has_returns(const struct source *source, size_t off)
{
	size_t end = line_end(source, off);
	if (end == source->text.n && !str_ends(source->text, STR("\n")))
		end = edit_line_start(source, off);
	return str_ends(str_slice(source->text, 0, end), STR("\r\n"));
}

struct str
edit_fit(struct arena *a, struct str text, struct str indent, bool with_returns)
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

void
edit_insert_lines(struct arena *a, const struct edit_lines *lines, struct finding_edit *edit)
{
	const struct source *source = lines->source;
	struct str text = lines->text, end = lines->with_returns ? STR("\r\n") : STR("\n");
	size_t at = lines->at;
	bool is_open = at == source->text.n && at && source->text.s[at - 1] != '\n';
	while (str_ends(text, STR("\n")) || str_ends(text, STR("\r")))
		text.n--;
	text = edit_fit(a, text, lines->indent, lines->with_returns);
	struct strs parts = { 0 };
	vec_push(a, &parts, is_open ? end : text);
	vec_push(a, &parts, is_open ? text : end);
	vec_push(a, &parts, lines->gap);
	edit->place = (struct place){ source, span_make(at, at) };
	edit->text = strs_join(a, &parts, STR(""));
}
