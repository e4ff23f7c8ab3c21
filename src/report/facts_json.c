/* SPDX-License-Identifier: Apache-2.0 */
#include "report/facts_json.h"

#include <string.h>

#include "base/map.h"
#include "lint/mask.h"
#include "report/json_write.h"
#include "report/parts.h"

struct writer {
	struct arena *arena;
	const struct project *project;
	struct map ids; /* the bytes of a pointer to a fact: its $id */
};

static cJSON *fact_json(struct writer *w, const struct fact_class *class, const void *fact);

static cJSON *
flag_json(const char *name)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddTrueToObject(object, name);
	return object;
}

static cJSON *
unknown_json(void)
{
	return flag_json("$unknown");
}

static cJSON *
string_json(struct writer *w, struct fact_string string)
{
	switch (string.state) {
	case ABSENT: break;
	case UNKNOWN: return unknown_json();
	case KNOWN: return json_string(w->arena, mask_secrets(w->arena, string.text));
	}
	return cJSON_CreateNull();
}

static void
add_position(cJSON *object, const char *key, const struct source *source, size_t off)
{
	struct position at = source_position(source, off);
	cJSON *position = json_put_object(object, key);
	json_put_number(position, "line", at.line);
	json_put_number(position, "column", at.column);
	json_put_number(position, "offset", off);
}

static cJSON *
place_json(struct writer *w, struct place place)
{
	if (!place.source)
		return cJSON_CreateNull();
	cJSON *object = cJSON_CreateObject();
	json_put_string(w->arena, object, "path", place.source->path);
	add_position(object, "start", place.source, place.span.off);
	add_position(object, "end", place.source, span_end(place.span));
	return object;
}

static struct str
pointer_key(const void *const *pointer)
{
	return (struct str){ (const char *)pointer, sizeof(*pointer) };
}

/* A fact of a kind by its id; one of another class, which nothing points back at, whole. */
static cJSON *
object_json(struct writer *w, const struct fact_class *class, const void *fact)
{
	if (!fact)
		return cJSON_CreateNull();
	if (fact == fact_unknown)
		return unknown_json();
	if (!class->is_kind)
		return fact_json(w, class, fact);
	const char *id = map_get(&w->ids, pointer_key(&fact));
	cJSON *reference = cJSON_CreateObject();
	if (id)
		cJSON_AddStringToObject(reference, "$ref", id);
	return reference;
}

static cJSON *
strings_json(struct writer *w, const struct fact_strings *list)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < list->n; i++)
		json_push(array, string_json(w, list->items[i]));
	if (list->open)
		json_push(array, flag_json("$open"));
	return array;
}

static cJSON *
list_json(struct writer *w, const struct fact_class *class, const struct fact_list *list)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < list->n; i++)
		json_push(array, object_json(w, class, list->items[i]));
	if (list->open)
		json_push(array, flag_json("$open"));
	return array;
}

struct settings_writer {
	struct writer *writer;
	cJSON *object;
};

static void
add_setting(void *context, const struct fact_setting *setting)
{
	struct settings_writer *s = context;
	const struct fact_class *class = &fact_classes[FACT_CLASS_setting];
	struct str name = report_utf8(s->writer->arena, setting->name.text);
	cJSON_AddItemToObject(s->object, arena_str(s->writer->arena, name).s,
		fact_json(s->writer, class, setting));
}

static cJSON *
settings_json(struct writer *w, const struct settings *settings)
{
	struct settings_writer s = { w, cJSON_CreateObject() };
	settings_each(w->arena, settings, add_setting, &s);
	if (settings_is_open(settings))
		cJSON_AddTrueToObject(s.object, "$open");
	return s.object;
}

static cJSON *
bool_json(enum tri value)
{
	return value == UNSURE ? unknown_json() : cJSON_CreateBool(value == YES);
}

static cJSON *
int_json(struct fact_int value)
{
	if (value.state == KNOWN)
		return cJSON_CreateNumber((double)value.value);
	return value.state == UNKNOWN ? unknown_json() : cJSON_CreateNull();
}

static cJSON *
field_json(struct writer *w, const struct fact_field *field, const void *fact)
{
	const void *at = (const char *)fact + field->offset;
	switch (field->type) {
	case FACT_BOOL: return bool_json(*(const enum tri *)at);
	case FACT_INT: return int_json(*(const struct fact_int *)at);
	case FACT_STRING: return string_json(w, *(const struct fact_string *)at);
	case FACT_STRINGS: return strings_json(w, at);
	case FACT_PLACE: return place_json(w, *(const struct place *)at);
	case FACT_OBJECT:
		return object_json(w, &fact_classes[field->class], *(const void *const *)at);
	case FACT_LIST: return list_json(w, &fact_classes[field->class], at);
	case FACT_SETTINGS: return settings_json(w, *(const struct settings *const *)at);
	}
	return cJSON_CreateNull();
}

/* The text of a field `name` that tells that the field `value` holds a secret. */
static bool
holds_secret(const struct fact_class *class, const void *fact)
{
	const struct fact_field *name = fact_field_named(class, STR("name"));
	if (!name || name->type != FACT_STRING || !fact_field_named(class, STR("value")))
		return false;
	const struct fact_string *text = (const void *)((const char *)fact + name->offset);
	return text->state == KNOWN && mask_is_secret_name(text->text);
}

/* A value under a secret name; a mere reference to a secret can't be told from one here. */
static bool
is_secret_field(const struct fact_field *field)
{
	return !strcmp(field->name, "value") || !strcmp(field->name, "elements");
}

static cJSON *
fact_json(struct writer *w, const struct fact_class *class, const void *fact)
{
	cJSON *object = cJSON_CreateObject();
	const char *id = map_get(&w->ids, pointer_key(&fact));
	if (id && class->is_kind)
		cJSON_AddStringToObject(object, "$id", id);
	bool secret = holds_secret(class, fact);
	for (uint16_t i = 0; i < class->nfields; i++) {
		const struct fact_field *field = &class->fields[i];
		bool hide = secret && is_secret_field(field);
		cJSON_AddItemToObject(object, field->name,
			hide ? cJSON_CreateString("***") : field_json(w, field, fact));
	}
	return object;
}

static void
name_facts(struct writer *w)
{
	for (uint16_t class = 0; class < fact_class_count; class ++) {
		const struct fact_list *list = &w->project->facts[class];
		for (size_t i = 0; i < list->n; i++)
			map_set(w->arena, &w->ids,
				pointer_key((const void *const *)&list->items[i]),
				(void *)arena_printf(
					w->arena, "%s:%zu", fact_classes[class].name, i)
					.s);
	}
}

void
facts_json(struct buf *out, const struct project *project)
{
	struct writer w = { .arena = out->arena, .project = project };
	name_facts(&w);
	cJSON *object = cJSON_CreateObject();
	json_put_number(object, "version", 1);
	cJSON *kinds = json_put_object(object, "facts");
	for (uint16_t i = 0; i < fact_class_count; i++) {
		const struct fact_class *class = &fact_classes[i];
		if (!class->is_kind)
			continue;
		cJSON *list = json_put_array(kinds, class->name);
		for (size_t j = 0; j < project->facts[i].n; j++)
			json_push(list, fact_json(&w, class, project->facts[i].items[j]));
	}
	json_print(out, object);
}
