/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/config_read.h"

#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "base/path.h"
#include "facts/url.h"
#include "lint/gitignore.h"
#include "syntax/tree/tree.h"

struct config_reader {
	struct arena *arena;
	const struct source *source;
	struct config_faults *faults;
};

void
config_fault_add(
	struct arena *a, struct config_faults *faults, struct place place, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(a, format, args);
	va_end(args);
	vec_push(a, faults, ((struct config_fault){ place, message }));
}

static struct place
place_of_node(struct config_reader *r, const struct tree_node *node)
{
	return (struct place){ r->source, node->span };
}

#define FAULT(r, node, ...) \
	config_fault_add((r)->arena, (r)->faults, place_of_node((r), (node)), __VA_ARGS__)

/* --- what a text must be -------------------------------------------------------------- */

const char *
config_module_fault(struct str text)
{
	struct str host;
	str_cut(text, '/', &host, NULL);
	if (str_contains(text, STR("://")))
		return "a pattern of modules has no scheme; write host/path";
	if (memchr(text.s, ',', text.n) || memchr(text.s, ';', text.n)
		|| memchr(text.s, '|', text.n))
		return "write each pattern as an entry of its own";
	for (size_t i = 0; i < text.n; i++)
		if (char_is_space(text.s[i]))
			return "a pattern of modules holds no blanks";
	for (size_t i = 0; i < host.n; i++)
		if (host.s[i] >= 'A' && host.s[i] <= 'Z')
			return "a host is written in small letters";
	if (str_ends(text, STR(".git")))
		return "a module's path does not end in .git";
	return str_contains(text, STR("..."))
		? "`...` is no wildcard here; a pattern covers what lies "
		  "below it, and * stands for a part between slashes"
		: NULL;
}

static const char *
fault_of_proxy(struct str text)
{
	if (str_eq(text, STR("direct")) || str_eq(text, STR("off")))
		return NULL;
	struct url url = url_split(text);
	bool is_file = str_eq(url.scheme, STR("file"));
	if (url_userinfo_is_secret(url.userinfo))
		return "a password does not belong into a file that is committed";
	if (is_file ? !url.path.n
		    : !url.host.n
				|| (!str_eq(url.scheme, STR("https"))
					&& !str_eq(url.scheme, STR("http"))))
		return "expected a URL with https://, http:// or file://, or direct or off";
	return NULL;
}

/* `china` and `CN` would silently mean nothing. */
static const char *
fault_of_country(struct str text)
{
	bool is_code = text.n == 2 && text.s[0] >= 'a' && text.s[0] <= 'z' && text.s[1] >= 'a'
		&& text.s[1] <= 'z';
	return is_code ? NULL
		       : "expected a country, as the two small letters of ISO 3166: cn, de, us";
}

static const char *
fault_of_text(enum config_type type, struct str text)
{
	switch (type) {
	case CONFIG_PATTERN:
	case CONFIG_PATTERNS: return gitignore_pattern_fault(text);
	case CONFIG_MODULES: return config_module_fault(text);
	case CONFIG_PROXIES: return fault_of_proxy(text);
	case CONFIG_COUNTRY: return fault_of_country(text);
	case CONFIG_DATE:
		return date_is_valid(text) ? NULL : "expected a day of the calendar, as 2027-01-31";
	default: return NULL;
	}
}

static void
fault_of_choice(struct config_reader *r, const struct tree_node *node, const char *of)
{
	struct strs choices = { 0 };
	struct str rest = str_from(of), choice;
	while (str_next_field(&rest, '|', &choice))
		vec_push(r->arena, &choices, choice);
	struct str nearest = nearest_name(node->text, &choices);
	struct str known = strs_join(r->arena, &choices, STR(", "));
	if (nearest.n)
		FAULT(r, node, "`%" PRIstr "` is none of %" PRIstr "; did you mean `%" PRIstr "`?",
			STR_ARG(node->text), STR_ARG(known), STR_ARG(nearest));
	else
		FAULT(r, node, "`%" PRIstr "` is none of %" PRIstr, STR_ARG(node->text),
			STR_ARG(known));
}

