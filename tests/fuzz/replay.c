/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target once over every file of a directory. */
#include <stdio.h>

#include "base/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct io_entries entries = { 0 };
	struct str error;
	if (argc != 2 || !io_list_dir(a, argv[1], &entries, &error) || entries.n == 0) {
		fprintf(stderr, "usage: %s DIRECTORY (with at least one seed)\n", argv[0]);
		return 2;
	}
	vec_for(struct io_entry, entry, &entries) {
		struct str path = arena_printf(a, "%s/%s", argv[1], entry->name.s), text;
		if (!io_read_file(a, path.s, SIZE_MAX / 2, &text, &error)) {
			fprintf(stderr, "%s: %.*s\n", path.s, STR_ARG(error));
			return 2;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)text.s, text.n);
	}
	printf("%zu seeds replayed\n", entries.n);
	arena_free(a);
	return 0;
}
