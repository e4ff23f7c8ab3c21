/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/knowledge.h"
#include "support.h"
#include "syntax/tree/tree.h"

TestSuite(knowledge, .init = set_up, .fini = tear_down);

static struct knowledge_table *
load(const char *text, struct faults *faults)
{
	const struct source *source = source_new(a, STR("images.yaml"), str_from(text));
	return knowledge_load(a, yaml_parse(a, source), STR("images"), faults);
}

Test(knowledge, records_are_read_and_found)
{
	struct faults faults = { 0 };
	struct knowledge_table *table =
		load("source: [https://a.example/, https://b.example/]\n"
		     "checked: 2026-01-31\n"
		     "records:\n"
		     "  - {name: alpine, version: 3.20, shell: true, tags: [a, b]}\n"
		     "  - {name: debian}\n",
			&faults);
	cr_assert_not_null(table);
	struct knowledge knowledge = { table, 1 };
	cr_assert_eq(knowledge_table_named(&knowledge, STR("images")), table);
	cr_expect_null(knowledge_table_named(&knowledge, STR("x")));
	cr_expect_null(knowledge_table_named(NULL, STR("x")));
	EXPECT_STR(table->checked, STR("2026-01-31"));
	cr_expect_eq(table->sources.n, 2);
	cr_assert_eq(table->nrecords, 2);
	const struct knowledge_record *record = knowledge_find(table, STR("name"), STR("alpine"));
	cr_assert_eq(record, &table->records[0]);
	EXPECT_STR(knowledge_get(record, STR("version")), STR("3.20"));
	EXPECT_STR(knowledge_get(record, STR("shell")), STR("true"));
	EXPECT_STR(knowledge_get(record, STR("absent")), STR(""));
	cr_expect_eq(knowledge_list(record, STR("tags")).n, 2);
	cr_expect_eq(knowledge_list(record, STR("name")).n, 1);
	cr_expect_eq(knowledge_find(table, STR("tags"), STR("b")), record);
	cr_expect_null(knowledge_find(table, STR("tags"), STR("c")));
	cr_expect_null(knowledge_find(NULL, STR("tags"), STR("c")));
}

Test(knowledge, a_table_without_source_or_date_is_refused)
{
	static const struct {
		const char *text;
		uint32_t line;
	} cases[] = {
		{ "", 1 },
		{ "checked: 2026-01-31\nrecords:\n  - {name: a}\n", 3 },
		{ "source: s\nrecords: []\n", 1 },
		{ "source: s\nchecked: today\nrecords: []\n", 2 },
		{ "source: s\nchecked: 2026-01-31\nrecord: []\nrecords: []\n", 3 },
		{ "source: s\nchecked: 2026-01-31\nrecords: {}\n", 3 },
		{ "source: s\nchecked: 2026-01-31\nrecords:\n  - a\n", 4 },
		{ "source: s\nchecked: 2026-01-31\nrecords:\n  - {a: {b: c}}\n", 4 },
		{ "source: s\nchecked: 2026-01-31\nrecords:\n  - {a: ''}\n", 4 },
		{ "source: s\nchecked: 2026-01-31\nrecords:\n  - {a: b, checked: 2026-13-01}\n",
			4 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct faults faults = { 0 };
		struct source *source = source_new(a, STR("x"), str_from(cases[i].text));
		cr_expect_null(load(cases[i].text, &faults), "%s", cases[i].text);
		cr_assert_eq(faults.n, 1, "%zu faults: %s", faults.n, cases[i].text);
		uint32_t line = source_position(source, faults.items[0].span.off).line;
		cr_expect_eq(line, cases[i].line, "line %u: %s", line, cases[i].text);
	}
}

Test(knowledge, records_may_have_a_source_and_a_day_of_their_own)
{
	struct faults faults = { 0 };
	cr_expect(
		load("checked: 2026-01-31\nrecords:\n  - {a: b, source: s, checked: 2026-01-02}\n",
			&faults));
	cr_expect_eq(faults.n, 0);
}
