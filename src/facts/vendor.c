/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/vendor.h"

#include "base/path.h"
#include "facts/image.h"

/* The modules that vendor/modules.txt marks as explicit: "path version" to the struct itself. */
struct marks {
	struct map explicit;
	bool is_workspace; /* made by go work vendor: another go.mod may be meant */
};

/* "# path version [=> …]" begins a module, "## explicit[; go 1.17]" describes it. */
static void
read_marks(struct arena *a, struct str text, struct marks *marks)
{
	struct str line, module = { 0 };
	while (str_next_field(&text, '\n', &line)) {
		if (str_starts(line, STR("## workspace")))
			marks->is_workspace = true;
		if (str_starts(line, STR("# "))) {
			struct str rest = str_slice(line, 2, line.n), path, version;
			bool has_version = str_next_word(&rest, &path)
				&& str_next_word(&rest, &version) && !str_eq(version, STR("=>"));
			module = has_version ? arena_printf(
					 a, "%" PRIstr " %" PRIstr, STR_ARG(path), STR_ARG(version))
					     : STR("");
		} else if (str_starts(line, STR("## explicit")) && module.n) {
			map_set(a, &marks->explicit, module, marks);
		}
	}
}

static struct str
key_of(struct arena *a, const struct fact_module_require *require)
{
	return arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(require->path.text),
		STR_ARG(require->version.text));
}

static void
find_unmarked(struct arena *a, struct fact_module *module, const struct marks *marks)
{
	fact_for(module_require, require, &module->requires) {
		if (map_get(&marks->explicit, key_of(a, require)))
			continue;
		module->vendor_problem = fact_known(arena_printf(a,
			"%" PRIstr "@%" PRIstr
			" is required here, but not marked as explicit in vendor/modules.txt",
			STR_ARG(require->path.text), STR_ARG(require->version.text)));
		module->vendor_problem_place = require->place;
		return;
	}
}

static void
find_unrequired(struct arena *a, struct fact_module *module, const struct marks *marks)
{
	struct map required = { 0 };
	fact_for(module_require, require, &module->requires)
		map_set(a, &required, key_of(a, require), require);
	for (size_t i = 0; i < marks->explicit.entries.n; i++) {
		struct str key = marks->explicit.entries.items[i].key, path, version;
		if (map_get(&required, key))
			continue;
		str_cut(key, ' ', &path, &version);
		module->vendor_problem = fact_known(arena_printf(a,
			"vendor/modules.txt marks %" PRIstr "@%" PRIstr
			" as explicit, but it is not required here",
			STR_ARG(path), STR_ARG(version)));
		module->vendor_problem_place = module->place;
		return;
	}
}

/* A version that is a branch or tag of another form is still to be replaced by the go command. */
static bool
is_complete(const struct fact_module *module)
{
	fact_for(module_require, require, &module->requires)
		if (require->path.state != KNOWN || require->version.state != KNOWN
			|| !str_starts(require->version.text, STR("v")))
			return false;
	return true;
}

void
vendor_check(struct extraction *x, struct fact_module *module)
{
	struct arena *a = x->arena;
	bool checked = module->go_version.state == KNOWN
		&& version_compare(module->go_version.text, STR("1.14")) >= 0;
	struct str text, error;
	struct str path = path_join(a, module->dir.text, STR("vendor/modules.txt"));
	if (!checked || !is_complete(module)
		|| !vfs_read(a, x->fs, path, SOURCE_MAX_SIZE, &text, &error))
		return;
	struct marks marks = { 0 };
	read_marks(a, text, &marks);
	if (marks.is_workspace)
		return;
	find_unmarked(a, module, &marks);
	if (module->vendor_problem.state == ABSENT)
		find_unrequired(a, module, &marks);
}
