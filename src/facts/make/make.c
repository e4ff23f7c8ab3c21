/* SPDX-License-Identifier: Apache-2.0 */
/* Makefiles: variables, exports, targets. Recipes follow in make_recipe.c. */
#include "facts/make/make.h"

#include "base/path.h"

static void read_nodes(struct make_reader *r, const struct make_nodes *nodes);

/* Adds each blank-separated word of a known value; true if the value is known. */
static bool
split_words(struct make_reader *r, const struct make_expression *e, struct strs *out)
{
	struct fact_string value = make_value(r, e);
	if (value.state != KNOWN)
		return false;
	for (struct str rest = value.text, word; str_next_word(&rest, &word);)
		vec_push(r->x->arena, out, word);
	return true;
}

/* --- targets --- */

static bool
is_special_name(struct str name)
{
	return name.n == 0 || name.s[0] == '.' || str_find_char(name, '%', 0) != STR_NONE
		|| str_find_char(name, '/', 0) != STR_NONE || path_ext(name).n > 0
		|| str_find_char(name, '*', 0) != STR_NONE;
}

/* Names are looked for in texts up to this length where references stand among them. */
#define MAX_SEARCHED 512

/* The place of a name in the rule's text, or of all targets. */
static struct place
place_of_name(const struct make_reader *r, const struct make_expression *e, struct str name)
{
	bool is_plain = e->parts.n == 1 && e->parts.items[0].kind == MAKE_PART_TEXT;
	if (is_plain) {
		size_t at = (size_t)(name.s - e->text.text.s);
		return place_of(r->source, mapped_span(&e->text, at, at + name.n));
	}
	struct str text = e->text.text.n > MAX_SEARCHED ? STR("") : e->text.text;
	for (size_t at = str_find(text, name, 0); at != STR_NONE;
		at = str_find(text, name, at + 1)) {
		bool starts = at == 0 || char_is_space(text.s[at - 1]);
		bool ends = at + name.n == text.n || char_is_space(text.s[at + name.n]);
		if (starts && ends)
			return place_of(r->source, mapped_span(&e->text, at, at + name.n));
	}
	return place_of(r->source, e->span);
}

static struct fact_target *
target_named(struct make_reader *r, const struct make_node *node, struct str name)
{
	struct fact_target *target = map_get(&r->targets, name);
	if (target)
		return target;
	struct arena *a = r->x->arena;
	target = FACT_ADD(r->x, target);
	target->place = place_of_name(r, &node->targets, name);
	target->rule_place = place_of(r->source, node->targets.span);
	target->makefile = r->makefile;
	target->name = fact_known(name);
	target->is_special = tri_of(is_special_name(name));
	struct str path = path_join(a, r->root->dir.text, name);
	target->exists = tri_of(vfs_kind(a, r->x->fs, path) != IO_MISSING);
	map_set(a, &r->targets, name, target);
	if (r->call)
		target->listed = map_get(&r->root->targets_by_name, name);
	else
		fact_list_add(a, &r->makefile->targets, target);
	return target;
}

static void
read_special(struct make_reader *r, const struct make_node *node, struct str name)
{
	if (str_eq(name, STR(".PHONY"))) {
		if (!split_words(r, &node->prerequisites, &r->phony)
			|| !split_words(r, &node->order_only, &r->phony))
			r->phony_is_open = true;
	} else if (str_eq(name, STR(".ONESHELL"))) {
		r->one_shell = true;
		r->root->one_shell_place = place_of(r->source, node->targets.span);
	} else if (str_eq(name, STR(".EXPORT_ALL_VARIABLES"))) {
		r->exports_all = true;
	}
}

/* Further prerequisites of a makefile's targets are not listed. */
#define PREREQUISITES_MAX 100000

/* targets: target-pattern: prerequisite-patterns */
static void
read_stem(struct make_reader *r, struct make_rule *rule)
{
	struct fact_string pattern = make_value(r, &rule->node->target_pattern);
	struct str stem;
	if (pattern.state == KNOWN
		&& make_pattern_matches(str_trim(pattern.text), rule->target->name.text, &stem))
		rule->stem = fact_known(stem);
	else
		rule->stem = fact_unknown_string();
	rule->prerequisites.open |= rule->stem.state != KNOWN;
}

