/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_project.h"
#include "lint/config.h"
#include "lint/gitignore.h"
#include "lint/overrides.h"
#include "report/config_yaml.h"
#include "support.h"

TestSuite(config, .init = set_up, .fini = tear_down);

static struct vfs fs;
static struct config_file config;
static struct config_faults faults;

static void
put(const char *path, const char *text)
{
	vfs_put(a, &fs, str_from(path), str_from(text));
}

static bool
load(const char *text)
{
	put(".gobelin.yaml", text);
	faults = (struct config_faults){ 0 };
	return config_load(a, &fs, CONFIG_NAME, &config, &faults);
}

static struct rules
all_rules(void)
{
	struct rules all = { 0 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		vec_push(a, &all, &builtin_rules[i]);
	return all;
}

/* Writes the example of each key of a group, one after the other. */
static void
expect_examples_load(const struct config_group *group, const char *before, const char *indent)
{
	struct rules all = all_rules();
	struct buf text = buf_new(a);
	buf_add(&text, str_from(before));
	for (size_t i = 0; i < group->nkeys; i++)
		buf_printf(&text, "%s%s: %s\n", i ? indent : "", group->keys[i].name,
			group->keys[i].example);
	bool ok = load(arena_str(a, buf_str(&text)).s)
		&& config_check_rules(a, &config, &all, &faults);
	cr_expect(ok && !faults.n, "%s: %.*s", group->name,
		STR_ARG(faults.n ? faults.items[0].message : STR("")));
}

Test(config, examples_are_right)
{
	put("ci/gobelin-base.yaml", "");
	expect_examples_load(&config_groups[CONFIG_GROUP_config], "", "");
	expect_examples_load(&config_groups[CONFIG_GROUP_override], "overrides:\n  - ", "    ");
	expect_examples_load(&config_groups[CONFIG_GROUP_suppression], "suppress:\n  - ", "    ");
}

Test(config, fallbacks_are_values)
{
	const struct config_group *group = &config_groups[CONFIG_GROUP_config];
	for (size_t i = 0; i < group->nkeys; i++) {
		const struct config_key *key = &group->keys[i];
		if (*key->fallback)
			cr_expect(load(arena_printf(a, "%s: %s\n", key->name, key->fallback).s),
				"%s", key->name);
	}
}

Test(config, faults_are_placed)
{
	static const struct {
		const char *text, *at, *message;
	} cases[] = {
		{ "selct: [x]", "selct", "unknown key `selct`; did you mean `select`?" },
		{ "zzz: 1", "zzz", "unknown key `zzz`; there are extends, select," },
		{ "select: [[x]]", "[x]", "expected a text" },
		{ "select: [1]", "1", "expected a text; put it in quotes" },
		{ "select: ['']", "''", "expected a text that is not empty" },
		{ "severity: {a: warn}", "warn", "`warn` is none of error, warning, info" },
		{ "severity: [a]", "[a]", "expected a mapping" },
		{ "require-reason: yes", "yes", "expected true or false" },
		{ "fail-on: off", "off", "`off` is none of error, warning, info, never" },
		{ "exclude: ['[a']", "'[a'", "a [ is never closed" },
		{ "exclude: ['/']", "'/'", "this pattern matches nothing" },
		{ "exclude: ['#a']", "'#a'", "a pattern that begins with #" },
		{ "private: ['a b']", "'a b'", "a pattern of modules holds no blanks" },
		{ "private: ['a,b']", "'a,b'", "write each pattern as an entry" },
		{ "private: [git.example.com/a.git]", "git.example.com/a.git",
			"a module's path does not end in .git" },
		{ "private: [git.example.com/...]", "git.example.com/...", "`...` is no" },
		{ "proxies: [goproxy.example.com]", "goproxy.example.com", "expected a URL" },
		{ "proxies: ['file://']", "'file://'", "expected a URL" },
		{ "overrides: [x]", "x", "expected a mapping of keys to values" },
		{ "overrides: [{ignore: [a]}]", "{ignore: [a]}", "the key `paths` is missing" },
		{ "suppress: [{path: a, rule: b, expires: 2026-02-29}]", "2026-02-29",
			"expected a day" },
		{ "images: [{image: x, distor: y}]", "distor",
			"unknown key `distor`; did you mean `distro`?" },
		{ "images: [{distro: y}]", "{distro: y}", "the key `image` is missing" },
		{ "--- {}\n--- {select: [a]}", "{select: [a]}", "expected one document" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_expect(!load(cases[i].text), "%s", cases[i].text);
		cr_assert_eq(faults.n, 1, "%s: %zu faults", cases[i].text, faults.n);
		EXPECT_TEXT(shown_place(faults.items[0].place), cases[i].at);
		cr_expect(str_starts(faults.items[0].message, str_from(cases[i].message)), "%.*s",
			STR_ARG(faults.items[0].message));
	}
}

static struct str
joined(const struct config_values *values)
{
	struct strs texts = config_texts(a, values);
	return strs_join(a, &texts, STR(" "));
}

Test(config, what_is_extended_comes_first)
{
	put("ci/base.yaml",
		"extends: more/base.yaml\nselect: [a, b]\nignore: [c]\nregion: cn\n"
		"rules: [own]\nseverity: {p: error}\n");
	put("ci/more/base.yaml", "ignore: [z]\nnetwork: offline\nregion: de\n");
	cr_assert(load("extends: ci/base.yaml\nselect: [d]\nignore: [e]\nseverity: {q: info}\n"));
	EXPECT_TEXT(joined(&config.keys.select), "d");
	EXPECT_TEXT(joined(&config.keys.ignore), "z c e");
	EXPECT_TEXT(joined(&config.keys.severity), "error info");
	EXPECT_TEXT(config.keys.network.text, "offline");
	EXPECT_TEXT(config.keys.region.text, "cn");
	EXPECT_TEXT(config_relative(a, &config.keys.rules.items[0]), "ci/own");
	EXPECT_TEXT(config.keys.ignore.items[0].place.source->path, "ci/more/base.yaml");
	EXPECT_TEXT(config_text(&config.keys.fail_on, "none"), "none");
	cr_expect_eq(config.sources.n, 3);
}

Test(config, chains_are_bounded)
{
	for (int i = 0; i < 20; i++)
		put(arena_printf(a, "c%d.yaml", i).s,
			arena_printf(a, "extends: c%d.yaml\n", i + 1).s);
	cr_expect(!load("extends: c0.yaml\n"));
	put("x.yaml", "extends: .gobelin.yaml\n");
	cr_expect(!load("extends: x.yaml\n"));
	cr_assert_eq(faults.n, 1);
	EXPECT_TEXT(faults.items[0].place.source->path, "x.yaml");
}

static void
expect_found(const char *dir, const char *path)
{
	struct str found;
	faults = (struct config_faults){ 0 };
	cr_expect(config_find(a, &fs, str_from(dir), &found, &faults));
	EXPECT_TEXT(found, path);
}

Test(config, the_nearest_is_found)
{
	expect_found("a/b", "");
	put(".config/gobelin.yaml", "");
	put("a/.gobelin.yaml", "");
	put("a/b/Makefile", "");
	expect_found("a/b", "a/.gobelin.yaml");
	expect_found("", ".config/gobelin.yaml");
	expect_found("c", ".config/gobelin.yaml");
	struct config_file file;
	cr_assert(config_load(a, &fs, STR("a/.gobelin.yaml"), &file, &faults));
	EXPECT_TEXT(file.dir, "a");
	cr_assert(config_load(a, &fs, STR(".config/gobelin.yaml"), &file, &faults));
	EXPECT_TEXT(file.dir, "");
	struct str found;
	put("a/b/.gobelin.yml", "");
	cr_expect(!config_find(a, &fs, STR("a/b"), &found, &faults));
	put(".gobelin.yaml", "");
	cr_expect(!config_find(a, &fs, STR(""), &found, &faults));
}

/* The findings that are left of one of each rule at a path, with their severities. */
static struct str
left_of(const char *path, const char *const *names)
{
	struct findings findings = { 0 };
	struct source *source = source_new(a, str_from(path), STR("x"));
	for (size_t i = 0; names[i]; i++) {
		struct finding *finding = ARENA_NEW(a, struct finding);
		for (uint32_t j = 0; j < builtin_rule_count; j++)
			if (str_eq(builtin_rules[j].id, str_from(names[i])))
				finding->rule = &builtin_rules[j];
		cr_assert_not_null(finding->rule, "%s", names[i]);
		finding->severity = SEVERITY_WARNING;
		finding->place = (struct place){ source, { 0, 1 } };
		vec_push(a, &findings, finding);
	}
	override_findings(a, &config, &findings);
	struct buf out = buf_new(a);
	for (size_t i = 0; i < findings.n; i++)
		buf_printf(&out, "%s%.*s:%s", i ? " " : "", STR_ARG(findings.items[i]->rule->id),
			severity_name(findings.items[i]->severity));
	return buf_str(&out);
}

Test(config, severities_and_overrides)
{
	static const char *const rules[] = { "GB101", "GB102", "GB401", NULL };
	cr_assert(load("severity: {GB101: error, proxy: info}\n"
		       "overrides:\n"
		       "  - {paths: [sub/], severity: {layers: error}, ignore: [GB102]}\n"
		       "  - {paths: ['*.dev'], severity: {ALL: info}}\n"));
	EXPECT_TEXT(left_of("Dockerfile", rules), "GB101:error GB102:info GB401:warning");
	EXPECT_TEXT(left_of("a/sub/Dockerfile", rules), "GB101:error GB401:error");
	EXPECT_TEXT(left_of("sub/x.dev", rules), "GB101:info GB401:info");
}

Test(config, own_images_come_first)
{
	cr_assert(load("images: [{image: golang, distro: own}, {image: [x, y], distro: z}]\n"));
	const struct knowledge *known = config_knowledge(a, &config, &builtin_knowledge);
	const struct knowledge_table *table = knowledge_table_named(known, KNOWLEDGE_IMAGES);
	const struct knowledge_record *found = knowledge_find(table, STR("image"), STR("golang"));
	EXPECT_TEXT(knowledge_get(found, STR("distro")), "own");
	found = knowledge_find(table, STR("image"), STR("y"));
	EXPECT_TEXT(knowledge_get(found, STR("distro")), "z");
	cr_expect_eq(known->ntables, builtin_knowledge.ntables);
}

Test(config, what_is_shown_is_read_back)
{
	const char *text =
		"select: [GB101, 'a: b', \"x\\ty\\u00e9\", '007', 'true']\nregion: \"no\"\n"
		"severity: {GB1: info}\nproxies: ['https://p.example.com', direct]\n"
		"images: [{image: [a, b], distro: c}]\n"
		"overrides: [{paths: [a/], ignore: [b]}, {paths: ['*']}]\n"
		"suppress: [{path: a, rule: b, reason: 'c # d', expires: 2027-01-31}]\n"
		"require-reason: true\n";
	struct report_options options = { 0 };
	struct buf first = buf_new(a), second = buf_new(a);
	cr_assert(load(text));
	config_yaml(&first, &config, &options);
	struct str shown = arena_str(a, buf_str(&first));
	cr_assert(load(shown.s), "%s", shown.s);
	EXPECT_TEXT(joined(&config.keys.select), "GB101 a: b x\ty\xc3\xa9 007 true");
	config_yaml(&second, &config, &options);
	cr_assert(load(arena_str(a, buf_str(&second)).s));
	EXPECT_TEXT(config.keys.suppress.items[0].reason.text, "c # d");
	EXPECT_TEXT(knowledge_get(&config.keys.images.records.items[0], STR("distro")), "c");
	cr_expect_eq(config.keys.overrides.n, 2);
}
