/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "cel/cel_internal.h"

static bool
int_of_text(struct str s, int64_t *out)
{
	uint64_t magnitude;
	bool negative = str_starts(s, STR("-"));
	bool sign = negative || str_starts(s, STR("+"));
	if (!str_to_u64(str_slice(s, sign, s.n), &magnitude)
		|| magnitude > (uint64_t)INT64_MAX + negative)
		return false;
	*out = (int64_t)(negative ? -magnitude : magnitude);
	return true;
}

struct cel_value
cel_fn_to_int(struct cel_eval *e, const struct cel_value *args)
{
	int64_t i;
	if (args->kind == CEL_INT)
		return *args;
	if (args->kind == CEL_STRING)
		return int_of_text(args->string, &i)
			? cel_int(i)
			: cel_error(e->arena, "this text is not an int");
	if (args->kind != CEL_DOUBLE)
		return cel_no_overload(e, "int");
	if (!(args->real > -9223372036854775808.0 && args->real < 9223372036854775808.0))
		return cel_error(e->arena, "integer overflow");
	return cel_int((int64_t)args->real);
}

static size_t
skip_sign(struct str s, size_t at)
{
	return at + (at < s.n && (s.s[at] == '+' || s.s[at] == '-'));
}

/* Digits with an optional sign, fraction and exponent, so that strtod() takes all of it. */
static bool
is_decimal(struct str s)
{
	size_t from = skip_sign(s, 0), at = str_skip_digits(s, from), digits = at - from;
	if (at < s.n && s.s[at] == '.') {
		from = at + 1;
		at = str_skip_digits(s, from);
		digits += at - from;
	}
	if (digits > 0 && at < s.n && char_lower(s.s[at]) == 'e') {
		from = skip_sign(s, at + 1);
		at = str_skip_digits(s, from);
		digits = at - from;
	}
	return digits > 0 && at == s.n;
}

struct cel_value
cel_fn_to_double(struct cel_eval *e, const struct cel_value *args)
{
	if (args->kind == CEL_DOUBLE)
		return *args;
	if (args->kind == CEL_INT)
		return cel_double((double)args->integer);
	if (args->kind != CEL_STRING)
		return cel_no_overload(e, "double");
	if (!cel_spend(e, args->string.n / 16) || !is_decimal(args->string))
		return cel_error(e->arena, "this text is not a double");
	double d = strtod(arena_str(e->arena, args->string).s, NULL);
	return isinf(d) ? cel_error(e->arena, "this number is too large") : cel_double(d);
}

struct cel_value
cel_fn_to_string(struct cel_eval *e, const struct cel_value *args)
{
	struct str text;
	if (args->kind == CEL_LIST || !cel_value_text(e->arena, args, &text))
		return cel_no_overload(e, "string");
	return cel_string(text);
}
