/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two texts, line by line. */
#ifndef GOBELIN_FIX_DIFF_H
#define GOBELIN_FIX_DIFF_H

#include "base/buf.h"

/*
 * The unified diff with three lines of context, under the names a/path and b/path; nothing
 * where the texts are the same. Lines are fit to be printed on a terminal.
 */
void diff_unified(struct buf *out, struct str path, struct str before, struct str after);

#endif
