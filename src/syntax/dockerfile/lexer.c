/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes, escapes and variable references, as BuildKit's shell lexer reads them. */
#include "base/utf8.h"
#include "syntax/dockerfile/internal.h"

/* Deeper references are a fault: each level costs a stack frame. */
#define DEPTH_MAX 100
/* A longer value is UNKNOWN; Linux takes no longer string into an environment. */
#define VALUE_MAX ((size_t)128 * 1024)
#define END (-1)

struct reference {
	size_t from; /* the dollar sign */
	struct str name;
	char operator; /* - + ? # % / */
	bool colon;
};

static int
peek(const struct docker_lexer *x)
{
	return x->at < x->text.n ? (unsigned char)x->text.s[x->at] : END;
}

static int
next(struct docker_lexer *x)
{
	int c = peek(x);
	if (c != END)
		x->at++;
	return c;
}

static void
piece_add(struct docker_piece *out, struct str s)
{
	if (s.n > VALUE_MAX || out->text.n + s.n > VALUE_MAX)
		out->unknown = true;
	else
		buf_add(&out->text, s);
}

static void
piece_add_char(struct docker_piece *out, int c)
{
	char byte = (char)c;
	piece_add(out, (struct str){ &byte, 1 });
}

/* Copies the whole character at x->at. */
static void
copy_char(struct docker_lexer *x, struct docker_piece *out)
{
	size_t n = utf8_step(x->text, x->at);
	piece_add(out, str_slice(x->text, x->at, x->at + n));
	x->at += n;
}

static void PRINTF_LIKE(3, 4) fail(struct docker_lexer *x, size_t from, const char *format, ...)
{
	if (!x->failed && x->faults) {
		va_list args;
		va_start(args, format);
		struct str message = arena_vprintf(x->a, format, args);
		va_end(args);
		vec_push(x->a, x->faults,
			((struct fault){ mapped_span(x->mapped, from, x->at), message }));
	}
	x->failed = true;
	x->at = x->text.n;
}

/*
 * Reads up to `stop` and past it. `pattern` doubles the escapes within quotes, so that
 * they survive the reading of the pattern.
 */
static struct docker_piece read_until(
	struct docker_lexer *x, char stop, bool raw_escapes, bool pattern, size_t from);

static void read_reference(struct docker_lexer *x, struct docker_piece *out);

static void
read_single_quotes(struct docker_lexer *x, bool pattern, struct docker_piece *out)
{
	size_t from = x->at++;
	if (x->raw_quotes)
		piece_add_char(out, '\'');
	for (int c; (c = next(x)) != '\'';) {
		if (c == END) {
			fail(x, from, "the single quote is not closed");
			return;
		}
		if (pattern && c == x->escape)
			piece_add_char(out, c);
		piece_add_char(out, c);
	}
	if (x->raw_quotes)
		piece_add_char(out, '\'');
}

/* An escape within double quotes; it stays unless it stands before " $ or itself. */
static void
read_quoted_escape(struct docker_lexer *x, bool pattern, struct docker_piece *out)
{
	x->at++;
	int c = peek(x);
	if (c == END)
		return;
	if (c == '"' || c == '$' || c == x->escape) {
		if (x->raw_escapes)
			piece_add_char(out, x->escape);
		piece_add_char(out, next(x));
		return;
	}
	if (x->raw_escapes && (!x->raw_quotes || pattern))
		piece_add_char(out, x->escape);
	piece_add_char(out, x->escape);
}

static void
read_double_quotes(struct docker_lexer *x, bool pattern, struct docker_piece *out)
{
	size_t from = x->at++;
	if (x->raw_quotes)
		piece_add_char(out, '"');
	for (int c; (c = peek(x)) != '"';) {
		if (c == END) {
			fail(x, from, "the double quote is not closed");
			return;
		}
		if (c == '$')
			read_reference(x, out);
		else if (c == x->escape)
			read_quoted_escape(x, pattern, out);
		else
			piece_add_char(out, next(x));
	}
	x->at++;
	if (x->raw_quotes)
		piece_add_char(out, '"');
}

