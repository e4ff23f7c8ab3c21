/* SPDX-License-Identifier: Apache-2.0 */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "cel/cel_internal.h"

struct cel_value
cel_error(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct cel_value v = { .kind = CEL_ERROR, .string = arena_vprintf(a, format, args) };
	va_end(args);
	return v;
}

struct cel_value
cel_object(uint16_t class, const void *object)
{
	if (object == fact_unknown)
		return cel_unknown();
	return (struct cel_value){ .kind = CEL_OBJECT, .class = class, .object = object };
}

uint16_t
cel_setting_class(void)
{
	const struct fact_class *class = fact_class_named(STR("setting"));
	return class ? (uint16_t)(class - fact_classes) : 0;
}

/* --- fields --- */

static struct cel_value
no_field(struct arena *a, const struct fact_field *field)
{
	return cel_error(a, "no such field value: %s", field->name);
}

static struct cel_value
list_field(struct arena *a, const struct fact_field *field, const void *at)
{
	struct cel_list *list = ARENA_NEW(a, struct cel_list);
	if (field->type == FACT_STRINGS) {
		const struct fact_strings *strings = at;
		list->form = LIST_OF_STRINGS;
		list->strings = strings->items;
		list->n = strings->n;
		list->open = strings->open;
	} else {
		const struct fact_list *facts = at;
		list->form = LIST_OF_FACTS;
		list->class = field->class;
		list->facts = facts->items;
		list->n = facts->n;
		list->open = facts->open;
	}
	return cel_list_value(list);
}

static struct cel_value
settings_field(struct arena *a, const struct settings *settings)
{
	struct cel_map *map = ARENA_NEW(a, struct cel_map);
	map->is_settings = true;
	map->class = cel_setting_class();
	map->settings = settings;
	return (struct cel_value){ .kind = CEL_MAP, .map = map };
}

/* The value of a field that may be absent, and whether it is. */
static struct cel_value
optional_field(const struct fact_field *field, const void *at, enum known *state)
{
	if (field->type == FACT_INT) {
		const struct fact_int *i = at;
		*state = i->state;
		return cel_int(i->value);
	}
	if (field->type == FACT_STRING) {
		const struct fact_string *s = at;
		*state = s->state;
		return cel_string(s->text);
	}
	if (field->type == FACT_PLACE) {
		struct cel_value v = { .kind = CEL_PLACE, .place = *(const struct place *)at };
		*state = v.place.source ? KNOWN : ABSENT;
		return v;
	}
	const void *object = *(void *const *)at;
	*state = !object ? ABSENT : object == fact_unknown ? UNKNOWN : KNOWN;
	return cel_object(field->class, object);
}

struct cel_value
cel_field_value(struct arena *a, const struct fact_field *field, const void *object)
{
	const void *at = (const char *)object + field->offset;
	enum known state;
	struct cel_value v;
	switch (field->type) {
	case FACT_BOOL: return cel_of_tri(*(const enum tri *)at);
	case FACT_STRINGS:
	case FACT_LIST: return list_field(a, field, at);
	case FACT_SETTINGS: return settings_field(a, *(const struct settings *const *)at);
	case FACT_INT:
	case FACT_STRING:
	case FACT_PLACE:
	case FACT_OBJECT: break;
	}
	v = optional_field(field, at, &state);
	if (state == UNKNOWN)
		return cel_unknown();
	return state == KNOWN ? v : no_field(a, field);
}

/* As for repeated fields in CEL: a list is there when it is not empty. */
static struct cel_value
list_has(const struct cel_list *list)
{
	return list->n > 0 ? cel_bool(true) : list->open ? cel_unknown() : cel_bool(false);
}

struct cel_value
cel_field_has(struct arena *a, const struct fact_field *field, const void *object)
{
	const void *at = (const char *)object + field->offset;
	enum known state;
	switch (field->type) {
	case FACT_BOOL: return cel_bool(true);
	case FACT_STRINGS:
	case FACT_LIST: return list_has(list_field(a, field, at).list);
	case FACT_SETTINGS: return list_has(cel_map_keys(a, cel_field_value(a, field, object).map));
	case FACT_INT:
	case FACT_STRING:
	case FACT_PLACE:
	case FACT_OBJECT: break;
	}
	optional_field(field, at, &state);
	if (field->type == FACT_OBJECT && state == UNKNOWN)
		return cel_unknown();
	return cel_bool(state != ABSENT);
}

/* --- lists and maps --- */

struct cel_value
cel_list_value(const struct cel_list *list)
{
	return (struct cel_value){ .kind = CEL_LIST, .list = list };
}

size_t
cel_list_size(const struct cel_value *list)
{
	return list->list->n;
}

