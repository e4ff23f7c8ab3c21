/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files are certainly not in a stage. Everything that may make a file counts as making
 * it, so that only what nobody can have made is missing.
 */
#include "base/path.h"
#include "facts/docker/docker.h"
#include "facts/programs/reader.h"

#define ANCESTORS_MAX 32          /* stages above one that are looked through */
#define LOOKED_FOR_MAX 500        /* sources of a Dockerfile, which are each looked for */
#define COMMANDS_MAX 200          /* of a stage; with more of them any file may be there */
#define LOOKED_FOR_TOTAL_MAX 2000 /* files that are looked for in stages while these are read */

/* Either one is the other or lies in it. */
static bool
overlap(struct str a, struct str b)
{
	return path_is_within(a, b) || path_is_within(b, a);
}

static bool
is_one_of(struct str text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(text, str_from(words[i])))
			return true;
	return false;
}

#define IS_IN(text, list) is_one_of((text), (list), sizeof(list) / sizeof(*(list)))

/* --- what commands make --- */

static bool
go_makes(struct arena *a, const struct fact_list *go_commands, const struct fact_command *c,
	struct str path)
{
	static const char *const to_caches[] = { "mod download", "mod verify", "env", "version",
		"vet", "list", "clean" };
	const struct fact_go_command *go = NULL;
	fact_for(go_command, candidate, go_commands)
		if (candidate->command == c)
			go = candidate;
	if (!go || go->verb.state != KNOWN)
		return true;
	bool in_caches = path_is_within(path, STR("/go/pkg")) || path_is_within(path, STR("/root"));
	if (IS_IN(go->verb.text, to_caches))
		return in_caches;
	if (!str_eq(go->verb.text, STR("build")) || go->flags.open || c->workdir.state != KNOWN)
		return true;
	for (size_t i = 0; i < go->flags.n; i++) {
		struct fact_string flag = go->flags.items[i];
		if (flag.state != KNOWN || str_starts(flag.text, STR("-C"))
			|| str_eq(flag.text, STR("-o")))
			return true;
		if (str_starts(flag.text, STR("-o=")))
			return in_caches
				|| overlap(path,
					path_join(a, c->workdir.text,
						str_slice(flag.text, 3, flag.text.n)));
	}
	return in_caches || path_is_within(path, c->workdir.text);
}

static bool
makes(struct arena *a, const struct fact_list *go_commands, const struct fact_command *c,
	struct str path)
{
	static const char *const harmless[] = { "chmod", "chown", "rm", "test", "[", "true", "ls",
		"echo", "printf", "id", "uname", "date", "sleep", "update-ca-certificates",
		"addgroup", "groupadd", "apk", "apt-get", "apt", "dnf", "microdnf", "yum" };
	static const char *const homes[] = { "adduser", "useradd" };
	if (c->program.state != KNOWN || c->args.open)
		return true;
	struct str program = c->program.text;
	if (IS_IN(program, harmless))
		return false;
	if (IS_IN(program, homes))
		return c->args.n > 2 || path_is_within(path, STR("/home"));
	if (str_eq(program, STR("git")))
		return !arg_is(c, 0, "config");
	if (str_eq(program, STR("go")))
		return go_makes(a, go_commands, c, path);
	if (!str_eq(program, STR("mkdir")))
		return true;
	for (size_t i = 0; i < c->args.n; i++) {
		struct fact_string arg = c->args.items[i];
		if (arg.state != KNOWN || c->workdir.state != KNOWN
			|| overlap(path, path_join(a, c->workdir.text, arg.text)))
			return true;
	}
	return false;
}

/* --- what copies bring --- */

/* `-o DIR/`, several packages and `./...` make -o a folder, with programs in it. */
static bool
writes_one_file(const struct fact_go_command *go)
{
	if (go->packages.open || go->packages.n > 1 || go_flag(go, "-o").state == UNKNOWN)
		return false;
	for (size_t i = 0; i < go->packages.n; i++)
		if (go->packages.items[i].state != KNOWN
			|| str_contains(go->packages.items[i].text, STR("...")))
			return false;
	for (size_t i = 0; i < go->flags.n; i++)
		if (str_starts(go->flags.items[i].text, STR("-o="))
			&& str_ends(go->flags.items[i].text, STR("/")))
			return false;
	return true;
}

/* Something that go build writes is a file, and so lies exactly where it is copied to. */
static bool
brings(struct arena *a, const struct fact_copy *copy, struct str path)
{
	if (copy->destination.state != KNOWN || copy->sources.open)
		return true;
	struct str to = copy->destination.text;
	if (!overlap(path, to))
		return false;
	const struct fact_go_command *go = NULL;
	if (copy->from_stage && copy->sources.n == 1 && copy->sources.items[0].state == KNOWN)
		go = docker_output_by(a, copy->from_stage, copy->sources.items[0].text);
	bool is_file = go && writes_one_file(go);
	if (!is_file || path_is_within(to, path))
		return true;
	bool into = copy->into_dir;
	return into && str_eq(path, path_join(a, to, path_base(copy->sources.items[0].text)));
}

