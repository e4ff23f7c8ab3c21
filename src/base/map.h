/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from string to pointer that remembers the order of insertion. */
#ifndef GOBELIN_BASE_MAP_H
#define GOBELIN_BASE_MAP_H

#include "base/vec.h"

struct map_entry {
	struct str key;
	void *value;
};

struct map {
	VEC_OF(, struct map_entry) entries; /* in the order of insertion */
	uint32_t *slots;                    /* 1-based indices into entries; 0 is free */
	size_t nslots;
};

/* The value under key, or NULL. */
void *map_get(const struct map *m, struct str key);
/* Adds or replaces; the key's bytes are borrowed and must outlive the map. */
void map_set(struct arena *a, struct map *m, struct str key, void *value);

#endif
