/* SPDX-License-Identifier: Apache-2.0 */
/* Finding a configuration, and putting together what it extends. */
#include "lint/config.h"

#include <stdlib.h>

#include "base/path.h"
#include "lint/config_read.h"
#include "rules/select.h"
#include "syntax/tree/tree.h"

/* Larger ones and longer chains are nobody's in earnest. */
#define CONFIG_MAX_SIZE ((size_t)1024 * 1024)
#define EXTENDS_MAX 8

/* --- finding ---------------------------------------------------------------------------- */

/* A file as a whole, for faults that no place in it is to blame for. */
static struct place
whole_file(struct arena *a, struct str path)
{
	return (struct place){ source_new(a, path, STR("")), { 0, 0 } };
}

static bool
is_there(struct arena *a, const struct vfs *fs, struct str path)
{
	return vfs_kind(a, fs, path) != IO_MISSING;
}

bool
config_find(struct arena *a, const struct vfs *fs, struct str dir, struct str *path,
	struct config_faults *faults)
{
	*path = STR("");
	for (;; dir = path_dir(dir)) {
		struct str here = path_join(a, dir, CONFIG_NAME);
		struct str in_folder = path_join(a, dir, CONFIG_NAME_IN_FOLDER);
		struct str misspelt = path_join(a, dir, STR(".gobelin.yml"));
		bool has_here = is_there(a, fs, here), has_in_folder = is_there(a, fs, in_folder);
		if (is_there(a, fs, misspelt)) {
			config_fault_add(a, faults, whole_file(a, misspelt),
				"is not read under this name; call it .gobelin.yaml");
			return false;
		}
		if (has_here && has_in_folder) {
			config_fault_add(a, faults, whole_file(a, in_folder),
				"stands beside .gobelin.yaml; keep one of them");
			return false;
		}
		if (has_here || has_in_folder) {
			*path = has_here ? here : in_folder;
			return true;
		}
		if (!dir.n)
			return true;
	}
}

/* --- reading ---------------------------------------------------------------------------- */

struct config_chain {
	struct arena *arena;
	const struct vfs *fs;
	struct config_faults *faults;
	VEC_OF(, const struct tree *) trees; /* the first file, what it extends, and so on */
};

/* A path that is absolute is one that the user named: it is no part of the project. */
static bool
read_file(struct config_chain *c, struct str path, struct str *text, struct str *error)
{
	if (path_is_absolute(path)) {
		vfs_note(c->fs, path);
		return io_read_file(
			c->arena, arena_str(c->arena, path).s, CONFIG_MAX_SIZE, text, error);
	}
	return vfs_read(c->arena, c->fs, path, CONFIG_MAX_SIZE, text, error);
}

static bool
is_in_chain(const struct config_chain *c, struct str path)
{
	for (size_t i = 0; i < c->trees.n; i++)
		if (str_eq(c->trees.items[i]->source->path, path))
			return true;
	return false;
}

/* Adds a file to the chain; `named` is where its name stands. */
static bool
add_file(struct config_chain *c, struct str path, struct place named)
{
	struct str text, error;
	struct place place = named.source ? named : whole_file(c->arena, path);
	if (is_in_chain(c, path))
		config_fault_add(c->arena, c->faults, place,
			"`%" PRIstr "` extends itself in the end", STR_ARG(path));
	else if (c->trees.n > EXTENDS_MAX)
		config_fault_add(c->arena, c->faults, place,
			"more than %d configurations extend each other", EXTENDS_MAX);
	else if (!path_is_absolute(path) && !path_is_within(path, STR("")))
		config_fault_add(c->arena, c->faults, place,
			"`%" PRIstr "` leads out of the project", STR_ARG(path));
	else if (!read_file(c, path, &text, &error))
		config_fault_add(c->arena, c->faults, place, "%s%" PRIstr "%s%" PRIstr,
			named.source ? "`" : "", STR_ARG(named.source ? path : STR("")),
			named.source ? "`: " : "", STR_ARG(error));
	else {
		vec_push(c->arena, &c->trees,
			yaml_parse(c->arena, source_new(c->arena, path, text)));
		return true;
	}
	return false;
}

static bool
add_extended(struct config_chain *c)
{
	const struct tree *tree = *vec_last(&c->trees);
	const struct tree_node *root = tree->documents.n ? tree->documents.items[0] : NULL;
	const struct tree_node *extends = tree_get(root, STR("extends"));
	if (!tree_is(extends, TREE_STRING) || !extends->text.n)
		return false;
	struct str dir = path_dir(tree->source->path);
	return add_file(c, path_join(c->arena, dir, extends->text),
		(struct place){ tree->source, extends->span });
}

