/* SPDX-License-Identifier: Apache-2.0 */
/* RUN: its mounts, and the script in its shell, JSON or heredoc form. */
#include "facts/docker/docker.h"

#include "base/path.h"

/* Does a cache that is mounted on `target` hold the directory? */
static enum tri
holds(struct arena *a, struct fact_string target, struct fact_string dir)
{
	if (target.state != KNOWN)
		return UNSURE;
	if (dir.state == KNOWN)
		return tri_of(path_is_within(dir.text, target.text));
	/* Where the directory is not known, a target of the usual shape may be it. */
	struct str path = path_clean(a, target.text);
	return str_contains(path, STR("/go")) || str_contains(path, STR("cache")) ? UNSURE : NO;
}

/* What a cache that Go does not use was surely meant for, by the shape of its target. */
static const char *
meaning_of(struct arena *a, struct str target)
{
	struct str path = path_clean(a, target);
	if (str_ends(path, STR("/pkg/mod")))
		return "GOMODCACHE";
	return str_ends(path, STR("/go-build")) || str_ends(path, STR("/.cache")) ? "GOCACHE"
										  : NULL;
}

static void
relate_to_go(const struct docker_reader *r, struct fact_mount *mount, const struct settings *go_env)
{
	struct arena *a = r->x->arena;
	struct fact_string modules = setting_value(go_env, STR("GOMODCACHE"));
	if (mount->type.state != KNOWN || !str_eq(mount->type.text, STR("cache"))) {
		/* Another kind of mount may bring modules that are already there. */
		bool brings = mount->target.state == KNOWN && modules.state == KNOWN
			&& (path_is_within(modules.text, mount->target.text)
				|| path_is_within(mount->target.text, modules.text));
		mount->is_module_cache = brings ? UNSURE : NO;
		return;
	}
	mount->is_module_cache = holds(a, mount->target, modules);
	mount->is_build_cache = holds(a, mount->target, setting_value(go_env, STR("GOCACHE")));
	if (mount->is_module_cache == NO && modules.state == KNOWN
		&& path_is_within(mount->target.text, modules.text))
		mount->is_module_cache = UNSURE; /* a part of it */
	const char *meaning =
		mount->target.state == KNOWN ? meaning_of(a, mount->target.text) : NULL;
	struct fact_string directory =
		meaning ? setting_value(go_env, str_from(meaning)) : fact_unknown_string();
	bool is_module = meaning && str_eq(str_from(meaning), STR("GOMODCACHE"));
	enum tri meant = is_module ? mount->is_module_cache : mount->is_build_cache;
	enum tri other = is_module ? mount->is_build_cache : mount->is_module_cache;
	if (directory.state == KNOWN && meant == NO && other != YES) {
		mount->meant_for = fact_known(str_from(meaning));
		mount->go_directory = directory;
	}
}

/* Reads the fields of a mount; the value of env= is returned. */
static struct fact_string
read_mount_fields(
	const struct docker_reader *r, struct fact_mount *mount, const struct docker_flag *flag)
{
	struct faults ignored = { 0 };
	struct docker_mount_fields fields = docker_mount_parse(r->x->arena, &flag->value, &ignored);
	struct fact_string env = { .state = ABSENT };
	vec_for(struct docker_mount_field, field, &fields) {
		struct fact_string value = docker_value_of(r, &field->value);
		if (str_eq(field->key, STR("type")))
			mount->type = value;
		else if (str_eq(field->key, STR("target")) || str_eq(field->key, STR("dst"))
			|| str_eq(field->key, STR("destination"))) {
			mount->target = value;
			mount->target_place = place_of(r->source, field->value.span);
		} else if (str_eq(field->key, STR("source")) || str_eq(field->key, STR("src"))) {
			mount->source = value;
		} else if (str_eq(field->key, STR("id"))) {
			mount->id = value;
		} else if (str_eq(field->key, STR("sharing"))) {
			mount->sharing = value;
			mount->sharing_place = place_of(r->source, field->span);
		} else if (str_eq(field->key, STR("uid"))) {
			mount->uid = value;
		} else if (str_eq(field->key, STR("from"))) {
			mount->has_from = true;
			mount->from_stage = docker_stage_named(r, value);
			if (!mount->from_stage && value.state == KNOWN)
				mount->from_image = value.text;
		} else if (str_eq(field->key, STR("gid"))) {
			mount->gid = value;
		} else if (str_eq(field->key, STR("mode"))) {
			mount->mode = value;
		} else if (str_eq(field->key, STR("required"))) {
			enum tri is_true = tri_of(str_eq(value.text, STR("true")));
			mount->is_required = !field->has_value ? YES
				: value.state == KNOWN         ? is_true
							       : UNSURE;
		} else if (str_eq(field->key, STR("env"))) {
			env = value;
		}
	}
	return env;
}

/* The id of a mount without id=. */
static struct fact_string
default_id(const struct fact_mount *mount)
{
	struct fact_string id = mount->target;
	if (mount->type.state == KNOWN && str_eq(mount->type.text, STR("ssh")))
		return fact_known(STR("default"));
	if (mount->type.state == KNOWN && str_eq(mount->type.text, STR("secret"))
		&& id.state == KNOWN)
		id.text = path_base(id.text);
	return id;
}

