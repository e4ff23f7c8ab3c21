/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

static const struct {
	struct str name;
	void (*complete)(struct buf *out, const struct rules *rules);
} shells[] = {
	{ STR_INIT("bash"), complete_bash },
	{ STR_INIT("zsh"), complete_zsh },
	{ STR_INIT("fish"), complete_fish },
};

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs arguments = { 0 }, none = { 0 };
	struct rules rules = { 0 };
	int status;
	if (!command_parse(a, command, words, NULL, &arguments, &status))
		return status;
	if (!cli_load_rules(a, &none, &rules))
		return EXIT_TROUBLE;
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		struct buf out = buf_new(a);
		if (arguments.n != 1 || !str_eq(arguments.items[0], shells[i].name))
			continue;
		shells[i].complete(&out, &rules);
		return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
	}
	cli_complain(a, "completion: name one shell: %s", command->arguments);
	return EXIT_TROUBLE;
}

const struct command command_completion = {
	.name = "completion",
	.arguments = "bash|zsh|fish",
	.doc = "Print the completion script for a shell",
	.run = run,
};
