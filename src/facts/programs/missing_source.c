/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a go command of an image needs and does not find there: directories that go.mod (replace)
 * or go.work (use) name and that no COPY has brought by then, and files of the module that
 * .dockerignore keeps back.
 * https://go.dev/ref/mod#go-mod-file-replace, https://go.dev/ref/mod#go-work-file-use
 */
#include "base/path.h"
#include "facts/go_version.h"
#include "facts/image.h"
#include "facts/programs/reader.h"

#define ANCESTORS_MAX 32 /* directories above the working directory that are looked in */

/* Which file of the project go finds by that name in a directory of the image, or above it. */
struct found {
	struct fact_string file; /* ABSENT: certainly none */
	struct str dir;          /* where it lies in the image */
	struct fact_string kept; /* where there is none: the one that .dockerignore keeps back */
	struct str kept_path;    /* where that would lie */
};

static struct found
find_upwards(const struct run_context *cx, struct str dir, const char *name)
{
	struct arena *a = cx->x->arena;
	struct found found = { .file = fact_unknown_string(), .dir = dir };
	for (size_t i = 0; i < ANCESTORS_MAX; i++, found.dir = path_dir(found.dir)) {
		struct str path = path_join(a, found.dir, str_from(name));
		struct fact_string kept;
		found.file = image_path_source(cx->x, cx->machine, path, &kept);
		if (kept.state == KNOWN && found.kept.state != KNOWN) {
			found.kept = kept;
			found.kept_path = path;
		}
		if (found.file.state != ABSENT || path_dir(found.dir).n == found.dir.n)
			break;
	}
	return found;
}

bool
go_may_name_modfile(const struct fact_go_command *go)
{
	struct fact_string goflags = setting_value(go->go_env, STR("GOFLAGS"));
	if (go->flags.open || goflags.state == UNKNOWN
		|| (goflags.state == KNOWN && str_contains(goflags.text, STR("-modfile"))))
		return true;
	for (size_t i = 0; i < go->flags.n; i++)
		if (go->flags.items[i].state != KNOWN
			|| str_starts(go->flags.items[i].text, STR("-modfile")))
			return true;
	return false;
}

static bool
names_version(const struct fact_go_command *go)
{
	for (size_t i = 0; i < go->packages.n; i++)
		if (go->packages.items[i].state != KNOWN
			|| str_find_char(go->packages.items[i].text, '@', 0) != STR_NONE)
			return true;
	return go->packages.open;
}

/* The directory it works in, as the image names it. */
static struct fact_string
directory_of(const struct run_context *cx, const struct fact_go_command *go)
{
	struct fact_string dir = cx->workdir;
	for (size_t i = 0; dir.state == KNOWN && i < go->flags.n; i++) {
		struct str flag = go->flags.items[i].text;
		if (str_eq(flag, STR("-C")))
			dir = fact_unknown_string();
		else if (str_starts(flag, STR("-C=")))
			dir.text = path_join(cx->x->arena, dir.text, str_slice(flag, 3, flag.n));
	}
	return dir;
}

/* --- the fact --- */

struct wanted {
	const char *directive;
	struct place place;
	struct str written;
	struct str project_dir; /* from the project's root */
	struct str image_dir;   /* of the go.mod or go.work */
};

/* True if the directory is missing. */
static bool
note(const struct run_context *cx, struct fact_go_command *go, const struct wanted *w)
{
	struct extraction *x = cx->x;
	struct str context = cx->stage->dockerfile->context.text;
	struct str path = path_join(x->arena, w->image_dir, w->written);
	struct str manifest = path_join(x->arena, path, STR("go.mod"));
	struct str in_project = path_join(x->arena, w->project_dir, STR("go.mod"));
	struct fact_string kept;
	if (!path_is_within(w->project_dir, context)
		|| vfs_kind(x->arena, x->fs, in_project) != IO_FILE
		|| !image_lacks(cx, go->command, manifest))
		return false;
	image_path_source(x, cx->machine, manifest, &kept);
	struct fact_missing_module *missing = FACT_ADD(x, missing_module);
	missing->place = go->place;
	missing->directive = fact_known(str_from(w->directive));
	missing->directive_place = w->place;
	missing->written = fact_known(w->written);
	struct str below = str_slice(w->project_dir, context.n, w->project_dir.n);
	while (path_is_absolute(below))
		below = str_slice(below, 1, below.n);
	if (kept.state != KNOWN)
		missing->source = fact_known(below.n ? below : STR("."));
	missing->path = fact_known(path);
	missing->go_command = go;
	return true;
}

/* --- go.work --- */

static const struct fact_workspace *
workspace_at(const struct project *project, struct str file)
{
	fact_for(workspace, workspace, &project->facts[FACT_CLASS_workspace])
		if (str_eq(workspace->file.text, file))
			return workspace;
	return NULL;
}

static void
find_unused(const struct run_context *cx, struct fact_go_command *go, const struct found *found)
{
	const struct fact_workspace *workspace = workspace_at(cx->x->project, found->file.text);
	bool reads = IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run", "list",
		"generate", "mod download", "mod verify", "mod graph");
	if (!workspace || !reads || names_version(go))
		return;
	fact_for(workspace_use, use, &workspace->uses) {
		struct wanted w = { .directive = "use",
			.place = use->place,
			.written = use->path.text,
			.image_dir = found->dir };
		if (use->has_module != YES || use->path.state != KNOWN)
			continue;
		w.project_dir = path_join(cx->x->arena, path_dir(workspace->file.text), w.written);
		if (note(cx, go, &w))
			return;
	}
}

/* --- go.mod --- */