static void
add_prerequisites(struct make_reader *r, struct make_rule *rule, const struct strs *names)
{
	struct arena *a = r->x->arena;
	if (rule->stem.state == UNKNOWN)
		return;
	vec_for(struct str, name, names) {
		struct str text = rule->stem.state == KNOWN
			? make_pattern_fill(a, *name, rule->stem.text)
			: *name;
		fact_strings_add(a, &rule->prerequisites, fact_known(text));
		fact_strings_add(a, &rule->target->prerequisites, fact_known(text));
	}
}

static void
add_rule(struct make_reader *r, const struct make_rule *rule)
{
	bool is_pattern =
		rule->target && str_find_char(rule->target->name.text, '%', 0) != STR_NONE;
	if (is_pattern)
		vec_push(r->x->arena, &r->patterns, r->rules.n);
	vec_push(r->x->arena, &r->rules, *rule);
}

/* Recipe lines under a condition, which go on with the recipe before it or begin one. */
static void
continue_rules(struct make_reader *r, const struct make_node *node)
{
	if (!r->open_rules.n)
		return;
	bool begins = r->open_rules.items[0].node->recipe.n == 0;
	/* On its own, one recipe for several targets is run for the first one only. */
	size_t n = begins || r->call ? r->open_rules.n : 1;
	r->prerequisites += r->call ? n : 0;
	if (r->prerequisites > PREREQUISITES_MAX) {
		make_open(r);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct make_rule *rule = &r->open_rules.items[i];
		rule->node = node;
		if (rule->target)
			rule->target->has_recipe = YES;
		if (i > 0 && !r->call)
			continue;
		struct make_rule more = *rule;
		more.maybe |= r->maybe;
		if (begins)
			add_rule(r, &more);
		else
			vec_push(r->x->arena, &r->rules, more);
	}
}

static void
read_rule(struct make_reader *r, const struct make_node *node)
{
	if (node->is_continuation) {
		if (node->recipe.n)
			continue_rules(r, node);
		return;
	}
	struct strs names = { 0 };
	make_note_uses(r, &node->targets);
	make_note_uses(r, &node->prerequisites);
	make_note_uses(r, &node->order_only);
	r->targets_are_open |= !split_words(r, &node->targets, &names);
	struct strs prerequisites = { 0 };
	bool known = split_words(r, &node->prerequisites, &prerequisites);
	known &= split_words(r, &node->order_only, &prerequisites);
	r->open_rules.n = 0;
	vec_for(struct str, name, &names) {
		read_special(r, node, *name);
		struct make_rule rule = { .node = node, .maybe = r->maybe };
		rule.target = target_named(r, node, *name);
		rule.is_shared = names.n > 1 && !r->call;
		rule.has_order_only = node->order_only.parts.n > 0;
		r->prerequisites += prerequisites.n;
		rule.prerequisites.open = !known || r->prerequisites > PREREQUISITES_MAX;
		if (node->is_static_pattern)
			read_stem(r, &rule);
		if (r->prerequisites <= PREREQUISITES_MAX)
			add_prerequisites(r, &rule, &prerequisites);
		rule.target->prerequisites.open |= rule.prerequisites.open;
		vec_push(r->x->arena, &r->open_rules, rule);
		if (node->recipe.n == 0)
			continue;
		rule.target->has_recipe = YES;
		/* Such a recipe is run each time, whatever exists: see Double-Colon in the manual. */
		if (node->is_double_colon && prerequisites.n == 0 && known)
			rule.target->is_phony = YES;
		/* On its own, one recipe for several targets is run for the first one only. */
		if (name == names.items || r->call)
			add_rule(r, &rule);
	}
	if (names.n > 0)
		return;
	struct make_rule nameless = { .node = node, .maybe = r->maybe };
	vec_push(r->x->arena, &r->open_rules, nameless);
	if (node->recipe.n)
		add_rule(r, &nameless);
}

/* --- variables --- */

