/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

#include "report/report.h"

static void
add_formats(struct arena *a, struct strs *words)
{
	for (size_t i = 0; i < report_format_count; i++)
		vec_push(a, words, str_from(report_formats[i].name));
}

static void
add_commands(struct arena *a, struct strs *words)
{
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			vec_push(a, words, str_from((*c)->name));
}

static struct completion
complete_word(struct arena *a, struct str value)
{
	struct completion found = { 0 };
	struct str choice;
	if (str_starts(value, STR("FORMAT"))) {
		add_formats(a, &found.words);
	} else if (str_eq(value, STR("COMMAND"))) {
		add_commands(a, &found.words);
	} else if (str_find_char(value, '|', 0) != STR_NONE) {
		while (str_next_field(&value, '|', &choice))
			vec_push(a, &found.words, choice);
	}
	found.kind = found.words.n                                          ? COMPLETE_WORDS
		: str_eq(value, STR("RULE")) || str_eq(value, STR("RULES")) ? COMPLETE_RULES
		: str_eq(value, STR("FILE")) || str_eq(value, STR("PATH"))  ? COMPLETE_FILES
		: str_eq(value, STR("DIR"))                                 ? COMPLETE_FOLDERS
									    : COMPLETE_NOTHING;
	return found;
}

struct completion
complete_value(struct arena *a, const char *value)
{
	return complete_word(a, str_from(value));
}

struct completion
complete_arguments(struct arena *a, const struct command *command)
{
	struct str word = str_from(command->arguments);
	if (str_starts(word, STR("[")))
		word = str_slice(word, 1, word.n - 1);
	if (str_ends(word, STR("...")))
		word = str_slice(word, 0, word.n - 3);
	return complete_word(a, word);
}

struct strs
complete_rule_words(struct arena *a, const struct rules *rules)
{
	struct strs words = { 0 }, topics = { 0 };
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = rules->items[i];
		vec_push(a, &words, rule->id);
		vec_push(a, &words, rule->name);
		if (!strs_has(&topics, rule->topic))
			vec_push(a, &topics, rule->topic);
	}
	for (size_t i = 0; i < topics.n; i++)
		vec_push(a, &words, topics.items[i]);
	return words;
}

struct str
completion_quoted(struct arena *a, struct str text)
{
	struct buf out = buf_new(a);
	buf_add_char(&out, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\'')
			buf_add(&out, STR("'\\'"));
		buf_add_char(&out, text.s[i]);
	}
	buf_add_char(&out, '\'');
	return buf_str(&out);
}
