/* SPDX-License-Identifier: Apache-2.0 */
/* GODEBUG lists, as Go programs read them: https://go.dev/doc/godebug */
#ifndef GOBELIN_FACTS_GODEBUG_H
#define GOBELIN_FACTS_GODEBUG_H

#include "facts/extract.h"

/* Fills variable->godebug from its value, where that is known. */
void godebug_parse(struct extraction *x, struct fact_variable *variable);

#endif
