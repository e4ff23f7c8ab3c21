/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the source of a Go program says where the build files can't: whether it holds the time
 * zone database itself, by the build tag timetzdata or by importing time/tzdata
 * (https://pkg.go.dev/time/tzdata), and whether it opens connections to servers. Source is only
 * searched for a few words, and only where the answer matters.
 */
#include "facts/docker/docker.h"

#include "base/path.h"
#include "facts/programs/reader.h"

/* What the search may cost; beyond that the answer is "perhaps". */
#define FILES_MAX 4000
#define FILE_SIZE_MAX ((size_t)1024 * 1024)
#define DEPTH_MAX 12
#define SEARCHES_MAX 50
#define IMPORT_MAX 200 /* bytes before the path on the line of an import */

/* What a search comes to. */
struct search_result {
	bool has_files;
	bool has_others; /* programs besides those that count; certain if `whole` */
	enum tri found;
};

struct search {
	struct arena *arena; /* for this search alone */
	const struct vfs *fs;
	const char *const *words;
	size_t nwords;
	bool in_vendor;       /* search vendored modules too */
	bool whole;           /* go on after a word was found */
	struct strs programs; /* folders of the main packages that count; empty: all of them */
	size_t files;
	struct search_result result;
};

static bool
is_other_program(const struct search *s, struct str path, struct str text)
{
	bool is_main = str_starts(text, STR("package main\n"))
		|| str_contains(text, STR("\npackage main\n"));
	if (!is_main || s->programs.n == 0)
		return false;
	vec_for(struct str, name, &s->programs)
		if (str_eq(*name, path_base(path_dir(path))))
			return false;
	return true;
}

/* Behind a word of an import, as `import "`, `name "` and `"`? Not in a comment or a string. */
static bool
is_in_import(struct str text, size_t at)
{
	size_t from = at;
	while (from && text.s[from - 1] != '\n' && at - from < IMPORT_MAX)
		from--;
	if (at - from == IMPORT_MAX)
		return false;
	struct str before = str_trim(str_slice(text, from, at));
	for (size_t i = 0; i < before.n; i++)
		if (!char_is_name(before.s[i]) && !char_is_blank(before.s[i]) && before.s[i] != '.')
			return false;
	return true;
}

static bool
has_word(const struct search *s, struct str text, struct str word)
{
	size_t at = str_find(text, word, 0);
	while (s->whole && at != STR_NONE && !is_in_import(text, at))
		at = str_find(text, word, at + 1);
	return at != STR_NONE;
}

/* Such a file belongs to no package. */
static bool
is_ignored(struct str text)
{
	return str_starts(text, STR("//go:build ignore"))
		|| str_contains(text, STR("\n//go:build ignore"));
}

static void
search_file(struct search *s, struct str path)
{
	struct str text, error;
	if (++s->files > FILES_MAX
		|| !vfs_read(s->arena, s->fs, path, FILE_SIZE_MAX, &text, &error))
		s->result.found = tri_or(s->result.found, UNSURE);
	else if (is_ignored(text))
		return;
	else if (is_other_program(s, path, text))
		s->result.has_others = true;
	else
		for (size_t i = 0; i < s->nwords && s->result.found != YES; i++)
			if (has_word(s, text, str_from(s->words[i])))
				s->result.found = YES;
}

static bool
is_source(struct str name)
{
	return str_ends(name, STR(".go")) && !str_ends(name, STR("_test.go"));
}

/* DEPTH_MAX bounds the recursion. */
static void
search_dir(struct search *s, struct str dir, unsigned depth)
{
	struct io_entries entries = { 0 };
	struct str error;
	if (depth > DEPTH_MAX || s->files > FILES_MAX
		|| !vfs_list(s->arena, s->fs, dir, &entries, &error)) {
		s->result.found = tri_or(s->result.found, UNSURE);
		return;
	}
	vec_for(const struct io_entry, entry, &entries)
		if (depth && s->whole && str_eq(entry->name, STR("go.mod")))
			return; /* a module of its own */
	vec_for(const struct io_entry, entry, &entries) {
		struct str path = path_join(s->arena, dir, entry->name);
		bool is_hidden = entry->name.s[0] == '.' || entry->name.s[0] == '_'
			|| str_eq(entry->name, STR("testdata"))
			|| str_eq(entry->name, STR("node_modules"))
			|| (!s->in_vendor && str_eq(entry->name, STR("vendor")));
		if (s->result.found == YES && !s->whole)
			return;
		if (entry->kind == IO_FILE && is_source(entry->name))
			search_file(s, path);
		else if (entry->kind == IO_DIR && !is_hidden)
			search_dir(s, path, depth + 1);
	}
}

/* Stages and Dockerfiles that build the same source are many: it is searched once for all of them. */
static void
search_source(struct extraction *x, struct search *s, struct str dir)
{
	struct str programs = strs_join(s->arena, &s->programs, STR("\n"));
	struct str key = arena_printf(x->arena, "%s\n%" PRIstr "\n%" PRIstr, s->words[0],
		STR_ARG(dir), STR_ARG(programs));
	const struct search_result *before = map_get(&x->searched, key);
	static const struct search_result perhaps = { true, true, UNSURE };
	if (!before && x->searched.entries.n >= SEARCHES_MAX)
		before = &perhaps;
	if (!before) {
		struct search_result *result = ARENA_NEW(x->arena, struct search_result);
		s->fs = x->fs;
		search_dir(s, dir, 0);
		s->result.has_files = s->files > 0;
		*result = s->result;
		map_set(x->arena, &x->searched, key, result);
		before = result;
	}
	s->result = *before;
}

static enum tri
has_build_tag(const struct fact_stage *builder)
{
	enum tri found = NO;
	fact_for(go_command, go, &builder->go_commands) {
		for (size_t i = 0; i < go->flags.n; i++) {
			struct fact_string flag = go->flags.items[i];
			if (flag.state == KNOWN && str_contains(flag.text, STR("timetzdata")))
				return YES;
		}
		struct fact_string goflags = setting_value(go->go_env, STR("GOFLAGS"));
		if (goflags.state == KNOWN && str_contains(goflags.text, STR("timetzdata")))
			return YES;
		bool may_name = go->flags.open || go_flag(go, "-tags").state == UNKNOWN
			|| goflags.state == UNKNOWN;
		found = tri_or(found, may_name ? UNSURE : NO);
	}
	return found;
}

enum tri
docker_embeds_tzdata(struct extraction *x, const struct fact_stage *stage)
{
	const struct fact_stage *builder =
		stage->program_copy ? stage->program_copy->from_stage : stage;
	bool matters = stage->has_tzdata == NO && settings_has(stage->env, STR("TZ")) == YES;
	if (!matters || !builder || !builder->module)
		return UNSURE;
	enum tri found = has_build_tag(builder);
	if (found != NO)
		return found;
	static const char *const import[] = { "\"time/tzdata\"" };
	struct search search = {
		.arena = arena_new(), .words = import, .nwords = 1, .in_vendor = true
	};
	search_source(x, &search, builder->module->dir.text);
	arena_free(search.arena);
	return search.result.found;
}

/* --- connections ----------------------------------------------------------------------- */

/* Where the source of the program lies, as far as the files tell. */
static struct str
source_dir(const struct fact_stage *builder)
{
	const struct fact_dockerfile *file = builder->dockerfile;
	const struct fact_module *module = builder->module ? builder->module : file->module;
	if (module)
		return module->dir.text;
	return file->context.state == KNOWN ? file->context.text : file->dir.text;
}

/* The last elements of the packages that a stage builds; none where they are not told one by one. */
static struct strs
built_packages(struct arena *a, const struct fact_stage *builder, struct str dir, bool *is_unknown)
{
	struct strs names = { 0 };
	fact_for(go_command, go, &builder->go_commands) {
		const struct fact_strings *packages = &go->packages;
		if (go->builds != YES)
			continue;
		for (size_t i = 0; i < packages->n; i++) {
			struct str text = packages->items[i].text;
			*is_unknown |= packages->items[i].state != KNOWN;
			if (*is_unknown || str_ends(text, STR("...")))
				return (struct strs){ 0 };
			if (str_ends(text, STR(".go")))
				text = path_dir(text);
			text = path_base(path_clean(a, text));
			vec_push(a, &names,
				text.n && !str_eq(text, STR(".")) ? text : path_base(dir));
		}
		*is_unknown |= packages->open;
		if (*is_unknown)
			return (struct strs){ 0 };
		if (packages->n == 0)
			vec_push(a, &names, path_base(dir));
	}
	return names;
}

/* A module that is required for no other purpose than to talk to a service. */
static bool
requires_client(const struct fact_module *module)
{
	static const char *const clients[] = { "cloud.google.com/go", "github.com/aws/aws-sdk-go",
		"github.com/Azure/azure-sdk-for-go", "golang.org/x/oauth2",
		"google.golang.org/api" };
	fact_for(module_require, require, &module->requires)
		for (size_t i = 0; i < sizeof(clients) / sizeof(*clients); i++)
			if (require->indirect != YES
				&& str_starts(require->path.text, str_from(clients[i])))
				return true;
	return false;
}

enum tri
docker_clones_source(const struct fact_stage *stage)
{
	enum tri clones = NO;
	fact_for(command, command, &stage->commands) {
		const struct fact_strings *args = &command->args;
		bool is_git = RUNS_ONE_OF(command, "git");
		if (command->program.state == KNOWN && !is_git)
			continue;
		if (is_git && args->n && args->items[0].state != KNOWN)
			tri_open(&clones);
		for (size_t i = 0; i < args->n; i++)
			if (args->items[i].state == KNOWN
				&& str_eq(args->items[i].text, STR("clone")))
				clones = is_git ? YES : tri_or(clones, UNSURE);
	}
	return clones;
}

enum tri
docker_program_only_serves(struct extraction *x, const struct fact_stage *stage)
{
	static const char *const calls[] = { "http.Get(", "http.Post", "http.Head(",
		"http.NewRequest", "http.Client{", "http.DefaultClient", "http.DefaultTransport",
		"http.Transport{", "tls.Dial", "tls.Client(", "smtp.SendMail(", "smtp.Dial(",
		"grpc.NewClient(", "grpc.Dial", "resty.New", "websocket.D" };
	struct fact_string bundle = stage->ca_bundle;
	const struct fact_stage *builder =
		stage->program_copy ? stage->program_copy->from_stage : stage;
	bool matters = stage->runs_go_program == YES && builder && bundle.state == KNOWN
		&& (str_eq(bundle.text, STR("none")) || str_eq(bundle.text, STR("image")));
	if (!matters || (builder->module && requires_client(builder->module)))
		return NO;
	struct str dir = source_dir(builder);
	struct search search = {
		.arena = arena_new(), .words = calls, .nwords = sizeof(calls) / sizeof(*calls)
	};
	bool is_unknown = false;
	search.programs = built_packages(search.arena, builder, dir, &is_unknown);
	search_source(x, &search, dir);
	arena_free(search.arena);
	/* It may be another program of the module that talks to servers. */
	if (is_unknown && search.result.found == YES)
		return UNSURE;
	return search.result.has_files ? tri_not(search.result.found) : NO;
}

/* Which of several programs imports it can't be seen without reading their packages. */
struct fact_string
docker_program_tls_client(struct extraction *x, const struct fact_stage *stage)
{
	const struct fact_stage *builder =
		stage->program_copy ? stage->program_copy->from_stage : NULL;
	const struct fact_module *module = builder ? builder->module : NULL;
	if (!module || module->tls_client.state != KNOWN || stage->runs_go_program != YES
		|| stage->ca_bundle.state != KNOWN || !str_eq(stage->ca_bundle.text, STR("none")))
		return (struct fact_string){ 0 };
	struct str client = module->tls_client.text;
	struct search search = { .arena = arena_new(), .nwords = 2, .whole = true };
	const char *const imports[] = {
		arena_printf(search.arena, "\"%" PRIstr "\"", STR_ARG(client)).s,
		arena_printf(search.arena, "\"%" PRIstr "/", STR_ARG(client)).s
	};
	search.words = imports;
	bool is_unknown = false;
	search.programs = built_packages(search.arena, builder, module->dir.text, &is_unknown);
	bool is_named = search.programs.n > 0;
	if (is_named)
		search_source(x, &search, module->dir.text);
	arena_free(search.arena);
	bool is_certain = is_named && search.result.found == YES && !search.result.has_others;
	return is_certain ? module->tls_client : (struct fact_string){ 0 };
}
