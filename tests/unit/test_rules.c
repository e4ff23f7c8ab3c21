/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/facts.h"
#include "rules/apply.h"
#include "rules/load.h"
#include "rules/select.h"
#include "rules/template.h"
#include "support.h"
#include "syntax/tree/tree.h"

TestSuite(rules, .init = set_up, .fini = tear_down);

static const char rule_text[] =
	"id: ORG001\n"
	"name: my-rule\n"
	"summary: A stage is the last one\n"
	"severity: warning\n"
	"severity_when:\n"
	"  - {severity: error, when: stage.user == 'root'}\n"
	"confidence: high\n"
	"pedantic: false\n"
	"security: true\n"
	"on: stage\n"
	"when: stage.is_final && size(project.dockerfiles) >= 0\n"
	"at: stage\n"
	"once_per: stage.distro\n"
	"message: 'stage {stage.name} {{x}}'\n"
	"mend: Add another one\n"
	"help: |\n"
	"  Some text.\n"
	"related:\n"
	"  - {at: stage.entry_place, text: 'runs as {stage.user}'}\n"
	"fix:\n"
	"  safety: safe\n"
	"  title: Add it\n"
	"  edits:\n"
	"    - {insert_after: stage.place, text: \"\\nUSER {stage.user}\"}\n"
	"    - {delete: stage.entry_place}\n"
	"examples:\n"
	"  - title: one\n"
	"    bad: {Dockerfile: 'FROM a'}\n"
	"  - good: {Dockerfile: '', sub/go.mod: 'x'}\n"
	"references:\n"
	"  - https://example.com/a\n";

static struct rule *
load_text(struct str text, struct faults *faults, const struct source **source)
{
	*source = source_new(a, STR("dir/topic/my-rule.yaml"), text);
	return rule_load(a, *source, STR("topic"), faults);
}

static const struct rule *
load_valid(struct str text)
{
	struct faults faults = { 0 };
	const struct source *source;
	struct rule *rule = load_text(text, &faults, &source);
	vec_for(struct fault, fault, &faults)
		cr_log_error("%u: %.*s", source_position(source, fault->span.off).line,
			STR_ARG(fault->message));
	cr_assert_not_null(rule);
	return rule;
}

/* The text with its first `from` replaced. */
static struct str
replaced(struct str text, struct str from, struct str to)
{
	size_t at = str_find(text, from, 0);
	cr_assert_neq(at, STR_NONE, "the rule has no \"%.*s\"", STR_ARG(from));
	struct buf out = buf_new(a);
	buf_add(&out, str_slice(text, 0, at));
	buf_add(&out, to);
	buf_add(&out, str_slice(text, at + from.n, text.n));
	return buf_str(&out);
}

/* --- loading --------------------------------------------------------------------------- */

Test(rules, a_rule_is_read_whole)
{
	const struct rule *rule = load_valid(STR(rule_text));
	EXPECT_STR(rule->id, STR("ORG001"));
	EXPECT_STR(rule->name, STR("my-rule"));
	EXPECT_STR(rule->topic, STR("topic"));
	EXPECT_STR(rule->help, STR("Some text.\n"));
	EXPECT_STR(rule->mend, STR("Add another one"));
	cr_expect_eq(rule->severity, SEVERITY_WARNING);
	cr_expect_eq(rule->confidence, CONFIDENCE_HIGH);
	cr_expect(!rule->pedantic);
	cr_expect(rule->security);
	cr_expect_eq(rule->on, FACT_CLASS_stage);
	cr_assert_eq(rule->nseverity_cases, 1);
	cr_expect_eq(rule->severity_cases[0].severity, SEVERITY_ERROR);
	cr_assert_eq(rule->nedits, 2);
	cr_expect_eq(rule->edits[0].kind, EDIT_INSERT_AFTER);
	cr_expect_eq(rule->edits[1].kind, EDIT_DELETE);
	cr_expect_eq(rule->fix_safety, FIX_SAFE);
	cr_assert_eq(rule->nexamples, 2);
	cr_expect(rule->examples[0].bad);
	EXPECT_STR(rule->examples[0].title, STR("one"));
	cr_assert_eq(rule->examples[1].nfiles, 2);
	EXPECT_STR(rule->examples[1].files[1].path, STR("sub/go.mod"));
	cr_assert_eq(rule->nreferences, 1);
	cr_assert_eq(rule->message.nholes, 1);
	EXPECT_STR(rule->message.texts[1], STR(" {x}"));
}

