/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which version of the Dockerfile syntax a file needs.
 * https://github.com/moby/buildkit/tree/master/frontend/dockerfile/docs (release notes)
 */
#include "facts/docker/docker.h"

/* A feature by the flag that asks for it. */
static const struct feature {
	enum docker_keyword keyword;
	const char *flag, *name, *since;
} features[] = {
	{ DOCKER_RUN, "mount", "RUN --mount", "1.2" },
	{ DOCKER_RUN, "network", "RUN --network", "1.3" },
	{ DOCKER_COPY, "link", "COPY --link", "1.4" },
	{ DOCKER_ADD, "link", "ADD --link", "1.4" },
	{ DOCKER_ADD, "checksum", "ADD --checksum", "1.6" },
	{ DOCKER_COPY, "exclude", "COPY --exclude", "1.19" },
	{ DOCKER_ADD, "exclude", "ADD --exclude", "1.19" },
	{ DOCKER_COPY, "parents", "COPY --parents", "1.20" },
};

struct newest {
	struct fact_dockerfile *file;
	const struct source *source;
	unsigned minor;
};

/* All are versions 1.x. */
static void
note(struct newest *newest, const char *name, const char *since, struct span span)
{
	uint64_t minor = 0;
	if (!str_to_u64(str_from(since + 2), &minor) || minor <= newest->minor)
		return;
	newest->minor = (unsigned)minor;
	newest->file->newest_feature = fact_known(str_from(name));
	newest->file->newest_feature_since = fact_known(str_from(since));
	newest->file->newest_feature_place = place_of(newest->source, span);
}

static bool
sets_env(const struct docker_flag *flag)
{
	struct str fields = flag->value.text.text, field;
	while (str_next_field(&fields, ',', &field))
		if (str_starts(field, STR("env=")))
			return true;
	return false;
}

static void
read_flag(struct newest *newest, const struct docker_instruction *instruction,
	const struct docker_flag *flag)
{
	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++)
		if (features[i].keyword == instruction->keyword
			&& str_eq(flag->name, str_from(features[i].flag)))
			note(newest, features[i].name, features[i].since, flag->span);
	if (instruction->keyword == DOCKER_RUN && str_eq(flag->name, STR("mount"))
		&& sets_env(flag))
		note(newest, "env= of RUN --mount=type=secret", "1.10", flag->span);
}

void
docker_read_syntax(struct fact_dockerfile *file, const struct dockerfile *parsed)
{
	struct newest newest = { file, parsed->source, 0 };
	vec_for(struct docker_directive, directive, &parsed->directives) {
		if (!str_eq(directive->name, STR("syntax")))
			continue;
		file->syntax = fact_known(directive->value);
		file->syntax_place = place_of(parsed->source, directive->span);
		size_t end = str_find_char(parsed->source->text, '\n', span_end(directive->span));
		file->syntax_line = place_of(parsed->source,
			span_make(directive->span.off,
				end == STR_NONE ? parsed->source->text.n : end + 1));
	}
	vec_for(struct docker_instruction, instruction, &parsed->instructions) {
		vec_for(struct docker_flag, flag, &instruction->flags)
			read_flag(&newest, instruction, flag);
		if (instruction->heredocs.n && instruction->keyword != DOCKER_UNKNOWN)
			note(&newest, "a here-document", "1.4",
				instruction->heredocs.items[0].operator_span);
	}
}
