/* SPDX-License-Identifier: Apache-2.0 */
/* Output formats. Each is one file here and one row in report.def. */
#ifndef GOBELIN_REPORT_REPORT_H
#define GOBELIN_REPORT_REPORT_H

#include "base/buf.h"
#include "lint/lint.h"

struct report_options {
	unsigned columns; /* of the terminal; 0: not known */
	bool colour;      /* ANSI colours and links */
	bool unicode;     /* line-drawing characters; ASCII otherwise */
	bool statistics;  /* findings per rule at the end */
	bool quiet;       /* no closing summary */
	struct str
		path_prefix; /* from the working directory to the project root; "" where they are the same */
	/* The working directory from the project root, where it lies in there; else "". */
	struct str working_dir;
	int exit_status;           /* what the process will return, for SARIF's invocations */
	const struct rules *rules; /* all rules that could have spoken, for SARIF's catalogue */
};

/* A format renders a result into text; pure: the same result gives the same bytes. */
struct report_format {
	const char *name;
	const char *doc; /* one line */
	void (*render)(struct buf *out, const struct lint_result *result,
		const struct report_options *options);
};

extern const struct report_format report_formats[];
extern const size_t report_format_count;
const struct report_format *report_format_named(struct str name);

#endif
