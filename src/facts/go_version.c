/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/go_version.h"

#include "facts/image.h"

struct fact_string
go_version_highest(struct arena *a, struct str spec)
{
	spec = str_trim(spec);
	bool wild_patch = spec.n && spec.s[0] == '~';
	if (wild_patch)
		spec = str_slice(spec, 1, spec.n);
	size_t parts = 0;
	struct str rest = spec, part, major = { 0 }, minor = { 0 };
	while (str_next_field(&rest, '.', &part)) {
		uint64_t number;
		bool is_wild = str_eq(part, STR("x")) || str_eq(part, STR("*"));
		if (parts > 2 || (!is_wild && !str_to_u64(part, &number)))
			return (struct fact_string){ .state = ABSENT };
		if (is_wild && parts < 2)
			return (struct fact_string){ .state = ABSENT };
		wild_patch |= is_wild;
		if (parts == 0)
			major = part;
		else if (parts == 1)
			minor = part;
		parts++;
	}
	if (parts < 2)
		return (struct fact_string){ .state = ABSENT };
	if (parts == 3 && !wild_patch)
		return fact_known(spec);
	return fact_known(
		arena_printf(a, "%" PRIstr ".%" PRIstr ".9999", STR_ARG(major), STR_ARG(minor)));
}

/* 1.27rc1 is followed by 1.27.0, and comes after the language version 1.27. */
static bool
is_prerelease(struct str version)
{
	struct str major, minor;
	uint64_t number;
	size_t n = 0;
	if (!str_cut(version, '.', &major, &minor) || !str_to_u64(major, &number))
		return false;
	while (n < minor.n && char_is_digit(minor.s[n]))
		n++;
	struct str word = str_slice(minor, n, minor.n);
	return n > 0 && (str_starts(word, STR("rc")) || str_starts(word, STR("beta")));
}

static enum tri
prerelease_is_below(struct str version, struct str wanted)
{
	struct str major, rest, minor;
	int order = version_compare(version, wanted);
	bool has_patch = str_cut(wanted, '.', &major, &rest) && str_cut(rest, '.', &minor, NULL);
	if (is_prerelease(wanted) && order == 0)
		return str_eq(version, wanted) ? NO : UNSURE;
	return tri_of(order < 0 || (has_patch && order == 0));
}

enum tri
go_version_is_below(struct arena *a, struct fact_string version, const struct fact_module *module)
{
	if (version.state != KNOWN || !module || module->go_version.state != KNOWN)
		return UNSURE;
	if (is_prerelease(version.text))
		return prerelease_is_below(version.text, module->go_version.text);
	struct fact_string highest = go_version_highest(a, version.text);
	if (highest.state != KNOWN)
		return UNSURE;
	return tri_of(version_compare(highest.text, module->go_version.text) < 0);
}

static const struct knowledge_record *
release_of(const struct knowledge_table *releases, struct str version)
{
	struct str major, minor, rest;
	if (!str_cut(version, '.', &major, &rest))
		return NULL;
	str_cut(rest, '.', &minor, NULL);
	struct str name = str_slice(version, 0, major.n + 1 + minor.n);
	return knowledge_find(releases, STR("version"), name);
}

/* 1.26. of 1.26.x becomes 1.26. */
static struct str
without_dots(struct str version)
{
	while (version.n && version.s[version.n - 1] == '.')
		version.n--;
	return version;
}

bool
go_release_has_ended(const struct extraction *x, struct str version)
{
	const struct knowledge_record *release = release_of(
		knowledge_table_named(x->knowledge, STR("go-releases")), without_dots(version));
	return release && knowledge_get(release, STR("end")).n;
}

struct fact_go_pin *
go_pin_add(struct extraction *x, struct str version, struct place place)
{
	const struct knowledge_table *releases =
		knowledge_table_named(x->knowledge, STR("go-releases"));
	version = without_dots(version);
	const struct knowledge_record *release = release_of(releases, version);
	if (!release)
		return NULL;
	struct fact_go_pin *pin = FACT_ADD(x, go_pin);
	pin->place = place;
	pin->version = fact_known(version);
	struct str end = knowledge_get(release, STR("end"));
	if (end.n)
		pin->end_of_support = fact_known(end);
	for (uint32_t i = 0; i < releases->nrecords; i++)
		if (knowledge_get(&releases->records[i], STR("end")).n == 0)
			fact_strings_add(x->arena, &pin->supported,
				fact_known(knowledge_get(&releases->records[i], STR("version"))));
	return pin;
}

/* A version is chosen in many jobs of a workflow; its first place stands for them. */
void
go_pins_finish(struct extraction *x)
{
	struct arena *a = x->arena;
	struct map versions = { 0 }, seen = { 0 };
	fact_for(go_pin, pin, &x->project->facts[FACT_CLASS_go_pin]) {
		struct str version = pin->version.text;
		struct str key = arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(version),
			STR_ARG(pin->place.source->path));
		if (!pin->setup_go || map_get(&seen, key))
			continue;
		map_set(a, &seen, key, pin);
		struct fact_list *same = map_get(&versions, version);
		if (!same)
			map_set(a, &versions, version, same = ARENA_NEW(a, struct fact_list));
		fact_list_add(a, same, pin);
	}
	fact_for(go_pin, pin, &x->project->facts[FACT_CLASS_go_pin]) {
		const struct fact_list *same = map_get(&versions, pin->version.text);
		if (pin->setup_go && same)
			pin->in_workflows = *same;
	}
}