/* --- the stage as a whole --- */

void
docker_note_redirects(struct docker_reader *r, const struct docker_instruction *instruction)
{
	struct str text = source_slice(r->source, instruction->span);
	r->stage->has_redirects |=
		str_find_char(text, '>', 0) != STR_NONE || str_contains(text, STR("<<"));
}

/* What a base image that is known keeps to itself, so that it may be anywhere in there. */
static bool
base_holds(const struct fact_stage *stage, struct str path)
{
	static const char *const dirs[] = { "/bin", "/sbin", "/usr", "/lib", "/lib64", "/etc",
		"/var", "/opt", "/dev", "/proc", "/sys", "/run", "/home", "/root", "/go",
		"/busybox", "/tmp" };
	static const char *const distros[] = { "scratch", "alpine", "debian", "ubuntu", "busybox",
		"distroless" };
	if (stage->image->is_scratch == YES)
		return false;
	/* The official images have nothing but empty folders there. */
	if (stage->is_golang_image == YES && path_is_within(path, STR("/go"))
		&& !path_is_within(STR("/go/src"), path) && !path_is_within(STR("/go/bin"), path))
		return false;
	if (stage->distro.state != KNOWN || !IS_IN(stage->distro.text, distros))
		return true;
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++)
		if (overlap(path, str_from(dirs[i])))
			return true;
	return false;
}

/* The mount of its RUN that a path lies in, so that no layer has what a command writes there. */
static struct fact_mount *
covering_mount(const struct fact_command *c, struct str path)
{
	fact_for(mount, mount, &c->mounts)
		if (mount->target.state == KNOWN && path_is_within(path, mount->target.text)
			&& path.n > mount->target.text.n)
			return mount;
	return NULL;
}

/* What copies bring from the build context counts where `contexts` says so. */
static bool
stage_holds(const struct docker_reader *r, const struct fact_stage *stage, struct str path,
	bool contexts)
{
	struct arena *a = r->x->arena;
	const struct machine *m = stage->machine;
	bool is_clear = m && !m->is_open && stage->workdir.state == KNOWN
		&& stage->commands.n <= COMMANDS_MAX && stage->copies.n <= COMMANDS_MAX
		&& !stage->copies.open && !stage->has_redirects;
	if (!is_clear || path_is_within(stage->workdir.text, path))
		return true;
	fact_for(copy, copy, &stage->copies)
		if ((contexts || copy->is_from_context != YES) && brings(a, copy, path))
			return true;
	fact_for(command, c, &stage->commands)
		if (!covering_mount(c, path) && makes(a, &stage->go_commands, c, path))
			return true;
	return false;
}

/* May a complete stage hold that absolute path? False only where it certainly does not. */
static bool
may_hold(const struct docker_reader *r, const struct fact_stage *stage, struct str path,
	bool contexts)
{
	for (size_t i = 0; i < ANCESTORS_MAX; i++, stage = stage->parent) {
		if (stage_holds(r, stage, path, contexts))
			return true;
		if (!stage->parent)
			return base_holds(stage, path);
	}
	return true;
}

/* --- a stage while it is read --- */

/* Has a command that ran before `current`, in the stage or one it starts from, made the path? */
static bool
was_made(const struct run_context *cx, const struct fact_command *current, struct str path)
{
	struct arena *a = cx->x->arena;
	const struct machine *m = cx->machine;
	if (m->commands.n > COMMANDS_MAX)
		return true;
	fact_for(command, c, &m->commands)
		if (c != current && makes(a, &m->go_commands, c, path))
			return true;
	const struct fact_stage *stage = cx->stage->parent;
	for (size_t i = 0; stage && i < ANCESTORS_MAX; i++, stage = stage->parent) {
		if (stage->commands.n > COMMANDS_MAX)
			return true;
		fact_for(command, c, &stage->commands)
			if (makes(a, &stage->go_commands, c, path))
				return true;
	}
	return stage != NULL;
}

static bool
may_be_redirected(const struct fact_stage *stage)
{
	for (size_t i = 0; stage && i < ANCESTORS_MAX; i++, stage = stage->parent)
		if (stage->has_redirects)
			return true;
	return false;
}

bool
image_has_made(const struct run_context *cx, const struct fact_command *current, struct str path)
{
	return cx->machine->is_open || may_be_redirected(cx->stage) || was_made(cx, current, path);
}

