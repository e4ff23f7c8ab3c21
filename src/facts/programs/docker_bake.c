/* SPDX-License-Identifier: Apache-2.0 */
/* docker buildx bake: https://docs.docker.com/reference/cli/docker/buildx/bake/ */
#include "base/path.h"
#include "facts/config/bake.h"
#include "facts/programs/reader.h"

static const char *const long_options[] = { "allow", "builder", "call", "file", "list",
	"metadata-file", "progress", "provenance", "sbom", "set", "var", NULL };

/* The index of the first word after `docker [buildx] bake`, or STR_NONE. */
static size_t
find_bake(const struct fact_command *c)
{
	if (!RUNS_ONE_OF(c, "docker", "buildx", "docker-buildx"))
		return STR_NONE;
	for (size_t i = 0; i < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str word = c->args.items[i].text;
		if (str_eq(word, STR("bake")))
			return i + 1;
		if (!str_eq(word, STR("buildx")) && !str_starts(word, STR("-")))
			break;
	}
	return STR_NONE;
}

/* Takes an option or a target; false where it is not certain what the call is for. */
static bool
take(const struct run_context *cx, const struct options *o, struct bake_call *call)
{
	struct arena *a = cx->x->arena;
	bool is_known = sketch_value(o->value).state == KNOWN;
	if (str_eq(o->name, STR("set"))) {
		vec_push(a, &call->overrides, o->value);
	} else if (IS_ONE_OF(o->name, "f", "file")) {
		struct fact_string path =
			is_known ? project_path_of(cx, o->value) : fact_unknown_string();
		if (path.state != KNOWN)
			return false;
		vec_push(a, &call->files, path.text);
	} else if (o->name.n == 0) {
		/* A URL is a definition that is kept elsewhere. */
		if (!is_known || str_contains(o->value, STR("://")))
			return false;
		vec_push(a, &call->targets, o->value);
	} else if (IS_ONE_OF(o->name, "print", "help", "list", "var", "call", "check")) {
		return false;
	}
	return true;
}

void
read_docker_bake(struct run_context *cx, const struct command_view *view)
{
	size_t at = find_bake(view->command);
	if (at == STR_NONE || cx->machine->is_image || cx->workdir.state != KNOWN)
		return;
	struct run_context inner;
	struct bake_call call = { .command = view->command,
		.env = cx->env,
		.dir = cx->workdir.text,
		.job = cx->job,
		.step = cx->step,
		.is_conditional = cx->conditional };
	struct options o = {
		.cx = cx, .view = view, .letters = "f", .longs = long_options, .next = at
	};
	while (options_next(&o))
		if (!take(cx, &o, &call))
			return;
	struct fact_string here = project_path_of(cx, STR("."));
	if (here.state != KNOWN || !call_enter(cx, view->command->place, &inner))
		return;
	call.dir = here.text;
	call.via = inner.via;
	bake_read(cx->x, &call);
}
