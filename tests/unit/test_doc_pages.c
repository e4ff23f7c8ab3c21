/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "facts/facts.h"
#include "report/docs.h"
#include "report/markdown_text.h"

#define EXPECT_STR(found, expected)                                                        \
	do {                                                                               \
		struct str found_ = (found);                                               \
		cr_expect(str_eq(found_, str_from(expected)), "expected %s, got %" PRIstr, \
			expected, STR_ARG(found_));                                        \
	} while (0)

Test(doc_pages, plain_text_is_shown_as_it_is)
{
	static const struct {
		const char *text, *cell, *paragraph;
	} cases[] = {
		{ "a|b", "a\\|b", "a\\|b" },
		{ "`a|b`", "`a\\|b`", "`a|b`" },
		{ "a_b*c <br> [x](y) #1 & !", "a\\_b\\*c \\<br\\> \\[x\\](y) \\#1 \\& \\!",
			"a\\_b\\*c \\<br\\> \\[x\\](y) \\#1 \\& \\!" },
		{ "a ` b", "a \\` b", "a \\` b" },
		{ "``x``", "\\`\\`x\\`\\`", "\\`\\`x\\`\\`" },
		{ "`a_b` and `c", "`a_b` and \\`c", "`a_b` and \\`c" },
		{ "", "", "" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf cell = buf_new(a), paragraph = buf_new(a);
		markdown_inline(&cell, str_from(cases[i].text), MARKDOWN_CELL);
		markdown_inline(&paragraph, str_from(cases[i].text), MARKDOWN_TEXT);
		EXPECT_STR(buf_str(&cell), cases[i].cell);
		EXPECT_STR(buf_str(&paragraph), cases[i].paragraph);
	}
	arena_free(a);
}

Test(doc_pages, code_has_as_many_backticks_as_it_needs)
{
	static const char *const cases[][2] = {
		{ "x", "`x`" },
		{ "a|b", "`a\\|b`" },
		{ "a`b", "`` a`b ``" },
		{ "a``b", "`a``b`" },
		{ "a`b```c", "```` a`b```c ````" },
		{ "``", "` `` `" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = buf_new(a);
		markdown_code(&out, str_from(cases[i][0]), MARKDOWN_CELL);
		EXPECT_STR(buf_str(&out), cases[i][1]);
	}
	arena_free(a);
}

Test(doc_pages, a_block_is_fenced_by_more_backticks_than_it_holds)
{
	static const char *const cases[][2] = {
		{ "x\n", "```sh\nx\n```\n" },
		{ "x", "```sh\nx\n```\n" },
		{ "", "```sh\n```\n" },
		{ "a `` b\n", "```sh\na `` b\n```\n" },
		{ "```\ny\n```\n", "````sh\n```\ny\n```\n````\n" },
		{ "``\n`````\n```\n", "``````sh\n``\n`````\n```\n``````\n" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = buf_new(a);
		markdown_block(&out, STR("sh"), str_from(cases[i][0]));
		EXPECT_STR(buf_str(&out), cases[i][1]);
	}
	arena_free(a);
}

Test(doc_pages, an_address_cannot_leave_its_brackets_or_its_cell)
{
	struct arena *a = arena_new();
	struct buf out = buf_new(a);
	markdown_url(&out, STR("https://example.com/a|b>c_d"));
	EXPECT_STR(buf_str(&out), "<https://example.com/a%7Cb%3Ec_d>");
	arena_free(a);
}

static struct rule
example_rule(void)
{
	static const struct rule_file files[] = {
		{ STR_INIT("build/Dockerfile"), STR_INIT("FROM scratch\n") },
		{ STR_INIT("go.sum"), STR_INIT("") },
	};
	static const struct rule_example examples[] = {
		{ STR_INIT("a `tab`"), true, files, 2 },
		{ STR_INIT(""), false, files, 1 },
	};
	static const struct str references[] = { STR_INIT("https://example.com/") };
	static const struct rule_severity_case cases[] = { { .severity = SEVERITY_ERROR } };
	return (struct rule){ .id = STR("X1"),
		.name = STR("a-name"),
		.topic = STR("layers"),
		.summary = STR("A | bar"),
		.help = STR("Help *here*.\n"),
		.mend = STR("Mend a_b"),
		.severity = SEVERITY_INFO,
		.confidence = CONFIDENCE_LOW,
		.pedantic = true,
		.examples = examples,
		.nexamples = 2,
		.references = references,
		.nreferences = 1,
		.severity_cases = cases,
		.nseverity_cases = 1 };
}

Test(doc_pages, the_page_of_a_rule)
{
	struct arena *a = arena_new();
	struct buf out = buf_new(a);
	struct rule rule = example_rule();
	docs_rule(&out, &rule);
	struct str kind = str_from(fact_classes[0].name);
	struct str expected = arena_printf(a,
		"<!-- Made by `./dev docs` from rules/layers/a-name.yaml. -->\n\n"
		"# X1 a-name\n\nA \\| bar.\n\n"
		"| | |\n| --- | --- |\n| Severity | info; in some cases error |\n"
		"| Confidence | low |\n| Topic | layers |\n"
		"| Looks at | [%" PRIstr "](../facts.md#%" PRIstr ") |\n"
		"| Fix | none |\n| Pedantic | yes: off unless selected |\n"
		"\nHelp *here*.\n\n## Examples\n\n"
		"### Bad: a `tab`\n\n`build/Dockerfile`\n\n```dockerfile\nFROM scratch\n```\n\n"
		"`go.sum` (empty)\n\n"
		"### Good\n\n`build/Dockerfile`\n\n```dockerfile\nFROM scratch\n```\n\n"
		"## How to mend\n\nMend a\\_b.\n\n## References\n\n- <https://example.com/>\n",
		STR_ARG(kind), STR_ARG(kind));
	EXPECT_STR(buf_str(&out), expected.s);
	arena_free(a);
}

Test(doc_pages, the_index_is_grouped_by_topic_format_and_severity)
{
	struct arena *a = arena_new();
	struct buf out = buf_new(a);
	struct rule first = example_rule(), second = example_rule(), third = example_rule();
	first.on = FACT_CLASS_go_command;
	second.id = STR("X2");
	second.topic = STR("images");
	second.on = FACT_CLASS_setup_go;
	second.severity = SEVERITY_ERROR;
	second.pedantic = false;
	third.id = STR("X3");
	third.on = FACT_CLASS_go_command;
	third.nexamples = 0;
	struct rules rules = { 0 };
	vec_push(a, &rules, &third);
	vec_push(a, &rules, &first);
	vec_push(a, &rules, &second);
	docs_rule_index(&out, &rules);
	struct str text = buf_str(&out);
	struct str tables = str_slice(text, str_find(text, STR("\n## By topic"), 0), text.n);
	EXPECT_STR(tables,
		"\n## By topic\n"
		"\n### images\n\n| Id | Name | Severity | Summary |\n| --- | --- | --- | --- |\n"
		"| [X2](X2.md) | a-name | error; in some cases error | A \\| bar |\n"
		"\n### layers\n\n| Id | Name | Severity | Summary |\n| --- | --- | --- | --- |\n"
		"| [X1](X1.md) | a-name | info; in some cases error | A \\| bar (pedantic) |\n"
		"| [X3](X3.md) | a-name | info; in some cases error | A \\| bar (pedantic) |\n"
		"\n## By format\n"
		"\n### Dockerfile\n\n[X1](X1.md) a-name (pedantic),\n[X3](X3.md) a-name (pedantic)\n"
		"\n### Makefile\n\n[X3](X3.md) a-name (pedantic)\n"
		"\n### Workflow\n\n[X2](X2.md) a-name,\n[X3](X3.md) a-name (pedantic)\n"
		"\n### Renovate\n\nNone.\n\n### go.mod\n\nNone.\n"
		"\n### Other: compose, Kubernetes, daemon.json, Dependabot\n\nNone.\n"
		"\n## By severity\n\nWhat a rule says in most cases counts here.\n"
		"\n### error\n\n[X2](X2.md) a-name\n\n### warning\n\nNone.\n"
		"\n### info\n\n[X1](X1.md) a-name (pedantic),\n[X3](X3.md) a-name (pedantic)\n");
	arena_free(a);
}

Test(doc_pages, every_kind_of_fact_has_a_format)
{
	struct arena *a = arena_new();
	for (uint16_t i = 0; i < fact_class_count; i++) {
		struct buf out = buf_new(a);
		struct rule rule = example_rule();
		struct rules rules = { 0 };
		rule.on = i;
		rule.nexamples = 0;
		vec_push(a, &rules, &rule);
		docs_rule_index(&out, &rules);
		size_t at = str_find(buf_str(&out), STR("## By format"), 0);
		size_t link = str_find(buf_str(&out), STR("[X1]"), at);
		size_t end = str_find(buf_str(&out), STR("## By severity"), 0);
		cr_expect_eq(link < end, fact_classes[i].is_kind, "%s", fact_classes[i].name);
	}
	arena_free(a);
}

Test(doc_pages, every_class_of_facts_is_described)
{
	struct arena *a = arena_new();
	struct buf out = buf_new(a);
	docs_facts(&out);
	for (uint16_t i = 0; i < fact_class_count; i++) {
		const struct fact_class *class = &fact_classes[i];
		struct str heading = arena_printf(a, "\n### %s\n", class->name);
		size_t at = str_find(buf_str(&out), heading, 0);
		cr_assert_neq(at, STR_NONE, "%s", class->name);
		for (uint16_t j = 0; j < class->nfields; j++) {
			struct str row = arena_printf(a, "\n| `%s` | ", class->fields[j].name);
			cr_expect_neq(str_find(buf_str(&out), row, at), STR_NONE, "%s.%s",
				class->name, class->fields[j].name);
		}
	}
	arena_free(a);
}
