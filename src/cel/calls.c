/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: functions with their signatures, macros, has(). */
#include "cel/compiler.h"

#define KIND_BIT(kind) (1u << (kind))

enum { CEL_MAX_ARGUMENTS = 3 };
enum call_style { GLOBAL = 1, METHOD = 2, EITHER = 3 };

static const struct signature {
	const char *name;
	enum call_style style;
	uint8_t nparams; /* with the receiver, which is the first */
	uint32_t params[CEL_MAX_ARGUMENTS];
	enum cel_op op;
	struct cel_type result;
} signatures[] = {
#define S KIND_BIT(CEL_STRING)
#define V KIND_BIT(CEL_VERSION)
#define L KIND_BIT(CEL_LIST)
#define NUMBERS (KIND_BIT(CEL_INT) | KIND_BIT(CEL_DOUBLE))
#define TEXTS (S | NUMBERS | KIND_BIT(CEL_BOOL) | V)
#define TO(kind)                     \
	{                            \
		kind, CEL_UNKNOWN, 0 \
	}
	{ "size", EITHER, 1, { S | L | KIND_BIT(CEL_MAP) }, OP_SIZE, TO(CEL_INT) },
	{ "startsWith", METHOD, 2, { S, S }, OP_STARTS_WITH, TO(CEL_BOOL) },
	{ "endsWith", METHOD, 2, { S, S }, OP_ENDS_WITH, TO(CEL_BOOL) },
	{ "contains", METHOD, 2, { S, S }, OP_CONTAINS, TO(CEL_BOOL) },
	{ "matches", EITHER, 2, { S, S }, OP_MATCHES, TO(CEL_BOOL) },
	{ "lowerAscii", METHOD, 1, { S }, OP_LOWER, TO(CEL_STRING) },
	{ "trim", METHOD, 1, { S }, OP_TRIM, TO(CEL_STRING) },
	{ "replace", METHOD, 3, { S, S, S }, OP_REPLACE, TO(CEL_STRING) },
	{ "split", METHOD, 2, { S, S }, OP_SPLIT, { CEL_LIST, CEL_STRING, 0 } },
	{ "join", METHOD, 2, { L, S }, OP_JOIN, TO(CEL_STRING) },
	{ "int", GLOBAL, 1, { S | NUMBERS }, OP_TO_INT, TO(CEL_INT) },
	{ "double", GLOBAL, 1, { S | NUMBERS }, OP_TO_DOUBLE, TO(CEL_DOUBLE) },
	{ "string", GLOBAL, 1, { TEXTS }, OP_TO_STRING, TO(CEL_STRING) },
	{ "goVersion", GLOBAL, 1, { S }, OP_GO_VERSION, TO(CEL_VERSION) },
	{ "isGoVersion", GLOBAL, 1, { S }, OP_IS_GO_VERSION, TO(CEL_BOOL) },
	{ "isLessThan", METHOD, 2, { V, V }, OP_VERSION_LESS, TO(CEL_BOOL) },
	{ "isGreaterThan", METHOD, 2, { V, V }, OP_VERSION_GREATER, TO(CEL_BOOL) },
	{ "compareTo", METHOD, 2, { V, V }, OP_VERSION_COMPARE, TO(CEL_INT) },
	{ "major", METHOD, 1, { V }, OP_VERSION_MAJOR, TO(CEL_INT) },
	{ "minor", METHOD, 1, { V }, OP_VERSION_MINOR, TO(CEL_INT) },
	{ "patch", METHOD, 1, { V }, OP_VERSION_PATCH, TO(CEL_INT) },
#undef S
#undef V
#undef L
#undef NUMBERS
#undef TEXTS
#undef TO
};
enum { NSIGNATURES = sizeof(signatures) / sizeof(*signatures) };

static const struct macro {
	const char *name;
	enum cel_op op;
} macros[] = {
	{ "exists", OP_EXISTS },
	{ "all", OP_ALL },
	{ "exists_one", OP_EXISTS_ONE },
	{ "existsOne", OP_EXISTS_ONE },
	{ "filter", OP_FILTER },
	{ "map", OP_TRANSFORM },
};
enum { NMACROS = sizeof(macros) / sizeof(*macros) };

