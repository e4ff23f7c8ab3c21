/* SPDX-License-Identifier: Apache-2.0 */
/* go.sum beside a go.mod: https://go.dev/ref/mod#go-sum-files */
#ifndef GOBELIN_FACTS_GO_SUM_H
#define GOBELIN_FACTS_GO_SUM_H

#include "facts/extract.h"

/* Notes a direct requirement that the go.sum of a module has no line for: module->unsummed. */
void go_sum_check(struct extraction *x, struct fact_module *module);

#endif
