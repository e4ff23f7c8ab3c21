/* SPDX-License-Identifier: Apache-2.0 */
/* JSON on standard output, through cJSON. */
#ifndef GOBELIN_CLI_JSON_H
#define GOBELIN_CLI_JSON_H

#include "base/arena.h"

struct cJSON;

/* Adds a string; what is no UTF-8 in it becomes U+FFFD. */
void cli_json_add(struct arena *a, struct cJSON *object, const char *key, struct str text);
/* Prints and frees the tree; false, with a complaint, where writing fails. */
NODISCARD bool cli_json_print(struct arena *a, struct cJSON *tree);

#endif
