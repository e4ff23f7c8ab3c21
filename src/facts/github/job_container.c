/* SPDX-License-Identifier: Apache-2.0 */
/*
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainer
 */
#include "facts/github/job_container.h"

/* The env of the workflow lies over what the container starts with. */
static const struct settings *
with_workflow_env(const struct job_reader *r, const struct settings *env)
{
	struct arena *a = r->x->arena;
	const struct tree_node *mapping = tree_get(r->workflow_node, STR("env"));
	if (settings_is_open(r->env))
		env = settings_open(a, env);
	for (size_t i = 0; tree_is(mapping, TREE_MAPPING) && i < mapping->pairs.n; i++) {
		struct str name;
		const struct fact_setting *s = NULL;
		if (tree_scalar(mapping->pairs.items[i].key, &name))
			s = settings_get(r->env, name);
		if (s)
			env = settings_put(a, env, s);
	}
	return env;
}

/* The options may set variables of their own, or name a file with some. */
static bool
options_may_set(struct fact_string options)
{
	return options.state == UNKNOWN
		|| (options.state == KNOWN
			&& (str_contains(options.text, STR("-e"))
				|| str_contains(options.text, STR("$"))));
}

static void
read_environment(struct job_reader *r, const struct tree_node *container)
{
	const struct knowledge_record *known = image_knowledge(r->x, r->job->container);
	const struct settings *env = NULL;
	bool is_closed = known && r->job->is_github_hosted == YES
		&& !options_may_set(r->job->container_options);
	if (!is_closed) {
		r->env = settings_open(r->x->arena, r->env);
		return;
	}
	env = image_env(r->x, r->job->container, known, env);
	if (tree_is(container, TREE_MAPPING))
		github_add_settings(r, NULL, tree_get(container, STR("env")), "job", &env);
	r->env = with_workflow_env(r, env);
}

void
job_container_read(struct job_reader *r)
{
	const struct tree_node *node = tree_get(r->job_node, STR("container"));
	if (!node)
		return;
	const struct tree_node *image =
		tree_is(node, TREE_MAPPING) ? tree_get(node, STR("image")) : node;
	struct fact_string text = image ? github_text(r, NULL, image) : fact_unknown_string();
	r->job->container =
		image_ref_new(r->x, text, place_of(r->source, (image ? image : node)->span));
	r->job->container->job = r->job;
	const struct tree_node *options =
		tree_is(node, TREE_MAPPING) ? tree_get(node, STR("options")) : NULL;
	if (options)
		r->job->container_options = github_text(r, NULL, options);
	read_environment(r, node);
}

static void
set_up_container(struct extraction *x, struct machine *m, const struct fact_image_ref *image,
	const struct knowledge_record *known)
{
	machine_start_from_image(x, m, known, image->text.text);
	m->go_is_packaged = knowledge_tri(known, "packaged_go") == YES;
	struct str version = image->tag.state == KNOWN ? go_tag_version(image->tag.text) : STR("");
	if (str_eq(knowledge_get(known, STR("go")), STR("tag")) && version.n)
		m->go_version = fact_known(version);
}

void
job_machine_set_up(struct job_reader *r)
{
	struct machine *m = r->machine;
	const struct fact_image_ref *container = r->job->container;
	bool hosted = r->job->is_github_hosted == YES && !container;
	const struct knowledge_record *known = container ? image_knowledge(r->x, container) : NULL;
	m->runner = runner_knowledge(r);
	if (hosted)
		machine_start_from_runner(r->x, m, r->job->runs_on.text);
	m->has_known_hosts = m->has_ssh_credential = hosted ? NO : UNSURE;
	m->modules_at_hand = hosted ? NO : UNSURE;
	m->go_version = fact_unknown_string();
	if (known)
		set_up_container(r->x, m, container, known);
	if (hosted)
		return;
	/* The home of a container is kept on the runner's disk, which is new each time. */
	if (!known || r->job->is_github_hosted != YES)
		m->go_env_file = settings_open(r->x->arena, NULL);
	if (!container)
		r->env = settings_open(r->x->arena, r->env);
}
