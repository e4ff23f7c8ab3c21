/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/mask.h"

#include <string.h>

#include "base/buf.h"
#include "facts/url.h"

#define PASSWORD_MAX 256 /* of one with a slash in it */
#define NETRC_LINES 2    /* how many lines below login a password may stand */

/* Reads the text once from left to right; what was seen on the current line is kept. */
struct scanner {
	struct arena *arena;
	struct str text;
	size_t at;
	struct secrets secrets;
	bool has_login;       /* machine … login … password …, or docker login */
	unsigned login_lines; /* lines since then */
	struct str last_word; /* the name before this one on the line */
};

/* Tokens that are known by how they begin, and how many characters follow at least. */
static const struct {
	struct str prefix;
	size_t least;
} token_shapes[] = {
	{ STR_INIT("ghp_"), 16 },
	{ STR_INIT("gho_"), 16 },
	{ STR_INIT("ghu_"), 16 },
	{ STR_INIT("ghs_"), 16 },
	{ STR_INIT("ghr_"), 16 },
	{ STR_INIT("github_pat_"), 16 },
	{ STR_INIT("glpat-"), 16 },
	{ STR_INIT("gldt-"), 16 },
	{ STR_INIT("dckr_pat_"), 16 },
	{ STR_INIT("npm_"), 30 },
	{ STR_INIT("AKIA"), 16 },
	{ STR_INIT("ASIA"), 16 },
	{ STR_INIT("xoxb-"), 16 },
	{ STR_INIT("xoxp-"), 16 },
	{ STR_INIT("AIza"), 30 },
	{ STR_INIT("Bearer "), 16 },
	{ STR_INIT("Basic "), 16 },
};

/* Ends of names whose value is a secret, after _ or as the whole name. */
static const struct str secret_names[] = { STR_INIT("TOKEN"), STR_INIT("AUTHTOKEN"),
	STR_INIT("PASSWORD"), STR_INIT("PASSWD"), STR_INIT("PASSPHRASE"), STR_INIT("PASS"),
	STR_INIT("PWD"), STR_INIT("SECRET"), STR_INIT("APIKEY"), STR_INIT("API_KEY"),
	STR_INIT("ACCESS_KEY"), STR_INIT("PRIVATE_KEY"), STR_INIT("PAT") };

static bool
is_token_char(char c)
{
	return char_is_name(c) || c == '-' || c == '.' || c == '/' || c == '+' || c == '=';
}

static bool
is_value_char(char c)
{
	return !char_is_space(c) && c != 0 && !strchr("\"'`,;&|<>()[]{}\\", c);
}

/* Does a value that begins here only refer to a secret, or stand for one? */
static bool
is_reference(struct str text, size_t at)
{
	return at >= text.n || text.s[at] == 0 || strchr("$<{*", text.s[at]) != NULL;
}

static void
add_secret(struct scanner *s, size_t from, size_t to)
{
	size_t behind = s->secrets.n ? span_end(vec_last(&s->secrets)[0]) : 0;
	from = from < behind ? behind : from;
	if (from < to)
		vec_push(s->arena, &s->secrets, span_make(from, to));
}

static size_t
skip_while(struct str text, size_t at, bool (*member)(char))
{
	while (at < text.n && member(text.s[at]))
		at++;
	return at;
}

static bool
is_userinfo_char(char c)
{
	return is_value_char(c) || (c && strchr(",;|&()[]{}", c));
}

static bool
is_authority_char(char c)
{
	return is_userinfo_char(c) && !strchr("/?#", c);
}

static bool
is_number(struct str s)
{
	uint64_t number;
	return str_to_u64(s, &number);
}