/* Is that the version of the module which is built with? Every one, where none is named. */
static bool
is_required(const struct fact_module *module, const struct fact_module_replace *replace)
{
	fact_for(module_require, require, &module->requires)
		if (str_eq(require->path.text, replace->path.text)
			&& (replace->version.state != KNOWN
				|| str_eq(require->version.text, replace->version.text)))
			return true;
	return false;
}

static void
find_unreplaced(const struct run_context *cx, struct fact_go_command *go, const struct found *found)
{
	const struct fact_module *module = go->module;
	/* Others read of a replacement only what they import. */
	bool reads = IS_ONE_OF(go->verb.text, "mod download", "mod verify", "mod graph");
	if (!module || !reads || found->file.state != KNOWN
		|| !str_eq(found->file.text, module->file.text))
		return;
	fact_for(module_replace, replace, &module->replaces) {
		struct wanted w = { .directive = "replace",
			.place = replace->place,
			.written = replace->new_path.text,
			.project_dir = replace->target_dir.text,
			.image_dir = found->dir };
		bool is_local = replace->is_local == YES && replace->target_dir.state == KNOWN;
		if (is_local && is_required(module, replace) && note(cx, go, &w))
			return;
	}
}

/* --- .dockerignore --- */

/* The sums of modules that it builds with, if it takes them from go.sum alone. */
static bool
needs_go_sum(const struct run_context *cx, const struct fact_go_command *go)
{
	struct fact_string goflags = setting_value(go->go_env, STR("GOFLAGS"));
	struct fact_string highest = go->go_version.state == KNOWN
		? go_version_highest(cx->x->arena, go->go_version.text)
		: fact_unknown_string();
	bool is_old = highest.state == KNOWN && version_compare(highest.text, STR("1.16")) < 0;
	bool may_add = go->flags.open || goflags.state == UNKNOWN
		|| (goflags.state == KNOWN && str_contains(goflags.text, STR("-mod")));
	for (size_t i = 0; i < go->flags.n; i++)
		may_add |= str_starts(go->flags.items[i].text, STR("-mod"));
	return IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run") && !is_old
		&& !may_add && go->module && go->module->has_dependencies == YES
		&& go->module->vendored == NO && go->module->in_workspace == NO;
}

/* With -mod=vendor, go asks for vendor/modules.txt as soon as go.mod requires anything. */
static bool
needs_vendor(const struct fact_go_command *go)
{
	return IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run")
		&& go->mod_mode.state == KNOWN && str_eq(go->mod_mode.text, STR("vendor"))
		&& go->module && go->module->has_dependencies == YES
		&& go->module->in_workspace != YES;
}

static void
find_ignored(const struct run_context *cx, struct fact_go_command *go, const struct found *found)
{
	struct extraction *x = cx->x;
	struct fact_string kept = found->kept;
	struct str path = found->kept_path;
	bool reads = IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run", "list",
		"generate", "mod download", "mod verify", "mod graph", "mod tidy", "mod vendor");
	if (!reads || names_version(go))
		return;
	if (found->file.state == KNOWN && needs_vendor(go)) {
		path = path_join(x->arena, found->dir, STR("vendor/modules.txt"));
		image_path_source(x, cx->machine, path, &kept);
	} else if (found->file.state == KNOWN && needs_go_sum(cx, go)) {
		path = path_join(x->arena, found->dir, STR("go.sum"));
		image_path_source(x, cx->machine, path, &kept);
	} else if (found->file.state != ABSENT) {
		return;
	}
	if (kept.state == KNOWN && image_lacks(cx, go->command, path))
		ignored_source_add(x, cx->stage, go->place, kept.text, go);
}

/* --- cache mounts --- */

/* A cache starts empty: where it lies over the module, go finds no go.mod there. */
static void
find_hidden(const struct run_context *cx, struct fact_go_command *go, const struct found *found)
{
	struct str path = path_join(cx->x->arena, found->dir, STR("go.mod"));
	bool reads = IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run", "list",
		"generate", "mod download", "mod verify", "mod tidy", "mod vendor");
	if (found->file.state != KNOWN || !reads || names_version(go))
		return;
	fact_for(mount, mount, &cx->mounts) {
		bool covers = mount->type.state == KNOWN && str_eq(mount->type.text, STR("cache"))
			&& !mount->has_from && mount->target.state == KNOWN
			&& path_is_within(found->dir, mount->target.text);
		if (!covers || image_has_made(cx, go->command, path))
			continue;
		mount->hides = fact_known(path);
		mount->hides_what = fact_known(STR("source"));
		mount->needed_at = go->place;
	}
}

void
find_missing_sources(const struct run_context *cx, struct fact_go_command *go)
{
	struct fact_string dir = directory_of(cx, go);
	const struct fact_setting *work = settings_get(go->go_env, STR("GOWORK"));
	bool is_off = work && work->value.state == KNOWN && str_eq(work->value.text, STR("off"));
	if (!cx->stage || cx->stage->dockerfile->context.state != KNOWN || go->verb.state != KNOWN
		|| dir.state != KNOWN || (!go_env_is_default(go, STR("GOWORK")) && !is_off)
		|| go_may_name_modfile(go))
		return;
	struct found found = { .file = { .state = ABSENT } };
	if (!is_off && cx->x->project->facts[FACT_CLASS_workspace].n)
		found = find_upwards(cx, dir.text, "go.work");
	if (found.file.state == KNOWN)
		find_unused(cx, go, &found);
	if (found.file.state != ABSENT)
		return;
	found = find_upwards(cx, dir.text, "go.mod");
	find_unreplaced(cx, go, &found);
	find_ignored(cx, go, &found);
	find_hidden(cx, go, &found);
}
