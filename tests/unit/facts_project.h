/* SPDX-License-Identifier: Apache-2.0 */
/* Small projects in memory, and their facts. */
#ifndef GOBELIN_TESTS_FACTS_PROJECT_H
#define GOBELIN_TESTS_FACTS_PROJECT_H

#include <criterion/criterion.h>

#include "facts/extract.h"

struct test_file {
	const char *path;
	enum file_kind kind; /* FILE_NONE: it only exists */
	const char *text;
};

/* Up to the first file without a path; files in order of their paths. */
static inline struct project *
project_of(struct arena *a, const struct test_file *files)
{
	struct vfs *fs = ARENA_NEW(a, struct vfs);
	struct project_files parsed = { 0 };
	for (const struct test_file *f = files; f->path; f++) {
		vfs_put(a, fs, str_from(f->path), str_from(f->text));
		if (f->kind == FILE_NONE)
			continue;
		struct project_file *file = vec_add(a, &parsed);
		file->path = str_from(f->path);
		file->kind = f->kind;
		project_file_parse(a, file, str_from(f->text));
	}
	return project_extract(a, fs, &parsed, &builtin_knowledge, NULL);
}

/* A Dockerfile beside a module, a certificate and a key. */
static inline struct project *
image_in_module(struct arena *a, const char *dockerfile)
{
	struct test_file files[] = {
		{ "Dockerfile", FILE_DOCKERFILE, dockerfile },
		{ "certs/corp.crt", FILE_NONE, "-----BEGIN CERTIFICATE-----\n" },
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.26\n" },
		{ "id_rsa", FILE_NONE, "" },
		{ "main.go", FILE_NONE, "package main\n" },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

static inline const char *
said(enum tri t)
{
	return t == YES ? "yes" : t == NO ? "no" : "?";
}

#define FACTS(project, class) (&(project)->facts[FACT_CLASS_##class])
/* The i-th fact of a class; the test ends where there is none. */
#define FACT(project, class, i) \
	((struct fact_##class *)fact_number(FACTS(project, class), #class, i))

static inline void *
fact_number(const struct fact_list *list, const char *class, size_t i)
{
	cr_assert_lt(i, list->n, "there are %zu facts %s", list->n, class);
	return list->items[i];
}

/* "?" where the value is unknown, "-" where it is absent. */
static inline struct str
shown(struct fact_string s)
{
	return s.state == KNOWN ? s.text : s.state == UNKNOWN ? STR("?") : STR("-");
}

/* All values with blanks between them; "…" at the end of an open list. */
static inline struct str
shown_list(struct arena *a, const struct fact_strings *list)
{
	struct strs parts = { 0 };
	for (size_t i = 0; i < list->n; i++)
		vec_push(a, &parts, shown(list->items[i]));
	if (list->open)
		vec_push(a, &parts, STR("…"));
	return strs_join(a, &parts, STR(" "));
}

static inline struct str
shown_place(struct place place)
{
	return place.source ? source_slice(place.source, place.span) : STR("-");
}

#define EXPECT_TEXT(is, wanted)                                                               \
	do {                                                                                  \
		struct str expect_is = (is), expect_wanted = str_from(wanted);                \
		cr_expect(str_eq(expect_is, expect_wanted), "is: %" PRIstr "\nnot: %" PRIstr, \
			STR_ARG(expect_is), STR_ARG(expect_wanted));                          \
	} while (0)

#endif
