/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/gitignore.h"

#include <string.h>

#include "base/glob.h"
#include "base/path.h"
#include "base/utf8.h"

/* No path is matched by more than this in earnest; a longer pattern is left out. */
#define MAX_PATTERN 1024

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

const char *
gitignore_pattern_fault(struct str pattern)
{
	struct pattern p;
	if (str_find_char(pattern, '\n', 0) != STR_NONE)
		return "expected one pattern per entry";
	if (pattern.n > MAX_PATTERN)
		return "the pattern is too long";
	if (pattern.n && pattern.s[0] == '#')
		return "a pattern that begins with # is a comment; write \\#";
	if (!parse_pattern(pattern, &p))
		return "this pattern matches nothing";
	if (str_starts(pattern, STR("./")) || str_starts(pattern, STR("../"))
		|| str_contains(pattern, STR("/../")) || str_contains(pattern, STR("/./"))
		|| str_eq(pattern, STR(".")) || str_eq(pattern, STR("..")))
		return "patterns of .gitignore know no `.` and `..`; this one matches nothing";
	return !glob_is_closed(p.glob) ? "a [ is never closed; write \\[ for the character" : NULL;
}
