/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markdown_text.h"

#include <string.h>

/* The length of the run of backticks at `at`. */
static size_t
run_at(struct str text, size_t at)
{
	size_t end = at;
	while (end < text.n && text.s[end] == '`')
		end++;
	return end - at;
}

static size_t
longest_run(struct str text)
{
	size_t longest = 0;
	for (size_t at = str_find_char(text, '`', 0); at != STR_NONE;) {
		size_t run = run_at(text, at);
		longest = run > longest ? run : longest;
		at = str_find_char(text, '`', at + run);
	}
	return longest;
}

static void
add_backticks(struct buf *out, size_t n)
{
	while (n--)
		buf_add_char(out, '`');
}

/* Offset of the next backtick without a neighbour, which alone can end `code`. */
static size_t
next_single_backtick(struct str text, size_t from)
{
	size_t at = str_find_char(text, '`', from), run;
	while (at != STR_NONE && (run = run_at(text, at)) != 1)
		at = str_find_char(text, '`', at + run);
	return at;
}

void
markdown_code(struct buf *out, struct str code, enum markdown_place place)
{
	bool has_single = next_single_backtick(code, 0) != STR_NONE;
	size_t fence = has_single ? longest_run(code) + 1 : 1;
	bool pad = has_single || str_starts(code, STR("`")) || str_ends(code, STR("`"));
	add_backticks(out, fence);
	buf_add(out, pad ? STR(" ") : STR(""));
	for (size_t i = 0; i < code.n; i++) {
		if (code.s[i] == '|' && place == MARKDOWN_CELL)
			buf_add_char(out, '\\');
		buf_add_char(out, code.s[i]);
	}
	buf_add(out, pad ? STR(" ") : STR(""));
	add_backticks(out, fence);
}

static void
add_plain(struct buf *out, char c)
{
	if (c && strchr("\\`*_[]<>&|~#!", c))
		buf_add_char(out, '\\');
	buf_add_char(out, c);
}

void
markdown_inline(struct buf *out, struct str text, enum markdown_place place)
{
	size_t open = next_single_backtick(text, 0);
	for (size_t at = 0; at < text.n;) {
		size_t close = at == open ? next_single_backtick(text, open + 1) : STR_NONE;
		if (close == STR_NONE) {
			add_plain(out, text.s[at++]);
			continue;
		}
		markdown_code(out, str_slice(text, open + 1, close), place);
		at = close + 1;
		open = next_single_backtick(text, at);
	}
}

void
markdown_block(struct buf *out, struct str info, struct str text)
{
	size_t run = longest_run(text), fence = run < 3 ? 3 : run + 1;
	add_backticks(out, fence);
	buf_add(out, info);
	buf_add_char(out, '\n');
	buf_add(out, text);
	if (text.n && text.s[text.n - 1] != '\n')
		buf_add_char(out, '\n');
	add_backticks(out, fence);
	buf_add_char(out, '\n');
}

void
markdown_url(struct buf *out, struct str url)
{
	buf_add_char(out, '<');
	for (size_t i = 0; i < url.n; i++) {
		if (strchr("<>|", url.s[i]) || url.s[i] == ' ')
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)url.s[i]);
		else
			buf_add_char(out, url.s[i]);
	}
	buf_add_char(out, '>');
}
