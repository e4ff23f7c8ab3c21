/* SPDX-License-Identifier: Apache-2.0 */
/*
 * .dockerignore: what of the build context the builder does not get.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
#include "facts/docker/docker.h"

#include "base/glob.h"
#include "base/path.h"
#include "base/utf8.h"

#define IGNORE_FILE_MAX ((size_t)1024 * 1024)
#define PATTERNS_MAX 1000 /* that are compared with each path */
#define PATTERN_MAX 1024

struct ignore_pattern {
	struct str glob;
	bool negated;
	bool is_odd; /* two asterisks within an element, which match across slashes too */
	size_t line;
};

struct docker_ignore {
	struct str file;
	VEC_OF(, struct ignore_pattern) patterns;
	bool is_open; /* it could not be read, or not to its end */
	bool negates; /* it takes back what patterns before have left out */
};

static bool
has_odd_stars(struct str glob)
{
	for (size_t at = str_find(glob, STR("**"), 0); at != STR_NONE;
		at = str_find(glob, STR("**"), at + 2)) {
		bool starts = at == 0 || str_ends(str_slice(glob, 0, at), STR("/"));
		bool ends =
			at + 2 == glob.n || str_starts(str_slice(glob, at + 2, glob.n), STR("/"));
		if (!starts || !ends)
			return true;
	}
	return false;
}

static void
add_pattern(struct arena *a, struct docker_ignore *ignore, struct str line, size_t number)
{
	line = str_trim(line);
	if (line.n == 0 || line.s[0] == '#')
		return;
	struct ignore_pattern p = { .negated = line.s[0] == '!', .line = number };
	ignore->negates |= p.negated;
	p.glob = path_clean(a, str_trim(str_slice(line, p.negated, line.n)));
	while (path_is_absolute(p.glob))
		p.glob = str_slice(p.glob, 1, p.glob.n);
	p.is_odd = has_odd_stars(p.glob);
	if (p.glob.n > PATTERN_MAX || ignore->patterns.n >= PATTERNS_MAX)
		ignore->is_open = true;
	else if (p.glob.n)
		vec_push(a, &ignore->patterns, p);
}

/* Beside the Dockerfile under its name, or in the context. */
const struct docker_ignore *
docker_ignore_of(const struct extraction *x, const struct fact_dockerfile *file)
{
	struct arena *a = x->arena;
	struct str text, error, line;
	struct str path = arena_printf(a, "%" PRIstr ".dockerignore", STR_ARG(file->file.text));
	if (vfs_kind(a, x->fs, path) == IO_MISSING && file->context.state == KNOWN)
		path = path_join(a, file->context.text, STR(".dockerignore"));
	if (vfs_kind(a, x->fs, path) == IO_MISSING)
		return NULL;
	struct docker_ignore *ignore = ARENA_NEW(a, struct docker_ignore);
	ignore->file = path;
	if (!vfs_read(a, x->fs, path, IGNORE_FILE_MAX, &text, &error)) {
		ignore->is_open = true;
		return ignore;
	}
	if (str_starts(text, STR(UTF8_BOM)))
		text = str_slice(text, sizeof(UTF8_BOM) - 1, text.n);
	for (size_t number = 1; str_next_field(&text, '\n', &line); number++)
		add_pattern(a, ignore, line, number);
	return ignore;
}

/* A pattern that matches a directory matches all that is below it. */
static enum tri
pattern_matches(const struct ignore_pattern *p, struct str path)
{
	if (p->is_odd)
		return UNSURE;
	for (; path.n; path = path_dir(path))
		if (glob_matches(p->glob, path))
			return YES;
	return NO;
}

enum tri
docker_ignores(struct arena *a, const struct docker_ignore *ignore, struct str path)
{
	if (!ignore)
		return NO;
	path = path_clean(a, path);
	if (ignore->is_open || path.n > PATTERN_MAX)
		return UNSURE;
	enum tri ignored = NO;
	vec_for(const struct ignore_pattern, p, &ignore->patterns) {
		enum tri matches = pattern_matches(p, path);
		if (matches == YES)
			ignored = tri_of(!p->negated);
		else if (matches == UNSURE && ignored != tri_of(!p->negated))
			ignored = UNSURE;
	}
	return ignored;
}

bool
docker_ignores_whole(
	const struct extraction *x, const struct fact_dockerfile *file, struct str path)
{
	struct str full = path_join(x->arena, file->context.text, path);
	return docker_ignores(x->arena, file->ignore, path) == YES
		&& (!file->ignore->negates || vfs_kind(x->arena, x->fs, full) == IO_FILE);
}

void
ignored_source_add(struct extraction *x, struct fact_stage *stage, struct place place,
	struct str path, struct fact_go_command *go)
{
	const struct docker_ignore *ignore = stage->dockerfile->ignore;
	struct fact_ignored_source *ignored = FACT_ADD(x, ignored_source);
	ignored->place = place;
	ignored->path = fact_known(path);
	ignored->stage = stage;
	ignored->go_command = go;
	vec_for(const struct ignore_pattern, p, &ignore->patterns) {
		if (p->negated || pattern_matches(p, path) != YES)
			continue;
		ignored->pattern = fact_known(p->glob);
		ignored->ignored_by = fact_known(
			arena_printf(x->arena, "%" PRIstr ":%zu", STR_ARG(ignore->file), p->line));
	}
}
