/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The go commands that goreleaser runs: before.hooks, and builds with their hooks. What is a
 * template is unknown. https://goreleaser.com/customization/builds/go/
 */
#include "facts/config/goreleaser.h"

#include "base/buf.h"
#include "base/path.h"

#define BUILDS_MAX 200            /* of a configuration */
#define BUILD_COST ((size_t)8192) /* of a build or a hook, as if expansion made its bytes */

struct builds_reader {
	struct run_context cx;
	const struct source *source;
	const struct goreleaser_call *call;
	struct fact_list *found; /* open where it runs more than is written out */
};

static struct fact_string
value_of(const struct tree_node *node)
{
	struct str text;
	if (!node || node->kind == TREE_NULL)
		return (struct fact_string){ .state = ABSENT };
	bool is_plain = tree_scalar(node, &text) && !str_contains(text, STR("{{"));
	return is_plain ? fact_known(text) : fact_unknown_string();
}

/* env: [NAME=value] */
static const struct settings *
add_env(const struct builds_reader *r, const struct settings *env, const struct tree_node *list)
{
	struct extraction *x = r->cx.x;
	if (!tree_is(list, TREE_SEQUENCE))
		return list && list->kind != TREE_NULL ? settings_open(x->arena, env) : env;
	for (size_t i = 0; i < list->items.n; i++) {
		const struct tree_node *item = list->items.items[i];
		struct str text = { 0 }, name, value;
		tree_scalar(item, &text);
		bool is_pair = str_cut(text, '=', &name, &value) && name.n;
		if (!is_pair || str_contains(name, STR("{{"))) {
			env = settings_open(x->arena, env);
			continue;
		}
		bool is_plain =
			!str_contains(value, STR("{{")) && str_find_char(value, '$', 0) == STR_NONE;
		env = settings_put(x->arena, env,
			setting_new(x, name, is_plain ? fact_known(value) : fact_unknown_string(),
				"goreleaser", place_of(r->source, item->span)));
	}
	return env;
}

/* --- hooks --- */

/* No shell runs them: where one would do more than to split the words, they are left alone. */
static void
run_hook(struct builds_reader *r, const struct tree_node *hook, struct fact_string dir)
{
	struct run_context cx = r->cx;
	const struct tree_node *node = hook;
	if (!expansion_fits(cx.x, BUILD_COST)) {
		r->found->open = true;
		return;
	}
	if (tree_is(hook, TREE_MAPPING)) {
		node = tree_get(hook, STR("cmd"));
		cx.env = add_env(r, cx.env, tree_get(hook, STR("env")));
		struct fact_string own = value_of(tree_get(hook, STR("dir")));
		dir = own.state == ABSENT ? dir : own;
		if (tree_get(hook, STR("if"))) {
			cx.conditional = YES;
			r->found->open = true;
		}
	}
	bool is_plain = tree_is(node, TREE_STRING) && value_of(node).state == KNOWN;
	for (size_t i = 0; is_plain && i < node->text.n; i++)
		is_plain =
			str_find_char(STR("|&;<>$`(){}*?[#~\\\n"), node->text.s[i], 0) == STR_NONE;
	if (dir.state != ABSENT)
		cx.workdir =
			dir.state == KNOWN ? workdir_join(cx.x->arena, cx.workdir, dir.text) : dir;
	if (is_plain)
		script_run_text(&cx, &node->content, SHELL_POSIX);
	else if (node)
		machine_open(cx.x, cx.machine);
}

/* `skipped` is what --skip calls them. */
static void
run_hooks(struct builds_reader *r, const struct tree_node *hooks, struct fact_string dir,
	const char *skipped)
{
	if (goreleaser_skips(r->call, skipped))
		return;
	if (tree_is(hooks, TREE_SEQUENCE))
		for (size_t i = 0; i < hooks->items.n; i++)
			run_hook(r, hooks->items.items[i], dir);
	else if (hooks && hooks->kind != TREE_NULL)
		run_hook(r, hooks, dir);
}

/* --- builds --- */

