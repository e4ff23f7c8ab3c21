/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of single programs share: words, options, and files that are written. */
#ifndef GOBELIN_FACTS_READER_H
#define GOBELIN_FACTS_READER_H

#include "facts/extract.h"

bool str_is_one_of(struct str s, const char *const *list, size_t n);
#define IS_ONE_OF(s, ...)                                        \
	str_is_one_of((s), (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))
/* Is the program known, and one of these? */
#define RUNS_ONE_OF(command, ...) \
	((command)->program.state == KNOWN && IS_ONE_OF((command)->program.text, __VA_ARGS__))

/* Does the text hold that word, upper or lower case? `word` is in lower case. */
bool str_mentions(struct str text, const char *word);

/* Stands in a sketch for a piece whose value is not known. */
#define SKETCH_UNKNOWN '\x01'
/* The value of a word, with SKETCH_UNKNOWN for each piece that is not known. */
struct str word_sketch(const struct run_context *cx, const struct shell_word *word);
/* The same for argument i; SKETCH_UNKNOWN alone where its word can't be told. */
struct str arg_sketch(const struct run_context *cx, const struct command_view *view, size_t i);
/*
 * How argument i certainly begins where it is not all known, as -ldflags= in -ldflags="-X v=$V". It
 * is so whatever the rest may be: a shell splits only what it expands.
 */
struct str arg_start(const struct run_context *cx, const struct command_view *view, size_t i);
/*
 * Is there something in argument i that make or GitHub put into the script before a shell reads it,
 * and that may hold anything, quotes too?
 */
bool arg_is_spliced(const struct command_view *view, size_t i);
/* Is nothing of it known, not even how it begins? */
bool sketch_is_blank(struct str sketch);
/* The text of a sketch, unknown if a piece of it is. */
struct fact_string sketch_value(struct str sketch);

/* The command as written, with the heredocs that it reads. */
struct str command_source(const struct run_context *cx, const struct command_view *view);
/* Sketches of the files that the redirects of a node write. */
void redirects_written(
	const struct run_context *cx, const struct shell_node *node, struct strs *out);
/* Those of a command, and what tee, cp, mv, install and ln write. */
void files_written(const struct run_context *cx, const struct command_view *view, struct strs *out);

/* Now it is there; perhaps only, if the command may be skipped. */
void tri_gain(const struct run_context *cx, enum tri *what);

/* --- options in the way of getopt_long ------------------------------------------------ */

struct options {
	const struct run_context *cx;
	const struct command_view *view;
	const char *letters;      /* short options that take a value */
	const char *const *longs; /* long options that take a value, no dashes; ends with NULL */
	/* What options_next() came to. */
	struct str name;  /* "f" or "fail"; empty for an operand */
	struct str value; /* a sketch: of the option's value, or of the operand */
	size_t at;        /* the argument that holds the value or operand */
	/* Its own. */
	size_t next, letter;
	bool only_operands;
};

/* The next option or operand; false at the end. */
bool options_next(struct options *o);

/*
 * The value of a flag: -o=x of `-o x`. UNKNOWN where it can't be told, or the flag may be among
 * those that are not known.
 */
struct fact_string go_flag(const struct fact_go_command *go, const char *name);
/* May the value of that flag of go be the next word? */
bool go_takes_value(struct str flag);
/* Reads the verb, flags and packages of a go command. */
void go_read_words(
	struct run_context *cx, const struct command_view *view, struct fact_go_command *go);
/* May a flag of the command or of GOFLAGS name another go.mod? */
bool go_may_name_modfile(const struct fact_go_command *go);
/* Is the value of a variable Go's own, as nobody sets it? */
bool go_env_is_default(const struct fact_go_command *go, struct str name);
/* Does GOPRIVATE, GONOPROXY or GONOSUMDB of the command cover the module? */
enum tri go_treats_as_private(const struct fact_go_command *go, struct str path);
/* A module below the prefix (all, if that is empty) as in fact go_command.direct_module. */
struct fact_string go_direct_module(const struct fact_go_command *go, struct str prefix);

#endif
