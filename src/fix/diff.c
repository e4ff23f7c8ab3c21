/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
 * Its cost grows with the square of the number of changed lines, so texts that have little
 * in common are not compared: all lines of the one are replaced by those of the other.
 */
#include "fix/diff.h"

#include "base/utf8.h"
#include "base/vec.h"

#define CONTEXT 3
#define MAX_CHANGES 1000

/* A text as lines with their ends. */
struct side {
	struct strs lines;
	bool *is_changed;         /* per line: the other text has not got it */
	const struct str *middle; /* those that the other text does not begin or end with */
	size_t nmiddle;
};

struct differ {
	struct arena *arena;
	struct side old, new;
	size_t head;             /* lines that both texts begin with */
	VEC_OF(, int *) reached; /* per number of changes and diagonal: the old line reached */
};

static void
split(struct arena *a, struct side *side, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t end = str_find_char(text, '\n', at);
		end = end == STR_NONE ? text.n : end + 1;
		vec_push(a, &side->lines, str_slice(text, at, end));
		at = end;
	}
	side->is_changed = ARENA_ARRAY(a, bool, side->lines.n + 1);
}

static void
trim(struct differ *d)
{
	struct strs *old = &d->old.lines, *new = &d->new.lines;
	size_t shorter = old->n < new->n ? old->n : new->n, tail = 0;
	while (d->head < shorter && str_eq(old->items[d->head], new->items[d->head]))
		d->head++;
	while (tail < shorter - d->head
		&& str_eq(old->items[old->n - 1 - tail], new->items[new->n - 1 - tail]))
		tail++;
	d->old.middle = old->items + d->head;
	d->new.middle = new->items + d->head;
	d->old.nmiddle = old->n - d->head - tail;
	d->new.nmiddle = new->n - d->head - tail;
}

/* The diagonal from which diagonal k is reached with one change more than `reached` has. */
static int
previous_diagonal(const int *reached, int changes, int k)
{
	bool adds_line = k == -changes || (k != changes && reached[k - 1] < reached[k + 1]);
	return adds_line ? k + 1 : k - 1;
}

/* How far diagonal k goes with `changes` changes, equal lines behind the last one included. */
static int
reach(const struct differ *d, int changes, int k)
{
	int x = 0;
	if (changes) {
		const int *before = d->reached.items[changes - 1];
		int from = previous_diagonal(before, changes, k);
		x = from > k ? before[from] : before[from] + 1;
	}
	size_t old = (size_t)x, new = (size_t)(x - k);
	while (old < d->old.nmiddle && new < d->new.nmiddle
		&& str_eq(d->old.middle[old], d->new.middle[new])) {
		old++;
		new ++;
	}
	return (int)old;
}

/* Fills d->reached up to the changes that are needed, and returns their number; -1: too many. */
static int
count_changes(struct differ *d)
{
	int goal = (int)d->old.nmiddle - (int)d->new.nmiddle;
	for (int changes = 0; changes <= MAX_CHANGES; changes++) {
		int *reached = ARENA_ARRAY(d->arena, int, 2 * (size_t)changes + 1) + changes;
		for (int k = -changes; k <= changes; k += 2)
			reached[k] = reach(d, changes, k);
		vec_push(d->arena, &d->reached, reached);
		bool is_near = goal >= -changes && goal <= changes && (goal + changes) % 2 == 0;
		if (is_near && reached[goal] >= (int)d->old.nmiddle)
			return changes;
	}
	return -1;
}

/* Goes back from the ends of both texts and marks the lines that were changed. */
static void
mark_changes(struct differ *d, int changes)
{
	int k = (int)d->old.nmiddle - (int)d->new.nmiddle;
	for (; changes > 0; changes--) {
		const int *before = d->reached.items[changes - 1];
		int from = previous_diagonal(before, changes, k);
		size_t old = (size_t)before[from], new = (size_t)(before[from] - from);
		if (from > k)
			d->new.is_changed[d->head + new] = true;
		else
			d->old.is_changed[d->head + old] = true;
		k = from;
	}
}

static void
mark_all(struct side *side, size_t head)
{
	for (size_t i = 0; i < side->nmiddle; i++)
		side->is_changed[head + i] = true;
}

/* --- hunks ------------------------------------------------------------------------ */

