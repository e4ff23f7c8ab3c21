/* SPDX-License-Identifier: Apache-2.0 */
/* What commands that know the baseline share. */
#ifndef GOBELIN_CLI_BASELINE_H
#define GOBELIN_CLI_BASELINE_H

#include "cli/options.h"
#include "cli/workspace.h"
#include "lint/lint.h"

struct baseline_options {
	struct str file; /* empty: .gobelin-baseline.json at the project's root, if it is there */
	bool is_off;
};

/* `field` is a struct baseline_options in `type`. */
#define BASELINE_ROWS(type, field)                                                      \
	{ "baseline", 0, OPTION_TEXT, "FILE", "take the accepted findings from FILE",   \
		offsetof(type, field.file) },                                           \
	{                                                                               \
		"no-baseline", 0, OPTION_FLAG, NULL, "let accepted findings count too", \
			offsetof(type, field.is_off)                                    \
	}

/* The baseline's file as it can be opened from where the user is. */
struct str cli_baseline_path(
	struct arena *a, const struct baseline_options *options, const struct workspace *workspace);
/*
 * Reads the baseline; *out is NULL where there is none, which is an error only of a file that
 * was named. False, with a complaint, where it can't be read.
 */
NODISCARD bool cli_open_baseline(struct arena *a, const struct baseline_options *options,
	const struct workspace *workspace, const struct baseline_entries **out);
/* Says in one line that entries of the baseline can go. */
void cli_tell_gone(struct arena *a, struct str baseline_path, const struct lint_result *result);

#endif
