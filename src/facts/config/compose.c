/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compose files: how services are built, their DNS servers and their environment.
 * https://docs.docker.com/reference/compose-file/
 */
#include "facts/config/compose.h"
#include "facts/config/dns_server.h"
#include "facts/config/tree_values.h"

#include "base/path.h"

#define EXTENDS_MAX 8             /* services, each of which extends the next */
#define EXTENDED_COST ((size_t)8) /* of a byte that is read again, for what it is made into */

/* The builds of a service in the compose files of a directory. */
struct compose_builds {
	bool with_context, without;
	bool names_file; /* one without a context does */
};

/* --- build --- */

/* A list of ids, id=path or {source: id}, or a mapping from ids. */
static void
add_ids(const struct compose_reader *r, const struct tree_node *node, struct fact_strings *out)
{
	struct arena *a = r->x->arena;
	struct str id;
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n; i++) {
		const struct tree_node *item = node->items.items[i];
		struct fact_string text = tree_value(
			tree_is(item, TREE_MAPPING) ? tree_get(item, STR("source")) : item);
		fact_strings_add(a, out, text.state == KNOWN ? docker_build_id(text.text) : text);
	}
	if (tree_is(node, TREE_MAPPING))
		vec_for(struct tree_pair, pair, &node->pairs)
			if (tree_scalar(pair->key, &id))
				fact_strings_add(a, out, fact_known(id));
	out->open |= node && !tree_is(node, TREE_SEQUENCE) && !tree_is(node, TREE_MAPPING);
}

/* The names in a list, or the keys of a mapping. */
static void
add_names(struct arena *a, const struct tree_node *node, struct fact_strings *out)
{
	struct str name;
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n; i++)
		fact_strings_add(a, out, compose_value(a, node->items.items[i]));
	if (tree_is(node, TREE_MAPPING))
		vec_for(struct tree_pair, pair, &node->pairs)
			if (tree_scalar(pair->key, &name))
				fact_strings_add(a, out, fact_known(name));
}

/* Names of images and stages that additional_contexts replaces: a mapping or name=where. */
static void
add_contexts(const struct compose_reader *r, const struct tree_node *node, struct fact_strings *out)
{
	size_t before = out->n;
	add_names(r->x->arena, node, out);
	for (size_t i = before; tree_is(node, TREE_SEQUENCE) && i < out->n; i++)
		if (out->items[i].state == KNOWN)
			str_cut(out->items[i].text, '=', &out->items[i].text, NULL);
	out->open |= node && !tree_is(node, TREE_SEQUENCE) && !tree_is(node, TREE_MAPPING);
}

/* Something that is not known has its say, too: what is not set may be set all the same. */
static void
open_build(struct extraction *x, struct docker_build_words *words)
{
	words->build_args = settings_open(x->arena, words->build_args);
	words->secrets.open = words->ssh.open = words->contexts.open = true;
	if (words->file.state == ABSENT)
		words->file = fact_unknown_string();
	if (words->target.state == ABSENT)
		words->target = fact_unknown_string();
	if (words->platforms.state == ABSENT)
		words->platforms = fact_unknown_string();
}

/* Another file beside it has its say after it. */
static void
put_under(
	struct extraction *x, struct docker_build_words *words, const struct compose_builds *builds)
{
	words->build_args = settings_open(x->arena, NULL);
	words->secrets.open = words->ssh.open = words->contexts.open = true;
	words->target = words->platforms = fact_unknown_string();
	if (builds->names_file)
		words->file = fact_unknown_string();
}

/* `builds` is NULL where no other file is meant to go over it, or under it. */
static struct fact_docker_build *
read_build(const struct compose_reader *r, struct place place, const struct tree_node *service,
	bool is_open, const struct compose_builds *builds)
{
	struct arena *a = r->x->arena;
	struct docker_build_words words = { .place = place };
	const struct tree_node *build = tree_get(service, STR("build"));
	bool is_mapping = tree_is(build, TREE_MAPPING);
	if (tree_get(build, STR("dockerfile_inline")))
		return NULL;
	struct fact_string context =
		compose_value(a, is_mapping ? tree_get(build, STR("context")) : build);
	if (context.state == ABSENT)
		context = is_open || builds ? fact_unknown_string() : fact_known(STR("."));
	words.context = compose_path(r, fact_known(r->dir), context);
	struct fact_string file = compose_value(a, tree_get(build, STR("dockerfile")));
	if (file.state != ABSENT)
		words.file = compose_path(r, words.context, file);
	const struct tree_node *platforms = tree_get(build, STR("platforms"));
	if (!platforms)
		platforms = tree_get(service, STR("platform"));
	if (platforms) {
		struct fact_strings list = tree_value_list(a, platforms);
		words.platforms = fact_strings_join(a, &list);
	}
	compose_assign(r, tree_get(build, STR("args")), "build arg", &words.build_args);
	words.target = compose_value(a, tree_get(build, STR("target")));
	words.env = settings_open(a, NULL);
	add_ids(r, tree_get(build, STR("secrets")), &words.secrets);
	add_ids(r, tree_get(build, STR("ssh")), &words.ssh);
	add_contexts(r, tree_get(build, STR("additional_contexts")), &words.contexts);
	if (is_open)
		open_build(r->x, &words);
	if (builds)
		put_under(r->x, &words, builds);
	return docker_build_add(r->x, &words);
}

