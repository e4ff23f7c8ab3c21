/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A persistent AVL tree ordered by name: a change copies the path from the root and
 * shares the rest. Names come from the linted project, so a balanced tree is used rather
 * than a hash, whose collisions could be made on purpose.
 */
#include "facts/facts.h"

struct entry {
	struct str name;
	const struct fact_setting *setting; /* NULL: removed */
	uint32_t opened;                    /* of the map at the time it was removed */
	int height;
	const struct entry *left, *right;
};

struct settings {
	const struct entry *root;
	uint32_t opened; /* how many times; a removal counts only until the next time */
};

static int
height(const struct entry *e)
{
	return e ? e->height : 0;
}

/* A copy of `e` with other children. */
static const struct entry *
with_children(
	struct arena *a, const struct entry *e, const struct entry *left, const struct entry *right)
{
	struct entry *copy = ARENA_NEW(a, struct entry);
	*copy = *e;
	copy->left = left;
	copy->right = right;
	copy->height = 1 + (height(left) > height(right) ? height(left) : height(right));
	return copy;
}

static const struct entry *
lift_left(
	struct arena *a, const struct entry *e, const struct entry *left, const struct entry *right)
{
	return with_children(a, left, left->left, with_children(a, e, left->right, right));
}

static const struct entry *
lift_right(
	struct arena *a, const struct entry *e, const struct entry *left, const struct entry *right)
{
	return with_children(a, right, with_children(a, e, left, right->left), right->right);
}

/* As with_children(), where one child may have grown by one level. */
static const struct entry *
balanced(
	struct arena *a, const struct entry *e, const struct entry *left, const struct entry *right)
{
	if (height(left) > height(right) + 1) {
		if (height(left->right) > height(left->left))
			left = lift_right(a, left, left->left, left->right);
		return lift_left(a, e, left, right);
	}
	if (height(right) > height(left) + 1) {
		if (height(right->left) > height(right->right))
			right = lift_left(a, right, right->left, right->right);
		return lift_right(a, e, left, right);
	}
	return with_children(a, e, left, right);
}

static const struct entry *
insert(struct arena *a, const struct entry *root, const struct entry *added)
{
	if (!root)
		return with_children(a, added, NULL, NULL);
	int order = str_cmp(added->name, root->name);
	if (order == 0)
		return with_children(a, added, root->left, root->right);
	if (order < 0)
		return balanced(a, root, insert(a, root->left, added), root->right);
	return balanced(a, root, root->left, insert(a, root->right, added));
}

static const struct entry *
find(const struct settings *map, struct str name)
{
	const struct entry *e = map ? map->root : NULL;
	while (e) {
		int order = str_cmp(name, e->name);
		if (order == 0)
			return e;
		e = order < 0 ? e->left : e->right;
	}
	return NULL;
}

const struct fact_setting *
settings_get(const struct settings *map, struct str name)
{
	const struct entry *e = find(map, name);
	return e ? e->setting : NULL;
}

bool
settings_is_open(const struct settings *map)
{
	return map && map->opened > 0;
}

enum tri
settings_has(const struct settings *map, struct str name)
{
	const struct entry *e = find(map, name);
	if (e && e->setting)
		return e->setting->present;
	if (!settings_is_open(map) || (e && e->opened == map->opened))
		return NO;
	return UNSURE;
}

struct fact_string
setting_value(const struct settings *map, struct str name)
{
	const struct fact_setting *s = settings_get(map, name);
	if (s && s->present == YES)
		return s->value;
	return (struct fact_string){ .state = settings_has(map, name) == NO ? ABSENT : UNKNOWN };
}

static const struct settings *
settings_make(struct arena *a, const struct entry *root, uint32_t opened)
{
	struct settings *map = ARENA_NEW(a, struct settings);
	map->root = root;
	map->opened = opened;
	return map;
}

static const struct settings *
settings_with(struct arena *a, const struct settings *map, const struct entry *added)
{
	return settings_make(a, insert(a, map ? map->root : NULL, added), map ? map->opened : 0);
}

const struct settings *
settings_put(struct arena *a, const struct settings *map, const struct fact_setting *setting)
{
	struct entry added = { .name = setting->name.text, .setting = setting };
	return settings_with(a, map, &added);
}

const struct settings *
settings_remove(struct arena *a, const struct settings *map, struct str name)
{
	if (settings_has(map, name) == NO && !settings_get(map, name))
		return map;
	struct entry added = { .name = name, .opened = map->opened };
	return settings_with(a, map, &added);
}

const struct settings *
settings_open(struct arena *a, const struct settings *map)
{
	return settings_make(a, map ? map->root : NULL, map ? map->opened + 1 : 1);
}

static void
visit_in_order(const struct entry *e,
	void (*visit)(void *context, const struct fact_setting *setting), void *context)
{
	if (!e)
		return;
	visit_in_order(e->left, visit, context);
	if (e->setting)
		visit(context, e->setting);
	visit_in_order(e->right, visit, context);
}

void
settings_each(struct arena *a, const struct settings *map,
	void (*visit)(void *context, const struct fact_setting *setting), void *context)
{
	(void)a;
	if (map)
		visit_in_order(map->root, visit, context);
}
