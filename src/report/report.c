/* SPDX-License-Identifier: Apache-2.0 */
#include "report/formats.h"

const struct report_format report_formats[] = {
#define FORMAT(name, doc) { #name, doc, render_##name },
#include "report/report.def"
#undef FORMAT
};
const size_t report_format_count = sizeof(report_formats) / sizeof(report_formats[0]);

const struct report_format *
report_format_named(struct str name)
{
	for (size_t i = 0; i < report_format_count; i++) {
		if (str_eq(str_from(report_formats[i].name), name))
			return &report_formats[i];
	}
	return NULL;
}
