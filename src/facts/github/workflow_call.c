/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reusable workflows of the project where jobs call them.
 * https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations
 */
#include "facts/github/github.h"

/* The file of a workflow, if it can be called and was read without faults. */
static const struct tree_node *
called_root(const struct extraction *x, const struct fact_workflow *workflow)
{
	const struct project_file *file = project_file_at(x->project, workflow->file.text);
	bool is_whole =
		file && file->tree && file->tree->documents.n == 1 && file->tree->faults.n == 0;
	const struct tree_node *root = is_whole ? file->tree->documents.items[0] : NULL;
	for (size_t i = 0; root && i < workflow->triggers.n; i++)
		if (str_eq(workflow->triggers.items[i].text, STR("workflow_call")))
			return root;
	return NULL;
}

/*
 * It sees inputs and secrets of the caller, but not its env. Its jobs have machines of their own, so
 * that what is wrong there is to be mended there, not where they are called.
 */
static void
follow(const struct job_reader *caller, struct fact_workflow *workflow)
{
	struct extraction *x = caller->x;
	const struct tree_node *root = called_root(x, workflow);
	const struct tree_node *uses = tree_get(caller->job_node, STR("uses"));
	const struct source *source = workflow->place.source;
	if (!root || !uses || !tree_is_whole(caller->job_node) || !read_again(x, source->text.n))
		return;
	struct job_reader r = *caller;
	if (!github_enter(&r, NULL, place_of(caller->source, uses->span)))
		return;
	struct github_call *call = ARENA_NEW(x->arena, struct github_call);
	*call = (struct github_call){ .caller = caller,
		.with = tree_get(caller->job_node, STR("with")),
		.inputs = tree_path(root, STR("on.workflow_call.inputs")) };
	struct job_reader outer = { .x = x,
		.workflow = workflow,
		.source = source,
		.workflow_node = root,
		.call = call,
		.via = r.via,
		.depth = r.depth };
	github_add_settings(&outer, NULL, tree_get(root, STR("env")), "workflow", &outer.env);
	github_read_jobs(&outer);
}

void
workflow_calls_follow(struct extraction *x)
{
	const struct fact_list *jobs = &x->project->facts[FACT_CLASS_job];
	struct map files = { 0 };
	fact_for(workflow, workflow, &x->project->facts[FACT_CLASS_workflow])
		map_set(x->arena, &files, workflow->file.text, workflow);
	/* Following adds jobs to the list, which may call workflows in their turn. */
	for (size_t i = 0; i < jobs->n; i++) {
		struct fact_job *job = jobs->items[i];
		if (job->called_file.n)
			job->calls = map_get(&files, job->called_file);
		if (job->calls && job->reader)
			follow(job->reader, job->calls);
	}
}
