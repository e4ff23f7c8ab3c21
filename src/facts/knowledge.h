/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What gobelin knows of the world outside a project: base images, Go releases, actions,
 * module proxies. Kept as data in rules/knowledge/<table>.yaml, each entry with its source:
 *
 *     source: https://go.dev/doc/devel/release     # or a list; for the table or a record
 *     checked: 2026-11-22         # a record that was not compared since has a day of its own
 *     records:
 *       - version: "1.26"
 *         released: 2026-02-10
 *         names: [a, b]
 *
 * The built-in tables are compiled into static tables while gobelin is built.
 */
#ifndef GOBELIN_FACTS_KNOWLEDGE_H
#define GOBELIN_FACTS_KNOWLEDGE_H

#include "base/source.h"

/* A list of texts; a field that is written as a single value has one. */
struct knowledge_values {
	const struct str *items;
	uint32_t n;
};

struct knowledge_field {
	struct str key;
	struct knowledge_values values;
};

struct knowledge_record {
	const struct knowledge_field *fields; /* in the order of the file */
	uint32_t nfields;
};

struct knowledge_table {
	struct str name;    /* of its file, without .yaml */
	struct str checked; /* the day it was last compared with its sources: YYYY-MM-DD */
	struct knowledge_values sources;        /* empty where each record has its own `source` */
	const struct knowledge_record *records; /* in the order of the file */
	uint32_t nrecords;
};

struct knowledge {
	const struct knowledge_table *tables; /* sorted by name */
	uint32_t ntables;
};

extern const struct knowledge builtin_knowledge; /* generated */

/* The table of base images. */
#define KNOWLEDGE_IMAGES STR("base-images")

/* The table of that name, or NULL; `knowledge` may be NULL. */
const struct knowledge_table *knowledge_table_named(
	const struct knowledge *knowledge, struct str name);
/* The first record whose `key` is or lists that value, or NULL; `table` may be NULL. */
const struct knowledge_record *knowledge_find(
	const struct knowledge_table *table, struct str key, struct str value);
/* The value of a field, numbers and booleans as written; the first of a list; empty if absent. */
struct str knowledge_get(const struct knowledge_record *record, struct str key);
/* All values of a field; empty if absent. */
struct knowledge_values knowledge_list(const struct knowledge_record *record, struct str key);
bool knowledge_values_have(struct knowledge_values values, struct str value);

struct tree;
struct tree_node;
VEC_OF(knowledge_records, struct knowledge_record);

/* The keys that records of a table have, each once, but for source and day; `table` may be NULL. */
struct strs knowledge_keys(struct arena *a, const struct knowledge_table *table);
/* Reads one record, whose keys must be those that the records of `table` have. */
void knowledge_record_load(struct arena *a, const struct tree_node *node,
	const struct knowledge_table *table, struct knowledge_record *record,
	struct faults *faults);
/* The same knowledge, with `records` before those of the table `name`: they are found first. */
const struct knowledge *knowledge_extended(struct arena *a, const struct knowledge *knowledge,
	struct str name, const struct knowledge_records *records);

/*
 * Reads the table `name` from its parsed file. NULL if anything is wrong with it, with
 * every fault in *faults; the syntax errors of the tree itself are among them.
 */
struct knowledge_table *knowledge_load(
	struct arena *a, const struct tree *tree, struct str name, struct faults *faults);

#endif
