/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makefiles, as GNU make 4.3/4.4 reads them:
 * https://www.gnu.org/software/make/manual/make.html
 *
 * The parser gives the statements in file order with their expressions parsed; it
 * expands nothing and decides no conditional (that is src/facts' work), except that it
 * must know .RECIPEPREFIX to tell recipes from other lines.
 */
#ifndef GOBELIN_SYNTAX_MAKEFILE_MAKEFILE_H
#define GOBELIN_SYNTAX_MAKEFILE_MAKEFILE_H

#include "base/source.h"

/* Deepest nesting of $(…) and of conditionals that is parsed. */
#define MAKE_MAX_DEPTH 100

struct ast_node;
struct make_expression;

enum make_part_kind {
	MAKE_PART_TEXT,     /* bytes as they are */
	MAKE_PART_DOLLAR,   /* $$ */
	MAKE_PART_VARIABLE, /* $X, $(name), ${name}; with op ":" $(name:a=b) */
	MAKE_PART_FUNCTION, /* $(name arg,arg…) */
};

struct make_part {
	enum make_part_kind kind;
	struct span span;
	struct str text; /* TEXT: the bytes; FUNCTION: its name */
	struct {
		struct make_expression *items;
		size_t n, cap;
	} args; /* VARIABLE: {name} or {name, pattern, replacement}; FUNCTION: its arguments */
	bool unclosed; /* the closing bracket is missing */
};
VEC_OF(make_parts, struct make_part);

/* Text with references in it. */
struct make_expression {
	struct mapped text; /* continuations folded as make does for this place; comment removed */
	struct span span;
	struct make_parts parts;
};
VEC_OF(make_expressions, struct make_expression);

enum make_kind {
	MAKE_ASSIGN, /* NAME op value, also target-specific ones (then `targets` is filled) */
	MAKE_DEFINE, /* define NAME [op] … endef */
	MAKE_UNDEFINE,
	MAKE_RULE,        /* targets : prerequisites | order-only [; recipe] and its recipe lines */
	MAKE_CONDITIONAL, /* ifeq … else … endif */
	MAKE_INCLUDE,     /* include, -include, sinclude */
	MAKE_EXPORT,      /* export [NAMES] without assignment */
	MAKE_UNEXPORT,
	MAKE_VPATH,
	MAKE_LOAD,       /* load, -load: an object that extends make */
	MAKE_EXPRESSION, /* a line that is only references: $(eval …), $(call …), $(info …) */
};

enum make_operator {        /* the assignment's flavour */
	MAKE_RECURSIVE,     /* = */
	MAKE_SIMPLE,        /* := and ::= */
	MAKE_IMMEDIATE,     /* :::= */
	MAKE_CONDITIONALLY, /* ?= */
	MAKE_APPEND,        /* += */
	MAKE_SHELL,         /* != */
};

enum make_condition { MAKE_IFEQ, MAKE_IFNEQ, MAKE_IFDEF, MAKE_IFNDEF, MAKE_ELSE };

/* A logical recipe line: its physical lines joined by backslash-newline. */
struct make_recipe_line {
	struct span span; /* without the recipe prefix character and line ending */
	/*
	 * The text as the shell gets it but for expansion: backslash-newlines kept, the
	 * recipe prefix after them removed, the leading @ - + and blanks left out.
	 */
	struct make_expression script;
	bool silent, ignore_errors, always; /* @ - + */
};
VEC_OF(make_recipe, struct make_recipe_line);

struct make_node;
VEC_OF(make_nodes, struct make_node *);

/* One arm of a conditional: the `if…`, each `else if…` and the `else`. */
struct make_branch {
	enum make_condition condition;
	struct span span;                   /* the directive's line */
	struct make_expression left, right; /* IFEQ, IFNEQ: both; IFDEF, IFNDEF: left */
	struct make_nodes body;
};
VEC_OF(make_branches, struct make_branch);

struct make_node {
	enum make_kind kind;
	struct span span;
	/* ASSIGN, DEFINE, UNDEFINE */
	struct make_expression name;
	enum make_operator op;
	struct make_expression value;
	bool is_override, is_export, is_private;
	/* RULE, and target-specific ASSIGN */
	struct make_expression targets; /* before the colon, as one expression */
	struct make_expression prerequisites, order_only;
	struct make_expression
		target_pattern; /* static pattern rules: targets: pattern: prerequisites */
	bool is_static_pattern, is_double_colon, is_grouped; /* :: and &: */
	struct make_recipe recipe;
	/*
	 * A conditional may stand inside a recipe: such a CONDITIONAL node follows the rule
	 * with in_recipe set and RULE nodes without targets (is_continuation) in its bodies.
	 */
	bool in_recipe, is_continuation;
	/* INCLUDE, EXPORT, UNEXPORT, VPATH, LOAD, EXPRESSION */
	struct make_expression argument;
	bool is_optional; /* -include, sinclude, -load */
	/* CONDITIONAL */
	struct make_branches branches;
};

struct makefile {
	const struct source *source;
	struct make_nodes nodes;
	struct {
		struct span *items;
		size_t n, cap;
	} comments; /* from # on, outside recipes */
	struct faults faults;
};

/* Parses the whole text, whatever is in it. */
struct makefile *makefile_parse(struct arena *a, const struct source *source);

/* The makefile as a neutral tree (syntax/ast.h). */
struct ast_node *makefile_ast(struct arena *a, const struct makefile *m);

/*
 * Parses the text of an expression (used for values that are expanded twice, and for
 * $(eval)). `source` of the mapped text gives the spans.
 */
struct make_expression make_expression_parse(struct arena *a, const struct mapped *text);

/* Is this one of GNU make's built-in functions? */
bool make_is_function(struct str name);

#endif