static void
read_assignment(struct make_reader *r, const struct make_node *node)
{
	make_note_uses(r, &node->value);
	make_note_uses(r, &node->name);
	if (node->targets.parts.n == 0) {
		make_assign(r, node);
		return;
	}
	struct strs targets = { 0 };
	struct fact_string name = make_value(r, &node->name);
	if (!split_words(r, &node->targets, &targets) || name.state != KNOWN)
		return;
	struct run_context cx = { .x = r->x, .makefile = r->makefile };
	bool plain = node->kind == MAKE_ASSIGN && node->op <= MAKE_IMMEDIATE;
	struct assignment a = { .name = str_trim(name.text),
		.value = plain ? make_value(r, &node->value) : fact_unknown_string(),
		.scope = "make",
		.place = place_of(r->source, node->span),
		.value_place = place_of(r->source, node->value.span) };
	a.is_default = tri_of(make_is_default(r, node, a.name));
	struct fact_variable *fact = variable_assign(r->x, &a, NULL, &cx);
	fact->is_exported = node->is_export ? YES : UNSURE;
	fact->is_used = UNSURE;
	vec_for(struct str, target, &targets) {
		struct make_specifics *list = map_get(&r->specifics, *target);
		if (!list) {
			list = ARENA_NEW(r->x->arena, struct make_specifics);
			map_set(r->x->arena, &r->specifics, *target, list);
			if (str_find_char(*target, '%', 0) != STR_NONE)
				vec_push(r->x->arena, &r->pattern_specifics, *target);
		}
		vec_push(r->x->arena, list, ((struct make_specific){ node, fact }));
	}
}

static void
read_export(struct make_reader *r, const struct make_node *node)
{
	struct strs names = { 0 };
	bool exports = node->kind == MAKE_EXPORT;
	make_note_uses(r, &node->argument);
	if (!split_words(r, &node->argument, &names)) {
		r->uses_eval = true;
		return;
	}
	if (names.n == 0 && r->maybe)
		r->uses_eval = true;
	else if (names.n == 0)
		r->exports_all = exports;
	vec_for(struct str, name, &names) {
		struct make_variable *v = make_variable_named(r, *name);
		v->is_exported = exports ? (r->maybe ? UNSURE : YES) : NO;
		if (!exports)
			map_set(r->x->arena, &r->unexported, *name, v);
	}
}

/* --- conditionals and includes --- */

static enum tri
is_defined(struct make_reader *r, const struct make_expression *e, bool *by_default)
{
	struct fact_string name = make_value(r, e);
	if (name.state != KNOWN)
		return UNSURE;
	struct str text = str_trim(name.text);
	make_note_uses(r, e);
	make_note_use(r, text);
	const struct make_variable *v = map_get(&r->variables, text);
	*by_default = v && v->is_default;
	return make_is_set(r, v, text);
}

/* *by_default: whether the caller, by setting a variable, can change the answer. */
static enum tri
is_taken(struct make_reader *r, const struct make_branch *branch, bool *by_default)
{
	if (branch->condition == MAKE_ELSE)
		return YES;
	if (branch->condition == MAKE_IFDEF || branch->condition == MAKE_IFNDEF) {
		enum tri defined = is_defined(r, &branch->left, by_default);
		return branch->condition == MAKE_IFDEF ? defined : tri_not(defined);
	}
	make_note_uses(r, &branch->left);
	make_note_uses(r, &branch->right);
	struct fact_string left = make_value(r, &branch->left);
	struct fact_string right = make_value(r, &branch->right);
	if (left.state != KNOWN || right.state != KNOWN)
		return UNSURE;
	*by_default = left.is_default || right.is_default;
	enum tri equal = tri_of(str_eq(left.text, right.text));
	return branch->condition == MAKE_IFEQ ? equal : tri_not(equal);
}

/* What a branch would assign that is left out unless the caller sets something. */
static void
mark_defaults(struct make_reader *r, const struct make_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++) {
		const struct make_node *node = nodes->items[i];
		vec_for(const struct make_branch, branch, &node->branches)
			mark_defaults(r, &branch->body);
		bool assigns = node->kind == MAKE_ASSIGN || node->kind == MAKE_DEFINE;
		if (!assigns || node->targets.parts.n)
			continue;
		struct fact_string name = make_value(r, &node->name);
		struct make_variable *v = map_get(&r->variables, str_trim(name.text));
		if (name.state == KNOWN && v)
			v->is_default = true;
	}
}

