/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dockerfiles: stages and the scoping of ARG and ENV.
 * https://docs.docker.com/reference/dockerfile/#scope
 */
#include "facts/docker/docker.h"
#include "facts/go_version.h"
#include "facts/removal.h"

#include "base/path.h"

static struct docker_value
as_docker_value(struct fact_string value)
{
	enum docker_expand_state state = value.state == KNOWN ? DOCKER_VALUE_KNOWN
		: value.state == ABSENT                       ? DOCKER_VALUE_UNSET
							      : DOCKER_VALUE_UNKNOWN;
	return (struct docker_value){ state, value.text };
}

static bool
is_platform_arg(struct str name)
{
	return str_starts(name, STR("TARGETPLATFORM")) || str_starts(name, STR("BUILDPLATFORM"))
		|| str_starts(name, STR("TARGETOS")) || str_starts(name, STR("BUILDOS"))
		|| str_starts(name, STR("TARGETARCH")) || str_starts(name, STR("BUILDARCH"))
		|| str_starts(name, STR("TARGETVARIANT")) || str_starts(name, STR("BUILDVARIANT"));
}

struct look_up {
	const struct docker_reader *reader;
	bool is_default; /* something was looked up that is one */
};

static struct docker_value
look_up(void *context, struct str name)
{
	struct look_up *look = context;
	const struct docker_reader *r = look->reader;
	const struct settings *map = r->stage ? r->run_env : r->global_args;
	/* FROM has these without an ARG, and the builder decides what they are. */
	if (!r->stage && is_platform_arg(name))
		return (struct docker_value){ DOCKER_VALUE_UNKNOWN, { 0 } };
	struct fact_string value = setting_value(map, name);
	bool is_awaited = setting_is_awaited(map, name);
	look->is_default |= is_awaited || value.is_default;
	if (is_awaited)
		return (struct docker_value){ DOCKER_VALUE_AWAITED, { 0 } };
	return as_docker_value(value);
}

struct fact_string
docker_value_of(const struct docker_reader *r, const struct docker_word *word)
{
	struct faults faults = { 0 };
	struct look_up look = { .reader = r };
	struct docker_value value =
		docker_word_expand(r->x->arena, word, r->parsed->escape, look_up, &look, &faults);
	bool grew = value.text.n > word->text.text.n;
	if (value.state != DOCKER_VALUE_KNOWN)
		return fact_unknown_string();
	if (!grew || expansion_fits(r->x, value.text.n))
		return (struct fact_string){ KNOWN, look.is_default, value.text };
	limit_reached(r->x, LIMIT_VALUE, place_of(r->source, word->span));
	return fact_unknown_string();
}

static struct run_context
where(const struct docker_reader *r)
{
	return (struct run_context){ .x = r->x, .machine = r->machine, .stage = r->stage };
}

/* --- ARG and ENV --- */

static void
note_passed(void *context, const struct fact_setting *setting)
{
	struct docker_reader *r = context;
	map_set(r->x->arena, &r->passed, setting->name.text, r);
}

/* What those who build this Dockerfile pass: arguments, and contexts under names. */
static void
collect_passed(struct docker_reader *r)
{
	r->passes_unknown = r->file->builds.open;
	fact_for(docker_build, build, &r->file->builds) {
		settings_each(r->x->arena, build->build_args, note_passed, r);
		r->passes_unknown |= settings_is_open(build->build_args);
		const struct fact_strings *contexts = &build->contexts;
		r->replaces_unknown |= contexts->open;
		for (size_t i = 0; i < contexts->n; i++)
			if (contexts->items[i].state == KNOWN)
				map_set(r->x->arena, &r->replaced,
					str_lower(r->x->arena, contexts->items[i].text), r);
			else
				r->replaces_unknown = true;
	}
}

/* May a builder put another context in the place of an image or a stage? */
static bool
may_be_replaced(const struct docker_reader *r, struct fact_string name)
{
	uint64_t index;
	if (r->replaces_unknown || name.state != KNOWN)
		return r->replaces_unknown;
	if (r->is_doubted && str_to_u64(name.text, &index)) /* there may be a stage more */
		return true;
	struct str lower = str_lower(r->x->arena, name.text);
	return map_get(&r->replaced, lower) || map_get(&r->x->replaced, lower);
}

