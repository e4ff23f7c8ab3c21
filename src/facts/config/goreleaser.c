/* SPDX-License-Identifier: Apache-2.0 */
/* Which configuration a run of goreleaser has: https://goreleaser.com/customization/ */
#include "facts/config/goreleaser.h"

#include "base/path.h"
#include "facts/programs/reader.h"

struct str
goreleaser_find(const struct extraction *x, struct str dir)
{
	static const char *const names[] = { ".config/goreleaser.yml", ".config/goreleaser.yaml",
		".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str path = path_join(x->arena, dir, str_from(names[i]));
		if (vfs_kind(x->arena, x->fs, path) != IO_MISSING)
			return path;
	}
	return STR("");
}

struct fact_string
goreleaser_verb(struct str word)
{
	/* Without a command it releases. */
	if (word.n == 0 || IS_ONE_OF(word, "release", "r"))
		return fact_known(STR("release"));
	if (IS_ONE_OF(word, "build", "b"))
		return fact_known(STR("build"));
	return (struct fact_string){ .state = ABSENT };
}

void
goreleaser_add_skips(struct goreleaser_call *call, struct fact_string names)
{
	struct str rest = names.state == KNOWN ? names.text : STR(""), name;
	call->skips_unknown |= names.state != KNOWN;
	while (str_next_field(&rest, ',', &name))
		vec_push(call->cx->x->arena, &call->skips, str_trim(name));
}

bool
goreleaser_skips(const struct goreleaser_call *call, const char *name)
{
	return call->skips_unknown || strs_has(&call->skips, str_from(name));
}

/* The path of the configuration; UNKNOWN where it is not in the project. */
static struct fact_string
config_path(const struct goreleaser_call *call, struct str dir)
{
	struct extraction *x = call->cx->x;
	if (call->config.state == KNOWN)
		return project_path_of(call->cx, call->config.text);
	struct str found = goreleaser_find(x, dir);
	return call->config.state == ABSENT && found.n ? fact_known(found) : fact_unknown_string();
}

void
goreleaser_run_add(const struct goreleaser_call *call)
{
	const struct run_context *cx = call->cx;
	struct extraction *x = cx->x;
	struct run_context inner;
	struct fact_string dir = project_path_of(cx, STR("."));
	struct fact_goreleaser_run *run = FACT_ADD(x, goreleaser_run);
	run->place = call->place;
	run->verb = call->verb;
	run->command = call->command;
	run->job = cx->job;
	run->step = cx->step;
	run->target = cx->target;
	run->via = cx->via;
	run->is_conditional = cx->conditional;
	run->images.open = true;
	run->config = dir.state == KNOWN ? config_path(call, dir.text) : fact_unknown_string();
	const struct goreleaser_config *config = run->config.state == KNOWN
		? goreleaser_config_at(x, run->config.text, dir.text)
		: NULL;
	if (!config)
		return;
	bool builds_only = run->verb.state == KNOWN && str_eq(run->verb.text, STR("build"));
	if (builds_only || goreleaser_skips(call, "docker"))
		run->images.open = !builds_only && call->skips_unknown;
	else
		run->images = config->images;
	if (call_enter(cx, call->place, &inner))
		run->go_commands = goreleaser_go_commands(&inner, config, call);
}
