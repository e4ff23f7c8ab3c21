/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of HCL: what is written out is a value, of the rest only the text matters. */
#include "syntax/tree/build.h"
#include "syntax/tree/hcl_parts.h"

/* ${…} with the text from `from` to here. */
static struct tree_node *
as_text(struct hcl *h, size_t from)
{
	struct span span = span_make(from, h->at);
	struct tree_node *node = tree_new_node(h->arena, TREE_STRING, TREE_PLAIN, span);
	if (h->unused)
		return node;
	struct mapped_builder out = mapped_builder_new(h->arena, h->tree->source);
	mapped_add_made(&out, STR("${"), span_make(from, from));
	mapped_add_span(&out, span);
	mapped_add_made(&out, STR("}"), span_make(h->at, h->at));
	node->content = mapped_finish(&out);
	node->text = node->content.text;
	return node;
}

static struct tree_node *
nothing(struct hcl *h)
{
	return tree_new_node(h->arena, TREE_NULL, TREE_PLAIN, span_make(h->at, h->at));
}

/* --- numbers and words ------------------------------------------------------------------ */

static size_t
digits_end(const struct hcl *h, size_t at)
{
	while (at < h->text.n && char_is_digit(h->text.s[at]))
		at++;
	return at;
}

static struct tree_node *
read_number(struct hcl *h)
{
	size_t from = h->at, at = digits_end(h, from);
	enum tree_kind kind = TREE_INT;
	if (at < h->text.n && h->text.s[at] == '.' && digits_end(h, at + 1) > at + 1) {
		at = digits_end(h, at + 1);
		kind = TREE_FLOAT;
	}
	if (at < h->text.n && (h->text.s[at] == 'e' || h->text.s[at] == 'E')) {
		size_t sign = at + 1;
		if (sign < h->text.n && (h->text.s[sign] == '+' || h->text.s[sign] == '-'))
			sign++;
		size_t end = digits_end(h, sign);
		if (end > sign) {
			at = end;
			kind = TREE_FLOAT;
		}
	}
	h->at = at;
	struct tree_node *node = tree_new_node(h->arena, kind, TREE_PLAIN, span_make(from, at));
	node->text = str_slice(h->text, from, at);
	return node;
}

/* name(…), whose last argument may have three dots behind it. */
static void
read_arguments(struct hcl *h)
{
	h->at++;
	for (;;) {
		hcl_skip(h);
		if (hcl_peek(h) == ')' || h->failed)
			break;
		hcl_pass_expression(h);
		hcl_skip(h);
		if (str_starts(str_slice(h->text, h->at, h->text.n), STR("..."))) {
			h->at += 3;
			break;
		}
		if (hcl_peek(h) != ',')
			break;
		h->at++;
	}
	hcl_expect(h, ")", "expected ',' or )");
}

/* Within brackets line breaks don't count. */
static void
in_brackets(struct hcl *h, void (*read)(struct hcl *h))
{
	bool lines_count = h->lines_count;
	h->lines_count = false;
	read(h);
	h->lines_count = lines_count;
}

/* A literal, a variable or the call of a function. */
static struct tree_node *
read_word(struct hcl *h)
{
	size_t from = h->at;
	h->at = hcl_identifier_end(h, from);
	while (str_starts(str_slice(h->text, h->at, h->text.n), STR("::"))
		&& hcl_identifier_end(h, h->at + 2) > h->at + 2)
		h->at = hcl_identifier_end(h, h->at + 2);
	struct str text = str_slice(h->text, from, h->at);
	size_t end = h->at;
	hcl_skip(h);
	if (hcl_peek(h) == '(') {
		in_brackets(h, read_arguments);
		return as_text(h, from);
	}
	h->at = end;
	bool is_true = str_eq(text, STR("true"));
	bool is_null = str_eq(text, STR("null"));
	if (!is_true && !is_null && !str_eq(text, STR("false")))
		return as_text(h, from);
	struct tree_node *node = tree_new_node(
		h->arena, is_null ? TREE_NULL : TREE_BOOL, TREE_PLAIN, span_make(from, h->at));
	node->text = text;
	node->boolean = is_true;
	return node;
}

/* --- collections ------------------------------------------------------------------------- */

bool
hcl_is_keyword(const struct hcl *h, const char *keyword)
{
	struct str word = str_slice(h->text, h->at, hcl_identifier_end(h, h->at));
	return !h->failed && str_eq(word, str_from(keyword));
}

