/* SPDX-License-Identifier: Apache-2.0 */
/* The nodes of the graph, what takes part, and the findings on them. */
#include "report/graph.h"

#include "report/parts.h"

#define COMMANDS_MAX 4 /* shown per node */
#define NODES_MAX 2000

const char *
graph_kind_name(enum graph_kind kind)
{
	static const char *const names[] = { "job", "target", "service", "stage", "module", "image",
		"cache", "modules from" };
	return names[kind];
}

const char *
graph_sign(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return "\xe2\x9c\x96";
	case SEVERITY_WARNING: return "\xe2\x96\xb2";
	case SEVERITY_INFO: break;
	}
	return "\xe2\x97\x8f";
}

/* --- nodes --- */

static struct str
pointer_key(const void *const *pointer)
{
	return (struct str){ (const char *)pointer, sizeof(*pointer) };
}

struct graph_node *
graph_node_of(const struct graph *g, const void *fact)
{
	return fact ? map_get(&g->by_fact, pointer_key(&fact)) : NULL;
}

static struct graph_node *
add_node(struct graph *g, enum graph_kind kind, struct str title, struct place place)
{
	struct graph_node *node = ARENA_NEW(g->arena, struct graph_node);
	node->id = g->nodes.n;
	node->kind = kind;
	node->title = report_line(g->arena, title);
	node->place = place;
	vec_push(g->arena, &g->nodes, node);
	return node;
}

static void
name_fact(struct graph *g, const void *fact, struct graph_node *node)
{
	const void **key = ARENA_NEW(g->arena, const void *);
	*key = fact;
	map_set(g->arena, &g->by_fact, pointer_key(key), node);
}

static struct graph_node *
add_fact(struct graph *g, const void *fact, enum graph_kind kind, struct fact_string title,
	struct place place)
{
	if (g->nodes.n >= NODES_MAX)
		return NULL;
	struct graph_node *node =
		add_node(g, kind, title.state == KNOWN ? title.text : STR("?"), place);
	name_fact(g, fact, node);
	return node;
}

struct graph_node *
graph_outside(struct graph *g, enum graph_kind kind, struct str title)
{
	struct str key =
		arena_printf(g->arena, "%s %" PRIstr, graph_kind_name(kind), STR_ARG(title));
	struct graph_node *node = map_get(&g->by_name, key);
	if (!node && g->nodes.n < NODES_MAX) {
		node = add_node(g, kind, title, (struct place){ 0 });
		map_set(g->arena, &g->by_name, key, node);
	}
	return node;
}

void
graph_link(struct graph *g, struct graph_node *from, struct graph_node *to, const char *label)
{
	if (!from || !to || from == to)
		return;
	struct str key = arena_printf(g->arena, "%zu %zu", from->id, to->id);
	if (map_get(&g->pairs, key))
		return;
	map_set(g->arena, &g->pairs, key, from);
	struct graph_edge edge = { from, to, label };
	edge.is_supply = to->kind == GRAPH_CACHE || to->kind == GRAPH_SOURCE;
	vec_push(g->arena, &g->edges, edge);
}

void
graph_link_order(struct graph *g, struct graph_node *from, struct graph_node *to)
{
	size_t before = g->edges.n;
	graph_link(g, from, to, "after");
	if (g->edges.n > before)
		vec_last(&g->edges)->is_order = true;
}

/* --- what the nodes say --- */

static void
add_text(struct graph *g, struct graph_node *node, struct str text)
{
	node->builds_go = true;
	if (!strs_has(&node->commands, text))
		vec_push(g->arena, &node->commands, text);
}

static void
add_command(struct graph *g, struct graph_node *node, const struct fact_command *command)
{
	node->builds_go = true;
	if (command->text.state == KNOWN)
		add_text(g, node, report_line(g->arena, command->text.text));
}

