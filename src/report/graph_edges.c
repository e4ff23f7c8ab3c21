/* SPDX-License-Identifier: Apache-2.0 */
/* The edges of the graph: who runs, builds, starts from, copies from and draws in what. */
#include "base/path.h"
#include "report/graph.h"
#include "report/parts.h"

struct linker {
	struct graph *g;
	const struct project *project;
	struct map targets;   /* "makefile name", and "dir name", to its target */
	struct map makefiles; /* directory to the first makefile in it that is no fragment */
	struct map callers;   /* "path:offset" of a command to its node */
};

static struct str
key_of(struct arena *a, struct str file, struct str name)
{
	return arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(file), STR_ARG(name));
}

static struct str
place_key(struct arena *a, struct place place)
{
	return arena_printf(
		a, "%" PRIstr ":%u", STR_ARG(place.source->path), (unsigned)place.span.off);
}

static void
index_facts(struct linker *l)
{
	struct arena *a = l->g->arena;
	fact_for(makefile, file, &l->project->facts[FACT_CLASS_makefile])
		if (file->is_fragment != YES && !map_get(&l->makefiles, file->dir.text))
			map_set(a, &l->makefiles, file->dir.text, file);
	fact_for(target, target, &l->project->facts[FACT_CLASS_target]) {
		struct str owners[] = { target->makefile->file.text, target->makefile->dir.text };
		for (size_t i = 0; i < 2; i++) {
			struct str key = key_of(a, owners[i], target->name.text);
			if (!map_get(&l->targets, key))
				map_set(a, &l->targets, key, target);
		}
	}
}

static struct fact_target *
find_target(struct linker *l, const struct fact_makefile *file, struct str name)
{
	struct arena *a = l->g->arena;
	struct fact_target *target = map_get(&l->targets, key_of(a, file->file.text, name));
	return target ? target : map_get(&l->targets, key_of(a, file->dir.text, name));
}

static struct graph_node *
node_of_command(const struct linker *l, const struct fact_command *c)
{
	struct graph_node *node = graph_node_of(l->g, c->target);
	if (!node)
		node = graph_node_of(l->g, c->stage);
	return node ? node : graph_node_of(l->g, c->job);
}

/* --- make --- */

static struct fact_target *
default_goal(const struct fact_makefile *file)
{
	fact_for(target, target, &file->targets)
		if (target->name.text.n && target->name.text.s[0] != '.')
			return target;
	return NULL;
}

/* make [-C DIR] [NAME=value] GOAL...: an edge to each goal. */
static void
link_make(struct linker *l, const struct fact_command *c)
{
	struct arena *a = l->g->arena;
	struct graph_node *from = node_of_command(l, c);
	struct fact_string dir = c->workdir;
	struct strs goals = { 0 };
	for (size_t i = 0; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i];
		if (arg.state != KNOWN)
			continue;
		bool into = str_eq(arg.text, STR("-C")) && i + 1 < c->args.n;
		if (into && c->args.items[i + 1].state == KNOWN && dir.state == KNOWN)
			dir.text = path_join(a, dir.text, c->args.items[++i].text);
		else if (arg.text.n && arg.text.s[0] != '-'
			&& str_find_char(arg.text, '=', 0) == STR_NONE)
			vec_push(a, &goals, arg.text);
	}
	const struct fact_makefile *file =
		dir.state == KNOWN && !c->stage ? map_get(&l->makefiles, dir.text) : NULL;
	if (!file)
		return;
	if (goals.n == 0 && !c->args.open)
		graph_link(l->g, from, graph_node_of(l->g, default_goal(file)), NULL);
	vec_for(struct str, goal, &goals)
		graph_link(l->g, from, graph_node_of(l->g, find_target(l, file, *goal)), NULL);
}

static void
link_commands(struct linker *l)
{
	struct arena *a = l->g->arena;
	fact_for(command, c, &l->project->facts[FACT_CLASS_command]) {
		struct graph_node *node = node_of_command(l, c);
		if (node)
			map_set(a, &l->callers, place_key(a, c->place), node);
		if (c->program.state == KNOWN
			&& (str_eq(c->program.text, STR("make"))
				|| str_eq(c->program.text, STR("gmake"))))
			link_make(l, c);
	}
}

/* What make in an image runs is known by its commands alone. */
static void
link_recipes_of_stages(struct linker *l)
{
	fact_for(go_command, go, &l->project->facts[FACT_CLASS_go_command])
		graph_link(l->g, graph_node_of(l->g, go->command->stage),
			graph_node_of(l->g, go->command->target), NULL);
}

