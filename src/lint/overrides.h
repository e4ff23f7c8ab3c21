/* SPDX-License-Identifier: Apache-2.0 */
/* What a configuration makes of findings: other severities, and silence for some paths. */
#ifndef GOBELIN_LINT_OVERRIDES_H
#define GOBELIN_LINT_OVERRIDES_H

#include "lint/config.h"
#include "rules/finding.h"

struct gitignore;

/* The patterns of a list, relative to the folder of the configuration. */
const struct gitignore *config_patterns(
	struct arena *a, const struct config_file *config, const struct config_values *patterns);
/* Gives findings the severities of the configuration; drops those that it ignores in their path. */
void override_findings(
	struct arena *a, const struct config_file *config, struct findings *findings);

#endif
