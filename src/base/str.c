/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <string.h>

struct str
str_from(const char *s)
{
	return (struct str){ s, s ? strlen(s) : 0 };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (char_lower(a.s[i]) != char_lower(b.s[i]))
			return false;
	return true;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.s, b.s, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

bool
str_contains(struct str s, struct str needle)
{
	return str_find(s, needle, 0) != STR_NONE;
}

size_t
str_find_char(struct str s, char c, size_t from)
{
	if (from >= s.n)
		return STR_NONE;
	const char *hit = memchr(s.s + from, c, s.n - from);
	return hit ? (size_t)(hit - s.s) : STR_NONE;
}

size_t
str_find_last_char(struct str s, char c)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.s[i - 1] == c)
			return i - 1;
	return STR_NONE;
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
	if (needle.n == 0)
		return from <= s.n ? from : STR_NONE;
	for (size_t at = str_find_char(s, needle.s[0], from); at != STR_NONE;
		at = str_find_char(s, needle.s[0], at + 1)) {
		if (s.n - at < needle.n)
			return STR_NONE;
		if (memcmp(s.s + at, needle.s, needle.n) == 0)
			return at;
	}
	return STR_NONE;
}

struct str
str_trim(struct str s)
{
	while (s.n && char_is_space(s.s[0]))
		s = str_slice(s, 1, s.n);
	while (s.n && char_is_space(s.s[s.n - 1]))
		s.n--;
	return s;
}

bool
str_cut(struct str s, char sep, struct str *before, struct str *after)
{
	size_t at = str_find_char(s, sep, 0);
	if (before)
		*before = str_slice(s, 0, at);
	if (after)
		*after = at == STR_NONE ? (struct str){ 0 } : str_slice(s, at + 1, s.n);
	return at != STR_NONE;
}

bool
str_next_field(struct str *rest, char sep, struct str *field)
{
	if (!rest->s)
		return false;
	if (!str_cut(*rest, sep, field, rest))
		rest->s = NULL;
	return true;
}

bool
str_next_word(struct str *rest, struct str *word)
{
	size_t from = 0;
	while (from < rest->n && char_is_space(rest->s[from]))
		from++;
	size_t to = from;
	while (to < rest->n && !char_is_space(rest->s[to]))
		to++;
	*word = str_slice(*rest, from, to);
	*rest = str_slice(*rest, to, rest->n);
	return word->n > 0;
}

size_t
str_skip_digits(struct str s, size_t at)
{
	while (at < s.n && char_is_digit(s.s[at]))
		at++;
	return at;
}

bool
str_to_u64(struct str s, uint64_t *out)
{
	uint64_t value = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!char_is_digit(s.s[i]))
			return false;
		uint64_t digit = (uint64_t)(s.s[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

uint32_t
str_hash(struct str s)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.s[i]) * 16777619u;
	return hash;
}
