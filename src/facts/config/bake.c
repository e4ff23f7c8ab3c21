/* SPDX-License-Identifier: Apache-2.0 */
/* Bake files, and the builds that their targets make. */
#include "facts/config/bake.h"

#include "base/path.h"

#define TARGETS_MAX 500 /* that a call is for */

/* --- the blocks of files ------------------------------------------------------------------- */

static struct str
target_key(struct arena *a, struct str path, struct str name)
{
	return arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(path), STR_ARG(name));
}

/* The fact of a target; one for all blocks of that name in a file. */
static struct fact_bake_target *
fact_of(struct extraction *x, const struct source *source, struct str name, struct span span)
{
	struct str key = target_key(x->arena, source->path, name);
	struct fact_bake_target *fact = map_get(&x->bake_targets, key);
	if (fact)
		return fact;
	fact = FACT_ADD(x, bake_target);
	fact->place = place_of(source, span);
	fact->name = fact_known(name);
	fact->file = fact_known(source->path);
	map_set(x->arena, &x->bake_targets, key, fact);
	return fact;
}

static struct str
block_key(struct arena *a, enum bake_kind kind, struct str name)
{
	return arena_printf(a, "%d %" PRIstr, (int)kind, STR_ARG(name));
}

const struct bake_block *
bake_block_named(const struct bake *b, enum bake_kind kind, struct str name)
{
	return map_get(&b->first, block_key(b->x->arena, kind, name));
}

const struct bake_block *
bake_block_last(const struct bake *b, enum bake_kind kind, struct str name)
{
	return map_get(&b->last, block_key(b->x->arena, kind, name));
}

static void
add_block(struct bake *b, struct bake_block *block)
{
	struct arena *a = b->x->arena;
	struct str key = block_key(a, block->kind, block->name);
	struct bake_block *before = map_get(&b->last, key);
	if (before)
		before->next = block;
	else
		map_set(a, &b->first, key, block);
	map_set(a, &b->last, key, block);
	vec_push(a, &b->blocks, block);
}

static void
add_blocks(struct bake *b, const struct source *source, enum bake_kind kind,
	const struct tree_node *named)
{
	if (!tree_is(named, TREE_MAPPING))
		return;
	vec_for(struct tree_pair, pair, &named->pairs) {
		struct str name;
		if (!tree_scalar(pair->key, &name) || !tree_is(pair->value, TREE_MAPPING))
			continue;
		struct bake_block *block = ARENA_NEW(b->x->arena, struct bake_block);
		*block = (struct bake_block){
			.kind = kind, .name = name, .body = pair->value, .source = source
		};
		if (kind == BAKE_TARGET)
			block->target = fact_of(b->x, source, name, pair->key->span);
		vec_push(b->x->arena, &b->read, block);
	}
}

/* Those that a matrix makes are targets of their own, and a group of the name that it has. */
static void
add_matrix(struct bake *b, struct bake_block *target)
{
	struct arena *a = b->x->arena;
	struct bake_blocks made = { 0 };
	if (!bake_expand_matrix(b, target, &made)) {
		add_block(b, target);
		return;
	}
	struct bake_block *group = ARENA_NEW(a, struct bake_block);
	*group = (struct bake_block){
		.kind = BAKE_GROUP, .name = target->name, .source = target->source
	};
	vec_for(struct bake_block *const, block, &made) {
		vec_push(a, &group->members, (*block)->name);
		add_block(b, *block);
	}
	add_block(b, group);
}

/* When all files have been read: the names of matrices may hold variables. */
static void
add_all_blocks(struct bake *b)
{
	vec_for(struct bake_block *const, block, &b->read)
		if ((*block)->kind != BAKE_TARGET)
			add_block(b, *block);
	vec_for(struct bake_block *const, block, &b->read) {
		if ((*block)->kind != BAKE_TARGET)
			continue;
		if (tree_get((*block)->body, STR("matrix")))
			add_matrix(b, *block);
		else
			add_block(b, *block);
	}
}

