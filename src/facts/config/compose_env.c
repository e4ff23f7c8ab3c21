/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the containers of a service are given: env_file and environment.
 * https://docs.docker.com/reference/compose-file/services/#env_file
 */
#include "facts/config/compose.h"

#include "base/buf.h"
#include "base/path.h"

#define ENV_FILE_MAX ((size_t)256 * 1024)

/* --- values --- */

static struct fact_string
interpolate(struct arena *a, struct str text)
{
	if (str_contains(text, STR("{{")))
		return fact_unknown_string();
	if (str_find_char(text, '$', 0) == STR_NONE)
		return fact_known(text);
	struct buf out = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		bool is_dollar = text.s[i] == '$';
		if (is_dollar && (i + 1 == text.n || text.s[++i] != '$'))
			return fact_unknown_string();
		buf_add_char(&out, text.s[i]);
	}
	return fact_known(buf_str(&out));
}

struct fact_string
compose_value(struct arena *a, const struct tree_node *node)
{
	struct str text;
	if (!node || node->kind == TREE_NULL)
		return (struct fact_string){ .state = ABSENT };
	return tree_scalar(node, &text) ? interpolate(a, text) : fact_unknown_string();
}

struct fact_string
compose_path(const struct compose_reader *r, struct fact_string dir, struct fact_string path)
{
	bool is_local = path.state == KNOWN && !str_starts(path.text, STR("~"))
		&& !docker_is_remote(path.text);
	return is_local ? project_path_from(r->x->arena, dir, path) : fact_unknown_string();
}

/* --- NAME: value, NAME=value --- */

static void
assign(const struct compose_reader *r, struct assignment *a, const struct settings **map)
{
	struct extraction *x = r->x;
	bool unlisted = x->unlisted;
	/* Many services may extend one. */
	if (!expansion_fits(x, sizeof(struct fact_variable))) {
		*map = settings_open(x->arena, *map);
		return;
	}
	if (a->value.state == ABSENT) {
		/* Whether whoever runs compose has it, is not known; what was there has gone. */
		a->value = fact_unknown_string();
		a->maybe = YES;
		*map = settings_remove(x->arena, *map, a->name);
	}
	x->unlisted |= r->is_inherited;
	variable_assign(x, a, map, NULL)->is_exported = YES;
	x->unlisted = unlisted;
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
	if (name.n == 0 || str_find_char(name, '$', 0) != STR_NONE) {
		*map = settings_open(r->x->arena, *map);
		return;
	}
	struct assignment a = { .name = name,
		.scope = scope,
		.place = place_of(r->source, mapped_span(content, 0, content->text.n)),
		.value_place = place_of(r->source,
			mapped_span(content, content->text.n - value.n, content->text.n)) };
	if (has_value)
		a.value = interpolate(r->x->arena, value);
	assign(r, &a, map);
}

void
compose_assign(const struct compose_reader *r, const struct tree_node *node, const char *scope,
	const struct settings **map)
{
	if (node && node->kind != TREE_NULL && !tree_is(node, TREE_MAPPING)
		&& !tree_is(node, TREE_SEQUENCE))
		*map = settings_open(r->x->arena, *map);
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n; i++)
		assign_item(r, node->items.items[i], scope, map);
	for (size_t i = 0; tree_is(node, TREE_MAPPING) && i < node->pairs.n; i++) {
		const struct tree_pair *pair = &node->pairs.items[i];
		struct assignment a = { .value = compose_value(r->x->arena, pair->value),
			.scope = scope,
			.place = place_of(r->source, span_join(pair->key->span, pair->value->span)),
			.value_place = place_of(r->source, pair->value->span) };
		if (tree_scalar(pair->key, &a.name))
			assign(r, &a, map);
	}
}

/* --- env_file --- */

struct env_file {
	struct extraction *x;
	const struct source *source;
	const struct settings *env;
	bool is_raw;
};

static void
add(struct env_file *f, struct str name, struct fact_string value)
{
	size_t at = (size_t)(name.s - f->source->text.s);
	if (!expansion_fits(f->x, sizeof(struct fact_setting))) {
		f->env = settings_open(f->x->arena, f->env);
		return;
	}
	struct fact_setting *s = setting_new(
		f->x, name, value, "env_file", place_of(f->source, span_make(at, at + name.n)));
	f->env = settings_put(f->x->arena, f->env, s);
}

/* 'as it is', "with escapes and variables"; false where it goes on after the line. */
static bool
read_quoted(struct str text, struct fact_string *value)
{
	size_t end = str_find_char(text, text.s[0], 1);
	bool has_escape = str_find_char(text, '\\', 0) != STR_NONE;
	if (end == STR_NONE || has_escape)
		return false;
	struct str rest = str_trim(str_slice(text, end + 1, text.n));
	struct str inside = str_slice(text, 1, end);
	bool is_plain = text.s[0] == '\'' || str_find_char(inside, '$', 0) == STR_NONE;
	*value = is_plain ? fact_known(inside) : fact_unknown_string();
	return rest.n == 0 || rest.s[0] == '#';
}

