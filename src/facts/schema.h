/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary of facts: how a fact's fields are stored and described. Which kinds of
 * facts there are stands in facts.def alone; the C structs, the fields a rule's condition
 * may read, `gobelin facts` and docs/facts.md all come from that table.
 *
 * Everything is three-valued: a value is known, absent, or there but unknown. A rule
 * fires only on what is known.
 */
#ifndef GOBELIN_FACTS_SCHEMA_H
#define GOBELIN_FACTS_SCHEMA_H

#include "base/source.h"

enum tri { NO, YES, UNSURE };
enum known { ABSENT, KNOWN, UNKNOWN };

struct fact_string {
	enum known state;
	bool is_default; /* it is made of what a builder or the environment may replace */
	struct str text; /* when KNOWN */
};

struct fact_int {
	enum known state;
	int64_t value; /* when KNOWN */
};

/* `open`: there may be more than what is listed. */
struct fact_strings {
	struct fact_string *items;
	size_t n, cap;
	bool open;
};

struct fact_list {
	void **items; /* facts of the field's class */
	size_t n, cap;
	bool open;
};

/* How a field is stored in its struct. */
enum fact_type {
	FACT_BOOL,     /* enum tri */
	FACT_INT,      /* struct fact_int */
	FACT_STRING,   /* struct fact_string */
	FACT_STRINGS,  /* struct fact_strings */
	FACT_PLACE,    /* struct place; absent where source is NULL */
	FACT_OBJECT,   /* pointer to a fact of `class`; absent where NULL, see fact_unknown */
	FACT_LIST,     /* struct fact_list of facts of `class` */
	FACT_SETTINGS, /* const struct settings *: names to facts of class `setting` */
};

struct fact_field {
	const char *name; /* snake_case; the same in C, CEL, JSON and the docs */
	enum fact_type type;
	uint16_t class; /* index into fact_classes, for OBJECT and LIST */
	uint16_t offset;
	const char *doc; /* one line */
};

struct fact_class {
	const char *name;
	const char *doc;
	const struct fact_field *fields;
	uint16_t nfields;
	bool is_kind; /* a rule may be `on` it: the project keeps a list of them */
};

extern const struct fact_class fact_classes[];
extern const uint16_t fact_class_count;

/* What an OBJECT field points at when it is not known whether or what it is. */
extern const char fact_unknown[];

/* The class or field of that name, or NULL. */
const struct fact_class *fact_class_named(struct str name);
const struct fact_field *fact_field_named(const struct fact_class *class, struct str name);

static inline struct fact_string
fact_known(struct str text)
{
	return (struct fact_string){ .state = KNOWN, .text = text };
}
static inline struct fact_string
fact_unknown_string(void)
{
	return (struct fact_string){ .state = UNKNOWN };
}
/* The value, which `source` has a part in: it is a default where that is one. */
static inline struct fact_string
fact_made_of(struct fact_string value, struct fact_string source)
{
	value.is_default |= source.is_default;
	return value;
}
static inline enum tri
tri_of(bool yes)
{
	return yes ? YES : NO;
}
static inline enum tri
tri_not(enum tri a)
{
	return a == UNSURE ? UNSURE : a == YES ? NO : YES;
}
static inline enum tri
tri_and(enum tri a, enum tri b)
{
	return a == NO || b == NO ? NO : a == YES && b == YES ? YES : UNSURE;
}
static inline enum tri
tri_or(enum tri a, enum tri b)
{
	return tri_not(tri_and(tri_not(a), tri_not(b)));
}

/* What certainly was not may be by now. */
static inline void
tri_open(enum tri *what)
{
	if (*what == NO)
		*what = UNSURE;
}

void fact_strings_add(struct arena *a, struct fact_strings *list, struct fact_string s);
/* The strings with commas between them; UNKNOWN where one is, or there may be more. */
struct fact_string fact_strings_join(struct arena *a, const struct fact_strings *list);
void fact_list_add(struct arena *a, struct fact_list *list, void *fact);
#define fact_for(type, var, list)                                          \
	for (size_t var##_i = 0; var##_i < (list)->n; var##_i = (list)->n) \
		for (struct fact_##type * var;                             \
			var##_i < (list)->n && ((var = (list)->items[var##_i]), true); var##_i++)

/* --- settings: an immutable map from name to setting ------------------------------- */

struct fact_setting;

/*
 * Names and their settings, such as an environment. Adding gives a new map and leaves the
 * old one as it is, so that every command can keep the environment it ran in; both share
 * what they have in common. NULL is the empty, closed map.
 */
struct settings;

/* The setting of a name, or NULL: then it is absent, or unknown where the map is open. */
const struct fact_setting *settings_get(const struct settings *map, struct str name);
/* Is the name set? UNSURE also where it is not listed and the map is open. */
enum tri settings_has(const struct settings *map, struct str name);
/* The value of a name: KNOWN, ABSENT (certainly not set), or UNKNOWN. */
struct fact_string setting_value(const struct settings *map, struct str name);
/* Might names that are not listed be set all the same? */
bool settings_is_open(const struct settings *map);
const struct settings *settings_put(
	struct arena *a, const struct settings *map, const struct fact_setting *setting);
/* Without that name, for certain (also in an open map). */
const struct settings *settings_remove(
	struct arena *a, const struct settings *map, struct str name);
const struct settings *settings_open(struct arena *a, const struct settings *map);
/* Calls visit for each setting, sorted by name. */
void settings_each(struct arena *a, const struct settings *map,
	void (*visit)(void *context, const struct fact_setting *setting), void *context);

#endif
