/* SPDX-License-Identifier: Apache-2.0 */
/* Equality, order and membership, three-valued. */
#include "base/utf8.h"
#include "cel/cel_internal.h"

static bool
is_number(const struct cel_value *v)
{
	return v->kind == CEL_INT || v->kind == CEL_DOUBLE;
}

/* Exact also where the integer has no equal among doubles. */
static int
compare_int_double(int64_t i, double d)
{
	if (d >= 9223372036854775808.0)
		return -1;
	if (d < -9223372036854775808.0)
		return 1;
	int64_t whole = (int64_t)d;
	if (i != whole)
		return i < whole ? -1 : 1;
	double rest = d - (double)whole;
	return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

static bool
is_nan(const struct cel_value *v)
{
	return v->kind == CEL_DOUBLE && v->real != v->real;
}

/* Neither is NaN. */
static int
compare_numbers(const struct cel_value *a, const struct cel_value *b)
{
	if (a->kind == CEL_INT && b->kind == CEL_INT)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->kind == CEL_INT)
		return compare_int_double(a->integer, b->real);
	if (b->kind == CEL_INT)
		return -compare_int_double(b->integer, a->real);
	return (a->real > b->real) - (a->real < b->real);
}

static enum tri equal(struct cel_eval *e, const struct cel_value *a, const struct cel_value *b);

/* Lists of lists nest no deeper than the expression does. */
static enum tri
equal_lists(struct cel_eval *e, const struct cel_value *a, const struct cel_value *b)
{
	const struct cel_list *l = a->list, *r = b->list;
	if (l->open || r->open)
		return UNSURE;
	if (l->n != r->n)
		return NO;
	enum tri result = YES;
	for (size_t i = 0; i < l->n && result != NO; i++) {
		struct cel_value x = cel_list_at(a, i), y = cel_list_at(b, i);
		if (!cel_spend(e, 1))
			return UNSURE;
		result = tri_and(result, equal(e, &x, &y));
	}
	return result;
}

static enum tri
equal(struct cel_eval *e, const struct cel_value *a, const struct cel_value *b)
{
	if (a->kind == CEL_UNKNOWN || b->kind == CEL_UNKNOWN)
		return UNSURE;
	if (is_number(a) && is_number(b))
		return tri_of(!is_nan(a) && !is_nan(b) && compare_numbers(a, b) == 0);
	if (a->kind != b->kind)
		return NO;
	switch (a->kind) {
	case CEL_NULL: return YES;
	case CEL_BOOL: return tri_of(a->boolean == b->boolean);
	case CEL_STRING: return tri_of(str_eq(a->string, b->string));
	case CEL_VERSION: return tri_of(cel_version_compare(a->string, b->string) == 0);
	case CEL_OBJECT: return tri_of(a->object == b->object && a->class == b->class);
	case CEL_PLACE:
		return tri_of(a->place.source == b->place.source
			&& a->place.span.off == b->place.span.off
			&& a->place.span.len == b->place.span.len);
	case CEL_LIST: return equal_lists(e, a, b);
	case CEL_MAP: /* the checker refuses to compare what it knows to be maps */
	case CEL_UNKNOWN:
	case CEL_ERROR:
	case CEL_INT:
	case CEL_DOUBLE:
	case CEL_DYN: break;
	}
	return UNSURE;
}

struct cel_value
cel_fn_equal(struct cel_eval *e, const struct cel_value *args)
{
	return cel_of_tri(equal(e, &args[0], &args[1]));
}

struct cel_value
cel_fn_unequal(struct cel_eval *e, const struct cel_value *args)
{
	return cel_of_tri(tri_not(equal(e, &args[0], &args[1])));
}

/* False with *why filled where two values have no order. */
static bool
compare(struct cel_eval *e, const struct cel_value *args, int *order, struct cel_value *why)
{
	if (is_number(&args[0]) && is_number(&args[1])) {
		*order = compare_numbers(&args[0], &args[1]);
		*why = cel_bool(false);
		return !is_nan(&args[0]) && !is_nan(&args[1]);
	}
	if (args[0].kind == CEL_STRING && args[1].kind == CEL_STRING) {
		*order = str_cmp(args[0].string, args[1].string);
		return true;
	}
	*why = cel_no_overload(e, "comparison");
	return false;
}

struct cel_value
cel_fn_less(struct cel_eval *e, const struct cel_value *args)
{
	int order;
	struct cel_value why;
	return compare(e, args, &order, &why) ? cel_bool(order < 0) : why;
}

struct cel_value
cel_fn_less_equal(struct cel_eval *e, const struct cel_value *args)
{
	int order;
	struct cel_value why;
	return compare(e, args, &order, &why) ? cel_bool(order <= 0) : why;
}

struct cel_value
cel_fn_greater(struct cel_eval *e, const struct cel_value *args)
{
	int order;
	struct cel_value why;
	return compare(e, args, &order, &why) ? cel_bool(order > 0) : why;
}

struct cel_value
cel_fn_greater_equal(struct cel_eval *e, const struct cel_value *args)
{
	int order;
	struct cel_value why;
	return compare(e, args, &order, &why) ? cel_bool(order >= 0) : why;
}

struct cel_value
cel_fn_in(struct cel_eval *e, const struct cel_value *args)
{
	if (args[1].kind == CEL_MAP && args[0].kind == CEL_STRING) {
		cel_spend(e, args[1].map->n);
		return cel_map_has(args[1].map, args[0].string);
	}
	if (args[1].kind != CEL_LIST)
		return cel_no_overload(e, "in");
	enum tri found = args[1].list->open ? UNSURE : NO;
	for (size_t i = 0; i < args[1].list->n && found != YES; i++) {
		struct cel_value element = cel_list_at(&args[1], i);
		if (!cel_spend(e, 1))
			return cel_unknown();
		found = tri_or(found, equal(e, &args[0], &element));
	}
	return cel_of_tri(found);
}

struct cel_value
cel_fn_index(struct cel_eval *e, const struct cel_value *args)
{
	if (args[0].kind == CEL_MAP && args[1].kind == CEL_STRING) {
		cel_spend(e, args[0].map->n);
		return cel_map_get(e->arena, args[0].map, args[1].string);
	}
	if (args[0].kind != CEL_LIST || args[1].kind != CEL_INT)
		return cel_no_overload(e, "index");
	const struct cel_list *list = args[0].list;
	int64_t i = args[1].integer;
	if (i >= 0 && list->sparse)
		return cel_unknown();
	if (i >= 0 && (uint64_t)i < list->n)
		return cel_list_at(&args[0], (size_t)i);
	if (i >= 0 && list->open)
		return cel_unknown();
	return cel_error(e->arena, "index out of bounds: %lld", (long long)i);
}

struct cel_value
cel_fn_size(struct cel_eval *e, const struct cel_value *args)
{
	if (args->kind == CEL_STRING) {
		cel_spend(e, args->string.n / 64);
		return cel_int((int64_t)utf8_count(args->string));
	}
	if (args->kind != CEL_LIST && args->kind != CEL_MAP)
		return cel_no_overload(e, "size");
	const struct cel_list *list =
		args->kind == CEL_LIST ? args->list : cel_map_keys(e->arena, args->map);
	cel_spend(e, args->kind == CEL_LIST ? 0 : list->n);
	return list->open ? cel_unknown() : cel_int((int64_t)list->n);
}