static bool
is_choice(const char *of, struct str text)
{
	struct str rest = str_from(of), choice;
	while (str_next_field(&rest, '|', &choice))
		if (str_eq(choice, text))
			return true;
	return false;
}

/* --- values ----------------------------------------------------------------------------- */

static void
read_text(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	struct config_value *value)
{
	if (node->kind == TREE_SEQUENCE || node->kind == TREE_MAPPING || node->kind == TREE_NULL) {
		FAULT(r, node, "expected a text, as in `%s: %s`", key->name, key->example);
		return;
	}
	if (node->kind != TREE_STRING && !key->of) {
		FAULT(r, node, "expected a text; put it in quotes");
		return;
	}
	if (!str_trim(node->text).n) {
		FAULT(r, node, "expected a text that is not empty");
		return;
	}
	const char *fault = fault_of_text(key->type, node->text);
	if (fault)
		FAULT(r, node, "%s", fault);
	else if (key->of && !is_choice(key->of, node->text))
		fault_of_choice(r, node, key->of);
	else
		*value = (struct config_value){ .text = node->text,
			.place = place_of_node(r, node) };
}

static void
read_bool(struct config_reader *r, const struct tree_node *node, struct config_value *value)
{
	if (node->kind == TREE_BOOL)
		*value = (struct config_value){ .text = node->boolean ? STR("true") : STR("false"),
			.place = place_of_node(r, node) };
	else
		FAULT(r, node, "expected true or false");
}

static void
read_list(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	struct config_values *values)
{
	if (node->kind != TREE_SEQUENCE) {
		FAULT(r, node, "expected a list, as in `%s: %s`", key->name, key->example);
		return;
	}
	if (key->merge == CONFIG_REPLACE)
		*values = (struct config_values){ 0 };
	for (size_t i = 0; i < node->items.n; i++) {
		struct config_value value = { 0 };
		read_text(r, node->items.items[i], key, &value);
		if (value.place.source)
			vec_push(r->arena, values, value);
	}
}

static void
read_severities(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	struct config_values *values)
{
	if (node->kind != TREE_MAPPING) {
		FAULT(r, node, "expected a mapping, as in `%s: %s`", key->name, key->example);
		return;
	}
	vec_for(const struct tree_pair, pair, &node->pairs) {
		struct config_value value = { 0 };
		read_text(r, pair->value, key, &value);
		value.key = pair->key->text;
		value.place.span = pair->key->span;
		if (value.place.source)
			vec_push(r->arena, values, value);
	}
}

static void
read_image(struct config_reader *r, const struct tree_node *node, struct config_images *images)
{
	struct knowledge_record record = { 0 };
	struct faults faults = { 0 };
	if (node->kind == TREE_MAPPING && !tree_get(node, STR("image")))
		FAULT(r, node, "the key `image` is missing: which image?");
	knowledge_record_load(r->arena, node,
		knowledge_table_named(&builtin_knowledge, KNOWLEDGE_IMAGES), &record, &faults);
	vec_for(const struct fault, fault, &faults)
		config_fault_add(r->arena, r->faults, (struct place){ r->source, fault->span },
			"%" PRIstr, STR_ARG(fault->message));
	vec_push(r->arena, &images->records, record);
	vec_push(r->arena, &images->names,
		((struct config_value){ .text = knowledge_get(&record, STR("image")),
			.place = place_of_node(r, node) }));
}

static void read_group(struct config_reader *r, const struct tree_node *node,
	const struct config_group *group, void *target);

