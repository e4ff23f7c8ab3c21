/* SPDX-License-Identifier: Apache-2.0 */
/* Dumps what a parser makes of a file: for the comparison with other programs. */
#include <stddef.h>

#include "base/io.h"
#include "cli/cli.h"
#include "lint/discover.h"
#include "syntax/ast.h"
#include "syntax/dockerfile/dockerfile.h"
#include "syntax/gomod/gomod.h"
#include "syntax/makefile/makefile.h"
#include "syntax/shell/shell.h"
#include "syntax/tree/tree.h"

struct ast_options {
	struct str format, kind;
};

static const struct cli_option option_rows[] = {
	{ "format", 'f', OPTION_TEXT, "sexp|json", "how to print (sexp)",
		offsetof(struct ast_options, format) },
	{ "kind", 'k', OPTION_TEXT,
		"dockerfile|docker-words|makefile|shell|posix|bash|gomod|gowork|yaml|json|jsonc|json5",
		"what the file is (told from its path)", offsetof(struct ast_options, kind) },
};

static struct ast_node *
read_dockerfile(struct arena *a, const struct source *source)
{
	return dockerfile_ast(a, dockerfile_parse(a, source));
}

static struct ast_node *
read_shell(struct arena *a, const struct source *source, enum shell_dialect dialect)
{
	struct mapped text = mapped_from_span(a, source, span_make(0, source->text.n));
	return shell_ast(a, shell_parse(a, &text, dialect));
}

static struct ast_node *
read_posix(struct arena *a, const struct source *source)
{
	return read_shell(a, source, SHELL_POSIX);
}

static struct ast_node *
read_bash(struct arena *a, const struct source *source)
{
	return read_shell(a, source, SHELL_BASH);
}

static struct ast_node *
read_gomod(struct arena *a, const struct source *source)
{
	return gomod_ast(a, gomod_parse(a, source, false));
}

static struct ast_node *
read_gowork(struct arena *a, const struct source *source)
{
	return gomod_ast(a, gomod_parse(a, source, true));
}

static struct ast_node *
read_makefile(struct arena *a, const struct source *source)
{
	return makefile_ast(a, makefile_parse(a, source));
}

static struct ast_node *
read_yaml(struct arena *a, const struct source *source)
{
	return tree_ast(a, yaml_parse(a, source));
}

static struct ast_node *
read_json(struct arena *a, const struct source *source)
{
	return tree_ast(a, json_parse(a, source, JSON_STRICT));
}

static struct ast_node *
read_jsonc(struct arena *a, const struct source *source)
{
	return tree_ast(a, json_parse(a, source, JSON_JSONC));
}

static struct ast_node *
read_json5(struct arena *a, const struct source *source)
{
	return tree_ast(a, json_parse(a, source, JSON_JSON5));
}

struct reader {
	const char *kind;
	struct ast_node *(*read)(struct arena *a, const struct source *source);
};

static const struct reader readers[] = {
	{ "dockerfile", read_dockerfile },
	{ "docker-words", docker_words_ast },
	{ "makefile", read_makefile },
	{ "shell", read_bash },
	{ "bash", read_bash },
	{ "posix", read_posix },
	{ "gomod", read_gomod },
	{ "gowork", read_gowork },
	{ "yaml", read_yaml },
	{ "json", read_json },
	{ "jsonc", read_jsonc },
	{ "json5", read_json5 },
};

/* The name of a reader for a path; empty where there is none. */
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
	case FILE_DAEMON_CONFIG: return STR("json");
	case FILE_RENOVATE: return STR("json5");
	case FILE_NONE: break;
	}
	return str_ends(path, STR(".sh")) ? STR("shell") : STR("");
}

static const struct reader *
reader_for(struct str kind)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++)
		if (str_eq(kind, str_from(readers[i].kind)))
			return &readers[i];
	return NULL;
}

static bool
read_text(struct arena *a, struct str path, struct str *text, struct str *error)
{
	if (str_eq(path, STR("-")))
		return io_read_stdin(a, SOURCE_MAX_SIZE, text, error);
	return io_read_file(a, path.s, SOURCE_MAX_SIZE, text, error);
}

static int
run(struct arena *a, const struct command *command, const struct strs *words)
{
	struct ast_options options = { STR("sexp"), STR("") };
	struct strs paths = { 0 };
	struct str text, error;
	int status;
	if (!command_parse(a, command, words, &options, &paths, &status))
		return status;
	if (paths.n != 1) {
		cli_complain(a, "ast: expected one file (see gobelin ast --help)");
		return EXIT_TROUBLE;
	}
	struct str path = paths.items[0];
	const struct reader *reader = reader_for(options.kind.n ? options.kind : guess_kind(path));
	if (!reader) {
		cli_complain(
			a, "ast: which kind of file is %" PRIstr "? (use --kind)", STR_ARG(path));
		return EXIT_TROUBLE;
	}
	if (!read_text(a, path, &text, &error)) {
		cli_complain(a, "%" PRIstr ": %" PRIstr, STR_ARG(path), STR_ARG(error));
		return EXIT_TROUBLE;
	}
	const struct source *source = source_new(a, path, text);
	struct ast_node *root = reader->read(a, source);
	struct buf out = buf_new(a);
	if (str_eq(options.format, STR("json")))
		ast_print_json(&out, root, source);
	else
		ast_print_sexp(&out, root, true);
	return cli_print(a, buf_str(&out)) ? 0 : EXIT_TROUBLE;
}

const struct command command_ast = {
	.name = "ast",
	.arguments = "FILE",
	.doc = "Print the tree of a file (- for standard input)",
	.options = { option_rows, sizeof(option_rows) / sizeof(*option_rows) },
	.is_hidden = true,
	.run = run,
};
