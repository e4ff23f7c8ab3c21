/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the go command: its verb, flags and packages. */
#include "facts/programs/reader.h"

/* go help build, test, list, mod … */
bool
go_takes_value(struct str flag)
{
	return IS_ONE_OF(flag, "-o", "-p", "-C", "-tags", "-ldflags", "-gcflags", "-asmflags",
		"-gccgoflags", "-mod", "-modfile", "-overlay", "-pkgdir", "-toolexec", "-buildmode",
		"-compiler", "-installsuffix", "-coverprofile", "-coverpkg", "-covermode", "-run",
		"-bench", "-benchtime", "-count", "-cpu", "-timeout", "-parallel", "-exec",
		"-vettool", "-pgo", "-f", "-fuzz", "-fuzztime", "-memprofile", "-cpuprofile",
		"-trace", "-blockprofile", "-mutexprofile", "-outputdir", "-shuffle", "-skip",
		"-list", "-go", "-compat", "-reuse", "-vet");
}

/* --o and -o are the same. */
static struct str
one_dash(struct str flag)
{
	return str_starts(flag, STR("--")) ? str_slice(flag, 1, flag.n) : flag;
}

/* Adds the flag of -ldflags="-X main.version=$VERSION", if it is certain which one it is. */
static void
add_unknown(struct run_context *cx, const struct command_view *view, struct fact_go_command *go,
	size_t i)
{
	struct str start = arg_start(cx, view, i), name;
	bool is_flag = str_starts(start, STR("-")) && str_cut(start, '=', &name, NULL);
	/* -race=$RACE may switch it off. */
	if (is_flag && go_takes_value(one_dash(name)))
		fact_strings_add(cx->x->arena, &go->flags, fact_known(one_dash(name)));
	else
		go->flags.open = true;
	go->flags.open |= arg_is_spliced(view, i);
}

/* Reads flags from argument i on until the first operand; returns its index. */
static size_t
read_flags(struct run_context *cx, const struct command_view *view, struct fact_go_command *go,
	size_t i)
{
	struct arena *a = cx->x->arena;
	const struct fact_strings *args = &go->command->args;
	for (; i < args->n; i++) {
		struct fact_string arg = args->items[i];
		if (arg.state != KNOWN) {
			add_unknown(cx, view, go, i);
			continue;
		}
		if (arg.text.n < 2 || arg.text.s[0] != '-')
			break;
		struct str flag = one_dash(arg.text);
		if (go_takes_value(flag) && i + 1 < args->n) {
			struct fact_string value = args->items[++i];
			go->flags.open |= arg_is_spliced(view, i);
			fact_strings_add(a, &go->flags,
				value.state == KNOWN ? fact_known(arena_printf(a,
					"%" PRIstr "=%" PRIstr, STR_ARG(flag), STR_ARG(value.text)))
						     : fact_known(flag));
		} else {
			fact_strings_add(a, &go->flags, fact_known(flag));
		}
	}
	return i;
}

void
go_read_words(struct run_context *cx, const struct command_view *view, struct fact_go_command *go)
{
	struct arena *a = cx->x->arena;
	const struct fact_strings *args = &go->command->args;
	size_t i = read_flags(cx, view, go, 0);
	bool is_known = !go->flags.open && i < args->n;
	struct str verb = is_known ? args->items[i++].text : STR("");
	if (IS_ONE_OF(verb, "mod", "work", "telemetry") && i < args->n) {
		is_known = args->items[i].state == KNOWN;
		struct str sub = args->items[i++].text;
		verb = arena_printf(a, "%" PRIstr " %" PRIstr, STR_ARG(verb), STR_ARG(sub));
	}
	if (!is_known) {
		bool is_bare = args->n == 0 && !args->open;
		go->verb = is_bare ? fact_known(STR("help")) : fact_unknown_string();
		go->flags.open = go->packages.open = !is_bare;
		return;
	}
	go->verb = fact_known(verb);
	i = read_flags(cx, view, go, i);
	bool runs = str_eq(verb, STR("run"));
	for (; i < args->n; i++) {
		fact_strings_add(a, &go->packages, args->items[i]);
		/* What follows the package belongs to the program. */
		if (runs && args->items[i].state == KNOWN
			&& !str_ends(args->items[i].text, STR(".go")))
			break;
	}
	go->packages.open |= (args->open && i >= args->n) || go->flags.open;
	go->flags.open |= args->open;
}

struct fact_string
go_flag(const struct fact_go_command *go, const char *name)
{
	struct str wanted = str_from(name);
	struct fact_string value = { .state = go->flags.open ? UNKNOWN : ABSENT };
	for (size_t i = 0; i < go->flags.n; i++) {
		struct fact_string flag = go->flags.items[i];
		if (flag.state != KNOWN || !str_starts(flag.text, wanted))
			continue;
		if (flag.text.n == wanted.n)
			value = fact_unknown_string();
		else if (flag.text.s[wanted.n] == '=')
			value = fact_known(str_slice(flag.text, wanted.n + 1, flag.text.n));
	}
	return value;
}
