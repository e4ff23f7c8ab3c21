/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

/* BuildKit reads lines into a buffer of this size, line ending included. */
#define LINE_MAX_SIZE 65536

static bool
code_is_space(uint32_t code)
{
	return (code >= 0x09 && code <= 0x0d) || code == 0x20 || code == 0x85 || code == 0xa0
		|| code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028
		|| code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

size_t
docker_space_len(struct str s, size_t at)
{
	uint32_t code;
	size_t n = utf8_decode(s, at, &code);
	return n && code_is_space(code) ? n : 0;
}

/* Length of the white space character that ends at s[at], 0 if none. */
static size_t
space_len_before(struct str s, size_t from, size_t at)
{
	struct str head = str_slice(s, 0, at);
	for (size_t n = 1; n <= 3 && n <= at - from; n++) {
		if (docker_space_len(head, at - n) == n)
			return n;
	}
	return 0;
}

bool
docker_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

struct docker_part
docker_part_trim(struct docker_part part)
{
	struct str text = part.line->text;
	for (size_t n; part.from < part.to && (n = docker_space_len(text, part.from)) > 0;)
		part.from += n;
	for (size_t n; part.from < part.to && (n = space_len_before(text, part.from, part.to)) > 0;)
		part.to -= n;
	return part;
}

struct str
docker_part_text(struct docker_part part)
{
	return str_slice(part.line->text, part.from, part.to);
}

struct span
docker_part_span(struct docker_part part)
{
	return mapped_span(part.line, part.from, part.to);
}

struct docker_word
docker_part_word(struct arena *a, struct docker_part part)
{
	struct mapped_builder b = mapped_builder_new(a, part.line->source);
	mapped_add_slice(&b, part.line, part.from, part.to);
	return (struct docker_word){ mapped_finish(&b), docker_part_span(part) };
}

bool
docker_next_line(struct docker_parser *p, struct span *line)
{
	struct str text = p->source->text;
	if (p->at >= text.n)
		return false;
	size_t from = p->at, lf = str_find_char(text, '\n', from);
	size_t to = lf == STR_NONE ? text.n : lf;
	p->at = lf == STR_NONE ? text.n : lf + 1;
	if (to - from >= LINE_MAX_SIZE)
		docker_fault(p, span_make(from, to),
			"the line is longer than the %d bytes that are read", LINE_MAX_SIZE - 1);
	while (to > from && text.s[to - 1] == '\r')
		to--;
	*line = span_make(from, to);
	return true;
}

static struct span
trim_left(struct docker_parser *p, struct span line)
{
	size_t from = line.off;
	for (size_t n; from < span_end(line) && (n = docker_space_len(p->source->text, from)) > 0;)
		from += n;
	return span_make(from, span_end(line));
}

/* Adds the line to the comments if it is one. */
static bool
take_comment(struct docker_parser *p, struct span line)
{
	struct span trimmed = trim_left(p, line);
	if (trimmed.len == 0 || p->source->text.s[trimmed.off] != '#')
		return false;
	vec_push(p->a, &p->file->comments, trimmed);
	return true;
}

/* Cuts a continuation off the line's end: one escape character, blanks after it allowed. */
static bool
cut_continuation(struct docker_parser *p, struct span *line)
{
	const char *s = p->source->text.s;
	size_t from = line->off, to = span_end(*line);
	while (to > from && char_is_blank(s[to - 1]))
		to--;
	if (to == from || s[to - 1] != p->file->escape)
		return false;
	if (to - from > 1 && s[to - 2] == p->file->escape)
		return false;
	*line = span_make(from, to - 1);
	return true;
}

bool
docker_logical_line(struct docker_parser *p, struct mapped *line)
{
	struct span span;
	do {
		p->faulted = false;
		if (!docker_next_line(p, &span))
			return false;
		if (take_comment(p, span))
			span.len = 0;
		span = trim_left(p, span);
	} while (span.len == 0);

	struct mapped_builder b = mapped_builder_new(p->a, p->source);
	size_t start = span.off;
	bool more = cut_continuation(p, &span);
	mapped_add_span(&b, span);
	while (more && docker_next_line(p, &span)) {
		if (take_comment(p, span) || trim_left(p, span).len == 0)
			continue;
		more = cut_continuation(p, &span);
		mapped_add_span(&b, span);
	}
	*line = mapped_finish(&b);
	if (b.n == 0)
		line->segments.items[0].span = span_make(start, start);
	return true;
}
