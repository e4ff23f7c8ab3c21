/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/lex.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

static int
peek(const struct lexer *lx, size_t ahead)
{
	return ahead < lx->text.n - lx->at ? (unsigned char)lx->text.s[lx->at + ahead] : -1;
}

static struct token
bad(struct lexer *lx, size_t from, size_t to, struct str message)
{
	*lx->fault = (struct cel_fault){ span_make(from, to), message };
	return (struct token){ .kind = TOKEN_BAD, .span = span_make(from, to) };
}

static struct token
token_from(struct lexer *lx, enum token_kind kind, size_t from)
{
	return (struct token){ kind, span_make(from, lx->at), str_slice(lx->text, from, lx->at), 0,
		0 };
}

static void
skip_space(struct lexer *lx)
{
	while (lx->at < lx->text.n) {
		if (char_is_space(lx->text.s[lx->at])) {
			lx->at++;
		} else if (peek(lx, 0) == '/' && peek(lx, 1) == '/') {
			size_t end = str_find_char(lx->text, '\n', lx->at);
			lx->at = end == STR_NONE ? lx->text.n : end;
		} else {
			return;
		}
	}
}

static bool
is_digit(int c)
{
	return c >= 0 && char_is_digit((char)c);
}

static int
hex_digit(int c)
{
	return c >= 0 ? char_digit_value((char)c, 16) : -1;
}

static void
skip_digits(struct lexer *lx)
{
	while (is_digit(peek(lx, 0)))
		lx->at++;
}

static struct token
lex_hex(struct lexer *lx)
{
	size_t from = lx->at;
	uint64_t value = 0;
	bool fits = true;
	for (lx->at += 2; hex_digit(peek(lx, 0)) >= 0; lx->at++) {
		fits = fits && value >> 60 == 0;
		value = value << 4 | (uint64_t)hex_digit(peek(lx, 0));
	}
	if (!fits)
		return bad(lx, from, lx->at, STR("this number does not fit into 64 bits"));
	if (lx->at - from == 2)
		return bad(lx, from, lx->at, STR("expected hexadecimal digits after 0x"));
	struct token t = token_from(lx, TOKEN_INT, from);
	t.integer = value;
	return t;
}

static bool
skip_fraction(struct lexer *lx)
{
	if (peek(lx, 0) != '.' || !is_digit(peek(lx, 1)))
		return false;
	lx->at++;
	skip_digits(lx);
	return true;
}

static bool
skip_exponent(struct lexer *lx)
{
	if (peek(lx, 0) != 'e' && peek(lx, 0) != 'E')
		return false;
	size_t sign = peek(lx, 1) == '+' || peek(lx, 1) == '-';
	if (!is_digit(peek(lx, 1 + sign)))
		return false;
	lx->at += 1 + sign;
	skip_digits(lx);
	return true;
}

static struct token
lex_decimal(struct lexer *lx)
{
	size_t from = lx->at;
	skip_digits(lx);
	bool fraction = skip_fraction(lx), exponent = skip_exponent(lx);
	struct token t = token_from(lx, fraction || exponent ? TOKEN_DOUBLE : TOKEN_INT, from);
	if (t.kind == TOKEN_INT) {
		if (!str_to_u64(t.text, &t.integer))
			return bad(lx, from, lx->at, STR("this number does not fit into 64 bits"));
		return t;
	}
	t.real = strtod(arena_str(lx->arena, t.text).s, NULL);
	if (isinf(t.real))
		return bad(lx, from, lx->at, STR("this number is too large"));
	return t;
}

static struct token
lex_number(struct lexer *lx)
{
	size_t from = lx->at;
	bool hex = peek(lx, 0) == '0' && (peek(lx, 1) == 'x' || peek(lx, 1) == 'X');
	struct token t = hex ? lex_hex(lx) : lex_decimal(lx);
	if (t.kind == TOKEN_BAD || peek(lx, 0) < 0 || !char_is_name((char)peek(lx, 0)))
		return t;
	bool is_unsigned = peek(lx, 0) == 'u' || peek(lx, 0) == 'U';
	while (peek(lx, 0) >= 0 && char_is_name((char)peek(lx, 0)))
		lx->at++;
	return bad(lx, from, lx->at,
		is_unsigned ? STR("there are no unsigned numbers here: leave out the `u`")
			    : STR("this is not a number"));
}

/* --- strings --- */

static const struct {
	char letter, meaning;
} simple_escapes[] = {
	{ 'a', '\a' },
	{ 'b', '\b' },
	{ 'f', '\f' },
	{ 'n', '\n' },
	{ 'r', '\r' },
	{ 't', '\t' },
	{ 'v', '\v' },
	{ '\\', '\\' },
	{ '?', '?' },
	{ '"', '"' },
	{ '\'', '\'' },
	{ '`', '`' },
};

/* Reads `count` digits of a base (8 or 16) as a code point; false where they are not. */
static bool
read_code(struct lexer *lx, size_t count, int base, uint32_t *code)
{
	*code = 0;
	for (size_t i = 0; i < count; i++, lx->at++) {
		int digit = hex_digit(peek(lx, 0));
		if (digit < 0 || digit >= base)
			return false;
		*code = *code * (uint32_t)base + (uint32_t)digit;
	}
	return *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
}

