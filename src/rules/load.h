/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rule files. The built-in rules and a user's own go through here alike. */
#ifndef GOBELIN_RULES_LOAD_H
#define GOBELIN_RULES_LOAD_H

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
 * Loads every *.yaml under a directory (one level of topic folders, "knowledge" left
 * out), sorted by id. Ids and names must be unique, also against `others`. False if there
 * was any fault or the directory can't be read.
 */
NODISCARD bool rules_load_dir(struct arena *a, const char *dir, const struct rules *others,
	struct rules *rules, struct rule_faults *faults);

#endif
