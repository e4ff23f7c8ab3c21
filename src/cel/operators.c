/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/cel_internal.h"

struct cel_value
cel_fn_not(struct cel_eval *e, const struct cel_value *args)
{
	return args->kind == CEL_BOOL ? cel_bool(!args->boolean) : cel_no_overload(e, "!");
}

static struct cel_value
overflow(struct cel_eval *e)
{
	return cel_error(e->arena, "integer overflow");
}

struct cel_value
cel_fn_negate(struct cel_eval *e, const struct cel_value *args)
{
	if (args->kind == CEL_DOUBLE)
		return cel_double(-args->real);
	if (args->kind != CEL_INT)
		return cel_no_overload(e, "-");
	return args->integer == INT64_MIN ? overflow(e) : cel_int(-args->integer);
}

static bool
both(const struct cel_value *args, enum cel_kind kind)
{
	return args[0].kind == kind && args[1].kind == kind;
}

static struct cel_value
concat_strings(struct cel_eval *e, struct str a, struct str b)
{
	if (!cel_spend(e, (a.n + b.n) / 16))
		return cel_error(e->arena, "the text grows too long");
	struct buf out = buf_new(e->arena);
	buf_add(&out, a);
	buf_add(&out, b);
	return cel_string(buf_str(&out));
}

/* What follows an open list has no certain index. */
static struct cel_value
concat_lists(struct cel_eval *e, const struct cel_value *args)
{
	size_t n = args[0].list->n, m = args[1].list->n;
	struct cel_list *list = ARENA_NEW(e->arena, struct cel_list);
	if (!cel_spend(e, n + m))
		return cel_error(e->arena, "the list grows too long");
	list->values = ARENA_ARRAY(e->arena, struct cel_value, n + m);
	list->n = n + m;
	for (size_t i = 0; i < n; i++)
		list->values[i] = cel_list_at(&args[0], i);
	for (size_t i = 0; i < m; i++)
		list->values[n + i] = cel_list_at(&args[1], i);
	list->open = args[0].list->open || args[1].list->open;
	list->sparse = args[0].list->open || args[0].list->sparse || args[1].list->sparse;
	return cel_list_value(list);
}

struct cel_value
cel_fn_add(struct cel_eval *e, const struct cel_value *args)
{
	int64_t sum;
	if (both(args, CEL_STRING))
		return concat_strings(e, args[0].string, args[1].string);
	if (both(args, CEL_LIST))
		return concat_lists(e, args);
	if (both(args, CEL_DOUBLE))
		return cel_double(args[0].real + args[1].real);
	if (!both(args, CEL_INT))
		return cel_no_overload(e, "+");
	return __builtin_add_overflow(args[0].integer, args[1].integer, &sum) ? overflow(e)
									      : cel_int(sum);
}

struct cel_value
cel_fn_subtract(struct cel_eval *e, const struct cel_value *args)
{
	int64_t difference;
	if (both(args, CEL_DOUBLE))
		return cel_double(args[0].real - args[1].real);
	if (!both(args, CEL_INT))
		return cel_no_overload(e, "-");
	return __builtin_sub_overflow(args[0].integer, args[1].integer, &difference)
		? overflow(e)
		: cel_int(difference);
}

struct cel_value
cel_fn_multiply(struct cel_eval *e, const struct cel_value *args)
{
	int64_t product;
	if (both(args, CEL_DOUBLE))
		return cel_double(args[0].real * args[1].real);
	if (!both(args, CEL_INT))
		return cel_no_overload(e, "*");
	return __builtin_mul_overflow(args[0].integer, args[1].integer, &product)
		? overflow(e)
		: cel_int(product);
}

struct cel_value
cel_fn_divide(struct cel_eval *e, const struct cel_value *args)
{
	if (both(args, CEL_DOUBLE))
		return cel_double(args[0].real / args[1].real);
	if (!both(args, CEL_INT))
		return cel_no_overload(e, "/");
	if (args[1].integer == 0)
		return cel_error(e->arena, "division by zero");
	if (args[0].integer == INT64_MIN && args[1].integer == -1)
		return overflow(e);
	return cel_int(args[0].integer / args[1].integer);
}

struct cel_value
cel_fn_modulo(struct cel_eval *e, const struct cel_value *args)
{
	if (!both(args, CEL_INT))
		return cel_no_overload(e, "%");
	if (args[1].integer == 0)
		return cel_error(e->arena, "modulus by zero");
	if (args[0].integer == INT64_MIN && args[1].integer == -1)
		return overflow(e);
	return cel_int(args[0].integer % args[1].integer);
}
