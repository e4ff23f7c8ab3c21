/* SPDX-License-Identifier: Apache-2.0 */
#include "base/source.h"

#include <string.h>

#include "base/utf8.h"

struct span
span_join(struct span a, struct span b)
{
	size_t from = a.off < b.off ? a.off : b.off;
	size_t to = span_end(a) > span_end(b) ? span_end(a) : span_end(b);
	return span_make(from, to);
}

#define MARK_DISTANCE 256

/* One mark for each MARK_DISTANCE bytes: the first character that starts there or behind. */
static struct source_mark *
mark_characters(struct arena *a, struct str text)
{
	struct source_mark *marks = ARENA_ARRAY(a, struct source_mark, text.n / MARK_DISTANCE + 1);
	size_t next = 0;
	uint32_t count = 0;
	for (size_t at = 0; at < text.n; count++) {
		for (; next * MARK_DISTANCE <= at; next++)
			marks[next] = (struct source_mark){ (uint32_t)at, count };
		size_t n = utf8_decode(text, at, NULL);
		at += n ? n : 1;
	}
	for (; next <= text.n / MARK_DISTANCE; next++)
		marks[next] = (struct source_mark){ (uint32_t)text.n, count };
	return marks;
}

/* How many characters start before an offset. */
static size_t
characters_before(const struct source *s, size_t off)
{
	const struct source_mark *mark = &s->marks[off / MARK_DISTANCE];
	if (mark->off > off)
		mark--;
	return mark->count + utf8_count(str_slice(s->text, mark->off, off));
}

struct source *
source_new(struct arena *a, struct str path, struct str text)
{
	struct source *s = ARENA_NEW(a, struct source);
	s->path = path;
	s->text = text;
	s->nlines = 1;
	for (size_t at = str_find_char(text, '\n', 0); at != STR_NONE;
		at = str_find_char(text, '\n', at + 1))
		s->nlines++;
	s->line_starts = ARENA_ARRAY(a, uint32_t, s->nlines);
	size_t line = 1;
	for (size_t at = str_find_char(text, '\n', 0); at != STR_NONE;
		at = str_find_char(text, '\n', at + 1))
		s->line_starts[line++] = (uint32_t)at + 1;
	s->marks = mark_characters(a, text);
	return s;
}

struct position
source_position(const struct source *s, size_t off)
{
	if (off > s->text.n)
		off = s->text.n;
	size_t low = 0, high = s->nlines;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (s->line_starts[middle] <= off)
			low = middle;
		else
			high = middle;
	}
	size_t start = s->line_starts[low];
	if (low == 0 && str_starts(s->text, STR(UTF8_BOM)) && off >= 3)
		start = 3;
	size_t column = characters_before(s, off) - characters_before(s, start) + 1;
	return (struct position){ (uint32_t)low + 1, (uint32_t)column };
}

struct str
source_line(const struct source *s, uint32_t line)
{
	if (line == 0 || line > s->nlines)
		return (struct str){ 0 };
	size_t from = s->line_starts[line - 1];
	size_t to = line < s->nlines ? s->line_starts[line] - 1 : s->text.n;
	if (line == 1 && str_starts(s->text, STR(UTF8_BOM)))
		from = 3;
	struct str text = str_slice(s->text, from, to);
	if (text.n && text.s[text.n - 1] == '\r')
		text.n--;
	return text;
}

struct str
source_slice(const struct source *s, struct span span)
{
	return str_slice(s->text, span.off, span_end(span));
}

struct mapped
mapped_from_span(struct arena *a, const struct source *source, struct span span)
{
	struct mapped m = { .text = source_slice(source, span), .source = source };
	vec_push(a, &m.segments, ((struct segment){ 0, SEGMENT_TEXT, span }));
	return m;
}

