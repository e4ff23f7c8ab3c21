/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitHub Actions workflows and composite actions.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
#include "facts/github/github.h"

#include "base/path.h"
#include "facts/github/job_container.h"
#include "facts/github/job_settings.h"
#include "facts/github/setup_go.h"

struct fact_string
github_plain_text(const struct tree_node *node)
{
	struct str text;
	if (!node || !tree_scalar(node, &text))
		return (struct fact_string){ .state = ABSENT };
	return github_has_expression(text) ? fact_unknown_string() : fact_known(text);
}

/* --- steps --- */

static struct fact_string
workdir_of(const struct job_reader *r, const struct tree_node *node)
{
	struct fact_string dir = github_plain_text(tree_get(node, STR("working-directory")));
	if (dir.state == ABSENT)
		dir = r->default_dir;
	if (r->checkout_elsewhere || dir.state == UNKNOWN)
		return fact_unknown_string();
	return fact_known(dir.state == KNOWN ? path_clean(r->x->arena, dir.text) : STR(""));
}

struct run_context
github_context_of(const struct job_reader *r, struct fact_step *step, const struct tree_node *node)
{
	struct run_context cx = { .x = r->x,
		.machine = r->machine,
		.job = r->job,
		.step = step,
		.source = r->source,
		.env = step->env,
		.job_env = r->env,
		.workdir = workdir_of(r, node),
		.network = fact_known(STR("default")),
		.layer = r->layer,
		.via = r->via,
		.call_place = r->call_place,
		.depth = r->depth };
	cx.user = fact_unknown_string();
	cx.errexit = step->stops_at_failure;
	cx.pipefail = step->has_pipefail;
	cx.unit = arena_printf(r->x->arena, "%" PRIstr "#%" PRIstr, STR_ARG(r->source->path),
		STR_ARG(r->job->id.text));
	if (step->is_conditional == YES)
		cx.conditional = YES;
	return cx;
}

static void
anything_may_run(struct job_reader *r)
{
	machine_open(r->x, r->machine);
	r->machine->commands.open = r->machine->go_commands.open = true;
	r->env = settings_open(r->x->arena, r->env);
}

/* Is one combination of the matrix, or one call, looked at? */
static bool
is_one_of_several(const struct job_reader *r)
{
	return r->call || (r->combination && *r->combination);
}

/* Of a condition that can't be told: may the step well be for the others? */
static bool
may_be_for_others(const struct job_reader *r, const struct tree_node *node)
{
	static const char *const contexts[] = { "matrix", "runner", "env.", "steps.", "inputs" };
	const struct tree_node *condition = tree_get(node, STR("if"));
	struct str text = { 0 };
	if (!condition || !is_one_of_several(r))
		return false;
	tree_scalar(condition, &text);
	for (size_t i = 0; i < sizeof(contexts) / sizeof(*contexts); i++)
		if (str_contains(text, str_from(contexts[i])))
			return true;
	return false;
}

/* Has a command been seen that writes to $GITHUB_PATH? */
static bool
names_path(const struct settings *env)
{
	const struct fact_setting *path = settings_get(env, STR("PATH"));
	return path && path->scope.state == KNOWN && str_eq(path->scope.text, STR("GITHUB_PATH"));
}

static void
run_script(struct job_reader *r, struct fact_step *step, const struct tree_node *node,
	const struct tree_node *run)
{
	struct run_context cx = github_context_of(r, step, node);
	size_t before = r->machine->commands.n;
	if (r->in_doubt || !step_shell_is_read(step)) {
		anything_may_run(r);
		return;
	}
	struct mapped script = github_script(r, node, run);
	r->machine->github_output = NULL;
	script_run_text(&cx, &script, SHELL_BASH);
	for (size_t i = before; i < r->machine->commands.n; i++)
		fact_list_add(r->x->arena, &step->commands, r->machine->commands.items[i]);
	step->outputs = r->machine->github_output;
	/* What went into $GITHUB_ENV is there for the steps that follow. */
	bool may_be_unseen =
		!names_path(r->machine->github_env) || str_contains(script.text, STR("tee"));
	if (str_contains(script.text, STR("GITHUB_PATH")) && may_be_unseen)
		github_path_added(&cx, step->place, STR(""));
	if (r->machine->github_path) {
		machine_doubt_programs(r->x, r->machine);
		r->machine->go_version = fact_unknown_string();
		r->machine->github_path = false;
	}
	if (r->machine->github_lines) {
		r->machine->github_lines = NULL;
		r->env = settings_open(r->x->arena, NULL);
		r->machine->github_env = NULL;
	} else if (r->machine->github_env) {
		r->env = r->machine->github_env;
		r->machine->github_env = NULL;
	} else if (str_contains(script.text, STR("GITHUB_ENV"))) {
		/* Written in a way that is not followed, such as { …; } >> "$GITHUB_ENV". */
		r->env = settings_open(r->x->arena, NULL);
	}
}