/* user:password@ or token@ at `at`, where a URL has its authority. */
static void
scan_userinfo(struct scanner *s, size_t at)
{
	size_t end = skip_while(s->text, at, is_authority_char);
	struct str authority = str_slice(s->text, at, end), user, password;
	size_t sign = str_find_last_char(authority, '@');
	if (sign == STR_NONE && str_cut(authority, ':', NULL, &password) && !is_number(password)
		&& password.n && end < s->text.n && s->text.s[end] == '/') {
		/* No port: a password with a slash in it. */
		end = skip_while(str_slice(s->text, 0, end + PASSWORD_MAX), end, is_userinfo_char);
		authority = str_slice(s->text, at, end);
		sign = str_find_last_char(authority, '@');
	}
	if (sign == STR_NONE)
		return;
	bool has_password = str_cut(str_slice(authority, 0, sign), ':', &user, &password);
	size_t from = has_password ? at + user.n + 1 : at;
	if ((!has_password && user.n < URL_TOKEN_MIN) || is_reference(s->text, from))
		return;
	add_secret(s, from, at + sign);
	s->at = at + sign;
}

/* -----BEGIN … PRIVATE KEY-----, the key, -----END; `at` is behind BEGIN. */
static void
scan_private_key(struct scanner *s, size_t at)
{
	static const struct str label_end = STR_INIT("PRIVATE KEY-----");
	struct str near = str_slice(s->text, 0, at + 40);
	size_t from = str_find(near, label_end, at);
	if (from == STR_NONE)
		return;
	from += label_end.n;
	size_t to = str_find(s->text, STR("-----END"), from);
	s->at = to == STR_NONE ? s->text.n : to;
	add_secret(s, from, s->at);
}

static bool
scan_known_token(struct scanner *s)
{
	struct str rest = str_slice(s->text, s->at, s->text.n);
	for (size_t i = 0; i < sizeof(token_shapes) / sizeof(*token_shapes); i++) {
		if (!str_starts(rest, token_shapes[i].prefix))
			continue;
		size_t from = s->at + token_shapes[i].prefix.n;
		size_t to = skip_while(s->text, from, is_token_char);
		if (to - from < token_shapes[i].least)
			continue;
		add_secret(s, from, to);
		s->at = to;
		return true;
	}
	return false;
}

/* API_TOKEN, apiToken or TOKEN, but not PWD, the working directory. */
bool
mask_is_secret_name(struct str name)
{
	for (size_t i = 0; i < sizeof(secret_names) / sizeof(*secret_names); i++) {
		size_t n = secret_names[i].n;
		if (name.n < n
			|| !str_eq_nocase(str_slice(name, name.n - n, name.n), secret_names[i]))
			continue;
		if (name.n == n)
			return !str_eq_nocase(name, STR("PWD"));
		char before = name.s[name.n - n - 1], first = name.s[name.n - n];
		bool is_hump = before >= 'a' && before <= 'z' && first >= 'A' && first <= 'Z';
		if (before == '_' || is_hump)
			return true;
	}
	return false;
}

/* The secret value at `at`: up to its closing quote, or up to a blank or punctuation. */
static void
scan_value(struct scanner *s, size_t at)
{
	char quote = at < s->text.n && strchr("\"'", s->text.s[at]) ? s->text.s[at] : 0;
	at += quote != 0;
	if (is_reference(s->text, at))
		return;
	size_t to = at;
	while (quote && to < s->text.n && s->text.s[to] != quote && s->text.s[to] != '\n')
		to++;
	if (!quote)
		to = skip_while(s->text, at, is_value_char);
	add_secret(s, at, to);
	s->at = to;
}

/* permissions: id-token: write */
static bool
is_permission(struct str text, size_t at)
{
	struct str value = str_slice(text, at, skip_while(text, at, char_is_name));
	return str_eq(value, STR("write")) || str_eq(value, STR("read"))
		|| str_eq(value, STR("none"));
}

