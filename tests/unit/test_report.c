/* SPDX-License-Identifier: Apache-2.0 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>

#include "base/utf8.h"
#include "report/parts.h"
#include "report/report.h"
#include "report/width.h"

static struct arena *a;
static struct lint_result result;
static struct report_options options;

static void
set_up(void)
{
	a = arena_new();
	result = (struct lint_result){ .files = 2 };
	options = (struct report_options){ .path_prefix = STR("") };
}

static void
tear_down(void)
{
	arena_free(a);
}

TestSuite(report, .init = set_up, .fini = tear_down);

static const struct rule certificates = {
	.id = STR_INIT("GB301"),
	.name = STR_INIT("ca-certificates-missing"),
	.topic = STR_INIT("trust"),
	.summary = STR_INIT("The image has no CA certificates"),
	.help = STR_INIT("HTTPS calls fail.\n\nCopy the *bundle*."),
	.mend = STR_INIT("copy the CA bundle from the build stage"),
	.severity = SEVERITY_WARNING,
	.confidence = CONFIDENCE_HIGH,
	.fix_title = STR_INIT("Copy the bundle"),
};

static const struct str guide = STR_INIT("https://wiki.corp/proxies");

static const struct rule credentials = {
	.id = STR_INIT("GB108"),
	.name = STR_INIT("goproxy-credentials"),
	.topic = STR_INIT("proxy"),
	.summary = STR_INIT("GOPROXY holds a password"),
	.help = STR_INIT("Use a secret mount."),
	.severity = SEVERITY_ERROR,
	.confidence = CONFIDENCE_MEDIUM,
	.security = true,
	.references = &guide,
	.nreferences = 1,
	.fix_safety = FIX_UNSAFE,
};

/* The same rule as one of the built-in ones, which have a page of their own. */
static const struct rule *
built_in(const struct rule *rule)
{
	struct rule *copy = ARENA_NEW(a, struct rule);
	*copy = *rule;
	copy->is_builtin = true;
	return copy;
}

/* The place of `part` in the source. */
static struct place
place_of(const struct source *source, const char *part)
{
	struct str wanted = str_from(part);
	size_t at = str_find(source->text, wanted, 0);
	cr_assert_neq(at, STR_NONE, "\"%s\" is not there", part);
	return (struct place){ source, span_make(at, at + wanted.n) };
}

static struct finding *
add_finding(const struct rule *rule, struct place place, const char *message)
{
	struct finding *finding = ARENA_NEW(a, struct finding);
	*finding = (struct finding){
		.rule = rule,
		.severity = rule->severity,
		.message = str_from(message),
		.place = place,
		.fingerprint = STR("gobelin/v1:0123456789abcdef"),
	};
	vec_push(a, &result.findings, finding);
	return finding;
}

static struct source *
source_of(const char *path, const char *text)
{
	return source_new(a, str_from(path), str_from(text));
}

static struct str
render(const char *format)
{
	struct buf out = buf_new(a);
	const struct report_format *f = report_format_named(str_from(format));
	cr_assert_not_null(f);
	f->render(&out, &result, &options);
	return buf_str(&out);
}

#define EXPECT_STR(actual, expected)                                                        \
	do {                                                                                \
		struct str got = (actual), wanted = str_from(expected);                     \
		cr_expect(str_eq(got, wanted), "got:\n%.*s\nexpected:\n%.*s", STR_ARG(got), \
			STR_ARG(wanted));                                                   \
	} while (0)

/* One finding with everything that a finding can have. */
static void
add_full_finding(void)
{
	struct source *dockerfile = source_of("build/Dockerfile",
		"FROM golang AS build\nRUN go build\n\nFROM alpine:3.20\nCOPY --from=build /shop /\n");
	struct source *module = source_of("go.mod", "module shop\n");
	struct finding *finding = add_finding(&certificates, place_of(dockerfile, "alpine:3.20"),
		"`alpine:3.20` has no CA certificates");
	vec_push(a, &finding->related,
		((struct finding_related){
			place_of(dockerfile, "COPY --from=build /shop /"), STR("copied here") }));
	vec_push(a, &finding->related,
		((struct finding_related){ place_of(module, "shop"), STR("the program") }));
	vec_push(a, &finding->via, STR("ci.yml:23 step \"image\""));
	vec_push(a, &finding->via, STR("Makefile:14 target image"));
	struct place end = { dockerfile, span_make(54, 54) };
	vec_push(a, &finding->edits, ((struct finding_edit){ end, STR("COPY x y\n") }));
}

