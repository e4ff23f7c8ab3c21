/* SPDX-License-Identifier: Apache-2.0 */
/* Bake files and those who call them. */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(bake, .init = set_up, .fini = tear_down);

#define DOCKERFILE "FROM golang:1.26 AS build\nRUN go build .\nFROM build\n"

static struct project *
bake_project(const char *bake, const char *steps)
{
	struct str workflow = arena_printf(a,
		"on: push\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps:\n"
		"      - uses: actions/checkout@v4\n%s",
		steps);
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, workflow.s },
		{ "Dockerfile", FILE_DOCKERFILE, DOCKERFILE },
		{ "docker-bake.hcl", FILE_BAKE, bake },
		{ "sub/Dockerfile", FILE_DOCKERFILE, DOCKERFILE }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static void
show_arg(void *context, const struct fact_setting *setting)
{
	buf_printf(context, " %" PRIstr "=%" PRIstr, STR_ARG(setting->name.text),
		STR_ARG(shown(setting->value)));
}

/* What is built: target: file target platforms secrets ssh contexts arguments; one a line. */
static struct str
builds(const struct project *p)
{
	struct buf out = buf_new(a);
	fact_for(docker_build, build, FACTS(p, docker_build)) {
		buf_printf(&out,
			"%" PRIstr ": %" PRIstr " %" PRIstr " [%" PRIstr "] [%" PRIstr "] [%" PRIstr
			"]",
			STR_ARG(build->bake_target->name.text), STR_ARG(shown(build->file)),
			STR_ARG(shown(build->target)), STR_ARG(shown_list(a, &build->platforms)),
			STR_ARG(shown_list(a, &build->secrets)),
			STR_ARG(shown_list(a, &build->contexts)));
		settings_each(a, build->build_args, show_arg, &out);
		buf_add_char(&out, '\n');
	}
	return buf_str(&out);
}

#define BAKE_STEP "      - run: docker buildx bake\n"

