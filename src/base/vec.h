/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growing arrays in an arena: VEC_OF(strs, struct str) declares `struct strs` with
 * items, n and cap; a zeroed one is empty.
 */
#ifndef GOBELIN_BASE_VEC_H
#define GOBELIN_BASE_VEC_H

#include "base/arena.h"

#define VEC_OF(name, type)     \
	struct name {          \
		type *items;   \
		size_t n, cap; \
	}

/* Makes room for one more element and evaluates to a pointer to it, zeroed. */
#define vec_add(arena, v)                                                                       \
	((v)->items = vec_reserve((arena), (v)->items, (v)->n, &(v)->cap, sizeof(*(v)->items)), \
		&(v)->items[(v)->n++])
#define vec_push(arena, v, value) (*vec_add((arena), (v)) = (value))
/* `var` points at each element in turn. */
#define vec_for(type, var, v)                                        \
	for (size_t var##_left = (v)->n; var##_left; var##_left = 0) \
		for (type *var = (v)->items; var##_left; var++, var##_left--)
#define vec_last(v) (&(v)->items[(v)->n - 1])

/* What vec_add() stands on: room for items[n], doubling *cap where it must grow. */
void *vec_reserve(struct arena *a, void *items, size_t n, size_t *cap, size_t size);

VEC_OF(strs, struct str);

/* The parts with `sep` between them, in the arena. */
struct str strs_join(struct arena *a, const struct strs *parts, struct str sep);
bool strs_has(const struct strs *list, struct str s);

#endif
