/* SPDX-License-Identifier: Apache-2.0 */
/* From physical to logical lines: continuations, comments, quoting. */
#include "syntax/makefile/parser.h"

/* Where the line ending starts whose line feed (or the end of the text) is at `feed`. */
static size_t
ending_start(struct str text, size_t from, size_t feed)
{
	bool has_cr = feed < text.n && feed > from && text.s[feed - 1] == '\r';
	return feed - has_cr;
}

static size_t
count_backslashes(struct str text, size_t from, size_t to)
{
	size_t n = 0;
	while (to - n > from && text.s[to - n - 1] == '\\')
		n++;
	return n;
}

static size_t
find_feed(struct str text, size_t from)
{
	size_t feed = str_find_char(text, '\n', from);
	return feed == STR_NONE ? text.n : feed;
}

bool
make_line_next(struct make_parser *p, struct make_line *line)
{
	struct str text = p->source->text;
	if (p->at >= text.n)
		return false;
	size_t start = p->at, from = start, feed, end;
	for (;;) {
		feed = find_feed(text, from);
		end = ending_start(text, from, feed);
		bool goes_on = feed < text.n && count_backslashes(text, from, end) % 2 == 1;
		if (!goes_on)
			break;
		from = feed + 1;
	}
	*line = (struct make_line){ .span = span_make(start, end) };
	line->line_feed = span_make(feed, feed < text.n ? feed + 1 : feed);
	p->at = feed + 1;
	return true;
}

size_t
make_skip_space(struct str text, size_t at)
{
	while (at < text.n && char_is_space(text.s[at]))
		at++;
	return at;
}

size_t
make_word_end(struct str text, size_t at)
{
	while (at < text.n && !char_is_space(text.s[at]))
		at++;
	return at;
}

size_t
make_skip_reference(struct str text, size_t at)
{
	if (at + 1 >= text.n)
		return text.n;
	char open = text.s[at + 1];
	if (open != '(' && open != '{')
		return at + 2;
	char close = open == '(' ? ')' : '}';
	size_t depth = 1;
	for (at += 2; at < text.n && depth > 0; at++) {
		if (text.s[at] == open)
			depth++;
		else if (text.s[at] == close)
			depth--;
	}
	return at;
}

size_t
make_find_unquoted(struct arena *a, struct mapped *m, size_t from, struct str stops)
{
	struct mapped_builder b = mapped_builder_new(a, m->source);
	struct str text = m->text;
	size_t copied = 0, found = STR_NONE;
	for (size_t at = from; at < text.n && found == STR_NONE;) {
		if (text.s[at] == '$') {
			at = make_skip_reference(text, at);
			continue;
		}
		if (str_find_char(stops, text.s[at], 0) != STR_NONE) {
			size_t slashes = count_backslashes(text, from, at);
			if (slashes) {
				mapped_add_slice(&b, m, copied, at - slashes + slashes / 2);
				copied = at;
			}
			if (slashes % 2 == 0)
				found = b.n + (at - copied);
		}
		at++;
	}
	if (copied) {
		mapped_add_slice(&b, m, copied, text.n);
		*m = mapped_finish(&b);
	}
	return found;
}

void
make_fold(struct mapped_builder *b, struct span span)
{
	struct str text = str_slice(b->source->text, 0, span_end(span));
	size_t from = span.off;
	size_t fold = STR_NONE; /* where a fold starts whose space is not written yet */
	for (;;) {
		size_t feed = find_feed(text, from);
		bool last = feed == text.n;
		size_t end = last ? feed : ending_start(b->source->text, from, feed);
		size_t slashes = last ? 0 : count_backslashes(text, from, end);
		size_t keep = end - slashes + slashes / 2;
		while (!last && keep > from && char_is_blank(b->source->text.s[keep - 1]))
			keep--;
		if (fold != STR_NONE && (keep > from || last)) {
			mapped_add_made(b, STR(" "), span_make(fold, from));
			fold = STR_NONE;
		}
		mapped_add_span(b, span_make(from, keep));
		if (last)
			return;
		if (fold == STR_NONE)
			fold = keep;
		for (from = feed + 1; from < text.n && char_is_blank(text.s[from]);)
			from++;
	}
}

/* Gives an empty text a place, so that spans of what is missing point there. */
static struct mapped
finish_at(struct mapped_builder *b, size_t off)
{
	struct mapped m = mapped_finish(b);
	if (m.text.n == 0)
		m.segments.items[0].span = span_make(off, off);
	return m;
}

void
make_line_read(struct make_parser *p, struct make_line *line)
{
	struct mapped_builder b = mapped_builder_new(p->arena, p->source);
	make_fold(&b, line->span);
	line->folded = line->text = finish_at(&b, line->span.off);
	size_t comment = make_find_unquoted(p->arena, &line->text, 0, STR("#"));
	if (comment != STR_NONE) {
		size_t off = mapped_span(&line->text, comment, comment + 1).off;
		line->comment = span_make(off, span_end(line->span));
		line->text = mapped_slice(p->arena, &line->text, 0, comment);
	}
	line->from = make_skip_space(line->text.text, 0);
}

void
make_line_add_comment(struct make_parser *p, const struct make_line *line)
{
	if (line->comment.len)
		vec_push(p->arena, &p->out->comments, line->comment);
}

/* The reference a script's bytes stand in: `open` is 0 outside. */
struct bracket {
	char open, close;
	size_t depth;
};

/* Follows the brackets over the byte at `at`; make looks at every '$', even after a '$'. */
static void
follow_bracket(struct bracket *b, struct str text, size_t at)
{
	char c = text.s[at];
	if (!b->open) {
		char before = at > 0 ? text.s[at - 1] : '\0';
		if (before == '$' && (c == '(' || c == '{'))
			*b = (struct bracket){ c, c == '(' ? ')' : '}', 1 };
	} else if (c == b->open) {
		b->depth++;
	} else if (c == b->close && --b->depth == 0) {
		b->open = 0;
	}
}

struct mapped
make_script(struct make_parser *p, struct span span)
{
	struct mapped_builder b = mapped_builder_new(p->arena, p->source);
	struct str text = str_slice(p->source->text, 0, span_end(span));
	struct bracket bracket = { 0 };
	size_t from = span.off;
	for (size_t at = from; at < text.n; at++) {
		if (text.s[at] != '\n') {
			if (at > span.off)
				follow_bracket(&bracket, text, at);
			continue;
		}
		size_t end = ending_start(text, span.off, at), next = at + 1;
		if (next < text.n && text.s[next] == p->prefix)
			next++;
		if (!bracket.open) {
			mapped_add_span(&b, span_make(from, end));
			mapped_add_span(&b, span_make(at, at + 1));
		} else {
			size_t keep = end - 1;
			while (keep > from && char_is_blank(text.s[keep - 1]))
				keep--;
			next = make_skip_space(text, next);
			mapped_add_span(&b, span_make(from, keep));
			mapped_add_made(&b, STR(" "), span_make(keep, next));
		}
		from = next;
		at = next - 1;
	}
	mapped_add_span(&b, span_make(from, text.n));
	return finish_at(&b, span.off);
}
