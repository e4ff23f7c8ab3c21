/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be said of ${{ … }} without running anything: matrix values, env, inputs, and outputs of
 * steps.
 * https://docs.github.com/actions/reference/workflows-and-actions/contexts
 */
#include "base/buf.h"
#include "facts/github/github.h"

bool
github_has_expression(struct str text)
{
	return str_contains(text, STR("${{"));
}

/* What stands in a text that is ${{ … }} and nothing else. */
static bool
whole_expression(struct str text, struct str *reference)
{
	text = str_trim(text);
	if (!str_starts(text, STR("${{")) || !str_ends(text, STR("}}")) || text.n < 5)
		return false;
	*reference = str_trim(str_slice(text, 3, text.n - 2));
	return true;
}

/* NAME of a text that is ${{ context.NAME }} and nothing else. */
static bool
single_reference(struct str text, struct str context, struct str *name)
{
	if (!whole_expression(text, &text) || !str_starts(text, context))
		return false;
	*name = str_slice(text, context.n, text.n);
	for (size_t i = 0; i < name->n; i++)
		if (!char_is_name(name->s[i]) && name->s[i] != '-')
			return false;
	return name->n > 0;
}

#define MATRIX_MAX 256 /* jobs that a matrix may make; GitHub refuses more */

static void
add_value(struct arena *a, struct github_values *values, const struct tree_node *node)
{
	struct str text;
	if (values->n < MATRIX_MAX && tree_scalar(node, &text) && !github_has_expression(text))
		vec_push(a, values, node);
	else
		values->open = true;
}

static void
add_matrix_values(const struct job_reader *r, struct str name, struct github_values *values)
{
	struct arena *a = r->x->arena;
	/* An action sees the matrix of the job that uses it. */
	while (r->call && r->call->step)
		r = r->call->caller;
	const struct tree_node *matrix = tree_path(r->job_node, STR("strategy.matrix"));
	values->source = r->source;
	if (!tree_is(matrix, TREE_MAPPING)) {
		values->open = true;
		return;
	}
	if (r->combination && *r->combination) {
		const struct tree_node *value = matrix_value(*r->combination, name);
		values->is_empty = !value;
		if (value)
			add_value(a, values, value);
		return;
	}
	const struct tree_node *list = tree_get(matrix, name);
	for (size_t i = 0; list && i < list->items.n; i++)
		add_value(a, values, list->items.items[i]);
	if (list && !tree_is(list, TREE_SEQUENCE))
		values->open = true;
	const struct tree_node *include = tree_get(matrix, STR("include"));
	if (include && !tree_is(include, TREE_SEQUENCE))
		values->open = true;
	size_t before = values->n;
	for (size_t i = 0; include && i < include->items.n; i++) {
		const struct tree_node *value = tree_get(include->items.items[i], name);
		if (value)
			add_value(a, values, value);
	}
	/* Not all jobs have it. */
	if (!list && include && (matrix->pairs.n > 1 || values->n - before < include->items.n))
		values->open = true;
}

static void
add_env_value(const struct job_reader *r, const struct tree_node *step, struct str name,
	struct github_values *values)
{
	const struct tree_node *value = tree_get(tree_get(step, STR("env")), name);
	for (; !value && r->call && r->call->step; r = r->call->caller)
		value = tree_get(tree_get(r->call->step, STR("env")), name);
	const struct fact_setting *s = settings_get(r->env, name);
	bool is_written =
		!value && s && s->scope.state == KNOWN && str_eq(s->scope.text, STR("GITHUB_ENV"));
	if (!value && !is_written)
		value = tree_get(tree_get(r->job_node, STR("env")), name);
	if (!value && !is_written)
		value = tree_get(tree_get(r->workflow_node, STR("env")), name);
	if (value)
		add_value(r->x->arena, values, value);
	else
		values->open = true;
}

/* Inputs of a workflow that are not texts are false or 0 where they are not given. */
static bool
is_text_input(const struct tree_node *input)
{
	struct str type;
	return !tree_scalar(tree_get(input, STR("type")), &type) || str_eq(type, STR("string"));
}

