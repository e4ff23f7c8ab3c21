/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that run other files of the project: who called, and which file is meant. */
#include "base/path.h"
#include "facts/script/script.h"

/* Calls that are followed in a project; together they bound what the same lines cost. */
#define CALLS_MAX 4000
#define NAME_MAX_LENGTH 60 /* of a step, in a chain of callers */

static unsigned
line_of(struct place place)
{
	return source_position(place.source, place.span.off).line;
}

struct str
target_caller(const struct extraction *x, const struct fact_target *target)
{
	return arena_printf(x->arena, "%" PRIstr ":%u target %" PRIstr,
		STR_ARG(target->place.source->path), line_of(target->place),
		STR_ARG(target->name.text));
}

/* The first line of a step's name, not too long. */
static struct str
short_name(struct arena *a, struct str name)
{
	str_cut(str_trim(name), '\n', &name, NULL);
	if (name.n <= NAME_MAX_LENGTH)
		return name;
	name.n = NAME_MAX_LENGTH;
	while (name.n && (name.s[name.n] & 0xc0) == 0x80)
		name.n--;
	return arena_printf(a, "%" PRIstr "...", STR_ARG(name));
}

static struct str
caller_of(const struct run_context *cx, struct place place)
{
	struct arena *a = cx->x->arena;
	const struct source *source = place.source;
	struct str at = arena_printf(a, "%" PRIstr ":%u", STR_ARG(source->path), line_of(place));
	if (cx->target && cx->target->place.source == source)
		return target_caller(cx->x, cx->target);
	if (cx->step && cx->step->place.source == source && cx->step->name.state == KNOWN) {
		struct str name = short_name(a, cx->step->name.text);
		return arena_printf(
			a, "%" PRIstr " step “%" PRIstr "”", STR_ARG(at), STR_ARG(name));
	}
	if (cx->job && !cx->step && cx->job->id.state == KNOWN)
		return arena_printf(
			a, "%" PRIstr " job “%" PRIstr "”", STR_ARG(at), STR_ARG(cx->job->id.text));
	if (cx->stage && cx->stage->place.source == source && cx->stage->name.state == KNOWN)
		return arena_printf(a, "%" PRIstr " stage “%" PRIstr "”", STR_ARG(at),
			STR_ARG(cx->stage->name.text));
	return at;
}

void
call_note(struct run_context *cx, struct str caller)
{
	/* The list is shared with the context that this one was copied from. */
	cx->via.cap = cx->via.n;
	fact_strings_add(cx->x->arena, &cx->via, fact_known(caller));
}

/* Bytes of makefiles and scripts that are read again for those who call them. */
#define READ_AGAIN_MAX ((size_t)16 * 1024 * 1024)

bool
read_again(struct extraction *x, size_t n)
{
	if (n > READ_AGAIN_MAX - x->read_again)
		return false;
	x->read_again += n;
	return true;
}

bool
call_enter(const struct run_context *cx, struct place place, struct run_context *inner)
{
	if (cx->depth >= SCRIPT_MAX_DEPTH || cx->x->calls >= CALLS_MAX)
		return false;
	cx->x->calls++;
	*inner = *cx;
	inner->github_file = GITHUB_NONE;
	if (!inner->call_place.source)
		inner->call_place = place;
	call_note(inner, caller_of(cx, place));
	return true;
}

struct fact_string
project_path_of(const struct run_context *cx, struct str path)
{
	struct fact_string full = workdir_join(cx->x->arena, cx->workdir, path);
	if (full.state != KNOWN)
		return full;
	struct fact_string mounted = mount_path_source(cx, full.text);
	if (mounted.state != ABSENT)
		return mounted;
	if (cx->machine->is_image)
		return image_path_origin(cx->x, cx->machine, full.text);
	bool has_files =
		!cx->job || cx->job->checks_out == YES || cx->job->workflow->is_composite == YES;
	return has_files && path_is_within(full.text, STR("")) ? full : fact_unknown_string();
}

struct fact_string
project_path_from(struct arena *a, struct fact_string dir, struct fact_string path)
{
	if (dir.state != KNOWN || path.state != KNOWN || path_is_absolute(path.text))
		return fact_unknown_string();
	struct str joined = path_join(a, dir.text, path.text);
	return path_is_within(joined, STR("")) ? fact_known(joined) : fact_unknown_string();
}

bool
runner_may_set(const struct extraction *x, struct str name)
{
	const struct knowledge_table *table =
		knowledge_table_named(x->knowledge, STR("runner-variables"));
	for (uint32_t i = 0; table && i < table->nrecords; i++) {
		struct str prefix = knowledge_get(&table->records[i], STR("prefix"));
		struct knowledge_values names = knowledge_list(&table->records[i], STR("name"));
		if ((prefix.n && str_starts(name, prefix)) || knowledge_values_have(names, name))
			return true;
	}
	return false;
}
