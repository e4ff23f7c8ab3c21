/* SPDX-License-Identifier: Apache-2.0 */
/* GOFLAGS, as the go command reads it: https://pkg.go.dev/cmd/go#hdr-Environment_variables */
#ifndef GOBELIN_FACTS_GOFLAGS_H
#define GOBELIN_FACTS_GOFLAGS_H

#include "facts/extract.h"

/* Fills variable->goflags from its value, where that is known. */
void goflags_parse(struct extraction *x, struct fact_variable *variable);

#endif
