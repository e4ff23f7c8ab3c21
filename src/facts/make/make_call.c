/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make as a command calls it: the makefile is read again in the caller's environment, and
 * the recipes of the goals run on the caller's machine, each once, prerequisites first.
 * https://www.gnu.org/software/make/manual/html_node/Running.html
 */
#include "facts/make/make.h"

#include "base/nearest.h"
#include "base/path.h"

/* Longest chain of prerequisites that is followed. */
#define CHAIN_MAX 100

/* Targets while they are made for one call. */
struct make_run {
	struct make_reader *r;
	struct run_context where; /* of recipes */
	struct map rules;         /* target to the indices of its rules, struct make_indices */
	struct map done;          /* targets that have been met */
	struct map phony;
	const struct fact_target *goal;
	bool has_suffix_rules; /* such as .go.o: */
	bool is_certain;       /* nothing happened that can't be told */
	unsigned depth;
};
VEC_OF(make_indices, size_t);

/* --- variables of the command line --- */

static void
give(struct make_reader *r, const struct make_given *given)
{
	struct run_context cx = { .x = r->x };
	struct assignment a = { .name = given->name,
		.value = given->value,
		.scope = "make",
		.place = given->place,
		.value_place = given->place };
	struct make_variable *v = make_variable_named(r, given->name);
	v->is_simple = v->is_given = v->is_override = true;
	v->is_maybe = given->value.state != KNOWN;
	v->value = given->value;
	v->is_exported = YES;
	vec_push(r->x->arena, &v->facts, variable_assign(r->x, &a, NULL, &cx));
}

/* --- targets --- */

static void
index_rules(struct make_run *run)
{
	struct arena *a = run->r->x->arena;
	for (size_t i = 0; i < run->r->rules.n; i++) {
		const struct fact_target *target = run->r->rules.items[i].target;
		if (!target)
			continue;
		struct make_indices *list = map_get(&run->rules, target->name.text);
		if (!list) {
			list = ARENA_NEW(a, struct make_indices);
			map_set(a, &run->rules, target->name.text, list);
		}
		vec_push(a, list, i);
	}
	vec_for(struct str, name, &run->r->phony)
		map_set(a, &run->phony, *name, run);
	for (size_t i = 0; i < run->r->targets.entries.n; i++) {
		struct str name = run->r->targets.entries.items[i].key;
		bool is_suffix =
			name.n > 1 && name.s[0] == '.' && name.s[1] >= 'a' && name.s[1] <= 'z';
		run->has_suffix_rules |= is_suffix;
	}
}

static bool
is_source_file(const struct make_run *run, struct str name)
{
	struct fact_string path = project_path_of(&run->where, name);
	return path.state == KNOWN
		&& vfs_kind(run->r->x->arena, run->r->x->fs, path.text) != IO_MISSING;
}

/* May its recipe be left out, as the file is there already? */
static enum tri
may_be_made(const struct make_run *run, const struct fact_target *target)
{
	if (map_get(&run->phony, target->name.text))
		return NO;
	bool creates = !target->listed || target->listed->may_create_itself != NO;
	return creates || is_source_file(run, target->name.text) ? UNSURE : NO;
}

/* Where the recipe of a target runs. */
static struct run_context
where_made(const struct make_run *run, const struct fact_target *target)
{
	struct run_context where = run->where;
	where.conditional = tri_or(where.conditional, may_be_made(run, target));
	if (run->goal && !str_eq(run->goal->name.text, target->name.text))
		call_note(&where, target_caller(run->r->x, run->goal));
	return where;
}

/* Of several recipes for one target the last counts, but for those of double-colon rules. */
static size_t
first_in_force(const struct make_run *run, const struct make_indices *list)
{
	size_t first = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct make_rule *rule = &run->r->rules.items[list->items[i]];
		if (!rule->node->is_continuation && !rule->node->is_double_colon && !rule->maybe)
			first = i;
	}
	return first;
}

static void
run_recipe(struct make_run *run, const struct fact_target *target)
{
	const struct make_indices *list = map_get(&run->rules, target->name.text);
	if (!list)
		return;
	struct run_context where = where_made(run, target);
	for (size_t i = first_in_force(run, list); i < list->n; i++) {
		const struct make_rule *rule = &run->r->rules.items[list->items[i]];
		if (rule->node->recipe.n)
			make_run_rule(run->r, rule, &where);
	}
}

static void make_target(struct make_run *run, struct str name);

static void
make_all(struct make_run *run, const struct fact_strings *names)
{
	run->depth++;
	run->is_certain &= !names->open;
	for (size_t i = 0; i < names->n; i++)
		make_target(run, names->items[i].text);
	run->depth--;
}

