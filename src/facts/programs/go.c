/* SPDX-License-Identifier: Apache-2.0 */
/* The go command: what it works on and needs, and what it leaves behind. */
#include <string.h>

#include "base/path.h"
#include "facts/go_version.h"
#include "facts/goprivate.h"
#include "facts/image.h"
#include "facts/programs/reader.h"

bool
go_env_is_default(const struct fact_go_command *go, struct str name)
{
	const struct fact_setting *s = settings_get(go->go_env, name);
	return s && s->scope.state == KNOWN && str_eq(s->scope.text, STR("default"));
}

/* go install pkg@version and go run pkg@version work outside of the module. */
static enum tri
names_version(const struct fact_go_command *go)
{
	for (size_t i = 0; i < go->packages.n; i++) {
		if (go->packages.items[i].state != KNOWN)
			return UNSURE;
		if (str_find_char(go->packages.items[i].text, '@', 0) != STR_NONE)
			return YES;
	}
	return go->packages.open && go->packages.n == 0 ? UNSURE : NO;
}

static bool
installs(const struct fact_go_command *go)
{
	return go->verb.state == KNOWN && IS_ONE_OF(go->verb.text, "install", "run");
}

/* Is it written as pkg@version where the version is not known: pkg@$(VERSION), not "$@"? */
static bool
has_version_sign(struct str written)
{
	size_t at = str_find_char(written, '@', 0);
	return at != STR_NONE && at > 0 && written.s[0] != '-'
		&& !strchr("$([{\"'", written.s[at - 1]);
}

static bool
works_outside(const struct command_view *view, const struct fact_go_command *go)
{
	enum tri named = installs(go) ? names_version(go) : NO;
	const struct fact_strings *args = &view->command->args;
	for (size_t i = 0; named == UNSURE && i < args->n; i++) {
		struct place place = view->origins[i].place;
		bool is_value = i > 0 && args->items[i - 1].state == KNOWN
			&& go_takes_value(args->items[i - 1].text);
		if (args->items[i].state != KNOWN && !is_value && place.source
			&& has_version_sign(source_slice(place.source, place.span)))
			return true;
	}
	return named == YES;
}

static bool
has_flag(const struct fact_go_command *go, struct str flag)
{
	for (size_t i = 0; i < go->flags.n; i++)
		if (go->flags.items[i].state == KNOWN && str_eq(go->flags.items[i].text, flag))
			return true;
	return false;
}

#define FOLDERS_MAX 32 /* above the one at hand that are looked in for a go.mod */

/*
 * The module of a folder of the image: by the mounts of its RUN, then by what was copied there.
 */
static struct fact_module *
find_module_in_image(const struct run_context *cx, struct str dir)
{
	struct arena *a = cx->x->arena;
	struct fact_string file = { .state = KNOWN };
	struct str folder = dir;
	for (size_t i = 0; i < FOLDERS_MAX && file.state == KNOWN; i++) {
		file = mount_path_source(cx, path_join(a, folder, STR("go.mod")));
		if (file.state == UNKNOWN)
			return NULL;
		if (file.state == KNOWN && vfs_kind(a, cx->x->fs, file.text) == IO_FILE)
			return module_of_dir(cx->x->project, path_dir(file.text));
		folder = path_dir(folder);
	}
	return module_in_image(cx->x, cx->machine, dir);
}

/* The directory in which it looks for a go.mod; unknown also where it looks for none. */
static struct fact_string
go_directory(
	struct run_context *cx, const struct command_view *view, const struct fact_go_command *go)
{
	struct fact_string dir = cx->workdir;
	struct str change = go_flag(go, "-C").text;
	/* -C alone: its value is not known. */
	if (dir.state != KNOWN || has_flag(go, STR("-C")) || works_outside(view, go))
		return fact_unknown_string();
	if (change.n)
		dir.text = path_join(cx->x->arena, dir.text, change);
	return dir;
}

static struct fact_module *
find_module(struct run_context *cx, struct fact_string dir)
{
	if (dir.state != KNOWN)
		return NULL;
	if (cx->machine->is_image)
		return find_module_in_image(cx, dir.text);
	return path_is_within(dir.text, STR("")) ? module_of_dir(cx->x->project, dir.text) : NULL;
}

static struct fact_workspace *
find_lone_workspace(
	const struct run_context *cx, const struct fact_go_command *go, struct fact_string dir)
{
	if (dir.state != KNOWN || go->module || cx->machine->is_image
		|| !go_env_is_default(go, STR("GOWORK")))
		return NULL;
	struct str file = path_join(cx->x->arena, dir.text, STR("go.work"));
	fact_for(workspace, workspace, &cx->x->project->facts[FACT_CLASS_workspace])
		if (str_eq(workspace->file.text, file) && !workspace->uses.open)
			return workspace;
	return NULL;
}

