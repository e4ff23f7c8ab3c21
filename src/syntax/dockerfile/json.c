/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

/* The nesting that Go's decoder allows. */
#define DEPTH_MAX 10000

struct reader {
	struct arena *a;
	struct docker_part part;
	struct str s;
	size_t at;
	struct buf stack; /* the closing brackets that are due */
};

static bool
peek_is(const struct reader *r, char c)
{
	return r->at < r->s.n && r->s.s[r->at] == c;
}

static void
skip_space(struct reader *r)
{
	while (peek_is(r, ' ') || peek_is(r, '\t') || peek_is(r, '\n') || peek_is(r, '\r'))
		r->at++;
}

/* The four digits after \u at r->at. */
static bool
read_hex(struct reader *r, uint32_t *code)
{
	*code = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		int digit = r->at < r->s.n ? char_digit_value(r->s.s[r->at], 16) : -1;
		if (digit < 0)
			return false;
		*code = *code * 16 + (uint32_t)digit;
	}
	return true;
}

/* The rest of \uXXXX, a surrogate pair included; half a pair is U+FFFD. */
static bool
read_unicode(struct reader *r, uint32_t *code)
{
	if (!read_hex(r, code))
		return false;
	if (*code >= 0xdc00 && *code < 0xe000)
		*code = 0xfffd;
	if (*code < 0xd800 || *code >= 0xe000)
		return true;
	uint32_t high = *code, low;
	size_t after = r->at;
	*code = 0xfffd;
	if (!str_starts(str_slice(r->s, r->at, r->s.n), STR("\\u")))
		return true;
	r->at += 2;
	if (!read_hex(r, &low))
		return false;
	if (low >= 0xdc00 && low < 0xe000)
		*code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	else
		r->at = after;
	return true;
}

static bool
read_escape(struct reader *r, struct mapped_builder *out)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	size_t from = r->at++;
	if (r->at >= r->s.n)
		return false;
	char c = r->s.s[r->at++], bytes[4];
	size_t n = 1;
	if (c == 'u') {
		uint32_t code;
		if (!read_unicode(r, &code))
			return false;
		n = utf8_encode(code, bytes);
	} else {
		size_t which = str_find_char(STR(letters), c, 0);
		if (which == STR_NONE)
			return false;
		bytes[0] = meanings[which];
	}
	mapped_add_made(out, (struct str){ bytes, n }, mapped_span(r->part.line, from, r->at));
	return true;
}

/* A string at r->at, decoded. */
static bool
read_string(struct reader *r, struct docker_word *word)
{
	struct mapped_builder out = mapped_builder_new(r->a, r->part.line->source);
	size_t open = r->at++, from = r->at;
	for (;;) {
		if (r->at >= r->s.n || (unsigned char)r->s.s[r->at] < 0x20)
			return false;
		char c = r->s.s[r->at];
		if (c != '"' && c != '\\') {
			r->at++;
			continue;
		}
		mapped_add_slice(&out, r->part.line, from, r->at);
		if (c == '"')
			break;
		if (!read_escape(r, &out))
			return false;
		from = r->at;
	}
	r->at++;
	*word = (struct docker_word){ mapped_finish(&out), mapped_span(r->part.line, open, r->at) };
	return true;
}

static bool
skip_digits(struct reader *r)
{
	size_t from = r->at;
	while (r->at < r->s.n && char_is_digit(r->s.s[r->at]))
		r->at++;
	return r->at > from;
}

static bool
skip_number(struct reader *r)
{
	if (peek_is(r, '-'))
		r->at++;
	if (peek_is(r, '0'))
		r->at++;
	else if (!skip_digits(r))
		return false;
	if (peek_is(r, '.')) {
		r->at++;
		if (!skip_digits(r))
			return false;
	}
	if (peek_is(r, 'e') || peek_is(r, 'E')) {
		r->at++;
		if (peek_is(r, '+') || peek_is(r, '-'))
			r->at++;
		return skip_digits(r);
	}
	return true;
}

