/* SPDX-License-Identifier: Apache-2.0 */

#include "facts/facts.h"
#include "facts/knowledge.h"
#include "lint/lint.h"
#include "lint/suppression.h"
#include "rules/load.h"
#include "rules/select.h"
#include "support.h"

TestSuite(suppressions, .init = set_up, .fini = tear_down);

/* --- what is found in a file ------------------------------------------------------------ */

/* "form name first-last" per suppression, with its fault in brackets; lines from 1. */
static struct str
found_in(enum file_kind kind, const char *path, const char *text)
{
	struct project_file file = { .path = str_from(path), .kind = kind };
	struct suppressions found = { 0 };
	struct buf out = buf_new(a);
	project_file_parse(a, &file, str_from(text));
	suppressions_find(a, &file, &found);
	vec_for(const struct suppression, one, &found) {
		buf_printf(&out, "%s%" PRIstr " %" PRIstr, out.n ? "; " : "", STR_ARG(one->form),
			STR_ARG(one->name));
		if (one->range.len) {
			size_t end = span_end(one->range) - 1;
			end = end < file.source->text.n ? end : file.source->text.n - 1;
			buf_printf(&out, " %u-%u",
				source_position(file.source, one->range.off).line,
				source_position(file.source, end).line);
		}
		if (one->fault.n)
			buf_printf(&out, " [%" PRIstr "]", STR_ARG(one->fault));
	}
	return buf_str(&out);
}

struct found_case {
	const char *text, *expected;
};

static void
expect_found(enum file_kind kind, const char *path, const struct found_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str found = found_in(kind, path, cases[i].text);
		cr_expect(str_eq(found, str_from(cases[i].expected)),
			"%s\ngot \"%.*s\", expected \"%s\"", cases[i].text, STR_ARG(found),
			cases[i].expected);
	}
}

Test(suppressions, each_form_has_its_range)
{
	static const struct found_case cases[] = {
		{ "# gobelin: ignore[GB1]\nFROM a\nUSER b\n", "ignore GB1 2-2" },
		{ "#gobelin:ignore[GB1]\nFROM a\n", "ignore GB1 2-2" },
		{ "# gobelin: ignore[GB1]\n\n# note\nFROM a\n", "ignore GB1 4-4" },
		{ "FROM a\n# gobelin: ignore[GB1]\nRUN a && \\\n # note\n b\nUSER c\n",
			"ignore GB1 3-5" },
		{ "FROM a\n# gobelin: ignore[GB1]\nRUN <<EOF\na\nEOF\nUSER c\n", "ignore GB1 3-5" },
		{ "FROM a\nRUN b # gobelin: ignore[GB1]\nUSER c\n", "ignore GB1 2-2" },
		{ "FROM a\nRUN b # gobelin: ignore-next-line[GB1]\nUSER c\n",
			"ignore-next-line GB1 3-3" },
		{ "FROM a\n# gobelin: ignore-file[GB1]\nUSER c\n", "ignore-file GB1 1-3" },
		{ "# gobelin: ignore[GB1, x-y]\nFROM a\n", "ignore GB1 2-2; ignore x-y 2-2" },
		{ "FROM a\n# gobelin: ignore[GB1]\n", "ignore GB1" },
	};
	expect_found(FILE_DOCKERFILE, "Dockerfile", cases, COUNT(cases));
}

Test(suppressions, blocks_nest)
{
	static const struct found_case cases[] = {
		{ "FROM a\n# gobelin: disable[GB1]\nUSER b\n", "disable GB1 2-3" },
		{ "FROM a\n# gobelin: disable[GB1]\nUSER b\n# gobelin: enable[GB1]\nUSER c\n",
			"disable GB1 2-3; enable GB1" },
		/* Blocks of different rules may overlap. */
		{ "# gobelin: disable[GB1]\n# gobelin: disable[GB2]\nFROM a\n"
		  "# gobelin: enable[GB1]\nUSER b\n# gobelin: enable[GB2]\nUSER c\n",
			"disable GB1 1-3; disable GB2 2-5; enable GB1; enable GB2" },
		/* Of the same rule, an end belongs to the block that began last. */
		{ "# gobelin: disable[GB1]\nFROM a\n# gobelin: disable[GB1]\nUSER b\n"
		  "# gobelin: enable[GB1]\nUSER c\n# gobelin: enable[GB1]\nUSER d\n",
			"disable GB1 1-6; disable GB1 3-4; enable GB1; enable GB1" },
		{ "# gobelin: disable[GB1, GB2]\nFROM a\n# gobelin: enable[GB2]\nUSER b\n",
			"disable GB1 1-4; disable GB2 1-2; enable GB2" },
		{ "FROM a\n# gobelin: enable[GB1]\n", "enable GB1 [`GB1` is not disabled here]" },
	};
	expect_found(FILE_DOCKERFILE, "Dockerfile", cases, COUNT(cases));
}

