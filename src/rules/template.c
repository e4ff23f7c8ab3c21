/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/template.h"

struct template_reader {
	struct arena *arena;
	struct str text;
	size_t at;
	const struct cel_variable *variables;
	size_t nvariables;
	struct cel_fault *fault;
	struct strs texts;
	VEC_OF(, struct cel_program) holes;
};

static bool
refuse(struct template_reader *r, size_t from, size_t to, const char *why)
{
	*r->fault = (struct cel_fault){ span_make(from, to), str_from(why) };
	return false;
}

/* Where the quoted string that starts at `at` ends; the text's end if it never does. */
static size_t
skip_string(struct str text, size_t at)
{
	char quote = text.s[at++];
	while (at < text.n && text.s[at] != quote)
		at += text.s[at] == '\\' ? 2 : 1;
	return at < text.n ? at + 1 : text.n;
}

/* Where the brace opened at `open` is closed, or STR_NONE. */
static size_t
closing_brace(struct str text, size_t open)
{
	size_t depth = 1;
	for (size_t at = open + 1; at < text.n;) {
		char c = text.s[at];
		if (c == '"' || c == '\'') {
			at = skip_string(text, at);
			continue;
		}
		if (c == '{')
			depth++;
		else if (c == '}' && --depth == 0)
			return at;
		at++;
	}
	return STR_NONE;
}

static bool
kind_has_text(enum cel_kind kind)
{
	return kind == CEL_BOOL || kind == CEL_INT || kind == CEL_DOUBLE || kind == CEL_STRING
		|| kind == CEL_VERSION || kind == CEL_DYN;
}

static bool
read_hole(struct template_reader *r)
{
	size_t open = r->at, close = closing_brace(r->text, open);
	if (close == STR_NONE)
		return refuse(r, open, open + 1,
			"this { is never closed; write {{ where a brace is meant");
	struct str expression = str_slice(r->text, open + 1, close);
	if (str_trim(expression).n == 0)
		return refuse(
			r, open, close + 1, "an empty hole; write {{}} where braces are meant");
	struct cel_program *hole = vec_add(r->arena, &r->holes);
	if (!cel_compile(r->arena, expression, r->variables, r->nvariables, hole, r->fault)) {
		r->fault->span.off += (uint32_t)open + 1;
		return false;
	}
	enum cel_kind kind = hole->type.kind == CEL_LIST ? hole->type.element : hole->type.kind;
	if (!kind_has_text(kind))
		return refuse(r, open, close + 1,
			"this value has no text; name a field that is a string or a number");
	r->at = close + 1;
	return true;
}

/* Reads up to the next hole or the end; false at a } that closes nothing. */
static bool
read_text(struct template_reader *r)
{
	struct buf out = buf_new(r->arena);
	for (; r->at < r->text.n; r->at++) {
		char c = r->text.s[r->at];
		if (c == '{' || c == '}') {
			bool doubled = r->at + 1 < r->text.n && r->text.s[r->at + 1] == c;
			if (!doubled && c == '}')
				return refuse(r, r->at, r->at + 1,
					"this } closes nothing; write }} where a brace is meant");
			if (!doubled)
				break;
			r->at++;
		}
		buf_add_char(&out, c);
	}
	vec_push(r->arena, &r->texts, buf_str(&out));
	return true;
}

bool
template_compile(struct arena *a, struct str text, const struct cel_variable *variables,
	size_t nvariables, struct message_template *template, struct cel_fault *fault)
{
	struct template_reader r = { a, text, 0, variables, nvariables, fault, { 0 }, { 0 } };
	if (!read_text(&r))
		return false;
	while (r.at < text.n)
		if (!read_hole(&r) || !read_text(&r))
			return false;
	*template = (struct message_template){ r.texts.items, r.holes.items, (uint32_t)r.holes.n };
	return true;
}

bool
template_fill(struct arena *a, struct cel_context *cx, const struct message_template *template,
	const struct cel_value *values, struct str *text)
{
	struct buf out = buf_new(a);
	for (uint32_t i = 0; i < template->nholes; i++) {
		struct cel_value value = cel_eval(cx, &template->holes[i], values, a);
		struct str filled;
		if (!cel_value_text(a, &value, &filled))
			return false;
		buf_add(&out, template->texts[i]);
		buf_add(&out, filled);
	}
	buf_add(&out, template->texts[template->nholes]);
	*text = buf_str(&out);
	return true;
}
