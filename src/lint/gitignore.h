/* SPDX-License-Identifier: Apache-2.0 */
/* Ignore files of git: https://git-scm.com/docs/gitignore */
#ifndef GOBELIN_LINT_GITIGNORE_H
#define GOBELIN_LINT_GITIGNORE_H

#include "base/vec.h"

/* The patterns of one ignore file, over those of the folders above it. */
struct gitignore;

/*
 * Reads the text of an ignore file that lies in `dir` (from the root, "" is the root).
 * Its patterns come before those of `above` (NULL: none). `dir` and `text` are borrowed.
 */
const struct gitignore *gitignore_parse(
	struct arena *a, const struct gitignore *above, struct str dir, struct str text);
/*
 * Does the last pattern that matches `path` (from the root) ignore it? What lies in an
 * ignored folder is ignored too, which is for the caller to see: it does not walk into one.
 */
bool gitignore_matches(const struct gitignore *ignore, struct str path, bool is_dir);

/* What is wrong with a pattern that can match nothing; NULL where it may match. */
const char *gitignore_pattern_fault(struct str pattern);

#endif
