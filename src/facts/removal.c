/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/removal.h"

/* Skips blanks and continued lines forwards. */
static size_t
skip_blanks(struct str text, size_t at)
{
	for (;;) {
		if (at < text.n && char_is_blank(text.s[at]))
			at++;
		else if (str_starts(str_slice(text, at, text.n), STR("\\\n")))
			at += 2;
		else if (str_starts(str_slice(text, at, text.n), STR("\\\r\n")))
			at += 3;
		else
			return at;
	}
}

/* The same backwards: behind the last byte before `at` that is neither. */
static size_t
skip_blanks_back(struct str text, size_t at)
{
	for (;;) {
		if (at > 0 && char_is_blank(text.s[at - 1]))
			at--;
		else if (str_ends(str_slice(text, 0, at), STR("\\\n")))
			at -= 2;
		else if (str_ends(str_slice(text, 0, at), STR("\\\r\n")))
			at -= 3;
		else
			return at;
	}
}

static bool
ends_line(struct str text, size_t at)
{
	return at >= text.n || text.s[at] == '\n'
		|| str_starts(str_slice(text, at, text.n), STR("\r\n"));
}

static size_t
start_of_line(const struct source *source, size_t at)
{
	return source->line_starts[source_position(source, at).line - 1];
}

/* Behind the end of the line that `at` lies in. */
static size_t
end_of_line(struct str text, size_t at)
{
	size_t end = str_find_char(text, '\n', at);
	return end == STR_NONE ? text.n : end + 1;
}

struct place
removal_of_lines(struct place place)
{
	struct str text = place.source->text;
	size_t start = start_of_line(place.source, place.span.off);
	size_t last = span_end(place.span) - (place.span.len > 0), end = end_of_line(text, last);
	struct str before = str_slice(text, start, place.span.off);
	struct str behind = str_slice(text, span_end(place.span), end);
	if (str_trim(before).n || str_trim(behind).n)
		return (struct place){ 0 };
	return place_of(place.source, span_make(start, end));
}

/* Is there nothing but flags between RUN and the command? */
static bool
starts_instruction(const struct run_context *cx, size_t at)
{
	size_t from = span_end(cx->run_place.span);
	if (!cx->stage || !cx->run_place.source || at < from)
		return false;
	struct str between = str_slice(cx->source->text, from, at), word;
	while (str_next_word(&between, &word))
		if (!str_starts(word, STR("--")) && !str_eq(word, STR("\\")))
			return false;
	return true;
}

/* A recipe's line may begin with @, - and +. */
static bool
starts_script_line(const struct run_context *cx, struct str text, size_t at)
{
	for (size_t i = start_of_line(cx->source, at); i < at; i++) {
		char c = text.s[i];
		bool is_prefix = cx->makefile && (c == '@' || c == '-' || c == '+');
		if (!char_is_blank(c) && !is_prefix)
			return false;
	}
	return true;
}

/* `run: command`, of a step that has no more than that and a name. */
static bool
fills_step(const struct run_context *cx, struct str text, size_t at)
{
	struct str head = str_trim(str_slice(text, start_of_line(cx->source, at), at));
	if (!cx->step || cx->step->place.source != cx->source)
		return false;
	if (str_eq(head, STR("- run:")))
		return true;
	struct str step = source_slice(cx->source, cx->step->place.span), first;
	str_cut(step, '\n', &first, NULL);
	return str_eq(head, STR("run:")) && str_starts(first, STR("name:"))
		&& str_find_char(step, '\n', first.n + 1) == STR_NONE;
}

/* The lines of the step, from its dash on. */
static struct place
removal_of_step(const struct fact_step *step)
{
	struct str text = step->place.source->text;
	size_t from = start_of_line(step->place.source, step->place.span.off);
	size_t end = span_end(step->place.span);
	if (!str_eq(str_trim(str_slice(text, from, step->place.span.off)), STR("-"))
		|| !ends_line(text, skip_blanks(text, end)))
		return (struct place){ 0 };
	return place_of(step->place.source, span_make(from, end_of_line(text, end)));
}

/* All of a line, a step or an instruction. */
static struct place
removal_of_whole(const struct run_context *cx, struct place command)
{
	struct str text = cx->source->text;
	size_t off = command.span.off, end = span_end(command.span);
	if (starts_instruction(cx, off))
		return removal_of_lines(cx->instruction_place);
	if (fills_step(cx, text, off))
		return cx->step->place.span.len && span_end(cx->step->place.span) == end
			? removal_of_step(cx->step)
			: (struct place){ 0 };
	if (!starts_script_line(cx, text, off))
		return (struct place){ 0 };
	size_t from = start_of_line(cx->source, off);
	/* A continued line above goes on here. */
	if (skip_blanks_back(text, off) < from)
		return (struct place){ 0 };
	return place_of(cx->source, span_make(from, end_of_line(text, end)));
}

/* Is it all in a variable of make, which may hold other commands too? */
static bool
is_reference(struct str command)
{
	return (str_starts(command, STR("$(")) && str_find_char(command, ')', 0) == command.n - 1)
		|| (str_starts(command, STR("${"))
			&& str_find_char(command, '}', 0) == command.n - 1);
}

struct place
removal_of_command(const struct run_context *cx, struct place command)
{
	struct str text = cx->source->text;
	size_t off = command.span.off, end = span_end(command.span);
	if (command.source != cx->source || cx->in_script_file
		|| (cx->makefile && is_reference(str_slice(text, off, end))))
		return (struct place){ 0 };
	size_t before = skip_blanks_back(text, off), behind = skip_blanks(text, end);
	bool follows = str_ends(str_slice(text, 0, before), STR("&&"));
	bool leads = str_starts(str_slice(text, behind, text.n), STR("&&"));
	if (leads
		&& (follows || starts_instruction(cx, off) || starts_script_line(cx, text, off)
			|| fills_step(cx, text, off)))
		return place_of(cx->source, span_make(off, skip_blanks(text, behind + 2)));
	if (!ends_line(text, behind))
		return (struct place){ 0 };
	if (follows)
		return place_of(cx->source, span_make(skip_blanks_back(text, before - 2), end));
	return removal_of_whole(cx, command);
}
