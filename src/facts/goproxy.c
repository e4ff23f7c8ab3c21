/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/goproxy.h"

struct url {
	struct str scheme, userinfo, host;
};

static struct url
split_url(struct str text)
{
	struct url url = { 0 };
	size_t at = str_find(text, STR("://"), 0);
	if (at != STR_NONE) {
		url.scheme = str_slice(text, 0, at);
		text = str_slice(text, at + 3, text.n);
	}
	size_t slash = str_find_char(text, '/', 0);
	struct str authority = str_slice(text, 0, slash);
	size_t sign = str_find_last_char(authority, '@');
	if (sign != STR_NONE) {
		url.userinfo = str_slice(authority, 0, sign);
		authority = str_slice(authority, sign + 1, authority.n);
	}
	/* [::1]:3000 keeps its brackets. */
	size_t colon = str_find_last_char(authority, ':');
	size_t bracket = str_find_last_char(authority, ']');
	if (colon != STR_NONE && (bracket == STR_NONE || colon > bracket))
		authority = str_slice(authority, 0, colon);
	url.host = authority;
	return url;
}

static struct str
lower(struct arena *a, struct str s)
{
	struct str copy = arena_str(a, s);
	for (size_t i = 0; i < copy.n; i++)
		((char *)copy.s)[i] = char_lower(copy.s[i]);
	return copy;
}

static bool
is_loopback(struct str host)
{
	return str_eq(host, STR("localhost")) || str_starts(host, STR("127."))
		|| str_eq(host, STR("[::1]"));
}

static bool
is_scheme(struct str s)
{
	return str_eq(s, STR("https")) || str_eq(s, STR("http")) || str_eq(s, STR("file"));
}

/* What Go refuses: cmd/go's proxyList and newProxyRepo accept http, https and file URLs, and host/path without a scheme where the host has a dot or port. */
static void
find_problem(struct arena *a, struct fact_proxy_entry *entry, struct str text)
{
	struct url url = split_url(text);
	size_t slashes = str_find(text, STR("//"), 0);
	bool quoted = text.n && (text.s[0] == '"' || text.s[0] == '\'');
	bool quote_inside =
		str_find_char(text, '"', 0) != STR_NONE || str_find_char(text, '\'', 0) != STR_NONE;
	if (quoted || quote_inside) {
		entry->problem = fact_known(STR("quotes are part of the value"));
	} else if (str_find_char(text, ';', 0) != STR_NONE) {
		entry->problem = fact_known(STR("`;` does not separate entries"));
	} else if (str_contains(text, STR("\xef\xbc\x8c"))) {
		entry->problem = fact_known(STR("a full-width comma does not separate entries"));
	} else if (url.scheme.n == 0 && slashes != STR_NONE && slashes > 0) {
		struct str scheme = str_slice(text, 0, slashes);
		entry->problem = fact_known(STR("the colon after the scheme is missing"));
		if (is_scheme(scheme))
			entry->repaired = fact_known(arena_printf(a, "%" PRIstr ":%" PRIstr,
				STR_ARG(scheme), STR_ARG(str_slice(text, slashes, text.n))));
	} else if (url.scheme.n && !is_scheme(url.scheme)) {
		entry->problem = fact_known(arena_printf(
			a, "`%" PRIstr "` is no scheme that Go knows", STR_ARG(url.scheme)));
	} else if (text.n && text.s[0] == '/') {
		entry->problem = fact_known(STR("a path needs the scheme file://"));
	} else if (!url.scheme.n && str_find_char(url.host, '.', 0) == STR_NONE
		&& str_find_char(text, ':', 0) == STR_NONE) {
		entry->problem = fact_known(STR("it is no URL, and neither `direct` nor `off`"));
	}
}

static void
describe_url(struct extraction *x, struct fact_proxy_entry *entry, struct str text)
{
	struct url url = split_url(text);
	struct str host = lower(x->arena, url.host);
	find_problem(x->arena, entry, text);
	entry->kind = fact_known(entry->problem.state == KNOWN ? STR("invalid") : STR("url"));
	entry->scheme = fact_known(url.scheme.n ? url.scheme : STR("https"));
	entry->host = fact_known(host);
	entry->is_loopback = tri_of(is_loopback(host));
	entry->has_credentials = tri_of(str_find_char(url.userinfo, ':', 0) != STR_NONE
		&& str_find_char(url.userinfo, '$', 0) == STR_NONE);
	const struct knowledge_record *known = knowledge_find(
		knowledge_table_named(x->knowledge, STR("module-proxies")), STR("host"), host);
	entry->is_public =
		tri_of(known && str_eq(knowledge_get(known, STR("public")), STR("true")));
	entry->is_dead = tri_of(known && str_eq(knowledge_get(known, STR("state")), STR("dead")));
}

static struct str
without_credentials(struct arena *a, struct str text)
{
	struct str user = split_url(text).userinfo;
	if (user.n == 0)
		return text;
	size_t at = (size_t)(user.s - text.s);
	return arena_printf(a, "%" PRIstr "***%" PRIstr, STR_ARG(str_slice(text, 0, at)),
		STR_ARG(str_slice(text, at + user.n, text.n)));
}

/* The place of a part of the value: exact where the value stands in the file as it is. */
static struct place
part_place(const struct fact_variable *v, struct str part)
{
	struct place place = v->value_place;
	if (!place.source)
		return v->place;
	struct str raw = source_slice(place.source, place.span);
	size_t at = str_find(raw, v->value.text, 0);
	if (at == STR_NONE)
		return place;
	at += place.span.off + (size_t)(part.s - v->value.text.s);
	return place_of(place.source, span_make(at, at + part.n));
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
			entry->place = part_place(v, text);
			entry->text = fact_known(without_credentials(x->arena, text));
			if (separator.n)
				entry->separator = fact_known(separator);
			entry->is_unreachable = tri_of(ended);
			bool ends = str_eq(text, STR("direct")) || str_eq(text, STR("off"));
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
