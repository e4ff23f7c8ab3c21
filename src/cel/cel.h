/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The expression language of rules: a subset of CEL (https://github.com/google/cel-spec),
 * checked against the schema of facts when it is compiled. It knows no fact by name.
 *
 * Programs are flat tables of numbers and strings, so that the rules that come with
 * gobelin are compiled while it is built and need no work at start-up.
 */
#ifndef GOBELIN_CEL_CEL_H
#define GOBELIN_CEL_CEL_H

#include "base/buf.h"
#include "facts/schema.h"

enum cel_kind {
	CEL_UNKNOWN, /* as CEL defines it: it spreads, but false && unknown is false */
	CEL_ERROR,
	CEL_NULL,
	CEL_BOOL,
	CEL_INT,
	CEL_DOUBLE,
	CEL_STRING,
	CEL_LIST,
	CEL_MAP,
	CEL_OBJECT, /* a fact */
	CEL_PLACE,
	CEL_VERSION, /* made by goVersion() */
	CEL_DYN,     /* only as a static type */
};

/* A static type: LIST and MAP carry their element's kind; OBJECT its class. */
struct cel_type {
	enum cel_kind kind;
	enum cel_kind element;
	uint16_t class; /* of the OBJECT or of the elements; index into fact_classes */
};

struct cel_list;
struct cel_map;

struct cel_value {
	enum cel_kind kind;
	uint16_t class;
	union {
		bool boolean;
		int64_t integer;
		double real;
		struct str string; /* STRING; the message of an ERROR; the text of a VERSION */
		const struct cel_list *list;
		const struct cel_map *map;
		const void *object;
		struct place place;
	};
};

struct cel_node; /* defined in cel_internal.h */

struct cel_program {
	const struct cel_node *nodes;
	const struct str *strings;
	const int64_t *integers;
	const double *reals;
	uint32_t nnodes, nstrings, nintegers, nreals;
	struct cel_type type; /* of the result */
};

/* The type as authors of rules know it: string, list(string), stage … */
struct str cel_type_text(struct arena *a, struct cel_type type);

/* A variable that an expression may use. */
struct cel_variable {
	struct str name;
	struct cel_type type;
};

/* Why an expression was refused: bytes [off, off + len) of its text. */
struct cel_fault {
	struct span span;
	struct str message;
};

/*
 * Parses and checks `text`. False with *fault filled where it is wrong; else *program is
 * filled from the arena. Field names, argument types and the names of functions are all
 * checked; the message names the nearest right name.
 */
NODISCARD bool cel_compile(struct arena *a, struct str text, const struct cel_variable *variables,
	size_t nvariables, struct cel_program *program, struct cel_fault *fault);

/* Does the program ask for that field of facts of a class? */
bool cel_program_asks(const struct cel_program *program, uint16_t class, const char *field);

/* What evaluations share: compiled regular expressions, memory, and a bound on work. */
struct cel_context;
struct cel_context *cel_context_new(struct arena *a);
/* All evaluations from now on may take that many steps together; beyond, they are ERRORs. */
void cel_context_limit(struct cel_context *cx, uint64_t steps);
/* Frees what does not lie in the arena (compiled regular expressions). */
void cel_context_free(struct cel_context *cx);

/*
 * The value of a program; `values` in the order of the variables it was compiled with.
 * Never fails: errors are values. Work is bounded; beyond the bound the value is an ERROR.
 */
struct cel_value cel_eval(struct cel_context *cx, const struct cel_program *program,
	const struct cel_value *values, struct arena *scratch);

/*
 * Text for messages: strings as they are, numbers in decimal, lists joined by ", ". False for
 * what has no text (UNKNOWN, ERROR, NULL, maps, facts, places).
 */
bool cel_value_text(struct arena *a, const struct cel_value *value, struct str *text);
/* The place a value points at: a PLACE, or an OBJECT's field `place`. */
struct place cel_value_place(const struct cel_value *value);
struct cel_value cel_object(uint16_t class, const void *object);

/* Number of elements of a LIST, and element i of it. */
size_t cel_list_size(const struct cel_value *list);
struct cel_value cel_list_at(const struct cel_value *list, size_t i);

/*
 * Writes the program as C source: static arrays named after `name`, and a macro `name` that
 * is the initialiser of its struct cel_program. The source needs cel/cel_internal.h.
 */
void cel_program_write_c(struct buf *out, const struct cel_program *program, const char *name);

/* --- regular expressions --- */

/* Why PCRE2 refuses a pattern, and at which byte; false where it takes it. */
bool cel_regex_is_bad(struct arena *a, struct str pattern, struct str *why);
/* The first match from byte `from` on; false where there is none or it takes too much work. */
NODISCARD bool cel_regex_find(struct cel_context *cx, struct str pattern, struct str text,
	size_t from, struct span *found);

#endif
