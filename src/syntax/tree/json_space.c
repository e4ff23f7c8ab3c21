/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/tree/json_parts.h"

size_t
json_break(const struct json *j, size_t at)
{
	if (at >= j->text.n)
		return 0;
	if (j->text.s[at] == '\n')
		return 1;
	if (j->text.s[at] == '\r')
		return at + 1 < j->text.n && j->text.s[at + 1] == '\n' ? 2 : 1;
	uint32_t code = 0;
	size_t n = utf8_decode(j->text, at, &code);
	return j->dialect == JSON_JSON5 && (code == 0x2028 || code == 0x2029) ? n : 0;
}

/* White space of ECMAScript 5.1 (7.2), which JSON5 takes over. */
static bool
is_json5_space(uint32_t code)
{
	return code == '\v' || code == '\f' || code == 0xa0 || code == 0xfeff || code == 0x1680
		|| (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029
		|| code == 0x202f || code == 0x205f || code == 0x3000;
}

size_t
json_space(const struct json *j, size_t at)
{
	if (at >= j->text.n)
		return 0;
	char c = j->text.s[at];
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		return 1;
	uint32_t code = 0;
	size_t n = utf8_decode(j->text, at, &code);
	return n && j->dialect == JSON_JSON5 && is_json5_space(code) ? n : 0;
}

static size_t
line_comment_end(const struct json *j, size_t at)
{
	while (at < j->text.n && !json_break(j, at))
		at++;
	return at;
}

static size_t
block_comment_end(struct json *j, size_t from)
{
	size_t close = str_find(j->text, STR("*/"), from + 2);
	if (close != STR_NONE)
		return close + 2;
	json_fault(j, from, from + 2, "this comment is not closed by */");
	return j->text.n;
}

/* Skips the comment at j->at; false if there is none. */
static bool
skip_comment(struct json *j)
{
	struct str rest = str_slice(j->text, j->at, j->text.n);
	size_t from = j->at;
	if (str_starts(rest, STR("//")))
		j->at = line_comment_end(j, from);
	else if (str_starts(rest, STR("/*")))
		j->at = block_comment_end(j, from);
	else
		return false;
	vec_push(j->arena, &j->tree->comments, span_make(from, j->at));
	if (j->dialect == JSON_STRICT)
		json_fault(j, from, j->at, "comments are not allowed in JSON");
	return true;
}

void
json_skip_space(struct json *j)
{
	for (;;) {
		size_t n = json_space(j, j->at);
		j->at += n;
		if (!n && !skip_comment(j))
			return;
	}
}
