/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/goprivate.h"

/* The bytes of a class such as [a-z] with its brackets; 0 where it does not end. */
static size_t
class_length(struct str pattern)
{
	for (size_t i = 2; i < pattern.n; i++) {
		if (pattern.s[i] == '\\')
			i++;
		else if (pattern.s[i] == ']')
			return i + 1;
	}
	return 0;
}

static bool
class_has(struct str class, char c)
{
	size_t i = 1, end = class.n - 1;
	bool negated = class.s[i] == '^', found = false;
	for (i += negated; i < end; i++) {
		if (class.s[i] == '\\' && i + 1 < end)
			i++;
		char low = class.s[i], high = low;
		if (i + 2 < end && class.s[i + 1] == '-') {
			high = class.s[i + 2];
			i += 2;
		}
		found |= low <= c && c <= high;
	}
	return found != negated;
}

/* Matches one byte; *n gets the pattern's bytes for it, 0 where the pattern is malformed. */
static bool
matches_byte(struct str pattern, char c, size_t *n)
{
	*n = 1;
	if (pattern.s[0] == '?')
		return c != '/';
	if (pattern.s[0] == '[') {
		*n = class_length(pattern);
		return *n && c != '/' && class_has(str_slice(pattern, 0, *n), c);
	}
	if (pattern.s[0] != '\\')
		return pattern.s[0] == c;
	*n = 2;
	return pattern.n > 1 && pattern.s[1] == c;
}

/* As Go's path.Match: * stops at a slash. */
static bool
glob_matches(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = STR_NONE, star_text = 0;
	while (t < text.n) {
		size_t n = 1;
		if (p < pattern.n && pattern.s[p] == '*') {
			star = p++;
			star_text = t;
		} else if (p < pattern.n
			&& matches_byte(str_slice(pattern, p, pattern.n), text.s[t], &n)) {
			p += n;
			t++;
		} else if (star != STR_NONE && text.s[star_text] != '/') {
			p = star + 1;
			t = ++star_text;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.s[p] == '*')
		p++;
	return p >= pattern.n;
}

static size_t
count_elements(struct str path)
{
	size_t n = 1;
	for (size_t i = 0; i < path.n; i++)
		n += path.s[i] == '/';
	return n;
}

static struct str
first_elements(struct str path, size_t n)
{
	for (size_t i = 0; i < path.n; i++)
		if (path.s[i] == '/' && --n == 0)
			return str_slice(path, 0, i);
	return path;
}

static enum tri
match(struct fact_string list, struct str path, bool or_below)
{
	if (list.state != KNOWN)
		return list.state == UNKNOWN ? UNSURE : NO;
	struct str rest = list.text, pattern;
	size_t have = count_elements(path);
	while (str_next_field(&rest, ',', &pattern)) {
		if (str_ends(pattern, STR("/")))
			pattern = str_slice(pattern, 0, pattern.n - 1);
		size_t wanted = count_elements(pattern);
		if (pattern.n == 0 || (wanted > have && !or_below))
			continue;
		size_t n = wanted < have ? wanted : have;
		if (glob_matches(first_elements(pattern, n), first_elements(path, n)))
			return YES;
	}
	return NO;
}

enum tri
goprivate_covers(struct fact_string list, struct str path)
{
	return match(list, path, false);
}

enum tri
goprivate_touches(struct fact_string list, struct str prefix)
{
	return match(list, prefix, true);
}
