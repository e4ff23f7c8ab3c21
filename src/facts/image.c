/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/image.h"

#include <inttypes.h>
#include <stdio.h>

#include <fnmatch.h>

/* docker.io/library/golang and the mirrors of Docker's library are all golang. */
static struct str
normal_name(const struct extraction *x, struct str name)
{
	const struct knowledge_table *mirrors =
		knowledge_table_named(x->knowledge, STR("image-mirrors"));
	for (uint32_t i = 0; mirrors && i < mirrors->nrecords; i++) {
		struct str prefix = knowledge_get(&mirrors->records[i], STR("prefix"));
		if (prefix.n && str_starts(name, prefix))
			return str_slice(name, prefix.n, name.n);
	}
	return name;
}

struct fact_image_ref *
image_ref_new(struct extraction *x, struct fact_string text, struct place place)
{
	struct fact_image_ref *image = FACT_ADD(x, image_ref);
	image->place = place;
	image->text = text;
	struct str written = place.source ? source_slice(place.source, place.span) : STR("");
	image->is_argument =
		tri_of(str_starts(written, STR("$")) || str_starts(written, STR("\"$")));
	if (text.state != KNOWN) {
		image->name = image->tag = image->digest = fact_unknown_string();
		image->is_scratch = image->is_stage = UNSURE;
		return image;
	}
	struct str rest = text.text, digest;
	if (str_cut(rest, '@', &rest, &digest))
		image->digest = fact_known(digest);
	size_t colon = str_find_last_char(rest, ':'), slash = str_find_last_char(rest, '/');
	if (colon != STR_NONE && (slash == STR_NONE || colon > slash)) {
		image->tag = fact_known(str_slice(rest, colon + 1, rest.n));
		rest = str_slice(rest, 0, colon);
	}
	image->name = fact_known(normal_name(x, rest));
	image->is_scratch = tri_of(str_eq(text.text, STR("scratch")));
	return image;
}

struct str
tag_version(struct str tag)
{
	size_t n = tag.n && tag.s[0] == 'v' ? 1 : 0, from = n;
	while (n < tag.n && (char_is_digit(tag.s[n]) || (n > from && tag.s[n] == '.')))
		n++;
	return str_slice(tag, from, n);
}

/* With rc1 or beta1 behind it; 1.27-rc is the latest of them, whichever that is. */
struct str
go_tag_version(struct str tag)
{
	struct str version = tag_version(tag);
	size_t from = (size_t)(version.s - tag.s), n = from + version.n;
	struct str rest = str_slice(tag, n, tag.n);
	size_t word = str_starts(rest, STR("rc")) ? 2 : str_starts(rest, STR("beta")) ? 4 : 0;
	if (str_starts(rest, STR("-rc")) || str_starts(rest, STR("-beta")))
		return STR("");
	if (word == 0 || version.n == 0)
		return version;
	n += word;
	while (n < tag.n && char_is_digit(tag.s[n]))
		n++;
	return str_slice(tag, from, n);
}

/* 22 of 22rc1; 0 where there is none */
static uint64_t
leading_number(struct str s)
{
	uint64_t number = 0;
	size_t n = 0;
	while (n < s.n && char_is_digit(s.s[n]))
		n++;
	return str_to_u64(str_slice(s, 0, n), &number) ? number : 0;
}

int
version_compare(struct str a, struct str b)
{
	while (a.n || b.n) {
		struct str left, right;
		str_cut(a, '.', &left, &a);
		str_cut(b, '.', &right, &b);
		uint64_t l = leading_number(left), r = leading_number(right);
		if (l != r)
			return l < r ? -1 : 1;
	}
	return 0;
}

/* A major version alone, as in alpine:3, stands for its newest release. */
static int
compare_with_bound(struct str version, struct str bound)
{
	struct str major;
	str_cut(bound, '.', &major, NULL);
	if (str_eq(version, major) && !str_eq(bound, major))
		return 1;
	return version_compare(version, bound);
}

static bool
tag_matches(struct arena *a, const struct knowledge_record *record, struct str tag)
{
	struct knowledge_values globs = knowledge_list(record, STR("tag"));
	bool matches = globs.n == 0;
	struct str text = arena_str(a, tag);
	for (uint32_t i = 0; i < globs.n && !matches; i++)
		matches = fnmatch(arena_str(a, globs.items[i]).s, text.s, 0) == 0;
	struct str min = knowledge_get(record, STR("min_version"));
	struct str max = knowledge_get(record, STR("max_version"));
	struct str version = tag_version(tag);
	if (!matches || ((min.n || max.n) && version.n == 0))
		return false;
	return (!min.n || compare_with_bound(version, min) >= 0)
		&& (!max.n || compare_with_bound(version, max) <= 0);
}

const struct knowledge_record *
image_knowledge(const struct extraction *x, const struct fact_image_ref *image)
{
	const struct knowledge_table *table = knowledge_table_named(x->knowledge, KNOWLEDGE_IMAGES);
	if (!table || image->name.state != KNOWN)
		return NULL;
	/* A digest alone does not say which version it is. */
	if (image->tag.state == UNKNOWN
		|| (image->tag.state == ABSENT && image->digest.state == KNOWN))
		return NULL;
	struct str tag = image->tag.state == KNOWN ? image->tag.text : STR("latest");
	for (uint32_t i = 0; i < table->nrecords; i++) {
		const struct knowledge_record *record = &table->records[i];
		if (knowledge_values_have(knowledge_list(record, STR("image")), image->name.text)
			&& tag_matches(x->arena, record, tag))
			return record;
	}
	return NULL;
}

const struct settings *
image_env(struct extraction *x, const struct fact_image_ref *image,
	const struct knowledge_record *known, const struct settings *env)
{
	struct knowledge_values all = knowledge_list(known, STR("env"));
	for (uint32_t i = 0; i < all.n; i++) {
		struct str name, value;
		bool has_value = str_cut(all.items[i], '=', &name, &value);
		if (str_eq(name, STR("*"))) {
			env = settings_open(x->arena, env);
			continue;
		}
		struct fact_setting *s =
			setting_new(x, name, has_value ? fact_known(value) : fact_unknown_string(),
				"image", (struct place){ 0 });
		s->origin = fact_known(
			arena_printf(x->arena, "%" PRIstr " image", STR_ARG(image->text.text)));
		env = settings_put(x->arena, env, s);
	}
	return env;
}

enum tri
knowledge_tri(const struct knowledge_record *record, const char *key)
{
	struct str value = knowledge_get(record, str_from(key));
	if (str_eq(value, STR("yes")) || str_eq(value, STR("true")))
		return YES;
	return str_eq(value, STR("no")) || str_eq(value, STR("false")) ? NO : UNSURE;
}

struct fact_int
knowledge_int(const struct knowledge_record *record, const char *key)
{
	uint64_t number;
	if (!record || !str_to_u64(knowledge_get(record, str_from(key)), &number))
		return (struct fact_int){ .state = UNKNOWN };
	return (struct fact_int){ KNOWN, (int64_t)number };
}

const struct knowledge_record *
knowledge_of_major(const struct knowledge *knowledge, struct str table, struct fact_int major)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, major.value);
	if (major.state != KNOWN || n < 0)
		return NULL;
	return knowledge_find(knowledge_table_named(knowledge, table), STR("major"),
		(struct str){ text, (size_t)n });
}

struct fact_string
knowledge_string(const struct knowledge_record *record, const char *key)
{
	struct str value = record ? knowledge_get(record, str_from(key)) : STR("");
	return value.n ? fact_known(value) : fact_unknown_string();
}
