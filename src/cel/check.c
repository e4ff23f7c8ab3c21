/* SPDX-License-Identifier: Apache-2.0 */
/* The node of each construct but calls, with its type. */
#include "cel/compiler.h"

uint32_t
emit(struct compiler *c, enum cel_op op, uint32_t a, uint32_t b, uint32_t third)
{
	vec_push(c->arena, &c->nodes, ((struct cel_node){ op, a, b, third }));
	return (uint32_t)c->nodes.n - 1;
}

uint32_t
depth_above(struct compiler *c, struct span span, const struct expr *children, size_t n)
{
	uint32_t depth = 0;
	for (size_t i = 0; i < n; i++)
		if (children[i].depth > depth)
			depth = children[i].depth;
	if (depth >= CEL_MAX_DEPTH)
		compile_fault(c, span, "the expression chains too many operators");
	return depth + 1;
}

static struct expr
make(struct compiler *c, struct span span, enum cel_op op, struct cel_type type,
	const struct expr operands[2])
{
	uint32_t depth = depth_above(c, span, operands, 2);
	return (struct expr){ emit(c, op, operands[0].node, operands[1].node, 0), type, span,
		depth };
}

static struct expr
make_unary(struct compiler *c, struct span span, enum cel_op op, const struct expr *of)
{
	struct expr operands[2] = { *of, { .node = 0 } };
	return make(c, span, op, of->type, operands);
}

static struct expr
unknown_name(struct compiler *c, struct span span, struct str name)
{
	struct strs names = { 0 };
	for (uint32_t i = c->nlocals; i-- > 0;)
		vec_push(c->arena, &names, c->locals[i].name);
	for (size_t i = 0; i < c->nvariables; i++)
		vec_push(c->arena, &names, c->variables[i].name);
	struct str hint = compile_hint(c, name, &names);
	return compile_fault(c, span, "nothing is called `%" PRIstr "` here%" PRIstr, STR_ARG(name),
		STR_ARG(hint));
}

struct expr
check_variable(struct compiler *c, struct span span, struct str name)
{
	for (uint32_t i = c->nlocals; i-- > 0;)
		if (str_eq(c->locals[i].name, name))
			return (struct expr){ emit(c, OP_LOCAL, i, 0, 0), c->locals[i].type, span,
				1 };
	for (uint32_t i = 0; i < c->nvariables; i++)
		if (str_eq(c->variables[i].name, name))
			return (struct expr){ emit(c, OP_VARIABLE, i, 0, 0), c->variables[i].type,
				span, 1 };
	return unknown_name(c, span, name);
}

struct expr
check_string(struct compiler *c, struct span span, struct str content)
{
	vec_push(c->arena, &c->strings, content);
	uint32_t node = emit(c, OP_STRING, (uint32_t)c->strings.n - 1, 0, 0);
	return (struct expr){ node, { .kind = CEL_STRING }, span, 1 };
}

static struct expr
check_field(struct compiler *c, const struct expr *of, struct str name, struct span name_span)
{
	const struct fact_class *class = &fact_classes[of->type.class];
	const struct fact_field *field = fact_field_named(class, name);
	if (!field) {
		struct strs names = { 0 };
		for (uint16_t i = 0; i < class->nfields; i++)
			vec_push(c->arena, &names, str_from(class->fields[i].name));
		struct str hint = compile_hint(c, name, &names);
		return compile_fault(c, name_span, "%s has no field `%" PRIstr "`%" PRIstr,
			class->name, STR_ARG(name), STR_ARG(hint));
	}
	struct span span = span_join(of->span, name_span);
	uint32_t depth = depth_above(c, span, of, 1);
	uint32_t node =
		emit(c, OP_FIELD, of->node, (uint32_t)(field - class->fields), of->type.class);
	return (struct expr){ node, type_of_field(field), span, depth };
}

struct expr
check_select(struct compiler *c, const struct expr *of, struct str name, struct span name_span)
{
	if (of->type.kind == CEL_OBJECT)
		return check_field(c, of, name, name_span);
	if (!type_is(of->type, CEL_MAP)) {
		struct str type = cel_type_text(c->arena, of->type);
		return compile_fault(c, name_span, "%" PRIstr " has no fields", STR_ARG(type));
	}
	struct span span = span_join(of->span, name_span);
	uint32_t depth = depth_above(c, span, of, 1);
	vec_push(c->arena, &c->strings, arena_str(c->arena, name));
	uint32_t node = emit(c, OP_SELECT, of->node, (uint32_t)c->strings.n - 1, 0);
	return (struct expr){ node, type_of_element(of->type), span, depth };
}

struct expr
check_index(struct compiler *c, const struct expr *of, const struct expr *index, struct span span)
{
	struct str type = cel_type_text(c->arena, of->type);
	if (!type_is(of->type, CEL_LIST) && !type_is(of->type, CEL_MAP))
		return compile_fault(c, of->span, "%" PRIstr " has no elements", STR_ARG(type));
	enum cel_kind wanted = of->type.kind == CEL_LIST ? CEL_INT : CEL_STRING;
	if (of->type.kind != CEL_DYN && !type_is(index->type, wanted)) {
		struct str found = cel_type_text(c->arena, index->type);
		return compile_fault(c, index->span,
			"the index of a %" PRIstr " must be %s, not %" PRIstr, STR_ARG(type),
			cel_kind_name(wanted), STR_ARG(found));
	}
	struct expr operands[2] = { *of, *index };
	return make(c, span, OP_INDEX, type_of_element(of->type), operands);
}

