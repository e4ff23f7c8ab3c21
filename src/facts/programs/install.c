/* SPDX-License-Identifier: Apache-2.0 */
/* Package installations, and what the packages bring. */
#include "facts/programs/install.h"

#define REMOVE_LOOKS_BACK 16 /* installations that a removal may concern */

/* --- what a machine gets --- */

static void
gain_go(struct machine *m)
{
	m->go_version = fact_unknown_string();
	m->go_is_packaged = true;
}

static void
gain(struct run_context *cx, const struct command_view *view, struct str what, bool is_certain)
{
	struct machine *m = cx->machine;
	enum tool_id id = tool_named(what);
	if (id == TOOL_ca_bundle)
		certificates_open(m); /* the package runs its tool when it is installed */
	if (id < TOOLS)
		machine_gain(cx->x, m,
			&(struct tool_gain){ id, "package", view->command->program.text,
				view->command->place, is_certain && cx->conditional == NO });
	else if (str_eq(what, STR("go")))
		gain_go(m);
}

static void
gain_all(struct run_context *cx, const struct command_view *view, struct knowledge_values things,
	bool is_certain)
{
	for (uint32_t i = 0; i < things.n; i++)
		gain(cx, view, things.items[i], is_certain);
}

/* Packages that are not known may depend on anything. */
static void
gain_anything(struct run_context *cx)
{
	certificates_open(cx->machine);
	for (enum tool_id id = 0; id < TOOLS; id++)
		machine_doubt(cx->x, cx->machine, id);
	if (cx->machine->go_version.state == ABSENT)
		cx->machine->go_version = fact_unknown_string();
}

static const struct knowledge_record *
find_package(const struct knowledge_table *table, const char *manager, struct str name)
{
	for (uint32_t i = 0; table && i < table->nrecords; i++) {
		const struct knowledge_record *record = &table->records[i];
		struct knowledge_values of = knowledge_list(record, STR("manager"));
		if ((of.n == 0 || knowledge_values_have(of, str_from(manager)))
			&& knowledge_values_have(knowledge_list(record, STR("package")), name))
			return record;
	}
	return NULL;
}

static void
add_packages(
	struct run_context *cx, const struct command_view *view, const struct install_call *call)
{
	const struct knowledge_table *table =
		knowledge_table_named(cx->x->knowledge, STR("packages"));
	if (call->packages.open)
		gain_anything(cx);
	for (size_t i = 0; i < call->packages.n; i++) {
		struct fact_string name = call->packages.items[i];
		const struct knowledge_record *known =
			name.state == KNOWN ? find_package(table, call->manager, name.text) : NULL;
		if (!known) {
			gain_anything(cx);
			continue;
		}
		gain_all(cx, view, knowledge_list(known, STR("provides")), true);
		gain_all(cx, view, knowledge_list(known, STR("maybe")), false);
		if (call->recommends != NO)
			gain_all(cx, view, knowledge_list(known, STR("recommends")),
				call->recommends == YES);
	}
}

/* --- the fact --- */

static void
add_install(
	struct run_context *cx, const struct command_view *view, const struct install_call *call)
{
	struct arena *a = cx->x->arena;
	struct fact_install *install = FACT_ADD(cx->x, install);
	install->place = view->command->place;
	install->manager = fact_known(str_from(call->manager));
	install->packages = call->packages;
	install->stage = cx->stage;
	install->job = cx->job;
	install->command = view->command;
	install->group = call->group;
	if (call->elsewhere)
		return;
	const struct knowledge_table *tools =
		knowledge_table_named(cx->x->knowledge, STR("debug-tools"));
	for (size_t i = 0; i < call->packages.n; i++) {
		struct fact_string name = call->packages.items[i];
		if (name.state == KNOWN && knowledge_find(tools, STR("package"), name.text))
			fact_strings_add(a, &install->debug_tools, name);
	}
	fact_list_add(a, &cx->machine->installs, install);
}

static bool
takes_away(const struct install_call *call, struct str package, struct str group)
{
	for (size_t i = 0; i < call->packages.n; i++) {
		struct fact_string name = call->packages.items[i];
		if (name.state != KNOWN || str_eq(name.text, package)
			|| (group.n && str_eq(name.text, group)))
			return true;
	}
	return false;
}

/* What was installed for a while only is no leftover, and no tool for later commands. */
static void
remove_packages(struct run_context *cx, const struct install_call *call)
{
	struct machine *m = cx->machine;
	for (enum tool_id id = 0; id < TOOLS; id++)
		if (machine_has(m, id) == YES && id != TOOL_ca_bundle)
			m->tools[id] = NULL;
	size_t from = m->installs.n > REMOVE_LOOKS_BACK ? m->installs.n - REMOVE_LOOKS_BACK : 0;
	for (size_t i = from; i < m->installs.n; i++) {
		struct fact_install *install = m->installs.items[i];
		struct fact_strings kept = { 0 };
		if (install->stage != cx->stage)
			continue;
		for (size_t j = 0; j < install->debug_tools.n; j++) {
			struct fact_string tool = install->debug_tools.items[j];
			if (!takes_away(call, tool.text, install->group))
				fact_strings_add(cx->x->arena, &kept, tool);
		}
		install->debug_tools = kept;
	}
}

void
read_install(struct run_context *cx, const struct command_view *view)
{
	read_mirror(cx, view);
	struct install_call call = install_call_read(cx, view);
	if (call.verb == INSTALL_NONE)
		return;
	if (call.verb == INSTALL_REMOVE) {
		remove_packages(cx, &call);
		return;
	}
	if (call.packages.n == 0 && !call.packages.open)
		return;
	add_install(cx, view, &call);
	if (!call.elsewhere)
		add_packages(cx, view, &call);
}
