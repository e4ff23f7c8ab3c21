/* SPDX-License-Identifier: Apache-2.0 */
/* A stage when it is complete: which program it runs, and what it ends up with. */
#include "facts/docker/docker.h"

#include "base/path.h"

/* The words of CMD or ENTRYPOINT; of the first command where a shell runs them. */
static void
read_entry(const struct docker_reader *r, const struct docker_instruction *instruction,
	struct fact_strings *entry)
{
	struct arena *a = r->x->arena;
	if (instruction->is_json) {
		vec_for(struct docker_word, word, &instruction->args)
			fact_strings_add(a, entry, fact_known(word->text.text));
		return;
	}
	struct shell_script *script = shell_parse(a, &instruction->script, SHELL_POSIX);
	const struct shell_node *node = script->root;
	while (node->kind != SHELL_SIMPLE && node->children.n)
		node = node->children.items[0];
	struct run_context cx = { .x = r->x, .machine = r->machine, .env = r->run_env };
	vec_for(struct shell_word, word, &node->words)
		fact_strings_add(a, entry, word_value(&cx, word));
}

static bool
is_script(struct str path)
{
	return str_ends(path, STR(".sh")) || str_ends(path, STR(".bash"))
		|| str_ends(path, STR(".py"));
}

/* Which Go programs the stage compiles. */
static void
note_builds(const struct extraction *x, struct fact_stage *stage)
{
	stage->builds_go = stage->parent && stage->parent->builds_go;
	fact_for(go_command, go, &stage->go_commands) {
		docker_note_outputs(x, stage, go);
		stage->builds_go |= go->verb.state == KNOWN
			&& (str_eq(go->verb.text, STR("build"))
				|| str_eq(go->verb.text, STR("install")));
	}
}

#define ANCESTORS_MAX 32 /* stages above this one that are looked through */

const struct fact_go_command *
docker_output_by(struct arena *a, const struct fact_stage *stage, struct str path)
{
	struct str clean = path_clean(a, path);
	for (size_t i = 0; stage && i < ANCESTORS_MAX; stage = stage->parent, i++)
		if (map_get(&stage->outputs, clean))
			return map_get(&stage->outputs, clean);
	return NULL;
}

static struct str
copied_to(struct arena *a, const struct fact_copy *copy, struct str source)
{
	return copy->into_dir ? path_join(a, copy->destination.text, path_base(source))
			      : copy->destination.text;
}

/*
 * The COPY that brings the program from a stage that builds Go: its target is what the
 * image runs, or its source is what go build wrote.
 */
static struct fact_copy *
find_program_copy(const struct docker_reader *r, struct fact_string program)
{
	struct arena *a = r->x->arena;
	fact_for(copy, copy, &r->stage->copies) {
		if (!copy->from_stage || copy->destination.state != KNOWN
			|| !copy->from_stage->builds_go)
			continue;
		for (size_t i = 0; i < copy->sources.n; i++) {
			if (copy->sources.items[i].state != KNOWN)
				continue;
			struct str source = copy->sources.items[i].text;
			struct str target = copied_to(a, copy, source);
			if (docker_output_by(a, copy->from_stage, source))
				return copy;
			bool runs = program.state == KNOWN
				&& (str_eq(path_base(program.text), path_base(target))
					|| str_eq(program.text, target));
			if (runs && !is_script(target))
				return copy;
		}
	}
	return NULL;
}

/* Finds what the image runs; gives the first word of CMD or ENTRYPOINT. */
static struct fact_string
find_program(struct docker_reader *r)
{
	struct fact_stage *stage = r->stage;
	const struct docker_instruction *entry = r->entrypoint ? r->entrypoint : r->cmd;
	struct fact_string program = fact_unknown_string();
	if (entry) {
		stage->entry_place = place_of(r->source, entry->span);
		read_entry(r, entry, &stage->entry);
	} else {
		stage->entry.open = true;
	}
	if (stage->entry.n)
		program = stage->entry.items[0];
	stage->program_copy = find_program_copy(r, program);
	bool runs_own =
		program.state == KNOWN && docker_output_by(r->x->arena, stage, program.text);
	bool go_run = program.state == KNOWN && str_eq(path_base(program.text), STR("go"));
	bool runs_go = stage->program_copy || runs_own || go_run;
	stage->runs_go_program = runs_go ? YES : UNSURE;
	return program;
}

static bool
is_shell(struct str program)
{
	struct str name = path_base(program);
	return str_eq(name, STR("sh")) || str_eq(name, STR("bash")) || str_eq(name, STR("ash"));
}

/* The programs of the list that a RUN calls; all of them where one is not known. */
static struct strs
called_among(struct arena *a, const struct fact_stage *stage, const struct strs *programs)
{
	struct strs called = { 0 };
	fact_for(command, c, &stage->commands) {
		if (c->program.state != KNOWN)
			return *programs;
		if (strs_has(programs, c->program.text) && !strs_has(&called, c->program.text))
			vec_push(a, &called, c->program.text);
	}
	return called;
}

/*
 * The debugging tools that would be leftovers here: nothing that the image runs names them,
 * and those that scripts like to use have no script to serve.
 */
