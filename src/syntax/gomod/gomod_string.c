/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/utf8.h"
#include "syntax/gomod/gomod_parts.h"

/* The byte of an escape of one letter, or -1. */
static int
letter_escape(char c)
{
	switch (c) {
	case 'a': return '\a';
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case 'v': return '\v';
	case '\\':
	case '"': return c;
	default: return -1;
	}
}

/* Decodes the escape with digits after the backslash at `at`; returns its end, 0 if bad. */
static size_t
numeric_escape(struct str raw, size_t at, struct buf *out)
{
	char c = at + 1 < raw.n ? raw.s[at + 1] : '\0';
	size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 3;
	uint32_t base = digits == 3 ? 8 : 16, value = 0;
	size_t from = at + (digits == 3 ? 1 : 2);
	for (size_t i = from; i < from + digits; i++) {
		int digit = i < raw.n ? char_digit_value(raw.s[i], (int)base) : -1;
		if (digit < 0 || value > 0xfffffff)
			return 0;
		value = value * base + (uint32_t)digit;
	}
	char bytes[4] = { (char)value };
	bool code = c == 'u' || c == 'U';
	if (code ? value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff) : value > 0xff)
		return 0;
	buf_add(out, (struct str){ bytes, code ? utf8_encode(value, bytes) : 1 });
	return from + digits;
}

/* Decodes what stands between double quotes; false if an escape is bad. */
static bool
decode(struct str raw, struct buf *out)
{
	for (size_t at = 0; at < raw.n;) {
		int letter = at + 1 < raw.n ? letter_escape(raw.s[at + 1]) : -1;
		if (raw.s[at] != '\\') {
			buf_add_char(out, raw.s[at++]);
		} else if (letter >= 0) {
			buf_add_char(out, (char)letter);
			at += 2;
		} else {
			at = numeric_escape(raw, at, out);
			if (at == 0)
				return false;
		}
	}
	return true;
}

struct str
gomod_unquote(struct arena *a, struct str raw, const char **problem)
{
	const char *unused;
	problem = problem ? problem : &unused;
	*problem = NULL;
	char quote = raw.n ? raw.s[0] : '\0';
	bool closed = raw.n > 1 && raw.s[raw.n - 1] == quote;
	if (quote == '"' && closed) {
		struct buf out = buf_new(a);
		if (decode(str_slice(raw, 1, raw.n - 1), &out))
			return utf8_repair(a, buf_str(&out));
		*problem = "unknown escape in a quoted string";
	} else if (str_find_char(raw, '"', 0) != STR_NONE || str_find_char(raw, '\'', 0) != STR_NONE
		|| str_find_char(raw, '`', 0) != STR_NONE) {
		*problem = "only \"double\" quotes can be used here";
		if (quote == '`' && closed)
			return utf8_repair(a, str_slice(raw, 1, raw.n - 1));
	}
	return utf8_repair(a, raw);
}
