/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of Renovate configurations, Kubernetes manifests, compose files and daemon.json. */
#include "facts_project.h"
#include "support.h"

TestSuite(config_facts, .init = set_up, .fini = tear_down);

static struct project *
project_of_one(const char *path, enum file_kind kind, const char *text)
{
	struct test_file files[] = { { path, kind, text }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* --- Renovate --- */

static struct project *
renovate_project(const char *config)
{
	struct test_file files[] = {
		{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.26\n" },
		{ "renovate.json5", FILE_RENOVATE, config },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

/* The names that are not current, each as "kind place new_name flags". */
static struct str
old_names(const struct project *p)
{
	struct strs lines = { 0 };
	fact_for(renovate_name, name, FACTS(p, renovate_name)) {
		if (name->new_name.state == ABSENT && name->is_removed == NO)
			continue;
		vec_push(a, &lines,
			arena_printf(a, "%" PRIstr " %" PRIstr " %" PRIstr "%s%s",
				STR_ARG(name->kind.text), STR_ARG(shown_place(name->place)),
				STR_ARG(shown(name->new_name)),
				name->is_removed == YES ? " removed" : "",
				name->needs_rewrite == YES ? " rewrite" : ""));
	}
	return strs_join(a, &lines, STR("\n"));
}

Test(config_facts, renovate_old_names_are_found_at_every_level)
{
	static const struct {
		const char *config, *names;
	} cases[] = {
		{ "{extends: ['config:base', 'group:all']}",
			"preset config:base config:recommended" },
		{ "{extends: 'config:base'}", "preset config:base config:recommended" },
		{ "{packageRules: [{extends: [':automergeBranchPush(x)']}]}",
			"preset :automergeBranchPush :automergeBranch" },
		{ "{extends: [':unpublishSafe']}",
			"preset :unpublishSafe security:minimumReleaseAgeNpm" },
		{ "{extends: ['helpers:oddIsUnstable']}",
			"preset helpers:oddIsUnstable - removed" },
		{ "{\"masterIssue\": true}", "option masterIssue dependencyDashboard" },
		{ "{stabilityDays: 3}", "option stabilityDays minimumReleaseAge rewrite" },
		{ "{gomod: {fileMatch: ['x']}}", "option fileMatch managerFilePatterns rewrite" },
		{ "{major: {versionScheme: 'semver'}}", "option versionScheme versioning" },
		{ "{packageRules: [{paths: ['x']}, {'matchPackagePatterns': ['y']}]}",
			"option paths matchFileNames\n"
			"option matchPackagePatterns matchPackageNames rewrite" },
		{ "{regexManagers: [{lookupNameTemplate: 'x'}]}",
			"option regexManagers customManagers rewrite\n"
			"option lookupNameTemplate packageNameTemplate" },
		{ "{gitFs: 'ssh'}", "option gitFs - removed" },
		{ "{enabledManagers: ['gomod', 'regex']}", "manager regex custom.regex" },
		{ "{packageRules: [{matchManagers: ['regex']}]}", "manager regex custom.regex" },
		/* The new name is there already. */
		{ "{baseBranches: ['a'], baseBranchPatterns: ['b']}",
			"option baseBranches baseBranchPatterns rewrite" },
		/* An escape in the name. */
		{ "{extends: ['config:\\u0062ase']}",
			"preset config:\\u0062ase config:recommended" },
		/* Names of something else. */
		{ "{paths: ['x'], env: {masterIssue: 'x'}, extends: ['config:recommended']}", "" },
		{ "{enabledManagers: ['custom.regex'], constraints: {gitFs: 'x'}}", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(old_names(renovate_project(cases[i].config)), cases[i].names);
}

Test(config_facts, renovate_names_that_are_current_are_facts_too)
{
	const struct project *p = renovate_project("{\"extends\": [\":automergeMinor\"]}");
	cr_assert_eq(FACTS(p, renovate_name)->n, 2);
	const struct fact_renovate_name *option = FACT(p, renovate_name, 0);
	EXPECT_TEXT(option->kind.text, "option");
	EXPECT_TEXT(shown_place(option->place), "extends");
	const struct fact_renovate_name *preset = FACT(p, renovate_name, 1);
	EXPECT_TEXT(shown(preset->name), ":automergeMinor");
	EXPECT_TEXT(shown(preset->new_name), "-");
	cr_expect_eq(preset->renovate, FACT(p, renovate, 0));
}

Test(config_facts, renovate_presets_kept_elsewhere_are_remote)
{
	static const struct {
		const char *preset;
		enum tri remote;
	} cases[] = {
		{ "config:recommended", NO },
		{ ":semanticCommits", NO },
		{ "schedule:weekly", NO },
		{ "regexManagers:dockerfileVersions", NO },
		{ "github>whitesource/merge-confidence:beta", NO },
		{ "github>org/repo", YES },
		{ "github>org/repo:go.json5#v1", YES },
		{ "local>org/repo", YES },
		{ "@org", YES },
		{ "some-config", YES },
		{ "renovate-config-x:base", YES },
		{ "https://example.com/a.json", YES },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *config = arena_printf(a, "{extends: ['%s']}", cases[i].preset).s;
		const struct project *p = renovate_project(config);
		cr_expect_eq(FACT(p, renovate, 0)->extends_remote, cases[i].remote, "%s", config);
	}
}

Test(config_facts, renovate_updates_modules_unless_it_is_told_not_to)
{
	static const struct {
		const char *config;
		enum tri active;
	} cases[] = {
		{ "{extends: ['config:recommended']}", YES },
		{ "{enabledManagers: ['gomod', 'npm']}", YES },
		{ "{enabledManagers: ['npm']}", NO },
		{ "{enabledManagers: 'npm'}", UNSURE },
		{ "{labels: ['x'], gomod: {enabled: false}}", NO },
		{ "{enabled: false}", NO },
		{ "{}", UNSURE },
		{ "{$schema: 'https://docs.renovatebot.com/renovate-schema.json'}", UNSURE },
		{ "{extends: ['local>a/b']}", UNSURE },
		{ "{extends: ['local>a/b'], enabledManagers: ['npm']}", NO },
		{ "{extends: [':disableRenovate']}", UNSURE },
		{ "{packageRules: [{matchManagers: ['gomod'], enabled: false}]}", UNSURE },
		{ "{packageRules: [{matchPackageNames: ['*'], enabled: false}]}", UNSURE },
		{ "{packageRules: [{matchManagers: ['gomod'], matchDepTypes: ['indirect'], "
		  "enabled: false}]}",
			YES },
		{ "{packageRules: [{matchManagers: ['npm'], enabled: false}]}", YES },
		{ "{ignorePaths: ['**/go.mod']}", UNSURE },
		{ "{ignorePaths: ['docs/**']}", YES },
		{ "{includePaths: ['docs/**']}", UNSURE },
		{ "{labels: [}", UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = renovate_project(cases[i].config);
		cr_expect_eq(
			FACT(p, renovate, 0)->gomod_active, cases[i].active, "%s", cases[i].config);
	}
}

Test(config_facts, renovate_needs_a_go_mod_that_it_looks_at)
{
	const char *config = "{\"extends\": [\"config:recommended\"]}";
	const struct project *none = project_of_one("renovate.json", FILE_RENOVATE, config);
	cr_expect_eq(FACT(none, renovate, 0)->gomod_active, NO);
	struct test_file files[] = {
		{ "examples/go.mod", FILE_GOMOD, "module example.com/m\n" },
		{ "renovate.json", FILE_RENOVATE, config },
		{ NULL, FILE_NONE, NULL },
	};
	cr_expect_eq(FACT(project_of(a, files), renovate, 0)->gomod_active, UNSURE);
}

Test(config_facts, renovate_tidies_where_an_option_says_so)
{
	static const struct {
		const char *config;
		enum tri tidy;
	} cases[] = {
		{ "{postUpdateOptions: ['gomodTidy']}", YES },
		{ "{postUpdateOptions: ['npmDedupe', 'gomodTidyE']}", YES },
		{ "{gomod: {postUpdateOptions: ['gomodTidy1.17']}}", YES },
		{ "{golang: {postUpdateOptions: ['gomodTidyAll']}}", YES },
		{ "{packageRules: [{postUpdateOptions: ['gomodTidy']}]}", YES },
		{ "{gomodTidy: true}", YES },
		{ "{gomodTidy: false}", NO },
		{ "{postUpdateOptions: ['gomodUpdateImportPaths']}", NO },
		{ "{extends: ['config:recommended']}", NO },
		{ "{extends: ['github>a/b']}", UNSURE },
		{ "{extends: ['github>a/b'], postUpdateOptions: ['gomodTidy']}", YES },
		{ "{}", UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = renovate_project(cases[i].config);
		cr_expect_eq(
			FACT(p, renovate, 0)->gomod_tidy, cases[i].tidy, "%s", cases[i].config);
	}
}

Test(config_facts, renovate_places)
{
	const struct project *p = renovate_project("// x\n{\"extends\": [],\n"
						   "\"postUpdateOptions\": [\"a\", \"b\"]}");
	const struct fact_renovate *renovate = FACT(p, renovate, 0);
	cr_expect_eq(renovate->place.span.off, 5);
	EXPECT_TEXT(shown_place(renovate->extends_place), "\"extends\"");
	EXPECT_TEXT(shown_place(renovate->post_update_place), "\"postUpdateOptions\"");
	EXPECT_TEXT(shown_place(renovate->post_update_last_place), "\"b\"");
	EXPECT_TEXT(shown_list(a, &renovate->post_update_options), "a b");
	cr_expect(str_eq(renovate->extends_blanks.text, STR("")));
}

Test(config_facts, renovate_blanks_before_extends)
{
	const struct project *p = renovate_project("{\"a\": 1,\n    \"extends\": []}");
	cr_expect(str_eq(FACT(p, renovate, 0)->extends_blanks.text, STR("\n    ")));
}

Test(config_facts, package_json_counts_for_its_renovate_key_alone)
{
	const char *path = "package.json";
	const struct project *p =
		project_of_one(path, FILE_RENOVATE, "{\"masterIssue\": 1, \"renovate\": 2}");
	cr_expect_eq(FACTS(p, renovate)->n, 0);
	p = project_of_one(
		path, FILE_RENOVATE, "{\"name\": \"x\", \"renovate\": {\"masterIssue\": true}}");
	cr_expect_eq(FACT(p, renovate, 0)->place.span.off, 14);
	EXPECT_TEXT(old_names(p), "option masterIssue dependencyDashboard");
	p = project_of_one(path, FILE_RENOVATE, "{\"renovate\": \"config:base\"}");
	EXPECT_TEXT(old_names(p), "preset config:base config:recommended");
	cr_expect_eq(FACT(p, renovate, 0)->has_settings, YES);
}

/* --- Kubernetes --- */

static struct project *
kubernetes_project(const char *text)
{
	return project_of_one("k8s/app.yaml", FILE_KUBERNETES, text);
}

#define CONTAINERS "containers: [{name: a, image: b}]"

Test(config_facts, pods_are_found_in_every_kind_of_object)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "kind: Pod\nmetadata: {name: shop}\nspec: {" CONTAINERS "}\n", "Pod/shop" },
		{ "kind: Deployment\nmetadata: {name: shop}\n"
		  "spec: {template: {spec: {" CONTAINERS "}}}\n",
			"Deployment/shop" },
		{ "kind: Job\nmetadata: {generateName: x}\n"
		  "spec: {template: {spec: {" CONTAINERS "}}}\n",
			"Job" },
		{ "kind: CronJob\nmetadata: {name: '{{ x }}'}\n"
		  "spec: {jobTemplate: {spec: {template: {spec: {" CONTAINERS "}}}}}\n",
			"CronJob" },
		{ "kind: PodTemplate\nmetadata: {name: t}\ntemplate: {spec: {" CONTAINERS "}}\n",
			"PodTemplate/t" },
		{ "kind: List\nitems:\n  - {kind: Pod, metadata: {name: p}, spec: {" CONTAINERS
		  "}}\n",
			"Pod/p" },
		{ "kind: ConfigMap\n---\nkind: Pod\nspec: {" CONTAINERS "}\n", "Pod" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct project *p = kubernetes_project(cases[i].text);
		cr_expect_eq(FACTS(p, pod)->n, 1, "%s", cases[i].text);
		EXPECT_TEXT(shown(FACT(p, pod, 0)->name), cases[i].name);
	}
}

Test(config_facts, patches_are_no_pods)
{
	static const char *const cases[] = {
		"kind: Deployment\nspec: {template: {spec: {dnsPolicy: None}}}\n",
		"kind: Deployment\nspec: {template: {spec: {containers: [{name: a}]}}}\n",
		"kind: Kustomization\nspec: {" CONTAINERS "}\n",
		"kind: Pod\nspec: [1]\n",
		"kind: [Pod]\nspec: {" CONTAINERS "}\n",
		"- kind: Pod\n",
		"",
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(FACTS(kubernetes_project(cases[i]), pod)->n, 0, "%s", cases[i]);
}

Test(config_facts, dns_of_a_pod)
{
	const struct project *p = kubernetes_project("kind: Pod\nspec:\n"
						     "  dnsPolicy: \"None\"\n"
						     "  dnsConfig:\n"
						     "    nameservers: [10.0.0.10, '${DNS}']\n"
						     "  hostNetwork: true\n"
						     "  " CONTAINERS "\n");
	const struct fact_pod *pod = FACT(p, pod, 0);
	EXPECT_TEXT(shown_place(pod->place), "spec");
	EXPECT_TEXT(shown(pod->dns_policy), "None");
	EXPECT_TEXT(shown_place(pod->dns_policy_place), "dnsPolicy: \"None\"");
	EXPECT_TEXT(shown_list(a, &pod->nameservers), "10.0.0.10 ?");
	cr_expect_eq(pod->host_network, YES);
}

Test(config_facts, what_a_template_fills_in_is_unknown)
{
	const struct project *p = kubernetes_project("kind: Pod\nspec:\n"
						     "  dnsPolicy: '{{ .Values.policy }}'\n"
						     "  dnsConfig: ${DNS}\n"
						     "  hostNetwork: '{{ .Values.host }}'\n"
						     "  " CONTAINERS "\n");
	const struct fact_pod *pod = FACT(p, pod, 0);
	EXPECT_TEXT(shown(pod->dns_policy), "?");
	EXPECT_TEXT(shown_list(a, &pod->nameservers), "…");
	cr_expect_eq(pod->host_network, UNSURE);
	p = kubernetes_project("kind: Pod\nspec: {" CONTAINERS "}\n");
	pod = FACT(p, pod, 0);
	EXPECT_TEXT(shown(pod->dns_policy), "-");
	EXPECT_TEXT(shown_list(a, &pod->nameservers), "");
	EXPECT_TEXT(shown_place(pod->dns_policy_place), "-");
	cr_expect_eq(pod->host_network, NO);
}

/* --- compose, daemon.json --- */

static struct project *
compose_project(const char *text)
{
	return project_of_one("deploy/compose.yaml", FILE_COMPOSE, text);
}

Test(config_facts, services_of_a_compose_file)
{
	const struct project *p = compose_project("x-dns: &dns\n  dns: [8.8.8.8, 1.1.1.1]\n"
						  "services:\n"
						  "  app:\n    <<: *dns\n"
						  "  one:\n    dns: 9.9.9.9\n"
						  "  two:\n    dns: ['${DNS:-8.8.8.8}']\n"
						  "  three:\n    extends: {service: app}\n"
						  "  four: null\n");
	static const struct {
		const char *name, *dns;
	} wanted[] = { { "app", "8.8.8.8 1.1.1.1" }, { "one", "9.9.9.9" }, { "two", "?" },
		{ "three", "…" } };
	cr_assert_eq(FACTS(p, compose_service)->n, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct fact_compose_service *service = FACT(p, compose_service, i);
		EXPECT_TEXT(shown(service->name), wanted[i].name);
		EXPECT_TEXT(shown_place(service->place), wanted[i].name);
		EXPECT_TEXT(shown_list(a, &service->dns), wanted[i].dns);
		cr_expect_null(service->build);
	}
}

Test(config_facts, environment_of_a_service)
{
	static const char *const texts[] = {
		"services:\n  app:\n    environment:\n"
		"      GOPROXY: \"direct\"\n      EMPTY: ''\n      TOKEN: ${TOKEN}\n      HOST:\n",
		"services:\n  app:\n    environment:\n"
		"      - \"GOPROXY=direct\"\n      - EMPTY=\n      - TOKEN=${TOKEN}\n      - HOST\n",
	};
	static const struct {
		const char *name, *value;
	} wanted[] = { { "GOPROXY", "direct" }, { "EMPTY", "" }, { "TOKEN", "?" },
		{ "HOST", "?" } };
	for (size_t t = 0; t < 2; t++) {
		const struct project *p = compose_project(texts[t]);
		cr_assert_eq(FACTS(p, variable)->n, 4);
		for (size_t i = 0; i < 4; i++) {
			const struct fact_variable *v = FACT(p, variable, i);
			EXPECT_TEXT(shown(v->name), wanted[i].name);
			EXPECT_TEXT(shown(v->value), wanted[i].value);
			EXPECT_TEXT(shown(v->scope), "compose");
			cr_expect_eq(v->is_exported, YES);
		}
		const struct fact_variable *first = FACT(p, variable, 0);
		EXPECT_TEXT(shown_place(first->value_place), t ? "direct" : "\"direct\"");
		EXPECT_TEXT(
			shown_place(first->place), t ? "GOPROXY=direct" : "GOPROXY: \"direct\"");
	}
}

Test(config_facts, build_args_of_a_service)
{
	const struct project *p = compose_project("services:\n  app:\n    build:\n"
						  "      context: ..\n"
						  "      args: [GOPROXY=off, CORP]\n");
	cr_assert_eq(FACTS(p, variable)->n, 2);
	EXPECT_TEXT(shown(FACT(p, variable, 0)->value), "off");
	EXPECT_TEXT(shown(FACT(p, variable, 0)->scope), "build arg");
	EXPECT_TEXT(shown(FACT(p, variable, 1)->value), "?");
}

Test(config_facts, dns_of_the_docker_daemon)
{
	const struct project *p = project_of_one(
		"daemon.json", FILE_DAEMON_CONFIG, " {\"dns\": [\"10.0.0.2\", 3, {}]}");
	const struct fact_daemon_config *config = FACT(p, daemon_config, 0);
	cr_expect_eq(config->place.span.off, 1);
	EXPECT_TEXT(shown_list(a, &config->dns), "10.0.0.2 3 ?");
	p = project_of_one("daemon.json", FILE_DAEMON_CONFIG, "[]");
	cr_expect_eq(FACTS(p, daemon_config)->n, 0);
}

/* --- DNS and proxies --- */

/* "address loopback inside" of each DNS server: y, n or ?. */
static struct str
dns_servers(const struct project *p)
{
	static const char *const tris[] = { "n", "y", "?" };
	struct strs lines = { 0 };
	fact_for(dns_server, server, FACTS(p, dns_server)) {
		vec_push(a, &lines,
			arena_printf(a, "%" PRIstr " %s%s", STR_ARG(shown(server->address)),
				tris[server->is_loopback], tris[server->may_run_inside]));
	}
	return strs_join(a, &lines, STR(", "));
}

Test(config_facts, dns_servers_are_found_with_who_may_answer_there)
{
	static const struct {
		const char *path;
		enum file_kind kind;
		const char *text, *servers;
	} cases[] = {
		{ "daemon.json", FILE_DAEMON_CONFIG,
			"{\"dns\": [\"127.0.0.53\", \"::1\", \"1.1.1.1\"]}",
			"127.0.0.53 yn, ::1 yn, 1.1.1.1 nn" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: shop:1\n    dns: 127.0.0.1\n",
			"127.0.0.1 yn" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: shop:1\n    dns: [127.0.0.11, $DNS]\n",
			"127.0.0.11 nn, ? ?n" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: pihole/pihole\n    dns: ['::1']\n", "::1 y?" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    build: .\n    dns: [127.0.0.1]\n", "127.0.0.1 y?" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: shop\n    ports: ['8053:53/udp']\n"
			"    dns: [127.0.0.1]\n",
			"127.0.0.1 y?" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: shop\n    ports: ['8080:8053']\n"
			"    dns: [127.0.0.1]\n",
			"127.0.0.1 yn" },
		{ "compose.yaml", FILE_COMPOSE,
			"services:\n  a:\n    image: shop\n    ports: [{target: 53}]\n"
			"    dns: [127.0.0.1]\n",
			"127.0.0.1 y?" },
		{ "compose.yaml", FILE_COMPOSE, "services:\n  a:\n    image: shop\n", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p = project_of_one(cases[i].path, cases[i].kind, cases[i].text);
		EXPECT_STR(dns_servers(p), str_from(cases[i].servers));
	}
}

Test(config_facts, a_key_of_another_file_under_proxies_is_found)
{
	static const struct {
		const char *text, *key;
	} cases[] = {
		{ "{\"proxies\": {\"default\": {\"httpProxy\": \"\"}}}", "default" },
		{ "{\"proxies\": {\"http-proxy\": \"a\", \"noProxy\": \"b\"}}", "noProxy" },
		{ "{\"proxies\": {\"http-proxy\": \"a\", \"https-proxy\": \"b\", \"no-proxy\": \"\"}}",
			"-" },
		{ "{\"proxies\": \"x\"}", "-" },
		{ "{}", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p =
			project_of_one("daemon.json", FILE_DAEMON_CONFIG, cases[i].text);
		EXPECT_STR(shown(FACT(p, daemon_config, 0)->unknown_proxy_key),
			str_from(cases[i].key));
	}
}

Test(config_facts, names_of_the_cluster_are_found_in_a_pod)
{
	static const struct {
		const char *lines, *name;
	} cases[] = {
		{ "args: [--server=http://api.shop.svc]", "api.shop.svc" },
		{ "args: ['--db', 'db.shop.svc.cluster.local:5432']", "db.shop.svc.cluster.local" },
		{ "env: [{name: A, value: 'postgres://u@db.x.svc/shop'}]", "db.x.svc" },
		{ "args: [--file=/etc/names.svcs, .svc, a.svc.example.com]", "-" },
		{ "workingDir: /a.svc", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"kind: Pod\nspec:\n  hostNetwork: true\n  containers:\n    - image: x\n"
			"      %s\n",
			cases[i].lines);
		struct project *p = project_of_one("pod.yaml", FILE_KUBERNETES, text.s);
		EXPECT_STR(shown(FACT(p, pod, 0)->cluster_name), str_from(cases[i].name));
	}
}

/* --- Renovate: names, rules, times ------------------------------------------------------ */

static struct project *
shop_project(const char *json)
{
	struct test_file files[] = {
		{ "Makefile", FILE_MAKEFILE,
			"# renovate: datasource=npm depName=x\nX_VERSION := 1\n" },
		{ "go.mod", FILE_GOMOD,
			"module m\n\ngo 1.26 // c\n\nrequire (\n\tgolang.org/x/text v0.14.0\n"
			"\texample.com/a/b v1.0.0 // indirect; c\n"
			"\texample.com/c v1.0.0 // indirect\n)\n"
			"replace example.com/c v1.0.0 => example.com/d v1.0.0\n" },
		{ "renovate.json", FILE_RENOVATE, json },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

Test(config_facts, names_that_renovate_does_not_know)
{
	static const struct {
		const char *json, *nearest;
		enum tri unknown;
	} cases[] = {
		{ "{\"extends\": [\"config:recommended\"]}", "-", NO },
		{ "{\"extends\": [\"config:recomended\"]}", "config:recommended", YES },
		{ "{\"extends\": [\":semanticCommits\"]}", "-", NO },
		{ "{\"extends\": [\":labels(go)\"]}", "-", NO },
		{ "{\"extends\": [\"group:anything\"]}", "-", NO },
		{ "{\"extends\": [\"github>o/r:config\"]}", "-", NO },
		{ "{\"extends\": [\"config:base\"]}", "-", NO },
		{ "{\"enabledManagers\": [\"gomodd\"]}", "gomod", YES },
		{ "{\"enabledManagers\": [\"/^go/\"]}", "-", NO },
		{ "{\"postUpdateOptions\": [\"gomodTidyy\"]}", "gomodTidy", YES },
		{ "{\"packageRules\": [{\"matchDatasources\": [\"kubernetes\"]}]}", "-", YES },
		{ "{\"packageRules\": [{\"matchDatasources\": [\"custom.x\"]}]}", "-", NO },
		{ "{\"packageRules\": [{\"matchUpdateTypes\": [\"minors\"]}]}", "minor", YES },
		{ "{\"packageRules\": [{\"matchDepTypes\": [\"x\"]}]}", "-", NO },
		{ "{\"prHourlyLimits\": 1}", "prHourlyLimit", YES },
		{ "{\"includeForks\": true}", "-", NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = shop_project(cases[i].json);
		const struct fact_list *names = FACTS(p, renovate_name);
		const struct fact_renovate_name *last = names->items[names->n - 1];
		cr_expect_eq(last->is_unknown, cases[i].unknown, "%s", cases[i].json);
		EXPECT_TEXT(shown(last->nearest), cases[i].nearest);
	}
}

Test(config_facts, patterns_of_renovate)
{
	static const struct {
		const char *pattern;
		enum tri bare, nothing;
	} cases[] = {
		{ "golang.org/x/text", NO, NO },
		{ "GOLANG.org/x/*", NO, NO },
		{ "golang.org/*", NO, YES },
		{ "golang.org/**", NO, NO },
		{ "golang.org", NO, YES },
		{ "example.com/d", NO, NO },
		{ "example.com/a", NO, YES },
		{ "go", NO, NO },
		{ "/^k8s/", NO, NO },
		{ "!k8s.io/api", NO, NO },
		{ "{a,b}", NO, NO },
		{ "^golang.org", YES, YES },
		{ "golang.org/x/.*", YES, YES },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = shop_project(arena_printf(a,
			"{\"packageRules\": [{\"matchManagers\": [\"gomod\"], "
			"\"matchPackageNames\": [\"%s\"]}]}",
			cases[i].pattern)
							       .s);
		cr_expect_eq(FACT(p, renovate_pattern, 0)->is_bare_regex, cases[i].bare, "%s",
			cases[i].pattern);
		cr_expect_eq(FACT(p, package_rule, 0)->names_no_module, cases[i].nothing, "%s",
			cases[i].pattern);
	}
}

Test(config_facts, times_of_renovate)
{
	static const struct {
		const char *option, *text, *repaired;
		bool is_wrong;
	} cases[] = {
		{ "schedule", "0 3 * * 1", "* 3 * * 1", true },
		{ "schedule", "* 3 * * 1", "-", false },
		{ "schedule", "weekly", "-", true },
		{ "schedule", "monthly", "-", false },
		{ "schedule", "at 3am", "-", true },
		{ "schedule", "at any time", "-", false },
		{ "schedule", "every 15 mins", "-", true },
		{ "schedule", "every 3 months", "-", false },
		{ "timezone", "Europe/Berlin", "-", false },
		{ "timezone", "America/New York", "America/New_York", true },
		{ "timezone", "america/new_york", "-", false },
		{ "timezone", "Berlin", "Europe/Berlin", true },
		{ "timezone", "Europe/Berlinn", "-", true },
		{ "timezone", "US/Pacific", "-", false },
		{ "timezone", "UTC+2", "-", false },
		{ "timezone", "GMT+2", "-", true },
		{ "timezone", "CEST", "-", true },
		{ "minimumReleaseAge", "3 days", "-", false },
		{ "minimumReleaseAge", "3 dayz", "-", true },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = shop_project(
			arena_printf(a, "{\"%s\": \"%s\"}", cases[i].option, cases[i].text).s);
		const struct fact_renovate_time *time = FACT(p, renovate_time, 0);
		cr_expect_eq(time->problem.state == KNOWN, cases[i].is_wrong, "%s", cases[i].text);
		EXPECT_TEXT(shown(time->repaired), cases[i].repaired);
	}
}

Test(config_facts, comments_that_only_custom_managers_read)
{
	static const struct {
		const char *json;
		enum tri managed;
	} cases[] = {
		{ "{\"extends\": [\"config:recommended\"]}", NO },
		{ "{\"extends\": [\"customManagers:makefileVersions\"]}", UNSURE },
		{ "{\"customManagers\": []}", UNSURE },
		{ "{\"extends\": [\"github>o/r\"]}", UNSURE },
		{ "{}", UNSURE },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(FACT(shop_project(cases[i].json), renovate_comment, 0)->is_managed,
			cases[i].managed, "%s", cases[i].json);
}

Test(config_facts, lines_of_gomod_that_renovate_does_not_read)
{
	const struct project *p = shop_project("{}");
	static const char *const lines[] = { "go 1.26 // c",
		"example.com/a/b v1.0.0 // indirect; c",
		"replace example.com/c v1.0.0 => example.com/d v1.0.0" };
	cr_expect_eq(FACTS(p, unread_line)->n, COUNT(lines));
	for (size_t i = 0; i < COUNT(lines); i++)
		EXPECT_TEXT(shown_place(FACT(p, unread_line, i)->place), lines[i]);
}

Test(config_facts, secrets_and_constraints_of_renovate)
{
	const struct project *p = shop_project(
		"{\"hostRules\": [{\"token\": \"x\"}, {\"token\": \"{{ secrets.T }}\"}],"
		" \"constraints\": {\"go\": \"1.26\"}}");
	cr_expect_eq(FACTS(p, renovate_secret)->n, 1);
	EXPECT_TEXT(shown(setting_value(FACT(p, renovate, 0)->constraints, STR("go"))), "1.26");
	cr_expect_eq(FACT(p, renovate, 0)->has_host_rules, YES);
}

Test(config_facts, configurations_that_renovate_does_not_look_at)
{
	struct test_file files[] = {
		{ ".github/renovate.json", FILE_NONE, "{}" },
		{ ".renovaterc", FILE_NONE, "{}" },
		{ "package.json", FILE_NONE, "{}" },
		{ "renovate.json", FILE_RENOVATE, "{}" },
		{ NULL, FILE_NONE, NULL },
	};
	EXPECT_TEXT(shown_list(a, &FACT(project_of(a, files), renovate, 0)->shadowed),
		".github/renovate.json .renovaterc");
}

/* --- Dependabot ------------------------------------------------------------------------- */

Test(config_facts, modules_that_dependabot_leaves_out)
{
	static const struct {
		const char *directory;
		size_t uncovered;
	} cases[] = {
		{ "directory: /", 1 },
		{ "directories: [/, /api]", 0 },
		{ "directories: [/, api/]", 0 },
		{ "directories: ['/**']", 0 },
		{ "directory: /api", 1 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		static const char *const mod = "module m\n\nrequire golang.org/x/text v0.14.0\n";
		struct test_file files[] = {
			{ ".github/dependabot.yml", FILE_DEPENDABOT,
				arena_printf(a,
					"updates:\n  - package-ecosystem: gomod\n    %s\n"
					"    open-pull-requests-limit: 0\n",
					cases[i].directory)
					.s },
			{ "api/go.mod", FILE_GOMOD, mod },
			{ "examples/x/go.mod", FILE_GOMOD, mod },
			{ "go.mod", FILE_GOMOD, mod },
			{ NULL, FILE_NONE, NULL },
		};
		const struct project *p = project_of(a, files);
		cr_expect_eq(FACT(p, dependabot, 0)->covers_go, YES);
		cr_expect_eq(FACT(p, dependabot_update, 0)->security_only, YES);
		cr_expect_eq(FACT(p, dependabot, 0)->uncovered.n, cases[i].uncovered, "%s",
			cases[i].directory);
	}
}
