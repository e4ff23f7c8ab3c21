/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

static const struct {
	struct str name;
	bool may_be_bare;
} known_keys[] = {
	{ STR_INIT("destination"), false },
	{ STR_INIT("dst"), false },
	{ STR_INIT("env"), false },
	{ STR_INIT("from"), false },
	{ STR_INIT("gid"), false },
	{ STR_INIT("id"), false },
	{ STR_INIT("mode"), false },
	{ STR_INIT("readonly"), true },
	{ STR_INIT("readwrite"), true },
	{ STR_INIT("required"), true },
	{ STR_INIT("ro"), true },
	{ STR_INIT("rw"), true },
	{ STR_INIT("sharing"), false },
	{ STR_INIT("size"), false },
	{ STR_INIT("source"), false },
	{ STR_INIT("src"), false },
	{ STR_INIT("target"), false },
	{ STR_INIT("type"), false },
	{ STR_INIT("uid"), false },
};

/* Reads the rest of a quoted field at *at, "" being a quote; false with a fault if it is bad. */
static bool
read_quoted(struct arena *a, const struct mapped *text, size_t *at, struct mapped_builder *out,
	struct faults *faults)
{
	struct str s = text->text;
	size_t open = (*at)++;
	for (;;) {
		size_t quote = str_find_char(s, '"', *at);
		if (quote == STR_NONE) {
			fault_add(a, faults, mapped_span(text, open, s.n),
				"the double quote is not closed");
			return false;
		}
		mapped_add_slice(out, text, *at, quote);
		*at = quote + 1;
		if (*at == s.n || s.s[*at] == ',')
			return true;
		if (s.s[*at] != '"') {
			fault_add(a, faults, mapped_span(text, *at, *at + 1),
				"expected a comma after the closing quote");
			return false;
		}
		mapped_add_slice(out, text, *at, *at + 1);
		(*at)++;
	}
}

static bool
read_plain(struct arena *a, const struct mapped *text, size_t *at, struct mapped_builder *out,
	struct faults *faults)
{
	size_t from = *at, comma = str_find_char(text->text, ',', from);
	*at = comma == STR_NONE ? text->text.n : comma;
	size_t quote = str_find_char(str_slice(text->text, 0, *at), '"', from);
	if (quote != STR_NONE) {
		fault_add(a, faults, mapped_span(text, quote, quote + 1),
			"a quote must stand at the start of the field");
		return false;
	}
	mapped_add_slice(out, text, from, *at);
	return true;
}

static void
check_key(struct arena *a, const struct docker_mount_field *field, struct faults *faults)
{
	size_t n = sizeof(known_keys) / sizeof(*known_keys), i = 0;
	while (i < n && !str_eq(known_keys[i].name, field->key))
		i++;
	struct str value = field->value.text.text;
	if (i == n)
		fault_add(a, faults, field->span, "--mount has no key \"%" PRIstr "\"",
			STR_ARG(field->key));
	else if (!field->has_value && !known_keys[i].may_be_bare)
		fault_add(a, faults, field->span, "expected a value: %" PRIstr "=…",
			STR_ARG(field->key));
	else if (str_eq(field->key, STR("from")) && value.n
		&& str_find_char(str_slice(value, 0, value.n - 1), '$', 0) != STR_NONE)
		fault_add(a, faults, field->span, "`from` takes no variable: name a stage instead");
}

static struct docker_mount_field
field_from_text(struct arena *a, const struct mapped *field, struct span span)
{
	struct docker_mount_field out = { .span = span };
	size_t n = field->text.n, equals = str_find_char(field->text, '=', 0);
	struct buf key = buf_new(a);
	out.has_value = equals != STR_NONE;
	for (size_t i = 0; i < (out.has_value ? equals : n); i++)
		buf_add_char(&key, char_lower(field->text.s[i]));
	out.key = buf_str(&key);
	struct docker_part value = { field, out.has_value ? equals + 1 : n, n };
	out.value = docker_part_word(a, value);
	return out;
}

struct docker_mount_fields
docker_mount_parse(struct arena *a, const struct docker_word *value, struct faults *faults)
{
	struct docker_mount_fields fields = { 0 };
	const struct mapped *text = &value->text;
	if (text->text.n == 0) {
		fault_add(
			a, faults, value->span, "expected fields such as type=cache,target=/path");
		return fields;
	}
	for (size_t at = 0;; at++) {
		struct mapped_builder b = mapped_builder_new(a, text->source);
		size_t from = at;
		bool quoted = at < text->text.n && text->text.s[at] == '"';
		if (!(quoted ? read_quoted : read_plain)(a, text, &at, &b, faults))
			return fields;
		struct mapped field = mapped_finish(&b);
		vec_push(a, &fields, field_from_text(a, &field, mapped_span(text, from, at)));
		check_key(a, vec_last(&fields), faults);
		if (at >= text->text.n)
			return fields;
	}
}
