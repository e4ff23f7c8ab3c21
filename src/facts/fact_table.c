/* SPDX-License-Identifier: Apache-2.0 */
/* facts.def as data: what conditions, `gobelin facts` and the documentation read. */
#include "facts/facts.h"

#define KIND(name, doc) static const struct fact_field name##_fields[] = {
#define CLASS(name, doc) KIND(name, doc)
#define FIELD(class, name, type, of, doc) \
	{ #name, FACT_##type, FACT_CLASS_##of, offsetof(struct fact_##class, name), doc },
#define PRIVATE(type, name)
#define END(name) \
	}         \
	;
#include "facts/facts.def"
#undef KIND
#undef CLASS
#undef FIELD
#undef PRIVATE
#undef END

#define COUNT(array) (uint16_t)(sizeof(array) / sizeof(*(array)))

const struct fact_class fact_classes[] = {
#define KIND(name, doc) { #name, doc, name##_fields, COUNT(name##_fields), true },
#define CLASS(name, doc) { #name, doc, name##_fields, COUNT(name##_fields), false },
#define FIELD(class, name, type, of, doc)
#define PRIVATE(type, name)
#define END(name)
#include "facts/facts.def"
};

const uint16_t fact_class_count = COUNT(fact_classes);

const char fact_unknown[] = "unknown";
