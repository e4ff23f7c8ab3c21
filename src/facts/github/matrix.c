/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The jobs that a literal matrix makes.
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
#include "base/buf.h"
#include "facts/github/github.h"

#define COMBINATIONS_MAX 16
#define AXES_MAX 16
#define CAPTION_MAX 100 /* bytes, about */

/* A matrix while it is worked out; `unknown` once it can't be told. */
struct matrix_reader {
	struct arena *arena;
	struct github_combinations all;
	bool unknown;
};

static bool
is_clause(struct str name)
{
	return str_eq(name, STR("include")) || str_eq(name, STR("exclude"));
}

static bool
is_literal(const struct tree_node *node)
{
	struct str text;
	return !tree_scalar(node, &text) || !github_has_expression(text);
}

static struct github_axis_value *
find_value(const struct github_combination *combination, struct str name)
{
	vec_for(struct github_axis_value, value, combination)
		if (str_eq_nocase(value->name, name))
			return value;
	return NULL;
}

const struct tree_node *
matrix_value(const struct github_combination *combination, struct str name)
{
	const struct github_axis_value *value = find_value(combination, name);
	return value ? value->value : NULL;
}

static struct github_combination
copy_of(struct arena *a, const struct github_combination *combination)
{
	struct github_combination copy = { 0 };
	vec_for(struct github_axis_value, value, combination)
		vec_push(a, &copy, *value);
	return copy;
}

/* Each combination so far with each value of one more axis. */
static void
multiply(struct matrix_reader *m, struct str name, const struct tree_node *values)
{
	struct github_combinations product = { 0 };
	size_t n = tree_is(values, TREE_SEQUENCE) ? values->items.n : 0;
	if (n == 0 || n * m->all.n > COMBINATIONS_MAX) {
		m->unknown = true;
		return;
	}
	vec_for(struct github_combination, combination, &m->all) {
		for (size_t i = 0; i < n; i++) {
			const struct tree_node *value = values->items.items[i];
			struct github_combination next = copy_of(m->arena, combination);
			vec_push(m->arena, &next, ((struct github_axis_value){ name, value }));
			vec_push(m->arena, &product, next);
			m->unknown |= !is_literal(value);
		}
	}
	m->all = product;
}

/* Are they the same scalar? How those of different kinds compare is not told. */
static bool
is_same(struct matrix_reader *m, const struct tree_node *a, const struct tree_node *b)
{
	struct str first, second;
	if (a->kind != b->kind || !tree_scalar(a, &first) || !tree_scalar(b, &second)
		|| !is_literal(a) || !is_literal(b)) {
		m->unknown = true;
		return false;
	}
	return str_eq(first, second);
}

/* Do all entries of a clause that name an axis agree with the combination? */
static bool
agrees(struct matrix_reader *m, const struct github_combination *combination,
	const struct tree_node *clause, bool *names_others)
{
	bool same = true;
	vec_for(struct tree_pair, pair, &clause->pairs) {
		struct str name = { 0 };
		tree_scalar(pair->key, &name);
		const struct tree_node *value = matrix_value(combination, name);
		if (value)
			same &= is_same(m, value, pair->value);
		else
			*names_others = true;
	}
	return same;
}

static void
exclude(struct matrix_reader *m, const struct tree_node *clause)
{
	size_t kept = 0;
	for (size_t i = 0; i < m->all.n; i++) {
		bool names_others = false;
		bool same = agrees(m, &m->all.items[i], clause, &names_others);
		m->unknown |= names_others;
		if (!same)
			m->all.items[kept++] = m->all.items[i];
	}
	m->all.n = kept;
}

static void
put_all(struct matrix_reader *m, struct github_combination *combination,
	const struct tree_node *clause)
{
	vec_for(struct tree_pair, pair, &clause->pairs) {
		struct github_axis_value added = { .value = pair->value };
		if (!tree_scalar(pair->key, &added.name))
			continue;
		struct github_axis_value *old = find_value(combination, added.name);
		if (old)
			*old = added;
		else
			vec_push(m->arena, combination, added);
	}
}

