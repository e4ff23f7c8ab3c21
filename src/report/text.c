/* SPDX-License-Identifier: Apache-2.0 */
/* For people: each finding with the source that it is about, and what to do. */
#include <stdlib.h>

#include "report/excerpt.h"
#include "report/formats.h"

static int
digits(uint32_t number)
{
	int n = 1;
	while (number >= 10) {
		number /= 10;
		n++;
	}
	return n;
}

/* Room for the largest line number of all places, so that their edges stand in line. */
static int
gutter_of(const struct finding *finding)
{
	uint32_t last = excerpt_last_line(finding->place);
	vec_for(const struct finding_related, related, &finding->related) {
		uint32_t line = related->place.source ? excerpt_last_line(related->place) : 0;
		if (line > last)
			last = line;
	}
	return digits(last) + 1;
}

static void
add_places(struct excerpts *x, const struct finding *finding)
{
	excerpt_add(x,
		&(struct excerpt){
			.place = finding->place,
			.style = style_of(finding->severity),
			.is_primary = true,
		});
	vec_for(const struct finding_related, related, &finding->related) {
		if (related->place.source)
			excerpt_add(x,
				&(struct excerpt){
					.place = related->place,
					.label = related->text,
					.style = STYLE_FRAME,
				});
	}
}

struct note {
	const char *name;
	struct str text;
};
VEC_OF(notes, struct note);

static void
note(struct arena *a, struct notes *notes, const char *name, struct str text)
{
	if (text.n)
		vec_push(a, notes, ((struct note){ name, text }));
}

/* Advice is the same for all findings of a rule: it stands at the first one of each file. */
static void
advise(struct arena *a, struct notes *notes, struct map *given, const char *name, struct str text)
{
	struct str key = arena_printf(a, "%s %" PRIstr, name, STR_ARG(text));
	if (map_get(given, key))
		return;
	map_set(a, given, key, given);
	note(a, notes, name, text);
}

static struct notes
notes_of(struct arena *a, const struct finding *finding, struct str arrow, struct map *given)
{
	struct notes notes = { 0 };
	const struct rule *rule = finding->rule;
	vec_for(const struct finding_related, related, &finding->related) {
		if (!related->place.source)
			note(a, &notes, "note", related->text);
	}
	if (finding->via.n)
		note(a, &notes, "via", strs_join(a, &finding->via, arrow));
	advise(a, &notes, given, "help", rule->mend);
	if (report_has_fix(a, finding))
		advise(a, &notes, given, "fix",
			arena_printf(a, "%" PRIstr " (%s)", STR_ARG(rule->fix_title),
				report_fix_safety(rule)));
	advise(a, &notes, given, "see", rule_url(a, rule));
	return notes;
}

/* `given` is the advice that findings of the same file have given before. */
static void
add_finding(struct excerpts x, const struct finding *finding, struct map *given)
{
	struct str arrow = x.options->unicode ? STR(" → ") : STR(" > ");
	struct notes notes = notes_of(x.out->arena, finding, arrow, given);
	x.gutter = gutter_of(finding);
	style_headline(x.out, x.options, finding);
	add_places(&x, finding);
	for (size_t i = 0; i < notes.n; i++)
		excerpt_note(&x, notes.items[i].name, notes.items[i].text, i + 1 == notes.n);
	buf_add_char(x.out, '\n');
}

static void
add_findings(struct buf *out, const struct report_options *options, const struct findings *findings)
{
	struct masked_sources masked = { .arena = out->arena };
	const struct excerpts x = { .out = out, .options = options, .masked = &masked };
	struct map given = { 0 };
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = findings->items[i];
		if (i && finding->place.source != findings->items[i - 1]->place.source)
			given = (struct map){ 0 };
		add_finding(x, finding, &given);
	}
}

struct tally {
	const struct rule *rule;
	size_t findings;
};
VEC_OF(tallies, struct tally);

static int
compare_ids(const void *a, const void *b)
{
	return str_cmp(((const struct tally *)a)->rule->id, ((const struct tally *)b)->rule->id);
}

