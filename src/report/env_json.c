/* SPDX-License-Identifier: Apache-2.0 */
#include "report/env.h"
#include "report/json_write.h"

static const char *
state_name(enum known state)
{
	switch (state) {
	case ABSENT: return "unset";
	case UNKNOWN: return "unknown";
	case KNOWN: break;
	}
	return "known";
}

static void
put_rows(struct arena *a, cJSON *object, const char *key, const struct env_rows *rows)
{
	cJSON *list = json_put_object(object, key);
	vec_for(const struct env_row, row, rows) {
		cJSON *entry = json_put_object(list, row->name);
		cJSON_AddStringToObject(entry, "state", state_name(row->state));
		if (row->state == KNOWN)
			json_put_string(a, entry, "value", row->value);
		else if (row->value.n)
			json_put_string(a, entry, "written", row->value);
		if (row->is_default)
			cJSON_AddTrueToObject(entry, "is_default");
		if (row->origin.n)
			json_put_string(a, entry, "origin", row->origin);
	}
}

void
env_json(struct buf *out, const struct env_views *views)
{
	struct arena *a = out->arena;
	cJSON *list = cJSON_CreateArray();
	vec_for(const struct env_view, view, views) {
		struct position at = source_position(view->place.source, view->place.span.off);
		cJSON *object = json_push(list, cJSON_CreateObject());
		json_put_number(object, "number", view->number);
		json_put_string(a, object, "path", view->place.source->path);
		json_put_number(object, "line", at.line);
		json_put_number(object, "column", at.column);
		json_put_string(a, object, "command", view->text);
		cJSON *via = json_put_array(object, "via");
		vec_for(const struct str, caller, &view->via)
			json_push(via, json_string(a, *caller));
		put_rows(a, object, "context", &view->context);
		put_rows(a, object, "env", &view->variables);
	}
	json_print(out, list);
}
