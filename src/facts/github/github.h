/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that turn GitHub Actions workflows into facts. */
#ifndef GOBELIN_FACTS_GITHUB_H
#define GOBELIN_FACTS_GITHUB_H

#include "facts/image.h"
#include "syntax/tree/tree.h"

/* The nodes that a scalar stands for; `open` where there may be others. */
struct github_values {
	const struct tree_node **items;
	size_t n, cap;
	const struct source *source; /* that they stand in */
	bool open;
	bool is_empty; /* nothing is given, which is the empty text */
};

/* One job of those that a matrix makes. */
struct github_axis_value {
	struct str name;
	const struct tree_node *value;
};
VEC_OF(github_combination, struct github_axis_value);
VEC_OF(github_combinations, struct github_combination);

/* Combinations of a job and of those that call it, while all of them are looked at. */
#define CALLERS_MAX (SCRIPT_MAX_DEPTH + 1)
struct github_combinations_set_aside {
	const struct github_combination *items[CALLERS_MAX];
};

struct job_reader;

/* Who uses a composite action or calls a reusable workflow: what its inputs stand for. */
struct github_call {
	const struct job_reader *caller;
	const struct tree_node *step; /* that uses the action; NULL: a job calls the workflow */
	const struct tree_node *with, *inputs; /* as given, and as declared */
};

/* A setup-go with a version, whose module is known when the job has been read. */
struct job_setup {
	struct fact_setup_go *fact;
	struct github_values versions;
	bool in_parallel; /* beside other steps */
};

/* A job while its steps are read from top to bottom. */
struct job_reader {
	struct extraction *x;
	struct fact_workflow *workflow;
	struct fact_job *job;
	struct machine *machine;
	const struct source *source;
	const struct tree_node *workflow_node, *job_node;
	const struct settings *env; /* workflow and job, and what steps put into GITHUB_ENV */
	struct fact_string default_shell, default_dir;
	bool checkout_elsewhere; /* the checkout does not lie in the workspace's root */
	size_t layer;
	struct fact_step *step; /* the one at hand */
	VEC_OF(, struct job_setup) setups;
	size_t nsetups_before_checkout;
	const struct github_call *call;                /* NULL: nobody is known to call */
	const struct github_combination **combination; /* shared by copies; NULL: any of them */
	struct fact_strings via;                       /* as in run_context, with the next ones */
	struct place call_place;
	unsigned depth;
	bool is_conditional, failure_ignored; /* of the step that uses the action at hand */
	struct map *step_ids; /* of the job, or of the action, to its steps so far */
	bool in_doubt;        /* the step at hand may be for another combination, or other inputs */
};

/* What is known of the runner that runs-on names; NULL for a label that is not GitHub's own. */
const struct knowledge_record *runner_knowledge(const struct job_reader *r);
/* Does the text hold a ${{ … }} expression? */
bool github_has_expression(struct str text);
/* What a scalar stands for: itself, or the nodes that ${{ matrix.NAME }} or ${{ env.NAME }} names. */
struct github_values github_values_of(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *scalar);
/* The same for a reference without braces: matrix.os. */
struct github_values github_reference(
	const struct job_reader *r, const struct tree_node *step, struct str name);
/* Does a condition (if:) hold? UNSURE where that depends on the run. `condition` may be NULL. */
enum tri github_condition(const struct job_reader *r, const struct tree_node *step,
	const struct tree_node *condition);
/* What runs the script of a step, and what that does where a command fails. */
void step_shell_read(
	const struct job_reader *r, struct fact_step *step, const struct tree_node *node);
/* Is it a shell whose scripts are read? */
bool step_shell_is_read(const struct fact_step *step);
/* A scalar as it stands; UNKNOWN where there is an expression in it, ABSENT where there is none. */
struct fact_string github_plain_text(const struct tree_node *node);
/* The one text a scalar stands for; unknown where there are several or none is certain. */
struct fact_string github_text(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *scalar);
/* A text with its expressions filled in; unknown where one of them is. */
struct fact_string github_expand(
	const struct job_reader *r, const struct tree_node *step, struct str text);
