/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that are compiled outside of an image, by make or in CI, and copied into it. */
#include "base/path.h"
#include "facts/docker/docker.h"

/* The names under which the go commands of makefiles and jobs write programs: go build -o NAME. */
static void
collect_programs(struct extraction *x, struct map *programs)
{
	fact_for(go_command, go, &x->project->facts[FACT_CLASS_go_command]) {
		if (go->stage || go->verb.state != KNOWN || !str_eq(go->verb.text, STR("build")))
			continue;
		for (size_t i = 0; i < go->flags.n; i++) {
			struct fact_string flag = go->flags.items[i];
			struct str prefix = STR("-o=");
			if (flag.state != KNOWN || !str_starts(flag.text, prefix))
				continue;
			struct str output = str_slice(flag.text, prefix.n, flag.text.n);
			if (output.n && output.s[output.n - 1] != '/')
				map_set(x->arena, programs, path_base(output), go);
		}
	}
}

static bool
brings_program(const struct extraction *x, const struct fact_copy *copy, const struct map *programs)
{
	struct fact_string context = copy->stage->dockerfile->context;
	for (size_t i = 0; context.state == KNOWN && i < copy->sources.n; i++) {
		struct fact_string source = copy->sources.items[i];
		if (source.state != KNOWN || !map_get(programs, path_base(source.text)))
			continue;
		struct str full =
			path_clean(x->arena, path_join(x->arena, context.text, source.text));
		if (path_is_within(full, STR("")) && vfs_kind(x->arena, x->fs, full) == IO_MISSING)
			return true;
	}
	return false;
}

void
docker_programs_finish(struct extraction *x)
{
	struct map programs = { 0 };
	collect_programs(x, &programs);
	fact_for(copy, copy, &x->project->facts[FACT_CLASS_copy]) {
		bool brings = copy->is_from_context == YES && brings_program(x, copy, &programs);
		/* What other programs write, nobody here knows. */
		copy->brings_program = brings ? YES : copy->is_from_context == NO ? NO : UNSURE;
	}
}
