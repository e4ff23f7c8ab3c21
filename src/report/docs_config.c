/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of the configuration: their page, and their JSON Schema. */
#include "facts/facts.h"
#include "lint/config.h"
#include "report/docs.h"
#include "report/json_write.h"
#include "report/markdown_text.h"

#include <string.h>

/* --- the page ------------------------------------------------------------------------- */

/* What a value is, for people. */
static const char *
type_name(enum config_type type)
{
	switch (type) {
	case CONFIG_BOOL: return "true or false";
	case CONFIG_CHOICE: return "one of ";
	case CONFIG_TEXT: return "text";
	case CONFIG_COUNTRY: return "a country, as the two small letters of ISO 3166";
	case CONFIG_FILE: return "path of a file";
	case CONFIG_DATE: return "a day, as 2027-01-31";
	case CONFIG_RULE: return "id or name of a rule";
	case CONFIG_PATTERN: return "pattern";
	case CONFIG_RULES: return "list of rules";
	case CONFIG_PATTERNS: return "list of patterns";
	case CONFIG_MODULES: return "list of patterns of module paths";
	case CONFIG_PROXIES: return "list of URLs, `direct` and `off`";
	case CONFIG_FOLDERS: return "list of folders";
	case CONFIG_SEVERITIES: return "mapping of rules to ";
	case CONFIG_IMAGES: return "list of records";
	case CONFIG_OVERRIDES: return "list of overrides, see below";
	case CONFIG_SUPPRESSIONS: return "list of suppressions, see below";
	}
	return "";
}

static const char *
merge_text(const struct config_key *key)
{
	return key->merge == CONFIG_ADD ? "added to what is extended" : "replaces what is extended";
}

/* The fields of facts that rules see a key by. */
static const struct {
	const char *key;
	uint16_t class;
	const char *field;
} seen_by[] = {
	{ "network", FACT_CLASS_project, "network" },
	{ "network", FACT_CLASS_proxy_entry, "is_out_of_reach" },
	{ "region", FACT_CLASS_project, "region" },
	{ "region", FACT_CLASS_proxy_entry, "is_out_of_reach" },
	{ "private", FACT_CLASS_project, "private_modules" },
	{ "private", FACT_CLASS_module_require, "is_private" },
	{ "private", FACT_CLASS_go_command, "exposed_module" },
	{ "private", FACT_CLASS_git_rewrite, "uncovered_module" },
	{ "proxies", FACT_CLASS_project, "proxies" },
	{ "proxies", FACT_CLASS_proxy_entry, "is_wanted" },
	{ "proxies", FACT_CLASS_proxy_entry, "is_internal" },
};

/* In its conditions, not only in what it says. */
static bool
asks_for(const struct rule *rule, const char *key)
{
	for (size_t i = 0; i < sizeof(seen_by) / sizeof(*seen_by); i++) {
		if (strcmp(seen_by[i].key, key) != 0)
			continue;
		if (cel_program_asks(&rule->when, seen_by[i].class, seen_by[i].field))
			return true;
		for (uint32_t j = 0; j < rule->nseverity_cases; j++)
			if (cel_program_asks(&rule->severity_cases[j].when, seen_by[i].class,
				    seen_by[i].field))
				return true;
	}
	return false;
}

static void
add_rules(struct buf *out, const struct rules *rules, const char *key)
{
	const char *separator = "\n- Rules that ask for it: ";
	vec_for(const struct rule *const, rule, rules) {
		if (!asks_for(*rule, key))
			continue;
		buf_printf(out, "%s[%" PRIstr "](" DOCS_RULES_DIR "/%" PRIstr ".md)", separator,
			STR_ARG((*rule)->id), STR_ARG((*rule)->id));
		separator = ", ";
	}
}

static void
add_key(struct buf *out, const struct config_key *key, const struct rules *rules)
{
	buf_printf(out, "\n### %s\n\n", key->name);
	markdown_inline(out, str_from(key->doc), MARKDOWN_TEXT);
	buf_printf(out, ".\n\n- Value: %s", type_name(key->type));
	struct str rest = str_from(key->of ? key->of : ""), choice;
	for (const char *separator = ""; str_next_field(&rest, '|', &choice); separator = ", ")
		if (choice.n)
			buf_printf(out, "%s`%" PRIstr "`", separator, STR_ARG(choice));
	if (*key->fallback)
		buf_printf(out, "\n- Default: `%s`", key->fallback);
	if (rules) {
		buf_printf(out, "\n- With `extends`: %s", merge_text(key));
		add_rules(out, rules, key->name);
	} else if (key->merge == CONFIG_NEEDED) {
		buf_add(out, STR("\n- Must be there"));
	}
	buf_printf(out, "\n\n```yaml\n%s: %s\n```\n", key->name, key->example);
}

/* `rules` are given for the keys at the top. */
static void
add_group(struct buf *out, enum config_group_id id, const struct rules *rules)
{
	const struct config_group *group = &config_groups[id];
	buf_printf(out, "\n## %s\n", group->doc);
	for (size_t i = 0; i < group->nkeys; i++)
		add_key(out, &group->keys[i], rules);
}

