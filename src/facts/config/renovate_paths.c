/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/config/renovate_paths.h"

static const char *const paths[] = {
	"renovate.json",
	"renovate.jsonc",
	"renovate.json5",
	".github/renovate.json",
	".github/renovate.jsonc",
	".github/renovate.json5",
	".gitlab/renovate.json",
	".gitlab/renovate.jsonc",
	".gitlab/renovate.json5",
	".forgejo/renovate.json",
	".forgejo/renovate.jsonc",
	".forgejo/renovate.json5",
	".gitea/renovate.json",
	".gitea/renovate.jsonc",
	".gitea/renovate.json5",
	".renovaterc",
	".renovaterc.json",
	".renovaterc.jsonc",
	".renovaterc.json5",
	"package.json",
};

size_t
renovate_path_rank(struct str path)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (str_eq(path, str_from(paths[i])))
			return i;
	return RENOVATE_NO_PATH;
}

struct str
renovate_path_ranked(size_t rank)
{
	return rank < sizeof(paths) / sizeof(*paths) ? str_from(paths[rank]) : STR("");
}
