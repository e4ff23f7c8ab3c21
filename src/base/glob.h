/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns for paths, as gitignore(5) has them. */
#ifndef GOBELIN_BASE_GLOB_H
#define GOBELIN_BASE_GLOB_H

#include "base/str.h"

/*
 * Does the whole text match? An asterisk, ? and [...] match no slash; two asterisks that are
 * a whole element match any number of elements. Linear in the product of the lengths.
 */
bool glob_matches(struct str glob, struct str text);

/* Is each bracket that is opened also closed? One that is not matches nothing. */
bool glob_is_closed(struct str glob);

#endif
