/* SPDX-License-Identifier: Apache-2.0 */
/* Shell builtins that change the environment, and commands that only wrap another one. */
#include "base/path.h"
#include "facts/script/script.h"

/* Some value that is not known, where the name has its place. */
static void
make_unknown(struct run_context *cx, struct str name, struct place place)
{
	const struct settings **map = settings_get(cx->env, name) ? &cx->env : &cx->locals;
	*map = settings_put(cx->x->arena, *map,
		setting_new(cx->x, name, fact_unknown_string(), "shell", place));
}

/* export NAME: moves a shell variable into the environment, now or when it gets a value. */
static void
export_name(struct run_context *cx, struct str name, struct place place)
{
	const struct fact_setting *local = settings_get(cx->locals, name);
	if (local) {
		cx->env = settings_put(cx->x->arena, cx->env, local);
		cx->locals = settings_remove(cx->x->arena, cx->locals, name);
	} else if (settings_has(cx->env, name) == NO && !settings_get(cx->env, name)) {
		struct fact_setting *unset = setting_new(
			cx->x, name, (struct fact_string){ .state = ABSENT }, "export", place);
		unset->present = NO;
		cx->env = settings_put(cx->x->arena, cx->env, unset);
	}
}

/* A word NAME=value among the arguments of export and the like; `before` has no such yet. */
static void
assign_word(struct run_context *cx, const struct run_context *before, const struct shell_word *word,
	const char *scope, const struct settings **map)
{
	if (word->parts.n == 0 || word->parts.items[0].kind != SHELL_PART_LITERAL)
		return;
	struct str name;
	if (!str_cut(word->parts.items[0].text, '=', &name, NULL)) {
		if (word->parts.n == 1 && map == &cx->env)
			export_name(cx, name, place_of(cx->source, word->span));
		return;
	}
	struct fact_string value = word_value(before, word);
	if (value.state == KNOWN)
		value.text = str_slice(value.text, name.n + 1, SIZE_MAX);
	size_t from = word->span.off + name.n + 1;
	struct assignment a = {
		.name = name,
		.value = value,
		.scope = scope,
		.place = place_of(cx->source, word->span),
		.value_place = place_of(cx->source, span_make(from, span_end(word->span))),
		.maybe = cx->conditional,
	};
	variable_assign(cx->x, &a, map, cx);
}

/* export -n: the values stay, as shell variables. */
static void
take_back(struct run_context *cx, const struct argv *argv)
{
	for (size_t i = 2; i < argv->words.n; i++) {
		struct fact_string word = argv->words.items[i];
		struct str name;
		if (word.state != KNOWN)
			continue;
		str_cut(word.text, '=', &name, NULL);
		const struct fact_setting *setting = settings_get(cx->env, name);
		if (!setting)
			continue;
		if (cx->conditional != NO) {
			make_unknown(cx, name, argv->origins[i].place);
			continue;
		}
		cx->locals = settings_put(cx->x->arena, cx->locals, setting);
		cx->env = settings_remove(cx->x->arena, cx->env, name);
	}
}

static void
run_export(struct run_context *cx, const struct shell_node *node, const struct argv *argv)
{
	const struct run_context before = *cx;
	if (argv->words.n > 1 && argv->words.items[1].state == KNOWN
		&& str_eq(argv->words.items[1].text, STR("-n"))) {
		take_back(cx, argv);
		return;
	}
	for (size_t i = 1; i < node->words.n; i++)
		assign_word(cx, &before, &node->words.items[i], "export", &cx->env);
}

/* A name that is in the environment already stays there, even as a local one. */
static void
declare_word(struct run_context *cx, const struct run_context *before,
	const struct shell_word *word, bool exported)
{
	struct str text = word->parts.n ? word->parts.items[0].text : STR(""), name;
	str_cut(text, '=', &name, NULL);
	exported |= cx->allexport || settings_get(cx->env, name);
	assign_word(
		cx, before, word, exported ? "export" : "shell", exported ? &cx->env : &cx->locals);
}

static void
run_declare(struct run_context *cx, const struct shell_node *node)
{
	const struct run_context before = *cx;
	bool exported = false;
	for (size_t i = 1; i < node->words.n; i++) {
		struct str text;
		if (shell_word_literal(cx->x->arena, &node->words.items[i], &text)
			&& str_starts(text, STR("-")))
			exported |= str_contains(text, STR("x"));
		else
			declare_word(cx, &before, &node->words.items[i], exported);
	}
}

