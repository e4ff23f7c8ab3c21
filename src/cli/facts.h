/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of the project that paths on the command line belong to. */
#ifndef GOBELIN_CLI_FACTS_H
#define GOBELIN_CLI_FACTS_H

#include "cli/baseline.h"
#include "cli/setup.h"
#include "lint/lint.h"

struct cli_facts {
	struct workspace workspace;
	struct lint_result *result;
	int status; /* EXIT_TROUBLE if a file could not be read, else 0 */
};

/*
 * Runs gobelin up to the facts. With `baseline` it asks the rules too, and what that accepts
 * does not count; NULL asks none. False, with a complaint, where a path, the configuration or
 * the baseline does not fit; files that can't be read are complained about too.
 */
NODISCARD bool cli_find_facts(struct arena *a, const struct setup_options *setup,
	const struct strs *paths, const struct baseline_options *baseline, struct cli_facts *out);
/* Was the place's file asked for? */
bool cli_is_asked_for(const struct cli_facts *facts, struct place place);

#endif