static void
read_mount(const struct docker_reader *r, struct run_context *cx, const struct docker_flag *flag,
	const struct settings *go_env)
{
	struct arena *a = r->x->arena;
	struct fact_mount *mount = FACT_ADD(r->x, mount);
	mount->place = place_of(r->source, flag->span);
	mount->target_place = mount->place;
	mount->stage = r->stage;
	mount->user = r->user;
	mount->type = fact_known(STR("bind"));
	mount->sharing = fact_known(STR("shared"));
	mount->mode = fact_known(STR("0755"));
	struct fact_string env = read_mount_fields(r, mount, flag);
	if (mount->target.state == ABSENT && mount->type.state == KNOWN
		&& str_eq(mount->type.text, STR("bind"))) {
		mount->target = r->workdir;
	} else if (mount->target.state == KNOWN) {
		bool resolvable = path_is_absolute(mount->target.text) || r->workdir.state == KNOWN;
		mount->target = resolvable
			? fact_known(path_join(a, r->workdir.text, mount->target.text))
			: fact_unknown_string();
	}
	if (mount->id.state == ABSENT)
		mount->id = default_id(mount);
	relate_to_go(r, mount, go_env);
	if (mount->type.state == KNOWN && str_eq(mount->type.text, STR("ssh")))
		cx->has_ssh_mount = true;
	if (env.state == KNOWN)
		cx->env = settings_put(a, cx->env,
			setting_new(r->x, env.text, fact_unknown_string(), "secret", mount->place));
	fact_list_add(a, &cx->mounts, mount);
}

/* A bind mount may bring programs to where they are looked for. */
static void
doubt_programs(const struct docker_reader *r, const struct fact_list *mounts)
{
	static const char *const dirs[] = { "/bin", "/sbin", "/usr", "/opt", "/lib" };
	fact_for(mount, mount, mounts) {
		bool binds = mount->type.state != KNOWN || str_eq(mount->type.text, STR("bind"));
		bool may_hold =
			mount->target.state != KNOWN || str_eq(mount->target.text, STR("/"));
		for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs) && !may_hold; i++)
			may_hold = path_is_within(mount->target.text, str_from(dirs[i]));
		if (binds && may_hold)
			machine_doubt_programs(r->x, r->machine);
	}
}

/* Files of a bind mount are there for one RUN only; which, is not followed. */
static bool
binds(const struct run_context *cx)
{
	fact_for(mount, mount, &cx->mounts)
		if (mount->type.state != KNOWN || str_eq(mount->type.text, STR("bind")))
			return true;
	return false;
}

static struct fact_string
network_of(const struct docker_reader *r, const struct docker_instruction *instruction)
{
	const struct docker_flag *flag = docker_instruction_flag(instruction, STR("network"));
	return flag ? docker_value_of(r, &flag->value) : fact_known(STR("default"));
}

/* RUN <<EOF: the heredoc is the script, unless its first line asks for another program. */
static bool
run_heredoc_script(struct docker_reader *r, struct run_context *cx,
	const struct docker_instruction *instruction)
{
	const struct docker_heredoc *heredoc = docker_sole_heredoc(instruction);
	if (!heredoc)
		return false;
	struct str body = heredoc->body.text;
	bool shebang = str_starts(body, STR("#!"));
	struct str first;
	str_cut(body, '\n', &first, NULL);
	bool is_shell = str_ends(str_trim(first), STR("sh"));
	if (shebang && !is_shell)
		machine_open(r->x, r->machine);
	else {
		if (shebang)
			cx->pipefail = tri_of(str_contains(first, STR("pipefail")));
		script_run_text(cx, &heredoc->body,
			shebang && str_contains(first, STR("bash")) ? SHELL_BASH : r->dialect);
	}
	return true;
}

static void
run_json(struct docker_reader *r, struct run_context *cx,
	const struct docker_instruction *instruction)
{
	struct fact_strings argv = { 0 };
	vec_for(struct docker_word, word, &instruction->args)
		fact_strings_add(r->x->arena, &argv, fact_known(word->text.text));
	if (argv.n)
		command_run(cx, &argv, place_of(r->source, instruction->span));
}

static void
run_script(struct docker_reader *r, struct run_context *cx,
	const struct docker_instruction *instruction)
{
	if (!r->shell_is_known && !instruction->is_json)
		machine_open(r->x, r->machine);
	else if (instruction->is_json)
		run_json(r, cx, instruction);
	else if (!run_heredoc_script(r, cx, instruction)) {
		struct mapped script = docker_whole_script(r->x->arena, instruction);
		script_run_text(cx, &script, r->dialect);
	}
}

void
docker_read_run(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct arena *a = r->x->arena;
	struct run_context cx = { .x = r->x,
		.machine = r->machine,
		.stage = r->stage,
		.source = r->source,
		.env = r->run_env,
		.user = r->user,
		.workdir = r->workdir,
		.network = network_of(r, instruction),
		.pipefail = r->pipefail,
		.run_place = place_of(r->source, instruction->keyword_span),
		.instruction_place = place_of(r->source, instruction->span),
		.layer = ++r->layer };
	cx.unit = arena_printf(
		a, "%" PRIstr "#%d", STR_ARG(r->source->path), (int)r->stage->index.value);
	const struct settings *go_env = NULL;
	docker_note_redirects(r, instruction);
	vec_for(struct docker_flag, flag, &instruction->flags) {
		if (!str_eq(flag->name, STR("mount")))
			continue;
		if (!go_env)
			go_env = go_env_of(&cx, cx.env);
		read_mount(r, &cx, flag, go_env);
	}
	doubt_programs(r, &cx.mounts);
	enum tri go_sum_copied = r->machine->go_sum_copied;
	bool bound = go_sum_copied == NO && binds(&cx);
	if (bound)
		r->machine->go_sum_copied = UNSURE;
	run_script(r, &cx, instruction);
	if (bound && !r->machine->is_open)
		r->machine->go_sum_copied = go_sum_copied;
}
