/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"

#include "base/map.h"
#include "syntax/dockerfile/dockerfile.h"

static void
add_word(struct arena *a, struct ast_node *parent, const char *kind, const struct docker_word *word)
{
	ast_add_new(a, parent, kind, word->span, word->text.text);
}

static void
add_mount(struct arena *a, struct ast_node *parent, const struct docker_word *value)
{
	struct faults faults = { 0 };
	struct docker_mount_fields fields = docker_mount_parse(a, value, &faults);
	vec_for(const struct docker_mount_field, field, &fields) {
		struct ast_node *node = ast_add_new(a, parent, "field", field->span, field->key);
		if (field->has_value)
			add_word(a, node, "value", &field->value);
	}
}

static void
add_flag(struct arena *a, struct ast_node *parent, const struct docker_flag *flag)
{
	const struct docker_word *word = &flag->value;
	struct ast_node *node = ast_add_new(a, parent, "flag", flag->span, flag->name);
	if (str_find_char(word->text.source->text, '=', flag->span.off) >= span_end(flag->span))
		return;
	struct ast_node *value = ast_add_new(a, node, "value", word->span, word->text.text);
	if (str_eq(flag->name, STR("mount")))
		add_mount(a, value, word);
}

static void
add_pair(struct arena *a, struct ast_node *parent, const struct docker_pair *pair)
{
	struct ast_node *node = ast_add_new(a, parent, "pair", pair->span, STR(""));
	add_word(a, node, "name", &pair->name);
	if (pair->has_value)
		add_word(a, node, "value", &pair->value);
}

static void
add_heredoc(struct arena *a, struct ast_node *parent, const struct docker_heredoc *heredoc)
{
	struct span at = heredoc->operator_span;
	struct ast_node *node = ast_add_new(a, parent, "heredoc", at, heredoc->name);
	struct span none = span_make(at.off, at.off);
	if (heredoc->fd)
		ast_add_new(a, node, "fd", none, arena_printf(a, "%d", heredoc->fd));
	if (heredoc->expand)
		ast_add_new(a, node, "expand", none, STR(""));
	if (heredoc->strip_tabs)
		ast_add_new(a, node, "strip-tabs", none, STR(""));
	ast_add_new(a, node, "body", mapped_span(&heredoc->body, 0, heredoc->body.text.n),
		heredoc->body.text);
}

/* The empty span after the node's last child. */
static struct span
end_of(const struct ast_node *node)
{
	size_t end = span_end(node->children.items[node->children.n - 1]->span);
	return span_make(end, end);
}

static void
add_instruction(struct arena *a, struct ast_node *parent, const struct docker_instruction *in,
	bool triggered)
{
	struct ast_node *node = ast_add_new(a, parent, triggered ? "trigger" : "instruction",
		in->span, str_from(docker_keyword_name(in->keyword)));
	ast_add_new(a, node, "keyword", in->keyword_span, STR(""));
	vec_for(const struct docker_flag, flag, &in->flags)
		add_flag(a, node, flag);
	if (in->is_json)
		ast_add_new(a, node, "json", end_of(node), STR(""));
	vec_for(const struct docker_word, word, &in->args)
		add_word(a, node, "word", word);
	vec_for(const struct docker_pair, pair, &in->pairs)
		add_pair(a, node, pair);
	if (in->script.text.n)
		ast_add_new(a, node, "script", mapped_span(&in->script, 0, in->script.text.n),
			in->script.text);
	if (in->trigger)
		add_instruction(a, node, in->trigger, true);
	vec_for(const struct docker_heredoc, heredoc, &in->heredocs)
		add_heredoc(a, node, heredoc);
}

struct ast_node *
dockerfile_ast(struct arena *a, const struct dockerfile *file)
{
	struct str text = file->source->text;
	struct str escape = { &file->escape, 1 };
	struct ast_node *root = ast_new(a, "dockerfile", span_make(0, text.n), escape);
	vec_for(const struct docker_directive, directive, &file->directives) {
		struct ast_node *node =
			ast_add_new(a, root, "directive", directive->span, directive->name);
		ast_add_new(a, node, "value", directive->span, directive->value);
	}
	vec_for(const struct docker_instruction, in, &file->instructions)
		add_instruction(a, root, in, false);
	ast_add_comments(a, root, file->source, file->comments.items, file->comments.n);
	ast_add_faults(a, root, &file->faults);
	return root;
}

/* --- words ----------------------------------------------------------------------------- */

static struct docker_value
look_up(void *context, struct str name)
{
	const struct str *value = map_get(context, name);
	if (!value)
		return (struct docker_value){ DOCKER_VALUE_UNSET, { 0 } };
	return (struct docker_value){ DOCKER_VALUE_KNOWN, *value };
}

static void
read_variable(struct arena *a, struct map *variables, struct str line)
{
	struct str *value = ARENA_NEW(a, struct str), name;
	if (str_cut(line, '=', &name, value))
		map_set(a, variables, name, value);
}

struct ast_node *
docker_words_ast(struct arena *a, const struct source *source)
{
	struct map variables = { 0 };
	struct str rest = source->text, line;
	char escape = str_starts(rest, STR("`")) ? '`' : '\\';
	struct ast_node *root = ast_new(a, "words", span_make(0, rest.n), STR(""));
	(void)str_next_field(&rest, '\n', &line);
	while (str_next_field(&rest, '\n', &line) && line.n)
		read_variable(a, &variables, line);
	while (rest.n && str_next_field(&rest, '\n', &line)) {
		size_t from = (size_t)(line.s - source->text.s);
		struct span span = span_make(from, from + line.n);
		struct docker_word word = { mapped_from_span(a, source, span), span };
		struct faults faults = { 0 };
		struct docker_value value =
			docker_word_expand(a, &word, escape, look_up, &variables, &faults);
		struct ast_node *node = ast_add_new(a, root, "word", span, line);
		if (value.state == DOCKER_VALUE_KNOWN)
			ast_add_new(a, node, "value", span, value.text);
		ast_add_faults(a, node, &faults);
	}
	return root;
}
