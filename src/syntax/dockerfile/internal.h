/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the Dockerfile parser share. */
#ifndef GOBELIN_SYNTAX_DOCKERFILE_INTERNAL_H
#define GOBELIN_SYNTAX_DOCKERFILE_INTERNAL_H

#include "base/buf.h"
#include "syntax/dockerfile/dockerfile.h"

struct docker_parser {
	struct arena *a;
	const struct source *source;
	struct dockerfile *file;
	size_t at;      /* start of the next line of the file */
	bool faulted;   /* the instruction or directive at hand has its fault already */
	bool has_stage; /* a FROM has been seen, or its absence reported */
};

/* Bytes [from, to) of the text of a logical line. */
struct docker_part {
	const struct mapped *line;
	size_t from, to;
};

/* Adds a fault unless the instruction at hand has one. */
void docker_fault(struct docker_parser *p, struct span span, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* --- lines.c --- */

/* Length of the white space character at s[at] (Unicode's, as Go has it), 0 if none. */
size_t docker_space_len(struct str s, size_t at);
/* The blanks between words: TAB, VT, FF, CR and space. */
bool docker_is_blank(char c);
/* The part without white space at both ends. */
struct docker_part docker_part_trim(struct docker_part part);
struct str docker_part_text(struct docker_part part);
struct span docker_part_span(struct docker_part part);
struct docker_word docker_part_word(struct arena *a, struct docker_part part);
/* Takes the next physical line, without LF and trailing CRs; false at the end of the file. */
bool docker_next_line(struct docker_parser *p, struct span *line);
/*
 * Reads one instruction's lines into *line, continuations and comments removed; false at
 * the end of the file. Comments before it go to the file's list.
 */
bool docker_logical_line(struct docker_parser *p, struct mapped *line);

/* --- directives.c --- */

/* Reads the byte-order mark, the #! line and the parser directives. */
void docker_read_directives(struct docker_parser *p);

/* --- words.c --- */

/* Words between blanks; quotes mean nothing. */
struct docker_words docker_split_blanks(struct arena *a, struct docker_part part);
/* The NAME[=value] words of ARG, ENV (both forms) and LABEL. */
void docker_read_pairs(
	struct docker_parser *p, struct docker_instruction *in, struct docker_part part);

/* --- json.c --- */

enum docker_json { DOCKER_JSON_NO, DOCKER_JSON_STRINGS, DOCKER_JSON_OTHER };

/* Reads a JSON array of strings; OTHER is a valid array that holds something else. */
enum docker_json docker_read_json(
	struct arena *a, struct docker_part part, struct docker_words *out);

/* --- flags.c --- */

/* Takes the flags off the part; returns what follows them. */
struct docker_part docker_take_flags(
	struct arena *a, struct docker_part part, char escape, struct docker_flags *out);
void docker_check_flags(struct docker_parser *p, const struct docker_instruction *in);

/* --- instruction.c --- */

/*
 * Reads the instruction in a trimmed part of a line. What ONBUILD triggers is read, but
 * checked by BuildKit only when it is triggered.
 */
struct docker_instruction *docker_read_instruction(
	struct docker_parser *p, struct docker_part part, bool is_trigger);

/* --- heredoc.c --- */

/* Finds the operators in an instruction's line and reads their bodies from the file. */
void docker_read_heredocs(
	struct docker_parser *p, struct docker_instruction *in, const struct mapped *line);
/* Is the word as a whole a heredoc operator? */
bool docker_is_heredoc(struct arena *a, struct str word);

/* --- check.c --- */

/* Reports what is wrong with the arguments. */
void docker_check_arguments(struct docker_parser *p, const struct docker_instruction *in);

/* --- lexer.c --- */

/* The text of a word as it grows; `unknown` once a piece of it is. */
struct docker_piece {
	struct buf text;
	bool unknown;
};

struct docker_lexer {
	struct arena *a;
	const struct mapped *mapped; /* for the places of faults and references */
	struct str text;
	size_t at;
	char escape;
	bool raw_quotes, raw_escapes; /* leave them in the result */
	docker_lookup *lookup;        /* NULL: references stay in the result as they are */
	void *context;
	struct faults *faults;                /* may be NULL */
	struct docker_references *references; /* may be NULL */
	unsigned depth;
	bool failed;
	bool nested; /* a word within ${NAME…} has been read */
};

enum docker_lexeme {
	DOCKER_LEX_CHAR,
	DOCKER_LEX_ESCAPED,
	DOCKER_LEX_QUOTED,
	DOCKER_LEX_REFERENCE,
	DOCKER_LEX_LESS, /* < or << with the blanks after it */
};

/* Appends the next character, quotation or reference to out; x->failed tells of trouble. */
enum docker_lexeme docker_lexer_next(struct docker_lexer *x, struct docker_piece *out);

/* --- pattern.c --- */

enum docker_pattern_end { DOCKER_PREFIX, DOCKER_SUFFIX };

struct docker_pattern {
	uint32_t *tokens; /* code points, or one of the wildcards */
	size_t n;
};

/* Reads a pattern of ${NAME#pattern}; false for an escape that has no meaning. */
NODISCARD bool docker_pattern_read(struct arena *a, struct str text, struct docker_pattern *out);
/* value without the longest or shortest end that matches; false where that is too much work. */
NODISCARD bool docker_pattern_trim(struct arena *a, const struct docker_pattern *pattern,
	enum docker_pattern_end end, bool longest, struct str *value);
/* Replaces the first match or all; false where that is too much work. */
NODISCARD bool docker_pattern_replace(struct arena *a, const struct docker_pattern *pattern,
	struct str replacement, bool all, struct str *value);

#endif
