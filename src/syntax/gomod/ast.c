/* SPDX-License-Identifier: Apache-2.0 */
#include "syntax/ast.h"
#include "syntax/gomod/gomod.h"

static const char *
verb_name(enum gomod_verb verb)
{
	static const char *const names[] = {
		[GOMOD_UNKNOWN] = "unknown",
		[GOMOD_MODULE] = "module",
		[GOMOD_GO] = "go",
		[GOMOD_TOOLCHAIN] = "toolchain",
		[GOMOD_GODEBUG] = "godebug",
		[GOMOD_REQUIRE] = "require",
		[GOMOD_EXCLUDE] = "exclude",
		[GOMOD_REPLACE] = "replace",
		[GOMOD_RETRACT] = "retract",
		[GOMOD_TOOL] = "tool",
		[GOMOD_IGNORE] = "ignore",
		[GOMOD_USE] = "use",
	};
	return names[verb];
}

static void
add_token(struct arena *a, struct ast_node *node, const char *kind, const struct gomod_token *token)
{
	if (token->span.len)
		ast_add_new(a, node, kind, token->span, token->text);
}

static void
add_directive(struct arena *a, struct ast_node *root, const struct gomod_directive *d)
{
	struct ast_node *node = ast_add_new(a, root, verb_name(d->verb), d->span, STR(""));
	if (d->in_block)
		ast_add_new(a, node, "in-block", span_make(d->span.off, d->span.off), STR(""));
	vec_for(const struct gomod_token, arg, &d->args)
		add_token(a, node, "token", arg);
	struct ast_node *meaning = ast_add_new(a, node, "meaning", d->span, STR(""));
	add_token(a, meaning, "path", &d->path);
	add_token(a, meaning, "version", &d->version);
	add_token(a, meaning, "new-path", &d->new_path);
	add_token(a, meaning, "new-version", &d->new_version);
	if (d->indirect)
		ast_add_new(a, meaning, "indirect", span_make(span_end(d->span), span_end(d->span)),
			STR(""));
}

struct ast_node *
gomod_ast(struct arena *a, const struct gomod *mod)
{
	struct str text = mod->source->text;
	struct ast_node *root =
		ast_new(a, mod->is_work ? "go.work" : "go.mod", span_make(0, text.n), STR(""));
	vec_for(const struct gomod_directive, d, &mod->directives)
		add_directive(a, root, d);
	ast_add_comments(a, root, mod->source, mod->comments.items, mod->comments.n);
	ast_add_faults(a, root, &mod->faults);
	return root;
}
