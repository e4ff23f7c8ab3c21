/* SPDX-License-Identifier: Apache-2.0 */
/* What an instruction needs that its stage may lack: a shell, a declared argument. */
#include "facts/docker/docker.h"

/* The form that /bin/sh -c runs. */
static bool
is_shell_form(const struct docker_instruction *instruction)
{
	if (instruction->is_json)
		return false;
	struct str script = str_trim(instruction->script.text);
	switch (instruction->keyword) {
	case DOCKER_RUN:
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT: return script.n > 0;
	default: return false;
	}
}

/* The automatic platform arguments that reach a stage only through ARG. */
static const char *const platform_args[] = { "TARGETPLATFORM", "TARGETOS", "TARGETARCH",
	"TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT" };

/* $NAME or ${NAME} in a text, not ${NAME:-default}; its offset or STR_NONE. */
static size_t
find_reference(struct str text, struct str name)
{
	for (size_t at = str_find(text, name, 0); at != STR_NONE;
		at = str_find(text, name, at + 1)) {
		size_t end = at + name.n;
		char after = end < text.n ? text.s[end] : '\n';
		bool plain = at >= 1 && text.s[at - 1] == '$' && !char_is_name(after);
		bool braced =
			at >= 2 && text.s[at - 1] == '{' && text.s[at - 2] == '$' && after == '}';
		size_t dollar = plain ? at - 1 : at - 2;
		bool escaped = (plain || braced) && dollar > 0
			&& (text.s[dollar - 1] == '\\' || text.s[dollar - 1] == '$');
		if ((plain || braced) && !escaped)
			return dollar;
	}
	return STR_NONE;
}

static void
note_undeclared(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct str text = source_slice(r->source, instruction->span);
	for (size_t i = 0; i < sizeof(platform_args) / sizeof(*platform_args); i++) {
		struct str name = str_from(platform_args[i]);
		size_t at = find_reference(text, name);
		struct str assigned = arena_printf(r->x->arena, "%" PRIstr "=", STR_ARG(name));
		if (at == STR_NONE || settings_has(r->run_env, name) != NO
			|| str_contains(text, assigned))
			continue;
		r->stage->undeclared_arg = fact_known(name);
		size_t end = at + 1 + name.n + (text.s[at + 1] == '{' ? 2 : 0);
		r->stage->undeclared_arg_place = place_of(r->source,
			span_make(instruction->span.off + at, instruction->span.off + end));
		return;
	}
}

/* Arguments that an instruction refers to; what a script refers to is the shell's affair. */
static void
note_used_args(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct str text = source_slice(r->source, instruction->span);
	for (size_t at = str_find_char(text, '$', 0); at != STR_NONE;
		at = str_find_char(text, '$', at + 1)) {
		size_t from = at + 1 + (at + 1 < text.n && text.s[at + 1] == '{'), end = from;
		while (end < text.n && char_is_name(text.s[end]))
			end++;
		const struct fact_setting *s = settings_get(r->run_env, str_slice(text, from, end));
		if (s && s->variable && s->variable->stage)
			s->variable->is_used = YES;
	}
}

void
docker_note_needs(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct fact_stage *stage = r->stage;
	if (!stage->shell_form_place.source && r->shell_is_default && is_shell_form(instruction))
		stage->shell_form_place = place_of(r->source, instruction->span);
	bool expands = instruction->keyword == DOCKER_RUN || instruction->keyword == DOCKER_COPY
		|| instruction->keyword == DOCKER_ADD || instruction->keyword == DOCKER_ENV;
	if (expands && stage->undeclared_arg.state == ABSENT)
		note_undeclared(r, instruction);
	switch (instruction->keyword) {
	case DOCKER_RUN:
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT:
	case DOCKER_HEALTHCHECK:
	case DOCKER_SHELL: break;
	default: note_used_args(r, instruction);
	}
}
