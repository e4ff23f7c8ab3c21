/* SPDX-License-Identifier: Apache-2.0 */
#include "fix/edits.h"

#include <string.h>

/* By place; an insertion comes before the replacement of what stands there. */
static bool
is_before(struct span a, struct span b)
{
	return a.off != b.off ? a.off < b.off : a.len < b.len;
}

/* Can the later of two edits not be made beside the earlier one? */
static bool
clashes(const struct finding_edit *earlier, const struct finding_edit *later)
{
	struct span first = earlier->place.span, second = later->place.span;
	bool same_place = first.off == second.off && first.len == second.len;
	return same_place || second.off < span_end(first);
}

static bool
is_same_edit(const struct finding_edit *a, const struct finding_edit *b)
{
	return a->place.span.off == b->place.span.off && a->place.span.len == b->place.span.len
		&& str_eq(a->text, b->text);
}

/* The index of the first edit that does not come before `edit`. */
static size_t
position_of(const struct finding_edits *edits, const struct finding_edit *edit)
{
	size_t from = 0, to = edits->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (is_before(edits->items[middle].place.span, edit->place.span))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

enum fit { FITS, SHARED, CLASHES };

static enum fit
fit_of(const struct edit_plan *plan, const struct finding_edit *edit)
{
	static const struct file_edits none;
	const struct file_edits *file = map_get(&plan->files, edit->place.source->path);
	const struct finding_edits *edits = file ? &file->edits : &none.edits;
	size_t at = position_of(edits, edit);
	if (at < edits->n && is_same_edit(&edits->items[at], edit))
		return SHARED;
	bool clash = (at > 0 && clashes(&edits->items[at - 1], edit))
		|| (at < edits->n && clashes(edit, &edits->items[at]))
		|| span_end(edit->place.span) > edit->place.source->text.n;
	return clash ? CLASHES : FITS;
}

static struct file_edits *
edits_of_file(struct arena *a, struct edit_plan *plan, const struct source *source)
{
	struct file_edits *file = map_get(&plan->files, source->path);
	if (!file) {
		file = ARENA_NEW(a, struct file_edits);
		file->source = source;
		map_set(a, &plan->files, source->path, file);
	}
	return file;
}

static void
insert(struct arena *a, struct edit_plan *plan, const struct finding_edit *edit)
{
	struct finding_edits *edits = &edits_of_file(a, plan, edit->place.source)->edits;
	size_t at = position_of(edits, edit);
	vec_add(a, edits);
	memmove(&edits->items[at + 1], &edits->items[at],
		(edits->n - 1 - at) * sizeof(*edits->items));
	edits->items[at] = *edit;
}

bool
edit_plan_add(struct arena *a, struct edit_plan *plan, const struct finding_edits *fix)
{
	struct edit_plan own = { 0 };
	vec_for(const struct finding_edit, edit, fix) {
		enum fit fit = fit_of(&own, edit);
		if (fit == CLASHES || fit_of(plan, edit) == CLASHES)
			return false;
		if (fit == FITS)
			insert(a, &own, edit);
	}
	vec_for(const struct finding_edit, edit, fix) {
		if (fit_of(plan, edit) == FITS)
			insert(a, plan, edit);
	}
	return true;
}

struct str
file_edits_apply(struct arena *a, const struct file_edits *file)
{
	struct buf out = buf_new(a);
	size_t done = 0;
	vec_for(const struct finding_edit, edit, &file->edits) {
		buf_add(&out, str_slice(file->source->text, done, edit->place.span.off));
		buf_add(&out, edit->text);
		done = span_end(edit->place.span);
	}
	buf_add(&out, str_slice(file->source->text, done, file->source->text.n));
	return buf_str(&out);
}
