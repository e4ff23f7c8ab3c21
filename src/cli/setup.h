/* SPDX-License-Identifier: Apache-2.0 */
/* What commands that look at a project begin with: its configuration and the rules to ask. */
#ifndef GOBELIN_CLI_SETUP_H
#define GOBELIN_CLI_SETUP_H

#include "cli/options.h"
#include "cli/workspace.h"
#include "lint/config.h"

struct setup_options {
	struct str config; /* a file; empty: the nearest one is looked for */
	bool no_config;
	struct strs select, ignore, rules;
};

/* The options of the configuration alone; `field` is a struct setup_options in `type`. */
#define SETUP_CONFIG_ROWS(type, field)                                          \
	{ "config", 0, OPTION_TEXT, "FILE", "take the configuration from FILE", \
		offsetof(type, field.config) },                                 \
	{                                                                       \
		"no-config", 0, OPTION_FLAG, NULL, "take no configuration",     \
			offsetof(type, field.no_config)                         \
	}

struct setup {
	const struct config_file *config; /* NULL: none */
	struct rules all, chosen;
	bool lacks_rules; /* some could not be loaded */
};

/*
 * Finds and reads the configuration of a project: the nearest one above all the paths that
 * were asked for. False, with complaints, where anything is wrong with it.
 */
NODISCARD bool setup_config(struct arena *a, const struct setup_options *options,
	const struct workspace *workspace, const struct config_file **config);
/*
 * The same, and the rules: those of the options where they choose some, else those of the
 * configuration.
 */
NODISCARD bool setup_open(struct arena *a, const struct setup_options *options,
	const struct workspace *workspace, struct setup *out);

/* The severity from which the exit status is 1, as the configuration has it. */
struct str setup_fail_on(const struct setup *setup);

#endif
