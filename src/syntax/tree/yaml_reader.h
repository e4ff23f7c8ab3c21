/* SPDX-License-Identifier: Apache-2.0 */
/* The state of the YAML reader, and how it goes on after an error of syntax. */
#ifndef GOBELIN_SYNTAX_TREE_YAML_READER_H
#define GOBELIN_SYNTAX_TREE_YAML_READER_H

#include <yaml.h>

#include "base/map.h"
#include "syntax/tree/yaml_parts.h"

/* What a node costs those who walk it. */
struct extent {
	size_t nodes;  /* itself and all below it, aliases followed */
	size_t height; /* 0 for a scalar */
};

struct anchor {
	struct tree_node *node;
	struct extent extent;
	bool open; /* the node is still being read */
};

/* A collection that is still open. */
struct frame {
	struct tree_node *node;
	struct tree_node *key; /* of a mapping, while its value is awaited */
	bool key_merges;       /* that key is << */
	struct map keys;
	struct tree_pairs merges; /* the << pairs */
	struct extent extent;
	struct anchor *anchor; /* or NULL */
	int column;            /* of a block collection */
};

/* How the text at hand goes on with what was read before an error of syntax. */
struct yaml_resumption {
	bool again;     /* the text from `text.from` on is to be read */
	size_t frames;  /* that it goes on with; 0: it starts a document */
	bool awaited;   /* the innermost of them has not been met in it yet */
	bool cuts_root; /* what the document began with is missing */
	unsigned times;
	size_t read_twice; /* bytes */
};

struct reader {
	struct arena *arena;
	const struct source *source;
	struct tree *tree;
	struct yaml_text text;
	struct frame *frames; /* TREE_MAX_DEPTH of them */
	size_t depth;
	bool has_root;      /* of this document */
	struct map anchors; /* likewise */
	size_t seen;        /* comments before it are collected */
	size_t last_end;    /* where the last thing with content ended */
	size_t alias_nodes; /* the budget's use */
	bool stopped;
	struct yaml_resumption resumed;
};

/* The byte that a mark of libyaml stands at. */
size_t yaml_offset_of(const struct reader *r, const yaml_mark_t *mark);
/* Ends the innermost collection. */
void yaml_close_collection(struct reader *r);

/* --- yaml_resume.c ----------------------------------------------------------------- */

/*
 * Reports what libyaml has stopped at, marks what is cut by it, and says where reading goes on:
 * r->resumed.again, unless nothing is left.
 */
void yaml_resume(struct reader *r, const yaml_parser_t *parser);
/*
 * The first thing in a text that goes on with a collection: true if it is that collection. Else
 * the line is passed over.
 */
bool yaml_goes_on(struct reader *r, const yaml_event_t *event);
/* Notes that a part of every open collection is missing. */
void yaml_cut_all(struct reader *r);

#endif
