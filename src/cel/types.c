/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/compiler.h"

#include <string.h>

const char *
cel_kind_name(enum cel_kind kind)
{
	switch (kind) {
	case CEL_UNKNOWN: return "unknown";
	case CEL_ERROR: return "error";
	case CEL_NULL: return "null";
	case CEL_BOOL: return "bool";
	case CEL_INT: return "int";
	case CEL_DOUBLE: return "double";
	case CEL_STRING: return "string";
	case CEL_LIST: return "list";
	case CEL_MAP: return "map";
	case CEL_OBJECT: return "object";
	case CEL_PLACE: return "place";
	case CEL_VERSION: return "Go version";
	case CEL_DYN: return "any";
	}
	return "any";
}

static const char *
plain_name(enum cel_kind kind, uint16_t class)
{
	return kind == CEL_OBJECT ? fact_classes[class].name : cel_kind_name(kind);
}

struct str
cel_type_text(struct arena *a, struct cel_type type)
{
	const char *element = plain_name(type.element, type.class);
	if (type.kind == CEL_LIST)
		return arena_printf(a, "list(%s)", element);
	if (type.kind == CEL_MAP)
		return arena_printf(a, "map(string, %s)", element);
	return str_from(plain_name(type.kind, type.class));
}

bool
type_is(struct cel_type type, enum cel_kind kind)
{
	return type.kind == kind || type.kind == CEL_DYN;
}

struct cel_type
type_of_element(struct cel_type container)
{
	if (container.kind != CEL_LIST && container.kind != CEL_MAP)
		return (struct cel_type){ .kind = CEL_DYN };
	struct cel_type type = { .kind = container.element };
	if (type.kind == CEL_OBJECT)
		type.class = container.class;
	if (type.kind == CEL_LIST || type.kind == CEL_MAP)
		type.element = CEL_DYN;
	return type;
}

struct cel_type
type_of_list(struct cel_type element)
{
	return (struct cel_type){ CEL_LIST, element.kind,
		element.kind == CEL_OBJECT ? element.class : 0 };
}

struct cel_type
type_of_field(const struct fact_field *field)
{
	switch (field->type) {
	case FACT_BOOL: return (struct cel_type){ .kind = CEL_BOOL };
	case FACT_INT: return (struct cel_type){ .kind = CEL_INT };
	case FACT_STRING: return (struct cel_type){ .kind = CEL_STRING };
	case FACT_STRINGS: return (struct cel_type){ CEL_LIST, CEL_STRING, 0 };
	case FACT_PLACE: return (struct cel_type){ .kind = CEL_PLACE };
	case FACT_OBJECT: return (struct cel_type){ .kind = CEL_OBJECT, .class = field->class };
	case FACT_LIST: return (struct cel_type){ CEL_LIST, CEL_OBJECT, field->class };
	case FACT_SETTINGS: return (struct cel_type){ CEL_MAP, CEL_OBJECT, cel_setting_class() };
	}
	return (struct cel_type){ .kind = CEL_DYN };
}

bool
type_join(struct cel_type a, struct cel_type b, struct cel_type *joined)
{
	*joined = a;
	if (a.kind == CEL_DYN || b.kind == CEL_DYN) {
		*joined = (struct cel_type){ .kind = CEL_DYN };
		return true;
	}
	if (a.kind != b.kind)
		return false;
	if (a.kind == CEL_OBJECT)
		return a.class == b.class;
	if (a.kind != CEL_LIST && a.kind != CEL_MAP)
		return true;
	if (a.element == CEL_DYN) /* such as [] */
		*joined = b;
	if (a.element == CEL_DYN || b.element == CEL_DYN)
		return true;
	return a.element == b.element && (a.element != CEL_OBJECT || a.class == b.class);
}

static bool
is_number(enum cel_kind kind)
{
	return kind == CEL_INT || kind == CEL_DOUBLE;
}

bool
type_comparable(struct cel_type a, struct cel_type b)
{
	struct cel_type joined;
	if (is_number(a.kind) && is_number(b.kind))
		return true;
	return a.kind != CEL_MAP && b.kind != CEL_MAP && type_join(a, b, &joined);
}

bool
cel_program_asks(const struct cel_program *program, uint16_t class, const char *field)
{
	for (uint32_t i = 0; i < program->nnodes; i++) {
		const struct cel_node *node = &program->nodes[i];
		if ((node->op == OP_FIELD || node->op == OP_HAS_FIELD) && node->c == class
			&& strcmp(fact_classes[class].fields[node->b].name, field) == 0)
			return true;
	}
	return false;
}