/* A step that could not be read may have done anything. */
static void
step_is_missing(struct job_reader *r)
{
	anything_may_run(r);
	r->env = settings_open(r->x->arena, NULL);
	r->machine->go_version = fact_unknown_string();
}

static void read_step(struct job_reader *r, const struct tree_node *node);

/* Steps that run side by side: each may find what the others do, or not yet. */
static void
read_parallel(struct job_reader *r, const struct tree_node *steps)
{
	size_t before = r->setups.n;
	for (size_t i = 0; i < steps->items.n; i++) {
		step_is_missing(r);
		read_step(r, steps->items.items[i]);
	}
	step_is_missing(r);
	for (size_t i = before; i < r->setups.n; i++)
		r->setups.items[i].in_parallel = true;
}

/* Neither a command nor an action: of a kind that is not known here. */
static void
step_is_unknown(struct job_reader *r)
{
	step_is_missing(r);
	tri_open(&r->job->sets_up_go_otherwise);
}

static void
read_step(struct job_reader *r, const struct tree_node *node)
{
	if (!tree_is(node, TREE_MAPPING))
		return;
	const struct tree_node *parallel = tree_get(node, STR("parallel"));
	if (tree_is(parallel, TREE_SEQUENCE)) {
		read_parallel(r, parallel);
		return;
	}
	enum tri runs = github_condition(r, node, tree_get(node, STR("if")));
	if (runs == NO && is_one_of_several(r))
		return;
	struct fact_step *step = FACT_ADD(r->x, step);
	const struct tree_node *uses = tree_get(node, STR("uses"));
	const struct tree_node *run = tree_get(node, STR("run"));
	step->place = place_of(r->source, node->span);
	step->job = r->job;
	step->index = (struct fact_int){ KNOWN, (int64_t)r->job->steps.n };
	step->name = github_plain_text(tree_get(node, STR("name")));
	if (step->name.state == ABSENT)
		step->name = github_plain_text(uses ? uses : run);
	step_shell_read(r, step, node);
	step->failure_ignored = github_failure_ignored(node);
	if (r->failure_ignored)
		step->failure_ignored = YES;
	step->is_conditional = tri_of(r->is_conditional || runs != YES);
	step->via = r->via;
	step->env = r->env;
	r->step = step;
	github_add_settings(r, node, tree_get(node, STR("env")), "step", &step->env);
	fact_list_add(r->x->arena, &r->job->steps, step);
	r->layer++;
	step_outputs_used(r, step, node);
	bool in_doubt = r->in_doubt;
	r->in_doubt |= (runs != YES && may_be_for_others(r, node)) || !tree_is_whole(node);
	if (uses)
		github_read_action(r, step, node, uses);
	else if (tree_is(run, TREE_STRING))
		run_script(r, step, node, run);
	else if (!run)
		step_is_unknown(r);
	step_outputs_read(r, step, node);
	if (r->in_doubt) {
		anything_may_run(r);
		r->machine->go_version = fact_unknown_string();
	}
	r->in_doubt = in_doubt;
	if (!tree_is_whole(node))
		step_is_missing(r);
}

/* --- jobs --- */

/* In small letters, since case does not count; empty if not known. */
static struct str
runner_label(const struct job_reader *r)
{
	struct fact_string label = r->job->runs_on;
	return label.state == KNOWN ? str_lower(r->x->arena, label.text) : STR("");
}

const struct knowledge_record *
runner_knowledge(const struct job_reader *r)
{
	return knowledge_find(knowledge_table_named(r->x->knowledge, STR("runners")), STR("label"),
		runner_label(r));
}

static void
read_runner(struct job_reader *r)
{
	const struct tree_node *node = tree_get(r->job_node, STR("runs-on"));
	struct fact_job *job = r->job;
	job->runs_on = node ? github_text(r, NULL, node) : (struct fact_string){ .state = ABSENT };
	if (node && tree_is(node, TREE_SEQUENCE) && node->items.n == 1)
		job->runs_on = github_text(r, NULL, node->items.items[0]);
	const struct knowledge_record *known = runner_knowledge(r);
	/* A label that is not listed may be that of a larger runner of GitHub's. */
	job->is_github_hosted = known ? YES : UNSURE;
	if (str_eq(runner_label(r), STR("self-hosted")))
		job->is_github_hosted = NO;
	job->os = knowledge_string(known, "os");
	job->arch = knowledge_string(known, "arch");
	job->has_containerd_store = known ? knowledge_tri(known, "containerd_store") : UNSURE;
}

