/* SPDX-License-Identifier: Apache-2.0 */
/* Shell scripts in both dialects, as they are and with some bytes made opaque. */
#include <stdlib.h>

#include "ast_check.h"
#include "syntax/shell/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_node(const struct source *source, const struct shell_node *node);

static void
check_span(const struct source *source, struct span span)
{
	if (span_end(span) > source->text.n)
		abort();
}

static void
check_word(const struct source *source, const struct shell_word *word)
{
	check_span(source, word->span);
	vec_for(const struct shell_part, part, &word->parts) {
		check_span(source, part->span);
		if (part->operand)
			check_word(source, part->operand);
		if (part->body)
			check_node(source, part->body);
		vec_for(const struct shell_word, element, &part->elements)
			check_word(source, element);
	}
}

static void
check_node(const struct source *source, const struct shell_node *node)
{
	check_span(source, node->span);
	vec_for(const struct shell_assignment, assignment, &node->assignments) {
		check_span(source, assignment->span);
		check_span(source, assignment->name_span);
		check_word(source, &assignment->value);
	}
	vec_for(const struct shell_word, word, &node->words)
		check_word(source, word);
	vec_for(const struct shell_redirect, redirect, &node->redirects) {
		check_span(source, redirect->span);
		check_word(source, &redirect->target);
		check_word(source, &redirect->body);
	}
	for (size_t i = 0; i < node->children.n; i++)
		check_node(source, node->children.items[i]);
}

static void
check_script(struct arena *a, const struct mapped *text, enum shell_dialect dialect)
{
	const struct shell_script *script = shell_parse(a, text, dialect);
	check_node(script->source, script->root);
	vec_for(const struct fault, fault, &script->faults)
		check_span(script->source, fault->span);
	vec_for(const struct span, comment, &script->comments)
		check_span(script->source, *comment);
}

/* The same text with every "@" made opaque. */
static struct mapped
with_opaque(struct arena *a, const struct source *source)
{
	struct mapped_builder b = mapped_builder_new(a, source);
	for (size_t at = 0; at < source->text.n; at++) {
		if (source->text.s[at] == '@')
			mapped_add_opaque(&b, span_make(at, at + 1));
		else
			mapped_add_span(&b, span_make(at, at + 1));
	}
	return mapped_finish(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = { size ? (const char *)data : "", size };
	struct source *source = source_new(a, STR("fuzz.sh"), text);
	struct mapped plain = mapped_from_span(a, source, span_make(0, size));
	struct mapped opaque = with_opaque(a, source);
	check_script(a, &plain, SHELL_POSIX);
	check_script(a, &plain, SHELL_BASH);
	check_script(a, &opaque, SHELL_BASH);
	ast_check(a, source, "bash");
	ast_check(a, source, "posix");
	arena_free(a);
	return 0;
}
