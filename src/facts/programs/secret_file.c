/* SPDX-License-Identifier: Apache-2.0 */
/* Private keys and files of passwords that get into the layers of an image. */
#include "base/path.h"
#include "facts/programs/reader.h"

/* What a file of this name holds, or NULL. */
static const char *
kind_of(struct str path)
{
	struct str base = path_base(path);
	if (IS_ONE_OF(base, "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"))
		return "private key";
	if (IS_ONE_OF(base, ".netrc", "_netrc"))
		return "netrc";
	return IS_ONE_OF(base, ".git-credentials") ? "git credentials" : NULL;
}

/* Does a folder of ssh files certainly hold nothing secret? */
static bool
is_harmless_folder(const struct extraction *x, const struct fact_copy *copy, struct str source)
{
	struct fact_string context = copy->stage->dockerfile->context;
	struct io_entries entries = { 0 };
	struct str error;
	if (context.state != KNOWN
		|| !vfs_list(x->arena, x->fs, path_join(x->arena, context.text, source), &entries,
			&error)
		|| entries.n == 0)
		return false;
	vec_for(struct io_entry, entry, &entries)
		if (!IS_ONE_OF(entry->name, "known_hosts", "config")
			&& !str_ends(entry->name, STR(".pub")))
			return false;
	return true;
}

/* More files than this in one instruction are not followed to their removal. */
#define TRACKED_MAX 16

static struct fact_secret_file *
add(struct extraction *x, struct fact_stage *stage, struct place place, struct str path,
	const char *kind)
{
	struct fact_secret_file *file = FACT_ADD(x, secret_file);
	file->place = place;
	file->stage = stage;
	file->path = fact_known(path);
	file->kind = fact_known(str_from(kind));
	file->remains = YES;
	return file;
}

void
secret_files_copied(struct extraction *x, const struct fact_copy *copy)
{
	for (size_t i = 0; i < copy->sources.n; i++) {
		if (copy->sources.items[i].state != KNOWN)
			continue;
		struct str source = copy->sources.items[i].text;
		struct str clean = path_clean(x->arena, source);
		const char *kind = kind_of(clean);
		if (!kind && str_eq(path_base(clean), STR(".ssh"))
			&& !is_harmless_folder(x, copy, clean))
			kind = "private key";
		if (kind)
			add(x, copy->stage, copy->place, source, kind)->is_copied = YES;
	}
}

static enum tri
removes(const struct fact_command *c, struct str path)
{
	enum tri removed = tri_and(tri_of(c->args.open), UNSURE);
	for (size_t i = 0; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i];
		bool is_it = arg.state == KNOWN
			&& (str_eq(path_base(arg.text), path_base(path))
				|| str_contains(arg.text, STR(".ssh")));
		removed = tri_or(removed, arg.state == KNOWN ? tri_of(is_it) : UNSURE);
	}
	return removed;
}

/* rm of the file, or of all of .ssh, in the instruction that wrote it. */
static void
note_removals(struct run_context *cx, const struct fact_command *c)
{
	fact_for(secret_file, file, &cx->machine->secret_files) {
		enum tri removed = removes(c, file->path.text);
		if (removed == YES && (cx->conditional != NO || c->program.state != KNOWN))
			removed = UNSURE;
		file->remains = tri_and(file->remains, tri_not(removed));
	}
}

static void
note_written(struct run_context *cx, const struct fact_command *c, struct str raw)
{
	struct str path = str_trim(raw);
	while (path.n && (path.s[0] == '"' || path.s[0] == '\''))
		path = str_slice(path, 1, path.n);
	while (path.n && (path.s[path.n - 1] == '"' || path.s[path.n - 1] == '\''))
		path = str_slice(path, 0, path.n - 1);
	const char *kind = kind_of(path);
	if (!kind)
		return;
	struct fact_secret_file *file = add(cx->x, cx->stage, c->place, path, kind);
	file->layer = c->layer;
	if (cx->machine->secret_files.n < TRACKED_MAX)
		fact_list_add(cx->x->arena, &cx->machine->secret_files, file);
	else
		file->remains = UNSURE;
}

void
read_secret_files(struct run_context *cx, const struct command_view *view)
{
	const struct fact_command *c = view->command;
	if (!cx->stage)
		return;
	bool is_known = c->program.state == KNOWN;
	struct str program = is_known ? c->program.text : STR("");
	struct fact_list *files = &cx->machine->secret_files;
	const struct fact_secret_file *first = files->n ? files->items[0] : NULL;
	if (first && (first->layer != c->layer || first->stage != c->stage))
		*files = (struct fact_list){ 0 };
	if (IS_ONE_OF(program, "rm", "shred") || !is_known)
		note_removals(cx, c);
	if (!IS_ONE_OF(program, "echo", "printf", "cat", "tee", "base64") || !view->node)
		return;
	vec_for(struct shell_redirect, redirect, &view->node->redirects)
		if (redirect->kind == SHELL_REDIRECT_OUT || redirect->kind == SHELL_REDIRECT_APPEND)
			note_written(cx, c, source_slice(view->source, redirect->target.span));
	for (size_t i = 0; str_eq(program, STR("tee")) && i < c->args.n; i++)
		note_written(cx, c, source_slice(view->source, view->origins[i].place.span));
}
