/* SPDX-License-Identifier: Apache-2.0 */
/* Walks scripts: what runs, in which order, and whether it certainly runs. */
#include "facts/script/script.h"

#include "base/path.h"
#include "facts/programs/reader.h"

static void walk(struct run_context *cx, const struct shell_node *node);

/* Changes of the environment inside do not come out; what is left on disk does. */
static void
walk_subshell(const struct run_context *cx, const struct shell_node *node)
{
	struct run_context inner = *cx;
	walk(&inner, node);
}

/* What a substitution's status is good for depends on where it stands. */
static void
walk_substitution(
	const struct run_context *cx, const struct shell_node *node, struct receiver runner)
{
	struct run_context inner = *cx;
	inner.pipefail = inner.status_lost = UNSURE;
	inner.ignored_by = STR("");
	inner.pipes_into = runner;
	inner.github_file = GITHUB_NONE;
	inner.ignored_place = (struct place){ 0 };
	walk(&inner, node);
}

static bool
is_same_dir(struct fact_string a, struct fact_string b)
{
	return a.state == b.state && str_eq(a.text, b.text);
}

/* After commands that may have been skipped. */
static void
doubt_dir(struct run_context *cx, struct fact_string before)
{
	if (!is_same_dir(cx->workdir, before))
		cx->workdir = fact_unknown_string();
}

/* The directory is then the one of the commands inside. */
static void
walk_skippable(struct run_context *cx, const struct shell_node *node)
{
	enum tri before = cx->conditional;
	cx->conditional = YES;
	walk(cx, node);
	cx->conditional = before;
}

static void
walk_conditional(struct run_context *cx, const struct shell_node *node)
{
	struct fact_string dir = cx->workdir;
	walk_skippable(cx, node);
	doubt_dir(cx, dir);
}

/* What is printed there becomes a part of a word; what is done with it is not followed. */
static const struct receiver into_word = { .runs_it = UNSURE };

/* Commands in $(…) and <(…) run too. */
static void
walk_word(const struct run_context *cx, const struct shell_word *word, struct receiver runner)
{
	vec_for(struct shell_part, part, &word->parts) {
		if (part->body)
			walk_substitution(cx, part->body, runner);
		if (part->operand)
			walk_word(cx, part->operand, into_word);
		for (size_t i = 0; i < part->elements.n; i++)
			walk_word(cx, &part->elements.items[i], into_word);
	}
}

void
script_walk_words(const struct run_context *cx, const struct shell_node *node)
{
	for (size_t i = 0; i < node->words.n; i++)
		walk_word(
			cx, &node->words.items[i], receiver_of_word(cx->x->arena, &node->words, i));
	vec_for(struct shell_assignment, assignment, &node->assignments)
		walk_word(cx, &assignment->value, into_word);
	vec_for(struct shell_redirect, redirect, &node->redirects) {
		walk_word(cx, &redirect->target, into_word);
		walk_word(cx, &redirect->body, into_word);
	}
}

const struct shell_node *
script_first_simple(const struct shell_node *node)
{
	while (node->kind != SHELL_SIMPLE) {
		if (node->children.n == 0)
			return NULL;
		node = node->children.items[0];
	}
	return node;
}

/* The first word of the first simple command, where it is literal. */
static struct str
first_program(struct arena *a, const struct shell_node *node)
{
	struct str program;
	node = script_first_simple(node);
	if (!node || node->words.n == 0)
		return STR("");
	const struct shell_word *word = &node->words.items[0];
	/* The test command's own name looks like a glob. */
	if (word->parts.n == 1 && str_eq(word->parts.items[0].text, STR("[")))
		return STR("[");
	return shell_word_literal(a, word, &program) ? program : STR("");
}

