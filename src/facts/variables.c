/* SPDX-License-Identifier: Apache-2.0 */
/* Assignments of variables, whatever syntax makes them. */
#include "facts/extract.h"
#include "facts/godebug.h"
#include "facts/goflags.h"
#include "facts/goproxy.h"
#include "facts/url.h"

#include <string.h>

/* Is there a URL with a password or token written out? */
static enum tri
holds_credentials(struct fact_string value)
{
	if (value.state != KNOWN)
		return value.state == UNKNOWN ? UNSURE : NO;
	struct str rest = value.text;
	for (size_t at = str_find(rest, STR("://"), 0); at != STR_NONE;
		at = str_find(rest, STR("://"), at + 3)) {
		size_t from = at + 3, end = from;
		while (end < rest.n && rest.s[end] != '/' && rest.s[end] != ','
			&& rest.s[end] != '|' && !char_is_space(rest.s[end]))
			end++;
		struct str authority = str_slice(rest, from, end);
		size_t sign = str_find_last_char(authority, '@');
		if (sign != STR_NONE && url_userinfo_is_secret(str_slice(authority, 0, sign)))
			return YES;
	}
	return NO;
}

static void
split_elements(struct arena *a, struct fact_string value, struct fact_strings *out)
{
	if (value.state == UNKNOWN)
		out->open = true;
	if (value.state != KNOWN || value.text.n == 0)
		return;
	struct str rest = value.text, element;
	while (str_next_field(&rest, ',', &element))
		fact_strings_add(a, out, fact_known(element));
}

/* The names that people give to arguments for the commit or the date of a build. */
static bool
changes_each_build(struct str name)
{
	static const char *const prefixes[] = { "GIT_", "VCS_", "CI_", "BUILD_", "SOURCE_",
		"APP_" };
	static const char *const names[] = { "COMMIT", "COMMIT_ID", "COMMIT_SHA", "COMMIT_HASH",
		"SHA", "HASH", "REVISION", "DATE", "TIME", "TIMESTAMP", "BUILDTIME", "BUILDDATE",
		"GITCOMMIT" };
	bool has_prefix = false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (!str_starts(name, str_from(prefixes[i])))
			continue;
		name = str_slice(name, strlen(prefixes[i]), name.n);
		has_prefix = true;
		i = (size_t)-1; /* another one may follow */
	}
	/* TIME and HASH alone may be anything. */
	if (!has_prefix && (str_eq(name, STR("TIME")) || str_eq(name, STR("HASH"))))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return false;
}

static void
place_variable(struct fact_variable *v, const struct run_context *cx)
{
	if (!cx)
		return;
	v->stage = cx->stage;
	v->job = cx->job;
	v->step = cx->step;
	v->makefile = cx->makefile;
	v->target = cx->target;
	if (cx->job)
		v->workflow = cx->job->workflow;
}

struct place
assigned_place(struct place word, struct str name)
{
	struct str raw = word.source ? source_slice(word.source, word.span) : STR("");
	size_t at = raw.n && strchr("\"'", raw.s[0]) ? 1 : 0;
	size_t end = at && raw.n > 1 && raw.s[raw.n - 1] == raw.s[0] ? raw.n - 1 : raw.n;
	if (!str_starts(str_slice(raw, at, end), name) || at + name.n >= end
		|| raw.s[at + name.n] != '=')
		return (struct place){ 0 };
	return place_of(
		word.source, span_make(word.span.off + at + name.n + 1, word.span.off + end));
}

#define SEARCHED_MAX \
	4096 /* in a longer value, which is looked for once per part, all is pointed at */

struct place
value_part_place(const struct fact_variable *v, struct str part)
{
	struct place place = v->value_place;
	if (!place.source)
		return v->place;
	if (v->value.text.n > SEARCHED_MAX)
		return place;
	struct str raw = source_slice(place.source, place.span);
	size_t at = str_find(raw, v->value.text, 0);
	if (at == STR_NONE)
		return place;
	at += place.span.off + (size_t)(part.s - v->value.text.s);
	return place_of(place.source, span_make(at, at + part.n));
}

struct fact_variable *
variable_assign(struct extraction *x, const struct assignment *assignment,
	const struct settings **map, const struct run_context *cx)
{
	struct fact_variable *v = FACT_ADD(x, variable);
	v->place = assignment->place;
	v->value_place = assignment->value_place;
	v->name = fact_known(assignment->name);
	v->value = assignment->value;
	v->value.is_default |= assignment->is_default == YES;
	v->scope = fact_known(str_from(assignment->scope));
	v->is_default = tri_of(v->value.is_default);
	v->changes_each_build = tri_of(changes_each_build(assignment->name));
	v->is_exported = tri_of(map && !(cx && map == &cx->locals));
	place_variable(v, cx);
	split_elements(x->arena, v->value, &v->elements);
	v->has_credentials = holds_credentials(v->value);
	if (str_eq(assignment->name, STR("GOPROXY")))
		goproxy_parse(x, v);
	if (str_eq(assignment->name, STR("GODEBUG")))
		godebug_parse(x, v);
	if (str_eq(assignment->name, STR("GOFLAGS")))
		goflags_parse(x, v);
	trust_bypass_by_variable(x, v);
	if (map) {
		struct fact_setting *s = setting_new(
			x, assignment->name, v->value, assignment->scope, assignment->place);
		s->variable = v;
		s->written = assignment->written;
		if (assignment->maybe != NO) {
			/* The old value may stay: only that something may be set is known. */
			const struct fact_setting *old = settings_get(*map, assignment->name);
			s->present = old && old->present == YES ? YES : UNSURE;
			s->value = fact_unknown_string();
		}
		*map = settings_put(x->arena, *map, s);
	}
	return v;
}
