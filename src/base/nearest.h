/* SPDX-License-Identifier: Apache-2.0 */
/* What was meant by a name that does not exist. */
#ifndef GOBELIN_BASE_NEAREST_H
#define GOBELIN_BASE_NEAREST_H

#include "base/vec.h"

/* Names longer than this are nobody's typing errors. */
#define NEAREST_MAX_LENGTH 64

/*
 * The name that is fewest typing errors away from `wanted` (letters added, left out,
 * changed or swapped with their neighbour; case aside), the first among equals. Empty
 * where none is near: more than a third of its letters would be wrong.
 */
struct str nearest_name(struct str wanted, const struct strs *names);

#endif
