/* SPDX-License-Identifier: Apache-2.0 */
/* Recipes: each line is a script of its own, unless .ONESHELL. */
#include "facts/make/make.h"

#include "base/path.h"

/* The value that a variable of the makefile has in the environment of recipes, if it gets there. */
static struct fact_setting *
exported_setting(struct make_reader *r, const struct make_variable *v)
{
	struct fact_variable *fact = v->facts.n ? *vec_last(&v->facts) : NULL;
	bool certain = v->is_exported == YES || r->exports_all;
	if (!certain && !r->call)
		return NULL; /* the environment of recipes is not known as it is */
	if (!certain && (v->is_exported == NO && !r->uses_eval))
		return NULL;
	if (!fact && certain)
		return NULL; /* as the environment has it */
	struct fact_setting *s = setting_new(r->x, v->name,
		certain ? make_variable_value(r, v->name, 0) : fact_unknown_string(), "make",
		fact ? fact->place : (struct place){ 0 });
	s->present = certain ? YES : UNSURE;
	s->variable = fact;
	return s;
}

const struct settings *
make_exported(struct make_reader *r)
{
	struct arena *a = r->x->arena;
	const struct settings *env = r->call ? r->call->caller->env : NULL;
	/* What can't be read may have assigned anything. */
	if (!r->call || r->generation)
		env = settings_open(a, NULL);
	for (size_t i = 0; i < r->variables.entries.n; i++) {
		const struct make_variable *v = r->variables.entries.items[i].value;
		bool is_unexported = map_get(&r->unexported, v->name);
		bool is_shell = str_eq(v->name, STR("SHELL")); /* handed on as the caller has it */
		struct fact_setting *s = is_unexported || is_shell ? NULL : exported_setting(r, v);
		if (s && !v->is_simple && v->body && make_has_reference(v->body))
			vec_push(a, &r->late_exports, v);
		if (s)
			env = settings_put(a, env, s);
		else if (is_unexported && r->call)
			env = settings_remove(a, env, v->name);
	}
	return env;
}

/* --- target-specific variables --- */

/* Prerequisites see a target's own variables too, if it is the reason why they are made. */
static bool
is_inherited(const struct make_reader *r, struct str target)
{
	const struct fact_target *fact = map_get(&r->targets, target);
	bool is_pattern = str_find_char(target, '%', 0) != STR_NONE;
	return is_pattern || !fact || fact->prerequisites.n > 0 || fact->prerequisites.open;
}

/* ?= leaves what the whole makefile assigns; what the command line sets stays. */
static bool
is_hidden(const struct make_reader *r, const struct make_specific *specific)
{
	const struct make_variable *v = map_get(&r->variables, specific->fact->name.text);
	if (r->call && v && v->is_override && v->is_given && !specific->node->is_override)
		return true;
	return specific->node->op == MAKE_CONDITIONALLY && v && (v->facts.n > 0 || v->is_given);
}

void
make_link_specifics(struct make_reader *r)
{
	for (size_t i = 0; i < r->specifics.entries.n; i++) {
		const struct map_entry *entry = &r->specifics.entries.items[i];
		bool inherited = is_inherited(r, entry->key);
		const struct make_specifics *list = entry->value;
		vec_for(struct make_specific, specific, list) {
			struct str name = specific->fact->name.text;
			struct make_variable *v = r->call ? make_variable_named(r, name)
							  : map_get(&r->variables, name);
			specific->fact->target = map_get(&r->targets, entry->key);
			if (r->exports_all || (v && v->is_exported == YES))
				specific->fact->is_exported = YES;
			if (map_get(&r->used, name))
				specific->fact->is_used = YES;
			if (r->call && v && specific->fact->is_exported != YES)
				specific->fact->is_exported =
					r->uses_eval ? UNSURE : v->is_exported;
			if (!v || !inherited || is_hidden(r, specific))
				continue;
			v->is_maybe = true;
			if (r->call && specific->fact->is_exported != NO)
				v->is_exported = UNSURE;
		}
	}
}

static void
add_specifics(struct make_reader *r, struct str key, struct make_specifics *out)
{
	const struct make_specifics *list = map_get(&r->specifics, key);
	for (size_t i = 0; list && i < list->n; i++)
		vec_push(r->x->arena, out, list->items[i]);
}

/* Patterns with variables beyond these are not looked at; what they set is not known anyway. */
#define PATTERNS_MAX 100

