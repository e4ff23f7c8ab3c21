/* SPDX-License-Identifier: Apache-2.0 */
/* Is what looks like a comment one to the parser of its file, or of a script in it? */
#ifndef GOBELIN_LINT_SUPPRESSION_COMMENT_H
#define GOBELIN_LINT_SUPPRESSION_COMMENT_H

#include "facts/project.h"

struct comment_finder {
	struct arena *arena;
	const struct project_file *file;
	const struct shell_script *script; /* the last that was looked into */
	const void *owner;                 /* what it belongs to in the file's tree */
};

/*
 * Does a comment hold the byte at `off`? Also where there is an error of syntax that keeps a
 * parser from telling.
 */
bool comment_holds(struct comment_finder *finder, size_t off);

#endif
