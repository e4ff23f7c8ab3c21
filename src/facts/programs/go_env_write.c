/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `go env -w` in an image writes a file in the home of the user that runs it. Another user, and a
 * stage that does not start from that one, have no such file.
 */
#include "base/path.h"
#include "facts/goprivate.h"
#include "facts/programs/reader.h"

#define STAGES_MAX 64 /* of a Dockerfile that are compared with each other */

static const char *const names[] = { "GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB",
	"GOINSECURE", "GOFLAGS", "CGO_ENABLED", "GOOS", "GOARCH" };
#define NAMES_N (sizeof(names) / sizeof(*names))

/* --- what is written --- */

/* go env -u NAME...: what was written for these is gone. */
static void
unset_go_env(struct run_context *cx, const struct fact_go_command *go)
{
	struct machine *m = cx->machine;
	for (size_t i = 0; i < go->packages.n; i++) {
		struct fact_string name = go->packages.items[i];
		if (name.state != KNOWN || cx->conditional != NO)
			m->go_env_file = settings_open(cx->x->arena, NULL);
		else
			m->go_env_file = settings_remove(cx->x->arena, m->go_env_file, name.text);
	}
}

/* A variable whose name is not known may be one written before; go refuses one named twice. */
static void
forget_go_env(struct run_context *cx, const struct command_view *view)
{
	for (size_t i = 0; i < view->command->args.n; i++) {
		struct str name;
		str_cut(arg_sketch(cx, view, i), '=', &name, NULL);
		if (sketch_value(name).state != KNOWN)
			cx->machine->go_env_file = settings_open(cx->x->arena, NULL);
	}
}

void
go_env_write(struct run_context *cx, const struct command_view *view, struct fact_go_command *go)
{
	if (go->verb.state != KNOWN || !str_eq(go->verb.text, STR("env")))
		return;
	if (arg_any(view->command, "-u"))
		unset_go_env(cx, go);
	if (!arg_any(view->command, "-w")) {
		/* go env $FLAG NAME=value: perhaps it is -w. */
		if (view->command->args.n > 1 && view->command->args.items[1].state != KNOWN)
			cx->machine->go_env_file = settings_open(cx->x->arena, NULL);
		return;
	}
	forget_go_env(cx, view);
	for (size_t i = 0; i < view->command->args.n; i++) {
		struct fact_string arg = view->command->args.items[i];
		struct str sketch = arg_sketch(cx, view, i), name, value;
		bool has_value = str_cut(sketch, '=', &name, &value);
		if (!has_value || sketch_value(name).state != KNOWN)
			continue;
		struct assignment a = { .name = name,
			.value = fact_made_of(sketch_value(value), arg),
			.scope = "go env -w",
			.place = view->origins[i].place,
			.value_place = assigned_place(view->origins[i].place, name),
			.maybe = cx->conditional };
		struct fact_variable *v = variable_assign(cx->x, &a, &cx->machine->go_env_file, cx);
		v->command = view->command;
		const struct fact_setting *real = settings_get(cx->env, name);
		if (real && real->present == YES && real->variable
			&& (real->value.state != KNOWN || real->value.text.n))
			v->overridden_by = real->variable;
		cx->machine->go_env_user = cx->user;
	}
}

/* --- who misses it --- */

/* Does the list name a module that the command's module requires? */
static bool
names_a_module(const struct fact_variable *v, const struct fact_go_command *go)
{
	fact_for(module_require, require, &go->module->requires)
		if (goprivate_covers(v->value, require->path.text) == YES)
			return true;
	return false;
}

/* What a program is built for may differ from stage to stage on purpose. */
static bool
is_for_builds(const struct fact_variable *v)
{
	return IS_ONE_OF(v->name.text, "GOFLAGS", "CGO_ENABLED", "GOOS", "GOARCH");
}

/* Does the command do something for which that variable matters? */
static bool
needs(const struct fact_variable *v, const struct fact_go_command *go)
{
	struct str name = v->name.text;
	if (!go->module)
		return false;
	if (is_for_builds(v))
		return go->verb.state == KNOWN && IS_ONE_OF(go->verb.text, "build", "install");
	if (go->downloads != YES)
		return false;
	return IS_ONE_OF(name, "GOPROXY", "GOSUMDB") || names_a_module(v, go);
}

/* The variable that `go env -w` set to something else than Go has by itself; or NULL. */
static struct fact_variable *
written(const struct settings *file, const char *name)
{
	const struct fact_setting *s = settings_get(file, str_from(name));
	struct fact_variable *v = s && s->present == YES ? s->variable : NULL;
	bool is_default = v
		&& (str_eq(v->value.text, STR("https://proxy.golang.org,direct"))
			|| str_eq(v->value.text, STR("sum.golang.org")));
	return v && v->value.state == KNOWN && v->value.text.n && !is_default ? v : NULL;
}

