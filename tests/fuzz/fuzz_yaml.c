/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the input as YAML: every place must lie in the file, every tree be bounded. */
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = { (const char *)data, size };
	tree_check(yaml_parse(a, source_new(a, STR("f.yaml"), text)));
	arena_free(a);
	return 0;
}
