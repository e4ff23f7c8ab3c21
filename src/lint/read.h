/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and parses the files of a project, several at a time. */
#ifndef GOBELIN_LINT_READ_H
#define GOBELIN_LINT_READ_H

#include "lint/discover.h"

/*
 * Reads, decides the kind of, and parses `files`; those that turn out to be nothing, or
 * can't be read, are taken off the list. `jobs` threads, 0: one per processor; the result
 * does not depend on their number.
 */
void read_files(struct arena *a, const struct vfs *fs, unsigned jobs, struct project_files *files,
	struct lint_errors *errors);

#endif
