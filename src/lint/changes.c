/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/changes.h"

#include "base/buf.h"

struct line_range {
	uint64_t first, last;
};

struct changed_lines {
	bool is_new;
	VEC_OF(, struct line_range) ranges; /* in order */
};

struct diff_reader {
	struct arena *arena;
	struct changes *changes;
	struct changed_lines *file; /* NULL: between files, or one that was removed */
	uint64_t old, new;          /* lines of the hunk that are still to come */
};

static struct changed_lines *
lines_of(struct arena *a, struct changes *changes, struct str path)
{
	struct changed_lines *lines = map_get(&changes->files, path);
	if (!lines) {
		lines = ARENA_NEW(a, struct changed_lines);
		map_set(a, &changes->files, path, lines);
	}
	return lines;
}

void
changes_add_file(struct arena *a, struct changes *changes, struct str path)
{
	lines_of(a, changes, path)->is_new = true;
}

/* One character behind a backslash, as git writes unusual names; the offset behind it. */
static size_t
add_escaped(struct buf *out, struct str name, size_t at)
{
	static const char letters[] = "abtnvfr", values[] = "\a\b\t\n\v\f\r";
	unsigned value = 0;
	size_t end = at;
	for (; end < name.n && end < at + 3 && char_digit_value(name.s[end], 8) >= 0; end++)
		value = value * 8 + (unsigned)char_digit_value(name.s[end], 8);
	if (end > at) {
		buf_add_char(out, (char)value);
		return end;
	}
	if (at == name.n)
		return at;
	size_t letter = str_find_char(STR(letters), name.s[at], 0);
	buf_add_char(out, letter < sizeof(letters) - 1 ? values[letter] : name.s[at]);
	return at + 1;
}

/* The name behind "+++ ", without its prefix "b/"; false where that is missing. */
static bool
read_name(struct arena *a, struct str name, struct str *out)
{
	/* A tab ends a name with blanks in it. */
	if (str_ends(name, STR("\t")))
		name.n--;
	if (str_starts(name, STR("\"")) && str_ends(name, STR("\"")) && name.n > 1) {
		struct buf plain = buf_new(a);
		name = str_slice(name, 1, name.n - 1);
		for (size_t i = 0; i < name.n;) {
			if (name.s[i] == '\\')
				i = add_escaped(&plain, name, i + 1);
			else
				buf_add_char(&plain, name.s[i++]);
		}
		name = buf_str(&plain);
	}
	*out = str_slice(name, 2, name.n);
	return str_starts(name, STR("b/")) && out->n;
}

/* "12,3" or "12", which is one line. */
static bool
read_range(struct str text, uint64_t *first, uint64_t *count)
{
	struct str start, length;
	*count = 1;
	if (str_cut(text, ',', &start, &length) && !str_to_u64(length, count))
		return false;
	return str_to_u64(start, first);
}

/* "@@ -4,2 +5 @@" and what git takes for the function around it. */
static bool
read_hunk(struct diff_reader *r, struct str line)
{
	struct str mark, old, new;
	uint64_t old_first, first;
	if (!str_next_word(&line, &mark) || !str_next_word(&line, &old)
		|| !str_next_word(&line, &new) || !str_starts(old, STR("-"))
		|| !str_starts(new, STR("+"))
		|| !read_range(str_slice(old, 1, old.n), &old_first, &r->old)
		|| !read_range(str_slice(new, 1, new.n), &first, &r->new) || first > UINT32_MAX
		|| r->new > UINT32_MAX)
		return false;
	if (r->file && r->new)
		vec_push(r->arena, &r->file->ranges,
			((struct line_range){ first, first + r->new - 1 }));
	return true;
}

/* A line of the files themselves may look like a header, so those of a hunk are counted. */
static bool
read_content(struct diff_reader *r, struct str line)
{
	char sign = line.n ? line.s[0] : '\0';
	if (sign == '-' && r->old)
		r->old--;
	else if (sign == '+' && r->new)
		r->new --;
	else
		return sign == '\\';
	return true;
}

static bool
read_line(struct diff_reader *r, struct str line)
{
	struct str name;
	if (r->old || r->new)
		return read_content(r, line);
	if (str_starts(line, STR("@@ ")))
		return read_hunk(r, line);
	if (!str_starts(line, STR("+++ ")))
		return true;
	r->file = NULL;
	line = str_slice(line, 4, line.n);
	if (str_eq(line, STR("/dev/null")))
		return true;
	if (!read_name(r->arena, line, &name))
		return false;
	r->file = lines_of(r->arena, r->changes, name);
	return true;
}

bool
changes_add_diff(struct arena *a, struct changes *changes, struct str diff)
{
	struct diff_reader r = { .arena = a, .changes = changes };
	struct str line;
	while (str_next_field(&diff, '\n', &line))
		if (!read_line(&r, line))
			return false;
	return !r.old && !r.new;
}

bool
changes_have(const struct changes *changes, struct place place)
{
	const struct changed_lines *lines = map_get(&changes->files, place.source->path);
	if (!lines || lines->is_new)
		return lines != NULL;
	size_t end = place.span.len ? span_end(place.span) - 1 : place.span.off;
	uint32_t first = source_position(place.source, place.span.off).line;
	uint32_t last = source_position(place.source, end).line;
	/* The first range that does not end before the place. */
	size_t low = 0, high = lines->ranges.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (lines->ranges.items[middle].last < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low < lines->ranges.n && lines->ranges.items[low].first <= last;
}
