/* SPDX-License-Identifier: Apache-2.0 */
/* The outputs for other programs: gitlab, checkstyle, junit, rdjson. */
#include <cjson/cJSON.h>

#include "report/report.h"
#include "report/xml.h"
#include "support.h"

static struct lint_result result;
static struct report_options options;

static void
set_up_result(void)
{
	set_up();
	result = (struct lint_result){ .files = 1 };
	options = (struct report_options){ 0 };
}

TestSuite(outputs, .init = set_up_result, .fini = tear_down);

static const struct rule rule = {
	.id = STR_INIT("GB107"),
	.name = STR_INIT("goproxy-insecure"),
	.summary = STR_INIT("The proxy is asked without encryption"),
	.mend = STR_INIT("Use <https>"),
};

static struct finding *
add_finding(enum severity severity, const char *text, struct span span, const char *message)
{
	struct finding *finding = ARENA_NEW(a, struct finding);
	*finding = (struct finding){
		.rule = &rule,
		.severity = severity,
		.message = str_from(message),
		.place = { source_new(a, STR("sub/Dockerfile"), str_from(text)), span },
		.fingerprint = STR("gobelin/v1:0123"),
	};
	vec_push(a, &result.findings, finding);
	return finding;
}

static void
add_error(void)
{
	vec_push(a, &result.errors,
		((struct lint_error){ STR("bad\x01.mk"), STR("is \"broken\" & <binary>") }));
}

static struct str
render(const char *format)
{
	struct buf out = buf_new(a);
	report_format_named(str_from(format))->render(&out, &result, &options);
	return buf_str(&out);
}

Test(outputs, xml_has_no_character_that_it_must_not)
{
	static const struct {
		const char *text, *xml;
	} cases[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;&quot;'" },
		{ "\t\r\n", "&#9;&#13;&#10;" },
		{ "\x01\x1f\x7f", "\xef\xbf\xbd\xef\xbf\xbd\x7f" },
		{ "\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xef\xbf\xbe\xef\xbf\xbf", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf0\x9f\xa6\xab]]>", "\xf0\x9f\xa6\xab]]&gt;" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = buf_new(a);
		xml_add(&out, str_from(cases[i].text));
		EXPECT_STR(buf_str(&out), str_from(cases[i].xml));
	}
	struct buf out = buf_new(a);
	xml_add(&out, (struct str){ "a\0b", 3 });
	EXPECT_STR(buf_str(&out),
		STR("a\xef\xbf\xbd"
		    "b"));
}

Test(outputs, checkstyle)
{
	add_finding(
		SEVERITY_WARNING, "FROM x\nENV A=\xc3\xa9 B\n", span_make(16, 17), "a <b> & \"c\"");
	add_finding(SEVERITY_INFO, "x", span_make(0, 1), "line\nbreak \x1b[31m");
	add_error();
	EXPECT_STR(render("checkstyle"),
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n"
		    "  <file name=\"sub/Dockerfile\">\n"
		    "    <error line=\"2\" column=\"9\" severity=\"warning\" message=\"a &lt;b&gt; "
		    "&amp; &quot;c&quot;\" source=\"gobelin.GB107.goproxy-insecure\"/>\n"
		    "  </file>\n"
		    "  <file name=\"sub/Dockerfile\">\n"
		    "    <error line=\"1\" column=\"1\" severity=\"info\" message=\"line\\x0abreak "
		    "\\x1b[31m\" source=\"gobelin.GB107.goproxy-insecure\"/>\n"
		    "  </file>\n"
		    "  <file name=\"bad\\x01.mk\">\n"
		    "    <error severity=\"error\" source=\"gobelin\" message=\"is &quot;broken&quot; "
		    "&amp; &lt;binary&gt;\"/>\n"
		    "  </file>\n</checkstyle>\n"));
}

Test(outputs, junit_fails_for_warnings_and_passes_with_advice)
{
	add_finding(SEVERITY_ERROR, "FROM x\n", span_make(5, 6), "a < b");
	add_finding(SEVERITY_INFO, "FROM x\n", span_make(5, 6), "advice");
	add_error();
	struct str got = render("junit");
	static const char *const parts[] = {
		"<testsuites name=\"gobelin\" tests=\"3\" failures=\"1\" errors=\"1\">",
		"<testcase name=\"GB107 goproxy-insecure sub/Dockerfile:1:6\" "
		"classname=\"sub/Dockerfile\" file=\"sub/Dockerfile\">",
		"<failure message=\"a &lt; b\" type=\"error\">sub/Dockerfile:1:6: error: a &lt; b"
		"&#10;help: Use &lt;https&gt;</failure>",
		"<system-out>sub/Dockerfile:1:6: info: advice&#10;",
		"<error type=\"error\" message=\"is &quot;broken&quot; &amp; &lt;binary&gt;\"/>",
	};
	for (size_t i = 0; i < COUNT(parts); i++)
		cr_expect(str_contains(got, str_from(parts[i])), "%s\nin %.*s", parts[i],
			STR_ARG(got));
}

