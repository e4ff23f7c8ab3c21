/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

/* Longest piece of the file that a message repeats. */
#define QUOTED_MAX 40

void
docker_fault(struct docker_parser *p, struct span span, const char *format, ...)
{
	if (p->faulted)
		return;
	p->faulted = true;
	va_list args;
	va_start(args, format);
	struct str message = arena_vprintf(p->a, format, args);
	va_end(args);
	vec_push(p->a, &p->file->faults, ((struct fault){ span, message }));
}

static bool
takes_heredocs(const struct docker_instruction *in)
{
	if (in->keyword == DOCKER_ONBUILD && in->trigger)
		in = in->trigger;
	bool known = in->keyword == DOCKER_RUN || in->keyword == DOCKER_COPY
		|| in->keyword == DOCKER_ADD;
	return known && !in->is_json;
}

static void
check_instruction(struct docker_parser *p, const struct docker_instruction *in)
{
	if (in->keyword == DOCKER_UNKNOWN) {
		struct str word = source_slice(p->source, in->keyword_span);
		docker_fault(p, in->keyword_span,
			"expected an instruction, found \"%" PRIstr "\"%s",
			STR_ARG(str_slice(word, 0, QUOTED_MAX)), word.n > QUOTED_MAX ? "…" : "");
		p->has_stage = true; /* it may be the FROM */
		return;
	}
	docker_check_flags(p, in);
	docker_check_arguments(p, in);
	if (in->keyword == DOCKER_FROM)
		p->has_stage = true;
	if (!p->has_stage && in->keyword != DOCKER_ARG) {
		p->has_stage = true;
		docker_fault(p, in->keyword_span, "expected FROM before the first %s",
			docker_keyword_name(in->keyword));
	}
}

static void
parse_line(struct docker_parser *p, const struct mapped *line)
{
	size_t faults = p->file->faults.n;
	struct docker_part part = docker_part_trim((struct docker_part){ line, 0, line->text.n });
	struct docker_instruction *in = docker_read_instruction(p, part, false);
	if (takes_heredocs(in)) {
		struct docker_instruction *owner = in->trigger ? in->trigger : in;
		docker_read_heredocs(p, owner, line);
		in->span = span_join(in->span, owner->span);
	}
	check_instruction(p, in);
	in->is_faulty = p->file->faults.n > faults;
	vec_push(p->a, &p->file->instructions, *in);
}

struct dockerfile *
dockerfile_parse(struct arena *a, const struct source *source)
{
	struct dockerfile *file = ARENA_NEW(a, struct dockerfile);
	struct docker_parser p = { .a = a, .source = source, .file = file };
	file->source = source;
	file->escape = '\\';
	docker_read_directives(&p);
	struct mapped line;
	while (docker_logical_line(&p, &line)) {
		struct mapped *kept = ARENA_NEW(a, struct mapped);
		*kept = line;
		parse_line(&p, kept);
	}
	p.faulted = false;
	if (file->instructions.n == 0)
		docker_fault(
			&p, span_make(0, 0), "expected an instruction, found none in the file");
	return file;
}
