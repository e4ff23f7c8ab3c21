/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/tree/yaml_parts.h"

static bool
is_one_of(struct str text, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(text, words[i]))
			return true;
	return false;
}

static bool
is_null(struct str text)
{
	static const struct str words[] = { STR_INIT(""), STR_INIT("~"), STR_INIT("null"),
		STR_INIT("Null"), STR_INIT("NULL") };
	return is_one_of(text, words, sizeof(words) / sizeof(*words));
}

static bool
is_bool(struct str text)
{
	static const struct str words[] = { STR_INIT("true"), STR_INIT("True"), STR_INIT("TRUE"),
		STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE") };
	return is_one_of(text, words, sizeof(words) / sizeof(*words));
}

static size_t
skip_sign(struct str text, size_t at)
{
	return at < text.n && (text.s[at] == '+' || text.s[at] == '-') ? at + 1 : at;
}

static bool
is_based_int(struct str text)
{
	bool octal = str_starts(text, STR("0o"));
	if (text.n < 3 || !(octal || str_starts(text, STR("0x"))))
		return false;
	for (size_t i = 2; i < text.n; i++) {
		char c = char_lower(text.s[i]);
		bool digit = c >= '0' && c <= (octal ? '7' : '9');
		if (!digit && (octal || c < 'a' || c > 'f'))
			return false;
	}
	return true;
}

static bool
is_int(struct str text)
{
	size_t at = skip_sign(text, 0);
	return (at < text.n && str_skip_digits(text, at) == text.n) || is_based_int(text);
}

static bool
is_special_float(struct str text)
{
	static const struct str nans[] = { STR_INIT(".nan"), STR_INIT(".NaN"), STR_INIT(".NAN") };
	static const struct str infs[] = { STR_INIT(".inf"), STR_INIT(".Inf"), STR_INIT(".INF") };
	return is_one_of(text, nans, 3)
		|| is_one_of(str_slice(text, skip_sign(text, 0), text.n), infs, 3);
}

static bool
is_float(struct str text)
{
	size_t from = skip_sign(text, 0), at = str_skip_digits(text, from), digits = at - from;
	if (at < text.n && text.s[at] == '.') {
		size_t end = str_skip_digits(text, at + 1);
		digits += end - (at + 1);
		at = end;
	}
	if (digits == 0)
		return is_special_float(text);
	if (at < text.n && (text.s[at] == 'e' || text.s[at] == 'E')) {
		from = skip_sign(text, at + 1);
		at = str_skip_digits(text, from);
		if (at == from)
			return false;
	}
	return at == text.n;
}

enum tree_kind
yaml_resolve(struct str text)
{
	if (is_null(text))
		return TREE_NULL;
	if (is_bool(text))
		return TREE_BOOL;
	if (is_int(text))
		return TREE_INT;
	return is_float(text) ? TREE_FLOAT : TREE_STRING;
}

bool
yaml_resolve_tagged(struct str tag, struct str text, enum tree_kind *kind)
{
	enum tree_kind has = yaml_resolve(text);
	*kind = TREE_STRING;
	if (str_eq(tag, STR("tag:yaml.org,2002:null")))
		*kind = TREE_NULL;
	else if (str_eq(tag, STR("tag:yaml.org,2002:bool")))
		*kind = TREE_BOOL;
	else if (str_eq(tag, STR("tag:yaml.org,2002:int")))
		*kind = TREE_INT;
	else if (str_eq(tag, STR("tag:yaml.org,2002:float")))
		*kind = TREE_FLOAT;
	if (*kind == TREE_STRING || *kind == has || (*kind == TREE_FLOAT && has == TREE_INT))
		return true;
	*kind = TREE_STRING;
	return false;
}
