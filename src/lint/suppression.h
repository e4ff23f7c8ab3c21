/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments that silence findings:
 *
 *     # gobelin: ignore[GB401] reason              its line; alone on a line: what begins next
 *     # gobelin: ignore-next-line[a, b]            what begins on the next line
 *     # gobelin: ignore-file[a]                    the file
 *     # gobelin: disable[a] … # gobelin: enable[a] what lies between
 *     # gobelin: ignore[a] expires:2027-01-31 why  up to that day
 *
 * In go.mod they begin with //, in JSON with // or slash-star. The scripts in a file may have
 * them too.
 */
#ifndef GOBELIN_LINT_SUPPRESSION_H
#define GOBELIN_LINT_SUPPRESSION_H

#include "facts/project.h"

/* Comments of one file that are looked at. */
#define SUPPRESSIONS_MAX 500

/* One rule of one comment. */
struct suppression {
	struct place comment;     /* with the sign it begins with */
	struct span removal;      /* what to take out where the whole comment goes */
	struct span name_span;    /* of the rule */
	struct span name_removal; /* what to take out where only this rule goes */
	struct str form, name, reason, expires, fault;
	struct span range; /* what it silences; empty for `enable` */
	size_t rules;      /* named in the comment */
	bool has_end;      /* `disable`: an `enable` ends it, and would be left over */
};
VEC_OF(suppressions, struct suppression);

/* Those of a parsed file, in its order. */
void suppressions_find(struct arena *a, const struct project_file *file, struct suppressions *out);

#endif