/* A script with its ${{ … }} filled in where they are plain words; others are opaque. */
struct mapped github_script(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *run);
/* Adds the pairs of an `env:` or `with:` mapping to a map. */
void github_add_settings(const struct job_reader *r, const struct tree_node *step,
	const struct tree_node *mapping, const char *scope, const struct settings **map);

/* The action of a step: the action_use fact, and what it changes for later steps. */
void github_read_action(struct job_reader *r, struct fact_step *step, const struct tree_node *node,
	const struct tree_node *uses);
/* Is it certainly a release before that one? v6 alone stands for the newest 6.x. */
enum tri action_is_before(const struct fact_action_use *use, int64_t major, int64_t minor);
/* Where a step runs its script; `node` is the step, or NULL for what an action runs. */
struct run_context github_context_of(
	const struct job_reader *r, struct fact_step *step, const struct tree_node *node);
/* Reads the jobs of a workflow; `outer` has what surrounds them. */
void github_read_jobs(const struct job_reader *outer);
/* Reads the workflows of the project once more for each job that calls one. */
void workflow_calls_follow(struct extraction *x);
/* Reads the steps of a job or an action, from top to bottom. */
void github_read_steps(struct job_reader *r, const struct tree_node *steps);
/* Reads a composite action of the project where a step uses it; false if it is none. */
bool github_follow_action(struct job_reader *r, struct fact_step *step,
	const struct tree_node *node, const struct fact_action_use *use);
/* Enters what is called at `place`: adds the caller to the chain; false where it is too long. */
bool github_enter(struct job_reader *r, struct fact_step *step, struct place place);

/* The jobs that the matrix of a job makes; none where they are not certain, or too many. */
struct github_combinations matrix_combinations(const struct job_reader *r);
/* Looks at all jobs that a matrix makes, of the job and of those that call it; and back. */
void matrix_set_aside(const struct job_reader *r, struct github_combinations_set_aside *aside);
void matrix_take_up(const struct job_reader *r, const struct github_combinations_set_aside *aside);
/* What a combination holds under a name, or NULL. */
const struct tree_node *matrix_value(const struct github_combination *combination, struct str name);
/* A combination for people: go: 1.26, os: ubuntu-24.04 */
struct str matrix_caption(struct arena *a, const struct github_combination *combination);

/* The builds of docker/bake-action; `node` is the step. */
void bake_read_action(
	struct job_reader *r, const struct tree_node *node, const struct fact_action_use *use);

/* The containers beside a job. */
void job_services_read(struct job_reader *r);

/* What a step hands to later ones, when it has run. */
void step_outputs_read(struct job_reader *r, struct fact_step *step, const struct tree_node *node);
/* What ${{ steps.ID.outputs.NAME }} stands for; `reference` is what stands between. */
struct github_values step_output_values(const struct job_reader *r, struct str reference);
/* Notes the references to outputs in the text of a step. */
void step_outputs_used(
	const struct job_reader *r, struct fact_step *step, const struct tree_node *node);

/* Whether the job finds out that go.mod is not tidy, and how it gets its Go. */
void github_finish_job(struct job_reader *r);

/* golangci-lint as golangci-lint-action brings it. */
void golangci_read_action(struct job_reader *r, struct fact_action_use *use);
/* golangci-lint as its install.sh brings it, in the scripts of a job that has been read. */
void golangci_read_scripts(struct job_reader *r);
/* The one major version of golangci-lint that the action takes. */
struct fact_int golangci_taken_by(const struct extraction *x, const struct fact_action_use *use);
/* The configurations that golangci-lint reads in jobs and makefiles, and whether it takes them. */
void golangci_read_action_config(struct job_reader *r, const struct fact_action_use *use);
void golangci_read_installs(struct extraction *x);

/* goreleaser release, as an action or a command. */
void goreleaser_read_action(struct job_reader *r, const struct fact_action_use *use);
void goreleaser_read_scripts(struct job_reader *r);
/* The images that the project's own configuration of goreleaser builds. */
void goreleaser_extract(struct extraction *x);

#endif
