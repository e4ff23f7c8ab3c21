/* SPDX-License-Identifier: Apache-2.0 */
/* Every parser under the name of what it reads. */
#include "syntax/ast.h"
#include "syntax/dockerfile/dockerfile.h"
#include "syntax/gomod/gomod.h"
#include "syntax/makefile/makefile.h"
#include "syntax/shell/shell.h"
#include "syntax/tree/tree.h"

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

static struct ast_node *
read_hcl(struct arena *a, const struct source *source)
{
	return tree_ast(a, hcl_parse(a, source));
}

const struct ast_kind *
ast_kind_named(struct str name)
{
	static const struct ast_kind kinds[] = {
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
		{ "hcl", read_hcl },
	};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(name, str_from(kinds[i].name)))
			return &kinds[i];
	return NULL;
}
