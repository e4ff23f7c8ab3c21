/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as JSON, by the tables of their schema. */
#ifndef GOBELIN_REPORT_FACTS_JSON_H
#define GOBELIN_REPORT_FACTS_JSON_H

#include "facts/project.h"

struct cJSON;

/* A string; what is no UTF-8 in it, and NUL, which cJSON can't hold, becomes U+FFFD. */
struct cJSON *json_string(struct arena *a, struct str text);
/*
 * Every fact, for the caller to free with cJSON_Delete(). One list per kind; a field that
 * points at a fact of a kind holds {"$ref": "<kind>:<number>"}, so that there are no
 * cycles. Secrets are masked.
 */
struct cJSON *facts_json(struct arena *a, const struct project *project);

#endif
