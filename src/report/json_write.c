/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_write.h"

#include <stdlib.h>

#include "report/parts.h"

/* cJSON says NULL when memory has run out; all that comes from an arena ends there too. */
static cJSON *
checked(cJSON *node)
{
	if (!node)
		abort();
	return node;
}

cJSON *
json_string(struct arena *a, struct str text)
{
	return checked(cJSON_CreateString(arena_str(a, report_utf8(a, text)).s));
}

cJSON *
json_put(cJSON *object, const char *key, cJSON *value)
{
	if (!cJSON_AddItemToObjectCS(object, key, checked(value)))
		abort();
	return value;
}

cJSON *
json_put_string(struct arena *a, cJSON *object, const char *key, struct str text)
{
	return json_put(object, key, json_string(a, text));
}

cJSON *
json_put_number(cJSON *object, const char *key, size_t number)
{
	return json_put(object, key, cJSON_CreateNumber((double)number));
}

cJSON *
json_put_object(cJSON *object, const char *key)
{
	return json_put(object, key, cJSON_CreateObject());
}

cJSON *
json_put_array(cJSON *object, const char *key)
{
	return json_put(object, key, cJSON_CreateArray());
}

static void
put_position(cJSON *object, const char *key, const struct source *source, size_t off)
{
	struct position at = source_position(source, off);
	cJSON *position = json_put_object(object, key);
	json_put_number(position, "line", at.line);
	json_put_number(position, "column", at.column);
	json_put_number(position, "offset", off);
}

void
json_put_place(struct arena *a, cJSON *object, struct place place)
{
	json_put_string(a, object, "path", place.source->path);
	put_position(object, "start", place.source, place.span.off);
	put_position(object, "end", place.source, span_end(place.span));
}

cJSON *
json_push(cJSON *array, cJSON *value)
{
	cJSON_AddItemToArray(array, checked(value));
	return value;
}

static void
print(struct buf *out, cJSON *root, char *text)
{
	if (!text)
		abort();
	buf_add(out, str_from(text));
	cJSON_free(text);
	cJSON_Delete(root);
}

void
json_print(struct buf *out, cJSON *root)
{
	print(out, root, cJSON_Print(root));
	buf_add_char(out, '\n');
}

void
json_print_bare(struct buf *out, cJSON *root)
{
	print(out, root, cJSON_PrintUnformatted(root));
}

void
json_print_line(struct buf *out, cJSON *root)
{
	json_print_bare(out, root);
	buf_add_char(out, '\n');
}