Test(report, text_shows_everything_a_finding_has)
{
	add_full_finding();
	EXPECT_STR(render("text"),
		"build/Dockerfile:4:6: warning: `alpine:3.20` has no CA certificates"
		" [GB301 ca-certificates-missing]\n"
		"   |\n"
		" 4 | FROM alpine:3.20\n"
		"   |      ^^^^^^^^^^^\n"
		"   |\n"
		" 5 | COPY --from=build /shop /\n"
		"   | ------------------------- copied here\n"
		"   ::: go.mod:1:8\n"
		"   |\n"
		" 1 | module shop\n"
		"   |        ---- the program\n"
		"   = via: ci.yml:23 step \"image\" > Makefile:14 target image\n"
		"   = help: copy the CA bundle from the build stage\n"
		"   = fix: Copy the bundle (safe)\n"
		"\n"
		"1 finding (1 warning) in 2 files.\n"
		"To read about a rule: gobelin explain GB301\n");
}

Test(report, text_has_colours_and_lines_where_the_terminal_has)
{
	options.colour = options.unicode = options.quiet = true;
	add_full_finding();
	EXPECT_STR(render("text"),
		"\x1b[1mbuild/Dockerfile:4:6:\x1b[0m \x1b[1;33mwarning\x1b[0m:"
		"\x1b[1m `alpine:3.20` has no CA certificates\x1b[0m "
		"\x1b[2m[GB301 ca-certificates-missing]\x1b[0m\n"
		"\x1b[34m   │\x1b[0m\n"
		"\x1b[34m 4 │\x1b[0m FROM alpine:3.20\n"
		"\x1b[34m   │\x1b[0m      \x1b[1;33m━━━━━━━━━━━\x1b[0m\n"
		"\x1b[34m   │\x1b[0m\n"
		"\x1b[34m 5 │\x1b[0m COPY --from=build /shop /\n"
		"\x1b[34m   │\x1b[0m \x1b[34m───────────────────────── copied here\x1b[0m\n"
		"\x1b[34m   ├╴\x1b[0mgo.mod:1:8\n"
		"\x1b[34m   │\x1b[0m\n"
		"\x1b[34m 1 │\x1b[0m module shop\n"
		"\x1b[34m   │\x1b[0m        \x1b[34m──── the program\x1b[0m\n"
		"\x1b[34m   ├\x1b[0m \x1b[1mvia:\x1b[0m ci.yml:23 step \"image\" → Makefile:14 target "
		"image\n"
		"\x1b[34m   ├\x1b[0m \x1b[1mhelp:\x1b[0m copy the CA bundle from the build stage\n"
		"\x1b[34m   ╰\x1b[0m \x1b[1mfix:\x1b[0m Copy the bundle (safe)\n"
		"\n");
}

Test(report, text_links_where_there_is_a_page)
{
	options.colour = options.quiet = true;
	add_finding(&credentials, place_of(source_of("a", "x"), "x"), "m");
	struct str text = render("text");
	cr_expect(str_contains(
		text, STR("\x1b]8;;https://wiki.corp/proxies\x1b\\GB108\x1b]8;;\x1b\\ ")));
	cr_expect(str_contains(text, STR("see:\x1b[0m https://wiki.corp/proxies\n")));
}

/* Without a homepage there is no page to lead to, and no output names one. */
#define PAGE(id)                                                                                \
	(*GOBELIN_HOMEPAGE ? GOBELIN_HOMEPAGE "/blob/v" GOBELIN_VERSION "/docs/rules/" id ".md" \
			   : "")

Test(report, rules_have_their_pages_on_the_homepage)
{
	EXPECT_STR(rule_url(a, built_in(&credentials)), PAGE("GB108"));
	EXPECT_STR(rule_url(a, &credentials), "https://wiki.corp/proxies");
}

