/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shells of steps.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
#include "base/path.h"
#include "facts/github/github.h"

/* The program of a shell that is written with its options: bash -e {0} */
static struct str
program_of(struct fact_string shell)
{
	struct str program = { 0 };
	if (shell.state == KNOWN)
		str_cut(shell.text, ' ', &program, NULL);
	return path_base(program);
}

static struct fact_string
shell_of(const struct job_reader *r, const struct tree_node *node)
{
	struct fact_string shell = github_plain_text(tree_get(node, STR("shell")));
	if (shell.state == ABSENT)
		shell = r->default_shell;
	if (shell.state != ABSENT)
		return shell;
	struct fact_string runner = r->job->runs_on;
	if (r->workflow->is_composite == YES || (r->call && r->call->step))
		return fact_known(STR("bash"));
	if (runner.state != KNOWN)
		return fact_unknown_string();
	bool is_windows = str_eq_nocase(str_slice(runner.text, 0, 7), STR("windows"));
	return fact_known(is_windows ? STR("pwsh") : STR("default"));
}

/* bash -eo pipefail {0}: an option, alone or among letters of one word. */
static enum tri
has_option(struct str shell, char letter, struct str name)
{
	bool has = false, is_named = false;
	struct str word;
	while (str_next_word(&shell, &word)) {
		bool is_short = word.n > 1 && word.s[0] == '-' && word.s[1] != '-';
		if (is_named)
			has |= str_eq(word, name);
		has |= is_short && letter && str_find_char(word, letter, 1) != STR_NONE;
		is_named = is_short && word.s[word.n - 1] == 'o';
	}
	return tri_of(has);
}

bool
step_shell_is_read(const struct fact_step *step)
{
	struct str program = program_of(step->shell);
	return str_eq(program, STR("default")) || str_eq(program, STR("bash"))
		|| str_eq(program, STR("sh"));
}

void
step_shell_read(const struct job_reader *r, struct fact_step *step, const struct tree_node *node)
{
	step->shell = shell_of(r, node);
	struct str shell = step->shell.text, program = program_of(step->shell);
	bool is_bash = str_eq(program, STR("bash")), has_run = tree_get(node, STR("run")) != NULL;
	step->shell_is_missing =
		tri_and(tri_not(machine_has(r->machine, TOOL_bash)), tri_of(is_bash && has_run));
	if (!step_shell_is_read(step)) {
		step->stops_at_failure = step->has_pipefail = UNSURE;
	} else if (str_contains(shell, STR("{0}"))) {
		step->stops_at_failure = has_option(shell, 'e', STR("errexit"));
		step->has_pipefail = has_option(shell, 0, STR("pipefail"));
	} else { /* bash -e, sh -e; and for bash by its name, with pipefail */
		step->stops_at_failure = YES;
		step->has_pipefail = tri_of(str_eq(shell, STR("bash")));
	}
}
