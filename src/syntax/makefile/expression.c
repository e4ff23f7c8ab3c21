/* SPDX-License-Identifier: Apache-2.0 */
/* References: $X, $(name), ${name}, $(name:a=b), $(function arguments). */
#include "syntax/makefile/parser.h"

#include "base/utf8.h"

/* What an expression's parts are parsed with. */
struct reader {
	struct arena *arena;
	struct faults *faults; /* NULL: unclosed references are only marked */
	unsigned depth;
	bool told_deep; /* that references are nested too deep */
	/* How many segments nested texts may still copy; keeps hostile nesting affordable. */
	size_t segments;
};

/* The built-in functions, sorted; the last of `max_args` takes the commas that follow. */
static const struct function {
	struct str name;
	size_t max_args; /* 0: any number */
} functions[] = {
	{ STR_INIT("abspath"), 1 },
	{ STR_INIT("addprefix"), 2 },
	{ STR_INIT("addsuffix"), 2 },
	{ STR_INIT("and"), 0 },
	{ STR_INIT("basename"), 1 },
	{ STR_INIT("call"), 0 },
	{ STR_INIT("dir"), 1 },
	{ STR_INIT("error"), 1 },
	{ STR_INIT("eval"), 1 },
	{ STR_INIT("file"), 2 },
	{ STR_INIT("filter"), 2 },
	{ STR_INIT("filter-out"), 2 },
	{ STR_INIT("findstring"), 2 },
	{ STR_INIT("firstword"), 1 },
	{ STR_INIT("flavor"), 1 },
	{ STR_INIT("foreach"), 3 },
	{ STR_INIT("guile"), 1 },
	{ STR_INIT("if"), 3 },
	{ STR_INIT("info"), 1 },
	{ STR_INIT("intcmp"), 5 },
	{ STR_INIT("join"), 2 },
	{ STR_INIT("lastword"), 1 },
	{ STR_INIT("let"), 3 },
	{ STR_INIT("notdir"), 1 },
	{ STR_INIT("or"), 0 },
	{ STR_INIT("origin"), 1 },
	{ STR_INIT("patsubst"), 3 },
	{ STR_INIT("realpath"), 1 },
	{ STR_INIT("shell"), 1 },
	{ STR_INIT("sort"), 1 },
	{ STR_INIT("strip"), 1 },
	{ STR_INIT("subst"), 3 },
	{ STR_INIT("suffix"), 1 },
	{ STR_INIT("value"), 1 },
	{ STR_INIT("warning"), 1 },
	{ STR_INIT("wildcard"), 1 },
	{ STR_INIT("word"), 2 },
	{ STR_INIT("wordlist"), 3 },
	{ STR_INIT("words"), 1 },
};