/* Commands that stand elsewhere, in a recipe say, are told where they stand. */
static void
add_commands(struct graph *g, const struct project *project)
{
	fact_for(go_command, go, &project->facts[FACT_CLASS_go_command]) {
		const struct fact_command *c = go->command;
		struct graph_node *node = graph_node_of(g, c->target);
		if (!node)
			node = graph_node_of(g, c->stage);
		if (!node)
			node = graph_node_of(g, c->job);
		bool only_asks = go->verb.state == KNOWN
			&& (str_eq(go->verb.text, STR("env"))
				|| str_eq(go->verb.text, STR("version")));
		if (node && !only_asks)
			add_command(g, node, c);
	}
	fact_for(goreleaser_run, run, &project->facts[FACT_CLASS_goreleaser_run]) {
		struct graph_node *node = graph_node_of(g, run->target);
		if (!node)
			node = graph_node_of(g, run->job);
		if (node)
			add_text(g, node,
				run->verb.state == KNOWN ? arena_printf(
					g->arena, "goreleaser %" PRIstr, STR_ARG(run->verb.text))
							 : STR("goreleaser"));
	}
}

static void
add_stages(struct graph *g, const struct fact_dockerfile *file)
{
	bool builds_go = false;
	fact_for(stage, stage, &file->stages)
		builds_go |= stage->go_commands.n > 0 || stage->runs_go_program == YES;
	fact_for(stage, stage, &file->stages) {
		struct fact_string title = stage->name;
		if (title.state != KNOWN)
			title = fact_known(stage->is_final == YES
					? STR("final")
					: arena_printf(
						g->arena, "stage %d", (int)stage->index.value));
		struct graph_node *node = add_fact(g, stage, GRAPH_STAGE, title, stage->place);
		if (node)
			node->builds_go = builds_go;
		if (node && stage->is_final == YES)
			node->note = STR("shipped");
	}
}

static void
add_nodes(struct graph *g, const struct project *project)
{
	fact_for(job, job, &project->facts[FACT_CLASS_job]) {
		if (job->listed) {
			name_fact(g, job, graph_node_of(g, job->listed));
			continue;
		}
		struct graph_node *node = add_fact(g, job, GRAPH_JOB, job->id, job->place);
		if (node && job->runs_on.state == KNOWN)
			node->note = report_line(g->arena, job->runs_on.text);
	}
	fact_for(target, target, &project->facts[FACT_CLASS_target])
		if (target->name.text.n && target->name.text.s[0] != '.')
			add_fact(g, target, GRAPH_TARGET, target->name, target->rule_place);
	fact_for(compose_service, service, &project->facts[FACT_CLASS_compose_service])
		add_fact(g, service, GRAPH_SERVICE, service->name, service->place);
	fact_for(dockerfile, file, &project->facts[FACT_CLASS_dockerfile])
		add_stages(g, file);
	fact_for(module, module, &project->facts[FACT_CLASS_module]) {
		struct graph_node *node =
			add_fact(g, module, GRAPH_MODULE, module->path, module->place);
		if (node && module->go_version.state == KNOWN)
			node->note = report_line(g->arena,
				arena_printf(
					g->arena, "go %" PRIstr, STR_ARG(module->go_version.text)));
	}
}

/* --- who takes part --- */

static void
add_title(struct graph *g, const struct project *project)
{
	struct strs paths = { 0 };
	const struct fact_list *modules = &project->facts[FACT_CLASS_module];
	fact_for(module, module, modules)
		if (paths.n < 3 && module->path.state == KNOWN)
			vec_push(g->arena, &paths, report_line(g->arena, module->path.text));
	g->title = strs_join(g->arena, &paths, STR(", "));
	if (modules->n > paths.n && paths.n)
		g->title = arena_printf(g->arena, "%" PRIstr " and %zu more", STR_ARG(g->title),
			modules->n - paths.n);
}

