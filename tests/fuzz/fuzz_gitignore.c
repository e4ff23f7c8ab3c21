/* SPDX-License-Identifier: Apache-2.0 */
/* A path, a NUL byte, and the text of an ignore file that may match it. */
#include "lint/gitignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str input = { (const char *)data, size }, path, text;
	str_cut(input, '\0', &path, &text);
	text = arena_str(a, text);
	const struct gitignore *top = gitignore_parse(a, NULL, STR(""), text);
	const struct gitignore *sub = gitignore_parse(a, top, STR("sub"), text);
	gitignore_matches(sub, path, false);
	gitignore_matches(sub, path, true);
	arena_free(a);
	return 0;
}
