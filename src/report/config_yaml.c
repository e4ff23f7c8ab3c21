/* SPDX-License-Identifier: Apache-2.0 */
#include "report/config_yaml.h"

#include <string.h>

#include "base/utf8.h"
#include "report/parts.h"

#define INDENT_OF_ENTRIES 4

/* Would YAML read it as a text, and as this one? */
static bool
is_plain(struct str text)
{
	static const char *const others[] = { "true", "false", "null", "yes", "no", "on", "off" };
	bool has_letter = false;
	for (size_t i = 0; i < text.n; i++) {
		has_letter |= char_is_alpha(text.s[i]);
		if (!char_is_name(text.s[i]) && !memchr("./-", text.s[i], 3))
			return false;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (str_eq_nocase(text, str_from(others[i])))
			return false;
	return has_letter && text.s[0] != '-' && text.s[0] != '.' && !char_is_digit(text.s[0]);
}

void
yaml_scalar(struct buf *out, struct str text)
{
	if (is_plain(text)) {
		buf_add(out, text);
		return;
	}
	struct str shown = utf8_repair(out->arena, text);
	buf_add_char(out, '"');
	for (size_t i = 0; i < shown.n; i++) {
		unsigned char c = (unsigned char)shown.s[i];
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_add_char(out, (char)c);
	}
	buf_add_char(out, '"');
}

struct writer {
	struct buf *out;
	const struct report_options *options;
};

static void
put_origin(struct writer *w, struct place place)
{
	struct position at = source_position(place.source, place.span.off);
	struct str path = report_path(w->out->arena, w->options, place.source->path);
	buf_printf(w->out, "  # %" PRIstr ":%u\n", STR_ARG(path), (unsigned)at.line);
}

static void
put_key(struct writer *w, int indent, const char *key)
{
	buf_printf(w->out, "%*s%s:", indent, "", key);
}

static void
put_text(struct writer *w, const struct config_key *key, const struct config_value *value)
{
	buf_add_char(w->out, ' ');
	if (key->type == CONFIG_BOOL)
		buf_add(w->out, value->text);
	else
		yaml_scalar(w->out, value->text);
	put_origin(w, value->place);
}

/* `- item` lines, or `rule: severity` lines. */
static void
put_values(struct writer *w, int indent, const struct config_values *values)
{
	buf_add_char(w->out, '\n');
	vec_for(const struct config_value, value, values) {
		buf_printf(w->out, "%*s%s", indent + 2, "", value->key.n ? "" : "- ");
		if (value->key.n) {
			yaml_scalar(w->out, value->key);
			buf_add(w->out, STR(": "));
		}
		yaml_scalar(w->out, value->text);
		put_origin(w, value->place);
	}
}

static void
put_field(struct writer *w, const struct knowledge_field *field)
{
	buf_printf(w->out, "%*s%" PRIstr ": ", INDENT_OF_ENTRIES, "", STR_ARG(field->key));
	bool is_list = field->values.n != 1;
	buf_add(w->out, is_list ? STR("[") : STR(""));
	for (uint32_t i = 0; i < field->values.n; i++) {
		buf_add(w->out, i ? STR(", ") : STR(""));
		yaml_scalar(w->out, field->values.items[i]);
	}
	buf_add(w->out, is_list ? STR("]\n") : STR("\n"));
}

static void
put_images(struct writer *w, const struct config_images *images)
{
	buf_add_char(w->out, '\n');
	for (size_t i = 0; i < images->records.n; i++) {
		buf_add(w->out, STR("  -"));
		put_origin(w, images->names.items[i].place);
		for (uint32_t j = 0; j < images->records.items[i].nfields; j++)
			put_field(w, &images->records.items[i].fields[j]);
	}
}

static void put_group(
	struct writer *w, int indent, const struct config_group *group, const void *values);

static void
put_entry(struct writer *w, const struct config_group *group, const void *entry)
{
	buf_add(w->out, STR("  -"));
	put_origin(w, *(const struct place *)entry);
	put_group(w, INDENT_OF_ENTRIES, group, entry);
}

/* Is the value set at all? */
static bool
is_set(const struct config_key *key, const void *field)
{
	switch (key->type) {
	case CONFIG_RULES:
	case CONFIG_PATTERNS:
	case CONFIG_MODULES:
	case CONFIG_PROXIES:
	case CONFIG_FOLDERS:
	case CONFIG_SEVERITIES: return ((const struct config_values *)field)->n > 0;
	case CONFIG_IMAGES: return ((const struct config_images *)field)->records.n > 0;
	case CONFIG_OVERRIDES: return ((const struct config_overrides *)field)->n > 0;
	case CONFIG_SUPPRESSIONS: return ((const struct config_suppressions *)field)->n > 0;
	case CONFIG_BOOL:
	case CONFIG_CHOICE:
	case CONFIG_TEXT:
	case CONFIG_COUNTRY:
	case CONFIG_FILE:
	case CONFIG_DATE:
	case CONFIG_RULE:
	case CONFIG_PATTERN: break;
	}
	return ((const struct config_value *)field)->place.source;
}

static void
put_value(struct writer *w, int indent, const struct config_key *key, const void *field)
{
	const struct config_group *group = config_group_of(key->type);
	if (key->type == CONFIG_IMAGES) {
		put_images(w, field);
	} else if (key->type == CONFIG_OVERRIDES) {
		buf_add_char(w->out, '\n');
		vec_for(const struct config_override, entry, (const struct config_overrides *)field)
			put_entry(w, group, entry);
	} else if (key->type == CONFIG_SUPPRESSIONS) {
		buf_add_char(w->out, '\n');
		vec_for(const struct config_suppression, entry,
			(const struct config_suppressions *)field)
			put_entry(w, group, entry);
	} else if (config_is_list(key->type) || key->type == CONFIG_SEVERITIES) {
		put_values(w, indent, field);
	} else {
		put_text(w, key, field);
	}
}

static void
put_group(struct writer *w, int indent, const struct config_group *group, const void *values)
{
	for (size_t i = 0; i < group->nkeys; i++) {
		const struct config_key *key = &group->keys[i];
		const void *field = (const char *)values + key->offset;
		bool shown = is_set(key, field);
		if (!shown && !*key->fallback)
			continue;
		put_key(w, indent, key->name);
		if (shown)
			put_value(w, indent, key, field);
		else
			buf_printf(w->out, " %s  # default\n", key->fallback);
	}
}

void
config_yaml(struct buf *out, const struct config_file *config, const struct report_options *options)
{
	static const struct config_file none = { 0 };
	struct writer w = { out, options };
	put_group(&w, 0, &config_groups[CONFIG_GROUP_config], config ? &config->keys : &none.keys);
}