struct fault_case {
	const char *from, *to;
	uint32_t line, column;
	const char *message; /* a part of it */
};

static void
expect_fault(const struct fault_case *c)
{
	struct faults faults = { 0 };
	const struct source *source;
	struct str text = replaced(STR(rule_text), str_from(c->from), str_from(c->to));
	cr_expect_null(load_text(text, &faults, &source), "accepted: %s", c->to);
	cr_assert_geq(faults.n, 1, "no fault: %s", c->to);
	struct position at = source_position(source, faults.items[0].span.off);
	cr_expect(at.line == c->line && at.column == c->column
			&& str_contains(faults.items[0].message, str_from(c->message)),
		"%s: got %u:%u %.*s; expected %u:%u %s", c->to, at.line, at.column,
		STR_ARG(faults.items[0].message), c->line, c->column, c->message);
}

Test(rules, wrong_keys_and_values_are_refused_where_they_stand)
{
	static const struct fault_case cases[] = {
		{ "summary:", "sumary:", 3, 1, "did you mean `summary`" },
		{ "mend: Add another one\n", "", 1, 1, "`mend` is missing" },
		{ "id: ORG001", "id: org1", 1, 5, "expected GB and three digits" },
		{ "id: ORG001", "id: GB1", 1, 5, "expected GB and three digits" },
		{ "id: ORG001", "id: ORG", 1, 5, "expected GB and three digits" },
		{ "id: ORG001", "id: 12", 1, 5, "put it in quotes" },
		{ "name: my-rule", "name: other-rule", 2, 7, "the file is named my-rule.yaml" },
		{ "name: my-rule", "name: My_rule", 2, 7, "small letters" },
		{ "severity: warning", "severity: eror", 4, 11, "did you mean `error`" },
		{ "confidence: high", "confidence: certain", 7, 13, "low, medium, high" },
		{ "pedantic: false", "pedantic: maybe", 8, 11, "true or false" },
		{ "on: stage", "on: stagee", 10, 5, "did you mean `stage`" },
		{ "on: stage", "on: setting", 10, 5, "no kind of fact is named `setting`" },
		{ "summary: A stage is the last one", "summary: [a]", 3, 10, "expected a text" },
		{ "summary: A stage", "summary: |\n  A\n  stage", 4, 4, "single line" },
		{ "mend: Add another one", "mend: ''", 15, 7, "not empty" },
		{ "references:\n  - https://example.com/a", "references: []", 30, 13,
			"at least one" },
		{ "https://example.com/a", "example.com", 31, 5, "https://" },
		{ "severity: error, ", "", 6, 5, "`severity` is missing" },
		{ "  - {severity: error, when: stage.user == 'root'}", "  - x", 6, 5,
			"expected a mapping" },
		{ "related:\n  - {at", "related:\n  - {where", 19, 6, "unknown key `where`" },
		{ "safety: safe", "safety: sure", 21, 11, "unknown value `sure`" },
		{ "insert_after: stage.place, ", "", 24, 7, "expected one of replace" },
		{ "{delete: stage.entry_place}", "{delete: stage.entry_place, text: x}", 25, 35,
			"unknown key `text`" },
		{ "    bad: {Dockerfile: 'FROM a'}\n", "", 27, 5, "either `bad` or `good`" },
		{ "  - good:", "  - bad:", 27, 3, "no good example" },
		{ "{Dockerfile: 'FROM a'}", "{../Dockerfile: x}", 28, 11, "expected a path" },
		{ "{Dockerfile: 'FROM a'}", "{Dockerfile: 1}", 28, 23, "file's text" },
		{ "on: stage", "on: stage\non: stage", 11, 1, "" },
		{ "id: ORG001", "id: {", 3, 8, "expected" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_fault(&cases[i]);
}

Test(rules, wrong_expressions_are_refused_at_their_own_place)
{
	static const struct fault_case cases[] = {
		{ "stage.is_final &&", "stage.is_finale &&", 11, 13, "is_final" },
		{ "when: stage.is_final && ",
			"when: >-\n  stage.is_final\n  && stge.name == ''\n  && ", 13, 6, "stage" },
		{ "when: stage.is_final && size(project.dockerfiles) >= 0", "when: stage.name", 11,
			7, "must be true or false" },
		{ "when: stage.is_final && size(project.dockerfiles) >= 0", "when: true", 11, 7,
			"in quotes" },
		{ "at: stage\n", "at: stage.name\n", 12, 5, "no place" },
		{ "once_per: stage.distro", "once_per: stage.index", 13, 11, "must be a string" },
		{ "once_per: stage.distro", "others: here too", 13, 9, "Write `once_per` too" },
		{ "{stage.name}", "{stage.nam}", 14, 24, "name" },
		{ "{stage.name}", "{stage}", 14, 17, "has no text" },
		{ "{stage.name}", "{stage.name", 14, 17, "never closed" },
		{ "{stage.name}", "stage.name}", 14, 27, "closes nothing" },
		{ "{stage.name}", "{ }", 14, 17, "empty hole" },
		{ "when: stage.user == 'root'", "when: stage.user", 6, 29,
			"must be true or false" },
		{ "USER {stage.user}", "USER {stage.usr}", 24, 56, "did you mean `user`" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_fault(&cases[i]);
}

Test(rules, an_empty_file_is_a_fault)
{
	struct faults faults = { 0 };
	const struct source *source;
	cr_expect_null(load_text(STR(""), &faults, &source));
	cr_expect_eq(faults.n, 1);
	cr_expect_null(load_text(STR("id: A1\n---\nid: A2\n"), &faults, &source));
	cr_expect_eq(faults.n, 2);
}

/* --- templates ------------------------------------------------------------------------- */

Test(rules, templates_know_braces_inside_expressions)
{
	struct cel_variable variable = { STR("stage"),
		{ .kind = CEL_OBJECT, .class = FACT_CLASS_stage } };
	struct fact_stage stage = { .name = { .state = KNOWN, .text = STR("build") } };
	struct cel_value value = cel_object(FACT_CLASS_stage, &stage);
	static const char *cases[][2] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "{stage.name}", "build" },
		{ "{stage.name}{stage.name}", "buildbuild" },
		{ "{{{stage.name}}}", "{build}" },
		{ "${{{{ secrets.X }}}}", "${{ secrets.X }}" },
		{ "a {'}' + \"{\" + '\\'}'} b", "a }{'} b" },
		{ "{ {'k': stage.name}['k'] }!", "build!" },
	};
	struct cel_context *cx = cel_context_new(a);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct message_template template;
		struct cel_fault fault;
		struct str text = { 0 };
		cr_assert(
			template_compile(a, str_from(cases[i][0]), &variable, 1, &template, &fault),
			"%s", cases[i][0]);
		cr_expect(template_fill(a, cx, &template, &value, &text));
		EXPECT_STR(text, str_from(cases[i][1]));
	}
	cel_context_free(cx);
}

/* --- asking ---------------------------------------------------------------------------- */

static struct project *
fake_project(void)
{
	struct project *project = ARENA_NEW(a, struct project);
	project->facts = ARENA_ARRAY(a, struct fact_list, fact_class_count);
	fact_list_add(a, &project->facts[FACT_CLASS_project], ARENA_NEW(a, struct fact_project));
	return project;
}

static struct place
fake_place(struct str text)
{
	struct source *source = source_new(a, STR("Dockerfile"), text);
	return (struct place){ source, span_make(0, text.n) };
}

static struct fact_stage *
fake_stage(struct project *project, const char *name, const char *distro)
{
	struct fact_stage *stage = ARENA_NEW(a, struct fact_stage);
	stage->is_final = YES;
	stage->place = fake_place(STR("FROM x"));
	stage->entry_place = fake_place(STR("CMD y"));
	stage->name = fact_known(str_from(name));
	stage->distro = fact_known(str_from(distro));
	stage->user = fact_known(STR("app"));
	fact_list_add(a, &project->facts[FACT_CLASS_stage], stage);
	return stage;
}

static struct findings
ask(struct str text, const struct project *project, size_t ntroubles)
{
	const struct rule *rule = load_valid(text);
	struct findings findings = { 0 };
	struct rule_troubles troubles = { 0 };
	struct cel_context *cx = cel_context_new(a);
	rule_apply(a, cx, rule, project, &findings, &troubles);
	rule_apply(a, cx, rule, project, &(struct findings){ 0 }, NULL);
	cel_context_free(cx);
	cr_expect_eq(troubles.n, ntroubles);
	return findings;
}

Test(rules, a_finding_carries_all_that_the_rule_says)
{
	struct project *project = fake_project();
	struct fact_stage *stage = fake_stage(project, "build", "alpine");
	struct findings findings = ask(STR(rule_text), project, 0);
	cr_assert_eq(findings.n, 1);
	const struct finding *finding = findings.items[0];
	EXPECT_STR(finding->message, STR("stage build {x}"));
	cr_expect_eq(finding->severity, SEVERITY_WARNING);
	cr_expect_eq(finding->place.source, stage->place.source);
	cr_assert_eq(finding->related.n, 1);
	EXPECT_STR(finding->related.items[0].text, STR("runs as app"));
	cr_expect_eq(finding->related.items[0].place.source, stage->entry_place.source);
	cr_assert_eq(finding->edits.n, 2);
	cr_expect_eq(finding->edits.items[0].place.span.off, 6);
	cr_expect_eq(finding->edits.items[0].place.span.len, 0);
	EXPECT_STR(finding->edits.items[0].text, STR("\nUSER app"));
	cr_expect_eq(finding->edits.items[1].place.span.len, 5);
	EXPECT_STR(finding->edits.items[1].text, STR(""));
}

Test(rules, the_first_true_case_decides_the_severity)
{
	struct project *project = fake_project();
	struct fact_stage *stage = fake_stage(project, "build", "alpine");
	stage->user = fact_known(STR("root"));
	struct findings findings = ask(STR(rule_text), project, 0);
	cr_assert_eq(findings.n, 1);
	cr_expect_eq(findings.items[0]->severity, SEVERITY_ERROR);
}

Test(rules, what_is_not_certain_is_not_said)
{
	struct project *project = fake_project();
	fake_stage(project, "unsure", "1")->is_final = UNSURE;
	fake_stage(project, "no", "2")->is_final = NO;
	fake_stage(project, "nameless", "3")->name = (struct fact_string){ 0 };
	fake_stage(project, "placeless", "4")->place.source = NULL;
	fake_stage(project, "keyless", "5")->distro = fact_unknown_string();
	cr_expect_eq(ask(STR(rule_text), project, 0).n, 0);
}

Test(rules, related_places_and_fixes_are_left_out_where_they_are_not_certain)
{
	struct project *project = fake_project();
	fake_stage(project, "a", "1")->user = fact_unknown_string();
	fake_stage(project, "b", "2")->entry_place.source = NULL;
	struct findings findings = ask(STR(rule_text), project, 0);
	cr_assert_eq(findings.n, 2);
	for (size_t i = 0; i < 2; i++) {
		cr_expect_eq(findings.items[i]->related.n, 0);
		cr_expect_eq(findings.items[i]->edits.n, 0);
		cr_expect_eq(findings.items[i]->severity, SEVERITY_WARNING);
	}
}

Test(rules, once_per_groups_what_has_the_same_key)
{
	struct project *project = fake_project();
	fake_stage(project, "quiet", "alpine")->place.source = NULL;
	fake_stage(project, "one", "alpine");
	fake_stage(project, "two", "debian");
	fake_stage(project, "three", "alpine");
	fake_stage(project, "unknown", "alpine")->distro = fact_unknown_string();
	struct findings findings = ask(STR(rule_text), project, 0);
	cr_assert_eq(findings.n, 3);
	EXPECT_STR(findings.items[0]->message, STR("stage one {x}"));
	EXPECT_STR(findings.items[1]->message, STR("stage two {x}"));
	EXPECT_STR(findings.items[2]->message, STR("stage three {x}"));
	cr_expect(str_eq(findings.items[0]->group, findings.items[2]->group));
	cr_expect(!str_eq(findings.items[0]->group, findings.items[1]->group));
}

Test(rules, an_error_in_a_condition_is_reported_once_and_silent)
{
	struct project *project = fake_project();
	fake_stage(project, "a", "1");
	fake_stage(project, "b", "2");
	struct str text = replaced(
		STR(rule_text), STR("size(project.dockerfiles) >= 0"), STR("int(stage.name) == 1"));
	cr_expect_eq(ask(text, project, 1).n, 0);
}

Test(rules, the_first_place_of_a_list_counts)
{
	struct project *project = fake_project();
	struct fact_stage *stage = fake_stage(project, "a", "1");
	struct str text = replaced(STR(rule_text), STR("at: stage\n"), STR("at: stage.copies\n"));
	cr_expect_eq(ask(text, project, 0).n, 0);
	for (int i = 0; i < 2; i++) {
		struct fact_copy *copy = ARENA_NEW(a, struct fact_copy);
		copy->place = fake_place(i == 0 ? STR("COPY a b") : STR("COPY c d"));
		fact_list_add(a, &stage->copies, copy);
	}
	struct findings findings = ask(text, project, 0);
	cr_assert_eq(findings.n, 1);
	EXPECT_STR(findings.items[0]->place.source->text, STR("COPY a b"));
}

Test(rules, the_chain_of_callers_comes_from_the_fact_or_its_command)
{
	struct project *project = fake_project();
	struct fact_command *command = ARENA_NEW(a, struct fact_command);
	fact_strings_add(a, &command->via, fact_known(STR("ci.yml: job test")));
	fact_strings_add(a, &command->via, fact_known(STR("make build")));
	struct fact_go_command *go = ARENA_NEW(a, struct fact_go_command);
	go->place = fake_place(STR("go build"));
	go->verb = fact_known(STR("build"));
	go->command = command;
	fact_list_add(a, &project->facts[FACT_CLASS_go_command], go);
	static const char text[] =
		"id: ORG001\nname: my-rule\nsummary: s\nseverity: info\nconfidence: low\n"
		"on: go_command\nwhen: go_command.verb == 'build'\nat: go_command\n"
		"message: m\nmend: m\nhelp: h\n"
		"examples: [{bad: {Makefile: x}}, {good: {Makefile: x}}]\n"
		"references: ['https://example.com/']\n";
	struct findings findings = ask(STR(text), project, 0);
	cr_assert_eq(findings.n, 1);
	cr_assert_eq(findings.items[0]->via.n, 2);
	EXPECT_STR(findings.items[0]->via.items[0], STR("ci.yml: job test"));
	EXPECT_STR(findings.items[0]->via.items[1], STR("make build"));
}

/* --- choosing -------------------------------------------------------------------------- */

static struct rules
fake_rules(void)
{
	static const struct rule all[] = {
		{ .id = STR_INIT("GB101"),
			.name = STR_INIT("proxy-unset"),
			.topic = STR_INIT("proxy") },
		{ .id = STR_INIT("GB102"),
			.name = STR_INIT("proxy-odd"),
			.topic = STR_INIT("proxy"),
			.pedantic = true },
		{ .id = STR_INIT("GB301"),
			.name = STR_INIT("no-bundle"),
			.topic = STR_INIT("trust") },
	};
	struct rules rules = { 0 };
	for (size_t i = 0; i < COUNT(all); i++)
		vec_push(a, &rules, &all[i]);
	return rules;
}

static struct strs
fields(const char *text)
{
	struct strs out = { 0 };
	struct str rest = str_from(text), field;
	while (rest.n && str_next_field(&rest, ',', &field))
		vec_push(a, &out, field);
	return out;
}

Test(rules, items_choose_rules)
{
	static const char *cases[][3] = {
		/* select, ignore, ids */
		{ "", "", "GB101,GB301" },
		{ "GB1", "", "GB101" },
		{ "proxy", "", "GB101" },
		{ "GB102", "", "GB102" },
		{ "proxy-odd,trust", "", "GB102,GB301" },
		{ "ALL", "", "GB101,GB102,GB301" },
		{ "ALL", "GB10", "GB301" },
		{ "", "no-bundle", "GB101" },
		{ "GB301", "GB301", "" },
		{ "", "ALL", "" },
	};
	struct rules all = fake_rules();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct strs select = fields(cases[i][0]), ignore = fields(cases[i][1]);
		struct strs unknown = { 0 }, ids = { 0 };
		struct rules chosen = { 0 };
		cr_expect(rules_select(a, &all, &select, &ignore, &chosen, &unknown));
		for (size_t j = 0; j < chosen.n; j++)
			vec_push(a, &ids, chosen.items[j]->id);
		EXPECT_STR(strs_join(a, &ids, STR(",")), str_from(cases[i][2]));
	}
}

Test(rules, unknown_items_are_reported_with_what_was_meant)
{
	struct rules all = fake_rules();
	struct strs select = fields("GB110,prxy,banana"), ignore = fields("no-bundel");
	struct strs unknown = { 0 };
	cr_expect(!rules_select(a, &all, &select, &ignore, &(struct rules){ 0 }, &unknown));
	cr_assert_eq(unknown.n, 4);
	cr_expect(str_ends(unknown.items[0], STR("did you mean `GB101`?")));
	cr_expect(str_ends(unknown.items[1], STR("did you mean `proxy`?")));
	cr_expect(str_ends(unknown.items[2], STR("is named `banana`")));
	cr_expect(str_ends(unknown.items[3], STR("did you mean `no-bundle`?")));
	struct strs empty = { 0 };
	vec_push(a, &empty, STR(""));
	cr_expect(!rules_select(a, &all, &empty, &ignore, &(struct rules){ 0 }, &unknown));
}
