/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/github/job_settings.h"

#include "base/path.h"
#include "facts/config/tree_values.h"

/* --- on: ------------------------------------------------------------------------------ */

/* Of the events, a push of tags alone and a release check out a tag. */
static enum tri
is_for_tags(struct str event, const struct tree_node *filter)
{
	if (str_eq(event, STR("release")))
		return YES;
	if (str_eq(event, STR("workflow_call")))
		return UNSURE;
	return tri_of(str_eq(event, STR("push")) && tree_get(filter, STR("tags"))
		&& !tree_get(filter, STR("branches")) && !tree_get(filter, STR("branches-ignore")));
}

static void
add_trigger(struct arena *a, struct fact_workflow *workflow, const struct tree_node *event,
	const struct tree_node *filter)
{
	struct str text;
	if (!tree_scalar(event, &text))
		return;
	fact_strings_add(a, &workflow->triggers, fact_known(text));
	/* Whoever starts it by hand picks a branch or a tag. */
	if (!str_eq(text, STR("workflow_dispatch")))
		workflow->runs_for_tags_only =
			tri_and(workflow->runs_for_tags_only, is_for_tags(text, filter));
}

/* Started by hand alone it is for no tags. */
static bool
is_started_by_events(const struct fact_workflow *workflow)
{
	for (size_t i = 0; i < workflow->triggers.n; i++)
		if (!str_eq(workflow->triggers.items[i].text, STR("workflow_dispatch")))
			return true;
	return false;
}

void
triggers_read(struct arena *a, struct fact_workflow *workflow, const struct tree_node *on)
{
	workflow->runs_for_tags_only = YES;
	if (tree_is(on, TREE_MAPPING)) {
		vec_for(struct tree_pair, pair, &on->pairs)
			add_trigger(a, workflow, pair->key, pair->value);
	} else if (tree_is(on, TREE_SEQUENCE)) {
		for (size_t i = 0; i < on->items.n; i++)
			add_trigger(a, workflow, on->items.items[i], NULL);
	} else if (on) {
		add_trigger(a, workflow, on, NULL);
	}
	if (!is_started_by_events(workflow))
		workflow->runs_for_tags_only = NO;
}

/* --- permissions: --------------------------------------------------------------------- */

static enum tri
may_write(const struct tree_node *permissions, const char *name)
{
	struct str text;
	if (!permissions)
		return UNSURE;
	if (tree_scalar(permissions, &text))
		return str_eq(text, STR("write-all")) ? YES
			: github_has_expression(text) ? UNSURE
						      : NO;
	if (!tree_is(permissions, TREE_MAPPING))
		return UNSURE;
	const struct tree_node *value = tree_get(permissions, str_from(name));
	if (!value)
		return NO;
	if (!tree_scalar(value, &text))
		return UNSURE;
	return github_has_expression(text) ? UNSURE : tri_of(str_eq(text, STR("write")));
}

/* Open where they are not written out one by one. */
static const struct settings *
permissions_of(const struct job_reader *r, const struct tree_node *permissions, const char *scope)
{
	const struct settings *all = NULL;
	if (!permissions || !tree_is(permissions, TREE_MAPPING))
		return settings_open(r->x->arena, NULL);
	vec_for(struct tree_pair, pair, &permissions->pairs) {
		struct str name, text;
		struct fact_string value = fact_unknown_string();
		if (!tree_scalar(pair->key, &name))
			continue;
		if (tree_scalar(pair->value, &text) && !github_has_expression(text))
			value = fact_known(text);
		all = settings_put(r->x->arena, all,
			setting_new(
				r->x, name, value, scope, place_of(r->source, pair->value->span)));
	}
	return all;
}

static void
read_permissions(struct job_reader *r)
{
	const struct tree_pair *pair = tree_pair_of(r->job_node, STR("permissions"));
	const char *scope = pair ? "job" : "workflow";
	if (!pair)
		pair = tree_pair_of(r->workflow_node, STR("permissions"));
	const struct tree_node *permissions = pair ? pair->value : NULL;
	if (!pair && r->call) {
		const struct fact_job *caller = r->call->caller->job;
		r->job->may_write_contents = caller->may_write_contents;
		r->job->may_write_security_events = caller->may_write_security_events;
		r->job->permissions_place = caller->permissions_place;
		r->job->permissions = settings_open(r->x->arena, NULL);
		return;
	}
	r->job->permissions = permissions_of(r, permissions, scope);
	r->job->may_write_contents = may_write(permissions, "contents");
	r->job->may_write_security_events = may_write(permissions, "security-events");
	if (pair)
		r->job->permissions_place = place_of(r->source, pair->key->span);
}

