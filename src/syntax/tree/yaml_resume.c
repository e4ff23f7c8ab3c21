/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where reading goes on after an error of syntax, at which libyaml stops: at the next line that
 * its indentation and its look make a key or an item of a block collection that is open, or at
 * the next document. libyaml is started anew there, and what it reads continues that collection.
 *
 * What stands between is left out, and so is what the faulty line brought in. The collections
 * that may have lost a key or an item are marked: what they do not have is not known to be absent.
 */
#include <string.h>

#include "syntax/tree/build.h"
#include "syntax/tree/yaml_error.h"
#include "syntax/tree/yaml_reader.h"

#define RESUMPTIONS_MAX 100

/* --- lines ------------------------------------------------------------------------- */

static size_t
next_line(struct str text, size_t at)
{
	size_t end = yaml_line_end(text, at);
	return end + yaml_break(text, end);
}

/* The start of the line, as far back as `from`. */
static size_t
line_start(struct str text, size_t at, size_t from)
{
	while (at > from && text.s[at - 1] != '\n' && text.s[at - 1] != '\r')
		at--;
	return at < from ? from : at;
}

static size_t
indentation(struct str text, size_t line)
{
	size_t at = line;
	while (at < text.n && text.s[at] == ' ')
		at++;
	return at - line;
}

static bool
is_separate(struct str text, size_t at)
{
	return at >= text.n || char_is_blank(text.s[at]) || yaml_break(text, at);
}

static bool
starts_document(struct str text, size_t line)
{
	return str_starts(str_slice(text, line, text.n), STR("---")) && is_separate(text, line + 3);
}

static bool
starts_item(struct str text, size_t at)
{
	return at < text.n && text.s[at] == '-' && is_separate(text, at + 1);
}

/* What else a key may start with is rare enough to be passed over. */
static bool
starts_key(struct str text, size_t at)
{
	static const struct str others = STR_INIT("\t-?:,[]{}#&*!|>%@`");
	if (is_separate(text, at) || str_find_char(others, text.s[at], 0) != STR_NONE)
		return false;
	size_t end = yaml_line_end(text, at);
	for (; at < end; at++)
		if (text.s[at] == ':' && is_separate(text, at + 1))
			return true;
	return false;
}

/* Nothing but blanks and a comment? */
static bool
is_empty(struct str text, size_t line)
{
	while (line < text.n && char_is_blank(text.s[line]))
		line++;
	return line >= text.n || text.s[line] == '#' || yaml_break(text, line);
}

/*
 * After the line in which the brackets are closed that open at `at`; after that of `at` if they
 * never are. *read becomes where looking for that stopped.
 */
static size_t
after_flow(struct str text, size_t at, size_t *read)
{
	size_t depth = 0, first = at;
	char quote = '\0';
	for (; at < text.n; at++) {
		char c = text.s[at];
		*read = at;
		if (quote) {
			quote = c == quote ? '\0' : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '[' || c == '{') {
			depth++;
		} else if (c == ']' || c == '}') {
			if (--depth == 0)
				return next_line(text, at);
		}
	}
	return next_line(text, first);
}

/* --- the collections that are open --------------------------------------------------- */

static bool
is_block(const struct frame *f)
{
	return f->node->style == TREE_BLOCK;
}

/* How many of the first `n` frames there are up to the one that a line goes on with; or 0. */
static size_t
frames_of_line(const struct reader *r, size_t n, size_t line)
{
	struct str text = r->source->text;
	size_t column = indentation(text, line), at = line + column;
	bool item = starts_item(text, at);
	if (!item && !starts_key(text, at))
		return 0;
	for (; n > 0; n--) {
		const struct frame *f = &r->frames[n - 1];
		bool fits = (f->node->kind == TREE_SEQUENCE) == item;
		if (is_block(f) && f->column == (int)column && fits)
			return n;
	}
	return 0;
}

