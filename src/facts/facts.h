/* SPDX-License-Identifier: Apache-2.0 */
/* The structs of facts.def: struct fact_stage, struct fact_command and so on. */
#ifndef GOBELIN_FACTS_FACTS_H
#define GOBELIN_FACTS_FACTS_H

#include "base/map.h"
#include "facts/schema.h"

struct docker_ignore;
struct docker_reader;
struct job_reader;
struct project_file;
struct machine;

/* FACT_CLASS_stage, …: indices into fact_classes. */
enum fact_class_id {
#define KIND(name, doc) FACT_CLASS_##name,
#define CLASS(name, doc) FACT_CLASS_##name,
#define FIELD(class, name, type, of, doc)
#define PRIVATE(type, name)
#define END(name)
#include "facts/facts.def"
#undef KIND
#undef CLASS
#undef FIELD
#undef PRIVATE
#undef END
	FACT_CLASS_none
};

#define KIND(name, doc) struct fact_##name;
#define CLASS(name, doc) struct fact_##name;
#define FIELD(class, name, type, of, doc)
#define PRIVATE(type, name)
#define END(name)
#include "facts/facts.def"
#undef KIND
#undef CLASS
#undef FIELD
#undef PRIVATE
#undef END

#define STORE_BOOL(of) enum tri
#define STORE_INT(of) struct fact_int
#define STORE_STRING(of) struct fact_string
#define STORE_STRINGS(of) struct fact_strings
#define STORE_PLACE(of) struct place
#define STORE_OBJECT(of) struct fact_##of *
#define STORE_LIST(of) struct fact_list
#define STORE_SETTINGS(of) const struct settings *

#define KIND(name, doc) struct fact_##name {
#define CLASS(name, doc) struct fact_##name {
#define FIELD(class, name, type, of, doc) STORE_##type(of) name;
#define PRIVATE(type, name) type name;
#define END(name) \
	}         \
	;
#include "facts/facts.def"
#undef KIND
#undef CLASS
#undef FIELD
#undef PRIVATE
#undef END

#endif