static struct fact_string
arg_value(const struct docker_reader *r, const struct docker_pair *pair, struct str name)
{
	if (is_platform_arg(name) || r->passes_unknown || map_get(&r->passed, name))
		return fact_unknown_string();
	if (pair->has_value)
		return docker_value_of(r, &pair->value);
	if (!r->stage || setting_is_awaited(r->global_args, name))
		return (struct fact_string){ .state = ABSENT };
	return setting_value(r->global_args, name);
}

/* What to take out of an ARG or ENV so that one of its pairs is gone. */
static struct place
removal_of_pair(const struct source *source, const struct docker_instruction *instruction, size_t i)
{
	const struct docker_pair *pairs = instruction->pairs.items;
	if (instruction->pairs.n == 1)
		return removal_of_lines(place_of(source, instruction->span));
	if (i == 0)
		return place_of(source, span_make(pairs[0].span.off, pairs[1].span.off));
	return place_of(source, span_make(span_end(pairs[i - 1].span), span_end(pairs[i].span)));
}

static void
read_arg(struct docker_reader *r, const struct docker_instruction *instruction)
{
	vec_for(struct docker_pair, pair, &instruction->pairs) {
		struct str name = pair->name.text.text;
		struct assignment a = { .name = name,
			.value = arg_value(r, pair, name),
			.scope = "ARG",
			.place = place_of(r->source, pair->span),
			.value_place = place_of(
				r->source, pair->has_value ? pair->value.span : pair->span),
			.is_default = YES };
		/* Without a value of its own it leaves what ENV or an ARG before it has set. */
		if (a.value.state == ABSENT && r->stage && settings_get(r->run_env, name))
			a.maybe = UNSURE;
		struct run_context cx = where(r);
		struct fact_variable *v =
			variable_assign(r->x, &a, r->stage ? &r->run_env : &r->global_args, &cx);
		if (r->stage)
			fact_list_add(r->x->arena, &r->machine->arguments, v);
		v->removal = removal_of_pair(
			r->source, instruction, (size_t)(pair - instruction->pairs.items));
		fact_list_add(r->x->arena, &r->file->args, v);
	}
}

static void
read_env(struct docker_reader *r, const struct docker_instruction *instruction)
{
	/* All pairs of one ENV see the values from before it. */
	const struct docker_reader before = *r;
	vec_for(struct docker_pair, pair, &instruction->pairs) {
		struct assignment a = { .name = pair->name.text.text,
			.value = docker_value_of(&before, &pair->value),
			.scope = "ENV",
			.place = place_of(r->source, pair->span),
			.value_place = place_of(r->source, pair->value.span) };
		struct run_context cx = where(r);
		struct fact_variable *v = variable_assign(r->x, &a, &r->env, &cx);
		v->removal = removal_of_pair(
			r->source, instruction, (size_t)(pair - instruction->pairs.items));
		r->run_env = settings_put(r->x->arena, r->run_env, settings_get(r->env, a.name));
	}
}

/* --- FROM --- */

struct fact_stage *
docker_stage_named(const struct docker_reader *r, struct fact_string name)
{
	uint64_t index;
	if (name.state != KNOWN)
		return NULL;
	if (may_be_replaced(r, name))
		return NULL;
	struct fact_stage *found = map_get(&r->names, str_lower(r->x->arena, name.text));
	if (!found && str_to_u64(name.text, &index) && index < r->file->stages.n)
		found = r->file->stages.items[index];
	return found == r->stage ? NULL : found;
}

static void
finish_stage(struct docker_reader *r)
{
	docker_finish_stage(r);
	if (r->stage_is_doubted)
		facts_doubt(r->x, r->before);
}