Test(report, no_output_links_to_nowhere)
{
	struct rules rules = { 0 };
	const struct rule *rule = built_in(&credentials);
	vec_push(a, &rules, rule);
	options.rules = &rules;
	options.colour = true;
	add_finding(rule, place_of(source_of("a", "x"), "x"), "m");
	for (size_t i = 0; i < report_format_count; i++) {
		struct str text = render(report_formats[i].name);
		cr_expect(!str_contains(text, STR(".example")), "%s", report_formats[i].name);
		cr_expect(!str_contains(text, STR("\x1b]8;;")) || *GOBELIN_HOMEPAGE, "%s",
			report_formats[i].name);
	}
}

Test(report, text_gives_advice_once_per_file)
{
	static const char *const paths[] = { "a", "b" };
	options.quiet = true;
	for (size_t i = 0; i < 2; i++) {
		struct source *source = source_of(paths[i], "x y");
		add_finding(&certificates, place_of(source, "x"), "m");
		add_finding(&certificates, place_of(source, "y"), "n");
	}
	EXPECT_STR(render("text"),
		"a:1:1: warning: m [GB301 ca-certificates-missing]\n"
		"   |\n"
		" 1 | x y\n"
		"   | ^\n"
		"   = help: copy the CA bundle from the build stage\n"
		"\n"
		"a:1:3: warning: n [GB301 ca-certificates-missing]\n"
		"   |\n"
		" 1 | x y\n"
		"   |   ^\n"
		"\n"
		"b:1:1: warning: m [GB301 ca-certificates-missing]\n"
		"   |\n"
		" 1 | x y\n"
		"   | ^\n"
		"   = help: copy the CA bundle from the build stage\n"
		"\n"
		"b:1:3: warning: n [GB301 ca-certificates-missing]\n"
		"   |\n"
		" 1 | x y\n"
		"   |   ^\n"
		"\n");
}

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define CARETS "^^^^^^^^^^^^^^^^^^^^"

Test(report, marks_stand_below_what_they_mark)
{
	static const struct {
		const char *text;
		unsigned from, length;
		const char *excerpt; /* below the frame's top */
	} cases[] = {
		{ "\trun\tgo", 5, 2, " 1 |     run go\n   |         ^^\n" },
		{ "日本 go", 7, 2, " 1 | 日本 go\n   |      ^^\n" },
		{ "日本 go", 3, 3, " 1 | 日本 go\n   |   ^^\n" },
		{ "e\u0301 go", 4, 2, " 1 | e\u0301 go\n   |   ^^\n" },
		{ "a\x1b[1mb go", 7, 2, " 1 | a\\x1b[1mb go\n   |           ^^\n" },
		{ "a\xff go", 3, 2, " 1 | a\uFFFD go\n   |    ^^\n" },
		{ UTF8_BOM "go x", 3, 2, " 1 | go x\n   | ^^\n" },
		{ "go\r\nx", 0, 4, " 1 | go\n   | ^^\n" },
		{ "go", 2, 0, " 1 | go\n   |   ^\n" },
		{ "", 0, 0, " 1 |\n   | ^\n" },
		{ "a\n", 2, 0, " 1 | a\n 2 |\n   | ^\n" },
		{ "a b\n\n  c d\n", 2, 6, " 1 | a b\n   |   ^\n 2 |\n 3 |   c d\n   |   ^\n" },
		{ "a\nb\nc\nd\n", 0, 8, " 1 | a\n   | ^\n...\n 4 | d\n   | ^\n" },
		{ FIFTY FIFTY "xy", 100, 2,
			" 1 | ..." TEN TEN "xy\n   |                        ^^\n" },
		{ "xy" FIFTY FIFTY, 0, 2,
			" 1 | xy" FIFTY TEN TEN TEN TEN "01234567...\n   | ^^\n" },
		{ FIFTY FIFTY FIFTY FIFTY, 90, 110,
			" 1 | ..." FIFTY FIFTY
			"...\n   |                        " CARETS CARETS CARETS CARETS "\n" },
	};
	options.quiet = true;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result.findings.n = 0;
		struct source *source = source_of("Dockerfile", cases[i].text);
		struct place place = { source,
			span_make(cases[i].from, cases[i].from + cases[i].length) };
		add_finding(&credentials, place, "m");
		struct str text = render("text");
		static const struct str top = STR_INIT("\n   |\n"), end = STR_INIT("   = see");
		size_t from = str_find(text, top, 0) + top.n;
		EXPECT_STR(str_slice(text, from, str_find(text, end, 0)), cases[i].excerpt);
	}
}

