/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "facts_project.h"
#include "support.h"

TestSuite(removal, .init = set_up, .fini = tear_down);

/* The text without what is to be taken out; "-" where nothing can be. */
static struct str
without(struct place removal)
{
	if (!removal.source)
		return STR("-");
	struct str text = removal.source->text;
	struct buf out = buf_new(a);
	buf_add(&out, str_slice(text, 0, removal.span.off));
	buf_add(&out, str_slice(text, span_end(removal.span), text.n));
	return buf_str(&out);
}

static const struct project *
project_of_one(const char *path, enum file_kind kind, const char *text)
{
	struct test_file files[] = { { path, kind, text }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* The command that runs `del`. */
static const struct fact_command *
command_to_remove(const struct project *p)
{
	fact_for(command, command, FACTS(p, command))
		if (str_eq(command->program.text, STR("del")))
			return command;
	cr_assert_fail("there is none");
	return NULL;
}

struct removal_case {
	const char *before, *after;
};

static void
expect_commands(const char *path, enum file_kind kind, const struct removal_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct project *p = project_of_one(path, kind, cases[i].before);
		EXPECT_TEXT(without(command_to_remove(p)->removal), cases[i].after);
	}
}

Test(removal, of_commands_in_images)
{
	static const struct removal_case cases[] = {
		{ "FROM x\nRUN del\nUSER y\n", "FROM x\nUSER y\n" },
		{ "FROM x\r\nRUN --network=none del\r\nUSER y", "FROM x\r\nUSER y" },
		{ "FROM x\nRUN del && go build\n", "FROM x\nRUN go build\n" },
		{ "FROM x\nRUN --mount=type=ssh \\\n  del && \\\n  go build\n",
			"FROM x\nRUN --mount=type=ssh \\\n  go build\n" },
		{ "FROM x\nRUN a \\\n && del \\\n && b\n", "FROM x\nRUN a \\\n && b\n" },
		{ "FROM x\nRUN a && del\n", "FROM x\nRUN a\n" },
		{ "FROM x\nRUN <<E\na\ndel\nE\n", "FROM x\nRUN <<E\na\nE\n" },
		{ "FROM x\nRUN del || a\n", "-" },
		{ "FROM x\nRUN del | a\n", "-" },
		{ "FROM x\nRUN a; del\n", "-" },
		{ "FROM x\nRUN if del; then a; fi\n", "-" },
		{ "FROM x\nRUN a $(del)\n", "-" },
		{ "FROM x\nRUN sh -c 'del'\n", "-" },
	};
	expect_commands("Dockerfile", FILE_DOCKERFILE, cases, COUNT(cases));
}

Test(removal, of_commands_in_recipes_and_steps)
{
	static const struct removal_case recipes[] = {
		{ "a:\n\t@del\n\tb\n", "a:\n\tb\n" },
		{ "a:\n\tdel && b\n", "a:\n\tb\n" },
		{ "a:\n\tb; \\\n\tdel\n", "-" },
		{ "D = b && del\na:\n\t$(D)\n\tc\n", "-" },
	};
	static const struct removal_case steps[] = {
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: del\n      - run: b\n",
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: b\n" },
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: x\n        run: del\n      - run: b\n",
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: b\n" },
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          del\n          b\n",
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          b\n" },
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: del && b\n",
			"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: b\n" },
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - id: x\n        run: del\n",
			"-" },
		{ "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: del\n        env: {A: b}\n",
			"-" },
	};
	expect_commands("Makefile", FILE_MAKEFILE, recipes, COUNT(recipes));
	expect_commands(".github/workflows/ci.yml", FILE_WORKFLOW, steps, COUNT(steps));
}

Test(removal, of_variables)
{
	static const struct removal_case cases[] = {
		{ "FROM x\nENV A=1\nUSER y\n", "FROM x\nUSER y\n" },
		{ "FROM x\nENV A=1 \\\n    B=2\n", "FROM x\nENV B=2\n" },
		{ "FROM x\nENV B=2 \\\n    A=1\n", "FROM x\nENV B=2\n" },
		{ "FROM x\nARG A\n", "FROM x\n" },
		{ "FROM x\nRUN A=1 go build\n", "FROM x\nRUN go build\n" },
		{ "FROM x\nRUN A=1\n", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			project_of_one("Dockerfile", FILE_DOCKERFILE, cases[i].before);
		fact_for(variable, v, FACTS(p, variable))
			if (str_eq(v->name.text, STR("A")))
				EXPECT_TEXT(without(v->removal), cases[i].after);
	}
}

Test(removal, of_prefixes_in_recipes)
{
	static const struct removal_case cases[] = {
		{ "a:\n\tA=1 go build\n", "a:\n\tgo build\n" },
		{ "a:\n\tA=$(B) go build\n", "a:\n\tgo build\n" },
		{ "GO := A=1 go\na:\n\t$(GO) build\n", "-" },
		{ "VARS = B=2 A=1\na:\n\t$(VARS) go build\n", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p =
			project_of_one("Makefile", FILE_MAKEFILE, cases[i].before);
		size_t seen = 0;
		fact_for(variable, v, FACTS(p, variable))
			if (str_eq(v->name.text, STR("A")) && ++seen)
				EXPECT_TEXT(without(v->removal), cases[i].after);
		cr_expect_eq(seen, 1);
	}
}
