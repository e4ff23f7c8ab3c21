/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a target of a bake file comes to: its own attributes over those that it inherits, and
 * what --set says over both. https://docs.docker.com/build/bake/reference/
 */
#include "base/buf.h"
#include "base/glob.h"
#include "facts/config/bake.h"

#define VISITS_MAX 20000 /* of targets, attributes and variables, when a call is followed */
#define VARIABLES_MAX 8  /* that refer to each other */

/* May so much more be looked at? Targets that inherit, and variables, can multiply what there is. */
static bool
may_visit(struct bake *b, size_t n)
{
	bool may = n <= VISITS_MAX - b->visits;
	b->visits = may ? b->visits + n : VISITS_MAX;
	return may;
}

/* --- values ------------------------------------------------------------------------------ */

/* A value of a matrix: it has no variables of its own. */
static struct fact_string
bake_plain(const struct tree_node *node)
{
	struct str text;
	bool is_plain = tree_scalar(node, &text) && node->kind != TREE_NULL
		&& !str_contains(text, STR("${")) && !str_contains(text, STR("%{"));
	return is_plain ? fact_known(text) : fact_unknown_string();
}

/* The environment goes over the default; ABSENT where that is null, or there is none. */
static struct fact_string
variable_value(struct bake *b, struct str name)
{
	const struct settings *env = b->call->env;
	const struct bake_block *last = bake_block_last(b, BAKE_VARIABLE, name);
	bool is_bound;
	const struct tree_node *bound = bake_bound(b->block, name, &is_bound);
	if (bound)
		return bake_plain(bound);
	if (!last || b->depth >= VARIABLES_MAX || !may_visit(b, 1) || is_bound)
		return fact_unknown_string();
	enum tri is_set = settings_has(env, name);
	if (is_set != NO)
		return is_set == YES ? setting_value(env, name) : fact_unknown_string();
	b->depth++;
	struct fact_string value = bake_value(b, tree_get(last->body, STR("default")));
	b->depth--;
	return value;
}

/* ${NAME}: the name, or nothing where it is any other expression. */
static struct str
variable_name(struct str text, size_t at, size_t *end)
{
	*end = str_find_char(text, '}', at);
	if (*end == STR_NONE)
		return STR("");
	struct str name = str_trim(str_slice(text, at + 2, *end));
	for (size_t i = 0; i < name.n; i++)
		if (!char_is_name(name.s[i]) && name.s[i] != '-' && name.s[i] != '.')
			return STR("");
	++*end;
	return name;
}

/* Is it nothing but a variable whose default is null, and which the caller is not known to set? */
static bool
may_be_null(const struct bake *b, const struct tree_node *node)
{
	struct str text, name;
	size_t end;
	bool is_bound;
	if (!tree_is(node, TREE_STRING) || !tree_scalar(node, &text)
		|| !str_starts(text, STR("${")))
		return false;
	name = variable_name(text, 0, &end);
	const struct bake_block *last = bake_block_last(b, BAKE_VARIABLE, name);
	if (end != text.n || !last || bake_bound(b->block, name, &is_bound) || is_bound)
		return false;
	const struct tree_node *value = tree_get(last->body, STR("default"));
	return (!value || value->kind == TREE_NULL) && settings_has(b->call->env, name) == UNSURE;
}

static struct fact_string
text_value(struct bake *b, struct str text)
{
	struct buf out = buf_new(b->x->arena);
	size_t whole;
	struct str only = str_starts(text, STR("${")) ? variable_name(text, 0, &whole) : STR("");
	if (only.n && whole == text.n)
		return variable_value(b, only); /* null stays null */
	for (size_t at = 0, end; at < text.n; at = end) {
		struct str rest = str_slice(text, at, text.n);
		end = at + 1;
		if (str_starts(rest, STR("$${")) || str_starts(rest, STR("%%{"))) {
			end = at + 3;
			buf_add(&out, str_slice(text, at + 1, end));
		} else if (str_starts(rest, STR("%{"))) {
			return fact_unknown_string();
		} else if (str_starts(rest, STR("${"))) {
			struct str name = variable_name(text, at, &end);
			struct fact_string value =
				name.n ? variable_value(b, name) : fact_unknown_string();
			if (value.state != KNOWN || !expansion_fits(b->x, value.text.n))
				return fact_unknown_string();
			buf_add(&out, value.text);
		} else {
			buf_add_char(&out, text.s[at]);
		}
	}
	return fact_known(buf_str(&out));
}

