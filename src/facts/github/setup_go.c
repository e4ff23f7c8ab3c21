/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/github/setup_go.h"

#include "base/path.h"
#include "facts/go_version.h"

/* YAML reads an unquoted 1.20 as the number 1.2. */
static bool
loses_zero(const struct tree_node *node)
{
	return node->kind == TREE_FLOAT && node->style == TREE_PLAIN
		&& str_ends(node->text, STR("0"));
}

static void
read_versions(
	const struct job_reader *r, struct fact_setup_go *setup, const struct github_values *values)
{
	for (size_t i = 0; i < values->n; i++) {
		const struct tree_node *value = values->items[i];
		if (loses_zero(value)) {
			setup->is_float = YES;
			setup->float_text = fact_known(value->text);
			setup->version_place = place_of(values->source, value->span);
		}
		if (values->n == 1 && !loses_zero(value))
			setup->highest_version = go_version_highest(r->x->arena, value->text);
	}
}

/* Programs that work on the module of the directory they run in. */
static bool
works_on_module(const struct fact_command *c)
{
	static const char *const programs[] = { "go", "make", "goreleaser", "golangci-lint" };
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (c->program.state == KNOWN && str_eq(c->program.text, str_from(programs[i])))
			return true;
	return false;
}

/* The one module that the job's commands work on; without any, the project's only one. */
static struct fact_module *
module_of_job(const struct job_reader *r)
{
	const struct fact_list *modules = &r->x->project->facts[FACT_CLASS_module];
	struct fact_module *found = NULL;
	bool worked = false;
	fact_for(command, c, &r->job->commands) {
		if (!works_on_module(c))
			continue;
		struct fact_module *module = c->workdir.state == KNOWN
			? module_of_dir(r->x->project, c->workdir.text)
			: NULL;
		if (!module || (worked && module != found))
			return NULL;
		found = module;
		worked = true;
	}
	if (!worked && modules->n == 1 && !r->checkout_elsewhere)
		return modules->items[0];
	return found;
}

/* A composite action may run after a checkout of the workflow that uses it. */
static void
note_checkout_order(struct job_reader *r)
{
	bool is_composite = r->workflow->is_composite == YES;
	for (size_t i = 0; i < r->nsetups_before_checkout; i++) {
		const struct job_setup *setup = &r->setups.items[i];
		setup->fact->is_before_checkout =
			is_composite || setup->in_parallel ? UNSURE : r->job->checks_out;
	}
}

/*
 * A single version that is not a range. Several are a matrix, which tests old ones on purpose;
 * where all of them have lost support, the newest one speaks for them.
 */
static void
add_pin(const struct job_reader *r, const struct job_setup *setup)
{
	const struct github_values *values = &setup->versions;
	const struct tree_node *value = NULL;
	for (size_t i = 0; i < values->n; i++) {
		struct str version = tag_version(values->items[i]->text);
		if (loses_zero(values->items[i])
			|| (values->n > 1 && !go_release_has_ended(r->x, version)))
			return;
		if (!value || version_compare(tag_version(value->text), version) < 0)
			value = values->items[i];
	}
	if (values->open || !value)
		return;
	struct fact_go_pin *pin =
		go_pin_add(r->x, tag_version(value->text), place_of(values->source, value->span));
	if (pin)
		pin->setup_go = setup->fact;
}

void
setup_go_finish(struct job_reader *r)
{
	note_checkout_order(r);
	struct fact_module *module = r->setups.n ? module_of_job(r) : NULL;
	vec_for(struct job_setup, setup, &r->setups) {
		const struct github_values *values = &setup->versions;
		setup->fact->module = module;
		enum tri below = values->open ? UNSURE : tri_of(values->n > 0);
		for (size_t i = 0; i < values->n; i++)
			if (loses_zero(values->items[i]))
				below = NO;
			else
				below = tri_and(below,
					go_version_is_below(r->x->arena,
						fact_known(values->items[i]->text), module));
		setup->fact->is_below_module = below;
		add_pin(r, setup);
	}
}

static void
set_toolchain(struct job_reader *r, const struct fact_setup_go *setup, bool certain)
{
	/* Since v6 it exports GOTOOLCHAIN=local; a major that is not known may do so. */
	if (setup->toolchain_is_local == NO)
		return;
	enum tri is_local = certain ? setup->toolchain_is_local : UNSURE;
	struct fact_string value =
		is_local == YES ? fact_known(STR("local")) : fact_unknown_string();
	struct fact_setting *s =
		setting_new(r->x, STR("GOTOOLCHAIN"), value, "action", setup->place);
	s->present = is_local;
	s->origin = fact_known(STR("actions/setup-go"));
	r->env = settings_put(r->x->arena, r->env, s);
}

/* An empty input is none. */
static bool
has_input(const struct fact_action_use *use, const char *name)
{
	const struct fact_setting *input = settings_get(use->with, str_from(name));
	return input && (input->value.state != KNOWN || input->value.text.n > 0);
}

void
setup_go_read(struct job_reader *r, const struct tree_node *node, struct fact_action_use *use)
{
	struct fact_setup_go *setup = FACT_ADD(r->x, setup_go);
	setup->place = use->place;
	setup->action = use;
	setup->via = r->via;
	setup->job = r->job;
	r->nsetups_before_checkout += r->job->checks_out != YES;
	setup->toolchain_is_local =
		use->major.state == KNOWN ? tri_of(use->major.value >= 6) : UNSURE;
	setup->version_place = use->place;
	if (has_input(use, "go-version-file"))
		setup->version_file = settings_get(use->with, STR("go-version-file"))->value;
	struct github_values versions = { 0 };
	if (has_input(use, "go-version")) {
		/* All jobs of a matrix together: some test old versions on purpose. */
		struct github_combinations_set_aside one;
		const struct tree_node *version =
			tree_get(tree_get(node, STR("with")), STR("go-version"));
		matrix_set_aside(r, &one);
		versions = github_values_of(r, node, version);
		setup->version = github_text(r, node, version);
		matrix_take_up(r, &one);
		bool is_elsewhere = versions.n == 1 && versions.source != r->source;
		setup->version_place = is_elsewhere
			? place_of(versions.source, versions.items[0]->span)
			: place_of(r->source, version->span);
		read_versions(r, setup, &versions);
	}
	setup->has_version = tri_of(versions.source != NULL || setup->version_file.state != ABSENT);
	vec_push(r->x->arena, &r->setups, ((struct job_setup){ setup, versions }));
	if (!r->job->setup_go)
		r->job->setup_go = setup;
	fact_list_add(r->x->arena, &r->job->setups, setup);
	setup_go_read_files(r, setup);
	bool certain = r->step->is_conditional == NO;
	r->machine->go_version = certain ? setup_go_installed(r, setup) : fact_unknown_string();
	set_toolchain(r, setup, certain);
}