Test(bake, targets_say_how_images_are_built)
{
	static const struct {
		const char *bake, *builds;
	} cases[] = {
		{ "target \"default\" {}\n", "default: Dockerfile - [] [] []\n" },
		{ "target \"default\" {\n  context = \"sub\"\n  target = \"build\"\n"
		  "  platforms = [\"linux/amd64\", \"linux/arm64\"]\n"
		  "  secret = [\"id=a,env=B\", {type = \"file\", id = \"c\"}]\n"
		  "  contexts = { golang = \"docker-image://x\" }\n  args = { A = \"b\" }\n}\n",
			"default: sub/Dockerfile build [linux/amd64 linux/arm64] [a c] [golang] "
			"A=b\n" },
		{ "target \"default\" { dockerfile-inline = \"FROM x\" }\n", "" },
		{ "target \"default\" { context = \"https://example.com/x.git\" }\n", "" },
		{ "target \"default\" { dockerfile = \"sub/${f(1)}\" }\n",
			"default: ? - [] [] []\n" },
		{ "target \"default\" { context = \"../x\" }\n", "default: ? - [] [] []\n" },
		{ "group \"default\" { targets = [\"a\", \"g\"] }\n"
		  "group \"g\" { targets = [\"a\", \"b\", \"g\"] }\n"
		  "target \"a\" {}\ntarget \"b\" { context = \"sub\" }\ntarget \"c\" {}\n",
			"a: Dockerfile - [] [] []\nb: sub/Dockerfile - [] [] []\n" },
		{ "target \"p\" {\n  context = \"sub\"\n  args = { A = \"p\", B = \"p\" }\n}\n"
		  "target \"default\" {\n  inherits = [\"p\"]\n  args = { B = \"own\", C = null }\n"
		  "}\n",
			"default: sub/Dockerfile - [] [] [] A=p B=own\n" },
		{ "target \"default\" { inherits = [\"default\"] }\n",
			"default: ? ? […] […] […]\n" },
		{ "target \"default\" { inherits = [x] }\n", "default: ? ? […] […] […]\n" },
		/* What is inherited last goes over what was before, and under what is its own. */
		{ "target \"p\" {\n  context = \"sub\"\n  args = { A = 1 }\n}\n"
		  "target \"default\" {\n  inherits = [\"p\", x]\n  target = \"build\"\n}\n",
			"default: ? build […] […] […]\n" },
		{ "target \"default\" { args = { A = \"1\" } }\n"
		  "target \"default\" { args = { B = 2 } }\n",
			"default: Dockerfile - [] [] [] A=1 B=2\n" },
		{ "variable \"V\" { default = \"sub\" }\nvariable \"W\" { default = \"${V}x\" }\n"
		  "variable \"N\" {}\n"
		  "target \"default\" {\n  context = V\n  args = { W = W, N = N, M = \"${N}x\", D = \"$${V}\" }\n"
		  "}\n",
			"default: sub/Dockerfile - [] [] [] D=${V} M=? W=subx\n" },
		{ "target \"default\" {\n", "" },
		/* The name that ends a text may stand in a sequence too. */
		{ "target \"default\" {\n  x = <<-EOF\n        ${\nEOF\n}\nx\nEOF\n}\n",
			"default: Dockerfile - [] [] []\n" },
		{ "variable \"v\" { default = \"sub\" }\ntarget \"default\" {\n"
		  "  matrix = { v = [\"a\"] }\n  context = v\n}\n",
			"default: a/Dockerfile - [] [] []\n" },
		/* A target for each combination, and a group of the name. */
		{ "variable \"x\" { default = \"X\" }\ntarget \"default\" {\n"
		  "  name = \"n-${v}-${w}\"\n  matrix = { v = [\"a\", \"b\"], w = [1, 2] }\n"
		  "  target = v\n  args = { W = w, X = \"${x}${v}\" }\n}\n",
			"default: Dockerfile a [] [] [] W=1 X=Xa\n"
			"default: Dockerfile a [] [] [] W=2 X=Xa\n"
			"default: Dockerfile b [] [] [] W=1 X=Xb\n"
			"default: Dockerfile b [] [] [] W=2 X=Xb\n" },
		{ "group \"default\" { targets = [\"n-b\"] }\ntarget \"p\" {\n"
		  "  name = \"n-${item.n}\"\n"
		  "  matrix = { item = [{n = \"a\", t = \"ta\"}, {n = \"b\", t = \"tb\"}] }\n"
		  "  target = item.t\n  args = { U = item.u }\n}\n",
			"p: Dockerfile tb [] [] [] U=?\n" },
		{ "target \"default\" {\n  name = f(v)\n  matrix = { v = [\"a\", \"b\"] }\n"
		  "  target = v\n}\n",
			"default: Dockerfile a [] [] []\ndefault: Dockerfile b [] [] []\n" },
		{ "target \"default\" {\n  name = v\n  matrix = { v = f(1) }\n  target = v\n}\n",
			"default: Dockerfile ? [] [] []\n" },
		{ "target \"default\" {\n  name = v\n  matrix = { v = [\"${x}\", null] }\n"
		  "  target = v\n}\n",
			"default: Dockerfile ? [] [] []\ndefault: Dockerfile ? [] [] []\n" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str is = builds(bake_project(cases[i].bake, BAKE_STEP));
		cr_expect(str_eq(is, str_from(cases[i].builds)), "%s\n%" PRIstr, cases[i].bake,
			STR_ARG(is));
	}
}

#define TWO                                                                       \
	"variable \"V\" { default = \"d\" }\ntarget \"a\" { args = { V = V } }\n" \
	"target \"b\" { context = \"sub\" }\n"

Test(bake, callers_choose_targets_and_override)
{
	static const struct {
		const char *step, *builds;
	} cases[] = {
		{ "run: docker buildx bake a", "a: Dockerfile - [] [] [] V=d\n" },
		{ "{run: docker buildx bake a, env: {V: e}}", "a: Dockerfile - [] [] [] V=e\n" },
		{ "{run: docker buildx bake a, env: {V: '${{ x }}'}}",
			"a: Dockerfile - [] [] [] V=?\n" },
		{ "run: docker bake -f docker-bake.hcl --set a.args.V=s --set '*.platform=linux/arm64' "
		  "--set b.context=x a",
			"a: Dockerfile - [linux/arm64] [] [] V=s\n" },
		{ "run: docker buildx bake --set *.context=$X b", "b: ? - [] [] []\n" },
		{ "run: docker buildx bake --set=$X b", "b: ? ? […] […] […]\n" },
		{ "run: docker buildx bake --set=$X a", "a: ? ? […] […] […]\n" },
		{ "run: docker buildx bake --set a.args.$X=s a", "a: Dockerfile - [] [] [] V=d\n" },
		{ "run: docker buildx bake --set b.args.$X=s a", "a: Dockerfile - [] [] [] V=d\n" },
		{ "run: docker buildx bake --set b.$X=s a", "a: Dockerfile - [] [] [] V=d\n" },
		{ "run: docker buildx bake --set '*.output=x' --set a.platform+=linux/arm64 a",
			"a: Dockerfile - […] [] [] V=d\n" },
		{ "run: docker buildx bake -f other.hcl a", "" },
		{ "run: docker buildx bake -f $X a", "" },
		{ "run: docker buildx bake --print a", "" },
		{ "run: docker buildx bake https://example.com/x.git a", "" },
		{ "run: docker buildx bake", "" },
		{ "{uses: docker/bake-action@v6, with: {targets: 'a,b'}}",
			"a: Dockerfile - [] [] [] V=d\nb: sub/Dockerfile - [] [] []\n" },
		{ "{uses: docker/bake-action@v6, with: {targets: b, files: \"./docker-bake.hcl\\n"
		  "${{ steps.meta.outputs.bake-file }}\", set: \"b.target=build\\n*.args.A=${{ x }}\"}}",
			"b: sub/Dockerfile build [] [] [] A=? DOCKER_META_IMAGES=? "
			"DOCKER_META_VERSION=?\n" },
		{ "{uses: docker/bake-action@v6, with: {targets: b, files: '${{ x }}'}}", "" },
		{ "{uses: docker/bake-action@v6, with: {targets: '${{ x }}'}}", "" },
		{ "{uses: docker/bake-action@v6, with: {targets: b, source: '${{ x }}'}}", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str step = arena_printf(a, "      - %s\n", cases[i].step);
		struct str wanted = str_from(cases[i].builds);
		struct str is = builds(bake_project(TWO, step.s));
		/* Where no call is followed, all targets are read, with an unknown environment. */
		if (wanted.n == 0)
			wanted =
				STR("a: Dockerfile - [] [] [] V=?\nb: sub/Dockerfile - [] [] []\n");
		if (str_ends(str_from(cases[i].step), STR("bake")))
			wanted = STR("");
		cr_expect(str_eq(is, wanted), "%s\n%" PRIstr, cases[i].step, STR_ARG(is));
	}
	struct project *p = bake_project(TWO, "      - run: docker buildx bake a\n");
	EXPECT_TEXT(shown_list(a, &FACT(p, docker_build, 0)->via),
		".github/workflows/ci.yml:7 step “docker buildx bake a”");
	cr_expect_eq(FACT(p, docker_build, 0)->dockerfile, FACT(p, dockerfile, 0));
}

#define BY_ARG "ARG V=1.26\nFROM golang:${V}\nRUN go build .\n"

/* The recipe of a makefile may be run with any environment. */
Test(bake, a_variable_without_a_default_leaves_the_default_of_the_argument)
{
	static const struct {
		const char *variable, *version;
	} cases[] = {
		{ "variable \"V\" { default = null }", "1.26" },
		{ "variable \"V\" {}", "1.26" },
		{ "variable \"V\" { default = \"1.25\" }", "?" },
		{ "variable \"V\" { default = f(1) }", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str bake = arena_printf(
			a, "%s\ntarget \"t\" { args = { V = V } }\n", cases[i].variable);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, BY_ARG },
			{ "Makefile", FILE_MAKEFILE, "image:\n\tdocker buildx bake t\n" },
			{ "docker-bake.hcl", FILE_BAKE, bake.s }, { NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		const struct fact_docker_build *build = FACT(p, docker_build, 0);
		EXPECT_TEXT(shown(FACT(p, stage, 0)->go_version), cases[i].version);
		EXPECT_TEXT(shown(build->command->target->name), "image");
		cr_expect_eq(FACTS(p, docker_build)->n, 1);
	}
}

Test(bake, json_says_the_same)
{
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, DOCKERFILE },
		{ "docker-bake.json", FILE_BAKE,
			"{\"variable\": {\"V\": {\"default\": \"d\"}}, \"target\": {\"a\": {\"args\": "
			"{\"V\": \"${V}\", \"W\": \"w\"}, \"inherits\": [\"_b\"]}, \"_b\": {}}}" },
		{ NULL, FILE_NONE, NULL } };
	EXPECT_TEXT(builds(project_of(a, files)), "a: Dockerfile - [] [] [] V=? W=w\n");
}

Test(bake, images_that_builders_replace_are_not_known)
{
	static const struct {
		const char *contexts, *distro, *version;
	} cases[] = {
		{ "{ other = \"x\" }", "debian", "1.26" },
		{ "{ \"golang:1.26\" = \"x\" }", "?", "?" },
		{ "{ \"golang:1.26\" = \"x\" }\n  dockerfile = f(1)\n", "?", "?" },
		{ "{ other = \"x\" }\n  dockerfile = f(1)\n", "debian", "1.26" },
		{ "x", "?", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str bake = arena_printf(
			a, "target \"default\" {\n  contexts = %s\n}\n", cases[i].contexts);
		struct project *p = bake_project(bake.s, BAKE_STEP);
		EXPECT_TEXT(shown(FACT(p, stage, 0)->distro), cases[i].distro);
		EXPECT_TEXT(shown(FACT(p, stage, 0)->go_version), cases[i].version);
	}
	struct project *p =
		bake_project("target \"default\" { contexts = {build = \"x\"} }\n", BAKE_STEP);
	cr_expect_null(FACT(p, stage, 1)->parent);
	cr_expect_eq(FACT(p, stage, 1)->image->is_stage, UNSURE);
}

Test(bake, inheritance_that_multiplies_ends)
{
	struct buf bake = buf_new(a);
	for (unsigned i = 0; i < 60; i++)
		buf_printf(&bake, "target \"t%u\" { inherits = [\"t%u\", \"t%u\", \"t%u\"] }\n", i,
			i + 1, i + 2, i + 3);
	struct project *p = bake_project(
		arena_str(a, buf_str(&bake)).s, "      - run: docker buildx bake t0\n");
	cr_expect_eq(FACTS(p, docker_build)->n, 1);
}

Test(bake, matrices_that_are_many_are_not_all_written_out)
{
	struct buf bake = buf_new(a);
	for (unsigned i = 0; i < 400; i++)
		buf_printf(&bake,
			"target \"t%u\" {\n  name = \"n${v}${w}-%u\"\n"
			"  matrix = { v = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "
			"w = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }\n  args = { V = v }\n}\n",
			i, i);
	struct str text = arena_str(a, buf_str(&bake));
	struct project *p = bake_project(text.s, "      - run: docker buildx bake n00-0\n");
	cr_expect_eq(FACTS(p, docker_build)->n, 1);
	p = bake_project(text.s, "      - run: docker buildx bake n00-399\n");
	cr_expect_eq(FACTS(p, docker_build)->n, 0);
	p = bake_project(text.s, "      - run: docker buildx bake t399\n");
	EXPECT_TEXT(shown(setting_value(FACT(p, docker_build, 0)->build_args, STR("V"))), "?");
}

Test(bake, what_inheritance_multiplies_is_left_open)
{
	struct buf bake = buf_new(a);
	buf_add(&bake, STR("target \"p\" {\n  args = {\n"));
	for (unsigned i = 0; i < 300; i++)
		buf_printf(&bake, "    A%u = 1\n", i);
	buf_add(&bake, STR("  }\n}\ntarget \"t\" {\n  inherits = [\"p\""));
	for (unsigned i = 0; i < 300; i++)
		buf_add(&bake, STR(", \"p\""));
	buf_add(&bake, STR("]\n}\n"));
	struct project *p =
		bake_project(arena_str(a, buf_str(&bake)).s, "      - run: docker buildx bake t\n");
	cr_expect_lt(FACTS(p, variable)->n, 30000);
	cr_assert_eq(FACTS(p, docker_build)->n, 1);
	cr_expect(settings_is_open(FACT(p, docker_build, 0)->build_args));
}

Test(bake, variables_that_multiply_become_unknown)
{
	struct buf bake = buf_new(a);
	for (unsigned i = 0; i < 7; i++) {
		buf_printf(&bake, "variable \"V%u\" { default = \"", i);
		for (unsigned j = 0; j < 40; j++)
			buf_printf(&bake, "${V%u}", i + 1);
		buf_add(&bake, STR("\" }\n"));
	}
	buf_add(&bake,
		STR("variable \"V7\" { default = \"\" }\n"
		    "target \"default\" { target = V0 }\n"));
	struct project *p = bake_project(arena_str(a, buf_str(&bake)).s, BAKE_STEP);
	EXPECT_TEXT(builds(p), "default: Dockerfile ? [] [] []\n");
}

Test(bake, goreleaser_builds_from_a_folder_of_its_own)
{
	struct test_file files[] = { { ".goreleaser.yaml", FILE_NONE,
					     "dockers:\n- dockerfile: build/Dockerfile\n"
					     "  build_flag_templates: [--platform=linux/arm64, "
					     "--build-arg=A=b, '--build-arg=V={{ .Version }}']\n"
					     "dockers_v2: [{build_args: {C: d}}]\n" },
		{ "Dockerfile", FILE_DOCKERFILE, "FROM scratch\nCOPY app /\n" },
		{ "app", FILE_NONE, "" },
		{ "build/Dockerfile", FILE_DOCKERFILE, "FROM scratch\nCOPY app /\n" },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	const struct fact_docker_build *first = FACT(p, docker_build, 0);
	const struct fact_docker_build *second = FACT(p, docker_build, 1);
	EXPECT_TEXT(shown(first->file), "build/Dockerfile");
	EXPECT_TEXT(shown_list(a, &first->platforms), "linux/arm64");
	EXPECT_TEXT(shown(setting_value(first->build_args, STR("A"))), "b");
	EXPECT_TEXT(shown(setting_value(first->build_args, STR("V"))), "?");
	EXPECT_TEXT(shown(second->file), "Dockerfile");
	EXPECT_TEXT(shown(setting_value(second->build_args, STR("C"))), "d");
	fact_for(dockerfile, file, FACTS(p, dockerfile)) {
		cr_expect_eq(file->context.state, UNKNOWN);
		cr_expect_eq(file->builds.n, 1);
	}
}
