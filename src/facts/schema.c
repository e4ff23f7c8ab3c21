/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/schema.h"

const struct fact_class *
fact_class_named(struct str name)
{
	for (uint16_t i = 0; i < fact_class_count; i++)
		if (str_eq(str_from(fact_classes[i].name), name))
			return &fact_classes[i];
	return NULL;
}

const struct fact_field *
fact_field_named(const struct fact_class *class, struct str name)
{
	for (uint16_t i = 0; i < class->nfields; i++)
		if (str_eq(str_from(class->fields[i].name), name))
			return &class->fields[i];
	return NULL;
}

void
fact_strings_add(struct arena *a, struct fact_strings *list, struct fact_string s)
{
	vec_push(a, list, s);
}

struct fact_string
fact_strings_join(struct arena *a, const struct fact_strings *list)
{
	struct strs parts = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].state != KNOWN)
			return fact_unknown_string();
		vec_push(a, &parts, list->items[i].text);
	}
	return list->open ? fact_unknown_string() : fact_known(strs_join(a, &parts, STR(",")));
}

void
fact_list_add(struct arena *a, struct fact_list *list, void *fact)
{
	vec_push(a, list, fact);
}
