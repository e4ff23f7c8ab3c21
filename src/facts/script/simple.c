/* SPDX-License-Identifier: Apache-2.0 */
/* One simple command: its assignments and words, and who reads it. */
#include "base/buf.h"
#include "base/path.h"
#include "facts/programs/reader.h"
#include "facts/removal.h"
#include "facts/script/script.h"

#define COMMAND_TEXT_MAX 100

void
argv_add(struct arena *a, struct argv *argv, const struct fact_strings *words,
	struct argument origin)
{
	if (words->n != 1)
		origin.word = NULL;
	for (size_t i = 0; i < words->n; i++) {
		fact_strings_add(a, &argv->words, words->items[i]);
		argv->origins = vec_reserve(
			a, argv->origins, argv->norigins, &argv->cap, sizeof(*argv->origins));
		argv->origins[argv->norigins++] = origin;
	}
	argv->words.open |= words->open;
}

void
argv_drop(struct argv *argv, size_t n)
{
	if (n > argv->words.n)
		n = argv->words.n;
	argv->words.items += n;
	argv->words.n -= n;
	argv->origins += n;
	argv->norigins -= n;
}

static struct argv
expand_words(const struct run_context *cx, const struct shell_node *node)
{
	struct argv argv = { 0 };
	vec_for(struct shell_word, word, &node->words) {
		struct fact_strings words = { 0 };
		word_expand(cx, word, &words);
		argv_add(cx->x->arena, &argv, &words,
			(struct argument){ place_of(cx->source, word->span), word });
	}
	return argv;
}

static void
assign(struct run_context *cx, const struct shell_assignment *assignment, const char *scope,
	const struct settings **map, enum tri maybe)
{
	struct assignment a = {
		.name = assignment->name,
		.value = word_value(cx, &assignment->value),
		.scope = scope,
		.place = place_of(cx->source, assignment->span),
		.value_place = place_of(cx->source, assignment->value.span),
		.maybe = maybe,
	};
	if (assignment->append || assignment->indexed)
		a.value = fact_unknown_string();
	struct fact_variable *v = variable_assign(cx->x, &a, map, cx);
	if (!assignment->append && !assignment->indexed)
		directory_assigned(cx, &assignment->value, v);
	/* What stands there may be a variable of make, which holds more than this. */
	bool is_written = str_starts(source_slice(cx->source, assignment->span), assignment->name);
	if (str_eq(v->scope.text, STR("prefix")) && is_written) {
		size_t end = span_end(a.place.span);
		while (end < cx->source->text.n && char_is_blank(cx->source->text.s[end]))
			end++;
		v->removal = place_of(cx->source, span_make(a.place.span.off, end));
	}
}

/* NAME=value alone: changes the environment where NAME is in it, else a shell variable. */
static void
assign_all(struct run_context *cx, const struct shell_node *node)
{
	vec_for(struct shell_assignment, assignment, &node->assignments) {
		bool exported = cx->allexport || settings_get(cx->env, assignment->name);
		assign(cx, assignment, exported ? "export" : "shell",
			exported ? &cx->env : &cx->locals, cx->conditional);
	}
}

/* Is no command named? `time A=1` assigns too. */
static bool
only_assigns(const struct shell_node *node)
{
	size_t words = node->words.n, assignments = node->assignments.n;
	return words == 0
		|| (assignments
			&& node->assignments.items[assignments - 1].span.off
				> node->words.items[words - 1].span.off);
}

void
simple_run(struct run_context *cx, const struct shell_node *node)
{
	script_walk_words(cx, node);
	if (only_assigns(node)) {
		assign_all(cx, node);
		return;
	}
	struct argv argv = expand_words(cx, node);
	words_assign(cx, node, &argv);
	if (argv.words.n == 0 || builtin_run(cx, node, &argv))
		return;
	struct run_context inner = *cx;
	/* Whenever the command runs, it has these. */
	vec_for(struct shell_assignment, assignment, &node->assignments)
		assign(&inner, assignment, "prefix", &inner.env, NO);
	wrappers_take_off(&inner, &argv);
	if (argv.words.n)
		command_add(&inner, node, &argv, place_of(cx->source, node->span));
}

void
command_run(struct run_context *cx, const struct fact_strings *argv, struct place place)
{
	struct argv words = { 0 };
	argv_add(cx->x->arena, &words, argv, (struct argument){ place, NULL });
	struct run_context inner = *cx;
	wrappers_take_off(&inner, &words);
	if (words.words.n)
		command_add(&inner, NULL, &words, place);
}

