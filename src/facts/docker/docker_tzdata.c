/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a Go program holds the time zone database itself: by the build tag timetzdata, or by
 * importing time/tzdata (https://pkg.go.dev/time/tzdata). Source is only searched for that
 * import, and only where the answer matters.
 */
#include "facts/docker/docker.h"

#include "base/path.h"

/* What the search may cost; beyond that the answer is "perhaps". */
#define FILES_MAX 4000
#define FILE_SIZE_MAX ((size_t)1024 * 1024)
#define DEPTH_MAX 12

struct search {
	struct arena *arena; /* for this search alone */
	const struct vfs *fs;
	size_t files;
	enum tri found;
};

static void
search_file(struct search *s, struct str path)
{
	struct str text, error;
	if (++s->files > FILES_MAX
		|| !vfs_read(s->arena, s->fs, path, FILE_SIZE_MAX, &text, &error))
		s->found = tri_or(s->found, UNSURE);
	else if (str_contains(text, STR("\"time/tzdata\"")))
		s->found = YES;
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
		s->found = tri_or(s->found, UNSURE);
		return;
	}
	vec_for(const struct io_entry, entry, &entries) {
		struct str path = path_join(s->arena, dir, entry->name);
		bool is_hidden = entry->name.s[0] == '.' || entry->name.s[0] == '_'
			|| str_eq(entry->name, STR("testdata"))
			|| str_eq(entry->name, STR("node_modules"));
		if (s->found == YES)
			return;
		if (entry->kind == IO_FILE && is_source(entry->name))
			search_file(s, path);
		else if (entry->kind == IO_DIR && !is_hidden)
			search_dir(s, path, depth + 1);
	}
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
		found = tri_or(found, go->flags.open || goflags.state == UNKNOWN ? UNSURE : NO);
	}
	return found;
}

enum tri
docker_embeds_tzdata(const struct extraction *x, const struct fact_stage *stage)
{
	const struct fact_stage *builder =
		stage->program_copy ? stage->program_copy->from_stage : stage;
	bool matters = stage->has_tzdata == NO && settings_has(stage->env, STR("TZ")) == YES;
	if (!matters || !builder || !builder->module)
		return UNSURE;
	enum tri found = has_build_tag(builder);
	if (found != NO)
		return found;
	struct search search = { .arena = arena_new(), .fs = x->fs, .found = NO };
	search_dir(&search, builder->module->dir.text, 0);
	arena_free(search.arena);
	return search.found;
}