static void
link_prerequisites(struct linker *l)
{
	fact_for(target, target, &l->project->facts[FACT_CLASS_target]) {
		struct graph_node *from = graph_node_of(l->g, target);
		for (size_t i = 0; from && i < target->prerequisites.n; i++) {
			struct fact_string name = target->prerequisites.items[i];
			struct fact_target *to = name.state == KNOWN
				? find_target(l, target->makefile, name.text)
				: NULL;
			graph_link(l->g, from, graph_node_of(l->g, to), NULL);
		}
	}
}

/* --- jobs --- */

static void
link_jobs(struct linker *l)
{
	fact_for(job, job, &l->project->facts[FACT_CLASS_job]) {
		if (job->listed)
			continue;
		struct graph_node *from = graph_node_of(l->g, job);
		bool in_image = job->container && (const void *)job->container != fact_unknown;
		if (in_image && job->container->text.state == KNOWN)
			graph_link(l->g, from,
				graph_outside(l->g, GRAPH_IMAGE, job->container->text.text),
				"runs in");
		fact_for(job_service, service, &job->services)
			if (service->image.state == KNOWN && service->image.text.n)
				graph_link(l->g, from,
					graph_outside(l->g, GRAPH_IMAGE, service->image.text),
					"runs beside");
		if (!job->calls || (const void *)job->calls == fact_unknown)
			continue;
		fact_for(job, called, &job->calls->jobs)
			graph_link(l->g, from, graph_node_of(l->g, called), "calls");
	}
}

/* Last, so that it stands for nothing where one job calls or builds what the other is. */
static void
link_order(struct linker *l)
{
	const struct fact_list *jobs = &l->project->facts[FACT_CLASS_job];
	struct arena *a = l->g->arena;
	struct map by_id = { 0 };
	fact_for(job, job, jobs)
		if (!job->listed)
			map_set(a, &by_id, key_of(a, job->workflow->file.text, job->id.text), job);
	fact_for(job, job, jobs) {
		for (size_t i = 0; !job->listed && i < job->needs.n; i++) {
			struct str id = job->needs.items[i].text;
			struct fact_job *other =
				map_get(&by_id, key_of(a, job->workflow->file.text, id));
			graph_link_order(
				l->g, graph_node_of(l->g, job), graph_node_of(l->g, other));
		}
	}
}

/* --- images --- */

static void
link_image(struct linker *l, struct graph_node *from, const struct fact_image_ref *image,
	const char *label)
{
	if (image && image->text.state == KNOWN && image->is_scratch != YES)
		graph_link(l->g, from, graph_outside(l->g, GRAPH_IMAGE, image->text.text), label);
}

static void
link_stages(struct linker *l)
{
	fact_for(stage, stage, &l->project->facts[FACT_CLASS_stage]) {
		struct graph_node *from = graph_node_of(l->g, stage);
		if (stage->parent)
			graph_link(l->g, from, graph_node_of(l->g, stage->parent), "from");
		else
			link_image(l, from, stage->image, "from");
		fact_for(copy, copy, &stage->copies) {
			if (copy->stage != stage)
				continue; /* its parent's */
			graph_link(l->g, from, graph_node_of(l->g, copy->from_stage), "copies");
			link_image(l, from, copy->from_image, "copies");
		}
	}
	fact_for(mount, mount, &l->project->facts[FACT_CLASS_mount]) {
		struct graph_node *from = graph_node_of(l->g, mount->stage);
		graph_link(l->g, from, graph_node_of(l->g, mount->from_stage), "mounts");
		if (mount->from_image.n)
			graph_link(l->g, from, graph_outside(l->g, GRAPH_IMAGE, mount->from_image),
				"mounts");
	}
}

/* From what starts a build to the stage that it asks for. */
static void
link_build(struct linker *l, struct graph_node *from, const struct fact_docker_build *build)
{
	const struct fact_dockerfile *file = build ? build->dockerfile : NULL;
	if (!file || (const void *)file == fact_unknown)
		return;
	const struct fact_stage *wanted = file->final_stage;
	fact_for(stage, stage, &file->stages)
		if (build->target.state == KNOWN && stage->name.state == KNOWN
			&& str_eq_nocase(stage->name.text, build->target.text))
			wanted = stage;
	graph_link(l->g, from, graph_node_of(l->g, wanted),
		build->target.state == UNKNOWN ? "may build" : "builds");
}

