/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/shell/shell.h"

#include "base/buf.h"
#include "syntax/shell/parser.h"

/* The text without the CR of each CRLF, and of a last line that was cut before its LF. */
static struct mapped
without_cr(struct arena *a, const struct mapped *text)
{
	struct mapped_builder b = mapped_builder_new(a, text->source);
	size_t from = 0;
	for (size_t at = str_find_char(text->text, '\r', 0); at != STR_NONE;
		at = str_find_char(text->text, '\r', at + 1)) {
		bool ends_line = at + 1 == text->text.n || text->text.s[at + 1] == '\n';
		if (!ends_line || mapped_is_opaque(text, at))
			continue;
		mapped_add_slice(&b, text, from, at);
		from = at + 1;
	}
	if (from == 0)
		return *text;
	mapped_add_slice(&b, text, from, text->text.n);
	return mapped_finish(&b);
}

struct shell_script *
shell_parse(struct arena *a, const struct mapped *text, enum shell_dialect dialect)
{
	struct shell_script *script = ARENA_NEW(a, struct shell_script);
	struct sh_text input = { .m = without_cr(a, text) };
	input.opaque = mapped_has(&input.m, SEGMENT_OPAQUE, 0, input.m.text.n);
	input.has_defaults = mapped_has(&input.m, SEGMENT_DEFAULT, 0, input.m.text.n);
	script->source = text->source;
	struct sh_parser p = {
		.a = a,
		.script = script,
		.dialect = dialect,
		.text = &input,
		.limit = input.m.text.n,
	};
	script->root = sh_script(&p);
	return script;
}

/* Would bash make several words of it, as of a{b,c}? */
static bool
has_braces(struct str text)
{
	size_t open = str_find_char(text, '{', 0);
	size_t close = open == STR_NONE ? STR_NONE : str_find_last_char(text, '}');
	if (close == STR_NONE || close < open)
		return false;
	struct str inner = str_slice(text, open, close);
	return str_contains(inner, STR(",")) || str_contains(inner, STR(".."));
}

static bool
is_fixed(const struct shell_part *part)
{
	if (part->kind != SHELL_PART_LITERAL || part->glob || part->tilde)
		return false;
	return part->quoted || !has_braces(part->text);
}

bool
shell_word_literal(struct arena *a, const struct shell_word *word, struct str *value)
{
	vec_for(const struct shell_part, part, &word->parts)
		if (!is_fixed(part))
			return false;
	*value = (struct str){ "", 0 };
	if (word->parts.n == 1)
		*value = word->parts.items[0].text;
	if (word->parts.n < 2)
		return true;
	struct buf text = buf_new(a);
	vec_for(const struct shell_part, part, &word->parts)
		buf_add(&text, part->text);
	*value = buf_str(&text);
	return true;
}

const char *
shell_kind_name(enum shell_kind kind)
{
	static const char *const names[] = {
		[SHELL_LIST] = "list",
		[SHELL_AND] = "and",
		[SHELL_OR] = "or",
		[SHELL_PIPELINE] = "pipeline",
		[SHELL_SIMPLE] = "simple",
		[SHELL_SUBSHELL] = "subshell",
		[SHELL_GROUP] = "group",
		[SHELL_IF] = "if",
		[SHELL_WHILE] = "while",
		[SHELL_UNTIL] = "until",
		[SHELL_FOR] = "for",
		[SHELL_CASE] = "case",
		[SHELL_CASE_ITEM] = "case-item",
		[SHELL_FUNCTION] = "function",
		[SHELL_TEST] = "test",
		[SHELL_ARITHMETIC] = "arithmetic",
	};
	return names[kind];
}