static const struct signature *
signature_of(struct str name)
{
	for (size_t i = 0; i < NSIGNATURES; i++)
		if (str_eq(name, str_from(signatures[i].name)))
			return &signatures[i];
	return NULL;
}

static struct expr
unknown_function(struct compiler *c, struct str name, struct span span)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < NSIGNATURES; i++)
		vec_push(c->arena, &names, str_from(signatures[i].name));
	for (size_t i = 0; i < NMACROS; i++)
		vec_push(c->arena, &names, str_from(macros[i].name));
	vec_push(c->arena, &names, STR("has"));
	struct str hint = compile_hint(c, name, &names);
	return compile_fault(c, span, "there is no function `%" PRIstr "`%" PRIstr, STR_ARG(name),
		STR_ARG(hint));
}

static struct str
kinds_text(struct arena *a, uint32_t kinds)
{
	struct strs names = { 0 };
	for (int kind = 0; kind < CEL_DYN; kind++)
		if (kinds & KIND_BIT(kind))
			vec_push(a, &names, str_from(cel_kind_name((enum cel_kind)kind)));
	return strs_join(a, &names, STR(" or "));
}

static bool
fits(const struct signature *s, size_t i, struct cel_type type)
{
	if (type.kind == CEL_DYN)
		return true;
	if (s->op == OP_JOIN && i == 0 && type.element != CEL_STRING && type.element != CEL_DYN)
		return false;
	return (s->params[i] & KIND_BIT(type.kind)) != 0;
}

static void
check_arguments(struct compiler *c, const struct signature *s, const struct exprs *args)
{
	for (size_t i = 0; i < args->n; i++) {
		const struct expr *arg = &args->items[i];
		if (fits(s, i, arg->type))
			continue;
		struct str wanted = s->op == OP_JOIN && i == 0 ? STR("list(string)")
							       : kinds_text(c->arena, s->params[i]);
		struct str found = cel_type_text(c->arena, arg->type);
		compile_fault(c, arg->span, "`%s` needs %" PRIstr " here, not %" PRIstr, s->name,
			STR_ARG(wanted), STR_ARG(found));
	}
}

/* What can be known about literals before anything is evaluated. */
static enum cel_op
check_literals(struct compiler *c, const struct signature *s, const struct exprs *args)
{
	const struct expr *last = vec_last(args);
	const struct cel_node *node = &c->nodes.items[last->node];
	if (c->failed || node->op != OP_STRING)
		return s->op;
	struct str literal = c->strings.items[node->a], why;
	if (s->op == OP_GO_VERSION && !cel_version_is_valid(literal))
		compile_fault(c, last->span, "this is not a Go version");
	if (s->op != OP_MATCHES)
		return s->op;
	if (cel_regex_is_bad(c->arena, literal, &why))
		compile_fault(c, last->span, "bad regular expression: %" PRIstr, STR_ARG(why));
	return OP_MATCHES_LITERAL;
}

static struct expr
check_call(struct compiler *c, struct str name, struct span span, struct exprs *args, bool method)
{
	const struct signature *s = signature_of(name);
	if (!s)
		return unknown_function(c, name, span);
	if (!(s->style & (method ? METHOD : GLOBAL)))
		return compile_fault(c, span,
			method ? "`%s` is called as %s(x)" : "`%s` is called as x.%s()", s->name,
			s->name);
	if (s->op == OP_JOIN && args->n == 1)
		vec_push(c->arena, args, check_string(c, span, STR("")));
	if (args->n != s->nparams) {
		size_t wanted = s->nparams - (size_t)method, found = args->n - (size_t)method;
		return compile_fault(c, span, "`%s` takes %zu argument%s, not %zu", s->name, wanted,
			wanted == 1 ? "" : "s", found);
	}
	check_arguments(c, s, args);
	enum cel_op op = check_literals(c, s, args);
	uint32_t nodes[CEL_MAX_ARGUMENTS] = { 0 };
	for (size_t i = 0; i < args->n; i++)
		nodes[i] = args->items[i].node;
	uint32_t depth = depth_above(c, span, args->items, args->n);
	return (struct expr){ emit(c, op, nodes[0], nodes[1], nodes[2]), s->result,
		span_make(args->items[0].span.off < span.off ? args->items[0].span.off : span.off,
			c->end),
		depth };
}