/* The value in `NAME=value`, `NAME := value` and the like, or STR_NONE. */
static size_t
find_assigned(struct str text, size_t at)
{
	size_t sign = skip_while(text, at, char_is_blank);
	bool spaced = sign > at;
	if (sign + 1 < text.n && strchr(":?", text.s[sign]) && text.s[sign]
		&& text.s[sign + 1] == '=')
		sign++;
	if (sign >= text.n || text.s[sign] != '=')
		return STR_NONE;
	/* `a = b` is an assignment in a makefile, `a =b` and `a= b` are none in a shell. */
	size_t value = sign + 1;
	if (value < text.n && text.s[value] == '=')
		return STR_NONE;
	return spaced ? skip_while(text, value, char_is_blank) : value;
}

/* The value in `name: value` and `"name": value`, or STR_NONE. */
static size_t
find_paired(struct str text, size_t at, char before)
{
	if (before == '"' && str_starts(str_slice(text, at, text.n), STR("\":")))
		return skip_while(text, at + 2, char_is_blank);
	if (at + 1 >= text.n || text.s[at] != ':' || !char_is_blank(text.s[at + 1]))
		return STR_NONE;
	size_t value = skip_while(text, at + 1, char_is_blank);
	return before == '-' && is_permission(text, value) ? STR_NONE : value;
}

/* The next word of a command, also of one in JSON form; `at` itself where none is near. */
static size_t
find_next_word(struct str text, size_t at)
{
	bool is_json = str_starts(str_slice(text, at, text.n), STR("\","));
	return skip_while(text, is_json ? at + 2 : at, char_is_blank);
}

/* Does a secret follow the name after blanks: --password x, netrc, ENV NAME x? */
static bool
takes_next_word(const struct scanner *s, struct str name, size_t from)
{
	bool is_option = from >= 2 && s->text.s[from - 1] == '-' && s->text.s[from - 2] == '-';
	return (is_option && !str_eq_nocase(name, STR("secret")))
		|| (s->has_login && str_eq(name, STR("password")))
		|| str_eq_nocase(s->last_word, STR("ENV"));
}

/* The secret behind the name that begins at `from`, if something makes them a pair. */
static void
scan_after_name(struct scanner *s, struct str name, size_t from)
{
	char before = from ? s->text.s[from - 1] : '\n';
	size_t value = find_assigned(s->text, s->at);
	if (value == STR_NONE)
		value = find_paired(s->text, s->at, before);
	size_t next = find_next_word(s->text, s->at);
	if (value == STR_NONE && next > s->at && takes_next_word(s, name, from))
		value = next;
	if (value != STR_NONE)
		scan_value(s, value);
}

/* http_proxy=user:password@host needs no scheme. */
static void
scan_proxy(struct scanner *s, size_t from)
{
	size_t value = find_assigned(s->text, s->at);
	if (value == STR_NONE)
		value = find_paired(s->text, s->at, from ? s->text.s[from - 1] : '\n');
	if (value == STR_NONE && str_eq_nocase(s->last_word, STR("ENV")))
		value = skip_while(s->text, s->at, char_is_blank);
	if (value == STR_NONE)
		return;
	value += value < s->text.n && strchr("\"'", s->text.s[value]) && s->text.s[value];
	size_t end = skip_while(s->text, value, is_authority_char);
	if (!str_ends(str_slice(s->text, value, end), STR(":")))
		scan_userinfo(s, value);
}

/* Authorization: SCHEME secret, up to the end of the header. */
static void
scan_authorization(struct scanner *s)
{
	size_t value = find_paired(s->text, s->at, 0);
	if (value == STR_NONE)
		return;
	size_t scheme = skip_while(s->text, value, char_is_alpha);
	size_t next = skip_while(s->text, scheme, char_is_blank);
	scan_value(s, next > scheme && scheme > value ? next : value);
}