static const struct function *
find_function(struct str name)
{
	size_t low = 0, high = sizeof(functions) / sizeof(functions[0]);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(name, functions[middle].name);
		if (order == 0)
			return &functions[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool
make_is_function(struct str name)
{
	return find_function(name) != NULL;
}

static struct make_expression read_expression(struct reader *r, const struct mapped *m);

static struct make_expression
read_slice(struct reader *r, const struct mapped *m, size_t from, size_t to)
{
	struct mapped slice = mapped_slice(r->arena, m, from, to);
	size_t copied = slice.segments.n > 1 ? slice.segments.n - 1 : 0;
	r->segments = copied < r->segments ? r->segments - copied : 0;
	r->depth++;
	struct make_expression e = read_expression(r, &slice);
	r->depth--;
	return e;
}

static void
add_argument(
	struct reader *r, struct make_part *part, const struct mapped *m, size_t from, size_t to)
{
	struct make_expression e = read_slice(r, m, from, to);
	vec_push(r->arena, &part->args, e);
}

/* Makes room for exactly n arguments; most references have one. */
static void
reserve_arguments(struct reader *r, struct make_part *part, size_t n)
{
	part->args.items = ARENA_ARRAY(r->arena, struct make_expression, n);
	part->args.cap = n;
}

/* Offset of the bracket that closes, counting `open`s from `at` on, or STR_NONE. */
static size_t
find_close(struct str text, size_t at, char open)
{
	char close = open == '(' ? ')' : '}';
	for (size_t depth = 1; at < text.n; at++) {
		if (text.s[at] == open)
			depth++;
		else if (text.s[at] == close && --depth == 0)
			return at;
	}
	return STR_NONE;
}

/* Offset of the comma that ends the argument at `at`, or `end`; brackets of `open`'s kind nest. */
static size_t
find_comma(struct str text, size_t at, size_t end, char open)
{
	char close = open == '(' ? ')' : '}';
	for (size_t depth = 0; at < end; at++) {
		char c = text.s[at];
		if (c == open)
			depth++;
		else if (c == close && depth > 0)
			depth--;
		else if (c == ',' && depth == 0)
			return at;
	}
	return end;
}

/* Offset of `c` in text[at, end) outside references, or STR_NONE. */
static size_t
find_outside(struct str text, size_t at, size_t end, char c)
{
	text = str_slice(text, 0, end);
	while (at < text.n && text.s[at] != c)
		at = text.s[at] == '$' ? make_skip_reference(text, at) : at + 1;
	return at < text.n ? at : STR_NONE;
}

/* Reads the function call whose name is text[body, name_end); returns where it ends. */
static size_t
read_call(struct reader *r, const struct mapped *m, size_t body, const struct function *f,
	struct make_part *part)
{
	struct str text = m->text;
	char open = text.s[body - 1];
	size_t at = make_skip_space(text, body + f->name.n);
	size_t close = find_close(text, at, open);
	part->kind = MAKE_PART_FUNCTION;
	part->text = f->name;
	part->unclosed = close == STR_NONE;
	size_t end = part->unclosed ? text.n : close;
	for (;;) {
		bool rest = part->args.n + 1 == f->max_args;
		size_t comma = rest ? end : find_comma(text, at, end, open);
		add_argument(r, part, m, at, comma);
		if (comma == end)
			return part->unclosed ? end : end + 1;
		at = comma + 1;
	}
}

/* Reads the reference to the variable named at text[body]; returns where it ends. */
static size_t
read_variable(struct reader *r, const struct mapped *m, size_t body, struct make_part *part)
{
	struct str text = m->text;
	char open = text.s[body - 1];
	/* Brackets in a name count only where a reference stands before the first closing one. */
	size_t close = str_find_char(text, open == '(' ? ')' : '}', body);
	if (close != STR_NONE && str_find_char(str_slice(text, 0, close), '$', body) != STR_NONE)
		close = find_close(text, body, open);
	part->kind = MAKE_PART_VARIABLE;
	part->unclosed = close == STR_NONE;
	size_t end = part->unclosed ? text.n : close;
	size_t colon = find_outside(text, body, end, ':');
	size_t equals = colon == STR_NONE ? STR_NONE : find_outside(text, colon + 1, end, '=');
	reserve_arguments(r, part, equals == STR_NONE ? 1 : 3);
	if (equals == STR_NONE) {
		add_argument(r, part, m, body, end);
	} else {
		add_argument(r, part, m, body, colon);
		add_argument(r, part, m, colon + 1, equals);
		add_argument(r, part, m, equals + 1, end);
	}
	return part->unclosed ? end : end + 1;
}

static size_t
read_bracketed(struct reader *r, const struct mapped *m, size_t body, struct make_part *part)
{
	struct str text = m->text;
	size_t name_end = body;
	while (name_end < text.n && (char_is_alpha(text.s[name_end]) || text.s[name_end] == '-'))
		name_end++;
	bool may_call = name_end < text.n && char_is_space(text.s[name_end]);
	const struct function *f = may_call ? find_function(str_slice(text, body, name_end)) : NULL;
	size_t faults = r->faults ? r->faults->n : 0;
	size_t end = f ? read_call(r, m, body, f, part) : read_variable(r, m, body, part);
	if (!part->unclosed || !r->faults)
		return end;
	/* What it holds ends where it should have ended: one message for all of it. */
	r->faults->n = faults;
	fault_add(r->arena, r->faults, mapped_span(m, body - 2, body),
		"this reference has no closing '%c'", text.s[body - 1] == '(' ? ')' : '}');
	return end;
}

static void
add_text(struct reader *r, struct make_expression *e, size_t from, size_t to)
{
	if (from >= to)
		return;
	struct make_part *part = vec_add(r->arena, &e->parts);
	part->kind = MAKE_PART_TEXT;
	part->span = mapped_span(&e->text, from, to);
	part->text = str_slice(e->text.text, from, to);
}

/* Adds the reference at text[dollar]; returns where it ends. */
static size_t
add_reference(struct reader *r, struct make_expression *e, size_t dollar)
{
	const struct mapped *m = &e->text;
	struct make_part part = { 0 };
	char c = m->text.s[dollar + 1];
	/* make takes one byte for a name; no place ends within a character, so here it is all of it. */
	size_t width = utf8_decode(m->text, dollar + 1, NULL);
	size_t end = dollar + 1 + (width ? width : 1);
	if (c == '$') {
		part.kind = MAKE_PART_DOLLAR;
	} else if (c == '(' || c == '{') {
		end = read_bracketed(r, m, dollar + 2, &part);
	} else {
		part.kind = MAKE_PART_VARIABLE;
		reserve_arguments(r, &part, 1);
		add_argument(r, &part, m, dollar + 1, end);
	}
	part.span = mapped_span(m, dollar, end);
	vec_push(r->arena, &e->parts, part);
	return end;
}

static void
tell_deep(struct reader *r, struct span span)
{
	if (r->faults && !r->told_deep)
		fault_add(r->arena, r->faults, span, "references are nested too deep");
	r->told_deep = true;
}

static struct make_expression
read_expression(struct reader *r, const struct mapped *m)
{
	struct make_expression e = { .text = *m, .span = mapped_span(m, 0, m->text.n) };
	struct str text = m->text;
	size_t from = 0;
	if (str_find_char(text, '$', 0) == STR_NONE) {
		e.parts.items = ARENA_NEW(r->arena, struct make_part);
		e.parts.cap = 1;
	}
	for (size_t at = 0; at + 1 < text.n;) {
		size_t dollar = str_find_char(text, '$', at);
		if (dollar == STR_NONE || dollar + 1 >= text.n)
			break;
		char c = text.s[dollar + 1];
		bool too_deep = r->depth >= MAKE_MAX_DEPTH || r->segments == 0;
		if (too_deep && (c == '(' || c == '{')) {
			tell_deep(r, mapped_span(m, dollar, dollar + 2));
			at = dollar + 2;
			continue;
		}
		add_text(r, &e, from, dollar);
		at = from = add_reference(r, &e, dollar);
	}
	add_text(r, &e, from, text.n);
	return e;
}

static struct make_expression
read_whole(struct arena *a, struct faults *faults, const struct mapped *m)
{
	struct reader r = { a, faults, .segments = 1000 + 4 * m->segments.n };
	return read_expression(&r, m);
}

struct make_expression
make_expression_slice(
	struct arena *a, struct faults *faults, const struct mapped *text, size_t from, size_t to)
{
	struct mapped slice = mapped_slice(a, text, from, to);
	return read_whole(a, faults, &slice);
}

struct make_expression
make_trimmed(struct make_parser *p, const struct mapped *text, size_t from, size_t to)
{
	from = make_skip_space(str_slice(text->text, 0, to), from);
	while (to > from && char_is_space(text->text.s[to - 1]))
		to--;
	struct faults *faults = p->depth ? NULL : &p->out->faults;
	return make_expression_slice(p->arena, faults, text, from, to);
}

struct make_expression
make_expression_parse(struct arena *a, const struct mapped *text)
{
	return read_whole(a, NULL, text);
}
