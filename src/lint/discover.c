/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/discover.h"

#include <stdlib.h>

#include "base/path.h"
#include "facts/config/renovate_paths.h"
#include "lint/gitattributes.h"
#include "lint/gitignore.h"

#define IGNORE_FILE_MAX ((size_t)1024 * 1024)

struct folder {
	struct str path;
	const struct gitignore *ignore;
	const struct gitignore *foreign; /* what .gitattributes calls generated or vendored */
	bool named;                      /* someone asked for it: it is walked whatever it is */
};

struct walk {
	struct arena *arena;
	const struct vfs *fs;
	const struct gitignore *exclude; /* beside the ignore files; may be NULL */
	struct project_files *files;
	struct lint_errors *errors;
	VEC_OF(, struct folder) pending;
	struct map seen; /* folders walked and files taken */
};

void
lint_error_add(
	struct arena *a, struct lint_errors *errors, struct str path, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vec_push(a, errors, ((struct lint_error){ path, arena_vprintf(a, format, args) }));
	va_end(args);
}

/* Notes a path; false where it had been noted before. */
static bool
mark_seen(struct walk *w, struct str path)
{
	if (map_get(&w->seen, path))
		return false;
	map_set(w->arena, &w->seen, path, w);
	return true;
}

/* Folders of git, of others' code, and of data for tests, which builds nothing. */
static bool
is_skipped_folder(struct str name)
{
	return str_eq(name, STR(".git")) || str_eq(name, STR("vendor"))
		|| str_eq(name, STR("node_modules")) || str_eq(name, STR("testdata"))
		|| str_eq(name, STR("fixtures")) || str_starts(name, STR("testfiles"));
}

/* The patterns of a file that lies in `dir`, over those of `above`. */
static const struct gitignore *
read_patterns(struct walk *w, const struct gitignore *above, struct str path, struct str dir)
{
	struct str text, error;
	bool is_attributes = str_eq(path_base(path), STR(".gitattributes"));
	if (vfs_read(w->arena, w->fs, path, IGNORE_FILE_MAX, &text, &error))
		return is_attributes ? gitattributes_parse(w->arena, above, dir, text)
				     : gitignore_parse(w->arena, above, dir, text);
	lint_error_add(w->arena, w->errors, path, "%" PRIstr, STR_ARG(error));
	return above;
}

static bool
take_file(struct walk *w, struct str path, enum file_kind kind)
{
	if (!mark_seen(w, path))
		return false;
	vec_push(w->arena, w->files, ((struct project_file){ .path = path, .kind = kind }));
	return true;
}

/*
 * A link is taken where it names a file that would not be taken under its own name; so
 * no file is looked at twice.
 */
static void
take_link(struct walk *w, struct str path, enum file_kind kind)
{
	struct str target = vfs_resolve(w->arena, w->fs, path);
	switch (vfs_kind(w->arena, w->fs, path)) {
	case IO_FILE:
		if (discover_kind(target) == FILE_NONE)
			take_file(w, path, kind);
		break;
	case IO_DIR: break;
	case IO_MISSING:
	case IO_LINK:
	case IO_OTHER:
		/* What a dangling YAML link was meant to be can't be known. */
		if (kind != FILE_MAYBE_YAML)
			take_file(w, path, kind);
		break;
	}
}

static void
take_entry(struct walk *w, const struct folder *in, const struct io_entry *entry)
{
	bool is_dir = entry->kind == IO_DIR;
	if (is_dir && is_skipped_folder(entry->name))
		return;
	struct str path = entry->name;
	if (in->path.n)
		path = arena_printf(
			w->arena, "%" PRIstr "/%" PRIstr, STR_ARG(in->path), STR_ARG(entry->name));
	enum file_kind kind = is_dir ? FILE_NONE : discover_kind(path);
	if ((!is_dir && kind == FILE_NONE) || gitignore_matches(in->ignore, path, is_dir)
		|| gitignore_matches(w->exclude, path, is_dir))
		return;
	switch (entry->kind) {
	case IO_DIR:
		vec_push(w->arena, &w->pending,
			((struct folder){ path, in->ignore, in->foreign, false }));
		break;
	case IO_LINK: take_link(w, path, kind); break;
	case IO_FILE:
		if (take_file(w, path, kind))
			vec_last(w->files)->is_foreign =
				gitignore_matches(in->foreign, path, false);
		break;
	case IO_MISSING: break;
	case IO_OTHER:
		if (kind != FILE_MAYBE_YAML)
			take_file(w, path, kind);
		break;
	}
}