static void
run_unset(struct run_context *cx, const struct argv *argv)
{
	for (size_t i = 1; i < argv->words.n; i++) {
		struct fact_string name = argv->words.items[i];
		if (name.state != KNOWN)
			continue;
		if (str_eq(name.text, STR("-f")))
			return; /* functions */
		if (cx->conditional == NO) {
			cx->env = settings_remove(cx->x->arena, cx->env, name.text);
			cx->locals = settings_remove(cx->x->arena, cx->locals, name.text);
		} else if (settings_get(cx->env, name.text)) {
			cx->env = settings_put(cx->x->arena, cx->env,
				setting_new(cx->x, name.text,
					(struct fact_string){ .state = ABSENT }, "unset",
					argv->origins[i].place));
		}
	}
}

static bool
is_sign(char c)
{
	return c == '-' || c == '+';
}

/* One word of `set` that begins with - or +, or names an option behind -o. */
static void
set_option(struct run_context *cx, struct str word, bool turns_on)
{
	bool has_letters = is_sign(word.s[0]) && word.s[1] != '-';
	enum tri value = cx->conditional == NO ? tri_of(turns_on) : UNSURE;
	if (str_eq(word, STR("pipefail")))
		cx->pipefail = value;
	if (str_eq(word, STR("errexit"))
		|| (has_letters && str_find_char(word, 'e', 1) != STR_NONE))
		cx->errexit = value;
	if (str_eq(word, STR("allexport"))
		|| (has_letters && str_find_char(word, 'a', 1) != STR_NONE))
		cx->allexport = turns_on;
}

static void
run_set(struct run_context *cx, const struct argv *argv)
{
	bool turns_on = false;
	for (size_t i = 1; i < argv->words.n; i++) {
		struct fact_string word = argv->words.items[i];
		if (word.state != KNOWN) {
			cx->pipefail = cx->errexit = UNSURE;
			return;
		}
		if (str_eq(word.text, STR("--")))
			return;
		if (word.text.n < 2)
			continue;
		if (is_sign(word.text.s[0]))
			turns_on = word.text.s[0] == '-';
		set_option(cx, word.text, turns_on);
	}
}

static void
run_cd(struct run_context *cx, const struct shell_node *node, const struct argv *argv)
{
	size_t at = argv->words.n > 2 && argv->words.items[1].state == KNOWN
			&& str_eq(argv->words.items[1].text, STR("--"))
		? 2
		: 1;
	struct fact_string dir = at < argv->words.n ? argv->words.items[at] : fact_unknown_string();
	bool certain = dir.state == KNOWN && dir.text.n && !str_starts(dir.text, STR("-"))
		&& !str_starts(dir.text, STR("~"));
	if (certain)
		dir = fact_made_of(workdir_join(cx->x->arena, cx->workdir, dir.text), dir);
	else if (dir.state == UNKNOWN && at < node->words.n && node->words.n == argv->words.n)
		dir = script_directory(cx, &node->words.items[at]);
	else
		dir = fact_unknown_string();
	cx->workdir = dir;
}

/* Commands that give the variables they name a value which nobody knows. */
static void
run_reader(struct run_context *cx, const struct argv *argv)
{
	static const char *const programs[] = { "read", "mapfile", "readarray", "getopts", "let" };
	struct str program = argv->words.items[0].text;
	bool reads = argv->words.n > 2 && str_eq(program, STR("printf"))
		&& argv->words.items[1].state == KNOWN
		&& str_eq(argv->words.items[1].text, STR("-v"));
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		reads |= str_eq(program, str_from(programs[i]));
	for (size_t i = 1; reads && i < argv->words.n; i++) {
		struct fact_string word = argv->words.items[i];
		size_t n = 0;
		while (word.state == KNOWN && n < word.text.n && char_is_name(word.text.s[n]))
			n++;
		if (n && !char_is_digit(word.text.s[0]))
			make_unknown(cx, str_slice(word.text, 0, n), argv->origins[i].place);
	}
}

/* ${NAME:=value} gives NAME the value that it stands for. */
static void
assign_defaults(struct run_context *cx, const struct shell_word *word)
{
	vec_for(struct shell_part, part, &word->parts) {
		bool assigns = part->kind == SHELL_PART_PARAMETER && part->op.n && part->op.n <= 2
			&& part->op.s[part->op.n - 1] == '=';
		if (!assigns)
			continue;
		struct shell_word alone = { .span = part->span, .parts = { part, 1, 1 } };
		struct fact_string value =
			cx->conditional == NO ? word_value(cx, &alone) : fact_unknown_string();
		const struct settings **map =
			settings_get(cx->env, part->text) ? &cx->env : &cx->locals;
		*map = settings_put(cx->x->arena, *map,
			setting_new(cx->x, part->text, value, "shell",
				place_of(cx->source, part->span)));
	}
}

