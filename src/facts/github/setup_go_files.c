/* SPDX-License-Identifier: Apache-2.0 */
/* The files that setup-go reads: the version file, and what its cache is keyed by. */
#include "facts/github/setup_go.h"

#include "base/path.h"
#include "facts/go_version.h"

#define VERSION_FILE_MAX ((size_t)64 * 1024)

static enum tri
exists(const struct job_reader *r, struct str path)
{
	return tri_of(vfs_kind(r->x->arena, r->x->fs, path) != IO_MISSING);
}

/* Are the files of the project, and no others, where the step looks for them? */
static bool
sees_project(const struct job_reader *r)
{
	return r->job->checks_out == YES && !r->checkout_elsewhere
		&& r->workflow->is_composite != YES;
}

/* Might an earlier step have made a file? */
static bool
files_may_be_made(const struct job_reader *r)
{
	return r->machine->is_open || r->machine->commands.n > 0;
}

/* --- go-version-file ------------------------------------------------------------------ */

/* All but go.mod and go.work is a version spec as a whole; .tool-versions is read since v6.1. */
static bool
is_read_by_name(const struct fact_setup_go *setup, struct str name)
{
	if (str_eq(name, STR("go.mod")) || str_eq(name, STR("go.work")))
		return true;
	if (!str_eq(name, STR(".tool-versions")))
		return false;
	return action_is_before(setup->action, 6, 1) != YES;
}

/* go1.26, a comment, a table of tools: none of them is a version spec. */
static bool
is_no_version(struct str text)
{
	text = str_trim(text);
	return str_starts(text, STR("go")) || str_find_char(text, '#', 0) != STR_NONE
		|| str_find_char(text, '\n', 0) != STR_NONE || text.n == 0;
}

static const char *
version_file_problem(const struct job_reader *r, const struct fact_setup_go *setup)
{
	struct str text, error, path;
	const struct fact_setting *version = settings_get(setup->action->with, STR("go-version"));
	if (version && version->value.state == UNKNOWN
		&& str_contains(version->written.text, STR("inputs.")))
		return NULL; /* it may be empty, which is as good as absent */
	if (version && !(version->value.state == KNOWN && version->value.text.n == 0))
		return "overridden";
	if (action_is_before(setup->action, 3, 1) == YES)
		return "unknown input";
	if (!sees_project(r) || files_may_be_made(r))
		return NULL;
	path = path_clean(r->x->arena, setup->version_file.text);
	if (path_has_glob(path) || path_is_absolute(path) || str_starts(path, STR("..")))
		return NULL;
	if (exists(r, path) == NO)
		return "missing";
	if (is_read_by_name(setup, path_base(path)))
		return NULL;
	if (!vfs_read(r->x->arena, r->x->fs, path, VERSION_FILE_MAX, &text, &error))
		return NULL;
	return is_no_version(text) ? "not a version" : NULL;
}

/* X.Y.0, of a release that certainly had others after it: the newest one may not have. */
static bool
is_outdated_dot_zero(const struct job_reader *r, struct fact_string version)
{
	const struct knowledge_table *releases =
		knowledge_table_named(r->x->knowledge, STR("go-releases"));
	if (version.state != KNOWN || !releases || !str_ends(version.text, STR(".0")))
		return false;
	struct str minor = str_slice(version.text, 0, version.text.n - 2);
	const struct knowledge_record *record = knowledge_find(releases, STR("version"), minor);
	return record && record != releases->records;
}

/* The directives of a go.mod or go.work that say which Go it wants. */
struct version_lines {
	struct fact_string go, toolchain;
};

/* Of the version file, where that certainly is such a file of the project. */
static bool
read_version_lines(
	const struct job_reader *r, const struct fact_setup_go *setup, struct version_lines *lines)
{
	if (!sees_project(r) || setup->version_file.state != KNOWN
		|| setup->version_file_problem.state != ABSENT)
		return false;
	struct str path = path_clean(r->x->arena, setup->version_file.text);
	fact_for(module, module, &r->x->project->facts[FACT_CLASS_module]) {
		if (!str_eq(module->file.text, path))
			continue;
		*lines = (struct version_lines){ module->go_version, module->toolchain };
		return true;
	}
	fact_for(workspace, workspace, &r->x->project->facts[FACT_CLASS_workspace]) {
		if (!str_eq(workspace->file.text, path) || workspace->go_place.source == NULL)
			continue;
		*lines = (struct version_lines){ workspace->go_version, workspace->toolchain };
		return true;
	}
	return false;
}