/* GOOS and GOARCH: of a list with one entry it is certain which. */
static const struct settings *
add_platform(const struct builds_reader *r, const struct settings *env,
	const struct tree_node *build, const char *name, const char *key)
{
	struct extraction *x = r->cx.x;
	const struct tree_node *list = tree_get(build, str_from(key));
	bool is_one = tree_is(list, TREE_SEQUENCE) && list->items.n == 1
		&& !tree_get(build, STR("targets"));
	struct fact_string value = is_one ? value_of(list->items.items[0]) : fact_unknown_string();
	return settings_put(x->arena, env,
		setting_new(x, str_from(name), value, "goreleaser",
			place_of(r->source, (list ? list : build)->span)));
}

/* As go build is called, but for what templates and platforms make of it. */
static struct fact_strings
words_of(const struct builds_reader *r, const struct tree_node *build, bool from_proxy)
{
	struct arena *a = r->cx.x->arena;
	struct fact_strings words = { 0 };
	struct fact_string verb = value_of(tree_get(build, STR("command")));
	struct fact_string main = value_of(tree_get(build, STR("main")));
	const struct tree_node *flags = tree_get(build, STR("flags"));
	fact_strings_add(a, &words, fact_known(STR("go")));
	if (tree_get(build, STR("overrides"))) /* for some platforms the flags are others */
		flags = NULL;
	fact_strings_add(a, &words, verb.state == ABSENT ? fact_known(STR("build")) : verb);
	for (size_t i = 0; tree_is(flags, TREE_SEQUENCE) && i < flags->items.n; i++)
		fact_strings_add(a, &words, value_of(flags->items.items[i]));
	if (flags && flags->kind != TREE_NULL && !tree_is(flags, TREE_SEQUENCE))
		fact_strings_add(a, &words, value_of(flags));
	if (tree_get(build, STR("overrides")))
		fact_strings_add(a, &words, fact_unknown_string());
	if (from_proxy)
		main = fact_unknown_string();
	fact_strings_add(a, &words, main.state == ABSENT ? fact_known(STR(".")) : main);
	return words;
}

/* The words as they are shown; … for those that are not known. */
static struct str
text_of(struct arena *a, const struct fact_strings *words)
{
	struct strs parts = { 0 };
	for (size_t i = 0; i < words->n; i++)
		vec_push(a, &parts,
			words->items[i].state == KNOWN ? words->items[i].text : STR("…"));
	return strs_join(a, &parts, STR(" "));
}

/* Is it built, and by the go command? */
static enum tri
is_built_by_go(const struct tree_node *build)
{
	struct fact_string builder = value_of(tree_get(build, STR("builder")));
	struct fact_string skip = value_of(tree_get(build, STR("skip")));
	struct fact_string tool = value_of(tree_get(build, STR("tool")));
	if (tool.state == ABSENT)
		tool = value_of(tree_get(build, STR("gobinary")));
	if (builder.state == UNKNOWN || tool.state == UNKNOWN || skip.state == UNKNOWN)
		return UNSURE;
	return tri_of((tree_is(build, TREE_MAPPING) || build->kind == TREE_NULL)
		&& (builder.state == ABSENT || str_eq(builder.text, STR("go")))
		&& (tool.state == ABSENT || str_eq(tool.text, STR("go")))
		&& !(skip.state == KNOWN && str_eq(skip.text, STR("true"))));
}

/* overrides: [{goos: …, env: […]}] are for some platforms, which are not told apart here. */
static const struct settings *
add_overrides(
	const struct builds_reader *r, const struct settings *env, const struct tree_node *list)
{
	struct arena *a = r->cx.x->arena;
	for (size_t i = 0; tree_is(list, TREE_SEQUENCE) && i < list->items.n; i++) {
		const struct tree_node *own = tree_get(list->items.items[i], STR("env"));
		for (size_t j = 0; tree_is(own, TREE_SEQUENCE) && j < own->items.n; j++) {
			struct str text = { 0 }, name;
			tree_scalar(own->items.items[j], &text);
			str_cut(text, '=', &name, NULL);
			if (name.n)
				env = settings_put(a, env,
					setting_new(r->cx.x, name, fact_unknown_string(),
						"goreleaser",
						place_of(r->source, own->items.items[j]->span)));
		}
	}
	return list ? settings_open(a, env) : env;
}