static bool
lex_numeric_escape(struct lexer *lx, struct buf *out)
{
	uint32_t code;
	int letter = peek(lx, 0);
	size_t count = letter == 'x' || letter == 'X' ? 2
		: letter == 'u'                       ? 4
		: letter == 'U'                       ? 8
						      : 0;
	if (count > 0)
		lx->at++;
	bool is_octal = count == 0 && letter >= '0' && letter <= '3';
	if (!(is_octal ? read_code(lx, 3, 8, &code) : count > 0 && read_code(lx, count, 16, &code)))
		return false;
	char bytes[4];
	buf_add(out, (struct str){ bytes, utf8_encode(code, bytes) });
	return true;
}

/* The lexer stands behind the backslash. */
static bool
lex_escape(struct lexer *lx, struct buf *out)
{
	for (size_t i = 0; i < sizeof(simple_escapes) / sizeof(*simple_escapes); i++)
		if (peek(lx, 0) == simple_escapes[i].letter) {
			buf_add_char(out, simple_escapes[i].meaning);
			lx->at++;
			return true;
		}
	return lex_numeric_escape(lx, out);
}

struct quote {
	char mark;
	size_t width; /* 1 or 3 */
	bool raw;
};

static bool
at_quote(const struct lexer *lx, struct quote q)
{
	for (size_t i = 0; i < q.width; i++)
		if (peek(lx, i) != q.mark)
			return false;
	return true;
}

static struct token
lex_string(struct lexer *lx, size_t from, bool raw)
{
	struct quote q = { lx->text.s[lx->at], 3, raw };
	if (!at_quote(lx, q))
		q.width = 1;
	lx->at += q.width;
	struct buf out = buf_new(lx->arena);
	while (!at_quote(lx, q)) {
		int c = peek(lx, 0);
		if (c < 0 || (q.width == 1 && (c == '\n' || c == '\r')))
			return bad(lx, from, lx->at, STR("the string does not end"));
		size_t escape = lx->at++;
		if (c != '\\' || q.raw)
			buf_add_char(&out, (char)c);
		else if (!lex_escape(lx, &out))
			return bad(lx, escape, lx->at < lx->text.n ? lx->at + 1 : lx->at,
				STR("no such escape in a string"));
	}
	lx->at += q.width;
	struct token t = token_from(lx, TOKEN_STRING, from);
	t.text = arena_str(lx->arena, buf_str(&out));
	return t;
}

static bool
is_quote(int c)
{
	return c == '"' || c == '\'';
}

/* r"…" is raw; b"…" and its combinations with r are bytes, which facts do not have. */
static bool
lex_prefixed_string(struct lexer *lx, struct token *t)
{
	size_t from = lx->at, n = 0;
	bool raw = false, bytes = false;
	for (; n < 2; n++) {
		int c = peek(lx, n);
		if ((c == 'r' || c == 'R') && !raw)
			raw = true;
		else if ((c == 'b' || c == 'B') && !bytes)
			bytes = true;
		else
			break;
	}
	if (!is_quote(peek(lx, n)))
		return false;
	if (bytes) {
		*t = bad(lx, from, from + n, STR("there are no bytes here: leave out the `b`"));
		return true;
	}
	lx->at += n;
	*t = lex_string(lx, from, raw);
	return true;
}

static struct token
lex_symbol(struct lexer *lx)
{
	static const char *const symbols[] = { "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+",
		"-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}" };
	size_t from = lx->at;
	for (size_t i = 0; i < sizeof(symbols) / sizeof(*symbols); i++) {
		struct str symbol = str_from(symbols[i]);
		if (str_starts(str_slice(lx->text, from, lx->text.n), symbol)) {
			lx->at += symbol.n;
			return token_from(lx, TOKEN_SYMBOL, from);
		}
	}
	if (lx->text.s[from] == '=')
		return bad(lx, from, from + 1, STR("expected `==`"));
	if (lx->text.s[from] == '&' || lx->text.s[from] == '|')
		return bad(lx, from, from + 1, STR("expected `&&` or `||`"));
	return bad(lx, from, from + utf8_step(lx->text, from), STR("unexpected character"));
}

struct token
lex_next(struct lexer *lx)
{
	skip_space(lx);
	size_t from = lx->at;
	int c = peek(lx, 0);
	if (c < 0)
		return token_from(lx, TOKEN_END, from);
	if (is_digit(c) || (c == '.' && is_digit(peek(lx, 1))))
		return lex_number(lx);
	if (is_quote(c))
		return lex_string(lx, from, false);
	struct token t;
	if (lex_prefixed_string(lx, &t))
		return t;
	if (!char_is_name((char)c))
		return lex_symbol(lx);
	while (peek(lx, 0) >= 0 && char_is_name((char)peek(lx, 0)))
		lx->at++;
	return token_from(lx, TOKEN_NAME, from);
}

bool
token_is(const struct token *t, const char *symbol_or_word)
{
	return (t->kind == TOKEN_SYMBOL || t->kind == TOKEN_NAME)
		&& str_eq(t->text, str_from(symbol_or_word));
}

bool
token_is_name(const struct token *t)
{
	return t->kind == TOKEN_NAME && !token_is(t, "true") && !token_is(t, "false")
		&& !token_is(t, "null") && !token_is(t, "in");
}
