/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "cli/facts.h"
#include "cli/terminal.h"
#include "report/env.h"

struct env_options {
	struct str format, colour;
	struct setup_options setup;
	unsigned command;
	bool all;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "text|json|markdown", "how to print (text)",
		offsetof(struct env_options, format) },
	{ "command", 'c', OPTION_NUMBER, "N", "only the command of this number",
		offsetof(struct env_options, command) },
	{ "all", 'a', OPTION_FLAG, NULL, "also what is Go's default or not known",
		offsetof(struct env_options, all) },
	{ "color", 0, OPTION_TEXT, "auto|always|never", "use colours",
		offsetof(struct env_options, colour) },
	SETUP_CONFIG_ROWS(struct env_options, setup),
};

/* The commands in the files that were asked for; how many there are goes to *count. */
static struct env_views
collect(struct arena *a, const struct cli_facts *facts, const struct report_options *report,
	unsigned wanted, size_t *count)
{
	struct env_views views = { 0 };
	const struct fact_list *lists = facts->result->project->facts;
	struct fact_list all = { 0 };
	fact_for(go_command, go, &lists[FACT_CLASS_go_command])
		fact_list_add(a, &all, go);
	fact_for(goreleaser_run, run, &lists[FACT_CLASS_goreleaser_run])
		fact_for(go_command, go, &run->go_commands)
			fact_list_add(a, &all, go);
	*count = 0;
	fact_for(go_command, go, &all) {
		if (!cli_is_asked_for(facts, go->place))
			continue;
		++*count;
		if (wanted == 0 || *count == wanted)
			vec_push(a, &views, env_view_of(a, report, go, *count));
	}
	return views;
}

static void
print(struct buf *out, const struct env_options *options, const struct report_options *report,
	const struct env_views *views)
{
	if (str_eq(options->format, STR("json")))
		env_json(out, views);
	else if (views->n == 0)
		buf_add(out, STR("No go command is run here.\n"));
	else if (str_eq(options->format, STR("markdown")))
		env_markdown(out, report, views, options->all);
	else
		env_text(out, report, views, options->all);
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct env_options options = { .format = STR("text"), .colour = STR("auto") };
	struct strs paths = { 0 };
	struct cli_facts facts;
	size_t count;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (!cli_find_facts(a, &options.setup, &paths, NULL, &facts))
		return EXIT_TROUBLE;
	struct report_options report = { .path_prefix = facts.workspace.path_prefix,
		.working_dir = facts.workspace.working_dir,
		.columns = terminal_columns(),
		.colour = terminal_has_colour(options.colour, false),
		.unicode = terminal_has_unicode() };
	struct env_views views = collect(a, &facts, &report, options.command, &count);
	if (options.command > count) {
		cli_complain(a, "env: there is no command %u; the last one is %zu", options.command,
			count);
		return EXIT_TROUBLE;
	}
	struct buf out = buf_new(a);
	print(&out, &options, &report, &views);
	return cli_print(a, buf_str(&out)) ? facts.status : EXIT_TROUBLE;
}

const struct command command_env = {
	.name = "env",
	.arguments = "[PATH...]",
	.doc = "Say what `go env` would print at each go command, and why",
	.details = "For each go command: who calls it, the module, the Go that runs it, and its\n"
		   "environment, each value with its origin. What is not known is not guessed.",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