static struct github_values
input_values(const struct job_reader *r, struct str name)
{
	struct github_values values = { .source = r->source };
	const struct tree_node *input = r->call ? tree_get(r->call->inputs, name) : NULL;
	const struct tree_node *given = r->call ? tree_get(r->call->with, name) : NULL;
	const struct tree_node *fallback = tree_get(input, STR("default"));
	if (input && given && given->kind != TREE_NULL)
		return github_values_of(r->call->caller, r->call->step, given);
	if (fallback && fallback->kind != TREE_NULL)
		add_value(r->x->arena, &values, fallback);
	else if (input && is_text_input(input))
		values.is_empty = true;
	else
		values.open = true;
	return values;
}

/* A workflow that is called has the secrets that its caller hands over, and no others. */
static struct github_values
secret_values(const struct job_reader *r, struct str name)
{
	struct github_values values = { .source = r->source, .open = true };
	/* Those of an environment are there anyway. */
	if (!r->call || r->call->step || tree_get(r->job_node, STR("environment"))
		|| str_eq_nocase(name, STR("GITHUB_TOKEN")))
		return values;
	const struct tree_node *given = tree_get(r->call->caller->job_node, STR("secrets"));
	if (given && !tree_is(given, TREE_MAPPING))
		return values; /* inherit */
	for (size_t i = 0; given && i < given->pairs.n; i++) {
		struct str key;
		if (tree_scalar(given->pairs.items[i].key, &key) && str_eq_nocase(key, name))
			return github_values_of(r->call->caller, NULL, given->pairs.items[i].value);
	}
	values.open = false;
	values.is_empty = true;
	return values;
}

/* What ${{ … }} alone stands for. */
static struct github_values
expression_values(const struct job_reader *r, const struct tree_node *step, struct str text)
{
	struct github_values values = { .source = r->source };
	struct str name;
	if (single_reference(text, STR("matrix."), &name))
		add_matrix_values(r, name, &values);
	else if (single_reference(text, STR("env."), &name))
		add_env_value(r, step, name, &values);
	else if (single_reference(text, STR("inputs."), &name))
		return input_values(r, name);
	else if (single_reference(text, STR("secrets."), &name))
		return secret_values(r, name);
	else if (whole_expression(text, &name) && str_starts(name, STR("steps.")))
		return step_output_values(r, name);
	else
		values.open = true;
	return values;
}

struct github_values
github_reference(const struct job_reader *r, const struct tree_node *step, struct str name)
{
	return expression_values(
		r, step, arena_printf(r->x->arena, "${{ %" PRIstr " }}", STR_ARG(name)));
}

struct github_values
github_values_of(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *scalar)
{
	struct github_values values = { .source = r->source };
	struct str text;
	if (!tree_scalar(scalar, &text))
		values.open = true;
	else if (github_has_expression(text))
		return expression_values(r, step, text);
	else
		vec_push(r->x->arena, &values, scalar);
	return values;
}

/* A number as GitHub writes it: 1.20 is 1.2, 1.0 is 1. */
static struct fact_string
number_text(struct str text)
{
	size_t dot = str_find_char(text, '.', 0);
	bool is_odd = dot == 0 || text.n > 15 || (text.s[0] == '0' && dot != 1);
	if (is_odd)
		return fact_unknown_string();
	for (size_t i = 0; i < text.n; i++)
		if (i != dot && !char_is_digit(text.s[i]))
			return fact_unknown_string(); /* 1e3, .inf, -0.0 */
	while (dot < text.n && (text.s[text.n - 1] == '0' || text.n == dot + 1))
		text.n--;
	return fact_known(text);
}

static struct fact_string
only_text(const struct github_values *values)
{
	struct str text;
	if (values->is_empty)
		return fact_known(STR(""));
	if (values->open || values->n != 1 || !tree_scalar(values->items[0], &text))
		return fact_unknown_string();
	return values->items[0]->kind == TREE_FLOAT ? number_text(text) : fact_known(text);
}

static struct fact_string
part_value(const struct job_reader *r, const struct tree_node *step, struct str text)
{
	struct github_values values = expression_values(r, step, text);
	return only_text(&values);
}

