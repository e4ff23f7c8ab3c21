/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that goreleaser builds. Their build context is a folder that it makes, with binaries and
 * extra_files in it, and not the project. https://goreleaser.com/customization/docker/
 */
#include "base/path.h"
#include "facts/config/goreleaser.h"
#include "facts/config/tree_values.h"

#define CONFIG_MAX ((size_t)1024 * 1024)

static void
add_arg(struct extraction *x, struct docker_build_words *words, struct str name,
	struct fact_string value)
{
	if (name.n == 0 || str_contains(name, STR("{{")))
		words->build_args = settings_open(x->arena, words->build_args);
	else
		words->build_args = settings_put(x->arena, words->build_args,
			setting_new(x, name, value, "build arg", words->place));
}

/* --build-arg=NAME=value, --platform=linux/arm64, --target=stage */
static void
read_flag(struct extraction *x, struct docker_build_words *words, const struct tree_node *node)
{
	struct str flag, option, value, name;
	if (!tree_scalar(node, &flag) || !str_cut(flag, '=', &option, &value))
		return;
	bool is_known = !str_contains(value, STR("{{"));
	struct fact_string text = is_known ? fact_known(value) : fact_unknown_string();
	if (str_eq(option, STR("--platform"))) {
		words->platforms = text;
	} else if (str_eq(option, STR("--target"))) {
		words->target = text;
	} else if (str_eq(option, STR("--build-context"))) {
		str_cut(value, '=', &name, NULL);
		fact_strings_add(x->arena, &words->contexts, fact_known(name));
	} else if (str_eq(option, STR("--build-arg"))) {
		bool has_value = str_cut(value, '=', &name, &value);
		add_arg(x, words, name,
			has_value && is_known ? fact_known(value) : fact_unknown_string());
	}
}

static struct fact_docker_build *
add_image(struct extraction *x, const struct source *source, struct str dir,
	const struct tree_node *entry)
{
	struct docker_build_words words = { .place = place_of(source, entry->span),
		.context = fact_unknown_string(),
		.env = settings_open(x->arena, NULL) };
	struct fact_string file = tree_value(tree_get(entry, STR("dockerfile")));
	if (file.state == ABSENT)
		file = fact_known(STR("Dockerfile"));
	words.file = file.state == KNOWN ? fact_known(path_join(x->arena, dir, file.text)) : file;
	const struct tree_node *flags = tree_get(entry, STR("build_flag_templates"));
	for (size_t i = 0; tree_is(flags, TREE_SEQUENCE) && i < flags->items.n; i++)
		read_flag(x, &words, flags->items.items[i]);
	const struct tree_node *args = tree_get(entry, STR("build_args"));
	for (size_t i = 0; tree_is(args, TREE_MAPPING) && i < args->pairs.n; i++) {
		struct str name;
		if (tree_scalar(args->pairs.items[i].key, &name))
			add_arg(x, &words, name, tree_value(args->pairs.items[i].value));
	}
	return docker_build_add(x, &words);
}

static void
read_images(struct extraction *x, struct goreleaser_config *config, struct str dir)
{
	static const char *const lists[] = { "dockers", "dockers_v2" };
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct tree_node *list = tree_get(config->root, str_from(lists[i]));
		config->images.open |= list && !tree_is(list, TREE_SEQUENCE);
		for (size_t j = 0; tree_is(list, TREE_SEQUENCE) && j < list->items.n; j++)
			if (tree_is(list->items.items[j], TREE_MAPPING))
				fact_list_add(x->arena, &config->images,
					add_image(x, config->source, dir, list->items.items[j]));
	}
	config->images.open |= !config->is_whole;
}

const struct goreleaser_config *
goreleaser_config_at(struct extraction *x, struct str path, struct str dir)
{
	struct str text, error;
	struct goreleaser_config *config = map_get(&x->goreleaser_configs, path);
	if (config)
		return config;
	if (!vfs_read(x->arena, x->fs, path, CONFIG_MAX, &text, &error) || !read_again(x, text.n))
		return NULL;
	config = ARENA_NEW(x->arena, struct goreleaser_config);
	config->source = source_new(x->arena, path, text);
	const struct tree *tree = yaml_parse(x->arena, config->source);
	config->root = tree_root_mapping(tree);
	/* The commercial edition puts files together. */
	config->is_whole = config->root && !tree->is_cut && tree->faults.n == 0
		&& !tree_get(config->root, STR("includes"));
	bool unlisted = x->unlisted;
	x->unlisted = false; /* whoever asks first, they are those of the project */
	read_images(x, config, dir);
	x->unlisted = unlisted;
	map_set(x->arena, &x->goreleaser_configs, path, config);
	return config;
}
