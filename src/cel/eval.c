/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the tables of a program. Recursion is bounded by CEL_MAX_DEPTH. */
#include "cel/cel_internal.h"

static struct cel_value eval(struct cel_eval *e, uint32_t node);

bool
cel_spend(struct cel_eval *e, size_t steps)
{
	bool enough = steps < e->steps_left;
	e->steps_left = enough ? e->steps_left - (uint32_t)steps : 0;
	return enough;
}

static struct cel_value
too_costly(void)
{
	return (struct cel_value){ .kind = CEL_ERROR,
		.string = STR("the expression takes too many steps") };
}

struct cel_value
cel_no_overload(struct cel_eval *e, const char *function)
{
	return cel_error(e->arena, "no such overload: %s", function);
}

/* For && and ||, which may come to have a value where an unknown side decides them. */
static struct cel_value
unknown_or_error(struct cel_value a, struct cel_value b)
{
	return a.kind == CEL_UNKNOWN || b.kind != CEL_UNKNOWN ? a : b;
}

/* For all else: there is no value, whatever the unknown arguments turn out to be. */
static struct cel_value
error_or_unknown(struct cel_value a, struct cel_value b)
{
	return a.kind == CEL_ERROR || b.kind != CEL_ERROR ? a : b;
}

static bool
stops(const struct cel_value *v)
{
	return v->kind == CEL_UNKNOWN || v->kind == CEL_ERROR;
}

/* --- leaves and selections --- */

static struct cel_value
eval_null(struct cel_eval *e, const struct cel_node *n)
{
	(void)e;
	(void)n;
	return (struct cel_value){ .kind = CEL_NULL };
}

static struct cel_value
eval_bool(struct cel_eval *e, const struct cel_node *n)
{
	(void)e;
	return cel_bool(n->a != 0);
}

static struct cel_value
eval_int(struct cel_eval *e, const struct cel_node *n)
{
	return cel_int(e->program->integers[n->a]);
}

static struct cel_value
eval_double(struct cel_eval *e, const struct cel_node *n)
{
	return cel_double(e->program->reals[n->a]);
}

static struct cel_value
eval_string(struct cel_eval *e, const struct cel_node *n)
{
	return cel_string(e->program->strings[n->a]);
}

static struct cel_value
eval_variable(struct cel_eval *e, const struct cel_node *n)
{
	return e->variables[n->a];
}

static struct cel_value
eval_local(struct cel_eval *e, const struct cel_node *n)
{
	return e->locals[n->a];
}

static struct cel_value
eval_field(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value of = eval(e, n->a);
	if (stops(&of))
		return of;
	if (of.kind != CEL_OBJECT || of.class != n->c || !of.object)
		return cel_no_overload(e, "selection");
	const struct fact_field *field = &fact_classes[n->c].fields[n->b];
	return n->op == OP_FIELD ? cel_field_value(e->arena, field, of.object)
				 : cel_field_has(e->arena, field, of.object);
}

static struct cel_value
select_by_name(struct cel_eval *e, const struct cel_node *n, const struct cel_value *of)
{
	struct str name = e->program->strings[n->b];
	const struct fact_field *field = fact_field_named(&fact_classes[of->class], name);
	if (!field || !of->object)
		return cel_error(e->arena, "no such field: %" PRIstr, STR_ARG(name));
	return n->op == OP_SELECT ? cel_field_value(e->arena, field, of->object)
				  : cel_field_has(e->arena, field, of->object);
}

static struct cel_value
eval_select(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value of = eval(e, n->a);
	if (stops(&of))
		return of;
	if (of.kind == CEL_OBJECT)
		return select_by_name(e, n, &of);
	if (of.kind != CEL_MAP)
		return cel_no_overload(e, "selection");
	cel_spend(e, of.map->n);
	struct str key = e->program->strings[n->b];
	return n->op == OP_SELECT ? cel_map_get(e->arena, of.map, key) : cel_map_has(of.map, key);
}

/* --- lists and maps --- */

