/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/load_fix.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* What an edit of a kind has beside its place and its condition. */
enum part { TEXT = 1, MATCH = 2, KEY = 4, ABOVE = 8, TO = 16 };

/* In the order of enum edit_kind. */
static const struct {
	const char *name;
	unsigned parts;
} edit_kinds[] = {
	{ "replace", TEXT | MATCH },
	{ "insert_before", TEXT | MATCH },
	{ "insert_after", TEXT | MATCH },
	{ "insert_line_before", TEXT | MATCH },
	{ "insert_line_after", TEXT | MATCH },
	{ "delete", MATCH },
	{ "delete_lines", MATCH },
	{ "move_before", TO },
	{ "move_after", TO },
	{ "set", TEXT | KEY | ABOVE },
	{ "unset", KEY },
	{ "rename", TEXT | KEY },
	{ "append", TEXT | KEY },
};

static void
read_pattern(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct str why, *pattern = out;
	reader_line(r, node, pattern);
	if (pattern->n && cel_regex_is_bad(r->arena, *pattern, &why))
		reader_fault(r, node, "this is no regular expression: %" PRIstr, STR_ARG(why));
}

static void
report_kinds(struct rule_reader *r, const struct tree_node *node)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < COUNT(edit_kinds); i++)
		vec_push(r->arena, &names, str_from(edit_kinds[i].name));
	struct str all = strs_join(r->arena, &names, STR(", "));
	reader_fault(r, node, "expected one of %" PRIstr, STR_ARG(all));
}

static void
read_edit(struct rule_reader *r, const struct tree_node *node, struct rule_edit *edit)
{
	size_t given = 0;
	for (size_t i = 0; i < COUNT(edit_kinds); i++)
		if (tree_get(node, str_from(edit_kinds[i].name))) {
			edit->kind = (enum edit_kind)i;
			given++;
		}
	if (given != 1) {
		report_kinds(r, node);
		return;
	}
	const struct {
		unsigned part;
		struct rule_key key;
	} known[] = {
		{ MATCH, { "match", false, read_pattern, offsetof(struct rule_edit, match) } },
		{ KEY, { "key", true, reader_line_template, offsetof(struct rule_edit, key) } },
		{ ABOVE, { "above", false, reader_line, offsetof(struct rule_edit, above) } },
		{ TO, { "to", true, reader_place, offsetof(struct rule_edit, to) } },
		{ TEXT, { "text", true, reader_template, offsetof(struct rule_edit, text) } },
	};
	struct rule_key keys[COUNT(known) + 2] = {
		{ edit_kinds[edit->kind].name, true, reader_place, offsetof(struct rule_edit, at) },
		{ "when", false, reader_condition, offsetof(struct rule_edit, when) },
	};
	size_t n = 2;
	for (size_t i = 0; i < COUNT(known); i++)
		if (edit_kinds[edit->kind].parts & known[i].part)
			keys[n++] = known[i].key;
	static const struct str nothing = STR_INIT("");
	edit->text = edit->key = (struct message_template){ .texts = &nothing };
	reader_mapping(r, node, keys, n, edit);
}

static void
read_edits(struct rule_reader *r, const struct tree_node *node, void *out)
{
	struct rule *rule = out;
	size_t n;
	struct tree_node *const *items = reader_items(r, node, &n);
	struct rule_edit *edits = ARENA_ARRAY(r->arena, struct rule_edit, n);
	for (size_t i = 0; i < n; i++)
		read_edit(r, items[i], &edits[i]);
	rule->edits = edits;
	rule->nedits = (uint32_t)n;
}

static void
read_safety(struct rule_reader *r, const struct tree_node *node, void *out)
{
	static const char *const names[] = { "safe", "unsafe" };
	struct rule *rule = out;
	rule->fix_safety = (enum fix_safety)reader_choice(r, node, names, COUNT(names));
}

void
load_fix(struct rule_reader *r, const struct tree_node *node, void *out)
{
	static const struct rule_key keys[] = {
		{ "safety", true, read_safety, 0 },
		{ "title", true, reader_line, offsetof(struct rule, fix_title) },
		{ "edits", true, read_edits, 0 },
	};
	reader_mapping(r, node, keys, COUNT(keys), out);
}
