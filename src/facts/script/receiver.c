/* SPDX-License-Identifier: Apache-2.0 */
/* Who gets what a command prints, and whether they run it as a script. */
#include "base/path.h"
#include "facts/programs/reader.h"
#include "facts/script/script.h"

/* Programs that run their standard input where nothing else is given to them. */
static const struct interpreter {
	const char *names[7];
	const char *other_script; /* options whose value is what they run */
	const char *with_value;   /* other options that take a value */
	const char *with_rest;    /* options whose value is the rest of the word */
	const char *runs_nothing; /* options that only check it, or tell of the program */
	char runs_input;          /* the option that says so whatever words follow */
} interpreters[] = {
	{ { "sh", "bash", "ash", "dash", "ksh", "zsh" }, "c", "oO", "", "nD", 's' },
	{ { "python", "python2", "python3" }, "cm", "WX", "", "Vh", '\0' },
	{ { "perl" }, "eE", "I", "MmFixDCd", "cvVh", '\0' },
};

static const struct interpreter *
interpreter_named(struct str program)
{
	if (str_starts(program, STR("python3.")))
		program = STR("python3");
	for (size_t i = 0; i < sizeof(interpreters) / sizeof(*interpreters); i++)
		for (const char *const *name = interpreters[i].names; *name; name++)
			if (str_eq(program, str_from(*name)))
				return &interpreters[i];
	return NULL;
}

/* What a word of options says: YES and NO of the input, UNSURE where the next words decide. */
static enum tri
read_letters(const struct interpreter *it, struct str word, bool *takes_next)
{
	enum tri runs = UNSURE;
	for (size_t i = 1; i < word.n; i++) {
		char c = word.s[i];
		if (str_find_char(str_from(it->other_script), c, 0) != STR_NONE
			|| str_find_char(str_from(it->runs_nothing), c, 0) != STR_NONE)
			return NO;
		if (c == it->runs_input)
			runs = YES;
		bool takes = str_find_char(str_from(it->with_value), c, 0) != STR_NONE;
		*takes_next = takes && i + 1 == word.n;
		if (takes || str_find_char(str_from(it->with_rest), c, 0) != STR_NONE)
			break;
	}
	return runs;
}

/* Does the interpreter that word `at` names run its standard input? */
static enum tri
runs_input(
	struct arena *a, const struct interpreter *it, const struct shell_words *words, size_t at)
{
	bool is_shell = it->runs_input, options_end = false, takes_next = false;
	for (size_t i = at + 1; i < words->n; i++) {
		struct str word;
		if (!shell_word_literal(a, &words->items[i], &word))
			return UNSURE;
		if (takes_next) {
			takes_next = false;
			continue;
		}
		if (!options_end
			&& (str_eq(word, STR("--")) || (is_shell && str_eq(word, STR("-"))))) {
			options_end = true;
			continue;
		}
		if (IS_ONE_OF(word, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
			|| (!is_shell && str_eq(word, STR("-"))))
			return YES;
		bool is_option = word.n > 1 && !options_end
			&& (word.s[0] == '-' || (is_shell && word.s[0] == '+'));
		if (!is_option)
			return NO; /* a script */
		if (word.s[1] == '-')
			return UNSURE;
		enum tri runs = read_letters(it, word, &takes_next);
		if (runs != UNSURE)
			return runs;
	}
	return YES;
}

/* Those that run another program, which is not looked for here. */
static bool
may_run_input(struct str program)
{
	return is_wrapper(program)
		|| IS_ONE_OF(program, "busybox", "xargs", "su", "ssh", "docker", "parallel",
			"script", "unbuffer", "chroot", "runuser", "setpriv");
}

static bool
runs_another(struct str program)
{
	return IS_ONE_OF(path_base(program), "sudo", "env");
}

#define PROGRAM_WORD_MAX 256 /* bytes; these words are read for each substitution anew */

/* The word that names the program: of sudo and env, the one that they run; words->n if not known. */
static size_t
program_word(struct arena *a, const struct shell_words *words, struct str *program)
{
	for (size_t i = 0; i < words->n && i < 8; i++) {
		struct str word;
		if (words->items[i].span.len > PROGRAM_WORD_MAX
			|| !shell_word_literal(a, &words->items[i], &word))
			break;
		bool is_flag = i && str_starts(word, STR("-"));
		if (is_flag && word.n == 2
			&& str_find_char(STR("ugCDhpTU"), word.s[1], 0) != STR_NONE) {
			i++; /* its value */
		} else if (!is_flag && (i == 0 || str_find_char(word, '=', 0) == STR_NONE)
			&& !runs_another(word)) {
			*program = path_base(word);
			return i;
		}
	}
	return words->n;
}

static bool
reads_elsewhere(const struct shell_node *node)
{
	vec_for(struct shell_redirect, redirect, &node->redirects) {
		bool is_input = redirect->kind == SHELL_REDIRECT_IN
			|| redirect->kind == SHELL_REDIRECT_IN_OUT
			|| redirect->kind == SHELL_REDIRECT_DUP_IN
			|| redirect->kind == SHELL_REDIRECT_HEREDOC
			|| redirect->kind == SHELL_REDIRECT_HERESTRING;
		if (is_input && redirect->fd <= 0)
			return true;
	}
	return false;
}

struct receiver
receiver_of_pipe(struct arena *a, const struct shell_node *node)
{
	struct receiver r = { fact_unknown_string(), UNSURE };
	struct str program = { 0 };
	const struct shell_node *simple = script_first_simple(node);
	size_t at = simple ? program_word(a, &simple->words, &program) : 0;
	if (!simple || at == simple->words.n)
		return r;
	r.program = fact_known(program);
	if (node->kind != SHELL_SIMPLE)
		return r;
	const struct interpreter *it = interpreter_named(program);
	if (reads_elsewhere(node))
		r.runs_it = NO;
	else if (it)
		r.runs_it = runs_input(a, it, &simple->words, at);
	else if (!may_run_input(program))
		r.runs_it = NO;
	return r;
}

/* The value of a short word, or empty. */
static struct str
short_word(struct arena *a, const struct shell_word *word)
{
	struct str text;
	bool is_short = word->span.len <= 16;
	return is_short && shell_word_literal(a, word, &text) ? text : STR("");
}

struct receiver
receiver_of_word(struct arena *a, const struct shell_words *words, size_t i)
{
	const struct receiver none = { .runs_it = UNSURE };
	struct receiver shell = { fact_known(STR("sh")), YES };
	const struct shell_word *word = &words->items[i];
	enum shell_part_kind kind =
		word->parts.n == 1 ? word->parts.items[0].kind : SHELL_PART_LITERAL;
	if (i == 0 || (kind != SHELL_PART_PROCESS && kind != SHELL_PART_COMMAND))
		return none;
	struct str program = { 0 };
	size_t at = program_word(a, words, &program);
	const struct interpreter *it = interpreter_named(program);
	bool is_shell = it && it->runs_input;
	if (is_shell)
		shell.program.text = program;
	if (kind == SHELL_PART_PROCESS) /* bash <(…), source <(…) */
		return i == at + 1 && (is_shell || IS_ONE_OF(program, "source", ".")) ? shell
										      : none;
	if (i == at + 1) /* eval "$(…)" */
		return str_eq(program, STR("eval")) ? shell : none;
	bool is_script = str_eq(short_word(a, &words->items[i - 1]), STR("-c"));
	return is_shell && is_script ? shell : none; /* sh -c "$(…)" */
}