static void
link_goreleaser(struct linker *l)
{
	fact_for(goreleaser_run, run, &l->project->facts[FACT_CLASS_goreleaser_run]) {
		struct graph_node *from = graph_node_of(l->g, run->target);
		if (!from)
			from = graph_node_of(l->g, run->job);
		fact_for(docker_build, build, &run->images) {
			const struct fact_dockerfile *file = build->dockerfile;
			struct graph_node *to =
				graph_node_of(l->g, file ? file->final_stage : NULL);
			if (to)
				to->builds_go = true; /* its program comes from the run */
			link_build(l, from, build);
		}
	}
}

/* From docker compose up to the services that it builds or starts. */
static void
link_compose(struct linker *l)
{
	fact_for(compose_run, run, &l->project->facts[FACT_CLASS_compose_run])
		fact_for(compose_service, service, &run->services)
			graph_link(l->g, node_of_command(l, run->command),
				graph_node_of(l->g, service), NULL);
}

static void
link_builds(struct linker *l)
{
	struct arena *a = l->g->arena;
	fact_for(compose_service, service, &l->project->facts[FACT_CLASS_compose_service])
		link_build(l, graph_node_of(l->g, service), service->build);
	fact_for(docker_build, build, &l->project->facts[FACT_CLASS_docker_build]) {
		struct graph_node *from = build->place.source
			? map_get(&l->callers, place_key(a, build->place))
			: NULL;
		if (!from && build->command) /* it stands in a bake file */
			from = node_of_command(l, build->command);
		if (!from)
			from = graph_node_of(l->g, build->job);
		link_build(l, from, build);
	}
}

/* --- what is drawn in --- */

/* The hosts of a GOPROXY list up to where Go looks no further. */
static struct str
hosts_of(struct arena *a, struct str list)
{
	struct strs hosts = { 0 };
	size_t at = 0;
	while (at < list.n) {
		size_t end = at;
		while (end < list.n && list.s[end] != ',' && list.s[end] != '|')
			end++;
		struct str entry = str_trim(str_slice(list, at, end));
		at = end + 1;
		if (str_eq(entry, STR("off")))
			break;
		if (str_eq(entry, STR("direct"))) {
			vec_push(a, &hosts, STR("their repositories"));
			break;
		}
		size_t scheme = str_find(entry, STR("://"), 0);
		struct str host =
			scheme == STR_NONE ? entry : str_slice(entry, scheme + 3, entry.n);
		str_cut(host, '/', &host, NULL);
		size_t user = str_find_last_char(host, '@');
		if (user != STR_NONE)
			host = str_slice(host, user + 1, host.n);
		if (host.n && !strs_has(&hosts, host))
			vec_push(a, &hosts, host);
	}
	return strs_join(a, &hosts, STR(", "));
}

/* A list is one node: nobody draws from one of its hosts without the others. */
static void
link_proxies(struct linker *l, struct graph_node *from, struct str list)
{
	struct str hosts = hosts_of(l->g->arena, list);
	if (hosts.n)
		graph_link(l->g, from, graph_outside(l->g, GRAPH_SOURCE, hosts), NULL);
}

static void
link_mounts(struct linker *l, struct graph_node *from, const struct fact_command *c)
{
	fact_for(mount, mount, &c->mounts) {
		bool is_cache =
			mount->type.state == KNOWN && str_eq(mount->type.text, STR("cache"));
		if (is_cache && mount->target.state == KNOWN)
			graph_link(l->g, from, graph_outside(l->g, GRAPH_CACHE, mount->target.text),
				NULL);
	}
}

static void
link_supplies_of(struct linker *l, const struct fact_list *go_commands)
{
	fact_for(go_command, go, go_commands) {
		struct graph_node *from = node_of_command(l, go->command);
		struct fact_string proxy = setting_value(go->go_env, STR("GOPROXY"));
		link_mounts(l, from, go->command);
		if (go->downloads == YES && proxy.state == KNOWN)
			link_proxies(l, from, proxy.text);
	}
}

static void
link_supplies(struct linker *l)
{
	link_supplies_of(l, &l->project->facts[FACT_CLASS_go_command]);
	fact_for(goreleaser_run, run, &l->project->facts[FACT_CLASS_goreleaser_run])
		link_supplies_of(l, &run->go_commands);
}

void
graph_add_edges(struct graph *g, const struct project *project)
{
	struct linker l = { .g = g, .project = project };
	index_facts(&l);
	link_jobs(&l);
	link_commands(&l);
	link_recipes_of_stages(&l);
	link_prerequisites(&l);
	link_builds(&l);
	link_compose(&l);
	link_goreleaser(&l);
	link_stages(&l);
	link_supplies(&l);
	link_order(&l);
}