Test(report, headlines_break_between_words)
{
	struct finding *finding = add_finding(
		&certificates, place_of(source_of("Dockerfile", "x"), "x"), "日本 is far away");
	options.columns = 35;
	struct str top = STR("Dockerfile:1:1: warning: 日本 is far\n"
			     "  away [GB301 ca-certificates-missing]\n");
	cr_expect(!str_starts(render("text"), top), "the rule does not fit");
	options.columns = 38;
	cr_expect(str_starts(render("text"), top), "%.*s", STR_ARG(render("text")));
	options.columns = 4;
	finding->message = STR("a b");
	cr_expect(str_starts(
		render("text"), STR("Dockerfile:1:1:\n  warning:\n  a\n  b\n  [GB301 ")));
	EXPECT_STR(render("concise"),
		"Dockerfile:1:1: warning: a b [GB301 ca-certificates-missing]\n");
}

Test(report, excerpts_fit_the_terminal)
{
	static const struct {
		unsigned columns;
		const char *excerpt;
	} cases[] = {
		{ 0, "\n 1 | " FIFTY FIFTY "...\n" },
		{ 200, "\n 1 | " FIFTY FIFTY "...\n" },
		{ 61, "\n 1 | " FIFTY "...\n" },
		{ 1, "\n 1 | " TEN TEN TEN TEN "...\n" },
	};
	add_finding(&certificates, place_of(source_of("a", FIFTY FIFTY FIFTY), "0"), "m");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		options.columns = cases[i].columns;
		struct str text = render("text");
		cr_expect(str_contains(text, str_from(cases[i].excerpt)), "%u columns:\n%.*s",
			cases[i].columns, STR_ARG(text));
	}
}

Test(report, secrets_are_masked_wherever_they_stand)
{
	struct source *source = source_of("Dockerfile",
		"ENV GOPROXY=https://bob:hunter22@proxy.corp\nENV A=https://bob:hunter22@b.corp\n");
	struct finding *finding = add_finding(&credentials, place_of(source, "GOPROXY"),
		"https://bob:hunter22@proxy.corp is no secret any more");
	vec_push(a, &finding->related,
		((struct finding_related){
			place_of(source, "ENV A"), STR("https://bob:hunter22@b.corp") }));
	vec_push(a, &finding->via, STR("Makefile:1 https://bob:hunter22@b.corp"));
	vec_push(a, &finding->edits,
		((struct finding_edit){ finding->place, STR("https://bob:hunter22@b.corp") }));
	for (size_t i = 0; i < report_format_count; i++) {
		const char *format = report_formats[i].name;
		struct str text = render(format);
		cr_expect(str_contains(text, STR("bob:")), "%s", format);
		cr_expect(!str_contains(text, STR("hunter22")), "%s", format);
	}
	cr_expect(str_contains(render("json"), STR("\"fix\":\tnull")));
	cr_expect(!str_contains(render("sarif"), STR("\"fixes\"")));
	cr_expect(str_contains(
		render("text"), STR(" 1 | ENV GOPROXY=https://bob:********@proxy.corp\n")));
}

Test(report, concise_is_one_line_each_from_where_the_user_is)
{
	options.path_prefix = STR("../shop");
	add_full_finding();
	struct source *source = source_of("a\nb", "x");
	add_finding(&credentials, place_of(source, "x"), "two\nlines");
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("is a fifo") }));
	EXPECT_STR(render("concise"),
		"../shop/build/Dockerfile:4:6: warning: `alpine:3.20` has no CA certificates"
		" [GB301 ca-certificates-missing]\n"
		"../shop/a\\x0ab:1:1: error: two\\x0alines [GB108 goproxy-credentials]\n"
		"error: ../shop/Makefile: is a fifo\n");
}

