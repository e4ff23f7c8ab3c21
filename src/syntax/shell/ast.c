/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"
#include "syntax/shell/shell.h"

static struct ast_node *node_ast(struct arena *a, const struct shell_node *node);

static void
add_mark(struct arena *a, struct ast_node *parent, const char *kind, size_t at)
{
	ast_add_new(a, parent, kind, span_make(at, at), STR(""));
}

static const char *
part_kind(const struct shell_part *part)
{
	static const char *const names[][2] = {
		[SHELL_PART_LITERAL] = { "literal", "quoted-literal" },
		[SHELL_PART_PARAMETER] = { "parameter", "quoted-parameter" },
		[SHELL_PART_COMMAND] = { "command", "quoted-command" },
		[SHELL_PART_ARITHMETIC] = { "arithmetic", "quoted-arithmetic" },
		[SHELL_PART_PROCESS] = { "process", "quoted-process" },
		[SHELL_PART_ARRAY] = { "array", "quoted-array" },
		[SHELL_PART_OPAQUE] = { "opaque", "quoted-opaque" },
	};
	return names[part->kind][part->quoted];
}

static struct ast_node *
word_ast(struct arena *a, const char *kind, const struct shell_word *word)
{
	struct ast_node *node = ast_new(a, kind, word->span, STR(""));
	vec_for(const struct shell_part, part, &word->parts) {
		struct ast_node *p = ast_add_new(a, node, part_kind(part), part->span, part->text);
		if (part->op.n)
			ast_add_new(
				a, p, "op", span_make(part->span.off, part->span.off), part->op);
		if (part->operand)
			ast_add(a, p, word_ast(a, "operand", part->operand));
		if (part->body)
			ast_add(a, p, node_ast(a, part->body));
		vec_for(const struct shell_word, element, &part->elements)
			ast_add(a, p, word_ast(a, "word", element));
	}
	return node;
}

static struct ast_node *
assignment_ast(struct arena *a, const struct shell_assignment *assignment)
{
	struct ast_node *node = ast_new(a, "assignment", assignment->span, assignment->name);
	if (assignment->append)
		add_mark(a, node, "append", span_end(assignment->name_span));
	if (assignment->indexed)
		add_mark(a, node, "indexed", span_end(assignment->name_span));
	ast_add(a, node, word_ast(a, "word", &assignment->value));
	return node;
}

static struct ast_node *
redirect_ast(struct arena *a, const struct shell_redirect *redirect)
{
	static const char *const names[] = {
		[SHELL_REDIRECT_IN] = "in",
		[SHELL_REDIRECT_OUT] = "out",
		[SHELL_REDIRECT_APPEND] = "append",
		[SHELL_REDIRECT_IN_OUT] = "in-out",
		[SHELL_REDIRECT_DUP_IN] = "dup-in",
		[SHELL_REDIRECT_DUP_OUT] = "dup-out",
		[SHELL_REDIRECT_BOTH] = "both",
		[SHELL_REDIRECT_HEREDOC] = "heredoc",
		[SHELL_REDIRECT_HERESTRING] = "herestring",
	};
	struct ast_node *node =
		ast_new(a, "redirect", redirect->span, str_from(names[redirect->kind]));
	if (redirect->fd >= 0)
		ast_add_new(a, node, "fd", span_make(redirect->span.off, redirect->span.off),
			arena_printf(a, "%d", redirect->fd));
	ast_add(a, node, word_ast(a, "target", &redirect->target));
	if (redirect->kind == SHELL_REDIRECT_HEREDOC)
		ast_add(a, node, word_ast(a, "body", &redirect->body));
	return node;
}

/* What is left of a command's assignments and redirections, which lie among its words. */
struct rest {
	size_t assignments, redirects;
};

/* Adds those of a node that come before `end`, in the order of the file. */
static void
add_rest(struct arena *a, struct ast_node *parent, const struct shell_node *node, size_t end,
	struct rest *at)
{
	for (;;) {
		const struct shell_assignment *assignment = at->assignments < node->assignments.n
			? &node->assignments.items[at->assignments]
			: NULL;
		const struct shell_redirect *redirect = at->redirects < node->redirects.n
			? &node->redirects.items[at->redirects]
			: NULL;
		if (assignment && assignment->span.off < end
			&& (!redirect || assignment->span.off < redirect->span.off)) {
			ast_add(a, parent, assignment_ast(a, assignment));
			at->assignments++;
		} else if (redirect && redirect->span.off < end) {
			ast_add(a, parent, redirect_ast(a, redirect));
			at->redirects++;
		} else {
			break;
		}
	}
}

static void
add_parts(struct arena *a, struct ast_node *parent, const struct shell_node *node)
{
	struct rest at = { 0 };
	vec_for(const struct shell_word, word, &node->words) {
		if (node->kind == SHELL_SIMPLE)
			add_rest(a, parent, node, word->span.off, &at);
		ast_add(a, parent, word_ast(a, "word", word));
	}
	for (size_t i = 0; i < node->children.n; i++)
		ast_add(a, parent, node_ast(a, node->children.items[i]));
	add_rest(a, parent, node, SIZE_MAX, &at);
}

static struct ast_node *
node_ast(struct arena *a, const struct shell_node *node)
{
	struct ast_node *result = ast_new(a, shell_kind_name(node->kind), node->span, STR(""));
	if (node->negated)
		add_mark(a, result, "negated", node->span.off);
	add_parts(a, result, node);
	if (node->background)
		add_mark(a, result, "background", span_end(node->span));
	return result;
}

struct ast_node *
shell_ast(struct arena *a, const struct shell_script *script)
{
	struct ast_node *root = ast_new(a, "shell", span_make(0, script->source->text.n), STR(""));
	ast_add(a, root, node_ast(a, script->root));
	ast_add_comments(a, root, script->source, script->comments.items, script->comments.n);
	ast_add_faults(a, root, &script->faults);
	return root;
}
