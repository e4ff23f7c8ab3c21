/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that turn Renovate configurations into facts. */
#ifndef GOBELIN_FACTS_RENOVATE_H
#define GOBELIN_FACTS_RENOVATE_H

#include "facts/extract.h"
#include "syntax/tree/tree.h"

/* A configuration, and what a walk over it found. */
struct renovate_reader {
	struct extraction *x;
	const struct source *source;
	struct fact_renovate *renovate;
	const struct knowledge_table *presets, *options, *managers;
	bool runs_tidy;   /* some postUpdateOptions hold a form of gomodTidy */
	bool is_disabled; /* a preset turns Renovate off */
};

/* The names in an `extends`: a list, or a single preset. */
void renovate_read_presets(struct renovate_reader *r, const struct tree_node *extends);
/* The names in an object of options, and in the objects of options inside it. */
void renovate_read_options(struct renovate_reader *r, const struct tree_node *object);

#endif
