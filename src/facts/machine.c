/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine has, and who brought it. */
#include "facts/extract.h"
#include "facts/image.h"

static const char *const names[TOOLS] = {
	[TOOL_git] = "git",
	[TOOL_ssh] = "ssh",
	[TOOL_c_compiler] = "c_compiler",
	[TOOL_bash] = "bash",
	[TOOL_make] = "make",
	[TOOL_curl] = "curl",
	[TOOL_wget] = "wget",
	[TOOL_gnu_wget] = "gnu_wget",
	[TOOL_tzdata] = "tzdata",
	[TOOL_ca_tool] = "ca_tool",
	[TOOL_ca_bundle] = "ca_bundle",
};

enum tool_id
tool_named(struct str name)
{
	enum tool_id id = 0;
	while (id < TOOLS && !str_eq(name, str_from(names[id])))
		id++;
	return id;
}

struct fact_tool *
tool_fact(const struct machine *m, enum tool_id id)
{
	return m->tools[id] ? m->tools[id] : (struct fact_tool *)(void *)fact_unknown;
}

static void
put(struct extraction *x, struct machine *m, const struct tool_gain *gain, enum tri is_there)
{
	struct fact_tool *tool = FACT_ADD(x, tool);
	tool->name = fact_known(str_from(names[gain->id]));
	tool->is_there = is_there;
	tool->how = gain->how ? fact_known(str_from(gain->how)) : fact_unknown_string();
	tool->origin = gain->origin.n ? fact_known(gain->origin) : fact_unknown_string();
	tool->place = gain->place;
	m->tools[gain->id] = tool;
}

void
machine_start_from_image(struct extraction *x, struct machine *m,
	const struct knowledge_record *known, struct str name)
{
	struct str origin = arena_printf(x->arena, "%" PRIstr " image", STR_ARG(name));
	for (enum tool_id id = 0; id < TOOLS; id++) {
		enum tri has = known ? knowledge_tri(known, names[id]) : UNSURE;
		struct str bundle = known && id == TOOL_ca_bundle
			? knowledge_get(known, STR("ca_bundle"))
			: STR("");
		if (bundle.n)
			has = tri_of(!str_eq(bundle, STR("none")));
		if (id == TOOL_gnu_wget)
			has = NO;
		struct tool_gain gain = { .id = id, .how = "image", .origin = origin };
		m->tools[id] = NULL;
		if (has != UNSURE)
			put(x, m, &gain, has);
	}
}

void
machine_start_from_runner(struct extraction *x, struct machine *m, struct str name)
{
	static const enum tool_id all[] = { TOOL_git, TOOL_ssh, TOOL_c_compiler, TOOL_bash,
		TOOL_make, TOOL_curl };
	struct str origin = arena_printf(x->arena, "%" PRIstr " runner", STR_ARG(name));
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct tool_gain gain = { .id = all[i], .how = "runner", .origin = origin };
		put(x, m, &gain, YES);
	}
}

void
machine_gain(struct extraction *x, struct machine *m, const struct tool_gain *gain)
{
	if (!gain->is_certain)
		machine_doubt(x, m, gain->id);
	else if (machine_has(m, gain->id) != YES || gain->id == TOOL_ca_bundle)
		put(x, m, gain, YES);
}

void
machine_doubt(struct extraction *x, struct machine *m, enum tool_id id)
{
	const struct fact_tool *old = m->tools[id];
	if (!old || str_eq(old->how.text, STR("package")))
		return;
	/* What is there stays; but it may be another's by now. */
	struct tool_gain unsure = { .id = id };
	if (old->is_there == NO)
		m->tools[id] = NULL;
	else if (id == TOOL_ca_bundle)
		put(x, m, &unsure, YES);
}

void
machine_doubt_programs(struct extraction *x, struct machine *m)
{
	static const enum tool_id programs[] = { TOOL_git, TOOL_ssh, TOOL_c_compiler, TOOL_bash,
		TOOL_make, TOOL_curl, TOOL_wget };
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		machine_doubt(x, m, programs[i]);
}

struct fact_string
machine_ca_bundle(const struct machine *m)
{
	const struct fact_tool *bundle = m->tools[TOOL_ca_bundle];
	if (!bundle || (bundle->is_there == YES && bundle->how.state != KNOWN))
		return fact_unknown_string();
	if (bundle->is_there == NO)
		return fact_known(STR("none"));
	if (str_eq(bundle->how.text, STR("package")))
		return fact_known(STR("installed"));
	return fact_known(str_eq(bundle->how.text, STR("copy")) ? STR("copied") : STR("image"));
}

void
machine_part_lists(struct machine *m)
{
	struct fact_list *const lists[] = { &m->certificates, &m->arguments, &m->secret_files,
		&m->rewrites, &m->commands, &m->go_commands, &m->installs, &m->copies,
		&m->skippable_go_commands };
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		lists[i]->cap = lists[i]->n;
}

void
machine_open(struct extraction *x, struct machine *m)
{
	m->is_open = true;
	certificates_open(m);
	for (enum tool_id id = 0; id < TOOLS; id++)
		machine_doubt(x, m, id);
	tri_open(&m->has_known_hosts);
	tri_open(&m->has_ssh_credential);
	tri_open(&m->go_sum_copied);
	tri_open(&m->has_download_layer);
	tri_open(&m->modules_at_hand);
	m->mounted_download = NULL;
	if (m->go_version.state == ABSENT)
		m->go_version = fact_unknown_string();
	m->go_env_file = settings_open(x->arena, m->go_env_file);
}
