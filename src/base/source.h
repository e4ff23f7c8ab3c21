/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source file's text, places in it, and texts made out of it (a RUN line without its
 * continuations, a YAML block scalar, a recipe with its variables expanded) whose every
 * byte still knows its place in the file.
 */
#ifndef GOBELIN_BASE_SOURCE_H
#define GOBELIN_BASE_SOURCE_H

#include "base/vec.h"

/* Largest file that is read, in bytes; a larger one is reported and left out. */
#define SOURCE_MAX_SIZE ((size_t)8 * 1024 * 1024)

/* Bytes [off, off + len) of a source. */
struct span {
	uint32_t off, len;
};

static inline struct span
span_make(size_t from, size_t to)
{
	return (struct span){ (uint32_t)from, (uint32_t)(to > from ? to - from : 0) };
}
static inline size_t
span_end(struct span s)
{
	return (size_t)s.off + s.len;
}
/* The smallest span that covers both. */
struct span span_join(struct span a, struct span b);

struct source {
	struct str path;       /* relative to the project's root, '/'-separated; for messages */
	struct str text;       /* the bytes as they are in the file */
	uint32_t *line_starts; /* offset of each line's first byte; LF ends a line */
	size_t nlines;
	struct source_mark *marks; /* so that a column in a long line costs no search through it */
};

/* A character's first byte, and how many characters come before it. */
struct source_mark {
	uint32_t off, count;
};

/* A span of a known file. `source` is NULL where there is no place to point at. */
struct place {
	const struct source *source;
	struct span span;
};

/* Do both begin at the same byte of the same file? */
static inline bool
place_begins_at(struct place one, struct place other)
{
	return one.source == other.source && one.span.off == other.span.off;
}

/* line and column from 1; the column counts code points. */
struct position {
	uint32_t line, column;
};

/* Indexes the lines of text; path and text are borrowed. */
struct source *source_new(struct arena *a, struct str path, struct str text);
struct position source_position(const struct source *s, size_t off);
/* The text of a line (from 1) without its line ending; empty past the last line. */
struct str source_line(const struct source *s, uint32_t line);
struct str source_slice(const struct source *s, struct span span);

/* --- texts made out of a source ------------------------------------------------ */

enum segment_kind {
	SEGMENT_TEXT, /* bytes copied from the file one for one */
	SEGMENT_MADE, /* bytes that stand for `source_len` other bytes: an escape, a variable's value */
	SEGMENT_DEFAULT, /* the same, of a value that may be another one */
	SEGMENT_OPAQUE,  /* one byte of text that stands for an expression of unknown value */
};

/* A run of the text, up to the next segment's start. */
struct segment {
	uint32_t at; /* first byte in the text */
	enum segment_kind kind;
	struct span span; /* what it stands for in the source */
};
VEC_OF(segments, struct segment);

struct mapped {
	struct str text;
	struct segments segments; /* in order; the first starts at 0 */
	const struct source *source;
};

/* The bytes of a span as they are. */
struct mapped mapped_from_span(struct arena *a, const struct source *source, struct span span);
/* The file's bytes that text[from, to) stands for. An empty range gives an empty span. */
struct span mapped_span(const struct mapped *m, size_t from, size_t to);
/* text[from, to) as a mapped text of its own, which shares the bytes. */
struct mapped mapped_slice(struct arena *a, const struct mapped *m, size_t from, size_t to);
/* Does text[at] stand for an expression of unknown value? */
bool mapped_is_opaque(const struct mapped *m, size_t at);
/* True if any byte of text[from, to) lies in a segment of that kind. */
bool mapped_has(const struct mapped *m, enum segment_kind kind, size_t from, size_t to);

/* Builds a mapped text from left to right. */
struct mapped_builder {
	struct arena *arena;
	const struct source *source;
	struct segments segments;
	char *s;
	size_t n, cap;
};

struct mapped_builder mapped_builder_new(struct arena *a, const struct source *source);
/* Copies the bytes of a span of the source. */
void mapped_add_span(struct mapped_builder *b, struct span span);
/* Adds text that stands for `span`. */
void mapped_add_made(struct mapped_builder *b, struct str text, struct span span);
void mapped_add_default(struct mapped_builder *b, struct str text, struct span span);
/* Adds one opaque byte that stands for `span`. */
void mapped_add_opaque(struct mapped_builder *b, struct span span);
/* Adds text[from, to) of another mapped text of the same source. */
void mapped_add_slice(struct mapped_builder *b, const struct mapped *m, size_t from, size_t to);
struct mapped mapped_finish(struct mapped_builder *b);

/* --- faults ---------------------------------------------------------------------- */

/* Something a parser could not read: what was expected, and where. */
struct fault {
	struct span span;
	struct str message; /* no file name, no position, no full stop */
};
VEC_OF(faults, struct fault);

void fault_add(struct arena *a, struct faults *list, struct span span, const char *format, ...)
	PRINTF_LIKE(4, 5);

#endif
