/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"

#include <string.h>

void *
vec_reserve(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return memset((char *)items + n * size, 0, size), items;
	size_t more = *cap ? *cap * 2 : 4;
	void *grown = arena_grow(a, items, *cap * size, more * size);
	*cap = more;
	return grown;
}

struct str
strs_join(struct arena *a, const struct strs *parts, struct str sep)
{
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++)
		n += parts->items[i].n + (i ? sep.n : 0);
	char *text = arena_alloc(a, n + 1, 1), *at = text;
	for (size_t i = 0; i < parts->n; i++) {
		if (i && sep.n)
			at = (char *)memcpy(at, sep.s, sep.n) + sep.n;
		if (parts->items[i].n)
			at = (char *)memcpy(at, parts->items[i].s, parts->items[i].n)
				+ parts->items[i].n;
	}
	return (struct str){ text, n };
}

bool
strs_has(const struct strs *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->items[i], s))
			return true;
	return false;
}