/* Is a module fetched from its own repository, past every proxy? */
static enum tri
is_direct(const struct fact_go_command *go, struct str path)
{
	struct fact_string proxy = setting_value(go->go_env, STR("GOPROXY"));
	struct fact_string list = setting_value(go->go_env, STR("GONOPROXY"));
	bool no_proxy = proxy.state == KNOWN
		&& (str_eq(proxy.text, STR("direct")) || str_starts(proxy.text, STR("direct,")));
	enum tri direct = proxy.state == KNOWN ? tri_of(no_proxy) : UNSURE;
	/* "none" is how a proxy is asked for what GOPRIVATE names. */
	if (list.state == KNOWN && str_eq(list.text, STR("none")))
		return direct;
	return tri_or(direct, goprivate_covers(list, path));
}

static bool
is_replaced(const struct fact_module *module, struct str path)
{
	fact_for(module_replace, replace, &module->replaces)
		if (replace->path.state == KNOWN && str_eq(replace->path.text, path))
			return true;
	return false;
}

struct fact_string
go_direct_module(const struct fact_go_command *go, struct str prefix)
{
	struct fact_string none = { .state = ABSENT };
	if (!go->module || go->downloads != YES)
		return go->downloads == NO ? none : fact_unknown_string();
	bool unsure = false;
	fact_for(module_require, require, &go->module->requires) {
		if (require->path.state != KNOWN || is_replaced(go->module, require->path.text)
			|| !(prefix.n == 0 || path_is_within(require->path.text, prefix)))
			continue;
		enum tri direct = is_direct(go, require->path.text);
		if (direct == YES)
			return require->path;
		unsure |= direct == UNSURE;
	}
	return unsure ? fact_unknown_string() : none;
}

enum tri
go_treats_as_private(const struct fact_go_command *go, struct str path)
{
	static const char *const names[] = { "GOPRIVATE", "GONOPROXY", "GONOSUMDB" };
	enum tri covered = NO;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		covered = tri_or(covered,
			goprivate_covers(setting_value(go->go_env, str_from(names[i])), path));
	return covered;
}

static bool
is_rewritten(const struct machine *machine, struct str path)
{
	fact_for(git_rewrite, rewrite, &machine->rewrites)
		if (rewrite->prefix.state != KNOWN || path_is_within(path, rewrite->prefix.text))
			return true;
	return false;
}

static struct fact_string
exposed_module(const struct run_context *cx, const struct fact_go_command *go)
{
	struct fact_string none = { .state = ABSENT };
	if (!go->module || !cx->x->surroundings.private_modules.n)
		return none;
	fact_for(module_require, require, &go->module->requires) {
		if (require->is_private != YES || is_replaced(go->module, require->path.text)
			|| is_rewritten(cx->machine, require->path.text))
			continue;
		enum tri covered = go_treats_as_private(go, require->path.text);
		if (covered != YES)
			return covered == NO ? require->path : fact_unknown_string();
	}
	return none;
}

/* The last -mod of GOFLAGS counts. */
static struct fact_string
mod_mode(const struct fact_go_command *go)
{
	struct fact_string mode = { .state = ABSENT };
	struct fact_string own = go_flag(go, "-mod");
	if (own.state == UNKNOWN || own.text.n)
		return own;
	struct str word;
	struct fact_string flags = setting_value(go->go_env, STR("GOFLAGS"));
	if (flags.state == UNKNOWN)
		return flags;
	while (flags.state == KNOWN && str_next_word(&flags.text, &word)) {
		if (str_starts(word, STR("--")))
			word = str_slice(word, 1, word.n);
		if (str_starts(word, STR("-mod=")))
			mode = fact_known(str_slice(word, STR("-mod=").n, word.n));
	}
	return mode;
}

/* vendor/ exists, and counts by default: not before Go 1.14, nor for a go line before that. */
static enum tri
vendors_by_default(const struct fact_module *module)
{
	enum tri vendored = module ? module->vendored : UNSURE;
	if (vendored != YES)
		return vendored;
	if (module->go_version.state != KNOWN)
		return UNSURE;
	return tri_of(version_compare(module->go_version.text, STR("1.14")) >= 0);
}

/* -mod=vendor, by flag or GOFLAGS, or by default. */
static enum tri
uses_vendor(const struct fact_go_command *go)
{
	enum tri vendored = vendors_by_default(go->module);
	if (go->mod_mode.state == KNOWN)
		return tri_of(str_eq(go->mod_mode.text, STR("vendor")));
	bool may_vendor = !go->module || go->module->vendored != NO;
	return go->mod_mode.state == UNKNOWN && may_vendor ? UNSURE : vendored;
}

