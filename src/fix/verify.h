/* SPDX-License-Identifier: Apache-2.0 */
/* Did fixes do what they were made for, and nothing else? */
#ifndef GOBELIN_FIX_VERIFY_H
#define GOBELIN_FIX_VERIFY_H

#include "fix/edits.h"
#include "lint/lint.h"

struct fix_round {
	struct findings before, after; /* all findings of the project */
	struct edit_plan plan;         /* what was changed in between */
	struct findings mended;        /* the findings of `before` whose fixes were made */
};

/*
 * A finding of `after` that speaks against the round: one that should be gone, or that is
 * new and either a fault of the syntax or no less severe than a mended one, advice (info)
 * aside. NULL if there is none.
 */
const struct finding *fix_round_fault(struct arena *a, const struct fix_round *round);

#endif
