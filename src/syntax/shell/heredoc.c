/* SPDX-License-Identifier: Apache-2.0 */
/* Here-documents: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_07_04 */
#include "base/buf.h"
#include "syntax/shell/parser.h"

/* The line that ends the document. An opaque byte of the delimiter equals any other. */
static struct str
delimiter_text(struct sh_parser *p, const struct shell_word *word)
{
	struct buf text = buf_new(p->a);
	vec_for(const struct shell_part, part, &word->parts) {
		if (part->kind == SHELL_PART_LITERAL)
			buf_add(&text, part->text);
		else
			buf_add_char(&text, '\x01');
	}
	return buf_str(&text);
}

static size_t
skip_tabs(const struct sh_parser *p, size_t at)
{
	while (sh_byte(p, at) == '\t')
		at++;
	return at;
}

/* Does text[from, to) end with a backslash that is not itself escaped? */
static bool
continues(const struct sh_parser *p, size_t from, size_t to)
{
	size_t backslashes = 0;
	while (to - backslashes > from && p->text->m.text.s[to - backslashes - 1] == '\\')
		backslashes++;
	return backslashes % 2 == 1;
}

/* Where the body that starts at the cursor ends; *after is where the text goes on. */
static size_t
body_end(const struct sh_parser *p, const struct sh_pending *doc, struct str delimiter,
	size_t *after)
{
	struct str text = str_slice(p->text->m.text, 0, p->limit);
	bool raw = doc->list->items[doc->index].target.quoted, continued = false;
	for (size_t line = p->at; line < p->limit;) {
		size_t newline = str_find_char(text, '\n', line);
		size_t end = newline == STR_NONE ? p->limit : newline;
		size_t from = doc->strip_tabs ? skip_tabs(p, line) : line;
		if (!continued && str_eq(str_slice(text, from, end), delimiter)) {
			*after = end < p->limit ? end + 1 : end;
			return line;
		}
		continued = !raw && continues(p, from, end);
		line = end + 1;
	}
	*after = p->limit;
	return p->limit;
}

/* One step of a body that is taken as it is. */
static void
raw_piece(struct sh_builder *b, int c)
{
	sh_add_this(b, c, true);
	sh_take_raw(b->p);
}

static struct shell_word
read_body(struct sh_parser *p, bool raw, bool strip_tabs)
{
	struct sh_builder b = { .p = p, .quoted = true };
	size_t from = p->at;
	bool line_start = true;
	if (!raw)
		p->at = sh_past_continuations(p, p->at);
	for (int c; (c = sh_peek(p)) != SH_END; line_start = c == '\n') {
		if (strip_tabs && line_start && c == '\t') {
			p->at = skip_tabs(p, p->at);
			c = '\0';
			if (!raw)
				p->at = sh_past_continuations(p, p->at);
		} else if (raw) {
			raw_piece(&b, c);
		} else {
			sh_expanding_piece(&b, c, "$`\\");
		}
	}
	return sh_finish(&b, from, p->limit);
}

static void
read_one(struct sh_parser *p, const struct sh_pending *doc)
{
	struct shell_redirect *redirect = &doc->list->items[doc->index];
	size_t after;
	size_t end = body_end(p, doc, delimiter_text(p, &redirect->target), &after);
	struct sh_parser saved = *p;
	p->limit = end;
	p->faulted = 0;
	struct shell_word body = read_body(p, redirect->target.quoted, doc->strip_tabs);
	doc->list->items[doc->index].body = body;
	sh_resume(p, &saved);
	p->at = p->stopped ? p->limit : after;
}

void
sh_read_heredocs(struct sh_parser *p)
{
	struct sh_pendings documents = p->pending;
	p->pending = (struct sh_pendings){ 0 };
	vec_for(const struct sh_pending, doc, &documents)
		read_one(p, doc);
}