static void
read_conditional(struct make_reader *r, const struct make_node *node)
{
	bool was_maybe = r->maybe, was_default = r->is_default, is_over = false;
	vec_for(struct make_branch, branch, &node->branches) {
		bool by_default = false;
		enum tri taken = is_over ? NO : is_taken(r, branch, &by_default);
		r->is_default |= by_default;
		if (taken == NO) {
			if (r->is_default)
				mark_defaults(r, &branch->body);
			continue;
		}
		/* After one that is not known, the following ones may be taken too. */
		r->maybe |= taken == UNSURE;
		read_nodes(r, &branch->body);
		is_over = taken == YES;
	}
	r->maybe = was_maybe;
	r->is_default = was_default;
}

/* A line that is no line of a makefile may have been meant to be any. */
static void
read_file(struct make_reader *r, const struct makefile *file)
{
	read_nodes(r, &file->nodes);
	if (!file->faults.n)
		return;
	r->targets_are_open = true;
	make_open(r);
}

static struct fact_makefile *makefile_fact(struct extraction *x, const struct project_file *file);

static void
open_include(struct make_reader *r)
{
	if (!r->call)
		r->root->includes_unknown = YES;
	make_open(r);
}

/* Has the file been read before? Its facts are there already, or it leads back to itself. */
static bool
is_included_again(struct make_reader *r, struct fact_makefile *makefile)
{
	bool again =
		r->call ? map_get(&r->included, makefile->file.text) != NULL : makefile->is_read;
	map_set(r->x->arena, &r->included, makefile->file.text, makefile);
	makefile->is_read = true;
	return again;
}

static void
include_file(struct make_reader *r, const struct make_node *node, struct str path)
{
	const struct project_file *file = project_file_at(r->x->project, path);
	bool too_deep = r->include_depth >= MAKE_INCLUDE_DEPTH;
	if (too_deep)
		limit_reached(r->x, LIMIT_INCLUDES, place_of(r->source, node->argument.span));
	if (!file || !file->makefile || too_deep) {
		open_include(r);
		return;
	}
	struct fact_makefile *outer = r->makefile;
	const struct source *source = r->source;
	r->makefile = makefile_fact(r->x, file);
	bool again = is_included_again(r, r->makefile);
	r->makefile->is_fragment = YES;
	r->source = file->source;
	r->include_depth++;
	if (again)
		make_open(r);
	else
		read_file(r, file->makefile);
	r->include_depth--;
	r->source = source;
	r->makefile = outer;
}

static void
read_include(struct make_reader *r, const struct make_node *node)
{
	struct strs paths = { 0 };
	make_note_uses(r, &node->argument);
	if (!split_words(r, &node->argument, &paths)) {
		open_include(r);
		return;
	}
	vec_for(struct str, path, &paths) {
		vec_push(r->x->arena, &r->included_names, *path);
		struct fact_string file =
			fact_known(path_join(r->x->arena, r->root->dir.text, *path));
		if (r->call)
			file = project_path_of(
				r->call->caller, path_join(r->x->arena, r->call->dir.text, *path));
		include_file(r, node, file.state == KNOWN ? file.text : STR(""));
	}
}

/* What a line of references expands to is read as a line of the makefile. */
static void
read_expression(struct make_reader *r, const struct make_node *node)
{
	struct fact_string value = make_value(r, &node->argument);
	r->targets_are_open |= value.state != KNOWN || str_trim(value.text).n > 0;
}

static void
read_node(struct make_reader *r, const struct make_node *node)
{
	switch (node->kind) {
	case MAKE_ASSIGN:
	case MAKE_DEFINE: read_assignment(r, node); break;
	case MAKE_RULE: read_rule(r, node); break;
	case MAKE_CONDITIONAL: read_conditional(r, node); break;
	case MAKE_INCLUDE: read_include(r, node); break;
	case MAKE_EXPORT:
	case MAKE_UNEXPORT: read_export(r, node); break;
	case MAKE_EXPRESSION:
		make_note_uses(r, &node->argument);
		read_expression(r, node);
		break;
	case MAKE_LOAD: open_include(r); break;
	case MAKE_UNDEFINE: make_undefine(r, node); break;
	case MAKE_VPATH: break;
	}
}

