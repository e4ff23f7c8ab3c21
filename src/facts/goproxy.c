/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/goproxy.h"

#include "facts/url.h"

static bool
is_scheme(struct str s)
{
	return str_eq(s, STR("https")) || str_eq(s, STR("http")) || str_eq(s, STR("file"));
}

static struct str
first_part(struct arena *a, struct str before, const char *added, struct str after)
{
	return arena_printf(
		a, "%" PRIstr "%s%" PRIstr, STR_ARG(str_trim(before)), added, STR_ARG(after));
}

/* Lists that are written with something else than a comma: a; b becomes a,b. */
static struct str
with_commas(struct arena *a, struct str text, struct str mark)
{
	struct strs parts = { 0 };
	for (size_t from = 0; from <= text.n;) {
		size_t to = str_find(text, mark, from);
		struct str part = str_trim(str_slice(text, from, to == STR_NONE ? text.n : to));
		if (part.n)
			vec_push(a, &parts, part);
		from = to == STR_NONE ? text.n + 1 : to + mark.n;
	}
	return strs_join(a, &parts, STR(","));
}

static void
refuse(struct fact_proxy_entry *entry, struct str problem, struct str repaired)
{
	entry->problem = fact_known(problem);
	if (repaired.n)
		entry->repaired = fact_known(repaired);
}

/* htps, htpps, httpss and so on: the letters of https in some number, and nothing else. */
static bool
is_misspelt_https(struct str scheme)
{
	for (size_t i = 0; i < scheme.n; i++)
		if (str_find_char(STR("htps"), char_lower(scheme.s[i]), 0) == STR_NONE)
			return false;
	return scheme.n >= 3 && str_find_char(scheme, 's', 0) != STR_NONE;
}

/*
 * What Go refuses: cmd/go's proxyList and newProxyRepo accept http, https and file URLs,
 * and host/path without a scheme where it holds a dot, a colon or a slash.
 */
static void
find_problem(struct arena *a, struct fact_proxy_entry *entry, struct str text)
{
	static const struct str none = STR_INIT(""), wide_comma = STR_INIT("\xef\xbc\x8c");
	struct url url = url_split(text);
	size_t slashes = str_find(text, STR("//"), 0);
	struct str before_slashes = slashes == STR_NONE ? none : str_slice(text, 0, slashes);
	struct str rest = str_slice(text, before_slashes.n, text.n);
	if (str_find_char(text, '"', 0) != STR_NONE || str_find_char(text, '\'', 0) != STR_NONE)
		refuse(entry, STR("quotes are part of the value"), none);
	else if (str_find_char(text, ';', 0) != STR_NONE)
		refuse(entry, STR("`;` does not separate entries"), with_commas(a, text, STR(";")));
	else if (str_contains(text, wide_comma))
		refuse(entry, STR("a full-width comma does not separate entries"),
			with_commas(a, text, wide_comma));
	else if (url.scheme.n == 0 && is_scheme(before_slashes))
		refuse(entry, STR("the colon after the scheme is missing"),
			first_part(a, before_slashes, ":", rest));
	else if (url.scheme.n && !is_scheme(url.scheme))
		refuse(entry,
			arena_printf(a, "`%" PRIstr "` is not one of http, https and file",
				STR_ARG(url.scheme)),
			is_misspelt_https(url.scheme) ? first_part(
				a, STR("https"), "", str_slice(text, url.scheme.n, text.n))
						      : none);
	else if (text.s[0] == '/')
		refuse(entry, STR("a path needs file:// before it"),
			first_part(a, STR("file://"), "", text));
	else if (!str_contains(text, STR(".")) && !str_contains(text, STR(":"))
		&& !str_contains(text, STR("/")))
		refuse(entry, STR("it is neither a URL nor `direct` nor `off`"),
			str_eq_nocase(text, STR("direct"))        ? STR("direct")
				: str_eq_nocase(text, STR("off")) ? STR("off")
								  : none);
}

/* A host that only a company's own network knows, or a product that companies run there. */
static enum tri
is_internal(struct str host, struct str text)
{
	static const char *const ends[] = { ".internal", ".corp", ".local", ".lan", ".intranet",
		".intra", ".svc", ".home.arpa" };
	static const char *const starts[] = { "10.", "192.168.", "artifactory.", "nexus.",
		"athens." };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (str_ends(host, str_from(ends[i])))
			return YES;
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_starts(host, str_from(starts[i])))
			return YES;
	bool is_product = str_contains(text, STR("/artifactory/api/go/"))
		|| str_contains(text, STR("/repository/go"));
	return is_product || str_find_char(host, '.', 0) == STR_NONE ? YES : UNSURE;
}

