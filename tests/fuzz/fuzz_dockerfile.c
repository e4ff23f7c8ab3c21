/* SPDX-License-Identifier: Apache-2.0 */
/* Parses any bytes as a Dockerfile and reads every word, mount and heredoc in it. */
#include <stdlib.h>

#include "ast_check.h"
#include "syntax/dockerfile/dockerfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct target {
	struct arena *a;
	const struct dockerfile *file;
	unsigned lookups;
};

static void
expect_span(const struct target *t, struct span span)
{
	if (span_end(span) > t->file->source->text.n)
		abort();
}

static void
expect_faults(const struct target *t, const struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		expect_span(t, faults->items[i].span);
		if (faults->items[i].message.n == 0)
			abort();
	}
}

static void
expect_mapped(const struct target *t, const struct mapped *m)
{
	for (size_t at = 0; at < m->text.n; at += 1 + m->text.n / 8)
		expect_span(t, mapped_span(m, at, at + 1));
	expect_span(t, mapped_span(m, 0, m->text.n));
}

/* Answers with every state in turn. */
static struct docker_value
look_up(void *context, struct str name)
{
	struct target *t = context;
	switch (t->lookups++ % 4) {
	case 0: return (struct docker_value){ DOCKER_VALUE_UNSET, { 0 } };
	case 1: return (struct docker_value){ DOCKER_VALUE_UNKNOWN, { 0 } };
	case 2: return (struct docker_value){ DOCKER_VALUE_KNOWN, STR("a/b.c/\xc3\xa9*d") };
	}
	return (struct docker_value){ DOCKER_VALUE_KNOWN, name };
}

static void
read_word(struct target *t, const struct docker_word *word)
{
	struct faults faults = { 0 };
	expect_span(t, word->span);
	expect_mapped(t, &word->text);
	docker_word_expand(t->a, word, t->file->escape, look_up, t, &faults);
	expect_faults(t, &faults);
	struct docker_references references = docker_word_references(t->a, word, t->file->escape);
	vec_for(struct docker_reference, reference, &references) {
		expect_span(t, reference->span);
		if (reference->name.n == 0)
			abort();
	}
}

static void
read_flag(struct target *t, const struct docker_flag *flag)
{
	struct faults faults = { 0 };
	expect_span(t, flag->span);
	read_word(t, &flag->value);
	struct docker_mount_fields fields = docker_mount_parse(t->a, &flag->value, &faults);
	expect_faults(t, &faults);
	vec_for(struct docker_mount_field, field, &fields) {
		expect_span(t, field->span);
		read_word(t, &field->value);
	}
}

static void
read_instruction(struct target *t, const struct docker_instruction *in)
{
	expect_span(t, in->span);
	expect_span(t, in->keyword_span);
	if (in->keyword_span.off < in->span.off || span_end(in->keyword_span) > span_end(in->span))
		abort();
	expect_mapped(t, &in->script);
	vec_for(struct docker_flag, flag, &in->flags)
		read_flag(t, flag);
	vec_for(struct docker_word, word, &in->args)
		read_word(t, word);
	vec_for(struct docker_pair, pair, &in->pairs) {
		expect_span(t, pair->span);
		read_word(t, &pair->name);
		read_word(t, &pair->value);
	}
	vec_for(struct docker_heredoc, heredoc, &in->heredocs) {
		expect_span(t, heredoc->operator_span);
		expect_mapped(t, &heredoc->body);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = arena_str(a, (struct str){ (const char *)data, size });
	const struct source *source = source_new(a, STR("Dockerfile"), text);
	struct dockerfile *file = dockerfile_parse(a, source);
	struct target t = { .a = a, .file = file };
	expect_faults(&t, &file->faults);
	vec_for(struct docker_directive, directive, &file->directives)
		expect_span(&t, directive->span);
	vec_for(struct span, comment, &file->comments)
		expect_span(&t, *comment);
	vec_for(struct docker_instruction, in, &file->instructions) {
		read_instruction(&t, in);
		if (in->trigger)
			read_instruction(&t, in->trigger);
	}
	ast_check(a, source, "dockerfile");
	arena_free(a);
	return 0;
}
