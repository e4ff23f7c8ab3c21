/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions (if:) of jobs and steps, as far as they can be told without a run.
 * https://docs.github.com/actions/reference/workflows-and-actions/expressions
 */
#include "facts/github/github.h"

#define DEPTH_MAX 20
#define TEXT_MAX 1000 /* of what functions look into: a condition may call them often */

enum kind { UNKNOWN_VALUE, TEXT, NUMBER, BOOLEAN, NOTHING };

struct value {
	enum kind kind;
	struct str text; /* NUMBER: as it is written; BOOLEAN: true or false */
};

struct condition {
	const struct job_reader *r;
	const struct tree_node *step;
	struct str rest;
	unsigned depth;
	bool is_odd; /* it can't be read */
};

static const struct value unknown = { UNKNOWN_VALUE, { 0 } };

static struct value
boolean(enum tri is_true)
{
	if (is_true == UNSURE)
		return unknown;
	return (struct value){ BOOLEAN, is_true == YES ? STR("true") : STR("false") };
}

static bool
is_plain_number(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!char_is_digit(text.s[i]))
			return false;
	return text.n == 1 || (text.n > 1 && text.n < 10 && text.s[0] != '0');
}

/* What && and || go by. */
static enum tri
is_true(struct value v)
{
	switch (v.kind) {
	case UNKNOWN_VALUE: return UNSURE;
	case TEXT: return tri_of(v.text.n > 0);
	case NUMBER: return is_plain_number(v.text) ? tri_of(!str_eq(v.text, STR("0"))) : UNSURE;
	case BOOLEAN: return tri_of(str_eq(v.text, STR("true")));
	case NOTHING: return NO;
	}
	return UNSURE;
}

/* Values of different kinds become numbers first; only what is certain of that is told. */
static enum tri
are_equal(struct value a, struct value b)
{
	if (a.kind == UNKNOWN_VALUE || b.kind == UNKNOWN_VALUE)
		return UNSURE;
	bool is_odd = a.kind == NUMBER && b.kind == NUMBER
		&& (!is_plain_number(a.text) || !is_plain_number(b.text));
	if (a.kind == b.kind && !is_odd)
		return tri_of(str_eq_nocase(a.text, b.text));
	if (b.kind == NOTHING)
		return are_equal(b, a);
	if (a.kind != NOTHING)
		return UNSURE;
	bool may_be_number = b.kind == NUMBER || (b.text.n && !char_is_alpha(b.text.s[0]));
	if (b.kind == BOOLEAN)
		return tri_not(is_true(b));
	return may_be_number ? UNSURE : tri_of(b.text.n == 0);
}

/* --- what contexts hold --- */

static struct value
value_of_node(const struct tree_node *node)
{
	struct str text;
	if (!tree_scalar(node, &text))
		return unknown;
	switch (node->kind) {
	case TREE_STRING: return (struct value){ TEXT, text };
	case TREE_BOOL: return boolean(tri_of(node->boolean));
	case TREE_INT: return (struct value){ NUMBER, text };
	case TREE_NULL: return (struct value){ NOTHING, { 0 } };
	case TREE_FLOAT:
	case TREE_SEQUENCE:
	case TREE_MAPPING: break;
	}
	return unknown;
}

static struct value
value_of_runner(const struct job_reader *r, struct str name)
{
	static const struct {
		struct str field, name, known, value;
	} names[] = {
		{ STR_INIT("os"), STR_INIT("runner.os"), STR_INIT("linux"), STR_INIT("Linux") },
		{ STR_INIT("os"), STR_INIT("runner.os"), STR_INIT("darwin"), STR_INIT("macOS") },
		{ STR_INIT("os"), STR_INIT("runner.os"), STR_INIT("windows"), STR_INIT("Windows") },
		{ STR_INIT("arch"), STR_INIT("runner.arch"), STR_INIT("amd64"), STR_INIT("X64") },
		{ STR_INIT("arch"), STR_INIT("runner.arch"), STR_INIT("arm64"), STR_INIT("ARM64") },
	};
	const struct knowledge_record *runner = r->machine ? r->machine->runner : NULL;
	for (size_t i = 0; runner && i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(name, names[i].name)
			&& str_eq(knowledge_get(runner, names[i].field), names[i].known))
			return (struct value){ TEXT, names[i].value };
	return unknown;
}

