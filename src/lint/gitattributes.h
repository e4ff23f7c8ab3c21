/* SPDX-License-Identifier: Apache-2.0 */
/* Which files .gitattributes calls generated or taken over from elsewhere. */
#ifndef GOBELIN_LINT_GITATTRIBUTES_H
#define GOBELIN_LINT_GITATTRIBUTES_H

#include "lint/gitignore.h"

/*
 * The patterns that `text`, a .gitattributes in `dir`, gives linguist-generated or
 * linguist-vendored, over those of `above` (NULL: none). They match files, never folders.
 */
const struct gitignore *gitattributes_parse(
	struct arena *a, const struct gitignore *above, struct str dir, struct str text);

#endif
