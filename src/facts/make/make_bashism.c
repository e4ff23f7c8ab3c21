/* SPDX-License-Identifier: Apache-2.0 */
/* What only bash has, in recipes that sh runs. */
#include "base/path.h"
#include "facts/make/make.h"

/* Is it certainly sh that runs the recipe at hand? */
static bool
uses_sh(struct make_reader *r)
{
	struct fact_string shell = map_get(&r->variables, STR("SHELL"))
		? make_variable_value(r, STR("SHELL"), 0)
		: r->shell;
	return shell.state == KNOWN && str_eq(path_base(str_trim(shell.text)), STR("sh"));
}

static void
add_bashism(struct run_context *cx, const char *kind, struct place place)
{
	struct fact_bashism *fact = FACT_ADD(cx->x, bashism);
	fact->place = place;
	fact->kind = fact_known(str_from(kind));
	fact->makefile = cx->makefile;
}

/*
 * Where a word begins a command: at the start or behind what separates commands. Behind a
 * quote it may be text, and is not looked for.
 */
static size_t
find_command(struct str text, struct str word)
{
	static const char *const before[] = { ";", "&&", "||", "if", "while", "!", "then", "do",
		"(", "{" };
	for (size_t at = str_find(text, word, 0); at != STR_NONE;
		at = str_find(text, word, at + 1)) {
		struct str head = str_trim(str_slice(text, 0, at));
		if (str_find_char(head, '\'', 0) != STR_NONE
			|| str_find_char(head, '"', 0) != STR_NONE)
			break;
		if (head.n == 0)
			return at;
		for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
			if (str_ends(head, str_from(before[i])))
				return at;
	}
	return STR_NONE;
}

/* <(…) as a word of its own; behind a quote it may be text. */
static size_t
find_process_substitution(struct str text)
{
	size_t at = str_find(text, STR(" <("), 0);
	if (at == STR_NONE)
		return STR_NONE;
	struct str head = str_slice(text, 0, at);
	bool is_plain = str_find_char(head, '\'', 0) == STR_NONE
		&& str_find_char(head, '"', 0) == STR_NONE
		&& str_find_char(head, '#', 0) == STR_NONE && !str_contains(head, STR("(("));
	return is_plain ? at + 1 : STR_NONE;
}

void
make_note_bashisms(
	struct make_reader *r, struct run_context *cx, const struct make_recipe_line *line)
{
	if (r->call || !uses_sh(r))
		return;
	static const struct {
		struct str word;
		const char *kind;
	} commands[] = { { STR_INIT("[[ "), "test" }, { STR_INIT("source "), "source" } };
	const struct mapped *text = &line->script.text;
	if (cx->pipefail == YES && str_contains(text->text, STR("pipefail")))
		add_bashism(cx, "pipefail", place_of(text->source, line->script.span));
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		size_t at = find_command(text->text, commands[i].word);
		if (at != STR_NONE)
			add_bashism(cx, commands[i].kind,
				place_of(text->source,
					mapped_span(text, at, at + commands[i].word.n - 1)));
	}
	size_t at = find_process_substitution(text->text);
	if (at != STR_NONE)
		add_bashism(
			cx, "substitution", place_of(text->source, mapped_span(text, at, at + 2)));
}