/* A string, number, true, false or null. */
static bool
skip_scalar(struct reader *r)
{
	static const struct str names[] = { STR_INIT("true"), STR_INIT("false"), STR_INIT("null") };
	struct docker_word ignored;
	if (peek_is(r, '"'))
		return read_string(r, &ignored);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (str_starts(str_slice(r->s, r->at, r->s.n), names[i])) {
			r->at += names[i].n;
			return true;
		}
	}
	return skip_number(r);
}

/* The name and colon of an object's member. */
static bool
skip_member_name(struct reader *r)
{
	struct docker_word ignored;
	skip_space(r);
	if (!peek_is(r, '"') || !read_string(r, &ignored))
		return false;
	skip_space(r);
	if (!peek_is(r, ':'))
		return false;
	r->at++;
	skip_space(r);
	return true;
}

/* Opens a list or object; *empty tells that its closing bracket is next. */
static bool
open_bracket(struct reader *r, bool *empty)
{
	char close = r->s.s[r->at++] == '[' ? ']' : '}';
	buf_add_char(&r->stack, close);
	skip_space(r);
	*empty = peek_is(r, close);
	return *empty || close == ']' || skip_member_name(r);
}

/* Closes what closes at r->at and moves to the next value; false for a syntax error. */
static bool
after_value(struct reader *r, size_t floor)
{
	skip_space(r);
	while (r->stack.n > floor && peek_is(r, r->stack.s[r->stack.n - 1])) {
		r->stack.n--;
		r->at++;
		skip_space(r);
	}
	if (r->stack.n == floor)
		return true;
	if (!peek_is(r, ','))
		return false;
	r->at++;
	skip_space(r);
	return r->stack.s[r->stack.n - 1] == ']' || skip_member_name(r);
}

/* Any value, without recursion. */
static bool
skip_value(struct reader *r)
{
	size_t floor = r->stack.n;
	do {
		bool empty;
		skip_space(r);
		if (peek_is(r, '[') || peek_is(r, '{')) {
			if (r->stack.n >= DEPTH_MAX || !open_bracket(r, &empty))
				return false;
			if (!empty)
				continue;
		} else if (!skip_scalar(r)) {
			return false;
		}
		if (!after_value(r, floor))
			return false;
	} while (r->stack.n > floor);
	return true;
}

/* The elements and the closing bracket. */
static bool
read_elements(struct reader *r, struct docker_words *out, bool *only_strings)
{
	for (;;) {
		struct docker_word word;
		skip_space(r);
		if (peek_is(r, '"')) {
			if (!read_string(r, &word))
				return false;
			vec_push(r->a, out, word);
		} else {
			*only_strings = false;
			if (!skip_value(r))
				return false;
		}
		skip_space(r);
		if (!peek_is(r, ','))
			break;
		r->at++;
	}
	if (!peek_is(r, ']'))
		return false;
	r->at++;
	return true;
}

enum docker_json
docker_read_json(struct arena *a, struct docker_part part, struct docker_words *out)
{
	struct reader r = { .a = a, .part = part, .at = part.from, .stack = buf_new(a) };
	struct docker_words words = { 0 };
	bool only_strings = true;
	r.s = str_slice(part.line->text, 0, part.to);
	if (!peek_is(&r, '['))
		return DOCKER_JSON_NO;
	r.at++;
	buf_add_char(&r.stack, ']');
	skip_space(&r);
	if (peek_is(&r, ']'))
		r.at++;
	else if (!read_elements(&r, &words, &only_strings))
		return DOCKER_JSON_NO;
	skip_space(&r);
	if (r.at != r.s.n)
		return DOCKER_JSON_NO;
	if (!only_strings)
		return DOCKER_JSON_OTHER;
	*out = words;
	return DOCKER_JSON_STRINGS;
}
