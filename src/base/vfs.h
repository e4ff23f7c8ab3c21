/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of a project: a directory on disk, texts in memory laid over it (an editor's
 * unsaved file, standard input), or texts in memory alone (a rule's examples, tests).
 * Paths are relative to the project's root, cleaned, '/'-separated.
 */
#ifndef GOBELIN_BASE_VFS_H
#define GOBELIN_BASE_VFS_H

#include "base/io.h"
#include "base/map.h"
#include "base/watch.h"

struct vfs {
	struct str root;     /* directory on disk, or empty for memory alone */
	struct map overlay;  /* path to struct str *: the text; hides the file on disk */
	struct watch *watch; /* is told of all that is looked at on disk; may be NULL */
};

/* Tells the watch, if there is one, of a path on disk that is looked at past the functions below. */
void vfs_note(const struct vfs *fs, struct str path);
/* Lays a text over `path`; both are borrowed. */
void vfs_put(struct arena *a, struct vfs *fs, struct str path, struct str text);
/* What a path is. Symbolic links that lead out of the root are IO_OTHER. */
enum io_kind vfs_kind(struct arena *a, const struct vfs *fs, struct str path);
/*
 * Where a path leads once symbolic links are followed, from the root; the path itself
 * where there is no link, nothing, or a link that leads out of the root.
 */
struct str vfs_resolve(struct arena *a, const struct vfs *fs, struct str path);
/* As io_read_file(). */
NODISCARD bool vfs_read(struct arena *a, const struct vfs *fs, struct str path, size_t max,
	struct str *text, struct str *error);
/*
 * The entries of a directory ("" is the root), sorted by name; the overlay's among them,
 * which are there even if the directory on disk can't be read.
 */
NODISCARD bool vfs_list(struct arena *a, const struct vfs *fs, struct str dir,
	struct io_entries *out, struct str *error);

#endif
