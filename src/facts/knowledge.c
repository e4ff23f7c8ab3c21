/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/knowledge.h"

#include "base/date.h"
#include "base/nearest.h"
#include "syntax/tree/tree.h"

const struct knowledge_table *
knowledge_table_named(const struct knowledge *knowledge, struct str name)
{
	for (uint32_t i = 0; knowledge && i < knowledge->ntables; i++)
		if (str_eq(knowledge->tables[i].name, name))
			return &knowledge->tables[i];
	return NULL;
}

bool
knowledge_values_have(struct knowledge_values values, struct str value)
{
	for (uint32_t i = 0; i < values.n; i++)
		if (str_eq(values.items[i], value))
			return true;
	return false;
}

struct knowledge_values
knowledge_list(const struct knowledge_record *record, struct str key)
{
	for (uint32_t i = 0; record && i < record->nfields; i++)
		if (str_eq(record->fields[i].key, key))
			return record->fields[i].values;
	return (struct knowledge_values){ 0 };
}

struct str
knowledge_get(const struct knowledge_record *record, struct str key)
{
	struct knowledge_values values = knowledge_list(record, key);
	return values.n ? values.items[0] : STR("");
}

const struct knowledge_record *
knowledge_find(const struct knowledge_table *table, struct str key, struct str value)
{
	for (uint32_t i = 0; table && i < table->nrecords; i++)
		if (knowledge_values_have(knowledge_list(&table->records[i], key), value))
			return &table->records[i];
	return NULL;
}

/* --- reading a table's file -------------------------------------------------------- */

struct table_reader {
	struct arena *arena;
	struct faults *faults;
	const struct tree_node *root;
};

static bool
read_text(struct table_reader *r, const struct tree_node *node, struct str *text)
{
	if (tree_scalar(node, text) && text->n > 0)
		return true;
	fault_add(r->arena, r->faults, node->span, "expected a text that is not empty");
	return false;
}

static struct knowledge_values
read_values(struct table_reader *r, const struct tree_node *node)
{
	struct strs values = { 0 };
	struct str text;
	if (node->kind != TREE_SEQUENCE) {
		if (read_text(r, node, &text))
			vec_push(r->arena, &values, text);
	} else {
		for (size_t i = 0; i < node->items.n; i++)
			if (read_text(r, node->items.items[i], &text))
				vec_push(r->arena, &values, text);
	}
	return (struct knowledge_values){ values.items, (uint32_t)values.n };
}

static void
read_record(struct table_reader *r, const struct tree_node *node, struct knowledge_record *record)
{
	if (node->kind != TREE_MAPPING) {
		fault_add(r->arena, r->faults, node->span, "expected a record: `key: value` lines");
		return;
	}
	VEC_OF(, struct knowledge_field) fields = { 0 };
	vec_for(struct tree_pair, pair, &node->pairs) {
		struct knowledge_field *field = vec_add(r->arena, &fields);
		if (read_text(r, pair->key, &field->key))
			field->values = read_values(r, pair->value);
	}
	record->fields = fields.items;
	record->nfields = (uint32_t)fields.n;
}

static void
read_checked(struct table_reader *r, const struct tree_node *node, struct str *checked)
{
	if (!tree_scalar(node, checked) || !date_is_valid(*checked))
		fault_add(r->arena, r->faults, node ? node->span : r->root->span,
			"expected `checked:` with the day of the last check, as 2026-01-31");
}

static void
read_records(struct table_reader *r, const struct tree_node *node, struct knowledge_table *table)
{
	if (!tree_is(node, TREE_SEQUENCE)) {
		fault_add(r->arena, r->faults, node ? node->span : r->root->span,
			"expected `records:` with a list of records");
		return;
	}
	VEC_OF(, struct knowledge_record) records = { 0 };
	for (size_t i = 0; i < node->items.n; i++) {
		struct knowledge_record *record = vec_add(r->arena, &records);
		read_record(r, node->items.items[i], record);
		const struct tree_node *own = tree_get(node->items.items[i], STR("checked"));
		struct str day;
		if (own)
			read_checked(r, own, &day);
		if (!table->sources.n && !knowledge_list(record, STR("source")).n)
			fault_add(r->arena, r->faults, node->items.items[i]->span,
				"a `source:` is missing, here or for the whole table");
	}
	table->records = records.items;
	table->nrecords = (uint32_t)records.n;
}

