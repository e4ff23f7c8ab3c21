/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/suppression.h"

#include "base/date.h"
#include "base/nearest.h"
#include "lint/suppression_comment.h"
#include "lint/suppression_range.h"

#define MARK STR("gobelin:")

static const char *const forms[] = { "ignore", "ignore-next-line", "ignore-file", "disable",
	"enable" };

struct scan {
	struct arena *arena;
	const struct project_file *file;
	struct str text;
	struct suppressions *out;
};

/* A comment with the mark in it. */
struct comment {
	struct span span; /* from its sign to its end */
	size_t body;      /* behind the mark */
	size_t line_start;
	bool is_alone;    /* nothing else stands before it on its line */
	bool is_argument; /* Docker does not take it for a comment */
};

static size_t
back_over_blanks(struct str text, size_t at)
{
	while (at > 0 && char_is_blank(text.s[at - 1]))
		at--;
	return at;
}

static bool
ends_at(struct str text, size_t at, struct str sign)
{
	return at >= sign.n && str_eq(str_slice(text, at - sign.n, at), sign);
}

/* Length of the sign that a comment of this file begins with before `at`; 0 where there is none. */
static size_t
sign_before(const struct scan *s, size_t at)
{
	enum file_kind kind = s->file->kind;
	bool has_blocks = kind == FILE_RENOVATE || kind == FILE_DAEMON_CONFIG || kind == FILE_BAKE;
	bool has_lines = has_blocks || kind == FILE_GOMOD || kind == FILE_GOWORK;
	if ((has_lines && ends_at(s->text, at, STR("//")))
		|| (has_blocks && ends_at(s->text, at, STR("/*"))))
		return 2;
	if (has_lines && kind != FILE_BAKE)
		return 0;
	if (!ends_at(s->text, at, STR("#")))
		return 0;
	return at < 2 || char_is_space(s->text.s[at - 2]) ? 1 : 0;
}

static bool
read_comment(const struct scan *s, size_t mark, struct comment *c)
{
	size_t sign_end = back_over_blanks(s->text, mark);
	size_t sign = sign_before(s, sign_end);
	if (!sign)
		return false;
	size_t start = sign_end - sign, end = str_find_char(s->text, '\n', mark);
	if (end == STR_NONE)
		end = s->text.n;
	if (s->text.s[sign_end - 1] == '*') {
		size_t close = str_find(str_slice(s->text, 0, end), STR("*/"), mark);
		end = close == STR_NONE ? end : close + 2;
	}
	while (end > mark && char_is_space(s->text.s[end - 1]))
		end--;
	size_t before = back_over_blanks(s->text, start);
	*c = (struct comment){ span_make(start, end), mark + MARK.n, before,
		before == 0 || s->text.s[before - 1] == '\n',
		suppression_is_argument(s->file, start) };
	return true;
}

/* The line of a comment that stands alone, else the comment and the blanks before it. */
static struct span
removal_of(const struct scan *s, const struct comment *c)
{
	size_t end = span_end(c->span);
	if (!c->is_alone)
		return span_make(c->line_start, end);
	while (end < s->text.n && char_is_space(s->text.s[end]) && s->text.s[end] != '\n')
		end++;
	return span_make(c->line_start, end < s->text.n && s->text.s[end] == '\n' ? end + 1 : end);
}

static struct suppression *
add(struct scan *s, const struct comment *c, struct str form, struct span name)
{
	struct suppression *added = vec_add(s->arena, s->out);
	added->comment = (struct place){ s->file->source, c->span };
	added->removal = removal_of(s, c);
	added->form = form;
	added->name_span = name;
	return added;
}

static void
add_fault(struct scan *s, const struct comment *c, struct str message)
{
	add(s, c, STR(""), c->span)->fault = message;
}

/* The word that the mark is followed by; false for prose, which is no attempt at all. */
static bool
read_form(struct scan *s, const struct comment *c, size_t *at, struct str *form)
{
	struct strs names = { 0 };
	size_t end = span_end(c->span), from = c->body;
	while (from < end && char_is_blank(s->text.s[from]))
		from++;
	size_t to = from;
	while (to < end && (char_is_alpha(s->text.s[to]) || s->text.s[to] == '-'))
		to++;
	*form = str_slice(s->text, from, to);
	*at = to;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		vec_push(s->arena, &names, str_from(forms[i]));
	bool has_list = to < end && s->text.s[to] == '[';
	if (strs_has(&names, *form)) {
		if (!has_list)
			add_fault(s, c,
				arena_printf(s->arena,
					"`%" PRIstr "` needs the rules, as in %" PRIstr "[GB401]",
					STR_ARG(*form), STR_ARG(*form)));
		return has_list;
	}
	struct str nearest = nearest_name(*form, &names);
	if (!has_list || !form->n)
		return false;
	struct str all = strs_join(s->arena, &names, STR(", "));
	add_fault(s, c,
		nearest.n ? arena_printf(s->arena,
			"unknown word `%" PRIstr "`; did you mean `%" PRIstr "`?", STR_ARG(*form),
			STR_ARG(nearest))
			  : arena_printf(s->arena, "unknown word `%" PRIstr "`; there are %" PRIstr,
				  STR_ARG(*form), STR_ARG(all)));
	return false;
}

