/* SPDX-License-Identifier: Apache-2.0 */
/* The edits of many fixes, brought together for each file and made at once. */
#ifndef GOBELIN_FIX_EDITS_H
#define GOBELIN_FIX_EDITS_H

#include "base/map.h"
#include "rules/finding.h"

/* The edits chosen for one file: in order, apart from each other. */
struct file_edits {
	const struct source *source;
	struct finding_edits edits;
};

/* What is going to be changed. A zeroed plan is empty. */
struct edit_plan {
	struct map files; /* path to struct file_edits * */
};

/*
 * Takes all edits of a fix into the plan, or none of them: false where one can't be made
 * together with the others, because they change the same bytes or insert different texts
 * at the same place, or because it lies outside its file. An edit that the plan has already
 * is shared. The plan borrows the edits' texts. It knows files by their paths, so that all
 * edits of a path must be of the same source.
 */
NODISCARD bool edit_plan_add(
	struct arena *a, struct edit_plan *plan, const struct finding_edits *fix);
/* The text of the file with its edits made. */
struct str file_edits_apply(struct arena *a, const struct file_edits *file);

#endif
