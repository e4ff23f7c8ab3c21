/* SPDX-License-Identifier: Apache-2.0 */
/* What git knows of a project. */
#ifndef GOBELIN_CLI_GIT_H
#define GOBELIN_CLI_GIT_H

#include "lint/changes.h"

/*
 * The lines of files below `root` that differ from those of a revision, and the files that
 * git does not know yet and is not told to ignore. False with a message where git can't tell.
 */
NODISCARD bool git_changes(struct arena *a, struct str root, struct str revision,
	struct changes *changes, struct str *error);

#endif