static struct cel_value
eval_list(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_list *list = ARENA_NEW(e->arena, struct cel_list);
	list->values = ARENA_ARRAY(e->arena, struct cel_value, n->b);
	list->n = n->b;
	const struct cel_node *nodes = e->program->nodes;
	for (uint32_t i = 0, item = n->a; i < n->b; i++, item = nodes[item].b) {
		list->values[i] = eval(e, nodes[item].a);
		if (list->values[i].kind == CEL_ERROR)
			return list->values[i];
	}
	return cel_list_value(list);
}

static struct cel_value
eval_map(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_map *map = ARENA_NEW(e->arena, struct cel_map);
	struct cel_value *keys = ARENA_ARRAY(e->arena, struct cel_value, n->b);
	struct cel_value *values = ARENA_ARRAY(e->arena, struct cel_value, n->b);
	const struct cel_node *nodes = e->program->nodes;
	map->keys = keys;
	map->values = values;
	for (uint32_t entry = n->a; map->n < n->b; map->n++, entry = nodes[entry].c) {
		struct cel_value key = eval(e, nodes[entry].a), value = eval(e, nodes[entry].b);
		if (stops(&key))
			return key;
		if (value.kind == CEL_ERROR)
			return value;
		if (key.kind != CEL_STRING)
			return cel_no_overload(e, "key of a map");
		if (!cel_spend(e, map->n))
			return too_costly();
		if (cel_map_has(map, key.string).boolean)
			return cel_error(e->arena, "repeated key: %" PRIstr, STR_ARG(key.string));
		keys[map->n] = key;
		values[map->n] = value;
	}
	return (struct cel_value){ .kind = CEL_MAP, .map = map };
}

/* --- logic --- */

/* a && b and a || b: `decisive` on either side decides, whatever the other one is. */
static struct cel_value
eval_logic(struct cel_eval *e, const struct cel_node *n)
{
	bool decisive = n->op == OP_OR;
	struct cel_value sides[2];
	for (int i = 0; i < 2; i++) {
		sides[i] = eval(e, i == 0 ? n->a : n->b);
		if (sides[i].kind == CEL_BOOL && sides[i].boolean == decisive)
			return sides[i];
		if (sides[i].kind != CEL_BOOL && !stops(&sides[i]))
			sides[i] = cel_no_overload(e, decisive ? "||" : "&&");
	}
	if (sides[0].kind == CEL_BOOL)
		return sides[1];
	return sides[1].kind == CEL_BOOL ? sides[0] : unknown_or_error(sides[0], sides[1]);
}

static struct cel_value
eval_if(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value condition = eval(e, n->a);
	if (stops(&condition))
		return condition;
	if (condition.kind != CEL_BOOL)
		return cel_no_overload(e, "?:");
	return eval(e, condition.boolean ? n->b : n->c);
}

/* --- macros --- */

/* What a macro walks over; not a LIST where that could not be evaluated. */
static struct cel_value
eval_range(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value range = eval(e, n->a);
	if (range.kind == CEL_MAP) {
		range = cel_list_value(cel_map_keys(e->arena, range.map));
		cel_spend(e, range.list->n);
	}
	if (range.kind != CEL_LIST && !stops(&range))
		return cel_no_overload(e, "macro");
	return range;
}

static struct cel_value
eval_body(struct cel_eval *e, const struct cel_node *n, struct cel_value element, bool condition)
{
	e->locals[n->c] = element;
	struct cel_value v = eval(e, n->b);
	if (condition && v.kind != CEL_BOOL && !stops(&v))
		return cel_no_overload(e, "condition of a macro");
	return v;
}

/* exists() and all(): the chain of || or && over the elements. */
static struct cel_value
eval_quantifier(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value range = eval_range(e, n);
	if (range.kind != CEL_LIST)
		return range;
	bool decisive = n->op == OP_EXISTS;
	struct cel_value result = range.list->open ? cel_unknown() : cel_bool(!decisive);
	for (size_t i = 0; i < range.list->n && e->steps_left > 0; i++) {
		struct cel_value v = eval_body(e, n, cel_list_at(&range, i), true);
		if (v.kind == CEL_BOOL && v.boolean == decisive)
			return v;
		if (v.kind != CEL_BOOL)
			result = result.kind == CEL_BOOL ? v : unknown_or_error(result, v);
	}
	return result;
}

