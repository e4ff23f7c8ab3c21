/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates one expression per line of standard input and prints one line for each: its
 * value, "error", "unknown", or "refused" with the compiler's reason. The CEL oracle runs
 * the same expressions through another implementation, with the same variables.
 */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "cel/cel_internal.h"

#define MAX_INPUT (64u << 20)

#define PLAIN(kind)                  \
	{                            \
		kind, CEL_UNKNOWN, 0 \
	}
#define OF(kind, element)        \
	{                        \
		kind, element, 0 \
	}

static const struct cel_variable variables[] = {
	{ STR_INIT("yes"), PLAIN(CEL_BOOL) },
	{ STR_INIT("no"), PLAIN(CEL_BOOL) },
	{ STR_INIT("i"), PLAIN(CEL_INT) },
	{ STR_INIT("d"), PLAIN(CEL_DOUBLE) },
	{ STR_INIT("s"), PLAIN(CEL_STRING) },
	{ STR_INIT("empty"), PLAIN(CEL_STRING) },
	{ STR_INIT("ints"), OF(CEL_LIST, CEL_INT) },
	{ STR_INIT("strings"), OF(CEL_LIST, CEL_STRING) },
	{ STR_INIT("none"), OF(CEL_LIST, CEL_STRING) },
	{ STR_INIT("map"), OF(CEL_MAP, CEL_STRING) },
	{ STR_INIT("any_i"), PLAIN(CEL_DYN) },
	{ STR_INIT("any_s"), PLAIN(CEL_DYN) },
	{ STR_INIT("u_b"), PLAIN(CEL_BOOL) },
	{ STR_INIT("u_i"), PLAIN(CEL_INT) },
	{ STR_INIT("u_s"), PLAIN(CEL_STRING) },
	{ STR_INIT("u_l"), OF(CEL_LIST, CEL_STRING) },
	{ STR_INIT("u_m"), OF(CEL_MAP, CEL_STRING) },
};
enum { NVARIABLES = sizeof(variables) / sizeof(*variables) };

static struct cel_value
list_of(struct arena *a, const struct cel_value *items, size_t n)
{
	struct cel_list *list = ARENA_NEW(a, struct cel_list);
	list->values = ARENA_ARRAY(a, struct cel_value, n);
	list->n = n;
	if (n > 0)
		memcpy(list->values, items, n * sizeof(*items));
	return cel_list_value(list);
}

static struct cel_value
map_of(struct arena *a, struct cel_value key, struct cel_value value)
{
	struct cel_map *map = ARENA_NEW(a, struct cel_map);
	map->keys = list_of(a, &key, 1).list->values;
	map->values = list_of(a, &value, 1).list->values;
	map->n = 1;
	return (struct cel_value){ .kind = CEL_MAP, .map = map };
}

/* In the order of the variables; those that follow are unknown. */
static void
fill_values(struct arena *a, struct cel_value *values)
{
	struct cel_value ints[] = { cel_int(1), cel_int(2), cel_int(3) };
	struct cel_value strings[] = { cel_string(STR("a")), cel_string(STR("bc")) };
	struct cel_value known[] = { cel_bool(true), cel_bool(false), cel_int(7), cel_double(2.5),
		cel_string(STR("h\xc3\xa9llo")), cel_string(STR("")), list_of(a, ints, 3),
		list_of(a, strings, 2), list_of(a, NULL, 0),
		map_of(a, cel_string(STR("k")), cel_string(STR("v"))), cel_int(7),
		cel_string(STR("x")) };
	memcpy(values, known, sizeof(known));
}

static void
write_string(struct buf *out, struct str s)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if (c < ' ' || c >= 0x7f || c == '"' || c == '\\')
			buf_printf(out, "\\x%02x", c);
		else
			buf_add_char(out, (char)c);
	}
	buf_add_char(out, '"');
}

/* cel-go has no lists of which only a part is known: there the whole is unknown. */
static bool
is_partly_unknown(const struct cel_value *v)
{
	if (v->kind == CEL_LIST) {
		for (size_t i = 0; i < cel_list_size(v); i++) {
			struct cel_value item = cel_list_at(v, i);
			if (is_partly_unknown(&item))
				return true;
		}
		return v->list->open;
	}
	if (v->kind == CEL_MAP)
		for (size_t i = 0; i < v->map->n; i++)
			if (is_partly_unknown(&v->map->values[i]))
				return true;
	return v->kind == CEL_UNKNOWN;
}

static void write_value(struct buf *out, const struct cel_value *v);

static void
write_list(struct buf *out, const struct cel_value *list)
{
	buf_add_char(out, '[');
	for (size_t i = 0; i < cel_list_size(list); i++) {
		struct cel_value item = cel_list_at(list, i);
		buf_add(out, i > 0 ? STR(", ") : STR(""));
		write_value(out, &item);
	}
	buf_add_char(out, ']');
}

static void
write_map(struct buf *out, const struct cel_map *map)
{
	buf_add_char(out, '{');
	for (size_t i = 0; i < map->n; i++) {
		buf_add(out, i > 0 ? STR(", ") : STR(""));
		write_value(out, &map->keys[i]);
		buf_add(out, STR(": "));
		write_value(out, &map->values[i]);
	}
	buf_add_char(out, '}');
}

static void
write_double(struct buf *out, double d)
{
	uint64_t bits;
	memcpy(&bits, &d, sizeof(bits));
	if (d != d)
		buf_add(out, STR("double nan"));
	else
		buf_printf(out, "double %016llx", (unsigned long long)bits);
}

static void
write_value(struct buf *out, const struct cel_value *v)
{
	switch (v->kind) {
	case CEL_UNKNOWN: buf_add(out, STR("unknown")); break;
	case CEL_ERROR: buf_add(out, STR("error")); break;
	case CEL_NULL: buf_add(out, STR("null")); break;
	case CEL_BOOL: buf_add(out, v->boolean ? STR("true") : STR("false")); break;
	case CEL_INT: buf_printf(out, "%lld", (long long)v->integer); break;
	case CEL_DOUBLE: write_double(out, v->real); break;
	case CEL_STRING: write_string(out, v->string); break;
	case CEL_LIST: write_list(out, v); break;
	case CEL_MAP: write_map(out, v->map); break;
	case CEL_OBJECT:
	case CEL_PLACE:
	case CEL_VERSION:
	case CEL_DYN: buf_add(out, STR("other")); break;
	}
}

static void
evaluate(struct str text)
{
	struct arena *a = arena_new();
	struct buf out = buf_new(a);
	struct cel_program program;
	struct cel_fault fault;
	if (cel_compile(a, text, variables, NVARIABLES, &program, &fault)) {
		struct cel_value values[NVARIABLES] = { 0 };
		fill_values(a, values);
		struct cel_context *cx = cel_context_new(a);
		struct cel_value value = cel_eval(cx, &program, values, a);
		if (is_partly_unknown(&value))
			value = cel_unknown();
		write_value(&out, &value);
		cel_context_free(cx);
	} else {
		buf_printf(&out, "refused: %" PRIstr, STR_ARG(fault.message));
	}
	printf("%" PRIstr "\n", STR_ARG(buf_str(&out)));
	arena_free(a);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct str rest, line, error;
	if (!io_read_stdin(a, MAX_INPUT, &rest, &error)) {
		fprintf(stderr, "cel_eval: %" PRIstr "\n", STR_ARG(error));
		return 2;
	}
	while (str_next_field(&rest, '\n', &line))
		if (line.n > 0)
			evaluate(line);
	arena_free(a);
	return 0;
}
