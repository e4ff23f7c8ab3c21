/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libyaml's events made into a tree. Anchored nodes are shared, not copied: an alias is a
 * copy of the top node only, and what walking it would cost is charged to a budget.
 */
#include "syntax/tree/yaml_reader.h"

#include "base/utf8.h"

#include "syntax/tree/build.h"

size_t
yaml_offset_of(const struct reader *r, const yaml_mark_t *mark)
{
	return yaml_text_offset(&r->text, mark->index);
}

static struct str
name_of(const yaml_char_t *name)
{
	return str_from((const char *)name);
}

/* --- comments ---------------------------------------------------------------------- */

/* Collects comments up to `to`; there is no scalar between what was seen and there. */
static void
collect_comments(struct reader *r, size_t to)
{
	struct str text = r->source->text;
	while (r->seen < to) {
		size_t from = str_find_char(str_slice(text, 0, to), '#', r->seen);
		if (from == STR_NONE)
			break;
		r->seen = yaml_line_end(text, from);
		vec_push(r->arena, &r->tree->comments, span_make(from, r->seen));
	}
	r->seen = to > r->seen ? to : r->seen;
}

/* Notes that [from, to) is content. */
static void
pass_content(struct reader *r, size_t from, size_t to)
{
	collect_comments(r, from);
	r->seen = to > r->seen ? to : r->seen;
	r->last_end = to;
}

/* --- placing nodes ----------------------------------------------------------------- */

static void
add_value(struct reader *r, struct frame *f, struct tree_node *value)
{
	struct tree_pair pair = { f->key, value, false };
	vec_push(r->arena, f->key_merges ? &f->merges : &f->node->pairs, pair);
	f->key = NULL;
	f->key_merges = false;
}

static void
place_node(struct reader *r, struct tree_node *node, bool merge_key)
{
	if (r->depth == 0) {
		vec_push(r->arena, &r->tree->documents, node);
		r->has_root = true;
		return;
	}
	struct frame *f = &r->frames[r->depth - 1];
	if (f->node->kind == TREE_SEQUENCE) {
		vec_push(r->arena, &f->node->items, node);
	} else if (f->key) {
		add_value(r, f, node);
	} else {
		f->key = node;
		f->key_merges = merge_key;
		tree_claim_key(r->arena, r->tree, &f->keys, node);
	}
}

/* Charges a finished node to the collection around it. */
static void
charge(struct reader *r, struct extent extent)
{
	if (r->depth == 0)
		return;
	struct extent *outer = &r->frames[r->depth - 1].extent;
	outer->nodes += extent.nodes;
	if (outer->height < extent.height + 1)
		outer->height = extent.height + 1;
}

static struct anchor *
add_anchor(struct reader *r, const yaml_char_t *name, struct tree_node *node)
{
	if (!name)
		return NULL;
	struct anchor *anchor = ARENA_NEW(r->arena, struct anchor);
	*anchor = (struct anchor){ node, { 1, 0 }, false };
	map_set(r->arena, &r->anchors, arena_str(r->arena, name_of(name)), anchor);
	return anchor;
}

/* --- merge keys -------------------------------------------------------------------- */

static void
merge_mapping(struct reader *r, struct frame *f, const struct tree_node *from)
{
	f->node->is_cut |= from->is_cut;
	vec_for(struct tree_pair, pair, &from->pairs) {
		struct str key = pair->key->text;
		bool scalar = pair->key->kind < TREE_SEQUENCE;
		if (scalar && map_get(&f->keys, key))
			continue;
		if (scalar)
			map_set(r->arena, &f->keys, key, pair->key);
		vec_push(r->arena, &f->node->pairs,
			((struct tree_pair){ pair->key, pair->value, true }));
	}
}

static void
merge_value(struct reader *r, struct frame *f, const struct tree_node *value)
{
	if (value->kind == TREE_MAPPING)
		merge_mapping(r, f, value);
	else if (!(value->kind == TREE_NULL && value->from_alias))
		tree_fault(r->arena, r->tree, value->span,
			"the value of << must be a mapping or a list of mappings");
}