struct fact_string
bake_value(struct bake *b, const struct tree_node *node)
{
	struct str text;
	if (!node || node->kind == TREE_NULL)
		return (struct fact_string){ .state = ABSENT };
	if (!tree_scalar(node, &text))
		return fact_unknown_string();
	return node->kind == TREE_STRING ? text_value(b, text) : fact_known(text);
}

struct fact_strings
bake_list(struct bake *b, const struct tree_node *node)
{
	struct fact_strings list = { 0 };
	if (!node)
		return list;
	list.open = node->kind != TREE_NULL && node->kind != TREE_SEQUENCE;
	for (size_t i = 0; node->kind == TREE_SEQUENCE && i < node->items.n; i++)
		fact_strings_add(b->x->arena, &list, bake_value(b, node->items.items[i]));
	return list;
}

/* --- attributes ---------------------------------------------------------------------------- */

static void
add_args(struct bake *b, struct bake_target *t, const struct bake_block *block,
	const struct tree_node *args)
{
	struct arena *a = b->x->arena;
	if (!tree_is(args, TREE_MAPPING)) {
		if (args->kind != TREE_NULL)
			t->args = settings_open(a, t->args);
		return;
	}
	vec_for(struct tree_pair, pair, &args->pairs) {
		struct fact_string name = bake_value(b, pair->key);
		struct fact_string value = bake_value(b, pair->value);
		bool fits = expansion_fits(b->x, sizeof(struct fact_variable));
		if (name.state != KNOWN || !fits) {
			t->args = settings_open(a, t->args);
			continue;
		}
		/*
		 * null is as if it were not there. Whoever sets the variable passes an argument, as
		 * anybody can who builds: the Dockerfile's default may be replaced.
		 */
		if (value.state == ABSENT || may_be_null(b, pair->value))
			continue;
		struct assignment given = { .name = name.text,
			.value = value,
			.scope = "build arg",
			.place = place_of(
				block->source, span_join(pair->key->span, pair->value->span)),
			.value_place = place_of(block->source, pair->value->span) };
		variable_assign(b->x, &given, &t->args, NULL)->is_exported = YES;
	}
}

/* Texts such as id=token,env=TOKEN, or objects with an id. */
static void
add_ids(struct bake *b, const struct tree_node *node, struct fact_strings *out)
{
	out->open |= node->kind != TREE_NULL && !tree_is(node, TREE_SEQUENCE);
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n; i++) {
		const struct tree_node *item = node->items.items[i];
		bool is_object = tree_is(item, TREE_MAPPING);
		struct fact_string text =
			bake_value(b, is_object ? tree_get(item, STR("id")) : item);
		if (is_object && text.state == ABSENT)
			text = fact_known(STR("default"));
		fact_strings_add(
			b->x->arena, out, text.state == KNOWN ? docker_build_id(text.text) : text);
	}
}

static void
add_contexts(struct bake *b, struct bake_target *t, const struct tree_node *node)
{
	t->contexts.open |= node->kind != TREE_NULL && !tree_is(node, TREE_MAPPING);
	if (tree_is(node, TREE_MAPPING))
		vec_for(struct tree_pair, pair, &node->pairs)
			fact_strings_add(b->x->arena, &t->contexts, bake_value(b, pair->key));
}

static void
set_text(struct fact_string *field, struct fact_string value)
{
	if (value.state != ABSENT)
		*field = value;
}

static void
add_attribute(struct bake *b, struct bake_target *t, const struct bake_block *block, struct str key,
	const struct tree_node *value)
{
	if (str_eq(key, STR("context"))) {
		set_text(&t->context, bake_value(b, value));
	} else if (str_eq(key, STR("dockerfile"))) {
		set_text(&t->dockerfile, bake_value(b, value));
	} else if (str_eq(key, STR("target"))) {
		set_text(&t->target, bake_value(b, value));
	} else if (str_eq(key, STR("dockerfile-inline"))) {
		t->is_inline |= value->kind != TREE_NULL;
	} else if (str_eq(key, STR("args"))) {
		add_args(b, t, block, value);
	} else if (str_eq(key, STR("contexts"))) {
		add_contexts(b, t, value);
	} else if (str_eq(key, STR("secret")) || str_eq(key, STR("secrets"))) {
		add_ids(b, value, &t->secrets);
	} else if (str_eq(key, STR("ssh"))) {
		add_ids(b, value, &t->ssh);
	} else if (str_eq(key, STR("platforms")) && value->kind != TREE_NULL) {
		struct fact_strings list = bake_list(b, value);
		t->platforms = fact_strings_join(b->x->arena, &list);
	}
}

/* Something that is not known has its say after all that has been read so far. */
static void
may_be_overridden(struct bake *b, struct bake_target *t)
{
	t->is_open = true;
	t->context = t->dockerfile = t->target = t->platforms = fact_unknown_string();
	t->args = settings_open(b->x->arena, NULL);
}