/* The env of the step itself counts; what the image of a container sets does not. */
static struct value
value_of_env(const struct condition *c, struct str name)
{
	const struct job_reader *r = c->r;
	if (!r->job || r->job->container)
		return unknown;
	const struct tree_node *own = tree_get(c->step, STR("env")), *set = tree_get(own, name);
	if (own && (own->is_cut || !tree_is(own, TREE_MAPPING)))
		return unknown;
	struct fact_string value = set ? github_text(r, c->step, set) : setting_value(r->env, name);
	if (value.state == UNKNOWN)
		return unknown;
	return value.state == KNOWN ? (struct value){ TEXT, value.text }
				    : (struct value){ NOTHING, { 0 } };
}

/* Inputs of an action are texts; those of a workflow are what their type says. */
static struct value
value_of_input(const struct job_reader *r, struct str name, struct value value)
{
	struct str type = STR("string");
	if (!r->call || (value.kind != BOOLEAN && value.kind != NUMBER && value.kind != TEXT))
		return value;
	if (!r->call->step)
		tree_scalar(tree_get(tree_get(r->call->inputs, name), STR("type")), &type);
	bool is_text = str_eq(type, STR("string"));
	bool is_of_type =
		is_text || value.kind == (str_eq(type, STR("boolean")) ? BOOLEAN : NUMBER);
	if (is_text)
		value.kind = TEXT;
	return is_of_type ? value : unknown;
}

static struct value
value_of_name(const struct condition *c, struct str name)
{
	struct str context, rest;
	if (str_eq(name, STR("true")) || str_eq(name, STR("false")))
		return boolean(tri_of(str_eq(name, STR("true"))));
	if (str_eq(name, STR("null")))
		return (struct value){ NOTHING, { 0 } };
	if (!str_cut(name, '.', &context, &rest))
		return unknown;
	if (str_eq(context, STR("runner")))
		return value_of_runner(c->r, name);
	if (str_eq(context, STR("env")))
		return value_of_env(c, rest);
	bool is_matrix = str_eq(context, STR("matrix"));
	bool is_certain = is_matrix ? c->r->combination && *c->r->combination
				    : str_eq(context, STR("inputs"));
	if (!is_certain)
		return unknown;
	struct github_values values = github_reference(c->r, c->step, name);
	if (values.is_empty)
		return (struct value){ NOTHING, { 0 } };
	if (values.open || values.n != 1)
		return unknown;
	struct value value = value_of_node(values.items[0]);
	return is_matrix ? value : value_of_input(c->r, rest, value);
}

/* --- the expression --- */

static enum tri read_or(struct condition *c);

static bool
take(struct condition *c, struct str word)
{
	c->rest = str_trim(c->rest);
	if (!str_starts(c->rest, word))
		return false;
	c->rest = str_slice(c->rest, word.n, c->rest.n);
	return true;
}

/* 'It''s' */
static struct value
read_text(struct condition *c)
{
	size_t end = str_find_char(c->rest, '\'', 0);
	if (end == STR_NONE || (end + 1 < c->rest.n && c->rest.s[end + 1] == '\'')) {
		c->is_odd = true;
		return unknown;
	}
	struct str text = str_slice(c->rest, 0, end);
	c->rest = str_slice(c->rest, end + 1, c->rest.n);
	return (struct value){ TEXT, text };
}

static struct value read_value(struct condition *c);