/* Index of the segment that holds text[at]; the last one for the end of the text. */
static size_t
segment_index(const struct mapped *m, size_t at)
{
	size_t low = 0, high = m->segments.n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (m->segments.items[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct span
byte_span(const struct mapped *m, size_t at)
{
	const struct segment *g = &m->segments.items[segment_index(m, at)];
	if (g->kind != SEGMENT_TEXT)
		return g->span;
	size_t off = g->span.off + (at - g->at);
	return span_make(off, off + 1);
}

struct span
mapped_span(const struct mapped *m, size_t from, size_t to)
{
	if (m->segments.n == 0)
		return (struct span){ 0, 0 };
	if (from >= to) {
		/* Behind what comes before it: bytes that join two lines may come next. */
		size_t before = from < m->text.n ? from : m->text.n;
		size_t end =
			before ? span_end(byte_span(m, before - 1)) : m->segments.items[0].span.off;
		return span_make(end, end);
	}
	/* A made segment may stand for bytes that lie elsewhere; keep the order sane. */
	return span_join(byte_span(m, from), byte_span(m, to - 1));
}

struct mapped
mapped_slice(struct arena *a, const struct mapped *m, size_t from, size_t to)
{
	struct mapped slice = { .text = str_slice(m->text, from, to), .source = m->source };
	if (slice.text.n == 0) {
		struct span empty = mapped_span(m, from, from);
		vec_push(a, &slice.segments, ((struct segment){ 0, SEGMENT_TEXT, empty }));
		return slice;
	}
	if (m->segments.n == 0)
		return slice;
	to = from + slice.text.n;
	size_t first = segment_index(m, from), n = segment_index(m, to - 1) - first + 1;
	slice.segments.items = ARENA_ARRAY(a, struct segment, n);
	slice.segments.n = slice.segments.cap = n;
	for (size_t i = 0; i < n; i++) {
		struct segment g = m->segments.items[first + i];
		size_t skipped = from > g.at ? from - g.at : 0;
		if (g.kind == SEGMENT_TEXT) {
			size_t off = g.span.off + skipped, left = g.span.len - skipped;
			size_t room = to - (g.at + skipped);
			g.span = span_make(off, off + (left < room ? left : room));
		}
		g.at = (uint32_t)(g.at + skipped - from);
		slice.segments.items[i] = g;
	}
	return slice;
}

bool
mapped_is_opaque(const struct mapped *m, size_t at)
{
	return m->segments.n && at < m->text.n
		&& m->segments.items[segment_index(m, at)].kind == SEGMENT_OPAQUE;
}

bool
mapped_has(const struct mapped *m, enum segment_kind kind, size_t from, size_t to)
{
	if (m->segments.n == 0 || from >= to)
		return false;
	for (size_t i = segment_index(m, from); i < m->segments.n; i++) {
		if (m->segments.items[i].at >= to)
			return false;
		if (m->segments.items[i].kind == kind)
			return true;
	}
	return false;
}

struct mapped_builder
mapped_builder_new(struct arena *a, const struct source *source)
{
	return (struct mapped_builder){ .arena = a, .source = source };
}

static void
add_bytes(struct mapped_builder *b, struct str text)
{
	if (b->cap - b->n < text.n) {
		size_t cap = b->cap ? b->cap * 2 : 128;
		while (cap - b->n < text.n)
			cap *= 2;
		b->s = arena_grow(b->arena, b->s, b->cap, cap);
		b->cap = cap;
	}
	if (text.n)
		memcpy(b->s + b->n, text.s, text.n);
	b->n += text.n;
}

void
mapped_add_span(struct mapped_builder *b, struct span span)
{
	if (span.len == 0)
		return;
	struct segment *last = b->segments.n ? vec_last(&b->segments) : NULL;
	bool follows = last && last->kind == SEGMENT_TEXT
		&& last->span.off + (b->n - last->at) == span.off;
	if (follows)
		last->span.len += span.len;
	else
		vec_push(b->arena, &b->segments,
			((struct segment){ (uint32_t)b->n, SEGMENT_TEXT, span }));
	add_bytes(b, source_slice(b->source, span));
}

static void
add_made(struct mapped_builder *b, enum segment_kind kind, struct str text, struct span span)
{
	if (text.n == 0)
		return;
	vec_push(b->arena, &b->segments, ((struct segment){ (uint32_t)b->n, kind, span }));
	add_bytes(b, text);
}

void
mapped_add_made(struct mapped_builder *b, struct str text, struct span span)
{
	add_made(b, SEGMENT_MADE, text, span);
}

void
mapped_add_default(struct mapped_builder *b, struct str text, struct span span)
{
	add_made(b, SEGMENT_DEFAULT, text, span);
}

void
mapped_add_opaque(struct mapped_builder *b, struct span span)
{
	vec_push(
		b->arena, &b->segments, ((struct segment){ (uint32_t)b->n, SEGMENT_OPAQUE, span }));
	add_bytes(b, STR("\x01"));
}

void
mapped_add_slice(struct mapped_builder *b, const struct mapped *m, size_t from, size_t to)
{
	for (size_t i = m->segments.n ? segment_index(m, from) : 0; i < m->segments.n; i++) {
		const struct segment *g = &m->segments.items[i];
		size_t end = i + 1 < m->segments.n ? m->segments.items[i + 1].at : m->text.n;
		size_t low = g->at > from ? g->at : from, high = end < to ? end : to;
		if (low >= high)
			break;
		if (g->kind == SEGMENT_TEXT)
			mapped_add_span(b,
				span_make(
					g->span.off + (low - g->at), g->span.off + (high - g->at)));
		else if (g->kind == SEGMENT_OPAQUE)
			mapped_add_opaque(b, g->span);
		else
			add_made(b, g->kind, str_slice(m->text, low, high), g->span);
	}
}

struct mapped
mapped_finish(struct mapped_builder *b)
{
	if (b->segments.n == 0)
		vec_push(b->arena, &b->segments, ((struct segment){ 0, SEGMENT_TEXT, { 0, 0 } }));
	return (struct mapped){ { b->s ? b->s : "", b->n }, b->segments, b->source };
}

void
fault_add(struct arena *a, struct faults *list, struct span span, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(a, format, args);
	va_end(args);
	vec_push(a, list, ((struct fault){ span, message }));
}
