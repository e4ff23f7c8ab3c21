/* SPDX-License-Identifier: Apache-2.0 */
/* vendor/modules.txt, which must agree with go.mod: https://go.dev/ref/mod#vendoring */
#ifndef GOBELIN_FACTS_VENDOR_H
#define GOBELIN_FACTS_VENDOR_H

#include "facts/extract.h"

/*
 * Fills module->vendor_problem where the go command would report inconsistent vendoring: a
 * requirement that is not marked as explicit, or a mark without a requirement. Replacements
 * are not compared. Nothing is said for go lines below 1.14, from which on Go checks.
 */
void vendor_check(struct extraction *x, struct fact_module *module);

#endif