void
check_is_bool(struct compiler *c, const struct expr *e, const char *what)
{
	if (type_is(e->type, CEL_BOOL))
		return;
	struct str type = cel_type_text(c->arena, e->type);
	compile_fault(c, e->span, "%s must be bool, not %" PRIstr, what, STR_ARG(type));
}

struct expr
check_not(struct compiler *c, const struct expr *of, struct span span)
{
	check_is_bool(c, of, "the operand of `!`");
	struct expr e = make_unary(c, span, OP_NOT, of);
	e.type = (struct cel_type){ .kind = CEL_BOOL };
	return e;
}

struct expr
check_negate(struct compiler *c, const struct expr *of, struct span span)
{
	if (!type_is(of->type, CEL_INT) && !type_is(of->type, CEL_DOUBLE)) {
		struct str type = cel_type_text(c->arena, of->type);
		return compile_fault(c, of->span,
			"the operand of `-` must be int or double, not %" PRIstr, STR_ARG(type));
	}
	return make_unary(c, span, OP_NEGATE, of);
}

/* --- binary operators --- */

#define KIND_BIT(kind) (1u << (kind))
#define NUMBERS (KIND_BIT(CEL_INT) | KIND_BIT(CEL_DOUBLE))

enum family { LOGIC, EQUALITY, ORDER, ARITHMETIC, MEMBERSHIP };

static const struct operator_row {
	const char *symbol;
	enum cel_op op;
	enum family family;
	uint32_t kinds; /* of the operands, for ORDER and ARITHMETIC */
	const char *takes;
} operators[] = {
	{ "&&", OP_AND, LOGIC, 0, "bools" },
	{ "||", OP_OR, LOGIC, 0, "bools" },
	{ "==", OP_EQUAL, EQUALITY, 0, "" },
	{ "!=", OP_UNEQUAL, EQUALITY, 0, "" },
	{ "<", OP_LESS, ORDER, NUMBERS | KIND_BIT(CEL_STRING), "numbers or strings" },
	{ "<=", OP_LESS_EQUAL, ORDER, NUMBERS | KIND_BIT(CEL_STRING), "numbers or strings" },
	{ ">", OP_GREATER, ORDER, NUMBERS | KIND_BIT(CEL_STRING), "numbers or strings" },
	{ ">=", OP_GREATER_EQUAL, ORDER, NUMBERS | KIND_BIT(CEL_STRING), "numbers or strings" },
	{ "in", OP_IN, MEMBERSHIP, 0, "" },
	{ "+", OP_ADD, ARITHMETIC, NUMBERS | KIND_BIT(CEL_STRING) | KIND_BIT(CEL_LIST),
		"ints, doubles, strings or lists" },
	{ "-", OP_SUBTRACT, ARITHMETIC, NUMBERS, "ints or doubles" },
	{ "*", OP_MULTIPLY, ARITHMETIC, NUMBERS, "ints or doubles" },
	{ "/", OP_DIVIDE, ARITHMETIC, NUMBERS, "ints or doubles" },
	{ "%", OP_MODULO, ARITHMETIC, KIND_BIT(CEL_INT), "ints" },
};

static const struct operator_row *
operator_of(const struct token *symbol)
{
	size_t i = 0;
	while (!token_is(symbol, operators[i].symbol))
		i++;
	return &operators[i];
}

static bool
check_equality(struct compiler *c, struct span span, struct cel_type l, struct cel_type r)
{
	if (type_comparable(l, r))
		return true;
	struct str left = cel_type_text(c->arena, l), right = cel_type_text(c->arena, r);
	bool null = l.kind == CEL_NULL || r.kind == CEL_NULL;
	compile_fault(c, span, "%" PRIstr " and %" PRIstr " cannot be compared%s", STR_ARG(left),
		STR_ARG(right), null ? "; has() tells whether a field is there" : "");
	return false;
}

static bool
takes(const struct operator_row *row, struct cel_type type)
{
	return type.kind == CEL_DYN || (row->kinds & KIND_BIT(type.kind)) != 0;
}

/* The type of the operation's result; `joined` is that of both operands. */
static struct cel_type
result_type(const struct operator_row *row, struct cel_type joined)
{
	return row->family == ARITHMETIC ? joined : (struct cel_type){ .kind = CEL_BOOL };
}