Test(suppressions, dockerfiles_have_them_in_comments_alone)
{
	static const struct found_case cases[] = {
		{ "FROM a\nLABEL x=\"b # gobelin: ignore[GB1]\"\n", "" },
		{ "FROM a\nRUN echo 'b # gobelin: ignore[GB1]'\n", "" },
		{ "FROM a\nRUN echo 'b' # gobelin: ignore[GB1]\n", "ignore GB1 2-2" },
		{ "FROM a\nRUN echo \"b \\\n  # gobelin: ignore[GB1]\n c\"\n", "ignore GB1 4-4" },
		{ "FROM a\nCOPY <<EOF /Makefile\n# gobelin: ignore[GB1]\nEOF\n", "" },
		{ "FROM a\nRUN cat <<EOF >b\n# gobelin: ignore[GB1]\nEOF\n", "" },
		{ "FROM a\nRUN <<EOF\n# gobelin: ignore[GB1]\nb\nEOF\n", "ignore GB1 4-4" },
		{ "FROM a\nRUN [\"b\", \"# gobelin: ignore[GB1]\"]\n", "" },
		{ "FROM a\nONBUILD RUN b # gobelin: ignore[GB1]\n", "ignore GB1 2-2" },
		{ "FROM a # gobelin: ignore[GB1]\n",
			"ignore GB1 1-1 [Docker knows no comments behind an instruction; put it "
			"on the line before]" },
	};
	expect_found(FILE_DOCKERFILE, "Dockerfile", cases, COUNT(cases));
}

Test(suppressions, makefiles_have_them_in_comments_alone)
{
	static const struct found_case cases[] = {
		{ "# gobelin: ignore[GB1]\na = 1\n", "ignore GB1 2-2" },
		{ "a = 1 # gobelin: ignore[GB1]\n", "ignore GB1 1-1" },
		{ "a = 1 \\# gobelin: ignore[GB1]\n", "" },
		{ "a:\n\tb # gobelin: ignore[GB1]\n", "ignore GB1 2-2" },
		{ "a:\n\techo 'b # gobelin: ignore[GB1]'\n", "" },
		{ "a:\n\techo \"$(B) # gobelin: ignore[GB1]\" # gobelin: ignore[GB2]\n",
			"ignore GB2 2-2" },
		{ "ifdef A\na:\n\techo 'b # gobelin: ignore[GB1]'\n\tc # gobelin: ignore[GB2]\nendif\n",
			"ignore GB2 4-4" },
		{ "define a\nb # gobelin: ignore[GB1]\nc 'd # gobelin: ignore[GB2]'\nendef\n",
			"ignore GB1 2-2" },
		/* The shell can't tell where the quotes end: better than to silence nothing. */
		{ "a:\n\techo 'b # gobelin: ignore[GB1]\n", "ignore GB1 2-2" },
	};
	expect_found(FILE_MAKEFILE, "Makefile", cases, COUNT(cases));
}

Test(suppressions, workflows_have_them_in_comments_alone)
{
	static const struct found_case cases[] = {
		{ "# gobelin: ignore[GB1]\non: push\njobs: {}\n", "ignore GB1 2-2" },
		{ "jobs: # gobelin: ignore[GB1]\n  a:\n", "ignore GB1 1-1" },
		{ "name: 'a # gobelin: ignore[GB1]'\non: push\n", "" },
		{ "env:\n  A: |\n    # gobelin: ignore[GB1]\n    b\n", "" },
		{ "jobs:\n  a:\n    steps:\n      - run: b # gobelin: ignore[GB1]\n",
			"ignore GB1 4-4" },
		{ "jobs:\n  a:\n    steps:\n      - run: |\n          # gobelin: ignore[GB1]\n"
		  "          b 'c # gobelin: ignore[GB2]'\n          d ${{ e }} # gobelin: ignore[GB3]\n",
			"ignore GB1 6-6; ignore GB3 7-7" },
		{ "jobs:\n  a:\n    steps:\n      # gobelin: ignore[GB1]\n      - name: b\n"
		  "        run: c\n      - run: d\n",
			"ignore GB1 5-6" },
	};
	expect_found(FILE_WORKFLOW, ".github/workflows/a.yml", cases, COUNT(cases));
}

