/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/baseline.h"
#include "cli/cli.h"
#include "cli/fixes.h"
#include "cli/setup.h"
#include "facts/knowledge.h"
#include "fix/diff.h"
#include "lint/mask.h"
#include "report/parts.h"

struct fix_command_options {
	struct str fail_on;
	struct setup_options setup;
	struct baseline_options baseline;
	bool unsafe, diff, quiet;
	unsigned jobs;
};

#define ROW(name, letter, kind, value, field, doc)                                          \
	{                                                                                   \
		name, letter, kind, value, doc, offsetof(struct fix_command_options, field) \
	}

static const struct cli_option option_rows[] = {
	ROW("unsafe", 0, OPTION_FLAG, NULL, unsafe,
		"make fixes too that may change what the build does"),
	ROW("diff", 0, OPTION_FLAG, NULL, diff, "print what would change, and change nothing"),
	ROW("select", 0, OPTION_LIST, "RULES", setup.select,
		"mend findings of these rules only: ids, names, topics, GB1, ALL"),
	ROW("ignore", 0, OPTION_LIST, "RULES", setup.ignore, "leave findings of these rules alone"),
	ROW("rules", 0, OPTION_REPEATED, "DIR", setup.rules, "ask the rules in DIR too"),
	SETUP_CONFIG_ROWS(struct fix_command_options, setup),
	BASELINE_ROWS(struct fix_command_options, baseline),
	ROW("fail-on", 0, OPTION_TEXT, "error|warning|info|never", fail_on,
		"severity of what remains from which the exit status is 1 (warning)"),
	ROW("jobs", 'j', OPTION_NUMBER, "N", jobs, "read with N threads (one per processor)"),
	ROW("quiet", 'q', OPTION_FLAG, NULL, quiet, "leave out the closing summary"),
};

struct fix_command {
	struct arena *arena;
	struct fix_command_options options;
	struct workspace workspace;
	struct setup setup;
};

static bool
open_workspace(struct fix_command *c, const struct strs *paths)
{
	struct str error;
	if (strs_has(paths, STR("-")))
		error = STR("standard input can't be changed; name a file");
	else if (workspace_open(c->arena, paths, &c->workspace, &error))
		return true;
	cli_complain(c->arena, "fix: %" PRIstr, STR_ARG(error));
	return false;
}

/* Exits as diff(1) does: 1 where something would change. */
static int
show_diff(struct fix_command *c, const struct fix_result *fixes)
{
	struct buf out = buf_new(c->arena);
	vec_for(const struct fixed_file, file, &fixes->files) {
		diff_unified(&out, workspace_shown(c->arena, &c->workspace, file->path),
			mask_in_place(c->arena, file->before),
			mask_in_place(c->arena, file->after));
	}
	cli_tell_undone(c->arena, &c->workspace, fixes);
	if (!cli_print(c->arena, buf_str(&out)) || fixes->lint->errors.n || c->setup.lacks_rules)
		return EXIT_TROUBLE;
	if (!c->options.quiet)
		cli_complain(c->arena, "%" PRIstr, STR_ARG(cli_fix_summary(c->arena, fixes, true)));
	return fixes->files.n ? EXIT_FINDINGS : 0;
}

static int
save(struct fix_command *c, const struct fix_result *fixes)
{
	if (!cli_save_fixes(c->arena, &c->workspace, fixes))
		return EXIT_TROUBLE;
	if (!c->options.quiet) {
		struct buf out = buf_new(c->arena);
		buf_add(&out, cli_fix_summary(c->arena, fixes, false));
		if (fixes->lint->findings.n)
			buf_printf(&out, "; %zu left, see gobelin check", fixes->lint->findings.n);
		buf_add_char(&out, '\n');
		if (!cli_print(c->arena, buf_str(&out)))
			return EXIT_TROUBLE;
	}
	return c->setup.lacks_rules ? EXIT_TROUBLE
				    : cli_exit_status(fixes->lint, c->options.fail_on);
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct fix_command c = { .arena = a };
	struct strs paths = { 0 };
	int status;
	if (!command_parse(a, command, words, &c.options, &paths, &status))
		return status;
	const struct baseline_entries *baseline;
	if (!open_workspace(&c, &paths) || !setup_open(a, &c.options.setup, &c.workspace, &c.setup)
		|| !cli_open_baseline(a, &c.options.baseline, &c.workspace, &baseline))
		return EXIT_TROUBLE;
	if (!c.options.fail_on.n)
		c.options.fail_on = setup_fail_on(&c.setup);
	struct lint_options lint = { .paths = c.workspace.paths,
		.rules = c.setup.chosen,
		.known = &c.setup.all,
		.today = cli_today(a),
		.min_severity = SEVERITY_INFO,
		.knowledge = &builtin_knowledge,
		.config = c.setup.config,
		.baseline = baseline,
		.jobs = c.options.jobs };
	struct fix_result *fixes = fix_run(a, &c.workspace.fs, &lint, c.options.unsafe);
	cli_tell_errors(a, &c.workspace, &fixes->lint->errors);
	return c.options.diff ? show_diff(&c, fixes) : save(&c, fixes);
}

const struct command command_fix = {
	.name = "fix",
	.arguments = "[PATH...]",
	.doc = "Mend what can be mended (in the current folder)",
	.details =
		"Makes the safe fixes of the findings in the paths, until there are none left. A fix\n"
		"that does not mend its finding, or that would bring another one no less severe, is\n"
		"taken back.\n\n"
		"exit status: 0 nothing is left at --fail-on, 1 findings are left, 2 an error; with\n"
		"--diff: 0 nothing would change, 1 something would, 2 an error",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