bool
image_lacks(const struct run_context *cx, const struct fact_command *current, struct str path)
{
	const struct fact_stage *stage = cx->stage;
	if (!stage || ++cx->x->looked_for > LOOKED_FOR_TOTAL_MAX || !stage->base
		|| base_holds(stage->base, path) || image_has_made(cx, current, path))
		return false;
	fact_for(mount, mount, &cx->mounts)
		if (mount->target.state != KNOWN || overlap(path, mount->target.text))
			return false;
	struct fact_string kept;
	return image_path_source(cx->x, cx->machine, path, &kept).state == ABSENT;
}

/* --- what follows from it --- */

/* Notes the mount into which a command of the stage writes what is needed in the image. */
static struct fact_mount *
find_hiding_mount(const struct docker_reader *r, const struct fact_stage *stage, struct str path,
	struct place needed_at)
{
	for (size_t i = 0; stage && i < ANCESTORS_MAX; i++, stage = stage->parent) {
		fact_for(command, c, &stage->commands) {
			struct fact_mount *mount = covering_mount(c, path);
			if (!mount || !makes(r->x->arena, &stage->go_commands, c, path))
				continue;
			mount->hides = fact_known(path);
			mount->hides_what = fact_known(STR("program"));
			mount->needed_at = needed_at;
			return mount;
		}
	}
	return NULL;
}

/*
 * A folder of the project is copied to where the program shall lie, as with `COPY . .` and -o bin/app,
 * and so it may bring one that somebody built before. The project has none, and the one that go build
 * writes is in no layer in either case.
 */
static void
find_mount_in_copied(const struct docker_reader *r, const struct fact_stage *stage, struct str path,
	struct place needed_at)
{
	struct fact_string kept;
	const struct fact_go_command *go = map_get(&stage->outputs, path);
	if (go && docker_names_output(go) && writes_one_file(go)
		&& covering_mount(go->command, path)
		&& image_path_source(r->x, stage->machine, path, &kept).state == ABSENT
		&& !may_hold(r, stage, path, false))
		find_hiding_mount(r, stage, path, needed_at);
}

/* The only file that a go build of the stage writes with -o, or the one of that name. */
static struct fact_string
built_in(const struct fact_stage *stage, struct str name)
{
	const struct map *outputs = &stage->outputs;
	struct fact_string named = { .state = ABSENT };
	size_t n = 0;
	for (size_t i = 0; i < outputs->entries.n; i++) {
		const struct map_entry *entry = &outputs->entries.items[i];
		if (!docker_names_output(entry->value))
			continue;
		if (str_eq(path_base(entry->key), name))
			return fact_known(entry->key);
		named = fact_known(entry->key);
		n++;
	}
	return n == 1 ? named : (struct fact_string){ .state = ABSENT };
}

void
docker_find_missing_source(struct docker_reader *r, struct fact_copy *copy)
{
	struct arena *a = r->x->arena;
	for (size_t i = 0; copy->from_stage && i < copy->sources.n; i++) {
		if (++r->looked_for > LOOKED_FOR_MAX)
			return;
		struct fact_string source = copy->sources.items[i];
		if (source.state != KNOWN || source.text.n == 0 || path_has_glob(source.text))
			continue;
		struct str path = path_join(a, STR("/"), source.text);
		if (may_hold(r, copy->from_stage, path, true)) {
			find_mount_in_copied(r, copy->from_stage, path, copy->sources_place);
			continue;
		}
		copy->missing_source = fact_known(path);
		copy->built_source = built_in(copy->from_stage, path_base(path));
		copy->hidden_by = find_hiding_mount(r, copy->from_stage, path, copy->sources_place);
		return;
	}
}

void
docker_find_missing_entry(const struct docker_reader *r, struct fact_stage *stage, bool is_json)
{
	struct arena *a = r->x->arena;
	struct fact_string entry = stage->entry.n ? stage->entry.items[0] : fact_unknown_string();
	bool runs_by_path = entry.state == KNOWN && stage->workdir.state == KNOWN
		&& str_find_char(entry.text, '/', 0) != STR_NONE;
	if (!runs_by_path || (!is_json && stage->has_shell != YES))
		return;
	struct str path = path_join(a, stage->workdir.text, entry.text);
	/* COPY x /app/ makes a folder of /app. */
	fact_for(copy, copy, &stage->copies) {
		bool is_folder = copy->destination.state == KNOWN
			&& str_ends(copy->destination_text.text, STR("/"))
			&& path_is_within(copy->destination.text, path);
		if (is_folder)
			stage->entry_is_directory = YES;
	}
	if (stage->entry_is_directory == YES || !may_hold(r, stage, path, true))
		stage->entry_missing = fact_known(path);
	else
		find_mount_in_copied(r, stage, path, stage->entry_place);
	if (stage->entry_missing.state == KNOWN)
		stage->entry_hidden_by = find_hiding_mount(r, stage, path, stage->entry_place);
}
