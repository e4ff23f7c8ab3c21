/* SPDX-License-Identifier: Apache-2.0 */
/* Dumps what a parser makes of files: for the comparison with other programs. */
#include <stddef.h>

#include "base/io.h"
#include "cli/cli.h"
#include "lint/discover.h"
#include "syntax/ast.h"

struct ast_options {
	struct str format, kind;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "sexp|json", "how to print (sexp)",
		offsetof(struct ast_options, format) },
	{ "kind", 'k', OPTION_TEXT,
		"dockerfile|docker-words|makefile|shell|posix|bash|gomod|gowork|yaml|json|jsonc|json5|hcl",
		"what the file is (told from its path)", offsetof(struct ast_options, kind) },
};

/* The name of a path's kind; empty where there is none. */
static struct str
guess_kind(struct str path)
{
	switch (discover_kind(path)) {
	case FILE_DOCKERFILE: return STR("dockerfile");
	case FILE_GOMOD: return STR("gomod");
	case FILE_GOWORK: return STR("gowork");
	case FILE_MAKEFILE: return STR("makefile");
	case FILE_WORKFLOW:
	case FILE_ACTION:
	case FILE_COMPOSE:
	case FILE_KUBERNETES:
	case FILE_DEPENDABOT:
	case FILE_MAYBE_YAML: return STR("yaml");
	case FILE_BAKE: return str_ends(path, STR(".hcl")) ? STR("hcl") : STR("json");
	case FILE_DAEMON_CONFIG: return STR("json");
	case FILE_RENOVATE: return STR("json5");
	case FILE_NONE: break;
	}
	return str_ends(path, STR(".sh")) ? STR("shell") : STR("");
}

static bool
read_text(struct arena *a, struct str path, struct str *text, struct str *error)
{
	if (str_eq(path, STR("-")))
		return io_read_stdin(a, SOURCE_MAX_SIZE, text, error);
	return io_read_file(a, path.s, SOURCE_MAX_SIZE, text, error);
}

static bool
print_tree(struct arena *a, const struct ast_options *options, struct str path)
{
	const struct ast_kind *kind =
		ast_kind_named(options->kind.n ? options->kind : guess_kind(path));
	if (!kind) {
		cli_complain(
			a, "ast: which kind of file is %" PRIstr "? (use --kind)", STR_ARG(path));
		return false;
	}
	struct str text, error;
	if (!read_text(a, path, &text, &error)) {
		cli_complain(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(error));
		return false;
	}
	const struct source *source = source_new(a, path, text);
	struct ast_node *root = kind->read(a, source);
	struct buf out = buf_new(a);
	if (str_eq(options->format, STR("json")))
		ast_print_json(&out, root, source);
	else
		ast_print_sexp(&out, root, true);
	return cli_print(a, buf_str(&out));
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct ast_options options = { STR("sexp"), STR("") };
	struct strs paths = { 0 };
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (paths.n == 0) {
		cli_complain(a, "ast: expected a file (see gobelin ast --help)");
		return EXIT_TROUBLE;
	}
	bool is_printed = true;
	for (size_t i = 0; i < paths.n; i++) {
		struct arena *scratch = arena_new();
		is_printed &= print_tree(scratch, &options, paths.items[i]);
		arena_free(scratch);
	}
	return is_printed ? 0 : EXIT_TROUBLE;
}

const struct command command_ast = {
	.name = "ast",
	.arguments = "FILE...",
	.doc = "Print the trees of files (- for standard input)",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.is_hidden = true,
	.run = run,
};
