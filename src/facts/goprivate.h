/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of module path patterns: GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE.
 * https://pkg.go.dev/golang.org/x/mod/module#MatchPrefixPatterns
 */
#ifndef GOBELIN_FACTS_GOPRIVATE_H
#define GOBELIN_FACTS_GOPRIVATE_H

#include "facts/schema.h"

/* Does a pattern of the list match the module path? */
enum tri goprivate_covers(struct fact_string list, struct str path);
/* Does one match modules at or below this prefix, be it only some of them? */
enum tri goprivate_touches(struct fact_string list, struct str prefix);

#endif
