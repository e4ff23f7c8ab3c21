/* SPDX-License-Identifier: Apache-2.0 */
/* Compose files: what their services are given, how they are built, and who starts them. */
#include "facts_project.h"

#include "base/buf.h"
#include "support.h"

TestSuite(compose, .init = set_up, .fini = tear_down);

static void
show_setting(void *context, const struct fact_setting *setting)
{
	static const char *const marks[] = { "!", "", "?" };
	buf_printf(context, "%" PRIstr "%s=%" PRIstr " ", STR_ARG(setting->name.text),
		marks[setting->present], STR_ARG(shown(setting->value)));
}

/* NAME=value, NAME?=? where it may not be set; "…" at the end where there may be others. */
static struct str
shown_env(const struct settings *env)
{
	struct buf out = buf_new(a);
	settings_each(a, env, show_setting, &out);
	if (settings_is_open(env))
		buf_add(&out, STR("…"));
	return str_trim(buf_str(&out));
}

static const struct fact_compose_service *
service_named(const struct project *p, const char *name)
{
	fact_for(compose_service, service, FACTS(p, compose_service))
		if (str_eq(service->name.text, str_from(name)))
			return service;
	cr_assert(false, "there is no service %s", name);
	return NULL;
}

Test(compose, a_service_is_given_its_files_and_over_them_its_environment)
{
	static const struct {
		const char *service, *file, *env;
	} cases[] = {
		{ "env_file: app.env", "A=1\n# B=2\n\n  export C = c d # e\nD: f\n",
			"A=1 C=c d D=f" },
		{ "env_file: [app.env]", "A='x $Y #'\nB=\"x y\" # z\nC=\"$X\"\nD=$X\nE=a#b\nF=\n",
			"A=x $Y # B=x y C=? D=? E=a#b F=" },
		{ "env_file: app.env", "A=1\nB\n", "A=1 B?=?" },
		{ "env_file: app.env", "A=1\nB='x\ny'\nC=2\n", "A=1 …" },
		{ "env_file: app.env", "A=1\n!\n", "A=1 …" },
		{ "env_file: app.env", "A=\"a\\nb\"\n", "…" },
		{ "env_file: [{path: app.env, format: raw}]", "A='x'\nB=$X\n", "A='x' B=$X" },
		{ "env_file: [{path: app.env, format: other}]", "A=1\n", "…" },
		{ "env_file: none.env", "", "…" },
		{ "env_file: [{path: none.env, required: false}]", "", "…" },
		{ "env_file: ['${X}.env', app.env]", "A=1\n", "A=1 …" },
		{ "env_file: ../../app.env", "A=1\n", "…" },
		{ "{env_file: [app.env, more.env], environment: {A: own, N: 1, T: true}}",
			"A=1\nB=1\n", "A=own B=more N=1 T=true" },
		{ "{env_file: app.env, environment: [A, B=$$x, 'C=${Y}', D=]}", "A=1\n",
			"A?=? B=$x C=? D=" },
		{ "{environment: {A: null, B: '{{ x }}'}}", "", "A?=? B=?" },
		{ "{environment: ['$X=1', B=2]}", "", "B=2 …" },
		{ "{environment: $X}", "", "…" },
		{ "{image: x}", "", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool is_flow = cases[i].service[0] == '{';
		struct str text = arena_printf(
			a, "services:\n  app:%s%s\n", is_flow ? " " : "\n    ", cases[i].service);
		struct test_file files[] = { { "deploy/app.env", FILE_NONE, cases[i].file },
			{ "deploy/compose.yaml", FILE_COMPOSE, text.s },
			{ "deploy/more.env", FILE_NONE, "B=more\n" }, { NULL, FILE_NONE, NULL } };
		struct str is = shown_env(FACT(project_of(a, files), compose_service, 0)->env);
		cr_expect(str_eq(is, str_from(cases[i].env)), "%s\n%s\n%" PRIstr, cases[i].service,
			cases[i].file, STR_ARG(is));
	}
}

Test(compose, a_value_of_an_env_file_tells_where_it_stands)
{
	struct test_file files[] = { { "app.env", FILE_NONE, "\nGOPROXY=off\n" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  app: {env_file: app.env, ports: ['80:80', {target: 1}]}\n" },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	const struct fact_compose_service *service = FACT(p, compose_service, 0);
	const struct fact_setting *s = settings_get(service->env, STR("GOPROXY"));
	EXPECT_TEXT(shown(s->origin), "app.env:2 env_file");
	EXPECT_TEXT(shown_place(s->place), "GOPROXY");
	EXPECT_TEXT(shown_list(a, &service->env_files), "app.env");
	EXPECT_TEXT(shown_list(a, &service->ports), "80:80 ?");
	EXPECT_TEXT(shown(service->file), "compose.yaml");
}

#define EXTENDING                                                                               \
	"services:\n"                                                                           \
	"  base: {image: b, build: {context: ., target: t, args: {X: 1}}, env_file: app.env,\n" \
	"    environment: {A: base, B: base}}\n"                                                \
	"  own: {extends: {service: base}, environment: {B: own}}\n"                            \
	"  twice: {extends: own, image: i, environment: {C: twice}}\n"                          \
	"  other: {extends: {service: far, file: sub/compose.yaml}}\n"                          \
	"  built: {extends: base, build: {context: sub}}\n"                                     \
	"  lost: {extends: {service: x, file: sub/none.yaml}, environment: {A: 1}}\n"           \
	"  round: {extends: round}\n"

Test(compose, what_a_service_extends_counts_under_its_own)
{
	struct test_file files[] = { { "app.env", FILE_NONE, "E=file\n" },
		{ "compose.yaml", FILE_COMPOSE, EXTENDING },
		{ "sub/compose.yaml", FILE_COMPOSE,
			"services:\n  far: {build: {context: .}, env_file: far.env}\n" },
		{ "sub/far.env", FILE_NONE, "F=far\n" }, { NULL, FILE_NONE, NULL } };
	static const struct {
		const char *name, *env, *image, *file;
	} wanted[] = {
		{ "base", "A=base B=base E=file", "b", "Dockerfile" },
		{ "own", "A=base B=own E=file", "b", "Dockerfile" },
		{ "twice", "A=base B=own C=twice E=file", "i", "Dockerfile" },
		{ "other", "F=far", "-", "sub/Dockerfile" },
		{ "built", "A=base B=base E=file", "b", "?" },
		{ "lost", "A=1 …", "?", NULL },
		{ "round", "…", "?", NULL },
	};
	struct project *p = project_of(a, files);
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const struct fact_compose_service *service = service_named(p, wanted[i].name);
		EXPECT_TEXT(shown_env(service->env), wanted[i].env);
		EXPECT_TEXT(shown(service->image), wanted[i].image);
		cr_assert_eq(service->build != NULL, wanted[i].file != NULL, "%s", wanted[i].name);
		if (wanted[i].file)
			EXPECT_TEXT(shown(service->build->file), wanted[i].file);
	}
	EXPECT_TEXT(shown(service_named(p, "own")->build->target), "t");
	EXPECT_TEXT(shown(service_named(p, "built")->build->target), "?");
	/* An assignment is one variable, however many services have it. */
	size_t n = 0;
	fact_for(variable, v, FACTS(p, variable))
		n += str_eq(v->name.text, STR("A")) || str_eq(v->name.text, STR("X"));
	cr_expect_eq(n, 3);
}

/* --- docker compose --- */

#define STACK                                                                       \
	"services:\n  app: {build: ., depends_on: [db]}\n  db: {image: postgres}\n" \
	"  debug: {image: d, profiles: [debug, dev]}\n"                             \
	"  web: {image: w, depends_on: {app: {condition: service_started}}}\n"

Test(compose, a_call_leads_to_services)
{
	static const struct {
		const char *command, *services;
	} cases[] = {
		{ "docker compose up", "app db web" },
		{ "docker compose up -d --build --timeout 10", "app db web" },
		{ "docker-compose up app", "app db" },
		{ "podman-compose up app", "app db" },
		{ "docker --context x compose -p name up web", "web app db" },
		{ "docker compose up --no-deps web", "web" },
		{ "docker compose build", "app db web" },
		{ "docker compose build app", "app" },
		{ "docker compose build --pull app", "app" },
		{ "docker compose up --pull always app", "app db" },
		{ "docker compose build --with-dependencies app", "app db" },
		{ "docker compose --profile debug up", "app db debug web" },
		{ "docker compose --profile '*' create", "app db debug web" },
		{ "docker compose --profile $P up", "app db web …" },
		{ "COMPOSE_PROFILES=x,dev docker compose up", "app db debug web" },
		{ "docker compose run --rm -e A=b -v x:y db psql app", "db" },
		{ "docker compose run", NULL },
		{ "docker compose up $SERVICE", "…" },
		{ "docker compose up debug", "debug" },
		{ "docker compose up none", "…" },
		{ "docker compose up --help", NULL },
		{ "docker compose --dry-run up", NULL },
		{ "docker compose logs app", NULL },
		{ "docker compose pull", NULL },
		{ "docker up", NULL },
		{ "docker run compose up", NULL },
		{ "docker compose -f deploy/compose.yml up", "one two" },
		{ "docker compose -f docker-compose.yml -f deploy/compose.yml up one", "one" },
		{ "docker compose -f $F up", "…" },
		{ "docker compose -f none.yml up", "…" },
		{ "COMPOSE_FILE=deploy/compose.yml docker compose up two", "two" },
		{ "COMPOSE_FILE=$F docker compose up db", "db …" },
		{ "cd deploy/sub && docker compose up", "one two" },
		{ "docker compose --project-directory deploy up", "…" },
		{ "docker compose --env-file x up db", "…" },
		{ "docker compose --env-file x -f docker-compose.yml up db", "db" },
		{ "docker compose --env-file x -f docker-compose.yml up", "app db web …" },
		{ "cd own && docker compose up", "…" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str workflow = arena_printf(a,
			"on: push\njobs:\n  ci:\n    runs-on: ubuntu-24.04\n    steps:\n"
			"      - uses: actions/checkout@v4\n      - run: |\n          %s\n",
			cases[i].command);
		struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW,
						     workflow.s },
			{ "deploy/compose.yml", FILE_COMPOSE,
				"include: [{path: sub/two.yml}]\nservices:\n  one: {image: o}\n" },
			{ "deploy/sub/two.yml", FILE_COMPOSE, "services:\n  two: {image: t}\n" },
			{ "own/.env", FILE_NONE, "COMPOSE_FILE=a.yml\n" },
			{ "own/compose.yml", FILE_COMPOSE, "services: {x: {image: x}}\n" },
			{ "docker-compose.yml", FILE_COMPOSE, STACK }, { NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		const struct fact_list *runs = FACTS(p, compose_run);
		cr_assert_eq(runs->n, cases[i].services ? 1 : 0, "%s", cases[i].command);
		if (!cases[i].services)
			continue;
		const struct fact_compose_run *run = FACT(p, compose_run, 0);
		struct strs names = { 0 };
		fact_for(compose_service, service, &run->services)
			vec_push(a, &names, service->name.text);
		if (run->services.open)
			vec_push(a, &names, STR("…"));
		struct str is = strs_join(a, &names, STR(" "));
		cr_expect(str_eq(is, str_from(cases[i].services)), "%s\n%" PRIstr, cases[i].command,
			STR_ARG(is));
	}
}

Test(compose, a_recipe_with_an_environment_of_its_caller_may_be_for_other_files)
{
	struct test_file files[] = { { "Makefile", FILE_MAKEFILE,
					     "C = docker compose -f compose.yml\n"
					     "up:\n\t$(C) up app\nall:\n\tdocker compose up\n" },
		{ "compose.yml", FILE_COMPOSE, "services: {app: {image: a}}\n" },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	const struct fact_compose_run *named = FACT(p, compose_run, 0);
	const struct fact_compose_run *found = FACT(p, compose_run, 1);
	EXPECT_TEXT(shown(named->target->name), "up");
	cr_expect_eq(named->services.n, 1);
	cr_expect(!named->services.open);
	cr_expect_eq(found->services.n, 1);
	cr_expect(found->services.open);
}

Test(compose, services_that_need_each_other_end)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("include: [compose.yml]\nservices:\n"));
	for (unsigned i = 0; i < 300; i++)
		buf_printf(&text, "  s%u: {depends_on: [s%u, s%u], extends: s%u}\n", i,
			(i + 1) % 300, (i + 7) % 300, (i + 1) % 300);
	struct test_file files[] = { { "Makefile", FILE_MAKEFILE,
					     "up:\n\tdocker compose -f compose.yml up s0\n" },
		{ "compose.yml", FILE_COMPOSE, arena_str(a, buf_str(&text)).s },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	cr_expect_eq(FACT(p, compose_run, 0)->services.n, 300);
	cr_expect(FACT(p, compose_run, 0)->services.open);
}

/* A file beside it may say more of how a service is built. */
Test(compose, files_that_go_over_each_other_leave_builds_open)
{
	static const struct {
		const char *base, *over, *file;
		bool is_open;
	} cases[] = {
		{ "build: app", "build: {args: {X: 1}, target: t}", "app/Dockerfile", true },
		{ "build: {context: app}", "build: {dockerfile: D}", "?", true },
		{ "build: app", "build: {context: app, args: {X: 1}}", "app/Dockerfile", false },
		{ "build: app", "image: x", "app/Dockerfile", false },
		{ "image: x", "build: {args: {X: 1}}", NULL, false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str base = arena_printf(a, "services:\n  s: {%s}\n", cases[i].base);
		struct str over = arena_printf(a, "services:\n  s: {%s}\n", cases[i].over);
		struct test_file files[] = { { "compose.override.yaml", FILE_COMPOSE, over.s },
			{ "compose.yaml", FILE_COMPOSE, base.s },
			{ "sub/compose.yaml", FILE_COMPOSE, "services: {s: {build: .}}\n" },
			{ NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		const struct fact_docker_build *by_over = FACT(p, compose_service, 0)->build;
		const struct fact_docker_build *by_base = FACT(p, compose_service, 1)->build;
		cr_assert_eq(by_base != NULL, cases[i].file != NULL, "%s", cases[i].base);
		if (by_base)
			EXPECT_TEXT(shown(by_base->file), cases[i].file);
		if (by_base)
			cr_expect_eq(settings_is_open(by_base->build_args), cases[i].is_open, "%s",
				cases[i].over);
		if (by_over)
			cr_expect_eq(by_over->file.state == UNKNOWN, cases[i].is_open, "%s",
				cases[i].over);
		cr_expect(!settings_is_open(FACT(p, compose_service, 2)->build->build_args));
	}
}

/* Lines are few, what they stand for is much. */
Test(compose, many_services_that_extend_a_large_one_end)
{
	struct buf text = buf_new(a), make = buf_new(a);
	buf_add(&text, STR("services:\n  base:\n    depends_on: [x"));
	for (unsigned i = 0; i < 4000; i++)
		buf_add(&text, STR(", x"));
	buf_add(&text, STR("]\n    env_file: [a.env"));
	for (unsigned i = 0; i < 4000; i++)
		buf_add(&text, STR(", a.env"));
	buf_add(&text, STR("]\n"));
	for (unsigned i = 0; i < 4000; i++)
		buf_printf(&text, "  s%u: {extends: base}\n", i);
	buf_add(&make, STR("up:\n"));
	for (unsigned i = 0; i < 2000; i++)
		buf_add(&make, STR("\tdocker compose up base\n"));
	struct test_file files[] = { { "Makefile", FILE_MAKEFILE, arena_str(a, buf_str(&make)).s },
		{ "a.env", FILE_NONE, "A=1\nB=2\n" },
		{ "compose.yaml", FILE_COMPOSE, arena_str(a, buf_str(&text)).s },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	const struct fact_compose_service *base = service_named(p, "base");
	const struct fact_compose_service *last = service_named(p, "s3999");
	cr_expect_eq(base->depends_on.n, 4001);
	cr_expect(!base->depends_on.open);
	EXPECT_TEXT(shown_env(base->env), "A=1 B=2");
	cr_expect(last->depends_on.open);
	cr_expect_eq(last->depends_on.n, 0);
	cr_expect(FACT(p, compose_run, 1999)->services.open);
}
