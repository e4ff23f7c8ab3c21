/* SPDX-License-Identifier: Apache-2.0 */
/* Shell scripts of the project that commands run: ./build.sh, bash build.sh, . ./env.sh */
#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "facts/script/script.h"

#define SCRIPT_MAX_SIZE ((size_t)256 * 1024)
#define SCRIPTS_MAX 1000 /* files that are looked at, be they scripts or not */

/* A file that a command names; `script` is NULL where it is no shell script. */
struct script_file {
	struct str path;
	const struct source *source;
	struct shell_script *script;
	struct str interpreter; /* the line #!, without these; empty where there is none */
	bool reads_pipe_status;
};

static struct str
interpreter_of(struct str text)
{
	struct str line;
	str_cut(text, '\n', &line, NULL);
	return str_starts(line, STR("#!")) ? str_trim(str_slice(line, 2, line.n)) : STR("");
}

/* #!/bin/bash -e, #!/usr/bin/env bash */
static bool
is_shell_line(struct str line)
{
	for (struct str rest = line, word; str_next_word(&rest, &word);) {
		struct str name = path_base(word);
		if (str_eq(name, STR("sh")) || str_eq(name, STR("bash"))
			|| str_eq(name, STR("dash")) || str_eq(name, STR("ash")))
			return true;
		if (!str_eq(name, STR("env")) && !str_starts(name, STR("-")))
			return false;
	}
	return false;
}

/* Without #! the name says what it is; a shell that is named reads anything. */
static bool
is_shell_script(const struct script_file *file, struct str text, bool by_shell)
{
	bool is_text = !memchr(text.s, 0, text.n) && utf8_find_invalid(text) == STR_NONE;
	bool named = str_ends(file->path, STR(".sh")) || str_ends(file->path, STR(".bash"));
	return is_text && text.n
		&& (file->interpreter.n ? is_shell_line(file->interpreter) : by_shell || named);
}

static void
parse_script(struct extraction *x, struct script_file *file, struct str text)
{
	bool is_sh = file->interpreter.n && !str_contains(file->interpreter, STR("bash"));
	file->source = source_new(x->arena, file->path, text);
	struct mapped all =
		mapped_from_span(x->arena, file->source, span_make(0, file->source->text.n));
	file->script = shell_parse(x->arena, &all, is_sh ? SHELL_POSIX : SHELL_BASH);
	file->reads_pipe_status = str_contains(text, STR("PIPESTATUS"));
	vec_for(struct fault, fault, &file->script->faults) {
		struct fact_syntax_fault *fact = FACT_ADD(x, syntax_fault);
		fact->place = place_of(file->source, fault->span);
		fact->message = fact_known(fault->message);
	}
}

/* The script of a path, read once; NULL where it is none. */
static const struct script_file *
script_at(struct extraction *x, struct str path, bool by_shell)
{
	struct str text, error;
	struct script_file *file = map_get(&x->scripts, path);
	if (file)
		return file->script ? file : NULL;
	if (x->scripts.entries.n >= SCRIPTS_MAX)
		return NULL;
	file = ARENA_NEW(x->arena, struct script_file);
	file->path = path;
	map_set(x->arena, &x->scripts, path, file);
	if (vfs_kind(x->arena, x->fs, path) != IO_FILE
		|| !vfs_read(x->arena, x->fs, path, SCRIPT_MAX_SIZE, &text, &error))
		return NULL;
	file->interpreter = interpreter_of(text);
	if (!is_shell_script(file, text, by_shell))
		return NULL;
	parse_script(x, file, text);
	return file->script ? file : NULL;
}

/* Does it lie in a folder of other people's code, which is left out everywhere? */
static bool
is_foreign(struct str path)
{
	struct str element;
	while (str_next_field(&path, '/', &element))
		if (str_eq(element, STR("vendor")) || str_eq(element, STR("node_modules"))
			|| str_eq(element, STR("testdata")))
			return true;
	return false;
}

static const struct script_file *
find_script(const struct run_context *cx, struct fact_string word, bool by_shell)
{
	struct fact_string path =
		word.state == KNOWN ? project_path_of(cx, word.text) : fact_unknown_string();
	bool is_own = path.state == KNOWN && !is_foreign(path.text);
	return is_own ? script_at(cx->x, path.text, by_shell) : NULL;
}

static bool
walk_script(struct run_context *inner, const struct script_file *file)
{
	if (!read_again(inner->x, file->source->text.n))
		return false;
	inner->source = file->source;
	inner->in_script_file = true;
	if (file->reads_pipe_status)
		inner->pipefail = UNSURE;
	inner->depth++;
	script_run(inner, file->script->root);
	return true;
}

/* A shell of its own: what it does to variables does not come out. */
static bool
run_in_new_shell(struct run_context *cx, const struct command_view *view, struct fact_string name,
	bool by_shell, bool errexit)
{
	const struct script_file *file = find_script(cx, name, by_shell);
	struct run_context inner;
	if (!file || !call_enter(cx, view->command->place, &inner))
		return false;
	inner.locals = inner.directories = NULL;
	inner.script_name = inner.source_name = name;
	inner.allexport = false;
	inner.errexit = tri_of(errexit || str_ends(file->interpreter, STR(" -e")));
	inner.pipefail = NO;
	inner.status_lost = NO;
	inner.pipes_into = (struct receiver){ 0 };
	inner.pipeline_end = (struct fact_string){ 0 };
	return walk_script(&inner, file);
}

bool
read_script_call(struct run_context *cx, const struct command_view *view)
{
	static const char *const shells[] = { "sh", "bash", "dash", "ash" };
	const struct fact_command *c = view->command;
	bool is_shell = false, errexit = false;
	if (view->program.state != KNOWN)
		return false;
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
		is_shell |= str_eq(c->program.text, str_from(shells[i]));
	if (!is_shell) {
		bool is_path = str_find_char(view->program.text, '/', 0) != STR_NONE;
		return is_path && run_in_new_shell(cx, view, view->program, false, false);
	}
	for (size_t i = 0; i < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str arg = c->args.items[i].text;
		bool is_option = arg.n > 1 && (arg.s[0] == '-' || arg.s[0] == '+');
		if (!is_option)
			return run_in_new_shell(cx, view, c->args.items[i], true, errexit);
		bool is_short = arg.s[0] == '-' && arg.s[1] != '-';
		if (is_short && str_find_char(arg, 'c', 0) != STR_NONE)
			return false;
		errexit |= is_short && str_find_char(arg, 'e', 0) != STR_NONE;
		i += arg.s[arg.n - 1] == 'o'; /* -o pipefail, -euo pipefail */
	}
	return false;
}

bool
script_source(struct run_context *cx, const struct argv *argv)
{
	struct run_context inner;
	struct fact_string word = argv->words.n > 1 ? argv->words.items[1] : fact_unknown_string();
	const struct script_file *file = find_script(cx, word, true);
	if (!file || !call_enter(cx, argv->origins[0].place, &inner))
		return false;
	inner.source_name = word;
	if (!walk_script(&inner, file))
		return false;
	cx->directories = inner.directories;
	cx->env = inner.env;
	cx->locals = inner.locals;
	cx->workdir = inner.workdir;
	cx->errexit = inner.errexit;
	cx->allexport = inner.allexport;
	cx->pipefail = inner.pipefail;
	return true;
}