/* A folder for configuration speaks of the folder that it lies in. */
static struct str
dir_of(struct str path)
{
	struct str dir = path_dir(path);
	if (str_eq(path_base(dir), STR(".config"))
		&& str_eq(path_base(path), path_base(CONFIG_NAME_IN_FOLDER)))
		return path_dir(dir);
	return dir;
}

static int
compare_faults(const void *a, const void *b)
{
	const struct config_fault *left = a, *right = b;
	int order = str_cmp(left->place.source->path, right->place.source->path);
	uint32_t from = left->place.span.off, other = right->place.span.off;
	return order ? order : (from > other) - (from < other);
}

bool
config_load(struct arena *a, const struct vfs *fs, struct str path, struct config_file *out,
	struct config_faults *faults)
{
	size_t before = faults->n;
	struct config_chain c = { .arena = a, .fs = fs, .faults = faults };
	*out = (struct config_file){ 0 };
	bool more = add_file(&c, path, (struct place){ 0 });
	while (more)
		more = add_extended(&c);
	/* What is extended comes first, so that the others replace or add to it. */
	for (size_t i = c.trees.n; i-- > 0;)
		config_read(a, c.trees.items[i], &out->keys, faults);
	for (size_t i = 0; i < c.trees.n; i++)
		vec_push(a, &out->sources, c.trees.items[i]->source);
	if (faults->n)
		qsort(faults->items, faults->n, sizeof(*faults->items), compare_faults);
	bool is_ours =
		str_eq(path_base(path), CONFIG_NAME) || str_ends(path, CONFIG_NAME_IN_FOLDER);
	if (is_ours && !path_is_absolute(path))
		out->dir = dir_of(path);
	return faults->n == before;
}

/* --- checking --------------------------------------------------------------------------- */

struct rule_check {
	struct arena *arena;
	const struct rules *all;
	struct config_faults *faults;
};

static void
check_item(struct rule_check *c, struct str item, struct place place)
{
	struct str fault = rules_item_fault(c->arena, c->all, item);
	if (fault.n)
		config_fault_add(c->arena, c->faults, place, "%" PRIstr, STR_ARG(fault));
}

static void
check_items(struct rule_check *c, const struct config_values *values)
{
	vec_for(const struct config_value, value, values)
		check_item(c, value->key.n ? value->key : value->text, value->place);
}

bool
config_check_rules(struct arena *a, const struct config_file *config, const struct rules *all,
	struct config_faults *faults)
{
	size_t before = faults->n;
	struct rule_check c = { a, all, faults };
	check_items(&c, &config->keys.select);
	check_items(&c, &config->keys.ignore);
	check_items(&c, &config->keys.severity);
	for (size_t i = 0; i < config->keys.overrides.n; i++) {
		check_items(&c, &config->keys.overrides.items[i].ignore);
		check_items(&c, &config->keys.overrides.items[i].severity);
	}
	for (size_t i = 0; i < config->keys.suppress.n; i++) {
		const struct config_value *rule = &config->keys.suppress.items[i].rule;
		struct str fault = rules_name_fault(a, all, rule->text);
		if (fault.n)
			config_fault_add(a, faults, rule->place, "%" PRIstr, STR_ARG(fault));
	}
	return faults->n == before;
}

/* --- what it says ----------------------------------------------------------------------- */

struct str
config_text(const struct config_value *value, const char *fallback)
{
	return value->place.source ? value->text : str_from(fallback);
}

struct strs
config_texts(struct arena *a, const struct config_values *values)
{
	struct strs texts = { 0 };
	vec_for(const struct config_value, value, values)
		vec_push(a, &texts, value->text);
	return texts;
}

struct str
config_relative(struct arena *a, const struct config_value *value)
{
	return path_join(a, path_dir(value->place.source->path), value->text);
}

struct surroundings
config_surroundings(struct arena *a, const struct config_file *config)
{
	if (!config)
		return (struct surroundings){ 0 };
	return (struct surroundings){ .network = config->keys.network.text,
		.region = config->keys.region.text,
		.private_modules = config_texts(a, &config->keys.private_modules),
		.proxies = config_texts(a, &config->keys.proxies) };
}

const struct knowledge *
config_knowledge(
	struct arena *a, const struct config_file *config, const struct knowledge *knowledge)
{
	if (!config || !config->keys.images.records.n)
		return knowledge;
	return knowledge_extended(a, knowledge, KNOWLEDGE_IMAGES, &config->keys.images.records);
}