static struct str
builds_key(struct arena *a, struct str dir, struct str service)
{
	return arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(dir), STR_ARG(service));
}

/* A build without a context is meant to go over one that has it, in another file beside it. */
static const struct compose_builds *
builds_together(const struct compose_part *part)
{
	const struct compose_reader *r = &part->reader;
	const struct compose_builds *builds =
		map_get(r->builds, builds_key(r->x->arena, r->dir, part->name));
	return builds && builds->with_context && builds->without ? builds : NULL;
}

/* The last part that says how the image is built counts; the others are not joined with it. */
static void
read_builds(const struct compose_parts *parts, struct fact_compose_service *service)
{
	const struct compose_part *builder = NULL;
	size_t n = 0;
	vec_for(const struct compose_part, part, &parts->parts) {
		const struct tree_node *build = tree_get(part->node, STR("build"));
		if (!build || build->kind == TREE_NULL)
			continue;
		builder = part;
		n++;
	}
	if (builder)
		service->build = read_build(&builder->reader, service->place, builder->node,
			n > 1 || parts->is_open, builds_together(builder));
}

/* Notes how the services of a file are built, for those of files beside it. */
static void
note_builds(const struct compose_reader *r, struct map *all)
{
	struct arena *a = r->x->arena;
	struct str name;
	for (size_t i = 0; r->services && i < r->services->pairs.n; i++) {
		const struct tree_pair *pair = &r->services->pairs.items[i];
		const struct tree_node *build = tree_get(pair->value, STR("build"));
		if (!build || build->kind == TREE_NULL || !tree_scalar(pair->key, &name))
			continue;
		struct str key = builds_key(a, r->dir, name);
		struct compose_builds *builds = map_get(all, key);
		if (!builds) {
			builds = ARENA_NEW(a, struct compose_builds);
			map_set(a, all, key, builds);
		}
		bool has_context = !tree_is(build, TREE_MAPPING) || tree_get(build, STR("context"));
		builds->with_context |= has_context;
		builds->without |= !has_context;
		builds->names_file |= !has_context && tree_get(build, STR("dockerfile"));
	}
}

/* --- extends --- */

static const struct tree_node *
services_of(const struct project_file *file)
{
	const struct tree_node *services = tree_get(tree_root_mapping(file->tree), STR("services"));
	return tree_is(services, TREE_MAPPING) ? services : NULL;
}

/* What a part extends: a service of its file, or {service: NAME, file: PATH}. */
static bool
find_extended(const struct compose_part *part, struct compose_part *extended)
{
	const struct compose_reader *r = &part->reader;
	const struct tree_node *extends = tree_get(part->node, STR("extends"));
	bool is_mapping = tree_is(extends, TREE_MAPPING);
	struct fact_string name = compose_value(
		r->x->arena, is_mapping ? tree_get(extends, STR("service")) : extends);
	struct fact_string path = compose_value(r->x->arena, tree_get(extends, STR("file")));
	*extended = *part;
	extended->reader.is_inherited = true;
	if (path.state != ABSENT) {
		path = compose_path(r, fact_known(r->dir), path);
		const struct project_file *file =
			path.state == KNOWN ? project_file_at(r->x->project, path.text) : NULL;
		if (!file || file->kind != FILE_COMPOSE)
			return false;
		extended->reader.source = file->source;
		extended->reader.dir = path_dir(file->path);
		extended->reader.services = services_of(file);
	}
	extended->name = name.text;
	extended->node =
		name.state == KNOWN ? tree_get(extended->reader.services, name.text) : NULL;
	/* Many services may extend one. */
	return tree_is(extended->node, TREE_MAPPING)
		&& read_again(r->x, EXTENDED_COST * extended->node->span.len)
		&& tree_is_whole(extended->node);
}

static struct compose_parts
parts_of(const struct compose_reader *r, struct str name, const struct tree_node *service)
{
	struct arena *a = r->x->arena;
	struct compose_part chain[EXTENDS_MAX], part = { *r, name, service }, extended;
	struct compose_parts parts = { 0 };
	size_t n = 0;
	chain[n++] = part;
	while (tree_get(part.node, STR("extends")) && !parts.is_open) {
		parts.is_open = n == EXTENDS_MAX || !find_extended(&part, &extended);
		if (!parts.is_open)
			chain[n++] = part = extended;
	}
	while (n > 0)
		vec_push(a, &parts.parts, chain[--n]);
	return parts;
}