/* The variables of a target, those that count last: the closest pattern's, then its own. */
static struct make_specifics
specifics_of(struct make_reader *r, const struct fact_target *target)
{
	struct make_specifics all = { 0 };
	size_t lengths[PATTERNS_MAX], n = r->pattern_specifics.n;
	if (!target)
		return all;
	n = n > PATTERNS_MAX ? 0 : n;
	size_t longest = 0;
	for (size_t i = 0; i < n; i++) {
		struct str stem;
		bool matches = make_pattern_matches(
			r->pattern_specifics.items[i], target->name.text, &stem);
		lengths[i] = matches ? stem.n : 0;
		longest = lengths[i] > longest ? lengths[i] : longest;
	}
	while (longest > 0) {
		size_t next = 0;
		for (size_t i = 0; i < n; i++) {
			if (lengths[i] == longest)
				add_specifics(r, r->pattern_specifics.items[i], &all);
			else if (lengths[i] < longest && lengths[i] > next)
				next = lengths[i];
		}
		longest = next;
	}
	add_specifics(r, target->name.text, &all);
	return all;
}

static const struct settings *
with_specifics(struct make_reader *r, const struct settings *env, const struct make_specifics *list)
{
	vec_for(const struct make_specific, specific, list) {
		enum tri exported = specific->fact->is_exported;
		if (exported == NO || (exported == UNSURE && !r->call) || is_hidden(r, specific))
			continue;
		struct fact_setting *s = setting_new(r->x, specific->fact->name.text,
			exported == YES ? make_variable_value(r, specific->fact->name.text, 0)
					: fact_unknown_string(),
			"make", specific->fact->place);
		s->present = exported;
		s->variable = specific->fact;
		env = settings_put(r->x->arena, env, s);
	}
	return env;
}

/* What a setting that is made anew counts for, beside its value. */
#define AGAIN_COST 256

/* What is exported and refers to other variables, which a target may have of its own. */
static const struct settings *
expand_again(struct make_reader *r, const struct settings *env)
{
	struct arena *a = r->x->arena;
	for (size_t i = 0; i < r->late_exports.n; i++) {
		const struct make_variable *v = r->late_exports.items[i];
		if (map_get(&r->variables, v->name) != v)
			continue; /* the target's own */
		r->cost += AGAIN_COST;
		if (r->cost > MAKE_EXPAND_COST)
			return settings_open(a, NULL);
		struct fact_setting *s = exported_setting(r, v);
		if (s)
			env = settings_put(a, env, s);
	}
	return env;
}

/* Puts a variable in the place of the makefile's, which goes to *saved. */
static void
replace_variable(struct make_reader *r, struct make_variable *own, struct map *saved)
{
	struct arena *a = r->x->arena;
	struct make_variable *old = map_get(&r->variables, own->name);
	own->generation = r->generation;
	if (!old) {
		old = ARENA_NEW(a, struct make_variable);
		old->name = own->name;
		old->is_maybe = true;
	}
	if (!map_get(saved, own->name))
		map_set(a, saved, own->name, old);
	map_set(a, &r->variables, own->name, own);
}

/*
 * $@, $* and $< with their folders and files.
 * https://www.gnu.org/software/make/manual/html_node/Automatic-Variables.html
 */
static void
set_automatic(struct make_reader *r, const struct make_rule *rule, struct map *saved)
{
	struct fact_string unknown = fact_unknown_string();
	bool is_known = rule->target && !rule->is_shared
		&& str_find_char(rule->target->name.text, '%', 0) == STR_NONE;
	struct fact_string first = unknown;
	if (is_known && rule->prerequisites.n && !rule->prerequisites.open && !rule->has_order_only)
		first = rule->prerequisites.items[0];
	const struct {
		const char *names[3];
		struct fact_string value;
	} variables[] = {
		{ { "@", "@D", "@F" }, is_known ? rule->target->name : unknown },
		{ { "*", "*D", "*F" },
			is_known && rule->stem.state == KNOWN ? rule->stem : unknown },
		{ { "<", "<D", "<F" }, first },
	};
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		for (size_t j = 0; j < 3; j++) {
			struct make_variable *own = ARENA_NEW(r->x->arena, struct make_variable);
			struct str text = variables[i].value.text;
			own->name = str_from(variables[i].names[j]);
			own->is_simple = true;
			own->value = variables[i].value;
			if (own->value.state == KNOWN && j == 1)
				own->value.text = path_dir(text).n ? path_dir(text) : STR(".");
			else if (own->value.state == KNOWN && j == 2)
				own->value.text = path_base(text);
			replace_variable(r, own, saved);
		}
	}
}