/*
 * Do all prerequisites of a pattern rule certainly exist, or ought to, as the makefile has a
 * rule for them? Only where no other rule is for the target, a second one may make them.
 */
static bool
can_be_used(const struct make_run *run, const struct make_rule *rule, bool is_first)
{
	const struct fact_strings *names = &rule->prerequisites;
	for (size_t i = 0; i < names->n; i++) {
		struct str name = names->items[i].text;
		struct make_rule other;
		if (map_get(&run->r->targets, name) || is_source_file(run, name))
			continue;
		if (!is_first || !rule->is_only || !make_pattern_rule(run->r, name, &other)
			|| other.node == rule->node || !can_be_used(run, &other, false))
			return false;
	}
	return !rule->maybe && !names->open;
}

/* A target that is made by the rule for a pattern. */
static struct fact_target *
made_by_pattern(struct make_run *run, struct str name, const struct fact_target *pattern)
{
	struct fact_target *target = map_get(&run->r->targets, name);
	struct fact_target *made = FACT_ADD(run->r->x, target);
	*made = *(target ? target : pattern);
	made->name = fact_known(name);
	made->listed = pattern->listed;
	return made;
}

/* Is it one with the rule before it: for another of its targets, or more of its recipe? */
static bool
belongs_to(const struct make_rule *next, const struct make_rule *rule)
{
	return next->node->is_continuation || next->node == rule->node;
}

/* Makes a target without a recipe of its own; false where no pattern rule is for it. */
static bool
make_by_pattern(struct make_run *run, struct str name)
{
	struct make_reader *r = run->r;
	struct make_rule match;
	const struct make_rule *rule = make_pattern_rule(r, name, &match);
	if (!rule || map_get(&run->phony, name))
		return false;
	if (!can_be_used(run, &match, true) || run->depth >= CHAIN_MAX) {
		run->is_certain = false;
		return true;
	}
	match.target = made_by_pattern(run, name, rule->target);
	if (!run->goal)
		run->goal = match.target;
	make_all(run, &match.prerequisites);
	struct run_context where = where_made(run, match.target);
	make_run_rule(r, &match, &where);
	/* Recipe lines under a condition follow. */
	for (size_t i = (size_t)(rule - r->rules.items) + 1;
		i < r->rules.n && belongs_to(&r->rules.items[i], rule); i++) {
		if (r->rules.items[i].target != rule->target)
			continue;
		match.node = r->rules.items[i].node;
		match.maybe = r->rules.items[i].maybe;
		make_run_rule(r, &match, &where);
	}
	return true;
}

static void
make_target(struct make_run *run, struct str name)
{
	const struct fact_target *target = map_get(&run->r->targets, name);
	if (map_get(&run->done, name))
		return;
	map_set(run->r->x->arena, &run->done, name, run);
	if (!target || run->depth >= CHAIN_MAX) {
		/* What has no rule is a file of the project, or made in a way that is not followed. */
		if (run->depth >= CHAIN_MAX || !make_by_pattern(run, name))
			run->is_certain &= target == NULL && is_source_file(run, name);
		return;
	}
	make_all(run, &target->prerequisites);
	if (target->has_recipe == YES) {
		run_recipe(run, target);
		return;
	}
	bool is_phony = map_get(&run->phony, name) != NULL;
	run->is_certain &= is_phony || !run->has_suffix_rules;
	make_by_pattern(run, name);
}

/* The first target of the makefile that is not special. */
static struct str
default_goal(const struct make_reader *r)
{
	for (size_t i = 0; i < r->targets.entries.n; i++) {
		struct str name = r->targets.entries.items[i].key;
		bool is_special =
			name.n && name.s[0] == '.' && str_find_char(name, '/', 0) == STR_NONE;
		if (name.n && !is_special && str_find_char(name, '%', 0) == STR_NONE)
			return name;
	}
	return STR("");
}

/* --- goals without a rule --- */

/* What make's built-in rules make a program of: https://www.gnu.org/software/make/manual/html_node/Catalogue-of-Rules.html */
static const char *const source_endings[] = { "", ".c", ".cc", ".C", ".cpp", ".f", ".F", ".l", ".m",
	".mod", ".o", ".p", ".r", ".s", ".S", ".sh", ".y" };

