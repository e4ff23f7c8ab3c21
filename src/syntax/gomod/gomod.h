/* SPDX-License-Identifier: Apache-2.0 */
/*
 * go.mod (https://go.dev/ref/mod#go-mod-file) and go.work (https://go.dev/ref/mod#workspaces),
 * read as golang.org/x/mod/modfile reads them in strict mode.
 */
#ifndef GOBELIN_SYNTAX_GOMOD_GOMOD_H
#define GOBELIN_SYNTAX_GOMOD_GOMOD_H

#include "base/source.h"

struct ast_node;

enum gomod_verb {
	GOMOD_UNKNOWN,
	GOMOD_MODULE,
	GOMOD_GO,
	GOMOD_TOOLCHAIN,
	GOMOD_GODEBUG,
	GOMOD_REQUIRE,
	GOMOD_EXCLUDE,
	GOMOD_REPLACE,
	GOMOD_RETRACT,
	GOMOD_TOOL,
	GOMOD_IGNORE,
	GOMOD_USE, /* go.work */
};

struct gomod_token {
	struct str text; /* unquoted */
	struct span span;
};
VEC_OF(gomod_tokens, struct gomod_token);

/* One directive; each line of a block is one. */
struct gomod_directive {
	enum gomod_verb verb;
	struct span span;           /* of the line, without its comment */
	struct gomod_token keyword; /* of the block for lines inside one */
	struct gomod_tokens
		args;        /* after the keyword; "=>" is one of them, brackets and commas too */
	struct span comment; /* trailing //…, or empty */
	bool in_block;
	bool indirect; /* REQUIRE: // indirect */
	/* REQUIRE, EXCLUDE: path, version. REPLACE: path [version] => new_path [new_version].
	 * GO, TOOLCHAIN: version. MODULE, TOOL, IGNORE, USE: path. Empty where absent. */
	struct gomod_token path, version, new_path, new_version;
};
VEC_OF(gomod_directives, struct gomod_directive);

struct gomod {
	const struct source *source;
	bool is_work;
	struct gomod_directives directives;
	struct {
		struct span *items;
		size_t n, cap;
	} comments; /* all of them: from // to the end of the line */
	struct faults faults;
};

struct gomod *gomod_parse(struct arena *a, const struct source *source, bool is_work);

/* The first directive of a verb, or NULL. */
const struct gomod_directive *gomod_find(const struct gomod *mod, enum gomod_verb verb);

/* The neutral tree: one "directive" each, with the keyword, the tokens and what they mean. */
struct ast_node *gomod_ast(struct arena *a, const struct gomod *mod);

#endif