static void
apply_merges(struct reader *r, struct frame *f)
{
	vec_for(struct tree_pair, merge, &f->merges) {
		if (merge->value->kind != TREE_SEQUENCE) {
			merge_value(r, f, merge->value);
			continue;
		}
		for (size_t i = 0; i < merge->value->items.n; i++)
			merge_value(r, f, merge->value->items.items[i]);
	}
}

/* --- events ------------------------------------------------------------------------ */

/* `at`, but where all of the last lines is cut: then what it still has may end after that. */
static size_t
end_of_collection(const struct tree_node *node, size_t at)
{
	const struct tree_node *last = NULL;
	if (node->pairs.n)
		last = vec_last(&node->pairs)->value;
	else if (node->items.n)
		last = *vec_last(&node->items);
	if (last && span_end(last->span) > at)
		at = span_end(last->span);
	return at > node->span.off ? at : node->span.off;
}

void
yaml_close_collection(struct reader *r)
{
	struct frame *f = &r->frames[r->depth - 1];
	if (f->key) {
		size_t at = span_end(f->key->span);
		add_value(r, f, tree_new_node(r->arena, TREE_NULL, TREE_PLAIN, span_make(at, at)));
	}
	f->node->span = span_make(f->node->span.off, end_of_collection(f->node, r->last_end));
	apply_merges(r, f);
	if (f->anchor) {
		f->anchor->extent = f->extent;
		f->anchor->open = false;
	}
	r->depth--;
	charge(r, f->extent);
}

/* Where a collection starts, its anchor and tag left out. */
static size_t
collection_start(struct reader *r, const yaml_event_t *event, bool flow, bool sequence)
{
	size_t end = yaml_offset_of(r, &event->end_mark);
	if (flow)
		return event->start_mark.index == event->end_mark.index || end == 0 ? end : end - 1;
	/* For a list at its parent's indentation the event covers the first '-' as well. */
	struct str text = r->source->text;
	bool on_dash = end < text.n && text.s[end] == '-';
	return sequence && !on_dash && end > 0 ? end - 1 : end;
}

static void
open_collection(struct reader *r, const yaml_event_t *event)
{
	bool sequence = event->type == YAML_SEQUENCE_START_EVENT;
	bool flow = sequence ? event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
			     : event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
	size_t end = yaml_offset_of(r, &event->end_mark);
	size_t start = collection_start(r, event, flow, sequence);
	if (r->depth == TREE_MAX_DEPTH) {
		tree_fault(r->arena, r->tree,
			span_make(start, start + utf8_step(r->source->text, start)),
			"nested deeper than %d levels", TREE_MAX_DEPTH);
		yaml_cut_all(r);
		r->stopped = true;
		return;
	}
	struct tree_node *node = tree_new_node(r->arena, sequence ? TREE_SEQUENCE : TREE_MAPPING,
		flow ? TREE_FLOW : TREE_BLOCK, span_make(start, end));
	node->is_cut = r->depth == 0 && r->resumed.cuts_root;
	place_node(r, node, false);
	collect_comments(r, start);
	if (flow)
		pass_content(r, start, end);
	struct frame *f = &r->frames[r->depth++];
	*f = (struct frame){ .node = node, .extent = { 1, 1 } };
	f->column = (int)event->end_mark.column - (flow ? 0 : (int)(end - start));
	f->anchor = add_anchor(r,
		sequence ? event->data.sequence_start.anchor : event->data.mapping_start.anchor,
		node);
	if (f->anchor)
		f->anchor->open = true;
}

static void
end_collection(struct reader *r, const yaml_event_t *event)
{
	if (event->start_mark.index != event->end_mark.index) {
		size_t end = yaml_offset_of(r, &event->end_mark);
		pass_content(r, end, end);
	}
	yaml_close_collection(r);
}

static enum tree_style
style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE: return TREE_SINGLE_QUOTED;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return TREE_DOUBLE_QUOTED;
	case YAML_LITERAL_SCALAR_STYLE: return TREE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE: return TREE_FOLDED;
	default: return TREE_PLAIN;
	}
}