static void
add_attributes(struct bake *b, struct bake_target *t, const struct bake_block *block)
{
	vec_for(struct tree_pair, pair, &block->body->pairs) {
		struct str key;
		if (!may_visit(b, 1 + pair->value->items.n + pair->value->pairs.n)) {
			may_be_overridden(b, t);
			return;
		}
		if (tree_scalar(pair->key, &key))
			add_attribute(b, t, block, key, pair->value);
	}
}

/* --- inheritance --------------------------------------------------------------------------- */

static void inherit(struct bake *b, struct bake_target *t, struct str name, unsigned depth);

static void
inherit_all(struct bake *b, struct bake_target *t, struct str name, unsigned depth)
{
	const struct bake_block *block = bake_block_named(b, BAKE_TARGET, name);
	const struct tree_node *node = NULL;
	for (; block; block = block->next)
		if (tree_get(block->body, STR("inherits")))
			node = tree_get(block->body, STR("inherits"));
	bool may = !node || may_visit(b, node->items.n);
	struct fact_strings parents = bake_list(b, may ? node : NULL);
	if (parents.open || !may)
		may_be_overridden(b, t);
	for (size_t i = 0; i < parents.n; i++)
		if (parents.items[i].state == KNOWN)
			inherit(b, t, parents.items[i].text, depth);
		else
			may_be_overridden(b, t);
}

static void
inherit(struct bake *b, struct bake_target *t, struct str name, unsigned depth)
{
	const struct bake_block *block = bake_block_named(b, BAKE_TARGET, name);
	if (depth > SCRIPT_MAX_DEPTH || !may_visit(b, 1)) {
		may_be_overridden(b, t);
		return;
	}
	inherit_all(b, t, name, depth + 1);
	for (; block; block = block->next) {
		b->block = block;
		add_attributes(b, t, block);
		b->block = NULL;
	}
}

/* --- --set TARGET.KEY=VALUE ------------------------------------------------------------------ */

static bool
is_certain(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '\x01')
			return false;
	return true;
}

static void
set_arg(struct bake *b, struct bake_target *t, struct str name, struct fact_string value)
{
	t->args = settings_put(b->x->arena, t->args,
		setting_new(b->x, name, value, "build arg", (struct place){ 0 }));
}

static void
override(struct bake *b, struct bake_target *t, struct str name, struct str word)
{
	struct str left, value, pattern, key, part;
	bool has_value = str_cut(word, '=', &left, &value);
	bool has_key = str_cut(left, '.', &pattern, &key);
	if (has_key && is_certain(pattern) && !glob_matches(pattern, name))
		return;
	if (!is_certain(left) && is_certain(pattern) && str_starts(key, STR("args."))) {
		t->args = settings_open(b->x->arena, t->args);
		return;
	}
	if (!is_certain(left)) {
		may_be_overridden(b, t);
		return;
	}
	if (!has_key)
		return;
	/* += adds to a list. */
	bool adds = str_ends(key, STR("+"));
	key.n -= adds;
	struct fact_string text =
		has_value && is_certain(value) && !adds ? fact_known(value) : fact_unknown_string();
	bool has_part = str_cut(key, '.', &key, &part);
	if (str_eq(key, STR("context")))
		t->context = text;
	else if (str_eq(key, STR("dockerfile")))
		t->dockerfile = text;
	else if (str_eq(key, STR("target")))
		t->target = text;
	else if (str_eq(key, STR("platform")))
		t->platforms = text;
	else if (str_eq(key, STR("args")) && has_part)
		set_arg(b, t, part, text);
	else if (str_eq(key, STR("contexts")) && has_part)
		fact_strings_add(b->x->arena, &t->contexts, fact_known(part));
	else if (str_eq(key, STR("secrets")))
		fact_strings_add(b->x->arena, &t->secrets,
			text.state == KNOWN ? docker_build_id(text.text) : text);
	else if (str_eq(key, STR("ssh")))
		fact_strings_add(b->x->arena, &t->ssh,
			text.state == KNOWN ? docker_build_id(text.text) : text);
}

struct bake_target
bake_resolve(struct bake *b, struct str name)
{
	struct bake_target t = { 0 };
	inherit(b, &t, name, 0);
	if (b->call->adds_metadata) {
		set_arg(b, &t, STR("DOCKER_META_IMAGES"), fact_unknown_string());
		set_arg(b, &t, STR("DOCKER_META_VERSION"), fact_unknown_string());
	}
	vec_for(const struct str, word, &b->call->overrides)
		override(b, &t, name, *word);
	return t;
}
