/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

struct buf
buf_new(struct arena *a)
{
	return (struct buf){ .arena = a };
}

static char *
reserve(struct buf *b, size_t more)
{
	if (b->cap - b->n < more) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		while (cap - b->n < more)
			cap *= 2;
		b->s = arena_grow(b->arena, b->s, b->cap, cap);
		b->cap = cap;
	}
	return b->s + b->n;
}

void
buf_add(struct buf *b, struct str s)
{
	if (!s.n)
		return;
	memcpy(reserve(b, s.n), s.s, s.n);
	b->n += s.n;
}

void
buf_add_char(struct buf *b, char c)
{
	*reserve(b, 1) = c;
	b->n++;
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char none[1];
	int n = vsnprintf(none, sizeof(none), format, args);
	if (n > 0) {
		vsnprintf(reserve(b, (size_t)n + 1), (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(args);
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->s ? b->s : "", b->n };
}