void
docs_config(struct buf *out, const struct rules *rules)
{
	buf_add(out,
		STR("<!-- Made by `./dev docs` from src/lint/config.def. -->\n\n"
		    "# Keys of the configuration\n\n"
		    "[Configuration](configuration.md) tells where the file lies and how it is "
		    "used. Editors\ncheck and complete it with its JSON Schema, "
		    "[gobelin.schema.json](gobelin.schema.json).\n"));
	add_group(out, CONFIG_GROUP_config, rules);
	add_group(out, CONFIG_GROUP_override, NULL);
	add_group(out, CONFIG_GROUP_suppression, NULL);
}

/* --- the schema ------------------------------------------------------------------------- */

struct schema {
	struct arena *arena;
	const struct knowledge *knowledge;
};

static void
put_text_type(struct schema *s, cJSON *object, const struct config_key *key)
{
	json_put_string(s->arena, object, "type", STR("string"));
	if (key->type == CONFIG_DATE)
		json_put_string(s->arena, object, "pattern", STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
	if (key->type == CONFIG_COUNTRY)
		json_put_string(s->arena, object, "pattern", STR("^[a-z]{2}$"));
	if (!key->of) {
		json_put_number(object, "minLength", 1);
		return;
	}
	cJSON *choices = json_put_array(object, "enum");
	struct str rest = str_from(key->of), choice;
	while (str_next_field(&rest, '|', &choice))
		json_push(choices, json_string(s->arena, choice));
}

/* A record's keys are those of the built-in table; a value may be a list. */
static void
put_image_type(struct schema *s, cJSON *items)
{
	json_put_string(s->arena, items, "type", STR("object"));
	json_push(json_put_array(items, "required"), json_string(s->arena, STR("image")));
	cJSON *properties = json_put_object(items, "properties");
	struct strs keys =
		knowledge_keys(s->arena, knowledge_table_named(s->knowledge, KNOWLEDGE_IMAGES));
	vec_for(const struct str, key, &keys)
		json_put_object(properties, arena_str(s->arena, *key).s);
	json_put(items, "additionalProperties", cJSON_CreateFalse());
}

static void
put_list_type(struct schema *s, cJSON *object, const struct config_key *key)
{
	const struct config_group *group = config_group_of(key->type);
	json_put_string(s->arena, object, "type", STR("array"));
	cJSON *items = json_put_object(object, "items");
	if (group)
		json_put_string(s->arena, items, "$ref",
			arena_printf(s->arena, "#/definitions/%s", group->name));
	else if (key->type == CONFIG_IMAGES)
		put_image_type(s, items);
	else
		put_text_type(s, items, key);
}

static void
put_property(struct schema *s, cJSON *properties, const struct config_key *key)
{
	cJSON *object = json_put_object(properties, key->name);
	json_put_string(s->arena, object, "description", arena_printf(s->arena, "%s.", key->doc));
	if (key->type == CONFIG_BOOL) {
		json_put_string(s->arena, object, "type", STR("boolean"));
	} else if (key->type == CONFIG_SEVERITIES) {
		json_put_string(s->arena, object, "type", STR("object"));
		put_text_type(s, json_put_object(object, "additionalProperties"), key);
	} else if (config_is_list(key->type) || config_group_of(key->type)
		|| key->type == CONFIG_IMAGES) {
		put_list_type(s, object, key);
	} else {
		put_text_type(s, object, key);
	}
	if (key->type == CONFIG_BOOL)
		json_put(object, "default",
			cJSON_CreateBool(str_eq(str_from(key->fallback), STR("true"))));
	else if (*key->fallback)
		json_put_string(s->arena, object, "default", str_from(key->fallback));
}

static void
put_group(struct schema *s, cJSON *object, const struct config_group *group)
{
	cJSON *required = NULL;
	json_put_string(s->arena, object, "type", STR("object"));
	json_put(object, "additionalProperties", cJSON_CreateFalse());
	for (size_t i = 0; i < group->nkeys; i++) {
		if (group->keys[i].merge != CONFIG_NEEDED)
			continue;
		if (!required)
			required = json_put_array(object, "required");
		json_push(required, json_string(s->arena, str_from(group->keys[i].name)));
	}
	cJSON *properties = json_put_object(object, "properties");
	for (size_t i = 0; i < group->nkeys; i++)
		put_property(s, properties, &group->keys[i]);
}

void
docs_config_schema(struct buf *out, const struct knowledge *knowledge)
{
	struct schema s = { out->arena, knowledge };
	cJSON *root = cJSON_CreateObject();
	json_put_string(s.arena, root, "$schema", STR("http://json-schema.org/draft-07/schema#"));
	json_put_string(s.arena, root, "title", STR(".gobelin.yaml"));
	json_put_string(s.arena, root, "description", STR("The configuration of gobelin."));
	put_group(&s, root, &config_groups[CONFIG_GROUP_config]);
	cJSON *definitions = json_put_object(root, "definitions");
	for (enum config_group_id id = CONFIG_GROUP_override; id <= CONFIG_GROUP_suppression; id++)
		put_group(&s, json_put_object(definitions, config_groups[id].name),
			&config_groups[id]);
	json_print(out, root);
}
