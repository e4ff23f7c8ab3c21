/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef GOBELIN_BASE_UTF8_H
#define GOBELIN_BASE_UTF8_H

#include "base/arena.h"

#define UTF8_BOM "\xef\xbb\xbf"

/*
 * Length in bytes of the well-formed character at s[at], 0 if there is none; its code
 * point goes to *code (may be NULL).
 */
size_t utf8_decode(struct str s, size_t at, uint32_t *code);
/* The same, but 1 where no character starts: how far to go on in any text. */
size_t utf8_step(struct str s, size_t at);
/* Offset of the first byte that is not well-formed UTF-8, or STR_NONE. */
size_t utf8_find_invalid(struct str s);
/* Number of code points; a malformed byte counts as one. */
size_t utf8_count(struct str s);
/* s itself where it is well-formed, else a copy with U+FFFD for each malformed byte. */
struct str utf8_repair(struct arena *a, struct str s);
/* Appends the encoding of a code point to out (room for 4 bytes); returns its length. */
size_t utf8_encode(uint32_t code, char *out);
/*
 * s fit to be printed on a terminal: control characters (C0 but TAB, DEL, C1, and the
 * bidirectional controls) become visible escapes such as \x1b or \u202e, malformed
 * bytes U+FFFD. s itself where nothing needs it.
 */
struct str utf8_printable(struct arena *a, struct str s);

#endif