static void
parse_arguments(struct compiler *c, struct exprs *args)
{
	if (parse_accept(c, ")"))
		return;
	do {
		struct expr arg = parse_expr(c);
		vec_push(c->arena, args, arg);
	} while (parse_accept(c, ","));
	parse_expect(c, ")");
}

/* has(e.f) never evaluates e.f itself, so the selection just parsed becomes the test. */
static struct expr
parse_has(struct compiler *c, struct span name_span)
{
	struct expr e = parse_expr(c);
	parse_expect(c, ")");
	if (c->failed)
		return e;
	struct cel_node *node = &c->nodes.items[e.node];
	if (node->op != OP_FIELD && node->op != OP_SELECT)
		return compile_fault(c, e.span, "has() needs a field: has(x.field)");
	node->op = node->op == OP_FIELD ? OP_HAS_FIELD : OP_HAS_KEY;
	e.type = (struct cel_type){ .kind = CEL_BOOL };
	e.span = span_make(name_span.off, c->end);
	return e;
}

struct expr
parse_global_call(struct compiler *c, struct str name, struct span name_span)
{
	if (str_eq(name, STR("has")))
		return parse_has(c, name_span);
	struct exprs args = { 0 };
	parse_arguments(c, &args);
	return check_call(c, name, name_span, &args, false);
}

/* --- macros --- */

static const struct macro *
macro_named(struct str name)
{
	for (size_t i = 0; i < NMACROS; i++)
		if (str_eq(name, str_from(macros[i].name)))
			return &macros[i];
	return NULL;
}

/* The name that a macro gives to the element; declares it. */
static void
parse_local(struct compiler *c, struct cel_type range)
{
	struct token name = c->token;
	if (!token_is_name(&name) || parse_is_reserved(name.text)) {
		compile_fault(c, name.span, "expected a name for the element");
		return;
	}
	struct cel_type type = range.kind == CEL_MAP ? (struct cel_type){ .kind = CEL_STRING }
						     : type_of_element(range);
	c->locals[c->nlocals] = (struct cel_variable){ name.text, type };
	parse_advance(c);
	parse_expect(c, ",");
}

static struct expr
make_macro(struct compiler *c, enum cel_op op, const struct expr *range, const struct expr *body)
{
	struct expr both[2] = { *range, *body };
	struct span span = span_make(range->span.off, c->end);
	uint32_t depth = depth_above(c, span, both, 2);
	struct cel_type type = { .kind = CEL_BOOL };
	if (op == OP_TRANSFORM)
		type = type_of_list(body->type);
	else if (op == OP_FILTER && range->type.kind == CEL_MAP)
		type = (struct cel_type){ CEL_LIST, CEL_STRING, 0 };
	else if (op == OP_FILTER)
		type = range->type;
	return (struct expr){ emit(c, op, range->node, body->node, c->nlocals), type, span, depth };
}

static struct expr
parse_macro(struct compiler *c, const struct macro *macro, const struct expr *receiver)
{
	if (!type_is(receiver->type, CEL_LIST) && !type_is(receiver->type, CEL_MAP)) {
		struct str type = cel_type_text(c->arena, receiver->type);
		return compile_fault(c, receiver->span, "`%s` needs a list or a map, not %" PRIstr,
			macro->name, STR_ARG(type));
	}
	struct expr range = *receiver;
	parse_local(c, range.type);
	c->nlocals++; /* never more than the nesting, which is bounded */
	struct expr body = parse_expr(c);
	if (macro->op == OP_TRANSFORM && parse_accept(c, ",")) {
		check_is_bool(c, &body, "the condition of `map`");
		c->nlocals--;
		range = make_macro(c, OP_FILTER, receiver, &body);
		c->nlocals++;
		body = parse_expr(c);
	}
	c->nlocals--;
	if (macro->op != OP_TRANSFORM)
		check_is_bool(c, &body, "the condition of this macro");
	parse_expect(c, ")");
	return make_macro(c, macro->op, &range, &body);
}

struct expr
parse_method_call(
	struct compiler *c, const struct expr *receiver, struct str name, struct span name_span)
{
	const struct macro *macro = macro_named(name);
	if (macro)
		return parse_macro(c, macro, receiver);
	struct exprs args = { 0 };
	vec_push(c->arena, &args, *receiver);
	parse_arguments(c, &args);
	return check_call(c, name, name_span, &args, true);
}
