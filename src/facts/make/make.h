/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that turn makefiles into facts. */
#ifndef GOBELIN_FACTS_MAKE_H
#define GOBELIN_FACTS_MAKE_H

#include "base/buf.h"
#include "base/map.h"
#include "facts/extract.h"
#include "syntax/makefile/makefile.h"

/* Bounds on what expansion may cost; beyond them a value is unknown. */
#define MAKE_EXPAND_DEPTH 40
#define MAKE_EXPAND_SIZE ((size_t)256 * 1024)
#define MAKE_EXPAND_COST ((size_t)16 * 1024 * 1024) /* bytes and references, over a makefile */
#define MAKE_INCLUDE_DEPTH 20

struct make_variable {
	struct str name;
	bool is_simple; /* := : value is fixed; otherwise `body` is expanded at each use */
	struct fact_string value;           /* simple ones */
	const struct make_expression *body; /* recursive ones; NULL: not known */
	struct buf appended;                /* what += added */
	bool appended_unknown;
	size_t generation; /* as the reader's when it was assigned */
	enum tri is_exported;
	bool is_override;  /* only assignments with `override` count from here on */
	bool is_given;     /* by the command line or the caller's environment, not assigned yet */
	bool is_maybe;     /* assigned under a condition that is not known */
	bool is_expanding; /* its value is being worked out */
	const struct make_expression *loop;     /* a `body` of it that led back to itself */
	bool is_default;                        /* assigned by ?=, or added to with a default */
	VEC_OF(, struct fact_variable *) facts; /* its assignments */
};

struct make_rule {
	struct fact_target *target;
	const struct make_node *node;
	struct fact_strings prerequisites; /* of this rule, in the order of $^ */
	struct fact_string stem;           /* $*: of pattern rules when they are used */
	bool maybe;                        /* under a condition that is not known */
	bool is_only;                      /* no other pattern matches */
	bool is_shared;      /* the recipe of several targets, of which only the first is at hand */
	bool has_order_only; /* some of the prerequisites, which $< leaves out */
};

/* A variable that only a target's recipe, and those of its prerequisites, see. */
struct make_specific {
	const struct make_node *node;
	struct fact_variable *fact;
};
VEC_OF(make_specifics, struct make_specific);

/* A makefile with what it includes, while it is read. */
struct make_reader {
	struct extraction *x;
	const struct make_call *call;   /* who runs it; NULL: it is looked at on its own */
	struct fact_makefile *makefile; /* of the file at hand */
	struct fact_makefile *root;
	const struct source *source;
	struct map variables; /* name to struct make_variable * */
	struct map targets;   /* name to struct fact_target * */
	struct map used;      /* names that anything refers to, with size_t: how often */
	struct map unexported;
	struct map specifics;          /* target to struct make_specifics * */
	struct strs pattern_specifics; /* those of its keys that are patterns */
	struct map included;           /* paths */
	struct strs included_names;    /* as the makefile writes them */
	struct fact_string shell;
	struct strs phony;
	bool phony_is_open, uses_eval, exports_all, one_shell;
	bool targets_are_open; /* there may be rules for more than `targets` */
	unsigned include_depth;
	size_t generation;    /* counts what may have assigned anything: eval, unknown includes */
	size_t cost;          /* of expansions so far */
	enum limit limit;     /* that the expansion at hand has met */
	unsigned lazy;        /* functions around it that make may not expand the arguments of */
	size_t prerequisites; /* of all targets */
	bool reaches_shell;   /* what is noted goes to the shell: recipes, $(shell …) */
	bool in_comment;      /* of the shell, which throws away what make has expanded */
	bool maybe;           /* inside a condition that is not known */
	bool is_default;      /* inside one that holds unless the caller sets something */
	VEC_OF(, struct make_rule) rules;
	VEC_OF(, size_t) patterns;             /* those of `rules` that are for patterns */
	VEC_OF(, struct make_rule) open_rules; /* of the rule at hand; its recipe may go on */
	struct fact_list gopath_uses;
	VEC_OF(, const struct make_variable *) late_exports; /* they are expanded for each recipe */
};

/* Something that can't be read may have assigned, exported and declared anything. */
void make_open(struct make_reader *r);
/* The value of an expression now; unknown where any part of it is. */
struct fact_string make_value(struct make_reader *r, const struct make_expression *e);
/* The same of one part of it, within `depth` variables and functions. */
struct fact_string make_part_value(
	struct make_reader *r, const struct make_part *part, unsigned depth);
