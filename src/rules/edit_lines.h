/* SPDX-License-Identifier: Apache-2.0 */
/* The lines around a place that is edited, and text that is to stand there. */
#ifndef GOBELIN_RULES_EDIT_LINES_H
#define GOBELIN_RULES_EDIT_LINES_H

#include "rules/finding.h"

/* Offset of the first byte of the line that `off` lies in, behind a byte order mark. */
size_t edit_line_start(const struct source *source, size_t off);
/* Offset behind the line that the last byte of the span lies in, with its end. */
size_t edit_lines_end(const struct source *source, struct span span);
/* The blanks at the start of the line that `off` lies in. */
struct str edit_indentation(const struct source *source, size_t off);
/*
 * Offset of the line of `off`, or of the comments directly above it, which belong to it: a
 * linter's comment says something of the next instruction. Those at the very top of a file
 * belong to the file.
 */
size_t edit_commented_start(const struct source *source, size_t off);
/* The empty lines that end at `off`, or start there; no more than would be looked at. */
struct span edit_blanks_before(const struct source *source, size_t off);
struct span edit_blanks_behind(const struct source *source, size_t off);
/* Do the lines at `off`, or those above where it has no end, end with CR and LF? */
bool edit_has_returns(const struct source *source, size_t off);
/* The text with `indent` before each line, and the line ends of the file. */
struct str edit_fit(struct arena *a, struct str text, struct str indent, bool with_returns);

/* Lines that are to be put in at `at`, where a line starts or the text ends. */
struct edit_lines {
	const struct source *source;
	size_t at;
	struct str text, indent;
	struct str gap; /* empty lines that are to stand behind them */
	bool with_returns;
};
void edit_insert_lines(struct arena *a, const struct edit_lines *lines, struct finding_edit *edit);

#endif
