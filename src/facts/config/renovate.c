/* SPDX-License-Identifier: Apache-2.0 */
/* Renovate configurations, and what they mean for Go modules. */
#include "facts/config/renovate.h"
#include "facts/config/renovate_paths.h"
#include "facts/config/tree_values.h"

#include "base/path.h"

static bool
is_false(const struct tree_node *node)
{
	return tree_is(node, TREE_BOOL) && !node->boolean;
}

static bool
list_has(const struct tree_node *list, struct str wanted)
{
	struct str text;
	for (size_t i = 0; tree_is(list, TREE_SEQUENCE) && i < list->items.n; i++)
		if (tree_scalar(list->items.items[i], &text) && str_eq(text, wanted))
			return true;
	return false;
}

/* --- which go.mod files Renovate sees --- */

/* Folders that the presets of config: leave out. */
static const char *const example_dirs[] = { "__fixtures__", "__tests__", "bower_components",
	"examples", "node_modules", "test", "tests", "vendor" };

static bool
is_in_example_dir(struct str path)
{
	struct str dir = path_dir(path), element;
	while (str_next_field(&dir, '/', &element))
		for (size_t i = 0; i < sizeof(example_dirs) / sizeof(*example_dirs); i++)
			if (str_eq(element, str_from(example_dirs[i])))
				return true;
	return false;
}

/* The longest part of a glob pattern that stands for itself. */
static struct str
longest_literal(struct str pattern)
{
	struct str longest = { 0 };
	for (size_t from = 0; from < pattern.n;) {
		size_t to = from;
		while (to < pattern.n
			&& !str_contains(STR("*?[]{}()!+@|"), str_slice(pattern, to, to + 1)))
			to++;
		if (to - from > longest.n)
			longest = str_slice(pattern, from, to);
		from = to + 1;
	}
	if (longest.n && longest.s[0] == '/')
		longest = str_slice(longest, 1, longest.n);
	return longest;
}

/* Might one of the patterns leave the path out? Everything that has its literal part may be. */
static bool
may_be_ignored(const struct tree_node *patterns, struct str path)
{
	struct str pattern;
	for (size_t i = 0; tree_is(patterns, TREE_SEQUENCE) && i < patterns->items.n; i++)
		if (tree_scalar(patterns->items.items[i], &pattern)
			&& str_contains(path, longest_literal(pattern)))
			return true;
	return false;
}

static enum tri
sees_module(const struct renovate_reader *r, const struct tree_node *root)
{
	const struct fact_list *modules = &r->x->project->facts[FACT_CLASS_module];
	const struct tree_node *ignored = tree_get(root, STR("ignorePaths"));
	if (modules->n == 0)
		return NO;
	if (tree_get(root, STR("includePaths")))
		return UNSURE;
	fact_for(module, module, modules)
		if (!is_in_example_dir(module->file.text)
			&& !may_be_ignored(ignored, module->file.text))
			return YES;
	return UNSURE;
}

/* --- does it update Go modules? --- */

/* Does a selector of a package rule leave no Go module out? */
static bool
selects_go(const struct tree_pair *pair, struct str name)
{
	static const struct {
		const char *selector, *value;
	} whole[] = {
		{ "matchManagers", "gomod" },
		{ "matchCategories", "golang" },
		{ "matchDatasources", "go" },
		{ "matchPackageNames", "*" },
		{ "matchPackageNames", "**" },
		{ "matchDepNames", "*" },
		{ "matchDepNames", "**" },
		{ "matchPackagePatterns", "*" },
		{ "matchPackagePatterns", ".*" },
	};
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (str_eq(name, str_from(whole[i].selector))
			&& list_has(pair->value, str_from(whole[i].value)))
			return true;
	return false;
}

static bool
rule_disables_go(const struct tree_node *rule)
{
	if (!is_false(tree_get(rule, STR("enabled"))))
		return false;
	vec_for(struct tree_pair, pair, &rule->pairs) {
		struct str name;
		if (tree_scalar(pair->key, &name)
			&& (str_starts(name, STR("match")) || str_starts(name, STR("exclude")))
			&& !selects_go(pair, name))
			return false;
	}
	return true;
}

