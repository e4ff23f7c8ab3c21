/* SPDX-License-Identifier: Apache-2.0 */
/* `gobelin` without a command: what it is, what it sees here, and what to do next. */
#include "base/path.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/facts.h"
#include "report/parts.h"

#define MODULES_MAX 5 /* that are named */

static const struct {
	enum file_kind kind;
	const char *name;
} kinds[] = {
	{ FILE_GOMOD, "go.mod file" },
	{ FILE_GOWORK, "go.work file" },
	{ FILE_DOCKERFILE, "Dockerfile" },
	{ FILE_MAKEFILE, "makefile" },
	{ FILE_WORKFLOW, "workflow" },
	{ FILE_ACTION, "composite action" },
	{ FILE_RENOVATE, "Renovate configuration" },
	{ FILE_DEPENDABOT, "Dependabot configuration" },
	{ FILE_COMPOSE, "compose file" },
	{ FILE_BAKE, "bake file" },
	{ FILE_KUBERNETES, "Kubernetes manifest" },
	{ FILE_DAEMON_CONFIG, "Docker configuration" },
};

/* The files that `gobelin check` would look at, by their kinds; false where there are none. */
static bool
add_files(struct buf *out, const struct cli_facts *facts)
{
	const char *separator = "  ";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = 0;
		vec_for(const struct project_file, file, &facts->result->project->files) {
			n += file->kind == kinds[i].kind
				&& path_is_within(file->path, facts->workspace.paths.items[0]);
		}
		if (!n)
			continue;
		buf_add(out, str_from(separator));
		report_plural(out, n, kinds[i].name);
		separator = ", ";
	}
	buf_add_char(out, '\n');
	return separator[0] == ',';
}

static void
add_modules(struct buf *out, const struct cli_facts *facts)
{
	size_t n = 0;
	fact_for(module, module, &facts->result->project->facts[FACT_CLASS_module]) {
		if (module->path.state != KNOWN || !cli_is_asked_for(facts, module->place))
			continue;
		if (n++ < MODULES_MAX)
			buf_printf(out, "  the Go module %" PRIstr "\n",
				STR_ARG(utf8_printable(out->arena, module->path.text)));
	}
	if (n > MODULES_MAX)
		buf_printf(out, "  and %zu more\n", n - MODULES_MAX);
}

int
cli_welcome(struct arena *a)
{
	struct setup_options setup = { .no_config = true };
	struct strs paths = { 0 };
	struct cli_facts facts;
	if (!cli_find_facts(a, &setup, &paths, NULL, &facts))
		return EXIT_TROUBLE;
	struct buf out = buf_new(a), files = buf_new(a);
	buf_add(&out,
		STR("gobelin " GOBELIN_VERSION
		    " checks the files that decide how Go programs are built.\n\n"));
	if (add_files(&files, &facts)) {
		buf_add(&out, STR("Here it sees:\n"));
		add_modules(&out, &facts);
		buf_add(&out, buf_str(&files));
		buf_add(&out,
			STR("\nNext:\n"
			    "  gobelin check           check them\n"
			    "  gobelin init            write a configuration to start from\n"
			    "  gobelin explain RULE    read about a rule\n"));
	} else {
		buf_add(&out,
			STR("Here is nothing for it: " REPORT_NOTHING
			    "\n\nGo to the folder of a Go project, or name it: gobelin check FOLDER\n"));
	}
	buf_add(&out, STR("\nAll commands: gobelin help\n"));
	return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
}