static void
read_from(struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (r->stage)
		finish_stage(r);
	r->before = facts_counted(r->x);
	r->stage_is_doubted = false;
	r->stage = NULL; /* FROM sees the global ARGs only */
	struct fact_string text = instruction->args.n
		? docker_value_of(r, &instruction->args.items[0])
		: fact_unknown_string();
	struct fact_stage *stage = FACT_ADD(r->x, stage);
	stage->place = place_of(r->source, instruction->span);
	stage->dockerfile = r->file;
	stage->index = (struct fact_int){ KNOWN, (int64_t)r->file->stages.n };
	stage->parent = docker_stage_named(r, text);
	stage->base = stage->parent ? stage->parent->base : stage;
	if (instruction->args.n >= 3)
		stage->name = fact_known(instruction->args.items[2].text.text);
	const struct docker_flag *platform = docker_instruction_flag(instruction, STR("platform"));
	struct str written = platform ? platform->value.text.text : STR("");
	bool is_default = str_eq(written, STR("$TARGETPLATFORM"))
		|| str_eq(written, STR("${TARGETPLATFORM}"));
	if (platform && !is_default)
		stage->platform = docker_value_of(r, &platform->value);
	stage->is_on_build_platform = tri_of(
		str_eq(written, STR("$BUILDPLATFORM")) || str_eq(written, STR("${BUILDPLATFORM}")));
	struct place image_place = place_of(r->source,
		instruction->args.n ? instruction->args.items[0].span : instruction->span);
	stage->image = image_ref_new(r->x, text, image_place);
	stage->image->stage = stage;
	bool is_certain = text.state == KNOWN && !may_be_replaced(r, text);
	stage->image->is_stage = is_certain ? tri_of(stage->parent != NULL) : UNSURE;
	fact_list_add(r->x->arena, &r->file->stages, stage);
	if (stage->name.state == KNOWN)
		map_set(r->x->arena, &r->names, str_lower(r->x->arena, stage->name.text), stage);
	r->stage = stage;
	r->machine = stage->machine = ARENA_NEW(r->x->arena, struct machine);
	r->machine->is_image = true;
	r->env = NULL;
	r->dialect = SHELL_POSIX;
	r->shell_is_known = r->shell_is_default = true;
	r->cmd = r->entrypoint = NULL;
	r->runtime_text = buf_new(r->x->arena);
	if (stage->parent) {
		docker_start_from_stage(r, stage->parent);
	} else {
		bool is_image = !may_be_replaced(r, stage->image->text);
		docker_start_from_image(r, is_image ? image_knowledge(r->x, stage->image) : NULL);
		r->run_env = r->env;
	}
	stage->go_version = r->machine->go_version;
}

/* --- the rest --- */

static void
read_workdir(struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (instruction->args.n == 0)
		return;
	struct fact_string dir = docker_value_of(r, &instruction->args.items[0]);
	r->workdir = dir.state == KNOWN
		? fact_made_of(workdir_join(r->x->arena, r->workdir, dir.text), dir)
		: fact_unknown_string();
}

static void
read_user(struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (instruction->args.n == 0)
		return;
	r->stage->user_place = place_of(r->source, instruction->span);
	r->user = docker_value_of(r, &instruction->args.items[0]);
	if (r->user.state == KNOWN)
		str_cut(r->user.text, ':', &r->user.text, NULL);
}

static void
read_shell(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct str program =
		instruction->args.n ? path_base(instruction->args.items[0].text.text) : STR("");
	bool is_bash = str_eq(program, STR("bash"));
	r->shell_is_default = false;
	r->pipefail = NO;
	vec_for(struct docker_word, word, &instruction->args) {
		if (str_contains(word->text.text, STR("pipefail")))
			r->pipefail = YES;
	}
	r->dialect = is_bash ? SHELL_BASH : SHELL_POSIX;
	r->shell_is_known = is_bash || str_eq(program, STR("sh")) || str_eq(program, STR("ash"))
		|| str_eq(program, STR("dash"));
}

void
docker_note_runtime_text(struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (r->runtime_text.n > RUNTIME_TEXT_MAX)
		return;
	buf_add_char(&r->runtime_text, '\n');
	buf_add(&r->runtime_text, source_slice(r->source, instruction->span));
}

static void
read_runtime(struct docker_reader *r, const struct docker_instruction *instruction)
{
	docker_note_runtime_text(r, instruction);
	if (instruction->keyword == DOCKER_CMD)
		r->cmd = instruction;
	else if (instruction->keyword == DOCKER_ENTRYPOINT)
		r->entrypoint = instruction;
}

