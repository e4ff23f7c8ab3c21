/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/suppress.h"

#include "lint/gitignore.h"
#include "lint/suppression.h"
#include "rules/select.h"

/* A suppression in force. */
struct silencer {
	struct fact_suppression *fact;
	struct span range;             /* of a comment */
	const struct gitignore *paths; /* of an entry of the configuration */
	const struct finding_silence *silence;
};
VEC_OF(silencers, struct silencer);

struct silencing {
	struct arena *arena;
	struct project *project;
	const struct lint_options *options;
	struct map by_rule; /* "path id", or "id" for the configuration, to struct silencers */
};

static struct fact_string
known_or_absent(struct str text)
{
	return text.n ? fact_known(text) : (struct fact_string){ .state = ABSENT };
}

static struct str
key_of(struct arena *a, struct str path, const struct rule *rule)
{
	return arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(path), STR_ARG(rule->id));
}

static void
put_in_force(struct silencing *s, struct str path, const struct rule *rule,
	const struct silencer *silencer)
{
	struct str key = key_of(s->arena, path, rule);
	struct silencers *list = map_get(&s->by_rule, key);
	if (!list) {
		list = ARENA_NEW(s->arena, struct silencers);
		map_set(s->arena, &s->by_rule, key, list);
	}
	vec_push(s->arena, list, *silencer);
}

static bool
is_asked(const struct lint_options *options, const struct rule *rule)
{
	for (size_t i = 0; i < options->rules.n; i++)
		if (options->rules.items[i] == rule)
			return true;
	return false;
}

/* A part of the file that was not read may hold what the comment is for. */
static bool
has_faults(const struct project *project, const struct source *source)
{
	fact_for(syntax_fault, fault, &project->facts[FACT_CLASS_syntax_fault])
		if (fault->place.source == source)
			return true;
	return false;
}

static struct finding_silence *
silence_by(struct silencing *s, const char *by, struct str reason)
{
	struct finding_silence *silence = ARENA_NEW(s->arena, struct finding_silence);
	*silence = (struct finding_silence){ by, reason };
	return silence;
}

/* Looks its rule up, and says whether it is expired; NULL where it silences nothing. */
static const struct rule *
judge(struct silencing *s, struct fact_suppression *fact, struct str name)
{
	const struct rules *known = s->options->known;
	struct str today = s->options->today;
	fact->is_used = UNSURE;
	fact->is_expired = tri_of(
		fact->expires.state == KNOWN && today.n && str_cmp(today, fact->expires.text) > 0);
	if (fact->fault.state == KNOWN || !known)
		return NULL;
	const struct rule *rule = rules_named(known, name);
	if (!rule) {
		fact->fault = fact_known(rules_name_fault(s->arena, known, name));
		return NULL;
	}
	return fact->is_expired == YES ? NULL : rule;
}

static void
add_comment(struct silencing *s, const struct suppression *found, bool is_whole)
{
	const struct source *source = found->comment.source;
	struct fact_suppression *fact = ARENA_NEW(s->arena, struct fact_suppression);
	fact_list_add(s->arena, &s->project->facts[FACT_CLASS_suppression], fact);
	fact->place = found->comment;
	fact->rule_place = (struct place){ source, found->name_span };
	if (!found->has_end)
		fact->removal = (struct place){ source,
			found->rules > 1 ? found->name_removal : found->removal };
	fact->form = known_or_absent(found->form);
	fact->rule = known_or_absent(found->name);
	fact->reason = known_or_absent(found->reason);
	fact->expires = known_or_absent(found->expires);
	fact->fault = known_or_absent(found->fault);
	const struct rule *rule = judge(s, fact, found->name);
	if (!rule || !found->range.len)
		return;
	if (is_whole && is_asked(s->options, rule))
		fact->is_used = NO;
	put_in_force(s, source->path, rule,
		&(struct silencer){ .fact = fact,
			.range = found->range,
			.silence = silence_by(s, "comment", found->reason) });
}

static void
add_comments(struct silencing *s, const struct project_file *file)
{
	struct suppressions found = { 0 };
	suppressions_find(s->arena, file, &found);
	bool is_whole = found.n && !has_faults(s->project, file->source);
	vec_for(const struct suppression, one, &found)
		add_comment(s, one, is_whole);
}

static void
add_entry(struct silencing *s, const struct config_suppression *entry)
{
	struct fact_suppression *fact = ARENA_NEW(s->arena, struct fact_suppression);
	fact_list_add(s->arena, &s->project->facts[FACT_CLASS_suppression], fact);
	fact->place = entry->place;
	fact->rule_place = entry->rule.place;
	fact->form = fact_known(STR("configuration"));
	fact->rule = fact_known(entry->rule.text);
	fact->reason = known_or_absent(entry->reason.text);
	fact->expires = known_or_absent(entry->expires.text);
	const struct rule *rule = judge(s, fact, entry->rule.text);
	if (!rule)
		return;
	if (is_asked(s->options, rule))
		fact->is_used = NO;
	put_in_force(s, STR(""), rule,
		&(struct silencer){ .fact = fact,
			.paths = gitignore_parse(
				s->arena, NULL, s->options->config->dir, entry->path.text),
			.silence = silence_by(s, "configuration", entry->reason.text) });
}

static bool
is_for(const struct silencer *silencer, struct place place)
{
	if (silencer->paths)
		return gitignore_matches(silencer->paths, place.source->path, false);
	size_t end = span_end(place.span);
	end = end > place.span.off ? end : (size_t)place.span.off + 1;
	return place.span.off < span_end(silencer->range) && end > silencer->range.off;
}

/* All that are for the finding count as used; the first says why. */
static void
silence(struct silencing *s, struct str path, struct finding *finding)
{
	const struct silencers *list = map_get(&s->by_rule, key_of(s->arena, path, finding->rule));
	for (size_t i = 0; list && i < list->n; i++) {
		if (!is_for(&list->items[i], finding->place))
			continue;
		list->items[i].fact->is_used = YES;
		if (!finding->silence)
			finding->silence = list->items[i].silence;
	}
}

void
suppress_findings(struct arena *a, struct project *project, const struct lint_options *options,
	struct findings *findings, struct findings *silenced)
{
	struct silencing s = { .arena = a, .project = project, .options = options };
	size_t kept = 0;
	vec_for(const struct project_file, file, &project->files)
		add_comments(&s, file);
	for (size_t i = 0; options->config && i < options->config->keys.suppress.n; i++)
		add_entry(&s, &options->config->keys.suppress.items[i]);
	for (size_t i = 0; s.by_rule.entries.n && i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		silence(&s, finding->place.source->path, finding);
		silence(&s, STR(""), finding);
		if (finding->silence)
			vec_push(a, silenced, finding);
		else
			findings->items[kept++] = finding;
	}
	if (s.by_rule.entries.n)
		findings->n = kept;
}
