/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vfs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"

void
vfs_note(const struct vfs *fs, struct str path)
{
	if (fs->watch)
		watch_note(fs->watch, path);
}

void
vfs_put(struct arena *a, struct vfs *fs, struct str path, struct str text)
{
	struct str *held = ARENA_NEW(a, struct str);
	*held = text;
	map_set(a, &fs->overlay, path, held);
}

/* The element of overlay path `path` right below `dir`; empty where it lies elsewhere. */
static struct str
child_name(struct str path, struct str dir, bool *is_dir)
{
	size_t from = dir.n ? dir.n + 1 : 0;
	if (path.n <= from || !path_is_within(path, dir))
		return STR("");
	size_t slash = str_find_char(path, '/', from);
	*is_dir = slash != STR_NONE;
	return str_slice(path, from, *is_dir ? slash : path.n);
}

static enum io_kind
overlay_kind(const struct vfs *fs, struct str path)
{
	if (map_get(&fs->overlay, path))
		return IO_FILE;
	bool is_dir;
	vec_for(const struct map_entry, entry, &fs->overlay.entries) {
		if (child_name(entry->key, path, &is_dir).n)
			return IO_DIR;
	}
	return IO_MISSING;
}

/* The place on disk that a path leads to, links followed; NULL where there is none. */
static const char *
real_path(struct arena *a, const char *path)
{
	char *found = realpath(path, NULL);
	if (!found)
		return NULL;
	struct str copy = arena_str(a, str_from(found));
	free(found);
	return copy.s;
}

enum plain { PLAIN, MISSING, PERHAPS_LINK };

/*
 * Does a path below the root exist without a symbolic link in it, so that it leads nowhere else?
 * The last is what realpath() must tell, which asks for the elements of the root too, each time.
 */
static enum plain
look_at(struct arena *a, const struct vfs *fs, const char *full, size_t n)
{
	char *text = ARENA_ARRAY(a, char, n + 1);
	memcpy(text, full, n);
	for (size_t i = fs->root.n + 1; i <= n; i++) {
		char target;
		if (i < n && full[i] != '/')
			continue;
		text[i] = 0;
		if (readlink(text, &target, 1) >= 0)
			return PERHAPS_LINK;
		if (errno != EINVAL)
			return errno == ENOENT || errno == ENOTDIR ? MISSING : PERHAPS_LINK;
		text[i] = full[i];
	}
	return PLAIN;
}

/* As real_path(), for a path below the root; IO_OTHER in *kind where it leads out. */
static const char *
resolve(struct arena *a, const struct vfs *fs, struct str path, enum io_kind *kind)
{
	*kind = IO_MISSING;
	errno = ENOENT;
	if (!fs->root.n || (path.n && memchr(path.s, 0, path.n)))
		return NULL;
	*kind = IO_OTHER;
	if (!path_is_within(path, STR("")))
		return NULL;
	struct str full = !path.n
		? arena_str(a, fs->root)
		: arena_printf(a, "%" PRIstr "/%" PRIstr, STR_ARG(fs->root), STR_ARG(path));
	vfs_note(fs, full);
	enum plain plain = path.n ? look_at(a, fs, full.s, full.n) : PERHAPS_LINK;
	if (plain == MISSING)
		*kind = IO_MISSING;
	if (plain != PERHAPS_LINK)
		return plain == PLAIN ? full.s : NULL;
	const char *root = real_path(a, arena_str(a, fs->root).s);
	const char *found = path.n ? real_path(a, full.s) : root;
	if (!root || !found) {
		*kind = errno == ENOENT || errno == ENOTDIR ? IO_MISSING : IO_OTHER;
		return NULL;
	}
	errno = EXDEV;
	return path_is_within(str_from(found), str_from(root)) ? found : NULL;
}

static struct str
resolve_error(struct arena *a)
{
	if (errno == EXDEV)
		return STR("leads out of the project through a symbolic link");
	return arena_str(a, str_from(strerror(errno)));
}

enum io_kind
vfs_kind(struct arena *a, const struct vfs *fs, struct str path)
{
	enum io_kind kind = overlay_kind(fs, path);
	if (kind != IO_MISSING)
		return kind;
	if (!path.n && !fs->root.n)
		return IO_DIR;
	const char *found = resolve(a, fs, path, &kind);
	return found ? io_kind_of(found, true) : kind;
}

struct str
vfs_resolve(struct arena *a, const struct vfs *fs, struct str path)
{
	if (overlay_kind(fs, path) != IO_MISSING)
		return path;
	enum io_kind kind;
	const char *found = resolve(a, fs, path, &kind);
	struct str full = arena_printf(a, "%" PRIstr "/%" PRIstr, STR_ARG(fs->root), STR_ARG(path));
	if (!found || str_eq(str_from(found), full))
		return path;
	struct str root = str_from(real_path(a, arena_str(a, fs->root).s));
	struct str inside = str_slice(str_from(found), root.n, STR_NONE);
	return inside.n && inside.s[0] == '/' ? str_slice(inside, 1, inside.n) : inside;
}

bool
vfs_read(struct arena *a, const struct vfs *fs, struct str path, size_t max, struct str *text,
	struct str *error)
{
	const struct str *held = map_get(&fs->overlay, path);
	if (held && held->n > max) {
		*error = io_too_large(a, max);
		return false;
	}
	if (held) {
		*text = *held;
		return true;
	}
	enum io_kind kind;
	const char *found = resolve(a, fs, path, &kind);
	if (!found) {
		*error = resolve_error(a);
		return false;
	}
	return io_read_file(a, found, max, text, error);
}

/* Adds the overlay's entries of a directory to those on disk. */
static void
add_overlay(struct arena *a, const struct vfs *fs, struct str dir, struct io_entries *out)
{
	struct map seen = { 0 };
	for (size_t i = 0; i < out->n; i++)
		map_set(a, &seen, out->items[i].name, (void *)(uintptr_t)(i + 1));
	vec_for(const struct map_entry, entry, &fs->overlay.entries) {
		bool is_dir;
		struct str name = child_name(entry->key, dir, &is_dir);
		if (!name.n)
			continue;
		size_t index = (uintptr_t)map_get(&seen, name);
		if (!index) {
			vec_add(a, out)->name = arena_str(a, name);
			index = out->n;
			map_set(a, &seen, out->items[index - 1].name, (void *)(uintptr_t)index);
		}
		out->items[index - 1].kind = is_dir ? IO_DIR : IO_FILE;
	}
}

bool
vfs_list(struct arena *a, const struct vfs *fs, struct str dir, struct io_entries *out,
	struct str *error)
{
	bool in_overlay = overlay_kind(fs, dir) == IO_DIR || (!dir.n && !fs->root.n);
	enum io_kind kind;
	const char *found = resolve(a, fs, dir, &kind);
	if (!found && !in_overlay) {
		*error = resolve_error(a);
		return false;
	}
	bool ok = !found || io_list_dir(a, found, out, error);
	if (in_overlay) {
		add_overlay(a, fs, dir, out);
		io_sort_entries(out);
	}
	return ok;
}
