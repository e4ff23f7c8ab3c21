/* SPDX-License-Identifier: Apache-2.0 */
/* Recursive descent through the grammar of CEL's language definition, "Syntax". */
#include "base/nearest.h"
#include "base/utf8.h"
#include "cel/compiler.h"

void
parse_advance(struct compiler *c)
{
	c->end = span_end(c->token.span);
	if (!c->failed)
		c->token = lex_next(&c->lexer);
	if (c->token.kind == TOKEN_BAD)
		c->failed = true;
	if (c->failed)
		c->token = (struct token){ .kind = TOKEN_END, .span = c->token.span };
}

bool
parse_accept(struct compiler *c, const char *symbol)
{
	if (c->token.kind != TOKEN_SYMBOL || !token_is(&c->token, symbol))
		return false;
	parse_advance(c);
	return true;
}

static struct expr
unexpected(struct compiler *c, const char *expected)
{
	struct token *t = &c->token;
	if (t->kind == TOKEN_END)
		return compile_fault(c, t->span, "expected %s, but the expression ends", expected);
	struct str written = str_slice(c->lexer.text, t->span.off, span_end(t->span));
	return compile_fault(
		c, t->span, "expected %s instead of `%" PRIstr "`", expected, STR_ARG(written));
}

void
parse_expect(struct compiler *c, const char *symbol)
{
	if (!parse_accept(c, symbol))
		unexpected(c, arena_printf(c->arena, "`%s`", symbol).s);
}

bool
parse_is_reserved(struct str name)
{
	static const char *const words[] = { "in", "as", "break", "const", "continue", "else",
		"for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
		"var", "void", "while" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq(name, str_from(words[i])))
			return true;
	return false;
}

static struct expr
leaf(struct compiler *c, struct span span, enum cel_kind kind, enum cel_op op, uint32_t operand)
{
	return (struct expr){ emit(c, op, operand, 0, 0), { .kind = kind }, span, 1 };
}

static struct expr
parse_int(struct compiler *c, bool negative, size_t from)
{
	struct token t = c->token;
	struct span span = span_make(from, span_end(t.span));
	parse_advance(c);
	if (t.integer > (uint64_t)INT64_MAX + negative)
		return compile_fault(c, span, "this number does not fit into 64 bits");
	int64_t value = (int64_t)(negative ? -t.integer : t.integer);
	vec_push(c->arena, &c->integers, value);
	return leaf(c, span, CEL_INT, OP_INT, (uint32_t)c->integers.n - 1);
}

static struct expr
parse_literal(struct compiler *c)
{
	struct token t = c->token;
	if (t.kind == TOKEN_INT)
		return parse_int(c, false, t.span.off);
	parse_advance(c);
	if (t.kind == TOKEN_STRING)
		return check_string(c, t.span, t.text);
	vec_push(c->arena, &c->reals, t.real);
	return leaf(c, t.span, CEL_DOUBLE, OP_DOUBLE, (uint32_t)c->reals.n - 1);
}

static struct expr
parse_name(struct compiler *c)
{
	struct token t = c->token;
	parse_advance(c);
	if (str_eq(t.text, STR("null")))
		return leaf(c, t.span, CEL_NULL, OP_NULL, 0);
	if (str_eq(t.text, STR("true")) || str_eq(t.text, STR("false")))
		return leaf(c, t.span, CEL_BOOL, OP_BOOL, str_eq(t.text, STR("true")));
	if (parse_is_reserved(t.text))
		return compile_fault(
			c, t.span, "`%" PRIstr "` is a reserved word", STR_ARG(t.text));
	if (parse_accept(c, "("))
		return parse_global_call(c, t.text, t.span);
	return check_variable(c, t.span, t.text);
}

static struct expr
parse_list(struct compiler *c, size_t from)
{
	struct exprs items = { 0 };
	while (!c->failed && !token_is(&c->token, "]")) {
		struct expr item = parse_expr(c);
		vec_push(c->arena, &items, item);
		if (!parse_accept(c, ","))
			break;
	}
	parse_expect(c, "]");
	return check_list(c, &items, span_make(from, c->end));
}

static struct expr
parse_map(struct compiler *c, size_t from)
{
	struct exprs keys = { 0 }, values = { 0 };
	while (!c->failed && !token_is(&c->token, "}")) {
		struct expr key = parse_expr(c);
		parse_expect(c, ":");
		struct expr value = parse_expr(c);
		vec_push(c->arena, &keys, key);
		vec_push(c->arena, &values, value);
		if (!parse_accept(c, ","))
			break;
	}
	parse_expect(c, "}");
	return check_map(c, &keys, &values, span_make(from, c->end));
}

static struct expr
parse_primary(struct compiler *c)
{
	size_t from = c->token.span.off;
	switch (c->token.kind) {
	case TOKEN_INT:
	case TOKEN_DOUBLE:
	case TOKEN_STRING: return parse_literal(c);
	case TOKEN_NAME: return parse_name(c);
	case TOKEN_END:
	case TOKEN_SYMBOL:
	case TOKEN_BAD: break;
	}
	if (parse_accept(c, "[") && !c->failed)
		return parse_list(c, from);
	if (parse_accept(c, "{") && !c->failed)
		return parse_map(c, from);
	if (!parse_accept(c, "("))
		return unexpected(c, "an expression");
	struct expr e = parse_expr(c);
	parse_expect(c, ")");
	e.span = span_make(from, c->end);
	return e;
}

