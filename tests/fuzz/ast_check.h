/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for the tree of every parser, whatever it was read from: places lie in the file
 * and between its characters, children in order inside their parents. Used by the fuzz targets
 * and by the tests of properties.
 */
#ifndef GOBELIN_FUZZ_AST_CHECK_H
#define GOBELIN_FUZZ_AST_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "syntax/ast.h"

static inline bool
ast_is_inside_character(struct str text, size_t at)
{
	for (size_t back = 1; back < 4 && back <= at; back++) {
		size_t n = utf8_decode(text, at - back, NULL);
		if (n)
			return n > back;
	}
	return false;
}

/* Groups list what is scattered over the file; `meaning` lists the tokens before it anew. */
static inline bool
ast_is_group(const struct ast_node *node)
{
	return strcmp(node->kind, "comments") == 0 || strcmp(node->kind, "faults") == 0
		|| strcmp(node->kind, "meaning") == 0;
}

/*
 * The body of a here-document lies after the line that its operator is in; its operator, in a
 * Dockerfile, in a word or script that comes before it.
 */
static inline bool
ast_lies_elsewhere(const struct ast_node *node)
{
	return strcmp(node->kind, "body") == 0 || strcmp(node->kind, "heredoc") == 0;
}

/* What is wrong with the places of a node, its children's included, or NULL. */
static inline const char *
ast_wrong_place(const struct ast_node *node, struct str text, const struct ast_node **culprit)
{
	size_t from = node->span.off, to = span_end(node->span), last = from;
	*culprit = node;
	if (to > text.n)
		return "ends after the file";
	if (ast_is_inside_character(text, from) || ast_is_inside_character(text, to))
		return "cuts a character";
	for (size_t i = 0; i < node->children.n; i++) {
		const struct ast_node *child = node->children.items[i];
		const char *wrong = ast_wrong_place(child, text, culprit);
		if (wrong)
			return wrong;
		if (ast_is_group(child) || ast_lies_elsewhere(child))
			continue;
		*culprit = child;
		if (!ast_is_group(node) && (child->span.off < last || span_end(child->span) > to))
			return "comes before what it follows, or ends after its parent";
		last = span_end(child->span);
	}
	return NULL;
}

/* Reads a text as `kind` and stops the program where a place is wrong. */
static inline void
ast_check(struct arena *a, const struct source *source, const char *kind)
{
	const struct ast_node *culprit;
	const struct ast_node *root = ast_kind_named(str_from(kind))->read(a, source);
	const char *wrong = ast_wrong_place(root, source->text, &culprit);
	if (!wrong)
		return;
	fprintf(stderr, "%s: %s at %zu-%zu %s\n", kind, culprit->kind, (size_t)culprit->span.off,
		span_end(culprit->span), wrong);
	abort();
}

#endif
