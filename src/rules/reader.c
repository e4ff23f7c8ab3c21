/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/reader.h"

#include "base/nearest.h"
#include "rules/template.h"

void
reader_fault(struct rule_reader *r, const struct tree_node *node, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(r->arena, format, args);
	va_end(args);
	vec_push(r->arena, r->faults, ((struct fault){ node->span, message }));
}

void
reader_fault_in(
	struct rule_reader *r, const struct tree_node *node, struct span span, struct str message)
{
	struct span in_file = node->span;
	if (node->content.segments.n)
		in_file = mapped_span(&node->content, span.off, span_end(span));
	vec_push(r->arena, r->faults, ((struct fault){ in_file, message }));
}

struct str
reader_hint(struct arena *a, struct str wrong, const struct strs *names)
{
	struct str nearest = nearest_name(wrong, names);
	if (nearest.n)
		return arena_printf(a, "did you mean `%" PRIstr "`?", STR_ARG(nearest));
	struct str all = strs_join(a, names, STR(", "));
	return arena_printf(a, "known are: %" PRIstr, STR_ARG(all));
}

static struct strs
key_names(struct rule_reader *r, const struct rule_key *keys, size_t nkeys)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < nkeys; i++)
		vec_push(r->arena, &names, str_from(keys[i].name));
	return names;
}

void
reader_mapping(struct rule_reader *r, const struct tree_node *node, const struct rule_key *keys,
	size_t nkeys, void *target)
{
	struct strs names = key_names(r, keys, nkeys);
	if (node->kind != TREE_MAPPING) {
		struct str all = strs_join(r->arena, &names, STR(", "));
		reader_fault(r, node, "expected a mapping with the keys %" PRIstr, STR_ARG(all));
		return;
	}
	vec_for(struct tree_pair, pair, &node->pairs) {
		struct str key = pair->key->text;
		if (strs_has(&names, key))
			continue;
		struct str hint = reader_hint(r->arena, key, &names);
		reader_fault(r, pair->key, "unknown key `%" PRIstr "`; %" PRIstr, STR_ARG(key),
			STR_ARG(hint));
	}
	for (size_t i = 0; i < nkeys; i++) {
		const struct tree_node *value = tree_get(node, names.items[i]);
		if (value)
			keys[i].read(r, value, (char *)target + keys[i].offset);
		else if (keys[i].required)
			reader_fault(r, node, "the key `%s` is missing", keys[i].name);
	}
}

size_t
reader_choice(struct rule_reader *r, const struct tree_node *node, const char *const *choices,
	size_t nchoices)
{
	struct strs names = { 0 };
	struct str text = { 0 };
	bool is_scalar = tree_scalar(node, &text);
	for (size_t i = 0; i < nchoices; i++) {
		if (is_scalar && str_eq(text, str_from(choices[i])))
			return i;
		vec_push(r->arena, &names, str_from(choices[i]));
	}
	struct str hint = reader_hint(r->arena, text, &names);
	reader_fault(
		r, node, "unknown value `%" PRIstr "`; %" PRIstr, STR_ARG(text), STR_ARG(hint));
	return 0;
}

struct tree_node *const *
reader_items(struct rule_reader *r, const struct tree_node *node, size_t *n)
{
	*n = node->kind == TREE_SEQUENCE ? node->items.n : 0;
	if (*n)
		return node->items.items;
	reader_fault(r, node, "expected a list with at least one entry");
	return NULL;
}

/* --- texts --------------------------------------------------------------------------- */

static bool
is_text(struct rule_reader *r, const struct tree_node *node)
{
	if (node->kind == TREE_STRING && str_trim(node->text).n)
		return true;
	reader_fault(r, node, "expected a text%s",
		node->kind == TREE_BOOL || node->kind == TREE_INT || node->kind == TREE_FLOAT
			? "; put it in quotes"
			: " that is not empty");
	return false;
}

static bool
is_line(struct rule_reader *r, const struct tree_node *node)
{
	if (!is_text(r, node))
		return false;
	size_t newline = str_find_char(node->text, '\n', 0);
	if (newline == STR_NONE)
		return true;
	reader_fault_in(r, node, span_make(newline, newline + 1),
		STR("expected a single line; write `>-` to fold a text over several lines"));
	return false;
}

void
reader_text(struct rule_reader *r, const struct tree_node *node, void *str_out)
{
	if (is_text(r, node))
		*(struct str *)str_out = node->text;
}

void
reader_line(struct rule_reader *r, const struct tree_node *node, void *str_out)
{
	if (is_line(r, node))
		*(struct str *)str_out = node->text;
}

void
reader_bool(struct rule_reader *r, const struct tree_node *node, void *bool_out)
{
	if (node->kind == TREE_BOOL)
		*(bool *)bool_out = node->boolean;
	else
		reader_fault(r, node, "expected true or false");
}

void
reader_severity(struct rule_reader *r, const struct tree_node *node, void *severity_out)
{
	static const char *const names[] = { "info", "warning", "error" };
	*(enum severity *)severity_out = (enum severity)reader_choice(r, node, names, 3);
}

/* --- expressions --------------------------------------------------------------------- */

static bool
compile(struct rule_reader *r, const struct tree_node *node, struct cel_program *program)
{
	if (!is_text(r, node) || !r->nvariables)
		return false;
	struct cel_fault fault;
	if (cel_compile(r->arena, node->text, r->variables, r->nvariables, program, &fault))
		return true;
	reader_fault_in(r, node, fault.span, fault.message);
	return false;
}

void
reader_condition(struct rule_reader *r, const struct tree_node *node, void *program_out)
{
	struct cel_program *program = program_out;
	if (compile(r, node, program) && program->type.kind != CEL_BOOL)
		reader_fault(
			r, node, "a condition must be true or false; compare with == or has()");
}

void
reader_string(struct rule_reader *r, const struct tree_node *node, void *program_out)
{
	struct cel_program *program = program_out;
	if (compile(r, node, program) && program->type.kind != CEL_STRING)
		reader_fault(r, node, "the value must be a string; convert with string()");
}

static bool
points_somewhere(const struct cel_type *type)
{
	enum cel_kind kind = type->kind == CEL_LIST ? type->element : type->kind;
	if (kind != CEL_OBJECT)
		return kind == CEL_PLACE;
	const struct fact_field *place = fact_field_named(&fact_classes[type->class], STR("place"));
	return place && place->type == FACT_PLACE;
}

void
reader_place(struct rule_reader *r, const struct tree_node *node, void *program_out)
{
	struct cel_program *program = program_out;
	if (compile(r, node, program) && !points_somewhere(&program->type))
		reader_fault(r, node, "this is no place; name a field that is one, or a fact");
}

void
reader_template(struct rule_reader *r, const struct tree_node *node, void *template_out)
{
	struct cel_fault fault;
	if (node->kind != TREE_STRING)
		reader_fault(r, node, "expected a text; put it in quotes");
	else if (r->nvariables
		&& !template_compile(
			r->arena, node->text, r->variables, r->nvariables, template_out, &fault))
		reader_fault_in(r, node, fault.span, fault.message);
}

void
reader_line_template(struct rule_reader *r, const struct tree_node *node, void *template_out)
{
	if (is_line(r, node))
		reader_template(r, node, template_out);
}
