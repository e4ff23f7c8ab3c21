/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folders that scripts name in ways of their own: $(dirname "$0"), $(pwd), the top of the
 * repository. Outside of images a folder is known from the project's root on, while the text
 * that such a word becomes is not: nobody knows where the project lies.
 */
#include "base/path.h"
#include "facts/script/script.h"

#define NESTED_MAX 8 /* $(dirname "$(dirname "$0")"), variables in terms of others */

static struct fact_string dir_of(
	const struct run_context *cx, const struct shell_word *word, unsigned depth);

/* The folder of a path as dirname(1) gives it. */
static struct str
dirname_of(struct str path)
{
	while (path.n > 1 && path.s[path.n - 1] == '/')
		path.n--;
	struct str dir = path_dir(path);
	return dir.n ? dir : STR(".");
}

/* The words of a simple command alone; NULL where the script is anything else. */
static const struct shell_node *
simple_of(const struct shell_node *node)
{
	while (node && node->kind == SHELL_LIST && node->children.n == 1)
		node = node->children.items[0];
	bool is_plain =
		node && node->kind == SHELL_SIMPLE && node->assignments.n == 0 && node->words.n;
	return is_plain ? node : NULL;
}

static bool
word_is(const struct run_context *cx, const struct shell_node *node, size_t i, const char *text)
{
	struct str literal;
	return i < node->words.n
		&& shell_word_literal(cx->x->arena, &node->words.items[i], &literal)
		&& str_eq(literal, str_from(text));
}

/* The argument of a command that has one, and perhaps -- before it; NULL if there are more. */
static const struct shell_word *
only_argument(const struct run_context *cx, const struct shell_node *node)
{
	size_t first = word_is(cx, node, 1, "--") ? 2 : 1;
	return node->words.n == first + 1 ? &node->words.items[first] : NULL;
}

/* --- what a substitution prints, where its text is known --- */

/* Folders that are links in many images, so that pwd prints another name. */
static bool
may_be_link(struct str dir)
{
	static const char *const links[] = { "/bin", "/sbin", "/lib", "/lib64", "/var/run",
		"/var/lock" };
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (path_is_within(dir, str_from(links[i])))
			return true;
	return false;
}

struct fact_string
script_pwd(const struct run_context *cx)
{
	bool is_known = cx->workdir.state == KNOWN && path_is_absolute(cx->workdir.text)
		&& !may_be_link(cx->workdir.text);
	return is_known ? cx->workdir : fact_unknown_string();
}

struct fact_string
substitution_value(const struct run_context *cx, const struct shell_node *body)
{
	const struct shell_node *node = simple_of(body);
	if (!node || node->redirects.n)
		return fact_unknown_string();
	if (node->words.n == 1 && word_is(cx, node, 0, "pwd"))
		return script_pwd(cx);
	const struct shell_word *word =
		word_is(cx, node, 0, "dirname") ? only_argument(cx, node) : NULL;
	struct fact_string path = word ? word_value(cx, word) : fact_unknown_string();
	return path.state == KNOWN && path.text.n ? fact_known(dirname_of(path.text))
						  : fact_unknown_string();
}

/* --- folders --- */

/* The folder that a variable was given, if it still has that value. */
static struct fact_string
remembered(const struct run_context *cx, struct str name)
{
	const struct fact_setting *known = settings_get(cx->directories, name);
	const struct fact_setting *now = settings_get(cx->locals, name);
	if (!now)
		now = settings_get(cx->env, name);
	bool is_same = known && now && now->present == YES && now->variable == known->variable;
	return is_same ? known->value : fact_unknown_string();
}

/* The top of the repository, where the project is one. */
static struct fact_string
top_level(const struct run_context *cx)
{
	struct arena *a = cx->x->arena;
	bool is_inside = !cx->machine->is_image && cx->workdir.state == KNOWN
		&& path_is_within(cx->workdir.text, STR(""));
	bool is_repository = cx->job ? cx->job->checks_out == YES
				     : vfs_kind(a, cx->x->fs, STR(".git")) != IO_MISSING;
	/* A folder may be the top of a submodule. */
	bool may_be_other =
		cx->workdir.text.n && vfs_kind(a, cx->x->fs, STR(".gitmodules")) != IO_MISSING;
	return is_inside && is_repository && !may_be_other ? fact_known(STR(""))
							   : fact_unknown_string();
}

