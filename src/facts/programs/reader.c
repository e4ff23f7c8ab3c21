/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/programs/reader.h"

#include "base/buf.h"
#include "base/path.h"

bool
str_is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_from(list[i])))
			return true;
	return false;
}

bool
str_mentions(struct str text, const char *word)
{
	struct str wanted = str_from(word);
	for (size_t i = 0; i + wanted.n <= text.n; i++)
		if (str_eq_nocase(str_slice(text, i, i + wanted.n), wanted))
			return true;
	return false;
}

/* --- words --- */

struct str
word_sketch(const struct run_context *cx, const struct shell_word *word)
{
	struct buf text = buf_new(cx->x->arena);
	vec_for(struct shell_part, part, &word->parts) {
		struct shell_word alone = { .span = part->span, .parts = { part, 1, 1 } };
		struct fact_string value = word_value(cx, &alone);
		bool is_literal = part->kind == SHELL_PART_LITERAL;
		if (value.state == KNOWN
			&& (is_literal || expansion_fits(cx->x, text.n + value.text.n)))
			buf_add(&text, value.text);
		else
			buf_add_char(&text, SKETCH_UNKNOWN);
	}
	return buf_str(&text);
}

struct str
arg_sketch(const struct run_context *cx, const struct command_view *view, size_t i)
{
	struct fact_string arg = arg_at(view->command, i);
	if (arg.state == KNOWN)
		return arg.text;
	const struct shell_word *word = i < view->command->args.n ? view->origins[i].word : NULL;
	return word ? word_sketch(cx, word) : STR("\x01");
}

struct str
arg_start(const struct run_context *cx, const struct command_view *view, size_t i)
{
	const struct shell_word *word = i < view->command->args.n ? view->origins[i].word : NULL;
	struct buf text = buf_new(cx->x->arena);
	for (size_t k = 0; word && k < word->parts.n; k++) {
		const struct shell_part *part = &word->parts.items[k];
		if (part->kind != SHELL_PART_LITERAL || part->glob || part->tilde
			|| part->is_default)
			break;
		buf_add(&text, part->text);
	}
	return buf_str(&text);
}

bool
arg_is_spliced(const struct command_view *view, size_t i)
{
	const struct shell_word *word = i < view->command->args.n ? view->origins[i].word : NULL;
	for (size_t k = 0; word && k < word->parts.n; k++)
		if (word->parts.items[k].kind == SHELL_PART_OPAQUE)
			return true;
	return false;
}

bool
sketch_is_blank(struct str sketch)
{
	return sketch.n && sketch.s[0] == SKETCH_UNKNOWN;
}

struct fact_string
sketch_value(struct str sketch)
{
	return str_find_char(sketch, SKETCH_UNKNOWN, 0) == STR_NONE ? fact_known(sketch)
								    : fact_unknown_string();
}

struct str
command_source(const struct run_context *cx, const struct command_view *view)
{
	struct str text = source_slice(view->source, view->command->place.span);
	for (size_t i = 0; view->node && i < view->node->redirects.n; i++) {
		const struct shell_redirect *redirect = &view->node->redirects.items[i];
		if (redirect->kind != SHELL_REDIRECT_HEREDOC)
			continue;
		struct str body = source_slice(view->source, redirect->body.span);
		text = arena_printf(
			cx->x->arena, "%" PRIstr "\n%" PRIstr, STR_ARG(text), STR_ARG(body));
	}
	return text;
}

/* --- files that are written --- */

void
redirects_written(const struct run_context *cx, const struct shell_node *node, struct strs *out)
{
	vec_for(struct shell_redirect, redirect, &node->redirects) {
		switch (redirect->kind) {
		case SHELL_REDIRECT_OUT:
		case SHELL_REDIRECT_APPEND:
		case SHELL_REDIRECT_IN_OUT:
		case SHELL_REDIRECT_BOTH:
			vec_push(cx->x->arena, out, word_sketch(cx, &redirect->target));
			break;
		case SHELL_REDIRECT_IN:
		case SHELL_REDIRECT_DUP_IN:
		case SHELL_REDIRECT_DUP_OUT:
		case SHELL_REDIRECT_HEREDOC:
		case SHELL_REDIRECT_HERESTRING: break;
		}
	}
}

/* cp a b dir/ writes dir/a and dir/b. */
static void
add_copied(const struct run_context *cx, const struct strs *operands, struct strs *out)
{
	struct arena *a = cx->x->arena;
	if (operands->n < 2)
		return;
	struct str last = *vec_last(operands);
	vec_push(a, out, last);
	for (size_t i = 0; i + 1 < operands->n; i++)
		vec_push(a, out, path_join(a, last, path_base(operands->items[i])));
}

void
files_written(const struct run_context *cx, const struct command_view *view, struct strs *out)
{
	if (view->node)
		redirects_written(cx, view->node, out);
	bool is_tee = RUNS_ONE_OF(view->command, "tee");
	if (!is_tee && !RUNS_ONE_OF(view->command, "cp", "mv", "install", "ln"))
		return;
	static const char *const longs[] = { "mode", "owner", "group", "suffix", NULL };
	struct options o = {
		.cx = cx, .view = view, .letters = is_tee ? "" : "mogS", .longs = longs
	};
	struct strs operands = { 0 };
	while (options_next(&o))
		if (o.name.n == 0)
			vec_push(cx->x->arena, is_tee ? out : &operands, o.value);
	add_copied(cx, &operands, out);
}

/* --- what a command changes --- */

void
tri_gain(const struct run_context *cx, enum tri *what)
{
	if (*what != YES)
		*what = cx->conditional == NO ? YES : UNSURE;
}

/* --- options --- */

static bool
takes_value(const struct options *o, struct str name)
{
	for (size_t i = 0; o->longs && o->longs[i]; i++)
		if (str_eq(name, str_from(o->longs[i])))
			return true;
	return false;
}

static struct str
take_value(struct options *o)
{
	o->at = o->next++;
	return o->at < o->view->command->args.n ? arg_sketch(o->cx, o->view, o->at) : STR("");
}

/* One letter of a word like -sSLo; what follows a letter that takes a value is the value. */
static bool
next_letter(struct options *o, struct str word)
{
	bool takes = str_find_char(str_from(o->letters), word.s[o->letter], 0) != STR_NONE;
	o->name = str_slice(word, o->letter, o->letter + 1);
	o->letter++;
	struct str rest = str_slice(word, o->letter, word.n);
	if (takes || rest.n == 0) {
		o->letter = 0;
		o->next++;
	}
	o->value = !takes ? STR("") : rest.n ? rest : take_value(o);
	return true;
}

bool
options_next(struct options *o)
{
	if (o->next >= o->view->command->args.n)
		return false;
	struct str word = arg_sketch(o->cx, o->view, o->next);
	o->at = o->next;
	if (o->letter)
		return next_letter(o, word);
	if (!o->only_operands && str_eq(word, STR("--"))) {
		o->only_operands = true;
		o->next++;
		return options_next(o);
	}
	if (o->only_operands || word.n < 2 || word.s[0] != '-') {
		o->name = STR("");
		o->value = word;
		o->next++;
		return true;
	}
	if (word.s[1] != '-') {
		o->letter = 1;
		return next_letter(o, word);
	}
	o->next++;
	if (!str_cut(str_slice(word, 2, word.n), '=', &o->name, &o->value))
		o->value = takes_value(o, o->name) ? take_value(o) : STR("");
	return true;
}
