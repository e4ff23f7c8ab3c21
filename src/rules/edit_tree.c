/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/edit_tree.h"

#include "rules/edit_lines.h"

/* How far a level is indented where the file has no example of it. */
#define INDENT 2

struct tree_editor {
	struct arena *arena;
	const struct tree_change *change;
	const struct source *source;
	struct finding_edit *edit;
};

static bool
replace(struct tree_editor *e, size_t from, size_t to, struct str text)
{
	bool with_returns = edit_has_returns(e->source, from);
	e->edit->place = (struct place){ e->source, span_make(from, to) };
	e->edit->text = edit_fit(e->arena, text, STR(""), with_returns);
	return true;
}

/* --- where ------------------------------------------------------------------------- */

static bool
holds(struct span outer, struct span inner)
{
	return inner.off >= outer.off && span_end(inner) <= span_end(outer);
}

static bool
is_own(const struct tree_pair *pair)
{
	return !pair->merged && !pair->key->from_alias && !pair->value->from_alias;
}

/* Where the i-th child of a list or mapping starts; those behind an alias lie elsewhere. */
static size_t
start_of_child(const struct tree_node *node, size_t i)
{
	return node->kind == TREE_SEQUENCE ? node->items.items[i]->span.off
					   : node->pairs.items[i].key->span.off;
}

static size_t own_pairs(const struct tree_node *mapping);

/*
 * The child that a span lies in: the last that starts before its end, as children stand in the
 * order of the file. Where aliases lead the search astray, nothing is found.
 */
static const struct tree_node *
child_at(const struct tree_node *node, struct span span)
{
	bool is_list = node->kind == TREE_SEQUENCE;
	size_t from = 0;
	size_t to = is_list ? node->items.n : node->kind == TREE_MAPPING ? own_pairs(node) : 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (start_of_child(node, middle) <= span.off)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == 0)
		return NULL;
	if (is_list) {
		const struct tree_node *item = node->items.items[from - 1];
		return !item->from_alias && holds(item->span, span) ? item : NULL;
	}
	const struct tree_pair *pair = &node->pairs.items[from - 1];
	bool is_key = pair->key->span.off == span.off && pair->key->span.len == span.len
		&& pair->value->kind == TREE_MAPPING;
	return is_own(pair) && (is_key || holds(pair->value->span, span)) ? pair->value : NULL;
}

/* The mapping that a place is, whose key it is, or else the innermost around it; or NULL. */
static const struct tree_node *
mapping_at(const struct tree *tree, struct span span)
{
	const struct tree_node *found = NULL, *node = NULL;
	for (size_t i = 0; i < tree->documents.n && !node; i++)
		if (holds(tree->documents.items[i]->span, span))
			node = tree->documents.items[i];
	while (node) {
		const struct tree_node *child = child_at(node, span);
		if (node->kind == TREE_MAPPING)
			found = node;
		else if (node->kind == TREE_SEQUENCE && !child)
			return NULL;
		node = child;
	}
	return found;
}

/* Number of the pairs that are written in the mapping itself; merged ones come last. */
static size_t
own_pairs(const struct tree_node *mapping)
{
	size_t n = mapping->pairs.n;
	while (n && mapping->pairs.items[n - 1].merged)
		n--;
	return n;
}

static size_t
pair_end(const struct tree_pair *pair)
{
	size_t key = span_end(pair->key->span), value = span_end(pair->value->span);
	return value > key ? value : key;
}

/* --- new keys ---------------------------------------------------------------------- */

static struct str
spaces(struct arena *a, size_t n)
{
	return arena_printf(a, "%*s", (int)n, "");
}

/* The column of a block mapping's keys; false where something else than a dash is before it. */
static bool
column_of(const struct source *source, size_t off, size_t *column)
{
	size_t start = edit_line_start(source, off);
	struct str before = str_slice(source->text, start, off);
	*column = before.n;
	for (size_t i = 0; i < before.n; i++)
		if (before.s[i] != ' ' && before.s[i] != '-')
			return false;
	return true;
}

