/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golangci-lint and its configuration: version 2 refuses one that does not say `version: "2"`, and
 * the last release of version 1 one with any version. https://golangci-lint.run/docs/product/migration-guide/
 */
#include "facts/github/github.h"

#include "base/path.h"
#include "facts/config/tree_values.h"
#include "facts/programs/reader.h"
#include "syntax/gomod/gomod.h"

#define CONFIG_MAX ((size_t)256 * 1024)
#define MODULE_1 "github.com/golangci/golangci-lint"
#define MODULE_2 "github.com/golangci/golangci-lint/v2"
#define PACKAGE_1 MODULE_1 "/cmd/golangci-lint"
#define PACKAGE_2 MODULE_2 "/cmd/golangci-lint"
/* The release that looks for `version`; the ones before it pass over what they do not know. */
#define LAST_1 "1.64.8"

/* The one configuration in a folder; empty where there is none, UNKNOWN where there are several. */
static struct fact_string
config_in(const struct extraction *x, struct str dir)
{
	static const char *const names[] = { ".golangci.yml", ".golangci.yaml", ".golangci.toml",
		".golangci.json" };
	struct fact_string found = { 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str path = path_join(x->arena, dir, str_from(names[i]));
		if (vfs_kind(x->arena, x->fs, path) == IO_MISSING)
			continue;
		if (found.state != ABSENT)
			return fact_unknown_string();
		found = fact_known(path);
	}
	return found;
}

/*
 * The text that golangci-lint takes `version` for: viper, which reads it, does not mind the case
 * of keys, and makes texts of plain numbers, as 2 of 2.0. ABSENT for none, as in version 1.
 */
static struct fact_string
version_among(const struct tree_node *root)
{
	const struct tree_node *found = NULL;
	vec_for(struct tree_pair, pair, &root->pairs) {
		struct str key = { 0 };
		if (!tree_scalar(pair->key, &key) || !str_eq_nocase(key, STR("version")))
			continue;
		if (found)
			return fact_unknown_string();
		found = pair->value;
	}
	struct fact_string version = tree_value(found);
	if (version.state == KNOWN && tree_is(found, TREE_STRING))
		return version.text.n ? version : (struct fact_string){ 0 };
	if (str_eq(version.text, STR("2.0")))
		return fact_known(STR("2"));
	if (version.state != KNOWN || str_eq(version.text, STR("1"))
		|| str_eq(version.text, STR("2")))
		return version;
	return fact_unknown_string();
}

/* What the configuration says; as above. */
static struct fact_string
read_config_version(const struct extraction *x, struct str path)
{
	struct str text, error, ext = path_ext(path);
	if (str_eq(ext, STR(".toml"))
		|| !vfs_read(x->arena, x->fs, path, CONFIG_MAX, &text, &error))
		return fact_unknown_string();
	const struct source *source = source_new(x->arena, path, text);
	struct tree *tree = str_eq(ext, STR(".json")) ? json_parse(x->arena, source, JSON_STRICT)
						      : yaml_parse(x->arena, source);
	const struct tree_node *root = tree_root_mapping(tree);
	if (!root || tree->faults.n || tree->documents.n != 1)
		return fact_unknown_string();
	return version_among(root);
}

/* Each configuration is read once, however many run it. */
static struct fact_string
config_version(struct extraction *x, struct str path)
{
	struct fact_string *version = map_get(&x->golangci_versions, path);
	if (!version) {
		version = ARENA_NEW(x->arena, struct fact_string);
		*version = read_config_version(x, path);
		map_set(x->arena, &x->golangci_versions, path, version);
	}
	return *version;
}

/* Who runs it, where, and as what. */
struct golangci_use {
	struct place place;
	struct fact_job *job;
	struct fact_string dir;
	int64_t major;
	struct str version; /* empty: the newest of its major version */
	bool only_here;     /* it may be told to look elsewhere than in the folders above */
};

static void
add_use(struct extraction *x, const struct golangci_use *use)
{
	if (use->dir.state != KNOWN || !path_is_within(use->dir.text, STR("")))
		return;
	struct str dir = use->dir.text;
	struct fact_string config = config_in(x, dir);
	while (config.state == ABSENT && dir.n && !use->only_here) {
		dir = path_dir(dir);
		config = config_in(x, dir);
	}
	if (config.state != KNOWN)
		return;
	struct fact_golangci_run *run = FACT_ADD(x, golangci_run);
	run->place = use->place;
	run->job = use->job;
	run->major = (struct fact_int){ KNOWN, use->major };
	run->config = config;
	run->config_version = config_version(x, config.text);
	const struct fact_string *version = &run->config_version;
	if (version->state == UNKNOWN)
		run->is_refused = UNSURE;
	else if (use->major == 2)
		run->is_refused = tri_of(!str_eq(version->text, STR("2")));
	else
		run->is_refused = tri_of(version->state == KNOWN
			&& (use->version.n == 0 || str_eq(use->version, STR(LAST_1))));
}

