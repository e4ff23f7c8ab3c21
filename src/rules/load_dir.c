/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/io.h"
#include "base/map.h"
#include "base/path.h"
#include "rules/load.h"
#include "syntax/tree/tree.h"

/* What a rule that lies in no topic's folder is filed under. */
#define TOPIC_OF_LOOSE_RULES STR("custom")
#define KNOWLEDGE_DIR STR("knowledge")

struct dir_reader {
	struct arena *arena;
	struct rule_faults *faults;
	struct map ids, names; /* to struct rule */
	struct rules *rules;
};

static void
add_fault(struct dir_reader *r, const struct source *source, struct span span, struct str message)
{
	vec_push(r->arena, r->faults, ((struct rule_fault){ { source, span }, message }));
}

/* A fault of a path as a whole. */
static void
add_path_fault(struct dir_reader *r, struct str path, struct str message)
{
	add_fault(r, source_new(r->arena, path, STR("")), (struct span){ 0 }, message);
}

static void
add_faults(struct dir_reader *r, const struct source *source, const struct faults *faults)
{
	vec_for(struct fault, fault, faults)
		add_fault(r, source, fault->span, fault->message);
}

static const struct source *
read_source(struct dir_reader *r, struct str path)
{
	struct str text, error;
	if (io_read_file(r->arena, path.s, SOURCE_MAX_SIZE, &text, &error))
		return source_new(r->arena, path, text);
	add_path_fault(r, path, error);
	return NULL;
}

/* False, with a fault, where another rule has the key. */
static bool
claim(struct dir_reader *r, struct map *taken, struct str key, const struct rule *rule,
	const struct source *source)
{
	const struct rule *other = source ? map_get(taken, key) : NULL;
	if (!other) {
		map_set(r->arena, taken, key, (void *)rule);
		return true;
	}
	add_fault(r, source, (struct span){ 0 },
		arena_printf(r->arena,
			"`%" PRIstr "` is taken by the rule %" PRIstr " (%" PRIstr ")",
			STR_ARG(key), STR_ARG(other->id), STR_ARG(other->name)));
	return false;
}

static void
load_rule(struct dir_reader *r, struct str path, struct str topic)
{
	const struct source *source = read_source(r, path);
	if (!source)
		return;
	struct faults faults = { 0 };
	struct rule *rule = rule_load(r->arena, source, topic, &faults);
	add_faults(r, source, &faults);
	if (!rule)
		return;
	bool has_id = claim(r, &r->ids, rule->id, rule, source);
	bool has_name = claim(r, &r->names, rule->name, rule, source);
	if (has_id && has_name)
		vec_push(r->arena, r->rules, rule);
}

static bool
list_dir(struct dir_reader *r, struct str dir, struct io_entries *entries)
{
	struct str error;
	if (io_list_dir(r->arena, dir.s, entries, &error))
		return true;
	add_path_fault(r, dir, error);
	return false;
}

static struct str
entry_path(struct dir_reader *r, struct str dir, struct str name)
{
	return arena_printf(r->arena, "%" PRIstr "/%" PRIstr, STR_ARG(dir), STR_ARG(name));
}

static bool
is_hidden(struct str name)
{
	return str_starts(name, STR("."));
}

static void
load_topic(struct dir_reader *r, struct str dir, struct str topic)
{
	struct io_entries entries = { 0 };
	if (!list_dir(r, dir, &entries))
		return;
	vec_for(struct io_entry, entry, &entries) {
		if (is_hidden(entry->name))
			continue;
		struct str path = entry_path(r, dir, entry->name);
		if (io_kind_of(path.s, true) == IO_DIR)
			add_path_fault(r, path, STR("a topic's folder holds no folders"));
		else if (str_ends(entry->name, STR(".yaml")))
			load_rule(r, path, topic);
		else if (str_ends(entry->name, STR(".yml")))
			add_path_fault(r, path, STR("a rule's file ends in .yaml"));
	}
}

static void
load_topics(struct dir_reader *r, struct str dir)
{
	struct io_entries entries = { 0 };
	if (!list_dir(r, dir, &entries))
		return;
	vec_for(struct io_entry, entry, &entries) {
		if (is_hidden(entry->name) || str_eq(entry->name, KNOWLEDGE_DIR))
			continue;
		struct str path = entry_path(r, dir, entry->name);
		if (io_kind_of(path.s, true) == IO_DIR)
			load_topic(r, path, arena_str(r->arena, entry->name));
		else if (str_ends(entry->name, STR(".yaml")))
			load_rule(r, path, TOPIC_OF_LOOSE_RULES);
		else if (str_ends(entry->name, STR(".yml")))
			add_path_fault(r, path, STR("a rule's file ends in .yaml"));
	}
}

static int
by_id(const void *a, const void *b)
{
	const struct rule *const *left = a, *const *right = b;
	return str_cmp((*left)->id, (*right)->id);
}

bool
rules_load_dir(struct arena *a, const char *dir, const struct rules *others, struct rules *rules,
	struct rule_faults *faults)
{
	size_t before = faults->n;
	struct dir_reader r = { .arena = a, .faults = faults, .rules = rules };
	for (size_t i = 0; others && i < others->n; i++) {
		claim(&r, &r.ids, others->items[i]->id, others->items[i], NULL);
		claim(&r, &r.names, others->items[i]->name, others->items[i], NULL);
	}
	load_topics(&r, arena_str(a, str_from(dir)));
	if (rules->n)
		qsort(rules->items, rules->n, sizeof(*rules->items), by_id);
	return faults->n == before;
}

static void
load_table(struct dir_reader *r, struct str path, struct knowledge_tables *tables)
{
	const struct source *source = read_source(r, path);
	if (!source)
		return;
	struct faults faults = { 0 };
	struct str file = path_base(path);
	struct str name = str_slice(file, 0, file.n - STR(".yaml").n);
	struct tree *tree = yaml_parse(r->arena, source);
	const struct knowledge_table *table = knowledge_load(r->arena, tree, name, &faults);
	add_faults(r, source, &faults);
	if (table)
		vec_push(r->arena, tables, *table);
}

bool
knowledge_load_dir(struct arena *a, const char *dir, struct knowledge_tables *tables,
	struct rule_faults *faults)
{
	size_t before = faults->n;
	struct dir_reader r = { .arena = a, .faults = faults };
	struct str path = entry_path(&r, str_from(dir), KNOWLEDGE_DIR);
	struct io_entries entries = { 0 };
	if (io_kind_of(path.s, true) == IO_MISSING)
		return true;
	if (list_dir(&r, path, &entries)) {
		vec_for(struct io_entry, entry, &entries)
			if (str_ends(entry->name, STR(".yaml")) && !is_hidden(entry->name))
				load_table(&r, entry_path(&r, path, entry->name), tables);
	}
	return faults->n == before;
}
