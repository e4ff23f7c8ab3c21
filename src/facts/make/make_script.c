/* SPDX-License-Identifier: Apache-2.0 */
/* The script of a recipe's line. Of a variable that is known in part, the known parts are kept. */
#include "facts/make/make.h"
#include "facts/programs/reader.h"

#include <string.h>

struct script {
	struct make_reader *r;
	struct mapped_builder b;
	const struct make_expression *line;
	struct span span; /* of the reference in the line that is looked at */
	bool is_default;  /* a variable on the way there has its default */
};

static void add_parts(
	struct script *s, const struct make_expression *e, char follows, unsigned depth);

static void
add_text(struct script *s, struct str text, bool is_default)
{
	if (s->b.n + text.n > MAKE_EXPAND_SIZE)
		mapped_add_opaque(&s->b, s->span);
	else if (is_default || s->is_default)
		mapped_add_default(&s->b, text, s->span);
	else
		mapped_add_made(&s->b, text, s->span);
}

/* The variable of $(NAME), if it is certain what was written for it; NULL otherwise. */
static struct make_variable *
variable_of(const struct make_reader *r, const struct make_part *part)
{
	if (part->kind != MAKE_PART_VARIABLE || part->args.n != 1)
		return NULL;
	const struct make_expression *name = &part->args.items[0];
	if (name->parts.n != 1 || name->parts.items[0].kind != MAKE_PART_TEXT)
		return NULL;
	struct make_variable *v = map_get(&r->variables, name->parts.items[0].text);
	bool is_certain = v && v->body && !v->is_maybe && !v->appended_unknown && v->appended.n == 0
		&& v->generation == r->generation && !v->is_expanding && v->loop != v->body;
	return is_certain ? v : NULL;
}

/* $(shell which go): nothing or the path of go, whatever that is. */
static bool
looks_up_go(const struct make_part *part)
{
	static const char *const lookups[] = { "which go", "command -v go", "type -P go" };
	if (part->kind != MAKE_PART_FUNCTION || !str_eq(part->text, STR("shell"))
		|| part->args.n != 1)
		return false;
	const struct make_expression *script = &part->args.items[0];
	if (script->parts.n != 1 || script->parts.items[0].kind != MAKE_PART_TEXT)
		return false;
	struct str text = str_trim(script->parts.items[0].text);
	for (size_t i = 0; i < sizeof(lookups) / sizeof(*lookups); i++) {
		struct str lookup = str_from(lookups[i]);
		struct str rest = str_slice(text, lookup.n, text.n);
		if (str_starts(text, lookup)
			&& (rest.n == 0 || str_eq(rest, STR(" 2>/dev/null"))
				|| str_eq(rest, STR(" 2> /dev/null"))))
			return true;
	}
	return false;
}

static bool
is_keyword(struct str word)
{
	return IS_ONE_OF(
		word, "then", "do", "else", "if", "elif", "while", "until", "!", "{", "\\");
}

static bool
is_assignment(struct str word)
{
	size_t n = 0;
	while (n < word.n && char_is_name(word.s[n]))
		n++;
	return n > 0 && n < word.n && word.s[n] == '=' && !char_is_digit(word.s[0]);
}

/* Added to the cost for a variable that is looked into: where each holds two more, they double. */
#define LOOK_INTO_COST 512
#define LOOKED_THROUGH_MAX 4096 /* of a line before a reference */

/* Is a command's name what comes next? Where quotes make that hard to tell, it is not said. */
static bool
awaits_command(struct str text)
{
	bool single = false, twice = false;
	size_t from = 0;
	if (text.n > LOOKED_THROUGH_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		single ^= text.s[i] == '\'';
		twice ^= text.s[i] == '"';
		bool joins = text.s[i] == '\n' && i > 0 && text.s[i - 1] == '\\';
		if (strchr(";&|(`\n", text.s[i]) && text.s[i] && !joins)
			from = i + 1;
	}
	struct str rest = str_slice(text, from, text.n), word;
	if (single || twice || (text.n > from && !char_is_space(text.s[text.n - 1])))
		return false;
	while (str_next_word(&rest, &word))
		if (!is_keyword(word) && !is_assignment(word))
			return false;
	return true;
}

/* What is not known as a whole. `follows` is the byte behind it, 0 for the end of the line. */
static void
add_unknown(struct script *s, const struct make_part *part, char follows, unsigned depth)
{
	struct make_variable *v = variable_of(s->r, part);
	const struct make_part *found = v && v->body->parts.n == 1 ? v->body->parts.items : part;
	bool is_word = follows == 0 || char_is_space(follows);
	bool was_default = s->is_default;
	s->is_default |= v && v->is_default;
	if (is_word && looks_up_go(found) && awaits_command((struct str){ s->b.s, s->b.n })) {
		add_text(s, STR("go"), false);
	} else if (v && !v->is_simple && depth < MAKE_EXPAND_DEPTH) {
		s->r->cost += LOOK_INTO_COST;
		v->is_expanding = true;
		add_parts(s, v->body, follows, depth + 1);
		v->is_expanding = false;
	} else {
		mapped_add_opaque(&s->b, s->span);
	}
	s->is_default = was_default;
}

static void
add_part(struct script *s, const struct make_part *part, char follows, unsigned depth)
{
	struct make_reader *r = s->r;
	struct fact_string value = fact_unknown_string();
	if (part->kind == MAKE_PART_TEXT && depth == 0) {
		size_t from = (size_t)(part->text.s - s->line->text.text.s);
		mapped_add_slice(&s->b, &s->line->text, from, from + part->text.n);
		return;
	}
	r->limit = LIMIT_NONE;
	if (r->cost < MAKE_EXPAND_COST)
		value = make_part_value(r, part, depth);
	limit_reached(r->x, r->limit, place_of(s->line->text.source, s->span));
	r->cost += value.text.n + 1;
	if (value.state == KNOWN)
		add_text(s, value.text, value.is_default);
	else if (r->cost < MAKE_EXPAND_COST && r->limit == LIMIT_NONE)
		add_unknown(s, part, follows, depth);
	else
		mapped_add_opaque(&s->b, s->span);
}

static char
first_byte(const struct make_part *part)
{
	return part->kind == MAKE_PART_TEXT && part->text.n ? part->text.s[0] : '$';
}

static void
add_parts(struct script *s, const struct make_expression *e, char follows, unsigned depth)
{
	for (size_t i = 0; i < e->parts.n; i++) {
		const struct make_part *part = &e->parts.items[i];
		char after = i + 1 < e->parts.n ? first_byte(part + 1) : follows;
		if (depth == 0)
			s->span = part->span;
		add_part(s, part, after, depth);
	}
}

struct mapped
make_expand(struct make_reader *r, const struct make_expression *e)
{
	struct script s = {
		.r = r, .b = mapped_builder_new(r->x->arena, e->text.source), .line = e
	};
	add_parts(&s, e, 0, 0);
	return mapped_finish(&s.b);
}