/* `originals` are the combinations as the axes make them, which no clause may change. */
static void
include(struct matrix_reader *m, const struct github_combinations *originals,
	const struct tree_node *clause)
{
	bool found = false, names_others = false;
	for (size_t i = 0; i < originals->n; i++) {
		if (!agrees(m, &originals->items[i], clause, &names_others))
			continue;
		put_all(m, &m->all.items[i], clause);
		found = true;
	}
	struct github_combination own = { 0 };
	if (found)
		return;
	put_all(m, &own, clause);
	vec_push(m->arena, &m->all, own);
	m->unknown |= m->all.n > COMBINATIONS_MAX;
}

static void
read_clauses(struct matrix_reader *m, const struct tree_node *matrix, const char *name,
	const struct github_combinations *originals)
{
	const struct tree_node *clauses = tree_get(matrix, str_from(name));
	m->unknown |= clauses && !tree_is(clauses, TREE_SEQUENCE);
	for (size_t i = 0; !m->unknown && clauses && i < clauses->items.n; i++) {
		const struct tree_node *clause = clauses->items.items[i];
		if (!tree_is(clause, TREE_MAPPING) || clause->pairs.n > AXES_MAX)
			m->unknown = true;
		else if (originals)
			include(m, originals, clause);
		else
			exclude(m, clause);
	}
}

struct github_combinations
matrix_combinations(const struct job_reader *r)
{
	struct matrix_reader m = { .arena = r->x->arena };
	struct github_combinations originals = { 0 };
	const struct tree_node *matrix = tree_path(r->job_node, STR("strategy.matrix"));
	struct str name;
	if (!tree_is(matrix, TREE_MAPPING) || matrix->pairs.n > AXES_MAX)
		return originals;
	vec_push(m.arena, &m.all, ((struct github_combination){ 0 }));
	vec_for(struct tree_pair, pair, &matrix->pairs) {
		m.unknown |= !tree_scalar(pair->key, &name);
		if (!m.unknown && !is_clause(name))
			multiply(&m, name, pair->value);
	}
	if (m.all.n && m.all.items[0].n == 0)
		m.all.n = 0; /* no axes: only what is included */
	read_clauses(&m, matrix, "exclude", NULL);
	vec_for(struct github_combination, combination, &m.all)
		vec_push(m.arena, &originals, copy_of(m.arena, combination));
	read_clauses(&m, matrix, "include", &originals);
	return m.unknown || m.all.n < 2 ? (struct github_combinations){ 0 } : m.all;
}

struct str
matrix_caption(struct arena *a, const struct github_combination *combination)
{
	struct buf out = buf_new(a);
	vec_for(struct github_axis_value, value, combination) {
		struct str text;
		if (!tree_scalar(value->value, &text) || text.n > CAPTION_MAX)
			continue;
		buf_printf(&out, "%s%" PRIstr ": %" PRIstr, buf_str(&out).n ? ", " : "",
			STR_ARG(value->name), STR_ARG(text));
		if (buf_str(&out).n > CAPTION_MAX)
			break;
	}
	return buf_str(&out);
}

/* Readers of an action share the combination with the job that uses it, and see it put aside. */
void
matrix_set_aside(const struct job_reader *r, struct github_combinations_set_aside *aside)
{
	for (size_t i = 0; i < CALLERS_MAX; i++) {
		aside->items[i] = r ? *r->combination : NULL;
		if (r)
			*r->combination = NULL;
		r = r && r->call ? r->call->caller : NULL;
	}
}

void
matrix_take_up(const struct job_reader *r, const struct github_combinations_set_aside *aside)
{
	for (size_t i = 0; r && i < CALLERS_MAX; i++) {
		if (aside->items[i])
			*r->combination = aside->items[i];
		r = r->call ? r->call->caller : NULL;
	}
}