/* Does a command only look at something, so that what follows && may not happen? */
static bool
is_test(struct arena *a, const struct shell_node *node)
{
	static const char *const tests[] = { "[", "test", "command", "which", "type", "grep",
		"hash", "[[", "cmp", "diff", "false" };
	if (node->kind == SHELL_TEST || node->kind == SHELL_ARITHMETIC || node->negated)
		return true;
	if (node->kind == SHELL_PIPELINE)
		return is_test(a, node->children.items[node->children.n - 1]);
	if (node->kind == SHELL_AND || node->kind == SHELL_OR)
		return is_test(a, node->children.items[0]) || is_test(a, node->children.items[1]);
	struct str program = first_program(a, node);
	bool is_unknown = node->kind == SHELL_SIMPLE && node->words.n && program.n == 0;
	if (is_unknown)
		return true;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		if (str_eq(program, str_from(tests[i])))
			return true;
	return false;
}

/* The last command of a node, or NULL. */
static const struct shell_node *
last_simple(const struct shell_node *node)
{
	while (node && node->kind != SHELL_SIMPLE)
		node = node->children.n ? node->children.items[node->children.n - 1] : NULL;
	return node;
}

/* Does the script end there? */
static bool
ends_script(struct arena *a, const struct shell_node *node)
{
	struct str program = node ? first_program(a, node) : STR("");
	return str_eq(program, STR("exit")) || str_eq(program, STR("return"));
}

static bool
gives_up(struct arena *a, const struct shell_node *node)
{
	node = last_simple(node);
	return ends_script(a, node) || (node && str_eq(first_program(a, node), STR("false")));
}

static bool
never_fails(struct arena *a, const struct shell_node *node)
{
	struct str program = first_program(a, node);
	return node->kind == SHELL_SIMPLE
		&& (str_eq(program, STR("true")) || str_eq(program, STR(":"))
			|| str_eq(program, STR("echo")) || str_eq(program, STR("printf")));
}

static void
walk_list(struct run_context *cx, const struct shell_node *node)
{
	enum tri ignored = cx->failure_ignored;
	for (size_t i = 0; i < node->children.n; i++) {
		const struct shell_node *child = node->children.items[i];
		bool is_last = i + 1 == node->children.n;
		enum tri goes_on = child->background ? YES : is_last ? NO : tri_not(cx->errexit);
		cx->failure_ignored = tri_or(ignored, goes_on);
		if (child->background)
			walk_subshell(cx, child);
		else
			walk(cx, child);
	}
	cx->failure_ignored = ignored;
}

/*
 * a && b && c: what comes behind && finds what those before it have done. *before becomes the
 * directory from before the first part that may be skipped.
 */
static void
walk_and(struct run_context *cx, const struct shell_node *node, struct fact_string *before,
	bool *may_skip)
{
	const struct shell_node *left = node->children.items[0], *right = node->children.items[1];
	if (left->kind == SHELL_AND)
		walk_and(cx, left, before, may_skip);
	else
		walk(cx, left);
	if (!is_test(cx->x->arena, left)) {
		walk(cx, right);
		return;
	}
	if (!*may_skip)
		*before = cx->workdir;
	*may_skip = true;
	walk_skippable(cx, right);
}

/* Whether the parts behind && have run is not certain afterwards, unless `ends_otherwise`. */
static void
walk_chain(struct run_context *cx, const struct shell_node *node, bool ends_otherwise)
{
	struct fact_string before = { 0 };
	bool may_skip = false;
	if (node->kind != SHELL_AND) {
		walk(cx, node);
		return;
	}
	walk_and(cx, node, &before, &may_skip);
	if (may_skip && !ends_otherwise)
		doubt_dir(cx, before);
}

/* Does a part of it change the directory of what follows? */
static bool
changes_dir(struct arena *a, const struct shell_node *node)
{
	if (node->kind == SHELL_SIMPLE) {
		struct str program = first_program(a, node);
		return str_eq(program, STR("cd")) || str_eq(program, STR("pushd"))
			|| str_eq(program, STR("popd"));
	}
	bool is_own = node->kind == SHELL_SUBSHELL || node->kind == SHELL_PIPELINE;
	for (size_t i = 0; i < node->children.n && !is_own; i++)
		if (changes_dir(a, node->children.items[i]))
			return true;
	return false;
}

