/* SPDX-License-Identifier: Apache-2.0 */
/* Comments that silence findings, in a file whose kind the first byte chooses. */
#include <stdlib.h>

#include "lint/suppression.h"

static const enum file_kind kinds[] = { FILE_DOCKERFILE, FILE_MAKEFILE, FILE_WORKFLOW,
	FILE_RENOVATE, FILE_GOMOD };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct suppression *one, size_t size)
{
	if (span_end(one->comment.span) > size || span_end(one->removal) > size
		|| span_end(one->name_span) > size || span_end(one->name_removal) > size
		|| span_end(one->range) > size + 1)
		abort();
	if (!one->fault.n && !one->form.n)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct arena *a = arena_new();
	struct str text = arena_str(a, (struct str){ (const char *)data + 1, size - 1 });
	struct project_file file = { .path = STR("file"),
		.kind = kinds[data[0] % (sizeof(kinds) / sizeof(*kinds))] };
	struct suppressions found = { 0 };
	project_file_parse(a, &file, text);
	suppressions_find(a, &file, &found);
	vec_for(const struct suppression, one, &found)
		check(one, text.n);
	arena_free(a);
	return 0;
}
