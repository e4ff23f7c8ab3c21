/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML (1.1 syntax through libyaml, scalars resolved by the YAML 1.2 core schema, as
 * GitHub does: `on` and `yes` are strings, 1.20 is a float), JSON, JSONC, JSON5 and HCL, read
 * into one kind of tree with exact places.
 */
#ifndef GOBELIN_SYNTAX_TREE_TREE_H
#define GOBELIN_SYNTAX_TREE_TREE_H

#include "base/source.h"

#define TREE_MAX_DEPTH 200
/* Most nodes that aliases and merge keys may add beyond the nodes written in the file. */
#define TREE_MAX_ALIAS_NODES 100000

enum tree_kind {
	TREE_NULL,
	TREE_BOOL,
	TREE_INT,
	TREE_FLOAT,
	TREE_STRING,
	TREE_SEQUENCE,
	TREE_MAPPING
};

enum tree_style {
	TREE_PLAIN, /* also JSON numbers, literals and JSON5's bare keys */
	TREE_SINGLE_QUOTED,
	TREE_DOUBLE_QUOTED,
	TREE_LITERAL, /* | */
	TREE_FOLDED,  /* > */
	TREE_FLOW,    /* [ ] { } */
	TREE_BLOCK,   /* indented collection */
};

struct ast_node;
struct tree_node;

struct tree_pair {
	struct tree_node *key, *value; /* never NULL */
	bool merged;                   /* came through << */
};
VEC_OF(tree_pairs, struct tree_pair);

struct tree_node {
	enum tree_kind kind;
	enum tree_style style;
	struct span span;      /* quotes and block indicator included; trailing blank lines not */
	struct str text;       /* scalars: the decoded value (numbers and booleans: as written) */
	struct mapped content; /* strings: text with each byte's place in the file */
	bool boolean;          /* BOOL */
	bool from_alias; /* stands where an alias (*name) stood; span is the anchored node's */
	bool is_cut;     /* a collection of which something could not be read, and may be missing */
	struct tree_pairs pairs; /* MAPPING, in file order; merged ones last */
	struct {
		struct tree_node **items;
		size_t n, cap;
	} items; /* SEQUENCE */
};

struct tree {
	const struct source *source;
	struct {
		struct tree_node **items;
		size_t n, cap;
	} documents; /* JSON: at most one */
	struct {
		struct span *items;
		size_t n, cap;
	} comments;           /* # (YAML, HCL), // and slash-star (JSONC, JSON5, HCL) */
	struct faults faults; /* syntax errors, duplicate keys, bounds hit */
	bool is_cut;          /* a part of it could not be read: see tree_is_whole() */
};

enum json_dialect { JSON_STRICT, JSON_JSONC, JSON_JSON5 };

/* After an error of syntax reading goes on where a line surely belongs to what is open. */
struct tree *yaml_parse(struct arena *a, const struct source *source);
struct tree *json_parse(struct arena *a, const struct source *source, enum json_dialect dialect);
/*
 * As HCL's JSON syntax has it: a block is a mapping under its type and its labels, a pair of its
 * own for each block, and what is no plain value is the text ${…}.
 */
struct tree *hcl_parse(struct arena *a, const struct source *source);

/*
 * The documents as a neutral tree (syntax/ast.h). What an alias or << brings in has an empty
 * span where it comes in.
 */
struct ast_node *tree_ast(struct arena *a, const struct tree *tree);

/* The value under a key of a mapping, or NULL (also when node is NULL or no mapping). */
struct tree_node *tree_get(const struct tree_node *node, struct str key);
/* The pair of a key, for its key's place; or NULL. */
const struct tree_pair *tree_pair_of(const struct tree_node *node, struct str key);
/* tree_get() along "a.b.c". */
struct tree_node *tree_path(const struct tree_node *node, struct str dotted);
/* The text of a scalar (of any scalar kind); false for NULL, null and collections. */
bool tree_scalar(const struct tree_node *node, struct str *text);
static inline bool
tree_is(const struct tree_node *node, enum tree_kind kind)
{
	return node && node->kind == kind;
}
/* Could all of a node be read? What is not in it, then, is certainly absent. */
bool tree_is_whole(const struct tree_node *node);

#endif
