/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/apply.h"

#include "rules/edit.h"
#include "rules/edit_tree.h"
#include "rules/template.h"

VEC_OF(places, struct place);

/*
 * Steps of evaluation that a rule may take in all. A rule that looks through a list for
 * each fact of that list would otherwise make a file of a few hundred kilobytes cost hours.
 */
#define STEPS_AT_LEAST 10000000
#define STEPS_PER_FACT 100

/* A rule being asked about one fact after the other. */
struct inquiry {
	struct arena *arena;
	struct arena *scratch; /* freed when the rule is done */
	struct cel_context *cx;
	const struct rule *rule;
	const struct project *project;
	struct cel_value values[2];
	struct str error; /* the first one met in a condition */
};

static struct cel_value
evaluate(struct inquiry *q, const struct cel_program *program)
{
	return cel_eval(q->cx, program, q->values, q->scratch);
}

static bool
is_certain(struct inquiry *q, const struct cel_program *condition)
{
	struct cel_value value = evaluate(q, condition);
	if (value.kind == CEL_ERROR && !q->error.n)
		q->error = value.string;
	return value.kind == CEL_BOOL && value.boolean;
}

/* Fills a template; the text lies in the inquiry's own arena. */
static bool
fill(struct inquiry *q, const struct message_template *template, struct str *text)
{
	if (!template_fill(q->scratch, q->cx, template, q->values, text))
		return false;
	*text = arena_str(q->arena, *text);
	return true;
}

/* The places that a program's value points at; those without a source are left out. */
static struct places
places_of(struct inquiry *q, const struct cel_program *program)
{
	struct places places = { 0 };
	struct cel_value value = evaluate(q, program);
	size_t n = value.kind == CEL_LIST ? cel_list_size(&value) : 1;
	for (size_t i = 0; i < n; i++) {
		struct cel_value item = value.kind == CEL_LIST ? cel_list_at(&value, i) : value;
		struct place place = { 0 };
		if (item.kind == CEL_PLACE || item.kind == CEL_OBJECT)
			place = cel_value_place(&item);
		if (place.source)
			vec_push(q->scratch, &places, place);
	}
	return places;
}

/* --- the parts of a finding -------------------------------------------------------- */

static enum severity
severity_of(struct inquiry *q)
{
	for (uint32_t i = 0; i < q->rule->nseverity_cases; i++)
		if (is_certain(q, &q->rule->severity_cases[i].when))
			return q->rule->severity_cases[i].severity;
	return q->rule->severity;
}

static void
add_related(struct inquiry *q, const struct rule_related *related, struct finding *finding)
{
	struct str text;
	struct places places = places_of(q, &related->at);
	if (places.n == 0 || !fill(q, &related->text, &text))
		return;
	const struct place *last = NULL;
	vec_for(struct place, place, &places) {
		/* Several facts may be of one place, as the jobs that call a workflow. */
		if (!last || !place_begins_at(*last, *place))
			vec_push(q->arena, &finding->related,
				((struct finding_related){ *place, text }));
		last = place;
	}
}

/* The parts of a place that a pattern matches; the place itself where there is no pattern. */
static struct places
parts_of(struct inquiry *q, struct place place, struct str pattern)
{
	struct places parts = { 0 };
	struct str text = source_slice(place.source, place.span);
	struct span found;
	if (!pattern.n)
		vec_push(q->scratch, &parts, place);
	for (size_t at = 0; pattern.n && at <= text.n;) {
		if (!cel_regex_find(q->cx, pattern, text, at, &found))
			break;
		at = span_end(found) + !found.len;
		found.off += place.span.off;
		vec_push(q->scratch, &parts, ((struct place){ place.source, found }));
	}
	return parts;
}

static bool
add_edit_of_text(struct inquiry *q, const struct rule_edit *edit, struct place place,
	struct finding *finding)
{
	struct str text;
	struct places parts = parts_of(q, place, edit->match);
	if (!parts.n || !fill(q, &edit->text, &text))
		return false;
	vec_for(struct place, part, &parts) {
		struct finding_edit *added = vec_add(q->arena, &finding->edits);
		if (!edit_at(q->arena, edit->kind, *part, text, added))
			return false;
	}
	return true;
}

static bool
add_edit_of_tree(struct inquiry *q, const struct rule_edit *edit, struct place place,
	struct finding *finding)
{
	struct tree_change change = { .kind = edit->kind, .place = place, .above = edit->above };
	const struct project_file *file = project_file_at(q->project, place.source->path);
	if (!file || !file->tree || file->source != place.source)
		return false;
	change.tree = file->tree;
	return fill(q, &edit->key, &change.key) && fill(q, &edit->text, &change.text)
		&& edit_tree(q->arena, &change, vec_add(q->arena, &finding->edits));
}

static bool
add_move(struct inquiry *q, const struct rule_edit *edit, struct place place,
	struct finding *finding)
{
	struct places to = places_of(q, &edit->to);
	struct finding_edit *taken = vec_add(q->arena, &finding->edits);
	struct finding_edit out, in;
	if (to.n != 1 || !edit_move(q->arena, edit->kind, place, to.items[0], &out, &in))
		return false;
	*taken = out;
	vec_push(q->arena, &finding->edits, in);
	return true;
}

