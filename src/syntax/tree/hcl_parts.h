/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the HCL reader. */
#ifndef GOBELIN_SYNTAX_TREE_HCL_PARTS_H
#define GOBELIN_SYNTAX_TREE_HCL_PARTS_H

#include "syntax/tree/tree.h"

struct hcl {
	struct arena *arena;
	struct tree *tree;
	struct str text;
	size_t at;
	unsigned depth;
	unsigned unused;  /* within so many expressions of which only the outermost text is kept */
	bool lines_count; /* a line break ends what is read */
	bool failed;      /* what is at hand can't be read: back to the next line */
	bool stopped;     /* too deep or too many faults: nothing more is read */
};

/* --- hcl.c --------------------------------------------------------------------------- */

/* Adds a fault at [from, to) and gives up what is at hand. */
void hcl_fail(struct hcl *h, size_t from, size_t to, const char *message);
/* The same at the next character. */
void hcl_fail_here(struct hcl *h, const char *message);
/* Skips blanks and comments, and line breaks where they don't count. */
void hcl_skip(struct hcl *h);
/* The byte at h->at, or NUL at the end and once reading has failed. */
char hcl_peek(const struct hcl *h);
/* Takes the bytes of `sign`, blanks before it left out; fails with `message` where they are not there. */
bool hcl_expect(struct hcl *h, const char *sign, const char *message);
/* Length of the line break at `at` (LF or CRLF), or 0. */
size_t hcl_break(const struct hcl *h, size_t at);
/* Where the line of `at` ends, before its break. */
size_t hcl_line_end(const struct hcl *h, size_t at);
/* The end of the identifier that starts at `at`; `at` itself if none does. */
size_t hcl_identifier_end(const struct hcl *h, size_t at);
/* One level deeper; false, with a fault, where that is too deep. */
bool hcl_enter(struct hcl *h);

/* --- hcl_expression.c ------------------------------------------------------------------ */

/* A value as it is written, or ${…} with the text of any other expression. */
struct tree_node *hcl_read_expression(struct hcl *h);
/* Reads an expression that is a part of another one, whose text is kept. */
void hcl_pass_expression(struct hcl *h);
/* Takes a name. */
void hcl_take_name(struct hcl *h);
/* Is the word at h->at that one? */
bool hcl_is_keyword(const struct hcl *h, const char *keyword);

/* --- hcl_template.c -------------------------------------------------------------------- */

/* Reads the quoted template at h->at. */
struct tree_node *hcl_read_quoted(struct hcl *h);
/* Reads the here-document at h->at. */
struct tree_node *hcl_read_heredoc(struct hcl *h);

#endif