/* Words of a command line that name another configuration or none, or folders to look at. */
static bool
word_leads_elsewhere(struct str word, bool *names_config)
{
	*names_config |= str_starts(word, STR("-c")) || str_starts(word, STR("--config"))
		|| str_starts(word, STR("--no-config"));
	return !str_starts(word, STR("-")) && !str_eq(word, STR("./..."));
}

/* May a command make or change the configuration, or is its name just an argument? */
static bool
mentions_config(const struct fact_command *c)
{
	bool may_write = c->writes.open;
	for (size_t i = 0; i < c->args.n && RUNS_ONE_OF(c, "curl", "wget"); i++)
		may_write |= c->args.items[i].state != KNOWN;
	return c->text.state != KNOWN || c->program.state != KNOWN || may_write
		|| str_contains(c->text.text, STR(".golangci"))
		|| str_contains(c->text.text, STR("golangci-lint migrate"));
}

/* The version that is asked for, without its v; empty for the newest. False: another major one. */
static bool
read_asked_version(struct str text, int64_t major, struct str *version)
{
	*version = str_starts(text, STR("v")) ? str_slice(text, 1, text.n) : text;
	if (version->n == 0 || str_eq(*version, STR("latest"))) {
		*version = STR("");
		return true;
	}
	/* 1.64 alone is the last of its patches */
	if (major == 1 && str_eq(*version, STR("1.64")))
		*version = STR(LAST_1);
	return str_starts(*version, major == 1 ? STR("1.") : STR("2."));
}

