/* SPDX-License-Identifier: Apache-2.0 */
/* Variables: assignments with their modifiers, define and undefine. */
#include "syntax/makefile/parser.h"

/* The assignment operator at text[at]; its length, or 0. */
static size_t
read_operator(struct str text, size_t at, enum make_operator *op)
{
	static const struct {
		struct str text;
		enum make_operator op;
	} operators[] = {
		{ STR_INIT("="), MAKE_RECURSIVE },
		{ STR_INIT(":="), MAKE_SIMPLE },
		{ STR_INIT("::="), MAKE_SIMPLE },
		{ STR_INIT(":::="), MAKE_IMMEDIATE },
		{ STR_INIT("?="), MAKE_CONDITIONALLY },
		{ STR_INIT("+="), MAKE_APPEND },
		{ STR_INIT("!="), MAKE_SHELL },
	};
	struct str rest = str_slice(text, at, text.n);
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (str_starts(rest, operators[i].text)) {
			*op = operators[i].op;
			return operators[i].text.n;
		}
	return 0;
}

/*
 * NAME operator VALUE: the name ends at the first blank or operator outside references,
 * and nothing but blanks may stand between the two.
 */
static bool
read_assignment(struct str text, size_t at, struct make_definition *d)
{
	size_t length = 0;
	d->name_from = at;
	while (at < text.n && !char_is_blank(text.s[at])) {
		if (text.s[at] == '$') {
			at = make_skip_reference(text, at);
			continue;
		}
		length = read_operator(text, at, &d->op);
		if (length || text.s[at] == ':' || text.s[at] == '#')
			break;
		at++;
	}
	d->name_to = at;
	at = make_skip_space(text, at);
	if (length == 0)
		length = read_operator(text, at, &d->op);
	d->value_from = make_skip_space(text, at + length);
	return length > 0;
}

bool
make_definition_read(struct str text, size_t from, struct make_definition *d)
{
	*d = (struct make_definition){ 0 };
	for (size_t at = make_skip_space(text, from); at < text.n;) {
		if (read_assignment(text, at, d))
			return true;
		size_t end = make_word_end(text, at);
		struct str word = str_slice(text, at, end);
		at = make_skip_space(text, end);
		d->is_define = str_eq(word, STR("define"));
		d->is_undefine = str_eq(word, STR("undefine"));
		if (d->is_define || d->is_undefine) {
			d->name_from = at;
			d->name_to = text.n;
			return true;
		}
		if (str_eq(word, STR("export")))
			d->is_export = true;
		else if (str_eq(word, STR("override")))
			d->is_override = true;
		else if (str_eq(word, STR("private")))
			d->is_private = true;
		else
			return false;
	}
	return false;
}

struct make_node *
make_definition_node(struct make_parser *p, enum make_kind kind, const struct mapped *text,
	const struct make_definition *d)
{
	struct make_node *node = make_node_add(p, kind, mapped_span(text, 0, text->text.n));
	node->name = make_trimmed(p, text, d->name_from, d->name_to);
	node->op = d->op;
	node->is_override = d->is_override;
	node->is_export = d->is_export;
	node->is_private = d->is_private;
	if (node->name.text.text.n == 0)
		make_statement_fault(p, node->span, "empty variable name");
	return node;
}

void
make_assign_value(struct make_parser *p, struct make_node *node, const struct mapped *text,
	size_t from, size_t to)
{
	/* A recursive value may never be expanded, so what it lacks need not matter. */
	bool expanded =
		node->op == MAKE_SIMPLE || node->op == MAKE_IMMEDIATE || node->op == MAKE_SHELL;
	struct faults *faults = expanded ? &p->out->faults : NULL;
	node->value = make_expression_slice(p->arena, faults, text, from, to);
}

/*
 * The first byte of .RECIPEPREFIX starts the recipe lines that follow. References in
 * front of it are taken to be empty: that is how a space is assigned.
 */
static void
set_recipe_prefix(struct make_parser *p, const struct make_node *node)
{
	if (!str_eq(node->name.text.text, STR(".RECIPEPREFIX")) || node->op == MAKE_CONDITIONALLY)
		return;
	if (node->op == MAKE_APPEND && p->prefix != '\t')
		return;
	vec_for(const struct make_part, part, &node->value.parts)
		if (part->kind == MAKE_PART_TEXT) {
			p->prefix = part->text.s[0];
			return;
		}
	if (node->value.parts.n == 0)
		p->prefix = '\t';
}