/* Adds a file's blocks; false where it can't be read whole. */
static bool
add_file(struct bake *b, struct str path)
{
	static const char *const kinds[] = { "target", "group", "variable" };
	const struct project_file *file = project_file_at(b->x->project, path);
	bool is_whole = file && file->kind == FILE_BAKE && file->tree->documents.n == 1
		&& file->tree->faults.n == 0;
	if (!is_whole || !read_again(b->x, file->source->text.n))
		return false;
	map_set(b->x->arena, &b->x->baked, path, (void *)(uintptr_t)file);
	const struct tree_node *root = file->tree->documents.items[0];
	for (size_t i = 0; tree_is(root, TREE_MAPPING) && i < root->pairs.n; i++) {
		struct str type;
		if (!tree_scalar(root->pairs.items[i].key, &type))
			continue;
		for (size_t kind = BAKE_TARGET; kind <= BAKE_VARIABLE; kind++)
			if (str_eq(type, str_from(kinds[kind])))
				add_blocks(b, file->source, (enum bake_kind)kind,
					root->pairs.items[i].value);
	}
	return true;
}

/* Those that bake reads where none is named; compose files come before them, see compose.c. */
static const char *const default_names[] = { "docker-bake.json", "docker-bake.hcl",
	"docker-bake.override.json", "docker-bake.override.hcl" };

static bool
add_files(struct bake *b)
{
	size_t found = 0;
	vec_for(const struct str, path, &b->call->files) {
		if (!add_file(b, *path))
			return false;
		found++;
	}
	for (size_t i = 0; b->call->files.n == 0 && i < 4; i++) {
		struct str path = path_join(b->x->arena, b->call->dir, str_from(default_names[i]));
		if (vfs_kind(b->x->arena, b->x->fs, path) == IO_MISSING)
			continue;
		if (!add_file(b, path))
			return false;
		found++;
	}
	add_all_blocks(b);
	return found > 0;
}

/* --- builds -------------------------------------------------------------------------------- */

static void
add_build(struct bake *b, struct fact_bake_target *fact, const struct bake_target *t)
{
	struct arena *a = b->x->arena;
	const struct bake_call *call = b->call;
	struct docker_build_words words = { .place = fact->place,
		.target = t->target,
		.platforms = t->platforms,
		.build_args = t->args,
		.secrets = t->secrets,
		.ssh = t->ssh,
		.contexts = t->contexts,
		.env = call->env,
		.via = call->via,
		.job = call->job,
		.step = call->step,
		.command = call->command,
		.is_conditional = call->is_conditional };
	struct fact_string context = t->context, file = t->dockerfile;
	if (t->is_inline || (context.state == KNOWN && docker_is_remote(context.text)))
		return;
	if (context.state == ABSENT)
		context = t->is_open ? fact_unknown_string() : fact_known(STR("."));
	words.context = project_path_from(a, fact_known(call->dir), context);
	if (file.state != ABSENT || t->is_open)
		words.file = file.state == ABSENT ? fact_unknown_string()
						  : project_path_from(a, words.context, file);
	if (t->is_open) {
		words.build_args = settings_open(a, words.build_args);
		words.secrets.open = words.ssh.open = words.contexts.open = true;
		if (words.target.state == ABSENT)
			words.target = fact_unknown_string();
		if (words.platforms.state == ABSENT)
			words.platforms = fact_unknown_string();
	}
	struct fact_docker_build *build = docker_build_add(b->x, &words);
	build->bake_target = fact;
	fact_list_add(a, &fact->builds, build);
}

static void build_named(struct bake *b, struct map *done, struct str name, unsigned depth);

