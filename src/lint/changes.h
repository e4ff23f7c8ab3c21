/* SPDX-License-Identifier: Apache-2.0 */
/* Which lines of a project were changed, as a diff tells it. */
#ifndef GOBELIN_LINT_CHANGES_H
#define GOBELIN_LINT_CHANGES_H

#include "base/map.h"
#include "base/source.h"

struct changes {
	struct map files; /* path to struct changed_lines * */
};

/*
 * Adds what a unified diff of git, without context, says about files as they are now. False
 * where it is not one.
 */
NODISCARD bool changes_add_diff(struct arena *a, struct changes *changes, struct str diff);
/* Adds a file that is new as a whole. */
void changes_add_file(struct arena *a, struct changes *changes, struct str path);
/* Does the place have a line that was changed? */
bool changes_have(const struct changes *changes, struct place place);

#endif