/*
 * The place of a value that is not written. libyaml sometimes puts it at the next token,
 * lines below; it belongs to the thing before.
 */
static size_t
empty_scalar_at(const struct reader *r, size_t at)
{
	struct str text = r->source->text;
	char before = at > 0 ? text.s[at - 1] : '\0';
	if (before == ':' || before == '-' || before == '?' || at < r->last_end)
		return at;
	return yaml_line_end(str_slice(text, 0, at), r->last_end) < at ? r->last_end : at;
}

static struct span
scalar_span(struct reader *r, const yaml_event_t *event)
{
	bool anchor = event->data.scalar.anchor, tag = event->data.scalar.tag;
	size_t to = yaml_offset_of(r, &event->end_mark);
	if (event->data.scalar.length == 0 && style_of(event->data.scalar.style) == TREE_PLAIN) {
		size_t at = anchor || tag ? to : empty_scalar_at(r, to);
		return span_make(at, at);
	}
	size_t from = yaml_offset_of(r, &event->start_mark);
	from = yaml_skip_properties(str_slice(r->source->text, 0, to), from, anchor, tag);
	return span_make(from, to);
}

static void
resolve(struct reader *r, struct tree_node *node, const yaml_event_t *event)
{
	struct str tag = name_of(event->data.scalar.tag);
	node->kind = TREE_STRING;
	if (tag.n) {
		if (!yaml_resolve_tagged(tag, node->text, &node->kind))
			tree_fault(r->arena, r->tree, node->span,
				"\"%" PRIstr "\" is not what its tag %s says",
				STR_ARG(tree_excerpt(r->arena, node->text)),
				(const char *)event->data.scalar.tag);
	} else if (node->style == TREE_PLAIN) {
		node->kind = yaml_resolve(node->text);
	}
	node->boolean = node->kind == TREE_BOOL && char_lower(node->text.s[0]) == 't';
}

static int
block_column(const struct reader *r)
{
	for (size_t i = r->depth; i-- > 0;)
		if (r->frames[i].node->style == TREE_BLOCK)
			return r->frames[i].column;
	return -1;
}

/* Untagged and plain, or with the tag that some programs write: !!merge <<. */
static bool
is_merge_key(const yaml_event_t *event, struct str text)
{
	struct str tag = str_from((const char *)event->data.scalar.tag);
	if (tag.n)
		return str_eq(tag, STR("tag:yaml.org,2002:merge"));
	return event->data.scalar.plain_implicit && str_eq(text, STR("<<"));
}

static void
on_scalar(struct reader *r, const yaml_event_t *event)
{
	struct span span = scalar_span(r, event);
	struct str value = { (const char *)event->data.scalar.value, event->data.scalar.length };
	enum tree_style style = style_of(event->data.scalar.style);
	struct yaml_content c =
		yaml_content_of(r->arena, &r->text, style, span, block_column(r), value);
	struct tree_node *node =
		tree_new_node(r->arena, TREE_STRING, style, span_make(span.off, c.end));
	node->content = c.content;
	node->text = c.content.text;
	resolve(r, node, event);
	pass_content(r, span.off, c.end);
	if (c.comment.len) {
		vec_push(r->arena, &r->tree->comments, c.comment);
		r->seen = r->seen > span_end(c.comment) ? r->seen : span_end(c.comment);
	}
	add_anchor(r, event->data.scalar.anchor, node);
	place_node(r, node, is_merge_key(event, node->text));
	charge(r, (struct extent){ 1, 0 });
}

/* Why an alias can't be followed; or NULL. */
static const char *
alias_problem(const struct reader *r, const struct anchor *anchor)
{
	if (!anchor)
		return "has no anchor before it";
	if (anchor->open)
		return "stands inside the node that it names";
	if (r->depth + anchor->extent.height > TREE_MAX_DEPTH)
		return "nests the tree too deep";
	if (r->alias_nodes + anchor->extent.nodes > TREE_MAX_ALIAS_NODES)
		return "makes the tree too large";
	return NULL;
}

