/* SPDX-License-Identifier: Apache-2.0 */
/* A command's options: one table serves parsing and --help. */
#ifndef GOBELIN_CLI_OPTIONS_H
#define GOBELIN_CLI_OPTIONS_H

#include "base/buf.h"
#include "base/vec.h"

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* struct str */
	OPTION_NUMBER,   /* unsigned */
	OPTION_REPEATED, /* struct strs: each use adds a value */
	OPTION_LIST,     /* struct strs: each use adds comma-separated values */
};

struct cli_option {
	const char *name; /* without its dashes */
	char letter;      /* 0: none */
	enum option_kind kind;
	const char *value; /* how the help calls the value; a|b|c: only one of these is allowed */
	const char *doc;   /* one line */
	size_t offset;     /* of the field that it fills */
};

struct cli_options {
	const struct cli_option *items;
	size_t n;
};

enum options_result { OPTIONS_OK, OPTIONS_HELP, OPTIONS_WRONG };

/*
 * Fills the fields of `values` and lists what is no option in *arguments; `--` ends the
 * options. OPTIONS_HELP as soon as --help or -h is met; OPTIONS_WRONG with a message.
 */
enum options_result options_parse(struct arena *a, const struct cli_options *options,
	const struct strs *words, void *values, struct strs *arguments, struct str *error);
/* The options, one per line, for --help. */
void options_describe(struct buf *out, const struct cli_options *options);

#endif
