/* SPDX-License-Identifier: Apache-2.0 */
/* Package managers that are pointed at a mirror or proxy. */
#include "facts/programs/install.h"

/* Does the text name a host of the distribution or registry itself? */
static bool
names_origin(const struct run_context *cx, struct str text)
{
	const struct knowledge_table *table =
		knowledge_table_named(cx->x->knowledge, STR("package-sources"));
	for (uint32_t i = 0; table && i < table->nrecords; i++) {
		struct knowledge_values hosts = knowledge_list(&table->records[i], STR("host"));
		for (uint32_t j = 0; j < hosts.n; j++)
			if (str_contains(text, hosts.items[j]))
				return true;
	}
	return false;
}

static bool
is_source_list(struct str path)
{
	return str_contains(path, STR("/etc/apt/sources.list"))
		|| str_ends(path, STR("/etc/apk/repositories"))
		|| str_contains(path, STR("/etc/yum.repos.d/"));
}

/* sed s|deb.debian.org|mirror.corp| : another host in the place of the origin. */
static enum tri
replaces_origin(const struct run_context *cx, struct str script)
{
	if (script.n < 4 || script.s[0] != 's' || !names_origin(cx, script))
		return UNSURE;
	size_t middle = str_find_char(script, script.s[1], 2);
	if (middle == STR_NONE)
		return UNSURE;
	struct str before = str_slice(script, 0, middle);
	struct str after = str_slice(script, middle + 1, script.n);
	return names_origin(cx, before) && !names_origin(cx, after)
			&& str_find_char(after, '.', 0) != STR_NONE
		? YES
		: UNSURE;
}

static enum tri
sed_sets_mirror(const struct run_context *cx, const struct command_view *view)
{
	enum tri sets = NO;
	bool edits = false;
	for (size_t i = 0; i < view->command->args.n; i++) {
		struct str word = arg_sketch(cx, view, i);
		edits |= is_source_list(word);
		if (!is_source_list(word) && word.n && word.s[0] != '-'
			&& replaces_origin(cx, word) == YES)
			sets = YES;
	}
	return !edits ? NO : sets == YES ? YES : UNSURE;
}

static bool
has_foreign_url(const struct run_context *cx, struct str text)
{
	return str_contains(text, STR("://")) && !names_origin(cx, text);
}

/* An option or setting that holds the URL of a registry, index or proxy. */
static enum tri
setting_sets_mirror(const struct run_context *cx, const struct command_view *view)
{
	static const char *const names[] = { "registry", "global.index-url", "--index-url", "-i",
		"--registry", "npmRegistryServer" };
	const struct fact_command *c = view->command;
	bool sets = false;
	for (size_t i = 0; i < c->args.n; i++) {
		struct str word = arg_sketch(cx, view, i), name, value;
		bool is_pair = str_cut(word, '=', &name, &value);
		if (!is_pair)
			value = i + 1 < c->args.n ? arg_sketch(cx, view, i + 1) : STR("");
		if (str_is_one_of(name, names, sizeof(names) / sizeof(*names)))
			sets |= has_foreign_url(cx, value);
	}
	return tri_of(sets);
}

static enum tri
apt_sets_proxy(const struct run_context *cx, const struct command_view *view)
{
	for (size_t i = 0; i < view->command->args.n; i++) {
		struct str word = arg_sketch(cx, view, i);
		if (str_mentions(word, "acquire::http") && str_mentions(word, "proxy="))
			return str_contains(word, STR("://")) ? YES : UNSURE;
	}
	return NO;
}

static enum tri
written_sets_mirror(const struct run_context *cx, const struct command_view *view)
{
	struct strs paths = { 0 };
	files_written(cx, view, &paths);
	vec_for(struct str, path, &paths) {
		if (str_contains(*path, STR("/etc/apt/apt.conf"))) {
			struct str text = command_source(cx, view);
			return str_mentions(text, "proxy") && str_contains(text, STR("://"))
				? YES
				: UNSURE;
		}
		/* Further sources beside the distribution's own are no mirror. */
		bool is_main = str_ends(*path, STR("/etc/apt/sources.list"))
			|| str_ends(*path, STR("/etc/apk/repositories"));
		if (is_main)
			return UNSURE;
	}
	return NO;
}

void
read_mirror(struct run_context *cx, const struct command_view *view)
{
	enum tri sets = NO;
	if (RUNS_ONE_OF(view->command, "sed"))
		sets = sed_sets_mirror(cx, view);
	else if (RUNS_ONE_OF(view->command, "npm", "yarn", "pnpm", "pip", "pip3"))
		sets = setting_sets_mirror(cx, view);
	else if (RUNS_ONE_OF(view->command, "apt", "apt-get"))
		sets = apt_sets_proxy(cx, view);
	else if (RUNS_ONE_OF(view->command, "echo", "printf", "cat", "tee", "cp"))
		sets = written_sets_mirror(cx, view);
	if (sets == YES)
		tri_gain(cx, &cx->machine->uses_mirror);
	else if (sets == UNSURE)
		tri_open(&cx->machine->uses_mirror);
}
