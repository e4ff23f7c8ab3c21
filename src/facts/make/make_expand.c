/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expansion of variables and functions. A variable that no makefile assigns may come from
 * the environment or the command line: it is unknown, not empty.
 * https://www.gnu.org/software/make/manual/html_node/Reading-Makefiles.html
 */
#include "facts/make/make.h"

static struct fact_string expand(
	struct make_reader *r, const struct make_expression *e, unsigned depth);

void
make_open(struct make_reader *r)
{
	r->uses_eval = true;
	r->generation++;
}

static struct fact_string
too_much(struct make_reader *r, enum limit limit)
{
	r->limit = limit;
	return fact_unknown_string();
}

/* make stops where it is to expand a variable within itself. */
static void
note_loop(struct make_reader *r, struct make_variable *v)
{
	if (!r->call)
		syntax_fault_add(r->x, place_of(v->body->text.source, v->body->span),
			arena_printf(r->x->arena,
				"`%" PRIstr
				"` refers to itself, and make stops where it expands it",
				STR_ARG(v->name)));
	v->loop = v->body;
}

/* The value of a variable that is expanded at each use. */
static struct fact_string
recursive_value(struct make_reader *r, struct make_variable *v, unsigned depth)
{
	if (!v->body || v->loop == v->body)
		return fact_unknown_string();
	if (v->is_expanding) {
		if (!r->lazy)
			note_loop(r, v);
		return fact_unknown_string();
	}
	v->is_expanding = true;
	struct fact_string value = expand(r, v->body, depth + 1);
	v->is_expanding = false;
	return value;
}

struct fact_string
make_variable_value(struct make_reader *r, struct str name, unsigned depth)
{
	struct make_variable *v = map_get(&r->variables, name);
	if (!v && r->generation == 0)
		return make_environment(r, name);
	if (!v || v->is_maybe || v->appended_unknown || v->generation != r->generation)
		return fact_unknown_string();
	if (depth > MAKE_EXPAND_DEPTH)
		return too_much(r, LIMIT_VARIABLES);
	struct fact_string value = v->is_simple ? v->value : recursive_value(r, v, depth);
	value.is_default |= v->is_default;
	if (value.state != KNOWN || v->appended.n == 0)
		return value;
	/* What is appended to nothing needs no blank; a reference is something. */
	bool is_empty = v->is_simple ? value.text.n == 0 : v->body->parts.n == 0;
	r->cost += value.text.n + v->appended.n;
	value.text = arena_printf(r->x->arena, "%" PRIstr "%s%" PRIstr, STR_ARG(value.text),
		is_empty ? "" : " ", STR_ARG(buf_str(&v->appended)));
	return value;
}

/* Recursion is followed; what the other built-in variables hold depends on the system. */
static const struct {
	struct str name, value;
} builtin_values[] = {
	{ STR_INIT("MAKE"), STR_INIT("make") },
	{ STR_INIT("RM"), STR_INIT("rm -f") },
};

/* https://www.gnu.org/software/make/manual/html_node/Implicit-Variables.html and Special-Variables.html */
static bool
is_builtin(struct str name)
{
	static const char *const names[] = { "AR", "ARFLAGS", "AS", "CC", "CO", "COFLAGS", "CPP",
		"CTANGLE", "CURDIR", "CWEAVE", "CXX", "F77", "F77FLAGS", "FC", "GET", "LD", "LEX",
		"LINT", "M2C", "MAKE", "MAKECMDGOALS", "MAKEFILES", "MAKEFILE_LIST", "MAKEFLAGS",
		"MAKEINFO", "MAKELEVEL", "MAKE_COMMAND", "MAKE_HOST", "MAKE_RESTARTS",
		"MAKE_TERMERR", "MAKE_TERMOUT", "MAKE_VERSION", "MFLAGS", "OBJC", "OUTPUT_OPTION",
		"PC", "RM", "SHELL", "SUFFIXES", "TANGLE", "TEX", "TEXI2DVI", "VPATH", "WEAVE",
		"YACC" };
	for (size_t i = 0; i < name.n; i++)
		if (!char_is_name(name.s[i]))
			return true; /* @, *D, .FEATURES, LINK.o */
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return name.n == 0;
}

/* What the environment sets: ABSENT where it certainly does not. */
static struct fact_string
environment_value(const struct make_reader *r, struct str name)
{
	if (!r->call)
		return fact_unknown_string();
	const struct run_context *caller = r->call->caller;
	struct fact_string value = setting_value(caller->env, name);
	bool is_set_elsewhere = is_builtin(name) || runner_may_set(r->x, name);
	if (value.state == KNOWN && str_find_char(value.text, '$', 0) != STR_NONE)
		return fact_unknown_string();
	if (value.state == ABSENT && is_set_elsewhere)
		return fact_unknown_string();
	return value;
}

