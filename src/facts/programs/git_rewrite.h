/* SPDX-License-Identifier: Apache-2.0 */
/* What git makes of a URL by url.<base>.insteadOf: https://git-scm.com/docs/git-config */
#ifndef GOBELIN_FACTS_GIT_REWRITE_H
#define GOBELIN_FACTS_GIT_REWRITE_H

#include "facts/programs/reader.h"

/* Fills in all that follows from the two URLs, which are sketches. */
void git_rewrite_judge(const struct extraction *x, struct fact_git_rewrite *rewrite,
	struct str base, struct str from);

#endif
