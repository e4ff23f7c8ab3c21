/* SPDX-License-Identifier: Apache-2.0 */
/* The manual page, made of the tables that --help is made of. */
#include "cli/cli.h"

/* Text as it is: nothing in it is a request or an escape of roff. */
static void
add_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		bool starts = i == 0 || text.s[i - 1] == '\n';
		if (starts && (text.s[i] == '.' || text.s[i] == '\''))
			buf_add(out, STR("\\&"));
		switch (text.s[i]) {
		case '\\': buf_add(out, STR("\\e")); break;
		case '-': buf_add(out, STR("\\-")); break;
		case '`': buf_add(out, STR("\\(ga")); break;
		case '\'': buf_add(out, STR("\\(aq")); break;
		default: buf_add_char(out, text.s[i]);
		}
	}
}

static void
add_option(struct buf *out, const struct cli_option *option)
{
	buf_add(out, STR(".TP\n.B "));
	if (option->letter)
		buf_printf(out, "\\-%c\\fR, \\fB", option->letter);
	add_text(out, arena_printf(out->arena, "--%s", option->name));
	if (option->kind != OPTION_FLAG) {
		buf_add(out, STR(" \\fI"));
		add_text(out, str_from(option->value));
	}
	buf_add(out, STR("\\fR\n"));
	add_text(out, str_from(option->doc));
	buf_add_char(out, '\n');
}

static void
add_command(struct buf *out, const struct command *command)
{
	struct str usage = arena_printf(
		out->arena, "gobelin %s [option...] %s", command->name, command->arguments);
	buf_printf(out, ".SS %s\n.B ", command->name);
	add_text(out, str_trim(usage));
	buf_add(out, STR("\n.PP\n"));
	add_text(out, str_from(command->doc));
	buf_add(out, STR(".\n"));
	for (size_t i = 0; i < command->options.n; i++)
		add_option(out, &command->options.items[i]);
	if (!command->details)
		return;
	buf_add(out, STR(".PP\n.nf\n"));
	add_text(out, str_from(command->details));
	buf_add(out, STR("\n.fi\n"));
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct strs arguments = { 0 };
	int status;
	if (!command_parse(a, command, words, NULL, &arguments, &status))
		return status;
	struct buf out = buf_new(a);
	buf_add(&out,
		STR(".TH GOBELIN 1 \"\" \"gobelin " GOBELIN_VERSION "\"\n"
		    ".SH NAME\ngobelin \\- checks the files that decide how Go programs are built\n"
		    ".SH SYNOPSIS\n.B gobelin\n.I command\n[\\fIoption\\fR...] [\\fIargument\\fR...]\n"
		    ".SH DESCRIPTION\n"
		    "gobelin reads Dockerfiles, makefiles, GitHub Actions workflows, Renovate\n"
		    "configuration, go.mod, compose files and Kubernetes manifests together,\n"
		    "works out the environment of every go command, and reports what is wrong.\n"
		    "It runs nothing of the project and opens no network connection.\n"
		    ".SH COMMANDS\n"));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			add_command(&out, *c);
	return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
}

const struct command command_man = {
	.name = "man",
	.arguments = "",
	.doc = "Print the manual page",
	.is_hidden = true,
	.run = run,
};
