/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/workspace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "report/parts.h"

/* The path with links followed, or as it is where it leads nowhere. */
static struct str
follow_links(struct arena *a, struct str path)
{
	char *found = realpath(arena_str(a, path).s, NULL);
	if (!found)
		return path;
	struct str copy = arena_str(a, str_from(found));
	free(found);
	return copy;
}

/* `dir/...` is how Go's own tools call a folder with all that lies below it. */
static struct str
without_dots(struct str path)
{
	if (str_eq(path, STR("...")))
		return STR(".");
	return str_ends(path, STR("/...")) ? str_slice(path, 0, path.n - STR("...").n) : path;
}

/* Absolute; the folders on the way without links, so that paths can be compared as text. */
static struct str
absolute_path(struct arena *a, struct str cwd, struct str path)
{
	/* Joined by hand: `link/..` is not what it looks like. */
	path = without_dots(path);
	struct str full = path_is_absolute(path)
		? path
		: arena_printf(a, "%" PRIstr "/%" PRIstr, STR_ARG(cwd), STR_ARG(path));
	if (io_kind_of(arena_str(a, full).s, true) == IO_DIR)
		return follow_links(a, full);
	return path_join(a, follow_links(a, path_dir(full)), path_base(full));
}

static bool
holds(struct arena *a, struct str dir, struct str name)
{
	return io_kind_of(arena_str(a, path_join(a, dir, name)).s, false) != IO_MISSING;
}

/*
 * The nearest folder at or above `dir` that is a repository's root; empty where there is
 * none. GitHub reads workflows in the root alone, so a folder that has some is one, even
 * where it lies in another repository as an example.
 */
static struct str
repository_of(struct arena *a, struct str dir)
{
	while (!holds(a, dir, STR(".git")) && !holds(a, dir, STR(".github/workflows"))) {
		if (str_eq(dir, STR("/")) || !dir.n)
			return STR("");
		dir = path_dir(dir);
	}
	return dir;
}

static struct str
find_root(struct arena *a, struct str cwd, struct str path)
{
	bool is_dir = io_kind_of(arena_str(a, path).s, true) == IO_DIR;
	struct str dir = is_dir ? path : path_dir(path);
	struct str repository = repository_of(a, dir);
	if (repository.n)
		return repository;
	return path_is_within(dir, cwd) ? cwd : dir;
}

/* `path` from `dir`, which it lies in. */
static struct str
below(struct str path, struct str dir)
{
	struct str rest = str_slice(path, dir.n, path.n);
	return rest.n && rest.s[0] == '/' ? str_slice(rest, 1, rest.n) : rest;
}

/* What leads from one folder to another: "", "../", "sub/". */
static struct str
way_between(struct arena *a, struct str from, struct str to)
{
	struct buf out = buf_new(a);
	for (; !path_is_within(to, from); from = path_dir(from))
		buf_add(&out, STR("../"));
	struct str rest = below(to, from);
	buf_add(&out, rest);
	if (rest.n)
		buf_add_char(&out, '/');
	return buf_str(&out);
}

bool
workspace_open(struct arena *a, const struct strs *paths, struct workspace *out, struct str *error)
{
	char *current = getcwd(NULL, 0);
	if (!current) {
		*error = arena_printf(a, "the current directory: %s", strerror(errno));
		return false;
	}
	struct str cwd = arena_str(a, str_from(current));
	free(current);
	*out = (struct workspace){ 0 };
	out->fs.root = find_root(a, cwd, paths->n ? absolute_path(a, cwd, paths->items[0]) : cwd);
	out->path_prefix = way_between(a, cwd, out->fs.root);
	if (path_is_within(cwd, out->fs.root))
		out->working_dir = below(cwd, out->fs.root);
	for (size_t i = 0; i < paths->n; i++) {
		if (!paths->items[i].n) {
			*error = STR("a path is empty");
			return false;
		}
		struct str path = absolute_path(a, cwd, paths->items[i]);
		if (!path_is_within(path, out->fs.root)) {
			*error = arena_printf(a, "%" PRIstr ": lies outside the project %" PRIstr,
				STR_ARG(paths->items[i]), STR_ARG(out->fs.root));
			return false;
		}
		vec_push(a, &out->paths, below(path, out->fs.root));
	}
	if (!paths->n)
		vec_push(a, &out->paths, below(cwd, out->fs.root));
	return true;
}

struct str
workspace_path(struct arena *a, const struct workspace *workspace, struct str path)
{
	struct str cwd = path_join(a, workspace->fs.root, workspace->working_dir);
	char *current = getcwd(NULL, 0);
	if (current)
		cwd = arena_str(a, str_from(current));
	free(current);
	struct str absolute = absolute_path(a, cwd, path);
	return path_is_within(absolute, workspace->fs.root) ? below(absolute, workspace->fs.root)
							    : absolute;
}

struct str
workspace_shown(struct arena *a, const struct workspace *workspace, struct str path)
{
	struct report_options options = { .path_prefix = workspace->path_prefix,
		.working_dir = workspace->working_dir };
	return report_path(a, &options, path);
}
