/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/path.h"
#include "base/utf8.h"
#include "cli/baseline.h"
#include "cli/cli.h"
#include "cli/setup.h"
#include "facts/knowledge.h"
#include "report/baseline.h"
#include "report/parts.h"

struct baseline_command_options {
	struct baseline_options baseline;
	struct setup_options setup;
	bool update;
};

#define ROW(name, letter, kind, value, field, doc)                                               \
	{                                                                                        \
		name, letter, kind, value, doc, offsetof(struct baseline_command_options, field) \
	}

static const struct cli_option option_rows[] = {
	ROW("update", 0, OPTION_FLAG, NULL, update,
		"take out what is gone, and accept nothing new"),
	ROW("baseline", 0, OPTION_TEXT, "FILE", baseline.file,
		"write FILE (.gobelin-baseline.json at the project's root)"),
	ROW("select", 0, OPTION_LIST, "RULES", setup.select,
		"findings of these rules only: ids, names, topics, GB1, ALL"),
	ROW("ignore", 0, OPTION_LIST, "RULES", setup.ignore, "leave these rules out"),
	ROW("rules", 0, OPTION_REPEATED, "DIR", setup.rules, "ask the rules in DIR too"),
	SETUP_CONFIG_ROWS(struct baseline_command_options, setup),
};

struct baseline_command {
	struct arena *arena;
	struct baseline_command_options options;
	struct workspace workspace;
	struct setup setup;
	struct str path; /* of the baseline */
	const struct baseline_entries *old;
};

/* The old entries but those that are gone, and the new findings where they are wanted. */
static struct baseline_entries
entries_now(const struct baseline_command *c, const struct lint_result *result)
{
	struct baseline_entries entries = { 0 };
	size_t gone = 0;
	/* Both are sorted. */
	for (size_t i = 0; i < c->old->n; i++) {
		const struct baseline_entry *entry = &c->old->items[i];
		if (gone < result->gone.n
			&& str_eq(entry->fingerprint, result->gone.items[gone].fingerprint))
			gone++;
		else
			vec_push(c->arena, &entries, *entry);
	}
	for (size_t i = 0; !c->options.update && i < result->findings.n; i++) {
		const struct finding *finding = result->findings.items[i];
		vec_push(c->arena, &entries,
			((struct baseline_entry){ finding->place.source->path, finding->rule->id,
				finding->fingerprint }));
	}
	baseline_sort(&entries);
	return entries;
}

/* The baseline at the root is replaced where a link within the project leads to. */
static struct str
path_to_write(const struct baseline_command *c)
{
	if (c->options.baseline.file.n)
		return c->path;
	struct str path = vfs_resolve(c->arena, &c->workspace.fs, BASELINE_NAME);
	return path_join(c->arena, c->workspace.fs.root, path);
}

static bool
save(const struct baseline_command *c, const struct baseline_entries *entries)
{
	struct str error;
	struct buf out = buf_new(c->arena);
	baseline_print(&out, entries);
	if (io_write_file(c->arena, arena_str(c->arena, path_to_write(c)).s, buf_str(&out), &error))
		return true;
	cli_complain(
		c->arena, "cannot write %" PRIstr ": %" PRIstr, STR_ARG(c->path), STR_ARG(error));
	return false;
}

static bool
tell(const struct baseline_command *c, const struct baseline_entries *entries,
	const struct lint_result *result)
{
	struct buf out = buf_new(c->arena);
	buf_printf(&out, "Wrote %" PRIstr ": ", STR_ARG(utf8_printable(c->arena, c->path)));
	report_plural(&out, entries->n, "accepted finding");
	buf_printf(&out, "; %zu new, %zu gone.\n", c->options.update ? 0 : result->findings.n,
		result->gone.n);
	return cli_print(c->arena, buf_str(&out));
}

static int
write_baseline(struct baseline_command *c)
{
	struct lint_options lint = { .paths = c->workspace.paths,
		.rules = c->setup.chosen,
		.known = &c->setup.all,
		.today = cli_today(c->arena),
		.min_severity = SEVERITY_INFO,
		.knowledge = &builtin_knowledge,
		.config = c->setup.config,
		.baseline = c->old };
	struct lint_result *result = lint_run(c->arena, &c->workspace.fs, &lint);
	struct baseline_entries entries = entries_now(c, result);
	cli_tell_errors(c->arena, &c->workspace, &result->errors);
	if (!save(c, &entries) || !tell(c, &entries, result))
		return EXIT_TROUBLE;
	return result->errors.n || c->setup.lacks_rules ? EXIT_TROUBLE : 0;
}

/* A file that was named need not be there before it is written. */
static bool
open_old(struct baseline_command *c)
{
	c->path = cli_baseline_path(c->arena, &c->options.baseline, &c->workspace);
	bool is_new = io_kind_of(arena_str(c->arena, c->path).s, false) == IO_MISSING;
	if (!is_new && !cli_open_baseline(c->arena, &c->options.baseline, &c->workspace, &c->old))
		return false;
	if (!c->old && c->options.update) {
		cli_complain(c->arena,
			"%" PRIstr " is not there; `gobelin baseline` without --update writes it",
			STR_ARG(c->path));
		return false;
	}
	if (!c->old)
		c->old = ARENA_NEW(c->arena, struct baseline_entries);
	return true;
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct baseline_command c = { .arena = a };
	struct strs paths = { 0 };
	struct str error;
	int status;
	if (!command_parse(a, command, words, &c.options, &paths, &status))
		return status;
	if (!workspace_open(a, &paths, &c.workspace, &error)) {
		cli_complain(a, "baseline: %" PRIstr, STR_ARG(error));
		return EXIT_TROUBLE;
	}
	if (!setup_open(a, &c.options.setup, &c.workspace, &c.setup) || !open_old(&c))
		return EXIT_TROUBLE;
	return write_baseline(&c);
}

const struct command command_baseline = {
	.name = "baseline",
	.arguments = "[PATH...]",
	.doc = "Accept the findings that are there, so that only new ones count",
	.details =
		"Writes their fingerprints to .gobelin-baseline.json at the project's root, where\n"
		"`gobelin check` and `gobelin fix` find them. Findings are known again though lines\n"
		"move; not when their own line, or the name of the file, changes. Entries of other\n"
		"paths and rules stay as they are.",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