static enum tri
needs_modules(struct run_context *cx, const struct fact_go_command *go)
{
	if (go->verb.state != KNOWN)
		return UNSURE;
	struct str verb = go->verb.text;
	if (installs(go) && names_version(go) != NO)
		return names_version(go);
	if (IS_ONE_OF(verb, "list", "generate", "tool", "mod why", "mod graph", "mod verify", "get",
		    "work sync", "fix"))
		return UNSURE;
	bool manages = IS_ONE_OF(verb, "mod download", "mod tidy", "mod vendor");
	if (!manages && !installs(go) && !IS_ONE_OF(verb, "build", "test", "vet"))
		return NO;
	enum tri needed = go->module ? go->module->has_dependencies : UNSURE;
	if (!manages)
		needed = tri_and(needed, tri_not(uses_vendor(go)));
	return tri_and(needed, tri_not(cx->machine->modules_at_hand));
}

static enum tri
is_mounted(const struct fact_command *command, bool module_cache)
{
	enum tri mounted = NO;
	fact_for(mount, m, &command->mounts)
		mounted = tri_or(mounted, module_cache ? m->is_module_cache : m->is_build_cache);
	return mounted;
}

static enum tri
is_misplaced(const struct fact_command *command)
{
	fact_for(mount, m, &command->mounts)
		if (m->meant_for.state == KNOWN)
			return YES;
	return NO;
}

static enum tri
downloads_again(const struct run_context *cx, const struct fact_go_command *go)
{
	enum tri covered = tri_or(go->has_download_layer, go->module_cache_mounted);
	covered = tri_or(covered, is_misplaced(go->command));
	bool after_source = cx->machine->is_image && go->source_copy;
	return tri_of(after_source && go->downloads == YES && covered == NO);
}

/* The cache that holds the modules, by its id; NULL if none is mounted for certain. */
static const struct fact_mount *
module_mount(const struct fact_command *command)
{
	fact_for(mount, m, &command->mounts)
		if (m->is_module_cache == YES)
			return m;
	return NULL;
}

/* Does the command look for modules where an earlier download into a mount left none? */
static bool
misses_mount(const struct run_context *cx, const struct fact_go_command *go)
{
	const struct fact_go_command *download = cx->machine->mounted_download;
	bool needs = go->verb.state == KNOWN
		&& IS_ONE_OF(go->verb.text, "build", "test", "vet", "install", "run") && go->module
		&& go->module->has_dependencies == YES && names_version(go) == NO
		&& uses_vendor(go) == NO;
	if (!download || !needs || is_misplaced(go->command) == YES)
		return false;
	const struct fact_mount *had = module_mount(download->command);
	const struct fact_mount *has = module_mount(go->command);
	if (!has)
		return go->module_cache_mounted == NO;
	return had->id.state == KNOWN && has->id.state == KNOWN
		&& !str_eq(path_clean(cx->x->arena, had->id.text),
			path_clean(cx->x->arena, has->id.text));
}

/* What this command leaves for the next ones. */
static void
leave_behind(struct run_context *cx, struct fact_go_command *go)
{
	struct machine *m = cx->machine;
	if (go->verb.state != KNOWN)
		return;
	bool downloads = str_eq(go->verb.text, STR("mod download"));
	bool fetches = downloads
		|| IS_ONE_OF(
			go->verb.text, "build", "test", "vet", "mod tidy", "mod vendor", "get");
	if (!fetches || names_version(go) == YES)
		return;
	bool certain = downloads && cx->conditional == NO && go->module_cache_mounted == NO;
	if (m->modules_at_hand != YES)
		m->modules_at_hand = certain ? YES : UNSURE;
	/* `go mod download` with a package list fetches only part of the modules. */
	if (!m->source_copy && go->module_cache_mounted == NO && m->has_download_layer != YES)
		m->has_download_layer = downloads && cx->conditional == NO ? YES : UNSURE;
	/* Then vendor/ has them, by default since Go 1.14. */
	bool vendors = str_eq(go->verb.text, STR("mod vendor"));
	if (go->module_cache_mounted != YES || vendors)
		m->mounted_download = NULL;
	else if (downloads && cx->conditional == NO && m->modules_at_hand != YES)
		m->mounted_download = go;
}

