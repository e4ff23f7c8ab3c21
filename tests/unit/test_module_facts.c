/* SPDX-License-Identifier: Apache-2.0 */
/* go.mod, go.work, vendor/modules.txt and GOFLAGS as facts. */
#include "facts_project.h"
#include "support.h"

TestSuite(module_facts, .init = set_up, .fini = tear_down);

Test(module_facts, the_newest_keyword_is_noted)
{
	static const struct {
		const char *text, *keyword, *since;
	} cases[] = {
		{ "module m\n\ngo 1.24\n\ntool example.com/t\n\ntoolchain go1.24.1\n", "tool",
			"1.24" },
		{ "module m\n\ntoolchain go1.24.1\n\nignore ./x\n", "ignore", "1.25" },
		{ "module m\n\nretract v1.0.0\n", "retract", "1.16" },
		{ "module m\n\ngo 1.24\n\nexclude a v1.0.0\n", "-", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct test_file files[] = {
			{ "go.mod", FILE_GOMOD, cases[i].text },
			{ 0 },
		};
		const struct fact_module *module = FACT(project_of(a, files), module, 0);
		EXPECT_TEXT(shown(module->newest_directive), cases[i].keyword);
		EXPECT_TEXT(shown(module->newest_directive_since), cases[i].since);
	}
}

Test(module_facts, vendor_is_compared_with_gomod)
{
	static const struct {
		const char *gomod, *modules, *problem;
	} cases[] = {
		{ "module m\n\ngo 1.24\n\nrequire example.com/a v1.1.0\n",
			"# example.com/a v1.1.0\n## explicit; go 1.18\n", "-" },
		{ "module m\n\ngo 1.24\n\nrequire example.com/a v1.1.0\n",
			"# example.com/a v1.1.0 => ../a\n## explicit\n# example.com/a => ../a\n",
			"-" },
		{ "module m\n\ngo 1.24\n\nrequire example.com/a v1.1.0\n",
			"# example.com/a v1.0.0\n## explicit\n",
			"example.com/a@v1.1.0 is required here, but not marked as explicit in "
			"vendor/modules.txt" },
		{ "module m\n\ngo 1.24\n\nrequire example.com/a v1.1.0\n",
			"# example.com/a v1.1.0\n## explicit\n# example.com/b v1.0.0\n## explicit\n",
			"vendor/modules.txt marks example.com/b@v1.0.0 as explicit, but it is not "
			"required here" },
		{ "module m\n\ngo 1.24\n\nrequire example.com/a v1.1.0\n",
			"## workspace\n# example.com/a v1.0.0\n## explicit\n", "-" },
		{ "module m\n\ngo 1.13\n\nrequire example.com/a v1.1.0\n", "", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct test_file files[] = {
			{ "go.mod", FILE_GOMOD, cases[i].gomod },
			{ "vendor/modules.txt", FILE_NONE, cases[i].modules },
			{ 0 },
		};
		const struct fact_module *module = FACT(project_of(a, files), module, 0);
		EXPECT_TEXT(shown(module->vendor_problem), cases[i].problem);
	}
}

Test(module_facts, a_workspace_knows_its_modules)
{
	const struct test_file files[] = {
		{ "a/go.mod", FILE_GOMOD, "module m/a\n" },
		{ "go.work", FILE_GOWORK, "use ./a\nuse ./b\nuse ../c\nuse a\n" },
		{ 0 },
	};
	struct project *project = project_of(a, files);
	EXPECT_TEXT(shown(FACT(project, workspace, 0)->go_version), "1.18");
	const struct fact_workspace_use *use = FACT(project, workspace_use, 0);
	cr_expect_eq(use->module, FACT(project, module, 0));
	cr_expect_eq(use->has_module, YES);
	cr_expect_null(use->repeats);
	cr_expect_eq(FACT(project, workspace_use, 1)->has_module, NO);
	cr_expect_eq(FACT(project, workspace_use, 2)->has_module, UNSURE, "it lies outside");
	cr_expect_eq(FACT(project, workspace_use, 3)->repeats, use);
}

Test(module_facts, what_a_faulty_workspace_lacks_is_unknown)
{
	const struct test_file files[] = {
		{ "a/go.mod", FILE_GOMOD, "module m/a\n" },
		{ "b/go.mod", FILE_GOMOD, "module m/b\n" },
		{ "go.work", FILE_GOWORK, "use ./a\nuse \"./b\n" },
		{ 0 },
	};
	struct project *project = project_of(a, files);
	cr_expect_eq(FACT(project, workspace, 0)->go_version.state, UNKNOWN);
	cr_expect(FACT(project, workspace, 0)->uses.open);
	cr_expect_eq(FACT(project, module, 0)->in_workspace, YES);
	cr_expect_eq(FACT(project, module, 1)->in_workspace, UNSURE);
}

/* The flags as "text[problem|cut from|what the quote should be]". */
static struct str
goflags_of(const char *value)
{
	const struct test_file files[] = {
		{ "Dockerfile", FILE_DOCKERFILE,
			arena_printf(a, "FROM golang\nENV GOFLAGS=%s\n", value).s },
		{ 0 },
	};
	const struct fact_variable *v = FACT(project_of(a, files), variable, 0);
	struct strs parts = { 0 };
	fact_for(goflags_entry, entry, &v->goflags)
		vec_push(a, &parts,
			arena_printf(a, "%" PRIstr "[%" PRIstr "|%" PRIstr "|%" PRIstr "]",
				STR_ARG(entry->text.text), STR_ARG(shown(entry->problem)),
				STR_ARG(shown(entry->cut_from)),
				STR_ARG(shown(entry->open_quote_text))));
	return strs_join(a, &parts, STR(" "));
}

/* As go 1.26 answers them. */
Test(module_facts, goflags_are_split_as_go_splits_them)
{
	EXPECT_TEXT(goflags_of("\"-trimpath  --mod=mod\""), "-trimpath[-|-|-] --mod=mod[-|-|-]");
	EXPECT_TEXT(goflags_of("\"'-ldflags=-s -w' -v\""), "-ldflags=-s -w[-|-|-] -v[-|-|-]");
	EXPECT_TEXT(goflags_of("\"-ldflags='-s -w'\""),
		"-ldflags='-s[-|-|-] -w'[unknown flag|-ldflags=|'-ldflags=]");
	EXPECT_TEXT(goflags_of("\"-ldflags=-s -w\""), "-ldflags=-s[-|-|-] -w[-|-ldflags=|-]");
	EXPECT_TEXT(goflags_of("mod=mod"), "mod=mod[non-flag|-|-]");
	EXPECT_TEXT(goflags_of("--"), "--[non-flag|-|-]");
	EXPECT_TEXT(goflags_of("-=x"), "-=x[non-flag|-|-]");
	EXPECT_TEXT(goflags_of("\"'-s\""), "-s[unterminated quote|-|-]");
	EXPECT_TEXT(goflags_of("\"\""), "");
}

Test(module_facts, a_command_that_names_a_version_or_an_unknown_folder_has_no_module)
{
	static const struct {
		const char *command, *module;
	} cases[] = {
		{ "go install example.com/t@v1.0.0", "-" },
		{ "go install example.com/t@$(shell v)", "-" },
		{ "go run example.com/t@$$V", "-" },
		{ "go install ./cmd/$(shell v)", "m" },
		{ "go install -ldflags \"-X a=u@$(shell v)\" ./cmd/t", "m" },
		{ "go install \"$$@\"", "m" },
		{ "go build -C $(shell v) .", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str makefile = arena_printf(a, "all:\n\t%s\n", cases[i].command);
		const struct test_file files[] = {
			{ "Makefile", FILE_MAKEFILE, makefile.s },
			{ "go.mod", FILE_GOMOD, "module m\n\ngo 1.26\n" },
			{ 0 },
		};
		const struct fact_go_command *go = FACT(project_of(a, files), go_command, 0);
		EXPECT_TEXT(go->module ? shown(go->module->path) : STR("-"), cases[i].module);
	}
}

Test(module_facts, a_workspace_of_whose_modules_none_is_here)
{
	static const struct {
		const char *step, *work;
		bool is_alone;
	} cases[] = {
		{ "{run: go test ./...}", "go 1.24\nuse ./a\n", true },
		{ "{run: go test ./...}", "go 1.24\nuse .\n", true }, /* rules look at uses */
		{ "{run: go test ./..., working-directory: a}", "go 1.24\nuse ./a\n", false },
		{ "{run: go -C a test ./...}", "go 1.24\nuse ./a\n", false },
		{ "{run: go -C $X test ./...}", "go 1.24\nuse ./a\n", false },
		{ "{run: GOWORK=off go test ./...}", "go 1.24\nuse ./a\n", false },
		{ "{run: go test ./..., env: {GOWORK: '${{ x }}'}}", "go 1.24\nuse ./a\n", false },
		{ "{run: go test ./...}", "go 1.24\nuse (\n", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str workflow = arena_printf(a,
			"on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n"
			"      - uses: actions/checkout@v5\n      - %s\n",
			cases[i].step);
		const struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
			{ "go.work", FILE_GOWORK, cases[i].work },
			{ "a/go.mod", FILE_GOMOD, "module a\n\ngo 1.24\n" },
			{ 0 },
		};
		const struct fact_go_command *go = FACT(project_of(a, files), go_command, 0);
		cr_expect_eq(go->lone_workspace != NULL, cases[i].is_alone, "%s %s", cases[i].step,
			cases[i].work);
	}
}