/* Beside the makefile, or where make runs. */
static bool
has_source(const struct make_run *run, struct str name)
{
	struct arena *a = run->r->x->arena;
	for (size_t i = 0; i < sizeof(source_endings) / sizeof(*source_endings); i++) {
		struct str file =
			arena_printf(a, "%" PRIstr "%s", STR_ARG(name), source_endings[i]);
		struct str beside = path_join(a, run->r->root->dir.text, file);
		if (is_source_file(run, file) || vfs_kind(a, run->r->x->fs, beside) != IO_MISSING)
			return true;
	}
	return false;
}

/* Is there a pattern that matches, with a recipe or without? */
static bool
has_pattern_for(const struct make_reader *r, struct str name)
{
	for (size_t i = 0; i < r->targets.entries.n; i++) {
		struct str stem;
		if (make_rule_matches(r->targets.entries.items[i].key, name, &stem))
			return true;
	}
	return false;
}

/* Does make certainly stop at that goal? */
static bool
is_missing(const struct make_run *run, struct str name)
{
	const struct make_reader *r = run->r;
	const struct project_file *file = project_file_at(r->x->project, r->call->file);
	bool is_open = !file || r->generation || r->uses_eval || r->phony_is_open
		|| r->targets_are_open || run->has_suffix_rules || file->makefile->faults.n
		|| map_get(&r->targets, STR(".DEFAULT"));
	if (is_open || map_get(&run->phony, name) || map_get(&r->specifics, name)
		|| has_pattern_for(r, name))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!char_is_name(name.s[i]) && name.s[i] != '-')
			return false; /* a file, which may be made on the way */
	return !has_source(run, name);
}

static void
note_missing(const struct make_run *run, size_t goal)
{
	const struct make_call *call = run->r->call;
	struct strs names = { 0 };
	struct str name = call->goals.items[goal];
	if (!is_missing(run, name))
		return;
	struct fact_missing_target *missing = FACT_ADD(run->r->x, missing_target);
	missing->place = call->goal_places.items[goal];
	missing->name = fact_known(name);
	missing->makefile = run->r->root;
	missing->command = call->command;
	for (size_t i = 0; i < run->r->targets.entries.n; i++) {
		struct fact_target *target = run->r->targets.entries.items[i].value;
		if (target->is_special == NO)
			vec_push(run->r->x->arena, &names, target->name.text);
	}
	struct str nearest = nearest_name(name, &names);
	if (nearest.n)
		missing->nearest = fact_known(nearest);
}

static bool
make_goals(struct make_run *run, const struct strs *goals)
{
	struct make_reader *r = run->r;
	struct strs own = { 0 };
	bool sets_goal = map_get(&r->variables, STR(".DEFAULT_GOAL")) != NULL;
	struct fact_string goal = make_variable_value(r, STR(".DEFAULT_GOAL"), 0);
	if (!sets_goal)
		goal = fact_known(default_goal(r));
	if (!goals->n && (goal.state != KNOWN || r->generation))
		return false;
	if (!goals->n) {
		vec_push(r->x->arena, &own, str_trim(goal.text));
		goals = &own;
	}
	run->is_certain = true;
	vec_for(struct str, name, goals) {
		run->goal = map_get(&r->targets, *name);
		if (run->goal || has_pattern_for(r, *name)) {
			make_target(run, *name);
			continue;
		}
		run->is_certain = false;
		if (goals == &r->call->goals)
			note_missing(run, (size_t)(name - goals->items));
	}
	return run->is_certain && r->generation == 0;
}

bool
make_follow(const struct make_call *call)
{
	struct extraction *x = call->caller->x;
	const struct project_file *file = project_file_at(x->project, call->file);
	if (!file || !file->makefile || call->dir.state != KNOWN)
		return false;
	if (!read_again(x, file->source->text.n))
		return false;
	struct make_reader r = { .x = x, .call = call, .cost = x->make_cost };
	/* Its own facts are there: the makefile has been read without a caller. */
	bool unlisted = x->unlisted;
	x->unlisted = true;
	vec_for(const struct make_given, given, &call->given)
		give(&r, given);
	make_read(&r, file);
	make_link_specifics(&r);
	struct make_run run = { .r = &r, .where = *call->caller };
	run.where.env = make_exported(&r);
	x->unlisted = unlisted;
	run.where.locals = run.where.directories = NULL;
	run.where.script_name = run.where.source_name = fact_unknown_string();
	run.where.in_script_file = false;
	run.where.workdir = call->dir;
	run.where.errexit = NO;
	run.where.allexport = false;
	run.where.pipes_into = (struct receiver){ 0 };
	run.where.pipeline_end = (struct fact_string){ 0 };
	run.where.status_lost = NO;
	index_rules(&run);
	bool certain = make_goals(&run, &call->goals);
	x->make_cost = r.cost;
	return certain;
}
