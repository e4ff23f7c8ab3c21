/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "rules/load.h"

void
cli_complain(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str message = utf8_printable(a, arena_vprintf(a, format, args));
	va_end(args);
	fprintf(stderr, "gobelin: %" PRIstr "\n", STR_ARG(message));
}

int
cli_refuse_command(struct arena *a, struct str name)
{
	struct strs names = { 0 };
	for (const struct command *const *c = commands; *c; c++)
		vec_push(a, &names, str_from((*c)->name));
	struct str nearest = nearest_name(name, &names);
	if (nearest.n)
		cli_complain(a,
			"unknown command %" PRIstr "; did you mean %" PRIstr "? (see gobelin help)",
			STR_ARG(name), STR_ARG(nearest));
	else
		cli_complain(a, "unknown command %" PRIstr " (see gobelin help)", STR_ARG(name));
	return EXIT_TROUBLE;
}

bool
cli_print(struct arena *a, struct str text)
{
	if ((!text.n || fwrite(text.s, 1, text.n, stdout) == text.n) && fflush(stdout) == 0)
		return true;
	cli_complain(a, "cannot write to standard output: %s", strerror(errno));
	return false;
}

struct str
command_usage(struct arena *a, const struct command *command)
{
	struct buf out = buf_new(a);
	buf_printf(&out, "usage: gobelin %s [option...]%s%s\n\n%s.\n", command->name,
		*command->arguments ? " " : "", command->arguments, command->doc);
	if (command->details)
		buf_printf(&out, "\n%s\n", command->details);
	buf_add(&out, STR("\noptions:\n"));
	options_describe(&out, &command->options);
	return buf_str(&out);
}

struct str
cli_usage(struct arena *a)
{
	struct buf out = buf_new(a);
	buf_add(&out,
		STR("gobelin checks the files that decide how Go programs are built.\n\n"
		    "usage: gobelin COMMAND [option...] [argument...]\n\ncommands:\n"));
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->is_hidden)
			buf_printf(&out, "  %-9s %s\n", (*c)->name, (*c)->doc);
	buf_add(&out, STR("\n`gobelin COMMAND --help` tells more about a command.\n"));
	return buf_str(&out);
}

bool
command_parse(struct arena *a, const struct command *command, const struct strs *words,
	void *values, struct strs *arguments, int *status)
{
	struct str error;
	switch (options_parse(a, &command->options, words, values, arguments, &error)) {
	case OPTIONS_OK:
		if (*command->arguments || !arguments->n)
			return true;
		error = arena_printf(a, "\"%" PRIstr "\" is one argument too many",
			STR_ARG(arguments->items[0]));
		break;
	case OPTIONS_HELP:
		*status = cli_print(a, command_usage(a, command)) ? 0 : EXIT_TROUBLE;
		return false;
	case OPTIONS_WRONG: break;
	}
	cli_complain(a, "%s: %" PRIstr " (see gobelin %s --help)", command->name, STR_ARG(error),
		command->name);
	*status = EXIT_TROUBLE;
	return false;
}

/* A folder, or a file that can't be read, has no line to point at. */
void
cli_complain_at(struct arena *a, struct place place, struct str message)
{
	const struct source *source = place.source;
	if (!source) {
		cli_complain(a, "%" PRIstr, STR_ARG(message));
		return;
	}
	if (!source->text.n) {
		cli_complain(a, "%" PRIstr ": %" PRIstr, STR_ARG(source->path), STR_ARG(message));
		return;
	}
	struct position at = source_position(source, place.span.off);
	cli_complain(a, "%" PRIstr ":%u:%u: %" PRIstr, STR_ARG(source->path), (unsigned)at.line,
		(unsigned)at.column, STR_ARG(message));
}

bool
cli_load_rules(struct arena *a, const struct strs *dirs, struct rules *rules)
{
	bool ok = true;
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		vec_push(a, rules, &builtin_rules[i]);
	for (size_t i = 0; i < dirs->n; i++) {
		struct rule_faults faults = { 0 };
		struct rules own = { 0 };
		ok &= rules_load_dir(a, arena_str(a, dirs->items[i]).s, rules, &own, &faults);
		for (size_t j = 0; j < own.n; j++)
			vec_push(a, rules, own.items[j]);
		vec_for(const struct rule_fault, fault, &faults) {
			cli_complain_at(a, fault->place, fault->message);
		}
	}
	return ok;
}

int
cli_exit_status(const struct lint_result *result, struct str fail_on)
{
	if (result->errors.n)
		return EXIT_TROUBLE;
	if (str_eq(fail_on, STR("never")))
		return 0;
	for (size_t i = 0; i < result->findings.n; i++)
		if (result->findings.items[i]->severity >= severity_named(fail_on))
			return EXIT_FINDINGS;
	return 0;
}

void
cli_tell_errors(
	struct arena *a, const struct workspace *workspace, const struct lint_errors *errors)
{
	vec_for(const struct lint_error, error, errors) {
		struct str path = workspace_shown(a, workspace, error->path);
		cli_complain(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(error->message));
	}
}

struct str
cli_today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm utc;
	char text[sizeof("YYYY-MM-DD")];
	if (!gmtime_r(&now, &utc) || strftime(text, sizeof(text), "%Y-%m-%d", &utc) == 0)
		return STR("");
	return arena_str(a, str_from(text));
}
