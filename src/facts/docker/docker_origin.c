/* SPDX-License-Identifier: Apache-2.0 */
/* Where files of an image come from in the project. */
#include "facts/docker/docker.h"

#include "base/glob.h"
#include "base/path.h"

#define COPIES_MAX 256 /* of a stage, the last ones, that are looked through */

static struct str
below(struct str dir, struct str path)
{
	struct str rest = str_slice(path, dir.n, path.n);
	while (path_is_absolute(rest))
		rest = str_slice(rest, 1, rest.n);
	return rest;
}

/* The path in the build context that a source brings to `path` of the image; empty if none. */
static struct str
taken_from(const struct extraction *x, const struct fact_copy *copy, struct str source,
	struct str path)
{
	struct arena *a = x->arena;
	struct str to = copy->destination.text;
	struct str context = copy->stage->dockerfile->context.text;
	source = path_clean(a, source);
	if (path_has_glob(source)) {
		bool direct = str_eq(path_dir(path), to);
		struct str same = path_join(a, path_dir(source), path_base(path));
		return direct && glob_matches(source, same) ? same : STR("");
	}
	if (vfs_kind(a, x->fs, path_join(a, context, source)) == IO_DIR)
		return path_join(a, source, below(to, path));
	bool into = copy->into_dir || copy->sources.n > 1;
	struct str target = into ? path_join(a, to, path_base(source)) : to;
	return str_eq(target, path) ? source : STR("");
}

/* A source that the project does not have, as a submodule: what lies in it can't be told. */
static bool
may_hold_any(const struct extraction *x, const struct fact_copy *copy, struct str source)
{
	struct str full = path_join(x->arena, copy->stage->dockerfile->context.text, source);
	return path_ext(source).n == 0 && !path_has_glob(source)
		&& (!path_is_within(full, STR(""))
			|| vfs_kind(x->arena, x->fs, full) == IO_MISSING);
}

/* ABSENT: the copy does not touch the path, but for a file that is *kept from the builder. */
static struct fact_string
origin_in(const struct extraction *x, const struct fact_copy *copy, struct str path,
	struct fact_string *kept)
{
	const struct fact_dockerfile *file = copy->stage->dockerfile;
	struct fact_string none = { .state = ABSENT };
	if (copy->destination.state != KNOWN)
		return fact_unknown_string();
	if (!path_is_within(path, copy->destination.text))
		return none;
	if (copy->is_selective || copy->is_from_context != YES || file->context.state != KNOWN
		|| copy->sources.open)
		return fact_unknown_string();
	for (size_t i = 0; i < copy->sources.n; i++) {
		if (copy->sources.items[i].state != KNOWN)
			return fact_unknown_string();
		struct str source = copy->sources.items[i].text;
		while (path_is_absolute(source))
			source = str_slice(source, 1, source.n);
		if (may_hold_any(x, copy, source))
			return fact_unknown_string();
		struct str from = taken_from(x, copy, source, path);
		struct str full = path_join(x->arena, file->context.text, from);
		if (from.n == 0 || !path_is_within(full, STR(""))
			|| vfs_kind(x->arena, x->fs, full) == IO_MISSING)
			continue;
		enum tri ignored = docker_ignores(x->arena, file->ignore, from);
		if (ignored == UNSURE)
			return fact_unknown_string();
		if (ignored == NO)
			return fact_known(full);
		*kept = fact_known(from);
	}
	return none;
}

struct fact_string
image_path_source(const struct extraction *x, const struct machine *m, struct str path,
	struct fact_string *kept)
{
	*kept = (struct fact_string){ .state = ABSENT };
	path = path_clean(x->arena, path);
	size_t oldest = m->copies.n > COPIES_MAX ? m->copies.n - COPIES_MAX : 0;
	for (size_t i = m->copies.n; i-- > oldest;) {
		struct fact_string origin = origin_in(x, m->copies.items[i], path, kept);
		if (origin.state != ABSENT)
			return origin;
	}
	return oldest || m->copies.open ? fact_unknown_string()
					: (struct fact_string){ .state = ABSENT };
}

struct fact_string
image_path_origin(const struct extraction *x, const struct machine *m, struct str path)
{
	struct fact_string kept;
	struct fact_string source = image_path_source(x, m, path, &kept);
	return source.state == ABSENT ? fact_unknown_string() : source;
}

/* --- bind mounts --- */

/* What of the build context, or of the stage that from= names, a path below the target is. */
static struct fact_string
bound_to(const struct run_context *cx, const struct fact_mount *mount, struct str path)
{
	struct extraction *x = cx->x;
	const struct fact_dockerfile *file = cx->stage->dockerfile;
	struct str source = mount->source.state == KNOWN ? mount->source.text : STR("");
	while (path_is_absolute(source))
		source = str_slice(source, 1, source.n);
	struct str from = path_join(x->arena, source, below(mount->target.text, path));
	if (mount->source.state == UNKNOWN)
		return fact_unknown_string();
	if (mount->from_stage)
		return image_path_origin(
			x, mount->from_stage->machine, path_join(x->arena, STR("/"), from));
	struct str full = path_join(x->arena, file->context.text, from);
	if (mount->has_from || file->context.state != KNOWN || !path_is_within(full, STR(""))
		|| docker_ignores(x->arena, file->ignore, from) != NO)
		return fact_unknown_string();
	return fact_known(full);
}

struct fact_string
mount_path_source(const struct run_context *cx, struct str path)
{
	struct fact_string found = { .state = ABSENT };
	size_t depth = 0;
	path = path_clean(cx->x->arena, path);
	fact_for(mount, mount, &cx->mounts) {
		bool is_bind = mount->type.state == KNOWN && str_eq(mount->type.text, STR("bind"));
		if (mount->target.state != KNOWN && is_bind)
			return fact_unknown_string();
		/* The innermost mount counts, and of several at one place the last. */
		if (mount->target.state != KNOWN || mount->target.text.n < depth
			|| !path_is_within(path, mount->target.text))
			continue;
		depth = mount->target.text.n;
		found = is_bind ? bound_to(cx, mount, path) : fact_unknown_string();
	}
	return found;
}
