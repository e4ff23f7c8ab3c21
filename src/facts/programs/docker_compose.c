/* SPDX-License-Identifier: Apache-2.0 */
/* docker compose up and its like: https://docs.docker.com/reference/cli/docker/compose/ */
#include "base/path.h"
#include "facts/config/compose.h"
#include "facts/programs/reader.h"

static const char *const general_options[] = { "ansi", "env-file", "file", "parallel", "profile",
	"progress", "project-directory", "project-name", NULL };
static const char *const verb_options[] = { "attach", "build-arg", "builder", "cap-add", "cap-drop",
	"entrypoint", "env", "env-from-file", "exit-code-from", "label", "memory", "name",
	"no-attach", "publish", "pull", "scale", "ssh", "timeout", "user", "volume", "wait-timeout",
	"workdir", NULL };
/* --pull has no value here. */
static const char *const build_options[] = { "build-arg", "builder", "memory", "progress",
	"provenance", "sbom", "ssh", NULL };

/* The index of the first word after the name of the program; STR_NONE where it is another. */
static size_t
find_compose(const struct fact_command *c)
{
	if (RUNS_ONE_OF(c, "docker-compose", "podman-compose"))
		return 0;
	bool has_compose = RUNS_ONE_OF(c, "docker", "podman", "nerdctl");
	for (size_t i = 0; has_compose && i < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str word = c->args.items[i].text;
		if (str_eq(word, STR("compose")))
			return i + 1;
		if (IS_ONE_OF(word, "-H", "-c", "--context", "--host", "--config", "-l",
			    "--log-level"))
			i++;
		else if (!str_starts(word, STR("-")))
			break;
	}
	return STR_NONE;
}

/* --- which files --- */

/* The first of two names that is there, in a directory. */
static bool
add_first(const struct extraction *x, struct compose_call *call, struct str dir,
	const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str path = path_join(x->arena, dir, str_from(names[i]));
		if (vfs_kind(x->arena, x->fs, path) == IO_MISSING)
			continue;
		vec_push(x->arena, &call->files, path);
		return true;
	}
	return false;
}

/* Where no file is named, compose looks in the working directory and in those above it. */
static void
add_default_files(const struct extraction *x, struct compose_call *call, struct str dir)
{
	static const char *const names[] = { "compose.yaml", "compose.yml", "docker-compose.yml",
		"docker-compose.yaml" };
	static const char *const overrides[] = { "compose.override.yml", "compose.override.yaml",
		"docker-compose.override.yml", "docker-compose.override.yaml" };
	for (bool up = true; up; up = dir.n > 0, dir = path_dir(dir)) {
		if (!add_first(x, call, dir, names, 4))
			continue;
		add_first(x, call, dir, overrides, 4);
		return;
	}
}

/* Words between colons, or commas, in a variable; false where they are not known. */
static bool
add_from_env(const struct run_context *cx, const char *name, char separator, struct strs *out)
{
	struct fact_string value = setting_value(cx->env, str_from(name));
	struct str rest = value.state == KNOWN ? value.text : STR(""), word;
	while (str_next_field(&rest, separator, &word))
		if (str_trim(word).n)
			vec_push(cx->x->arena, out, str_trim(word));
	return value.state != UNKNOWN;
}

static bool
add_file(const struct run_context *cx, struct compose_call *call, struct str word)
{
	struct fact_string path = sketch_value(word).state == KNOWN ? project_path_of(cx, word)
								    : fact_unknown_string();
	if (path.state == KNOWN)
		vec_push(cx->x->arena, &call->files, path.text);
	return path.state == KNOWN;
}

/* --- the command --- */

struct reading {
	const struct run_context *cx;
	struct compose_call call;
	struct str verb;
	bool is_open;      /* it may be for other services, too */
	bool is_elsewhere; /* which files it looks for where none is named can't be told */
	bool is_trial;     /* --dry-run, --help */
};

