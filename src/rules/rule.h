/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule: one YAML file, compiled. The built-in rules are compiled into tables of this
 * struct while gobelin is built; a user's own rules are read by the same loader.
 */
#ifndef GOBELIN_RULES_RULE_H
#define GOBELIN_RULES_RULE_H

#include "cel/cel.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };
enum confidence { CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };
enum fix_safety { FIX_SAFE, FIX_UNSAFE };

/* Text with {expression} holes: text, program, text, program, …, text. */
struct message_template {
	const struct str *texts; /* nholes + 1 */
	const struct cel_program *holes;
	uint32_t nholes;
};

struct rule_related {
	struct cel_program at; /* a place, or a list of places */
	struct message_template text;
};

enum edit_kind {
	EDIT_REPLACE,
	EDIT_INSERT_BEFORE,
	EDIT_INSERT_AFTER,
	EDIT_INSERT_LINE_BEFORE,
	EDIT_INSERT_LINE_AFTER,
	EDIT_DELETE,
	EDIT_DELETE_LINES,
	EDIT_MOVE_BEFORE, /* lines */
	EDIT_MOVE_AFTER,
	EDIT_SET, /* this and those behind it: a key in a mapping of YAML or JSON */
	EDIT_UNSET,
	EDIT_RENAME,
	EDIT_APPEND,
};

struct rule_edit {
	enum edit_kind kind;
	struct cel_program at;
	struct cel_program when; /* empty program if absent: always */
	struct cel_program to;   /* MOVE: where to */
	struct str match; /* a regular expression for the parts of the place that are meant */
	struct message_template key; /* SET and what is behind it: names with dots between them */
	struct str above;            /* SET: the key that a new one is put above, or empty */
	struct message_template text;
};

struct rule_file { /* one file of an example */
	struct str path, text;
};

struct rule_example {
	struct str title; /* may be empty */
	bool bad;         /* the rule must fire exactly on it; otherwise it must stay silent */
	const struct rule_file *files;
	uint32_t nfiles;
};

/* A case in which the severity differs: the first whose condition is true counts. */
struct rule_severity_case {
	enum severity severity;
	struct cel_program when;
};

struct rule {
	struct str id;    /* GB301 */
	struct str name;  /* ca-certificates-missing */
	struct str topic; /* the folder it lives in: proxy, trust, layers, … */
	struct str summary;
	struct str help; /* Markdown */
	struct str mend; /* one line: how to mend it */
	enum severity severity;
	enum confidence confidence;
	bool is_builtin;
	bool pedantic;                         /* off unless selected */
	bool security;                         /* a secret or the supply chain is at stake */
	uint16_t on;                           /* class of the facts it looks at */
	struct cel_program when, at, once_per; /* once_per: empty program (nnodes 0) if absent */
	struct str others; /* said at the places of the rest of a group; empty: they are not told */
	struct message_template message;
	const struct rule_severity_case *severity_cases;
	const struct rule_related *related;
	const struct rule_edit *edits;
	const struct rule_example *examples;
	const struct str *references;
	uint32_t nseverity_cases, nrelated, nedits, nexamples, nreferences;
	struct str fix_title;
	enum fix_safety fix_safety;
};

VEC_OF(rules, const struct rule *);

extern const struct rule builtin_rules[]; /* sorted by id; generated */
extern const uint32_t builtin_rule_count;

const char *severity_name(enum severity severity);
/* The severity of a name; a warning where there is none of that name. */
enum severity severity_named(struct str name);
const char *confidence_name(enum confidence confidence);
/*
 * The page of a built-in rule, in the repository that the program was built for; of any other rule
 * the first reference. Empty where there is none.
 */
struct str rule_url(struct arena *a, const struct rule *rule);

#endif
