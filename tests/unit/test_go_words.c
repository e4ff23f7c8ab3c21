/* SPDX-License-Identifier: Apache-2.0 */
/* The flags and packages of go commands of which words are known in part. */
#include "facts_project.h"
#include "support.h"

TestSuite(go_words, .init = set_up, .fini = tear_down);

static const struct fact_go_command *
go_in(enum file_kind kind, const char *path, const char *text)
{
	struct test_file files[] = { { path, kind, text }, { 0 } };
	return FACT(project_of(a, files), go_command, 0);
}

static const struct fact_go_command *
go_in_image(const char *command)
{
	struct str text = arena_printf(a, "FROM golang:1.26\nARG V\nRUN %s\n", command);
	return go_in(FILE_DOCKERFILE, "Dockerfile", text.s);
}

/* The flags and packages of a go command, each "?" where it is not known; "…" for more. */
static struct str
go_words(const struct fact_go_command *go)
{
	const struct fact_strings *lists[] = { &go->flags, &go->packages };
	struct str out = STR("");
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++)
			out = arena_printf(a, "%" PRIstr "%" PRIstr " ", STR_ARG(out),
				STR_ARG(shown(lists[k]->items[i])));
		out = arena_printf(a, "%" PRIstr "%s", STR_ARG(out), lists[k]->open ? "… " : "");
		out = k ? out : arena_printf(a, "%" PRIstr "| ", STR_ARG(out));
	}
	return out;
}

static void
expect_go_words(const struct fact_go_command *go, const char *command, const char *expected)
{
	struct str words = go_words(go);
	cr_expect(str_eq(words, str_from(expected)), "%s: \"%.*s\"", command, STR_ARG(words));
}

