/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

#include <string.h>

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: rows[0] is the current row, rows[1] and rows[2] those before. */
static size_t
edit_distance(struct str from, struct str to)
{
	size_t rows[3][NEAREST_MAX_LENGTH + 1] = { { 0 } };
	for (size_t j = 0; j <= to.n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= from.n; i++) {
		memcpy(rows[2], rows[1], sizeof(rows[1]));
		memcpy(rows[1], rows[0], sizeof(rows[0]));
		char c = char_lower(from.s[i - 1]);
		rows[0][0] = i;
		for (size_t j = 1; j <= to.n; j++) {
			char d = char_lower(to.s[j - 1]);
			size_t best = smaller(rows[0][j - 1], rows[1][j]) + 1;
			best = smaller(best, rows[1][j - 1] + (c != d));
			if (i > 1 && j > 1 && c == char_lower(to.s[j - 2])
				&& d == char_lower(from.s[i - 2]))
				best = smaller(best, rows[2][j - 2] + 1);
			rows[0][j] = best;
		}
	}
	return rows[0][to.n];
}

struct str
nearest_name(struct str wanted, const struct strs *names)
{
	struct str nearest = { 0 };
	size_t least = SIZE_MAX;
	if (wanted.n > NEAREST_MAX_LENGTH)
		return nearest;
	vec_for(const struct str, name, names) {
		if (name->n > NEAREST_MAX_LENGTH)
			continue;
		size_t distance = edit_distance(wanted, *name);
		if (distance < least && distance * 3 <= smaller(name->n + 1, wanted.n + 1)) {
			least = distance;
			nearest = *name;
		}
	}
	return nearest;
}