/* False where the edit can't be made for certain. */
static bool
add_edit(struct inquiry *q, const struct rule_edit *edit, struct finding *finding)
{
	struct places places = places_of(q, &edit->at);
	vec_for(struct place, place, &places) {
		bool ok = edit->kind >= EDIT_SET ? add_edit_of_tree(q, edit, *place, finding)
			: edit->kind >= EDIT_MOVE_BEFORE
			? add_move(q, edit, *place, finding)
			: add_edit_of_text(q, edit, *place, finding);
		if (!ok)
			return false;
	}
	return places.n > 0;
}

/*
 * Edits without a condition are always meant. One that can't be answered is for something
 * else: edits for different formats stand beside each other.
 */
static bool
is_meant(struct inquiry *q, const struct rule_edit *edit)
{
	if (!edit->when.nnodes)
		return true;
	struct cel_value value = evaluate(q, &edit->when);
	return value.kind == CEL_BOOL && value.boolean;
}

/* Insertions at one place, as of two keys or of moved lines, become one, in their order. */
static void
join_insertions(struct inquiry *q, struct finding *finding)
{
	struct finding_edits *edits = &finding->edits;
	struct finding_edit *into = NULL;
	struct buf joined = buf_new(q->arena);
	struct str last = { 0 };
	size_t kept = 0;
	for (size_t i = 0; i < edits->n; i++) {
		struct finding_edit edit = edits->items[i];
		bool inserts = edit.place.span.len == 0;
		bool same = inserts && into && place_begins_at(into->place, edit.place);
		if (same && !str_eq(last, edit.text)) {
			buf_add(&joined, edit.text);
			into->text = buf_str(&joined);
		}
		if (!same)
			edits->items[kept++] = edit;
		if (!same && inserts) {
			into = &edits->items[kept - 1];
			joined = buf_new(q->arena);
			buf_add(&joined, edit.text);
		}
		if (inserts)
			last = edit.text;
	}
	edits->n = kept;
}

/* All edits or none: half a fix is no fix. */
static void
add_edits(struct inquiry *q, struct finding *finding)
{
	for (uint32_t i = 0; i < q->rule->nedits; i++) {
		const struct rule_edit *edit = &q->rule->edits[i];
		if (is_meant(q, edit) && !add_edit(q, edit, finding)) {
			finding->edits.n = 0;
			return;
		}
	}
	join_insertions(q, finding);
}

static const void *
stored(const struct fact_field *field, const void *fact)
{
	return (const char *)fact + field->offset;
}

/* The chain of callers of a fact, or of the command it belongs to. */
static void
add_via(struct inquiry *q, const struct fact_class *class, const void *fact,
	struct finding *finding)
{
	const struct fact_field *via = fact_field_named(class, STR("via"));
	const struct fact_field *command = fact_field_named(class, STR("command"));
	if (!via && command && command->type == FACT_OBJECT) {
		fact = *(void *const *)stored(command, fact);
		via = fact_field_named(&fact_classes[command->class], STR("via"));
	}
	if (!via || via->type != FACT_STRINGS || !fact || fact == fact_unknown)
		return;
	const struct fact_strings *callers = stored(via, fact);
	vec_for(struct fact_string, caller, callers)
		if (caller->state == KNOWN)
			vec_push(q->arena, &finding->via, arena_str(q->arena, caller->text));
}

/* --- asking ------------------------------------------------------------------------ */

/* The key of once_per, empty for a rule without one; false where it is not certain. */
static bool
group_of(struct inquiry *q, struct str *group)
{
	*group = (struct str){ 0 };
	if (q->rule->once_per.nnodes == 0)
		return true;
	struct cel_value value = evaluate(q, &q->rule->once_per);
	if (value.kind != CEL_STRING)
		return false;
	*group = arena_printf(
		q->arena, "%" PRIstr " %" PRIstr, STR_ARG(q->rule->id), STR_ARG(value.string));
	return true;
}

static void
ask(struct inquiry *q, const void *fact, struct findings *out)
{
	const struct rule *rule = q->rule;
	struct str group, message;
	q->values[0] = cel_object(rule->on, fact);
	if (!is_certain(q, &rule->when) || !group_of(q, &group))
		return;
	struct places places = places_of(q, &rule->at);
	if (places.n == 0 || !fill(q, &rule->message, &message))
		return;
	struct finding *finding = ARENA_NEW(q->arena, struct finding);
	finding->rule = rule;
	finding->severity = severity_of(q);
	finding->message = message;
	finding->place = places.items[0];
	finding->group = group;
	for (uint32_t i = 0; i < rule->nrelated; i++)
		add_related(q, &rule->related[i], finding);
	add_edits(q, finding);
	add_via(q, &fact_classes[rule->on], fact, finding);
	vec_push(q->arena, out, finding);
}

void
rule_apply(struct arena *a, struct cel_context *cx, const struct rule *rule,
	const struct project *project, struct findings *out, struct rule_troubles *troubles)
{
	const struct fact_list *facts = &project->facts[rule->on];
	const struct fact_list *projects = &project->facts[FACT_CLASS_project];
	if (facts->n == 0)
		return;
	struct inquiry q = {
		.arena = a, .cx = cx, .rule = rule, .project = project, .scratch = arena_new()
	};
	const void *whole = projects->n ? projects->items[0] : fact_unknown;
	q.values[1] = cel_object(FACT_CLASS_project, whole);
	cel_context_limit(cx, STEPS_AT_LEAST + (uint64_t)STEPS_PER_FACT * facts->n);
	for (size_t i = 0; i < facts->n; i++)
		ask(&q, facts->items[i], out);
	if (q.error.n && troubles)
		vec_push(a, troubles, ((struct rule_trouble){ rule, arena_str(a, q.error) }));
	arena_free(q.scratch);
}