static void
read_less(struct docker_lexer *x, struct docker_piece *out)
{
	size_t from = x->at++;
	if (peek(x) == '<') {
		x->at++;
		while (peek(x) == ' ' || peek(x) == '\t' || peek(x) == '\r')
			x->at++;
	}
	piece_add(out, str_slice(x->text, from, x->at));
}

static enum docker_lexeme
read_lexeme(struct docker_lexer *x, bool pattern, struct docker_piece *out)
{
	switch (peek(x)) {
	case '$': read_reference(x, out); return DOCKER_LEX_REFERENCE;
	case '<': read_less(x, out); return DOCKER_LEX_LESS;
	case '\'': read_single_quotes(x, pattern, out); return DOCKER_LEX_QUOTED;
	case '"': read_double_quotes(x, pattern, out); return DOCKER_LEX_QUOTED;
	}
	if (peek(x) != x->escape) {
		copy_char(x, out);
		return DOCKER_LEX_CHAR;
	}
	x->at++;
	if (x->raw_escapes)
		piece_add_char(out, x->escape);
	if (peek(x) != END)
		copy_char(x, out);
	return DOCKER_LEX_ESCAPED;
}

enum docker_lexeme
docker_lexer_next(struct docker_lexer *x, struct docker_piece *out)
{
	return read_lexeme(x, false, out);
}

static struct docker_piece
read_until(struct docker_lexer *x, char stop, bool raw_escapes, bool pattern, size_t from)
{
	struct docker_piece out = { .text = buf_new(x->a) };
	bool outer = x->raw_escapes;
	x->nested = true;
	x->raw_escapes = raw_escapes;
	while (peek(x) != END && peek(x) != stop)
		read_lexeme(x, pattern, &out);
	if (next(x) == END)
		fail(x, from, "expected \"%c\" to end the variable reference", stop);
	x->raw_escapes = outer;
	return out;
}

/* --- references --- */

/* Letters beyond ASCII, roughly: what is neither a space nor common punctuation. */
static bool
code_is_letter(uint32_t code)
{
	return code >= 0xc0 && code != 0xd7 && code != 0xf7 && !(code >= 0x2000 && code < 0x2c00)
		&& !(code >= 0x3000 && code < 0x3040) && !(code >= 0xfe00 && code < 0xff21)
		&& code < 0x1f000;
}

static size_t
name_char_len(struct str s, size_t at)
{
	uint32_t code;
	size_t n = utf8_decode(s, at, &code);
	if (n == 0)
		return 0;
	return n == 1 ? char_is_name(s.s[at]) : code_is_letter(code) ? n : 0;
}

/* A name, a number or one of the shell's special parameters; may be empty. */
static struct str
read_name(struct docker_lexer *x)
{
	size_t from = x->at;
	int c = peek(x);
	if (c != END && char_is_digit((char)c)) {
		while (peek(x) != END && char_is_digit((char)peek(x)))
			x->at++;
	} else if (c > 0 && str_find_char(STR("@*#?-$!"), (char)c, 0) != STR_NONE) {
		x->at++;
	} else {
		for (size_t n; (n = name_char_len(x->text, x->at)) > 0;)
			x->at += n;
	}
	return str_slice(x->text, from, x->at);
}

static struct docker_value
look_up(struct docker_lexer *x, struct str name)
{
	if (x->lookup)
		return x->lookup(x->context, name);
	return (struct docker_value){ DOCKER_VALUE_UNSET, { 0 } };
}

static void
add_value(struct docker_piece *out, struct docker_value value)
{
	if (value.state == DOCKER_VALUE_UNKNOWN || value.state == DOCKER_VALUE_AWAITED)
		out->unknown = true;
	else if (value.state == DOCKER_VALUE_KNOWN)
		piece_add(out, value.text);
}

static void
add_piece(struct docker_piece *out, const struct docker_piece *piece)
{
	out->unknown = out->unknown || piece->unknown;
	piece_add(out, buf_str(&piece->text));
}