/* How much deeper the file indents what is below a key of this mapping. */
static size_t
step_below(const struct source *source, const struct tree_node *mapping)
{
	for (size_t i = 0; i < own_pairs(mapping); i++) {
		const struct tree_pair *pair = &mapping->pairs.items[i];
		size_t outer, inner;
		if (is_own(pair) && pair->value->kind == TREE_MAPPING
			&& pair->value->style == TREE_BLOCK
			&& column_of(source, pair->key->span.off, &outer)
			&& column_of(source, pair->value->span.off, &inner) && inner > outer)
			return inner - outer;
	}
	return INDENT;
}

/* a.b.c: text, a level deeper for each name. */
static struct str
block_text(struct tree_editor *e, struct str keys, struct str value, size_t step)
{
	struct buf out = buf_new(e->arena);
	struct str name;
	size_t depth = 0;
	while (str_next_field(&keys, '.', &name)) {
		if (depth)
			buf_add_char(&out, '\n');
		buf_add(&out, spaces(e->arena, depth));
		buf_printf(&out, "%" PRIstr ":", STR_ARG(name));
		depth += step;
	}
	struct str indent = spaces(e->arena, depth - step);
	bool is_mapping = str_starts(value, STR("\n"));
	bool is_below = is_mapping || str_starts(value, STR("- "));
	if (is_below)
		indent = spaces(e->arena, depth);
	value = str_slice(value, is_mapping, value.n);
	struct str lines = edit_fit(e->arena, value, indent, false);
	buf_add_char(&out, is_below ? '\n' : ' ');
	buf_add(&out, is_below ? lines : str_slice(lines, indent.n, lines.n));
	return buf_str(&out);
}

/* The pair that a new one goes above, or NULL for the end of the mapping. */
static const struct tree_pair *
pair_below(const struct tree_editor *e, const struct tree_node *mapping)
{
	const struct tree_pair *pair = tree_pair_of(mapping, e->change->above);
	return e->change->above.n && pair && is_own(pair) ? pair : NULL;
}

static bool
add_to_block(
	struct tree_editor *e, const struct tree_node *mapping, struct str keys, struct str value)
{
	const struct tree_pair *below = pair_below(e, mapping);
	const struct tree_pair *first = mapping->pairs.items;
	const struct tree_pair *last = first + own_pairs(mapping) - 1;
	size_t column;
	if (!is_own(last) || !column_of(e->source, first->key->span.off, &column))
		return false;
	struct str text = block_text(e, keys, value, step_below(e->source, mapping));
	struct str indent = spaces(e->arena, column);
	if (below == first && edit_indentation(e->source, first->key->span.off).n != column) {
		/* Behind the dash of a list. */
		text = edit_fit(e->arena, text, indent, false);
		text = arena_printf(e->arena, "%" PRIstr "\n%" PRIstr,
			STR_ARG(str_slice(text, column, text.n)), STR_ARG(indent));
		return replace(e, first->key->span.off, first->key->span.off, text);
	}
	struct edit_lines lines = { .source = e->source, .text = text, .indent = indent };
	lines.with_returns = edit_has_returns(e->source, first->key->span.off);
	lines.at = below
		? edit_commented_start(e->source, below->key->span.off)
		: edit_lines_end(e->source, span_make(last->key->span.off, pair_end(last)));
	edit_insert_lines(e->arena, &lines, e->edit);
	return true;
}

/* The names of a flow mapping are quoted as those that are there. */
static struct str
flow_text(struct tree_editor *e, struct str keys, struct str value, struct str quote)
{
	struct buf out = buf_new(e->arena);
	struct str name;
	size_t depth = 0;
	while (str_next_field(&keys, '.', &name)) {
		if (depth++)
			buf_add(&out, STR("{"));
		buf_printf(&out, "%" PRIstr "%" PRIstr "%" PRIstr ": ", STR_ARG(quote),
			STR_ARG(name), STR_ARG(quote));
	}
	buf_add(&out, value);
	for (size_t i = 1; i < depth; i++)
		buf_add_char(&out, '}');
	return buf_str(&out);
}

