/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/path.h"
#include "cli/cli.h"
#include "report/docs.h"

struct docs_options {
	bool check;
};

static const struct cli_option option_rows[] = {
	{ "check", 0, OPTION_FLAG, NULL, "write nothing; name the pages that are not current",
		offsetof(struct docs_options, check) },
};

/* What is said of a page that is not current; NULL where it is. */
static const char *
fault_of_page(struct arena *a, struct str path, struct str text)
{
	struct str found, error;
	if (io_kind_of(path.s, true) == IO_MISSING)
		return "is missing";
	if (!io_read_file(a, path.s, SOURCE_MAX_SIZE, &found, &error))
		return "cannot be read";
	return str_eq(found, text) ? NULL : "is stale";
}

static bool
make_folder(struct arena *a, struct str path)
{
	if (mkdir(path.s, 0777) == 0 || errno == EEXIST)
		return true;
	cli_complain(a, "docs: cannot make %" PRIstr ": %s", STR_ARG(path), strerror(errno));
	return false;
}

/* Names the pages of rules that are no more; their number. */
static size_t
tell_left_over(struct arena *a, struct str dir, const struct docs_pages *pages)
{
	struct strs known = { 0 };
	struct io_entries entries = { 0 };
	struct str error;
	size_t left_over = 0;
	vec_for(const struct docs_page, page, pages)
		vec_push(a, &known, page->path);
	struct str rules = path_join(a, dir, STR(DOCS_RULES_DIR));
	if (io_kind_of(arena_str(a, rules).s, true) != IO_DIR)
		return 0;
	if (!io_list_dir(a, arena_str(a, rules).s, &entries, &error)) {
		cli_complain(a, "docs: %" PRIstr ": %" PRIstr, STR_ARG(rules), STR_ARG(error));
		return 1;
	}
	vec_for(const struct io_entry, entry, &entries) {
		struct str path = path_join(a, STR(DOCS_RULES_DIR), entry->name);
		if (!str_ends(path, STR(".md")) || strs_has(&known, path))
			continue;
		cli_complain(a, "%" PRIstr "/%" PRIstr " belongs to no rule; remove it",
			STR_ARG(dir), STR_ARG(path));
		left_over++;
	}
	return left_over;
}

/* Compares the pages, or writes those that are not current; the exit status. */
static int
go_through_pages(struct arena *a, struct str dir, const struct docs_pages *pages, bool check)
{
	size_t faults = tell_left_over(a, dir, pages);
	vec_for(const struct docs_page, page, pages) {
		struct str path = arena_str(a, path_join(a, dir, page->path)), error;
		const char *fault = fault_of_page(a, path, page->text);
		if (!fault)
			continue;
		if (check) {
			cli_complain(a, "%" PRIstr " %s", STR_ARG(path), fault);
			faults++;
		} else if (!io_write_file(a, path.s, page->text, &error)) {
			cli_complain(a, "docs: cannot write %" PRIstr ": %" PRIstr, STR_ARG(path),
				STR_ARG(error));
			return EXIT_TROUBLE;
		}
	}
	return faults ? EXIT_FINDINGS : 0;
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct docs_options options = { 0 };
	struct strs arguments = { 0 }, none = { 0 };
	struct rules rules = { 0 };
	struct docs_pages pages = { 0 };
	int status;
	if (!command_parse(a, command, words, &options, &arguments, &status))
		return status;
	if (arguments.n != 1) {
		cli_complain(a, "docs: name one folder");
		return EXIT_TROUBLE;
	}
	if (!cli_load_rules(a, &none, &rules))
		return EXIT_TROUBLE;
	docs_render(a, &rules, &builtin_knowledge, &pages);
	struct str dir = arguments.items[0];
	struct str rules_dir = arena_str(a, path_join(a, dir, STR(DOCS_RULES_DIR)));
	if (!options.check && (!make_folder(a, dir) || !make_folder(a, rules_dir)))
		return EXIT_TROUBLE;
	return go_through_pages(a, dir, &pages, options.check);
}

const struct command command_docs = {
	.name = "docs",
	.arguments = "DIR",
	.doc = "Write the generated pages of the documentation (for gobelin's developers)",
	.details = "The pages of rules go into DIR/rules, beside facts.md and knowledge.md.\n\n"
		   "exit status: 0 all pages are current, 1 some are not, 2 an error",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.run = run,
};
