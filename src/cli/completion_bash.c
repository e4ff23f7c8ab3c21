/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

/* The function that offers what stands for a value; lists have commas between their items. */
static void
add_offer(struct buf *out, const struct completion *completion, bool is_list)
{
	struct str words = strs_join(out->arena, &completion->words, STR(" "));
	const char *how = is_list ? "list" : "words";
	switch (completion->kind) {
	case COMPLETE_NOTHING: buf_add(out, STR("COMPREPLY=() ;;\n")); break;
	case COMPLETE_WORDS:
		buf_printf(out, "_gobelin_%s '%" PRIstr "' ;;\n", how, STR_ARG(words));
		break;
	case COMPLETE_RULES: buf_printf(out, "_gobelin_%s \"$_gobelin_rules\" ;;\n", how); break;
	case COMPLETE_FILES: buf_add(out, STR("_gobelin_paths -f ;;\n")); break;
	case COMPLETE_FOLDERS: buf_add(out, STR("_gobelin_paths -d ;;\n")); break;
	}
}

static void
add_option_values(struct buf *out, const struct command *command)
{
	for (size_t i = 0; i < command->options.n; i++) {
		const struct cli_option *option = &command->options.items[i];
		if (option->kind == OPTION_FLAG)
			continue;
		struct completion values = complete_value(out->arena, option->value);
		buf_printf(out, "\t%s\\ --%s", command->name, option->name);
		if (option->letter)
			buf_printf(out, " | %s\\ -%c", command->name, option->letter);
		buf_add(out, STR(") "));
		add_offer(out, &values, option->kind == OPTION_LIST);
	}
}

/* What else can follow: options where the word begins with a dash, or the arguments. */
static void
add_command(struct buf *out, const struct command *command)
{
	struct completion arguments = complete_arguments(out->arena, command);
	buf_printf(out, "\t%s\\ -*) _gobelin_words '", command->name);
	for (size_t i = 0; i < command->options.n; i++)
		buf_printf(out, "--%s ", command->options.items[i].name);
	buf_printf(out, "--help' ;;\n\t%s\\ *) ", command->name);
	add_offer(out, &arguments, false);
}

static const struct str head = STR_INIT(
	"# bash completion for gobelin, made by `gobelin completion bash`\n\n"
	"_gobelin_words() {\n"
	"\tmapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
	"}\n\n"
	"# Items with commas between them: the last one is completed.\n"
	"_gobelin_list() {\n"
	"\tlocal last=${cur##*,}\n"
	"\tmapfile -t COMPREPLY < <(compgen -P \"${cur%\"$last\"}\" -W \"$1\" -- \"$last\")\n"
	"\tcompopt -o nospace 2>/dev/null\n"
	"}\n\n"
	"_gobelin_paths() {\n"
	"\tcompopt -o filenames 2>/dev/null\n"
	"\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
	"}\n\n");

static const struct str body =
	STR_INIT("_gobelin() {\n"
		 "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
		 "\tlocal command=${COMP_WORDS[1]}\n"
		 "\tCOMPREPLY=()\n"
		 "\t# bash cuts --option=value at its sign.\n"
		 "\tif [[ $cur == = ]]; then\n"
		 "\t\tcur=\n"
		 "\telif [[ $prev == = ]]; then\n"
		 "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
		 "\tfi\n"
		 "\tif ((COMP_CWORD == 1)); then\n"
		 "\t\t_gobelin_words '");

void
complete_bash(struct buf *out, const struct rules *rules)
{
	struct strs rule_words = complete_rule_words(out->arena, rules);
	struct completion names = complete_value(out->arena, "COMMAND");
	buf_add(out, head);
	buf_printf(out, "_gobelin_rules='%" PRIstr "'\n\n",
		STR_ARG(strs_join(out->arena, &rule_words, STR(" "))));
	buf_add(out, body);
	buf_printf(out,
		"%" PRIstr " --help --version'\n\t\treturn\n\tfi\n"
		"\tcase \"$command $prev\" in\n",
		STR_ARG(strs_join(out->arena, &names.words, STR(" "))));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			add_option_values(out, *c);
	buf_add(out, STR("\t*) case \"$command $cur\" in\n"));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			add_command(out, *c);
	buf_add(out, STR("\tesac ;;\n\tesac\n}\n\ncomplete -F _gobelin gobelin\n"));
}
