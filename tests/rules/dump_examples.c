/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dump_examples DIR: writes each bad example of the built-in rules as a project of its own,
 * DIR/ID-NUMBER, for tests that show them to other programs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "rules/rule.h"

static void
make_folders(struct str path)
{
	for (size_t at = 1; (at = str_find_char(path, '/', at)) != STR_NONE; at++) {
		char *end = (char *)path.s + at;
		*end = '\0';
		if (mkdir(path.s, 0777) != 0 && errno != EEXIST) {
			fprintf(stderr, "%s: %s\n", path.s, strerror(errno));
			exit(1);
		}
		*end = '/';
	}
}

static void
write_example(const char *dir, const struct rule *rule, uint32_t index)
{
	struct arena *a = arena_new();
	for (uint32_t i = 0; i < rule->examples[index].nfiles; i++) {
		const struct rule_file *file = &rule->examples[index].files[i];
		struct str error,
			path = arena_printf(a, "%s/%" PRIstr "-%u/%" PRIstr, dir, STR_ARG(rule->id),
				index + 1, STR_ARG(file->path));
		make_folders(path);
		if (!io_write_file(a, path.s, file->text, &error)) {
			fprintf(stderr, "%s: %" PRIstr "\n", path.s, STR_ARG(error));
			exit(1);
		}
	}
	arena_free(a);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: dump_examples DIR\n");
		return 2;
	}
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		for (uint32_t j = 0; j < builtin_rules[i].nexamples; j++)
			if (builtin_rules[i].examples[j].bad)
				write_example(argv[1], &builtin_rules[i], j);
	return 0;
}