/* Index of the innermost block collection, or r->depth. */
static size_t
innermost_block(const struct reader *r)
{
	for (size_t i = r->depth; i-- > 0;)
		if (is_block(&r->frames[i]))
			return i;
	return r->depth;
}

/* The outermost flow collection that is open, or NULL. */
static const struct frame *
outermost_flow(const struct reader *r)
{
	for (size_t i = 0; i < r->depth; i++)
		if (!is_block(&r->frames[i]))
			return &r->frames[i];
	return NULL;
}

static void
go_on_at(struct reader *r, size_t line, size_t frames)
{
	while (r->depth > frames)
		yaml_close_collection(r);
	r->resumed.frames = frames;
	r->resumed.awaited = frames > 0;
	r->resumed.again = true;
	yaml_text_seek(&r->text, line);
}

/* --- what is cut --------------------------------------------------------------------- */

/* Where and how much is left out. */
struct cut {
	size_t from, to; /* whole lines */
	size_t column;   /* the least indentation of them */
};

static bool
ends_after(const struct tree_node *node, size_t at)
{
	return node->span.off >= at || span_end(node->span) > at;
}

static void
drop_pairs(struct tree_pairs *pairs, size_t at)
{
	while (pairs->n && ends_after(pairs->items[pairs->n - 1].value, at))
		pairs->n--;
}

/* Something of the collection is missing; what the faulty line brought is not to be trusted. */
static void
cut_frame(struct frame *f, size_t at)
{
	f->node->is_cut = true;
	f->key = NULL;
	f->key_merges = false;
	drop_pairs(&f->node->pairs, at);
	drop_pairs(&f->merges, at);
	while (f->node->items.n && ends_after(f->node->items.items[f->node->items.n - 1], at))
		f->node->items.n--;
}

/* The last thing in a collection, and the last thing in that: a deeper line belonged there. */
static void
cut_last(struct tree_node *node)
{
	while (node && !node->from_alias && node->kind >= TREE_SEQUENCE) {
		node->is_cut = true;
		if (node->kind == TREE_MAPPING)
			node = node->pairs.n ? vec_last(&node->pairs)->value : NULL;
		else
			node = node->items.n ? *vec_last(&node->items) : NULL;
	}
}

void
yaml_cut_all(struct reader *r)
{
	r->tree->is_cut = true;
	for (size_t i = 0; i < r->depth; i++)
		r->frames[i].node->is_cut = true;
}

/* Frames are cut from the innermost on, which may leave nothing in those around it. */
static void
cut(struct reader *r, const struct cut *c, size_t keep)
{
	size_t depth = r->depth, inner = innermost_block(r);
	bool deeper = inner < depth
		&& (int)indentation(r->source->text, c->from) > r->frames[inner].column;
	r->tree->is_cut = true;
	r->resumed.cuts_root = !r->has_root;
	if (r->last_end > c->to)
		r->last_end = c->from;
	if (depth == 0 && r->has_root)
		cut_last(*vec_last(&r->tree->documents));
	for (size_t i = depth; i-- > 0;) {
		struct frame *f = &r->frames[i];
		if (i >= inner || inner == depth || (is_block(f) && f->column >= (int)c->column))
			cut_frame(f, c->from);
		if (i == inner && deeper)
			cut_last(f->node);
		if (i >= keep)
			yaml_close_collection(r);
	}
}

/* --- going on ------------------------------------------------------------------------ */

/*
 * Finds where to go on at or after `line`, not deeper than `deepest`, and cuts what is before.
 * The cut begins at c->from.
 */
static void
find_next(struct reader *r, struct cut *c, size_t line, size_t deepest)
{
	struct str text = r->source->text;
	bool at_start = r->depth == 0 && !r->has_root;
	size_t frames = 0;
	c->column = indentation(text, c->from);
	for (; line < text.n; line = next_line(text, line)) {
		size_t column = indentation(text, line);
		if (starts_document(text, line))
			break;
		if (is_empty(text, line))
			continue;
		frames = column <= deepest ? frames_of_line(r, r->depth, line) : 0;
		if (frames || (at_start && column == 0 && starts_key(text, line)))
			break;
		c->column = column < c->column ? column : c->column;
	}
	c->to = line;
	cut(r, c, frames);
	if (line >= text.n)
		return;
	r->seen = r->seen > line ? r->seen : line;
	go_on_at(r, line, frames);
}