static int
compare_tallies(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	if (x->findings != y->findings)
		return x->findings < y->findings ? 1 : -1;
	return compare_ids(a, b);
}

/* How many findings each rule has, most first. */
static struct tallies
tally(struct arena *a, const struct findings *findings)
{
	struct tallies all = { 0 }, tallies = { 0 };
	for (size_t i = 0; i < findings->n; i++) {
		vec_push(a, &all, ((struct tally){ findings->items[i]->rule, 1 }));
	}
	if (all.n)
		qsort(all.items, all.n, sizeof(*all.items), compare_ids);
	vec_for(const struct tally, one, &all) {
		if (tallies.n && vec_last(&tallies)->rule == one->rule)
			vec_last(&tallies)->findings++;
		else
			vec_push(a, &tallies, *one);
	}
	if (tallies.n)
		qsort(tallies.items, tallies.n, sizeof(*tallies.items), compare_tallies);
	return tallies;
}

static void
add_statistics(
	struct buf *out, const struct report_options *options, const struct findings *findings)
{
	struct tallies tallies = tally(out->arena, findings);
	if (!tallies.n)
		return;
	style_add(out, options, STYLE_STRONG, STR("count  rule"));
	buf_add_char(out, '\n');
	vec_for(const struct tally, one, &tallies) {
		buf_printf(out, "%5zu  %" PRIstr " %" PRIstr "\n", one->findings,
			STR_ARG(one->rule->id), STR_ARG(one->rule->name));
	}
	buf_add_char(out, '\n');
}

/* "(1 error, 2 warnings, 3 info)", without those that are not there. */
static void
add_severities(
	struct buf *out, const struct report_options *options, const struct report_counts *counts)
{
	const struct {
		size_t n;
		const char *noun;
		enum style style;
	} parts[] = {
		{ counts->error, "error", STYLE_ERROR },
		{ counts->warning, "warning", STYLE_WARNING },
	};
	const char *separator = " (";
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!parts[i].n)
			continue;
		buf_add(out, str_from(separator));
		style_begin(out, options, parts[i].style);
		report_plural(out, parts[i].n, parts[i].noun);
		style_end(out, options);
		separator = ", ";
	}
	if (counts->info) {
		buf_add(out, str_from(separator));
		style_begin(out, options, STYLE_INFO);
		buf_printf(out, "%zu info", counts->info);
		style_end(out, options);
	}
	buf_add_char(out, ')');
}

static void
add_summary(struct buf *out, const struct report_options *options, const struct lint_result *result)
{
	if (!result->files && !result->errors.n) {
		buf_add(out, STR("Nothing to check: " REPORT_NOTHING "\n"));
		return;
	}
	struct report_counts counts = report_count(out->arena, result);
	if (result->findings.n) {
		report_plural(out, result->findings.n, "finding");
		add_severities(out, options, &counts);
	} else {
		buf_add(out, STR("No findings"));
	}
	buf_add(out, STR(" in "));
	report_plural(out, result->files, "file");
	if (result->silenced.n > counts.baselined)
		buf_printf(out, "; %zu silenced", result->silenced.n - counts.baselined);
	if (counts.baselined)
		buf_printf(out, "; %zu in the baseline", counts.baselined);
	if (result->errors.n) {
		buf_add(out, STR("; "));
		report_plural(out, result->errors.n, "error");
		buf_add(out, STR(" kept gobelin from looking at everything"));
	}
	buf_add(out, STR(".\n"));
	if (result->findings.n) {
		const struct rule *rule = result->findings.items[0]->rule;
		buf_printf(out, "To read about a rule: gobelin explain %" PRIstr "\n",
			STR_ARG(rule->id));
	}
}

void
render_text(struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	add_findings(out, options, &result->findings);
	style_errors(out, options, &result->errors);
	if (result->errors.n && !options->quiet)
		buf_add_char(out, '\n');
	if (options->statistics)
		add_statistics(out, options, &result->findings);
	if (!options->quiet)
		add_summary(out, options, result);
}
