/* SPDX-License-Identifier: Apache-2.0 */
/* Without a sum for a module of which a package is imported, Go stops (1.16 and later). */
#include "facts/go_sum.h"

#include "base/path.h"

#define SUM_FILE_MAX ((size_t)8 * 1024 * 1024)

/* The modules, as `path version`, that have a line; those of a go.mod alone count too. */
static bool
read_sums(struct arena *a, const struct vfs *fs, struct str path, struct map *sums)
{
	struct str text, error, line;
	if (!vfs_read(a, fs, path, SUM_FILE_MAX, &text, &error))
		return false;
	while (str_next_field(&text, '\n', &line)) {
		struct str module, version;
		if (!str_next_word(&line, &module) || !str_next_word(&line, &version))
			continue;
		str_cut(version, '/', &version, NULL);
		map_set(a, sums,
			arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(module), STR_ARG(version)),
			sums);
	}
	return true;
}

static bool
is_replaced(const struct fact_module *module, struct str path)
{
	fact_for(module_replace, replace, &module->replaces)
		if (str_eq(replace->path.text, path))
			return true;
	return false;
}

void
go_sum_check(struct extraction *x, struct fact_module *module)
{
	struct arena *a = arena_new();
	struct map sums = { 0 };
	struct str path = path_join(a, module->dir.text, STR("go.sum"));
	bool is_read = read_sums(a, x->fs, path, &sums);
	fact_for(module_require, require, &module->requires) {
		if (!is_read || module->unsummed || require->indirect == YES
			|| require->path.state != KNOWN || require->version.state != KNOWN)
			continue;
		struct str wanted = arena_printf(a, "%" PRIstr " %" PRIstr,
			STR_ARG(require->path.text), STR_ARG(require->version.text));
		if (!map_get(&sums, wanted) && !is_replaced(module, require->path.text))
			module->unsummed = require;
	}
	arena_free(a);
}
