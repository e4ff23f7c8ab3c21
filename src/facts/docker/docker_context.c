/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which directory a Dockerfile is built from. The Dockerfile itself does not say: whoever
 * builds it does, or what it copies can come from one directory only.
 */
#include "facts/docker/docker.h"

#include "base/path.h"

static bool
is_plain(struct str source)
{
	for (size_t i = 0; i < source.n; i++)
		if (str_find_char(STR("*?[$\"'\\"), source.s[i], 0) != STR_NONE)
			return false;
	return source.n > 0 && !str_contains(source, STR("://")) && !str_starts(source, STR("git@"))
		&& !str_starts(source, STR("<<"));
}

/* Sources that COPY and ADD take from the build context and that are written out. */
static void
collect_sources(struct arena *a, const struct dockerfile *parsed, struct strs *out)
{
	vec_for(struct docker_instruction, instruction, &parsed->instructions) {
		bool copies =
			instruction->keyword == DOCKER_COPY || instruction->keyword == DOCKER_ADD;
		if (!copies || docker_instruction_flag(instruction, STR("from")))
			continue;
		for (size_t i = 0; i + 1 < instruction->args.n; i++) {
			struct str source = instruction->args.items[i].text.text;
			struct str path = path_clean(a, source);
			while (path_is_absolute(path))
				path = str_slice(path, 1, path.n);
			if (is_plain(source) && path.n && !strs_has(out, path))
				vec_push(a, out, path);
		}
	}
}

static bool
holds_all(const struct extraction *x, struct str dir, const struct strs *sources)
{
	vec_for(struct str, source, sources) {
		struct str path = path_join(x->arena, dir, *source);
		if (vfs_kind(x->arena, x->fs, path) == IO_MISSING)
			return false;
	}
	return true;
}

static bool
has_module(const struct extraction *x, struct str dir)
{
	return vfs_kind(x->arena, x->fs, path_join(x->arena, dir, STR("go.mod"))) == IO_FILE
		|| vfs_kind(x->arena, x->fs, path_join(x->arena, dir, STR("go.work"))) == IO_FILE;
}

static struct fact_string
guess(const struct extraction *x, const struct fact_dockerfile *file,
	const struct dockerfile *parsed)
{
	struct strs sources = { 0 };
	collect_sources(x->arena, parsed, &sources);
	size_t fitting = 0, modules = 0;
	struct str found = { 0 }, module_dir = { 0 };
	for (struct str dir = file->dir.text;; dir = path_dir(dir)) {
		if (holds_all(x, dir, &sources)) {
			fitting++;
			found = dir;
			if (has_module(x, dir)) {
				modules++;
				module_dir = dir;
			}
		}
		if (dir.n == 0)
			break;
	}
	if (fitting == 1 && sources.n)
		return fact_known(found);
	return modules == 1 ? fact_known(module_dir) : fact_unknown_string();
}

struct fact_string
docker_context(const struct extraction *x, const struct fact_dockerfile *file,
	const struct dockerfile *parsed)
{
	struct fact_string agreed = { .state = ABSENT };
	if (file->builds.open)
		return fact_unknown_string();
	fact_for(docker_build, build, &file->builds) {
		if (build->context.state != KNOWN)
			return fact_unknown_string();
		if (agreed.state == KNOWN && !str_eq(agreed.text, build->context.text))
			return fact_unknown_string();
		agreed = build->context;
	}
	return agreed.state == KNOWN ? agreed : guess(x, file, parsed);
}
