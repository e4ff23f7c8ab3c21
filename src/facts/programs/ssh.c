/* SPDX-License-Identifier: Apache-2.0 */
/* What lets git log in over ssh: host keys, and a key or agent. */
#include "facts/programs/reader.h"

#include "base/path.h"

static bool
names_key(struct str name)
{
	return str_starts(name, STR("id_")) && !str_ends(name, STR(".pub"));
}

/* Settings of ssh say how host keys are checked, and may name a key. */
static void
read_settings(struct run_context *cx, struct str written)
{
	struct machine *m = cx->machine;
	if (str_mentions(written, "stricthostkeychecking no")
		|| str_mentions(written, "stricthostkeychecking=no")
		|| str_mentions(written, "accept-new"))
		tri_gain(cx, &m->has_known_hosts);
	tri_open(&m->has_known_hosts);
	tri_open(&m->has_ssh_credential);
}

static void
file_written(struct run_context *cx, struct str path, struct str written)
{
	struct machine *m = cx->machine;
	struct str name = path_base(path);
	bool in_ssh_dir = str_contains(path, STR(".ssh/"));
	if (str_contains(name, STR("known_hosts"))) {
		tri_gain(cx, &m->has_known_hosts);
	} else if (names_key(name)) {
		tri_gain(cx, &m->has_ssh_credential);
	} else if (str_contains(path, STR("ssh_config"))
		|| (in_ssh_dir && str_eq(name, STR("config")))) {
		read_settings(cx, written);
	} else if (in_ssh_dir || str_ends(path, STR(".ssh"))
		|| (path.n && path.s[path.n - 1] == SKETCH_UNKNOWN)) {
		tri_open(&m->has_known_hosts);
		tri_open(&m->has_ssh_credential);
	}
}

void
read_redirects(struct run_context *cx, const struct shell_node *node)
{
	struct strs paths = { 0 };
	redirects_written(cx, node, &paths);
	vec_for(struct str, path, &paths)
		file_written(cx, *path, source_slice(cx->source, node->span));
}

/* A key or an .ssh folder that a command is given may have come from somewhere. */
static void
read_arguments(struct run_context *cx, const struct command_view *view)
{
	struct machine *m = cx->machine;
	if (RUNS_ONE_OF(view->command, "mkdir", "rm", "rmdir", "ls", "echo", "printf"))
		return;
	for (size_t i = 0; i < view->command->args.n; i++) {
		struct fact_string arg = view->command->args.items[i];
		if (arg.state != KNOWN)
			continue;
		struct str name = path_base(arg.text);
		if (names_key(name) && !str_contains(name, STR("=")))
			tri_open(&m->has_ssh_credential);
		if (str_contains(name, STR("known_hosts")))
			tri_open(&m->has_known_hosts);
		bool is_dir = str_eq(name, STR(".ssh")) || str_ends(arg.text, STR(".ssh/"));
		if (is_dir && !RUNS_ONE_OF(view->command, "chmod", "chown", "install")) {
			tri_open(&m->has_ssh_credential);
			tri_open(&m->has_known_hosts);
		}
	}
}

void
read_ssh(struct run_context *cx, const struct command_view *view)
{
	struct machine *m = cx->machine;
	struct strs paths = { 0 };
	files_written(cx, view, &paths);
	struct str written =
		paths.n || RUNS_ONE_OF(view->command, "sed") ? command_source(cx, view) : STR("");
	vec_for(struct str, path, &paths)
		file_written(cx, *path, written);
	if (str_mentions(written, "stricthostkeychecking"))
		read_settings(cx, written);
	if (RUNS_ONE_OF(view->command, "ssh-keyscan"))
		tri_gain(cx, &m->has_known_hosts);
	if (RUNS_ONE_OF(view->command, "ssh-add"))
		tri_gain(cx, &m->has_ssh_credential);
	if (RUNS_ONE_OF(view->command, "ssh", "scp", "rsync"))
		tri_open(&m->has_known_hosts);
	if (RUNS_ONE_OF(view->command, "ssh-keygen", "ssh-agent"))
		tri_open(&m->has_ssh_credential);
	read_arguments(cx, view);
}
