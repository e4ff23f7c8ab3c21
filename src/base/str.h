/* SPDX-License-Identifier: Apache-2.0 */
/*
 * String slices. A slice borrows its bytes (from a source text, an arena or a
 * literal), may hold NUL bytes and is not NUL-terminated unless said so.
 */
#ifndef GOBELIN_BASE_STR_H
#define GOBELIN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

struct str {
	const char *s;
	size_t n;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_INIT(literal)                      \
	{                                      \
		(literal), sizeof(literal) - 1 \
	} /* for static initialisers */
#define PRIstr ".*s"
#define STR_ARG(x) (int)(x).n, (x).s
#define STR_NONE SIZE_MAX /* what the find functions return when there is nothing */

/* The slice of a NUL-terminated string; an empty slice for NULL. */
struct str str_from(const char *s);
/* Bytes [from, to) of s, both clamped to its length. */
static inline struct str
str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	if (!s.s)
		return (struct str){ 0 };
	return (struct str){ s.s + from, to - from };
}

bool str_eq(struct str a, struct str b);
/* ASCII letters compared without case. */
bool str_eq_nocase(struct str a, struct str b);
/* Order by bytes: negative, zero or positive. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_contains(struct str s, struct str needle);

/* Offset of the first (last) such byte or slice at or after `from`, else STR_NONE. */
size_t str_find_char(struct str s, char c, size_t from);
size_t str_find_last_char(struct str s, char c);
size_t str_find(struct str s, struct str needle, size_t from);

/* s without blanks, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);
/*
 * Splits at the first `sep`: `before` and `after` (may be NULL) get the parts and
 * true is returned. Without a `sep`, before = s, after = empty, false.
 */
bool str_cut(struct str s, char sep, struct str *before, struct str *after);
/* Takes the next `sep`-separated field off *rest into *field; false when none is left. */
bool str_next_field(struct str *rest, char sep, struct str *field);
/* True for a non-empty slice of decimal digits that fits; the number goes to *out. */
NODISCARD bool str_to_u64(struct str s, uint64_t *out);
/* Takes the next word between white space off *rest into *word; false when none is left. */
bool str_next_word(struct str *rest, struct str *word);
/* Offset of the first byte from `at` on that is no decimal digit, or the end. */
size_t str_skip_digits(struct str s, size_t at);
/* FNV-1a. */
uint32_t str_hash(struct str s);

/* ASCII only, whatever the locale says. */
static inline bool
char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool
char_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool
char_is_name(char c) /* letter, digit or underscore */
{
	return char_is_alpha(c) || char_is_digit(c) || c == '_';
}
static inline bool
char_is_blank(char c) /* space or tab */
{
	return c == ' ' || c == '\t';
}
static inline bool
char_is_space(char c) /* blank, CR, LF, VT, FF */
{
	return char_is_blank(c) || (c >= '\n' && c <= '\r');
}
static inline char
char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
/* Value of a digit or letter in a base up to 16, or -1. */
static inline int
char_digit_value(char c, int base)
{
	char lower = char_lower(c);
	int value = char_is_digit(c)           ? c - '0'
		: lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
					       : -1;
	return value < base ? value : -1;
}

#endif