struct cel_value
cel_list_at(const struct cel_value *value, size_t i)
{
	const struct cel_list *list = value->list;
	switch (list->form) {
	case LIST_OF_VALUES: return list->values[i];
	case LIST_OF_FACTS: return cel_object(list->class, list->facts[i]);
	case LIST_OF_STRINGS: break;
	}
	const struct fact_string *s = &list->strings[i];
	return s->state == KNOWN ? cel_string(s->text) : cel_unknown();
}

static const struct cel_value *
entry_of(const struct cel_map *map, struct str key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_eq(map->keys[i].string, key))
			return &map->values[i];
	return NULL;
}

struct cel_value
cel_map_has(const struct cel_map *map, struct str key)
{
	if (map->is_settings)
		return cel_of_tri(settings_has(map->settings, key));
	return cel_bool(entry_of(map, key) != NULL);
}

struct cel_value
cel_map_get(struct arena *a, const struct cel_map *map, struct str key)
{
	const struct cel_value *entry = entry_of(map, key);
	const struct fact_setting *setting =
		map->is_settings ? settings_get(map->settings, key) : NULL;
	if (entry)
		return *entry;
	if (setting)
		return cel_object(map->class, setting);
	if (map->is_settings && settings_has(map->settings, key) == UNSURE)
		return cel_unknown();
	return cel_error(a, "no such key: %" PRIstr, STR_ARG(key));
}

struct key_collector {
	struct arena *arena;
	const struct cel_map *map;
	VEC_OF(, struct cel_value) keys;
	bool unsure;
};

static void
collect_key(void *context, const struct fact_setting *setting)
{
	struct key_collector *k = context;
	const struct fact_class *class = &fact_classes[k->map->class];
	const struct fact_field *name = fact_field_named(class, STR("name"));
	struct cel_value key = cel_field_value(k->arena, name, setting);
	enum tri present = key.kind == CEL_STRING ? settings_has(k->map->settings, key.string) : NO;
	if (present == YES)
		vec_push(k->arena, &k->keys, key);
	k->unsure = k->unsure || present == UNSURE;
}

const struct cel_list *
cel_map_keys(struct arena *a, const struct cel_map *map)
{
	struct cel_list *list = ARENA_NEW(a, struct cel_list);
	if (!map->is_settings) {
		list->values = (struct cel_value *)map->keys;
		list->n = map->n;
		return list;
	}
	struct key_collector k = { .arena = a, .map = map };
	settings_each(a, map->settings, collect_key, &k);
	list->values = k.keys.items;
	list->n = k.keys.n;
	list->open = list->sparse = k.unsure || settings_is_open(map->settings);
	return list;
}

/* --- text and places --- */

struct str
cel_double_text(struct arena *a, double d)
{
	struct str text = { NULL, 0 };
	if (isnan(d))
		return STR("NaN");
	if (isinf(d))
		return d > 0 ? STR("+Inf") : STR("-Inf");
	for (int precision = 6; precision <= DBL_DECIMAL_DIG; precision++) {
		text = arena_printf(a, "%.*g", precision, d);
		if (strtod(text.s, NULL) == d)
			break;
	}
	return text;
}

static bool
list_text(struct arena *a, const struct cel_value *list, struct str *text)
{
	struct strs parts = { 0 };
	for (size_t i = 0; i < cel_list_size(list); i++) {
		struct cel_value element = cel_list_at(list, i);
		if (element.kind == CEL_LIST || !cel_value_text(a, &element, vec_add(a, &parts)))
			return false;
	}
	*text = strs_join(a, &parts, STR(", "));
	return true;
}

bool
cel_value_text(struct arena *a, const struct cel_value *value, struct str *text)
{
	switch (value->kind) {
	case CEL_BOOL: *text = value->boolean ? STR("true") : STR("false"); return true;
	case CEL_INT: *text = arena_printf(a, "%" PRId64, value->integer); return true;
	case CEL_DOUBLE: *text = cel_double_text(a, value->real); return true;
	case CEL_STRING:
	case CEL_VERSION: *text = value->string; return true;
	case CEL_LIST: return list_text(a, value, text);
	case CEL_UNKNOWN:
	case CEL_ERROR:
	case CEL_NULL:
	case CEL_MAP:
	case CEL_OBJECT:
	case CEL_PLACE:
	case CEL_DYN: break;
	}
	return false;
}

struct place
cel_value_place(const struct cel_value *value)
{
	struct place nowhere = { NULL, { 0, 0 } };
	if (value->kind == CEL_PLACE)
		return value->place;
	if (value->kind != CEL_OBJECT || !value->object)
		return nowhere;
	const struct fact_field *field =
		fact_field_named(&fact_classes[value->class], STR("place"));
	if (!field || field->type != FACT_PLACE)
		return nowhere;
	return *(const struct place *)(const void *)((const char *)value->object + field->offset);
}
