/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rule files. The built-in rules and a user's own go through here alike. */
#ifndef GOBELIN_RULES_LOAD_H
#define GOBELIN_RULES_LOAD_H

#include "facts/knowledge.h"
#include "rules/rule.h"

/*
 * Compiles the rule in a YAML source; `topic` is the folder it lies in. Returns NULL if
 * anything is wrong with it, with every fault (place and what to do) in *faults.
 */
struct rule *rule_load(
	struct arena *a, const struct source *source, struct str topic, struct faults *faults);

/* A fault of a rule file with its file. */
struct rule_fault {
	struct place place;
	struct str message;
};
VEC_OF(rule_faults, struct rule_fault);

/*
 * Loads every *.yaml of a directory and of its folders, one per topic ("knowledge" left
 * out); a rule directly in it has the topic "custom". Sorted by id. Ids and names must be
 * unique, also against `others` (may be NULL). False if there was any fault or the
 * directory can't be read; the rules without a fault are there all the same.
 */
NODISCARD bool rules_load_dir(struct arena *a, const char *dir, const struct rules *others,
	struct rules *rules, struct rule_faults *faults);

VEC_OF(knowledge_tables, struct knowledge_table);

/*
 * Loads the *.yaml of a directory's folder "knowledge", sorted by name; none if there is no such
 * folder. False if there was any fault.
 */
NODISCARD bool knowledge_load_dir(struct arena *a, const char *dir, struct knowledge_tables *tables,
	struct rule_faults *faults);

#endif
