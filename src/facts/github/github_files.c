/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What steps write to $GITHUB_ENV, $GITHUB_PATH and $GITHUB_OUTPUT for those that follow.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
#include "facts/github/github.h"

#include "base/buf.h"
#include "facts/programs/reader.h"

/* NAME<<END was written, and END was not yet. */
struct github_lines {
	struct str name, end;
	struct buf value;
	bool is_unknown;
	struct place place;
};

/* --- which file a command writes to --- */

static bool
is_output(const struct shell_redirect *redirect)
{
	return redirect->kind == SHELL_REDIRECT_OUT || redirect->kind == SHELL_REDIRECT_APPEND
		|| redirect->kind == SHELL_REDIRECT_BOTH
		|| redirect->kind == SHELL_REDIRECT_DUP_OUT;
}

enum github_file
github_file_of(const struct source *source, const struct shell_node *node, enum github_file outer)
{
	enum github_file file = outer;
	vec_for(struct shell_redirect, redirect, &node->redirects) {
		struct str text = source_slice(source, redirect->span);
		if (is_output(redirect) && redirect->fd != 2)
			file = str_contains(text, STR("GITHUB_ENV"))       ? GITHUB_ENV
				: str_contains(text, STR("GITHUB_PATH"))   ? GITHUB_PATH
				: str_contains(text, STR("GITHUB_OUTPUT")) ? GITHUB_OUTPUT
									   : GITHUB_NONE;
	}
	return file;
}

/* --- $GITHUB_ENV --- */

/* What is not known may set anything anew. */
static void
forget_env(struct run_context *cx)
{
	cx->machine->github_env = settings_open(cx->x->arena, NULL);
}

static void
add_variable(struct run_context *cx, struct str name, struct fact_string value, struct place place)
{
	struct assignment a = { .name = name,
		.value = value,
		.scope = "GITHUB_ENV",
		.place = place,
		.value_place = assigned_place(place, name),
		.maybe = cx->conditional };
	for (size_t i = 0; i < name.n; i++)
		if (!char_is_name(name.s[i])) {
			forget_env(cx);
			return;
		}
	if (!a.value_place.source)
		a.value_place = place;
	variable_assign(cx->x, &a, &cx->machine->github_env, cx);
}

static void
end_lines(struct run_context *cx, const struct github_lines *lines)
{
	cx->machine->github_lines = NULL;
	add_variable(cx, lines->name,
		lines->is_unknown ? fact_unknown_string() : fact_known(buf_str(&lines->value)),
		lines->place);
}

static void
begin_lines(struct run_context *cx, struct str name, struct str end, struct place place)
{
	struct github_lines *lines = ARENA_NEW(cx->x->arena, struct github_lines);
	*lines = (struct github_lines){ name, end, buf_new(cx->x->arena), false, place };
	lines->is_unknown = cx->conditional != NO;
	cx->machine->github_lines = lines;
}

static void
add_line(struct run_context *cx, struct github_lines *lines, struct str line)
{
	bool is_known = sketch_value(line).state == KNOWN && cx->conditional == NO;
	lines->is_unknown |= !is_known || !expansion_fits(cx->x, line.n + 1);
	if (lines->is_unknown)
		return;
	if (lines->value.n)
		buf_add_char(&lines->value, '\n');
	buf_add(&lines->value, line);
}

/* One line of the file, as a sketch. */
static void
write_env(struct run_context *cx, struct str line, struct place place)
{
	struct github_lines *lines = cx->machine->github_lines;
	struct str name, rest;
	bool is_lines = str_find(line, STR("<<"), 0) < str_find_char(line, '=', 0);
	if (lines && str_eq(line, lines->end))
		end_lines(cx, lines);
	else if (lines)
		add_line(cx, lines, line);
	else if (is_lines && sketch_value(line).state == KNOWN) {
		size_t at = str_find(line, STR("<<"), 0);
		begin_lines(cx, str_slice(line, 0, at), str_slice(line, at + 2, line.n), place);
	} else if (str_cut(line, '=', &name, &rest) && name.n)
		add_variable(cx, name, sketch_value(rest), place);
	else if (str_trim(line).n)
		forget_env(cx);
}

/* --- $GITHUB_PATH --- */

/* Where only `go install` puts programs. */
static bool
is_go_install_dir(struct str written)
{
	static const char *const dirs[] = { "$(go env GOPATH)/bin", "${GOPATH}/bin", "$GOPATH/bin",
		"$(go env GOBIN)" };
	while (written.n && (written.s[0] == '"' || written.s[0] == '\''))
		written = str_slice(written, 1, written.n);
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++)
		if (str_starts(written, str_from(dirs[i])))
			return true;
	return false;
}