/* Is the file in the usual place: nothing moves it, as HOME would? */
static bool
is_usual_place(const struct settings *env)
{
	return settings_has(env, STR("HOME")) == NO
		&& settings_has(env, STR("XDG_CONFIG_HOME")) == NO
		&& settings_has(env, STR("GOENV")) == NO;
}

/* --- another user --- */

static bool
is_root(struct str user)
{
	return IS_ONE_OF(user, "root", "0");
}

/* A number and a name may mean the same user. */
static bool
are_different(struct fact_string one, struct fact_string other)
{
	if (one.state != KNOWN || other.state != KNOWN)
		return false;
	if (is_root(one.text) || is_root(other.text))
		return is_root(one.text) != is_root(other.text);
	return !str_eq(one.text, other.text) && !char_is_digit(one.text.s[0])
		&& !char_is_digit(other.text.s[0]);
}

void
go_env_write_missed(const struct run_context *cx, struct fact_go_command *go)
{
	const struct machine *m = cx->machine;
	if (!cx->stage || m->is_open || !are_different(m->go_env_user, cx->user)
		|| !is_usual_place(cx->env))
		return;
	for (size_t i = 0; i < NAMES_N; i++) {
		struct fact_variable *v = written(m->go_env_file, names[i]);
		if (!v || v->missed_by || !needs(v, go) || !is_usual_place(v->command->env)
			|| settings_has(cx->env, v->name.text) != NO)
			continue;
		v->missed_by = go;
		go->missed_setting = v;
		v->missed_because = fact_known(STR("user"));
	}
}

/* --- another stage --- */

static bool
starts_from(const struct fact_stage *stage, const struct fact_stage *ancestor)
{
	for (size_t i = 0; stage && i < STAGES_MAX; stage = stage->parent, i++)
		if (stage == ancestor)
			return true;
	return false;
}

/* Does it take over the home, or whatever else, of the stage? */
static bool
may_take_home(const struct fact_stage *stage, const struct fact_stage *from)
{
	fact_for(copy, copy, &stage->copies) {
		if (!copy->from_stage || !starts_from(copy->from_stage, from))
			continue;
		for (size_t i = 0; i < copy->sources.n; i++) {
			struct str source = copy->sources.items[i].text;
			if (copy->sources.items[i].state != KNOWN || str_eq(source, STR("/"))
				|| str_starts(source, STR("/root"))
				|| str_starts(source, STR("/home")))
				return true;
		}
	}
	return stage->copies.open;
}

/* Does a command of a stage need the variable, and has it from nowhere? */
static struct fact_go_command *
misses(const struct fact_variable *v, const struct fact_stage *stage)
{
	fact_for(go_command, go, &stage->go_commands) {
		bool is_known = setting_value(go->go_env, v->name.text).state == KNOWN;
		bool is_default = is_known && go_env_is_default(go, v->name.text);
		if (is_default && needs(v, go) && is_usual_place(go->command->env))
			return go;
	}
	return NULL;
}

/*
 * Is it of use in its own stage, or in one that starts from that? Whoever works on another module
 * may not want it.
 */
static bool
is_used_by(const struct fact_dockerfile *file, const struct fact_variable *v,
	const struct fact_module *other)
{
	fact_for(stage, stage, &file->stages) {
		if (!starts_from(stage, v->stage))
			continue;
		if (stage->is_shipped == YES || stage->machine->is_open)
			return true;
		fact_for(go_command, go, &stage->go_commands)
			/* A module that is not known may be the one that needs it. */
			if ((!go->module && is_for_builds(v))
				|| (needs(v, go) && (go->module != other || is_for_builds(v))))
				return true;
	}
	return false;
}

static void
find_missing_stage(const struct fact_dockerfile *file, struct fact_variable *v)
{
	fact_for(stage, stage, &file->stages) {
		if (starts_from(stage, v->stage) || may_take_home(stage, v->stage))
			continue;
		struct fact_go_command *go = misses(v, stage);
		if (!go || is_used_by(file, v, go->module))
			continue;
		v->missed_by = go;
		go->missed_setting = v;
		v->missed_because = fact_known(STR("stage"));
		return;
	}
}

void
go_env_writes_missed_by_stages(struct fact_dockerfile *file)
{
	if (file->stages.n > STAGES_MAX)
		return;
	fact_for(stage, stage, &file->stages) {
		for (size_t i = 0; i < NAMES_N; i++) {
			struct fact_variable *v = written(stage->machine->go_env_file, names[i]);
			if (v && v->stage == stage && !v->missed_by
				&& is_usual_place(v->command->env))
				find_missing_stage(file, v);
		}
	}
}
