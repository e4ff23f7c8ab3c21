/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scripts and values inside of other formats: what is found in them has its line and column in
 * the file. All have characters of several bytes before it.
 */
#include "facts_project.h"
#include "support.h"

TestSuite(embedded_places, .init = set_up, .fini = tear_down);

static const struct place_case {
	const char *path;
	enum file_kind kind;
	const char *text;
	unsigned line, column; /* of the go command */
} cases[] = {
	{ "Dockerfile", FILE_DOCKERFILE, "FROM a\nRUN <<E\n# é\necho \"ü\" && go build ./é\nE\n", 4,
		13 },
	{ "Dockerfile", FILE_DOCKERFILE, "FROM a\nRUN <<-E\n\t# é\n\techo ü; go vet\n\tE\n", 4,
		10 },
	{ "Dockerfile", FILE_DOCKERFILE, "FROM a\nRUN echo \"é\" \\\n # ü\n\n && echo ü; go vet\n",
		5, 13 },
	{ "Dockerfile", FILE_DOCKERFILE, "\xef\xbb\xbf# é\nFROM a\nRUN echo ü;go vet\n", 3, 12 },
	{ "Makefile", FILE_MAKEFILE, "X = ü\nb:\n\techo é $(X) $(X); go vet\n", 3, 20 },
	{ "Makefile", FILE_MAKEFILE, "b:\n\techo é \\\n\t  ü && go vet\n", 3, 9 },
	{ "Makefile", FILE_MAKEFILE, "b: ; @echo é; go vet\n", 1, 15 },
#define STEP "on: push\njobs:\n  b:\n    runs-on: x\n    steps:\n    - run: "
	{ ".github/workflows/a.yml", FILE_WORKFLOW, STEP "|\n        # é\n        echo ü; go vet\n",
		8, 17 },
	{ ".github/workflows/a.yml", FILE_WORKFLOW,
		STEP ">\n        echo é\n        && echo ü; go vet\n", 8, 20 },
	{ ".github/workflows/a.yml", FILE_WORKFLOW, STEP "echo é; go vet # ü\n", 6, 20 },
	{ ".github/workflows/a.yml", FILE_WORKFLOW, STEP "'echo ''é''; go vet'\n", 6, 25 },
	{ ".github/workflows/a.yml", FILE_WORKFLOW,
		STEP "\"echo \\u00e9 é; \\\n         ü; go vet\"\n", 7, 13 },
	{ ".github/workflows/a.yml", FILE_WORKFLOW,
		STEP "|\r\n        # é\r\n        echo ü; go vet\r\n", 8, 17 },
};

Test(embedded_places, commands_point_into_the_file)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct place_case *c = &cases[i];
		struct test_file files[] = { { c->path, c->kind, c->text },
			{ NULL, FILE_NONE, NULL } };
		struct project *project = project_of(a, files);
		const struct fact_list *commands = FACTS(project, go_command);
		cr_assert_gt(commands->n, 0, "%s", c->text);
		const struct fact_go_command *go = commands->items[commands->n - 1];
		struct position at = source_position(go->place.source, go->place.span.off);
		cr_expect(at.line == c->line && at.column == c->column, "%u:%u in\n%s", at.line,
			at.column, c->text);
		cr_expect(str_starts(source_slice(go->place.source, go->place.span), STR("go ")),
			"%s", c->text);
	}
}

Test(embedded_places, names_point_into_json)
{
	static const struct {
		const char *path, *text;
		unsigned line, column;
	} configs[] = {
		{ "renovate.json", "{\"description\": \"é\", \"extends\": [\"config:base\"]}\n", 1,
			35 },
		{ "renovate.json5", "{\n// é\nextends: [/* ü */ 'config:base']}\n", 3, 20 },
	};
	for (size_t i = 0; i < COUNT(configs); i++) {
		struct test_file files[] = { { configs[i].path, FILE_RENOVATE, configs[i].text },
			{ NULL, FILE_NONE, NULL } };
		const struct fact_list *names = FACTS(project_of(a, files), renovate_name);
		cr_assert_gt(names->n, 0);
		const struct fact_renovate_name *name = names->items[names->n - 1];
		struct position at = source_position(name->place.source, name->place.span.off);
		cr_expect(at.line == configs[i].line && at.column == configs[i].column,
			"%u:%u in %s", at.line, at.column, configs[i].text);
		EXPECT_STR(source_slice(name->place.source, name->place.span), STR("config:base"));
	}
}