static void
build_group(struct bake *b, struct map *done, const struct bake_block *group, unsigned depth)
{
	for (; group; group = group->next) {
		vec_for(const struct str, member, &group->members)
			build_named(b, done, *member, depth + 1);
		struct fact_strings targets = bake_list(b, tree_get(group->body, STR("targets")));
		for (size_t i = 0; i < targets.n; i++)
			if (targets.items[i].state == KNOWN)
				build_named(b, done, targets.items[i].text, depth + 1);
	}
}

/* A group, with those in it, or a target; each once. */
static void
build_named(struct bake *b, struct map *done, struct str name, unsigned depth)
{
	const struct bake_block *group = bake_block_named(b, BAKE_GROUP, name);
	const struct bake_block *target = bake_block_named(b, BAKE_TARGET, name);
	struct str key = block_key(b->x->arena, group ? BAKE_GROUP : BAKE_TARGET, name);
	if (depth > SCRIPT_MAX_DEPTH || done->entries.n > TARGETS_MAX || map_get(done, key))
		return;
	map_set(b->x->arena, done, key, b);
	if (group) {
		build_group(b, done, group, depth);
	} else if (target) {
		struct bake_target t = bake_resolve(b, name);
		add_build(b, target->target, &t);
	}
}

/*
 * What targets replace, whichever Dockerfile is theirs: which of them are built, and from what,
 * is often for the caller to say.
 */
static void
note_replaced(struct bake *b)
{
	struct arena *a = b->x->arena;
	vec_for(struct bake_block *const, block, &b->blocks) {
		const struct tree_node *contexts = tree_get((*block)->body, STR("contexts"));
		if ((*block)->kind != BAKE_TARGET || !contexts || !tree_is(contexts, TREE_MAPPING))
			continue;
		vec_for(struct tree_pair, pair, &contexts->pairs) {
			struct fact_string name = bake_value(b, pair->key);
			if (name.state == KNOWN)
				map_set(a, &b->x->replaced, str_lower(a, name.text), b->x);
		}
	}
}

void
bake_read(struct extraction *x, const struct bake_call *call)
{
	struct bake b = { .x = x, .call = call };
	struct map done = { 0 };
	if (!add_files(&b))
		return;
	note_replaced(&b);
	vec_for(const struct str, name, &call->targets)
		build_named(&b, &done, *name, 0);
	if (call->targets.n == 0)
		build_named(&b, &done, STR("default"), 0);
}

/* --- files that nobody is known to call ------------------------------------------------------ */

/* Those that others inherit from, and whose names begin with an underscore, are no images. */
static void
collect_images(struct bake *b, struct strs *names)
{
	struct map inherited = { 0 };
	for (size_t i = 0; i < b->blocks.n; i++) {
		const struct bake_block *block = b->blocks.items[i];
		struct fact_strings parents = bake_list(b, tree_get(block->body, STR("inherits")));
		for (size_t j = 0; j < parents.n; j++)
			if (parents.items[j].state == KNOWN)
				map_set(b->x->arena, &inherited, parents.items[j].text, b);
	}
	for (size_t i = 0; i < b->blocks.n && i < TARGETS_MAX; i++) {
		const struct bake_block *block = b->blocks.items[i];
		bool is_image = block->kind == BAKE_TARGET && !map_get(&inherited, block->name)
			&& !str_starts(block->name, STR("_")) && !block->bindings.n;
		if (is_image || block->kind == BAKE_GROUP)
			vec_push(b->x->arena, names, block->name);
	}
}

/* From the root of the project; whether a file below it is called from there is not told. */
void
extract_bake_files(struct extraction *x)
{
	struct bake_call call = { .env = settings_open(x->arena, NULL) };
	struct bake b = { .x = x, .call = &call };
	struct map done = { 0 };
	for (size_t i = 0; i < 4; i++)
		if (map_get(&x->baked, str_from(default_names[i])))
			return;
	if (!add_files(&b))
		return;
	note_replaced(&b);
	struct strs names = { 0 };
	collect_images(&b, &names);
	vec_for(const struct str, name, &names)
		build_named(&b, &done, *name, 0);
}
