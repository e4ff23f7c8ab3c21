/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiler reads the text once: parse.c follows the grammar and asks check.c and
 * calls.c for the node of each construct, which check its types. The first fault counts.
 */
#ifndef GOBELIN_CEL_COMPILER_H
#define GOBELIN_CEL_COMPILER_H

#include "cel/cel_internal.h"
#include "cel/lex.h"

/* A checked part of the expression. */
struct expr {
	uint32_t node;
	struct cel_type type;
	struct span span;
	uint32_t depth; /* of the tree below */
};
VEC_OF(exprs, struct expr);

struct compiler {
	struct arena *arena;
	struct lexer lexer;
	struct token token; /* the next one */
	size_t end;         /* of the token before it */
	const struct cel_variable *variables;
	size_t nvariables;
	struct cel_variable locals[CEL_MAX_NESTING]; /* of the macros around */
	uint32_t nlocals;
	uint32_t nesting;
	VEC_OF(, struct cel_node) nodes;
	struct strs strings;
	VEC_OF(, int64_t) integers;
	VEC_OF(, double) reals;
	bool failed;
	struct cel_fault *fault;
};

/* Records the first fault; evaluates to a part that only serves to carry on with. */
struct expr compile_fault(struct compiler *c, struct span span, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* "; did you mean `x`?" for the name nearest to `wrong`, else nothing. */
struct str compile_hint(struct compiler *c, struct str wrong, const struct strs *names);

/* --- parse.c --- */
struct expr parse_expr(struct compiler *c);
void parse_advance(struct compiler *c);
/* Words that the grammar keeps from being names of variables. */
bool parse_is_reserved(struct str name);
/* Takes the symbol if it is next. */
bool parse_accept(struct compiler *c, const char *symbol);
/* Takes the symbol or records a fault. */
void parse_expect(struct compiler *c, const char *symbol);

/* --- check.c --- */
uint32_t emit(struct compiler *c, enum cel_op op, uint32_t a, uint32_t b, uint32_t third);
/* The smallest depth above all of these; a fault where it is too much. */
uint32_t depth_above(struct compiler *c, struct span span, const struct expr *children, size_t n);
struct expr check_variable(struct compiler *c, struct span span, struct str name);
struct expr check_string(struct compiler *c, struct span span, struct str content);
struct expr check_select(
	struct compiler *c, const struct expr *of, struct str name, struct span name_span);
struct expr check_index(
	struct compiler *c, const struct expr *of, const struct expr *index, struct span span);
struct expr check_not(struct compiler *c, const struct expr *of, struct span span);
struct expr check_negate(struct compiler *c, const struct expr *of, struct span span);
struct expr check_binary(struct compiler *c, const struct token *symbol, const struct expr *left,
	const struct expr *right);
struct expr check_if(struct compiler *c, const struct expr *condition, const struct expr *yes,
	const struct expr *no);
struct expr check_list(struct compiler *c, const struct exprs *items, struct span span);
/* keys and values are of one length. */
struct expr check_map(
	struct compiler *c, const struct exprs *keys, const struct exprs *values, struct span span);
void check_is_bool(struct compiler *c, const struct expr *e, const char *what);

/* --- types.c --- */
bool type_is(struct cel_type type, enum cel_kind kind);
/* The type of an element of a list, or of a value of a map. */
struct cel_type type_of_element(struct cel_type container);
struct cel_type type_of_list(struct cel_type element);
struct cel_type type_of_field(const struct fact_field *field);
/* The one type that both may have; false where there is none. */
bool type_join(struct cel_type a, struct cel_type b, struct cel_type *joined);
/* May values of these types be compared with ==? */
bool type_comparable(struct cel_type a, struct cel_type b);

/* --- calls.c --- */
/* A call without receiver; the next token is behind the opening parenthesis. */
struct expr parse_global_call(struct compiler *c, struct str name, struct span name_span);
struct expr parse_method_call(
	struct compiler *c, const struct expr *receiver, struct str name, struct span name_span);

#endif