static void
walk_or(struct run_context *cx, const struct shell_node *node)
{
	const struct shell_node *left = node->children.items[0], *right = node->children.items[1];
	enum tri ignored = cx->failure_ignored;
	struct str ignored_by = cx->ignored_by;
	struct place ignored_place = cx->ignored_place;
	cx->failure_ignored = tri_or(ignored, tri_of(!gives_up(cx->x->arena, right)));
	if (never_fails(cx->x->arena, right)) {
		cx->ignored_by = STR("||");
		cx->ignored_place = (struct place){ 0 };
		if (left->kind == SHELL_SIMPLE)
			cx->ignored_place = place_of(
				cx->source, span_make(span_end(left->span), span_end(right->span)));
	}
	struct fact_string before = cx->workdir;
	bool ends = ends_script(cx->x->arena, last_simple(right));
	walk_chain(cx, left, ends);
	cx->failure_ignored = ignored;
	cx->ignored_by = ignored_by;
	cx->ignored_place = ignored_place;
	struct fact_string after = cx->workdir;
	/* What comes behind || does not find what has failed. */
	doubt_dir(cx, before);
	walk_skippable(cx, right);
	cx->workdir = after;
	if (!ends && changes_dir(cx->x->arena, right))
		cx->workdir = fact_unknown_string();
}

static void
walk_pipeline(struct run_context *cx, const struct shell_node *node)
{
	struct arena *a = cx->x->arena;
	size_t last = node->children.n - 1;
	struct run_context part = *cx;
	part.status_lost = node->negated ? UNSURE : tri_or(cx->status_lost, tri_not(cx->pipefail));
	if (part.pipeline_end.state == ABSENT)
		part.pipeline_end = receiver_of_pipe(a, node->children.items[last]).program;
	for (size_t i = 0; i < last; i++) {
		part.pipes_into = receiver_of_pipe(a, node->children.items[i + 1]);
		part.github_file = GITHUB_NONE;
		walk_subshell(&part, node->children.items[i]);
	}
	walk_subshell(cx, node->children.items[last]);
}

static void
walk_loop(struct run_context *cx, const struct shell_node *node)
{
	struct fact_string dir = cx->workdir;
	/* The second time it begins where the first one ended. */
	if (changes_dir(cx->x->arena, node))
		cx->workdir = fact_unknown_string();
	if (node->kind == SHELL_FOR && node->words.n) {
		struct str name;
		if (shell_word_literal(cx->x->arena, &node->words.items[0], &name))
			loop_assigns(cx, name);
	}
	enum tri ignored = cx->failure_ignored;
	for (size_t i = 0; i < node->children.n; i++) {
		cx->failure_ignored = tri_or(ignored, tri_of(i == 0 && node->kind != SHELL_FOR));
		walk_conditional(cx, node->children.items[i]);
	}
	cx->failure_ignored = ignored;
	doubt_dir(cx, dir);
}

static void
walk_if(struct run_context *cx, const struct shell_node *node)
{
	struct fact_string before = { 0 }, dir = { 0 }, after = { 0 };
	enum tri ignored = cx->failure_ignored;
	for (size_t i = 0; i < node->children.n; i++) {
		bool is_condition = i % 2 == 0 && i + 1 < node->children.n;
		cx->failure_ignored = tri_or(ignored, tri_of(is_condition));
		if (i == 0) {
			before = cx->workdir;
			walk(cx, node->children.items[i]);
			dir = after = cx->workdir;
			continue;
		}
		/* One branch does not find what another has done. */
		cx->workdir = dir;
		walk_conditional(cx, node->children.items[i]);
		if (!is_same_dir(cx->workdir, dir))
			after = cx->workdir;
		if (is_condition)
			dir = cx->workdir;
		else if (!is_same_dir(dir, before))
			dir = fact_unknown_string(); /* the condition has failed */
	}
	cx->workdir = after;
	cx->failure_ignored = ignored;
}

static void
walk_children(struct run_context *cx, const struct shell_node *node, bool conditional)
{
	for (size_t i = 0; i < node->children.n; i++) {
		if (conditional)
			walk_conditional(cx, node->children.items[i]);
		else
			walk(cx, node->children.items[i]);
	}
}

