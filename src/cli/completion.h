/* SPDX-License-Identifier: Apache-2.0 */
/* Completions for shells, from the tables of commands, options, formats and rules. */
#ifndef GOBELIN_CLI_COMPLETION_H
#define GOBELIN_CLI_COMPLETION_H

#include "cli/cli.h"

/* Each adds a whole script. */
void complete_bash(struct buf *out, const struct rules *rules);
void complete_zsh(struct buf *out, const struct rules *rules);
void complete_fish(struct buf *out, const struct rules *rules);

/* What can stand for a word of the help: */
enum completion_kind {
	COMPLETE_NOTHING,
	COMPLETE_WORDS, /* one of a few words */
	COMPLETE_RULES, /* ids, names and topics of rules */
	COMPLETE_FILES,
	COMPLETE_FOLDERS,
};

struct completion {
	enum completion_kind kind;
	struct strs words; /* of COMPLETE_WORDS */
};

/* What can be written for an option's value ("a|b|c", "FILE"). */
struct completion complete_value(struct arena *a, const char *value);
/* The same for a command's arguments, as its usage line has them ("[PATH...]"). */
struct completion complete_arguments(struct arena *a, const struct command *command);
/* What COMPLETE_RULES stands for. */
struct strs complete_rule_words(struct arena *a, const struct rules *rules);
/* The text in single quotes, for a shell of the sh family. */
struct str completion_quoted(struct arena *a, struct str text);

#endif
