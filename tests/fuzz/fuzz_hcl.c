/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the input as HCL: every place must lie in the file. */
#include "ast_check.h"
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct source *source =
		source_new(a, STR("f.hcl"), (struct str){ (const char *)data, size });
	tree_check(hcl_parse(a, source));
	ast_check(a, source, "hcl");
	arena_free(a);
	return 0;
}