static void
read_general(struct reading *r, const struct options *o)
{
	bool is_known = sketch_value(o->value).state == KNOWN;
	if (IS_ONE_OF(o->name, "f", "file"))
		r->is_open |= !add_file(r->cx, &r->call, o->value);
	else if (IS_ONE_OF(o->name, "profile") && is_known)
		vec_push(r->cx->x->arena, &r->call.profiles, o->value);
	else if (IS_ONE_OF(o->name, "profile"))
		r->call.any_profile = true;
	/* A file of variables may set COMPOSE_FILE and COMPOSE_PROFILES. */
	r->call.any_profile |= IS_ONE_OF(o->name, "env-file");
	r->is_elsewhere |= IS_ONE_OF(o->name, "env-file", "project-directory");
	r->is_trial |= IS_ONE_OF(o->name, "help", "dry-run");
}

/* .env of the working directory may set them, too. */
static bool
has_dot_env(const struct reading *r, struct str dir)
{
	struct extraction *x = r->cx->x;
	const struct source *source = compose_env_source(x, path_join(x->arena, dir, STR(".env")));
	return source && str_contains(source->text, STR("COMPOSE_"));
}

static void
read_files(struct reading *r)
{
	struct strs named = { 0 };
	struct fact_string here = project_path_of(r->cx, STR("."));
	bool is_told = add_from_env(r->cx, "COMPOSE_FILE", ':', &named);
	r->call.any_profile |= !add_from_env(r->cx, "COMPOSE_PROFILES", ',', &r->call.profiles);
	bool has_own = here.state == KNOWN && has_dot_env(r, here.text);
	bool is_elsewhere = r->is_elsewhere || has_own || here.state != KNOWN;
	r->call.any_profile |= has_own;
	if (r->call.files.n || r->is_open)
		return;
	r->is_open = !is_told || (is_elsewhere && named.n == 0);
	vec_for(const struct str, path, &named)
		r->is_open |= !add_file(r->cx, &r->call, *path);
	if (named.n == 0 && !is_elsewhere)
		add_default_files(r->cx->x, &r->call, here.text);
}

/* What stands behind the verb: false where it builds and starts nothing. */
static bool
read_verb(struct reading *r, const struct command_view *view, size_t at)
{
	struct options o = { .cx = r->cx, .view = view, .next = at };
	bool runs = str_eq(r->verb, STR("run"));
	bool builds = str_eq(r->verb, STR("build"));
	o.longs = builds ? build_options : verb_options;
	o.letters = runs ? "elpuvw" : builds ? "m" : "t";
	r->call.without_dependencies = builds;
	while (options_next(&o)) {
		if (IS_ONE_OF(o.name, "help", "dry-run"))
			return false;
		if (IS_ONE_OF(o.name, "no-deps"))
			r->call.without_dependencies = true;
		if (IS_ONE_OF(o.name, "with-dependencies"))
			r->call.without_dependencies = false;
		if (o.name.n)
			continue;
		if (sketch_value(o.value).state == KNOWN)
			vec_push(r->cx->x->arena, &r->call.services, o.value);
		else
			r->is_open = true;
		if (runs)
			return true; /* what follows is for the container */
	}
	return !runs || r->call.services.n || r->is_open;
}

void
read_docker_compose(struct run_context *cx, const struct command_view *view)
{
	size_t at = find_compose(view->command);
	if (at == STR_NONE || cx->machine->is_image)
		return;
	struct reading r = { .cx = cx };
	struct options o = {
		.cx = cx, .view = view, .letters = "fp", .longs = general_options, .next = at
	};
	while (r.verb.n == 0 && options_next(&o)) {
		if (o.name.n)
			read_general(&r, &o);
		else
			r.verb = o.value;
	}
	if (r.is_trial || !IS_ONE_OF(r.verb, "up", "run", "build", "create", "watch")
		|| !read_verb(&r, view, o.at + 1))
		return;
	read_files(&r);
	struct fact_compose_run *run = FACT_ADD(cx->x, compose_run);
	run->place = view->command->place;
	run->verb = fact_known(r.verb);
	/* A word that is not known may name all that there are. */
	if (!r.is_open || r.call.services.n || !view->command->args.open)
		run->services = compose_select(cx->x, &r.call);
	run->services.open |= r.is_open;
	run->is_conditional = cx->conditional;
	run->command = view->command;
	run->job = cx->job;
	run->step = cx->step;
	run->target = cx->target;
	run->via = cx->via;
}
