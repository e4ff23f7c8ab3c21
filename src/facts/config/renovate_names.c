/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The presets, options and managers that a Renovate configuration names.
 * https://docs.renovatebot.com/configuration-options/
 */
#include "facts/config/renovate.h"

#include "base/nearest.h"

static struct fact_string
known_field(const struct knowledge_record *record, const char *key)
{
	struct str value = knowledge_get(record, str_from(key));
	return value.n ? fact_known(value) : (struct fact_string){ .state = ABSENT };
}

static bool
has_flag(const struct knowledge_record *record, const char *key)
{
	return record && str_eq(knowledge_get(record, str_from(key)), STR("true"));
}

/* The fact of the first `n` bytes of a scalar; `record` may be NULL. */
static struct fact_renovate_name *
add_name(struct renovate_reader *r, const char *kind, const struct tree_node *node, size_t n,
	const struct knowledge_record *record)
{
	struct fact_renovate_name *fact = FACT_ADD(r->x, renovate_name);
	struct span span =
		tree_is(node, TREE_STRING) ? mapped_span(&node->content, 0, n) : node->span;
	fact->place = place_of(r->source, span);
	fact->renovate = r->renovate;
	fact->kind = fact_known(str_from(kind));
	fact->name = fact_known(str_slice(node->text, 0, n));
	if (record) {
		fact->new_name = known_field(record, "new_name");
		fact->since = known_field(record, "since");
		fact->is_removed = tri_of(has_flag(record, "removed"));
		fact->needs_rewrite = tri_of(has_flag(record, "rewrite"));
	}
	return fact;
}

/* --- names that Renovate does not know --- */

/* Notes whether the name is among those under `key` of the table of names. */
static void
judge_name(struct renovate_reader *r, struct fact_renovate_name *fact, const char *key)
{
	if (fact->new_name.state == KNOWN || fact->is_removed == YES || !r->names
		|| knowledge_find(r->names, str_from(key), fact->name.text))
		return;
	fact->is_unknown = YES;
	struct strs known = { 0 };
	for (uint32_t i = 0; i < r->names->nrecords; i++) {
		struct knowledge_values values =
			knowledge_list(&r->names->records[i], str_from(key));
		for (uint32_t j = 0; j < values.n; j++)
			vec_push(r->x->arena, &known, values.items[j]);
	}
	struct str nearest = nearest_name(fact->name.text, &known);
	if (nearest.n)
		fact->nearest = fact_known(nearest);
}

/* Does it stand for itself: no pattern, no template? */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!char_is_name(text.s[i]) && text.s[i] != '-' && text.s[i] != '.')
			return false;
	return text.n > 0;
}

static void
read_plain_names(
	struct renovate_reader *r, const struct tree_node *list, const char *kind, const char *key)
{
	for (size_t i = 0; tree_is(list, TREE_SEQUENCE) && i < list->items.n; i++) {
		const struct tree_node *node = list->items.items[i];
		if (!tree_is(node, TREE_STRING) || !is_plain(node->text)
			|| str_starts(node->text, STR("custom.")))
			continue;
		judge_name(r, add_name(r, kind, node, node->text.n, NULL), key);
	}
}

/* --- presets --- */

/* Groups of which the table of names holds every preset. */
static bool
is_whole_group(struct str group)
{
	static const char *const groups[] = { "", "abandonments", "config", "customManagers",
		"docker", "global", "helpers", "mergeConfidence", "preview", "schedule",
		"security" };
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if (str_eq(group, str_from(groups[i])))
			return true;
	return false;
}

/* Presets of another repository or package: github>owner/repo, local>…, an npm package. */
static bool
is_remote(const struct renovate_reader *r, struct str name, const struct knowledge_record *record)
{
	struct str group;
	if (record)
		return false;
	if (!str_cut(name, ':', &group, NULL) || str_find_char(group, '/', 0) != STR_NONE)
		return true;
	return group.n > 0 && !knowledge_find(r->presets, STR("group"), group);
}

static void
read_preset(struct renovate_reader *r, const struct tree_node *node)
{
	struct str name;
	if (!tree_is(node, TREE_STRING))
		return;
	str_cut(node->text, '(', &name, NULL);
	const struct knowledge_record *record = knowledge_find(r->presets, STR("name"), name);
	struct fact_renovate_name *fact = add_name(r, "preset", node, name.n, record);
	struct str group;
	bool remote = is_remote(r, name, record);
	if (remote)
		r->renovate->extends_remote = YES;
	else if (!record && str_cut(name, ':', &group, NULL) && is_whole_group(group))
		judge_name(r, fact, "preset");
	r->has_custom_managers |=
		str_starts(name, STR("customManagers:")) || str_starts(name, STR("regexManagers:"));
	r->is_disabled |= has_flag(record, "disables");
}

void
renovate_read_presets(struct renovate_reader *r, const struct tree_node *extends)
{
	read_preset(r, extends);
	for (size_t i = 0; tree_is(extends, TREE_SEQUENCE) && i < extends->items.n; i++)
		read_preset(r, extends->items.items[i]);
}