void
words_assign(struct run_context *cx, const struct shell_node *node, const struct argv *argv)
{
	vec_for(struct shell_word, word, &node->words)
		assign_defaults(cx, word);
	if (argv->words.n && argv->words.items[0].state == KNOWN)
		run_reader(cx, argv);
}

void
loop_assigns(struct run_context *cx, struct str name)
{
	make_unknown(cx, name, (struct place){ 0 });
}

void
arithmetic_assigns(struct run_context *cx, const struct shell_node *node)
{
	struct place place = place_of(cx->source, node->span);
	struct str text = source_slice(cx->source, node->span);
	bool assigns = str_contains(text, STR("=")) || str_contains(text, STR("++"))
		|| str_contains(text, STR("--"));
	for (size_t from = 0; assigns && from < text.n;) {
		size_t to = from;
		while (to < text.n && char_is_name(text.s[to]))
			to++;
		struct str name = str_slice(text, from, to);
		if (settings_get(cx->env, name) || settings_get(cx->locals, name))
			make_unknown(cx, name, place);
		from = to + 1;
	}
}

/* eval "$(ssh-agent -s)" tells where the agent listens, and no more. */
static bool
starts_agent(const struct run_context *cx, const struct shell_node *node)
{
	struct str text = source_slice(cx->source, node->span);
	if (!str_starts(text, STR("eval")))
		return false;
	size_t at = 4;
	while (at < text.n && (char_is_blank(text.s[at]) || text.s[at] == '"'))
		at++;
	text = str_slice(text, at, text.n);
	return str_starts(text, STR("$(ssh-agent")) || str_starts(text, STR("`ssh-agent"));
}

bool
builtin_run(struct run_context *cx, const struct shell_node *node, const struct argv *argv)
{
	struct fact_string program = argv->words.items[0];
	if (program.state != KNOWN)
		return false;
	struct str name = program.text;
	if (str_eq(name, STR("export")))
		run_export(cx, node, argv);
	else if (str_eq(name, STR("declare")) || str_eq(name, STR("local"))
		|| str_eq(name, STR("readonly")) || str_eq(name, STR("typeset")))
		run_declare(cx, node);
	else if (str_eq(name, STR("unset")))
		run_unset(cx, argv);
	else if (str_eq(name, STR("set")))
		run_set(cx, argv);
	else if (str_eq(name, STR("cd")) || str_eq(name, STR("pushd")))
		run_cd(cx, node, argv);
	else if (str_eq(name, STR("popd")))
		cx->workdir = fact_unknown_string();
	else if (str_eq(name, STR(".")) || str_eq(name, STR("source"))
		|| str_eq(name, STR("eval"))) {
		struct machine *m = cx->machine;
		m->github_output = settings_open(cx->x->arena, m->github_output);
		if (!str_eq(name, STR("eval")) && script_source(cx, argv))
			return true;
		machine_open(cx->x, m);
		if (starts_agent(cx, node))
			return true;
		cx->env = cx->locals = settings_open(cx->x->arena, NULL);
	} else
		return false;
	return true;
}

static void
assign_operand(
	struct run_context *cx, struct str name, struct fact_string value, struct place place)
{
	struct assignment a = { .name = name,
		.value = value,
		.scope = "prefix",
		.place = place,
		.value_place = assigned_place(place, name) };
	variable_assign(cx->x, &a, &cx->env, cx);
}

/* The name in NAME=$value, of which only the name is known; empty if it is not that. */
static struct str
assigned_name(struct place place)
{
	struct str text = place.source ? source_slice(place.source, place.span) : STR("");
	if (text.n && (text.s[0] == '"' || text.s[0] == '\''))
		text = str_slice(text, 1, text.n);
	size_t n = 0;
	while (n < text.n && char_is_name(text.s[n]))
		n++;
	bool assigns = n > 0 && n < text.n && text.s[n] == '=' && !char_is_digit(text.s[0]);
	return assigns ? str_slice(text, 0, n) : STR("");
}