/* ${NAME-word}, ${NAME+word} and ${NAME?word}, with or without a colon. */
static void
apply_default(struct docker_lexer *x, const struct reference *r, const struct docker_piece *word,
	struct docker_piece *out)
{
	struct docker_value value = look_up(x, r->name);
	bool set = value.state == DOCKER_VALUE_KNOWN && !(r->colon && value.text.n == 0);
	bool awaited = value.state == DOCKER_VALUE_AWAITED && r->operator!= '-';
	if (value.state == DOCKER_VALUE_UNKNOWN || awaited) {
		out->unknown = true;
	} else if (r->operator== '+') {
		if (set)
			add_piece(out, word);
	} else if (set) {
		add_value(out, value);
	} else if (r->operator== '-') {
		add_piece(out, word);
	} else {
		struct str message = buf_str(&word->text);
		if (message.n == 0)
			message = STR("must be set");
		fail(x, r->from, "%" PRIstr ": %" PRIstr, STR_ARG(r->name), STR_ARG(message));
	}
}

/* Reads a pattern whose text is known; false, perhaps with a fault, where there is none. */
static bool
read_pattern(struct docker_lexer *x, const struct reference *r, const struct docker_piece *piece,
	struct str text, struct docker_pattern *pattern)
{
	if (piece->unknown)
		return false;
	if (docker_pattern_read(x->a, text, pattern))
		return true;
	fail(x, r->from, "expected *, ?, \\, / or } after the \\ in the pattern");
	return false;
}

/* ${NAME#pattern}, ${NAME##pattern}, ${NAME%pattern} and ${NAME%%pattern}. */
static void
apply_trim(struct docker_lexer *x, const struct reference *r, const struct docker_piece *word,
	struct docker_piece *out)
{
	struct docker_pattern pattern;
	struct str text = buf_str(&word->text);
	bool longest = text.n && text.s[0] == r->operator;
	if (longest)
		text = str_slice(text, 1, text.n);
	bool readable = read_pattern(x, r, word, text, &pattern);
	struct docker_value value = look_up(x, r->name);
	bool known = readable && value.state != DOCKER_VALUE_UNKNOWN
		&& value.state != DOCKER_VALUE_AWAITED
		&& docker_pattern_trim(x->a, &pattern,
			r->operator== '#' ? DOCKER_PREFIX : DOCKER_SUFFIX, longest, &value.text);
	if (!known)
		value.state = DOCKER_VALUE_UNKNOWN;
	add_value(out, value);
}

/* ${NAME/pattern/replacement} and ${NAME//pattern/replacement} */
static void
apply_replace(struct docker_lexer *x, const struct reference *r, struct docker_piece *out)
{
	bool all = peek(x) == '/';
	if (all)
		x->at++;
	struct docker_piece text = read_until(x, '/', true, true, r->from);
	struct docker_piece replacement = read_until(x, '}', true, false, r->from);
	if (x->failed || !x->lookup)
		return;
	struct docker_pattern pattern;
	bool readable = read_pattern(x, r, &text, buf_str(&text.text), &pattern);
	struct docker_value value = look_up(x, r->name);
	/* Go reads $1 in the replacement of all matches as a group of the expression. */
	bool is_template = all && str_find_char(buf_str(&replacement.text), '$', 0) != STR_NONE;
	bool known = readable && !replacement.unknown && !is_template
		&& value.state != DOCKER_VALUE_UNKNOWN && value.state != DOCKER_VALUE_AWAITED
		&& docker_pattern_replace(
			x->a, &pattern, buf_str(&replacement.text), all, &value.text);
	value.state = known ? DOCKER_VALUE_KNOWN : DOCKER_VALUE_UNKNOWN;
	add_value(out, value);
}

