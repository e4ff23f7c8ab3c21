/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

struct docker_words
docker_split_blanks(struct arena *a, struct docker_part part)
{
	struct docker_words words = { 0 };
	const char *s = part.line->text.s;
	for (size_t at = part.from; at < part.to;) {
		size_t from = at;
		while (at < part.to && !docker_is_blank(s[at]))
			at++;
		vec_push(a, &words,
			docker_part_word(a, (struct docker_part){ part.line, from, at }));
		while (at < part.to && docker_is_blank(s[at]))
			at++;
	}
	return words;
}

/*
 * Takes the next word off the part. Blanks within quotes or after an escape belong to the
 * word; an escape that ends the line is dropped.
 */
static bool
next_quoted_word(struct docker_part *rest, char escape, struct docker_part *word)
{
	struct str s = docker_part_text((struct docker_part){ rest->line, 0, rest->to });
	size_t at = rest->from;
	for (size_t n; at < s.n && (n = docker_space_len(s, at)) > 0;)
		at += n;
	size_t from = at, end = at;
	char quote = 0;
	while (at < s.n) {
		char c = s.s[at];
		if (!quote && docker_space_len(s, at))
			break;
		if (c == escape && quote != '\'') {
			if (at + 1 == s.n) {
				at++;
				break;
			}
			at++;
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? 0 : c;
		}
		at += utf8_step(s, at);
		end = at;
	}
	*word = (struct docker_part){ rest->line, from, end };
	rest->from = at;
	return end > from;
}

static void
add_pair(struct arena *a, struct docker_pairs *pairs, struct docker_part name,
	const struct docker_part *value)
{
	struct docker_pair *pair = vec_add(a, pairs);
	pair->name = docker_part_word(a, name);
	pair->span = pair->name.span;
	if (value) {
		pair->has_value = true;
		pair->value = docker_part_word(a, *value);
		pair->span = span_join(pair->name.span, pair->value.span);
	}
}

/* ENV NAME rest of the line */
static void
read_old_form(struct docker_parser *p, struct docker_instruction *in, struct docker_part part)
{
	const char *s = part.line->text.s;
	size_t at = part.from;
	while (at < part.to && !docker_is_blank(s[at]))
		at++;
	struct docker_part name = { part.line, part.from, at };
	while (at < part.to && docker_is_blank(s[at]))
		at++;
	struct docker_part value = { part.line, at, part.to };
	if (at == name.to)
		docker_fault(p, docker_part_span(name), "expected NAME=value after %s",
			docker_keyword_name(in->keyword));
	else
		add_pair(p->a, &in->pairs, name, &value);
}

static void
read_pair(struct docker_parser *p, struct docker_instruction *in, struct docker_part word)
{
	size_t equals = str_find_char(docker_part_text(word), '=', 0);
	struct docker_part name = word, value = word;
	if (equals == STR_NONE) {
		if (in->keyword == DOCKER_ARG)
			add_pair(p->a, &in->pairs, name, NULL);
		else
			docker_fault(p, docker_part_span(word),
				"expected NAME=value, found no \"=\" in the word");
		return;
	}
	name.to = word.from + equals;
	value.from = name.to + 1;
	add_pair(p->a, &in->pairs, name, &value);
}

void
docker_read_pairs(struct docker_parser *p, struct docker_instruction *in, struct docker_part part)
{
	struct docker_part rest = part, word;
	for (bool first = true; next_quoted_word(&rest, p->file->escape, &word); first = false) {
		bool has_equals = str_find_char(docker_part_text(word), '=', 0) != STR_NONE;
		if (first && !has_equals && in->keyword != DOCKER_ARG) {
			read_old_form(p, in, part);
			return;
		}
		read_pair(p, in, word);
	}
}
