/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a compiled expression is made of, and the values it works on; for src/cel and for
 * the tables that cel_program_write_c() writes.
 */
#ifndef GOBELIN_CEL_CEL_INTERNAL_H
#define GOBELIN_CEL_CEL_INTERNAL_H

#include "base/map.h"
#include "cel/cel.h"

#define CEL_MAX_NESTING 100   /* of brackets, calls and signs in the text */
#define CEL_MAX_DEPTH 500     /* of the tree, which chains such as a + b + c deepen too */
#define CEL_MAX_STEPS 1000000 /* of one evaluation */
#define CEL_NO_NODE UINT32_MAX

/* Operands a, b, c are nodes unless the comment says otherwise. */
enum cel_op {
	OP_NULL,
	OP_BOOL,     /* a: 0 or 1 */
	OP_INT,      /* a: index into integers */
	OP_DOUBLE,   /* a: index into reals */
	OP_STRING,   /* a: index into strings */
	OP_LIST,     /* a: first ITEM; b: number of items */
	OP_ITEM,     /* a: value; b: next ITEM */
	OP_MAP,      /* a: first ENTRY; b: number of entries */
	OP_ENTRY,    /* a: key; b: value; c: next ENTRY */
	OP_VARIABLE, /* a: index into the variables */
	OP_LOCAL,    /* a: depth of the macro that declares it */
	OP_FIELD,    /* a: object; b: index of the field; c: index of the class */
	OP_SELECT,   /* a: map or value of dynamic type; b: index into strings */
	OP_HAS_FIELD,
	OP_HAS_KEY,
	OP_AND,
	OP_OR,
	OP_IF,     /* a ? b : c */
	OP_EXISTS, /* a: range; b: body; c: depth of its variable, as for all macros */
	OP_ALL,
	OP_EXISTS_ONE,
	OP_FILTER,
	OP_TRANSFORM,

	/* Functions: arguments are evaluated first, unknowns and errors among them spread. */
	OP_NOT,
	OP_NEGATE,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_MODULO,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_IN,
	OP_INDEX,
	OP_SIZE,
	OP_STARTS_WITH,
	OP_ENDS_WITH,
	OP_CONTAINS,
	OP_MATCHES,
	OP_MATCHES_LITERAL, /* the pattern is a literal: worth keeping compiled */
	OP_LOWER,
	OP_SPLIT,
	OP_JOIN,
	OP_TRIM,
	OP_REPLACE,
	OP_TO_INT,
	OP_TO_DOUBLE,
	OP_TO_STRING,
	OP_GO_VERSION,
	OP_IS_GO_VERSION,
	OP_VERSION_LESS,
	OP_VERSION_GREATER,
	OP_VERSION_COMPARE,
	OP_VERSION_MAJOR,
	OP_VERSION_MINOR,
	OP_VERSION_PATCH,
	OP_COUNT,
};

/* Children come before their parents; the last node is the root. */
struct cel_node {
	enum cel_op op;
	uint32_t a, b, c;
};

enum cel_list_form { LIST_OF_VALUES, LIST_OF_STRINGS, LIST_OF_FACTS };

struct cel_list {
	enum cel_list_form form;
	uint16_t class; /* of LIST_OF_FACTS */
	bool open;      /* there may be more elements */
	bool sparse;    /* and not only at the end, so that no index is certain */
	size_t n;
	union {
		struct cel_value *values;
		const struct fact_string *strings;
		void *const *facts;
	};
};

/* Either settings, or the entries of a map literal. */
struct cel_map {
	bool is_settings;
	uint16_t class; /* of the settings */
	const struct settings *settings;
	const struct cel_value *keys, *values;
	size_t n;
};

struct cel_context {
	struct arena *arena;
	struct map patterns; /* text to pcre2_code */
	struct pcre2_real_match_context_8 *match;
	uint64_t budget; /* steps that evaluations may still take together */
};

struct cel_eval {
	struct cel_context *cx;
	const struct cel_program *program;
	const struct cel_value *variables;
	struct cel_value locals[CEL_MAX_NESTING];
	struct arena *arena;
	uint32_t steps_left;
};

/* --- value.c --- */
static inline struct cel_value
cel_bool(bool b)
{
	return (struct cel_value){ .kind = CEL_BOOL, .boolean = b };
}
static inline struct cel_value
cel_int(int64_t i)
{
	return (struct cel_value){ .kind = CEL_INT, .integer = i };
}
static inline struct cel_value
cel_double(double d)
{
	return (struct cel_value){ .kind = CEL_DOUBLE, .real = d };
}
static inline struct cel_value
cel_string(struct str s)
{
	return (struct cel_value){ .kind = CEL_STRING, .string = s };
}
static inline struct cel_value
cel_unknown(void)
{
	return (struct cel_value){ .kind = CEL_UNKNOWN };
}
static inline struct cel_value
cel_of_tri(enum tri t)
{
	return t == UNSURE ? cel_unknown() : cel_bool(t == YES);
}
struct cel_value cel_error(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct cel_value cel_list_value(const struct cel_list *list);
/* The value of an object's field, and has() of it. */
struct cel_value cel_field_value(
	struct arena *a, const struct fact_field *field, const void *object);
struct cel_value cel_field_has(struct arena *a, const struct fact_field *field, const void *object);
/* The value under a key, and whether the key is there. */
struct cel_value cel_map_get(struct arena *a, const struct cel_map *map, struct str key);
struct cel_value cel_map_has(const struct cel_map *map, struct str key);
/* The keys, as a list of strings. */
const struct cel_list *cel_map_keys(struct arena *a, const struct cel_map *map);
const char *cel_kind_name(enum cel_kind kind);
/* The class of what a settings map holds. */
uint16_t cel_setting_class(void);

/* --- eval.c --- */
/* Takes `steps` off what is left; false when there are not enough. */
bool cel_spend(struct cel_eval *e, size_t steps);

/* --- functions: args are neither UNKNOWN nor ERROR --- */
typedef struct cel_value cel_function(struct cel_eval *e, const struct cel_value *args);

/* operators.c */
cel_function cel_fn_not, cel_fn_negate, cel_fn_add, cel_fn_subtract, cel_fn_multiply, cel_fn_divide,
	cel_fn_modulo;
/* compare.c */
cel_function cel_fn_equal, cel_fn_unequal, cel_fn_less, cel_fn_less_equal, cel_fn_greater,
	cel_fn_greater_equal, cel_fn_in, cel_fn_index, cel_fn_size;
/* strings.c */
cel_function cel_fn_starts_with, cel_fn_ends_with, cel_fn_contains, cel_fn_lower, cel_fn_split,
	cel_fn_join, cel_fn_trim, cel_fn_replace;
/* convert.c */
cel_function cel_fn_to_int, cel_fn_to_double, cel_fn_to_string;
/* regex.c */
cel_function cel_fn_matches, cel_fn_matches_literal;
/* version.c */
cel_function cel_fn_go_version, cel_fn_is_go_version, cel_fn_version_less, cel_fn_version_greater,
	cel_fn_version_compare, cel_fn_version_major, cel_fn_version_minor, cel_fn_version_patch;

/* What there is to say where a function meets a value of a kind it does not take. */
struct cel_value cel_no_overload(struct cel_eval *e, const char *function);

/* The text of a number that reads back as the same number. */
struct str cel_double_text(struct arena *a, double d);

/* Order of two Go versions that both are valid. */
int cel_version_compare(struct str a, struct str b);
bool cel_version_is_valid(struct str s);

#endif