/* Without scheme and credentials: what is left tells proxies apart. */
static struct str
address_of(struct arena *a, struct str text)
{
	size_t scheme = str_find(text, STR("://"), 0);
	if (scheme != STR_NONE)
		text = str_slice(text, scheme + 3, text.n);
	size_t slash = str_find_char(text, '/', 0), at = str_find_char(text, '@', 0);
	if (at < slash)
		text = str_slice(text, at + 1, text.n);
	while (str_ends(text, STR("/")))
		text = str_slice(text, 0, text.n - 1);
	return str_lower(a, text);
}

static enum tri
is_wanted(const struct extraction *x, struct str text)
{
	struct str address = address_of(x->arena, text);
	enum tri wanted = x->surroundings.proxies.n ? NO : UNSURE;
	vec_for(const struct str, proxy, &x->surroundings.proxies)
		if (str_eq(address_of(x->arena, *proxy), address))
			wanted = YES;
	return wanted;
}

/* Of what a network lets through that is neither public nor off, nobody told. */
static enum tri
is_out_of_reach(
	const struct extraction *x, const struct knowledge_record *known, enum tri is_public)
{
	const struct surroundings *s = &x->surroundings;
	bool blocked =
		known && s->region.n && str_eq(knowledge_get(known, STR("blocked_in")), s->region);
	if (blocked || (is_public == YES && str_eq(s->network, STR("offline"))))
		return YES;
	return !s->network.n || str_eq(s->network, STR("public")) ? NO : UNSURE;
}

static void
describe_url(struct extraction *x, struct fact_proxy_entry *entry, struct str text)
{
	struct url url = url_split(text);
	struct str host = str_lower(x->arena, url.host);
	find_problem(x->arena, entry, text);
	/* A repaired URL must not spell out a secret. */
	if (str_find_char(text, '@', 0) != STR_NONE)
		entry->repaired = (struct fact_string){ .state = ABSENT };
	entry->kind = fact_known(entry->problem.state == KNOWN ? STR("invalid") : STR("url"));
	entry->scheme = fact_known(url.scheme.n ? url.scheme : STR("https"));
	entry->host = fact_known(host);
	entry->is_loopback = tri_of(host_is_loopback(host));
	entry->has_credentials = tri_of(url_userinfo_is_secret(url.userinfo));
	const struct knowledge_record *known = knowledge_find(
		knowledge_table_named(x->knowledge, STR("module-proxies")), STR("host"), host);
	entry->is_public =
		tri_of(known && str_eq(knowledge_get(known, STR("public")), STR("true")));
	entry->is_wanted = is_wanted(x, text);
	entry->is_internal = entry->is_public == YES || entry->problem.state == KNOWN ? NO
		: entry->is_wanted == YES                                             ? YES
					  : is_internal(host, text);
	entry->is_out_of_reach = is_out_of_reach(x, known, entry->is_public);
	entry->is_dead = tri_of(known && str_eq(knowledge_get(known, STR("state")), STR("dead")));
}

/* An entry and all that follows, with the separator before it; absent where not written so. */
static struct place
tail_place(const struct fact_variable *v, size_t from, struct str text, struct place place)
{
	struct str list = v->value.text;
	size_t lead = (size_t)(text.s - list.s) - from + 1;
	if (from == 0 || !place.source || !str_eq(source_slice(place.source, place.span), text))
		return (struct place){ 0 };
	size_t at = place.span.off;
	return place_of(
		place.source, span_make(at - lead, at + list.n - (size_t)(text.s - list.s)));
}

void
goproxy_parse(struct extraction *x, struct fact_variable *v)
{
	if (v->value.state == UNKNOWN)
		v->proxies.open = true;
	if (v->value.state != KNOWN)
		return;
	struct str list = v->value.text, separator = { 0 };
	bool ended = false;
	for (size_t from = 0; from <= list.n;) {
		size_t to = from;
		while (to < list.n && list.s[to] != ',' && list.s[to] != '|')
			to++;
		struct str text = str_trim(str_slice(list, from, to));
		if (text.n) {
			struct fact_proxy_entry *entry = FACT_ADD(x, proxy_entry);
			entry->place = value_part_place(v, text);
			entry->tail = tail_place(v, from, text, entry->place);
			entry->text = fact_known(url_masked(x->arena, text));
			if (separator.n)
				entry->separator = fact_known(separator);
			entry->is_unreachable = tri_of(ended);
			bool ends = str_eq(text, STR("direct")) || str_eq(text, STR("off"));
			entry->is_wanted = entry->is_out_of_reach = UNSURE;
			if (ends)
				entry->kind = fact_known(text);
			else
				describe_url(x, entry, text);
			ended |= ends;
			fact_list_add(x->arena, &v->proxies, entry);
		}
		separator = str_slice(list, to, to + 1);
		from = to + 1;
	}
}
