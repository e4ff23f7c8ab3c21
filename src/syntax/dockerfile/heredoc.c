/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

struct lexed_word {
	struct str text;
	size_t from, to; /* in the text that was lexed */
};
VEC_OF(lexed_words, struct lexed_word);

/* The words of a text as they grow. */
struct splitter {
	struct arena *a;
	struct lexed_words *words;
	struct buf text;
	size_t from, to;
};

static void
end_word(struct splitter *s)
{
	if (s->text.n)
		vec_push(
			s->a, s->words, ((struct lexed_word){ buf_str(&s->text), s->from, s->to }));
	s->text = buf_new(s->a);
}

static void
extend_word(struct splitter *s, struct str text, size_t from, size_t to)
{
	if (s->text.n == 0)
		s->from = from;
	buf_add(&s->text, text);
	s->to = to;
}

/* Adds text in which white space ends a word. */
static void
extend_words(struct splitter *s, struct str text, size_t from, size_t to)
{
	for (size_t at = 0, start = 0; at <= text.n; at++) {
		size_t space = at < text.n ? docker_space_len(text, at) : 0;
		if (at < text.n && !space)
			continue;
		if (at > start)
			extend_word(s, str_slice(text, start, at), from, to);
		if (space)
			end_word(s);
		at += space ? space - 1 : 0;
		start = at + 1;
	}
}

/*
 * Splits as BuildKit's shell lexer does, always with a backslash as the escape; false for
 * a text that it can't read, which has no words then.
 */
static bool
lex_words(struct arena *a, struct str text, bool raw, struct lexed_words *out)
{
	struct mapped no_places = { .text = text };
	struct docker_lexer x = { .a = a,
		.mapped = &no_places,
		.text = text,
		.escape = '\\',
		.raw_quotes = raw,
		.raw_escapes = raw };
	struct splitter s = { .a = a, .words = out, .text = buf_new(a) };
	struct docker_piece piece = { .text = buf_new(a) };
	while (x.at < text.n) {
		size_t from = x.at;
		piece.text.n = 0;
		x.nested = false;
		enum docker_lexeme kind = docker_lexer_next(&x, &piece);
		if (x.failed || piece.unknown)
			return false;
		/* BuildKit forgets the word so far when it reads a word within a reference. */
		if (x.nested)
			s.text.n = 0;
		if (kind == DOCKER_LEX_CHAR || kind == DOCKER_LEX_REFERENCE)
			extend_words(&s, buf_str(&piece.text), from, x.at);
		else
			extend_word(&s, buf_str(&piece.text), from, x.at);
	}
	end_word(&s);
	return true;
}

static size_t
count_quotes(struct str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.n; i++)
		count += s.s[i] == '"' || s.s[i] == '\'';
	return count;
}

/* Reads [fd]<<[-] name; the delimiter's place in the word goes to *operator_at. */
static bool
read_operator(struct arena *a, struct str word, struct docker_heredoc *out, size_t *operator_at)
{
	*out = (struct docker_heredoc){ 0 };
	size_t at = 0;
	for (; at < word.n && char_is_digit(word.s[at]); at++)
		out->fd = out->fd > 100000000 ? out->fd : out->fd * 10 + (word.s[at] - '0');
	*operator_at = at;
	if (!str_starts(str_slice(word, at, word.n), STR("<<")))
		return false;
	at += 2;
	out->strip_tabs = at < word.n && word.s[at] == '-';
	at += out->strip_tabs;
	while (at < word.n && char_is_space(word.s[at]) && word.s[at] != '\v')
		at++;
	struct str rest = str_slice(word, at, word.n);
	if (rest.n == 0 || str_find_char(rest, '<', 0) != STR_NONE)
		return false;
	struct lexed_words plain = { 0 }, quoted = { 0 };
	if (!lex_words(a, rest, false, &plain) || plain.n != 1 || !lex_words(a, rest, true, &quoted)
		|| quoted.n != 1)
		return false;
	out->name = plain.items[0].text;
	out->expand = count_quotes(out->name) == count_quotes(quoted.items[0].text);
	return true;
}

bool
docker_is_heredoc(struct arena *a, struct str word)
{
	struct docker_heredoc ignored;
	size_t at;
	if (str_find(word, STR("<<"), 0) == STR_NONE)
		return false;
	return read_operator(a, word, &ignored, &at);
}

/* Reads the body and its terminator; the instruction grows to the terminator's end. */
static void
read_body(struct docker_parser *p, struct docker_instruction *in, struct docker_heredoc *heredoc)
{
	struct mapped_builder body = mapped_builder_new(p->a, p->source);
	size_t start = p->at;
	bool closed = false;
	struct span line;
	for (size_t from = p->at; !closed && docker_next_line(p, &line); from = p->at) {
		if (heredoc->strip_tabs) {
			while (from < p->at && p->source->text.s[from] == '\t')
				from++;
		}
		size_t end = span_end(line) > from ? span_end(line) : from;
		closed = str_eq(str_slice(p->source->text, from, end), heredoc->name);
		in->span = span_join(in->span, line);
		if (!closed)
			mapped_add_span(&body, span_make(from, p->at));
	}
	if (!closed)
		docker_fault(p, heredoc->operator_span,
			"the heredoc is not closed: expected a line \"%" PRIstr "\"",
			STR_ARG(heredoc->name));
	heredoc->body = mapped_finish(&body);
	if (body.n == 0 && heredoc->body.segments.items)
		heredoc->body.segments.items[0].span = span_make(start, start);
}

void
docker_read_heredocs(
	struct docker_parser *p, struct docker_instruction *in, const struct mapped *line)
{
	struct lexed_words words = { 0 };
	if (str_find(line->text, STR("<<"), 0) == STR_NONE
		|| !lex_words(p->a, line->text, true, &words))
		return;
	vec_for(struct lexed_word, word, &words) {
		struct docker_heredoc heredoc;
		size_t at;
		if (str_find(word->text, STR("<<"), 0) == STR_NONE
			|| !read_operator(p->a, word->text, &heredoc, &at))
			continue;
		heredoc.operator_span = mapped_span(line, word->from + at, word->to);
		read_body(p, in, &heredoc);
		vec_push(p->a, &in->heredocs, heredoc);
	}
}

const struct docker_heredoc *
docker_sole_heredoc(const struct docker_instruction *instruction)
{
	struct str script = str_trim(instruction->script.text);
	bool is_sole = instruction->heredocs.n == 1 && str_starts(script, STR("<<"))
		&& str_find_char(script, ' ', 0) == STR_NONE;
	return is_sole ? &instruction->heredocs.items[0] : NULL;
}

struct mapped
docker_whole_script(struct arena *a, const struct docker_instruction *instruction)
{
	struct mapped_builder b = mapped_builder_new(a, instruction->script.source);
	mapped_add_slice(&b, &instruction->script, 0, instruction->script.text.n);
	vec_for(const struct docker_heredoc, heredoc, &instruction->heredocs) {
		struct span end =
			span_make(span_end(instruction->span), span_end(instruction->span));
		mapped_add_made(&b, STR("\n"), heredoc->operator_span);
		mapped_add_slice(&b, &heredoc->body, 0, heredoc->body.text.n);
		mapped_add_made(&b, heredoc->name, end);
	}
	return mapped_finish(&b);
}
