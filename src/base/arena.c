/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT (sizeof(max_align_t) > 16 ? 16 : sizeof(max_align_t))

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct block *blocks; /* the one handed out from comes first */
};

static void
die_out_of_memory(void)
{
	fputs("gobelin: out of memory\n", stderr);
	exit(2);
}

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));
	if (!a)
		die_out_of_memory();
	return a;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void
arena_join(struct arena *into, struct arena *from)
{
	struct block *last = from->blocks;
	while (last && last->next)
		last = last->next;
	if (last) {
		last->next = into->blocks;
		into->blocks = from->blocks;
	}
	free(from);
}

#ifndef GOBELIN_ARENA_DEBUG
static struct block *
add_block(struct arena *a, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	if (room > SIZE_MAX - sizeof(struct block))
		die_out_of_memory();
	struct block *b = malloc(sizeof(*b) + room);
	if (!b)
		die_out_of_memory();
	b->size = room;
	b->used = 0;
	/* A block made for one large piece goes second, so that the first stays in use. */
	if (size > BLOCK_SIZE && a->blocks) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b;
}
#endif

void *
arena_alloc(struct arena *a, size_t count, size_t size)
{
	if (size && count > (SIZE_MAX - ALIGNMENT) / size)
		die_out_of_memory();
	size_t need = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (need == 0)
		need = ALIGNMENT;
#ifdef GOBELIN_ARENA_DEBUG
	/* One block per piece lets the address sanitizer see overruns between pieces. */
	struct block *b = malloc(sizeof(*b) + count * size);
	if (!b)
		die_out_of_memory();
	b->size = b->used = need;
	b->next = a->blocks;
	a->blocks = b;
	return memset(b->data, 0, count * size);
#else
	struct block *b = a->blocks;
	if (!b || b->size - b->used < need)
		b = add_block(a, need);
	char *piece = (char *)b->data + b->used;
	b->used += need;
	return memset(piece, 0, need);
#endif
}

void *
arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
#ifndef GOBELIN_ARENA_DEBUG
	size_t had = (old_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct block *b = a->blocks;
	if (old && b && had && b->used >= had && (char *)b->data + b->used - had == (char *)old
		&& new_size > had && b->size - (b->used - had) >= new_size + ALIGNMENT) {
		size_t need = (new_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		memset((char *)old + old_size, 0, need - old_size);
		b->used += need - had;
		return old;
	}
#endif
	void *piece = arena_alloc(a, 1, new_size);
	if (old_size)
		memcpy(piece, old, old_size < new_size ? old_size : new_size);
	return piece;
}

size_t
arena_used(const struct arena *a)
{
	size_t used = 0;
	for (const struct block *b = a->blocks; b; b = b->next)
		used += b->used;
	return used;
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.n + 1, 1);
	if (s.n)
		memcpy(copy, s.s, s.n);
	return (struct str){ copy, s.n };
}

struct str
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str s = arena_vprintf(a, format, args);
	va_end(args);
	return s;
}

struct str
arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	char none[1];
	int n = vsnprintf(none, sizeof(none), format, args);
	struct str s = STR("");
	if (n > 0) {
		char *text = arena_alloc(a, (size_t)n + 1, 1);
		vsnprintf(text, (size_t)n + 1, format, again);
		s = (struct str){ text, (size_t)n };
	}
	va_end(again);
	return s;
}

struct str
str_lower(struct arena *a, struct str s)
{
	struct str copy = arena_str(a, s);
	for (size_t i = 0; i < copy.n; i++)
		((char *)copy.s)[i] = char_lower(copy.s[i]);
	return copy;
}
