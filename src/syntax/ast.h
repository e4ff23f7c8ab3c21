/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A neutral tree that every parser's result can be turned into: for dumps, for comparing
 * with other programs that read the same format, and for tests of what holds in all.
 */
#ifndef GOBELIN_SYNTAX_AST_H
#define GOBELIN_SYNTAX_AST_H

#include "base/buf.h"
#include "base/source.h"

/* Nodes nested deeper than this are not printed. */
#define AST_MAX_DEPTH 1500

struct ast_node {
	const char *kind;
	struct span span;
	struct str text; /* decoded; empty where the kind says it all */
	struct {
		struct ast_node **items;
		size_t n, cap;
	} children; /* in the order of the file, but for those of the groups below */
};

/* A node with a copy of nothing: text is borrowed. */
struct ast_node *ast_new(struct arena *a, const char *kind, struct span span, struct str text);
/* Appends a child; returns it. */
struct ast_node *ast_add(struct arena *a, struct ast_node *parent, struct ast_node *child);
/* Appends a new child; returns it. */
struct ast_node *ast_add_new(struct arena *a, struct ast_node *parent, const char *kind,
	struct span span, struct str text);
/*
 * Appends a group "comments" with one "comment" per span, and a group "faults" with one
 * "fault" each; nothing where there is none. Groups cover the parent's span.
 */
void ast_add_comments(struct arena *a, struct ast_node *parent, const struct source *source,
	const struct span *spans, size_t n);
void ast_add_faults(struct arena *a, struct ast_node *parent, const struct faults *faults);

/* A kind of text, and what makes a tree of it. */
struct ast_kind {
	const char *name; /* dockerfile, makefile, bash, posix, gomod, yaml, json5 … */
	struct ast_node *(*read)(struct arena *a, const struct source *source);
};

/* The kind of that name, or NULL. */
const struct ast_kind *ast_kind_named(struct str name);

/*
 * One node per line, (kind start-end "text" children…), positions as byte offsets. In the
 * text, quotes, backslashes, control characters and malformed bytes are escaped.
 */
void ast_print_sexp(struct buf *out, const struct ast_node *node, bool positions);
/*
 * {"kind", "start", "end", "line", "end_line", "text", "children"}: byte offsets, and lines
 * from 1 (end_line is that of the last byte); text and children only where there are any.
 * Malformed bytes of the text become U+FFFD.
 */
void ast_print_json(struct buf *out, const struct ast_node *node, const struct source *source);

#endif
