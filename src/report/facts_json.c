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
	size_t room;    /* how many items of lists and settings may follow */
};

/*
 * Each command has the settings of all before it, so what is written could grow as the
 * square of the input. What there is no room for is left out, as {"$open": true} tells.
 */
#define ITEMS_AT_LEAST 100000
#define ITEMS_PER_FACT 20
#define BYTES_PER_ITEM 64 /* a long value counts as several items */

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

static cJSON *
place_json(struct writer *w, struct place place)
{
	if (!place.source)
		return cJSON_CreateNull();
	cJSON *object = cJSON_CreateObject();
	json_put_place(w->arena, object, place);
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

/* Takes n items of the room that is left; false where it is used up. */
static bool
take_room(struct writer *w, size_t n)
{
	bool fits = n <= w->room;
	w->room -= fits ? n : w->room;
	return fits;
}

static bool
is_text(struct fact_string string)
{
	return string.state == KNOWN && string.text.n > 0;
}

/* The strings one after the other, since a word may tell that the next one is a secret. */
static struct str
joined(struct arena *a, const struct fact_strings *list)
{
	struct buf text = buf_new(a);
	for (size_t i = 0; i < list->n; i++) {
		const struct fact_string *string = &list->items[i];
		buf_add(&text, is_text(*string) ? string->text : STR("$"));
		buf_add_char(&text, ' ');
	}
	return buf_str(&text);
}

/* Bytes [from, to) of a text, with *** for the secrets from *next on that lie there. */
static struct str
masked_part(struct arena *a, struct str text, const struct secrets *secrets, size_t *next,
	size_t from, size_t to)
{
	struct buf out = buf_new(a);
	while (*next < secrets->n && secrets->items[*next].off < to) {
		struct span secret = secrets->items[*next];
		size_t end = span_end(secret) < to ? span_end(secret) : to;
		if (end > from) {
			buf_add(&out, str_slice(text, from, secret.off));
			buf_add(&out, STR("***"));
			from = end;
		}
		if (span_end(secret) > to)
			break;
		++*next;
	}
	buf_add(&out, str_slice(text, from, to));
	return buf_str(&out);
}

static cJSON *
strings_json(struct writer *w, const struct fact_strings *list)
{
	cJSON *array = cJSON_CreateArray();
	struct str text = joined(w->arena, list);
	struct secrets secrets = mask_find(w->arena, text);
	size_t next = 0, at = 0;
	bool fits = take_room(w, list->n);
	for (size_t i = 0; fits && i < list->n; i++) {
		struct fact_string string = list->items[i];
		size_t end = at + (is_text(string) ? string.text.n : 1);
		if (is_text(string))
			json_push(array,
				json_string(w->arena,
					masked_part(w->arena, text, &secrets, &next, at, end)));
		else
			json_push(array, string_json(w, string));
		at = end + 1;
	}
	if (list->open || !fits)
		json_push(array, flag_json("$open"));
	return array;
}

static cJSON *
list_json(struct writer *w, const struct fact_class *class, const struct fact_list *list)
{
	cJSON *array = cJSON_CreateArray();
	bool fits = take_room(w, list->n);
	for (size_t i = 0; fits && i < list->n; i++)
		json_push(array, object_json(w, class, list->items[i]));
	if (list->open || !fits)
		json_push(array, flag_json("$open"));
	return array;
}

struct settings_writer {
	struct writer *writer;
	cJSON *object;
	bool fits;
};

static void
add_setting(void *context, const struct fact_setting *setting)
{
	struct settings_writer *s = context;
	s->fits = s->fits && take_room(s->writer, 1 + setting->value.text.n / BYTES_PER_ITEM);
	if (!s->fits)
		return;
	const struct fact_class *class = &fact_classes[FACT_CLASS_setting];
	struct str name = report_utf8(s->writer->arena, setting->name.text);
	cJSON_AddItemToObject(s->object, arena_str(s->writer->arena, name).s,
		fact_json(s->writer, class, setting));
}

static cJSON *
settings_json(struct writer *w, const struct settings *settings)
{
	struct settings_writer s = { w, cJSON_CreateObject(), w->room > 0 };
	if (s.fits)
		settings_each(w->arena, settings, add_setting, &s);
	if (settings_is_open(settings) || !s.fits)
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

/* The name of a fact that is a pair of name and value; empty for any other. */
static struct str
name_of_pair(const struct fact_class *class, const void *fact)
{
	const struct fact_field *name = fact_field_named(class, STR("name"));
	if (!name || name->type != FACT_STRING || !fact_field_named(class, STR("value")))
		return STR("");
	const struct fact_string *text = (const void *)((const char *)fact + name->offset);
	return text->state == KNOWN ? text->text : STR("");
}

/* A value whose name tells what in it is secret. */
static struct fact_string
masked_value(struct arena *a, struct str name, struct fact_string value)
{
	if (value.state != KNOWN)
		return value;
	if (mask_is_secret_name(name))
		return fact_known(STR("***"));
	struct str pair =
		arena_printf(a, "%" PRIstr "=%" PRIstr, STR_ARG(name), STR_ARG(value.text));
	struct str masked = mask_secrets(a, pair);
	return fact_known(str_slice(masked, name.n + 1, masked.n));
}

static cJSON *
pair_field_json(struct writer *w, const struct fact_field *field, const void *fact, struct str name)
{
	const void *at = (const char *)fact + field->offset;
	if (field->type == FACT_STRING && !strcmp(field->name, "value"))
		return string_json(
			w, masked_value(w->arena, name, *(const struct fact_string *)at));
	if (field->type != FACT_STRINGS || strcmp(field->name, "elements") != 0)
		return field_json(w, field, fact);
	struct fact_strings masked = { .open = ((const struct fact_strings *)at)->open };
	vec_for(const struct fact_string, element, (const struct fact_strings *)at)
		fact_strings_add(w->arena, &masked, masked_value(w->arena, name, *element));
	return strings_json(w, &masked);
}

static cJSON *
fact_json(struct writer *w, const struct fact_class *class, const void *fact)
{
	cJSON *object = cJSON_CreateObject();
	const char *id = map_get(&w->ids, pointer_key(&fact));
	if (id && class->is_kind)
		cJSON_AddStringToObject(object, "$id", id);
	struct str name = name_of_pair(class, fact);
	for (uint16_t i = 0; i < class->nfields; i++) {
		const struct fact_field *field = &class->fields[i];
		json_put(object, field->name,
			name.n ? pair_field_json(w, field, fact, name)
			       : field_json(w, field, fact));
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

/* One fact per line, so that no more than one of them is held as a tree. */
static void
add_kind(struct buf *out, struct writer *w, uint16_t index)
{
	const struct fact_class *class = &fact_classes[index];
	const struct fact_list *list = &w->project->facts[index];
	buf_printf(out, "\"%s\": [", class->name);
	for (size_t i = 0; i < list->n; i++) {
		buf_add(out, i ? STR(",\n") : STR("\n"));
		json_print_bare(out, fact_json(w, class, list->items[i]));
	}
	buf_add(out, STR("]"));
}

void
facts_json(struct buf *out, const struct project *project)
{
	struct writer w = { .arena = arena_new(), .project = project, .room = ITEMS_AT_LEAST };
	for (uint16_t i = 0; i < fact_class_count; i++)
		w.room += ITEMS_PER_FACT * project->facts[i].n;
	name_facts(&w);
	buf_add(out, STR("{\"version\": 1, \"facts\": {"));
	bool is_first = true;
	for (uint16_t i = 0; i < fact_class_count; i++) {
		if (!fact_classes[i].is_kind)
			continue;
		buf_add(out, is_first ? STR("\n") : STR(",\n"));
		is_first = false;
		add_kind(out, &w, i);
	}
	buf_add(out, STR("\n}}\n"));
	arena_free(w.arena);
}