/* Puts a target's own variables in the place of the makefile's, which go to *saved. */
static void
enter_target(struct make_reader *r, const struct make_specifics *list, struct map *saved)
{
	struct arena *a = r->x->arena;
	vec_for(const struct make_specific, specific, list) {
		struct str name = specific->fact->name.text;
		if (is_hidden(r, specific))
			continue;
		struct make_variable *own = ARENA_NEW(a, struct make_variable);
		own->name = name;
		/* $@ and $* are those of the target. */
		own->is_simple = specific->node->kind != MAKE_ASSIGN
			|| (specific->node->op != MAKE_RECURSIVE
				&& specific->node->op != MAKE_CONDITIONALLY);
		own->value = specific->fact->value;
		own->body = &specific->node->value;
		own->is_default = specific->fact->is_default == YES;
		replace_variable(r, own, saved);
	}
}

static void
leave_target(struct make_reader *r, const struct map *saved)
{
	for (size_t i = 0; i < saved->entries.n; i++)
		map_set(r->x->arena, &r->variables, saved->entries.items[i].key,
			saved->entries.items[i].value);
}

/* --- scripts --- */

static enum shell_dialect
dialect_of(const struct make_reader *r)
{
	struct fact_string shell = r->shell;
	return shell.state == KNOWN && str_contains(shell.text, STR("bash")) ? SHELL_BASH
									     : SHELL_POSIX;
}

/* May it be a shell with another grammar: cmd.exe, pwsh, python? */
static bool
may_be_other_shell(const struct make_reader *r)
{
	static const char *const known[] = { "sh", "bash", "dash", "ash", "ksh", "zsh" };
	if (r->shell.state != KNOWN)
		return true;
	struct str words = r->shell.text, word;
	while (str_next_field(&words, ' ', &word))
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (str_eq(path_base(word), str_from(known[i])))
				return false;
	return true;
}

/* A line may write the target's file as it stands, or once make has filled in its variables. */
static void
note_own_file(struct arena *a, struct fact_target *target, const struct make_recipe_line *line,
	const struct mapped *script)
{
	if (target
		&& (make_writes_itself(a, line->script.text.text, target->name.text)
			|| make_writes_itself(a, script->text, target->name.text)
			|| make_writes_unknown(script)))
		target->may_create_itself = YES;
}

/* Shell variables that a recipe reads as $$NAME count as uses too. */
static void
note_shell_uses(struct make_reader *r, struct str text)
{
	for (size_t at = str_find(text, STR("$$"), 0); at != STR_NONE;
		at = str_find(text, STR("$$"), at + 2)) {
		size_t from = at + 2;
		if (from < text.n && text.s[from] == '{')
			from++;
		size_t to = from;
		while (to < text.n && char_is_name(text.s[to]))
			to++;
		struct str name = str_slice(text, from, to);
		/* Used, but make is not asked for it. */
		if (name.n && !map_get(&r->used, name))
			map_set(r->x->arena, &r->used, name, ARENA_NEW(r->x->arena, size_t));
	}
}

/* SHELL and .SHELLFLAGS may be a target's own. */
static enum tri
pipefail_of(struct make_reader *r)
{
	static const struct str names[] = { STR_INIT("SHELL"), STR_INIT(".SHELLFLAGS") };
	enum tri pipefail = r->shell.state == KNOWN ? NO : UNSURE;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!map_get(&r->variables, names[i]))
			continue;
		struct fact_string value = make_variable_value(r, names[i], 0);
		pipefail = tri_or(pipefail,
			value.state == KNOWN ? tri_of(str_contains(value.text, STR("pipefail")))
					     : UNSURE);
	}
	return pipefail;
}

/* What the user's machine has is not known. */
static struct machine *
users_machine(struct make_reader *r)
{
	struct machine *m = ARENA_NEW(r->x->arena, struct machine);
	m->has_known_hosts = m->has_ssh_credential = UNSURE;
	m->modules_at_hand = UNSURE;
	m->go_version = fact_unknown_string();
	m->go_env_file = settings_open(r->x->arena, NULL);
	return m;
}

/* Where a recipe runs when nobody is known to call it. */
static struct run_context
context_alone(struct make_reader *r)
{
	struct run_context cx = { .x = r->x,
		.machine = users_machine(r),
		.user = fact_unknown_string(),
		.workdir = r->root->dir,
		.network = fact_known(STR("default")),
		.unit = r->root->file.text };
	return cx;
}

/* $$GOPATH/bin and $${GOPATH}/bin in a line, unless the line sets it. */
static void
note_shell_gopath(struct make_reader *r, const struct make_recipe_line *line)
{
	static const char *const forms[] = { "$$GOPATH/", "$${GOPATH}/" };
	const struct mapped *text = &line->script.text;
	if (str_contains(text->text, STR("GOPATH=")))
		return;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct str form = str_from(forms[i]);
		size_t at = str_find(text->text, form, 0);
		if (at != STR_NONE)
			make_note_gopath(
				r, place_of(text->source, mapped_span(text, at, at + form.n - 1)));
	}
}