static struct strs
useless_tools(const struct docker_reader *r, struct fact_string program)
{
	struct arena *a = r->x->arena;
	struct strs useless = { 0 }, fetching = { 0 };
	struct str runtime_text = buf_str(&r->runtime_text);
	if (runtime_text.n > RUNTIME_TEXT_MAX)
		return useless;
	const struct knowledge_table *tools =
		knowledge_table_named(r->x->knowledge, STR("debug-tools"));
	for (uint32_t i = 0; tools && i < tools->nrecords; i++) {
		const struct knowledge_record *record = &tools->records[i];
		bool fetches = str_eq(knowledge_get(record, STR("kind")), STR("fetch"));
		struct knowledge_values names = knowledge_list(record, STR("package"));
		for (uint32_t j = 0; j < names.n; j++)
			if (!str_contains(runtime_text, names.items[j]))
				vec_push(a, fetches ? &fetching : &useless, names.items[j]);
	}
	if (program.state != KNOWN || is_script(program.text) || is_shell(program.text))
		return useless;
	struct strs called = called_among(a, r->stage, &fetching);
	vec_for(struct str, tool, &fetching)
		if (!strs_has(&called, *tool))
			vec_push(a, &useless, *tool);
	return useless;
}

static void
drop_used_tools(struct docker_reader *r, struct fact_string program)
{
	struct strs useless = useless_tools(r, program);
	fact_for(install, install, &r->stage->installs) {
		if (install->stage != r->stage)
			continue;
		struct fact_strings kept = { 0 };
		for (size_t i = 0; i < install->debug_tools.n; i++) {
			struct fact_string tool = install->debug_tools.items[i];
			if (tool.state == KNOWN && strs_has(&useless, tool.text))
				fact_strings_add(r->x->arena, &kept, tool);
		}
		install->debug_tools = kept;
	}
}

static bool
is_development_name(struct str name)
{
	static const char *const words[] = { "dev", "development", "test", "tests", "testing",
		"debug", "lint", "ci", "tilt", "devcontainer", "e2e", "integration",
		"integrationtest" };
	size_t from = 0;
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && (char_is_alpha(name.s[i]) || char_is_digit(name.s[i])))
			continue;
		struct str part = str_slice(name, from, i);
		for (size_t j = 0; j < sizeof(words) / sizeof(*words); j++)
			if (str_eq_nocase(part, str_from(words[j])))
				return true;
		from = i + 1;
	}
	return false;
}

static struct fact_module *
module_of_stage(const struct fact_stage *stage)
{
	struct fact_module *found = NULL;
	fact_for(go_command, go, &stage->go_commands)
		if (go->module && !found)
			found = go->module;
	return found ? found : stage->parent ? stage->parent->module : NULL;
}

/* May the copy bring a file of that path? */
static bool
may_bring(const struct fact_copy *copy, struct str path)
{
	return copy->destination.state != KNOWN || path_is_within(path, copy->destination.text)
		|| path_is_within(copy->destination.text, path);
}

/* In an image that starts empty, what was not copied is not there. */
static struct fact_string
missing_cert_file(const struct fact_stage *stage)
{
	struct fact_string none = { .state = ABSENT };
	struct fact_string file = setting_value(stage->env, STR("SSL_CERT_FILE"));
	bool is_empty = stage->distro.state == KNOWN && str_eq(stage->distro.text, STR("scratch"));
	if (file.state != KNOWN || file.text.n == 0 || !is_empty)
		return file.state == UNKNOWN ? fact_unknown_string() : none;
	fact_for(copy, copy, &stage->copies)
		if (may_bring(copy, file.text))
			return none;
	return file;
}

static struct fact_string
ca_path_of(const struct fact_stage *stage)
{
	struct fact_string bundle = stage->ca_bundle, path = stage->usual_ca_path;
	if (bundle.state == KNOWN && str_eq(bundle.text, STR("none")))
		return (struct fact_string){ .state = ABSENT };
	bool is_usual = bundle.state == KNOWN
		&& (str_eq(bundle.text, STR("image")) || str_eq(bundle.text, STR("installed")));
	return is_usual && path.state == KNOWN ? path : fact_unknown_string();
}

void
docker_finish_stage(struct docker_reader *r)
{
	struct fact_stage *stage = r->stage;
	struct machine *m = r->machine;
	stage->has_git = machine_has(m, TOOL_git);
	stage->has_ssh = machine_has(m, TOOL_ssh);
	stage->has_c_compiler = machine_has(m, TOOL_c_compiler);
	stage->has_tzdata = machine_has(m, TOOL_tzdata);
	stage->ca_bundle = machine_ca_bundle(m);
	stage->ca_path = ca_path_of(stage);
	stage->user = r->user;
	stage->workdir = r->workdir;
	stage->env = r->env;
	stage->copies = m->copies;
	stage->installs = m->installs;
	stage->commands = m->commands;
	stage->go_commands = m->go_commands;
	stage->certificates = m->certificates;
	stage->missing_cert_file = missing_cert_file(stage);
	note_builds(r->x, stage);
	certificates_finish(stage);
	stage->uses_mirror = m->uses_mirror;
	stage->is_development = tri_of(
		is_development_name(stage->name.text) || is_development_name(r->file->file.text));
	stage->module = module_of_stage(stage);
	struct docker_reader *end = ARENA_NEW(r->x->arena, struct docker_reader);
	*end = *r;
	stage->end = end;
	drop_used_tools(r, find_program(r));
	const struct docker_instruction *entry = r->entrypoint ? r->entrypoint : r->cmd;
	docker_find_missing_entry(r, stage, entry && entry->is_json);
	stage->program_embeds_tzdata = docker_embeds_tzdata(r->x, stage);
	stage->clones_source = docker_clones_source(stage);
	stage->program_only_serves = docker_program_only_serves(r->x, stage);
	stage->program_tls_client = docker_program_tls_client(r->x, stage);
}
