/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/dockerfile/internal.h"

/* Reports a quote that is not closed or a reference that can't be read. */
static void
check_word(struct docker_parser *p, const struct docker_word *word)
{
	struct faults faults = { 0 };
	if (p->faulted)
		return;
	docker_word_expand(p->a, word, p->file->escape, NULL, NULL, &faults);
	if (faults.n)
		docker_fault(p, faults.items[0].span, "%" PRIstr, STR_ARG(faults.items[0].message));
}

static void
check_words(struct docker_parser *p, const struct docker_instruction *in)
{
	for (size_t i = 0; i < in->args.n; i++)
		check_word(p, &in->args.items[i]);
}

static void
check_flag_word(struct docker_parser *p, const struct docker_instruction *in, struct str name)
{
	const struct docker_flag *flag = docker_instruction_flag(in, name);
	if (flag)
		check_word(p, &flag->value);
}

static bool
stage_name_is_valid(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		bool inner = char_is_name(c) || c == '-' || c == '.';
		if (i == 0 ? !char_is_alpha(c) : !inner)
			return false;
	}
	return name.n > 0;
}

static void
check_from(struct docker_parser *p, const struct docker_instruction *in)
{
	const struct docker_words *args = &in->args;
	if (args->n == 0) {
		docker_fault(p, in->keyword_span, "expected an image after FROM");
		return;
	}
	if (args->n > 1 && !str_eq_nocase(args->items[1].text.text, STR("AS"))) {
		docker_fault(p, args->items[1].span, "expected \"AS name\" after the image");
		return;
	}
	if (args->n == 2)
		docker_fault(p, args->items[1].span, "expected a stage's name after AS");
	else if (args->n > 3)
		docker_fault(p, args->items[3].span, "expected nothing after the stage's name");
	else if (args->n == 3 && !stage_name_is_valid(args->items[2].text.text))
		docker_fault(p, args->items[2].span,
			"expected a stage's name: a letter, then letters, digits, \"-\", \"_\" or \".\"");
	check_word(p, &args->items[0]);
	check_flag_word(p, in, STR("platform"));
}

static void
check_copy(struct docker_parser *p, const struct docker_instruction *in)
{
	const struct docker_words *args = &in->args;
	if (args->n < 2) {
		docker_fault(p, args->n ? args->items[0].span : in->keyword_span,
			"expected a source and a destination after %s",
			docker_keyword_name(in->keyword));
		return;
	}
	const struct docker_word *destination = vec_last(args);
	if (docker_is_heredoc(p->a, destination->text.text))
		docker_fault(p, destination->span, "a heredoc can't be the destination");
	for (size_t i = 0; i < args->n; i++) {
		if (!docker_is_heredoc(p->a, args->items[i].text.text))
			check_word(p, &args->items[i]);
	}
	check_flag_word(p, in, STR("chown"));
	check_flag_word(p, in, STR("chmod"));
	check_flag_word(p, in, STR("checksum"));
}

static void
check_pairs(struct docker_parser *p, const struct docker_instruction *in)
{
	if (in->pairs.n == 0)
		docker_fault(p, in->keyword_span, "expected NAME=value after %s",
			docker_keyword_name(in->keyword));
	for (size_t i = 0; i < in->pairs.n; i++) {
		if (in->pairs.items[i].name.text.text.n == 0)
			docker_fault(p, in->pairs.items[i].span, "expected a name before \"=\"");
		check_word(p, &in->pairs.items[i].name);
		check_word(p, &in->pairs.items[i].value);
	}
}

static void
check_volume(struct docker_parser *p, const struct docker_instruction *in)
{
	for (size_t i = 0; i < in->args.n; i++) {
		const struct docker_word *word = &in->args.items[i];
		struct docker_part part = { &word->text, 0, word->text.text.n };
		if (docker_part_text(docker_part_trim(part)).n == 0)
			docker_fault(p, word->span, "expected a path");
	}
	check_words(p, in);
}

/* BuildKit expands the value of each field of a mount. */
static void
check_mounts(struct docker_parser *p, const struct docker_instruction *in)
{
	struct faults ignored = { 0 };
	for (size_t i = 0; i < in->flags.n && !p->faulted; i++) {
		if (!str_eq(in->flags.items[i].name, STR("mount")))
			continue;
		struct docker_mount_fields fields =
			docker_mount_parse(p->a, &in->flags.items[i].value, &ignored);
		vec_for(struct docker_mount_field, field, &fields)
			check_word(p, &field->value);
	}
}

void
docker_check_arguments(struct docker_parser *p, const struct docker_instruction *in)
{
	switch (in->keyword) {
	case DOCKER_FROM: check_from(p, in); break;
	case DOCKER_ADD:
	case DOCKER_COPY: check_copy(p, in); break;
	case DOCKER_ARG:
	case DOCKER_ENV:
	case DOCKER_LABEL: check_pairs(p, in); break;
	case DOCKER_RUN: check_mounts(p, in); break;
	case DOCKER_SHELL:
		if (!in->is_json || in->args.n == 0)
			docker_fault(p, in->keyword_span,
				"expected a JSON array of strings after SHELL");
		break;
	case DOCKER_MAINTAINER:
	case DOCKER_EXPOSE:
	case DOCKER_STOPSIGNAL:
	case DOCKER_USER:
	case DOCKER_VOLUME:
	case DOCKER_WORKDIR:
		if (in->args.n == 0)
			docker_fault(p, in->keyword_span, "expected an argument after %s",
				docker_keyword_name(in->keyword));
		if (in->keyword == DOCKER_VOLUME)
			check_volume(p, in);
		else if (in->keyword != DOCKER_MAINTAINER)
			check_words(p, in);
		break;
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT:
	case DOCKER_HEALTHCHECK:
	case DOCKER_ONBUILD:
	case DOCKER_UNKNOWN: break;
	}
}
