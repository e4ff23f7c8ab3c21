/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands share. One file per command; the list of them is in commands.c. */
#ifndef GOBELIN_CLI_CLI_H
#define GOBELIN_CLI_CLI_H

#include "cli/options.h"
#include "cli/workspace.h"
#include "lint/lint.h"

/* Exit statuses; see also EXIT_SUCCESS. */
enum { EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

struct command {
	const char *name;
	const char *arguments; /* as shown in the usage line */
	const char *doc;       /* one line */
	const char *details;   /* further lines of --help; may be NULL */
	struct cli_options options;
	bool is_hidden; /* from the help: for those who work on gobelin */
	/* `words` follow the command's name; returns the exit status. */
	int (*run)(struct arena *a, const struct command *command, const struct strs *words);
};

extern const struct command command_check, command_fix, command_baseline, command_rules,
	command_explain, command_facts, command_env, command_graph, command_config, command_init,
	command_ast, command_docs, command_completion, command_man, command_version, command_help;

/* NULL-terminated, in the order of the help. */
extern const struct command *const commands[];
const struct command *command_named(struct str name);

/* Says that there is no command of this name, and which may have been meant; EXIT_TROUBLE. */
int cli_refuse_command(struct arena *a, struct str name);

/* "gobelin: " and the message on standard error, control characters escaped. */
void cli_complain(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same of a place; of a file as a whole where its text is empty. */
void cli_complain_at(struct arena *a, struct place place, struct str message);
/* Writes to standard output; false, with a complaint, where that fails. */
NODISCARD bool cli_print(struct arena *a, struct str text);
/* The whole page of `gobelin help COMMAND`. */
struct str command_usage(struct arena *a, const struct command *command);
/* `gobelin` without a command; returns the exit status. */
int cli_welcome(struct arena *a);
/* The page of `gobelin help`. */
struct str cli_usage(struct arena *a);
/*
 * options_parse() for a command. False where it should not go on: *status is then what to
 * exit with, and what there is to say has been said.
 */
NODISCARD bool command_parse(struct arena *a, const struct command *command,
	const struct strs *words, void *values, struct strs *arguments, int *status);

/*
 * The built-in rules and those of the folders `dirs`. False, with complaints, where a
 * rule can't be loaded; the others are there all the same.
 */
NODISCARD bool cli_load_rules(struct arena *a, const struct strs *dirs, struct rules *rules);

/*
 * What to exit with: EXIT_FINDINGS if there is a finding of severity `fail_on` (a name, or
 * never) or above, EXIT_TROUBLE if something could not be looked at.
 */
int cli_exit_status(const struct lint_result *result, struct str fail_on);
/* Complains about each of them. */
void cli_tell_errors(
	struct arena *a, const struct workspace *workspace, const struct lint_errors *errors);

/* The day in UTC, YYYY-MM-DD; empty where the clock can't tell. */
struct str cli_today(struct arena *a);

#endif