/* Is there nothing between two lines of a recipe, and nothing before the text of the second? */
static bool
follows_plainly(const struct make_recipe_line *line, const struct make_recipe_line *next)
{
	bool is_next = next->span.off <= span_end(line->span) + sizeof("\r\n\t") - 1;
	return is_next && !next->silent && !next->ignore_errors && !next->always;
}

/* What the file of facts says of a recipe besides its commands. */
static void
describe_line(struct make_reader *r, const struct make_rule *rule,
	const struct make_recipe_line *line, const struct make_recipe_line *end)
{
	struct str raw = line->script.text.text;
	r->reaches_shell = true;
	r->in_comment = str_starts(str_trim(raw), STR("#"));
	make_note_uses(r, &line->script);
	r->reaches_shell = r->in_comment = false;
	note_shell_uses(r, raw);
	note_shell_gopath(r, line);
	if (r->one_shell || line + 1 == end)
		return;
	struct fact_lost_state *lost =
		make_note_lost_state(r, line, rule->target ? rule->target->makefile : r->makefile);
	if (lost)
		lost->can_join = tri_of(line + 2 == end && follows_plainly(line, line + 1));
}

/* The minus among the characters before the text of a line, with the blanks behind it. */
static struct place
minus_of(const struct make_recipe_line *line)
{
	const struct source *source = line->script.text.source;
	struct str before = str_slice(source->text, line->span.off, line->script.span.off);
	size_t at = str_find_char(before, '-', 0);
	if (at == STR_NONE)
		return (struct place){ 0 };
	size_t end = at + 1;
	while (end < before.n && char_is_blank(before.s[end]))
		end++;
	return place_of(source, span_make(line->span.off + at, line->span.off + end));
}

static void
run_lines(struct make_reader *r, const struct make_rule *rule, struct run_context *cx)
{
	const struct make_recipe *recipe = &rule->node->recipe;
	struct mapped_builder all = mapped_builder_new(r->x->arena, cx->source);
	vec_for(struct make_recipe_line, line, recipe) {
		if (!r->call)
			describe_line(r, rule, line, recipe->items + recipe->n);
		struct mapped script = make_expand(r, &line->script);
		if (!r->call)
			note_own_file(r->x->arena, rule->target, line, &script);
		if (r->one_shell) {
			mapped_add_slice(&all, &script, 0, script.text.n);
			mapped_add_made(&all, STR("\n"), line->span);
			continue;
		}
		struct run_context own = *cx;
		if (!r->call) /* else the caller's RUN or step goes on */
			own.layer = ++cx->layer;
		if (line->ignore_errors) {
			own.failure_ignored = YES;
			own.ignored_by = STR("-");
			own.ignored_place = minus_of(line);
		}
		script_run_text(&own, &script, dialect_of(r));
		make_note_bashisms(r, &own, line);
	}
	if (r->one_shell) {
		struct mapped script = mapped_finish(&all);
		script_run_text(cx, &script, dialect_of(r));
	}
}

void
make_run_rule(struct make_reader *r, const struct make_rule *rule, const struct run_context *where)
{
	struct run_context cx = *where;
	struct map saved = { 0 };
	struct fact_target *target = rule->target;
	cx.target = target && target->listed ? target->listed : target;
	cx.makefile = target ? target->makefile : r->makefile;
	cx.source = rule->node->recipe.items[0].script.text.source;
	if (rule->maybe)
		cx.conditional = YES;
	set_automatic(r, rule, &saved);
	struct make_specifics own = specifics_of(r, target);
	enter_target(r, &own, &saved);
	cx.env = own.n ? expand_again(r, where->env) : where->env;
	cx.env = with_specifics(r, cx.env, &own);
	cx.pipefail = pipefail_of(r);
	/* What another system runs may be for its own shell. */
	cx.other_shell = rule->maybe || may_be_other_shell(r);
	run_lines(r, rule, &cx);
	leave_target(r, &saved);
}

void
make_run_recipes(struct make_reader *r)
{
	make_link_specifics(r);
	const struct settings *env = make_exported(r);
	vec_for(struct make_rule, rule, &r->rules) {
		if (rule->node->recipe.n == 0)
			continue;
		struct run_context cx = context_alone(r);
		const struct machine *machine = cx.machine;
		cx.env = env;
		make_run_rule(r, rule, &cx);
		for (size_t i = 0; i < machine->commands.n && rule->target; i++)
			fact_list_add(
				r->x->arena, &rule->target->commands, machine->commands.items[i]);
		for (size_t i = 0; i < machine->go_commands.n; i++)
			fact_list_add(
				r->x->arena, &r->root->go_commands, machine->go_commands.items[i]);
	}
}
