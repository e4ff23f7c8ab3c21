/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/edit.h"

#include "rules/edit_lines.h"

static bool
is_blank(struct str text)
{
	return str_trim(text).n == 0;
}

static void
insert_lines(
	struct arena *a, struct place place, size_t at, struct str text, struct finding_edit *edit)
{
	struct edit_lines lines = { .source = place.source, .at = at, .text = text };
	lines.indent = edit_indentation(place.source, place.span.off);
	lines.with_returns = edit_has_returns(place.source, place.span.off);
	/* A step more, where empty lines stand between the steps. */
	if (str_starts(text, STR("- ")) && at <= place.span.off)
		lines.gap = source_slice(place.source, edit_blanks_before(place.source, at));
	edit_insert_lines(a, &lines, edit);
}

static bool
delete_lines(struct place place, struct finding_edit *edit)
{
	const struct source *source = place.source;
	size_t start = edit_line_start(source, place.span.off);
	size_t end = edit_lines_end(source, place.span);
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
	edit->text = edit_fit(a, text, STR(""), edit_has_returns(source, place.span.off));
	switch (kind) {
	case EDIT_REPLACE:
	case EDIT_DELETE: break;
	case EDIT_INSERT_BEFORE: edit->place.span.len = 0; break;
	case EDIT_INSERT_AFTER:
		edit->place.span = span_make(span_end(place.span), span_end(place.span));
		break;
	case EDIT_INSERT_LINE_BEFORE:
		insert_lines(a, place, edit_commented_start(source, place.span.off), text, edit);
		break;
	case EDIT_INSERT_LINE_AFTER:
		insert_lines(a, place, edit_lines_end(source, place.span), text, edit);
		break;
	case EDIT_DELETE_LINES: return delete_lines(place, edit);
	case EDIT_MOVE_BEFORE:
	case EDIT_MOVE_AFTER:
	case EDIT_SET:
	case EDIT_UNSET:
	case EDIT_RENAME:
	case EDIT_APPEND: return false;
	}
	return true;
}

/* --- moving ------------------------------------------------------------------------ */

/* May the lines of a place be moved: does nothing else stand on them, but for a list's dash? */
static bool
fills_lines(struct place place, struct span lines)
{
	const struct source *source = place.source;
	struct str before =
		str_slice(source->text, edit_line_start(source, place.span.off), place.span.off);
	struct str behind =
		str_trim(str_slice(source->text, span_end(place.span), span_end(lines)));
	before = str_trim(before);
	return (before.n == 0 || str_eq(before, STR("-"))) && (behind.n == 0 || behind.s[0] == '#');
}

bool
edit_move(struct arena *a, enum edit_kind kind, struct place place, struct place to,
	struct finding_edit *out, struct finding_edit *in)
{
	const struct source *source = place.source;
	struct str indent = edit_indentation(source, place.span.off);
	struct span lines = span_make(
		edit_commented_start(source, place.span.off), edit_lines_end(source, place.span));
	if (to.source != source || !fills_lines(place, lines)
		|| !str_eq(indent, edit_indentation(source, to.span.off)))
		return false;
	size_t at = kind == EDIT_MOVE_BEFORE ? edit_commented_start(source, to.span.off)
					     : edit_lines_end(source, to.span);
	if (at >= lines.off && at <= span_end(lines))
		return false;
	struct edit_lines moved = { .source = source, .at = at };
	moved.text = source_slice(source, lines);
	moved.with_returns = edit_has_returns(source, place.span.off);
	/* The empty lines between the two stay between them. */
	if (kind == EDIT_MOVE_BEFORE && at < lines.off) {
		struct span blanks = edit_blanks_before(source, lines.off);
		moved.gap = source_slice(source, blanks);
		lines = span_make(blanks.off, span_end(lines));
	} else if (kind == EDIT_MOVE_AFTER && at > lines.off) {
		struct span blanks = edit_blanks_behind(source, span_end(lines));
		struct strs parts = { 0 };
		vec_push(a, &parts, source_slice(source, blanks));
		vec_push(a, &parts, moved.text);
		moved.text = strs_join(a, &parts, STR(""));
		lines = span_make(lines.off, span_end(blanks));
	}
	*out = (struct finding_edit){ .place = { source, lines }, .text = STR("") };
	edit_insert_lines(a, &moved, in);
	return true;
}