static void
on_alias(struct reader *r, const yaml_event_t *event)
{
	struct str name = name_of(event->data.alias.anchor);
	struct span span = span_make(
		yaml_offset_of(r, &event->start_mark), yaml_offset_of(r, &event->end_mark));
	const struct anchor *anchor = map_get(&r->anchors, name);
	const char *problem = alias_problem(r, anchor);
	struct tree_node *node = tree_new_node(r->arena, TREE_NULL, TREE_PLAIN, span);
	struct extent extent = { 1, 0 };
	if (problem) {
		/* The anchor may have been in a part that is cut, which has been reported. */
		if (anchor || !r->tree->is_cut)
			tree_fault(r->arena, r->tree, span, "alias *%" PRIstr " %s",
				STR_ARG(tree_excerpt(r->arena, name)), problem);
		yaml_cut_all(r);
	} else {
		*node = *anchor->node;
		extent = anchor->extent;
		r->alias_nodes += extent.nodes;
	}
	node->from_alias = true;
	pass_content(r, span.off, span_end(span));
	place_node(r, node, false);
	charge(r, extent);
}

static void
on_content(struct reader *r, const yaml_event_t *event)
{
	if (event->type == YAML_SCALAR_EVENT)
		on_scalar(r, event);
	else if (event->type == YAML_ALIAS_EVENT)
		on_alias(r, event);
	else if (event->type == YAML_SEQUENCE_START_EVENT
		|| event->type == YAML_MAPPING_START_EVENT)
		open_collection(r, event);
	else
		end_collection(r, event);
}

static void
start_document(struct reader *r, size_t at)
{
	while (r->depth)
		yaml_close_collection(r);
	r->anchors = (struct map){ 0 };
	r->has_root = false;
	r->resumed.frames = 0;
	r->last_end = at;
}

static void
on_event(struct reader *r, const yaml_event_t *event)
{
	bool awaited = r->resumed.awaited;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (!awaited)
			start_document(r, yaml_offset_of(r, &event->end_mark));
		return;
	case YAML_STREAM_END_EVENT:
		collect_comments(r, r->source->text.n);
		r->stopped = true;
		return;
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
	case YAML_NO_EVENT: return;
	case YAML_SCALAR_EVENT:
	case YAML_ALIAS_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_START_EVENT:
	case YAML_MAPPING_END_EVENT: break;
	}
	if (awaited)
		(void)yaml_goes_on(r, event);
	else
		on_content(r, event);
}

static void
report_repairs(struct reader *r)
{
	if (r->text.bad_utf8 != STR_NONE)
		tree_fault(r->arena, r->tree, span_make(r->text.bad_utf8, r->text.bad_utf8 + 1),
			"not valid UTF-8");
	if (r->text.forbidden == STR_NONE)
		return;
	bool bad;
	size_t n = yaml_char(r->source->text, r->text.forbidden, &bad);
	tree_fault(r->arena, r->tree, span_make(r->text.forbidden, r->text.forbidden + n),
		"control characters are not allowed in YAML");
}

/* Reads from r->text.from on, up to the end or an error. */
static void
read_events(struct reader *r)
{
	yaml_parser_t parser;
	yaml_event_t event;
	if (!yaml_parser_initialize(&parser)) {
		tree_fault(r->arena, r->tree, (struct span){ 0 }, "out of memory");
		return;
	}
	struct str rest = str_slice(r->text.clean, r->text.clean_from, r->text.clean.n);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)rest.s, rest.n);
	r->resumed.again = false;
	while (!r->stopped && !r->resumed.again) {
		if (!yaml_parser_parse(&parser, &event)) {
			yaml_resume(r, &parser);
			break;
		}
		on_event(r, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

struct tree *
yaml_parse(struct arena *a, const struct source *source)
{
	struct reader r = { .arena = a, .source = source };
	r.tree = ARENA_NEW(a, struct tree);
	r.tree->source = source;
	r.text = yaml_text_new(a, source);
	r.frames = ARENA_ARRAY(a, struct frame, TREE_MAX_DEPTH);
	r.seen = r.text.start;
	report_repairs(&r);
	do
		read_events(&r);
	while (r.resumed.again);
	while (r.depth)
		yaml_close_collection(&r);
	return r.tree;
}