Test(outputs, junit_of_a_clean_run_has_a_test_that_passed)
{
	struct str got = render("junit");
	cr_expect(str_contains(got, STR("tests=\"1\" failures=\"0\" errors=\"0\"")));
	cr_expect(str_contains(got, STR("<testcase name=\"no findings\" classname=\"gobelin\"/>")));
}

static cJSON *
parse(struct str text)
{
	cJSON *root = cJSON_ParseWithLength(text.s, text.n);
	cr_assert(root, "%.*s", STR_ARG(text));
	return root;
}

/* The value at a path of keys and indices, as JSON. */
static struct str
value_at(const cJSON *node, const char *path)
{
	struct str rest = str_from(path), key;
	while (str_next_field(&rest, '.', &key)) {
		uint64_t index;
		node = str_to_u64(key, &index) ? cJSON_GetArrayItem(node, (int)index)
					       : cJSON_GetObjectItem(node, arena_str(a, key).s);
		cr_assert(node, "no %s", path);
	}
	char *text = cJSON_PrintUnformatted(node);
	struct str copy = arena_str(a, str_from(text));
	cJSON_free(text);
	return copy;
}

Test(outputs, gitlab)
{
	add_finding(SEVERITY_WARNING, "ENV \\\n A=b\n", span_make(0, 10),
		"GOPROXY=https://u:hunter2@x");
	add_error();
	cJSON *root = parse(render("gitlab"));
	EXPECT_STR(value_at(root, "0.check_name"), STR("\"GB107 goproxy-insecure\""));
	EXPECT_STR(value_at(root, "0.severity"), STR("\"minor\""));
	EXPECT_STR(value_at(root, "0.fingerprint"), STR("\"gobelin/v1:0123\""));
	EXPECT_STR(value_at(root, "0.description"), STR("\"GOPROXY=https://u:***@x\""));
	EXPECT_STR(value_at(root, "0.location"),
		STR("{\"path\":\"sub/Dockerfile\",\"lines\":{\"begin\":1,\"end\":2}}"));
	EXPECT_STR(value_at(root, "1.severity"), STR("\"critical\""));
	cJSON_Delete(root);
	result = (struct lint_result){ 0 };
	EXPECT_STR(render("gitlab"), STR("[]\n"));
}

Test(outputs, rdjson_counts_bytes)
{
	struct finding *finding = add_finding(
		SEVERITY_INFO, "FROM x\nENV A=\xc3\xa9 B\n", span_make(16, 17), "message");
	struct place place = finding->place;
	vec_push(a, &finding->edits, ((struct finding_edit){ place, STR("C") }));
	vec_push(a, &finding->related,
		((struct finding_related){ .place = place, .text = STR("t") }));
	add_error();
	cJSON *root = parse(render("rdjson"));
	struct str range =
		STR("{\"start\":{\"line\":2,\"column\":10},\"end\":{\"line\":2,\"column\":11}}");
	EXPECT_STR(value_at(root, "source.name"), STR("\"gobelin\""));
	EXPECT_STR(value_at(root, "diagnostics.0.location.range"), range);
	EXPECT_STR(value_at(root, "diagnostics.0.location.path"), STR("\"sub/Dockerfile\""));
	EXPECT_STR(value_at(root, "diagnostics.0.severity"), STR("\"INFO\""));
	EXPECT_STR(value_at(root, "diagnostics.0.suggestions.0.range"), range);
	EXPECT_STR(value_at(root, "diagnostics.0.suggestions.0.text"), STR("\"C\""));
	EXPECT_STR(value_at(root, "diagnostics.0.relatedLocations.0.message"), STR("\"t\""));
	EXPECT_STR(value_at(root, "diagnostics.1.severity"), STR("\"ERROR\""));
	cJSON_Delete(root);
	vec_push(a, &finding->edits, ((struct finding_edit){ place, STR("D") }));
	cr_expect_not(str_contains(render("rdjson"), STR("suggestions")));
}
