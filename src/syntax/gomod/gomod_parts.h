/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the go.mod reader. */
#ifndef GOBELIN_SYNTAX_GOMOD_PARTS_H
#define GOBELIN_SYNTAX_GOMOD_PARTS_H

#include "syntax/gomod/gomod.h"

/* Most faults that one file reports; reading stops there. */
#define GOMOD_MAX_FAULTS 200

enum gomod_lexeme_kind {
	GOMOD_END,
	GOMOD_NEWLINE,
	GOMOD_COMMENT,
	GOMOD_WORD,
	GOMOD_STRING,
	GOMOD_PUNCTUATION
};

struct gomod_lexeme {
	enum gomod_lexeme_kind kind;
	struct span span;
};

struct gomod_parser {
	struct arena *arena;
	struct gomod *mod;
	struct str text;
	size_t at;                /* where the lexeme after `next` starts to be looked for */
	struct gomod_lexeme next; /* not yet taken */
	bool has_module, has_go, has_toolchain;
};

void gomod_fault(struct gomod_parser *p, struct span span, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* --- gomod_lex.c ------------------------------------------------------------------- */

/* Returns p->next and reads the one after it. */
struct gomod_lexeme gomod_take(struct gomod_parser *p);
/* Is the lexeme this punctuation character? */
bool gomod_is_punctuation(const struct gomod_parser *p, struct gomod_lexeme lexeme, char c);

/* --- gomod_string.c ---------------------------------------------------------------- */

/*
 * The text of a word or a quoted string. What can't be unquoted stays as it is, and
 * *problem (may be NULL) says why; else it becomes NULL.
 */
struct str gomod_unquote(struct arena *a, struct str raw, const char **problem);

/* --- gomod_version.c --------------------------------------------------------------- */

/* Is it a semantic version with a leading v, where v1 and v1.2 are allowed as well? */
bool gomod_is_version(struct str version);
/* Is it the version of a go directive, such as 1.23.0 or 1.23rc1? */
bool gomod_is_go_version(struct str version);
/* Is it the name of a toolchain, such as go1.23.0, or "default"? */
bool gomod_is_toolchain(struct str name);
/*
 * The major version that the end of a module path stands for: "/v2", ".v1" (gopkg.in) or
 * empty. False where the path ends in a malformed one.
 */
bool gomod_path_major(struct str path, struct str *major);
/* May a module whose path has that major version have this version? */
bool gomod_major_matches(struct str major, struct str version);

/* --- gomod_check.c ----------------------------------------------------------------- */

/* Fills the fields of a directive from its arguments, and reports what is wrong with it. */
void gomod_check(struct gomod_parser *p, struct gomod_directive *d);

#endif
