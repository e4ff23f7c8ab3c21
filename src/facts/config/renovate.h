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
	const struct knowledge_table *presets, *options, *managers, *names;
	bool runs_tidy;           /* some postUpdateOptions hold a form of gomodTidy */
	bool has_custom_managers; /* its own, or a preset's */
	bool only_gomod;          /* the package rule at hand is for gomod alone */
	bool is_disabled;         /* a preset turns Renovate off */
};

/* The names in an `extends`: a list, or a single preset. */
void renovate_read_presets(struct renovate_reader *r, const struct tree_node *extends);
/* The names in an object of options, and in the objects of options inside it. */
void renovate_read_options(struct renovate_reader *r, const struct tree_node *object);
/* An entry of packageRules. */
void renovate_read_rule(struct renovate_reader *r, const struct tree_node *rule);
/* An option whose value is one or more patterns: the fact of each. */
void renovate_read_patterns(struct renovate_reader *r, struct str option,
	const struct tree_node *value, struct fact_list *facts);
/* schedule, timezone and minimumReleaseAge, anywhere. */
void renovate_read_time(
	struct renovate_reader *r, struct str option, const struct tree_node *value);
/* Comments for Renovate in all files, once the configurations are known. */
void renovate_read_comments(struct extraction *x);

#endif
