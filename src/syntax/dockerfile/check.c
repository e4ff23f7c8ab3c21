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

enum mount_type { MOUNT_BIND, MOUNT_CACHE, MOUNT_TMPFS, MOUNT_SECRET, MOUNT_SSH, MOUNT_TYPES };

static bool
is_bool(struct str s)
{
	static const char *const names[] = { "1", "t", "T", "TRUE", "true", "True", "0", "f", "F",
		"FALSE", "false", "False" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (str_eq(s, str_from(names[i])))
			return true;
	}
	return false;
}

/* A number of the base that fits 32 bits. */
static bool
is_number(struct str s, unsigned base)
{
	uint64_t value = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned char)s.s[i] - (unsigned)'0';
		if (digit >= base)
			return false;
		value = value * base + digit;
		if (value > UINT32_MAX)
			return false;
	}
	return s.n > 0;
}

/* What the field's value should have been, or NULL where it is fine. */
static const char *
expected_of_field(struct str key, struct str value, enum mount_type *type)
{
	static const char *const types[] = { "bind", "cache", "tmpfs", "secret", "ssh" };
	if (str_eq(key, STR("type"))) {
		for (size_t i = 0; i < MOUNT_TYPES; i++) {
			if (str_eq_nocase(value, str_from(types[i]))) {
				*type = (enum mount_type)i;
				return NULL;
			}
		}
		return "bind, cache, tmpfs, secret or ssh";
	}
	if (str_eq(key, STR("sharing"))) {
		bool valid = str_eq_nocase(value, STR("shared"))
			|| str_eq_nocase(value, STR("private"))
			|| str_eq_nocase(value, STR("locked"));
		return valid ? NULL : "shared, private or locked";
	}
	if (str_eq(key, STR("mode")))
		return is_number(value, 8) ? NULL : "an octal number";
	if (str_eq(key, STR("uid")) || str_eq(key, STR("gid")))
		return is_number(value, 10) ? NULL : "a number";
	bool is_switch = str_eq(key, STR("ro")) || str_eq(key, STR("readonly"))
		|| str_eq(key, STR("rw")) || str_eq(key, STR("readwrite"))
		|| str_eq(key, STR("required"));
	return !is_switch || is_bool(value) ? NULL : "true or false";
}

/* A key that only some types have must stand after the type. */
static bool
type_has_key(enum mount_type type, struct str key)
{
	if (str_eq(key, STR("required")))
		return type == MOUNT_SECRET || type == MOUNT_SSH;
	return !str_eq(key, STR("size")) || type == MOUNT_TMPFS;
}

/* Fields as BuildKit reads them, in order and each with its variables replaced. */
static void
check_mount(struct docker_parser *p, const struct docker_mount_fields *fields)
{
	enum mount_type type = MOUNT_BIND;
	bool type_known = true;
	vec_for(struct docker_mount_field, field, fields) {
		check_word(p, &field->value);
		struct docker_value value =
			docker_word_expand(p->a, &field->value, p->file->escape, NULL, NULL, NULL);
		bool known = value.state == DOCKER_VALUE_KNOWN;
		type_known = type_known && (known || !str_eq(field->key, STR("type")));
		if (type_known && !type_has_key(type, field->key))
			docker_fault(p, field->span,
				"a mount of this type has no `%" PRIstr
				"`; the type must stand first",
				STR_ARG(field->key));
		const char *expected = known && field->has_value
			? expected_of_field(field->key, value.text, &type)
			: NULL;
		if (expected)
			docker_fault(p, field->span, "expected %" PRIstr "= to be %s",
				STR_ARG(field->key), expected);
	}
}

static void
check_mounts(struct docker_parser *p, const struct docker_instruction *in)
{
	struct faults ignored = { 0 };
	for (size_t i = 0; i < in->flags.n && !p->faulted; i++) {
		if (!str_eq(in->flags.items[i].name, STR("mount")))
			continue;
		struct docker_mount_fields fields =
			docker_mount_parse(p->a, &in->flags.items[i].value, &ignored);
		check_mount(p, &fields);
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
