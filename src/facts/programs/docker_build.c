/* SPDX-License-Identifier: Apache-2.0 */
/* docker build and its relatives: which Dockerfile they build, from where, with what. */
#include "facts/programs/reader.h"

#include "base/path.h"

#define IGNORE_FILE_MAX ((size_t)256 * 1024)

/* The fact of a path; Dockerfiles are declared in the order of their paths. */
static struct fact_dockerfile *
dockerfile_at(const struct extraction *x, struct str path)
{
	const struct fact_list *files = &x->project->facts[FACT_CLASS_dockerfile];
	size_t low = 0, high = files->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct fact_dockerfile *file = files->items[middle];
		int order = str_cmp(file->file.text, path);
		if (order == 0)
			return file;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void
split_platforms(struct arena *a, struct fact_string platforms, struct fact_strings *out)
{
	if (platforms.state == UNKNOWN)
		out->open = true;
	struct str rest = platforms.state == KNOWN ? platforms.text : STR(""), line, platform;
	while (str_next_field(&rest, '\n', &line)) {
		while (str_next_field(&line, ',', &platform)) {
			platform = str_trim(platform);
			if (platform.n)
				fact_strings_add(a, out, fact_known(platform));
		}
	}
}

/* The first folder on the way to a file that is not there; empty if they all are. */
static struct str
missing_folder(const struct extraction *x, struct str file)
{
	struct str missing = { 0 };
	for (struct str dir = path_dir(file); dir.n && vfs_kind(x->arena, x->fs, dir) == IO_MISSING;
		dir = path_dir(dir))
		missing = dir;
	return missing;
}

/* > $(OUT), but not > $@ or > log-$(X): may a redirect write a file of that name? */
static bool
may_write(struct str line, struct str name)
{
	for (size_t at = str_find_char(line, '>', 0); at != STR_NONE;
		at = str_find_char(line, '>', at)) {
		while (at < line.n && (line.s[at] == '>' || char_is_blank(line.s[at])))
			at++;
		size_t from = at;
		while (at < line.n && line.s[at] != '>' && line.s[at] != ' ')
			at++;
		struct str word = path_base(str_slice(line, from, at));
		size_t known = str_find_char(word, '$', 0);
		if (known != STR_NONE && str_starts(name, str_slice(word, 0, known))
			&& !str_contains(word, STR("$@")))
			return true;
	}
	return false;
}

/* A recipe, of any target, that names the file or a folder of it may make it. */
static bool
may_be_made(const struct extraction *x, const struct fact_makefile *makefile, struct str file)
{
	const struct project_file *source = project_file_at(x->project, makefile->file.text);
	struct str name = path_base(file), folder = path_base(missing_folder(x, file));
	if (!source || !source->source)
		return true;
	struct str text = source->source->text, line;
	while (str_next_field(&text, '\n', &line))
		if (((str_contains(line, name) || (folder.n && str_contains(line, folder)))
			    && !str_contains(line, STR("build")))
			|| may_write(line, name))
			return true;
	return false;
}

/* Does an ignore file of git on the way to it name the file? Then something makes it. */
static bool
is_ignored(const struct extraction *x, struct str file)
{
	struct str name = path_base(file), dir = path_dir(file), text, error, line;
	for (bool up = true; up; up = dir.n > 0, dir = path_dir(dir)) {
		struct str path = path_join(x->arena, dir, STR(".gitignore"));
		if (!vfs_read(x->arena, x->fs, path, IGNORE_FILE_MAX, &text, &error))
			continue;
		while (str_next_field(&text, '\n', &line))
			if (str_eq(path_base(str_trim(line)), name))
				return true;
	}
	return false;
}

#define FOLDERS_MAX 32 /* on the way to a Dockerfile that are looked at */

static bool
is_deep(struct str file)
{
	size_t folders = 0;
	for (size_t i = 0; i < file.n; i++)
		folders += file.s[i] == '/';
	return folders > FOLDERS_MAX;
}

static enum tri
is_file_missing(
	const struct extraction *x, const struct docker_build_words *words, struct fact_string file)
{
	if (!words->makefile || file.state != KNOWN || str_eq(path_base(file.text), STR("-"))
		|| !path_is_within(file.text, STR("")) || str_starts(file.text, STR(".."))
		|| path_is_absolute(file.text) || is_deep(file.text))
		return UNSURE;
	if (vfs_kind(x->arena, x->fs, file.text) != IO_MISSING)
		return NO;
	bool may_come = may_be_made(x, words->makefile, file.text) || is_ignored(x, file.text);
	return may_come ? UNSURE : YES;
}

struct fact_docker_build *
docker_build_add(struct extraction *x, const struct docker_build_words *words)
{
	struct arena *a = x->arena;
	struct fact_docker_build *build = FACT_ADD(x, docker_build);
	build->place = words->place;
	build->context = words->context;
	if (build->context.state == KNOWN)
		build->context.text = path_clean(a, words->context.text);
	build->build_args = words->build_args;
	build->secrets = words->secrets;
	build->ssh = words->ssh;
	build->contexts = words->contexts;
	build->target = words->target;
	build->env = words->env;
	build->via = words->via;
	build->job = words->job;
	build->step = words->step;
	build->action = words->action;
	build->command = words->command;
	build->makefile = words->makefile;
	split_platforms(a, words->platforms, &build->platforms);
	struct fact_string file = words->file;
	if (file.state == KNOWN)
		file.text = path_clean(a, file.text);
	else if (file.state == ABSENT)
		file = build->context.state == KNOWN
			? fact_known(path_join(a, build->context.text, STR("Dockerfile")))
			: fact_unknown_string();
	build->file = file;
	if (file.state == KNOWN)
		build->dockerfile = dockerfile_at(x, file.text);
	for (size_t i = 0; file.state != KNOWN && i < build->contexts.n; i++)
		if (build->contexts.items[i].state == KNOWN)
			map_set(a, &x->replaced, str_lower(a, build->contexts.items[i].text),
				build);
	build->is_file_missing = is_file_missing(x, words, file);
	build->is_conditional = words->is_conditional;
	if (build->dockerfile)
		fact_list_add(a, &build->dockerfile->builds, build);
	return build;
}

/* --- the command --- */

static const char *const long_options[] = { "add-host", "allow", "annotation", "attest",
	"build-arg", "build-context", "builder", "cache-from", "cache-to", "cgroup-parent",
	"cpu-period", "cpu-quota", "cpu-shares", "cpuset-cpus", "cpuset-mems", "file", "iidfile",
	"isolation", "label", "layers", "memory", "memory-swap", "metadata-file", "network",
	"no-cache-filter", "output", "platform", "progress", "provenance", "sbom", "secret",
	"security-opt", "shm-size", "ssh", "tag", "target", "ulimit", "volume", "format", NULL };

/* The index of the first word after `docker [buildx|image|builder] build`, or STR_NONE. */
static size_t
find_build(const struct fact_command *c)
{
	if (!RUNS_ONE_OF(c, "docker", "podman", "nerdctl", "buildah"))
		return STR_NONE;
	for (size_t i = 0; i < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str word = c->args.items[i].text;
		if (IS_ONE_OF(word, "build", "bud", "b"))
			return i + 1;
		if (IS_ONE_OF(word, "-H", "-c", "--context", "--host", "--config", "-n",
			    "--namespace", "-l", "--log-level"))
			i++;
		else if (!str_starts(word, STR("-"))
			&& !IS_ONE_OF(word, "buildx", "image", "builder"))
			break;
	}
	return STR_NONE;
}

static struct fact_string
from_workdir(const struct run_context *cx, struct str path)
{
	if (cx->workdir.state != KNOWN || sketch_value(path).state != KNOWN)
		return fact_unknown_string();
	return fact_known(path_join(cx->x->arena, cx->workdir.text, path));
}

static void
add_build_arg(const struct run_context *cx, struct docker_build_words *words, struct str word)
{
	struct arena *a = cx->x->arena;
	struct str name, value;
	bool has_value = str_cut(word, '=', &name, &value);
	if (sketch_value(name).state != KNOWN)
		words->build_args = settings_open(a, words->build_args);
	else if (name.n)
		words->build_args = settings_put(a, words->build_args,
			setting_new(cx->x, name,
				has_value ? sketch_value(value) : fact_unknown_string(),
				"build arg", words->place));
}

bool
docker_is_remote(struct str context)
{
	return str_contains(context, STR("://")) || str_starts(context, STR("git@"))
		|| str_starts(context, STR("github.com/"));
}

/* https://docs.docker.com/build/building/secrets/ and .../reference/cli/docker/buildx/build/#ssh */
struct fact_string
docker_build_id(struct str text)
{
	struct str field, first, rest, key, id;
	str_cut(text, ',', &first, NULL);
	for (rest = text; str_next_field(&rest, ',', &field);)
		if (str_cut(field, '=', &key, &id) && str_eq(str_trim(key), STR("id")))
			return sketch_value(str_trim(id));
	str_cut(first, '=', &first, NULL);
	return sketch_value(str_trim(first));
}

/* name=where */
static void
add_build_context(const struct run_context *cx, struct docker_build_words *words, struct str word)
{
	struct str name;
	str_cut(word, '=', &name, NULL);
	fact_strings_add(cx->x->arena, &words->contexts, sketch_value(name));
}

struct build_operands {
	struct str context; /* the last one that is known */
	size_t known, blank;
};

static void
read_option(const struct run_context *cx, const struct options *o, struct docker_build_words *words,
	struct build_operands *operands)
{
	if (IS_ONE_OF(o->name, "f", "file"))
		words->file = from_workdir(cx, o->value);
	else if (IS_ONE_OF(o->name, "build-arg"))
		add_build_arg(cx, words, o->value);
	else if (IS_ONE_OF(o->name, "platform"))
		words->platforms = sketch_value(o->value);
	else if (IS_ONE_OF(o->name, "secret"))
		fact_strings_add(cx->x->arena, &words->secrets, docker_build_id(o->value));
	else if (IS_ONE_OF(o->name, "ssh"))
		fact_strings_add(cx->x->arena, &words->ssh, docker_build_id(o->value));
	else if (IS_ONE_OF(o->name, "target"))
		words->target = sketch_value(o->value);
	else if (IS_ONE_OF(o->name, "build-context"))
		add_build_context(cx, words, o->value);
	else if (o->name.n)
		return;
	else if (sketch_is_blank(o->value))
		operands->blank++;
	else {
		operands->context = o->value;
		operands->known++;
	}
}

void
read_docker_build(struct run_context *cx, const struct command_view *view)
{
	size_t at = find_build(view->command);
	if (at == STR_NONE || cx->machine->is_image)
		return;
	struct docker_build_words words = { .place = view->command->place,
		.command = view->command,
		.is_conditional = cx->conditional,
		.env = cx->env,
		.via = cx->via,
		.job = cx->job,
		.step = cx->step,
		.makefile = cx->makefile };
	struct build_operands operands = { 0 };
	struct options o = {
		.cx = cx, .view = view, .letters = "ftomcv", .longs = long_options, .next = at
	};
	while (options_next(&o))
		read_option(cx, &o, &words, &operands);
	/* From a URL or standard input: no Dockerfile of the project. */
	bool elsewhere = operands.known == 1
		&& (docker_is_remote(operands.context) || str_eq(operands.context, STR("-")));
	if (elsewhere || operands.known + operands.blank == 0 || arg_any(view->command, "--help"))
		return;
	words.context =
		operands.known == 1 ? from_workdir(cx, operands.context) : fact_unknown_string();
	/* A word of unknown value may hold any option. */
	if (operands.blank) {
		words.build_args = settings_open(cx->x->arena, words.build_args);
		words.secrets.open = words.ssh.open = true;
		if (words.target.state == ABSENT)
			words.target = fact_unknown_string();
		if (words.platforms.state == ABSENT)
			words.platforms = fact_unknown_string();
		if (words.file.state == ABSENT)
			words.file = fact_unknown_string();
	}
	docker_build_add(cx->x, &words);
}
