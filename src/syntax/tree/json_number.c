/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/tree/json_parts.h"

static bool
is_hex(struct str digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		char c = char_lower(digits.s[i]);
		if (!char_is_digit(c) && (c < 'a' || c > 'f'))
			return false;
	}
	return digits.n > 0;
}

/* The end of the exponent at `at`, `at` where there is none, STR_NONE if it lacks digits. */
static size_t
skip_exponent(struct str text, size_t at)
{
	if (at >= text.n || char_lower(text.s[at]) != 'e')
		return at;
	at++;
	if (at < text.n && (text.s[at] == '+' || text.s[at] == '-'))
		at++;
	size_t end = str_skip_digits(text, at);
	return end > at ? end : STR_NONE;
}

/* A number without its sign (RFC 8259, 6; JSON5, 6). */
static bool
is_decimal(struct str text, bool json5, enum tree_kind *kind)
{
	size_t dot = str_skip_digits(text, 0), whole = dot, fraction = 0, at = dot;
	if (whole > 1 && text.s[0] == '0')
		return false;
	if (at < text.n && text.s[at] == '.') {
		at = str_skip_digits(text, at + 1);
		fraction = at - dot - 1;
		if (!json5 && fraction == 0)
			return false;
	}
	if (whole == 0 && (!json5 || fraction == 0))
		return false;
	size_t end = skip_exponent(text, at);
	*kind = end == dot ? TREE_INT : TREE_FLOAT;
	return end == text.n;
}

bool
json_is_number(struct str text, enum json_dialect dialect, enum tree_kind *kind)
{
	bool json5 = dialect == JSON_JSON5;
	if (text.n && (text.s[0] == '-' || (json5 && text.s[0] == '+')))
		text = str_slice(text, 1, text.n);
	if (!json5)
		return is_decimal(text, false, kind);
	*kind = TREE_FLOAT;
	if (str_eq(text, STR("Infinity")) || str_eq(text, STR("NaN")))
		return true;
	if (str_starts(text, STR("0x")) || str_starts(text, STR("0X"))) {
		*kind = TREE_INT;
		return is_hex(str_slice(text, 2, text.n));
	}
	return is_decimal(text, true, kind);
}
