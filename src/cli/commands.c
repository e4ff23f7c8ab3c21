/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

const struct command *const commands[] = { &command_check, &command_fix, &command_baseline,
	&command_rules, &command_explain, &command_facts, &command_env, &command_graph,
	&command_config, &command_init, &command_ast, &command_docs, &command_completion,
	&command_man, &command_version, &command_help, NULL };

const struct command *
command_named(struct str name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (str_eq(name, str_from((*c)->name)))
			return *c;
	return NULL;
}