/* The command on one line, for messages. */
static struct str
command_text(struct arena *a, struct place place)
{
	struct str raw = source_slice(place.source, place.span);
	struct buf text = buf_new(a);
	for (size_t i = 0; i < raw.n && text.n < COMMAND_TEXT_MAX; i++) {
		bool joins = raw.s[i] == '\\' && i + 1 < raw.n && char_is_space(raw.s[i + 1]);
		if (!joins && !char_is_space(raw.s[i]))
			buf_add_char(&text, raw.s[i]);
		else if (text.n && text.s[text.n - 1] != ' ')
			buf_add_char(&text, ' ');
	}
	struct str line = str_trim(buf_str(&text));
	if (raw.n < COMMAND_TEXT_MAX)
		return line;
	/* Cut before the character that the limit may have split. */
	while (line.n && (line.s[line.n - 1] & 0x80))
		line.n--;
	return arena_printf(a, "%" PRIstr "...", STR_ARG(line));
}

/* sh -c '…': the words of the script are gone, so its places are those of the argument. */
static void
run_inner_shell(struct run_context *cx, const struct command_view *view)
{
	const struct fact_command *c = view->command;
	static const char *const shells[] = { "sh", "bash", "dash", "ash" };
	bool is_shell = false;
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
		is_shell |= str_eq(c->program.text, str_from(shells[i]));
	if (!is_shell || c->program.state != KNOWN)
		return;
	for (size_t i = 0; i + 1 < c->args.n && c->args.items[i].state == KNOWN; i++) {
		struct str arg = c->args.items[i].text;
		if (arg.n < 2 || arg.s[0] != '-')
			break;
		if (arg.s[arg.n - 1] != 'c')
			continue;
		if (c->args.items[i + 1].state != KNOWN)
			break;
		struct mapped_builder b = mapped_builder_new(cx->x->arena, cx->source);
		struct fact_string script = c->args.items[i + 1];
		struct span span = view->origins[i + 1].place.span;
		if (script.is_default)
			mapped_add_default(&b, script.text, span);
		else
			mapped_add_made(&b, script.text, span);
		struct mapped text = mapped_finish(&b);
		struct run_context inner = *cx;
		inner.errexit = tri_of(str_contains(arg, STR("e")));
		inner.script_name = inner.source_name = fact_unknown_string();
		inner.directories = NULL;
		inner.pipefail = NO;
		script_run_text(&inner, &text, SHELL_BASH);
		return;
	}
	machine_open(cx->x, cx->machine);
}

/* Programs that may do anything: a script, a task runner, what is not known at all. */
static bool
may_do_anything(const struct fact_command *c)
{
	static const char *const runners[] = { "make", "gmake", "mage", "task", "just", "bazel",
		"bazelisk", "nix", "source", ".", "eval", "earthly", "dagger", "ansible-playbook" };
	if (c->program.state != KNOWN)
		return true;
	struct str program = c->program.text;
	for (size_t i = 0; i < sizeof(runners) / sizeof(*runners); i++)
		if (str_eq(program, str_from(runners[i])))
			return true;
	return str_ends(program, STR(".sh")) || str_ends(program, STR(".bash"))
		|| str_ends(program, STR(".py")) || str_eq(program, STR("configure"));
}

/* ${{ secrets.NAME }} in the command or its heredocs: the first NAME. github.token is one, too. */
static struct fact_string
inline_secret(const struct run_context *cx, const struct command_view *view)
{
	struct fact_string none = { .state = ABSENT };
	if (!cx->job)
		return none;
	struct str text = command_source(cx, view);
	for (size_t at = str_find(text, STR("${{"), 0); at != STR_NONE;
		at = str_find(text, STR("${{"), at + 1)) {
		size_t from = at + 3;
		while (from < text.n && char_is_space(text.s[from]))
			from++;
		struct str rest = str_slice(text, from, text.n), prefix = STR("secrets.");
		if (str_starts(rest, STR("github.token")))
			return fact_known(STR("GITHUB_TOKEN"));
		if (!str_starts(rest, prefix))
			continue;
		size_t end = prefix.n;
		while (end < rest.n && char_is_name(rest.s[end]))
			end++;
		return fact_known(str_slice(rest, prefix.n, end));
	}
	return none;
}

/* Files that it writes, in so far as their names can be told. */
static void
note_writes(struct run_context *cx, const struct command_view *view)
{
	struct strs files = { 0 };
	files_written(cx, view, &files);
	vec_for(struct str, file, &files) {
		struct fact_string name = sketch_value(*file);
		view->command->writes.open |= name.state != KNOWN;
		fact_strings_add(cx->x->arena, &view->command->writes, name);
	}
}

