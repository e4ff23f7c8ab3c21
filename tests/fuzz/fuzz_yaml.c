/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the input as YAML: every place must lie in the file, every tree be bounded. */
#include "ast_check.h"
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = { (const char *)data, size };
	const struct source *source = source_new(a, STR("f.yaml"), text);
	tree_check(yaml_parse(a, source));
	ast_check(a, source, "yaml");
	arena_free(a);
	return 0;
}