Test(suppressions, json5_has_both_kinds_of_comments)
{
	static const struct found_case cases[] = {
		{ "{\n  // gobelin: ignore[GB1]\n  a: [\n    1\n  ],\n  b: 2\n}\n",
			"ignore GB1 3-5" },
		{ "{\n  a: 1, /* gobelin: ignore[GB1] why */\n  b: 2\n}\n", "ignore GB1 2-2" },
		{ "{\n  a: 1, // gobelin: ignore[GB1]\n}\n", "ignore GB1 2-2" },
		{ "/* gobelin: ignore-file[GB1] */ {}\n", "ignore-file GB1 1-1" },
		{ "{\n  a: '// gobelin: ignore[GB1]',\n  b: \"/* gobelin: ignore[GB2] */\",\n}\n",
			"" },
	};
	expect_found(FILE_RENOVATE, "renovate.json5", cases, COUNT(cases));
}

Test(suppressions, go_mod_has_slashes)
{
	static const struct found_case cases[] = {
		{ "module a\n\n// gobelin: ignore[GB1]\nrequire (\n\tb v1.0.0\n)\n",
			"ignore GB1 4-6" },
		{ "module a\n\nrequire b v1.0.0 // gobelin: ignore[GB1]\n", "ignore GB1 3-3" },
		{ "module a\n\nrequire b v1.0.0 # gobelin: ignore[GB1]\n", "" },
		{ "module a\n\nreplace b => \"./c // gobelin: ignore[GB1]\"\n", "" },
	};
	expect_found(FILE_GOMOD, "go.mod", cases, COUNT(cases));
}

Test(suppressions, what_is_wrong_is_told)
{
	static const struct found_case cases[] = {
		{ "# gobelin: ignor[GB1]\n", "  [unknown word `ignor`; did you mean `ignore`?]" },
		{ "# gobelin: ignore GB1\n", "  [`ignore` needs the rules, as in ignore[GB401]]" },
		{ "# gobelin: ignore[GB1\n",
			"  [the list of rules is never closed; a ] is missing]" },
		{ "# gobelin: ignore[GB1,]\nFROM a\n",
			"ignore GB1 2-2; ignore  2-2 [a rule's name is missing in the list]" },
		{ "# gobelin: ignore[GB1] expires:2026-02-29\nFROM a\n",
			"ignore GB1 2-2 [expected a day of the calendar behind expires:, as "
			"expires:2027-01-31]" },
		{ "# gobelin: see the wiki\n# gobelin is a linter\n# hadolint ignore=DL3006\n",
			"" },
	};
	expect_found(FILE_DOCKERFILE, "Dockerfile", cases, COUNT(cases));
}

Test(suppressions, their_number_is_bounded)
{
	struct buf text = buf_new(a);
	for (size_t i = 0; i < SUPPRESSIONS_MAX + 10; i++)
		buf_add(&text, STR("# gobelin: ignore[GB1]\n"));
	struct project_file file = { .path = STR("Dockerfile"), .kind = FILE_DOCKERFILE };
	struct suppressions found = { 0 };
	project_file_parse(a, &file, buf_str(&text));
	suppressions_find(a, &file, &found);
	cr_assert(found.n == SUPPRESSIONS_MAX + 1);
	EXPECT_STR(vec_last(&found)->fault, STR("too many comments to gobelin in one file"));
}

/* --- what they do ------------------------------------------------------------------------ */

