/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

/* `:message:action` of a specification for _arguments. */
static void
add_action(struct buf *out, const char *value, const struct completion *completion, bool is_list)
{
	struct str words = strs_join(out->arena, &completion->words, STR(" "));
	buf_printf(out, ":%s:", completion->kind == COMPLETE_WORDS ? "choice" : value);
	switch (completion->kind) {
	case COMPLETE_NOTHING: break;
	case COMPLETE_WORDS: buf_printf(out, "(%" PRIstr ")", STR_ARG(words)); break;
	case COMPLETE_RULES:
		buf_add(out, is_list ? STR("_values -s , rules $rules") : STR("compadd -a rules"));
		break;
	case COMPLETE_FILES: buf_add(out, STR("_files")); break;
	case COMPLETE_FOLDERS: buf_add(out, STR("_files -/")); break;
	}
}

/* The bracket that ends a description is escaped in it. */
static void
add_doc(struct buf *out, const char *doc)
{
	buf_add_char(out, '[');
	for (; *doc; doc++) {
		if (*doc == ']')
			buf_add_char(out, '\\');
		buf_add_char(out, *doc);
	}
	buf_add_char(out, ']');
}

static void
add_option(struct buf *out, const struct cli_option *option)
{
	bool has_value = option->kind != OPTION_FLAG;
	bool repeats = option->kind == OPTION_REPEATED || option->kind == OPTION_LIST;
	struct buf tail = buf_new(out->arena);
	add_doc(&tail, option->doc);
	if (has_value) {
		struct completion values = complete_value(out->arena, option->value);
		add_action(&tail, option->value, &values, option->kind == OPTION_LIST);
	}
	struct str quoted = completion_quoted(out->arena, buf_str(&tail));
	buf_add(out, STR(" \\\n\t\t\t"));
	if (option->letter)
		buf_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}", option->letter, option->name,
			option->letter, has_value ? "+" : "", option->name, has_value ? "=" : "");
	else
		buf_printf(
			out, "%s--%s%s", repeats ? "'*'" : "", option->name, has_value ? "=" : "");
	buf_add(out, quoted);
}

static void
add_command(struct buf *out, const struct command *command)
{
	struct completion arguments = complete_arguments(out->arena, command);
	bool repeats = str_ends(str_from(command->arguments), STR("...]"));
	buf_printf(out, "\t%s)\n\t\t_arguments -s", command->name);
	for (size_t i = 0; i < command->options.n; i++)
		add_option(out, &command->options.items[i]);
	buf_add(out, STR(" \\\n\t\t\t'(- *)'{-h,--help}'[say how the command is used]'"));
	if (*command->arguments) {
		struct buf tail = buf_new(out->arena);
		buf_add(&tail, repeats ? STR("*") : STR("1"));
		add_action(&tail, "argument", &arguments, false);
		buf_printf(out, " \\\n\t\t\t%" PRIstr,
			STR_ARG(completion_quoted(out->arena, buf_str(&tail))));
	}
	buf_add(out, STR("\n\t\t;;\n"));
}

void
complete_zsh(struct buf *out, const struct rules *rules)
{
	struct strs words = complete_rule_words(out->arena, rules);
	buf_printf(out,
		"#compdef gobelin\n# zsh completion for gobelin, made by `gobelin completion zsh`\n\n"
		"_gobelin() {\n\tlocal -a commands rules\n\trules=(%" PRIstr ")\n\tcommands=(\n",
		STR_ARG(strs_join(out->arena, &words, STR(" "))));
	for (const struct command *const *c = commands; *c; c++) {
		struct str row = arena_printf(out->arena, "%s:%s", (*c)->name, (*c)->doc);
		if (!(*c)->is_hidden)
			buf_printf(out, "\t\t%" PRIstr "\n",
				STR_ARG(completion_quoted(out->arena, row)));
	}
	buf_add(out,
		STR("\t)\n\tif ((CURRENT == 2)); then\n"
		    "\t\t_describe -t commands command commands\n\t\treturn\n\tfi\n"
		    "\tshift words\n\t((CURRENT--))\n\tcase $words[1] in\n"));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			add_command(out, *c);
	buf_add(out, STR("\tesac\n}\n\n_gobelin \"$@\"\n"));
}
