/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/io.h"
#include "rules/load.h"

static struct arena *a;
static char root[] = "/tmp/gobelin-rules-XXXXXX";

static void
set_up(void)
{
	a = arena_new();
	cr_assert_not_null(mkdtemp(root));
}

static void
tear_down(void)
{
	struct str command = arena_printf(a, "rm -rf '%s'", root);
	cr_assert_eq(system(command.s), 0);
	arena_free(a);
}

TestSuite(rule_files, .init = set_up, .fini = tear_down);

static void
make_dir(const char *name)
{
	cr_assert_eq(mkdir(arena_printf(a, "%s/%s", root, name).s, 0700), 0);
}

static void
make_file(const char *path, struct str text)
{
	struct str error;
	cr_assert(io_write_file(a, arena_printf(a, "%s/%s", root, path).s, text, &error));
}

static struct str
rule_text(const char *id, const char *name)
{
	return arena_printf(a,
		"id: %s\nname: %s\nsummary: s\nseverity: info\nconfidence: low\n"
		"on: stage\nwhen: stage.is_final\nat: stage\nmessage: m\nmend: m\nhelp: h\n"
		"examples: [{bad: {Dockerfile: x}}, {good: {Dockerfile: x}}]\n"
		"references: ['https://example.com/']\n",
		id, name);
}

static bool
has_fault(const struct rule_faults *faults, const char *path, const char *message)
{
	vec_for(const struct rule_fault, fault, faults) {
		if (str_ends(fault->place.source->path, str_from(path))
			&& str_contains(fault->message, str_from(message)))
			return true;
	}
	return false;
}

Test(rule_files, rules_come_sorted_with_their_folder_as_topic)
{
	struct rules rules = { 0 };
	struct rule_faults faults = { 0 };
	make_dir("proxy");
	make_dir("knowledge");
	make_file("proxy/b.yaml", rule_text("ORG002", "b"));
	make_file("proxy/notes.md", STR("no rule"));
	make_file("proxy/.b.yaml", STR("an editor's"));
	make_file("knowledge/x.yaml", STR("no rule"));
	make_file("c.yaml", rule_text("ORG001", "c"));
	cr_expect(rules_load_dir(a, root, NULL, &rules, &faults));
	cr_expect_eq(faults.n, 0);
	cr_assert_eq(rules.n, 2);
	cr_expect(str_eq(rules.items[0]->id, STR("ORG001")));
	cr_expect(str_eq(rules.items[0]->topic, STR("custom")));
	cr_expect(str_eq(rules.items[1]->topic, STR("proxy")));
}

Test(rule_files, each_wrong_file_is_a_fault_and_the_others_are_read)
{
	struct rules rules = { 0 };
	struct rule_faults faults = { 0 };
	make_dir("proxy");
	make_dir("proxy/deep");
	make_file("proxy/a.yaml", rule_text("ORG001", "a"));
	make_file("proxy/b.yaml", rule_text("ORG001", "b"));
	make_file("proxy/c.yml", rule_text("ORG003", "c"));
	make_file("proxy/d.yaml", STR("id: 1"));
	make_file("a.yaml", rule_text("ORG004", "a"));
	cr_expect(!rules_load_dir(a, root, NULL, &rules, &faults));
	cr_expect(has_fault(&faults, "/proxy/deep", "no folders"));
	cr_expect(has_fault(&faults, "/proxy/b.yaml", "`ORG001` is taken by the rule ORG001 (a)"));
	cr_expect(has_fault(&faults, "/proxy/c.yml", ".yaml"));
	cr_expect(has_fault(&faults, "/proxy/d.yaml", "quotes"));
	cr_expect(has_fault(&faults, "/proxy/a.yaml", "`a` is taken by the rule ORG004"));
	cr_expect_eq(rules.n, 1, "a rule with a fault is left out");
}

Test(rule_files, names_of_other_rules_are_taken)
{
	struct rules builtin = { 0 }, rules = { 0 };
	struct rule_faults faults = { 0 };
	struct rule other = { .id = STR("ORG001"), .name = STR("x") };
	vec_push(a, &builtin, &other);
	make_file("a.yaml", rule_text("ORG001", "a"));
	cr_expect(!rules_load_dir(a, root, &builtin, &rules, &faults));
	cr_expect(has_fault(&faults, "/a.yaml", "is taken by the rule ORG001 (x)"));
}

Test(rule_files, a_missing_directory_is_a_fault)
{
	struct rules rules = { 0 };
	struct rule_faults faults = { 0 };
	cr_expect(!rules_load_dir(a, arena_printf(a, "%s/none", root).s, NULL, &rules, &faults));
	cr_assert_eq(faults.n, 1);
	cr_expect(has_fault(&faults, "/none", "o such file"));
}

Test(rule_files, knowledge_tables_come_sorted_by_name)
{
	struct knowledge_tables tables = { 0 };
	struct rule_faults faults = { 0 };
	cr_expect(knowledge_load_dir(a, root, &tables, &faults), "no folder, no tables");
	make_dir("knowledge");
	struct str text = STR("source: s\nchecked: 2026-01-31\nrecords:\n  - {a: b}\n");
	make_file("knowledge/b.yaml", text);
	make_file("knowledge/a.yaml", text);
	cr_expect(knowledge_load_dir(a, root, &tables, &faults));
	cr_assert_eq(tables.n, 2);
	cr_expect(str_eq(tables.items[0].name, STR("a")));
	make_file("knowledge/c.yaml", STR("records: []\n"));
	cr_expect(!knowledge_load_dir(a, root, &tables, &faults));
	cr_expect(has_fault(&faults, "knowledge/c.yaml", "checked"));
}
