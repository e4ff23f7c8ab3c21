/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/compiler.h"

enum { LONGEST_NAME = 64 };

/* Levenshtein's distance, one row at a time. */
static size_t
edit_distance(struct str a, struct str b)
{
	size_t row[LONGEST_NAME + 1];
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t replaced = diagonal + (a.s[i - 1] != b.s[j - 1]);
			size_t other = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			diagonal = row[j];
			row[j] = replaced < other ? replaced : other;
		}
	}
	return row[b.n];
}

struct nearest
nearest_to(struct str name)
{
	return (struct nearest){ name, { NULL, 0 }, name.n < 6 ? 3 : name.n / 2 };
}

void
nearest_offer(struct nearest *n, struct str candidate)
{
	if (n->name.n > LONGEST_NAME || candidate.n > LONGEST_NAME)
		return;
	size_t distance = edit_distance(n->name, candidate);
	if (distance < n->distance && distance < candidate.n) {
		n->distance = distance;
		n->best = candidate;
	}
}

struct str
nearest_hint(struct arena *a, const struct nearest *n)
{
	if (n->best.n == 0)
		return STR("");
	return arena_printf(a, "; did you mean `%" PRIstr "`?", STR_ARG(n->best));
}