static void
run_build(struct builds_reader *r, const struct tree_node *build, bool from_proxy)
{
	struct arena *a = r->cx.x->arena;
	struct run_context cx = r->cx;
	struct fact_string dir = value_of(tree_get(build, STR("dir")));
	const struct tree_node *hooks = tree_get(build, STR("hooks"));
	cx.env = add_env(r, cx.env, tree_get(build, STR("env")));
	cx.env = add_platform(r, cx.env, build, "GOOS", "goos");
	cx.env = add_platform(r, cx.env, build, "GOARCH", "goarch");
	cx.env = add_overrides(r, cx.env, tree_get(build, STR("overrides")));
	if (dir.state != ABSENT)
		cx.workdir = dir.state == KNOWN ? workdir_join(a, cx.workdir, dir.text) : dir;
	struct builds_reader inner = { cx, r->source, r->call, r->found };
	run_hooks(&inner, tree_get(hooks, STR("pre")), dir, "pre-hooks");
	struct fact_strings words = words_of(r, build, from_proxy);
	size_t before = cx.machine->commands.n;
	command_run(&cx, &words, place_of(r->source, build->span));
	if (cx.machine->commands.n > before) {
		struct fact_command *c = cx.machine->commands.items[before];
		c->text = fact_known(text_of(a, &words));
	}
	run_hooks(&inner, tree_get(hooks, STR("post")), dir, "post-hooks");
}

struct fact_list
goreleaser_go_commands(const struct run_context *cx, const struct goreleaser_config *config,
	const struct goreleaser_call *call)
{
	struct extraction *x = cx->x;
	struct machine machine = *cx->machine;
	struct fact_list found = { .open = !config->is_whole || call->skips_unknown };
	struct builds_reader r = { *cx, config->source, call, &found };
	const struct tree_node *root = config->root;
	if (!root || !read_again(x, config->source->text.n))
		return found;
	bool unlisted = x->unlisted;
	x->unlisted = true;
	machine_part_lists(&machine);
	r.cx.machine = &machine;
	r.cx.source = config->source;
	r.cx.locals = r.cx.directories = NULL;
	r.cx.env = add_env(&r, r.cx.env, tree_get(root, STR("env")));
	if (tree_get(root, STR("monorepo"))) /* its dir counts where a build has none */
		r.cx.workdir = fact_unknown_string();
	size_t before = machine.go_commands.n;
	run_hooks(&r, tree_path(root, STR("before.hooks")), (struct fact_string){ .state = ABSENT },
		"before");
	/* With gomod.proxy the module comes from a proxy, and is built elsewhere. */
	struct fact_string proxy = value_of(tree_path(root, STR("gomod.proxy")));
	bool from_proxy =
		proxy.state == UNKNOWN || (proxy.state == KNOWN && str_eq(proxy.text, STR("true")));
	const struct tree_node *builds = tree_get(root, STR("builds"));
	struct tree_node none = { .kind = TREE_MAPPING };
	for (size_t i = 0; tree_is(builds, TREE_SEQUENCE) && i < builds->items.n; i++) {
		enum tri is_built = is_built_by_go(builds->items.items[i]);
		found.open |= is_built == UNSURE;
		if (is_built != YES)
			continue;
		if (i < BUILDS_MAX && expansion_fits(x, BUILD_COST))
			run_build(&r, builds->items.items[i], from_proxy);
		else
			found.open = true;
	}
	if (!builds && config->is_whole)
		run_build(&r, &none, from_proxy);
	for (size_t i = before; i < machine.go_commands.n; i++)
		fact_list_add(x->arena, &found, machine.go_commands.items[i]);
	x->unlisted = unlisted;
	return found;
}
