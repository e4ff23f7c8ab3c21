/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the shell parser share. The parser reads bytes with one cursor; a
 * line continuation is never seen at the cursor except where text is taken raw (inside
 * '…', comments and quoted here-documents).
 */
#ifndef GOBELIN_SYNTAX_SHELL_PARSER_H
#define GOBELIN_SYNTAX_SHELL_PARSER_H

#include "syntax/shell/shell.h"

enum { SH_END = -1, SH_OPAQUE = -2 }; /* what stands in for a byte */

enum sh_keyword {
	SH_KW_NONE,
	SH_KW_BANG,
	SH_KW_OPEN_BRACE,
	SH_KW_CLOSE_BRACE,
	SH_KW_OPEN_TEST,
	SH_KW_CASE,
	SH_KW_COPROC,
	SH_KW_DO,
	SH_KW_DONE,
	SH_KW_ELIF,
	SH_KW_ELSE,
	SH_KW_ESAC,
	SH_KW_FI,
	SH_KW_FOR,
	SH_KW_FUNCTION,
	SH_KW_IF,
	SH_KW_IN,
	SH_KW_SELECT,
	SH_KW_THEN,
	SH_KW_TIME,
	SH_KW_UNTIL,
	SH_KW_WHILE,
	SH_KW_COUNT,
};

/* A text under the cursor: the script, or what stands between backquotes. */
struct sh_text {
	struct mapped m;
	bool opaque;       /* some byte is */
	bool has_defaults; /* some segment is one */
	uint32_t *closers; /* for "(" at an offset, the offset of its ")"; 0 if not looked for */
};

/* A here-document whose body starts after the next newline. */
struct sh_pending {
	struct shell_redirects *list;
	size_t index;
	bool strip_tabs;
};
VEC_OF(sh_pendings, struct sh_pending);

struct sh_parser {
	struct arena *a;
	struct shell_script *script;
	enum shell_dialect dialect;
	struct sh_text *text;
	size_t at;      /* the cursor */
	size_t end;     /* just past the last byte of the last token */
	size_t limit;   /* where the text (or a here-document's body) ends */
	size_t faulted; /* cursor at the last fault, plus 1; one cause gives one fault */
	struct sh_pendings pending;
	int depth, deepest;          /* nesting now, and the most since it was last reset */
	bool stopped;                /* the depth limit was reached */
	unsigned do_left, then_left; /* reported without their loop or if: their ends are due */
	bool uncertain;              /* an opaque word may have held any syntax: no more faults */
};

/* --- lexer.c ---------------------------------------------------------------------- */

/* The byte at an offset of the text, SH_END or SH_OPAQUE. */
int sh_byte(const struct sh_parser *p, size_t at);
int sh_peek(const struct sh_parser *p);
/* The n-th byte after the cursor, line continuations left out. */
int sh_peek_at(const struct sh_parser *p, size_t n);
/* `at`, moved past line continuations. */
size_t sh_past_continuations(const struct sh_parser *p, size_t at);
/* Takes a byte as part of a token; sh_take() then passes line continuations. */
void sh_take(struct sh_parser *p);
void sh_take_raw(struct sh_parser *p);
void sh_take_many(struct sh_parser *p, size_t n);
/* Puts the cursor after text[..end), which belongs to a token. */
void sh_take_until(struct sh_parser *p, size_t end);
/* Is `text` next? */
bool sh_looking_at(const struct sh_parser *p, const char *text);
void sh_skip_blanks(struct sh_parser *p);   /* blanks and comments */
void sh_skip_newlines(struct sh_parser *p); /* and newlines with their here-documents */
/* Does a word begin at the cursor? */
bool sh_at_word(const struct sh_parser *p);
bool sh_is_metacharacter(int c);
/* The reserved word at an offset; its end goes to *after (may be NULL). */
enum sh_keyword sh_keyword_at(const struct sh_parser *p, size_t at, size_t *after);
enum sh_keyword sh_keyword(const struct sh_parser *p);
void sh_take_keyword(struct sh_parser *p);
const char *sh_keyword_name(enum sh_keyword keyword);
/* Offset of the ")" that closes the "(" at `open`; the limit if there is none. */
size_t sh_closing_paren(struct sh_parser *p, size_t open);

struct span sh_span(const struct sh_parser *p, size_t from, size_t to);
/* Reports that `what` should stand at the cursor. */
void sh_expected(struct sh_parser *p, const char *what);
/* Reports that `what` is missing at the cursor to close what was opened in [from, to). */
void sh_unclosed(struct sh_parser *p, size_t from, size_t to, const char *what);
/* Reports that the nesting is too deep and leaves the rest of the script out. */
void sh_stop(struct sh_parser *p);
/* One level deeper; false, with a fault, at the limit. */
bool sh_enter(struct sh_parser *p);
void sh_leave(struct sh_parser *p);
/* Goes back to where a copy of the parser was taken. */
void sh_resume(struct sh_parser *p, const struct sh_parser *saved);