/* From those that build Go back along the edges; each pass is over all edges. */
static void
spread(struct graph *g)
{
	vec_for(struct graph_node *, node, &g->nodes)
		(*node)->takes_part = (*node)->builds_go;
	for (bool again = true; again;) {
		again = false;
		for (size_t i = g->edges.n; i-- > 0;) {
			const struct graph_edge *edge = &g->edges.items[i];
			bool leads = edge->to->takes_part && edge->to->kind < GRAPH_MODULE
				&& !edge->is_order;
			again |= leads && !edge->from->takes_part;
			edge->from->takes_part |= leads;
		}
	}
	/* What lies outside takes part where something uses it. */
	vec_for(const struct graph_edge, edge, &g->edges)
		if (edge->to->kind > GRAPH_MODULE)
			edge->to->takes_part |= edge->from->takes_part;
}

/* --- findings --- */

static void
add_mark(struct graph *g, struct graph_marks *marks, const struct finding *finding)
{
	vec_for(struct graph_mark, mark, marks) {
		if (!str_eq(mark->rule, finding->rule->id))
			continue;
		if (finding->severity > mark->severity)
			mark->severity = finding->severity;
		return;
	}
	vec_push(g->arena, marks, ((struct graph_mark){ finding->rule->id, finding->severity }));
}

static struct graph_group *
group_at(struct graph *g, struct str path)
{
	vec_for(struct graph_group, group, &g->groups)
		if (str_eq(group->path, path))
			return group;
	struct graph_group *group = vec_add(g->arena, &g->groups);
	group->path = path;
	return group;
}

static void
group_nodes(struct graph *g)
{
	struct graph_group outside = { 0 };
	vec_for(struct graph_node *, node, &g->nodes) {
		if ((*node)->place.source) {
			struct graph_group *group = group_at(g, (*node)->place.source->path);
			vec_push(g->arena, &group->nodes, *node);
		} else {
			vec_push(g->arena, &outside.nodes, *node);
		}
	}
	vec_push(g->arena, &g->groups, outside);
}

/* A finding belongs to the last node that begins at or before it. */
static void
mark_findings(struct graph *g, const struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = findings->items[i];
		struct graph_node *owner = NULL;
		struct graph_group *group = NULL;
		vec_for(struct graph_group, candidate, &g->groups)
			if (str_eq(candidate->path, finding->place.source->path))
				group = candidate;
		if (!group || !group->path.n)
			continue;
		vec_for(struct graph_node *, node, &group->nodes) {
			size_t begin = (*node)->place.span.off;
			bool is_later = !owner || begin >= owner->place.span.off;
			if (begin <= finding->place.span.off && is_later)
				owner = *node;
		}
		add_mark(g, owner ? &owner->marks : &group->marks, finding);
	}
}

/* A module is told by the title; it has a node only where something is wrong in its file. */
static void
show_modules(struct graph *g)
{
	vec_for(struct graph_node *, node, &g->nodes)
		if ((*node)->kind == GRAPH_MODULE)
			(*node)->takes_part = (*node)->marks.n > 0;
}

static void
shorten_commands(struct graph *g)
{
	vec_for(struct graph_node *, node, &g->nodes) {
		struct strs *commands = &(*node)->commands;
		if (commands->n <= COMMANDS_MAX)
			continue;
		commands->items[COMMANDS_MAX - 1] =
			arena_printf(g->arena, "and %zu more", commands->n - COMMANDS_MAX + 1);
		commands->n = COMMANDS_MAX;
	}
}

struct graph *
graph_of(struct arena *a, const struct lint_result *result)
{
	struct graph *g = ARENA_NEW(a, struct graph);
	g->arena = a;
	add_title(g, result->project);
	add_nodes(g, result->project);
	add_commands(g, result->project);
	graph_add_edges(g, result->project);
	spread(g);
	group_nodes(g);
	mark_findings(g, &result->findings);
	show_modules(g);
	shorten_commands(g);
	return g;
}
