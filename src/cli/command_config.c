/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "cli/setup.h"
#include "report/config_yaml.h"

struct config_options {
	struct setup_options setup;
};

static const struct cli_option option_rows[] = {
	SETUP_CONFIG_ROWS(struct config_options, setup),
};

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct config_options options = { 0 };
	struct strs paths = { 0 };
	struct workspace workspace;
	struct setup setup;
	struct str error;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (!workspace_open(a, &paths, &workspace, &error)) {
		cli_complain(a, "config: %" PRIstr, STR_ARG(error));
		return EXIT_TROUBLE;
	}
	if (!setup_open(a, &options.setup, &workspace, &setup))
		return EXIT_TROUBLE;
	struct report_options report = { .path_prefix = workspace.path_prefix,
		.working_dir = workspace.working_dir };
	struct buf out = buf_new(a);
	if (!setup.config)
		buf_add(&out,
			STR("# There is no .gobelin.yaml here; `gobelin init` writes one.\n"));
	config_yaml(&out, setup.config, &report);
	if (!cli_print(a, buf_str(&out)))
		return EXIT_TROUBLE;
	return setup.lacks_rules ? EXIT_TROUBLE : 0;
}

const struct command command_config = {
	.name = "config",
	.arguments = "[PATH...]",
	.doc = "Check the configuration, and show what is in force and where it comes from",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