/* Control characters are escaped, but for the line's end. */
static void
add_line(struct buf *out, char mark, struct str line)
{
	size_t end = line.n;
	bool has_end = end && line.s[end - 1] == '\n';
	end -= has_end;
	end -= has_end && end && line.s[end - 1] == '\r';
	buf_add_char(out, mark);
	buf_add(out, utf8_printable(out->arena, str_slice(line, 0, end)));
	buf_add(out, str_slice(line, end, line.n));
	if (!has_end)
		buf_add(out, STR("\n\\ No newline at end of file\n"));
}

/* As in @@ -1,2 +1,3 @@: a range without lines is named by the line before it. */
static void
add_range(struct buf *out, char sign, size_t from, size_t to)
{
	size_t n = to - from;
	buf_printf(out, "%c%zu", sign, n ? from + 1 : from);
	if (n != 1)
		buf_printf(out, ",%zu", n);
}

struct hunk {
	size_t old, new;         /* where it starts */
	size_t old_end, new_end; /* behind its last line */
};

/* Is one of the lines from here on, as far as context joins them, a changed one? */
static bool
has_change_within(const struct differ *d, size_t old, size_t new, size_t lines)
{
	for (size_t i = 0; i <= lines; i++) {
		if (old + i < d->old.lines.n && d->old.is_changed[old + i])
			return true;
		if (new + i < d->new.lines.n && d->new.is_changed[new + i])
			return true;
	}
	return false;
}

static void
skip_changed(const struct differ *d, size_t *old, size_t *new)
{
	while (*old < d->old.lines.n && d->old.is_changed[*old])
		++*old;
	while (*new < d->new.lines.n && d->new.is_changed[*new])
		++*new;
}

/* The hunk whose first change is at lines `old` and `new`. */
static struct hunk
hunk_at(const struct differ *d, size_t old, size_t new)
{
	size_t lead = old < new ? old : new;
	lead = lead < CONTEXT ? lead : CONTEXT;
	struct hunk hunk = { .old = old - lead, .new = new - lead };
	skip_changed(d, &old, &new);
	while (has_change_within(d, old, new, 2 * CONTEXT)) {
		while (!has_change_within(d, old, new, 0)) {
			old++;
			new ++;
		}
		skip_changed(d, &old, &new);
	}
	size_t left = d->old.lines.n - old, trail = left < CONTEXT ? left : CONTEXT;
	hunk.old_end = old + trail;
	hunk.new_end = new + trail;
	return hunk;
}

static void
add_hunk(struct buf *out, const struct differ *d, struct hunk hunk)
{
	buf_add(out, STR("@@ "));
	add_range(out, '-', hunk.old, hunk.old_end);
	buf_add_char(out, ' ');
	add_range(out, '+', hunk.new, hunk.new_end);
	buf_add(out, STR(" @@\n"));
	size_t old = hunk.old, new = hunk.new;
	while (old < hunk.old_end || new < hunk.new_end) {
		if (old < hunk.old_end && d->old.is_changed[old]) {
			add_line(out, '-', d->old.lines.items[old++]);
		} else if (new < hunk.new_end && d->new.is_changed[new]) {
			add_line(out, '+', d->new.lines.items[new ++]);
		} else {
			add_line(out, ' ', d->old.lines.items[old++]);
			new ++;
		}
	}
}

void
diff_unified(struct buf *out, struct str path, struct str before, struct str after)
{
	if (str_eq(before, after))
		return;
	struct differ d = { .arena = out->arena };
	split(d.arena, &d.old, before);
	split(d.arena, &d.new, after);
	trim(&d);
	int changes = count_changes(&d);
	if (changes >= 0) {
		mark_changes(&d, changes);
	} else {
		mark_all(&d.old, d.head);
		mark_all(&d.new, d.head);
	}
	path = utf8_printable(out->arena, path);
	buf_printf(out, "--- a/%" PRIstr "\n+++ b/%" PRIstr "\n", STR_ARG(path), STR_ARG(path));
	size_t old = d.head, new = d.head;
	while (old < d.old.lines.n || new < d.new.lines.n) {
		if (has_change_within(&d, old, new, 0)) {
			struct hunk hunk = hunk_at(&d, old, new);
			add_hunk(out, &d, hunk);
			old = hunk.old_end;
			new = hunk.new_end;
		} else {
			old++;
			new ++;
		}
	}
}
