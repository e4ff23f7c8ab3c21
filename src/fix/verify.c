/* SPDX-License-Identifier: Apache-2.0 */
#include "fix/verify.h"

/* How many findings of one rule there are in one file. */
struct count {
	size_t before, after, mended;
};

struct verifier {
	struct arena *arena;
	const struct fix_round *round;
	struct map counts;          /* "rule path" to struct count * */
	enum severity least_severe; /* of the mended findings */
};

static struct count *
count_of(struct verifier *v, const struct finding *finding)
{
	struct str key = arena_printf(v->arena, "%" PRIstr " %" PRIstr, STR_ARG(finding->rule->id),
		STR_ARG(finding->place.source->path));
	struct count *count = map_get(&v->counts, key);
	if (!count) {
		count = ARENA_NEW(v->arena, struct count);
		map_set(v->arena, &v->counts, key, count);
	}
	return count;
}

static void
count_findings(struct verifier *v)
{
	const struct fix_round *round = v->round;
	for (size_t i = 0; i < round->before.n; i++)
		count_of(v, round->before.items[i])->before++;
	for (size_t i = 0; i < round->after.n; i++)
		count_of(v, round->after.items[i])->after++;
	for (size_t i = 0; i < round->mended.n; i++)
		count_of(v, round->mended.items[i])->mended++;
}

/*
 * The bytes of the file as it is now that a span of it stands for, with what was put in at
 * its ends.
 */
static struct span
span_now(const struct edit_plan *plan, struct place place)
{
	const struct file_edits *file = map_get(&plan->files, place.source->path);
	size_t from = place.span.off, to = span_end(place.span), made = 0;
	if (!file)
		return place.span;
	size_t start = from, end = to;
	vec_for(const struct finding_edit, edit, &file->edits) {
		struct span span = edit->place.span;
		size_t edited_from = span.off + made, after = span_end(span);
		if (span.off > to)
			break;
		if (after < from)
			start = from + made + edit->text.n - span.len;
		else if (span.off < from)
			start = edited_from;
		made += edit->text.n - span.len;
		end = (after > to ? after : to) + made;
	}
	return span_make(start, end);
}

static bool
touches(struct span a, struct span b)
{
	return a.off <= span_end(b) && b.off <= span_end(a);
}

/*
 * Does the finding stand where the same rule had one that was mended? What was taken out
 * whole is gone: the finding is then of what stood behind it.
 */
static bool
is_where_mended(const struct fix_round *round, const struct finding *finding)
{
	for (size_t i = 0; i < round->mended.n; i++) {
		const struct finding *mended = round->mended.items[i];
		struct span now = span_now(&round->plan, mended->place);
		bool is_gone = mended->place.span.len > 0 && now.len == 0;
		if (mended->rule == finding->rule && !is_gone
			&& str_eq(mended->place.source->path, finding->place.source->path)
			&& touches(finding->place.span, now))
			return true;
	}
	return false;
}

static bool
is_fault(struct verifier *v, const struct finding *finding)
{
	const struct count *count = count_of(v, finding);
	if (count->after > count->before) {
		bool is_as_bad =
			finding->severity >= v->least_severe && finding->severity > SEVERITY_INFO;
		return is_as_bad || str_eq(finding->rule->name, STR("syntax-error"));
	}
	/* A rule that speaks once for many places may now speak of the next one. */
	return count->mended && count->after + count->mended > count->before
		&& is_where_mended(v->round, finding);
}

const struct finding *
fix_round_fault(struct arena *a, const struct fix_round *round)
{
	struct verifier v = { .arena = a, .round = round, .least_severe = SEVERITY_ERROR };
	count_findings(&v);
	for (size_t i = 0; i < round->mended.n; i++)
		if (round->mended.items[i]->severity < v.least_severe)
			v.least_severe = round->mended.items[i]->severity;
	for (size_t i = 0; i < round->after.n; i++)
		if (is_fault(&v, round->after.items[i]))
			return round->after.items[i];
	return NULL;
}
