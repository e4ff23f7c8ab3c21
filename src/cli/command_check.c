/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/await.h"
#include "cli/baseline.h"
#include "cli/cli.h"
#include "cli/fixes.h"
#include "cli/git.h"
#include "cli/progress.h"
#include "cli/reports.h"
#include "cli/setup.h"
#include "cli/terminal.h"
#include "facts/knowledge.h"

struct check_options {
	struct str output, fail_on, min_severity, colour, stdin_filename, diff_base;
	struct strs formats;
	struct setup_options setup;
	struct baseline_options baseline;
	bool fix, unsafe, watch, ascii, quiet, statistics;
	unsigned jobs;
};

#define ROW(name, letter, kind, value, field, doc)                                    \
	{                                                                             \
		name, letter, kind, value, doc, offsetof(struct check_options, field) \
	}

static const struct cli_option option_rows[] = {
	ROW("format", 'f', OPTION_REPEATED, "FORMAT[=FILE]", formats,
		"how to report (text), and into which file"),
	ROW("output", 'o', OPTION_TEXT, "FILE", output,
		"write the report that names no file to FILE"),
	ROW("fail-on", 0, OPTION_TEXT, "error|warning|info|never", fail_on,
		"severity from which the exit status is 1 (warning)"),
	ROW("min-severity", 0, OPTION_TEXT, "error|warning|info", min_severity,
		"leave out findings below this severity"),
	ROW("select", 0, OPTION_LIST, "RULES", setup.select,
		"ask these rules only: ids, names, topics, GB1, ALL"),
	ROW("ignore", 0, OPTION_LIST, "RULES", setup.ignore, "do not ask these rules"),
	ROW("rules", 0, OPTION_REPEATED, "DIR", setup.rules, "ask the rules in DIR too"),
	SETUP_CONFIG_ROWS(struct check_options, setup),
	BASELINE_ROWS(struct check_options, baseline),
	ROW("diff-base", 0, OPTION_TEXT, "REV", diff_base,
		"report only on lines changed since a revision of git"),
	ROW("fix", 0, OPTION_FLAG, NULL, fix, "make the safe fixes, then report what remains"),
	ROW("unsafe", 0, OPTION_FLAG, NULL, unsafe, "with --fix: make the unsafe fixes too"),
	ROW("watch", 0, OPTION_FLAG, NULL, watch, "check again whenever a file changes"),
	ROW("color", 0, OPTION_TEXT, "auto|always|never", colour, "use colours"),
	ROW("ascii", 0, OPTION_FLAG, NULL, ascii, "draw with ASCII characters"),
	ROW("jobs", 'j', OPTION_NUMBER, "N", jobs, "read with N threads (one per processor)"),
	ROW("quiet", 'q', OPTION_FLAG, NULL, quiet, "leave out the closing summary"),
	ROW("statistics", 0, OPTION_FLAG, NULL, statistics, "count findings per rule (text)"),
	ROW("stdin-filename", 0, OPTION_TEXT, "FILE", stdin_filename,
		"the path that standard input (-) stands for"),
};

struct check {
	struct arena *arena;
	struct check_options options;
	struct report_targets reports;
	struct workspace workspace;
	struct setup setup;
	const struct baseline_entries *baseline; /* NULL: none */
	const struct changes *changes;           /* NULL: all counts */
};

/* Replaces `-` by the name it stands for. */
static bool
name_stdin(struct check *c, struct strs *paths, size_t *stdin_at)
{
	*stdin_at = STR_NONE;
	for (size_t i = 0; i < paths->n; i++) {
		if (!str_eq(paths->items[i], STR("-")))
			continue;
		if (*stdin_at != STR_NONE || !c->options.stdin_filename.n) {
			cli_complain(c->arena,
				*stdin_at != STR_NONE ? "check: - can be given only once"
						      : "check: - needs --stdin-filename");
			return false;
		}
		*stdin_at = i;
		paths->items[i] = c->options.stdin_filename;
	}
	if (*stdin_at != STR_NONE || !c->options.stdin_filename.n)
		return true;
	cli_complain(c->arena, "check: --stdin-filename needs - among the paths");
	return false;
}

static bool
open_workspace(struct check *c, struct strs *paths)
{
	struct str error, text;
	size_t stdin_at;
	if (!name_stdin(c, paths, &stdin_at))
		return false;
	if (!workspace_open(c->arena, paths, &c->workspace, &error)) {
		cli_complain(c->arena, "check: %" PRIstr, STR_ARG(error));
		return false;
	}
	if (stdin_at == STR_NONE)
		return true;
	if (!io_read_stdin(c->arena, SOURCE_MAX_SIZE, &text, &error)) {
		cli_complain(c->arena, "cannot read standard input: %" PRIstr, STR_ARG(error));
		return false;
	}
	vfs_put(c->arena, &c->workspace.fs, c->workspace.paths.items[stdin_at], text);
	return true;
}

/* A file that was named but is of no kind that gobelin knows would pass as clean. */
static void
tell_unknown_files(struct check *c)
{
	for (size_t i = 0; i < c->workspace.paths.n; i++) {
		struct str path = c->workspace.paths.items[i];
		if (vfs_kind(c->arena, &c->workspace.fs, path) == IO_FILE
			&& discover_kind(path) == FILE_NONE)
			cli_complain(c->arena, "%" PRIstr ": not a file that gobelin checks",
				STR_ARG(workspace_shown(c->arena, &c->workspace, path)));
	}
}

/* False, with a complaint, where a file can't be written. */
static bool
save_fixes(struct check *c, const struct fix_result *fixes)
{
	if (!cli_save_fixes(c->arena, &c->workspace, fixes))
		return false;
	if (!c->options.quiet)
		cli_complain(
			c->arena, "%" PRIstr, STR_ARG(cli_fix_summary(c->arena, fixes, false)));
	return true;
}