/* Inputs of the action that may leave another program, another configuration or no run at all. */
static bool
has_unclear_input(const struct fact_action_use *use)
{
	static const char *const others[] = { "version-file", "install-only", "experimental" };
	static const char *const read[] = { "version", "args", "install-mode",
		"working-directory" };
	const struct fact_setting *mode = settings_get(use->with, STR("install-mode"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (settings_get(use->with, str_from(others[i])))
			return true;
	for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++) {
		const struct fact_setting *input = settings_get(use->with, str_from(read[i]));
		if (input && input->value.state != KNOWN)
			return true;
	}
	return mode && str_eq(mode->value.text, STR("none"));
}

static struct str
input_text(const struct fact_action_use *use, const char *name)
{
	const struct fact_setting *input = settings_get(use->with, str_from(name));
	return input && input->value.state == KNOWN ? input->value.text : STR("");
}

/* Without `version` the action takes the one that go.mod requires, which need not be the newest. */
static bool
go_mod_may_name_version(const struct extraction *x, struct str dir)
{
	const struct fact_module *module = module_of_dir(x->project, dir);
	if (!module)
		return false;
	fact_for(module_require, require, &module->requires)
		if (require->path.state != KNOWN || str_eq(require->path.text, STR(MODULE_1)))
			return true;
	return module->requires.open;
}

void
golangci_read_action_config(struct job_reader *r, const struct fact_action_use *use)
{
	struct fact_int major = golangci_taken_by(r->x, use);
	if (major.state != KNOWN || has_unclear_input(use) || r->checkout_elsewhere
		|| r->job->checks_out != YES)
		return;
	struct golangci_use found = { .place = use->place, .job = r->job, .major = major.value };
	struct str dir = input_text(use, "working-directory"), rest = input_text(use, "args"), word;
	found.dir = fact_known(path_clean(r->x->arena, dir));
	bool names_config = false;
	while (str_next_word(&rest, &word))
		found.only_here |= word_leads_elsewhere(word, &names_config);
	names_config |= r->machine->commands.open;
	fact_for(command, c, &r->machine->commands)
		names_config |= mentions_config(c);
	if (found.major == 1 && input_text(use, "version").n == 0
		&& go_mod_may_name_version(r->x, found.dir.text))
		return;
	if (!names_config
		&& read_asked_version(input_text(use, "version"), found.major, &found.version))
		add_use(r->x, &found);
}

/* golangci-lint run, with words that leave the configuration to it. */
static bool
is_plain_run(const struct fact_command *c, size_t first, struct golangci_use *use)
{
	bool names_config = c->args.open || !arg_is(c, first, "run");
	for (size_t i = first + 1; !names_config && i < c->args.n; i++) {
		if (c->args.items[i].state != KNOWN)
			return false;
		use->only_here |= word_leads_elsewhere(c->args.items[i].text, &names_config);
	}
	use->dir = c->workdir;
	return !names_config;
}

/* The package of golangci-lint that a go command is given, with its version. */
static bool
read_package(const struct fact_go_command *go, struct golangci_use *use)
{
	struct str name, asked;
	if (go->packages.n == 0 || go->packages.items[0].state != KNOWN)
		return false;
	if (!str_cut(go->packages.items[0].text, '@', &name, &asked))
		return false;
	use->major = str_eq(name, STR(PACKAGE_1)) ? 1 : str_eq(name, STR(PACKAGE_2)) ? 2 : 0;
	return use->major && read_asked_version(asked, use->major, &use->version);
}

/* Names the module's go.mod no other source for it? Then `version` is the one it requires. */
static bool
module_requires(const struct fact_module *module, struct str path, struct str *version)
{
	bool found = false;
	fact_for(module_replace, replace, &module->replaces)
		if (replace->path.state != KNOWN || str_eq(replace->path.text, path))
			return false;
	fact_for(module_require, require, &module->requires) {
		if (require->path.state != KNOWN || require->version.state != KNOWN)
			return false;
		if (str_eq(require->path.text, path)) {
			found = true;
			*version = require->version.text;
		}
	}
	return found && !module->requires.open && !module->replaces.open;
}

/* The package of the one tool directive that `go tool NAME` means; empty if that can't be told. */
static struct str
package_of_tool(const struct gomod *mod, struct str name)
{
	struct str package = STR("");
	vec_for(struct gomod_directive, d, &mod->directives) {
		if (d->verb != GOMOD_TOOL)
			continue;
		if (str_eq(d->path.text, name))
			return name;
		if (!str_eq(path_base(d->path.text), name))
			continue;
		if (package.n)
			return STR("");
		package = d->path.text;
	}
	return package;
}

/* go tool golangci-lint, in the version that go.mod requires */
static bool
read_tool(const struct extraction *x, const struct fact_go_command *go, struct golangci_use *use)
{
	const struct fact_module *module = go->module;
	const struct project_file *file =
		module ? project_file_at(x->project, module->file.text) : NULL;
	struct str package, version;
	if (!file || !file->gomod || file->gomod->faults.n || module->in_workspace != NO
		|| go_may_name_modfile(go) || go->packages.n == 0
		|| go->packages.items[0].state != KNOWN)
		return false;
	package = package_of_tool(file->gomod, go->packages.items[0].text);
	use->major = str_eq(package, STR(PACKAGE_1)) ? 1 : str_eq(package, STR(PACKAGE_2)) ? 2 : 0;
	return use->major
		&& module_requires(
			module, use->major == 1 ? STR(MODULE_1) : STR(MODULE_2), &version)
		&& read_asked_version(version, use->major, &use->version);
}

/* The words behind the package: go run PACKAGE@VERSION run ./... */
static size_t
word_after(const struct fact_command *c, struct str word)
{
	for (size_t i = 0; i < c->args.n; i++)
		if (c->args.items[i].state == KNOWN && str_eq(c->args.items[i].text, word))
			return i + 1;
	return c->args.n;
}

/* The first plain run in each job and makefile; `touched` has those that may change a configuration. */
static void
find_runs(struct extraction *x, struct map *runs, struct map *touched)
{
	fact_for(command, c, &x->project->facts[FACT_CLASS_command]) {
		struct golangci_use use = { 0 };
		if (c->unit.state != KNOWN)
			continue;
		if (mentions_config(c))
			map_set(x->arena, touched, c->unit.text, c);
		if (c->program.state == KNOWN && str_eq(c->program.text, STR("golangci-lint"))
			&& !map_get(runs, c->unit.text) && is_plain_run(c, 0, &use))
			map_set(x->arena, runs, c->unit.text, c);
	}
}

void
golangci_read_installs(struct extraction *x)
{
	struct map runs = { 0 }, touched = { 0 };
	bool looked = false;
	fact_for(go_command, go, &x->project->facts[FACT_CLASS_go_command]) {
		struct golangci_use use = { .place = go->place, .job = go->job };
		bool installs = go->verb.state == KNOWN && str_eq(go->verb.text, STR("install"));
		bool runs_it = go->verb.state == KNOWN && str_eq(go->verb.text, STR("run"));
		bool is_tool = go->verb.state == KNOWN && str_eq(go->verb.text, STR("tool"));
		if (go->in_image != NO || go->unit.state != KNOWN
			|| !(is_tool ? read_tool(x, go, &use)
				     : (installs || runs_it) && read_package(go, &use)))
			continue;
		if (!looked)
			find_runs(x, &runs, &touched);
		looked = true;
		const struct fact_command *c =
			installs ? map_get(&runs, go->unit.text) : go->command;
		if (c && !map_get(&touched, go->unit.text)
			&& is_plain_run(
				c, installs ? 0 : word_after(c, go->packages.items[0].text), &use))
			add_use(x, &use);
	}
}
