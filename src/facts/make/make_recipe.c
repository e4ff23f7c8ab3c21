/* SPDX-License-Identifier: Apache-2.0 */
/* Recipes: each line is a script of its own, unless .ONESHELL. */
#include "facts/make/make.h"

/* The environment of recipes: the caller's, which is not known, and what is exported. */
static const struct settings *
exported_env(struct make_reader *r)
{
	struct arena *a = r->x->arena;
	const struct settings *env = settings_open(a, NULL);
	for (size_t i = 0; i < r->variables.entries.n; i++) {
		const struct make_variable *v = r->variables.entries.items[i].value;
		bool exported = v->is_exported == YES || r->exports_all;
		if (!exported || v->facts.n == 0 || map_get(&r->unexported, v->name))
			continue;
		struct fact_variable *fact = *vec_last(&v->facts);
		struct fact_setting *s = setting_new(
			r->x, v->name, make_variable_value(r, v->name, 0), "make", fact->place);
		s->present = YES;
		s->variable = fact;
		env = settings_put(a, env, s);
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

static void
link_specifics(struct make_reader *r)
{
	for (size_t i = 0; i < r->specifics.entries.n; i++) {
		const struct map_entry *entry = &r->specifics.entries.items[i];
		bool inherited = is_inherited(r, entry->key);
		const struct make_specifics *list = entry->value;
		vec_for(struct make_specific, specific, list) {
			struct str name = specific->fact->name.text;
			struct make_variable *v = map_get(&r->variables, name);
			specific->fact->target = map_get(&r->targets, entry->key);
			if (r->exports_all || (v && v->is_exported == YES))
				specific->fact->is_exported = YES;
			if (map_get(&r->used, name))
				specific->fact->is_used = YES;
			if (v && inherited)
				v->is_maybe = true;
		}
	}
}

static const struct make_specifics *
specifics_of(const struct make_reader *r, const struct fact_target *target)
{
	static const struct make_specifics none = { 0 };
	const struct make_specifics *list =
		target ? map_get(&r->specifics, target->name.text) : NULL;
	return list ? list : &none;
}

/* ?= leaves what the whole makefile assigns. */
static bool
is_hidden(const struct make_reader *r, const struct make_specific *specific)
{
	const struct make_variable *v = map_get(&r->variables, specific->fact->name.text);
	return specific->node->op == MAKE_CONDITIONALLY && v && v->facts.n > 0;
}

static const struct settings *
with_specifics(struct make_reader *r, const struct settings *env, const struct fact_target *target)
{
	const struct make_specifics *list = specifics_of(r, target);
	vec_for(struct make_specific, specific, list) {
		if (specific->fact->is_exported != YES || is_hidden(r, specific))
			continue;
		struct fact_setting *s = setting_new(r->x, specific->fact->name.text,
			specific->fact->value, "make", specific->fact->place);
		s->variable = specific->fact;
		env = settings_put(r->x->arena, env, s);
	}
	return env;
}

/* Puts a target's own variables in the place of the makefile's, which go to *saved. */
static void
enter_target(struct make_reader *r, const struct fact_target *target, struct map *saved)
{
	struct arena *a = r->x->arena;
	const struct make_specifics *list = specifics_of(r, target);
	vec_for(struct make_specific, specific, list) {
		struct str name = specific->fact->name.text;
		if (is_hidden(r, specific))
			continue;
		struct make_variable *own = ARENA_NEW(a, struct make_variable);
		own->name = name;
		own->is_simple = true;
		own->value = specific->fact->value;
		own->generation = r->generation;
		struct make_variable *old = map_get(&r->variables, name);
		if (!old) {
			old = ARENA_NEW(a, struct make_variable);
			old->name = name;
			old->is_maybe = true;
		}
		if (!map_get(saved, name))
			map_set(a, saved, name, old);
		map_set(a, &r->variables, name, own);
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
	struct fact_string shell = r->root->shell;
	return shell.state == KNOWN && str_contains(shell.text, STR("bash")) ? SHELL_BASH
									     : SHELL_POSIX;
}

/* Does a word of the script end in /NAME, as a package or a file that is made? */
static bool
has_path_to(struct arena *a, struct str script, struct str name)
{
	struct str wanted = arena_printf(a, "/%" PRIstr, STR_ARG(name));
	for (size_t at = str_find(script, wanted, 0); at != STR_NONE;
		at = str_find(script, wanted, at + 1)) {
		size_t end = at + wanted.n;
		if (end == script.n || char_is_space(script.s[end]) || script.s[end] == '"'
			|| script.s[end] == '\'' || script.s[end] == ';')
			return true;
	}
	return false;
}

/* $@ in its recipe, -o NAME, touch NAME, > NAME, go build ./cmd/NAME */
static bool
writes_itself(struct arena *a, struct str script, struct str name)
{
	static const char *const signs[] = { "-o ", "-o=", "touch ", "> ", ">", "-o bin/", "mkdir ",
		"mkdir -p " };
	if (str_contains(script, STR("$@")) || str_contains(script, STR("$(@"))
		|| str_contains(script, STR("${@")))
		return true;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_contains(script, arena_printf(a, "%s%" PRIstr, signs[i], STR_ARG(name))))
			return true;
	return has_path_to(a, script, name);
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
		if (to > from)
			map_set(r->x->arena, &r->used, str_slice(text, from, to), r);
	}
}

/* SHELL and .SHELLFLAGS may be a target's own. */
static enum tri
pipefail_of(struct make_reader *r)
{
	static const struct str names[] = { STR_INIT("SHELL"), STR_INIT(".SHELLFLAGS") };
	enum tri pipefail = r->root->shell.state == KNOWN ? NO : UNSURE;
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

static struct run_context
context_of(struct make_reader *r, const struct make_rule *rule, struct machine *machine,
	const struct settings *env)
{
	const struct make_expression *first = &rule->node->recipe.items[0].script;
	struct run_context cx = { .x = r->x,
		.machine = machine,
		.makefile = rule->target ? rule->target->makefile : r->makefile,
		.target = rule->target,
		.source = first->text.source,
		.env = env,
		.user = fact_unknown_string(),
		.workdir = r->root->dir,
		.network = fact_known(STR("default")),
		.unit = r->root->file.text,
		.conditional = rule->maybe ? YES : NO };
	return cx;
}

static void
run_lines(struct make_reader *r, const struct make_rule *rule, struct run_context *cx)
{
	const struct make_recipe *recipe = &rule->node->recipe;
	struct mapped_builder all = mapped_builder_new(r->x->arena, cx->source);
	vec_for(struct make_recipe_line, line, recipe) {
		struct str raw = line->script.text.text;
		r->reaches_shell = true;
		make_note_uses(r, &line->script);
		r->reaches_shell = false;
		note_shell_uses(r, raw);
		if (rule->target && writes_itself(r->x->arena, raw, rule->target->name.text))
			rule->target->creates_itself = YES;
		struct mapped script = make_expand(r, &line->script, rule->target);
		if (r->one_shell) {
			mapped_add_slice(&all, &script, 0, script.text.n);
			mapped_add_made(&all, STR("\n"), line->span);
			continue;
		}
		if (line + 1 < recipe->items + recipe->n)
			make_note_lost_state(r, line, cx->makefile);
		struct run_context own = *cx;
		own.layer++;
		cx->layer++;
		own.failure_ignored = line->ignore_errors;
		script_run_text(&own, &script, dialect_of(r));
	}
	if (r->one_shell) {
		struct mapped script = mapped_finish(&all);
		script_run_text(cx, &script, dialect_of(r));
	}
}

/* What the user's machine has is not known. */
static struct machine *
users_machine(struct make_reader *r)
{
	struct machine *m = ARENA_NEW(r->x->arena, struct machine);
	m->has_git = m->has_ssh = m->has_c_compiler = m->has_tzdata = m->has_ca_tool = UNSURE;
	m->has_known_hosts = m->has_ssh_credential = UNSURE;
	m->modules_at_hand = UNSURE;
	m->go_version = fact_unknown_string();
	m->go_env_file = settings_open(r->x->arena, NULL);
	return m;
}

void
make_run_recipes(struct make_reader *r)
{
	link_specifics(r);
	const struct settings *env = exported_env(r);
	vec_for(struct make_rule, rule, &r->rules) {
		if (rule->node->recipe.n == 0)
			continue;
		struct machine *machine = users_machine(r);
		struct map saved = { 0 };
		struct run_context cx =
			context_of(r, rule, machine, with_specifics(r, env, rule->target));
		enter_target(r, rule->target, &saved);
		cx.pipefail = pipefail_of(r);
		run_lines(r, rule, &cx);
		leave_target(r, &saved);
		for (size_t i = 0; i < machine->commands.n && rule->target; i++)
			fact_list_add(
				r->x->arena, &rule->target->commands, machine->commands.items[i]);
		for (size_t i = 0; i < machine->go_commands.n; i++)
			fact_list_add(
				r->x->arena, &r->root->go_commands, machine->go_commands.items[i]);
	}
}