/* An entry of a list of mappings. */
static void
read_entry(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	void *list)
{
	if (key->type == CONFIG_IMAGES) {
		read_image(r, node, list);
	} else if (key->type == CONFIG_OVERRIDES) {
		struct config_override *added = vec_add(r->arena, (struct config_overrides *)list);
		read_group(r, node, config_group_of(key->type), added);
	} else {
		struct config_suppression *added =
			vec_add(r->arena, (struct config_suppressions *)list);
		read_group(r, node, config_group_of(key->type), added);
	}
}

static void
read_entries(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	void *list)
{
	if (node->kind != TREE_SEQUENCE) {
		FAULT(r, node, "expected a list, as in `%s: %s`", key->name, key->example);
		return;
	}
	for (size_t i = 0; i < node->items.n; i++)
		read_entry(r, node->items.items[i], key, list);
}

static void
read_value(struct config_reader *r, const struct tree_node *node, const struct config_key *key,
	void *field)
{
	switch (key->type) {
	case CONFIG_BOOL: read_bool(r, node, field); break;
	case CONFIG_CHOICE:
	case CONFIG_TEXT:
	case CONFIG_COUNTRY:
	case CONFIG_FILE:
	case CONFIG_DATE:
	case CONFIG_RULE:
	case CONFIG_PATTERN: read_text(r, node, key, field); break;
	case CONFIG_RULES:
	case CONFIG_PATTERNS:
	case CONFIG_MODULES:
	case CONFIG_PROXIES:
	case CONFIG_FOLDERS: read_list(r, node, key, field); break;
	case CONFIG_SEVERITIES: read_severities(r, node, key, field); break;
	case CONFIG_IMAGES:
	case CONFIG_OVERRIDES:
	case CONFIG_SUPPRESSIONS: read_entries(r, node, key, field); break;
	}
}

static void
fault_of_key(struct config_reader *r, const struct tree_node *key, const struct strs *names)
{
	struct str nearest = nearest_name(key->text, names);
	if (nearest.n) {
		FAULT(r, key, "unknown key `%" PRIstr "`; did you mean `%" PRIstr "`?",
			STR_ARG(key->text), STR_ARG(nearest));
		return;
	}
	struct str known = strs_join(r->arena, names, STR(", "));
	FAULT(r, key, "unknown key `%" PRIstr "`; there are %" PRIstr, STR_ARG(key->text),
		STR_ARG(known));
}

static void
read_group(struct config_reader *r, const struct tree_node *node, const struct config_group *group,
	void *target)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < group->nkeys; i++)
		vec_push(r->arena, &names, str_from(group->keys[i].name));
	if (node->kind != TREE_MAPPING) {
		FAULT(r, node, "expected a mapping of keys to values, as in `%s: %s`",
			group->keys[0].name, group->keys[0].example);
		return;
	}
	*(struct place *)target = place_of_node(r, node);
	vec_for(const struct tree_pair, pair, &node->pairs)
		if (!strs_has(&names, pair->key->text))
			fault_of_key(r, pair->key, &names);
	for (size_t i = 0; i < group->nkeys; i++) {
		const struct config_key *key = &group->keys[i];
		const struct tree_node *value = tree_get(node, str_from(key->name));
		if (value)
			read_value(r, value, key, (char *)target + key->offset);
		else if (key->merge == CONFIG_NEEDED)
			FAULT(r, node, "the key `%s` is missing", key->name);
	}
}

void
config_read(
	struct arena *a, const struct tree *tree, struct config *keys, struct config_faults *faults)
{
	struct config_reader r = { a, tree->source, faults };
	vec_for(const struct fault, fault, &tree->faults)
		config_fault_add(a, faults, (struct place){ tree->source, fault->span }, "%" PRIstr,
			STR_ARG(fault->message));
	if (tree->documents.n > 1)
		FAULT(&r, tree->documents.items[1],
			"expected one document, without `---` in between");
	if (!tree->documents.n || tree->documents.items[0]->kind == TREE_NULL)
		return;
	read_group(&r, tree->documents.items[0], &config_groups[CONFIG_GROUP_config], keys);
}
