/* SPDX-License-Identifier: Apache-2.0 */
/* From parsed files to the facts of a project, and what only shows when all are there. */
#include "facts/extract.h"
#include "facts/go_version.h"

#include "base/path.h"
#include "syntax/dockerfile/dockerfile.h"
#include "syntax/gomod/gomod.h"
#include "syntax/makefile/makefile.h"
#include "syntax/tree/tree.h"

/* Renovate takes comments in .json files, and JSON5 where it says so. */
static enum json_dialect
json_dialect_of(const struct project_file *file)
{
	struct str ext = path_ext(file->path);
	if (str_eq(ext, STR(".json5")))
		return JSON_JSON5;
	return file->kind == FILE_RENOVATE ? JSON_JSONC : JSON_STRICT;
}

void
project_file_parse(struct arena *a, struct project_file *file, struct str text)
{
	const struct source *source = file->source = source_new(a, file->path, text);
	switch (file->kind) {
	case FILE_DOCKERFILE: file->dockerfile = dockerfile_parse(a, source); break;
	case FILE_MAKEFILE: file->makefile = makefile_parse(a, source); break;
	case FILE_GOMOD: file->gomod = gomod_parse(a, source, false); break;
	case FILE_GOWORK: file->gomod = gomod_parse(a, source, true); break;
	case FILE_RENOVATE:
	case FILE_DAEMON_CONFIG: file->tree = json_parse(a, source, json_dialect_of(file)); break;
	case FILE_BAKE:
		file->tree = str_eq(path_ext(file->path), STR(".hcl"))
			? hcl_parse(a, source)
			: json_parse(a, source, JSON_STRICT);
		break;
	case FILE_WORKFLOW:
	case FILE_ACTION:
	case FILE_COMPOSE:
	case FILE_KUBERNETES:
	case FILE_DEPENDABOT: file->tree = yaml_parse(a, source); break;
	case FILE_NONE:
	case FILE_MAYBE_YAML: break;
	}
}

static void
add_faults(struct extraction *x, const struct project_file *file, const struct faults *faults)
{
	vec_for(struct fault, fault, faults) {
		struct fact_syntax_fault *fact = FACT_ADD(x, syntax_fault);
		fact->place = place_of(file->source, fault->span);
		fact->message = fact_known(fault->message);
	}
}

/*
 * Where an instruction should begin there stands what something else fills in, as in a text for
 * envsubst or Go's templates: builders never see the file as it is.
 */
static bool
is_template(const struct project_file *file)
{
	static const char *const signs[] = { "${", "{{", "<%", "@@" };
	vec_for(struct fault, fault, &file->dockerfile->faults) {
		struct str text = source_slice(file->source, fault->span);
		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
			if (str_starts(text, str_from(signs[i])))
				return true;
	}
	return false;
}

static void
collect_faults(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		if (file->dockerfile && !is_template(file))
			add_faults(x, file, &file->dockerfile->faults);
		if (file->makefile)
			add_faults(x, file, &file->makefile->faults);
		if (file->gomod)
			add_faults(x, file, &file->gomod->faults);
		if (file->tree)
			add_faults(x, file, &file->tree->faults);
	}
}

/* Is a part missing of a file of one of these kinds? */
static bool
is_any_cut(const struct project *project, enum file_kind one, enum file_kind other)
{
	vec_for(const struct project_file, file, &project->files)
		if ((file->kind == one || file->kind == other) && file->tree && file->tree->is_cut)
			return true;
	return false;
}

/* They are there before anything is read, so that who builds them can be noted. */
static void
declare_dockerfiles(struct extraction *x)
{
	bool open = is_any_cut(x->project, FILE_WORKFLOW, FILE_ACTION)
		|| is_any_cut(x->project, FILE_COMPOSE, FILE_COMPOSE);
	vec_for(struct project_file, file, &x->project->files) {
		if (!file->dockerfile)
			continue;
		struct fact_dockerfile *fact = FACT_ADD(x, dockerfile);
		fact->parsed = file;
		fact->file = fact_known(file->path);
		fact->dir = fact_known(path_dir(file->path));
		fact->builds.open = open;
		struct span first = { 0, 0 };
		if (file->dockerfile->instructions.n)
			first = file->dockerfile->instructions.items[0].span;
		fact->place = place_of(file->source, first);
	}
}