/* --- managers, post-update options --- */

static void
read_managers(struct renovate_reader *r, const struct tree_node *list)
{
	for (size_t i = 0; tree_is(list, TREE_SEQUENCE) && i < list->items.n; i++) {
		const struct tree_node *node = list->items.items[i];
		if (!tree_is(node, TREE_STRING))
			continue;
		struct fact_renovate_name *fact = add_name(r, "manager", node, node->text.n,
			knowledge_find(r->managers, STR("name"), node->text));
		if (is_plain(node->text))
			judge_name(r, fact, "manager");
	}
}

static void
read_post_update(struct renovate_reader *r, const struct tree_node *list)
{
	struct str text;
	for (size_t i = 0; tree_is(list, TREE_SEQUENCE) && i < list->items.n; i++)
		r->runs_tidy |= tree_scalar(list->items.items[i], &text)
			&& str_starts(text, STR("gomodTidy"));
	read_plain_names(r, list, "post-update option", "post_update_option");
}

/* --- options --- */

static void
read_values(struct renovate_reader *r, struct str name, const struct tree_node *value)
{
	if (str_eq(name, STR("extends")))
		renovate_read_presets(r, value);
	else if (str_eq(name, STR("enabledManagers")) || str_eq(name, STR("matchManagers")))
		read_managers(r, value);
	else if (str_eq(name, STR("postUpdateOptions")))
		read_post_update(r, value);
	else if (str_eq(name, STR("gomodTidy")))
		r->runs_tidy |= tree_is(value, TREE_BOOL) && value->boolean;
	else if (str_eq(name, STR("matchDatasources")))
		read_plain_names(r, value, "datasource", "datasource");
	else if (str_eq(name, STR("matchUpdateTypes")))
		read_plain_names(r, value, "update type", "update_type");
	else if (str_eq(name, STR("matchDepTypes")) && r->only_gomod)
		read_plain_names(r, value, "dependency type", "gomod_dep_type");
	else if (str_eq(name, STR("managerFilePatterns")))
		renovate_read_patterns(r, name, value, NULL);
	else if (str_eq(name, STR("customManagers")) || str_eq(name, STR("regexManagers")))
		r->has_custom_managers = true;
	renovate_read_time(r, name, value);
}

static bool
is_for_gomod(const struct tree_node *rule)
{
	const struct tree_node *managers = tree_get(rule, STR("matchManagers"));
	return tree_is(managers, TREE_SEQUENCE) && managers->items.n == 1
		&& str_eq(managers->items.items[0]->text, STR("gomod"));
}

static void read_object(
	struct renovate_reader *r, const struct tree_node *object, struct str owner);

static void
read_option(struct renovate_reader *r, const struct map *names, const struct tree_pair *pair,
	struct str owner)
{
	struct str name;
	if (!tree_scalar(pair->key, &name) || str_eq(name, STR("$schema")))
		return;
	const struct knowledge_record *record = knowledge_find(r->options, STR("name"), name);
	struct str only_in = record ? knowledge_get(record, STR("in")) : STR("");
	if (only_in.n && !str_eq(only_in, owner))
		record = NULL;
	struct fact_renovate_name *fact = add_name(r, "option", pair->key, name.n, record);
	if (!record && is_plain(name) && name.s[0] != '_'
		&& !knowledge_find(r->names, STR("rewritten_option"), name))
		judge_name(r, fact, "option");
	if (fact->new_name.state == KNOWN && map_get(names, fact->new_name.text))
		fact->needs_rewrite = YES;
	read_values(r, name, pair->value);
	if (!record || !knowledge_get(record, STR("holds")).n)
		return;
	read_object(r, pair->value, name);
	for (size_t i = 0; tree_is(pair->value, TREE_SEQUENCE) && i < pair->value->items.n; i++) {
		const struct tree_node *item = pair->value->items.items[i];
		bool is_rule = str_eq(name, STR("packageRules"));
		r->only_gomod = is_rule && is_for_gomod(item);
		read_object(r, item, name);
		r->only_gomod = false;
		if (is_rule)
			renovate_read_rule(r, item);
	}
}

/* The depth is that of the tree, which is bounded (TREE_MAX_DEPTH). */
static void
read_object(struct renovate_reader *r, const struct tree_node *object, struct str owner)
{
	struct map names = { 0 };
	struct str name;
	if (!tree_is(object, TREE_MAPPING))
		return;
	vec_for(struct tree_pair, pair, &object->pairs)
		if (tree_scalar(pair->key, &name))
			map_set(r->x->arena, &names, name, pair->value);
	vec_for(struct tree_pair, pair, &object->pairs)
		read_option(r, &names, pair, owner);
}

void
renovate_read_options(struct renovate_reader *r, const struct tree_node *object)
{
	read_object(r, object, STR(""));
}