/* NULL, with a complaint, where a fixed file can't be written. */
static const struct lint_result *
run_lint(struct check *c, const struct lint_options *lint)
{
	const struct fix_result *fixes = NULL;
	const struct lint_result *result;
	if (!c->options.quiet)
		progress_begin();
	if (c->options.fix) {
		fixes = fix_run(c->arena, &c->workspace.fs, lint, c->options.unsafe);
		result = fixes->lint;
	} else {
		result = lint_run(c->arena, &c->workspace.fs, lint);
	}
	progress_end();
	return !fixes || save_fixes(c, fixes) ? result : NULL;
}

static bool
open_changes(struct check *c)
{
	struct str error, revision = c->options.diff_base;
	if (!revision.s)
		return true;
	struct changes *changes = ARENA_NEW(c->arena, struct changes);
	c->changes = changes;
	if (git_changes(c->arena, c->workspace.fs.root, revision, changes, &error))
		return true;
	cli_complain(c->arena, "check: --diff-base: %" PRIstr, STR_ARG(error));
	return false;
}

static int
lint_and_report(struct check *c)
{
	struct lint_options lint = { .paths = c->workspace.paths,
		.rules = c->setup.chosen,
		.known = &c->setup.all,
		.today = cli_today(c->arena),
		.min_severity = severity_named(c->options.min_severity),
		.knowledge = &builtin_knowledge,
		.config = c->setup.config,
		.baseline = c->baseline,
		.changes = c->changes,
		.jobs = c->options.jobs };
	const struct lint_result *result = run_lint(c, &lint);
	if (!result)
		return EXIT_TROUBLE;
	int status =
		c->setup.lacks_rules ? EXIT_TROUBLE : cli_exit_status(result, c->options.fail_on);
	struct report_options report = { .unicode = !c->options.ascii,
		.statistics = c->options.statistics,
		.quiet = c->options.quiet,
		.path_prefix = c->workspace.path_prefix,
		.working_dir = c->workspace.working_dir,
		.exit_status = status,
		.rules = &c->setup.chosen };
	/* Formats for programs, and reports into files, don't show a person what went wrong. */
	if (!reports_show_errors(&c->reports))
		cli_tell_errors(c->arena, &c->workspace, &result->errors);
	if (!c->options.quiet)
		cli_tell_gone(c->arena,
			cli_baseline_path(c->arena, &c->options.baseline, &c->workspace), result);
	return reports_write(c->arena, &c->reports, result, &report, c->options.colour)
		? status
		: EXIT_TROUBLE;
}

/*
 * Standard input can't be mended, and --unsafe alone may have been meant to mend something.
 * Fixes move the lines that git told of. A file that changes may be open in an editor.
 */
static bool
options_fit(struct check *c, const struct strs *paths)
{
	bool has_stdin = strs_has(paths, STR("-"));
	if (c->options.unsafe && !c->options.fix) {
		cli_complain(c->arena, "check: --unsafe needs --fix");
		return false;
	}
	if (c->options.fix && has_stdin) {
		cli_complain(c->arena, "check: --fix can't change standard input");
		return false;
	}
	if (c->options.diff_base.s && (c->options.fix || has_stdin)) {
		cli_complain(c->arena, "check: --diff-base goes neither with --fix nor with -");
		return false;
	}
	if (c->options.watch && (c->options.fix || has_stdin)) {
		cli_complain(c->arena, "check: --watch goes neither with --fix nor with -");
		return false;
	}
	return true;
}

static int
check(struct check *c)
{
	if (!setup_open(c->arena, &c->options.setup, &c->workspace, &c->setup)
		|| !cli_open_baseline(c->arena, &c->options.baseline, &c->workspace, &c->baseline)
		|| !open_changes(c))
		return EXIT_TROUBLE;
	if (!c->options.fail_on.n)
		c->options.fail_on = setup_fail_on(&c->setup);
	tell_unknown_files(c);
	return lint_and_report(c);
}

/* Without an end, but for a signal. A configuration that is wrong may be mended next. */
static _Noreturn void
check_again_and_again(const struct check *common)
{
	for (;;) {
		struct arena *a = arena_new();
		struct check c = *common;
		c.arena = a;
		c.workspace.fs.watch = watch_new();
		terminal_clear();
		check(&c);
		if (!c.options.quiet)
			cli_complain(a, "waiting for a change; Ctrl-C ends");
		arena_free(a);
		await_change(c.workspace.fs.watch);
		watch_free(c.workspace.fs.watch);
	}
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct check c = { .arena = a };
	c.options = (struct check_options){ .min_severity = STR("info"), .colour = STR("auto") };
	struct strs paths = { 0 };
	int status;
	if (!command_parse(a, command, words, &c.options, &paths, &status))
		return status;
	if (!options_fit(&c, &paths)
		|| !reports_choose(a, &c.options.formats, c.options.output, &c.reports)
		|| !open_workspace(&c, &paths))
		return EXIT_TROUBLE;
	if (c.options.watch)
		check_again_and_again(&c);
	return check(&c);
}

const struct command command_check = {
	.name = "check",
	.arguments = "[PATH...]",
	.doc = "Check files and folders (the current folder)",
	.details =
		"Facts are drawn from the whole project; findings are reported for the paths.\n"
		"- reads standard input, under the path that --stdin-filename names.\n\n"
		"formats:\n"
#define FORMAT(name, doc) "  " #name ": " doc "\n"
#include "report/report.def"
#undef FORMAT
		"\nexit status: 0 nothing to report at --fail-on, 1 findings, 2 an error: in the\n"
		"usage, or a file or rule that could not be read; the others count all the same",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