/* Is the program one that the machine certainly lacks? */
static enum tri
is_missing(const struct machine *m, struct str program)
{
	bool red_hat = IS_ONE_OF(m->distro, "rhel", "fedora", "amazon");
	bool debian_like = IS_ONE_OF(m->distro, "debian", "ubuntu", "alpine");
	if (tool_of_program(program) != TOOLS)
		return tri_not(machine_has(m, tool_of_program(program)));
	if (!m->is_image)
		return UNSURE;
	if (IS_ONE_OF(program, "update-ca-certificates"))
		return red_hat && !m->is_open ? YES : tri_not(machine_has(m, TOOL_ca_tool));
	if (IS_ONE_OF(program, "update-ca-trust"))
		return debian_like && !m->is_open ? YES : tri_not(machine_has(m, TOOL_ca_tool));
	return UNSURE;
}

static void
note_program(const struct machine *m, struct fact_command *c, struct fact_string written)
{
	struct str program = c->program.state == KNOWN ? c->program.text : STR("");
	bool is_usual = str_find_char(written.text, '/', 0) == STR_NONE
		|| str_starts(written.text, STR("/bin/"))
		|| str_starts(written.text, STR("/usr/bin/"));
	c->program_is_missing = UNSURE;
	if (!is_usual) /* a program of the project's own, or of a mount */
		return;
	enum tool_id id = tool_of_program(program);
	c->program_is_missing = program.n ? is_missing(m, program) : UNSURE;
	if (id < TOOLS)
		c->tool = tool_fact(m, id);
}

static void
read_command(struct run_context *cx, const struct command_view *view)
{
	bool followed = read_make(cx, view) || read_script_call(cx, view);
	note_writes(cx, view);
	note_program(cx->machine, view->command, view->program);
	view->command->inline_secret = inline_secret(cx, view);
	read_trust_bypass(cx, view);
	read_git(cx, view);
	read_ssh(cx, view);
	read_install(cx, view);
	read_download(cx, view);
	read_certificates(cx, view);
	read_docker_build(cx, view);
	read_docker_bake(cx, view);
	read_docker_compose(cx, view);
	read_goreleaser(cx, view);
	read_github_files(cx, view);
	read_secret_files(cx, view);
	read_tools(cx, view);
	read_go(cx, view);
	/* It may be go, or a manager of packages. */
	if (view->command->program.state != KNOWN)
		cx->machine->go_commands.open = cx->machine->installs.open = true;
	if (!followed)
		run_inner_shell(cx, view);
	if (!followed && may_do_anything(view->command))
		machine_open(cx->x, cx->machine);
}

void
command_add(struct run_context *cx, const struct shell_node *node, const struct argv *argv,
	struct place place)
{
	struct arena *a = cx->x->arena;
	struct fact_command *c = FACT_ADD(cx->x, command);
	c->place = place;
	c->program = argv->words.items[0];
	/* ./build.sh keeps its folder out of the name, but must not pass for a program of it. */
	if (c->program.state == KNOWN) {
		c->program.text = path_base(c->program.text);
		struct place first = argv->origins[0].place;
		if (str_eq(source_slice(first.source, first.span), c->program.text))
			c->program_place = first;
	}
	c->args = argv->words;
	c->args.items++;
	c->args.n--;
	c->args.cap = 0;
	c->text = fact_known(command_text(a, place));
	c->env = cx->env;
	c->user = cx->user;
	c->workdir = cx->workdir;
	c->network = cx->network;
	c->mounts = cx->mounts;
	c->run_place = cx->run_place;
	c->instruction_place = cx->instruction_place;
	if (node)
		c->removal = removal_of_command(cx, place);
	c->pipes_into = cx->pipes_into.program;
	c->output_is_run = cx->pipes_into.runs_it;
	c->pipeline_end = cx->pipeline_end;
	c->status_is_lost = cx->status_lost;
	c->failure_ignored = cx->failure_ignored;
	if (cx->ignored_by.n)
		c->ignored_by = fact_known(cx->ignored_by);
	c->ignored_place = cx->ignored_place;
	c->is_conditional = cx->conditional;
	c->stage = cx->stage;
	c->job = cx->job;
	c->step = cx->step;
	c->makefile = cx->makefile;
	c->target = cx->target;
	c->unit = fact_known(cx->unit);
	c->via = cx->via;
	c->call_place = cx->call_place.source ? cx->call_place : place;
	c->order = cx->machine->commands.n;
	c->layer = cx->layer;
	fact_list_add(a, &cx->machine->commands, c);
	struct command_view view = { .command = c,
		.node = node,
		.source = place.source,
		.program = argv->words.items[0],
		.origins = argv->origins + 1 };
	read_command(cx, &view);
}
