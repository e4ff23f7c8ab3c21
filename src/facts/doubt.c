/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of what could not be read whole. What they say stays; what they do not say may stand in
 * the part that is missing, and is unknown.
 */
#include "facts/extract.h"

/* Facts of one class that came one after another. */
struct doubted {
	enum fact_class_id class;
	size_t from, to;
};

/* C code looks into the objects of other facts without asking whether they are known. */
static bool may_have_unknown_objects(enum fact_class_id class)
{
	return class == FACT_CLASS_job || class == FACT_CLASS_step;
}

static void
doubt_field(struct extraction *x, const struct fact_field *field, void *at, bool objects)
{
	switch (field->type) {
	case FACT_BOOL: *(enum tri *)at = UNSURE; break;
	case FACT_INT:
		if (((struct fact_int *)at)->state == ABSENT)
			((struct fact_int *)at)->state = UNKNOWN;
		break;
	case FACT_STRING:
		if (((struct fact_string *)at)->state == ABSENT)
			((struct fact_string *)at)->state = UNKNOWN;
		break;
	case FACT_STRINGS: ((struct fact_strings *)at)->open = true; break;
	case FACT_LIST: ((struct fact_list *)at)->open = true; break;
	case FACT_SETTINGS:
		*(const struct settings **)at =
			settings_open(x->arena, *(const struct settings **)at);
		break;
	case FACT_OBJECT:
		if (objects && !*(const void **)at)
			*(const void **)at = fact_unknown;
		break;
	case FACT_PLACE: break;
	}
}

static void
doubt_facts(struct extraction *x, const struct doubted *d, bool objects)
{
	const struct fact_class *class = &fact_classes[d->class];
	const struct fact_list *facts = &x->project->facts[d->class];
	for (size_t i = d->from; i < d->to; i++)
		for (uint16_t k = 0; k < class->nfields; k++)
			doubt_field(x, &class->fields[k],
				(char *)facts->items[i] + class->fields[k].offset, objects);
}

const size_t *
facts_counted(struct extraction *x)
{
	size_t *counts = ARENA_ARRAY(x->arena, size_t, fact_class_count);
	for (uint16_t i = 0; i < fact_class_count; i++)
		counts[i] = x->project->facts[i].n;
	return counts;
}

void
facts_doubt(struct extraction *x, const size_t *before)
{
	for (uint16_t i = 0; i < fact_class_count; i++) {
		struct doubted d = { (enum fact_class_id)i, before[i], x->project->facts[i].n };
		if (d.from == d.to)
			continue;
		doubt_facts(x, &d, false);
		vec_push(x->arena, &x->doubted, d);
	}
}

void
facts_doubt_again(struct extraction *x)
{
	vec_for(const struct doubted, d, &x->doubted)
		doubt_facts(x, d, may_have_unknown_objects(d->class));
}