static bool
read_value(struct str text, struct fact_string *value)
{
	text = str_trim(text);
	if (text.n && (text.s[0] == '"' || text.s[0] == '\''))
		return read_quoted(text, value);
	size_t comment = str_find(text, STR(" #"), 0);
	text = str_trim(str_slice(text, 0, comment == STR_NONE ? text.n : comment));
	bool is_plain = str_find_char(text, '$', 0) == STR_NONE
		&& str_find_char(text, '\\', 0) == STR_NONE && !str_starts(text, STR("#"));
	*value = is_plain ? fact_known(text) : fact_unknown_string();
	return true;
}

/* One line; false where it can't be told what it, and so what follows, means. */
static bool
read_line(struct env_file *f, struct str line)
{
	struct str text = str_trim(line);
	size_t n = 0;
	if (text.n == 0 || text.s[0] == '#')
		return true;
	if (!f->is_raw && str_starts(text, STR("export ")))
		text = str_trim(str_slice(text, 7, text.n));
	while (n < text.n && (char_is_name(text.s[n]) || text.s[n] == '.' || text.s[n] == '-'))
		n++;
	struct str name = str_slice(text, 0, n), rest = str_slice(text, n, text.n);
	struct fact_string value;
	if (n == 0)
		return false;
	if (str_trim(rest).n == 0) {
		f->env = settings_remove(f->x->arena, f->env, name);
		add(f, name, (struct fact_string){ .state = ABSENT });
		return true;
	}
	if (f->is_raw) {
		value = fact_known(str_slice(rest, 1, rest.n));
		bool is_plain = rest.s[0] == '=' && str_eq(str_trim(value.text), value.text);
		if (is_plain)
			add(f, name, value);
		return is_plain;
	}
	rest = str_trim(rest);
	if ((rest.s[0] != '=' && rest.s[0] != ':')
		|| !read_value(str_slice(rest, 1, rest.n), &value))
		return false;
	add(f, name, value);
	return true;
}

struct held_source {
	const struct source *source; /* NULL: it can't be read */
};

const struct source *
compose_env_source(struct extraction *x, struct str path)
{
	struct str text, error;
	struct held_source *held = map_get(&x->env_files, path);
	if (held)
		return held->source;
	held = ARENA_NEW(x->arena, struct held_source);
	if (vfs_read(x->arena, x->fs, path, ENV_FILE_MAX, &text, &error))
		held->source = source_new(x->arena, path, text);
	map_set(x->arena, &x->env_files, path, held);
	return held->source;
}

/* Whoever runs compose may have a file that is not in the project; then anything may be set. */
static const struct settings *
read_env_file(
	struct extraction *x, struct fact_string path, bool is_raw, const struct settings *env)
{
	struct str line;
	const struct source *source = path.state == KNOWN ? compose_env_source(x, path.text) : NULL;
	if (!source || !read_again(x, source->text.n))
		return settings_open(x->arena, env);
	struct env_file f = { x, source, env, is_raw };
	for (struct str rest = f.source->text; str_next_field(&rest, '\n', &line);)
		if (!read_line(&f, line))
			return settings_open(x->arena, f.env);
	return f.env;
}

/* A path, or {path: …, required: …, format: raw}. */
static void
add_env_file(const struct compose_part *part, const struct tree_node *item,
	struct fact_compose_service *service)
{
	const struct compose_reader *r = &part->reader;
	struct extraction *x = r->x;
	bool is_mapping = tree_is(item, TREE_MAPPING);
	struct fact_string path =
		compose_value(x->arena, is_mapping ? tree_get(item, STR("path")) : item);
	struct fact_string format =
		compose_value(x->arena, is_mapping ? tree_get(item, STR("format")) : NULL);
	bool is_raw = format.state == KNOWN && str_eq(format.text, STR("raw"));
	path = compose_path(r, fact_known(r->dir), path);
	fact_strings_add(x->arena, &service->env_files, path);
	if (format.state != ABSENT && !is_raw)
		path = fact_unknown_string();
	service->env = read_env_file(x, path, is_raw, service->env);
}

void
compose_read_env(struct extraction *x, const struct compose_parts *parts,
	struct fact_compose_service *service)
{
	vec_for(const struct compose_part, part, &parts->parts) {
		const struct tree_node *files = tree_get(part->node, STR("env_file"));
		if (!tree_is(files, TREE_SEQUENCE) && files && files->kind != TREE_NULL)
			add_env_file(part, files, service);
		for (size_t i = 0; tree_is(files, TREE_SEQUENCE) && i < files->items.n; i++)
			add_env_file(part, files->items.items[i], service);
	}
	vec_for(const struct compose_part, part, &parts->parts)
		compose_assign(&part->reader, tree_get(part->node, STR("environment")), "compose",
			&service->env);
	if (parts->is_open) {
		service->env_files.open = true;
		service->env = settings_open(x->arena, service->env);
	}
}