Test(go_words, a_flag_whose_value_is_unknown_hides_nothing_behind_it)
{
	static const struct {
		const char *command, *words;
	} cases[] = {
		{ "go build -ldflags=\"-X m.v=$V\" -o out ./cmd/x", "-ldflags -o=out | ./cmd/x " },
		{ "go build \"-ldflags=-X m.v=$V\" ./x", "-ldflags | ./x " },
		{ "go build --tags=\"${V:+a}\" ./x", "-tags | ./x " },
		{ "go build -o \"$V\" ./x", "-o | ./x " },
		{ "go \"-C=$V\" build ./x", "-C | ./x " },
		{ "go build -o=a\\ \"$V\" ./x", "-o | ./x " },
		/* It may be several words, of which the first is the flag. */
		{ "go build -o=$V ./x", "-o … | ./x … " },
		{ "go build -o \"a\"$V ./x", "-o … | ./x … " },
		{ "go build \"-o=$@\" ./x", "-o … | ./x … " },
		{ "go build -ldflags=\"$(v)\" ./x", "-ldflags | ./x " },
		{ "go build -ldflags=`v` ./x", "-ldflags … | ./x … " },
		/* It may be any flag, or none. */
		{ "go build $V -o out ./x", "-o=out … | ./x … " },
		{ "go build \"$V\" -o out ./x", "-o=out … | ./x … " },
		{ "go build ${V:+-a} ./x", "… | ./x … " },
		{ "go build \"-$V=b\" ./x", "… | ./x … " },
		{ "go build \"-o$V\" ./x", "… | ./x … " },
		{ "go build -* ./x", "-* | ./x " },
		{ "go build -o=*\"$V\" ./x", "… | ./x … " },
		/* It may be switched off. */
		{ "go build -race=\"$V\" ./x", "… | ./x … " },
		{ "go build -unknown=\"$V\" ./x", "… | ./x … " },
		{ "go build \"a$V\" -o=out", "-o=out … | … " },
		{ "A='-a -b' && go build $A\"$V\" ./x", "-a … | ./x … " },
		{ "A='a b' && go build -o=\"$V\"$A ./x", "-o … | ./x … " },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_go_words(go_in_image(cases[i].command), cases[i].command, cases[i].words);
}

Test(go_words, what_is_put_into_a_script_as_text_may_hold_more_flags)
{
	static const char *const makefile[][2] = {
		{ "go build -ldflags=\"-X m.v=$(V)\" -o out ./x", "-ldflags -o=out … | ./x … " },
		{ "go build -ldflags \"-X m.v=$(V)\" ./x", "-ldflags … | ./x … " },
		{ "go build -ldflags='-X m.v=$(V)' ./x", "-ldflags … | ./x … " },
		{ "go build -ldflags=\"-X m.v=$$V\" ./x", "-ldflags | ./x " },
		{ "go build -tags=$(KNOWN) ./x", "-tags=a | ./x " },
		{ "$(BUILD) ./x", "-ldflags -o=out | ./x " },
		{ "$(PARTLY) ./x", "-ldflags -a … | ./x … " },
	};
	for (size_t i = 0; i < sizeof(makefile) / sizeof(*makefile); i++) {
		struct str text = arena_printf(a,
			"KNOWN := a\nBUILD = go build -ldflags=\"-X m.v=$$V\" -o out\n"
			"PARTLY = go build -ldflags=\"-X m.v=$(V)\" -a\nall:\n\t%s\n",
			makefile[i][0]);
		expect_go_words(
			go_in(FILE_MAKEFILE, "Makefile", text.s), makefile[i][0], makefile[i][1]);
	}
	static const char *const step[][2] = {
		{ "go build -ldflags=\"-X m.v=${{ github.ref_name }}\" -o out ./x",
			"-ldflags -o=out … | ./x … " },
		{ "go build -ldflags=\"-X m.v=$GITHUB_SHA\" -o out ./x", "-ldflags -o=out | ./x " },
		{ "go build ${{ inputs.flags }} ./x", "… | ./x … " },
	};
	for (size_t i = 0; i < sizeof(step) / sizeof(*step); i++) {
		struct str text = arena_printf(a,
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
			"      - run: |\n          %s\n",
			step[i][0]);
		expect_go_words(go_in(FILE_WORKFLOW, ".github/workflows/a.yml", text.s), step[i][0],
			step[i][1]);
	}
}

Test(go_words, a_flag_that_is_there_with_an_unknown_value_is_not_absent)
{
	static const struct {
		const char *command, *mode;
	} cases[] = {
		{ "go build -mod=\"$V\" ./x", "?" },
		{ "GOFLAGS=-mod=mod go build -mod=\"$V\" ./x", "?" },
		{ "GOFLAGS=-mod=mod go build -ldflags=\"$V\" ./x", "mod" },
		{ "go build -ldflags=\"$V\" ./x", "-" },
		{ "go build $V ./x", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str mode = shown(go_in_image(cases[i].command)->mod_mode);
		cr_expect(str_eq(mode, str_from(cases[i].mode)), "%s: %.*s", cases[i].command,
			STR_ARG(mode));
	}
}

Test(go_words, go_is_found_where_make_asks_the_shell_for_it)
{
	static const struct {
		const char *makefile, *recipe, *verb; /* "-": no go command */
	} cases[] = {
		{ "GO = $(shell which go)", "$(GO) build ./x", "build" },
		{ "GO := $(shell type -P go)", "CGO_ENABLED=0 $(GO) build ./x", "build" },
		{ "GO ?= $(shell command -v go 2>/dev/null)", "cd x && $(GO) vet", "vet" },
		{ "E = A=b\nGO = $(E) $(shell which go)", "if true; then $(GO) vet; fi", "vet" },
		{ "GO = $(shell which go)\nBUILD = $(GO) build", "$(BUILD) ./x", "build" },
		{ "", "$(shell which go) build", "build" },
		{ "GO = $(shell which go1.22)", "$(GO) build", "-" },
		{ "GO = $(shell which go || echo x)", "$(GO) build", "-" },
		{ "GO != which go", "$(GO) build", "-" },
		{ "GO = $(shell which go)\nGO += x", "$(GO) build", "-" },
		{ "ifdef X\nGO = $(shell which go)\nendif", "$(GO) build", "-" },
		{ "GO = $(shell which go)\n$(eval $(X))", "$(GO) build", "-" },
		{ "GO = $(shell which go)", "$(GO)fmt build", "-" },
		{ "GO = $(shell which go)", "\"$(GO)\" build", "-" },
		{ "GO = $(shell which go)", "sudo --x=$(GO) build", "-" },
		{ "GO = $(shell which go)", "echo 'a;' $(GO) build", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text =
			arena_printf(a, "%s\nall:\n\t%s\n", cases[i].makefile, cases[i].recipe);
		struct test_file files[] = { { "Makefile", FILE_MAKEFILE, text.s }, { 0 } };
		const struct fact_list *go = FACTS(project_of(a, files), go_command);
		struct str verb =
			go->n ? shown(((struct fact_go_command *)go->items[0])->verb) : STR("-");
		cr_expect(str_eq(verb, str_from(cases[i].verb)), "%s: %.*s", text.s, STR_ARG(verb));
	}
}

/* What is asked for is a path; where it is not the name of a command, it stays unknown. */
Test(go_words, the_path_of_go_is_not_known)
{
	struct test_file files[] = {
		{ "Makefile", FILE_MAKEFILE,
			"GO = $(shell which go)\nexport GOFLAGS = $(GO)\n"
			"all:\n\tdocker build --build-arg GO=$(GO) .\n\tmake GO=$(GO) x\nx:\n\tgo build\n" },
		{ 0 },
	};
	const struct fact_command *c = FACT(project_of(a, files), command, 0);
	EXPECT_TEXT(shown(arg_at(c, 2)), "?");
	const struct fact_go_command *go = FACT(project_of(a, files), go_command, 0);
	EXPECT_TEXT(shown(setting_value(go->go_env, STR("GOFLAGS"))), "?");
}
