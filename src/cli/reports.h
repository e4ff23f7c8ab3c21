/* SPDX-License-Identifier: Apache-2.0 */
/* Which reports to write, and where: --format FORMAT[=FILE] and --output FILE. */
#ifndef GOBELIN_CLI_REPORTS_H
#define GOBELIN_CLI_REPORTS_H

#include "report/report.h"

struct report_target {
	const struct report_format *format;
	struct str file; /* empty: standard output */
};
VEC_OF(report_targets, struct report_target);

/*
 * Reads the values of --format, none of which means text; `output` (may be empty) is the
 * file of the one report that names none. False, with a complaint, if a format is unknown
 * or two reports would go to the same place.
 */
NODISCARD bool reports_choose(struct arena *a, const struct strs *formats, struct str output,
	struct report_targets *targets);
/* Does a person see errors in the report on standard output? */
bool reports_show_errors(const struct report_targets *targets);
/*
 * Renders and writes them all; `colour` is auto, always or never. False, with complaints,
 * where one can't be written; the others are written all the same.
 */
NODISCARD bool reports_write(struct arena *a, const struct report_targets *targets,
	const struct lint_result *result, const struct report_options *options, struct str colour);

#endif