/* --- word.c ------------------------------------------------------------------------- */

enum sh_word_mode {
	SH_WORD,
	SH_DECLARATION, /* an argument of export and the like: NAME=(…) is an array */
	SH_REGEX,       /* after =~ */
	SH_DELIMITER,   /* of a here-document: nothing expands */
};

/* A word under construction; until it is finished, spans of its parts are offsets. */
struct sh_builder {
	struct sh_parser *p;
	struct shell_parts parts;
	struct buf *copy; /* the last literal, where it is no slice of the text */
	bool quoted;
};

struct shell_word sh_word(struct sh_parser *p, enum sh_word_mode mode);
/* The elements of an array up to its ")"; the cursor stands on "(". */
struct shell_word sh_array(struct sh_parser *p);
/* A word for text[from, to) that is an operator. */
struct shell_word sh_operator_word(struct sh_parser *p, size_t from, size_t to);
/* What an apostrophe in the operand of ${NAME…} is. */
enum sh_apostrophe {
	SH_APOSTROPHE_PLAIN, /* a character */
	SH_APOSTROPHE_PAIRS, /* a character; up to the next one nothing ends the operand */
	SH_APOSTROPHE_QUOTES,
};
/* What follows the operator in ${NAME…}, up to `close`, which is not taken. */
struct shell_word *sh_operand(
	struct sh_parser *p, bool quoted, enum sh_apostrophe apostrophe, char close);

void sh_add_char(struct sh_builder *b, size_t from, size_t to, char c, bool quoted);
void sh_add_part(struct sh_builder *b, struct shell_part part, size_t from);
void sh_add_opaque(struct sh_builder *b, bool quoted);
/* Appends the byte at the cursor, which is `c`, or what it stands for; takes nothing. */
void sh_add_this(struct sh_builder *b, int c, bool quoted);
struct shell_word sh_finish(struct sh_builder *b, size_t from, size_t to);

/* --- quote.c: each takes a quoted piece at the cursor ------------------------------------ */

void sh_single_quoted(struct sh_builder *b);
void sh_dollar_single_quoted(struct sh_builder *b); /* $'…' */
void sh_double_quoted(struct sh_builder *b);
/* A backslash; `special` are the bytes it escapes, NULL for all. */
void sh_escape(struct sh_builder *b, const char *special, bool quoted);
/*
 * Reads one step of a text in which $, ` and \ keep their meaning, at the byte `c`; a
 * backslash escapes `special` only.
 */
void sh_expanding_piece(struct sh_builder *b, int c, const char *special);

/* --- expansion.c: each takes what it is named after at the cursor --------------------- */

void sh_dollar(struct sh_builder *b, bool quoted);
void sh_backquote(struct sh_builder *b, bool quoted);
void sh_process(struct sh_builder *b);
/* The cursor stands on the second "(" of "((": takes all up to "))" if that closes it. */
bool sh_arithmetic(struct sh_parser *p, struct shell_part *part);

/* --- command.c ------------------------------------------------------------------------ */

/* Commands up to the end of the text or a word or operator that ends a list. */
struct shell_node *sh_list(struct sh_parser *p);
/* Commands up to the end of the text, whatever comes. */
struct shell_node *sh_script(struct sh_parser *p);
/* One command; NULL with a fault where there is none. */
struct shell_node *sh_command(struct sh_parser *p);
/* Skips what is left of a line that could not be parsed. */
void sh_skip_line(struct sh_parser *p);
struct shell_node *sh_node(struct sh_parser *p, enum shell_kind kind);
void sh_add_child(struct sh_parser *p, struct shell_node *parent, struct shell_node *child);

/* --- simple.c --------------------------------------------------------------------------- */

struct shell_node *sh_simple(struct sh_parser *p);
/* name() body, with the cursor on "(" after the name. */
struct shell_node *sh_function_body(struct sh_parser *p, struct shell_node *function);
/* Takes a redirection into node->redirects; false if there is none. */
bool sh_redirect(struct sh_parser *p, struct shell_node *node);
/*
 * Offset after the "]" that closes the "[" at `at` in its line, or STR_NONE; not far, so that
 * the cost stays linear.
 */
size_t sh_skip_subscript(const struct sh_parser *p, size_t at);

/* --- compound.c -------------------------------------------------------------------------- */

/* The compound command at the cursor, without redirections; NULL if there is none. */
struct shell_node *sh_compound(struct sh_parser *p);
/* Does a compound command begin at an offset? */
bool sh_compound_at(const struct sh_parser *p, size_t at);

/* --- heredoc.c ---------------------------------------------------------------------------- */

/* Reads the bodies of the pending here-documents; the cursor is at a line's start. */
void sh_read_heredocs(struct sh_parser *p);

#endif