static void
walk_folder(struct walk *w, struct folder folder)
{
	struct io_entries entries = { 0 };
	struct str error;
	if (map_get(&w->seen, folder.path))
		return;
	if (!vfs_list(w->arena, w->fs, folder.path, &entries, &error))
		lint_error_add(w->arena, w->errors, folder.path.n ? folder.path : STR("."),
			"%" PRIstr, STR_ARG(error));
	vec_for(const struct io_entry, entry, &entries) {
		if (str_eq(entry->name, STR(".git")) && !folder.named)
			return;
		if (str_eq(entry->name, STR(".gitignore")) && entry->kind == IO_FILE)
			folder.ignore = read_patterns(w, folder.ignore,
				path_join(w->arena, folder.path, entry->name), folder.path);
		if (str_eq(entry->name, STR(".gitattributes")) && entry->kind == IO_FILE)
			folder.foreign = read_patterns(w, folder.foreign,
				path_join(w->arena, folder.path, entry->name), folder.path);
	}
	mark_seen(w, folder.path);
	vec_for(const struct io_entry, entry, &entries) {
		take_entry(w, &folder, entry);
	}
}

static void
walk_from(struct walk *w, struct str path, const struct gitignore *ignore)
{
	vec_push(w->arena, &w->pending, ((struct folder){ path, ignore, NULL, true }));
	while (w->pending.n) {
		struct folder next = *vec_last(&w->pending);
		w->pending.n--;
		walk_folder(w, next);
	}
}

static void
take_named(struct walk *w, struct str path)
{
	switch (vfs_kind(w->arena, w->fs, path)) {
	case IO_DIR: walk_from(w, path, NULL); break;
	case IO_FILE:
	case IO_OTHER:
	case IO_LINK:
		if (discover_kind(path) != FILE_NONE)
			take_file(w, path, discover_kind(path));
		break;
	case IO_MISSING:
		lint_error_add(w->arena, w->errors, path, "no such file or directory");
		break;
	}
}

/* Renovate reads the first configuration it finds and no other. */
static void
keep_one_renovate(struct project_files *files)
{
	size_t best = RENOVATE_NO_PATH;
	vec_for(const struct project_file, file, files) {
		size_t rank = renovate_path_rank(file->path);
		best = rank < best ? rank : best;
	}
	size_t kept = 0;
	vec_for(const struct project_file, file, files) {
		if (file->kind != FILE_RENOVATE || renovate_path_rank(file->path) == best)
			files->items[kept++] = *file;
	}
	files->n = kept;
}

static int
compare_files(const void *a, const void *b)
{
	const struct project_file *left = a, *right = b;
	return str_cmp(left->path, right->path);
}

static int
compare_errors(const void *a, const void *b)
{
	const struct lint_error *left = a, *right = b;
	int order = str_cmp(left->path, right->path);
	return order ? order : str_cmp(left->message, right->message);
}

void
lint_errors_sort(struct lint_errors *errors)
{
	if (errors->n)
		qsort(errors->items, errors->n, sizeof(*errors->items), compare_errors);
}

void
discover(struct arena *a, const struct vfs *fs, const struct strs *named,
	const struct gitignore *exclude, struct project_files *files, struct lint_errors *errors)
{
	struct walk w = {
		.arena = a, .fs = fs, .exclude = exclude, .files = files, .errors = errors
	};
	const struct str ignore_file = STR(".git/info/exclude");
	const struct gitignore *ignore = NULL;
	if (vfs_kind(a, fs, ignore_file) == IO_FILE)
		ignore = read_patterns(&w, NULL, ignore_file, STR(""));
	walk_from(&w, STR(""), ignore);
	for (size_t i = 0; named && i < named->n; i++)
		take_named(&w, named->items[i]);
	keep_one_renovate(files);
	if (files->n)
		qsort(files->items, files->n, sizeof(*files->items), compare_files);
	lint_errors_sort(errors);
}