Test(report, the_summary_says_what_there_was)
{
	EXPECT_STR(render("text"), "No findings in 2 files.\n");
	options.statistics = true;
	result.files = 1;
	EXPECT_STR(render("text"), "No findings in 1 file.\n");
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("is a fifo") }));
	EXPECT_STR(render("text"),
		"error: Makefile: is a fifo\n\n"
		"No findings in 1 file; 1 error kept gobelin from looking at everything.\n");
	options.quiet = true;
	EXPECT_STR(render("text"), "error: Makefile: is a fifo\n");
	options.quiet = false;
	result = (struct lint_result){ 0 };
	EXPECT_STR(render("text"), "Nothing to check: " REPORT_NOTHING "\n");
}

Test(report, statistics_count_the_findings_of_each_rule)
{
	struct source *source = source_of("Dockerfile", "x");
	add_finding(&credentials, place_of(source, "x"), "m");
	add_finding(&certificates, place_of(source, "x"), "m");
	add_finding(&certificates, place_of(source, "x"), "n")->severity = SEVERITY_INFO;
	options.statistics = true;
	struct str text = render("text");
	EXPECT_STR(str_slice(text, str_find(text, STR("count"), 0), text.n),
		"count  rule\n"
		"    2  GB301 ca-certificates-missing\n"
		"    1  GB108 goproxy-credentials\n"
		"\n"
		"3 findings (1 error, 1 warning, 1 info) in 2 files.\n"
		"To read about a rule: gobelin explain GB108\n");
}

/* --- JSON ---------------------------------------------------------------------------- */

/* The value at a path such as "runs/0/tool". */
static const cJSON *
at(const cJSON *root, const char *path)
{
	struct str rest = str_from(path), key;
	const cJSON *node = root;
	while (rest.n && str_next_field(&rest, '/', &key)) {
		uint64_t index;
		struct str name =
			arena_str(a, str_eq(key, STR("gobelin~1v1")) ? STR("gobelin/v1") : key);
		node = str_to_u64(key, &index) ? cJSON_GetArrayItem(node, (int)index)
					       : cJSON_GetObjectItemCaseSensitive(node, name.s);
		cr_assert_not_null(node, "no %s in %s", name.s, path);
	}
	return node;
}

static struct str
text_at(const cJSON *root, const char *path)
{
	const cJSON *node = at(root, path);
	cr_assert(cJSON_IsString(node), "%s is no string", path);
	return str_from(node->valuestring);
}

static double
number_at(const cJSON *root, const char *path)
{
	const cJSON *node = at(root, path);
	cr_assert(cJSON_IsNumber(node), "%s is no number", path);
	return node->valuedouble;
}

static struct str
keys_at(const cJSON *root, const char *path)
{
	struct strs keys = { 0 };
	for (const cJSON *child = at(root, path)->child; child; child = child->next)
		vec_push(a, &keys, str_from(child->string));
	return strs_join(a, &keys, STR(" "));
}

static cJSON *
parsed(struct str text)
{
	cJSON *root = cJSON_ParseWithLength(text.s, text.n);
	cr_assert_not_null(root, "not JSON: %.*s", STR_ARG(text));
	return root;
}

