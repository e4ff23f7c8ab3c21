/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/setup_go.h"

#include "base/path.h"

/*
 * The highest Go that a version spec can mean: itself for 1.22.3, its whole minor for 1.22,
 * 1.22.x and ~1.22; absent where it is open (^1.22, >=1.22, 1.x, stable).
 */
static struct fact_string
highest_of(struct arena *a, struct str spec)
{
	spec = str_trim(spec);
	if (spec.n && spec.s[0] == '~')
		spec = str_slice(spec, 1, spec.n);
	size_t parts = 0;
	struct str rest = spec, part, major = { 0 }, minor = { 0 };
	bool wild_patch = false;
	while (str_next_field(&rest, '.', &part)) {
		uint64_t number;
		bool is_wild = str_eq(part, STR("x")) || str_eq(part, STR("*"));
		if (parts > 2 || (!is_wild && !str_to_u64(part, &number)))
			return (struct fact_string){ .state = ABSENT };
		if (is_wild && parts < 2)
			return (struct fact_string){ .state = ABSENT };
		wild_patch |= is_wild;
		if (parts == 0)
			major = part;
		else if (parts == 1)
			minor = part;
		parts++;
	}
	if (parts < 2)
		return (struct fact_string){ .state = ABSENT };
	if (parts == 3 && !wild_patch && spec.s[0] != '~')
		return fact_known(spec);
	return fact_known(
		arena_printf(a, "%" PRIstr ".%" PRIstr ".9999", STR_ARG(major), STR_ARG(minor)));
}

/* YAML reads an unquoted 1.20 as the number 1.2. */
static bool
loses_zero(const struct tree_node *node)
{
	return node->kind == TREE_FLOAT && node->style == TREE_PLAIN
		&& str_ends(node->text, STR("0"));
}

static bool
is_older(struct str version, const struct fact_module *module)
{
	return module && module->go_version.state == KNOWN
		&& version_compare(version, module->go_version.text) < 0;
}

static void
read_versions(
	const struct job_reader *r, struct fact_setup_go *setup, const struct github_values *values)
{
	bool all_below = values->n > 0 && !values->open;
	for (size_t i = 0; i < values->n; i++) {
		const struct tree_node *value = values->items[i];
		struct fact_string highest = highest_of(r->x->arena, value->text);
		bool drops = loses_zero(value);
		if (drops) {
			setup->is_float = YES;
			setup->version_place = place_of(r->source, value->span);
		}
		bool below =
			!drops && highest.state == KNOWN && is_older(highest.text, setup->module);
		all_below &= below;
		if (values->n == 1)
			setup->highest_version = highest;
	}
	setup->is_below_module = values->open ? UNSURE : tri_of(all_below);
}

/* The working directory of most of the job's commands is not known yet: take the root's module, or the only one. */
static struct fact_module *
module_of_job(const struct job_reader *r)
{
	const struct fact_list *modules = &r->x->project->facts[FACT_CLASS_module];
	if (r->checkout_elsewhere)
		return NULL;
	if (r->default_dir.state == KNOWN)
		return module_of_dir(r->x->project, path_clean(r->x->arena, r->default_dir.text));
	if (modules->n == 1)
		return modules->items[0];
	return NULL;
}

static void
set_toolchain(struct job_reader *r, const struct fact_setup_go *setup)
{
	/* Since v6 it exports GOTOOLCHAIN=local; a major that is not known may do so. */
	if (setup->toolchain_is_local == NO)
		return;
	struct fact_string value =
		setup->toolchain_is_local == YES ? fact_known(STR("local")) : fact_unknown_string();
	struct fact_setting *s =
		setting_new(r->x, STR("GOTOOLCHAIN"), value, "action", setup->place);
	s->present = setup->toolchain_is_local;
	s->origin = fact_known(STR("actions/setup-go"));
	r->env = settings_put(r->x->arena, r->env, s);
}

void
setup_go_read(struct job_reader *r, const struct tree_node *node, struct fact_action_use *use)
{
	struct fact_setup_go *setup = FACT_ADD(r->x, setup_go);
	setup->place = use->place;
	setup->action = use;
	setup->job = r->job;
	setup->module = module_of_job(r);
	setup->is_before_checkout = tri_not(r->job->checks_out);
	setup->toolchain_is_local =
		use->major.state == KNOWN ? tri_of(use->major.value >= 6) : UNSURE;
	const struct tree_node *with = tree_get(node, STR("with"));
	const struct tree_node *version = tree_get(with, STR("go-version"));
	const struct fact_setting *file = settings_get(use->with, STR("go-version-file"));
	setup->has_version = tri_of(version || file);
	if (file)
		setup->version_file = file->value;
	setup->version_place = use->place;
	if (version) {
		setup->version_place = place_of(r->source, version->span);
		setup->version = github_text(r, node, version);
		struct github_values values = github_values_of(r, node, version);
		read_versions(r, setup, &values);
	}
	if (!r->job->setup_go)
		r->job->setup_go = setup;
	bool exact = setup->highest_version.state == KNOWN
		&& !str_ends(setup->highest_version.text, STR(".9999"));
	r->machine->go_version = exact ? setup->highest_version : fact_unknown_string();
	set_toolchain(r, setup);
}
