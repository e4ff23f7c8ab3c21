/* SPDX-License-Identifier: Apache-2.0 */
/* make: its options, variables and goals, and the makefile that it reads. */
#include "facts/programs/reader.h"

#include "base/path.h"

static const char *const long_options[] = { "directory", "file", "makefile", "include-dir",
	"old-file", "assume-old", "what-if", "new-file", "assume-new", "eval", NULL };

/* What the words of a call say; `unknown` where one of them can't be told. */
struct make_words {
	struct make_call call;
	struct fact_string dir, file;
	bool unknown, runs_nothing;
};

/* NAME=value, NAME:=value and the like; false for a goal. */
static bool
read_given(const struct run_context *cx, const struct options *o, struct make_words *words)
{
	struct str name, value;
	if (!str_cut(o->value, '=', &name, &value))
		return false;
	struct fact_string text =
		fact_made_of(sketch_value(value), arg_at(o->view->command, o->at));
	if (str_ends(name, STR("+")) || str_ends(name, STR("?")) || str_ends(name, STR("!")))
		text = fact_unknown_string();
	while (name.n && !char_is_name(name.s[name.n - 1]))
		name.n--;
	/* References in it are make's own. */
	if (text.state == KNOWN && str_find_char(text.text, '$', 0) != STR_NONE)
		text = fact_unknown_string();
	struct make_given *given = vec_add(cx->x->arena, &words->call.given);
	*given = (struct make_given){ name, text, o->view->origins[o->at].place };
	words->unknown |= name.n == 0 || sketch_value(name).state != KNOWN;
	return true;
}

static void
read_operand(const struct run_context *cx, const struct options *o, struct make_words *words)
{
	struct fact_string text = sketch_value(o->value);
	if (sketch_is_blank(o->value))
		words->unknown = true;
	else if (read_given(cx, o, words))
		return;
	else if (text.state != KNOWN)
		words->unknown = true;
	else {
		vec_push(cx->x->arena, &words->call.goals, text.text);
		vec_push(cx->x->arena, &words->call.goal_places, o->view->origins[o->at].place);
	}
}

static void
read_option(const struct run_context *cx, const struct options *o, struct make_words *words)
{
	struct fact_string value = sketch_value(o->value);
	if (o->name.n == 0)
		read_operand(cx, o, words);
	else if (IS_ONE_OF(o->name, "C", "directory"))
		words->dir = value.state == KNOWN && words->dir.state == KNOWN
			? workdir_join(cx->x->arena, words->dir, value.text)
			: fact_unknown_string();
	else if (IS_ONE_OF(o->name, "f", "file", "makefile")) {
		words->unknown |= words->file.state != ABSENT; /* several are read as one */
		words->file = value;
	} else if (IS_ONE_OF(o->name, "e", "environment-overrides"))
		words->call.env_overrides = true;
	else if (IS_ONE_OF(o->name, "n", "just-print", "dry-run", "recon", "q", "question", "t",
			 "touch", "v", "version", "h", "help", "p", "print-data-base"))
		words->runs_nothing = true;
	else if (IS_ONE_OF(o->name, "o", "old-file", "assume-old", "W", "what-if", "new-file",
			 "assume-new", "I", "include-dir", "E", "eval", "i", "ignore-errors"))
		words->unknown = true;
}

/* -j alone sets no bound: a word of digits behind it is its value, any other one is a goal. */
static void
skip_job_count(struct options *o)
{
	struct str next =
		o->next < o->view->command->args.n ? arg_sketch(o->cx, o->view, o->next) : STR("");
	uint64_t count;
	if (o->letter == 0 && IS_ONE_OF(o->name, "j", "l", "jobs", "load-average")
		&& o->value.n == 0 && str_to_u64(next, &count))
		o->next++;
}

static struct fact_string
find_makefile(const struct run_context *cx, const struct make_words *words)
{
	static const char *const names[] = { "GNUmakefile", "makefile", "Makefile" };
	struct run_context there = *cx;
	there.workdir = words->dir;
	if (words->file.state != ABSENT)
		return words->file.state == KNOWN ? project_path_of(&there, words->file.text)
						  : fact_unknown_string();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct fact_string path = project_path_of(&there, str_from(names[i]));
		if (path.state == KNOWN && project_file_at(cx->x->project, path.text))
			return path;
	}
	return fact_unknown_string();
}

bool
read_make(struct run_context *cx, const struct command_view *view)
{
	if (!RUNS_ONE_OF(view->command, "make", "gmake"))
		return false;
	struct make_words words = { .dir = cx->workdir };
	struct options o = { .cx = cx, .view = view, .letters = "CfIoWE", .longs = long_options };
	words.unknown = view->command->args.open;
	while (options_next(&o)) {
		/* -j4: what follows the letter is no option. */
		bool counts = o.name.n == 1
			&& (o.name.s[0] == 'j' || o.name.s[0] == 'l' || o.name.s[0] == 'O');
		if (counts && o.letter) {
			o.letter = 0;
			o.next++;
		} else {
			skip_job_count(&o);
		}
		read_option(cx, &o, &words);
	}
	if (words.runs_nothing)
		return true;
	struct fact_string file = find_makefile(cx, &words);
	struct run_context inner;
	if (words.unknown || file.state != KNOWN || !call_enter(cx, view->command->place, &inner))
		return false;
	words.call.caller = &inner;
	words.call.command = view->command;
	words.call.file = file.text;
	words.call.dir = words.dir;
	return make_follow(&words.call);
}