static struct cel_value
eval_exists_one(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value range = eval_range(e, n);
	if (range.kind != CEL_LIST)
		return range;
	struct cel_value stop = range.list->open ? cel_unknown() : cel_bool(true);
	size_t found = 0;
	for (size_t i = 0; i < range.list->n && e->steps_left > 0; i++) {
		struct cel_value v = eval_body(e, n, cel_list_at(&range, i), true);
		if (v.kind == CEL_BOOL)
			found += v.boolean;
		else
			stop = stop.kind == CEL_BOOL ? v : error_or_unknown(stop, v);
	}
	return stops(&stop) ? stop : cel_bool(found == 1);
}

static struct cel_list *
new_list_like(struct cel_eval *e, const struct cel_list *range)
{
	struct cel_list *list = ARENA_NEW(e->arena, struct cel_list);
	list->values = ARENA_ARRAY(e->arena, struct cel_value, range->n);
	list->open = range->open;
	list->sparse = range->sparse;
	return list;
}

/* An element whose condition is unknown is left out: the list has a gap there. */
static struct cel_value
eval_filter(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value range = eval_range(e, n);
	if (range.kind != CEL_LIST)
		return range;
	if (!cel_spend(e, range.list->n))
		return too_costly();
	struct cel_list *list = new_list_like(e, range.list);
	for (size_t i = 0; i < range.list->n && e->steps_left > 0; i++) {
		struct cel_value element = cel_list_at(&range, i);
		struct cel_value v = eval_body(e, n, element, true);
		if (v.kind == CEL_ERROR)
			return v;
		if (v.kind == CEL_UNKNOWN)
			list->open = list->sparse = true;
		else if (v.boolean)
			list->values[list->n++] = element;
	}
	return cel_list_value(list);
}

static struct cel_value
eval_transform(struct cel_eval *e, const struct cel_node *n)
{
	struct cel_value range = eval_range(e, n);
	if (range.kind != CEL_LIST)
		return range;
	if (!cel_spend(e, range.list->n))
		return too_costly();
	struct cel_list *list = new_list_like(e, range.list);
	for (size_t i = 0; i < range.list->n && e->steps_left > 0; i++) {
		struct cel_value v = eval_body(e, n, cel_list_at(&range, i), false);
		if (v.kind == CEL_ERROR)
			return v;
		list->values[list->n++] = v;
	}
	return cel_list_value(list);
}

/* --- dispatch --- */

typedef struct cel_value evaluator(struct cel_eval *e, const struct cel_node *n);

static evaluator *const evaluators[OP_COUNT] = {
	[OP_NULL] = eval_null,
	[OP_BOOL] = eval_bool,
	[OP_INT] = eval_int,
	[OP_DOUBLE] = eval_double,
	[OP_STRING] = eval_string,
	[OP_LIST] = eval_list,
	[OP_MAP] = eval_map,
	[OP_VARIABLE] = eval_variable,
	[OP_LOCAL] = eval_local,
	[OP_FIELD] = eval_field,
	[OP_HAS_FIELD] = eval_field,
	[OP_SELECT] = eval_select,
	[OP_HAS_KEY] = eval_select,
	[OP_AND] = eval_logic,
	[OP_OR] = eval_logic,
	[OP_IF] = eval_if,
	[OP_EXISTS] = eval_quantifier,
	[OP_ALL] = eval_quantifier,
	[OP_EXISTS_ONE] = eval_exists_one,
	[OP_FILTER] = eval_filter,
	[OP_TRANSFORM] = eval_transform,
};

