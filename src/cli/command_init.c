/* SPDX-License-Identifier: Apache-2.0 */
#include "base/path.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/facts.h"
#include "lint/config.h"
#include "report/config_yaml.h"

#define WIDTH 90     /* of comments */
#define NAMED_MAX 10 /* files and modules that are listed; of more, the number says enough */

/* A text as comment lines. */
static void
add_comment(struct buf *out, struct str text)
{
	size_t column = 0;
	for (struct str word; str_next_word(&text, &word);) {
		if (column && column + 1 + word.n > WIDTH)
			column = 0;
		if (!column)
			buf_add(out, out->n && out->s[out->n - 1] != '\n' ? STR("\n#") : STR("#"));
		buf_printf(out, " %" PRIstr, STR_ARG(word));
		column += word.n + 1;
	}
	buf_add_char(out, '\n');
}

/* "# Modules: a, b" of the strings at `offset` in the facts of a class. */
static void
add_seen(struct buf *out, const struct project *project, const char *what, uint16_t class,
	const char *field)
{
	const struct fact_list *facts = &project->facts[class];
	const struct fact_field *name = fact_field_named(&fact_classes[class], str_from(field));
	struct strs names = { 0 };
	for (size_t i = 0; i < facts->n && i < NAMED_MAX; i++) {
		const struct fact_string *value =
			(const void *)((const char *)facts->items[i] + name->offset);
		if (value->state == KNOWN)
			vec_push(out->arena, &names, value->text);
	}
	if (!names.n)
		return;
	if (facts->n > NAMED_MAX)
		vec_push(out->arena, &names,
			arena_printf(out->arena, "and %zu more", facts->n - NAMED_MAX));
	struct str list = utf8_printable(out->arena, strs_join(out->arena, &names, STR(", ")));
	add_comment(out, arena_printf(out->arena, "%s: %" PRIstr, what, STR_ARG(list)));
}

static bool
is_private_list(struct fact_string name)
{
	return name.state == KNOWN
		&& (str_eq(name.text, STR("GOPRIVATE")) || str_eq(name.text, STR("GONOPROXY"))
			|| str_eq(name.text, STR("GONOSUMDB")));
}

/* The patterns that the project itself says are private. */
static struct strs
private_modules(struct arena *a, const struct project *project)
{
	struct strs patterns = { 0 };
	fact_for(variable, variable, &project->facts[FACT_CLASS_variable]) {
		if (!is_private_list(variable->name))
			continue;
		vec_for(const struct fact_string, element, &variable->elements) {
			struct str text = str_trim(element->text);
			if (element->state == KNOWN && text.n && !str_eq(text, STR("*"))
				&& !config_module_fault(text) && !strs_has(&patterns, text))
				vec_push(a, &patterns, text);
		}
	}
	return patterns;
}

static void
add_key(struct buf *out, const struct config_key *key, const struct project *project)
{
	struct strs seen = { 0 };
	if (key->type == CONFIG_MODULES)
		seen = private_modules(out->arena, project);
	buf_add_char(out, '\n');
	add_comment(out, arena_printf(out->arena, "%s.", key->doc));
	if (!seen.n) {
		buf_printf(out, "# %s: %s\n", key->name, key->example);
		return;
	}
	buf_printf(out, "%s:\n", key->name);
	vec_for(const struct str, pattern, &seen) {
		buf_add(out, STR("  - "));
		yaml_scalar(out, *pattern);
		buf_add_char(out, '\n');
	}
}

static struct str
template_for(struct arena *a, const struct project *project)
{
	struct buf out = buf_new(a);
	const struct config_group *group = &config_groups[CONFIG_GROUP_config];
	buf_add(&out,
		STR("# What gobelin is to know of this project. `gobelin config` checks this file and\n"
		    "# shows what is in force. Take the # off a key to use it.\n#\n"));
	add_seen(&out, project, "Modules", FACT_CLASS_module, "path");
	add_seen(&out, project, "Dockerfiles", FACT_CLASS_dockerfile, "file");
	add_seen(&out, project, "Makefiles", FACT_CLASS_makefile, "file");
	add_seen(&out, project, "Workflows", FACT_CLASS_workflow, "file");
	for (size_t i = 0; i < group->nkeys; i++)
		add_key(&out, &group->keys[i], project);
	return buf_str(&out);
}

/* Is there a configuration already? Then it is named. */
static bool
has_config(struct arena *a, struct str dir)
{
	const struct str names[] = { CONFIG_NAME, CONFIG_NAME_IN_FOLDER, STR(".gobelin.yml") };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str path = path_join(a, dir, names[i]);
		if (io_kind_of(arena_str(a, path).s, false) == IO_MISSING)
			continue;
		cli_complain(
			a, "init: %" PRIstr " is there already; it stays as it is", STR_ARG(path));
		return true;
	}
	return false;
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct setup_options setup = { .no_config = true };
	struct strs paths = { 0 };
	struct cli_facts facts;
	struct str error;
	int status;
	if (!command_parse(a, command, words, NULL, &paths, &status))
		return status;
	struct str dir = paths.n ? paths.items[0] : STR("");
	if (paths.n > 1 || (paths.n && io_kind_of(arena_str(a, dir).s, true) != IO_DIR)) {
		cli_complain(a, "init: name one folder, or none for the current one");
		return EXIT_TROUBLE;
	}
	if (has_config(a, dir) || !cli_find_facts(a, &setup, &paths, NULL, &facts))
		return EXIT_TROUBLE;
	struct str path = arena_str(a, path_join(a, dir, CONFIG_NAME));
	if (!io_write_file(a, path.s, template_for(a, facts.result->project), &error)) {
		cli_complain(a, "init: cannot write %" PRIstr ": %" PRIstr, STR_ARG(path),
			STR_ARG(error));
		return EXIT_TROUBLE;
	}
	struct str shown = utf8_printable(a, path);
	struct str told = arena_printf(a, "Wrote %" PRIstr ".\n", STR_ARG(shown));
	return cli_print(a, told) ? 0 : EXIT_TROUBLE;
}

const struct command command_init = {
	.name = "init",
	.arguments = "[DIR]",
	.doc = "Write a configuration to start from (in the current folder)",
	.details = "The file lists all keys, and what gobelin saw of the project. A file that is\n"
		   "there already is never touched.",
	.run = run,
};
