/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arenas: memory that is handed out piece by piece and freed whole. All memory
 * outside src/base comes from one. An arena belongs to one thread at a time.
 * Running out of memory ends the process with a message and exit status 2.
 */
#ifndef GOBELIN_BASE_ARENA_H
#define GOBELIN_BASE_ARENA_H

#include <stdarg.h>

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
/* Frees the arena and all that came from it. NULL is allowed. */
void arena_free(struct arena *a);
/* Moves all that came from `from` into `into`, where it stays as it is, and frees `from`. */
void arena_join(struct arena *into, struct arena *from);

/* `count` zeroed elements of `size` bytes, aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t count, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))
/*
 * A block of `new_size` bytes that starts with the first `old_size` bytes of `old`
 * (the rest zeroed). Grows in place where `old` was the last block handed out.
 */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
/* Bytes handed out so far: a measure of work that no other program on the machine disturbs. */
size_t arena_used(const struct arena *a);

/* Copies into the arena, NUL-terminated (the NUL is not counted in n). */
struct str arena_str(struct arena *a, struct str s);
/* A copy with ASCII letters in lower case. */
struct str str_lower(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *format, va_list args) PRINTF_LIKE(2, 0);

#endif