static void
doubt_defaults(struct job_reader *r)
{
	if (r->default_shell.state == ABSENT)
		r->default_shell = fact_unknown_string();
	if (r->default_dir.state == ABSENT)
		r->default_dir = fact_unknown_string();
}

static void
read_defaults(struct job_reader *r)
{
	const struct tree_node *owners[] = { r->job_node, r->workflow_node };
	for (size_t i = 0; i < 2; i++) {
		const struct tree_node *defaults = tree_get(owners[i], STR("defaults"));
		const struct tree_node *run = tree_get(defaults, STR("run"));
		if (r->default_shell.state == ABSENT)
			r->default_shell = github_plain_text(tree_get(run, STR("shell")));
		if (r->default_dir.state == ABSENT)
			r->default_dir = github_plain_text(tree_get(run, STR("working-directory")));
		if (owners[i]->is_cut || (defaults && !tree_is_whole(defaults)))
			doubt_defaults(r);
	}
}

void
github_read_steps(struct job_reader *r, const struct tree_node *steps)
{
	for (size_t i = 0; tree_is(steps, TREE_SEQUENCE) && i < steps->items.n; i++) {
		if (steps->is_cut)
			step_is_missing(r);
		read_step(r, steps->items.items[i]);
	}
}

/* Everything below steps: of a job, or a composite action that is read alone. */
static void
read_steps(struct job_reader *r, const struct tree_node *steps)
{
	github_read_steps(r, steps);
	r->job->commands = r->machine->commands;
	r->job->go_commands = r->machine->go_commands;
	r->job->skippable_go_commands = r->machine->skippable_go_commands;
	r->job->env = r->env;
	github_finish_job(r);
	golangci_read_scripts(r);
	goreleaser_read_scripts(r);
	setup_go_finish(r);
}

/* `outer` has what surrounds the job. */
static struct job_reader
new_job(const struct job_reader *outer, struct str id, struct span span)
{
	struct job_reader r = *outer;
	struct arena *a = r.x->arena;
	r.combination = ARENA_NEW(a, const struct github_combination *);
	r.job = FACT_ADD(r.x, job);
	r.job->place = place_of(r.source, span);
	r.job->workflow = r.workflow;
	r.job->id = fact_known(id);
	r.machine = ARENA_NEW(a, struct machine);
	r.step_ids = ARENA_NEW(a, struct map);
	return r;
}

/* One reading of a job: of any combination of its matrix, or of one. */
static void
read_job_as(struct job_reader *r)
{
	struct github_combinations_set_aside one;
	r->job->has_matrix = tri_of(tree_path(r->job_node, STR("strategy.matrix")) != NULL);
	read_runner(r);
	matrix_set_aside(r, &one); /* images are judged for all of them, as versions are */
	job_container_read(r);
	matrix_take_up(r, &one);
	job_services_read(r);
	job_settings_read(r);
	github_add_settings(r, NULL, tree_get(r->job_node, STR("env")), "job", &r->env);
	read_defaults(r);
	job_machine_set_up(r);
	read_steps(r, tree_get(r->job_node, STR("steps")));
	if (r->job->called_file.n) {
		struct job_reader *caller = ARENA_NEW(r->x->arena, struct job_reader);
		*caller = *r;
		r->job->reader = caller;
	}
}

/* Again for each combination of the matrix, where anything in the job depends on it. */
static void
read_combinations(const struct job_reader *first, const struct tree_pair *pair)
{
	struct extraction *x = first->x;
	const struct source *source = first->source;
	struct str id = first->job->id.text;
	size_t size = first->job_node->span.len;
	if (!str_contains(source_slice(source, first->job_node->span), STR("matrix.")))
		return;
	struct github_combinations all = matrix_combinations(first);
	vec_for(struct github_combination, combination, &all) {
		if (!read_again(x, size))
			return;
		struct job_reader r = new_job(first, id, pair->key->span);
		r.job->listed = first->job->listed ? first->job->listed : first->job;
		*r.combination = combination;
		unsigned line = source_position(source, pair->key->span.off).line;
		r.via.cap = r.via.n; /* the list is shared with the other readings */
		fact_strings_add(x->arena, &r.via,
			fact_known(arena_printf(x->arena,
				"%" PRIstr ":%u job “%" PRIstr "” with %" PRIstr,
				STR_ARG(source->path), line, STR_ARG(id),
				STR_ARG(matrix_caption(x->arena, combination)))));
		read_job_as(&r);
	}
}

