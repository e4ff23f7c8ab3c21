/* SPDX-License-Identifier: Apache-2.0 */
/* One line per finding, as compilers write them and editors read them. */
#include "report/formats.h"
#include "report/style.h"

void
render_concise(
	struct buf *out, const struct lint_result *result, const struct report_options *options)
{
	struct report_options endless = *options;
	endless.columns = 0;
	for (size_t i = 0; i < result->findings.n; i++) {
		style_headline(out, &endless, result->findings.items[i]);
	}
	style_errors(out, options, &result->errors);
}
