/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/suppression_comment.h"

#include "syntax/dockerfile/dockerfile.h"
#include "syntax/gomod/gomod.h"
#include "syntax/makefile/makefile.h"
#include "syntax/shell/shell.h"
#include "syntax/tree/tree.h"

static bool
holds(struct span span, size_t off)
{
	return span.off <= off && off < span_end(span);
}

/* The spans are in the order of the file. */
static bool
one_holds(const struct span *spans, size_t n, size_t off)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (holds(spans[middle], off))
			return true;
		if (off < spans[middle].off)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* --- scripts ------------------------------------------------------------------------------ */

/* `text` is that of the owner; it is parsed once for all places in it. */
static bool
script_holds(struct comment_finder *f, const void *owner, const struct mapped *text, size_t off)
{
	if (f->owner != owner)
		f->script = shell_parse(f->arena, text, SHELL_BASH);
	f->owner = owner;
	/* Not in the order of the file: a here-document is read behind its line. */
	for (size_t i = 0; i < f->script->comments.n; i++)
		if (holds(f->script->comments.items[i], off))
			return true;
	return f->script->faults.n > 0;
}

static bool
docker_script_holds(struct comment_finder *f, size_t off)
{
	const struct docker_instruction *in = docker_instruction_at(f->file->dockerfile, off);
	while (in && in->trigger)
		in = in->trigger;
	if (!in || in->is_json || !in->script.text.n)
		return false;
	const struct docker_heredoc *sole = docker_sole_heredoc(in);
	struct mapped script = { 0 };
	if (f->owner != in)
		script = sole ? sole->body : docker_whole_script(f->arena, in);
	return script_holds(f, in, &script, off);
}

static bool make_script_holds(struct comment_finder *f, const struct make_nodes *nodes, size_t off);

static bool
make_node_holds(struct comment_finder *f, const struct make_node *node, size_t off)
{
	vec_for(const struct make_recipe_line, line, &node->recipe) {
		if (holds(line->span, off))
			return script_holds(f, line, &line->script.text, off);
	}
	/* What is defined may become lines of a recipe. */
	if (node->kind == MAKE_DEFINE && holds(node->value.span, off))
		return script_holds(f, node, &node->value.text, off);
	vec_for(const struct make_branch, branch, &node->branches) {
		if (make_script_holds(f, &branch->body, off))
			return true;
	}
	return false;
}

static bool
make_script_holds(struct comment_finder *f, const struct make_nodes *nodes, size_t off)
{
	for (size_t i = 0; i < nodes->n && nodes->items[i]->span.off <= off; i++)
		if (holds(nodes->items[i]->span, off) && make_node_holds(f, nodes->items[i], off))
			return true;
	return false;
}

/* The value of `run` that holds the place. */
static const struct tree_node *
run_at(const struct tree_node *node, size_t off, unsigned depth)
{
	if (depth > TREE_MAX_DEPTH)
		return NULL;
	vec_for(const struct tree_pair, pair, &node->pairs) {
		if (pair->merged || pair->value->from_alias || !holds(pair->value->span, off))
			continue;
		return str_eq(pair->key->text, STR("run")) && pair->value->kind == TREE_STRING
			? pair->value
			: run_at(pair->value, off, depth + 1);
	}
	for (size_t i = 0; i < node->items.n; i++)
		if (!node->items.items[i]->from_alias && holds(node->items.items[i]->span, off))
			return run_at(node->items.items[i], off, depth + 1);
	return NULL;
}

static bool
tree_script_holds(struct comment_finder *f, size_t off)
{
	const struct tree *tree = f->file->tree;
	for (size_t i = 0; i < tree->documents.n; i++) {
		const struct tree_node *run = run_at(tree->documents.items[i], off, 0);
		if (run)
			return script_holds(f, run, &run->content, off);
	}
	return false;
}

/* --- files -------------------------------------------------------------------------------- */

bool
comment_holds(struct comment_finder *f, size_t off)
{
	const struct project_file *file = f->file;
	if (file->dockerfile)
		return one_holds(
			       file->dockerfile->comments.items, file->dockerfile->comments.n, off)
			|| docker_script_holds(f, off);
	if (file->makefile)
		return one_holds(file->makefile->comments.items, file->makefile->comments.n, off)
			|| make_script_holds(f, &file->makefile->nodes, off);
	if (file->gomod)
		return one_holds(file->gomod->comments.items, file->gomod->comments.n, off);
	return file->tree->faults.n
		|| one_holds(file->tree->comments.items, file->tree->comments.n, off)
		|| tree_script_holds(f, off);
}
