/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <limits.h>

#include "base/nearest.h"

#define HELP_DOC "say how the command is used"
#define NAME_WIDTH 30

struct parser {
	struct arena *arena;
	const struct cli_options *options;
	const struct strs *words;
	size_t at; /* next word */
	void *values;
	struct str *error;
};

static const struct cli_option *
option_named(const struct cli_options *options, struct str name)
{
	for (size_t i = 0; i < options->n; i++)
		if (str_eq(name, str_from(options->items[i].name)))
			return &options->items[i];
	return NULL;
}

static const struct cli_option *
option_of_letter(const struct cli_options *options, char letter)
{
	for (size_t i = 0; i < options->n; i++)
		if (options->items[i].letter == letter)
			return &options->items[i];
	return NULL;
}

/* Is it one of the words of a|b|c? Anything goes where there is no such list. */
static bool
is_allowed(const struct cli_option *option, struct str value)
{
	struct str rest = str_from(option->value), choice;
	if (str_find_char(rest, '|', 0) == STR_NONE)
		return true;
	while (str_next_field(&rest, '|', &choice))
		if (str_eq(choice, value))
			return true;
	return false;
}

/* Nothing, as an unset variable of a script leaves it, is never what was meant. */
static bool
fail_empty(struct parser *p, const struct cli_option *option)
{
	*p->error = arena_printf(p->arena, "--%s needs a value: %s", option->name, option->value);
	return false;
}

static bool
add_items(struct parser *p, const struct cli_option *option, struct str value, struct strs *items)
{
	size_t before = items->n;
	struct str item;
	while (str_next_field(&value, ',', &item))
		if (str_trim(item).n)
			vec_push(p->arena, items, str_trim(item));
	return items->n > before || fail_empty(p, option);
}

static bool
set_value(struct parser *p, const struct cli_option *option, struct str value)
{
	void *field = (char *)p->values + option->offset;
	uint64_t number;
	if (!value.n && option->kind != OPTION_FLAG)
		return fail_empty(p, option);
	if (!is_allowed(option, value)) {
		*p->error = arena_printf(p->arena, "--%s: \"%" PRIstr "\" is none of %s",
			option->name, STR_ARG(value), option->value);
		return false;
	}
	switch (option->kind) {
	case OPTION_FLAG: *(bool *)field = true; break;
	case OPTION_TEXT: *(struct str *)field = value; break;
	case OPTION_NUMBER:
		if (!str_to_u64(value, &number) || number > INT_MAX) {
			*p->error = arena_printf(p->arena,
				"--%s: \"%" PRIstr "\" is not a number from 0 to %d", option->name,
				STR_ARG(value), INT_MAX);
			return false;
		}
		*(unsigned *)field = (unsigned)number;
		break;
	case OPTION_REPEATED: vec_push(p->arena, (struct strs *)field, value); break;
	case OPTION_LIST: return add_items(p, option, value, field);
	}
	return true;
}

/* Takes the value from the next word. */
static bool
take_value(struct parser *p, const struct cli_option *option)
{
	if (p->at < p->words->n)
		return set_value(p, option, p->words->items[p->at++]);
	return fail_empty(p, option);
}

static bool
fail_unknown(struct parser *p, struct str name)
{
	struct strs names = { 0 };
	for (size_t i = 0; i < p->options->n; i++)
		vec_push(p->arena, &names, str_from(p->options->items[i].name));
	vec_push(p->arena, &names, STR("help"));
	struct str nearest = nearest_name(name, &names);
	*p->error = nearest.n ? arena_printf(p->arena,
			    "unknown option --%" PRIstr "; did you mean --%" PRIstr "?",
			    STR_ARG(name), STR_ARG(nearest))
			      : arena_printf(p->arena, "unknown option --%" PRIstr, STR_ARG(name));
	return false;
}

static bool
parse_long(struct parser *p, struct str word)
{
	struct str name, value;
	bool has_value = str_cut(str_slice(word, 2, word.n), '=', &name, &value);
	const struct cli_option *option = option_named(p->options, name);
	if (!option)
		return fail_unknown(p, name);
	if (option->kind != OPTION_FLAG)
		return has_value ? set_value(p, option, value) : take_value(p, option);
	if (!has_value)
		return set_value(p, option, STR(""));
	*p->error = arena_printf(p->arena, "--%s takes no value", option->name);
	return false;
}

/* Letters in one word, such as -q or -j4; the rest of the word is the value of one. */
static bool
parse_letters(struct parser *p, struct str word)
{
	for (size_t i = 1; i < word.n; i++) {
		const struct cli_option *option = option_of_letter(p->options, word.s[i]);
		struct str rest = str_slice(word, i + 1, word.n);
		if (!option) {
			*p->error = arena_printf(p->arena, "unknown option -%c", word.s[i]);
			return false;
		}
		if (option->kind != OPTION_FLAG)
			return rest.n ? set_value(p, option, rest) : take_value(p, option);
		if (!set_value(p, option, STR("")))
			return false;
	}
	return true;
}

enum options_result
options_parse(struct arena *a, const struct cli_options *options, const struct strs *words,
	void *values, struct strs *arguments, struct str *error)
{
	struct parser p = { a, options, words, 0, values, error };
	bool ended = false;
	while (p.at < words->n) {
		struct str word = words->items[p.at++];
		bool is_option = !ended && word.n > 1 && word.s[0] == '-';
		if (!is_option) {
			vec_push(a, arguments, word);
			continue;
		}
		if (str_eq(word, STR("--help")) || str_eq(word, STR("-h")))
			return OPTIONS_HELP;
		if (str_eq(word, STR("--")))
			ended = true;
		else if (!(word.s[1] == '-' ? parse_long(&p, word) : parse_letters(&p, word)))
			return OPTIONS_WRONG;
	}
	return OPTIONS_OK;
}

static void
describe(struct buf *out, const struct cli_option *option)
{
	struct buf left = buf_new(out->arena);
	if (option->letter)
		buf_printf(&left, "  -%c, ", option->letter);
	else
		buf_add(&left, STR("      "));
	buf_printf(&left, "--%s", option->name);
	if (option->kind != OPTION_FLAG)
		buf_printf(&left, " %s", option->value);
	struct str name = buf_str(&left);
	if (name.n > NAME_WIDTH)
		buf_printf(out, "%" PRIstr "\n%*s%s\n", STR_ARG(name), NAME_WIDTH + 2, "",
			option->doc);
	else
		buf_printf(out, "%-*" PRIstr "  %s\n", NAME_WIDTH, STR_ARG(name), option->doc);
}

void
options_describe(struct buf *out, const struct cli_options *options)
{
	static const struct cli_option help = { "help", 'h', OPTION_FLAG, NULL, HELP_DOC, 0 };
	for (size_t i = 0; i < options->n; i++)
		describe(out, &options->items[i]);
	describe(out, &help);
}