static struct cel_type
check_operands(struct compiler *c, const struct operator_row *row, const struct expr *left,
	const struct expr *right)
{
	struct cel_type joined = left->type;
	struct span span = span_join(left->span, right->span);
	bool fits = takes(row, left->type) && takes(row, right->type)
		&& (row->family == ORDER ? type_comparable(left->type, right->type)
					 : type_join(left->type, right->type, &joined));
	if (!fits) {
		struct str l = cel_type_text(c->arena, left->type);
		struct str r = cel_type_text(c->arena, right->type);
		compile_fault(c, span, "`%s` takes two %s, not %" PRIstr " and %" PRIstr,
			row->symbol, row->takes, STR_ARG(l), STR_ARG(r));
	}
	return result_type(row, joined);
}

static void
check_membership(struct compiler *c, const struct expr *left, const struct expr *right)
{
	struct str right_text = cel_type_text(c->arena, right->type);
	if (!type_is(right->type, CEL_LIST) && !type_is(right->type, CEL_MAP)) {
		compile_fault(c, right->span, "`in` needs a list or a map, not %" PRIstr,
			STR_ARG(right_text));
		return;
	}
	struct cel_type element = right->type.kind == CEL_MAP
		? (struct cel_type){ .kind = CEL_STRING }
		: type_of_element(right->type);
	if (!type_comparable(left->type, element)) {
		struct str left_text = cel_type_text(c->arena, left->type);
		compile_fault(c, span_join(left->span, right->span),
			"%" PRIstr " cannot be in a %" PRIstr, STR_ARG(left_text),
			STR_ARG(right_text));
	}
}

struct expr
check_binary(struct compiler *c, const struct token *symbol, const struct expr *left,
	const struct expr *right)
{
	const struct operator_row *row = operator_of(symbol);
	struct expr operands[2] = { *left, *right };
	struct span span = span_join(left->span, right->span);
	struct cel_type type = { .kind = CEL_BOOL };
	switch (row->family) {
	case LOGIC:
		check_is_bool(c, left, "the left side of this operator");
		check_is_bool(c, right, "the right side of this operator");
		break;
	case EQUALITY: check_equality(c, span, left->type, right->type); break;
	case MEMBERSHIP: check_membership(c, left, right); break;
	case ORDER:
	case ARITHMETIC: type = check_operands(c, row, left, right); break;
	}
	return make(c, span, row->op, type, operands);
}

/* --- the ternary operator, lists and maps --- */

struct expr
check_if(struct compiler *c, const struct expr *condition, const struct expr *yes,
	const struct expr *no)
{
	struct expr all[3] = { *condition, *yes, *no };
	struct cel_type type;
	check_is_bool(c, condition, "the condition before `?`");
	struct span span = span_join(condition->span, no->span);
	if (!type_join(yes->type, no->type, &type)) {
		struct str l = cel_type_text(c->arena, yes->type),
			   r = cel_type_text(c->arena, no->type);
		return compile_fault(c, span_join(yes->span, no->span),
			"both results of `?` must be of one type, not %" PRIstr " and %" PRIstr,
			STR_ARG(l), STR_ARG(r));
	}
	uint32_t depth = depth_above(c, span, all, 3);
	return (struct expr){ emit(c, OP_IF, condition->node, yes->node, no->node), type, span,
		depth };
}

/* The type that all of these have. */
static struct cel_type
common_type(struct compiler *c, const struct exprs *items)
{
	struct cel_type type = { .kind = CEL_DYN };
	for (size_t i = 0; i < items->n; i++) {
		const struct expr *item = &items->items[i];
		struct cel_type joined = item->type;
		if (i > 0 && !type_join(type, item->type, &joined)) {
			struct str l = cel_type_text(c->arena, type);
			struct str r = cel_type_text(c->arena, item->type);
			compile_fault(c, item->span,
				"all elements must be of one type, not %" PRIstr " and %" PRIstr,
				STR_ARG(l), STR_ARG(r));
			return type;
		}
		type = joined;
	}
	return type;
}

struct expr
check_list(struct compiler *c, const struct exprs *items, struct span span)
{
	struct cel_type element = common_type(c, items);
	uint32_t depth = depth_above(c, span, items->items, items->n);
	uint32_t next = CEL_NO_NODE;
	for (size_t i = items->n; i-- > 0;)
		next = emit(c, OP_ITEM, items->items[i].node, next, 0);
	uint32_t node = emit(c, OP_LIST, next, (uint32_t)items->n, 0);
	return (struct expr){ node, type_of_list(element), span, depth };
}

struct expr
check_map(
	struct compiler *c, const struct exprs *keys, const struct exprs *values, struct span span)
{
	struct cel_type value = common_type(c, values);
	uint32_t above_keys = depth_above(c, span, keys->items, keys->n);
	uint32_t depth = depth_above(c, span, values->items, values->n);
	uint32_t next = CEL_NO_NODE;
	for (size_t i = keys->n; i-- > 0;) {
		if (!type_is(keys->items[i].type, CEL_STRING))
			compile_fault(c, keys->items[i].span, "the keys of a map must be strings");
		next = emit(c, OP_ENTRY, keys->items[i].node, values->items[i].node, next);
	}
	uint32_t node = emit(c, OP_MAP, next, (uint32_t)keys->n, 0);
	struct cel_type type = { CEL_MAP, value.kind, value.class };
	return (struct expr){ node, type, span, above_keys > depth ? above_keys : depth };
}
