/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that a COPY or ADD may bring: what was certainly missing may be there after it. */
#include "facts/docker/docker.h"

#include "base/path.h"

static const struct {
	enum tool_id id;
	const char *program;
} programs[] = {
	{ TOOL_git, "git" },
	{ TOOL_ssh, "ssh" },
	{ TOOL_c_compiler, "gcc" },
	{ TOOL_c_compiler, "cc" },
	{ TOOL_c_compiler, "clang" },
	{ TOOL_bash, "bash" },
	{ TOOL_make, "make" },
	{ TOOL_curl, "curl" },
	{ TOOL_wget, "wget" },
	{ TOOL_ca_tool, "update-ca-certificates" },
};

/* Is it a folder with programs in it, or a whole file system? */
static bool
may_hold_programs(struct str path)
{
	static const struct str names[] = { STR_INIT("bin"), STR_INIT("sbin"), STR_INIT("usr"),
		STR_INIT("local"), STR_INIT("opt"), STR_INIT(".") };
	struct str base = path_base(path);
	if (base.n == 0 || path_has_glob(path) || str_contains(path, STR("root")))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(base, names[i]))
			return true;
	return false;
}

static bool
may_bring(const struct fact_copy *copy, struct str program)
{
	if (copy->destination.state != KNOWN || copy->sources.open)
		return true;
	if (str_eq(path_base(copy->destination.text), program))
		return true;
	for (size_t i = 0; i < copy->sources.n; i++) {
		struct fact_string source = copy->sources.items[i];
		if (source.state != KNOWN || str_eq(path_base(source.text), program))
			return true;
		/* An ADD unpacks archives. */
		bool is_tree =
			may_hold_programs(source.text) || str_contains(source.text, STR(".t"));
		if (is_tree && may_hold_programs(copy->destination.text))
			return true;
	}
	return false;
}

void
docker_copy_tools(struct extraction *x, struct machine *m, const struct fact_copy *copy)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (machine_has(m, programs[i].id) == NO
			&& may_bring(copy, str_from(programs[i].program)))
			machine_doubt(x, m, programs[i].id);
}