void
github_path_added(struct run_context *cx, struct place place, struct str written)
{
	struct fact_setting *path =
		setting_new(cx->x, STR("PATH"), fact_unknown_string(), "GITHUB_PATH", place);
	if (!cx->machine->github_env)
		cx->machine->github_env = cx->job_env;
	cx->machine->github_env = settings_put(cx->x->arena, cx->machine->github_env, path);
	if (!is_go_install_dir(written))
		cx->machine->github_path = true;
}

/* --- $GITHUB_OUTPUT --- */

static void
open_output(struct run_context *cx)
{
	cx->machine->github_output = settings_open(cx->x->arena, cx->machine->github_output);
}

/*
 * The value alone, for what stands in quotes as a whole or in none. Behind something that is not
 * known a line may be a part of that: a<<END
 */
static void
write_output(struct run_context *cx, struct str line, struct place place)
{
	struct machine *m = cx->machine;
	struct str name, rest;
	bool is_pair = str_cut(line, '=', &name, &rest) && name.n
		&& sketch_value(name).state == KNOWN && !str_contains(line, STR("<<"));
	if (!is_pair) {
		open_output(cx);
		return;
	}
	struct place value = assigned_place(place, name);
	bool is_certain = cx->conditional == NO && !settings_is_open(m->github_output);
	struct fact_string text =
		is_certain && value.source ? sketch_value(rest) : fact_unknown_string();
	struct fact_setting *s = setting_new(cx->x, name, text, "GITHUB_OUTPUT", place);
	if (value.source)
		s->place = value;
	if (!is_certain)
		s->present = UNSURE;
	m->github_output = settings_put(cx->x->arena, m->github_output, s);
}

/* --- the commands that write --- */

/* The document that `cat <<END` prints, as a sketch; empty where it prints something else. */
static bool
reads_document(const struct run_context *cx, const struct command_view *view, struct str *text)
{
	bool found = false;
	if (!RUNS_ONE_OF(view->command, "cat") || view->command->args.n)
		return false;
	vec_for(struct shell_redirect, redirect, &view->node->redirects) {
		if (redirect->kind != SHELL_REDIRECT_HEREDOC)
			continue;
		*text = word_sketch(cx, &redirect->body);
		found = true;
	}
	return found;
}

/* What a command prints, as a sketch; false where that can't be told. */
static bool
output_of(const struct run_context *cx, const struct command_view *view, struct str *text)
{
	/* An unquoted value with blanks becomes several words. */
	if (RUNS_ONE_OF(view->command, "echo") && view->node->words.n == 2
		&& view->command->args.n == 1) {
		*text = word_sketch(cx, &view->node->words.items[1]);
		return text->n == 0 || text->s[0] != '-';
	}
	return reads_document(cx, view, text);
}

static void
write_lines(struct run_context *cx, enum github_file file, const struct command_view *view,
	struct str text)
{
	struct place place = view->command->args.n ? view->origins[0].place : view->command->place;
	for (struct str rest = text, line; str_next_field(&rest, '\n', &line);) {
		if (file == GITHUB_ENV)
			write_env(cx, line, place);
		else if (file == GITHUB_OUTPUT)
			write_output(cx, line, place);
		else if (line.n)
			github_path_added(cx, place, source_slice(place.source, place.span));
	}
}

void
read_github_files(struct run_context *cx, const struct command_view *view)
{
	const struct fact_command *c = view->command;
	struct machine *m = cx->machine;
	struct str text = { 0 };
	if (!cx->job || !view->node)
		return;
	enum github_file file = github_file_of(view->source, view->node,
		c->pipes_into.state == ABSENT ? cx->github_file : GITHUB_NONE);
	bool piped = c->pipes_into.state == KNOWN && str_eq(c->pipes_into.text, STR("tee"));
	if (piped)
		file = GITHUB_ENV;
	if (piped)
		open_output(cx);
	if (file == GITHUB_NONE)
		return;
	if (file == GITHUB_OUTPUT) {
		if (output_of(cx, view, &text))
			write_lines(cx, file, view, text);
		else
			open_output(cx);
		return;
	}
	/* cx->env holds the step's own variables too; only what is written stays. */
	if (!m->github_env)
		m->github_env = cx->job_env;
	bool is_told = !piped && output_of(cx, view, &text);
	if (is_told)
		write_lines(cx, file, view, text);
	else if (file == GITHUB_PATH)
		github_path_added(cx, c->place, STR(""));
	else if (m->github_lines && !piped)
		m->github_lines->is_unknown = true;
	else
		forget_env(cx);
}
