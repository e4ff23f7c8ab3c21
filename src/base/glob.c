/* SPDX-License-Identifier: Apache-2.0 */
#include "base/glob.h"

#include <ctype.h>

#define MAX_CLASS_NAME 12 /* with its brackets */

struct char_class {
	const char *name;
	int (*has)(int);
};

/* The classes of POSIX; every c given to them is below 128. */
static bool
in_named_class(struct str name, unsigned char c)
{
	static const struct char_class classes[] = { { "alnum", isalnum }, { "alpha", isalpha },
		{ "blank", isblank }, { "cntrl", iscntrl }, { "digit", isdigit },
		{ "graph", isgraph }, { "lower", islower }, { "print", isprint },
		{ "punct", ispunct }, { "space", isspace }, { "upper", isupper },
		{ "xdigit", isxdigit } };
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (str_eq(name, str_from(classes[i].name)))
			return c < 128 && classes[i].has(c);
	return false;
}

/* One member of a bracket expression at *at: its byte, with a backslash taken off. */
static unsigned char
bracket_byte(struct str glob, size_t *at)
{
	if (glob.s[*at] == '\\' && *at + 1 < glob.n)
		++*at;
	return (unsigned char)glob.s[(*at)++];
}

/*
 * Does the bracket expression at glob[*at] match c? *at goes behind its closing bracket;
 * without one nothing matches.
 */
static bool
bracket_matches(struct str glob, size_t *at, unsigned char c)
{
	size_t i = *at + 1;
	bool negated = i < glob.n && (glob.s[i] == '!' || glob.s[i] == '^');
	i += negated;
	bool found = false;
	for (bool first = true; i < glob.n && (first || glob.s[i] != ']'); first = false) {
		if (glob.s[i] == '[' && i + 1 < glob.n && glob.s[i + 1] == ':') {
			struct str near = str_slice(glob, 0, i + MAX_CLASS_NAME);
			size_t end = str_find(near, STR(":]"), i + 2);
			if (end != STR_NONE) {
				found |= in_named_class(str_slice(glob, i + 2, end), c);
				i = end + 2;
				continue;
			}
		}
		unsigned char low = bracket_byte(glob, &i), high = low;
		if (i + 1 < glob.n && glob.s[i] == '-' && glob.s[i + 1] != ']') {
			i++;
			high = bracket_byte(glob, &i);
		}
		found |= low <= c && c <= high;
	}
	*at = i + 1;
	return i < glob.n && found != negated && c != '/';
}

/* Does the one-character pattern at glob[*at] match c? *at goes behind it. */
static bool
char_matches(struct str glob, size_t *at, char c)
{
	if (*at >= glob.n)
		return false;
	switch (glob.s[*at]) {
	case '?': ++*at; return c != '/';
	case '[': return bracket_matches(glob, at, (unsigned char)c);
	case '\\':
		if (++*at >= glob.n)
			return false;
		break;
	default: break;
	}
	return glob.s[(*at)++] == c;
}

/* Two asterisks that are a whole element of the pattern: they match across slashes. */
static bool
is_double_star(struct str glob, size_t at)
{
	return at + 1 < glob.n && glob.s[at] == '*' && glob.s[at + 1] == '*'
		&& (at == 0 || glob.s[at - 1] == '/')
		&& (at + 2 == glob.n || glob.s[at + 2] == '/');
}

/* A place to go on from when a later part does not match. */
struct retry {
	size_t glob, text; /* glob: STR_NONE where there is none */
};

/*
 * Each element's asterisks and each double asterisk need to be tried from the left only
 * once: what comes after the last of them decides, so one place to retry of each is enough.
 */
bool
glob_matches(struct str glob, struct str text)
{
	struct retry star = { STR_NONE, 0 }, tree = { STR_NONE, 0 };
	size_t g = 0, t = 0;
	for (;;) {
		if (is_double_star(glob, g)) {
			if (g + 2 == glob.n)
				return true;
			g += 3;
			tree = (struct retry){ g, t };
			star.glob = STR_NONE;
			continue;
		}
		if (g < glob.n && glob.s[g] == '*') {
			star = (struct retry){ ++g, t };
			continue;
		}
		if (t == text.n && g == glob.n)
			return true;
		if (t < text.n && char_matches(glob, &g, text.s[t])) {
			t++;
			continue;
		}
		if (star.glob != STR_NONE && star.text < text.n && text.s[star.text] != '/') {
			g = star.glob;
			t = ++star.text;
			continue;
		}
		size_t slash =
			tree.glob != STR_NONE ? str_find_char(text, '/', tree.text) : STR_NONE;
		if (slash == STR_NONE)
			return false;
		g = tree.glob;
		t = tree.text = slash + 1;
		star.glob = STR_NONE;
	}
}

bool
glob_is_closed(struct str glob)
{
	for (size_t i = 0; i < glob.n; i++) {
		if (glob.s[i] == '\\') {
			i++;
		} else if (glob.s[i] == '[') {
			size_t at = i;
			bracket_matches(glob, &at, 0);
			if (at > glob.n)
				return false;
			i = at - 1;
		}
	}
	return true;
}
