/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Excerpts of source texts with marked spans, for terminals:
 *
 *       |
 *     7 | FROM alpine:3.20
 *       |      ^^^^^^^^^^^
 */
#ifndef GOBELIN_REPORT_EXCERPT_H
#define GOBELIN_REPORT_EXCERPT_H

#include "report/parts.h"
#include "report/style.h"

/* One column of excerpts, as a finding has them below each other. */
struct excerpts {
	struct buf *out;
	const struct report_options *options;
	struct masked_sources *masked;
	int gutter;                  /* columns of the largest line number */
	const struct source *source; /* whose text was shown last */
	uint32_t line;               /* shown last, whole; 0 for none */
};

struct excerpt {
	struct place place;
	struct str label;
	enum style style;
	bool is_primary; /* what the finding is about; other places are marked more lightly */
};

/* Number of the last line that an excerpt of this place shows. */
uint32_t excerpt_last_line(struct place place);
/* Shows the place; with a line that names it where its file is not the one shown last. */
void excerpt_add(struct excerpts *x, const struct excerpt *e);
/* `= name: text` at the frame's edge; the last one closes the frame. */
void excerpt_note(struct excerpts *x, const char *name, struct str text, bool is_last);

#endif