/* The last value that a part has under a key. */
static struct fact_string
last_value(const struct extraction *x, const struct compose_parts *parts, struct str key)
{
	struct fact_string value = { .state = parts->is_open ? UNKNOWN : ABSENT };
	vec_for(const struct compose_part, part, &parts->parts) {
		struct fact_string own = compose_value(x->arena, tree_get(part->node, key));
		if (own.state != ABSENT)
			value = own;
	}
	return value;
}

/* --- services --- */

static void
read_relations(struct extraction *x, const struct compose_parts *parts,
	struct fact_compose_service *service)
{
	struct arena *a = x->arena;
	service->image = last_value(x, parts, STR("image"));
	vec_for(const struct compose_part, part, &parts->parts) {
		add_names(a, tree_get(part->node, STR("depends_on")), &service->depends_on);
		add_names(a, tree_get(part->node, STR("profiles")), &service->profiles);
		const struct tree_node *ports = tree_get(part->node, STR("ports"));
		for (size_t i = 0; tree_is(ports, TREE_SEQUENCE) && i < ports->items.n; i++)
			fact_strings_add(
				a, &service->ports, compose_value(a, ports->items.items[i]));
	}
	service->depends_on.open = service->profiles.open = service->ports.open = parts->is_open;
}

static void
read_service(
	const struct compose_reader *r, const struct tree_pair *pair, struct compose_file *file)
{
	struct str name;
	if (!tree_scalar(pair->key, &name) || !tree_is(pair->value, TREE_MAPPING))
		return;
	const size_t *before = facts_counted(r->x);
	struct compose_parts parts = parts_of(r, name, pair->value);
	struct fact_compose_service *service = FACT_ADD(r->x, compose_service);
	service->place = place_of(r->source, pair->key->span);
	service->name = fact_known(name);
	service->file = fact_known(r->source->path);
	service->dns = tree_value_list(r->x->arena, tree_get(pair->value, STR("dns")));
	/* What another service hands on is not looked up. */
	service->dns.open |= tree_get(pair->value, STR("extends")) != NULL;
	dns_servers_add(r->x, r->source, tree_get(pair->value, STR("dns")), service,
		service_may_answer_dns(pair->value));
	read_relations(r->x, &parts, service);
	read_builds(&parts, service);
	compose_read_env(r->x, &parts, service);
	fact_list_add(r->x->arena, &file->services, service);
	if (!tree_is_whole(pair->value))
		facts_doubt(r->x, before);
}

/* include: [PATH, {path: PATH}, {path: [PATH, …]}] */
static void
read_includes(
	const struct compose_reader *r, const struct tree_node *include, struct compose_file *file)
{
	struct arena *a = r->x->arena;
	struct fact_strings paths = { 0 };
	for (size_t i = 0; tree_is(include, TREE_SEQUENCE) && i < include->items.n; i++) {
		const struct tree_node *item = include->items.items[i];
		const struct tree_node *path =
			tree_is(item, TREE_MAPPING) ? tree_get(item, STR("path")) : item;
		if (tree_is(path, TREE_SEQUENCE))
			add_names(a, path, &paths);
		else
			fact_strings_add(a, &paths, compose_value(a, path));
	}
	file->is_open |= include && !tree_is(include, TREE_SEQUENCE);
	for (size_t i = 0; i < paths.n; i++) {
		struct fact_string path = compose_path(r, fact_known(r->dir), paths.items[i]);
		file->is_open |= path.state != KNOWN;
		if (path.state == KNOWN)
			vec_push(a, &file->includes, path.text);
	}
}

static struct compose_reader
reader_of(struct extraction *x, const struct project_file *file, const struct map *builds)
{
	return (struct compose_reader){ .x = x,
		.source = file->source,
		.dir = path_dir(file->path),
		.services = services_of(file),
		.builds = builds };
}

void
extract_compose(struct extraction *x)
{
	struct map builds = { 0 };
	vec_for(struct project_file, file, &x->project->files) {
		struct compose_reader r = reader_of(x, file, NULL);
		if (file->kind == FILE_COMPOSE)
			note_builds(&r, &builds);
	}
	vec_for(struct project_file, file, &x->project->files) {
		if (file->kind != FILE_COMPOSE)
			continue;
		const struct tree_node *root = tree_root_mapping(file->tree);
		struct compose_reader r = reader_of(x, file, &builds);
		struct compose_file *read = ARENA_NEW(x->arena, struct compose_file);
		read->is_open = !root || file->tree->is_cut || !tree_is_whole(root);
		read_includes(&r, tree_get(root, STR("include")), read);
		if (r.services)
			vec_for(struct tree_pair, pair, &r.services->pairs)
				read_service(&r, pair, read);
		map_set(x->arena, &x->compose_files, file->path, read);
	}
}
