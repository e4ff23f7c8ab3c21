/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/goflags.h"

#include "facts/go_version.h"
#include "facts/image.h"

/* The next flag, without its quotes: those count at the start of a flag alone. */
static bool
next_flag(struct str *rest, struct str *flag, bool *is_open)
{
	struct str s = str_trim(*rest);
	*is_open = false;
	if (s.n == 0)
		return false;
	char quote = s.s[0];
	if (quote == '"' || quote == '\'') {
		size_t end = str_find_char(s, quote, 1);
		*is_open = end == STR_NONE;
		*flag = str_slice(s, 1, *is_open ? s.n : end);
		*rest = *is_open ? STR("") : str_slice(s, end + 1, s.n);
		return true;
	}
	size_t end = 0;
	while (end < s.n && !char_is_space(s.s[end]))
		end++;
	*flag = str_slice(s, 0, end);
	*rest = str_slice(s, end, s.n);
	return true;
}

static bool
is_flag(struct str text)
{
	if (str_starts(text, STR("--")))
		text = str_slice(text, 1, text.n);
	return text.n > 1 && text.s[0] == '-' && text.s[1] != '-' && text.s[1] != '=';
}

static struct str
name_of(struct str text)
{
	size_t dashes = str_starts(text, STR("--")) ? 2 : 1;
	struct str name;
	str_cut(str_slice(text, dashes, text.n), '=', &name, NULL);
	return name;
}

/* Is the Go of its stage certainly too old for the flag? */
static bool
is_too_new(struct arena *a, const struct fact_variable *v, const struct knowledge_record *flag)
{
	struct str last = knowledge_get(flag, STR("refused_by"));
	if (!last.n || !v->stage || v->stage->go_version.state != KNOWN)
		return false;
	struct fact_string highest = go_version_highest(a, v->stage->go_version.text);
	return highest.state == KNOWN
		&& version_compare(highest.text, go_version_highest(a, last).text) <= 0;
}

static const char *
problem_of(const struct extraction *x, const struct fact_variable *v, struct str text, bool is_open)
{
	const struct knowledge_table *flags = knowledge_table_named(x->knowledge, STR("go-flags"));
	if (is_open)
		return "unterminated quote";
	if (!is_flag(text))
		return "non-flag";
	if (!flags)
		return NULL;
	const struct knowledge_record *flag = knowledge_find(flags, STR("flag"), name_of(text));
	return !flag || is_too_new(x->arena, v, flag) ? "unknown flag" : NULL;
}

/* Flags whose value is a list of other flags or of words. */
static bool
takes_several(struct str name)
{
	return str_eq(name, STR("ldflags")) || str_eq(name, STR("gcflags"))
		|| str_eq(name, STR("asmflags")) || str_eq(name, STR("gccgoflags"))
		|| str_eq(name, STR("tags"));
}

/* -ldflags='-s -w' and -ldflags=-s -w: what follows the blank was meant for the flag before it. */
static void
note_cut(struct arena *a, const struct fact_variable *v, const struct fact_goflags_entry *before,
	struct fact_goflags_entry *entry)
{
	struct str text = before->text.text;
	bool is_quoted =
		text.n && text.s != v->value.text.s && (text.s[-1] == '"' || text.s[-1] == '\'');
	size_t equals = str_find_char(text, '=', 0);
	if (is_quoted || before->name.state != KNOWN || equals == STR_NONE
		|| !takes_several(before->name.text))
		return;
	bool is_linker_flag = str_eq(entry->text.text, STR("-w"));
	if (entry->problem.state == KNOWN || is_linker_flag)
		entry->cut_from = fact_known(str_slice(text, 0, equals + 1));
	char quote = equals + 1 < text.n ? text.s[equals + 1] : '\0';
	if (entry->cut_from.state != KNOWN || (quote != '\'' && quote != '"'))
		return;
	entry->open_quote_place = value_part_place(v, str_slice(text, 0, equals + 2));
	entry->open_quote_text = fact_known(
		arena_printf(a, "%c%" PRIstr, quote, STR_ARG(str_slice(text, 0, equals + 1))));
}

void
goflags_parse(struct extraction *x, struct fact_variable *v)
{
	if (v->value.state == UNKNOWN)
		v->goflags.open = true;
	if (v->value.state != KNOWN)
		return;
	struct str rest = v->value.text, text;
	struct fact_goflags_entry *before = NULL;
	bool is_open;
	while (next_flag(&rest, &text, &is_open)) {
		struct fact_goflags_entry *entry = FACT_ADD(x, goflags_entry);
		const char *problem = problem_of(x, v, text, is_open);
		entry->place = value_part_place(v, text);
		entry->text = fact_known(text);
		if (is_flag(text))
			entry->name = fact_known(name_of(text));
		if (problem)
			entry->problem = fact_known(str_from(problem));
		if (before)
			note_cut(x->arena, v, before, entry);
		fact_list_add(x->arena, &v->goflags, entry);
		before = entry;
	}
}