Test(report, json_has_its_keys_in_order)
{
	add_full_finding();
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("is a fifo") }));
	cJSON *root = parsed(render("json"));
	static const struct {
		const char *path, *keys;
	} cases[] = {
		{ "", "version tool findings errors summary" },
		{ "tool", "name version" },
		{ "findings/0",
			"rule name severity confidence topic message path start end related via "
			"help url fix fingerprint suppressed" },
		{ "findings/0/start", "line column offset" },
		{ "findings/0/related/0", "path start end message" },
		{ "findings/0/fix", "safety title edits" },
		{ "findings/0/fix/edits/0", "path start end text" },
		{ "errors/0", "path message" },
		{ "summary", "files findings error warning info suppressed baselined fixable" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		EXPECT_STR(keys_at(root, cases[i].path), cases[i].keys);
	cJSON_Delete(root);
}

Test(report, json_says_what_the_finding_says)
{
	add_full_finding();
	cJSON *root = parsed(render("json"));
	const cJSON *finding = at(root, "findings/0");
	EXPECT_STR(text_at(finding, "rule"), "GB301");
	EXPECT_STR(text_at(finding, "severity"), "warning");
	EXPECT_STR(text_at(finding, "confidence"), "high");
	EXPECT_STR(text_at(finding, "path"), "build/Dockerfile");
	cr_expect_eq(number_at(finding, "start/line"), 4);
	cr_expect_eq(number_at(finding, "start/column"), 6);
	cr_expect_eq(number_at(finding, "start/offset"), 40);
	cr_expect_eq(number_at(finding, "end/offset"), 51);
	EXPECT_STR(text_at(finding, "related/1/path"), "go.mod");
	EXPECT_STR(text_at(finding, "via/1"), "Makefile:14 target image");
	EXPECT_STR(text_at(finding, "url"), "");
	EXPECT_STR(text_at(finding, "help"), "copy the CA bundle from the build stage");
	EXPECT_STR(text_at(finding, "fix/safety"), "safe");
	EXPECT_STR(text_at(finding, "fix/edits/0/text"), "COPY x y\n");
	cr_expect(cJSON_IsNull(at(finding, "suppressed")));
	cr_expect_eq(number_at(root, "summary/files"), 2);
	cr_expect_eq(number_at(root, "summary/warning"), 1);
	cr_expect_eq(number_at(root, "summary/fixable"), 1);
	cJSON_Delete(root);
}

Test(report, json_mends_what_is_no_utf8)
{
	struct str bytes = STR("a\xff\0b");
	struct source *source = source_new(a, STR("Dock\xfe"), STR("x"));
	add_finding(&credentials, place_of(source, "x"), "")->message = bytes;
	cJSON *root = parsed(render("json"));
	EXPECT_STR(text_at(root, "findings/0/message"), "a\uFFFD\uFFFDb");
	EXPECT_STR(text_at(root, "findings/0/path"), "Dock\uFFFD");
	cr_expect(cJSON_IsNull(at(root, "findings/0/fix")));
	cJSON_Delete(root);
}

Test(report, jsonl_has_a_line_per_finding_and_one_to_close)
{
	add_full_finding();
	add_full_finding();
	struct str rest = render("jsonl"), line;
	const char *const keys[] = { "rule", "rule", "version" };
	for (size_t i = 0; i < 3; i++) {
		cr_assert(str_next_field(&rest, '\n', &line));
		cJSON *object = parsed(line);
		EXPECT_STR(str_from(object->child->string), keys[i]);
		cJSON_Delete(object);
	}
	EXPECT_STR(rest, "");
}

/* --- SARIF ----------------------------------------------------------------------------- */

Test(report, sarif_lists_all_rules_and_points_at_them)
{
	struct rules rules = { 0 };
	vec_push(a, &rules, &credentials);
	vec_push(a, &rules, built_in(&certificates));
	options.rules = &rules;
	add_full_finding();
	cJSON *root = parsed(render("sarif"));
	const cJSON *driver = at(root, "runs/0/tool/driver");
	cr_expect_eq(cJSON_GetArraySize(at(driver, "rules")), 2);
	cr_expect_eq(cJSON_HasObjectItem(driver, "informationUri"), *GOBELIN_HOMEPAGE != 0);
	EXPECT_STR(text_at(driver, "rules/0/helpUri"), "https://wiki.corp/proxies");
	cr_expect_eq(cJSON_HasObjectItem(at(driver, "rules/1"), "helpUri"), *GOBELIN_HOMEPAGE != 0);
	EXPECT_STR(text_at(driver, "rules/0/name"), "GoproxyCredentials");
	EXPECT_STR(text_at(driver, "rules/0/defaultConfiguration/level"), "error");
	EXPECT_STR(text_at(driver, "rules/0/properties/tags/1"), "security");
	EXPECT_STR(text_at(driver, "rules/0/properties/security-severity"), "8.0");
	EXPECT_STR(text_at(driver, "rules/1/fullDescription/text"), "HTTPS calls fail.");
	EXPECT_STR(text_at(driver, "rules/1/help/markdown"),
		"HTTPS calls fail.\n\nCopy the *bundle*.\n\n"
		"How to mend it: copy the CA bundle from the build stage.");
	EXPECT_STR(keys_at(driver, "rules/1/properties"), "tags precision problem.severity");
	cr_expect_eq(number_at(root, "runs/0/results/0/ruleIndex"), 1);
	cJSON_Delete(root);
}

Test(report, sarif_says_what_the_finding_says)
{
	add_full_finding();
	cJSON *root = parsed(render("sarif"));
	const cJSON *found = at(root, "runs/0/results/0");
	EXPECT_STR(text_at(found, "ruleId"), "GB301");
	EXPECT_STR(text_at(found, "level"), "warning");
	const cJSON *place = at(found, "locations/0/physicalLocation");
	EXPECT_STR(text_at(place, "artifactLocation/uri"), "build/Dockerfile");
	EXPECT_STR(text_at(place, "artifactLocation/uriBaseId"), "%SRCROOT%");
	cr_expect_eq(number_at(place, "artifactLocation/index"), 0);
	cr_expect_eq(number_at(place, "region/startColumn"), 6);
	cr_expect_eq(number_at(place, "region/endColumn"), 17);
	EXPECT_STR(text_at(place, "region/snippet/text"), "alpine:3.20");
	EXPECT_STR(text_at(place, "contextRegion/snippet/text"), "FROM alpine:3.20\n");
	EXPECT_STR(text_at(found, "relatedLocations/1/message/text"), "the program");
	const cJSON *steps = at(found, "codeFlows/0/threadFlows/0/locations");
	cr_expect_eq(cJSON_GetArraySize(steps), 3);
	EXPECT_STR(text_at(steps, "1/location/physicalLocation/artifactLocation/uri"), "Makefile");
	cr_expect_eq(number_at(steps, "1/location/physicalLocation/region/startLine"), 14);
	const cJSON *change = at(found, "fixes/0/artifactChanges/0");
	EXPECT_STR(text_at(change, "replacements/0/insertedContent/text"), "COPY x y\n");
	EXPECT_STR(text_at(found, "partialFingerprints/gobelin~1v1"), "0123456789abcdef");
	cJSON_Delete(root);
}

/* https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning */
Test(report, sarif_stays_within_what_code_scanning_takes)
{
	struct rule long_winded = certificates;
	struct buf words = buf_new(a);
	for (int i = 0; i < 600; i++)
		buf_add(&words, STR("süße "));
	long_winded.summary = long_winded.help = buf_str(&words);
	struct source *source = source_of("Makefile", "all:\n");
	for (int i = 0; i < 25010; i++)
		add_finding(&long_winded, place_of(source, "all"), "m")->severity =
			i < 20 ? SEVERITY_INFO : SEVERITY_WARNING;
	struct finding *silenced = add_finding(&long_winded, place_of(source, "all"), "m");
	result.findings.n--;
	vec_push(a, &result.silenced, silenced);
	add_finding(&credentials, place_of(source, "all"), "the worst");
	cJSON *root = parsed(render("sarif"));
	cr_expect_eq(cJSON_GetArraySize(at(root, "runs")), 1);
	cr_expect_null(cJSON_GetObjectItem(at(root, "runs/0"), "automationDetails"));
	cr_expect_eq(cJSON_GetArraySize(at(root, "runs/0/results")), 25000);
	cr_expect_eq(cJSON_GetArraySize(at(root, "runs/0/results/0/locations")), 1);
	EXPECT_STR(keys_at(root, "runs/0/results/0/partialFingerprints"), "gobelin/v1");
	EXPECT_STR(text_at(root, "runs/0/results/0/level"), "note");
	EXPECT_STR(text_at(root, "runs/0/results/24999/message/text"), "the worst");
	EXPECT_STR(text_at(root, "runs/0/invocations/0/toolExecutionNotifications/0/message/text"),
		"12 results are left out here: a run has room for 25000 results.");
	const cJSON *rule = at(root, "runs/0/tool/driver/rules/0");
	cr_expect_eq(utf8_count(text_at(rule, "shortDescription/text")), 1024);
	cr_expect(str_ends(text_at(rule, "fullDescription/text"), STR("ß…")));
	cJSON_Delete(root);
}

Test(report, sarif_escapes_paths)
{
	struct source *source = source_of("a b/ü:%.yml", "x");
	add_finding(&credentials, place_of(source, "x"), "m");
	cJSON *root = parsed(render("sarif"));
	EXPECT_STR(text_at(root, "runs/0/artifacts/0/location/uri"), "a%20b/%C3%BC%3A%25.yml");
	cJSON_Delete(root);
}

Test(report, sarif_of_a_clean_run_has_empty_results)
{
	options.exit_status = 2;
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("is a fifo") }));
	cJSON *root = parsed(render("sarif"));
	EXPECT_STR(
		keys_at(root, "runs/0"), "tool invocations originalUriBaseIds columnKind results");
	cr_expect(cJSON_IsArray(at(root, "runs/0/results")));
	cr_expect_null(at(root, "runs/0/results")->child);
	const cJSON *invocation = at(root, "runs/0/invocations/0");
	cr_expect(cJSON_IsFalse(at(invocation, "executionSuccessful")));
	cr_expect_eq(number_at(invocation, "exitCode"), 2);
	EXPECT_STR(text_at(invocation, "toolExecutionNotifications/0/message/text"),
		"Could not read \"Makefile\": is a fifo.");
	cJSON_Delete(root);
}

