/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the JSON reader. */
#ifndef GOBELIN_SYNTAX_TREE_JSON_PARTS_H
#define GOBELIN_SYNTAX_TREE_JSON_PARTS_H

#include "syntax/tree/tree.h"

struct json {
	struct arena *arena;
	struct tree *tree;
	struct str text;
	enum json_dialect dialect;
	size_t at;
	size_t depth;
	unsigned arrays, objects; /* that are open */
	unsigned breaks;          /* faults after which something may be missing */
	bool stopped;             /* too deep or too many faults: nothing more is read */
};

/* Adds a fault at [from, to); reading stops when there are too many. */
void json_fault(struct json *j, size_t from, size_t to, const char *message);

/* --- json_space.c ------------------------------------------------------------------ */

/* Skips white space and comments, which are collected. */
void json_skip_space(struct json *j);
/* Length of the line break at `at` (LF, CR, CRLF, and in JSON5 LS and PS), or 0. */
size_t json_break(const struct json *j, size_t at);
/* Length of the white-space character at `at`, or 0. */
size_t json_space(const struct json *j, size_t at);

/* --- json_scalar.c ----------------------------------------------------------------- */

/* Reads the string that starts with the quote at j->at. */
struct tree_node *json_read_string(struct json *j);
/*
 * Reads a number, a literal, or a bare word that is neither, which is a fault. There must be
 * something to read at j->at other than white space, punctuation and quotes.
 */
struct tree_node *json_read_word(struct json *j);
/* Reads a key without quotes. */
struct tree_node *json_read_bare_key(struct json *j);

/* --- json_number.c ----------------------------------------------------------------- */

/* Is text a number of the dialect? *kind becomes TREE_INT or TREE_FLOAT. */
NODISCARD bool json_is_number(struct str text, enum json_dialect dialect, enum tree_kind *kind);

#endif
