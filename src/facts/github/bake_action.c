/* SPDX-License-Identifier: Apache-2.0 */
/* docker/bake-action: https://github.com/docker/bake-action#customizing */
#include "base/path.h"
#include "facts/config/bake.h"
#include "facts/github/github.h"

/* The lines of an input; entries of a line too, which commas end, unless it is `set`. */
static struct strs
entries_of(struct job_reader *r, const struct tree_node *with, const char *name, bool has_commas)
{
	struct strs entries = { 0 };
	struct str text = { 0 }, line, entry;
	tree_scalar(tree_get(with, str_from(name)), &text);
	while (str_next_field(&text, '\n', &line)) {
		while (str_next_field(&line, has_commas ? ',' : '\n', &entry)) {
			entry = str_trim(entry);
			if (entry.n)
				vec_push(r->x->arena, &entries, entry);
		}
	}
	return entries;
}

/* What docker/metadata-action writes adds tags, labels and two build arguments. */
static bool
is_metadata(struct str file)
{
	return str_contains(file, STR(".outputs.bake-file"));
}

/* The files from the project's root; false where one is not known. */
static bool
add_files(struct job_reader *r, const struct tree_node *node, struct bake_call *call)
{
	struct strs files = entries_of(r, tree_get(node, STR("with")), "files", true);
	vec_for(const struct str, file, &files) {
		struct fact_string path = github_expand(r, node, *file);
		if (is_metadata(*file)) {
			call->adds_metadata = true;
			continue;
		}
		/* cwd:// is the workspace; what else has a scheme is kept elsewhere. */
		if (path.state == KNOWN && str_starts(path.text, STR("cwd://")))
			path.text = str_slice(path.text, 6, path.text.n);
		if (path.state != KNOWN || str_contains(path.text, STR("://")))
			return false;
		vec_push(r->x->arena, &call->files, path_join(r->x->arena, call->dir, path.text));
	}
	return true;
}

/* The working directory, if it is known and lies in the project. */
static bool
find_dir(const struct job_reader *r, const struct fact_action_use *use, struct str *dir)
{
	const struct fact_setting *workdir = settings_get(use->with, STR("workdir"));
	const struct fact_setting *source = settings_get(use->with, STR("source"));
	*dir = STR("");
	if (workdir && workdir->value.state != KNOWN)
		return false;
	if (workdir)
		*dir = path_clean(r->x->arena, workdir->value.text);
	/* Without a source it is the repository as it was fetched, its root. */
	bool is_here = !source
		|| (source->value.state == KNOWN
			&& (str_eq(source->value.text, STR(".")) || source->value.text.n == 0));
	return is_here && !r->checkout_elsewhere && path_is_within(*dir, STR(""));
}

void
bake_read_action(
	struct job_reader *r, const struct tree_node *node, const struct fact_action_use *use)
{
	const struct tree_node *with = tree_get(node, STR("with"));
	struct arena *a = r->x->arena;
	struct bake_call call = { .env = r->step->env,
		.job = r->job,
		.step = r->step,
		.is_conditional = r->step->is_conditional };
	struct job_reader inner = *r;
	if (!find_dir(r, use, &call.dir) || !add_files(r, node, &call))
		return;
	struct strs targets = entries_of(r, with, "targets", true);
	vec_for(const struct str, target, &targets) {
		struct fact_string name = github_expand(r, node, *target);
		if (name.state != KNOWN)
			return;
		vec_push(a, &call.targets, name.text);
	}
	struct strs words = entries_of(r, with, "set", false);
	vec_for(const struct str, word, &words) {
		struct str key, value;
		bool has_value = str_cut(*word, '=', &key, &value);
		struct fact_string left = github_expand(r, node, key);
		struct fact_string right = github_expand(r, node, has_value ? value : STR(""));
		vec_push(a, &call.overrides,
			arena_printf(a, "%" PRIstr "=%" PRIstr,
				STR_ARG(left.state == KNOWN ? left.text : STR("\x01")),
				STR_ARG(right.state == KNOWN ? right.text : STR("\x01"))));
	}
	if (!github_enter(&inner, r->step, use->place))
		return;
	call.via = inner.via;
	bake_read(r->x, &call);
}
