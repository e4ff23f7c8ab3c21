/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/url.h"

struct url
url_split(struct str text)
{
	struct url url = { 0 };
	size_t at = str_find(text, STR("://"), 0);
	if (at != STR_NONE) {
		url.scheme = str_slice(text, 0, at);
		text = str_slice(text, at + 3, text.n);
	}
	size_t slash = str_find_char(text, '/', 0);
	struct str authority = str_slice(text, 0, slash);
	url.path = str_slice(text, slash, text.n);
	size_t sign = str_find_last_char(authority, '@');
	if (sign != STR_NONE) {
		url.userinfo = str_slice(authority, 0, sign);
		authority = str_slice(authority, sign + 1, authority.n);
	}
	size_t colon = str_find_last_char(authority, ':');
	size_t bracket = str_find_last_char(authority, ']');
	if (colon != STR_NONE && (bracket == STR_NONE || colon > bracket))
		authority = str_slice(authority, 0, colon);
	url.host = authority;
	return url;
}

bool
url_userinfo_is_secret(struct str userinfo)
{
	struct str user, password;
	if (str_cut(userinfo, ':', &user, &password))
		return password.n && password.s[0] != '$';
	return user.n >= URL_TOKEN_MIN && str_find_char(user, '$', 0) == STR_NONE;
}

struct str
url_masked(struct arena *a, struct str text)
{
	struct str user = url_split(text).userinfo;
	if (user.n == 0)
		return text;
	size_t at = (size_t)(user.s - text.s);
	return arena_printf(a, "%" PRIstr "***%" PRIstr, STR_ARG(str_slice(text, 0, at)),
		STR_ARG(str_slice(text, at + user.n, text.n)));
}

bool
host_is_loopback(struct str host)
{
	return str_eq(host, STR("localhost")) || str_starts(host, STR("127."))
		|| str_eq(host, STR("[::1]"));
}
