/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a SARIF log share. */
#ifndef GOBELIN_REPORT_SARIF_H
#define GOBELIN_REPORT_SARIF_H

#include "report/json_write.h"
#include "report/parts.h"

struct sarif {
	struct arena *arena;
	struct masked_sources masked;
	struct rules rules;      /* the catalogue; results refer to it by index */
	bool has_baseline;       /* results say whether they are new */
	struct map rule_numbers; /* index + 1 in rules, by id */
	struct map files;        /* sources by path, in the order of the artifacts */
	struct map file_numbers; /* index + 1 in files, by path */
};

/* error, warning, note. */
struct str sarif_level(enum severity severity);
/* Adds `key: {"text": text}`. */
cJSON *sarif_put_message(struct sarif *s, cJSON *object, const char *key, struct str text);
/* A path as a relative URI reference (RFC 3986). */
struct str sarif_uri(struct arena *a, struct str path);

/* tool.driver, with all rules. */
void sarif_put_driver(struct sarif *s, cJSON *tool);
/* One element of results. */
cJSON *sarif_result(struct sarif *s, const struct finding *finding);

#endif