/*
 * Parts of a script that its arguments choose, which are not known: what they do to variables
 * counts, but no fact is made of their commands. The lists of commands are open then.
 */
static void
walk_unjudged(struct run_context *cx, const struct shell_node *node)
{
	struct machine *machine = cx->machine, scratch = *machine;
	machine_part_lists(&scratch);
	bool unlisted = cx->x->unlisted;
	cx->x->unlisted = true;
	cx->machine = &scratch;
	walk_children(cx, node, true);
	cx->machine = machine;
	cx->x->unlisted = unlisted;
	machine->github_env = scratch.github_env;
	machine->github_path = scratch.github_path;
	machine->commands.open = machine->go_commands.open = true;
	machine_open(cx->x, machine);
}

static void
walk_function(struct run_context *cx, const struct shell_node *node)
{
	/* Where it is called from is not followed: its commands may run, its assignments count. */
	struct run_context inner = *cx;
	inner.failure_ignored = YES;
	if (cx->in_script_file)
		walk_unjudged(&inner, node);
	else
		walk_children(&inner, node, true);
	cx->env = inner.env;
	cx->locals = inner.locals;
	cx->directories = inner.directories;
	for (size_t i = 0; i < node->children.n; i++)
		if (changes_dir(cx->x->arena, node->children.items[i]))
			cx->workdir = fact_unknown_string();
}

static void
walk(struct run_context *cx, const struct shell_node *node)
{
	enum github_file outer = cx->github_file;
	if (node->kind != SHELL_SIMPLE) {
		script_walk_words(cx, node);
		read_redirects(cx, node);
		cx->github_file = github_file_of(cx->source, node, outer);
	}
	switch (node->kind) {
	case SHELL_LIST: walk_list(cx, node); break;
	case SHELL_AND: walk_chain(cx, node, false); break;
	case SHELL_OR: walk_or(cx, node); break;
	case SHELL_PIPELINE: walk_pipeline(cx, node); break;
	case SHELL_SIMPLE: simple_run(cx, node); break;
	case SHELL_SUBSHELL:
		if (node->children.n)
			walk_subshell(cx, node->children.items[0]);
		break;
	case SHELL_GROUP: walk_children(cx, node, false); break;
	case SHELL_IF: walk_if(cx, node); break;
	case SHELL_WHILE:
	case SHELL_UNTIL:
	case SHELL_FOR: walk_loop(cx, node); break;
	case SHELL_CASE:
		if (cx->in_script_file)
			walk_unjudged(cx, node);
		else
			walk_children(cx, node, true);
		break;
	case SHELL_CASE_ITEM: walk_children(cx, node, true); break;
	case SHELL_FUNCTION: walk_function(cx, node); break;
	case SHELL_ARITHMETIC: arithmetic_assigns(cx, node); break;
	case SHELL_TEST: break;
	}
	cx->github_file = outer;
}

void
script_run(struct run_context *cx, const struct shell_node *node)
{
	walk(cx, node);
}

void
script_run_text(struct run_context *cx, const struct mapped *text, enum shell_dialect dialect)
{
	if (cx->depth >= SCRIPT_MAX_DEPTH)
		return;
	cx->depth++;
	struct shell_script *script = shell_parse(cx->x->arena, text, dialect);
	const struct source *outer = cx->source;
	cx->source = text->source;
	/* Who asks for the status of each part may act on it. */
	if (str_contains(text->text, STR("PIPESTATUS"))
		|| str_contains(text->text, STR("pipestatus")))
		cx->pipefail = UNSURE;
	vec_for(struct fault, fault, &script->faults) {
		if (cx->other_shell)
			break;
		struct fact_syntax_fault *fact = FACT_ADD(cx->x, syntax_fault);
		fact->place = place_of(text->source, fault->span);
		fact->message = fact_known(fault->message);
	}
	walk(cx, script->root);
	cx->source = outer;
	cx->depth--;
}