/* A later rule may turn on again what one turns off, so this is never certain. */
static bool
rules_may_disable_go(const struct tree_node *root)
{
	const struct tree_node *rules = tree_get(root, STR("packageRules"));
	for (size_t i = 0; tree_is(rules, TREE_SEQUENCE) && i < rules->items.n; i++)
		if (rule_disables_go(rules->items.items[i]))
			return true;
	return false;
}

static enum tri
gomod_enabled(const struct tree_node *root)
{
	const struct tree_node *managers = tree_get(root, STR("enabledManagers"));
	if (is_false(tree_get(root, STR("enabled")))
		|| is_false(tree_path(root, STR("gomod.enabled")))
		|| is_false(tree_path(root, STR("golang.enabled"))))
		return NO;
	if (tree_is(managers, TREE_SEQUENCE) && !list_has(managers, STR("gomod")))
		return NO;
	bool unclear = managers && !tree_is(managers, TREE_SEQUENCE);
	return unclear || rules_may_disable_go(root) ? UNSURE : YES;
}

/* May settings that are kept elsewhere decide? */
static bool
is_open(const struct renovate_reader *r, const struct project_file *file)
{
	return r->renovate->extends_remote != NO || r->renovate->has_settings != YES
		|| file->tree->faults.n > 0;
}

static void
judge_gomod(
	struct renovate_reader *r, const struct project_file *file, const struct tree_node *root)
{
	enum tri certain = is_open(r, file) ? UNSURE : YES;
	enum tri active = tri_and(gomod_enabled(root), sees_module(r, root));
	r->renovate->gomod_active =
		tri_and(active, tri_and(certain, r->is_disabled ? UNSURE : YES));
	r->renovate->gomod_tidy = r->runs_tidy ? YES : tri_not(certain);
}

/* --- the configuration --- */

static bool
sets_anything(const struct tree_node *root)
{
	struct str name;
	if (tree_is(root, TREE_STRING))
		return true;
	vec_for(struct tree_pair, pair, &root->pairs)
		if (tree_scalar(pair->key, &name) && !str_eq(name, STR("$schema"))
			&& !str_eq(name, STR("description")))
			return true;
	return false;
}

static struct str
blanks_before(const struct source *source, struct span span)
{
	size_t from = span.off;
	while (from > 0 && char_is_space(source->text.s[from - 1]))
		from--;
	return str_slice(source->text, from, span.off);
}

static void
note_places(struct renovate_reader *r, const struct tree_node *root)
{
	struct fact_renovate *renovate = r->renovate;
	const struct tree_pair *extends = tree_pair_of(root, STR("extends"));
	if (extends) {
		renovate->extends_place = place_of(r->source, extends->key->span);
		renovate->extends_blanks = fact_known(blanks_before(r->source, extends->key->span));
	}
	const struct tree_pair *options = tree_pair_of(root, STR("postUpdateOptions"));
	if (!options)
		return;
	const struct tree_node *list = options->value;
	renovate->post_update_place = place_of(r->source, options->key->span);
	renovate->post_update_options = tree_value_list(r->x->arena, list);
	if (tree_is(list, TREE_SEQUENCE) && list->items.n)
		renovate->post_update_last_place =
			place_of(r->source, list->items.items[list->items.n - 1]->span);
}

/* --- the rest of its settings --- */

static struct place
key_place(const struct renovate_reader *r, const struct tree_node *root, struct str key)
{
	const struct tree_pair *pair = tree_pair_of(root, key);
	return pair ? place_of(r->source, pair->key->span) : (struct place){ 0 };
}

static const struct settings *
settings_of(struct renovate_reader *r, const struct tree_node *mapping)
{
	const struct settings *all = NULL;
	struct str name;
	if (!tree_is(mapping, TREE_MAPPING))
		return NULL;
	vec_for(struct tree_pair, pair, &mapping->pairs) {
		if (tree_scalar(pair->key, &name))
			all = settings_put(r->x->arena, all,
				setting_new(r->x, name, tree_value(pair->value), "renovate",
					place_of(r->source, pair->key->span)));
	}
	return all;
}

