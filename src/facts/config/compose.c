/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compose files: how services are built, their DNS servers and their environment.
 * https://docs.docker.com/reference/compose-file/
 */
#include "facts/config/dns_server.h"
#include "facts/config/tree_values.h"
#include "facts/extract.h"

#include "base/path.h"

/* A compose file while its services are read. */
struct compose_reader {
	struct extraction *x;
	const struct source *source;
	struct str dir;
};

/* --- NAME: value, NAME=value --- */

static void
assign_pair(const struct compose_reader *r, const struct tree_pair *pair, const char *scope,
	const struct settings **map)
{
	struct str name;
	if (!tree_scalar(pair->key, &name))
		return;
	struct fact_string value = tree_value(pair->value);
	struct assignment a = { .name = name,
		/* Without a value, the one of the shell that runs compose. */
		.value = value.state == KNOWN ? value : fact_unknown_string(),
		.scope = scope,
		.place = place_of(r->source, span_join(pair->key->span, pair->value->span)),
		.value_place = place_of(r->source, pair->value->span) };
	variable_assign(r->x, &a, map, NULL)->is_exported = YES;
}

static void
assign_item(const struct compose_reader *r, const struct tree_node *item, const char *scope,
	const struct settings **map)
{
	struct str name, value;
	if (!tree_is(item, TREE_STRING))
		return;
	const struct mapped *content = &item->content;
	bool has_value = str_cut(item->text, '=', &name, &value);
	if (name.n == 0 || str_find_char(name, '$', 0) != STR_NONE)
		return;
	bool known = has_value && str_find_char(value, '$', 0) == STR_NONE;
	struct assignment a = { .name = name,
		.value = known ? fact_known(value) : fact_unknown_string(),
		.scope = scope,
		.place = place_of(r->source, mapped_span(content, 0, content->text.n)),
		.value_place = place_of(r->source,
			mapped_span(content, content->text.n - value.n, content->text.n)) };
	variable_assign(r->x, &a, map, NULL)->is_exported = YES;
}

/* A mapping, or a list of NAME=value. */
static void
assign_all(const struct compose_reader *r, const struct tree_node *node, const char *scope,
	const struct settings **map)
{
	if (tree_is(node, TREE_MAPPING))
		vec_for(struct tree_pair, pair, &node->pairs)
			assign_pair(r, pair, scope, map);
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n; i++)
		assign_item(r, node->items.items[i], scope, map);
}

/* --- build --- */

static bool
is_remote(struct str context)
{
	return str_contains(context, STR("://")) || str_starts(context, STR("git@"))
		|| str_starts(context, STR("github.com/"));
}

/* A path as seen from `dir`, if it lies in the project. */
static struct fact_string
path_from(const struct compose_reader *r, struct fact_string dir, struct fact_string path)
{
	if (dir.state != KNOWN || path.state != KNOWN || is_remote(path.text)
		|| str_starts(path.text, STR("~")) || path_is_absolute(path.text))
		return fact_unknown_string();
	struct str joined = path_join(r->x->arena, dir.text, path.text);
	return path_is_within(joined, STR("")) ? fact_known(joined) : fact_unknown_string();
}

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

static struct fact_docker_build *
read_build(const struct compose_reader *r, const struct tree_pair *service,
	const struct tree_node *build)
{
	struct docker_build_words words = { .place = place_of(r->source, service->key->span) };
	bool is_mapping = tree_is(build, TREE_MAPPING);
	if (tree_get(build, STR("dockerfile_inline")))
		return NULL;
	struct fact_string context =
		tree_value(is_mapping ? tree_get(build, STR("context")) : build);
	if (context.state == ABSENT)
		context = fact_known(STR("."));
	words.context = path_from(r, fact_known(r->dir), context);
	struct fact_string file = tree_value(tree_get(build, STR("dockerfile")));
	if (file.state != ABSENT)
		words.file = path_from(r, words.context, file);
	const struct tree_node *platforms = tree_get(build, STR("platforms"));
	if (!platforms)
		platforms = tree_get(service->value, STR("platform"));
	if (platforms) {
		struct fact_strings list = tree_value_list(r->x->arena, platforms);
		words.platforms = fact_strings_join(r->x->arena, &list);
	}
	assign_all(r, tree_get(build, STR("args")), "build arg", &words.build_args);
	words.target = tree_value(tree_get(build, STR("target")));
	words.env = settings_open(r->x->arena, NULL);
	add_ids(r, tree_get(build, STR("secrets")), &words.secrets);
	add_ids(r, tree_get(build, STR("ssh")), &words.ssh);
	return docker_build_add(r->x, &words);
}

/* --- services --- */

static void
read_service(const struct compose_reader *r, const struct tree_pair *pair)
{
	struct str name;
	if (!tree_scalar(pair->key, &name) || !tree_is(pair->value, TREE_MAPPING))
		return;
	const size_t *before = facts_counted(r->x);
	struct fact_compose_service *service = FACT_ADD(r->x, compose_service);
	service->place = place_of(r->source, pair->key->span);
	service->name = fact_known(name);
	service->dns = tree_value_list(r->x->arena, tree_get(pair->value, STR("dns")));
	/* What another service hands on is not looked up. */
	service->dns.open |= tree_get(pair->value, STR("extends")) != NULL;
	dns_servers_add(r->x, r->source, tree_get(pair->value, STR("dns")), service,
		service_may_answer_dns(pair->value));
	const struct tree_node *build = tree_get(pair->value, STR("build"));
	if (build && build->kind != TREE_NULL)
		service->build = read_build(r, pair, build);
	assign_all(r, tree_get(pair->value, STR("environment")), "compose", NULL);
	if (!tree_is_whole(pair->value))
		facts_doubt(r->x, before);
}

void
extract_compose(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		if (file->kind != FILE_COMPOSE)
			continue;
		struct compose_reader r = { x, file->source, path_dir(file->path) };
		const struct tree_node *services =
			tree_get(tree_root_mapping(file->tree), STR("services"));
		if (tree_is(services, TREE_MAPPING))
			vec_for(struct tree_pair, pair, &services->pairs)
				read_service(&r, pair);
	}
}
