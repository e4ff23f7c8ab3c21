/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar is one of lines: a file holds directives, and blocks of a keyword with one
 * directive in each line. A line that is wrong is reported and the next one is read.
 */
#include "syntax/gomod/gomod.h"

#include "syntax/gomod/gomod_parts.h"

struct verb_row {
	struct str keyword;
	enum gomod_verb verb;
	bool in_mod, in_work, block;
};

static const struct verb_row verbs[] = {
	{ STR_INIT("module"), GOMOD_MODULE, true, false, true },
	{ STR_INIT("go"), GOMOD_GO, true, true, false },
	{ STR_INIT("toolchain"), GOMOD_TOOLCHAIN, true, true, false },
	{ STR_INIT("godebug"), GOMOD_GODEBUG, true, true, true },
	{ STR_INIT("require"), GOMOD_REQUIRE, true, false, true },
	{ STR_INIT("exclude"), GOMOD_EXCLUDE, true, false, true },
	{ STR_INIT("replace"), GOMOD_REPLACE, true, true, true },
	{ STR_INIT("retract"), GOMOD_RETRACT, true, false, true },
	{ STR_INIT("tool"), GOMOD_TOOL, true, false, true },
	{ STR_INIT("ignore"), GOMOD_IGNORE, true, false, true },
	{ STR_INIT("use"), GOMOD_USE, false, true, true },
};

static const struct verb_row *
find_verb(const struct gomod *mod, struct str keyword)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (str_eq(verbs[i].keyword, keyword)
			&& (mod->is_work ? verbs[i].in_work : verbs[i].in_mod))
			return &verbs[i];
	return NULL;
}

void
gomod_fault(struct gomod_parser *p, struct span span, const char *format, ...)
{
	if (p->mod->faults.n >= GOMOD_MAX_FAULTS)
		return;
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(p->arena, format, args);
	va_end(args);
	vec_push(p->arena, &p->mod->faults, ((struct fault){ span, message }));
}

static bool
ends_line(struct gomod_lexeme lexeme)
{
	return lexeme.kind == GOMOD_END || lexeme.kind == GOMOD_NEWLINE
		|| lexeme.kind == GOMOD_COMMENT;
}

/* Takes the next lexeme as one of a directive's tokens. */
static struct gomod_token
take_token(struct gomod_parser *p)
{
	struct gomod_lexeme lexeme = gomod_take(p);
	struct str raw = source_slice(p->mod->source, lexeme.span);
	return (struct gomod_token){ gomod_unquote(p->arena, raw, NULL), lexeme.span };
}

/* `// indirect`, or `// indirect; and more`. */
static bool
is_indirect(struct str comment)
{
	struct str text = str_trim(str_slice(comment, 2, comment.n));
	if (!str_starts(text, STR("indirect;")))
		return str_eq(text, STR("indirect"));
	return text.n > 10 && char_is_space(text.s[9]);
}

/* Takes the comment at the end of the line, if there is one, and completes the directive. */
static void
finish_directive(struct gomod_parser *p, struct gomod_directive *d)
{
	if (p->next.kind == GOMOD_COMMENT)
		d->comment = gomod_take(p).span;
	d->indirect =
		d->verb == GOMOD_REQUIRE && is_indirect(source_slice(p->mod->source, d->comment));
	gomod_check(p, d);
	vec_push(p->arena, &p->mod->directives, *d);
}

static void
add_argument(struct gomod_parser *p, struct gomod_directive *d)
{
	struct gomod_token token = take_token(p);
	vec_push(p->arena, &d->args, token);
	d->span = d->span.len ? span_join(d->span, token.span) : token.span;
}

static void
skip_line(struct gomod_parser *p)
{
	while (!ends_line(p->next))
		gomod_take(p);
}

static void
close_block(struct gomod_parser *p)
{
	gomod_take(p);
	if (!ends_line(p->next))
		gomod_fault(p, p->next.span, "nothing may follow ')'");
	skip_line(p);
}

/* Reads the lines of a block up to its closing parenthesis; without a verb drops them. */
static void
read_block(struct gomod_parser *p, struct gomod_token keyword, const struct verb_row *verb)
{
	while (p->next.kind != GOMOD_END) {
		if (gomod_is_punctuation(p, p->next, ')')) {
			close_block(p);
			return;
		}
		if (ends_line(p->next)) {
			gomod_take(p);
			continue;
		}
		struct gomod_directive d = { .keyword = keyword, .in_block = true };
		d.verb = verb ? verb->verb : GOMOD_UNKNOWN;
		while (!ends_line(p->next) && verb)
			add_argument(p, &d);
		if (verb)
			finish_directive(p, &d);
		skip_line(p);
	}
	gomod_fault(p, keyword.span, "the block's closing ')' is missing");
}

static void
open_block(struct gomod_parser *p, const struct gomod_directive *head)
{
	const struct verb_row *verb = head->args.n
		? NULL
		: find_verb(p->mod, source_slice(p->mod->source, head->keyword.span));
	if (verb && !verb->block)
		verb = NULL;
	if (!verb)
		gomod_fault(p, head->span, "\"%" PRIstr "\" can't start a block",
			STR_ARG(source_slice(p->mod->source, head->span)));
	read_block(p, head->keyword, verb);
}

/* Reads a directive or a block. */
static void
read_statement(struct gomod_parser *p)
{
	struct gomod_directive d = { .keyword = take_token(p) };
	d.span = d.keyword.span;
	const struct verb_row *verb = find_verb(p->mod, source_slice(p->mod->source, d.span));
	d.verb = verb ? verb->verb : GOMOD_UNKNOWN;
	while (!ends_line(p->next)) {
		bool paren = gomod_is_punctuation(p, p->next, '(');
		struct gomod_directive head = d;
		add_argument(p, &d);
		if (paren && ends_line(p->next)) {
			open_block(p, &head);
			return;
		}
		if (!paren || !gomod_is_punctuation(p, p->next, ')'))
			continue;
		add_argument(p, &d);
		if (ends_line(p->next)) {
			if (head.args.n || !verb || !verb->block)
				gomod_fault(p, head.span, "\"%" PRIstr "\" can't start a block",
					STR_ARG(source_slice(p->mod->source, head.span)));
			return;
		}
	}
	finish_directive(p, &d);
}

struct gomod *
gomod_parse(struct arena *a, const struct source *source, bool is_work)
{
	struct gomod *mod = ARENA_NEW(a, struct gomod);
	mod->source = source;
	mod->is_work = is_work;
	struct gomod_parser p = { .arena = a, .mod = mod, .text = source->text };
	gomod_take(&p);
	while (p.next.kind != GOMOD_END) {
		if (ends_line(p.next))
			gomod_take(&p);
		else
			read_statement(&p);
	}
	return mod;
}

const struct gomod_directive *
gomod_find(const struct gomod *mod, enum gomod_verb verb)
{
	vec_for(const struct gomod_directive, d, &mod->directives) {
		if (d->verb == verb)
			return d;
	}
	return NULL;
}