/* --- GitHub, Markdown ---------------------------------------------------------------- */

Test(report, github_commands_are_escaped)
{
	struct source *source = source_of("a,b:c%.yml", "x\ny\n");
	add_finding(&credentials, place_of(source, "x"), "50%, or\r\nso: `x`");
	add_finding(&certificates, place_of(source, "x\ny"), "m")->severity = SEVERITY_INFO;
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("is a fifo") }));
	EXPECT_STR(render("github"),
		"::error file=a%2Cb%3Ac%25.yml,line=1,endLine=1,col=1,endColumn=2,"
		"title=GB108 goproxy-credentials::50%25, or\\x0d\\x0aso: `x`\n"
		"::notice file=a%2Cb%3Ac%25.yml,line=1,endLine=2,"
		"title=GB301 ca-certificates-missing::m%0Ahelp: "
		"copy the CA bundle from the build stage\n"
		"::error file=Makefile::is a fifo\n");
}

Test(report, markdown_is_a_table)
{
	EXPECT_STR(render("markdown"), "## gobelin: no findings in 2 files\n");
	struct source *source = source_of("a`b", "x");
	add_finding(&credentials, place_of(source_of("a|b", "x"), "x"), "`x|<y>` is *bad*");
	add_finding(&certificates, place_of(source, "x"), "``` <img> `a``b` `");
	vec_push(a, &result.errors, ((struct lint_error){ STR("Makefile"), STR("<b>") }));
	EXPECT_STR(render("markdown"),
		"## gobelin: 2 findings in 2 files\n"
		"\n"
		"| Severity | Place | Finding | Rule |\n"
		"| --- | --- | --- | --- |\n"
		"| error | `a\\|b:1:1` | `x\\|<y>` is \\*bad\\*"
		" | [GB108](https://wiki.corp/proxies) goproxy-credentials |\n"
		"| warning | `` a`b:1:1 `` | \\`\\`\\` \\<img\\> `a``b` \\`"
		"<br>Help: copy the CA bundle from the build stage"
		" | GB301 ca-certificates-missing |\n"
		"\n"
		"Could not be read:\n"
		"\n"
		"- Makefile: \\<b\\>\n");
}

Test(report, every_format_gives_the_same_bytes_again)
{
	add_full_finding();
	for (size_t i = 0; i < report_format_count; i++) {
		struct str first = render(report_formats[i].name);
		cr_expect(first.n > 0 && str_eq(first, render(report_formats[i].name)), "%s",
			report_formats[i].name);
	}
	cr_expect_null(report_format_named(STR("tex")));
}

Test(report, characters_have_the_width_that_terminals_give_them)
{
	static const struct {
		uint32_t code;
		unsigned width;
	} cases[] = { { 'a', 1 }, { 0xe9, 1 }, { 0x300, 0 }, { 0x36f, 0 }, { 0x370, 1 },
		{ 0x1100, 2 }, { 0x4e2d, 2 }, { 0xff21, 2 }, { 0x1f600, 2 }, { 0x200d, 0 },
		{ 0x3fffd, 2 }, { 0x3fffe, 1 }, { 0x10ffff, 1 } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(
			width_of(cases[i].code), cases[i].width, "U+%04X", (unsigned)cases[i].code);
}
