/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of the formats that people read. */
#ifndef GOBELIN_REPORT_STYLE_H
#define GOBELIN_REPORT_STYLE_H

#include "report/report.h"

enum style { STYLE_ERROR, STYLE_WARNING, STYLE_INFO, STYLE_STRONG, STYLE_FRAME, STYLE_FAINT };

enum style style_of(enum severity severity);
/* Begins a style; nothing without colours. Styles do not nest. */
void style_begin(struct buf *out, const struct report_options *options, enum style style);
void style_end(struct buf *out, const struct report_options *options);
/* Text in a style. */
void style_add(
	struct buf *out, const struct report_options *options, enum style style, struct str text);

/*
 * `path:line:column: severity: message [GB301 ca-certificates-missing]` and a line end; on
 * several lines where the terminal is narrower.
 */
void style_headline(
	struct buf *out, const struct report_options *options, const struct finding *finding);
/* `error: path: reason` and a line end for each file that could not be read. */
void style_errors(
	struct buf *out, const struct report_options *options, const struct lint_errors *errors);

#endif
