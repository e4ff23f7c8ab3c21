/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/fingerprint.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/map.h"

/* http://www.isthe.com/chongo/tech/comp/fnv/: the offset basis; the prime is 2^88 + 0x13b. */
#define BASIS_HIGH UINT64_C(0x6c62272e07bb0142)
#define BASIS_LOW UINT64_C(0x62b821756295c58d)
#define PRIME_LOW UINT64_C(0x13b)
#define PRIME_SHIFT (88 - 64)

struct fnv128
fnv128_start(void)
{
	return (struct fnv128){ BASIS_HIGH, BASIS_LOW };
}

void
fnv128_add(struct fnv128 *hash, struct str bytes)
{
	uint64_t high = hash->high, low = hash->low;
	for (size_t i = 0; i < bytes.n; i++) {
		low ^= (unsigned char)bytes.s[i];
		uint64_t bottom = (low & UINT32_MAX) * PRIME_LOW;
		uint64_t middle = (low >> 32) * PRIME_LOW + (bottom >> 32);
		high = high * PRIME_LOW + (middle >> 32) + (low << PRIME_SHIFT);
		low = middle << 32 | (bottom & UINT32_MAX);
	}
	*hash = (struct fnv128){ high, low };
}

/* A named thing that begins at a place and goes on to the next one of its file. */
struct anchor {
	const struct source *source;
	uint32_t off;
	struct str name;
};

struct anchors {
	struct anchor *items;
	size_t n, cap;
};

static int
compare_anchors(const void *a, const void *b)
{
	const struct anchor *left = a, *right = b;
	int order = str_cmp(left->source->path, right->source->path);
	return order ? order : (left->off > right->off) - (left->off < right->off);
}

static void
add_anchor(struct arena *a, struct anchors *anchors, struct place place, struct fact_string name)
{
	if (place.source)
		vec_push(a, anchors,
			((struct anchor){ place.source, place.span.off,
				name.state == KNOWN ? name.text : STR("") }));
}

static struct anchors
find_anchors(struct arena *a, const struct project *project)
{
	struct anchors anchors = { 0 };
	fact_for(stage, stage, &project->facts[FACT_CLASS_stage])
		add_anchor(a, &anchors, stage->place, stage->name);
	fact_for(target, target, &project->facts[FACT_CLASS_target])
		add_anchor(a, &anchors, target->place, target->name);
	fact_for(job, job, &project->facts[FACT_CLASS_job])
		add_anchor(a, &anchors, job->place, job->id);
	if (anchors.n)
		qsort(anchors.items, anchors.n, sizeof(*anchors.items), compare_anchors);
	return anchors;
}

/* The name of the last anchor at or before a place in its file. */
static struct str
enclosing_name(const struct anchors *anchors, struct place place)
{
	struct anchor wanted = { place.source, place.span.off, STR("") };
	size_t low = 0, high = anchors->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_anchors(&anchors->items[middle], &wanted) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || !str_eq(anchors->items[low - 1].source->path, place.source->path))
		return STR("");
	return anchors->items[low - 1].name;
}

/* Adds a field and an end mark that no field holds but by design. */
static void
add_field(struct fnv128 *hash, struct str field)
{
	fnv128_add(hash, field);
	fnv128_add(hash, (struct str){ "", 1 });
}

#define LINE_MAX_LENGTH 4096 /* of a longer line, what the finding points at counts alone */
#define LINES_MAX 256        /* of a finding */

static void
add_lines(struct fnv128 *hash, struct place place)
{
	uint32_t first = source_position(place.source, place.span.off).line;
	size_t end = place.span.len ? span_end(place.span) - 1 : place.span.off;
	uint32_t last = source_position(place.source, end).line;
	for (uint32_t line = first; line <= last && line - first < LINES_MAX; line++) {
		struct str text = source_line(place.source, line);
		if (text.n > LINE_MAX_LENGTH)
			text = str_slice(
				source_slice(place.source, place.span), 0, LINE_MAX_LENGTH);
		add_field(hash, str_trim(text));
	}
}

void
fingerprint_findings(struct arena *a, const struct project *project, struct findings *findings)
{
	struct anchors anchors = find_anchors(a, project);
	struct map repeats = { 0 };
	for (size_t i = 0; i < findings->n; i++) {
		struct finding *finding = findings->items[i];
		if (finding->fingerprint.n)
			continue;
		struct fnv128 hash = fnv128_start();
		add_field(&hash, finding->rule->id);
		add_field(&hash, finding->place.source->path);
		add_field(&hash, enclosing_name(&anchors, finding->place));
		add_lines(&hash, finding->place);
		struct str key = arena_printf(a, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
		uintptr_t repeat = (uintptr_t)map_get(&repeats, key);
		map_set(a, &repeats, key, (void *)(repeat + 1));
		if (repeat)
			add_field(&hash, arena_printf(a, "%" PRIuPTR, repeat));
		finding->fingerprint = arena_printf(
			a, "gobelin/v1:%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
	}
}
