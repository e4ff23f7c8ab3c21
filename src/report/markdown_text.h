/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub Flavored Markdown: text that is shown as it is, code, fenced blocks. */
#ifndef GOBELIN_REPORT_MARKDOWN_TEXT_H
#define GOBELIN_REPORT_MARKDOWN_TEXT_H

#include "base/buf.h"

/* Where a text goes: a table's cell ends at a bar, even inside code. */
enum markdown_place { MARKDOWN_TEXT, MARKDOWN_CELL };

/* One line of code between as many backticks as it needs. */
void markdown_code(struct buf *out, struct str code, enum markdown_place place);
/* One line: `code` stays code, anything else in it that is Markdown or HTML is shown as is. */
void markdown_inline(struct buf *out, struct str text, enum markdown_place place);
/* A fenced block; `info` is what stands behind the fence, such as yaml. */
void markdown_block(struct buf *out, struct str info, struct str text);
/* The address as a link. */
void markdown_url(struct buf *out, struct str url);

#endif
