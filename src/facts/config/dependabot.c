/* SPDX-License-Identifier: Apache-2.0 */
/* Dependabot: https://docs.github.com/code-security/reference/supply-chain-security */
#include "facts/config/tree_values.h"
#include "facts/extract.h"

#include "base/path.h"

/* Folders from the root: "/" and "/api" are "" and "api" here. */
static void
add_directory(struct arena *a, struct fact_strings *list, const struct tree_node *node)
{
	struct fact_string dir = tree_value(node);
	if (dir.state == ABSENT)
		return;
	while (dir.state == KNOWN && str_starts(dir.text, STR("/")))
		dir.text = str_slice(dir.text, 1, dir.text.n);
	if (dir.state == KNOWN)
		dir.text = path_clean(a, dir.text);
	fact_strings_add(a, list, dir);
}

static void
read_update(struct extraction *x, const struct source *source, struct fact_dependabot *dependabot,
	const struct tree_node *node)
{
	const struct tree_node *ecosystem = tree_get(node, STR("package-ecosystem"));
	const struct tree_node *many = tree_get(node, STR("directories"));
	const struct tree_node *limit = tree_get(node, STR("open-pull-requests-limit"));
	struct str text;
	if (!ecosystem)
		return;
	struct fact_dependabot_update *update = FACT_ADD(x, dependabot_update);
	update->place = place_of(source, ecosystem->span);
	update->dependabot = dependabot;
	update->ecosystem = tree_value(ecosystem);
	add_directory(x->arena, &update->directories, tree_get(node, STR("directory")));
	for (size_t i = 0; tree_is(many, TREE_SEQUENCE) && i < many->items.n; i++)
		add_directory(x->arena, &update->directories, many->items.items[i]);
	update->security_only = tri_of(tree_scalar(limit, &text) && str_eq(text, STR("0")));
	fact_list_add(x->arena, &dependabot->updates, update);
}

static bool
is_go(const struct fact_dependabot_update *update)
{
	return update->ecosystem.state == KNOWN && str_eq(update->ecosystem.text, STR("gomod"));
}

/* Folders whose modules are nobody's product. */
static bool
is_left_out(struct str dir)
{
	static const char *const names[] = { "testdata", "vendor", "example", "examples",
		"_examples", "test", "tests", "fixtures", "third_party", "hack", "tools" };
	struct str element;
	while (str_next_field(&dir, '/', &element))
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (str_eq(element, str_from(names[i])) || str_starts(element, STR("_")))
				return true;
	return false;
}

/* A wildcard, or a folder that is not known, may be any. */
static bool
may_cover(const struct fact_dependabot_update *update, struct str dir)
{
	for (size_t i = 0; i < update->directories.n; i++) {
		struct fact_string one = update->directories.items[i];
		if (one.state != KNOWN || path_has_glob(one.text) || str_eq(one.text, dir))
			return true;
	}
	return false;
}

static void
find_uncovered(struct extraction *x, struct fact_dependabot *dependabot)
{
	fact_for(module, module, &x->project->facts[FACT_CLASS_module]) {
		bool covered = is_left_out(module->dir.text);
		fact_for(dependabot_update, update, &dependabot->updates)
			covered |= is_go(update) && may_cover(update, module->dir.text);
		if (!covered && module->has_dependencies == YES)
			fact_list_add(x->arena, &dependabot->uncovered, module);
	}
}

void
extract_dependabot(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		const struct tree_node *root = tree_root_mapping(file->tree);
		if (file->kind != FILE_DEPENDABOT || !root)
			continue;
		const size_t *before = facts_counted(x);
		struct fact_dependabot *dependabot = FACT_ADD(x, dependabot);
		dependabot->place = place_of(file->source, span_make(0, 0));
		dependabot->file = fact_known(file->path);
		const struct tree_node *updates = tree_get(root, STR("updates"));
		for (size_t i = 0; tree_is(updates, TREE_SEQUENCE) && i < updates->items.n; i++)
			read_update(x, file->source, dependabot, updates->items.items[i]);
		fact_for(dependabot_update, update, &dependabot->updates)
			dependabot->covers_go =
				tri_or(dependabot->covers_go, tri_of(is_go(update)));
		if (dependabot->covers_go == YES)
			find_uncovered(x, dependabot);
		if (!tree_is_whole(root))
			facts_doubt(x, before);
	}
}
