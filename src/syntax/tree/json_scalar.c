/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/tree/build.h"
#include "syntax/tree/json_parts.h"

#define REPLACEMENT 0xfffd

/* The value of `n` hexadecimal digits at `at`; false if they are not all there. */
static bool
read_hex(const struct json *j, size_t at, size_t n, uint32_t *value)
{
	*value = 0;
	for (size_t i = at; i < at + n; i++) {
		int digit = i < j->text.n ? char_digit_value(j->text.s[i], 16) : -1;
		if (digit < 0)
			return false;
		*value = *value * 16 + (uint32_t)digit;
	}
	return true;
}

static void
add_code(struct mapped_builder *out, uint32_t code, size_t from, size_t to)
{
	char bytes[4];
	struct str made = { bytes, utf8_encode(code, bytes) };
	mapped_add_made(out, made, span_make(from, to));
}

static bool
is_surrogate(uint32_t code, uint32_t first)
{
	return code >= first && code <= first + 0x3ff;
}

/* Reads \uXXXX, or a pair of them that makes one character; returns the end. */
static size_t
read_unicode_escape(struct json *j, struct mapped_builder *out, size_t from)
{
	uint32_t code, low;
	if (!read_hex(j, from + 2, 4, &code)) {
		json_fault(j, from, from + 2, "expected four hexadecimal digits after \\u");
		mapped_add_span(out, span_make(from, from + 2));
		return from + 2;
	}
	size_t to = from + 6;
	struct str rest = str_slice(j->text, to, j->text.n);
	if (is_surrogate(code, 0xd800) && str_starts(rest, STR("\\u"))
		&& read_hex(j, to + 2, 4, &low) && is_surrogate(low, 0xdc00)) {
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		to += 6;
	}
	add_code(out, code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code, from, to);
	return to;
}

/* The character of an escape that all dialects know, or -1. */
static int
common_escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/': return c;
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	default: return -1;
	}
}

/* Reads an escape that JSON5 alone has (JSON5, 5.1); false if it is none. */
static bool
read_json5_escape(struct json *j, struct mapped_builder *out, size_t from, size_t *to)
{
	char c = j->text.s[from + 1];
	size_t n = json_break(j, from + 1);
	uint32_t code = 0;
	if (n) {
		*to = from + 1 + n;
		return true;
	}
	bool digit_follows = from + 2 < j->text.n && char_is_digit(j->text.s[from + 2]);
	if (c == 'x') {
		*to = from + 4;
		if (!read_hex(j, from + 2, 2, &code))
			return false;
	} else if (c == '0' ? digit_follows : char_is_digit(c)) {
		return false;
	} else {
		n = utf8_decode(j->text, from + 1, &code);
		if (!n)
			return false;
		*to = from + 1 + n;
		code = c == '0' ? 0 : c == 'v' ? '\v' : code;
	}
	add_code(out, code, from, *to);
	return true;
}

/* Reads the escape at `from`; returns its end. */
static size_t
read_escape(struct json *j, struct mapped_builder *out, size_t from)
{
	if (from + 1 >= j->text.n)
		return from + 1;
	char c = j->text.s[from + 1];
	int code = common_escape(c);
	size_t to;
	if (c == 'u')
		return read_unicode_escape(j, out, from);
	if (code >= 0) {
		add_code(out, (uint32_t)code, from, from + 2);
		return from + 2;
	}
	if (j->dialect == JSON_JSON5 && read_json5_escape(j, out, from, &to))
		return to;
	json_fault(j, from, from + 1, "unknown escape");
	mapped_add_span(out, span_make(from, from + 1));
	return from + 1;
}

/* Copies the character at `at`, or what stands for it; returns its end. */
static size_t
read_character(struct json *j, struct mapped_builder *out, size_t at)
{
	size_t n = utf8_decode(j->text, at, NULL);
	unsigned char c = (unsigned char)j->text.s[at];
	if (!n) {
		json_fault(j, at, at + 1, "not valid UTF-8");
		add_code(out, REPLACEMENT, at, at + 1);
		return at + 1;
	}
	if (c < 0x20 && j->dialect != JSON_JSON5)
		json_fault(j, at, at + 1, "control characters must be escaped in a string");
	mapped_add_span(out, span_make(at, at + n));
	return at + n;
}