/* What follows the name in ${NAME…}. */
static void
read_operator(struct docker_lexer *x, struct reference *r, struct docker_piece *out)
{
	int c = next(x);
	if (c == '}') {
		add_value(out, look_up(x, r->name));
		return;
	}
	if (c == '/') {
		apply_replace(x, r, out);
		return;
	}
	r->colon = c == ':';
	if (r->colon)
		c = next(x);
	if (c == END) {
		fail(x, r->from, "expected \"}\" to end the variable reference");
		return;
	}
	bool trims = !r->colon && (c == '#' || c == '%');
	if (!trims && c != '-' && c != '+' && c != '?') {
		x->at += utf8_step(x->text, x->at - 1) - 1;
		fail(x, r->from,
			"expected one of } :- - :+ + :? ? # %% / after the variable's name");
		return;
	}
	r->operator=(char) c;
	struct docker_piece word = read_until(x, '}', trims, trims, r->from);
	if (x->failed || !x->lookup)
		return;
	if (trims)
		apply_trim(x, r, &word, out);
	else
		apply_default(x, r, &word, out);
}

/* Remembers a place for the reference, in the order of the dollar signs. */
static size_t
add_reference(struct docker_lexer *x, struct str name)
{
	bool is_variable = name.n && !char_is_digit(name.s[0]) && (name_char_len(name, 0) > 0);
	if (!x->references || !is_variable)
		return STR_NONE;
	vec_push(x->a, x->references, ((struct docker_reference){ .name = name }));
	return x->references->n - 1;
}

static void
read_braces(struct docker_lexer *x, size_t from, struct docker_piece *out)
{
	x->at++;
	struct reference r = { .from = from };
	int c = peek(x);
	if (c == END || c == '{' || c == '}' || c == ':') {
		fail(x, from, "expected a variable's name after \"${\"");
		return;
	}
	if (x->depth >= DEPTH_MAX) {
		fail(x, from, "variable references are nested too deeply");
		return;
	}
	r.name = read_name(x);
	size_t index = add_reference(x, r.name);
	x->depth++;
	read_operator(x, &r, out);
	x->depth--;
	if (index != STR_NONE)
		x->references->items[index].span = mapped_span(x->mapped, from, x->at);
}

static void
read_reference(struct docker_lexer *x, struct docker_piece *out)
{
	size_t from = x->at++, length = out->text.n;
	if (peek(x) == '{') {
		read_braces(x, from, out);
	} else {
		struct str name = read_name(x);
		size_t index = add_reference(x, name);
		if (index != STR_NONE)
			x->references->items[index].span = mapped_span(x->mapped, from, x->at);
		if (name.n == 0)
			piece_add_char(out, '$');
		else
			add_value(out, look_up(x, name));
	}
	if (!x->lookup) {
		out->text.n = length;
		piece_add(out, str_slice(x->text, from, x->at));
	}
}

/* --- the public functions --- */

static struct docker_value
unknown_value(void *context, struct str name)
{
	(void)context, (void)name;
	return (struct docker_value){ DOCKER_VALUE_UNKNOWN, { 0 } };
}

struct docker_value
docker_word_expand(struct arena *a, const struct docker_word *word, char escape,
	docker_lookup *lookup, void *context, struct faults *faults)
{
	struct docker_lexer x = { .a = a,
		.mapped = &word->text,
		.text = word->text.text,
		.escape = escape,
		.lookup = lookup ? lookup : unknown_value,
		.context = context,
		.faults = faults };
	struct docker_piece out = { .text = buf_new(a) };
	while (x.at < x.text.n)
		docker_lexer_next(&x, &out);
	if (x.failed || out.unknown)
		return (struct docker_value){ DOCKER_VALUE_UNKNOWN, { 0 } };
	return (struct docker_value){ DOCKER_VALUE_KNOWN, buf_str(&out.text) };
}

struct docker_references
docker_word_references(struct arena *a, const struct docker_word *word, char escape)
{
	struct docker_references references = { 0 };
	struct docker_lexer x = { .a = a,
		.mapped = &word->text,
		.text = word->text.text,
		.escape = escape,
		.lookup = unknown_value,
		.references = &references };
	struct docker_piece out = { .text = buf_new(a) };
	while (x.at < x.text.n)
		docker_lexer_next(&x, &out);
	return references;
}