/* Is there more that can be read at a bounded cost? `stop` is where libyaml has read to. */
static bool
may_go_on(struct reader *r, size_t from, size_t stop)
{
	struct yaml_resumption *s = &r->resumed;
	s->times++;
	s->read_twice += stop > from ? stop - from : 0;
	return s->times < RESUMPTIONS_MAX && s->read_twice <= 2 * r->source->text.n + 4096;
}

static void
give_up(struct reader *r, size_t line)
{
	size_t end = r->source->text.n;
	tree_fault(r->arena, r->tree, span_make(line < end ? line : end, line < end ? line : end),
		"too many errors: what follows is not read");
	r->seen = end;
}

/* Passes over the faulty line, or the brackets that it stands in. */
static void
pass_over(struct reader *r, size_t at, size_t stop)
{
	struct str text = r->source->text;
	const struct frame *flow = outermost_flow(r);
	size_t inner = innermost_block(r), read = stop;
	struct cut c = { .from = line_start(text, flow ? flow->node->span.off : at, r->text.from) };
	size_t line = next_line(text, at);
	if (flow)
		line = after_flow(text, flow->node->span.off, &read);
	size_t deepest = indentation(text, c.from);
	if (inner < r->depth && r->frames[inner].column > (int)deepest)
		deepest = (size_t)r->frames[inner].column;
	if (may_go_on(r, c.from, read > stop ? read : stop)) {
		find_next(r, &c, line, deepest);
		return;
	}
	c.to = text.n;
	cut(r, &c, 0);
	give_up(r, line);
}

/*
 * Does the text at hand only end because it goes on with a collection around the one that it
 * began with? libyaml knows nothing of those. A list may stand at its key's own indentation.
 */
static size_t
frames_outside(const struct reader *r, const yaml_parser_t *parser, size_t at)
{
	struct str text = r->source->text;
	size_t line = line_start(text, at, r->text.from);
	bool ended = strcmp(parser->problem, "did not find expected <document start>") == 0;
	bool other = strcmp(parser->problem, "did not find expected '-' indicator") == 0;
	if (!r->resumed.frames || r->resumed.awaited || line <= r->text.from
		|| line + indentation(text, line) != at || !(ended || other))
		return 0;
	size_t outer = r->resumed.frames - 1;
	return frames_of_line(r, r->depth < outer ? r->depth : outer, line);
}

void
yaml_resume(struct reader *r, const yaml_parser_t *parser)
{
	size_t stop = yaml_offset_of(r, &parser->problem_mark);
	size_t outside = parser->problem ? frames_outside(r, parser, stop) : 0;
	if (outside && r->resumed.times < RESUMPTIONS_MAX) {
		r->resumed.times++;
		go_on_at(r, line_start(r->source->text, stop, r->text.from), outside);
		return;
	}
	size_t at = yaml_error_report(r->arena, r->tree, &r->text, parser);
	pass_over(r, at, stop);
}

bool
yaml_goes_on(struct reader *r, const yaml_event_t *event)
{
	const struct frame *f = &r->frames[r->depth - 1];
	bool sequence = event->type == YAML_SEQUENCE_START_EVENT, fits = false;
	if (sequence)
		fits = f->node->kind == TREE_SEQUENCE && !event->data.sequence_start.anchor
			&& event->data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE;
	else if (event->type == YAML_MAPPING_START_EVENT)
		fits = f->node->kind == TREE_MAPPING && !event->data.mapping_start.anchor
			&& event->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE;
	r->resumed.awaited = false;
	if (fits && (int)event->start_mark.column == f->column)
		return true;
	size_t at = yaml_offset_of(r, &event->start_mark);
	pass_over(r, at, at);
	return false;
}
