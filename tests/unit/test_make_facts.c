/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(make_facts, .init = set_up, .fini = tear_down);

static struct project *
makefile_project(const char *text)
{
	struct test_file files[] = { { "Makefile", FILE_MAKEFILE, text },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static const struct fact_target *
target_of(const struct project *p, const char *name)
{
	fact_for(target, target, FACTS(p, target))
		if (str_eq(target->name.text, str_from(name)))
			return target;
	cr_assert_fail("no target %s", name);
	return NULL;
}

/* The last assignment of a name. */
static const struct fact_variable *
variable_of(const struct project *p, const char *name)
{
	const struct fact_variable *found = NULL;
	fact_for(variable, v, FACTS(p, variable))
		if (str_eq(v->name.text, str_from(name)))
			found = v;
	cr_assert_not_null(found, "no variable %s", name);
	return found;
}

/* What the i-th go command gets under a name. */
static struct str
env_of(const struct project *p, size_t i, const char *name)
{
	const struct fact_go_command *go = FACT(p, go_command, i);
	return shown(setting_value(go->command->env, str_from(name)));
}

/* The arguments of the first command. */
static struct str
args_of(const struct project *p)
{
	return shown_list(a, &FACT(p, command, 0)->args);
}

Test(make_facts, values_are_expanded_as_make_does)
{
	static const struct {
		const char *text, *args;
	} cases[] = {
		{ "A = $(B)\nB = 1\nx:\n\techo \"$(A)\"\n", "1" },
		{ "A := $(B)\nB = 1\nx:\n\techo \"$(A)\"\n", "?" },
		{ "A = 1\nA += 2\nA += 3\nx:\n\techo \"$(A)\"\n", "1 2 3" },
		{ "A := 1\nA += 2\nx:\n\techo \"$(A)\"\n", "1 2" },
		{ "A = 1\nA += $(B)\nB = 2\nx:\n\techo \"$(A)\"\n", "?" },
		{ "A :=\nA += 1\nA +=\nA += 2\nx:\n\techo \"$(A)\"\n", "1 2" },
		{ "A =\nA += 1\nx:\n\techo \"$(A)\"\n", "1" },
		{ "A = 1\nA += 2\nA = 3\nx:\n\techo \"$(A)\"\n", "3" },
		{ "A += 2\nx:\n\techo \"$(A)\"\n", "?" },
		{ "A = 1\nA ?= 2\nx:\n\techo \"$(A)\"\n", "1" },
		{ "A ?= 2\nx:\n\techo \"$(A)\"\n", "2" },
		{ "A != date\nx:\n\techo \"$(A)\"\n", "?" },
		{ "define A\n1\nendef\nx:\n\techo \"$(A)\"\n", "?" },
		{ "x:\n\techo \"$(A)\"\n", "?" },
		{ "x:\n\techo $@ $$\n", "x $" },
		{ "A = $(strip  1   2 )\nx:\n\techo \"$(A)\"\n", "1 2" },
		{ "A = $(if $(B),1,2)\nB =\nx:\n\techo \"$(A)\"\n", "2" },
		{ "S := $(E) $(E)\nE :=\nx:\n\techo \"$(if $(S),1,2)\"\n", "?" },
		{ "E :=\nS := $(E) $(E)\nx:\n\techo \"$(if $(S),1,2)\"\n", "1" },
		{ "E :=\nx:\n\techo \"$(if  $(E) ,1,2)\"\n", "2" },
		{ "A = $(subst ,x,ab)\nx:\n\techo \"$(A)\"\n", "abx" },
		{ "override A = 1\nA = 2\nA += 3\nx:\n\techo \"$(A)\"\n", "1" },
		{ "override A = 1\noverride A += 2\nx:\n\techo \"$(A)\"\n", "1 2" },
		{ "A = 1\nundefine A\nx:\n\techo \"$(A)\"\n", "?" },
		{ "A = $(A)\nx:\n\techo \"$(A)\"\n", "?" },
		{ "A = 1\n-include local.mk\nx:\n\techo \"$(A)\"\n", "?" },
		{ "-include local.mk\nA = 1\nx:\n\techo \"$(A)\"\n", "1" },
		{ "A = 1\n$(eval $(B))\nx:\n\techo \"$(A)\"\n", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(args_of(makefile_project(cases[i].text)), cases[i].args);
}

Test(make_facts, order_only_prerequisites_of_phony_count)
{
	struct project *p = makefile_project(".PHONY: a | b\na:\nb:\nc:\n");
	cr_expect_eq(target_of(p, "a")->is_phony, YES);
	cr_expect_eq(target_of(p, "b")->is_phony, YES);
	cr_expect_eq(target_of(p, "c")->is_phony, NO);
}

/* With a recipe for each case: make reads conditions where they stand, and calls them anew. */
Test(make_facts, recipes_may_begin_in_a_condition)
{
	static const struct {
		const char *text;
		enum tri has_recipe;
		size_t commands;
	} cases[] = {
		{ "B = 1\nx:\nifeq ($(B),1)\n\techo 1\nelse\n\techo 2\nendif\n\techo 3\n", YES, 2 },
		{ "x:\nifdef CI\n\techo 1\nelse\n\techo 2\nendif\n", YES, 2 },
		{ "x:\nifdef CI\n\techo 1\nendif\n\techo 3\n", YES, 2 },
		{ "x: y\nifdef CI\nendif\n", NO, 0 },
		{ "x y:\nB = 1\nifdef B\n\techo 1\nendif\n", NO, 0 },
		{ "B = 1\nx y:\nifdef B\n\techo 1\nendif\n", YES, 1 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = makefile_project(cases[i].text);
		cr_expect_eq(
			target_of(p, "x")->has_recipe, cases[i].has_recipe, "%s", cases[i].text);
		cr_expect_eq(FACTS(p, command)->n, cases[i].commands, "%s", cases[i].text);
	}
}

/* Many targets and many conditions behind them: what is made of both stays within bounds. */
Test(make_facts, conditional_recipes_of_many_targets, .timeout = 10)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "t%d ", i);
	buf_add(&text, STR(":\n"));
	for (int i = 0; i < 20000; i++)
		buf_add(&text, STR("ifndef X\n\t:\nendif\n"));
	buf_add_char(&text, '\0');
	struct test_file files[] = { { "Makefile", FILE_MAKEFILE, text.s },
		{ ".github/workflows/ci.yml", FILE_WORKFLOW,
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
			"      - uses: actions/checkout@v5\n      - run: make t1\n" },
		{ NULL, FILE_NONE, NULL } };
	cr_expect_eq(FACTS(project_of(a, files), target)->n, 20000);
}

Test(make_facts, what_a_default_decides_is_a_default)
{
	static const struct {
		const char *text, *args;
		enum tri is_default;
	} cases[] = {
		{ "M ?= a\nA = 1\nifeq ($(M),a)\nA = 2\nendif\nx:\n\techo $(A)\n", "2", YES },
		{ "M ?= a\nA = 1\nifneq ($(M),a)\nA = 2\nendif\nx:\n\techo $(A)\n", "1", YES },
		{ "M ?=\nA = 1\nifdef M\nifdef N\nA = 2\nendif\nendif\nx:\n\techo $(A)\n", "1",
			YES },
		{ "M ?=\nifdef M\nA = 2\nendif\nA = 1\nx:\n\techo $(A)\n", "1", NO },
		{ "M = a\nA = 1\nifeq ($(M),a)\nA = 2\nendif\nx:\n\techo $(A)\n", "2", NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = makefile_project(cases[i].text);
		const struct fact_string arg = FACT(p, command, 0)->args.items[0];
		EXPECT_TEXT(shown(arg), cases[i].args);
		cr_expect_eq(arg.is_default, cases[i].is_default == YES, "%s", cases[i].text);
	}
}

Test(make_facts, conditionals_that_are_not_known_leave_values_open)
{
	static const struct {
		const char *text, *args;
	} cases[] = {
		{ "B = 1\nifeq ($(B),1)\nA = 1\nelse\nA = 2\nendif\nx:\n\techo \"$(A)\"\n", "1" },
		{ "B = 1\nifneq ($(B),1)\nA = 1\nelse\nA = 2\nendif\nx:\n\techo \"$(A)\"\n", "2" },
		{ "A = 0\nifdef CI\nA = 1\nendif\nx:\n\techo \"$(A)\"\n", "?" },
		{ "B =\nA = 0\nifdef B\nA = 1\nendif\nx:\n\techo \"$(A)\"\n", "0" },
		{ "ifdef CI\nA = 1\nendif\nA = 3\nx:\n\techo \"$(A)\"\n", "3" },
		/* It is the value that counts, not what the value expands to. */
		{ "E =\nB = $(E)\nA = 0\nifdef B\nA = 1\nendif\nx:\n\techo \"$(A)\"\n", "1" },
		{ "E =\nB := $(E)\nA = 0\nifdef B\nA = 1\nendif\nx:\n\techo \"$(A)\"\n", "0" },
		{ "B = 1\nA = 0\nifeq ($(CI),1)\nelse ifeq ($(B),1)\nA = 2\nendif\nx:\n\techo \"$(A)\"\n",
			"?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(args_of(makefile_project(cases[i].text)), cases[i].args);
	/* The assignment itself says what it says. */
	const struct project *p = makefile_project("ifdef CI\nA = 1\nendif\n");
	EXPECT_TEXT(shown(variable_of(p, "A")->value), "1");
}

Test(make_facts, exports)
{
	static const struct {
		const char *text;
		enum tri exported;
	} cases[] = {
		{ "A = 1\n", NO },
		{ "export A = 1\n", YES },
		{ "A = 1\nexport A\n", YES },
		{ "export A\nA ?= 1\n", YES },
		{ "export A\nA += 1\n", YES },
		{ "export\nA = 1\n", YES },
		{ ".EXPORT_ALL_VARIABLES:\nA = 1\n", YES },
		{ "export\nA = 1\nunexport A\n", NO },
		{ "ifdef CI\nexport A = 1\nendif\n", UNSURE },
		{ "A = 1\nifdef CI\nexport\nendif\n", UNSURE },
		{ "A = 1\nexport $(NAMES)\n", UNSURE },
		{ "A = 1\n-include x.mk\n", UNSURE },
		{ "x: A = 1\n", UNSURE },
		{ "x: export A = 1\n", YES },
		{ "export A = 0\nx: A = 1\n", YES },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(variable_of(makefile_project(cases[i].text), "A")->is_exported,
			cases[i].exported, "%s", cases[i].text);
}

Test(make_facts, uses_and_defaults)
{
	static const struct {
		const char *text;
		enum tri used;
	} cases[] = {
		{ "A = 1\nx:\n\techo $(A)\n", YES },
		{ "A = 1\nx:\n\techo $(B:a=b)$(A:a=b)\n", YES },
		{ "A = 1\nx:\n\techo $${A}\n", YES },
		{ "A = 1\nx:\n\techo $${A}\n\techo $(A) $(A) $${A}\n", YES },
		{ "A = 1\nB = ${A}\n", YES },
		{ "A = 1\nx: $A\n", YES },
		{ "A = 1\nifdef A\nendif\n", YES },
		{ "A = 1\nx:\n\t$(call A,1)\n", YES },
		{ "A = 1\nx:\n\techo A\n", NO },
		{ "A = 1\nx:\n\techo $($(B))\n", UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(variable_of(makefile_project(cases[i].text), "A")->is_used,
			cases[i].used, "%s", cases[i].text);
	cr_expect_eq(variable_of(makefile_project("A ?= 1\n"), "A")->is_default, YES);
	cr_expect_eq(variable_of(makefile_project("A = 1\n"), "A")->is_default, NO);
	const struct fact_variable *v = variable_of(makefile_project("export A := b c\n"), "A");
	EXPECT_TEXT(shown_place(v->value_place), "b c");
	EXPECT_TEXT(shown(v->scope), "make");
}

Test(make_facts, targets)
{
	struct test_file files[] = {
		{ "Makefile", FILE_MAKEFILE,
			".PHONY: build lint\nbuild lint: gen | dirs\n\tgo build ./...\n"
			"app:\n\tgo build -o app .\nout.txt:\n\ttouch $@\ntest:\n\tgo test ./...\n"
			"gen:\n\nBIN := tool\ntool:\n\tgo build -o ${BIN} .\n" },
		{ "test/x.go", FILE_NONE, "package x\n" },
		{ NULL, FILE_NONE, NULL },
	};
	const struct project *p = project_of(a, files);
	const struct fact_target *build = target_of(p, "build");
	cr_expect_eq(build->is_phony, YES);
	cr_expect_eq(build->has_recipe, YES);
	cr_expect_eq(build->exists, NO);
	cr_expect_eq(build->may_create_itself, NO);
	cr_expect_eq(build->commands.n, 1);
	EXPECT_TEXT(shown_list(a, &build->prerequisites), "gen dirs");
	EXPECT_TEXT(shown_place(build->place), "build");
	EXPECT_TEXT(shown_place(target_of(p, "lint")->place), "lint");
	cr_expect_eq(target_of(p, "lint")->is_phony, YES);
	cr_expect_eq(target_of(p, "app")->may_create_itself, YES);
	cr_expect_eq(target_of(p, "tool")->may_create_itself, YES);
	cr_expect_eq(target_of(p, "app")->is_phony, NO);
	cr_expect_eq(target_of(p, "out.txt")->is_special, YES);
	cr_expect_eq(target_of(p, "test")->exists, YES);
	cr_expect_eq(target_of(p, "gen")->has_recipe, NO);
	p = makefile_project("P = y z\n.PHONY: x\n.PHONY: $(P)\nx:\ny:\nw:\n");
	cr_expect_eq(target_of(p, "x")->is_phony, YES);
	cr_expect_eq(target_of(p, "y")->is_phony, YES);
	cr_expect_eq(target_of(p, "w")->is_phony, NO);
	p = makefile_project(".PHONY: $(PHONIES)\nx:\n\techo\n");
	cr_expect_eq(target_of(p, "x")->is_phony, UNSURE);
}

Test(make_facts, recipes_get_what_is_exported)
{
	const struct project *p = makefile_project("export GOPROXY = direct\nGOFLAGS = -v\n"
						   "x:\n\tgo build\n\tGOOS=linux go build\n");
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "direct");
	EXPECT_TEXT(env_of(p, 0, "GOFLAGS"), "?");
	EXPECT_TEXT(env_of(p, 0, "GOOS"), "?");
	EXPECT_TEXT(env_of(p, 1, "GOOS"), "linux");
}

Test(make_facts, lines_share_a_shell_only_if_they_are_told_to)
{
	const char *recipe = "x:\n\texport GOOS=linux\n\tgo build\n";
	EXPECT_TEXT(env_of(makefile_project(recipe), 0, "GOOS"), "?");
	const struct project *p = makefile_project(arena_printf(a, ".ONESHELL:\n%s", recipe).s);
	EXPECT_TEXT(env_of(p, 0, "GOOS"), "linux");
	cr_expect_eq(FACT(p, makefile, 0)->one_shell, YES);
	EXPECT_TEXT(shown(FACT(p, makefile, 0)->shell), "/bin/sh");
	p = makefile_project("SHELL := /bin/bash\n");
	EXPECT_TEXT(shown(FACT(p, makefile, 0)->shell), "/bin/bash");
}

Test(make_facts, a_target_sees_its_own_variables)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{ "x: export GOOS = linux\nx:\n\tgo build\n", "linux" },
		{ "export GOOS = darwin\nx: GOOS = linux\nx:\n\tgo build\n", "linux" },
		{ "export GOOS = darwin\nx: GOOS ?= linux\nx:\n\tgo build\n", "darwin" },
		{ "export GOOS = darwin\nx: GOOS += linux\nx:\n\tgo build\n", "?" },
		{ "export GOOS = darwin\ny: GOOS = linux\nx:\n\tgo build\ny:\n", "darwin" },
		/* make y passes linux on to the recipe of x. */
		{ "export GOOS = darwin\ny: GOOS = linux\nx:\n\tgo build\ny: x\n", "?" },
		{ "GOOS = darwin\nx: GOOS = linux\nx:\n\tGOOS=$(GOOS) go build\n", "linux" },
		{ "x: GOOS = linux\nx:\n\tGOOS=$(GOOS) go build\n", "linux" },
		{ "x: GOOS = linux\ny:\n\tGOOS=$(GOOS) go build\nx:\n\ttrue\n", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(env_of(makefile_project(cases[i].text), 0, "GOOS"), cases[i].value);
	const struct project *p = makefile_project("x: GOOS = linux\nx:\n\tgo build\n");
	cr_expect_eq(variable_of(p, "GOOS")->target, target_of(p, "x"));
}

Test(make_facts, included_files_belong_to_the_makefile)
{
	struct test_file files[] = {
		{ "Makefile", FILE_MAKEFILE, "include build/go.mk\nx:\n\tgo build $(FLAGS)\n" },
		{ "build/go.mk", FILE_MAKEFILE, "FLAGS = -v\nexport GOPROXY = off\n.PHONY: x\n" },
		{ "tools/Makefile", FILE_MAKEFILE, "include ../build/go.mk\nx:\n\tgo build\n" },
		{ NULL, FILE_NONE, NULL },
	};
	const struct project *p = project_of(a, files);
	cr_assert_eq(FACTS(p, makefile)->n, 3);
	cr_expect_eq(FACT(p, makefile, 0)->is_fragment, NO);
	cr_expect_eq(FACT(p, makefile, 0)->includes_unknown, NO);
	cr_expect_eq(FACT(p, makefile, 1)->is_fragment, YES);
	EXPECT_TEXT(env_of(p, 0, "GOPROXY"), "off");
	EXPECT_TEXT(args_of(p), "build -v");
	cr_expect_eq(FACT(p, target, 1)->is_phony, YES);
	/* The second one that includes it: not followed again, so nothing is certain. */
	cr_expect_eq(FACTS(p, target)->n, 3);
	cr_expect_eq(FACT(p, target, 2)->is_phony, UNSURE);
}

Test(make_facts, expansion_stays_within_bounds)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 35; i++)
		buf_printf(&text, "A%d = $(A%d)$(A%d)\n", i, i + 1, i + 1);
	buf_add(&text, STR("A35 =\nx:\n\techo \"$(A0)\"\n"));
	buf_add_char(&text, '\0');
	EXPECT_TEXT(args_of(makefile_project(text.s)), "?");
	text.n = 0;
	buf_add(&text, STR("A = 1\n"));
	for (int i = 0; i < 100000; i++)
		buf_add(&text, STR("A += 1\n"));
	buf_add(&text, STR("x:\n\techo $(B)\n"));
	buf_add_char(&text, '\0');
	cr_expect_eq(FACTS(makefile_project(text.s), variable)->n, 100001);
}

Test(make_facts, dollars_that_were_meant_for_the_shell)
{
	struct project *p =
		makefile_project("OS := $(shell echo $(go env GOOS))\n"
				 "V = $(git describe)\n"
				 "d = 1\n"
				 "all:\n"
				 "\techo $(date +%F) $name $down $$(go env) $(words a b)\n");
	static const struct {
		const char *text, *kind;
		enum tri reaches_shell;
	} expected[] = {
		{ "$(go env GOOS)", "substitution", YES },
		{ "$(git describe)", "substitution", NO },
		{ "$(date +%F)", "substitution", YES },
		{ "$name", "name", YES },
	};
	cr_assert_eq(FACTS(p, lost_reference)->n, sizeof(expected) / sizeof(*expected));
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		const struct fact_lost_reference *lost = FACT(p, lost_reference, i);
		cr_expect(str_eq(lost->text.text, str_from(expected[i].text)), "%" PRIstr,
			STR_ARG(lost->text.text));
		cr_expect(str_eq(lost->kind.text, str_from(expected[i].kind)), "%s",
			expected[i].text);
		cr_expect_eq(
			lost->reaches_shell, expected[i].reaches_shell, "%s", expected[i].text);
	}
}

Test(make_facts, lines_whose_shell_ends_too_early)
{
	struct project *p = makefile_project("all:\n"
					     "\tcd api\n"
					     "\tcd a && ls\n"
					     "\texport TOKEN=secret\n"
					     "\tCGO_ENABLED=0 go build\n"
					     "\tx=1\n"
					     "\t. ./env\n"
					     "\t. ./build.sh\n"
					     "\tsource env\n"
					     "\tset -e\n"
					     "\tcd last\n");
	static const char *const expected[] = { "cd api", "export TOKEN", "x", ". ./env" };
	cr_assert_eq(FACTS(p, lost_state)->n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++)
		cr_expect(str_eq(FACT(p, lost_state, i)->text.text, str_from(expected[i])), "%s",
			expected[i]);
	p = makefile_project("SHELL = /bin/bash\nall:\n\tsource env\n\tgo build\n");
	EXPECT_TEXT(shown(FACT(p, lost_state, 0)->program), ".");
}

/* Ten of V9 in V10, ten of V8 in each, …: looked into as far as the budget goes, and no further. */
Test(make_facts, variables_known_in_part_that_multiply, .timeout = 10)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("V0 = $(NOT_KNOWN)\n"));
	for (unsigned i = 1; i <= 10; i++) {
		buf_printf(&text, "V%u =", i);
		for (unsigned k = 0; k < 10; k++)
			buf_printf(&text, " $(V%u)", i - 1);
		buf_add(&text, STR("\n"));
	}
	buf_add(&text, STR("all:\n\tgo build $(V10)\n\tgo vet ./...\n"));
	struct project *p = makefile_project(arena_str(a, buf_str(&text)).s);
	cr_assert_eq(FACTS(p, go_command)->n, 2);
	EXPECT_TEXT(shown(FACT(p, go_command, 1)->verb), "vet");
}

/* --- shells, failures, GOPATH ----------------------------------------------------------- */

Test(make_facts, what_sh_does_not_have)
{
	static const struct {
		const char *text, *kind;
	} cases[] = {
		{ "a:\n\tset -o pipefail; x\n", "pipefail" },
		{ "a:\n\tif [[ -n x ]]; then y; fi\n", "test" },
		{ "a:\n\tsource ./x\n", "source" },
		{ "a:\n\t. ./x\n", NULL },
		{ "a:\n\tbash -c 'source ./x; [[ y ]]'\n", NULL },
		{ "SHELL = /bin/bash\na:\n\tsource ./x\n", NULL },
		{ "SHELL = $(S)\na:\n\tsource ./x\n", NULL },
		{ "a: SHELL = bash\na:\n\tsource ./x\n", NULL },
		{ "a:\n\tdiff <(x) y\n", "substitution" },
		{ "a:\n\techo 'diff <(x)'\n", NULL },
		{ "a:\n\techo $$((1 <(2)))\n", NULL },
		{ "SHELL = /bin/bash\na:\n\tdiff <(x) y\n", NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = makefile_project(cases[i].text);
		cr_expect_eq(FACTS(p, bashism)->n, cases[i].kind ? 1 : 0, "%s", cases[i].text);
		if (cases[i].kind)
			EXPECT_TEXT(shown(FACT(p, bashism, 0)->kind), cases[i].kind);
	}
}

Test(make_facts, what_ignores_a_failure)
{
	static const struct {
		const char *line, *by; /* NULL: nothing */
		const char *place;
	} cases[] = {
		{ "x", NULL },
		{ "-x", "-", "-" },
		{ "@- x", "-", "- " },
		{ "x || true", "||", " || true" },
		{ "x || echo failed", "||", " || echo failed" },
		{ "(x) || true", "||", "-" },
		{ "x || exit 1", NULL },
		{ "x || y", NULL },
		{ "x; y", NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			makefile_project(arena_printf(a, "a:\n\t%s\n", cases[i].line).s);
		struct fact_string by = FACT(p, command, 0)->ignored_by;
		cr_expect_eq(by.state, cases[i].by ? KNOWN : ABSENT, "%s", cases[i].line);
		if (cases[i].by)
			EXPECT_TEXT(by.text, cases[i].by);
		if (cases[i].by)
			EXPECT_TEXT(
				shown_place(FACT(p, command, 0)->ignored_place), cases[i].place);
	}
}

Test(make_facts, lines_that_can_be_joined)
{
	static const struct {
		const char *recipe;
		enum tri can_join;
	} cases[] = {
		{ "\tcd x\n\tgo test\n", YES },
		{ "\t@cd x\r\n\tgo test\r\n", YES },
		{ "\tcd x\n\t@go test\n", NO },
		{ "\tcd x\n\t-go test\n", NO },
		{ "\tcd x\n\tgo vet\n\tgo test\n", NO },
		{ "\tcd x\n# c\n\tgo test\n", NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			makefile_project(arena_printf(a, "a:\n%s", cases[i].recipe).s);
		cr_expect_eq(
			FACT(p, lost_state, 0)->can_join, cases[i].can_join, "%s", cases[i].recipe);
	}
}

Test(make_facts, paths_below_gopath)
{
	static const struct {
		const char *text;
		size_t n;
		enum tri set;
	} cases[] = {
		{ "a:\n\t$(GOPATH)/bin/x\n", 1, NO },
		{ "a:\n\tls $$GOPATH/bin $${GOPATH}/bin\n", 2, NO },
		{ "a:\n\t$(GOPATH)/bin/x\nGOPATH ?= $(shell go env GOPATH)\n", 1, YES },
		{ "include $(X)\na:\n\t$(GOPATH)/bin/x\n", 1, UNSURE },
		{ "a:\n\tGOPATH=/x; $$GOPATH/bin/x\n", 0, NO },
		{ "a:\n\techo $(GOPATH)\n", 0, NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = makefile_project(cases[i].text);
		cr_expect_eq(FACTS(p, gopath_use)->n, cases[i].n, "%s", cases[i].text);
		fact_for(gopath_use, use, FACTS(p, gopath_use))
			cr_expect_eq(use->is_set, cases[i].set, "%s", cases[i].text);
	}
}

Test(make_facts, the_shell_and_its_flags)
{
	const struct project *p = makefile_project(".ONESHELL:\na:\n\tx\n");
	EXPECT_TEXT(shown(FACT(p, makefile, 0)->shell_flags), "-c");
	EXPECT_TEXT(shown_place(FACT(p, makefile, 0)->one_shell_place), ".ONESHELL");
	p = makefile_project(".SHELLFLAGS := -ec\na:\n\tx\n");
	EXPECT_TEXT(shown(FACT(p, makefile, 0)->shell_flags), "-ec");
	p = makefile_project(".SHELLFLAGS = $(X)\na:\n\tx\n");
	EXPECT_TEXT(shown(FACT(p, makefile, 0)->shell_flags), "?");
}

Test(make_facts, dockerfiles_that_are_not_there)
{
	static const struct {
		const char *line;
		enum tri missing;
	} cases[] = {
		{ "docker build -f none/Dockerfile .", YES },
		{ "docker build .", YES },
		{ "docker build -f Makefile .", NO },
		{ "docker build -f $(X) .", UNSURE },
		{ "docker build -f ../Dockerfile .", UNSURE },
		{ "sed x > D.cross\n\tdocker build -f D.cross .", UNSURE },
		{ "docker build -f dist/x/Dockerfile dist", YES },
		{ "./pack dist\n\tdocker build -f dist/x/Dockerfile dist", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			makefile_project(arena_printf(a, "a:\n\t%s\n", cases[i].line).s);
		cr_expect_eq(FACT(p, docker_build, 0)->is_file_missing, cases[i].missing, "%s",
			cases[i].line);
	}
}
