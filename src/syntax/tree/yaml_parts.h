/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the YAML reader: the text given to libyaml, scalars, comments. */
#ifndef GOBELIN_SYNTAX_TREE_YAML_PARTS_H
#define GOBELIN_SYNTAX_TREE_YAML_PARTS_H

#include "syntax/tree/tree.h"

/* --- yaml_text.c ------------------------------------------------------------------- */

/* A source as libyaml reads it, and the way back from its marks, which count code points. */
struct yaml_text {
	const struct source *source;
	size_t start;     /* after a byte order mark */
	struct str clean; /* from `start` on, U+FFFD for each character that YAML forbids */
	size_t from, clean_from,
		index;    /* where libyaml reads from: here, in `clean`, code points */
	bool repaired;    /* something was replaced */
	bool ascii;       /* a mark's index is a byte offset */
	size_t bad_utf8;  /* first malformed byte, or STR_NONE */
	size_t forbidden; /* first well-formed but forbidden character, or STR_NONE */
	struct {
		uint32_t *items;
		size_t n, cap;
	} checkpoints; /* the offset of every so manieth code point */
};

struct yaml_text yaml_text_new(struct arena *a, const struct source *source);
/* Lets libyaml read from `at` on, which is not before where it did. */
void yaml_text_seek(struct yaml_text *t, size_t at);
/* The byte offset of the code point with this index (from where libyaml reads). */
size_t yaml_text_offset(const struct yaml_text *t, size_t index);
/* Length of the character at `at`; *bad says whether libyaml reads U+FFFD instead. */
size_t yaml_char(struct str text, size_t at, bool *bad);
/* Length of the line break at `at`, with libyaml's set: LF, CR, CRLF, NEL, LS, PS; or 0. */
size_t yaml_break(struct str text, size_t at);
/* Offset of the first line break at or after `at`, or the text's end. */
size_t yaml_line_end(struct str text, size_t at);
/*
 * Where the content of a node starts: `at` without an anchor and a tag (as far as the node
 * has them), and the blanks, line breaks and comments after them.
 */
size_t yaml_skip_properties(struct str text, size_t at, bool anchor, bool tag);

/* --- yaml_resolve.c ---------------------------------------------------------------- */

/* The kind of a plain scalar by the core schema of YAML 1.2 (10.3.2). */
enum tree_kind yaml_resolve(struct str text);
/* The kind that a tag asks for; false where `text` has no such value. */
NODISCARD bool yaml_resolve_tagged(struct str tag, struct str text, enum tree_kind *kind);

/* --- yaml_content.c ---------------------------------------------------------------- */

struct yaml_content {
	struct mapped content;
	size_t end;          /* where the scalar ends, trailing blank lines left out */
	struct span comment; /* after the indicator of a block scalar, or empty */
};

/*
 * The decoded text of a scalar at [span), each byte with its place. `indent` is the column
 * of the block collection around it, or -1. `value` is what libyaml decoded.
 */
struct yaml_content yaml_content_of(struct arena *a, const struct yaml_text *t,
	enum tree_style style, struct span span, int indent, struct str value);

#endif
