/* SPDX-License-Identifier: Apache-2.0 */
/* Which programs of a machine a command is or brings, packages aside. */
#include "facts/programs/reader.h"

#include "base/path.h"

enum tool_id
tool_of_program(struct str program)
{
	if (IS_ONE_OF(program, "git", "bash", "make", "curl", "wget"))
		return tool_named(program);
	if (IS_ONE_OF(program, "ssh", "ssh-keyscan", "ssh-agent", "ssh-add"))
		return TOOL_ssh;
	if (IS_ONE_OF(program, "gcc", "cc", "clang"))
		return TOOL_c_compiler;
	return TOOLS;
}

/* xargs apt-get install, eatmydata apt-get install */
static bool
hands_on_to_manager(const struct fact_command *c)
{
	for (size_t i = 0; i < c->args.n; i++)
		if (c->args.items[i].state == KNOWN
			&& IS_ONE_OF(c->args.items[i].text, "apt-get", "apt", "apk", "dnf",
				"microdnf", "yum", "tdnf", "zypper", "pacman"))
			return true;
	return false;
}

/* Installed by other means than a repository of packages, or unpacked over the file system. */
static bool
may_bring_any(const struct fact_command *c)
{
	if (RUNS_ONE_OF(c, "dpkg", "rpm", "brew", "snap", "conda", "mamba", "micromamba", "nix-env",
		    "busybox", "update-alternatives", "chroot"))
		return true;
	return RUNS_ONE_OF(c, "tar", "bsdtar", "unzip", "cpio", "rsync")
		&& (arg_any(c, "/") || arg_any(c, "/usr") || arg_any(c, "/usr/")
			|| arg_any(c, "/usr/bin") || arg_any(c, "/usr/local/bin")
			|| arg_any(c, "/usr/local/bin/") || c->args.open);
}

void
read_tools(struct run_context *cx, const struct command_view *view)
{
	const struct fact_command *c = view->command;
	if (may_bring_any(c) || hands_on_to_manager(c)) {
		machine_doubt_programs(cx->x, cx->machine);
		return;
	}
	for (size_t i = 0; i < c->writes.n; i++) {
		struct fact_string file = c->writes.items[i];
		enum tool_id id =
			file.state == KNOWN ? tool_of_program(path_base(file.text)) : TOOLS;
		if (id < TOOLS)
			machine_doubt(cx->x, cx->machine, id);
	}
}