/* The rules that speak on a Dockerfile, apart by blanks; those of silenced findings in brackets. */
static struct str
rules_on(const char *dockerfile, const char *today, const char *config)
{
	static const char *const asked[] = { "GB415", "GB002", "GB003", "GB004", "GB005" };
	struct vfs fs = { 0 };
	struct rules known = { 0 };
	struct lint_options options = { .known = &known,
		.knowledge = &builtin_knowledge,
		.today = str_from(today),
		.jobs = 1 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		vec_push(a, &known, &builtin_rules[i]);
	for (size_t i = 0; i < COUNT(asked); i++)
		if (config || !str_eq(str_from(asked[i]), STR("GB003")))
			vec_push(a, &options.rules, rules_named(&known, str_from(asked[i])));
	vfs_put(a, &fs, STR("Dockerfile"), str_from(dockerfile));
	if (config) {
		struct config_file *file = ARENA_NEW(a, struct config_file);
		struct config_faults faults = { 0 };
		vfs_put(a, &fs, STR(".gobelin.yaml"), str_from(config));
		cr_assert(config_load(a, &fs, STR(".gobelin.yaml"), file, &faults));
		options.config = file;
	}
	struct lint_result *result = lint_run(a, &fs, &options);
	struct buf out = buf_new(a);
	for (size_t i = 0; i < result->findings.n; i++)
		buf_printf(&out, "%s%" PRIstr, out.n ? " " : "",
			STR_ARG(result->findings.items[i]->rule->id));
	for (size_t i = 0; i < result->silenced.n; i++)
		buf_printf(&out, "%s(%" PRIstr ")", out.n ? " " : "",
			STR_ARG(result->silenced.items[i]->rule->id));
	return buf_str(&out);
}

#define BUILD "RUN CGO_ENABLED=0 go build -a .\n"

Test(suppressions, the_last_day_is_still_in)
{
	static const struct {
		const char *today, *expected;
	} cases[] = {
		{ "2027-01-30", "(GB415)" }, { "2027-01-31", "(GB415)" },
		{ "2027-02-01", "GB004 GB415" }, { "2028-01-01", "GB004 GB415" },
		{ "", "(GB415)" }, /* no clock: nothing expires */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		EXPECT_STR(rules_on("FROM golang:1.26\n"
				    "# gobelin: ignore[GB415] expires:2027-01-31 why\n" BUILD,
				   cases[i].today, NULL),
			str_from(cases[i].expected));
		EXPECT_STR(rules_on("FROM golang:1.26\n" BUILD, cases[i].today,
				   "suppress:\n  - {path: Dockerfile, rule: GB415, reason: why,"
				   " expires: 2027-01-31}\n"),
			str_from(cases[i].expected[0] == '(' ? cases[i].expected : "GB004 GB415"));
	}
	/* A day of a leap year is one. */
	EXPECT_STR(rules_on("FROM golang:1.26\n# gobelin: ignore[GB415] expires:2028-02-29\n" BUILD,
			   "2028-02-29", NULL),
		STR("(GB415)"));
}

Test(suppressions, reasons_are_asked_for_where_the_rule_is)
{
	static const struct {
		const char *comment, *expected;
	} cases[] = {
		{ "ignore[GB415]", "GB003 (GB415)" },
		{ "ignore[GB415] expires:2027-01-31", "GB003 (GB415)" },
		{ "ignore[GB415] \t", "GB003 (GB415)" },
		{ "ignore[GB415] why", "(GB415)" },
		{ "ignore[GB415] expires:2027-01-31 why", "(GB415)" },
		{ "disable[GB415]", "GB003 (GB415)" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(
			a, "FROM golang:1.26\n# gobelin: %s\n" BUILD, cases[i].comment);
		EXPECT_STR(rules_on(text.s, "2026-11-27", "require-reason: true\n"),
			str_from(cases[i].expected));
	}
	/* The end of a block needs none. */
	EXPECT_STR(rules_on("FROM golang:1.26\n# gobelin: disable[GB415] why\n" BUILD
			    "# gobelin: enable[GB415]\n",
			   "2026-11-27", "require-reason: true\n"),
		STR("(GB415)"));
}

Test(suppressions, what_silences_nothing_is_told)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "FROM golang:1.26\n# gobelin: ignore[GB415]\nUSER 1\n" BUILD, "GB002 GB415" },
		{ "FROM golang:1.26\n# gobelin: ignore[GB415, GB4150]\n" BUILD, "GB005 (GB415)" },
		/* What is not asked can't be found to be of no use. */
		{ "FROM golang:1.26\n# gobelin: ignore[GB415, GB401]\n" BUILD, "(GB415)" },
		/* Two that are for the same finding are both of use. */
		{ "# gobelin: ignore-file[GB415]\nFROM golang:1.26\n# gobelin: ignore[GB415]\n" BUILD,
			"(GB415)" },
		/* An inner block that ends leaves the outer one open. */
		{ "FROM golang:1.26\n# gobelin: disable[GB415]\n" BUILD
		  "# gobelin: disable[GB415]\n" BUILD "# gobelin: enable[GB415]\n" BUILD
		  "# gobelin: enable[GB415]\n" BUILD,
			"GB415 (GB415) (GB415) (GB415)" },
		/* An error of syntax may hide what the comment is for. */
		{ "FROM golang:1.26\n# gobelin: ignore[GB415]\nRUN <<EOF\n", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		EXPECT_STR(
			rules_on(cases[i].text, "2026-11-27", NULL), str_from(cases[i].expected));
}
