/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as JSON, by the tables of their schema. */
#ifndef GOBELIN_REPORT_FACTS_JSON_H
#define GOBELIN_REPORT_FACTS_JSON_H

#include "base/buf.h"
#include "facts/project.h"

/*
 * Every fact: one list per kind. A field that points at a fact of a kind holds
 * {"$ref": "<kind>:<number>"}, so that there are no cycles. Secrets are masked.
 */
void facts_json(struct buf *out, const struct project *project);

#endif
