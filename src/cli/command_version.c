/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs arguments = { 0 };
	int status;
	if (!command_parse(a, command, words, NULL, &arguments, &status))
		return status;
	return cli_print(a, STR("gobelin " GOBELIN_VERSION "\n")) ? 0 : EXIT_TROUBLE;
}

const struct command command_version = {
	.name = "version",
	.arguments = "",
	.doc = "Say which gobelin this is",
	.run = run,
};