static const struct {
	cel_function *call;
	uint8_t nargs;
} functions[OP_COUNT] = {
	[OP_NOT] = { cel_fn_not, 1 },
	[OP_NEGATE] = { cel_fn_negate, 1 },
	[OP_ADD] = { cel_fn_add, 2 },
	[OP_SUBTRACT] = { cel_fn_subtract, 2 },
	[OP_MULTIPLY] = { cel_fn_multiply, 2 },
	[OP_DIVIDE] = { cel_fn_divide, 2 },
	[OP_MODULO] = { cel_fn_modulo, 2 },
	[OP_EQUAL] = { cel_fn_equal, 2 },
	[OP_UNEQUAL] = { cel_fn_unequal, 2 },
	[OP_LESS] = { cel_fn_less, 2 },
	[OP_LESS_EQUAL] = { cel_fn_less_equal, 2 },
	[OP_GREATER] = { cel_fn_greater, 2 },
	[OP_GREATER_EQUAL] = { cel_fn_greater_equal, 2 },
	[OP_IN] = { cel_fn_in, 2 },
	[OP_INDEX] = { cel_fn_index, 2 },
	[OP_SIZE] = { cel_fn_size, 1 },
	[OP_STARTS_WITH] = { cel_fn_starts_with, 2 },
	[OP_ENDS_WITH] = { cel_fn_ends_with, 2 },
	[OP_CONTAINS] = { cel_fn_contains, 2 },
	[OP_MATCHES] = { cel_fn_matches, 2 },
	[OP_MATCHES_LITERAL] = { cel_fn_matches_literal, 2 },
	[OP_LOWER] = { cel_fn_lower, 1 },
	[OP_SPLIT] = { cel_fn_split, 2 },
	[OP_JOIN] = { cel_fn_join, 2 },
	[OP_TRIM] = { cel_fn_trim, 1 },
	[OP_REPLACE] = { cel_fn_replace, 3 },
	[OP_TO_INT] = { cel_fn_to_int, 1 },
	[OP_TO_DOUBLE] = { cel_fn_to_double, 1 },
	[OP_TO_STRING] = { cel_fn_to_string, 1 },
	[OP_GO_VERSION] = { cel_fn_go_version, 1 },
	[OP_IS_GO_VERSION] = { cel_fn_is_go_version, 1 },
	[OP_VERSION_LESS] = { cel_fn_version_less, 2 },
	[OP_VERSION_GREATER] = { cel_fn_version_greater, 2 },
	[OP_VERSION_COMPARE] = { cel_fn_version_compare, 2 },
	[OP_VERSION_MAJOR] = { cel_fn_version_major, 1 },
	[OP_VERSION_MINOR] = { cel_fn_version_minor, 1 },
	[OP_VERSION_PATCH] = { cel_fn_version_patch, 1 },
};

static struct cel_value
eval_function(struct cel_eval *e, const struct cel_node *n)
{
	uint32_t operands[3] = { n->a, n->b, n->c };
	struct cel_value args[3], stop = cel_bool(true);
	for (uint8_t i = 0; i < 3 && i < functions[n->op].nargs; i++) {
		args[i] = eval(e, operands[i]);
		if (stops(&args[i]))
			stop = stops(&stop) ? error_or_unknown(stop, args[i]) : args[i];
	}
	return stops(&stop) ? stop : functions[n->op].call(e, args);
}

static struct cel_value
eval(struct cel_eval *e, uint32_t node)
{
	const struct cel_node *n = &e->program->nodes[node];
	if (!cel_spend(e, 1))
		return too_costly();
	return evaluators[n->op] ? evaluators[n->op](e, n) : eval_function(e, n);
}

struct cel_value
cel_eval(struct cel_context *cx, const struct cel_program *program, const struct cel_value *values,
	struct arena *scratch)
{
	struct cel_eval e = { .cx = cx, .program = program, .variables = values, .arena = scratch };
	uint32_t steps = cx->budget < CEL_MAX_STEPS ? (uint32_t)cx->budget : CEL_MAX_STEPS;
	e.steps_left = steps;
	struct cel_value v = steps ? eval(&e, program->nnodes - 1) : too_costly();
	cx->budget -= steps - e.steps_left;
	return e.steps_left > 0 ? v : too_costly();
}