/* env [-i] [-u NAME] [NAME=value]… command */
static size_t
take_env(struct run_context *cx, struct argv *argv)
{
	size_t i = 1;
	for (; i < argv->words.n; i++) {
		if (argv->words.items[i].state != KNOWN) {
			struct str assigned = assigned_name(argv->origins[i].place);
			if (assigned.n == 0)
				break;
			assign_operand(cx, assigned, fact_unknown_string(), argv->origins[i].place);
			continue;
		}
		struct str word = argv->words.items[i].text, name, value;
		bool unsets = str_eq(word, STR("-u")) || str_eq(word, STR("--unset"));
		if (str_eq(word, STR("-i")) || str_eq(word, STR("-"))
			|| str_eq(word, STR("--ignore-environment"))) {
			cx->env = NULL;
		} else if (unsets && i + 1 < argv->words.n) {
			struct fact_string unset = argv->words.items[++i];
			if (unset.state == KNOWN)
				cx->env = settings_remove(cx->x->arena, cx->env, unset.text);
		} else if (str_starts(word, STR("--unset="))) {
			cx->env =
				settings_remove(cx->x->arena, cx->env, str_slice(word, 8, word.n));
		} else if (str_starts(word, STR("-u"))) {
			cx->env =
				settings_remove(cx->x->arena, cx->env, str_slice(word, 2, word.n));
		} else if (str_starts(word, STR("-"))) {
			continue;
		} else if (str_cut(word, '=', &name, &value)) {
			assign_operand(cx, name,
				fact_made_of(fact_known(value), argv->words.items[i]),
				argv->origins[i].place);
		} else {
			break;
		}
	}
	/* A word that is not known may be an assignment of anything. */
	if (i < argv->words.n && argv->words.items[i].state != KNOWN)
		cx->env = settings_open(cx->x->arena, NULL);
	return i;
}

/* Options of a wrapper, and how many operands come before the command. */
static size_t
skip_options(const struct argv *argv, const char *with_value, size_t operands)
{
	size_t i = 1;
	for (; i < argv->words.n && argv->words.items[i].state == KNOWN; i++) {
		struct str word = argv->words.items[i].text;
		if (word.n < 2 || word.s[0] != '-')
			break;
		if (word.n == 2 && str_find_char(str_from(with_value), word.s[1], 0) != STR_NONE)
			i++;
	}
	return i + operands;
}

static const struct wrapper {
	const char *name;
	const char *options_with_value; /* one-letter ones */
	size_t operands;
} wrappers[] = {
	{ "sudo", "ugCDhpRrTt", 0 },
	{ "doas", "uC", 0 },
	{ "exec", "a", 0 },
	{ "command", "", 0 },
	{ "builtin", "", 0 },
	{ "time", "fo", 0 },
	{ "nohup", "", 0 },
	{ "nice", "n", 0 },
	{ "ionice", "cnp", 0 },
	{ "stdbuf", "ioe", 0 },
	{ "timeout", "ks", 1 },
	{ "gosu", "", 1 },
	{ "su-exec", "", 1 },
	{ "retry", "", 1 },
};

static const struct wrapper *
wrapper_named(struct str name)
{
	for (size_t i = 0; i < sizeof(wrappers) / sizeof(*wrappers); i++)
		if (str_eq(name, str_from(wrappers[i].name)))
			return &wrappers[i];
	return NULL;
}

bool
is_wrapper(struct str program)
{
	return wrapper_named(program);
}

/*
 * sudo may drop or replace the environment, the search path included:
 * https://www.sudo.ws/docs/man/sudoers.man/#Command_environment
 */
static void
change_user(struct run_context *cx)
{
	cx->env = settings_open(cx->x->arena, NULL);
	cx->user = fact_unknown_string();
	cx->other_path = true;
}

void
wrappers_take_off(struct run_context *cx, struct argv *argv)
{
	while (argv->words.n && argv->words.items[0].state == KNOWN) {
		struct str name = path_base(argv->words.items[0].text);
		if (str_eq(name, STR("env"))) {
			argv_drop(argv, take_env(cx, argv));
			continue;
		}
		const struct wrapper *wrapper = wrapper_named(name);
		if (!wrapper)
			return;
		/* command -v NAME asks for NAME; it does not run it. */
		if (str_eq(name, STR("command")) && argv->words.n > 1
			&& argv->words.items[1].state == KNOWN
			&& str_starts(argv->words.items[1].text, STR("-")))
			return;
		if (str_eq(name, STR("sudo")) || str_eq(name, STR("doas")))
			change_user(cx);
		else if (str_eq(name, STR("gosu")) || str_eq(name, STR("su-exec")))
			cx->user = fact_unknown_string();
		argv_drop(argv, skip_options(argv, wrapper->options_with_value, wrapper->operands));
	}
}
