/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expansion of variables and functions. A variable that no makefile assigns may come from
 * the environment or the command line: it is unknown, not empty.
 * https://www.gnu.org/software/make/manual/html_node/Reading-Makefiles.html
 */
#include "base/buf.h"
#include "facts/make.h"

static struct fact_string expand(
	struct make_reader *r, const struct make_expression *e, unsigned depth);

struct fact_string
make_variable_value(struct make_reader *r, struct str name, unsigned depth)
{
	const struct make_variable *v = map_get(&r->variables, name);
	if (!v || v->is_maybe || depth > MAKE_EXPAND_DEPTH)
		return fact_unknown_string();
	struct fact_string value = v->is_simple ? v->value
		: v->body                       ? expand(r, v->body, depth + 1)
						: fact_unknown_string();
	if (v->is_simple || value.state != KNOWN || v->appended.state == ABSENT)
		return value;
	if (v->appended.state == UNKNOWN)
		return fact_unknown_string();
	return fact_known(arena_printf(r->x->arena, "%" PRIstr "%" PRIstr, STR_ARG(value.text),
		STR_ARG(v->appended.text)));
}

static struct fact_string
call(struct make_reader *r, const struct make_part *part, unsigned depth)
{
	struct fact_string args[3];
	if (str_eq(part->text, STR("eval")))
		r->uses_eval = true;
	/* $(if a,b,c) and $(or …) expand only what they need; the others all of it. */
	size_t n = part->args.n;
	if (n > 3)
		return fact_unknown_string();
	for (size_t i = 0; i < n; i++)
		args[i] = expand(r, &part->args.items[i], depth + 1);
	return make_function(r->x->arena, part->text, args, n);
}

static struct fact_string
expand_part(struct make_reader *r, const struct make_part *part, unsigned depth)
{
	switch (part->kind) {
	case MAKE_PART_TEXT: return fact_known(part->text);
	case MAKE_PART_DOLLAR: return fact_known(STR("$"));
	case MAKE_PART_FUNCTION: return call(r, part, depth);
	case MAKE_PART_VARIABLE: break;
	}
	if (part->args.n != 1)
		return fact_unknown_string();
	struct fact_string name = expand(r, &part->args.items[0], depth + 1);
	return name.state == KNOWN ? make_variable_value(r, name.text, depth + 1)
				   : fact_unknown_string();
}

static struct fact_string
expand(struct make_reader *r, const struct make_expression *e, unsigned depth)
{
	struct buf text = buf_new(r->x->arena);
	if (depth > MAKE_EXPAND_DEPTH)
		return fact_unknown_string();
	vec_for(struct make_part, part, &e->parts) {
		struct fact_string value = expand_part(r, part, depth);
		if (value.state != KNOWN || text.n + value.text.n > MAKE_EXPAND_SIZE)
			return fact_unknown_string();
		buf_add(&text, value.text);
	}
	return fact_known(buf_str(&text));
}

struct fact_string
make_value(struct make_reader *r, const struct make_expression *e)
{
	return expand(r, e, 0);
}

static struct fact_string
automatic(const struct make_part *part, const struct fact_target *target)
{
	bool is_target =
		target && part->args.n == 1 && str_eq(part->args.items[0].text.text, STR("@"));
	return is_target ? target->name : fact_unknown_string();
}

struct mapped
make_expand(
	struct make_reader *r, const struct make_expression *e, const struct fact_target *target)
{
	struct mapped_builder b = mapped_builder_new(r->x->arena, e->text.source);
	vec_for(struct make_part, part, &e->parts) {
		if (part->kind == MAKE_PART_TEXT) {
			size_t from = (size_t)(part->text.s - e->text.text.s);
			mapped_add_slice(&b, &e->text, from, from + part->text.n);
			continue;
		}
		struct fact_string value = automatic(part, target);
		if (value.state != KNOWN)
			value = expand_part(r, part, 0);
		if (value.state == KNOWN && b.n + value.text.n <= MAKE_EXPAND_SIZE)
			mapped_add_made(&b, value.text, part->span);
		else
			mapped_add_opaque(&b, part->span);
	}
	return mapped_finish(&b);
}

void
make_note_uses(struct make_reader *r, const struct make_expression *e)
{
	vec_for(struct make_part, part, &e->parts) {
		if (part->kind == MAKE_PART_VARIABLE && part->args.n) {
			const struct make_expression *name = &part->args.items[0];
			if (name->parts.n == 1 && name->parts.items[0].kind == MAKE_PART_TEXT)
				map_set(r->x->arena, &r->used, name->parts.items[0].text, r);
			else
				r->uses_eval = true; /* a computed name may be any */
		}
		if (part->kind == MAKE_PART_FUNCTION && str_eq(part->text, STR("eval")))
			r->uses_eval = true;
		/* $(call NAME,…), $(value NAME), $(origin NAME) name a variable in their first argument. */
		if (part->kind == MAKE_PART_FUNCTION && part->args.n)
			map_set(r->x->arena, &r->used, str_trim(part->args.items[0].text.text), r);
		for (size_t i = 0; i < part->args.n; i++)
			make_note_uses(r, &part->args.items[i]);
	}
}

/* --- assignments --- */

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
		.is_default = tri_of(node->op == MAKE_CONDITIONALLY) };
	struct fact_variable *fact = variable_assign(r->x, &a, NULL, &cx);
	vec_push(r->x->arena, &v->facts, fact);
	fact_list_add(r->x->arena, &r->makefile->variables, fact);
}

static void
append(struct make_reader *r, struct make_variable *v, struct fact_string more)
{
	struct fact_string *into = v->is_simple ? &v->value : &v->appended;
	if (more.state != KNOWN || into->state == UNKNOWN) {
		*into = fact_unknown_string();
		return;
	}
	if (v->grown.n == 0) {
		v->grown = buf_new(r->x->arena);
		buf_add(&v->grown, into->text);
	}
	buf_add_char(&v->grown, ' ');
	buf_add(&v->grown, more.text);
	*into = fact_known(buf_str(&v->grown));
}

void
make_assign(struct make_reader *r, const struct make_node *node)
{
	struct fact_string name = make_value(r, &node->name);
	if (name.state != KNOWN)
		return;
	name.text = str_trim(name.text);
	struct make_variable *v = map_get(&r->variables, name.text);
	bool is_new = !v;
	if (is_new) {
		v = ARENA_NEW(r->x->arena, struct make_variable);
		v->name = name.text;
		map_set(r->x->arena, &r->variables, v->name, v);
	}
	if (node->is_export)
		v->is_exported = YES;
	if (node->op == MAKE_CONDITIONALLY && !is_new)
		return;
	struct fact_string value = node->kind == MAKE_DEFINE || node->op == MAKE_SHELL
		? fact_unknown_string()
		: make_value(r, &node->value);
	v->is_maybe |= r->maybe;
	if (node->op == MAKE_APPEND && !is_new) {
		append(r, v, value);
		record(r, node, v, fact_unknown_string());
		return;
	}
	v->is_maybe = r->maybe;
	v->appended = (struct fact_string){ .state = ABSENT };
	v->grown = (struct buf){ 0 };
	v->is_simple =
		node->op == MAKE_SIMPLE || node->op == MAKE_IMMEDIATE || node->op == MAKE_SHELL;
	v->value = value;
	v->body = node->kind == MAKE_DEFINE ? NULL : &node->value;
	record(r, node, v, r->maybe ? fact_unknown_string() : value);
}