void
hcl_take_name(struct hcl *h)
{
	hcl_skip(h);
	size_t end = hcl_identifier_end(h, h->at);
	if (end == h->at)
		hcl_fail_here(h, "expected a name");
	else
		h->at = end;
}

/* for k, v in values : result if condition, and k => v for objects; up to the bracket. */
static void
read_for(struct hcl *h)
{
	hcl_take_name(h); /* for */
	hcl_take_name(h);
	hcl_skip(h);
	if (hcl_peek(h) == ',') {
		h->at++;
		hcl_take_name(h);
		hcl_skip(h);
	}
	if (!hcl_is_keyword(h, "in"))
		hcl_fail_here(h, "expected in");
	hcl_take_name(h);
	hcl_pass_expression(h);
	hcl_expect(h, ":", "expected ':'");
	hcl_pass_expression(h);
	hcl_skip(h);
	if (str_starts(str_slice(h->text, h->at, h->text.n), STR("=>"))) {
		h->at += 2;
		hcl_pass_expression(h);
		hcl_skip(h);
		if (str_starts(str_slice(h->text, h->at, h->text.n), STR("...")))
			h->at += 3;
	}
	hcl_skip(h);
	if (hcl_is_keyword(h, "if")) {
		hcl_take_name(h);
		hcl_pass_expression(h);
	}
}

static struct tree_node *
read_tuple(struct hcl *h)
{
	size_t from = h->at++;
	bool lines_count = h->lines_count, is_for;
	struct tree_node *node =
		tree_new_node(h->arena, TREE_SEQUENCE, TREE_FLOW, span_make(from, from));
	h->lines_count = false;
	hcl_skip(h);
	is_for = hcl_is_keyword(h, "for");
	if (is_for)
		read_for(h);
	while (!is_for && !h->failed && hcl_peek(h) != ']') {
		struct tree_node *item = hcl_read_expression(h);
		if (!h->failed)
			vec_push(h->arena, &node->items, item);
		hcl_skip(h);
		if (hcl_peek(h) != ',')
			break;
		h->at++;
		hcl_skip(h);
	}
	hcl_expect(h, "]", is_for ? "expected ]" : "expected ',' or ]");
	h->lines_count = lines_count;
	node->span = span_make(from, h->at);
	return is_for ? as_text(h, from) : node;
}

/* A name, or an expression. */
static struct tree_node *
read_key(struct hcl *h)
{
	size_t from = h->at, end = hcl_identifier_end(h, from);
	h->at = end;
	hcl_skip(h);
	char c = hcl_peek(h);
	h->at = from;
	if (end == from || (c != '=' && c != ':'))
		return hcl_read_expression(h);
	h->at = end;
	struct span span = span_make(from, end);
	struct tree_node *node = tree_new_node(h->arena, TREE_STRING, TREE_PLAIN, span);
	node->content = mapped_from_span(h->arena, h->tree->source, span);
	node->text = node->content.text;
	return node;
}

static void
read_member(struct hcl *h, struct tree_node *object)
{
	struct tree_node *key = read_key(h);
	hcl_skip(h);
	char c = hcl_peek(h);
	if (c != '=' && c != ':') {
		hcl_fail_here(h, "expected = or ':' after the key");
		return;
	}
	h->at++;
	struct tree_node *value = hcl_read_expression(h);
	if (!h->failed)
		vec_push(h->arena, &object->pairs, ((struct tree_pair){ key, value, false }));
}

static void
skip_lines(struct hcl *h)
{
	h->lines_count = false;
	hcl_skip(h);
	h->lines_count = true;
}

static struct tree_node *
read_object(struct hcl *h)
{
	size_t from = h->at++;
	bool lines_count = h->lines_count;
	struct tree_node *node =
		tree_new_node(h->arena, TREE_MAPPING, TREE_FLOW, span_make(from, from));
	skip_lines(h);
	bool is_for = hcl_is_keyword(h, "for");
	if (is_for) {
		in_brackets(h, read_for);
		skip_lines(h);
	}
	while (!is_for && !h->failed && hcl_peek(h) != '}') {
		read_member(h, node);
		hcl_skip(h);
		char c = hcl_peek(h);
		if (c == ',')
			h->at++;
		else if (!hcl_break(h, h->at))
			break;
		skip_lines(h);
	}
	hcl_expect(h, "}", is_for ? "expected }" : "expected ',', a line end or }");
	h->lines_count = lines_count;
	node->span = span_make(from, h->at);
	return is_for ? as_text(h, from) : node;
}

