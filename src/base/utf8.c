/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "base/buf.h"

#define REPLACEMENT "\xef\xbf\xbd"

size_t
utf8_decode(struct str s, size_t at, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	if (at >= s.n)
		return 0;
	unsigned char lead = (unsigned char)s.s[at];
	size_t n = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (n > 1 && (lead < 0xc2 || lead > 0xf4 || s.n - at < n))
		return 0;
	uint32_t value = n == 1 ? lead : lead & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		unsigned char next = (unsigned char)s.s[at + i];
		if ((next & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3f);
	}
	if (value < smallest[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	if (code)
		*code = value;
	return n;
}

size_t
utf8_step(struct str s, size_t at)
{
	size_t n = utf8_decode(s, at, NULL);
	return n ? n : 1;
}

size_t
utf8_find_invalid(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t n = (unsigned char)s.s[at] < 0x80 ? 1 : utf8_decode(s, at, NULL);
		if (!n)
			return at;
		at += n;
	}
	return STR_NONE;
}

size_t
utf8_count(struct str s)
{
	size_t count = 0;
	for (size_t at = 0; at < s.n; count++)
		at += utf8_step(s, at);
	return count;
}

struct str
utf8_repair(struct arena *a, struct str s)
{
	if (utf8_find_invalid(s) == STR_NONE)
		return s;
	struct buf out = buf_new(a);
	for (size_t at = 0; at < s.n;) {
		size_t n = utf8_decode(s, at, NULL);
		buf_add(&out, n ? str_slice(s, at, at + n) : STR(REPLACEMENT));
		at += n ? n : 1;
	}
	return buf_str(&out);
}

size_t
utf8_encode(uint32_t code, char *out)
{
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = n; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(lead[n] | code);
	return n;
}

/* Unicode's Bidi_Control characters: they reorder what a reader sees. */
static bool
is_bidi_control(uint32_t code)
{
	return code == 0x61c || code == 0x200e || code == 0x200f
		|| (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool
is_unprintable(uint32_t code)
{
	return (code < 0x20 && code != '\t') || (code >= 0x7f && code < 0xa0)
		|| is_bidi_control(code) || code == 0x2028 || code == 0x2029;
}

struct str
utf8_printable(struct arena *a, struct str s)
{
	struct buf out = buf_new(a);
	size_t kept = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t code = 0;
		size_t n = utf8_decode(s, at, &code);
		size_t step = n ? n : 1;
		if (!n || is_unprintable(code)) {
			buf_add(&out, str_slice(s, kept, at));
			if (!n)
				buf_add(&out, STR(REPLACEMENT));
			else
				buf_printf(
					&out, code < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)code);
			kept = at + step;
		}
		at += step;
	}
	if (kept == 0)
		return s;
	buf_add(&out, str_slice(s, kept, s.n));
	return buf_str(&out);
}
