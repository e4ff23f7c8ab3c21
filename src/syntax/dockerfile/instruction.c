/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

static const char *const names[] = {
	[DOCKER_UNKNOWN] = "",
	[DOCKER_ADD] = "ADD",
	[DOCKER_ARG] = "ARG",
	[DOCKER_CMD] = "CMD",
	[DOCKER_COPY] = "COPY",
	[DOCKER_ENTRYPOINT] = "ENTRYPOINT",
	[DOCKER_ENV] = "ENV",
	[DOCKER_EXPOSE] = "EXPOSE",
	[DOCKER_FROM] = "FROM",
	[DOCKER_HEALTHCHECK] = "HEALTHCHECK",
	[DOCKER_LABEL] = "LABEL",
	[DOCKER_MAINTAINER] = "MAINTAINER",
	[DOCKER_ONBUILD] = "ONBUILD",
	[DOCKER_RUN] = "RUN",
	[DOCKER_SHELL] = "SHELL",
	[DOCKER_STOPSIGNAL] = "STOPSIGNAL",
	[DOCKER_USER] = "USER",
	[DOCKER_VOLUME] = "VOLUME",
	[DOCKER_WORKDIR] = "WORKDIR",
};

const char *
docker_keyword_name(enum docker_keyword keyword)
{
	return names[keyword];
}

static enum docker_keyword
keyword_from(struct str word)
{
	for (size_t i = DOCKER_UNKNOWN + 1; i < sizeof(names) / sizeof(*names); i++) {
		if (str_eq_nocase(word, str_from(names[i])))
			return (enum docker_keyword)i;
	}
	return DOCKER_UNKNOWN;
}

/* True where the part is a JSON array; false, perhaps with a fault, for the shell form. */
static bool
read_json(struct docker_parser *p, struct docker_instruction *in, struct docker_part part)
{
	enum docker_json json = docker_read_json(p->a, part, &in->args);
	if (json == DOCKER_JSON_OTHER)
		docker_fault(p, docker_part_span(part), "expected only strings in the JSON array");
	in->is_json = json == DOCKER_JSON_STRINGS;
	return in->is_json;
}

static void
read_command(struct docker_parser *p, struct docker_instruction *in, struct docker_part part)
{
	if (!read_json(p, in, part))
		in->script = docker_part_word(p->a, part).text;
}

static void
read_healthcheck(struct docker_parser *p, struct docker_instruction *in, struct docker_part part,
	bool is_trigger)
{
	struct docker_part type = part, command = part;
	type.to = part.from;
	const char *s = part.line->text.s;
	while (type.to < part.to && !char_is_space(s[type.to]))
		type.to++;
	command.from = type.to;
	while (command.from < part.to && char_is_space(s[command.from]))
		command.from++;
	struct str name = docker_part_text(type);
	bool none = str_eq_nocase(name, STR("NONE"));
	read_command(p, in, command);
	bool has_command = in->args.n > 0 || in->script.text.n > 0;
	if (none) {
		in->is_json = false;
		in->args = (struct docker_words){ 0 };
		in->script = (struct mapped){ 0 };
		vec_push(p->a, &in->args, docker_part_word(p->a, type));
	}
	if (is_trigger)
		return;
	if (none && has_command)
		docker_fault(p, docker_part_span(command), "expected nothing after NONE");
	else if (!none && !str_eq_nocase(name, STR("CMD")))
		docker_fault(p, name.n ? docker_part_span(type) : in->keyword_span,
			"expected CMD or NONE after HEALTHCHECK");
	else if (!none && !has_command)
		docker_fault(p, docker_part_span(type), "expected a command after CMD");
}

static void
read_trigger(struct docker_parser *p, struct docker_instruction *in, struct docker_part part)
{
	if (part.from == part.to) {
		docker_fault(p, in->keyword_span, "expected an instruction after ONBUILD");
		return;
	}
	in->trigger = docker_read_instruction(p, part, true);
	enum docker_keyword keyword = in->trigger->keyword;
	if (keyword == DOCKER_ONBUILD || keyword == DOCKER_FROM || keyword == DOCKER_MAINTAINER)
		docker_fault(p, in->trigger->keyword_span, "ONBUILD can't trigger %s",
			docker_keyword_name(keyword));
}

static void
read_arguments(struct docker_parser *p, struct docker_instruction *in, struct docker_part part,
	bool is_trigger)
{
	switch (in->keyword) {
	case DOCKER_FROM:
	case DOCKER_EXPOSE: in->args = docker_split_blanks(p->a, part); break;
	case DOCKER_ADD:
	case DOCKER_COPY:
	case DOCKER_VOLUME:
		if (!read_json(p, in, part))
			in->args = docker_split_blanks(p->a, part);
		break;
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT:
	case DOCKER_RUN:
	case DOCKER_SHELL: read_command(p, in, part); break;
	case DOCKER_ARG:
	case DOCKER_ENV:
	case DOCKER_LABEL: docker_read_pairs(p, in, part); break;
	case DOCKER_HEALTHCHECK: read_healthcheck(p, in, part, is_trigger); break;
	case DOCKER_ONBUILD:
		if (!is_trigger)
			read_trigger(p, in, part);
		break;
	case DOCKER_MAINTAINER:
	case DOCKER_STOPSIGNAL:
	case DOCKER_USER:
	case DOCKER_WORKDIR:
		if (part.to > part.from)
			vec_push(p->a, &in->args, docker_part_word(p->a, part));
		break;
	case DOCKER_UNKNOWN: break;
	}
}

struct docker_instruction *
docker_read_instruction(struct docker_parser *p, struct docker_part part, bool is_trigger)
{
	struct docker_instruction *in = ARENA_NEW(p->a, struct docker_instruction);
	struct docker_part word = part, rest = part;
	word.to = part.from;
	while (word.to < part.to && !docker_is_blank(part.line->text.s[word.to]))
		word.to++;
	rest.from = word.to;
	in->span = docker_part_span(part);
	in->keyword_span = docker_part_span(word);
	in->keyword = keyword_from(docker_part_text(word));
	rest = docker_part_trim(docker_take_flags(p->a, rest, p->file->escape, &in->flags));
	read_arguments(p, in, rest, is_trigger);
	return in;
}
