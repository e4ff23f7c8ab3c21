/* SPDX-License-Identifier: Apache-2.0 */
/* The statements of a makefile, told apart in the order in which make does it. */
#include "syntax/makefile/makefile.h"

#include "base/utf8.h"
#include "syntax/makefile/parser.h"

struct make_node *
make_node_add(struct make_parser *p, enum make_kind kind, struct span span)
{
	struct make_node *node = ARENA_NEW(p->arena, struct make_node);
	node->kind = kind;
	node->span = span;
	struct make_nodes *nodes = &p->out->nodes;
	if (p->depth)
		nodes = &vec_last(&p->blocks[p->depth - 1].conditional->branches)->body;
	vec_push(p->arena, nodes, node);
	return node;
}

void
make_set_rule(struct make_parser *p, struct make_node *rule)
{
	p->rule = rule;
	p->rule_open = rule != NULL;
	if (p->depth)
		p->blocks[p->depth - 1].inherits = false;
}

struct span
make_statement_span(const struct make_line *line)
{
	struct str text = line->text.text;
	size_t to = text.n;
	while (to > line->from && char_is_space(text.s[to - 1]))
		to--;
	return mapped_span(&line->text, line->from, to);
}

/* Parses `word argument` for the directives that are just that. */
static bool
parse_directive(struct make_parser *p, const struct make_line *line, struct str word)
{
	static const struct {
		struct str word;
		enum make_kind kind;
		bool is_optional;
	} directives[] = {
		{ STR_INIT("include"), MAKE_INCLUDE, false },
		{ STR_INIT("-include"), MAKE_INCLUDE, true },
		{ STR_INIT("sinclude"), MAKE_INCLUDE, true },
		{ STR_INIT("export"), MAKE_EXPORT, false },
		{ STR_INIT("unexport"), MAKE_UNEXPORT, false },
		{ STR_INIT("vpath"), MAKE_VPATH, false },
		{ STR_INIT("load"), MAKE_LOAD, false },
		{ STR_INIT("-load"), MAKE_LOAD, true },
	};
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		if (!str_eq(word, directives[i].word))
			continue;
		make_line_add_comment(p, line);
		make_set_rule(p, NULL);
		struct span span = make_statement_span(line);
		struct make_node *node = make_node_add(p, directives[i].kind, span);
		node->is_optional = directives[i].is_optional;
		size_t end = line->text.text.n;
		node->argument = make_trimmed(p, &line->text, line->from + word.n, end);
		return true;
	}
	return false;
}

static void
parse_statement(struct make_parser *p, struct make_line *line)
{
	make_line_read(p, line);
	struct str text = line->text.text;
	struct make_definition definition;
	if (make_definition_read(text, line->from, &definition)) {
		make_line_add_comment(p, line);
		make_definition_parse(p, line, &definition);
		return;
	}
	struct str word = str_slice(text, line->from, make_word_end(text, line->from));
	if (word.n == 0)
		make_line_add_comment(p, line);
	else if (!make_conditional_parse(p, line, word) && !parse_directive(p, line, word))
		make_rule_parse(p, line);
}

void
make_statement_fault(struct make_parser *p, struct span span, const char *format, ...)
{
	if (p->depth)
		return;
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(p->arena, format, args);
	va_end(args);
	vec_push(p->arena, &p->out->faults, ((struct fault){ span, message }));
}

struct makefile *
makefile_parse(struct arena *a, const struct source *source)
{
	struct makefile *out = ARENA_NEW(a, struct makefile);
	struct make_parser *p = ARENA_NEW(a, struct make_parser);
	out->source = source;
	p->arena = a;
	p->source = source;
	p->out = out;
	p->prefix = '\t';
	p->at = str_starts(source->text, STR(UTF8_BOM)) ? sizeof(UTF8_BOM) - 1 : 0;
	struct make_line line;
	while (make_line_next(p, &line)) {
		if (line.span.len == 0)
			continue;
		if (p->rule_open && source->text.s[line.span.off] == p->prefix)
			make_recipe_add(p, span_make(line.span.off + 1, span_end(line.span)));
		else
			parse_statement(p, &line);
	}
	make_conditional_finish(p);
	return out;
}