static struct str
without_go(struct str name)
{
	struct str prefix = STR("go");
	return str_starts(name, prefix) ? str_slice(name, prefix.n, name.n) : name;
}

/* Does a toolchain line ask for a version of its own? */
static enum tri
names_toolchain(const struct version_lines *lines)
{
	if (lines->toolchain.state == UNKNOWN)
		return UNSURE;
	return tri_of(
		lines->toolchain.state == KNOWN && !str_eq(lines->toolchain.text, STR("default")));
}

/* The toolchain line counts since v6, and not where GOTOOLCHAIN is local before it. */
static struct fact_string
version_of_lines(const struct job_reader *r, const struct fact_setup_go *setup,
	const struct version_lines *lines)
{
	struct str name = STR("GOTOOLCHAIN");
	const struct fact_setting *set = settings_get(r->step->env, name);
	enum tri is_old = action_is_before(setup->action, 6, 0), is_set;
	if (names_toolchain(lines) == NO || is_old == YES)
		return lines->go;
	is_set = settings_has(r->step->env, name);
	if (lines->toolchain.state != KNOWN || is_old == UNSURE || is_set == UNSURE
		|| (is_set == YES && (!set || set->value.state != KNOWN)))
		return fact_unknown_string();
	if (is_set == YES && str_eq(set->value.text, STR("local")))
		return lines->go;
	return fact_known(without_go(lines->toolchain.text));
}

/* Before v6 go itself goes on to the toolchain line's version, if nothing forbids that. */
static bool
go_may_switch(const struct job_reader *r, const struct version_lines *lines)
{
	struct fact_string set = setting_value(r->step->env, STR("GOTOOLCHAIN"));
	bool is_local = set.state == KNOWN && str_eq(set.text, STR("local"));
	return names_toolchain(lines) != NO && !is_local;
}

static enum tri
installs_dot_zero(const struct job_reader *r, const struct fact_setup_go *setup)
{
	struct version_lines lines;
	if (!read_version_lines(r, setup, &lines))
		return NO;
	struct fact_string version = version_of_lines(r, setup, &lines);
	if (version.state == UNKNOWN)
		return UNSURE;
	bool is_old = action_is_before(setup->action, 6, 0) != NO;
	bool outdated = is_outdated_dot_zero(r, version);
	return outdated && is_old && go_may_switch(r, &lines) ? NO : tri_of(outdated);
}

/* What a file that is a version spec as a whole says, such as .go-version. */
static struct fact_string
version_of_file(const struct job_reader *r, const struct fact_setup_go *setup)
{
	struct str text, error, path;
	if (!sees_project(r) || setup->version_file.state != KNOWN
		|| setup->version_file_problem.state != ABSENT)
		return fact_unknown_string();
	path = path_clean(r->x->arena, setup->version_file.text);
	if (path_has_glob(path) || path_is_absolute(path) || str_starts(path, STR(".."))
		|| is_read_by_name(setup, path_base(path)) || exists(r, path) == NO
		|| !vfs_read(r->x->arena, r->x->fs, path, VERSION_FILE_MAX, &text, &error))
		return fact_unknown_string();
	return fact_known(str_trim(text));
}

struct fact_string
setup_go_installed(const struct job_reader *r, const struct fact_setup_go *setup)
{
	struct str any_patch = STR(".9999");
	struct fact_string version = { .state = ABSENT };
	const struct fact_setting *input = settings_get(setup->action->with, STR("go-version"));
	struct version_lines lines;
	if (input && input->value.state == UNKNOWN)
		return fact_unknown_string(); /* it rules over the file, unless it is empty */
	if (input && input->value.text.n)
		version = input->value;
	else if (!files_may_be_made(r))
		version = read_version_lines(r, setup, &lines) ? version_of_lines(r, setup, &lines)
							       : version_of_file(r, setup);
	if (version.state == KNOWN)
		version = go_version_highest(r->x->arena, version.text);
	if (version.state != KNOWN)
		return fact_unknown_string();
	if (str_ends(version.text, any_patch))
		version.text = str_slice(version.text, 0, version.text.n - any_patch.n);
	return version;
}