struct fact_string
make_environment(const struct make_reader *r, struct str name)
{
	for (size_t i = 0; i < sizeof(builtin_values) / sizeof(*builtin_values); i++)
		if (str_eq(name, builtin_values[i].name))
			return fact_known(builtin_values[i].value);
	struct fact_string value = environment_value(r, name);
	/* What nobody sets expands to nothing. */
	return value.state == ABSENT ? fact_known(STR("")) : value;
}

enum tri
make_is_set(const struct make_reader *r, const struct make_variable *v, struct str name)
{
	struct fact_string value = fact_unknown_string();
	if (v && (v->is_maybe || v->appended_unknown))
		return UNSURE;
	if (v && v->appended.n)
		return YES;
	if (v && !v->is_simple) /* what it expands to does not matter */
		return v->body ? tri_of(v->body->text.text.n > 0) : UNSURE;
	if (v)
		value = v->value;
	else if (r->generation == 0)
		value = environment_value(r, name);
	return value.state == UNKNOWN ? UNSURE : tri_of(value.state == KNOWN && value.text.n);
}

/* The value of a condition: make strips it before it expands it, not after. */
static struct fact_string
expand_condition(struct make_reader *r, const struct make_expression *e, unsigned depth)
{
	struct fact_string value = expand(r, e, depth);
	if (value.state != KNOWN || e->parts.n == 0)
		return value;
	const struct make_part *first = e->parts.items, *last = vec_last(&e->parts);
	struct str text = value.text;
	if (e->parts.n == 1 && first->kind == MAKE_PART_TEXT)
		return fact_known(str_trim(text));
	if (last->kind == MAKE_PART_TEXT) {
		struct str all = { last->text.s, last->text.n };
		while (all.n > 0 && char_is_space(all.s[all.n - 1]))
			all.n--;
		text.n -= last->text.n - all.n;
	}
	size_t blanks = 0;
	while (first->kind == MAKE_PART_TEXT && blanks < first->text.n
		&& char_is_space(first->text.s[blanks]))
		blanks++;
	value.text = str_slice(text, blanks, text.n);
	return value;
}

/* Does make leave arguments of that function alone, or let a variable refer to itself there? */
static bool
is_lazy(struct str function)
{
	static const char *const names[] = { "and", "call", "eval", "foreach", "if", "intcmp",
		"let", "or", "shell" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(function, str_from(names[i])))
			return true;
	return false;
}

static struct fact_string
call(struct make_reader *r, const struct make_part *part, unsigned depth)
{
	struct fact_string args[3];
	if (str_eq(part->text, STR("eval")))
		make_open(r);
	/* $(if a,b,c) and $(or …) expand only what they need; the others all of it. */
	size_t n = part->args.n;
	if (n > 3)
		return fact_unknown_string();
	bool is_if = str_eq(part->text, STR("if")), is_default = false;
	r->lazy += is_lazy(part->text);
	for (size_t i = 0; i < n; i++) {
		args[i] = is_if && i == 0 ? expand_condition(r, &part->args.items[i], depth + 1)
					  : expand(r, &part->args.items[i], depth + 1);
		is_default |= args[i].is_default;
	}
	r->lazy -= is_lazy(part->text);
	struct fact_string value = make_function(r->x->arena, part->text, args, n);
	value.is_default = is_default;
	return value;
}

/* $(name:pattern=replacement); without a % the pattern is a suffix. */
static struct fact_string
replace(struct make_reader *r, const struct make_part *part, struct fact_string value,
	unsigned depth)
{
	struct arena *a = r->x->arena;
	struct fact_string args[3] = { expand(r, &part->args.items[1], depth + 1),
		expand(r, &part->args.items[2], depth + 1), value };
	bool is_suffix = str_find_char(args[0].text, '%', 0) == STR_NONE;
	for (size_t i = 0; i < 2 && is_suffix; i++)
		if (args[i].state == KNOWN)
			args[i].text = arena_printf(a, "%%%" PRIstr, STR_ARG(args[i].text));
	struct fact_string replaced = make_function(a, STR("patsubst"), args, 3);
	for (size_t i = 0; i < 3; i++)
		replaced = fact_made_of(replaced, args[i]);
	return replaced;
}

struct fact_string
make_part_value(struct make_reader *r, const struct make_part *part, unsigned depth)
{
	switch (part->kind) {
	case MAKE_PART_TEXT: return fact_known(part->text);
	case MAKE_PART_DOLLAR: return fact_known(STR("$"));
	case MAKE_PART_FUNCTION: return call(r, part, depth);
	case MAKE_PART_VARIABLE: break;
	}
	if (part->args.n == 0)
		return fact_unknown_string();
	struct fact_string name = expand(r, &part->args.items[0], depth + 1);
	struct fact_string value = name.state == KNOWN
		? fact_made_of(make_variable_value(r, name.text, depth + 1), name)
		: fact_unknown_string();
	return part->args.n == 3 && value.state == KNOWN ? replace(r, part, value, depth) : value;
}

