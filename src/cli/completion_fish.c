/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

/* The options of `complete` that say what stands for a value. */
static void
add_values(struct buf *out, const struct completion *completion, bool is_list)
{
	struct str words = strs_join(out->arena, &completion->words, STR(" "));
	switch (completion->kind) {
	case COMPLETE_NOTHING: buf_add(out, STR(" -x")); break;
	case COMPLETE_WORDS: buf_printf(out, " -x -a '%" PRIstr "'", STR_ARG(words)); break;
	case COMPLETE_RULES:
		buf_add(out,
			is_list ? STR(" -x -a '(__fish_complete_list , __gobelin_rules)'")
				: STR(" -x -a '(__gobelin_rules)'"));
		break;
	case COMPLETE_FILES: buf_add(out, STR(" -r -F")); break;
	case COMPLETE_FOLDERS: buf_add(out, STR(" -x -a '(__fish_complete_directories)'")); break;
	}
}

static void
add_condition(struct buf *out, const struct command *command)
{
	buf_printf(out, "complete -c gobelin -n '__fish_seen_subcommand_from %s'", command->name);
}

/* fish knows two escapes between single quotes, \' and \\. */
static void
add_doc(struct buf *out, const char *doc)
{
	buf_add(out, STR(" -d '"));
	for (; *doc; doc++) {
		if (*doc == '\'' || *doc == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *doc);
	}
	buf_add(out, STR("'\n"));
}

static void
add_command(struct buf *out, const struct command *command)
{
	struct completion arguments = complete_arguments(out->arena, command);
	buf_printf(out, "complete -c gobelin -n __fish_use_subcommand -a %s", command->name);
	add_doc(out, command->doc);
	for (size_t i = 0; i < command->options.n; i++) {
		const struct cli_option *option = &command->options.items[i];
		add_condition(out, command);
		if (option->letter)
			buf_printf(out, " -s %c", option->letter);
		buf_printf(out, " -l %s", option->name);
		if (option->kind != OPTION_FLAG) {
			struct completion values = complete_value(out->arena, option->value);
			add_values(out, &values, option->kind == OPTION_LIST);
		}
		add_doc(out, option->doc);
	}
	add_condition(out, command);
	buf_add(out, STR(" -s h -l help"));
	add_doc(out, "say how the command is used");
	if (arguments.kind == COMPLETE_NOTHING)
		return;
	add_condition(out, command);
	add_values(out, &arguments, false);
	buf_add_char(out, '\n');
}

void
complete_fish(struct buf *out, const struct rules *rules)
{
	struct strs words = complete_rule_words(out->arena, rules);
	buf_add(out,
		STR("# fish completion for gobelin, made by `gobelin completion fish`\n\n"
		    "function __gobelin_rules\n\tprintf '%s\\n'"));
	buf_printf(out, " %" PRIstr "\nend\n\ncomplete -c gobelin -f\n",
		STR_ARG(strs_join(out->arena, &words, STR(" "))));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			add_command(out, *c);
}