/* Is the body line a `word`, alone or with blanks after it? */
static bool
is_directive(const struct mapped *folded, size_t at, struct str word)
{
	struct str text = str_slice(folded->text, at, folded->text.n);
	return str_starts(text, word)
		&& (text.n == word.n || char_is_blank(folded->text.s[at + word.n]));
}

/* Notes the comment after an endef, or the text that does not belong there. */
static void
finish_endef(struct make_parser *p, struct make_line *line)
{
	make_line_read(p, line);
	make_line_add_comment(p, line);
	struct str text = line->text.text;
	size_t at = make_skip_space(text, make_word_end(text, line->from));
	if (at < text.n)
		fault_add(p->arena, &p->out->faults, mapped_span(&line->text, at, text.n),
			"extraneous text after 'endef'");
}

/* Reads the lines up to the matching endef; false if there is none. */
static bool
read_body(struct make_parser *p, struct make_node *node)
{
	struct mapped_builder b = mapped_builder_new(p->arena, p->source);
	struct span feed = { 0 };
	struct make_line line;
	size_t levels = 1;
	node->value.span = span_make(p->at, p->at);
	if (node->value.span.off > p->source->text.n)
		node->value.span.off = (uint32_t)p->source->text.n;
	while (make_line_next(p, &line)) {
		struct mapped_builder folding = mapped_builder_new(p->arena, p->source);
		make_fold(&folding, line.span);
		struct mapped folded = mapped_finish(&folding);
		size_t at = make_skip_space(folded.text, 0);
		bool in_recipe = folded.text.n && folded.text.s[0] == p->prefix;
		if (!in_recipe && is_directive(&folded, at, STR("define")))
			levels++;
		else if (!in_recipe && is_directive(&folded, at, STR("endef")))
			levels--;
		if (levels == 0) {
			finish_endef(p, &line);
			node->span = span_join(node->span, make_statement_span(&line));
			break;
		}
		mapped_add_span(&b, feed);
		mapped_add_slice(&b, &folded, 0, folded.text.n);
		feed = line.line_feed;
		node->span = span_join(node->span, line.span);
	}
	struct mapped body = mapped_finish(&b);
	if (body.text.n == 0)
		body.segments.items[0].span = node->value.span;
	node->value = make_expression_parse(p->arena, &body);
	return levels == 0;
}

static void
parse_define(struct make_parser *p, const struct make_line *line, struct make_definition d)
{
	struct mapped text = mapped_slice(p->arena, &line->text, line->from, line->text.text.n);
	d.name_from -= line->from;
	d.name_to -= line->from;
	struct make_definition inner = { 0 };
	if (read_assignment(text.text, d.name_from, &inner)) {
		d.name_to = inner.name_to;
		d.op = inner.op;
		if (inner.value_from < text.text.n)
			fault_add(p->arena, &p->out->faults,
				mapped_span(&text, inner.value_from, text.text.n),
				"extraneous text after 'define'");
	}
	struct make_node *node = make_definition_node(p, MAKE_DEFINE, &text, &d);
	node->span = make_statement_span(line);
	struct span head = node->span;
	if (!read_body(p, node))
		fault_add(
			p->arena, &p->out->faults, head, "missing 'endef', unterminated 'define'");
	set_recipe_prefix(p, node);
}

void
make_definition_parse(
	struct make_parser *p, const struct make_line *line, const struct make_definition *d)
{
	make_set_rule(p, NULL);
	if (d->is_define) {
		parse_define(p, line, *d);
		return;
	}
	enum make_kind kind = d->is_undefine ? MAKE_UNDEFINE : MAKE_ASSIGN;
	struct make_node *node = make_definition_node(p, kind, &line->text, d);
	node->span = make_statement_span(line);
	if (kind == MAKE_UNDEFINE)
		return;
	make_assign_value(p, node, &line->text, d->value_from, line->text.text.n);
	node->span = span_join(node->span, node->value.span);
	set_recipe_prefix(p, node);
}