/* cd DIR && pwd */
static const struct shell_word *
changed_to(const struct run_context *cx, const struct shell_node *body)
{
	while (body && body->kind == SHELL_LIST && body->children.n == 1)
		body = body->children.items[0];
	bool is_pair = body && (body->kind == SHELL_AND || body->kind == SHELL_LIST)
		&& body->children.n == 2;
	const struct shell_node *cd = is_pair ? simple_of(body->children.items[0]) : NULL;
	const struct shell_node *pwd = is_pair ? simple_of(body->children.items[1]) : NULL;
	bool is_idiom = cd && pwd && word_is(cx, cd, 0, "cd") && word_is(cx, pwd, 0, "pwd")
		&& (pwd->words.n == 1 || word_is(cx, pwd, 1, "-P"));
	return is_idiom ? only_argument(cx, cd) : NULL;
}

static struct fact_string
dir_of_command(const struct run_context *cx, const struct shell_node *body, unsigned depth)
{
	const struct shell_node *node = simple_of(body);
	const struct shell_word *word = changed_to(cx, body);
	if (word)
		return dir_of(cx, word, depth + 1);
	if (!node)
		return fact_unknown_string();
	if (word_is(cx, node, 0, "pwd"))
		return cx->workdir;
	if (word_is(cx, node, 0, "git") && word_is(cx, node, 1, "rev-parse")
		&& word_is(cx, node, 2, "--show-toplevel") && node->words.n == 3)
		return top_level(cx);
	word = word_is(cx, node, 0, "dirname") ? only_argument(cx, node) : NULL;
	struct fact_string path = word ? dir_of(cx, word, depth + 1) : fact_unknown_string();
	/* The folder of the root is not in sight. */
	if (path.state == KNOWN && path.text.n)
		path.text = path_dir(path.text);
	else
		path = fact_unknown_string();
	return path;
}

static struct fact_string
dir_of_part(const struct run_context *cx, const struct shell_part *part, unsigned depth)
{
	if (part->kind == SHELL_PART_COMMAND)
		return dir_of_command(cx, part->body, depth);
	if (part->kind != SHELL_PART_PARAMETER || part->op.n)
		return fact_unknown_string();
	bool is_pwd = str_eq(part->text, STR("PWD")) && !settings_get(cx->locals, part->text)
		&& !settings_get(cx->env, part->text);
	return is_pwd ? cx->workdir : remembered(cx, part->text);
}

/* The folder, or file, that a word names. */
static struct fact_string
dir_of(const struct run_context *cx, const struct shell_word *word, unsigned depth)
{
	struct fact_string text = word_value(cx, word);
	if (text.state == KNOWN)
		return workdir_join(cx->x->arena, cx->workdir, text.text);
	if (word->parts.n == 0 || depth > NESTED_MAX)
		return text;
	struct fact_string dir = dir_of_part(cx, &word->parts.items[0], depth);
	struct shell_word rest = { .span = word->span,
		.parts = { word->parts.items + 1, word->parts.n - 1, 0 } };
	text = word_value(cx, &rest);
	if (dir.state != KNOWN || text.state != KNOWN)
		return fact_unknown_string();
	if (text.text.n && text.text.s[0] != '/')
		return fact_unknown_string();
	while (path_is_absolute(text.text))
		text.text = str_slice(text.text, 1, text.text.n);
	return workdir_join(cx->x->arena, dir, text.text);
}

struct fact_string
script_directory(const struct run_context *cx, const struct shell_word *word)
{
	return dir_of(cx, word, 0);
}

void
directory_assigned(
	struct run_context *cx, const struct shell_word *word, struct fact_variable *variable)
{
	struct fact_string dir = cx->conditional == NO && variable->value.state != KNOWN
		? script_directory(cx, word)
		: fact_unknown_string();
	if (dir.state != KNOWN)
		return;
	struct fact_setting *s =
		setting_new(cx->x, variable->name.text, dir, "shell", variable->place);
	s->variable = variable;
	cx->directories = settings_put(cx->x->arena, cx->directories, s);
}
