/* SPDX-License-Identifier: Apache-2.0 */
/* The patterns of ${NAME#pattern}, ${NAME%pattern} and ${NAME/pattern/replacement}. */
#include <string.h>

#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

#define ANY_ONE 0x200000u
#define ANY_RUN 0x200001u
/* Added to a byte that is no UTF-8, so that it equals nothing but itself. */
#define BAD_BYTE 0x110000u
/* Steps of matching after which the answer is left open. */
#define STEPS_MAX ((size_t)1 << 18)

struct matcher {
	const struct docker_pattern *pattern;
	const uint32_t *codes; /* the value's characters */
	size_t n;
	bool backwards;
	bool *states, *after; /* which tokens may come next */
	size_t steps;
};

static uint32_t
code_at(struct str s, size_t *at)
{
	uint32_t code;
	size_t n = utf8_decode(s, *at, &code);
	if (n == 0)
		code = BAD_BYTE + (unsigned char)s.s[*at];
	*at += n ? n : 1;
	return code;
}

bool
docker_pattern_read(struct arena *a, struct str text, struct docker_pattern *out)
{
	*out = (struct docker_pattern){ .tokens = ARENA_ARRAY(a, uint32_t, text.n + 1) };
	for (size_t at = 0; at < text.n;) {
		uint32_t code = code_at(text, &at);
		char next = at < text.n ? text.s[at] : '\0';
		if (code == '\\' && (next == '}' || next == '/'))
			continue;
		if (code == '*') {
			code = ANY_RUN;
		} else if (code == '?') {
			code = ANY_ONE;
		} else if (code == '\\') {
			if (next != '*' && next != '?' && next != '\\')
				return false;
			code = (uint32_t)next;
			at++;
		}
		out->tokens[out->n++] = code;
	}
	return true;
}

static uint32_t
token_at(const struct matcher *m, size_t i)
{
	return m->pattern->tokens[m->backwards ? m->pattern->n - 1 - i : i];
}

static uint32_t
char_at(const struct matcher *m, size_t i)
{
	return m->codes[m->backwards ? m->n - 1 - i : i];
}

/* A run of any characters may be empty: its follower may come next too. */
static bool
close_states(struct matcher *m)
{
	for (size_t i = 0; i < m->pattern->n; i++) {
		if (m->states[i] && token_at(m, i) == ANY_RUN)
			m->states[i + 1] = true;
	}
	return m->states[m->pattern->n];
}

/* Takes one character; false where no token can follow. */
static bool
step(struct matcher *m, uint32_t code)
{
	bool alive = false;
	memset(m->after, 0, m->pattern->n + 1);
	for (size_t i = 0; i < m->pattern->n; i++) {
		uint32_t token = token_at(m, i);
		bool wild = token == ANY_ONE || token == ANY_RUN;
		if (!m->states[i] || (wild ? code == '\n' : code != token))
			continue;
		m->after[token == ANY_RUN ? i : i + 1] = true;
		alive = true;
	}
	bool *swap = m->states;
	m->states = m->after;
	m->after = swap;
	m->steps += m->pattern->n + 1;
	return alive;
}

/* End of the match that begins at the character `from`, or STR_NONE. */
static size_t
match_end(struct matcher *m, size_t from, bool longest)
{
	size_t end = STR_NONE;
	memset(m->states, 0, m->pattern->n + 1);
	m->states[0] = true;
	m->steps += m->pattern->n + 1;
	for (size_t at = from;; at++) {
		if (close_states(m)) {
			end = at;
			if (!longest)
				return end;
		}
		if (at == m->n || m->steps > STEPS_MAX || !step(m, char_at(m, at)))
			return end;
	}
}

/* Sets the matcher to the value; *offsets gets where each character starts, and the end. */
static struct matcher
matcher_new(
	struct arena *a, const struct docker_pattern *pattern, struct str value, size_t **offsets)
{
	struct matcher m = { .pattern = pattern };
	uint32_t *codes = ARENA_ARRAY(a, uint32_t, value.n + 1);
	*offsets = ARENA_ARRAY(a, size_t, value.n + 1);
	for (size_t at = 0; at < value.n; m.n++) {
		(*offsets)[m.n] = at;
		codes[m.n] = code_at(value, &at);
	}
	(*offsets)[m.n] = value.n;
	m.codes = codes;
	m.states = ARENA_ARRAY(a, bool, pattern->n + 1);
	m.after = ARENA_ARRAY(a, bool, pattern->n + 1);
	return m;
}

bool
docker_pattern_trim(struct arena *a, const struct docker_pattern *pattern,
	enum docker_pattern_end end, bool longest, struct str *value)
{
	size_t *offsets;
	struct matcher m = matcher_new(a, pattern, *value, &offsets);
	m.backwards = end == DOCKER_SUFFIX;
	size_t matched = match_end(&m, 0, longest);
	if (m.steps > STEPS_MAX)
		return false;
	if (matched == STR_NONE)
		return true;
	*value = end == DOCKER_PREFIX ? str_slice(*value, offsets[matched], value->n)
				      : str_slice(*value, 0, offsets[m.n - matched]);
	return true;
}

bool
docker_pattern_replace(struct arena *a, const struct docker_pattern *pattern,
	struct str replacement, bool all, struct str *value)
{
	size_t *offsets, copied = 0;
	struct matcher m = matcher_new(a, pattern, *value, &offsets);
	struct buf out = buf_new(a);
	for (size_t from = 0; from <= m.n;) {
		size_t end = match_end(&m, from, true);
		m.steps += replacement.n;
		if (m.steps > STEPS_MAX)
			return false;
		if (end == STR_NONE) {
			from++;
			continue;
		}
		buf_add(&out, str_slice(*value, offsets[copied], offsets[from]));
		/* Like Go, no empty match right after another match. */
		if (end > copied || from == 0)
			buf_add(&out, replacement);
		copied = end;
		if (!all)
			break;
		from = end > from ? end : from + 1;
	}
	buf_add(&out, str_slice(*value, offsets[copied], value->n));
	*value = buf_str(&out);
	return true;
}
