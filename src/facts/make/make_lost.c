/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dollars that were meant for the shell. An undefined variable expands to nothing without
 * a word: https://www.gnu.org/software/make/manual/html_node/Reference.html
 */
#include "facts/make/make.h"

#include "base/path.h"

/* Programs that nobody names a variable after, together with their arguments. */
static const char *const programs[] = { "awk", "cat", "command", "cut", "curl", "date", "docker",
	"echo", "find", "git", "go", "gofmt", "golangci-lint", "grep", "head", "helm", "hostname",
	"id", "jq", "kubectl", "ls", "mktemp", "nproc", "pwd", "python", "python3", "sed", "sort",
	"tail", "tr", "uname", "wc", "which", "whoami" };

static bool
is_program(struct str word)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (str_eq(word, str_from(programs[i])))
			return true;
	return false;
}

/* $(go env GOOS): a program and its arguments in the place of a name. */
static bool
is_substitution(const struct make_part *part)
{
	const struct make_expression *name = &part->args.items[0];
	struct str first, rest;
	if (part->args.n != 1 || part->unclosed || name->parts.n == 0
		|| name->parts.items[0].kind != MAKE_PART_TEXT)
		return false;
	struct str text = name->parts.items[0].text;
	/* Behind a blank make does not look for a function: $( shell date). */
	struct str trimmed = str_trim(text);
	return str_cut(trimmed, ' ', &first, &rest) && rest.n
		&& (is_program(first) || (trimmed.s > text.s && str_eq(first, STR("shell"))));
}

/* $dir in a recipe: make sees $d, and `ir` behind it. */
static bool
is_cut_name(const struct make_reader *r, const struct make_expression *e, size_t i)
{
	const struct make_part *part = &e->parts.items[i];
	if (!r->reaches_shell || part->span.len != 2 || i + 1 == e->parts.n)
		return false;
	const struct make_part *next = &e->parts.items[i + 1];
	struct str letter = part->args.items[0].text.text;
	bool is_letter = letter.n == 1 && letter.s[0] >= 'a' && letter.s[0] <= 'z';
	return is_letter && next->kind == MAKE_PART_TEXT && next->text.n
		&& char_is_name(next->text.s[0]) && !map_get(&r->variables, letter)
		&& !map_get(&r->used, letter) && !r->uses_eval;
}

/* --- GOPATH ---------------------------------------------------------------------------- */

void
make_note_gopath(struct make_reader *r, struct place place)
{
	struct fact_gopath_use *use = FACT_ADD(r->x, gopath_use);
	use->place = place;
	use->text = fact_known(source_slice(place.source, place.span));
	use->makefile = r->makefile;
	fact_list_add(r->x->arena, &r->gopath_uses, use);
}

void
make_judge_gopath(struct make_reader *r)
{
	bool is_set = map_get(&r->variables, STR("GOPATH"));
	fact_for(gopath_use, use, &r->gopath_uses)
		use->is_set = is_set ? YES : r->uses_eval || r->generation ? UNSURE : NO;
}

/* $(GOPATH)/bin, in which nothing stands before the reference that makes a path of it. */
static void
note_gopath_reference(struct make_reader *r, const struct make_expression *e, size_t i)
{
	const struct make_part *part = &e->parts.items[i];
	if (!str_eq(part->args.items[0].text.text, STR("GOPATH")) || i + 1 == e->parts.n)
		return;
	const struct make_part *next = &e->parts.items[i + 1];
	if (next->kind == MAKE_PART_TEXT && str_starts(next->text, STR("/bin")))
		make_note_gopath(r, place_of(e->text.source, part->span));
}

void
make_note_lost(struct make_reader *r, const struct make_expression *e, size_t i)
{
	const struct make_part *part = &e->parts.items[i];
	if (r->call || part->kind != MAKE_PART_VARIABLE || part->args.n == 0 || !e->text.source)
		return;
	note_gopath_reference(r, e, i);
	struct span span = part->span;
	bool substitution = is_substitution(part);
	if (r->in_comment || (!substitution && !is_cut_name(r, e, i)))
		return;
	if (!substitution) {
		struct str rest = e->parts.items[i + 1].text;
		while (span.len - 2 < rest.n && char_is_name(rest.s[span.len - 2]))
			span.len++;
	}
	struct fact_lost_reference *lost = FACT_ADD(r->x, lost_reference);
	lost->place = place_of(e->text.source, span);
	lost->kind = fact_known(substitution ? STR("substitution") : STR("name"));
	lost->text = fact_known(source_slice(e->text.source, span));
	lost->reaches_shell = tri_of(r->reaches_shell);
	lost->makefile = r->makefile;
}

/* --- state of the shell that ends with the line -------------------------------------- */

static bool
is_single_command(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_find_char(STR("&|;\n\\(`"), text.s[i], 0) != STR_NONE)
			return false;
	return true;
}

/* NAME=value and nothing behind it, which would be a command. */
static bool
is_assignment(struct str text)
{
	struct str name, value;
	if (!str_cut(text, '=', &name, &value) || name.n == 0 || char_is_digit(name.s[0]))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!char_is_name(name.s[i]))
			return false;
	for (size_t i = 0; i < value.n; i++)
		if (char_is_space(value.s[i]))
			return false;
	return true;
}

/* Does the name of a file that is sourced say that it only sets variables? Others may do work. */
static bool
names_settings(struct str text)
{
	struct str file = path_base(text);
	return str_contains(file, STR("env")) || str_eq(file, STR("activate"));
}

struct fact_lost_state *
make_note_lost_state(
	struct make_reader *r, const struct make_recipe_line *line, struct fact_makefile *makefile)
{
	struct str text = str_trim(line->script.text.text), program = { 0 };
	/* sh has no source, which is a matter of its own. */
	bool is_bash = r->shell.state == KNOWN && str_contains(r->shell.text, STR("bash"));
	if (r->uses_eval || !is_single_command(text))
		return NULL;
	if (str_starts(text, STR("cd ")))
		program = STR("cd");
	else if (str_starts(text, STR("export ")))
		program = STR("export");
	else if ((str_starts(text, STR(". ")) || (str_starts(text, STR("source ")) && is_bash))
		&& names_settings(text))
		program = STR(".");
	else if (is_assignment(text))
		program = STR("=");
	else
		return NULL;
	struct fact_lost_state *lost = FACT_ADD(r->x, lost_state);
	lost->place = place_of(line->script.text.source, line->script.span);
	lost->program = fact_known(program);
	if (!str_eq(program, STR("cd")) && !str_eq(program, STR(".")))
		str_cut(text, '=', &text, NULL); /* a value may be a secret */
	lost->text = fact_known(text);
	lost->makefile = makefile;
	return lost;
}
