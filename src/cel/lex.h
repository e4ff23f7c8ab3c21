/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of the expression language (CEL's language definition, "Syntax"). */
#ifndef GOBELIN_CEL_LEX_H
#define GOBELIN_CEL_LEX_H

#include "cel/cel.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME, /* also the words true, false, null and in */
	TOKEN_INT,
	TOKEN_DOUBLE,
	TOKEN_STRING,
	TOKEN_SYMBOL,
	TOKEN_BAD, /* the fault says why */
};

struct token {
	enum token_kind kind;
	struct span span;
	struct str text;  /* as written; a STRING's content */
	uint64_t integer; /* of an INT, without sign */
	double real;      /* of a DOUBLE */
};

struct lexer {
	struct arena *arena;
	struct str text;
	size_t at;
	struct cel_fault *fault;
};

struct token lex_next(struct lexer *lx);
bool token_is(const struct token *t, const char *symbol_or_word);
/* A NAME other than the words true, false, null and in, which the grammar gives a meaning. */
bool token_is_name(const struct token *t);

#endif
