/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail(struct arena *a, struct str *error)
{
	*error = arena_str(a, str_from(strerror(errno)));
	return false;
}

#define TOO_LARGE "larger than "

struct str
io_too_large(struct arena *a, size_t max)
{
	return arena_printf(a, TOO_LARGE "%zu MiB, the most that is read", max / (1024 * 1024));
}

bool
io_is_too_large(struct str error)
{
	return str_starts(error, STR(TOO_LARGE));
}

static bool
read_all(struct arena *a, int fd, size_t guess, size_t max, struct str *text, struct str *error)
{
	size_t cap = guess < max ? guess + 1 : max + 1, n = 0;
	char *bytes = arena_alloc(a, cap, 1);
	for (;;) {
		if (n == cap) {
			if (n > max)
				break;
			size_t more = cap * 2 < max + 1 ? cap * 2 : max + 1;
			bytes = arena_grow(a, bytes, cap, more);
			cap = more;
		}
		ssize_t got = read(fd, bytes + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(a, error);
		if (got == 0)
			break;
		n += (size_t)got;
	}
	if (n > max) {
		*error = io_too_large(a, max);
		return false;
	}
	*text = (struct str){ bytes, n };
	return true;
}

bool
io_read_file(struct arena *a, const char *path, size_t max, struct str *text, struct str *error)
{
	/* O_NONBLOCK: opening a named pipe must not hang. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return fail(a, error);
	struct stat st;
	bool ok = false;
	if (fstat(fd, &st) != 0)
		fail(a, error);
	else if (!S_ISREG(st.st_mode))
		*error = S_ISDIR(st.st_mode) ? STR("is a directory") : STR("is not a regular file");
	else
		ok = read_all(a, fd, st.st_size > 0 ? (size_t)st.st_size : 0, max, text, error);
	close(fd);
	return ok;
}

bool
io_read_fd(struct arena *a, int fd, size_t max, struct str *text, struct str *error)
{
	return read_all(a, fd, 64 * 1024, max, text, error);
}

bool
io_read_stdin(struct arena *a, size_t max, struct str *text, struct str *error)
{
	return io_read_fd(a, STDIN_FILENO, max, text, error);
}

static bool
write_all(int fd, struct str text)
{
	while (text.n) {
		ssize_t put = write(fd, text.s, text.n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		text = str_slice(text, (size_t)put, text.n);
	}
	return true;
}

bool
io_write_file(struct arena *a, const char *path, struct str text, struct str *error)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	/* A pipe, terminal or device can't be replaced by renaming: write to it. */
	if (exists && !S_ISREG(st.st_mode)) {
		int fd = open(path, O_WRONLY | O_CLOEXEC);
		bool ok = fd >= 0 && write_all(fd, text);
		if (!ok)
			fail(a, error);
		if (fd >= 0)
			close(fd);
		return ok;
	}
	struct str temporary = arena_printf(a, "%s.XXXXXX", path);
	int fd = mkstemp((char *)temporary.s);
	if (fd < 0)
		return fail(a, error);
	mode_t mask = umask(0);
	umask(mask);
	bool ok =
		fchmod(fd, exists ? st.st_mode & 07777 : 0666 & ~mask) == 0 && write_all(fd, text);
	ok = close(fd) == 0 && ok;
	if (ok && rename(temporary.s, path) == 0)
		return true;
	fail(a, error);
	unlink(temporary.s);
	return false;
}

static enum io_kind
kind_of_mode(mode_t mode)
{
	return S_ISREG(mode)    ? IO_FILE
		: S_ISDIR(mode) ? IO_DIR
		: S_ISLNK(mode) ? IO_LINK
				: IO_OTHER;
}

enum io_kind
io_kind_of(const char *path, bool follow)
{
	struct stat st;
	if ((follow ? stat : lstat)(path, &st) != 0)
		return IO_MISSING;
	return kind_of_mode(st.st_mode);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct io_entry *left = a, *right = b;
	return str_cmp(left->name, right->name);
}

void
io_sort_entries(struct io_entries *entries)
{
	if (entries->n)
		qsort(entries->items, entries->n, sizeof(*entries->items), compare_entries);
}

/* Most file systems tell the kind along with the name; only the others are asked again. */
static enum io_kind
kind_of_entry(int dir, const struct dirent *entry)
{
#ifdef DT_UNKNOWN
	switch (entry->d_type) {
	case DT_REG: return IO_FILE;
	case DT_DIR: return IO_DIR;
	case DT_LNK: return IO_LINK;
	case DT_UNKNOWN: break;
	default: return IO_OTHER;
	}
#endif
	struct stat st;
	bool known = fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	return known ? kind_of_mode(st.st_mode) : IO_OTHER;
}

bool
io_list_dir(struct arena *a, const char *path, struct io_entries *out, struct str *error)
{
	DIR *dir = opendir(path);
	if (!dir)
		return fail(a, error);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct str name = str_from(entry->d_name);
		if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
			continue;
		enum io_kind kind = kind_of_entry(dirfd(dir), entry);
		vec_push(a, out, ((struct io_entry){ arena_str(a, name), kind }));
	}
	closedir(dir);
	io_sort_entries(out);
	return true;
}