/* Passwords and tokens of hostRules; what the bot's own secrets fill in is a template. */
static void
note_secrets(struct renovate_reader *r, const struct tree_node *host_rules)
{
	static const char *const options[] = { "token", "password", "httpsPrivateKey" };
	if (!host_rules || !tree_is(host_rules, TREE_SEQUENCE))
		return;
	for (size_t i = 0; i < host_rules->items.n; i++)
		for (size_t j = 0; j < sizeof(options) / sizeof(*options); j++) {
			const struct tree_pair *pair =
				tree_pair_of(host_rules->items.items[i], str_from(options[j]));
			if (!pair || !tree_is(pair->value, TREE_STRING)
				|| tree_value(pair->value).state != KNOWN
				|| pair->value->text.n == 0)
				continue;
			struct fact_renovate_secret *secret = FACT_ADD(r->x, renovate_secret);
			secret->place = place_of(r->source, pair->key->span);
			secret->renovate = r->renovate;
			secret->option = fact_known(str_from(options[j]));
		}
}

static void
note_settings(
	struct renovate_reader *r, const struct project_file *file, const struct tree_node *root)
{
	struct fact_renovate *renovate = r->renovate;
	enum tri otherwise = is_open(r, file) ? UNSURE : NO;
	const struct tree_node *host_rules = tree_get(root, STR("hostRules"));
	renovate->enabled_managers =
		tree_value_list(r->x->arena, tree_get(root, STR("enabledManagers")));
	renovate->enabled_managers_place = key_place(r, root, STR("enabledManagers"));
	renovate->custom_managers_place = key_place(r, root, STR("customManagers"));
	renovate->has_custom_managers = r->has_custom_managers ? YES : otherwise;
	renovate->has_host_rules = host_rules ? YES : otherwise;
	renovate->constraints = settings_of(r, tree_get(root, STR("constraints")));
	note_secrets(r, host_rules);
}

/* Renovate takes the first configuration that it finds; package.json may hold none. */
static void
note_shadowed(struct renovate_reader *r)
{
	struct arena *a = r->x->arena;
	for (size_t i = renovate_path_rank(r->source->path) + 1;; i++) {
		struct str path = renovate_path_ranked(i);
		if (path.n == 0 || str_eq(path, STR("package.json")))
			break;
		if (vfs_kind(a, r->x->fs, path) == IO_FILE)
			fact_strings_add(a, &r->renovate->shadowed, fact_known(path));
	}
}

static void
read_config(struct extraction *x, const struct project_file *file, const struct tree_node *root,
	size_t at)
{
	struct renovate_reader r = { .x = x, .source = file->source };
	r.presets = knowledge_table_named(x->knowledge, STR("renovate-presets"));
	r.options = knowledge_table_named(x->knowledge, STR("renovate-options"));
	r.managers = knowledge_table_named(x->knowledge, STR("renovate-managers"));
	r.names = knowledge_table_named(x->knowledge, STR("renovate-names"));
	const size_t *before = facts_counted(x);
	r.renovate = FACT_ADD(x, renovate);
	r.renovate->file = fact_known(file->path);
	r.renovate->place = place_of(file->source, span_make(at, at));
	r.renovate->has_settings = tri_of(sets_anything(root));
	note_places(&r, root);
	if (tree_is(root, TREE_STRING))
		renovate_read_presets(&r, root);
	else
		renovate_read_options(&r, root);
	judge_gomod(&r, file, root);
	note_settings(&r, file, root);
	note_shadowed(&r);
	if (!tree_is_whole(root))
		facts_doubt(x, before);
}

void
extract_renovate(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		const struct tree_node *root = tree_root_mapping(file->tree);
		if (file->kind != FILE_RENOVATE || !root)
			continue;
		if (!str_eq(path_base(file->path), STR("package.json"))) {
			read_config(x, file, root, root->span.off);
			continue;
		}
		const struct tree_pair *pair = tree_pair_of(root, STR("renovate"));
		if (pair
			&& (tree_is(pair->value, TREE_MAPPING)
				|| tree_is(pair->value, TREE_STRING)))
			read_config(x, file, pair->value, pair->key->span.off);
	}
	renovate_read_comments(x);
}