/* curl -u user:password, docker login -p password; the option's letter ends at s->at. */
static void
scan_option(struct scanner *s, char letter)
{
	size_t value = find_next_word(s->text, s->at);
	value += value < s->text.n && strchr("\"'", s->text.s[value]) && s->text.s[value];
	if (letter == 'p' && s->has_login && !is_reference(s->text, value)) {
		scan_value(s, value);
		return;
	}
	struct str word = str_slice(s->text, value, skip_while(s->text, value, is_value_char));
	struct str user, password;
	if (letter != 'u' || !str_cut(word, ':', &user, &password) || !user.n || !password.n
		|| is_number(password) || str_find_char(user, '/', 0) != STR_NONE
		|| is_reference(s->text, value + user.n + 1))
		return;
	s->at = value + word.n;
	add_secret(s, value + user.n + 1, s->at);
}

/* Is what begins at `from` the name of an option? In sealos-user-controller:1.2 nothing is. */
static bool
follows_dash(struct str text, size_t from)
{
	size_t at = from;
	for (int dashes = 0; dashes < 2 && at > 0 && text.s[at - 1] == '-'; dashes++)
		at--;
	return at < from && (at == 0 || !(char_is_name(text.s[at - 1]) || text.s[at - 1] == '.'));
}

static void
scan_word(struct scanner *s)
{
	if (scan_known_token(s))
		return;
	size_t from = s->at;
	s->at = skip_while(s->text, from, char_is_name);
	struct str name = str_slice(s->text, from, s->at);
	bool is_option = follows_dash(s->text, from);
	if (mask_is_secret_name(name))
		scan_after_name(s, name, from);
	else if (str_ends(name, STR("PROXY")) || str_ends(name, STR("proxy")))
		scan_proxy(s, from);
	else if (str_eq_nocase(name, STR("Authorization")))
		scan_authorization(s);
	else if (is_option && (name.n == 1 || str_eq(name, STR("user"))))
		scan_option(s, s->text.s[from]);
	if (str_eq(name, STR("login"))) {
		s->has_login = true;
		s->login_lines = 0;
	}
	s->last_word = name;
}

static void
end_line(struct scanner *s)
{
	s->has_login &= ++s->login_lines <= NETRC_LINES;
	s->last_word = STR("");
}

/* What begins with a byte that is no part of a name. */
static void
scan_other(struct scanner *s)
{
	static const struct str key_start = STR_INIT("-----BEGIN ");
	struct str rest = str_slice(s->text, s->at, s->text.n);
	size_t at = s->at++;
	if (str_starts(rest, STR("//"))) {
		s->at++;
		scan_userinfo(s, at + 2);
	} else if (str_starts(rest, STR("\\n")) || str_starts(rest, STR("\\t"))) {
		s->at++; /* printf 'login me\npassword x' */
	} else if (s->text.s[at] == '\n') {
		end_line(s);
	} else if (str_starts(rest, key_start)) {
		scan_private_key(s, at + key_start.n);
	}
}

struct secrets
mask_find(struct arena *a, struct str text)
{
	struct scanner s = { .arena = a, .text = text };
	while (s.at < text.n) {
		if (char_is_name(text.s[s.at]))
			scan_word(&s);
		else
			scan_other(&s);
	}
	return s.secrets;
}

struct str
mask_secrets(struct arena *a, struct str text)
{
	struct secrets secrets = mask_find(a, text);
	if (!secrets.n)
		return text;
	struct buf out = buf_new(a);
	size_t at = 0;
	vec_for(const struct span, secret, &secrets) {
		buf_add(&out, str_slice(text, at, secret->off));
		buf_add(&out, STR("***"));
		at = span_end(*secret);
	}
	buf_add(&out, str_slice(text, at, text.n));
	return buf_str(&out);
}

struct str
mask_in_place(struct arena *a, struct str text)
{
	struct secrets secrets = mask_find(a, text);
	if (!secrets.n)
		return text;
	char *masked = (char *)arena_str(a, text).s;
	vec_for(const struct span, secret, &secrets) {
		for (size_t i = secret->off; i < span_end(*secret); i++)
			if (masked[i] != '\n' && masked[i] != '\r')
				masked[i] = '*';
	}
	return (struct str){ masked, text.n };
}
