/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/mask.h"

#include <string.h>

#include "base/buf.h"

/* Reads the text once from left to right; what was seen on the current line is kept. */
struct scanner {
	struct arena *arena;
	struct str text;
	size_t at;
	struct secrets secrets;
	bool line_has_login;  /* netrc: machine … login … password … */
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
	STR_INIT("PASSWORD"), STR_INIT("PASSWD"), STR_INIT("SECRET"), STR_INIT("APIKEY"),
	STR_INIT("API_KEY"), STR_INIT("ACCESS_KEY"), STR_INIT("PRIVATE_KEY"), STR_INIT("PAT") };

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

/* user:password@ after "://" at `at`. */
static void
scan_url(struct scanner *s, size_t at)
{
	size_t colon = STR_NONE, end = STR_NONE, from = at;
	for (; at < s->text.n && !char_is_space(s->text.s[at]) && s->text.s[at] != 0
		&& !strchr("/?#\"'`<>\\", s->text.s[at]);
		at++) {
		if (s->text.s[at] == ':' && colon == STR_NONE)
			colon = at;
		if (s->text.s[at] == '@')
			end = at;
	}
	s->at = from;
	if (end != STR_NONE && colon < end && !is_reference(s->text, colon + 1)) {
		add_secret(s, colon + 1, end);
		s->at = end;
	}
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

bool
mask_is_secret_name(struct str name)
{
	for (size_t i = 0; i < sizeof(secret_names) / sizeof(*secret_names); i++) {
		size_t n = secret_names[i].n;
		if (name.n < n
			|| !str_eq_nocase(str_slice(name, name.n - n, name.n), secret_names[i]))
			continue;
		if (name.n == n || name.s[name.n - n - 1] == '_')
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

/* What stands between a secret's name and its value, if anything makes them a pair. */
static void
scan_after_name(struct scanner *s, struct str name, char before)
{
	size_t at = s->at, blanks = skip_while(s->text, at, char_is_blank);
	char next = blanks < s->text.n ? s->text.s[blanks] : 0;
	bool spaced = blanks > at;
	if (next == '"' && blanks + 1 < s->text.n && s->text.s[blanks + 1] == ':'
		&& before == '"') {
		scan_value(s, skip_while(s->text, blanks + 2, char_is_blank)); /* JSON */
		return;
	}
	bool assigns = next == '=';
	if ((next == ':' || next == '?') && blanks + 1 < s->text.n
		&& s->text.s[blanks + 1] == '=') {
		assigns = true;
		blanks++;
	}
	if (assigns) {
		/* `a = b` is an assignment in a makefile, `a =b` and `a= b` are none in a shell. */
		size_t value = blanks + 1;
		if (value < s->text.n && s->text.s[value] == '=')
			return;
		scan_value(s, spaced ? skip_while(s->text, value, char_is_blank) : value);
		return;
	}
	bool is_pair = next == ':' && !spaced && before != '-' && blanks + 1 < s->text.n
		&& char_is_blank(s->text.s[blanks + 1]);
	if (is_pair)
		blanks = skip_while(s->text, blanks + 1, char_is_blank);
	bool is_netrc = spaced && s->line_has_login && str_eq(name, STR("password"));
	bool is_old_env = spaced && str_eq_nocase(s->last_word, STR("ENV"));
	if (is_pair || is_netrc || is_old_env)
		scan_value(s, blanks);
}

static void
scan_word(struct scanner *s)
{
	char before = s->at ? s->text.s[s->at - 1] : '\n';
	if (scan_known_token(s))
		return;
	size_t from = s->at;
	s->at = skip_while(s->text, from, char_is_name);
	struct str name = str_slice(s->text, from, s->at);
	if (mask_is_secret_name(name))
		scan_after_name(s, name, before);
	s->line_has_login |= str_eq(name, STR("login"));
	s->last_word = name;
}

struct secrets
mask_find(struct arena *a, struct str text)
{
	static const struct str key_start = STR_INIT("-----BEGIN ");
	struct scanner s = { .arena = a, .text = text };
	while (s.at < text.n) {
		struct str rest = str_slice(text, s.at, text.n);
		if (char_is_name(text.s[s.at])) {
			scan_word(&s);
			continue;
		}
		if (str_starts(rest, STR("://"))) {
			scan_url(&s, s.at + 3);
			continue;
		}
		size_t at = s.at++;
		if (text.s[at] == '\n') {
			s.line_has_login = false;
			s.last_word = STR("");
		} else if (str_starts(rest, key_start)) {
			scan_private_key(&s, at + key_start.n);
		}
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
