/* SPDX-License-Identifier: Apache-2.0 */
/* What a shell word becomes in the environment of a command. */
#include "base/buf.h"
#include "facts/extract.h"

/* Names that the shell itself or whoever starts it sets, wherever it runs. */
static bool
is_set_by_shell(struct str name)
{
	static const char *const names[] = { "HOME", "PATH", "PWD", "OLDPWD", "USER", "LOGNAME",
		"SHELL", "SHLVL", "HOSTNAME", "TERM", "LANG", "TMPDIR", "IFS", "PPID", "UID",
		"EUID", "GROUPS", "RANDOM", "SRANDOM", "SECONDS", "EPOCHSECONDS", "LINENO",
		"FUNCNAME", "OPTARG", "OPTIND", "REPLY", "OSTYPE", "HOSTTYPE", "MACHTYPE", "_" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return str_starts(name, STR("BASH"));
}

/* Runners set many variables that no file of the project tells of, but none of Go's own. */
static bool
may_be_runners(const struct run_context *cx, struct str name)
{
	bool is_go = str_starts(name, STR("GO")) || str_starts(name, STR("CGO_"));
	return cx->job && !cx->machine->is_image && (!is_go || str_starts(name, STR("GOROOT")));
}

static struct fact_string
parameter_lookup(const struct run_context *cx, struct str name)
{
	if (str_eq(name, STR("0")) && cx->script_name.state == KNOWN)
		return cx->script_name;
	if (name.n == 0 || !char_is_name(name.s[0]) || char_is_digit(name.s[0]))
		return fact_unknown_string(); /* $1, $@, $? and the like */
	if (settings_get(cx->locals, name))
		return setting_value(cx->locals, name);
	struct fact_string value = setting_value(cx->env, name);
	if (value.state == ABSENT && str_eq(name, STR("PWD")))
		return script_pwd(cx);
	if (value.state == ABSENT && (is_set_by_shell(name) || may_be_runners(cx, name)))
		return fact_unknown_string();
	return value;
}

/* The script as ${BASH_SOURCE[0]} or $BASH_SOURCE, or its folder: $0 cut at the last slash. */
static struct fact_string
script_path(const struct run_context *cx, const struct shell_part *part)
{
	struct fact_string name = cx->script_name;
	struct str operand = { 0 };
	const struct shell_part *first = part->operand ? part->operand->parts.items : NULL;
	if (part->operand && (part->operand->parts.n != 1 || first->kind != SHELL_PART_LITERAL))
		return fact_unknown_string();
	if (first)
		operand = first->text;
	if (str_eq(part->text, STR("BASH_SOURCE"))) {
		bool is_first = part->op.n == 0
			|| (str_eq(part->op, STR("[")) && str_eq(operand, STR("0")));
		return is_first && cx->source_name.state == KNOWN ? cx->source_name
								  : fact_unknown_string();
	}
	bool cuts = str_eq(part->text, STR("0")) && str_eq(part->op, STR("%"))
		&& str_eq(operand, STR("/*"));
	size_t slash = cuts && name.state == KNOWN ? str_find_last_char(name.text, '/') : STR_NONE;
	return slash == STR_NONE ? fact_unknown_string()
				 : fact_known(str_slice(name.text, 0, slash));
}

static struct fact_string
parameter_value(const struct run_context *cx, const struct shell_part *part)
{
	struct fact_string path = script_path(cx, part);
	if (path.state == KNOWN)
		return path;
	struct fact_string value = parameter_lookup(cx, part->text);
	if (part->op.n == 0)
		return value.state == ABSENT ? fact_known(STR("")) : value;
	bool colon = part->op.s[0] == ':';
	char op = part->op.s[part->op.n - 1];
	if (op == '-' && value.state == UNKNOWN && !settings_get(cx->locals, part->text)
		&& setting_is_awaited(cx->env, part->text)) {
		value.state = ABSENT;
		value.is_default = true;
	}
	if (part->op.n != (size_t)colon + 1 || !part->operand || value.state == UNKNOWN)
		return fact_unknown_string();
	bool is_set = value.state == KNOWN && (!colon || value.text.n);
	if (op == '-' || op == '=')
		return is_set ? value : fact_made_of(word_value(cx, part->operand), value);
	if (op == '+')
		return fact_made_of(
			is_set ? word_value(cx, part->operand) : fact_known(STR("")), value);
	if (op == '?' && is_set)
		return value;
	return fact_unknown_string();
}

static struct fact_string
part_value(const struct run_context *cx, const struct shell_part *part)
{
	if (part->kind == SHELL_PART_PARAMETER)
		return parameter_value(cx, part);
	if (part->kind == SHELL_PART_COMMAND && part->body)
		return substitution_value(cx, part->body);
	if (part->kind != SHELL_PART_LITERAL)
		return fact_unknown_string();
	if (part->tilde && (part->text.n == 1 || part->text.s[1] == '/')) {
		struct fact_string home = setting_value(cx->env, STR("HOME"));
		if (home.state == KNOWN)
			return fact_made_of(fact_known(arena_printf(cx->x->arena,
						    "%" PRIstr "%" PRIstr, STR_ARG(home.text),
						    STR_ARG(str_slice(part->text, 1, SIZE_MAX)))),
				home);
	}
	struct fact_string text = fact_known(part->text);
	text.is_default = part->is_default;
	return text;
}

/* What stands in the file as it is may be of any length. */
static bool
may_add(const struct run_context *cx, const struct shell_part *part, const struct buf *text,
	struct str value)
{
	return part->kind == SHELL_PART_LITERAL || value.n == 0
		|| (text->n <= EXPANSION_MAX && expansion_fits(cx->x, text->n + value.n));
}

struct fact_string
word_value(const struct run_context *cx, const struct shell_word *word)
{
	if (word->parts.n == 1)
		return part_value(cx, &word->parts.items[0]);
	struct buf text = buf_new(cx->x->arena);
	bool is_default = false;
	vec_for(struct shell_part, part, &word->parts) {
		struct fact_string value = part_value(cx, part);
		if (value.state != KNOWN)
			return fact_unknown_string();
		if (!may_add(cx, part, &text, value.text)) {
			limit_reached(cx->x, LIMIT_VALUE, place_of(cx->source, word->span));
			return fact_unknown_string();
		}
		buf_add(&text, value.text);
		is_default |= value.is_default;
	}
	return (struct fact_string){ KNOWN, is_default, buf_str(&text) };
}

/* Adds the value of an unquoted expansion: blanks in it end the word at hand. */
static void
add_split(struct run_context const *cx, struct buf *word, bool *pending, struct str value,
	struct fact_strings *out)
{
	for (size_t i = 0; i < value.n; i++) {
		if (!char_is_space(value.s[i])) {
			buf_add_char(word, value.s[i]);
			*pending = true;
		} else if (*pending) {
			fact_strings_add(cx->x->arena, out,
				fact_known(arena_str(cx->x->arena, buf_str(word))));
			word->n = 0;
			*pending = false;
		}
	}
}

void
word_expand(const struct run_context *cx, const struct shell_word *word, struct fact_strings *out)
{
	struct buf text = buf_new(cx->x->arena);
	bool pending = word->quoted, unknown = false, is_default = false;
	size_t before = out->n;
	vec_for(struct shell_part, part, &word->parts) {
		struct fact_string value = part_value(cx, part);
		is_default |= value.is_default;
		bool splits = part->kind != SHELL_PART_LITERAL && !part->quoted;
		bool is_special =
			part->text.n == 1 && (part->text.s[0] == '@' || part->text.s[0] == '*');
		/* "$@" and "${array[@]}" are any number of words. */
		bool all_args = part->kind == SHELL_PART_PARAMETER
			&& (is_special || str_starts(part->op, STR("[")));
		/* What a known one may split off belongs to the unknown one before it. */
		if (value.state != KNOWN || (splits && unknown)
			|| !may_add(cx, part, &text, value.text)) {
			unknown = true;
			out->open |= splits || all_args;
		} else if (splits) {
			add_split(cx, &text, &pending, value.text, out);
		} else {
			buf_add(&text, value.text);
			pending = true;
		}
	}
	if (unknown)
		fact_strings_add(cx->x->arena, out, fact_unknown_string());
	else if (pending)
		fact_strings_add(cx->x->arena, out, fact_known(buf_str(&text)));
	for (size_t i = before; i < out->n; i++)
		out->items[i].is_default = is_default;
}
