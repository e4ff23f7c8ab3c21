/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

static uint32_t *
find_slot(const struct map *m, struct str key)
{
	for (size_t i = str_hash(key) & (m->nslots - 1);; i = (i + 1) & (m->nslots - 1)) {
		uint32_t index = m->slots[i];
		if (!index || str_eq(m->entries.items[index - 1].key, key))
			return &m->slots[i];
	}
}

void *
map_get(const struct map *m, struct str key)
{
	if (!m->nslots)
		return NULL;
	uint32_t index = *find_slot(m, key);
	return index ? m->entries.items[index - 1].value : NULL;
}

static void
grow(struct arena *a, struct map *m)
{
	m->nslots = m->nslots ? m->nslots * 2 : 16;
	m->slots = ARENA_ARRAY(a, uint32_t, m->nslots);
	for (size_t i = 0; i < m->entries.n; i++)
		*find_slot(m, m->entries.items[i].key) = (uint32_t)i + 1;
}

void
map_set(struct arena *a, struct map *m, struct str key, void *value)
{
	if (m->entries.n * 4 >= m->nslots * 3)
		grow(a, m);
	uint32_t *slot = find_slot(m, key);
	if (*slot) {
		m->entries.items[*slot - 1].value = value;
		return;
	}
	struct map_entry *entry = vec_add(a, &m->entries);
	*entry = (struct map_entry){ key, value };
	*slot = (uint32_t)m->entries.n;
}
