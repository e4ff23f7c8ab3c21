/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of strings, as in CEL's strings extension; blanks and case are ASCII's. */
#include "base/utf8.h"
#include "cel/cel_internal.h"

/* Are the first n arguments strings? Their length counts as work. */
static bool
strings(struct cel_eval *e, const struct cel_value *args, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (args[i].kind != CEL_STRING)
			return false;
		cel_spend(e, args[i].string.n / 64);
	}
	return true;
}

struct cel_value
cel_fn_starts_with(struct cel_eval *e, const struct cel_value *args)
{
	return strings(e, args, 2) ? cel_bool(str_starts(args[0].string, args[1].string))
				   : cel_no_overload(e, "startsWith");
}

struct cel_value
cel_fn_ends_with(struct cel_eval *e, const struct cel_value *args)
{
	return strings(e, args, 2) ? cel_bool(str_ends(args[0].string, args[1].string))
				   : cel_no_overload(e, "endsWith");
}

struct cel_value
cel_fn_contains(struct cel_eval *e, const struct cel_value *args)
{
	return strings(e, args, 2) ? cel_bool(str_contains(args[0].string, args[1].string))
				   : cel_no_overload(e, "contains");
}

static struct cel_value
too_long(struct cel_eval *e)
{
	return cel_error(e->arena, "the text grows too long");
}

struct cel_value
cel_fn_lower(struct cel_eval *e, const struct cel_value *args)
{
	if (!strings(e, args, 1))
		return cel_no_overload(e, "lowerAscii");
	if (!cel_spend(e, args->string.n / 16))
		return too_long(e);
	struct buf out = buf_new(e->arena);
	for (size_t i = 0; i < args->string.n; i++)
		buf_add_char(&out, char_lower(args->string.s[i]));
	return cel_string(buf_str(&out));
}

/* White space as Unicode defines it (property White_Space). */
static bool
is_white_space(uint32_t code)
{
	return (code >= '\t' && code <= '\r') || code == ' ' || code == 0x85 || code == 0xa0
		|| code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028
		|| code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

/* Where the character before s[end] begins; a malformed byte is one character. */
static size_t
character_start(struct str s, size_t end)
{
	for (size_t at = end; at-- > 0 && end - at <= 4;)
		if (utf8_decode(s, at, NULL) == end - at)
			return at;
	return end - 1;
}

struct cel_value
cel_fn_trim(struct cel_eval *e, const struct cel_value *args)
{
	if (!strings(e, args, 1))
		return cel_no_overload(e, "trim");
	struct str s = args->string;
	uint32_t code;
	for (size_t n; (n = utf8_decode(s, 0, &code)) > 0 && is_white_space(code);)
		s = str_slice(s, n, s.n);
	while (s.n > 0) {
		size_t start = character_start(s, s.n);
		if (utf8_decode(s, start, &code) == 0 || !is_white_space(code))
			break;
		s.n = start;
	}
	return cel_string(s);
}

/* Where the character at s[at] ends; a malformed byte is one character. */
static size_t
character_end(struct str s, size_t at)
{
	return at + utf8_step(s, at);
}

/* Splits s before its first separator; without a separator, behind its first character. */
static bool
cut(struct str s, struct str separator, struct str *before, struct str *after)
{
	size_t at = separator.n > 0 ? str_find(s, separator, 0)
		: s.n > 0           ? character_end(s, 0)
				    : STR_NONE;
	if (at == STR_NONE || (separator.n == 0 && at == s.n))
		return false;
	*before = str_slice(s, 0, at);
	*after = str_slice(s, at + separator.n, s.n);
	return true;
}

struct cel_value
cel_fn_split(struct cel_eval *e, const struct cel_value *args)
{
	if (!strings(e, args, 2))
		return cel_no_overload(e, "split");
	VEC_OF(, struct cel_value) parts = { 0 };
	struct str rest = args[0].string, part;
	bool only_characters = args[1].string.n == 0;
	while (cut(rest, args[1].string, &part, &rest)) {
		if (!cel_spend(e, 1))
			return too_long(e);
		vec_push(e->arena, &parts, cel_string(part));
	}
	if (!only_characters || rest.n > 0)
		vec_push(e->arena, &parts, cel_string(rest));
	struct cel_list *list = ARENA_NEW(e->arena, struct cel_list);
	list->values = parts.items;
	list->n = parts.n;
	return cel_list_value(list);
}

struct cel_value
cel_fn_join(struct cel_eval *e, const struct cel_value *args)
{
	if (args[0].kind != CEL_LIST || !strings(e, &args[1], 1))
		return cel_no_overload(e, "join");
	if (args[0].list->open)
		return cel_unknown();
	struct buf out = buf_new(e->arena);
	for (size_t i = 0; i < args[0].list->n; i++) {
		struct cel_value part = cel_list_at(&args[0], i);
		if (part.kind == CEL_UNKNOWN)
			return part;
		if (part.kind != CEL_STRING)
			return cel_no_overload(e, "join");
		if (!cel_spend(e, 1 + (part.string.n + args[1].string.n) / 16))
			return too_long(e);
		if (i > 0)
			buf_add(&out, args[1].string);
		buf_add(&out, part.string);
	}
	return cel_string(buf_str(&out));
}

/* Puts `with` before each character and at the end. */
static struct cel_value
interleave(struct cel_eval *e, struct str s, struct str with)
{
	struct buf out = buf_new(e->arena);
	for (size_t at = 0, end; at < s.n; at = end) {
		if (!cel_spend(e, 1 + with.n / 16))
			return too_long(e);
		end = character_end(s, at);
		buf_add(&out, with);
		buf_add(&out, str_slice(s, at, end));
	}
	buf_add(&out, with);
	return cel_string(buf_str(&out));
}

struct cel_value
cel_fn_replace(struct cel_eval *e, const struct cel_value *args)
{
	if (!strings(e, args, 3))
		return cel_no_overload(e, "replace");
	struct str s = args[0].string, old = args[1].string, new = args[2].string;
	if (old.n == 0)
		return interleave(e, s, new);
	struct buf out = buf_new(e->arena);
	size_t from = 0, at;
	for (; (at = str_find(s, old, from)) != STR_NONE; from = at + old.n) {
		if (!cel_spend(e, 1 + (at - from + new.n) / 16))
			return too_long(e);
		buf_add(&out, str_slice(s, from, at));
		buf_add(&out, new);
	}
	buf_add(&out, str_slice(s, from, s.n));
	return cel_string(buf_str(&out));
}