static struct fact_string
expand(struct make_reader *r, const struct make_expression *e, unsigned depth)
{
	struct buf text = buf_new(r->x->arena);
	bool is_default = false;
	if (depth > MAKE_EXPAND_DEPTH)
		return too_much(r, LIMIT_VARIABLES);
	if (e->parts.n == 1 && e->parts.items[0].kind == MAKE_PART_TEXT)
		return fact_known(e->parts.items[0].text);
	vec_for(struct make_part, part, &e->parts) {
		if (++r->cost > MAKE_EXPAND_COST)
			return too_much(r, LIMIT_VALUE);
		struct fact_string value = make_part_value(r, part, depth);
		if (value.state != KNOWN)
			return fact_unknown_string();
		if (text.n + value.text.n > MAKE_EXPAND_SIZE)
			return too_much(r, LIMIT_VALUE);
		buf_add(&text, value.text);
		is_default |= value.is_default;
		r->cost += value.text.n;
	}
	return (struct fact_string){ KNOWN, is_default, buf_str(&text) };
}

struct fact_string
make_value(struct make_reader *r, const struct make_expression *e)
{
	r->limit = LIMIT_NONE;
	struct fact_string value = expand(r, e, 0);
	limit_reached(r->x, r->limit, place_of(e->text.source, e->span));
	return value;
}

void
make_note_use(struct make_reader *r, struct str name)
{
	size_t *count = map_get(&r->used, name);
	if (!count) {
		count = ARENA_NEW(r->x->arena, size_t);
		map_set(r->x->arena, &r->used, name, count);
	}
	++*count;
}

void
make_note_uses(struct make_reader *r, const struct make_expression *e)
{
	vec_for(struct make_part, part, &e->parts) {
		make_note_lost(r, e, (size_t)(part - e->parts.items));
		if (part->kind == MAKE_PART_VARIABLE && part->args.n) {
			const struct make_expression *name = &part->args.items[0];
			if (name->parts.n == 1 && name->parts.items[0].kind == MAKE_PART_TEXT)
				make_note_use(r, name->parts.items[0].text);
			else
				r->uses_eval = true; /* a computed name may be any */
		}
		if (part->kind == MAKE_PART_FUNCTION && str_eq(part->text, STR("eval")))
			r->uses_eval = true;
		/* $(call NAME,…), $(value NAME), $(origin NAME) name a variable in their first argument. */
		if (part->kind == MAKE_PART_FUNCTION && part->args.n)
			make_note_use(r, str_trim(part->args.items[0].text.text));
		bool before = r->reaches_shell;
		r->reaches_shell |=
			part->kind == MAKE_PART_FUNCTION && str_eq(part->text, STR("shell"));
		for (size_t i = 0; i < part->args.n; i++)
			make_note_uses(r, &part->args.items[i]);
		r->reaches_shell = before;
	}
}

/* --- assignments --- */

/* $(shell go env GOPATH) and nothing else, which is run again for each use of the variable. */
static struct fact_string
shell_program(const struct make_node *node)
{
	struct fact_string none = { .state = ABSENT };
	const struct make_part *part = node->value.parts.items;
	bool asks_anew = node->kind == MAKE_ASSIGN
		&& (node->op == MAKE_RECURSIVE || node->op == MAKE_CONDITIONALLY);
	if (!asks_anew || node->value.parts.n != 1 || part->kind != MAKE_PART_FUNCTION
		|| !str_eq(part->text, STR("shell")) || part->args.n != 1)
		return none;
	/* With references in it, the command may be another one each time. */
	const struct make_expression *script = &part->args.items[0];
	if (script->parts.n != 1 || script->parts.items[0].kind != MAKE_PART_TEXT)
		return none;
	struct str text = str_trim(script->text.text), word;
	str_cut(text, ' ', &word, NULL);
	bool is_slow =
		str_eq(word, STR("go")) || str_eq(word, STR("git")) || str_eq(word, STR("docker"));
	return is_slow ? fact_known(word) : none;
}

bool
make_is_default(const struct make_reader *r, const struct make_node *node, struct str name)
{
	return node->op == MAKE_CONDITIONALLY && environment_value(r, name).state == UNKNOWN;
}

