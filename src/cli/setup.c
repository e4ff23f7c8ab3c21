/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/setup.h"

#include "base/path.h"
#include "cli/cli.h"
#include "rules/select.h"

/* gobelin says this itself, where a configuration asks for it. */
#define RULE_OF_REASONS STR("GB003")

/* Complains of each fault where the user is, in the order of the files. */
static void
complain(struct arena *a, const struct workspace *workspace, const struct config_faults *faults)
{
	vec_for(const struct config_fault, fault, faults) {
		struct source *shown = ARENA_NEW(a, struct source);
		*shown = *fault->place.source;
		shown->path = workspace_shown(a, workspace, shown->path);
		cli_complain_at(a, (struct place){ shown, fault->place.span }, fault->message);
	}
}

/* The folder that holds all the paths that were asked for. */
static struct str
common_dir(struct arena *a, const struct workspace *workspace)
{
	struct str dir = STR("");
	for (size_t i = 0; i < workspace->paths.n; i++) {
		struct str path = workspace->paths.items[i];
		if (vfs_kind(a, &workspace->fs, path) != IO_DIR)
			path = path_dir(path);
		if (i == 0)
			dir = path;
		while (!path_is_within(path, dir))
			dir = path_dir(dir);
	}
	return dir;
}

static void
check_folders(struct arena *a, const struct workspace *workspace, const struct config_file *config,
	struct config_faults *faults)
{
	vec_for(const struct config_value, folder, &config->keys.rules) {
		struct str path = config_relative(a, folder);
		bool is_dir = path_is_absolute(path)
			? io_kind_of(arena_str(a, path).s, true) == IO_DIR
			: vfs_kind(a, &workspace->fs, path) == IO_DIR;
		if (!is_dir)
			vec_push(a, faults,
				((struct config_fault){ folder->place,
					arena_printf(a, "`%" PRIstr "` is no folder of the project",
						STR_ARG(path)) }));
	}
}

bool
setup_config(struct arena *a, const struct setup_options *options,
	const struct workspace *workspace, const struct config_file **config)
{
	struct config_faults faults = { 0 };
	struct str path = STR("");
	*config = NULL;
	if (options->config.n && options->no_config) {
		cli_complain(a, "--config and --no-config exclude each other");
		return false;
	}
	bool ok = true;
	if (options->config.n)
		path = workspace_path(a, workspace, options->config);
	else if (!options->no_config)
		ok = config_find(a, &workspace->fs, common_dir(a, workspace), &path, &faults);
	if (path.n) {
		struct config_file *file = ARENA_NEW(a, struct config_file);
		ok = config_load(a, &workspace->fs, path, file, &faults);
		check_folders(a, workspace, file, &faults);
		*config = file;
	}
	complain(a, workspace, &faults);
	return ok && !faults.n;
}

/* The folders of rules, as they can be opened from where the user is. */
static struct strs
rule_folders(struct arena *a, const struct setup_options *options,
	const struct workspace *workspace, const struct config_file *config)
{
	struct strs dirs = { 0 };
	for (size_t i = 0; config && i < config->keys.rules.n; i++)
		vec_push(a, &dirs,
			path_join(a, workspace->path_prefix,
				config_relative(a, &config->keys.rules.items[i])));
	for (size_t i = 0; i < options->rules.n; i++)
		vec_push(a, &dirs, options->rules.items[i]);
	return dirs;
}

/* The files of a folder of rules, and of the topics' folders in it, are watched too. */
static void
note_rules(struct arena *a, const struct vfs *fs, struct str dir)
{
	struct vfs rules = { .root = dir, .watch = fs->watch };
	struct io_entries topics = { 0 }, files = { 0 };
	struct str error;
	if (!vfs_list(a, &rules, STR(""), &topics, &error))
		return;
	vec_for(const struct io_entry, topic, &topics) {
		files.n = 0;
		if (vfs_kind(a, &rules, topic->name) != IO_DIR
			|| !vfs_list(a, &rules, topic->name, &files, &error))
			continue;
		vec_for(const struct io_entry, file, &files) {
			vfs_note(&rules,
				arena_printf(a, "%" PRIstr "/%s/%s", STR_ARG(dir), topic->name.s,
					file->name.s));
		}
	}
}

/* Asked because the configuration wants reasons, though nobody selected it by its name. */
static void
add_rule_of_reasons(
	struct arena *a, const struct setup *setup, const struct strs *ignore, struct rules *chosen)
{
	const struct rule *rule = rules_named(&setup->all, RULE_OF_REASONS);
	bool is_wanted = rule && str_eq(setup->config->keys.require_reason.text, STR("true"));
	for (size_t i = 0; i < chosen->n; i++)
		is_wanted = is_wanted && chosen->items[i] != rule;
	for (size_t i = 0; i < ignore->n; i++)
		is_wanted = is_wanted && rule_matches(rule, ignore->items[i]) == MATCH_NONE;
	if (is_wanted)
		vec_push(a, chosen, rule);
}

static bool
choose_rules(struct arena *a, const struct setup_options *options, struct setup *out)
{
	struct strs select = options->select, ignore = { 0 }, unknown = { 0 };
	if (out->config && !select.n) {
		select = config_texts(a, &out->config->keys.select);
		ignore = config_texts(a, &out->config->keys.ignore);
	}
	for (size_t i = 0; i < options->ignore.n; i++)
		vec_push(a, &ignore, options->ignore.items[i]);
	bool ok = rules_select(a, &out->all, &select, &ignore, &out->chosen, &unknown);
	for (size_t i = 0; i < unknown.n; i++)
		cli_complain(a, "%" PRIstr, STR_ARG(unknown.items[i]));
	if (out->config && !options->select.n)
		add_rule_of_reasons(a, out, &ignore, &out->chosen);
	return ok;
}

bool
setup_open(struct arena *a, const struct setup_options *options, const struct workspace *workspace,
	struct setup *out)
{
	struct config_faults faults = { 0 };
	*out = (struct setup){ 0 };
	if (!setup_config(a, options, workspace, &out->config))
		return false;
	struct strs dirs = rule_folders(a, options, workspace, out->config);
	for (size_t i = 0; workspace->fs.watch && i < dirs.n; i++)
		note_rules(a, &workspace->fs, dirs.items[i]);
	out->lacks_rules = !cli_load_rules(a, &dirs, &out->all);
	bool ok = !out->config || config_check_rules(a, out->config, &out->all, &faults);
	complain(a, workspace, &faults);
	return ok && choose_rules(a, options, out);
}

struct str
setup_fail_on(const struct setup *setup)
{
	return setup->config ? config_text(&setup->config->keys.fail_on, "warning")
			     : STR("warning");
}