static void
describe(struct run_context *cx, const struct command_view *view, struct fact_go_command *go)
{
	struct fact_command *c = go->command;
	go->in_image = tri_of(cx->machine->is_image);
	go->module_cache_mounted = is_mounted(c, true);
	go->build_cache_mounted = is_mounted(c, false);
	go->source_copy = cx->machine->source_copy;
	go->mod_copy = cx->machine->mod_copy;
	if (!go->mod_copy && cx->machine->may_have_go_mod)
		go->mod_copy = (struct fact_copy *)(void *)fact_unknown;
	go->arguments = cx->machine->arguments;
	go->go_sum_copied = cx->machine->go_sum_copied;
	go->has_download_layer = cx->machine->has_download_layer;
	go->has_git = machine_has(cx->machine, TOOL_git);
	go->git = tool_fact(cx->machine, TOOL_git);
	go->c_compiler = tool_fact(cx->machine, TOOL_c_compiler);
	go->go_version = cx->other_path ? fact_unknown_string() : cx->machine->go_version;
	go->stage = cx->stage;
	go->job = cx->job;
	go->makefile = cx->makefile;
	go->unit = c->unit;
	go->go_env = go_env_of(cx, cx->env);
	go->mod_mode = mod_mode(go);
	struct fact_string dir = go_directory(cx, view, go);
	go->module = find_module(cx, dir);
	go->lone_workspace = find_lone_workspace(cx, go, dir);
	go->makes_program = go->verb.state != KNOWN
		? UNSURE
		: tri_and(tri_of(go->module && IS_ONE_OF(go->verb.text, "build", "install")),
			tri_not(names_version(go)));
	go->go_is_below_module = go_version_is_below(cx->x->arena, go->go_version, go->module);
	go->builds = go->verb.state != KNOWN
		? UNSURE
		: tri_of(IS_ONE_OF(go->verb.text, "build", "install", "test", "run", "vet"));
	go->downloads = needs_modules(cx, go);
	go->direct_module = go_direct_module(go, STR(""));
	go->exposed_module = exposed_module(cx, go);
	go->downloads_again = downloads_again(cx, go);
	if (misses_mount(cx, go))
		go->mounted_download = cx->machine->mounted_download;
	go->modules_at_hand =
		tri_or(cx->machine->modules_at_hand, go->module ? uses_vendor(go) : UNSURE);
}

/*
 * It finds out which platform is built for, and which C compiler does that, and then runs go:
 * https://github.com/tonistiigi/xx#go--cgo
 */
static const struct settings *
xx_env(const struct run_context *cx, struct place place)
{
	static const char *const names[][2] = { { "GOOS", "TARGETOS" }, { "GOARCH", "TARGETARCH" },
		{ "CC", "CC" } };
	const struct settings *env = cx->env;
	for (size_t i = 0; i < 3; i++) {
		struct fact_string value = setting_value(cx->env, str_from(names[i][1]));
		struct fact_string known =
			i < 2 && value.state == KNOWN ? value : fact_unknown_string();
		env = settings_put(cx->x->arena, env,
			setting_new(cx->x, str_from(names[i][0]), known, "xx-go", place));
	}
	return env;
}

void
read_go(struct run_context *outer, const struct command_view *view)
{
	struct fact_command *c = view->command;
	struct run_context inner = *outer, *cx = outer;
	bool is_xx =
		RUNS_ONE_OF(c, "xx-go") && !arg_is(c, 0, "--wrap") && !arg_is(c, 0, "--unwrap");
	if (!is_xx && !RUNS_ONE_OF(c, "go"))
		return;
	if (is_xx) {
		inner.env = xx_env(outer, c->place);
		cx = &inner;
	}
	/* ./tool/go is a wrapper of the project's own. */
	struct str written = view->node && view->node->words.n
		? source_slice(view->source, view->node->words.items[0].span)
		: c->program.text;
	if (str_starts(written, STR("./")) || str_starts(written, STR("../")))
		return;
	struct fact_go_command *go = FACT_ADD(cx->x, go_command);
	go->place = c->place;
	go->call_place = c->call_place;
	go->command = c;
	go_read_words(cx, view, go);
	describe(cx, view, go);
	/* What is reached through others and may be skipped is no sure part of the job or stage. */
	if (cx->via.n && cx->conditional != NO) {
		cx->machine->go_commands.open = true;
		/* Not where a condition decides, which may never hold. */
		if (cx->conditional == UNSURE)
			fact_list_add(cx->x->arena, &cx->machine->skippable_go_commands, go);
	} else
		fact_list_add(cx->x->arena, &cx->machine->go_commands, go);
	find_missing_sources(cx, go);
	go_env_write_missed(cx, go);
	go_env_write(cx, view, go);
	leave_behind(cx, go);
	git_rewrites_reach(cx, go);
	if (go->verb.state == UNKNOWN) {
		machine_open(cx->x, cx->machine);
		cx->machine->go_env_file = settings_open(cx->x->arena, NULL);
	}
}