/* A job as it stands in the list of its workflow. */
static struct fact_job *
listed_job(const struct job_reader *outer, struct span span)
{
	fact_for(job, job, &outer->workflow->jobs)
		if (job->place.span.off == span.off)
			return job;
	return NULL;
}

static void
read_job(const struct job_reader *outer, const struct tree_pair *pair)
{
	struct str id;
	struct job_reader around = *outer;
	around.job_node = pair->value;
	if (!tree_scalar(pair->key, &id) || !tree_is(pair->value, TREE_MAPPING))
		return;
	enum tri runs = github_condition(outer, NULL, tree_get(pair->value, STR("if")));
	if (outer->call && runs != YES && (runs == NO || may_be_for_others(outer, pair->value)))
		return;
	const size_t *before = facts_counted(outer->x);
	struct job_reader r = new_job(&around, id, pair->key->span);
	if (outer->call)
		r.job->listed = listed_job(outer, pair->key->span);
	else
		fact_list_add(r.x->arena, &r.workflow->jobs, r.job);
	if (pair->value->is_cut)
		r.env = settings_open(r.x->arena, NULL);
	struct job_reader first = r;
	read_job_as(&r);
	if (!tree_is_whole(pair->value))
		facts_doubt(r.x, before);
	else if (r.job->has_matrix == YES)
		read_combinations(&first, pair);
}

void
github_read_jobs(const struct job_reader *outer)
{
	const struct tree_node *jobs = tree_get(outer->workflow_node, STR("jobs"));
	if (tree_is(jobs, TREE_MAPPING))
		vec_for(struct tree_pair, pair, &jobs->pairs)
			read_job(outer, pair);
}

/* --- workflows --- */

static struct fact_workflow *
new_workflow(struct extraction *x, const struct project_file *file, const struct tree_node *root)
{
	struct fact_workflow *workflow = FACT_ADD(x, workflow);
	workflow->place = place_of(file->source, (struct span){ root->span.off, 0 });
	workflow->file = fact_known(file->path);
	workflow->name = github_plain_text(tree_get(root, STR("name")));
	return workflow;
}

static void
read_workflow(struct extraction *x, const struct project_file *file, const struct tree_node *root)
{
	const size_t *before = facts_counted(x);
	struct fact_workflow *workflow = new_workflow(x, file, root);
	triggers_read(x->arena, workflow, tree_get(root, STR("on")));
	struct job_reader outer = {
		.x = x, .workflow = workflow, .source = file->source, .workflow_node = root
	};
	if (root->is_cut)
		workflow->env = settings_open(x->arena, NULL);
	github_add_settings(&outer, NULL, tree_get(root, STR("env")), "workflow", &workflow->env);
	outer.env = workflow->env;
	if (!tree_is_whole(root))
		facts_doubt(x, before);
	workflow->env = outer.env; /* for jobs it is certain unless it is among what is missing */
	github_read_jobs(&outer);
}

static void
read_composite(struct extraction *x, const struct project_file *file, const struct tree_node *root)
{
	const struct tree_node *steps = tree_path(root, STR("runs.steps"));
	if (!steps)
		return;
	const size_t *before = facts_counted(x);
	struct fact_workflow *workflow = new_workflow(x, file, root);
	workflow->is_composite = YES;
	workflow->env = settings_open(x->arena, NULL);
	struct job_reader outer = { .x = x,
		.workflow = workflow,
		.source = file->source,
		.workflow_node = root,
		.env = workflow->env };
	struct job_reader r = new_job(&outer, STR("composite"), root->span);
	fact_list_add(x->arena, &workflow->jobs, r.job);
	r.job->place.span.len = 0;
	r.job->runs_on = r.job->os = r.job->arch = fact_unknown_string();
	r.job->is_github_hosted = UNSURE;
	r.job->has_timeout = UNSURE;
	r.job->failure_ignored = UNSURE;
	r.job->is_conditional = UNSURE;
	r.job->may_write_contents = r.job->may_write_security_events = UNSURE;
	r.job->permissions = settings_open(x->arena, NULL);
	job_machine_set_up(&r);
	if (!tree_is_whole(root))
		r.default_shell = r.default_dir = fact_unknown_string();
	read_steps(&r, steps);
	if (!tree_is_whole(root))
		facts_doubt(x, before);
}

void
extract_workflows(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		bool is_action = file->kind == FILE_ACTION;
		if ((file->kind != FILE_WORKFLOW && !is_action) || !file->tree
			|| file->tree->documents.n == 0)
			continue;
		const struct tree_node *root = file->tree->documents.items[0];
		if (is_action)
			read_composite(x, file, root);
		else
			read_workflow(x, file, root);
	}
	workflow_calls_follow(x);
	golangci_read_installs(x);
	goreleaser_extract(x);
}
