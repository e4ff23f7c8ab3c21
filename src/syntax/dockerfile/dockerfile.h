/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dockerfiles, as BuildKit reads them:
 * https://docs.docker.com/reference/dockerfile/
 */
#ifndef GOBELIN_SYNTAX_DOCKERFILE_DOCKERFILE_H
#define GOBELIN_SYNTAX_DOCKERFILE_DOCKERFILE_H

#include "base/source.h"

struct ast_node;

enum docker_keyword {
	DOCKER_UNKNOWN,
	DOCKER_ADD,
	DOCKER_ARG,
	DOCKER_CMD,
	DOCKER_COPY,
	DOCKER_ENTRYPOINT,
	DOCKER_ENV,
	DOCKER_EXPOSE,
	DOCKER_FROM,
	DOCKER_HEALTHCHECK,
	DOCKER_LABEL,
	DOCKER_MAINTAINER,
	DOCKER_ONBUILD,
	DOCKER_RUN,
	DOCKER_SHELL,
	DOCKER_STOPSIGNAL,
	DOCKER_USER,
	DOCKER_VOLUME,
	DOCKER_WORKDIR,
};

/* Text of the file with continuations and the comments between them removed. */
struct docker_word {
	struct mapped text; /* quotes and escapes still in it (JSON strings: decoded) */
	struct span span;
};
VEC_OF(docker_words, struct docker_word);

/* --name=value before the arguments; --mount's value is split further by the reader. */
struct docker_flag {
	struct span span;         /* all of it */
	struct str name;          /* without the dashes */
	struct docker_word value; /* empty where there is no '='; quotes and escapes removed */
};
VEC_OF(docker_flags, struct docker_flag);

/* NAME=value of ENV, ARG and LABEL; the old form `ENV NAME value` too. */
struct docker_pair {
	struct span span;
	struct docker_word name, value;
	bool has_value; /* ARG NAME has none */
};
VEC_OF(docker_pairs, struct docker_pair);

struct docker_heredoc {
	struct str name;
	struct span operator_span; /* <<EOF, without the digits before it */
	struct mapped body;        /* lines up to the terminator; leading tabs removed for <<- */
	int fd;                    /* 0 unless a digit stands before << */
	bool expand;               /* false where the delimiter is quoted */
	bool strip_tabs;
};
VEC_OF(docker_heredocs, struct docker_heredoc);

/*
 * One instruction. Which of args, pairs and script are filled:
 *   FROM      args: image [, "AS", name]
 *   RUN       JSON form: args; shell form: script
 *   CMD, ENTRYPOINT, SHELL, and the command of HEALTHCHECK: as RUN
 *             (HEALTHCHECK: args[0] or script begins after CMD; NONE: args = {NONE})
 *   ENV, LABEL, ARG   pairs
 *   COPY, ADD         args: sources…, destination (either form; heredocs count as sources)
 *   VOLUME    args (either form)
 *   ONBUILD   trigger
 *   EXPOSE    args: the words
 *   others    args: the rest of the line as one word, blanks in it included
 */
struct docker_instruction {
	enum docker_keyword keyword;
	struct span span; /* from the keyword to the last byte, heredoc bodies included */
	struct span keyword_span;
	struct docker_flags flags;
	bool is_json;
	bool is_faulty; /* what it was meant to do is not known */
	struct docker_words args;
	struct docker_pairs pairs;
	struct mapped script;
	struct docker_heredocs heredocs;
	struct docker_instruction *trigger;
};
VEC_OF(docker_instructions, struct docker_instruction);

struct docker_directive { /* # name=value at the top of the file */
	struct span span;
	struct str name, value; /* name in lower case */
};
VEC_OF(docker_directives, struct docker_directive);

struct dockerfile {
	const struct source *source;
	char escape; /* '\\' or '`' */
	struct docker_directives directives;
	struct docker_instructions instructions;
	struct {
		struct span *items;
		size_t n, cap;
	} comments; /* whole comment lines, without line ending; directives not among them */
	struct faults faults;
};

/* Parses the whole text, whatever is in it; a line that is no instruction is a fault. */
struct dockerfile *dockerfile_parse(struct arena *a, const struct source *source);

/* The flag of that name, or NULL. */
const struct docker_flag *docker_instruction_flag(
	const struct docker_instruction *instruction, struct str name);
/* The instruction that holds a byte of the file, or NULL. */
const struct docker_instruction *docker_instruction_at(const struct dockerfile *file, size_t off);
/* RUN <<EOF: the heredoc that is the whole script; else NULL. */
const struct docker_heredoc *docker_sole_heredoc(const struct docker_instruction *instruction);
/* The script with its heredocs behind it, as a shell gets it. */
struct mapped docker_whole_script(struct arena *a, const struct docker_instruction *instruction);
/* "FROM", … ; "" for DOCKER_UNKNOWN */
const char *docker_keyword_name(enum docker_keyword keyword);

/* --- the fields of a RUN --mount value --- */

struct docker_mount_field {
	struct str key;           /* lower case */
	struct docker_word value; /* empty for a bare key such as `required` */
	bool has_value;
	struct span span;
};
VEC_OF(docker_mount_fields, struct docker_mount_field);

/* Splits type=cache,target=/x,… (CSV as BuildKit does); faults go to *faults. */
struct docker_mount_fields docker_mount_parse(
	struct arena *a, const struct docker_word *value, struct faults *faults);

/* --- variable references --- */

enum docker_expand_state {
	/* Only as answers of the look-up; AWAITED: unset unless whoever builds passes a value. */
	DOCKER_VALUE_UNSET,
	DOCKER_VALUE_AWAITED,
	DOCKER_VALUE_KNOWN,
	DOCKER_VALUE_UNKNOWN,
};

struct docker_value {
	enum docker_expand_state state;
	struct str text; /* when KNOWN */
};

/* What a variable holds; `context` is the caller's. */
typedef struct docker_value docker_lookup(void *context, struct str name);

/*
 * Quotes and escapes removed, $NAME, ${NAME}, ${NAME:-w}, :+ :? - + ? # ## % %% / //
 * replaced, as BuildKit's shell lexer does for the instructions that expand. UNKNOWN
 * where a needed variable is unknown; a malformed reference gives UNKNOWN and a fault.
 */
struct docker_value docker_word_expand(struct arena *a, const struct docker_word *word, char escape,
	docker_lookup *lookup, void *context, struct faults *faults);
/* Names of the variables a word refers to, in order, with their places. */
struct docker_reference {
	struct str name;
	struct span span; /* $NAME or ${NAME…}, all of it */
};
VEC_OF(docker_references, struct docker_reference);
struct docker_references docker_word_references(
	struct arena *a, const struct docker_word *word, char escape);

/*
 * The neutral tree: "directive", "instruction" with "flag", "word", "pair", "script" and
 * "heredoc" below it. "json" marks the JSON form. Heredocs lie within the instruction, their
 * bodies after its line.
 */
struct ast_node *dockerfile_ast(struct arena *a, const struct dockerfile *file);
/*
 * What the words of a text expand to, for tests: the first line is the escape character, then
 * one NAME=value per line, an empty line, and one word per line. A "word" has a "value" or a
 * group of faults.
 */
struct ast_node *docker_words_ast(struct arena *a, const struct source *source);

#endif
