/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions of Go in the order of the go command: 1.26 < 1.26beta1 < 1.26rc1 < 1.26.0
 * (https://go.dev/doc/toolchain#version). Before 1.21 the first release had no ".0".
 */

#include "cel/cel_internal.h"

struct version {
	uint64_t major, minor;
	uint64_t patch_plus_one; /* 0 where there is none, which comes before .0 */
	struct str prerelease;   /* alpha, beta, rc … */
	uint64_t prerelease_number;
};

/* Takes a number without leading zeros off the front. */
static bool
take_number(struct str *s, uint64_t *out)
{
	size_t n = 0;
	while (n < s->n && char_is_digit(s->s[n]))
		n++;
	if ((n > 1 && s->s[0] == '0') || n > 18 || !str_to_u64(str_slice(*s, 0, n), out))
		return false;
	*s = str_slice(*s, n, s->n);
	return true;
}

static bool
take_char(struct str *s, char c)
{
	if (s->n == 0 || s->s[0] != c)
		return false;
	*s = str_slice(*s, 1, s->n);
	return true;
}

static bool
take_prerelease(struct str *s, struct version *v)
{
	size_t n = 0;
	while (n < s->n && s->s[n] >= 'a' && s->s[n] <= 'z')
		n++;
	if (n == 0)
		return false;
	v->prerelease = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->n);
	return take_number(s, &v->prerelease_number);
}

/* What follows the minor number: nothing, a patch number or a prerelease. */
static bool
take_rest(struct str *s, struct version *v)
{
	if (take_char(s, '.')) {
		if (!take_number(s, &v->patch_plus_one))
			return false;
		v->patch_plus_one++;
	} else if (s->n > 0) {
		return take_prerelease(s, v);
	} else if (v->major == 1 && v->minor < 21) {
		v->patch_plus_one = 1;
	}
	return s->n == 0;
}

static bool
version_parse(struct str s, struct version *v)
{
	*v = (struct version){ 0 };
	if (str_starts(s, STR("go")))
		s = str_slice(s, 2, s.n);
	size_t suffix = str_find_char(s, '-', 0); /* such as go1.21.0-custom */
	if (suffix != STR_NONE) {
		if (suffix + 1 == s.n)
			return false;
		s.n = suffix;
	}
	if (!take_number(&s, &v->major))
		return false;
	if (s.n > 0 && (!take_char(&s, '.') || !take_number(&s, &v->minor)))
		return false;
	return take_rest(&s, v) && s.n == 0;
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int
cel_version_compare(struct str a, struct str b)
{
	struct version x, y;
	if (!version_parse(a, &x) || !version_parse(b, &y))
		return 0;
	int order = compare_numbers(x.major, y.major);
	if (order == 0)
		order = compare_numbers(x.minor, y.minor);
	if (order == 0)
		order = compare_numbers(x.patch_plus_one, y.patch_plus_one);
	if (order == 0)
		order = str_cmp(x.prerelease, y.prerelease);
	return order ? order : compare_numbers(x.prerelease_number, y.prerelease_number);
}

bool
cel_version_is_valid(struct str s)
{
	struct version v;
	return version_parse(s, &v);
}

struct cel_value
cel_fn_is_go_version(struct cel_eval *e, const struct cel_value *args)
{
	if (args->kind != CEL_STRING)
		return cel_no_overload(e, "isGoVersion");
	return cel_bool(cel_version_is_valid(args->string));
}

struct cel_value
cel_fn_go_version(struct cel_eval *e, const struct cel_value *args)
{
	if (args->kind != CEL_STRING)
		return cel_no_overload(e, "goVersion");
	if (!cel_version_is_valid(args->string))
		return cel_error(e->arena, "this text is not a Go version");
	return (struct cel_value){ .kind = CEL_VERSION, .string = args->string };
}

static bool
versions(const struct cel_value *args)
{
	return args[0].kind == CEL_VERSION && args[1].kind == CEL_VERSION;
}

struct cel_value
cel_fn_version_less(struct cel_eval *e, const struct cel_value *args)
{
	return versions(args) ? cel_bool(cel_version_compare(args[0].string, args[1].string) < 0)
			      : cel_no_overload(e, "isLessThan");
}

struct cel_value
cel_fn_version_greater(struct cel_eval *e, const struct cel_value *args)
{
	return versions(args) ? cel_bool(cel_version_compare(args[0].string, args[1].string) > 0)
			      : cel_no_overload(e, "isGreaterThan");
}

struct cel_value
cel_fn_version_compare(struct cel_eval *e, const struct cel_value *args)
{
	if (!versions(args))
		return cel_no_overload(e, "compareTo");
	int order = cel_version_compare(args[0].string, args[1].string);
	return cel_int((order > 0) - (order < 0));
}

struct cel_value
cel_fn_version_major(struct cel_eval *e, const struct cel_value *args)
{
	struct version v;
	if (args->kind != CEL_VERSION || !version_parse(args->string, &v))
		return cel_no_overload(e, "major");
	return cel_int((int64_t)v.major);
}

struct cel_value
cel_fn_version_minor(struct cel_eval *e, const struct cel_value *args)
{
	struct version v;
	if (args->kind != CEL_VERSION || !version_parse(args->string, &v))
		return cel_no_overload(e, "minor");
	return cel_int((int64_t)v.minor);
}

struct cel_value
cel_fn_version_patch(struct cel_eval *e, const struct cel_value *args)
{
	struct version v;
	if (args->kind != CEL_VERSION || !version_parse(args->string, &v))
		return cel_no_overload(e, "patch");
	return cel_int(v.patch_plus_one ? (int64_t)(v.patch_plus_one - 1) : 0);
}
