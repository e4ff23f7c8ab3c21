/* SPDX-License-Identifier: Apache-2.0 */
/* Composite actions of the project where steps use them. */
#include "facts/github/github.h"

#include "base/path.h"

bool
github_enter(struct job_reader *r, struct fact_step *step, struct place place)
{
	struct run_context inner,
		cx = { .x = r->x,
			.job = r->job,
			.step = step,
			.via = r->via,
			.call_place = r->call_place,
			.depth = r->depth };
	if (!call_enter(&cx, place, &inner))
		return false;
	r->via = inner.via;
	r->call_place = inner.call_place;
	r->depth++;
	return true;
}

/* The action's file, with steps, in a folder that is named from the root: ./.github/actions/x */
static const struct project_file *
find_action(const struct job_reader *r, const struct fact_action_use *use)
{
	static const char *const names[] = { "action.yml", "action.yaml" };
	bool is_here = r->job->checks_out == YES && !r->checkout_elsewhere;
	if (!is_here || use->name.state != KNOWN || use->ref.state != ABSENT
		|| !str_starts(use->name.text, STR("./")))
		return NULL;
	struct str dir = path_clean(r->x->arena, use->name.text);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct project_file *file = project_file_at(
			r->x->project, path_join(r->x->arena, dir, str_from(names[i])));
		if (file && file->kind == FILE_ACTION && file->tree && file->tree->documents.n == 1
			&& file->tree->faults.n == 0)
			return file;
	}
	return NULL;
}

bool
github_follow_action(struct job_reader *r, struct fact_step *step, const struct tree_node *node,
	const struct fact_action_use *use)
{
	static const struct fact_string none = { .state = ABSENT };
	const struct project_file *file = find_action(r, use);
	const struct tree_node *root = file ? file->tree->documents.items[0] : NULL;
	const struct tree_node *steps = tree_path(root, STR("runs.steps"));
	if (!steps || !read_again(r->x, file->source->text.n))
		return false;
	struct job_reader *outer = ARENA_NEW(r->x->arena, struct job_reader);
	*outer = *r;
	if (!github_enter(r, step, use->place))
		return false;
	struct github_call *call = ARENA_NEW(r->x->arena, struct github_call);
	*call = (struct github_call){ outer, node, tree_get(node, STR("with")),
		tree_get(root, STR("inputs")) };
	r->call = call;
	r->source = file->source;
	r->default_shell = r->default_dir = none;
	r->is_conditional = step->is_conditional == YES;
	r->failure_ignored |= step->failure_ignored == YES;
	r->env = step->env;
	r->step_ids = ARENA_NEW(r->x->arena, struct map);
	github_read_steps(r, steps);
	/* What steps wrote to GITHUB_ENV stays; the env of the step that uses the action does not. */
	if (step->env != outer->env)
		r->env = r->env == step->env ? outer->env : settings_open(r->x->arena, outer->env);
	r->call = outer->call;
	r->step_ids = outer->step_ids;
	r->source = outer->source;
	r->default_shell = outer->default_shell;
	r->default_dir = outer->default_dir;
	r->is_conditional = outer->is_conditional;
	r->in_doubt = outer->in_doubt;
	r->failure_ignored = outer->failure_ignored;
	r->via = outer->via;
	r->call_place = outer->call_place;
	r->depth = outer->depth;
	r->step = step;
	return true;
}