static void
refuse_unknown_keys(struct table_reader *r)
{
	static const struct str known[] = { STR_INIT("source"), STR_INIT("checked"),
		STR_INIT("records") };
	vec_for(struct tree_pair, pair, &r->root->pairs) {
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			found |= str_eq(pair->key->text, known[i]);
		if (!found)
			fault_add(r->arena, r->faults, pair->key->span,
				"unknown key `%" PRIstr
				"`; a table has source, checked and records",
				STR_ARG(pair->key->text));
	}
}

struct knowledge_table *
knowledge_load(struct arena *a, const struct tree *tree, struct str name, struct faults *faults)
{
	size_t before = faults->n;
	vec_for(struct fault, fault, &tree->faults)
		vec_push(a, faults, *fault);
	if (tree->documents.n != 1 || tree->documents.items[0]->kind != TREE_MAPPING) {
		fault_add(a, faults, (struct span){ 0 },
			"expected one table with source, checked and records");
		return NULL;
	}
	struct table_reader r = { a, faults, tree->documents.items[0] };
	struct knowledge_table *table = ARENA_NEW(a, struct knowledge_table);
	table->name = name;
	refuse_unknown_keys(&r);
	if (tree_get(r.root, STR("source")))
		table->sources = read_values(&r, tree_get(r.root, STR("source")));
	read_checked(&r, tree_get(r.root, STR("checked")), &table->checked);
	read_records(&r, tree_get(r.root, STR("records")), table);
	return faults->n == before ? table : NULL;
}

/* --- records of a project's own ---------------------------------------------------- */

struct strs
knowledge_keys(struct arena *a, const struct knowledge_table *table)
{
	struct strs keys = { 0 };
	for (uint32_t i = 0; table && i < table->nrecords; i++) {
		const struct knowledge_record *record = &table->records[i];
		for (uint32_t j = 0; j < record->nfields; j++) {
			struct str key = record->fields[j].key;
			if (!strs_has(&keys, key) && !str_eq(key, STR("source"))
				&& !str_eq(key, STR("checked")))
				vec_push(a, &keys, key);
		}
	}
	return keys;
}

void
knowledge_record_load(struct arena *a, const struct tree_node *node,
	const struct knowledge_table *table, struct knowledge_record *record, struct faults *faults)
{
	struct table_reader r = { a, faults, node };
	struct strs known = knowledge_keys(a, table);
	read_record(&r, node, record);
	vec_for(const struct tree_pair, pair, &node->pairs) {
		struct str key = pair->key->text;
		if (!key.n || strs_has(&known, key))
			continue;
		struct str nearest = nearest_name(key, &known);
		struct str all = strs_join(a, &known, STR(", "));
		fault_add(a, faults, pair->key->span, "unknown key `%" PRIstr "`; %s%" PRIstr "%s",
			STR_ARG(key), nearest.n ? "did you mean `" : "there are ",
			STR_ARG(nearest.n ? nearest : all), nearest.n ? "`?" : "");
	}
}

const struct knowledge *
knowledge_extended(struct arena *a, const struct knowledge *knowledge, struct str name,
	const struct knowledge_records *records)
{
	struct knowledge *extended = ARENA_NEW(a, struct knowledge);
	struct knowledge_table *tables = ARENA_ARRAY(a, struct knowledge_table, knowledge->ntables);
	for (uint32_t i = 0; i < knowledge->ntables; i++) {
		struct knowledge_table *table = &tables[i];
		struct knowledge_records all = { 0 };
		*table = knowledge->tables[i];
		if (!str_eq(table->name, name))
			continue;
		vec_for(const struct knowledge_record, own, records)
			vec_push(a, &all, *own);
		for (uint32_t j = 0; j < table->nrecords; j++)
			vec_push(a, &all, table->records[j]);
		table->records = all.items;
		table->nrecords = (uint32_t)all.n;
	}
	*extended = (struct knowledge){ tables, knowledge->ntables };
	return extended;
}