/* A recipe's line as a text with places, with what is unknown as opaque bytes. */
struct mapped make_expand(struct make_reader *r, const struct make_expression *e);
/* The value of a variable: unknown if it is not assigned, since the environment may set it. */
struct fact_string make_variable_value(struct make_reader *r, struct str name, unsigned depth);
/* Does a pattern such as build-% match? The stem goes to *stem. */
bool make_pattern_matches(struct str pattern, struct str name, struct str *stem);
/* The same for the target of a pattern rule, which may leave the folder of a name out. */
bool make_rule_matches(struct str pattern, struct str name, struct str *stem);
/* The pattern with the stem in it. */
struct str make_pattern_fill(struct arena *a, struct str pattern, struct str stem);
/*
 * The pattern rule that make considers first for a target, or NULL. *match is the same as a
 * rule for that target alone: its prerequisites are names, and it is `maybe` where another
 * rule may come first. Whether the prerequisites exist is not looked at.
 */
const struct make_rule *make_pattern_rule(
	struct make_reader *r, struct str name, struct make_rule *match);
/* Has the makefile a rule that may write anew what it includes? */
bool make_remakes_includes(const struct make_reader *r);
/* A call of a built-in function whose arguments are known. */
struct fact_string make_function(
	struct arena *a, struct str name, const struct fact_string *args, size_t nargs);
/* Is there a reference, whose value may be another one when it is expanded? */
bool make_has_reference(const struct make_expression *e);
void make_assign(struct make_reader *r, const struct make_node *node);
/* Is it ?= of a name that whoever calls make may have set? */
bool make_is_default(const struct make_reader *r, const struct make_node *node, struct str name);
void make_undefine(struct make_reader *r, const struct make_node *node);
/* Notes that something refers to a name. */
void make_note_use(struct make_reader *r, struct str name);
/* Notes every name that an expression refers to. */
void make_note_uses(struct make_reader *r, const struct make_expression *e);

/* Part i of an expression that has been met: the fact, if its dollar was meant for the shell. */
void make_note_lost(struct make_reader *r, const struct make_expression *e, size_t i);
/* A path below GOPATH, written as a reference of make or of the shell. */
void make_note_gopath(struct make_reader *r, struct place place);
/* Once the makefile is read: whether it sets GOPATH. */
void make_judge_gopath(struct make_reader *r);

/* A whole recipe line that others follow: the fact, or NULL if it does not only change the state of its shell. */
struct fact_lost_state *make_note_lost_state(
	struct make_reader *r, const struct make_recipe_line *line, struct fact_makefile *makefile);

/* What of a line that was run the shell of the recipe at hand does not have, as facts. */
void make_note_bashisms(
	struct make_reader *r, struct run_context *cx, const struct make_recipe_line *line);

/* Has the name a value that is not empty? `v` is its variable, or NULL. */
enum tri make_is_set(const struct make_reader *r, const struct make_variable *v, struct str name);
/* The variable of that name, as the environment has it if it is new. */
struct make_variable *make_variable_named(struct make_reader *r, struct str name);
/* What a name that no makefile assigns stands for; UNKNOWN where nobody calls. */
struct fact_string make_environment(const struct make_reader *r, struct str name);

/* Reads the makefile of r->root, its variables and rules; recipes are not run. */
void make_read(struct make_reader *r, const struct project_file *file);

/* May a recipe line write the file `name`? $@, -o NAME, touch NAME, go build ./cmd/NAME and the like */
bool make_writes_itself(struct arena *a, struct str script, struct str name);
/* Does it write a file whose name is not known? -o $X, > $(X), go build $(X) and the like */
bool make_writes_unknown(const struct mapped *script);

/* Runs the recipes once all variables have their final values. */
void make_run_recipes(struct make_reader *r);
/* Joins the variables of single targets with those of the makefile; before any recipe runs. */
void make_link_specifics(struct make_reader *r);
/* What recipes see: the caller's environment, and what is exported. */
const struct settings *make_exported(struct make_reader *r);
/* Runs one recipe in a context whose environment is `make_exported`. */
void make_run_rule(
	struct make_reader *r, const struct make_rule *rule, const struct run_context *where);

#endif
