/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/gitignore.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/utf8.h"

/* No path is matched by more than this in earnest; a longer pattern is left out. */
#define MAX_PATTERN 1024
#define MAX_CLASS_NAME 12 /* with its brackets */

struct pattern {
	struct str glob;
	bool negated;
	bool dir_only;
	bool base_only; /* without a slash: compared with the last element of a path */
	bool literal;   /* nothing in it but itself */
};

struct gitignore {
	const struct gitignore *above;
	struct str dir;
	VEC_OF(, struct pattern) patterns;
};

/* --- globs ------------------------------------------------------------------------- */

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
static bool
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

/* --- patterns ---------------------------------------------------------------------- */

/* Blanks at the end do not count unless a backslash stands before them. */
static struct str
without_trailing_blanks(struct str line)
{
	size_t end = 0;
	for (size_t i = 0; i < line.n; i++) {
		if (line.s[i] == '\\' && i + 1 < line.n)
			end = ++i + 1;
		else if (line.s[i] != ' ')
			end = i + 1;
	}
	return str_slice(line, 0, end);
}

static bool
parse_pattern(struct str line, struct pattern *p)
{
	if (line.n && line.s[line.n - 1] == '\r')
		line.n--;
	if (!line.n || line.s[0] == '#')
		return false;
	line = without_trailing_blanks(line);
	*p = (struct pattern){ .negated = line.n && line.s[0] == '!' };
	line = str_slice(line, p->negated, line.n);
	p->dir_only = line.n && line.s[line.n - 1] == '/';
	line.n -= p->dir_only;
	p->base_only = str_find_char(line, '/', 0) == STR_NONE;
	p->glob = line.n && line.s[0] == '/' ? str_slice(line, 1, line.n) : line;
	p->literal = true;
	for (size_t i = 0; i < p->glob.n; i++)
		p->literal = p->literal && !strchr("*?[\\", p->glob.s[i]);
	return p->glob.n && p->glob.n <= MAX_PATTERN && !memchr(p->glob.s, 0, p->glob.n);
}

const struct gitignore *
gitignore_parse(struct arena *a, const struct gitignore *above, struct str dir, struct str text)
{
	struct gitignore *ignore = ARENA_NEW(a, struct gitignore);
	ignore->above = above;
	ignore->dir = dir;
	if (str_starts(text, STR(UTF8_BOM)))
		text = str_slice(text, strlen(UTF8_BOM), text.n);
	struct str line;
	struct pattern pattern;
	while (str_next_field(&text, '\n', &line))
		if (parse_pattern(line, &pattern))
			vec_push(a, &ignore->patterns, pattern);
	return ignore;
}

static bool
pattern_matches(const struct pattern *p, struct str path, struct str base, bool is_dir)
{
	if (p->dir_only && !is_dir)
		return false;
	struct str text = p->base_only ? base : path;
	return p->literal ? str_eq(p->glob, text) : glob_matches(p->glob, text);
}

bool
gitignore_matches(const struct gitignore *ignore, struct str path, bool is_dir)
{
	struct str base = path_base(path);
	for (; ignore; ignore = ignore->above) {
		if (!path_is_within(path, ignore->dir) || path.n <= ignore->dir.n)
			continue;
		struct str below = str_slice(path, ignore->dir.n ? ignore->dir.n + 1 : 0, path.n);
		for (size_t i = ignore->patterns.n; i-- > 0;) {
			const struct pattern *p = &ignore->patterns.items[i];
			if (pattern_matches(p, below, base, is_dir))
				return !p->negated;
		}
	}
	return false;
}