static void
read_nodes(struct make_reader *r, const struct make_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++)
		read_node(r, nodes->items[i]);
}

/* --- the file --- */

static struct fact_makefile *
makefile_fact(struct extraction *x, const struct project_file *file)
{
	struct fact_makefile *fact = map_get(&x->makefiles, file->path);
	if (fact)
		return fact;
	fact = FACT_ADD(x, makefile);
	map_set(x->arena, &x->makefiles, file->path, fact);
	struct str text = file->source->text, first;
	str_cut(text, '\n', &first, NULL);
	fact->place = place_of(file->source, span_make(0, first.n));
	fact->file = fact_known(file->path);
	fact->dir = fact_known(path_dir(file->path));
	fact->is_fragment = tri_of(str_ends(file->path, STR(".mk")));
	fact->module = module_of_dir(x->project, fact->dir.text);
	return fact;
}

static void
mark_phony(struct make_reader *r)
{
	vec_for(struct str, name, &r->phony) {
		struct fact_target *target = map_get(&r->targets, *name);
		if (target)
			target->is_phony = YES;
	}
	if (!r->phony_is_open && !r->uses_eval)
		return;
	for (size_t i = 0; i < r->targets.entries.n; i++) {
		struct fact_target *target = r->targets.entries.items[i].value;
		if (target->is_phony == NO)
			target->is_phony = UNSURE;
	}
}

static void
mark_variables(struct make_reader *r)
{
	bool unsure = r->uses_eval;
	for (size_t i = 0; i < r->variables.entries.n; i++) {
		struct make_variable *v = r->variables.entries.items[i].value;
		if (r->exports_all && !map_get(&r->unexported, v->name))
			v->is_exported = YES;
		for (size_t j = 0; j < v->facts.n; j++) {
			struct fact_variable *fact = v->facts.items[j];
			fact->is_exported =
				v->is_exported == NO && unsure ? UNSURE : v->is_exported;
			const size_t *uses = map_get(&r->used, v->name);
			fact->is_used = uses ? YES : unsure ? UNSURE : NO;
			fact->uses = (struct fact_int){ unsure ? UNKNOWN : KNOWN,
				uses ? (int64_t)*uses : 0 };
		}
	}
}

void
make_read(struct make_reader *r, const struct project_file *file)
{
	r->root = r->makefile = makefile_fact(r->x, file);
	r->source = file->source;
	map_set(r->x->arena, &r->included, file->path, r->root);
	read_file(r, file->makefile);
	if (r->included_names.n && make_remakes_includes(r))
		open_include(r);
	/* make takes no SHELL from the environment. */
	bool default_shell = r->generation == 0 && !map_get(&r->variables, STR("SHELL"));
	r->shell = default_shell ? fact_known(STR("/bin/sh"))
				 : make_variable_value(r, STR("SHELL"), 0);
	mark_phony(r);
}

static void
read_makefile(struct extraction *x, const struct project_file *file, struct fact_makefile *fact)
{
	struct make_reader r = { .x = x };
	fact->is_read = true;
	make_read(&r, file);
	fact->exports_all = tri_of(r.exports_all);
	fact->one_shell = tri_of(r.one_shell);
	fact->shell = r.shell;
	bool default_flags = r.generation == 0 && !map_get(&r.variables, STR(".SHELLFLAGS"));
	fact->shell_flags = default_flags ? fact_known(STR("-c"))
					  : make_variable_value(&r, STR(".SHELLFLAGS"), 0);
	fact->targets_by_name = r.targets;
	make_run_recipes(&r);
	mark_variables(&r);
	make_judge_gopath(&r);
}

void
extract_makefiles(struct extraction *x)
{
	/* Files that others include come after those that include them. */
	for (int fragments = 0; fragments < 2; fragments++) {
		vec_for(struct project_file, file, &x->project->files) {
			if (!file->makefile || (fragments == 0 && str_ends(file->path, STR(".mk"))))
				continue;
			struct fact_makefile *fact = makefile_fact(x, file);
			if (!fact->is_read)
				read_makefile(x, file, fact);
		}
	}
}