static struct str
quote_at(const struct source *source, size_t off)
{
	struct str first = str_slice(source->text, off, off + 1);
	return str_eq(first, STR("\"")) || str_eq(first, STR("'")) ? first : STR("");
}

/* A new one goes above the last, so that commas and comments behind that stay as they are. */
static bool
add_to_flow(
	struct tree_editor *e, const struct tree_node *mapping, struct str keys, struct str value)
{
	const struct tree_pair *below = pair_below(e, mapping);
	if (str_find_char(value, '\n', 0) != STR_NONE || !own_pairs(mapping))
		return false;
	if (!below)
		below = &mapping->pairs.items[own_pairs(mapping) - 1];
	size_t off = below->key->span.off;
	struct str indent = edit_indentation(e->source, off);
	struct str text = flow_text(e, keys, value, quote_at(e->source, off));
	if (edit_line_start(e->source, off) + indent.n != off) {
		text = arena_printf(e->arena, "%" PRIstr ", ", STR_ARG(text));
		return replace(e, off, off, text);
	}
	struct edit_lines lines = { .source = e->source, .indent = indent };
	lines.text = arena_printf(e->arena, "%" PRIstr ",", STR_ARG(text));
	lines.with_returns = edit_has_returns(e->source, off);
	lines.at = edit_commented_start(e->source, off);
	edit_insert_lines(e->arena, &lines, e->edit);
	return true;
}

static bool
add_key(struct tree_editor *e, const struct tree_node *mapping, struct str keys, struct str value)
{
	if (mapping->style == TREE_FLOW)
		return add_to_flow(e, mapping, keys, value);
	return own_pairs(mapping) > 0 && add_to_block(e, mapping, keys, value);
}

/* --- keys that are there ----------------------------------------------------------- */

static bool
is_blank(const struct source *source, size_t from, size_t to)
{
	return str_trim(str_slice(source->text, from, to)).n == 0;
}

static bool
remove_from_flow(struct tree_editor *e, const struct tree_node *mapping, size_t i)
{
	const struct tree_pair *pairs = mapping->pairs.items;
	if (i > 0)
		return replace(e, pair_end(&pairs[i - 1]), pair_end(&pairs[i]), STR(""));
	return replace(e, pairs[0].key->span.off, pairs[1].key->span.off, STR(""));
}

static bool
remove_from_block(struct tree_editor *e, const struct tree_node *mapping, size_t i)
{
	const struct tree_pair *pair = &mapping->pairs.items[i];
	size_t off = pair->key->span.off, start = edit_line_start(e->source, off);
	if (is_blank(e->source, start, off)) {
		struct span span = span_make(off, pair_end(pair));
		return replace(e, start, edit_lines_end(e->source, span), STR(""));
	}
	/* Behind the dash of a list the next key takes its place. */
	size_t next = i + 1 < own_pairs(mapping) ? pair[1].key->span.off : off;
	return next > off && is_blank(e->source, pair_end(pair), next)
		&& replace(e, off, next, STR(""));
}

static bool
remove_pair(struct tree_editor *e, const struct tree_node *mapping, const struct tree_pair *pair)
{
	size_t i = (size_t)(pair - mapping->pairs.items);
	if (!is_own(pair) || own_pairs(mapping) < 2)
		return false;
	return mapping->style == TREE_FLOW ? remove_from_flow(e, mapping, i)
					   : remove_from_block(e, mapping, i);
}

/* Takes the mappings out, too, that have no other key. */
static bool
unset(struct tree_editor *e, const struct tree_node *mapping, struct str keys)
{
	const struct tree_node *from = NULL;
	const struct tree_pair *taken = NULL;
	struct str name;
	while (str_next_field(&keys, '.', &name)) {
		const struct tree_pair *pair = tree_pair_of(mapping, name);
		if (!pair || !is_own(pair))
			return false;
		if (own_pairs(mapping) > 1) {
			from = mapping;
			taken = pair;
		}
		mapping = pair->value;
	}
	return taken && remove_pair(e, from, taken);
}

