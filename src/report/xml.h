/* SPDX-License-Identifier: Apache-2.0 */
/* Text in XML 1.0. */
#ifndef GOBELIN_REPORT_XML_H
#define GOBELIN_REPORT_XML_H

#include "base/buf.h"

/*
 * Text for an element or for an attribute in double quotes, where line ends and tabs would
 * otherwise become blanks. What XML can't hold (most control characters, malformed UTF-8)
 * becomes U+FFFD.
 */
void xml_add(struct buf *out, struct str text);
/* A blank, the name, and the value in quotes. */
void xml_add_attribute(struct buf *out, const char *name, struct str value);
void xml_add_number(struct buf *out, const char *name, size_t value);

#endif
