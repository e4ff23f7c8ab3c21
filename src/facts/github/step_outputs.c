/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outputs of steps, and who refers to them.
 * https://docs.github.com/actions/reference/workflows-and-actions/contexts#steps-context
 */
#include "facts/github/github.h"
#include "facts/programs/reader.h"

#define USES_MAX 200 /* of outputs, in a text of a step */

static bool
is_id_char(char c)
{
	return char_is_name(c) || c == '-';
}

/* Cuts ID and NAME out of steps.ID.outputs.NAME, with which a text begins; its length, or 0. */
static size_t
cut_reference(struct str text, struct str *id, struct str *name)
{
	static const struct str start = STR_INIT("steps."), middle = STR_INIT(".outputs.");
	size_t from = start.n, end = from;
	if (!str_starts(text, start))
		return 0;
	while (end < text.n && is_id_char(text.s[end]))
		end++;
	*id = str_slice(text, from, end);
	if (id->n == 0 || !str_starts(str_slice(text, end, text.n), middle))
		return 0;
	for (from = end += middle.n; end < text.n && is_id_char(text.s[end]);)
		end++;
	*name = str_slice(text, from, end);
	return name->n ? end : 0;
}

/* --- what steps set --- */

/* Programs that write to no file of GitHub's but where they are told to. */
static bool
only_writes_what_is_seen(const struct fact_step *step)
{
	fact_for(command, c, &step->commands)
		if (!RUNS_ONE_OF(c, "echo", "printf", "cat", "date", "test", "[", "true", "git",
			    "mkdir", "ls", "cp", "mv", "rm", "sed", "grep", "cut", "tr", "head",
			    "tail", "sort", "uniq", "basename", "dirname", "curl", "jq"))
			return false;
	return true;
}

/*
 * Is the file named only where something is written to it: >> "$GITHUB_OUTPUT"? Under another name,
 * or as another descriptor, it may get more than is seen.
 */
static bool
is_only_written_to(struct str script)
{
	static const struct str name = STR_INIT("GITHUB_OUTPUT");
	for (size_t at = str_find(script, name, 0); at != STR_NONE;
		at = str_find(script, name, at + 1)) {
		size_t i = at;
		i -= i > 0 && script.s[i - 1] == '{';
		if (i == 0 || script.s[--i] != '$')
			return false;
		i -= i > 0 && script.s[i - 1] == '"';
		while (i > 0 && char_is_blank(script.s[i - 1]))
			i--;
		if (i == 0 || script.s[i - 1] != '>')
			return false;
		while (i > 0 && script.s[i - 1] == '>')
			i--;
		if (i > 0 && char_is_digit(script.s[i - 1]))
			return false;
	}
	return !str_contains(script, STR("exec")) && !str_contains(script, STR("github.output"));
}

void
step_outputs_read(struct job_reader *r, struct fact_step *step, const struct tree_node *node)
{
	struct arena *a = r->x->arena;
	struct str id, script = { 0 };
	tree_scalar(tree_get(node, STR("run")), &script);
	bool names_file = str_contains(script, STR("GITHUB_OUTPUT"));
	bool is_seen = script.n && !r->in_doubt && step->shell.state == KNOWN
		&& only_writes_what_is_seen(step) && tree_is_whole(node)
		&& !str_contains(script, STR("set-output")) && (!names_file || step->outputs)
		&& is_only_written_to(script);
	if (!is_seen || step->failure_ignored != NO)
		step->outputs = settings_open(a, step->outputs);
	if (!tree_scalar(tree_get(node, STR("id")), &id))
		return;
	step->id = fact_known(id);
	map_set(a, r->step_ids, str_lower(a, id), step);
}

/* --- references --- */

static const struct fact_step *
step_of(const struct job_reader *r, struct str id)
{
	return map_get(r->step_ids, str_lower(r->x->arena, id));
}

struct github_values
step_output_values(const struct job_reader *r, struct str reference)
{
	struct github_values values = { .source = r->source, .open = true };
	struct str id, name;
	const struct fact_step *step =
		cut_reference(reference, &id, &name) == reference.n ? step_of(r, id) : NULL;
	const struct fact_setting *s = step ? settings_get(step->outputs, name) : NULL;
	bool is_certain = s && s->present == YES && s->value.state == KNOWN && s->place.source
		&& step->is_conditional == NO && step->failure_ignored == NO && !r->in_doubt;
	if (!is_certain)
		return values;
	struct tree_node *node = ARENA_NEW(r->x->arena, struct tree_node);
	node->kind = TREE_STRING;
	node->text = s->value.text;
	node->span = s->place.span;
	values.source = s->place.source;
	values.open = false;
	vec_push(r->x->arena, &values, node);
	return values;
}

static void
add_use(const struct job_reader *r, struct fact_step *step, struct span span, struct str id,
	struct str name)
{
	struct fact_output_use *use = FACT_ADD(r->x, output_use);
	const struct fact_step *of = step_of(r, id);
	use->place = place_of(r->source, span);
	use->id = fact_known(id);
	use->name = fact_known(name);
	use->of_step = (struct fact_step *)(uintptr_t)of;
	use->is_missing = of ? tri_not(settings_has(of->outputs, name)) : YES;
	use->step = step;
	use->job = r->job;
}

/* Is `at` in an expression? *from is where to look on from, *is_inside whether that lies in one. */
static bool
is_in_expression(struct str text, size_t at, size_t *from, bool *is_inside)
{
	for (; *from < at; ++*from) {
		struct str two = str_slice(text, *from, *from + 2);
		if (str_eq(two, STR("{{")))
			*is_inside = true;
		else if (str_eq(two, STR("}}")))
			*is_inside = false;
	}
	return *is_inside;
}

static void
find_uses(const struct job_reader *r, struct fact_step *step, const struct tree_node *scalar,
	bool is_condition)
{
	const struct mapped *content = &scalar->content;
	struct str text = content->text, id, name;
	size_t size, n = 0, from = 0;
	bool is_inside = false;
	for (size_t at = str_find(text, STR("steps."), 0); at != STR_NONE && n < USES_MAX;
		at = str_find(text, STR("steps."), at + 1)) {
		size = cut_reference(str_slice(text, at, text.n), &id, &name);
		bool is_part = at > 0 && (is_id_char(text.s[at - 1]) || text.s[at - 1] == '.');
		bool is_read = is_in_expression(text, at, &from, &is_inside) || is_condition;
		if (size == 0 || is_part || !is_read)
			continue;
		add_use(r, step, mapped_span(content, at, at + size), id, name);
		n++;
	}
}

void
step_outputs_used(const struct job_reader *r, struct fact_step *step, const struct tree_node *node)
{
	vec_for(struct tree_pair, pair, &node->pairs) {
		const struct tree_node *value = pair->value;
		struct str key;
		bool is_condition = tree_scalar(pair->key, &key) && str_eq(key, STR("if"));
		if (tree_is(value, TREE_STRING))
			find_uses(r, step, value, is_condition);
		/* env: and with: */
		vec_for(struct tree_pair, inner, &value->pairs)
			if (tree_is(inner->value, TREE_STRING))
				find_uses(r, step, inner->value, false);
	}
}