/* startsWith(a, b) and the like; behind the open parenthesis. */
static struct value
read_call(struct condition *c, struct str name)
{
	struct value args[2] = { unknown, unknown };
	size_t n = 0;
	c->is_odd |= ++c->depth > DEPTH_MAX;
	while (!c->is_odd && !take(c, STR(")"))) {
		struct value arg = read_value(c);
		if (n < 2)
			args[n] = arg;
		n++;
		if (!take(c, STR(",")) && !str_starts(str_trim(c->rest), STR(")")))
			c->is_odd = true;
	}
	c->depth--;
	bool is_starts = str_eq_nocase(name, STR("startsWith"));
	bool is_ends = str_eq_nocase(name, STR("endsWith"));
	bool is_contains = str_eq_nocase(name, STR("contains"));
	if (n == 0 && str_eq_nocase(name, STR("success")))
		return boolean(YES);
	if (n != 2 || args[0].kind != TEXT || args[1].kind != TEXT || args[0].text.n > TEXT_MAX
		|| args[1].text.n > TEXT_MAX)
		return unknown;
	struct arena *a = c->r->x->arena;
	struct str text = str_lower(a, args[0].text), part = str_lower(a, args[1].text);
	if (is_starts)
		return boolean(tri_of(str_starts(text, part)));
	if (is_ends)
		return boolean(tri_of(str_ends(text, part)));
	return is_contains ? boolean(tri_of(str_contains(text, part))) : unknown;
}

static struct value
read_value(struct condition *c)
{
	size_t n = 0;
	if (take(c, STR("'")))
		return read_text(c);
	c->rest = str_trim(c->rest);
	while (n < c->rest.n
		&& (char_is_name(c->rest.s[n]) || c->rest.s[n] == '.' || c->rest.s[n] == '-'))
		n++;
	struct str word = str_slice(c->rest, 0, n);
	c->rest = str_slice(c->rest, n, c->rest.n);
	if (n == 0)
		c->is_odd = true;
	else if (take(c, STR("(")))
		return read_call(c, word);
	else if (char_is_digit(word.s[0]))
		return (struct value){ NUMBER, word };
	return value_of_name(c, word);
}

/* A part of && and ||; ! binds more tightly than ==. */
static enum tri
read_part(struct condition *c, bool is_negated)
{
	enum tri result = UNSURE;
	if (++c->depth > DEPTH_MAX)
		c->is_odd = true;
	if (c->is_odd)
		return UNSURE;
	if (take(c, STR("!"))) {
		result = tri_not(read_part(c, true));
	} else if (take(c, STR("("))) {
		result = read_or(c);
		c->is_odd |= !take(c, STR(")"));
	} else {
		struct value value = read_value(c);
		if (!is_negated && take(c, STR("==")))
			result = are_equal(value, read_value(c));
		else if (!is_negated && take(c, STR("!=")))
			result = tri_not(are_equal(value, read_value(c)));
		else
			result = is_true(value);
	}
	c->depth--;
	return result;
}

static enum tri
read_and(struct condition *c)
{
	enum tri result = read_part(c, false);
	while (!c->is_odd && take(c, STR("&&")))
		result = tri_and(result, read_part(c, false));
	return result;
}

static enum tri
read_or(struct condition *c)
{
	enum tri result = read_and(c);
	while (!c->is_odd && take(c, STR("||")))
		result = tri_or(result, read_and(c));
	return result;
}

enum tri
github_condition(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *condition)
{
	struct condition c = { .r = r, .step = step };
	if (!condition)
		return YES;
	if (!tree_scalar(condition, &c.rest))
		return UNSURE;
	c.rest = str_trim(c.rest);
	if (str_starts(c.rest, STR("${{")) && str_ends(c.rest, STR("}}")))
		c.rest = str_slice(c.rest, 3, c.rest.n - 2);
	enum tri result = github_has_expression(c.rest) ? UNSURE : read_or(&c);
	return c.is_odd || str_trim(c.rest).n ? UNSURE : result;
}