/* --- continue-on-error: --------------------------------------------------------------- */

enum tri
github_failure_ignored(const struct tree_node *owner)
{
	struct fact_string ignores = github_plain_text(tree_get(owner, STR("continue-on-error")));
	return ignores.state == UNKNOWN
		? UNSURE
		: tri_of(ignores.state == KNOWN && str_eq(ignores.text, STR("true")));
}

/* --- timeout-minutes: ----------------------------------------------------------------- */

static void
read_timeout(struct job_reader *r)
{
	static const struct str key = STR_INIT("timeout-minutes");
	const struct tree_node *steps = tree_get(r->job_node, STR("steps"));
	bool has_timeout = tree_get(r->job_node, key);
	for (size_t i = 0; tree_is(steps, TREE_SEQUENCE) && i < steps->items.n; i++)
		has_timeout |= tree_get(steps->items.items[i], key)
			|| tree_get(steps->items.items[i], STR("parallel")); /* perhaps those */
	r->job->has_timeout = tri_of(has_timeout);
}

/* --- strategy.matrix: ----------------------------------------------------------------- */

static bool
refers_to_axis(struct str text, struct str name)
{
	static const struct str prefix = STR_INIT("matrix.");
	for (size_t at = str_find(text, prefix, 0); at != STR_NONE;
		at = str_find(text, prefix, at + prefix.n)) {
		size_t end = at + prefix.n + name.n;
		bool whole = end >= text.n || (!char_is_name(text.s[end]) && text.s[end] != '-');
		if (whole && str_eq(str_slice(text, at + prefix.n, end), name))
			return true;
	}
	return false;
}

/* matrix['go'], toJSON(matrix), and aliases, whose text stands elsewhere. */
static bool
may_refer_otherwise(struct str text)
{
	return str_contains(text, STR("matrix[")) || str_contains(text, STR("(matrix"))
		|| str_contains(text, STR("matrix }}")) || str_contains(text, STR("matrix}}"))
		|| str_contains(text, STR(": *")) || str_contains(text, STR("- *"));
}

static enum tri
is_axis_used(const struct job_reader *r, struct str name)
{
	struct span whole = r->job_node->span;
	struct str text = source_slice(r->source, whole);
	const struct tree_node *title = tree_get(r->job_node, STR("name"));
	struct str rest = text, before = { 0 };
	if (title && title->span.off >= whole.off && span_end(title->span) <= span_end(whole)) {
		before = str_slice(text, 0, title->span.off - whole.off);
		rest = str_slice(text, title->span.off + title->span.len - whole.off, text.n);
	}
	if (refers_to_axis(before, name) || refers_to_axis(rest, name))
		return YES;
	return may_refer_otherwise(text) ? UNSURE : NO;
}

static void
read_matrix(struct job_reader *r)
{
	const struct tree_node *matrix = tree_path(r->job_node, STR("strategy.matrix"));
	struct str name;
	if (!tree_is(matrix, TREE_MAPPING) || r->job_node->from_alias)
		return;
	vec_for(struct tree_pair, pair, &matrix->pairs) {
		if (!tree_scalar(pair->key, &name) || !tree_is(pair->value, TREE_SEQUENCE)
			|| str_eq(name, STR("include")) || str_eq(name, STR("exclude")))
			continue;
		struct fact_matrix_axis *axis = FACT_ADD(r->x, matrix_axis);
		axis->place = place_of(r->source, pair->key->span);
		axis->name = fact_known(name);
		axis->job = r->job;
		for (size_t i = 0; i < pair->value->items.n; i++) {
			struct str text;
			bool plain = tree_scalar(pair->value->items.items[i], &text)
				&& !github_has_expression(text);
			fact_strings_add(r->x->arena, &axis->values,
				plain ? fact_known(text) : fact_unknown_string());
		}
		axis->is_used = is_axis_used(r, name);
	}
}

/* --- uses: ---------------------------------------------------------------------------- */

void
job_settings_read(struct job_reader *r)
{
	struct str called;
	read_permissions(r);
	bool may_be_called = r->call && r->call->caller->job->is_conditional == YES;
	r->job->is_conditional = tri_of(may_be_called || tree_get(r->job_node, STR("if")));
	read_timeout(r);
	r->job->failure_ignored = github_failure_ignored(r->job_node);
	r->job->needs = tree_value_list(r->x->arena, tree_get(r->job_node, STR("needs")));
	if (!r->job->listed)
		read_matrix(r);
	if (tree_scalar(tree_get(r->job_node, STR("uses")), &called))
		r->job->called_file = path_clean(r->x->arena, called);
}