static void
record(struct make_reader *r, const struct make_node *node, struct make_variable *v,
	struct fact_string value)
{
	struct run_context cx = { .x = r->x, .makefile = r->makefile };
	struct assignment a = { .name = v->name,
		.value = value,
		.scope = "make",
		.place = place_of(r->source, node->span),
		.value_place = place_of(r->source, node->value.span),
		.is_default = tri_of(make_is_default(r, node, v->name) || r->is_default) };
	struct fact_variable *fact = variable_assign(r->x, &a, NULL, &cx);
	fact->shell_program = shell_program(node);
	vec_push(r->x->arena, &v->facts, fact);
	if (!r->call)
		fact_list_add(r->x->arena, &r->makefile->variables, fact);
}

bool
make_has_reference(const struct make_expression *e)
{
	vec_for(struct make_part, part, &e->parts)
		if (part->kind == MAKE_PART_VARIABLE || part->kind == MAKE_PART_FUNCTION)
			return true;
	return false;
}

static void
append(struct make_reader *r, struct make_variable *v, const struct make_node *node)
{
	struct fact_string more = make_value(r, &node->value);
	bool late = (!v->is_simple || v->is_given) && make_has_reference(&node->value);
	if (more.state != KNOWN || late || node->kind == MAKE_DEFINE
		|| v->appended.n + more.text.n > MAKE_EXPAND_SIZE)
		v->appended_unknown = true;
	v->is_maybe |= r->maybe;
	v->is_default |= more.is_default || r->is_default;
	if (!v->appended_unknown && more.text.n) {
		if (!v->appended.arena)
			v->appended = buf_new(r->x->arena);
		if (v->appended.n)
			buf_add_char(&v->appended, ' ');
		buf_add(&v->appended, more.text);
	}
	record(r, node, v, fact_unknown_string());
}

struct make_variable *
make_variable_named(struct make_reader *r, struct str name)
{
	static const struct make_expression nothing = { 0 };
	struct make_variable *v = map_get(&r->variables, name);
	if (v)
		return v;
	v = ARENA_NEW(r->x->arena, struct make_variable);
	struct fact_string value = environment_value(r, name);
	v->name = name;
	v->generation = r->generation;
	v->is_maybe = value.state == UNKNOWN;
	v->is_given = v->is_simple = value.state == KNOWN;
	v->value = value;
	v->body = value.state == ABSENT ? &nothing : NULL;
	/* What comes from the environment goes back there, with the value that it gets here. */
	v->is_exported = !r->call || value.state == ABSENT ? NO
		: value.state == KNOWN                     ? YES
							   : UNSURE;
	v->is_override = v->is_given && r->call && r->call->env_overrides;
	map_set(r->x->arena, &r->variables, name, v);
	return v;
}

static void
set(struct make_reader *r, struct make_variable *v, const struct make_node *node)
{
	bool has_value = node->kind == MAKE_ASSIGN && node->op != MAKE_SHELL;
	struct fact_string value = has_value ? make_value(r, &node->value) : fact_unknown_string();
	v->is_maybe = r->maybe;
	v->appended.n = 0;
	v->appended_unknown = false;
	v->generation = r->generation;
	v->is_simple =
		node->op == MAKE_SIMPLE || node->op == MAKE_IMMEDIATE || node->op == MAKE_SHELL;
	v->value = value;
	v->body = has_value ? &node->value : NULL;
	v->is_default = make_is_default(r, node, v->name) || r->is_default;
	record(r, node, v, value);
}

void
make_assign(struct make_reader *r, const struct make_node *node)
{
	struct fact_string name = make_value(r, &node->name);
	if (name.state != KNOWN) {
		make_open(r);
		return;
	}
	struct make_variable *v = make_variable_named(r, str_trim(name.text));
	bool is_unset = v->facts.n == 0 && !v->is_given;
	bool may_be_given = r->call && is_unset && v->is_maybe;
	if (node->is_export && v->is_exported != YES)
		v->is_exported = r->maybe ? UNSURE : YES;
	if (v->is_override && !node->is_override) {
		if (!v->is_given)
			record(r, node, v, fact_unknown_string());
		return;
	}
	v->is_override |= node->is_override;
	if (node->op == MAKE_APPEND) {
		append(r, v, node);
	} else if (node->op != MAKE_CONDITIONALLY || is_unset) {
		set(r, v, node);
		v->is_maybe |= node->op == MAKE_CONDITIONALLY && may_be_given;
	} else if (v->is_maybe) {
		record(r, node, v, make_value(r, &node->value));
	}
}

void
make_undefine(struct make_reader *r, const struct make_node *node)
{
	struct fact_string name = make_value(r, &node->name);
	if (name.state != KNOWN) {
		make_open(r);
		return;
	}
	/* Whether it is used again or set by the command line, nothing is known of it here. */
	struct make_variable *v = map_get(&r->variables, str_trim(name.text));
	if (v)
		v->is_maybe = true;
}
