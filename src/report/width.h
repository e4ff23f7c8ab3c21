/* SPDX-License-Identifier: Apache-2.0 */
/* How many columns a character takes on a terminal. */
#ifndef GOBELIN_REPORT_WIDTH_H
#define GOBELIN_REPORT_WIDTH_H

#include "base/str.h"

/* 0 for combining marks, 2 for wide East Asian characters and emoji, else 1. */
unsigned width_of(uint32_t code);
/* Of a whole text on one line; a malformed byte counts as one. */
unsigned width_of_text(struct str text);

#endif
