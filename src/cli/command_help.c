/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs arguments = { 0 };
	int status;
	if (!command_parse(a, command, words, NULL, &arguments, &status))
		return status;
	if (!arguments.n)
		return cli_print(a, cli_usage(a)) ? 0 : EXIT_TROUBLE;
	if (arguments.n > 1) {
		cli_complain(a, "help: name one command (see gobelin help)");
		return EXIT_TROUBLE;
	}
	const struct command *subject = command_named(arguments.items[0]);
	if (!subject)
		return cli_refuse_command(a, arguments.items[0]);
	return cli_print(a, command_usage(a, subject)) ? 0 : EXIT_TROUBLE;
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.doc = "Say how gobelin, or one of its commands, is used",
	.run = run,
};