/* --- cache ---------------------------------------------------------------------------- */

/* v3.2 brought the cache, v4 turned it on. */
static enum tri
caches(const struct fact_setup_go *setup)
{
	const struct fact_setting *input = settings_get(setup->action->with, STR("cache"));
	if (setup->action->major.state != KNOWN)
		return UNSURE;
	if (action_is_before(setup->action, 3, 2) == YES)
		return NO;
	if (!input)
		return tri_of(setup->action->major.value >= 4);
	if (input->value.state != KNOWN)
		return UNSURE;
	return tri_of(str_eq(input->value.text, STR("true")));
}

/* Does one of the project's modules have a file of that name beside its go.mod? */
static bool
any_module_has(const struct job_reader *r, struct str name)
{
	fact_for(module, module, &r->x->project->facts[FACT_CLASS_module])
		if (exists(r, path_join(r->x->arena, module->dir.text, name)) == YES)
			return true;
	return false;
}

static enum tri
is_path_missing(const struct job_reader *r, struct str path)
{
	if (str_eq(path, STR("**/go.sum")) || str_eq(path, STR("**/go.mod")))
		return tri_of(!any_module_has(r, path_base(path)));
	path = path_clean(r->x->arena, path);
	if (path_has_glob(path) || path_is_absolute(path) || str_starts(path, STR("..")))
		return UNSURE;
	return tri_not(exists(r, path));
}

static enum tri
is_cache_file_missing(const struct job_reader *r, const struct fact_setup_go *setup)
{
	const struct fact_setting *input =
		settings_get(setup->action->with, STR("cache-dependency-path"));
	if (!sees_project(r) || files_may_be_made(r))
		return UNSURE;
	if (!input) { /* v6.3 took go.mod for the key, where all before it take go.sum */
		enum tri is_old = action_is_before(setup->action, 6, 3);
		return tri_and(is_old == YES ? YES : tri_not(exists(r, STR("go.mod"))),
			is_old == NO ? YES : tri_not(exists(r, STR("go.sum"))));
	}
	if (input->value.state != KNOWN)
		return UNSURE;
	enum tri missing = YES;
	struct str rest = input->value.text, line;
	while (str_next_field(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n && line.s[0] != '!')
			missing = tri_and(missing, is_path_missing(r, line));
	}
	return missing;
}

/* --- the action's own runtime --------------------------------------------------------- */

static void
read_release(const struct job_reader *r, struct fact_setup_go *setup)
{
	struct str table_name = STR("setup-go-releases");
	const struct knowledge_table *table = knowledge_table_named(r->x->knowledge, table_name);
	struct fact_string version = setup->action->version;
	const struct knowledge_record *record =
		version.state == KNOWN ? knowledge_find(table, STR("release"), version.text) : NULL;
	if (!record)
		record = knowledge_of_major(r->x->knowledge, table_name, setup->action->major);
	setup->node_version = knowledge_int(record, "node");
	setup->node_is_gone = record ? knowledge_tri(record, "node_is_gone") : UNSURE;
	setup->node_removal = knowledge_string(record, "node_removal");
	setup->newest_major = knowledge_int(
		table && table->nrecords ? &table->records[table->nrecords - 1] : NULL, "major");
}

void
setup_go_read_files(const struct job_reader *r, struct fact_setup_go *setup)
{
	if (setup->version_file.state == KNOWN) {
		const char *problem = version_file_problem(r, setup);
		if (problem)
			setup->version_file_problem = fact_known(str_from(problem));
		setup->installs_dot_zero = installs_dot_zero(r, setup);
	} else if (setup->version_file.state == UNKNOWN) {
		setup->installs_dot_zero = UNSURE;
	}
	setup->caches = caches(setup);
	setup->cache_file_missing = tri_and(setup->caches, is_cache_file_missing(r, setup));
	read_release(r, setup);
}
