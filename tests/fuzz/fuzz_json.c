/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the input in each dialect of JSON: every place must lie in the file. */
#include "ast_check.h"
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct source *source =
		source_new(a, STR("f.json"), (struct str){ (const char *)data, size });
	for (enum json_dialect dialect = JSON_STRICT; dialect <= JSON_JSON5; dialect++)
		tree_check(json_parse(a, source, dialect));
	ast_check(a, source, "json");
	ast_check(a, source, "jsonc");
	ast_check(a, source, "json5");
	arena_free(a);
	return 0;
}
