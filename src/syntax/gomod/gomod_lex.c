/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/gomod/gomod_parts.h"

/* Unicode's white space, and characters without a shape: Go's IsPrint refuses them. */
static bool
is_printable(uint32_t code)
{
	if (code < 0xa1)
		return code > 0x20 && code < 0x7f;
	return code != 0xad && code != 0x61c && code != 0x1680 && code != 0x180e
		&& !(code >= 0x2000 && code <= 0x200f) && !(code >= 0x2028 && code <= 0x202f)
		&& !(code >= 0x205f && code <= 0x206f) && code != 0x3000 && code != 0xfeff
		&& !(code >= 0xe000 && code <= 0xf8ff) && !(code >= 0xfff0 && code <= 0xfffb)
		&& code < 0xe0000;
}

static bool
is_punctuation(char c)
{
	return c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}' || c == ',';
}

/* Length of the word character at `at`, or 0. A malformed byte is a word character to Go. */
static size_t
word_char(struct str text, size_t at)
{
	if (at >= text.n || is_punctuation(text.s[at]))
		return 0;
	uint32_t code;
	size_t n = utf8_decode(text, at, &code);
	if (n == 0)
		return 1;
	return is_printable(code) ? n : 0;
}

static size_t
line_end(struct str text, size_t at)
{
	size_t end = str_find_char(text, '\n', at);
	return end == STR_NONE ? text.n : end;
}

static bool
starts_at(struct str text, size_t at, struct str prefix)
{
	return str_starts(str_slice(text, at, text.n), prefix);
}

/* A lexeme that takes the rest of the line from `at` on, without the CR at its end. */
static struct gomod_lexeme
read_rest(struct gomod_parser *p, enum gomod_lexeme_kind kind, size_t from, size_t at)
{
	size_t to = line_end(p->text, at);
	p->at = to;
	if (to > from && p->text.s[to - 1] == '\r')
		to--;
	return (struct gomod_lexeme){ kind, span_make(from, to) };
}

static struct gomod_lexeme
read_string(struct gomod_parser *p, size_t from)
{
	char quote = p->text.s[from];
	size_t end = line_end(p->text, from), at = from + 1;
	while (at < end && p->text.s[at] != quote)
		at += p->text.s[at] == '\\' && quote == '"' && at + 1 < end ? 2 : 1;
	if (at < end) {
		p->at = at + 1;
	} else {
		gomod_fault(p, span_make(from, from + 1), "the closing quote is missing");
		p->at = end;
	}
	return (struct gomod_lexeme){ GOMOD_STRING, span_make(from, p->at) };
}

static struct gomod_lexeme
read_word(struct gomod_parser *p, size_t from)
{
	size_t at = from;
	for (size_t n; (n = word_char(p->text, at)) && !starts_at(p->text, at, STR("//"));
		at += n) {
		if (!starts_at(p->text, at, STR("/*")))
			continue;
		gomod_fault(p, span_make(at, at + 2), "go.mod has // comments only, no /* */");
		return read_rest(p, GOMOD_WORD, from, at);
	}
	p->at = at;
	return (struct gomod_lexeme){ GOMOD_WORD, span_make(from, at) };
}

static void
skip_unexpected(struct gomod_parser *p)
{
	size_t n = utf8_decode(p->text, p->at, NULL);
	bool mark = p->at == 0 && str_starts(p->text, STR(UTF8_BOM));
	gomod_fault(p, span_make(p->at, p->at + n),
		mark ? "a byte order mark is not allowed here" : "unexpected character");
	p->at += n;
}

static struct gomod_lexeme
read_lexeme(struct gomod_parser *p)
{
	struct str text = p->text;
	while (p->at < text.n && p->mod->faults.n < GOMOD_MAX_FAULTS) {
		size_t from = p->at;
		char c = text.s[from];
		if (char_is_blank(c) || c == '\r') {
			p->at++;
			continue;
		}
		if (starts_at(text, from, STR("//"))) {
			struct gomod_lexeme comment = read_rest(p, GOMOD_COMMENT, from, from);
			vec_push(p->arena, &p->mod->comments, comment.span);
			return comment;
		}
		if (c == '\n' || is_punctuation(c)) {
			p->at++;
			return (struct gomod_lexeme){ c == '\n' ? GOMOD_NEWLINE : GOMOD_PUNCTUATION,
				span_make(from, from + 1) };
		}
		if (c == '"' || c == '`')
			return read_string(p, from);
		if (word_char(text, from))
			return read_word(p, from);
		skip_unexpected(p);
	}
	return (struct gomod_lexeme){ GOMOD_END, span_make(p->at, p->at) };
}

struct gomod_lexeme
gomod_take(struct gomod_parser *p)
{
	struct gomod_lexeme taken = p->next;
	p->next = read_lexeme(p);
	return taken;
}

bool
gomod_is_punctuation(const struct gomod_parser *p, struct gomod_lexeme lexeme, char c)
{
	return lexeme.kind == GOMOD_PUNCTUATION && p->text.s[lexeme.span.off] == c;
}
