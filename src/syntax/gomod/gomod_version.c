/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/gomod/gomod_parts.h"

/* The end of the decimal number without leading zeros at `at`, or STR_NONE. */
static size_t
skip_number(struct str s, size_t at)
{
	size_t end = at;
	while (end < s.n && char_is_digit(s.s[end]))
		end++;
	return end == at || (end > at + 1 && s.s[at] == '0') ? STR_NONE : end;
}

static bool
is_identifier_char(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '-';
}

/* A dot-separated identifier of a pre-release or build (Semantic Versioning 2.0.0, 9, 10). */
static bool
is_identifier(struct str field, bool build)
{
	bool number = true;
	for (size_t i = 0; i < field.n; i++) {
		if (!is_identifier_char(field.s[i]))
			return false;
		number = number && char_is_digit(field.s[i]);
	}
	return field.n > 0 && (build || !number || field.n == 1 || field.s[0] != '0');
}

static bool
are_identifiers(struct str s, bool build)
{
	size_t from = 0;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.s[i] != '.')
			continue;
		if (!is_identifier(str_slice(s, from, i), build))
			return false;
		from = i + 1;
	}
	return true;
}

/* A pre-release and build, such as "-rc.1+meta". */
static bool
is_version_tail(struct str tail)
{
	struct str pre, build;
	if (str_cut(tail, '+', &pre, &build) && !are_identifiers(build, true))
		return false;
	return pre.n == 0 || (pre.s[0] == '-' && are_identifiers(str_slice(pre, 1, pre.n), false));
}

bool
gomod_is_version(struct str version)
{
	if (!str_starts(version, STR("v")))
		return false;
	size_t at = 0;
	for (int part = 0; part < 3; part++) {
		at = skip_number(version, at + 1);
		if (at == STR_NONE)
			return false;
		if (part < 2 && at == version.n)
			return true;
		if (part < 2 && version.s[at] != '.')
			return false;
	}
	return is_version_tail(str_slice(version, at, version.n));
}

/* Letters and then digits, such as rc1, or nothing. */
static bool
is_go_version_tail(struct str tail)
{
	size_t letters = 0;
	while (letters < tail.n && tail.s[letters] >= 'a' && tail.s[letters] <= 'z')
		letters++;
	size_t at = letters;
	while (at < tail.n && char_is_digit(tail.s[at]))
		at++;
	return tail.n == 0 || (letters > 0 && at > letters && at == tail.n);
}

bool
gomod_is_go_version(struct str version)
{
	size_t at = skip_number(version, 0);
	if (at == STR_NONE || version.s[0] == '0' || at >= version.n || version.s[at] != '.')
		return false;
	at = skip_number(version, at + 1);
	if (at != STR_NONE && at < version.n && version.s[at] == '.')
		at = skip_number(version, at + 1);
	return at != STR_NONE && is_go_version_tail(str_slice(version, at, version.n));
}

bool
gomod_is_toolchain(struct str name)
{
	return str_eq(name, STR("default")) || str_eq(name, STR("go1"))
		|| str_starts(name, STR("go1."));
}

/* gopkg.in paths end in .vN or .vN-unstable. */
static bool
gopkg_major(struct str path, struct str *major)
{
	size_t end = path.n;
	if (str_ends(path, STR("-unstable")))
		end -= STR("-unstable").n;
	size_t at = end;
	while (at > 0 && char_is_digit(path.s[at - 1]))
		at--;
	if (at < 2 || at == end || path.s[at - 1] != 'v' || path.s[at - 2] != '.')
		return false;
	*major = str_slice(path, at - 2, end);
	return path.s[at] != '0' || str_eq(str_slice(path, at - 2, path.n), STR(".v0"));
}

bool
gomod_path_major(struct str path, struct str *major)
{
	*major = (struct str){ 0 };
	if (str_starts(path, STR("gopkg.in/")))
		return gopkg_major(path, major);
	size_t at = path.n;
	bool dot = false;
	while (at > 0 && (char_is_digit(path.s[at - 1]) || path.s[at - 1] == '.'))
		dot = path.s[--at] == '.' || dot;
	if (at < 2 || at == path.n || path.s[at - 1] != 'v' || path.s[at - 2] != '/')
		return true;
	*major = str_slice(path, at - 2, path.n);
	return !dot && path.s[at] != '0' && !str_eq(*major, STR("/v1"));
}

bool
gomod_major_matches(struct str major, struct str version)
{
	size_t end = skip_number(version, 1);
	struct str own = str_slice(version, 0, end);
	if (major.n)
		return str_eq(own, str_slice(major, 1, major.n))
			|| (str_eq(major, STR(".v1")) && str_starts(version, STR("v0.0.0-")));
	return str_eq(own, STR("v0")) || str_eq(own, STR("v1"))
		|| str_ends(version, STR("+incompatible"));
}
