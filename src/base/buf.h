/* SPDX-License-Identifier: Apache-2.0 */
/* A text that is built piece by piece, in an arena. */
#ifndef GOBELIN_BASE_BUF_H
#define GOBELIN_BASE_BUF_H

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *s;
	size_t n, cap;
};

struct buf buf_new(struct arena *a);
void buf_add(struct buf *b, struct str s);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* What has been added so far; valid until the next addition. */
struct str buf_str(const struct buf *b);

#endif
