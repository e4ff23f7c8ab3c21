/* SPDX-License-Identifier: Apache-2.0 */
/* Bake files: which images they build, and how, for those who call docker buildx bake. */
#ifndef GOBELIN_FACTS_BAKE_H
#define GOBELIN_FACTS_BAKE_H

#include "facts/extract.h"
#include "syntax/tree/tree.h"

/* How somebody calls bake. */
struct bake_call {
	const struct settings *env; /* where variables of bake files may get their values from */
	struct strs files;          /* from the project's root; none: those that bake looks for */
	struct str dir;             /* the working directory, from the project's root */
	struct strs targets;        /* none: default */
	struct strs overrides;      /* of --set; a control character stands for what is not known */
	bool adds_metadata;         /* one of the files is what docker/metadata-action wrote */
	struct fact_strings via;
	struct fact_job *job;
	struct fact_step *step;
	struct fact_command *command; /* NULL: an action */
	enum tri is_conditional;
};

/* Adds the builds of the targets that a call is for; nothing where a file is not one of the project. */
void bake_read(struct extraction *x, const struct bake_call *call);

/* --- between the files that read them --- */

enum bake_kind { BAKE_TARGET, BAKE_GROUP, BAKE_VARIABLE };

/* A variable of a matrix. */
struct bake_binding {
	struct str name;
	const struct tree_node *value;
};

/* target, group or variable, with what stands between its braces. */
struct bake_block {
	enum bake_kind kind;
	struct str name;
	const struct tree_node *body; /* NULL: the group of the targets that a matrix makes */
	const struct source *source;
	struct fact_bake_target *target;        /* TARGET */
	VEC_OF(, struct bake_binding) bindings; /* TARGET that a matrix makes */
	struct strs members;                    /* of such a group */
	struct bake_block *next;                /* of the same kind and name */
};
VEC_OF(bake_blocks, struct bake_block *);

/* The blocks of all files that a call reads, in their order. */
struct bake {
	struct extraction *x;
	const struct bake_call *call;
	struct bake_blocks blocks;
	struct bake_blocks read;        /* as they stand in the files */
	struct map first, last;         /* of each kind and name */
	const struct bake_block *block; /* the target at hand; or NULL */
	size_t visits;                  /* of what targets come to, which is bounded */
	unsigned depth;                 /* of variables that stand in variables */
};

/* A target with what it inherits. */
struct bake_target {
	struct fact_string context, dockerfile, target, platforms;
	const struct settings *args;
	struct fact_strings secrets, ssh, contexts;
	bool is_inline; /* its Dockerfile stands in it */
	bool is_open;   /* what is not set may be set all the same */
};

/* The first block of that kind and name, or NULL. */
const struct bake_block *bake_block_named(
	const struct bake *b, enum bake_kind kind, struct str name);
/* The last one. */
const struct bake_block *bake_block_last(
	const struct bake *b, enum bake_kind kind, struct str name);
/* The text of a scalar with its variables filled in; ABSENT for null. */
struct fact_string bake_value(struct bake *b, const struct tree_node *node);
/* The texts of a list; open where it is none. */
struct fact_strings bake_list(struct bake *b, const struct tree_node *node);
/* Adds the targets that the matrix of one makes; false where it is not written out, or too large. */
bool bake_expand_matrix(struct bake *b, const struct bake_block *target, struct bake_blocks *out);
/* What a variable of a matrix, or item.part, stands for in a target; NULL where that is not known. */
const struct tree_node *bake_bound(const struct bake_block *block, struct str name, bool *is_bound);
/* A target of that name. */
struct bake_target bake_resolve(struct bake *b, struct str name);

#endif
