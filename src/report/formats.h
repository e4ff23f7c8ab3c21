/* SPDX-License-Identifier: Apache-2.0 */
/* The function behind each format of report.def: render_text(), render_json(), … */
#ifndef GOBELIN_REPORT_FORMATS_H
#define GOBELIN_REPORT_FORMATS_H

#include "report/report.h"

#define FORMAT(name, doc)                                                     \
	void render_##name(struct buf *out, const struct lint_result *result, \
		const struct report_options *options);
#include "report/report.def"
#undef FORMAT

#endif
