/* SPDX-License-Identifier: Apache-2.0 */
/* The project that paths on the command line belong to. */
#ifndef GOBELIN_CLI_WORKSPACE_H
#define GOBELIN_CLI_WORKSPACE_H

#include "base/vfs.h"

struct workspace {
	struct vfs fs;          /* its root is absolute */
	struct strs paths;      /* what was asked for, from the root */
	struct str path_prefix; /* what leads from the current directory to the root */
	struct str working_dir; /* the current directory from the root; "" if it lies elsewhere */
};

/*
 * Finds the project of the first path (none: the current directory): the nearest folder
 * above it with a .git, else the current directory if it lies in there, else its own
 * folder. False with a message if a path lies elsewhere.
 */
NODISCARD bool workspace_open(
	struct arena *a, const struct strs *paths, struct workspace *out, struct str *error);

/* A path of the command line: from the root where it lies in the project, else absolute. */
struct str workspace_path(struct arena *a, const struct workspace *workspace, struct str path);
/* A path of the project as it can be opened from where the user is. */
struct str workspace_shown(struct arena *a, const struct workspace *workspace, struct str path);

#endif