struct tree_node *
json_read_string(struct json *j)
{
	struct mapped_builder out = mapped_builder_new(j->arena, j->tree->source);
	size_t from = j->at, at = from + 1;
	char quote = j->text.s[from];
	if (quote == '\'' && j->dialect != JSON_JSON5)
		json_fault(j, from, at, "a string needs double quotes");
	while (at < j->text.n && j->text.s[at] != quote && j->text.s[at] != '\n'
		&& j->text.s[at] != '\r') {
		if (j->text.s[at] == '\\')
			at = read_escape(j, &out, at);
		else
			at = read_character(j, &out, at);
	}
	if (at < j->text.n && j->text.s[at] == quote)
		at++;
	else
		json_fault(j, from, from + 1, "the closing quote is missing");
	j->at = at;
	struct tree_node *node = tree_new_node(j->arena, TREE_STRING,
		quote == '"' ? TREE_DOUBLE_QUOTED : TREE_SINGLE_QUOTED, span_make(from, at));
	node->content = mapped_finish(&out);
	node->text = node->content.text;
	return node;
}

/* Does a bare word end at `at`? */
static bool
ends_word(const struct json *j, size_t at)
{
	if (at >= j->text.n || json_space(j, at))
		return true;
	char c = j->text.s[at];
	return c == ',' || c == ':' || c == '[' || c == ']' || c == '{' || c == '}' || c == '"'
		|| c == '\'' || c == '/';
}

/* Takes a bare word; \uXXXX in it is decoded where `escapes`. */
static struct tree_node *
take_word(struct json *j, bool escapes)
{
	struct mapped_builder out = mapped_builder_new(j->arena, j->tree->source);
	size_t from = j->at;
	for (size_t at = from; at == from || !ends_word(j, at); at = j->at) {
		struct str rest = str_slice(j->text, at, j->text.n);
		if (escapes && str_starts(rest, STR("\\u")))
			j->at = read_unicode_escape(j, &out, at);
		else
			j->at = read_character(j, &out, at);
	}
	struct tree_node *node =
		tree_new_node(j->arena, TREE_STRING, TREE_PLAIN, span_make(from, j->at));
	node->content = mapped_finish(&out);
	node->text = node->content.text;
	return node;
}

struct tree_node *
json_read_word(struct json *j)
{
	struct tree_node *node = take_word(j, false);
	node->boolean = str_eq(node->text, STR("true"));
	if (node->boolean || str_eq(node->text, STR("false"))) {
		node->kind = TREE_BOOL;
	} else if (str_eq(node->text, STR("null"))) {
		node->kind = TREE_NULL;
	} else if (!json_is_number(node->text, j->dialect, &node->kind)) {
		char c = node->text.s[0];
		bool number = char_is_digit(c) || c == '-' || c == '+' || c == '.';
		node->kind = TREE_STRING;
		json_fault(j, node->span.off, span_end(node->span),
			number ? "not a valid number" : "a string needs quotes");
	}
	return node;
}

static bool
is_identifier(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];
		bool inside = char_is_name(c) || c == '$' || (unsigned char)c >= 0x80;
		if (!inside || (i == 0 && char_is_digit(c)))
			return false;
	}
	return text.n > 0;
}

struct tree_node *
json_read_bare_key(struct json *j)
{
	struct tree_node *node = take_word(j, j->dialect == JSON_JSON5);
	if (j->dialect != JSON_JSON5)
		json_fault(j, node->span.off, span_end(node->span), "a key needs double quotes");
	else if (!is_identifier(node->text))
		json_fault(j, node->span.off, span_end(node->span),
			"this key needs quotes: it is not an identifier");
	return node;
}
