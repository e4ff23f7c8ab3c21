/* SPDX-License-Identifier: Apache-2.0 */
/* Between the walker of scripts and what it does with one simple command. */
#ifndef GOBELIN_FACTS_SCRIPT_H
#define GOBELIN_FACTS_SCRIPT_H

#include "facts/extract.h"

/* Carries out a simple command: assignments, builtins, wrappers, the command fact, its readers. */
void simple_run(struct run_context *cx, const struct shell_node *node);
/* Walks the commands inside the words of a node: $(…), `…`, <(…). */
void script_walk_words(const struct run_context *cx, const struct shell_node *node);

/* The first simple command, or NULL. */
const struct shell_node *script_first_simple(const struct shell_node *node);
/* Who gets what is piped into a node. */
struct receiver receiver_of_pipe(struct arena *a, const struct shell_node *node);
/* Who runs what word i prints, all of which is one substitution: bash <(…), sh -c "$(…)". */
struct receiver receiver_of_word(struct arena *a, const struct shell_words *words, size_t i);

/* The words of a command with the origin of each. */
struct argv {
	struct fact_strings words;
	struct argument *origins;
	size_t norigins, cap;
};
/* Adds what the word at a place expands to; `word` may be NULL. */
void argv_add(struct arena *a, struct argv *argv, const struct fact_strings *words,
	struct argument origin);
/* Drops the first n words. */
void argv_drop(struct argv *argv, size_t n);

/* export, unset, set, cd and the like; true if it was one and the command is done. */
bool builtin_run(struct run_context *cx, const struct shell_node *node, const struct argv *argv);
/* The folder that a word names, as the machine has it; UNKNOWN where it is not certain. */
struct fact_string script_directory(const struct run_context *cx, const struct shell_word *word);
/* A variable got the value of a word: remembers the folder that it may be. */
void directory_assigned(
	struct run_context *cx, const struct shell_word *word, struct fact_variable *variable);
/* . FILE and source FILE: carries out a script of the project; false where that is not certain. */
bool script_source(struct run_context *cx, const struct argv *argv);
/* What the words of a command do to variables: read NAME, ${NAME:=value}. */
void words_assign(struct run_context *cx, const struct shell_node *node, const struct argv *argv);
/* The variable of a for loop gets its values. */
void loop_assigns(struct run_context *cx, struct str name);
/* ((NAME = 1)) and the like. */
void arithmetic_assigns(struct run_context *cx, const struct shell_node *node);
/*
 * Takes off what only wraps another command: sudo, env A=b, exec, time, timeout 5 ….
 * Changes *env where the wrapper does.
 */
void wrappers_take_off(struct run_context *cx, struct argv *argv);
/* Does a program only run another one, as sudo, nice and timeout do? */
bool is_wrapper(struct str program);
/* Makes the command fact and hands it to the readers. */
void command_add(struct run_context *cx, const struct shell_node *node, const struct argv *argv,
	struct place place);

#endif
