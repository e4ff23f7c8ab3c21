/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/read.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "syntax/tree/tree.h"

/* A NUL byte among these first ones tells a binary file, as git does it. */
#define BINARY_PROBE 8000
#define MAX_THREADS 64
/* Starting a thread for fewer files costs more than it saves. */
#define FILES_PER_THREAD 4

struct reading { /* what the threads share; each file's slot belongs to one of them */
	const struct vfs *fs;
	struct project_files *files;
	struct lint_errors *errors; /* one list per file */
	atomic_size_t next;
};

struct reader {
	struct reading *reading;
	struct arena *arena;
	pthread_t thread;
};

static bool
is_binary(struct str text)
{
	size_t probe = text.n < BINARY_PROBE ? text.n : BINARY_PROBE;
	return probe && memchr(text.s, 0, probe);
}

static void
check_encoding(struct arena *a, const struct source *source, struct lint_errors *errors)
{
	size_t bad = utf8_find_invalid(source->text);
	if (bad == STR_NONE)
		return;
	struct position at = source_position(source, bad);
	lint_error_add(a, errors, source->path,
		"line %u, column %u: byte 0x%02x is not valid UTF-8", (unsigned)at.line,
		(unsigned)at.column, (unsigned)(unsigned char)source->text.s[bad]);
}

/* Leaves the file's kind FILE_NONE where it is nothing to look at. */
static void
read_file(struct arena *a, const struct vfs *fs, struct project_file *file,
	struct lint_errors *errors)
{
	struct str text, error;
	bool maybe = file->kind == FILE_MAYBE_YAML;
	if (!vfs_read(a, fs, file->path, SOURCE_MAX_SIZE, &text, &error)) {
		/* A large YAML file is not likely to be one of ours. */
		if (!maybe || !io_is_too_large(error))
			lint_error_add(a, errors, file->path, "%" PRIstr, STR_ARG(error));
		file->kind = FILE_NONE;
		return;
	}
	file->kind = discover_content_kind(file->kind, file->path, text);
	if (file->kind != FILE_NONE && is_binary(text)) {
		if (!maybe)
			lint_error_add(a, errors, file->path, "is a binary file");
		file->kind = FILE_NONE;
	}
	if (file->kind == FILE_NONE)
		return;
	project_file_parse(a, file, text);
	/* Only its content spoke for YAML of ours, and it is none: a template, a snippet. */
	if (maybe && file->tree && file->tree->faults.n) {
		file->kind = FILE_NONE;
		return;
	}
	check_encoding(a, file->source, errors);
}

static void *
read_some(void *argument)
{
	struct reader *reader = argument;
	struct reading *reading = reader->reading;
	for (;;) {
		size_t i = atomic_fetch_add(&reading->next, 1);
		if (i >= reading->files->n)
			return NULL;
		read_file(
			reader->arena, reading->fs, &reading->files->items[i], &reading->errors[i]);
	}
}

static size_t
thread_count(unsigned jobs, size_t files)
{
	long processors = jobs ? (long)jobs : sysconf(_SC_NPROCESSORS_ONLN);
	size_t useful = files / FILES_PER_THREAD + 1;
	size_t wanted = processors < 1 ? 1 : (size_t)processors;
	wanted = wanted < useful ? wanted : useful;
	return wanted < MAX_THREADS ? wanted : MAX_THREADS;
}

/* Starts the threads beside this one; fewer where the system gives no more. */
static size_t
start_threads(struct reading *reading, struct reader *readers, size_t n)
{
	size_t started = 0;
	for (; started < n; started++) {
		readers[started] = (struct reader){ reading, arena_new(), 0 };
		if (pthread_create(&readers[started].thread, NULL, read_some, &readers[started])
			!= 0) {
			arena_free(readers[started].arena);
			break;
		}
	}
	return started;
}

void
read_files(struct arena *a, const struct vfs *fs, unsigned jobs, struct project_files *files,
	struct lint_errors *errors)
{
	struct reading reading = { .fs = fs, .files = files };
	reading.errors = ARENA_ARRAY(a, struct lint_errors, files->n);
	atomic_init(&reading.next, 0);
	struct reader readers[MAX_THREADS], here = { &reading, a, 0 };
	size_t started = start_threads(&reading, readers, thread_count(jobs, files->n) - 1);
	read_some(&here);
	for (size_t i = 0; i < started; i++) {
		pthread_join(readers[i].thread, NULL);
		arena_join(a, readers[i].arena);
	}
	size_t kept = 0;
	for (size_t i = 0; i < files->n; i++) {
		vec_for(const struct lint_error, error, &reading.errors[i]) {
			vec_push(a, errors, *error);
		}
		if (files->items[i].kind != FILE_NONE)
			files->items[kept++] = files->items[i];
	}
	files->n = kept;
}