#define DOCKERFILES_MAX 32 /* of one module, whose contexts are looked at */

/* The Dockerfile whose build context does not hold what a replace directive names. */
static void
link_replaces(struct extraction *x)
{
	fact_for(dockerfile, file, &x->project->facts[FACT_CLASS_dockerfile]) {
		bool is_certain = file->module && file->context.state == KNOWN;
		if (is_certain && file->module->dockerfiles.n < DOCKERFILES_MAX)
			fact_list_add(x->arena, &file->module->dockerfiles, file);
	}
	fact_for(module_replace, replace, &x->project->facts[FACT_CLASS_module_replace]) {
		if (replace->is_local != YES)
			continue;
		fact_for(dockerfile, file, &replace->module->dockerfiles) {
			bool inside = replace->target_dir.state == KNOWN
				&& path_is_within(replace->target_dir.text, file->context.text);
			if (!inside && !replace->dockerfile)
				replace->dockerfile = file;
		}
	}
}

static enum tri
checks_tidiness(const struct project *project)
{
	enum tri checked = is_any_cut(project, FILE_WORKFLOW, FILE_ACTION) ? UNSURE : NO;
	fact_for(job, job, &project->facts[FACT_CLASS_job])
		checked = tri_or(checked, job->tidy_checked);
	return checked;
}

static void
add_known(struct arena *a, struct fact_strings *list, const struct strs *texts)
{
	vec_for(const struct str, text, texts)
		fact_strings_add(a, list, fact_known(*text));
}

static void
add_surroundings(struct extraction *x, struct fact_project *fact)
{
	const struct surroundings *s = &x->surroundings;
	fact->network = fact_known(s->network.n ? s->network : STR("public"));
	if (s->region.n)
		fact->region = fact_known(s->region);
	add_known(x->arena, &fact->private_modules, &s->private_modules);
	add_known(x->arena, &fact->proxies, &s->proxies);
}

static struct fact_project *
add_project_fact(struct extraction *x)
{
	struct project *p = x->project;
	enum tri checked = checks_tidiness(p);
	struct fact_project *fact = FACT_ADD(x, project);
	fact->modules = p->facts[FACT_CLASS_module];
	fact->dockerfiles = p->facts[FACT_CLASS_dockerfile];
	fact->makefiles = p->facts[FACT_CLASS_makefile];
	fact->workflows = p->facts[FACT_CLASS_workflow];
	fact->renovates = p->facts[FACT_CLASS_renovate];
	fact->dependabots = p->facts[FACT_CLASS_dependabot];
	fact->workflows.open = is_any_cut(p, FILE_WORKFLOW, FILE_ACTION);
	fact->renovates.open = is_any_cut(p, FILE_RENOVATE, FILE_RENOVATE);
	fact->dependabots.open = is_any_cut(p, FILE_DEPENDABOT, FILE_DEPENDABOT);
	fact->checks_tidiness = checked;
	return fact;
}

struct project *
project_extract(struct arena *a, const struct vfs *fs, const struct project_files *files,
	const struct knowledge *knowledge, const struct surroundings *surroundings)
{
	struct project *project = ARENA_NEW(a, struct project);
	project->fs = fs;
	project->files = *files;
	project->facts = ARENA_ARRAY(a, struct fact_list, fact_class_count);
	struct extraction x = { .arena = a, .fs = fs, .knowledge = knowledge, .project = project };
	if (surroundings)
		x.surroundings = *surroundings;
	collect_faults(&x);
	extract_modules(&x);
	declare_dockerfiles(&x);
	extract_compose(&x);
	extract_makefiles(&x);
	extract_workflows(&x);
	extract_bake_files(&x);
	extract_dockerfiles(&x);
	extract_renovate(&x);
	extract_dependabot(&x);
	extract_kubernetes(&x);
	extract_daemon_configs(&x);
	downloads_finish(&x);
	go_pins_finish(&x);
	docker_programs_finish(&x);
	link_replaces(&x);
	facts_doubt_again(&x);
	add_surroundings(&x, add_project_fact(&x));
	return project;
}
