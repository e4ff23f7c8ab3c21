/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"
#include "cli/cli.h"
#include "rules/rule.h"

static bool
is_rule(struct str name)
{
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		if (str_eq(builtin_rules[i].id, name) || str_eq(builtin_rules[i].name, name))
			return true;
	return false;
}

/* A path or a rule stands where a command should: the command that was meant is known. */
static int
refuse_command(struct arena *a, struct str name)
{
	const char *meant = is_rule(name) ? "explain" : "check";
	bool is_path =
		io_kind_of(name.s, true) != IO_MISSING || str_find_char(name, '/', 0) != STR_NONE;
	if (!is_path && !is_rule(name))
		return cli_refuse_command(a, name);
	cli_complain(a, "unknown command %" PRIstr "; did you mean gobelin %s %" PRIstr "?",
		STR_ARG(name), meant, STR_ARG(name));
	return EXIT_TROUBLE;
}

static int
run(struct arena *a, int argc, char **argv)
{
	struct strs words = { 0 };
	if (argc < 2)
		return cli_welcome(a);
	struct str name = str_from(argv[1]);
	if (str_eq(name, STR("--help")) || str_eq(name, STR("-h")))
		name = STR("help");
	if (str_eq(name, STR("--version")) || str_eq(name, STR("-V")))
		name = STR("version");
	for (int i = 2; i < argc; i++)
		vec_push(a, &words, str_from(argv[i]));
	const struct command *command = command_named(name);
	return command ? command->run(a, command, &words) : refuse_command(a, name);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	int status = run(a, argc, argv);
	arena_free(a);
	return status;
}