/* --- terms and operators ------------------------------------------------------------------- */

static void
read_parenthesized(struct hcl *h)
{
	h->at++;
	hcl_pass_expression(h);
	hcl_expect(h, ")", "expected )");
}

static struct tree_node *
read_primary(struct hcl *h)
{
	size_t from = h->at;
	char c = hcl_peek(h);
	if (c == '"')
		return hcl_read_quoted(h);
	if (str_starts(str_slice(h->text, h->at, h->text.n), STR("<<")))
		return hcl_read_heredoc(h);
	if (c == '[')
		return read_tuple(h);
	if (c == '{')
		return read_object(h);
	if (char_is_digit(c))
		return read_number(h);
	if (c == '(') {
		in_brackets(h, read_parenthesized);
		return as_text(h, from);
	}
	if (!h->failed && hcl_identifier_end(h, from) > from)
		return read_word(h);
	hcl_fail_here(h, "expected a value");
	return nothing(h);
}

/* [index] or [*] */
static void
read_index(struct hcl *h)
{
	h->at++;
	hcl_skip(h);
	if (hcl_peek(h) == '*')
		h->at++;
	else
		hcl_pass_expression(h);
	hcl_expect(h, "]", "expected ]");
}

/* .name, .0, .*, [index]; false if there is none of them. */
static bool
read_access(struct hcl *h)
{
	size_t before = h->at;
	hcl_skip(h);
	if (hcl_peek(h) == '[') {
		in_brackets(h, read_index);
		return true;
	}
	if (hcl_peek(h) == '.') {
		h->at++;
		hcl_skip(h);
		size_t end = hcl_identifier_end(h, h->at);
		if (end == h->at)
			end = digits_end(h, h->at);
		if (end == h->at && hcl_peek(h) == '*')
			end++;
		if (end > h->at) {
			h->at = end;
			return true;
		}
	}
	h->at = before;
	return false;
}

static struct tree_node *
read_term(struct hcl *h)
{
	hcl_skip(h);
	size_t from = h->at;
	if (!hcl_enter(h))
		return nothing(h);
	bool is_plain = hcl_peek(h) != '-' && hcl_peek(h) != '!';
	struct tree_node *node;
	if (is_plain) {
		node = read_primary(h);
		while (!h->failed && read_access(h))
			is_plain = false;
	} else {
		h->at++;
		h->unused++;
		node = read_term(h);
		h->unused--;
	}
	h->depth--;
	return is_plain ? node : as_text(h, from);
}

/* Length of the operator at h->at, or 0. */
static size_t
operator_length(const struct hcl *h)
{
	static const char *const operators[] = { "||", "&&", "==", "!=", "<=", ">=", "<", ">", "+",
		"-", "*", "/", "%" };
	struct str rest = str_slice(h->text, h->at, h->text.n);
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (str_starts(rest, str_from(operators[i])))
			return str_from(operators[i]).n;
	return 0;
}

/* An operator and its operand, or a condition's results; false if there are none. */
static bool
read_operation(struct hcl *h)
{
	size_t before = h->at;
	hcl_skip(h);
	size_t n = h->failed ? 0 : operator_length(h);
	if (n) {
		h->at += n;
		h->unused++;
		read_term(h);
		h->unused--;
		return true;
	}
	if (hcl_peek(h) == '?') {
		h->at++;
		hcl_pass_expression(h);
		hcl_expect(h, ":", "expected ':'");
		hcl_pass_expression(h);
		return true;
	}
	h->at = before;
	return false;
}

struct tree_node *
hcl_read_expression(struct hcl *h)
{
	hcl_skip(h);
	size_t from = h->at;
	if (h->failed || !hcl_enter(h))
		return nothing(h);
	struct tree_node *node = read_term(h);
	bool is_plain = true;
	while (!h->failed && read_operation(h))
		is_plain = false;
	h->depth--;
	return is_plain || h->failed ? node : as_text(h, from);
}

void
hcl_pass_expression(struct hcl *h)
{
	h->unused++;
	hcl_read_expression(h);
	h->unused--;
}
