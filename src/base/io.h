/* SPDX-License-Identifier: Apache-2.0 */
/* The file system. Paths are NUL-terminated here; errors come back as messages. */
#ifndef GOBELIN_BASE_IO_H
#define GOBELIN_BASE_IO_H

#include "base/vec.h"

/*
 * Reads a regular file of at most `max` bytes into the arena. Returns false with a
 * message such as "permission denied" in *error; a directory, a device or a larger file
 * is an error too.
 */
NODISCARD bool io_read_file(
	struct arena *a, const char *path, size_t max, struct str *text, struct str *error);
/* The message about a text of more than `max` bytes, and whether a message is that one. */
struct str io_too_large(struct arena *a, size_t max);
bool io_is_too_large(struct str error);
/* Reads an open file, such as a pipe, to its end, at most `max` bytes. */
NODISCARD bool io_read_fd(struct arena *a, int fd, size_t max, struct str *text, struct str *error);
/* The same of standard input. */
NODISCARD bool io_read_stdin(struct arena *a, size_t max, struct str *text, struct str *error);
/*
 * Writes all of text under a temporary name beside `path` and renames it, so that a
 * reader sees the old or the new file whole. Keeps an existing file's mode.
 */
NODISCARD bool io_write_file(struct arena *a, const char *path, struct str text, struct str *error);

enum io_kind { IO_MISSING, IO_FILE, IO_DIR, IO_LINK, IO_OTHER };

struct io_entry {
	struct str name;   /* NUL-terminated */
	enum io_kind kind; /* of the entry itself: a symbolic link is IO_LINK */
};
VEC_OF(io_entries, struct io_entry);

/* The entries of a directory without "." and "..", sorted by bytes of their names. */
NODISCARD bool io_list_dir(
	struct arena *a, const char *path, struct io_entries *out, struct str *error);
void io_sort_entries(struct io_entries *entries);
/* What a path is; symbolic links are followed if `follow`. */
enum io_kind io_kind_of(const char *path, bool follow);

#endif
