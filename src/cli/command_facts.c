/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "cli/cli.h"
#include "cli/facts.h"
#include "report/facts_json.h"

struct facts_options {
	struct setup_options setup;
};

static const struct cli_option option_rows[] = {
	SETUP_CONFIG_ROWS(struct facts_options, setup),
};

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct facts_options options = { 0 };
	struct strs paths = { 0 };
	struct cli_facts facts;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (!cli_find_facts(a, &options.setup, &paths, NULL, &facts))
		return EXIT_TROUBLE;
	struct buf out = buf_new(a);
	facts_json(&out, facts.result->project);
	return cli_print(a, buf_str(&out)) ? facts.status : EXIT_TROUBLE;
}

const struct command command_facts = {
	.name = "facts",
	.arguments = "[PATH]",
	.doc = "Print all facts of the project as JSON",
	.details =
		"One list per kind of fact. A fact's $id is its kind and number; a field that\n"
		"points at a fact holds {\"$ref\": id}. null is absent, {\"$unknown\": true} is\n"
		"there but unknown; \"$open\" marks lists and settings that may hold more.",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
