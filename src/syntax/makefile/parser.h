/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the makefile parser share; nobody else includes it. */
#ifndef GOBELIN_SYNTAX_MAKEFILE_PARSER_H
#define GOBELIN_SYNTAX_MAKEFILE_PARSER_H

#include "syntax/makefile/makefile.h"

/* A conditional whose endif has not come yet. */
struct make_block {
	struct make_node *conditional;
	bool seen_else;
	bool was_open;  /* was a rule open at the if? */
	bool ends_open; /* is a rule open at the end of some branch? */
	/* Is the rule from before the if still the current one: in this branch, in some? */
	bool inherits, ends_inheriting;
};

struct make_parser {
	struct arena *arena;
	const struct source *source;
	struct makefile *out;
	size_t at;              /* the next logical line */
	char prefix;            /* what a recipe line starts with */
	bool rule_open;         /* would a recipe line belong to a rule here? */
	struct make_node *rule; /* that rule; NULL where it needs a continuation node */
	struct make_block blocks[MAKE_MAX_DEPTH];
	size_t depth;
	size_t overflow; /* conditionals open beyond the deepest block */
};

/* A logical line: its physical lines joined by backslash-newline. */
struct make_line {
	struct span span; /* without the line ending */
	struct span line_feed;
	struct mapped folded; /* with each backslash-newline and the blanks around it a space */
	struct mapped text;   /* folded, without the comment */
	size_t from;          /* the first byte of text that is no white space */
	struct span comment;  /* empty where there is none */
};

/* --- lines.c ---------------------------------------------------------------------- */

/* Takes the next logical line off the file: only its spans. False at the end. */
bool make_line_next(struct make_parser *p, struct make_line *line);
/* Fills in the texts of a line that is not part of a recipe. */
void make_line_read(struct make_parser *p, struct make_line *line);
/* Notes the line's comment, if it has one. */
void make_line_add_comment(struct make_parser *p, const struct make_line *line);
/* Adds the bytes of a span with its backslash-newlines folded. */
void make_fold(struct mapped_builder *b, struct span span);
/*
 * The text of a recipe line as the shell gets it before expansion; continuations fold
 * inside references alone, elsewhere they lose just the recipe prefix after them.
 */
struct mapped make_script(struct make_parser *p, struct span span);

/* The offset after the reference that starts with the '$' at text[at]. */
size_t make_skip_reference(struct str text, size_t at);
/* The first offset from `at` on that holds no white space, or the end. */
size_t make_skip_space(struct str text, size_t at);
/* The end of the word at text[at]. */
size_t make_word_end(struct str text, size_t at);
/*
 * Finds the first of the bytes `stops` in *m from `from` on, outside references and not
 * quoted by a backslash; STR_NONE if there is none. Backslashes that quote such bytes on
 * the way are taken out of *m, so the offset holds for the new text.
 */
size_t make_find_unquoted(struct arena *a, struct mapped *m, size_t from, struct str stops);

/* --- expression.c ----------------------------------------------------------------- */

/* As make_expression_parse() for text[from, to); unclosed references go to faults unless NULL. */
struct make_expression make_expression_slice(
	struct arena *a, struct faults *faults, const struct mapped *text, size_t from, size_t to);
/* The same without white space at both ends, with faults to those of the file. */
struct make_expression make_trimmed(
	struct make_parser *p, const struct mapped *text, size_t from, size_t to);

/* --- assignment.c ----------------------------------------------------------------- */

/* How a line assigns to a variable; offsets in its text. */
struct make_definition {
	size_t name_from, name_to;
	size_t value_from;
	enum make_operator op;
	bool is_override, is_export, is_private;
	bool is_define, is_undefine; /* the operator is then not looked for */
};

/* Does text[from…] assign to a variable, after any modifiers? */
bool make_definition_read(struct str text, size_t from, struct make_definition *d);
/* A node for the definition with its name; `kind` is ASSIGN, DEFINE or UNDEFINE. */
struct make_node *make_definition_node(struct make_parser *p, enum make_kind kind,
	const struct mapped *text, const struct make_definition *d);
/* Parses the value text[from, to) of an assignment. */
void make_assign_value(struct make_parser *p, struct make_node *node, const struct mapped *text,
	size_t from, size_t to);
/* Parses a whole assignment, define (up to its endef) or undefine. */
void make_definition_parse(
	struct make_parser *p, const struct make_line *line, const struct make_definition *d);

/* --- conditional.c ---------------------------------------------------------------- */

/* Parses the line if it is a conditional directive, which is its first word. */
bool make_conditional_parse(struct make_parser *p, const struct make_line *line, struct str word);
/* Closes the conditionals that lack their endif at the end of the file. */
void make_conditional_finish(struct make_parser *p);

/* --- rule.c ----------------------------------------------------------------------- */

/* Parses a line that is nothing else: a rule, or only references. */
void make_rule_parse(struct make_parser *p, const struct make_line *line);
/* Parses a recipe line that stands in `span`, prefix left out. */
void make_recipe_add(struct make_parser *p, struct span span);

/* --- makefile.c ------------------------------------------------------------------- */

/* A new node in the innermost open branch. */
struct make_node *make_node_add(struct make_parser *p, enum make_kind kind, struct span span);
/* What follows belongs to `rule`, or to no rule (NULL). */
void make_set_rule(struct make_parser *p, struct make_node *rule);
/*
 * Reports a statement that make refuses, unless it stands under a condition: make reads
 * the statements of the branch it takes only, and makefiles make use of that.
 */
void make_statement_fault(struct make_parser *p, struct span span, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* The line's text without white space at both ends. */
struct span make_statement_span(const struct make_line *line);

#endif
