/* SPDX-License-Identifier: Apache-2.0 */
#include <cJSON.h>

#include "cli/cli.h"
#include "cli/facts.h"
#include "cli/json.h"
#include "report/facts_json.h"

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs paths = { 0 };
	struct cli_facts facts;
	int status;
	if (!command_parse(a, command, words, NULL, &paths, &status))
		return status;
	if (!cli_find_facts(a, &paths, &facts)
		|| !cli_json_print(a, facts_json(a, facts.result->project)))
		return EXIT_TROUBLE;
	return facts.status;
}

const struct command command_facts = {
	.name = "facts",
	.arguments = "[PATH]",
	.doc = "Print all facts of the project as JSON",
	.details =
		"One list per kind of fact. A fact's $id is its kind and number; a field that\n"
		"points at a fact holds {\"$ref\": id}. null is absent, {\"$unknown\": true} is\n"
		"there but unknown; \"$open\" marks lists and settings that may hold more.",
	.run = run,
};
