/* SPDX-License-Identifier: Apache-2.0 */
/* Strict reading of a rule file's mappings and values, shared by the keys of load.c. */
#ifndef GOBELIN_RULES_READER_H
#define GOBELIN_RULES_READER_H

#include "rules/rule.h"
#include "syntax/tree/tree.h"

struct rule_reader {
	struct arena *arena;
	struct faults *faults;
	const struct source *source;
	struct rule *rule;
	struct cel_variable variables[2];
	size_t nvariables; /* 0 as long as `on` is not known: nothing can be compiled then */
};

/* A key of a mapping, and how its value is read into *(target + offset). */
struct rule_key {
	const char *name;
	bool required;
	void (*read)(struct rule_reader *r, const struct tree_node *value, void *out);
	size_t offset;
};

/* Reads a mapping's keys in the order of the table; reports unknown and missing ones. */
void reader_mapping(struct rule_reader *r, const struct tree_node *node,
	const struct rule_key *keys, size_t nkeys, void *target);

void reader_fault(struct rule_reader *r, const struct tree_node *node, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* A fault at bytes [span) of the text of a string. */
void reader_fault_in(
	struct rule_reader *r, const struct tree_node *node, struct span span, struct str message);

/* The index of the node's text among choices; reports what else it is, returns 0 then. */
size_t reader_choice(struct rule_reader *r, const struct tree_node *node,
	const char *const *choices, size_t nchoices);
/* " did you mean …?" or the list of names, to end a message with. */
struct str reader_hint(struct arena *a, struct str wrong, const struct strs *names);

/* The elements of a list that must not be empty; NULL and *n = 0 with a fault otherwise. */
struct tree_node *const *reader_items(
	struct rule_reader *r, const struct tree_node *node, size_t *n);

/* Readers of values, fit for struct rule_key. */
void reader_text(struct rule_reader *r, const struct tree_node *node, void *str_out);
void reader_line(struct rule_reader *r, const struct tree_node *node, void *str_out);
void reader_bool(struct rule_reader *r, const struct tree_node *node, void *bool_out);
void reader_severity(struct rule_reader *r, const struct tree_node *node, void *severity_out);
void reader_condition(struct rule_reader *r, const struct tree_node *node, void *program_out);
void reader_place(struct rule_reader *r, const struct tree_node *node, void *program_out);
void reader_string(struct rule_reader *r, const struct tree_node *node, void *program_out);
void reader_template(struct rule_reader *r, const struct tree_node *node, void *template_out);
void reader_line_template(struct rule_reader *r, const struct tree_node *node, void *template_out);

#endif