/* What follows the list: a day, and why. */
static void
read_rest(struct scan *s, const struct comment *c, size_t at, struct suppression *common)
{
	struct str rest = str_trim(str_slice(s->text, at, span_end(c->span)));
	if (str_ends(rest, STR("*/")))
		rest = str_trim(str_slice(rest, 0, rest.n - 2));
	if (str_starts(rest, STR("expires:"))) {
		rest = str_slice(rest, STR("expires:").n, rest.n);
		if (!str_next_word(&rest, &common->expires) || !date_is_valid(common->expires))
			common->fault = STR("expected a day of the calendar behind expires:, as "
					    "expires:2027-01-31");
	}
	common->reason = str_trim(rest);
}

/* Blanks around a name belong to it when it is taken out. */
static void
add_names(struct scan *s, const struct comment *c, struct span list, struct suppression *common)
{
	size_t first = s->out->n, at = list.off;
	struct str rest = source_slice(s->file->source, list), field;
	while (str_next_field(&rest, ',', &field)) {
		struct str name = str_trim(field);
		size_t from = at + (size_t)(name.n ? name.s - field.s : 0);
		struct suppression *added = add(s, c, common->form, span_make(from, from + name.n));
		bool is_last = at + field.n >= span_end(list);
		added->name_removal =
			span_make(at - (is_last && at > list.off), at + field.n + !is_last);
		added->name = name;
		added->reason = common->reason;
		added->expires = common->expires;
		added->fault = name.n ? common->fault : STR("a rule's name is missing in the list");
		at += field.n + 1;
	}
	for (size_t i = first; i < s->out->n; i++)
		s->out->items[i].rules = s->out->n - first;
}

static void
set_ranges(struct scan *s, const struct comment *c, size_t first)
{
	struct str form = s->out->items[first].form;
	bool is_next = str_eq(form, STR("ignore-next-line"))
		|| (str_eq(form, STR("ignore")) && c->is_alone);
	struct span range = is_next                ? suppression_next(s->file, span_end(c->span))
		: str_eq(form, STR("ignore"))      ? suppression_line(s->file->source, c->span.off)
		: str_eq(form, STR("ignore-file")) ? span_make(0, s->text.n + 1)
		: str_eq(form, STR("disable"))     ? span_make(c->span.off, s->text.n + 1)
						   : (struct span){ 0 };
	for (size_t i = first; i < s->out->n; i++)
		s->out->items[i].range = range;
}

/* Ends the range of the last `disable` of each rule that is enabled. */
static void
close_ranges(struct scan *s, size_t first)
{
	for (size_t i = first; i < s->out->n; i++) {
		struct suppression *enable = &s->out->items[i], *open = NULL;
		for (size_t j = 0; j < first; j++) {
			struct suppression *other = &s->out->items[j];
			if (str_eq(other->form, STR("disable")) && str_eq(other->name, enable->name)
				&& span_end(other->range) > s->text.n)
				open = other;
		}
		if (open) {
			open->range = span_make(open->range.off, enable->comment.span.off);
			open->has_end = true;
		} else if (!enable->fault.n) {
			enable->fault = arena_printf(s->arena, "`%" PRIstr "` is not disabled here",
				STR_ARG(enable->name));
		}
	}
}

static void
read_suppression(struct scan *s, const struct comment *c)
{
	struct suppression common = { 0 };
	size_t at, end = span_end(c->span);
	if (!read_form(s, c, &at, &common.form))
		return;
	size_t close = str_find_char(str_slice(s->text, 0, end), ']', at);
	if (close == STR_NONE) {
		add_fault(s, c, STR("the list of rules is never closed; a ] is missing"));
		return;
	}
	if (c->is_argument)
		common.fault = STR("Docker knows no comments behind an instruction; put it on the "
				   "line before");
	size_t first = s->out->n;
	if (!common.fault.n)
		read_rest(s, c, close + 1, &common);
	add_names(s, c, span_make(at + 1, close), &common);
	set_ranges(s, c, first);
	if (str_eq(common.form, STR("enable")))
		close_ranges(s, first);
}

void
suppressions_find(struct arena *a, const struct project_file *file, struct suppressions *out)
{
	struct suppressions found = { 0 };
	struct scan s = { a, file, file->source->text, &found };
	struct comment_finder finder = { .arena = a, .file = file };
	size_t comments = 0; /* and what looks like one */
	for (size_t at = 0; (at = str_find(s.text, MARK, at)) != STR_NONE; at += MARK.n) {
		struct comment c;
		if (!read_comment(&s, at, &c))
			continue;
		if (++comments > SUPPRESSIONS_MAX) {
			add_fault(&s, &c, STR("too many comments to gobelin in one file"));
			break;
		}
		if (c.is_argument || comment_holds(&finder, c.span.off))
			read_suppression(&s, &c);
	}
	vec_for(const struct suppression, one, &found)
		vec_push(a, out, *one);
}