static void
read_instruction(struct docker_reader *r, const struct docker_instruction *instruction)
{
	if (instruction->keyword == DOCKER_FROM)
		read_from(r, instruction);
	else if (instruction->keyword == DOCKER_ARG)
		read_arg(r, instruction);
	if (!r->stage)
		return;
	docker_note_needs(r, instruction);
	switch (instruction->keyword) {
	case DOCKER_ENV: read_env(r, instruction); break;
	case DOCKER_RUN: docker_read_run(r, instruction); break;
	case DOCKER_COPY:
	case DOCKER_ADD: docker_read_copy(r, instruction); break;
	case DOCKER_WORKDIR: read_workdir(r, instruction); break;
	case DOCKER_USER: read_user(r, instruction); break;
	case DOCKER_SHELL: read_shell(r, instruction); break;
	case DOCKER_CMD:
	case DOCKER_ENTRYPOINT:
	case DOCKER_HEALTHCHECK: read_runtime(r, instruction); break;
	case DOCKER_UNKNOWN:
	case DOCKER_ARG:
	case DOCKER_EXPOSE:
	case DOCKER_FROM:
	case DOCKER_LABEL:
	case DOCKER_MAINTAINER:
	case DOCKER_ONBUILD:
	case DOCKER_STOPSIGNAL:
	case DOCKER_VOLUME: break;
	}
}

static void
read_instructions(struct docker_reader *r)
{
	vec_for(struct docker_instruction, instruction, &r->parsed->instructions) {
		read_instruction(r, instruction);
		if (instruction->is_faulty)
			docker_doubt_stage(r, instruction);
	}
	if (r->stage)
		finish_stage(r);
}

static void
mark_shipped(struct fact_dockerfile *file)
{
	if (file->stages.n == 0)
		return;
	file->final_stage = file->stages.items[file->stages.n - 1];
	file->final_stage->is_final = YES;
	/* A parent always comes earlier in the file, so this ends. */
	for (struct fact_stage *stage = file->final_stage; stage; stage = stage->parent)
		stage->is_shipped = YES;
}

/* Several platforms: it says so by its ARGs, or somebody builds it for more than one. */
static enum tri
is_multi_platform(const struct fact_dockerfile *file, const struct source *source)
{
	fact_for(docker_build, build, &file->builds)
		if (build->platforms.n > 1)
			return YES;
	if (str_contains(source->text, STR("TARGETARCH"))
		|| str_contains(source->text, STR("TARGETPLATFORM"))
		|| str_contains(source->text, STR("BUILDPLATFORM")))
		return YES;
	fact_for(docker_build, build, &file->builds)
		if (build->platforms.open)
			return UNSURE;
	return file->builds.open ? UNSURE : NO;
}

/* Which commands make what the image runs. */
static void
link_programs(const struct fact_dockerfile *file)
{
	struct fact_stage *final = file->final_stage;
	const struct fact_copy *copy = final ? final->program_copy : NULL;
	if (!copy || !copy->from_stage)
		return;
	fact_for(go_command, go, &copy->from_stage->go_commands)
		if (go->makes_program == YES && go->stage == copy->from_stage)
			go->runs_in = final;
}

static void
read_dockerfile(struct extraction *x, struct fact_dockerfile *file)
{
	const struct dockerfile *parsed = file->parsed->dockerfile;
	struct docker_reader r = {
		.x = x, .file = file, .parsed = parsed, .source = file->parsed->source
	};
	collect_passed(&r);
	file->context = docker_context(x, file, parsed);
	file->ignore = docker_ignore_of(x, file);
	if (file->context.state != KNOWN)
		file->sends_git = UNSURE;
	else
		file->sends_git = file->context.text.n
			? NO
			: tri_not(docker_ignores(x->arena, file->ignore, STR(".git")));
	file->is_multi_platform = is_multi_platform(file, r.source);
	docker_read_syntax(file, parsed);
	read_instructions(&r);
	mark_shipped(file);
	link_programs(file);
	go_env_writes_missed_by_stages(file);
	fact_for(stage, stage, &file->stages)
		if (!file->module)
			file->module = stage->module;
}

void
extract_dockerfiles(struct extraction *x)
{
	fact_for(dockerfile, file, &x->project->facts[FACT_CLASS_dockerfile])
		read_dockerfile(x, file);
}