static struct expr
parse_selection(struct compiler *c, const struct expr *of)
{
	struct token name = c->token;
	if (!token_is_name(&name))
		return unexpected(c, "a name");
	parse_advance(c);
	if (parse_accept(c, "("))
		return parse_method_call(c, of, name.text, name.span);
	return check_select(c, of, name.text, name.span);
}

static struct expr
parse_postfix(struct compiler *c)
{
	struct expr e = parse_primary(c);
	while (!c->failed) {
		if (parse_accept(c, ".")) {
			e = parse_selection(c, &e);
		} else if (parse_accept(c, "[")) {
			struct expr index = parse_expr(c);
			parse_expect(c, "]");
			e = check_index(c, &e, &index, span_make(e.span.off, c->end));
		} else {
			break;
		}
	}
	return e;
}

static bool
enter(struct compiler *c)
{
	if (++c->nesting <= CEL_MAX_NESTING)
		return true;
	compile_fault(c, c->token.span, "the expression is nested too deeply");
	return false;
}

static struct expr parse_unary(struct compiler *c);

static struct expr
parse_sign(struct compiler *c, size_t from)
{
	bool negate = token_is(&c->token, "-");
	parse_advance(c);
	if (negate && c->token.kind == TOKEN_INT)
		return parse_int(c, true, from);
	struct expr e = parse_unary(c);
	struct span span = span_make(from, c->end);
	return negate ? check_negate(c, &e, span) : check_not(c, &e, span);
}

static struct expr
parse_unary(struct compiler *c)
{
	if (!token_is(&c->token, "!") && !token_is(&c->token, "-"))
		return parse_postfix(c);
	struct expr e = { 0 };
	if (enter(c))
		e = parse_sign(c, c->token.span.off);
	c->nesting--;
	return e;
}

/* How strongly an operator binds; 0 for what is none. */
static int
precedence(const struct token *t)
{
	static const struct {
		const char *symbol;
		int precedence;
	} operators[] = {
		{ "||", 1 },
		{ "&&", 2 },
		{ "==", 3 },
		{ "!=", 3 },
		{ "<", 3 },
		{ "<=", 3 },
		{ ">", 3 },
		{ ">=", 3 },
		{ "in", 3 },
		{ "+", 4 },
		{ "-", 4 },
		{ "*", 5 },
		{ "/", 5 },
		{ "%", 5 },
	};
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (token_is(t, operators[i].symbol))
			return operators[i].precedence;
	return 0;
}

static struct expr
parse_binary(struct compiler *c, int least)
{
	struct expr left = parse_unary(c);
	for (int p; (p = precedence(&c->token)) >= least && p > 0;) {
		struct token symbol = c->token;
		parse_advance(c);
		struct expr right = parse_binary(c, p + 1);
		left = check_binary(c, &symbol, &left, &right);
	}
	return left;
}

struct expr
parse_expr(struct compiler *c)
{
	struct expr e = { 0 };
	if (enter(c)) {
		e = parse_binary(c, 1);
		if (parse_accept(c, "?")) {
			struct expr yes = parse_binary(c, 1);
			parse_expect(c, ":");
			struct expr no = parse_expr(c);
			e = check_if(c, &e, &yes, &no);
		}
	}
	c->nesting--;
	return e;
}

struct expr
compile_fault(struct compiler *c, struct span span, const char *format, ...)
{
	if (!c->failed) {
		va_list args;
		va_start(args, format);
		*c->fault = (struct cel_fault){ span, arena_vprintf(c->arena, format, args) };
		va_end(args);
	}
	c->failed = true;
	c->token = (struct token){ .kind = TOKEN_END, .span = c->token.span };
	return (struct expr){ .type = { .kind = CEL_DYN }, .span = span };
}

struct str
compile_hint(struct compiler *c, struct str wrong, const struct strs *names)
{
	struct str name = nearest_name(wrong, names);
	return name.n == 0 ? name
			   : arena_printf(c->arena, "; did you mean `%" PRIstr "`?", STR_ARG(name));
}

static struct cel_type
compile_text(struct compiler *c)
{
	size_t invalid = utf8_find_invalid(c->lexer.text);
	if (invalid != STR_NONE)
		return compile_fault(c, span_make(invalid, invalid + 1), "this is not valid UTF-8")
			.type;
	parse_advance(c);
	struct expr root = parse_expr(c);
	if (!c->failed && c->token.kind != TOKEN_END)
		unexpected(c, "an operator");
	return root.type;
}

bool
cel_compile(struct arena *a, struct str text, const struct cel_variable *variables,
	size_t nvariables, struct cel_program *program, struct cel_fault *fault)
{
	struct compiler c = { .arena = a, .lexer = { a, text, 0, fault }, .variables = variables };
	c.nvariables = nvariables;
	c.fault = fault;
	struct cel_type type = compile_text(&c);
	*program = (struct cel_program){
		.nodes = c.nodes.items,
		.strings = c.strings.items,
		.integers = c.integers.items,
		.reals = c.reals.items,
		.nnodes = (uint32_t)c.nodes.n,
		.nstrings = (uint32_t)c.strings.n,
		.nintegers = (uint32_t)c.integers.n,
		.nreals = (uint32_t)c.reals.n,
		.type = type,
	};
	return !c.failed;
}