static bool
append(struct tree_editor *e, const struct tree_node *list, struct str item)
{
	if (list->kind != TREE_SEQUENCE || list->items.n == 0)
		return false;
	const struct tree_node *last = list->items.items[list->items.n - 1];
	struct span span = last->span;
	struct str indent = edit_indentation(e->source, span.off);
	if (last->from_alias)
		return false;
	if (list->style == TREE_FLOW) {
		bool has_own_line = edit_line_start(e->source, span.off) + indent.n == span.off;
		struct str text =
			arena_printf(e->arena, ",%s%" PRIstr "%" PRIstr, has_own_line ? "\n" : " ",
				STR_ARG(has_own_line ? indent : STR("")), STR_ARG(item));
		return str_find_char(item, '\n', 0) == STR_NONE
			&& replace(e, span_end(span), span_end(span), text);
	}
	struct edit_lines lines = { .source = e->source, .text = item, .indent = indent };
	lines.with_returns = edit_has_returns(e->source, span.off);
	lines.at = edit_lines_end(e->source, span);
	edit_insert_lines(e->arena, &lines, e->edit);
	return str_eq(STR("-"),
		str_trim(str_slice(
			e->source->text, edit_line_start(e->source, span.off), span.off)));
}

/* An entry of a list in block or flow style. */
static struct str
item_text(struct tree_editor *e, enum tree_style style)
{
	struct str text = e->change->text;
	if (style == TREE_FLOW)
		return text;
	text = edit_fit(e->arena, text, STR("  "), false);
	return arena_printf(e->arena, "- %" PRIstr, STR_ARG(str_slice(text, 2, text.n)));
}

/* The value of a key that is there already. */
static bool
change_value(struct tree_editor *e, const struct tree_node *value)
{
	struct str text = e->change->text;
	if (e->change->kind == EDIT_APPEND)
		return append(e, value, item_text(e, value->style));
	return value->span.len > 0 && value->kind < TREE_SEQUENCE
		&& replace(e, value->span.off, span_end(value->span), text);
}

/* The quotes stay. */
static bool
rename_key(struct tree_editor *e, const struct tree_node *key)
{
	size_t quote = quote_at(e->source, key->span.off).n;
	return replace(e, key->span.off + quote, span_end(key->span) - quote, e->change->text);
}

/* What a key that is not there yet gets. */
static struct str
new_value(struct tree_editor *e, const struct tree_node *mapping)
{
	struct str text = e->change->text;
	if (e->change->kind == EDIT_SET)
		return text;
	return mapping->style == TREE_FLOW ? arena_printf(e->arena, "[%" PRIstr "]", STR_ARG(text))
					   : item_text(e, TREE_BLOCK);
}

bool
edit_tree(struct arena *a, const struct tree_change *change, struct finding_edit *edit)
{
	struct tree_editor e = { .arena = a, .change = change, .edit = edit };
	const struct tree_node *mapping = mapping_at(change->tree, change->place.span);
	struct str rest = change->key, name;
	e.source = change->place.source;
	if (!mapping)
		return false;
	if (change->kind == EDIT_UNSET)
		return unset(&e, mapping, change->key);
	for (struct str keys = rest; str_next_field(&rest, '.', &name); keys = rest) {
		const struct tree_pair *pair = tree_pair_of(mapping, name);
		if (!pair && change->kind == EDIT_RENAME)
			return false;
		if (!pair)
			return add_key(&e, mapping, keys, new_value(&e, mapping));
		if (!is_own(pair))
			return false;
		if (!rest.s)
			return change->kind == EDIT_RENAME ? rename_key(&e, pair->key)
							   : change_value(&e, pair->value);
		mapping = pair->value;
		if (mapping->kind != TREE_MAPPING)
			return false;
	}
	return false;
}
