/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/facts.h"
#include "report/facts_json.h"

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs paths = { 0 };
	struct cli_facts facts;
	int status;
	if (!command_parse(a, command, words, NULL, &paths, &status))
		return status;
	if (!cli_find_facts(a, &paths, NULL, &facts))
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
	.run = run,
};