struct fact_string
github_expand(const struct job_reader *r, const struct tree_node *step, struct str text)
{
	struct buf out = buf_new(r->x->arena);
	size_t from = 0, at;
	while ((at = str_find(text, STR("${{"), from)) != STR_NONE) {
		size_t end = str_find(text, STR("}}"), at);
		struct fact_string value = end == STR_NONE
			? fact_unknown_string()
			: part_value(r, step, str_slice(text, at, end + 2));
		if (value.state != KNOWN || !expansion_fits(r->x, value.text.n))
			return fact_unknown_string();
		buf_add(&out, str_slice(text, from, at));
		buf_add(&out, value.text);
		from = end + 2;
	}
	buf_add(&out, str_slice(text, from, text.n));
	return fact_known(buf_str(&out));
}

struct fact_string
github_text(
	const struct job_reader *r, const struct tree_node *step, const struct tree_node *scalar)
{
	struct github_values values = github_values_of(r, step, scalar);
	struct fact_string whole = only_text(&values);
	struct str text;
	bool is_single = !tree_scalar(scalar, &text) || values.n > 0 || values.is_empty;
	return is_single || whole.state == KNOWN ? whole : github_expand(r, step, text);
}

/*
 * The word that an expression in a script becomes; unknown where the shell might read it as
 * anything but one plain word.
 */
static struct fact_string
expression_word(const struct job_reader *r, const struct tree_node *step, struct str text)
{
	static const struct str plain = STR_INIT("._-+/:=,@%");
	struct fact_string word = part_value(r, step, text);
	if (word.state != KNOWN || !expansion_fits(r->x, word.text.n))
		return fact_unknown_string();
	for (size_t i = 0; i < word.text.n; i++)
		if (!char_is_name(word.text.s[i])
			&& str_find_char(plain, word.text.s[i], 0) == STR_NONE)
			return fact_unknown_string();
	return word;
}

struct mapped
github_script(const struct job_reader *r, const struct tree_node *step, const struct tree_node *run)
{
	struct arena *a = r->x->arena;
	const struct mapped *content = &run->content;
	struct mapped_builder b = mapped_builder_new(a, content->source);
	size_t from = 0;
	for (;;) {
		size_t at = str_find(content->text, STR("${{"), from);
		size_t end = at == STR_NONE ? STR_NONE : str_find(content->text, STR("}}"), at);
		if (end == STR_NONE)
			break;
		mapped_add_slice(&b, content, from, at);
		struct fact_string word =
			expression_word(r, step, str_slice(content->text, at, end + 2));
		struct span span = mapped_span(content, at, end + 2);
		if (word.state == KNOWN)
			mapped_add_made(&b, word.text, span);
		else
			mapped_add_opaque(&b, span);
		from = end + 2;
	}
	mapped_add_slice(&b, content, from, content->text.n);
	return mapped_finish(&b);
}

static struct fact_string
written(const struct tree_node *value)
{
	struct str text;
	return tree_scalar(value, &text) ? fact_known(text)
					 : (struct fact_string){ .state = ABSENT };
}

void
github_add_settings(const struct job_reader *r, const struct tree_node *step,
	const struct tree_node *mapping, const char *scope, const struct settings **map)
{
	if (!tree_is(mapping, TREE_MAPPING)) {
		/* env: ${{ fromJSON(…) }} */
		if (mapping && mapping->kind != TREE_NULL)
			*map = settings_open(r->x->arena, *map);
		return;
	}
	if (mapping->is_cut)
		*map = settings_open(r->x->arena, NULL);
	vec_for(struct tree_pair, pair, &mapping->pairs) {
		struct str name;
		if (!tree_scalar(pair->key, &name))
			continue;
		struct assignment a = { .name = name,
			.value = pair->value->kind == TREE_NULL ? fact_known(STR(""))
								: github_text(r, step, pair->value),
			.scope = scope,
			.written = written(pair->value),
			.place = place_of(r->source, span_join(pair->key->span, pair->value->span)),
			.value_place = place_of(r->source, pair->value->span) };
		struct run_context cx = { .x = r->x, .job = r->job };
		if (step)
			cx.step = r->step;
		if (str_eq(str_from(scope), STR("with"))) {
			struct fact_setting *input =
				setting_new(r->x, name, a.value, scope, a.value_place);
			input->written = a.written;
			*map = settings_put(r->x->arena, *map, input);
			continue;
		}
		struct fact_variable *v = variable_assign(r->x, &a, map, &cx);
		v->workflow = r->workflow;
	}
}
