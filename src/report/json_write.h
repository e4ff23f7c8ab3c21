/* SPDX-License-Identifier: Apache-2.0 */
/* Building JSON with cJSON out of slices. cJSON nodes are freed by json_print(). */
#ifndef GOBELIN_REPORT_JSON_WRITE_H
#define GOBELIN_REPORT_JSON_WRITE_H

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/source.h"

/* A string node; what cJSON can't hold (NUL bytes, malformed UTF-8) becomes U+FFFD. */
cJSON *json_string(struct arena *a, struct str text);
/* Adds a member; the key must be a literal. Returns value. */
cJSON *json_put(cJSON *object, const char *key, cJSON *value);
cJSON *json_put_string(struct arena *a, cJSON *object, const char *key, struct str text);
cJSON *json_put_number(cJSON *object, const char *key, size_t number);
cJSON *json_put_object(cJSON *object, const char *key);
cJSON *json_put_array(cJSON *object, const char *key);
/* Adds path, start and end; lines and columns from 1 in code points, offsets in bytes. */
void json_put_place(struct arena *a, cJSON *object, struct place place);
/* Appends to an array and returns the new element. */
cJSON *json_push(cJSON *array, cJSON *value);

/* Prints the tree with a line end and frees it. */
void json_print(struct buf *out, cJSON *root);
/* The same on a single line. */
void json_print_line(struct buf *out, cJSON *root);
/* On a single line without its end. */
void json_print_bare(struct buf *out, cJSON *root);

#endif
