/* SPDX-License-Identifier: Apache-2.0 */
/* Input that is made to cost much, or to bring secrets to light. */
#include "base/buf.h"
#include "facts_project.h"
#include "report/facts_json.h"
#include "support.h"

TestSuite(hostile, .init = set_up, .fini = tear_down);

static struct project *
project_with(const char *path, enum file_kind kind, struct str text)
{
	struct test_file files[] = { { path, kind, arena_str(a, text).s },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static struct project *
dockerfile(struct str text)
{
	return project_with("Dockerfile", FILE_DOCKERFILE, text);
}

/* `first`, then `again` so many times, then `last`. */
static struct str
repeated(const char *first, const char *again, size_t times, const char *last)
{
	struct buf text = buf_new(a);
	buf_add(&text, str_from(first));
	for (size_t i = 0; i < times; i++)
		buf_add(&text, str_from(again));
	buf_add(&text, str_from(last));
	return buf_str(&text);
}

Test(hostile, values_that_double_become_unknown)
{
	struct project *project = dockerfile(repeated("FROM alpine:3.20\nRUN A=abcdefghij",
		" && A=$A$A", 60, " && export B=$A && go build\n"));
	EXPECT_TEXT(
		shown(setting_value(FACT(project, go_command, 0)->command->env, STR("B"))), "?");
	project = dockerfile(repeated(
		"FROM alpine:3.20\nENV A=abcdefghij\n", "ENV A=$A$A\n", 60, "RUN go build\n"));
	EXPECT_TEXT(shown(setting_value(FACT(project, stage, 0)->env, STR("A"))), "?");
}

/* --- limits that are told --- */

/* The only fault is a limit that was reached, in that line, and says so. */
static void
expect_limit(const struct project *project, uint32_t line, const char *says)
{
	cr_assert_eq(FACTS(project, syntax_fault)->n, 1);
	const struct fact_syntax_fault *fault = FACT(project, syntax_fault, 0);
	cr_expect_eq(fault->is_limit, YES);
	cr_expect(str_contains(fault->message.text, str_from(says)), "%" PRIstr,
		STR_ARG(fault->message.text));
	cr_expect_eq(source_position(fault->place.source, fault->place.span.off).line, line);
}

Test(hostile, values_that_grow_too_long_are_told)
{
	expect_limit(dockerfile(repeated("FROM alpine:3.20\nRUN A=abcdefghij", " && A=$A$A", 60,
			     " && export B=$A && go build\n")),
		2, "more than can be followed");
	expect_limit(dockerfile(repeated("FROM alpine:3.20\nENV A=abcdefghij\n", "ENV A=$A$A\n", 60,
			     "RUN go build\n")),
		15, "more than can be followed");
	expect_limit(
		project_with("Makefile", FILE_MAKEFILE,
			repeated("A := abcdefghij\n", "A := $(A)$(A)\n", 60, "x:\n\techo $(A)\n")),
		16, "more than can be followed");
	struct project *project =
		dockerfile(repeated("FROM alpine:3.20\nENV A=", "abcdefghij", 6000, "\nENV B=x\n"));
	cr_expect_eq(FACTS(project, syntax_fault)->n, 0, "what is written out is no expansion");
}

Test(hostile, variables_that_lead_on_and_on_are_told)
{
	struct buf text = buf_new(a);
	for (int i = 0; i < 50; i++)
		buf_printf(&text, "A%d = $(A%d) x\n", i, i + 1);
	buf_add(&text, STR("A50 = z\ny:\n\techo $(A0)\n"));
	expect_limit(
		project_with("Makefile", FILE_MAKEFILE, buf_str(&text)), 53, "levels of variables");
	text = buf_new(a);
	for (int i = 0; i < 12; i++)
		buf_printf(&text, "A%d = $(A%d) x\n", i, i + 1);
	buf_add(&text, STR("A12 = z\ny:\n\techo $(A0)\n"));
	cr_expect_eq(
		FACTS(project_with("Makefile", FILE_MAKEFILE, buf_str(&text)), syntax_fault)->n, 0);
}

/* Each was tried with make: where it stops is in the place of the fault. */
Test(hostile, variables_that_refer_to_themselves_are_told)
{
	static const struct {
		const char *text;
		unsigned line; /* of the fault; 0: make goes on */
	} cases[] = {
		{ "A = $(A) x\ny:\n\techo $(A)\n", 1 },
		{ "A = $(B)\nB = $(A)\nC := $(A)\nexport C\n", 1 },
		{ "A := z\nA = $(strip $(A) x)\ny:\n\techo $(A)\n", 2 },
		{ "A = $(A) x\ny:\n\techo ok\n", 0 },
		{ "A = $(A) x\nA := z\ny:\n\techo $(A)\n", 0 },
		{ "A = z\nA := $(A) x\ny:\n\techo $(A)\n", 0 },
		{ "A = $(value A)\ny:\n\techo $(A)\n", 0 },
		{ "A = $(A) x\ny:\n\techo $(if ,$(A))\n", 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *project =
			project_with("Makefile", FILE_MAKEFILE, str_from(cases[i].text));
		const struct fact_list *faults = FACTS(project, syntax_fault);
		if (!cases[i].line) {
			cr_expect_eq(faults->n, 0, "%s", cases[i].text);
			continue;
		}
		cr_assert_eq(faults->n, 1, "%s", cases[i].text);
		const struct fact_syntax_fault *fault = faults->items[0];
		cr_expect_eq(fault->is_limit, NO);
		cr_expect(str_contains(fault->message.text, STR("refers to itself")));
		cr_expect_eq(source_position(fault->place.source, fault->place.span.off).line,
			cases[i].line, "%s", cases[i].text);
	}
}

/* `depth` makefiles, each of which includes the next. */
static struct project *
including(size_t depth)
{
	struct test_file *files = ARENA_ARRAY(a, struct test_file, depth + 2);
	files[0] = (struct test_file){ "Makefile", FILE_MAKEFILE,
		"include m001.mk\nx:\n\techo $(A)\n" };
	for (size_t i = 1; i <= depth; i++) {
		struct str path = arena_printf(a, "m%03zu.mk", i);
		struct str text = i == depth ? STR("A = 1\n")
					     : arena_printf(a, "# so\ninclude m%03zu.mk\n", i + 1);
		files[i] = (struct test_file){ path.s, FILE_MAKEFILE, text.s };
	}
	return project_of(a, files);
}

Test(hostile, includes_that_lead_on_and_on_are_told)
{
	struct project *project = including(21);
	expect_limit(project, 2, "included more than 20 levels deep");
	cr_expect_str_eq(FACT(project, syntax_fault, 0)->place.source->path.s, "m020.mk");
	cr_expect_eq(FACT(project, makefile, 0)->includes_unknown, YES);
	cr_expect_eq(FACTS(including(20), syntax_fault)->n, 0);
	struct test_file circle[] = { { "Makefile", FILE_MAKEFILE, "include a.mk\n" },
		{ "a.mk", FILE_MAKEFILE, "include Makefile\n" }, { NULL, FILE_NONE, NULL } };
	cr_expect_eq(FACTS(project_of(a, circle), syntax_fault)->n, 0);
}

Test(hostile, values_of_usual_length_are_expanded)
{
	struct project *project =
		dockerfile(repeated("FROM alpine:3.20\nENV A=x\n", "ENV A=$A$A\n", 5, ""));
	EXPECT_TEXT(shown(setting_value(FACT(project, stage, 0)->env, STR("A"))),
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}

Test(hostile, a_working_directory_is_no_longer_than_a_path)
{
	struct project *project =
		dockerfile(repeated("FROM alpine:3.20\nWORKDIR /\n", "WORKDIR abc\n", 5000, ""));
	EXPECT_TEXT(shown(FACT(project, stage, 0)->workdir), "?");
	project = dockerfile(repeated("FROM alpine:3.20\nWORKDIR /\n", "WORKDIR a\n", 3, ""));
	EXPECT_TEXT(shown(FACT(project, stage, 0)->workdir), "/a/a/a");
}

Test(hostile, a_stage_takes_over_a_bounded_part_of_its_parent)
{
	struct project *project = dockerfile(repeated(
		"FROM alpine:3.20 AS base\n", "COPY a /b\n", 300, "FROM base\nCOPY c /d\n"));
	const struct fact_list *copies = &FACT(project, stage, 1)->copies;
	cr_expect_eq(copies->n, 257);
	cr_expect(copies->open);
	cr_expect_eq(FACT(project, stage, 0)->copies.n, 300);
	cr_expect(!FACT(project, stage, 0)->copies.open);
}

Test(hostile, more_prerequisites_than_anybody_has_are_left_open)
{
	struct buf text = buf_new(a);
	for (size_t i = 0; i < 400; i++)
		buf_printf(&text, "t%zu ", i);
	struct str list = arena_str(a, buf_str(&text));
	struct project *project = project_with("Makefile", FILE_MAKEFILE,
		arena_printf(
			a, "%" PRIstr ": %" PRIstr "\n\techo\n", STR_ARG(list), STR_ARG(list)));
	cr_expect_eq(FACT(project, target, 0)->prerequisites.n, 400);
	cr_expect(!FACT(project, target, 0)->prerequisites.open);
	cr_expect_eq(FACT(project, target, 399)->prerequisites.n, 0);
	cr_expect(FACT(project, target, 399)->prerequisites.open);
	EXPECT_TEXT(shown_place(FACT(project, target, 399)->place), "t399");
}

Test(hostile, long_lists_of_words_are_filtered_quickly)
{
	struct str x = repeated("X :=", " a", 30000, "\n");
	struct str y = repeated("Y :=", " b", 30000, " a\n");
	struct str z = repeated("", "Z := $(filter $(X),$(Y))\n", 10, "");
	struct project *project = project_with("Makefile", FILE_MAKEFILE,
		arena_printf(a, "%" PRIstr "%" PRIstr "%" PRIstr "export Z\nall:\n\tgo build\n",
			STR_ARG(x), STR_ARG(y), STR_ARG(z)));
	EXPECT_TEXT(
		shown(setting_value(FACT(project, go_command, 0)->command->env, STR("Z"))), "a");
	struct str patterns = repeated("Z := $(filter", " %b", 100, ",xb)\n");
	project = project_with("Makefile", FILE_MAKEFILE,
		arena_printf(a, "%" PRIstr "export Z\nall:\n\tgo build\n", STR_ARG(patterns)));
	EXPECT_TEXT(
		shown(setting_value(FACT(project, go_command, 0)->command->env, STR("Z"))), "?");
}

/* --- facts as JSON --- */

static struct str
json_of(struct str text)
{
	struct buf out = buf_new(a);
	facts_json(&out, dockerfile(text));
	return buf_str(&out);
}

/* Minutes, if each redirect led to the end of the line. */
Test(hostile, redirects_of_a_long_line_are_read_once, .timeout = 30)
{
	struct str text = repeated(
		"image:\n\tdocker build -f deploy/Dockerfile .\n\techo ", ">x", 300 * 1000, "\n");
	struct project *project = project_with("Makefile", FILE_MAKEFILE, text);
	cr_expect_eq(FACT(project, docker_build, 0)->is_file_missing, YES);
	cr_expect_eq(FACT(project, target, 0)->may_create_itself, NO);
}

Test(hostile, what_is_printed_does_not_grow_as_the_square)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("FROM scratch\n"));
	for (size_t i = 0; i < 40; i++)
		buf_printf(&text, "ENV A%zu=%0*d\n", i, 8000, 1);
	struct str env = arena_str(a, buf_str(&text));
	struct str small = json_of(arena_printf(a, "%" PRIstr "RUN true\n", STR_ARG(env)));
	cr_expect(!str_contains(small, STR("\"A39\":{")) == false);
	struct str large =
		json_of(repeated(env.s, "RUN true\n", 200, "")); /* 200 commands with 320 kB each */
	cr_expect_lt(large.n, (size_t)16 << 20);
	cr_expect(str_contains(large, STR("\"env\":{\"$open\":true}")));
}

Test(hostile, facts_hide_secrets_that_another_word_tells)
{
	static const char *const lines[] = {
		"RUN wget --password hunter2 https://x.example/a",
		"RUN curl -u me:hunter2 https://x.example/a",
		"RUN docker login -u me -p hunter2 x.example",
		"RUN echo machine x.example login me password hunter2 > ~/.netrc",
		"RUN [\"wget\", \"--password\", \"hunter2\"]",
		"ENV GOPROXY=me:hunter2@proxy.example",
		"ENV DB_PASSWORD=hunter2",
		"ARG GITHUB_TOKEN=hunter2",
		"ENV GOPROXY=https://hunter2-0123456789abcdef@proxy.example",
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct str json = json_of(arena_printf(a, "FROM alpine:3.20\n%s\n", lines[i]));
		cr_expect(str_contains(json, STR("***")), "%s", lines[i]);
		cr_expect(!str_contains(json, STR("hunter2")), "%s", lines[i]);
	}
}

Test(hostile, words_that_are_no_secrets_stay_in_the_facts)
{
	struct str json =
		json_of(STR("FROM alpine:3.20\nRUN wget --password \"$P\" https://x.example\n"
			    "RUN id -u me:you\n"));
	cr_expect(str_contains(json, STR("\"https://x.example\"")));
	json = json_of(STR("FROM alpine:3.20\nRUN docker run -u 1000:1001 x\n"));
	cr_expect(str_contains(json, STR("\"1000:1001\"")));
	json = json_of(STR("FROM alpine:3.20\nENV IMG=example.com/x/my-user-controller:latest\n"));
	cr_expect(str_contains(json, STR("my-user-controller:latest")));
}

/* --- the source --- */

Test(hostile, columns_are_right_anywhere_in_a_long_line)
{
	struct buf text = buf_new(a);
	buf_add(&text, STR("\xc3\xa4x\n"));
	for (size_t i = 0; i < 2000; i++)
		buf_add(&text, i % 3 ? STR("\xe2\x82\xac") : i % 7 ? STR("a") : STR("\xff"));
	struct source *source = source_new(a, STR("x"), buf_str(&text));
	for (size_t off = 4, column = 1; off <= text.n; column++) {
		struct position at = source_position(source, off);
		cr_assert_eq(at.line, 2);
		cr_assert_eq(at.column, column, "at %zu", off);
		off += off < text.n && text.s[off] == '\xe2' ? 3 : 1;
	}
}

Test(hostile, loops_go_over_pointers_too)
{
	int numbers[] = { 1, 2, 3 }, sum = 0, seen = 0;
	VEC_OF(, int *) list = { 0 };
	for (size_t i = 0; i < 3; i++)
		vec_push(a, &list, &numbers[i]);
	vec_for(int *, number, &list) {
		seen++;
		if (**number == 2)
			continue;
		sum += **number;
	}
	cr_expect_eq(sum, 4);
	vec_for(int *, number, &list) {
		seen++;
		break;
	}
	cr_expect_eq(seen, 4);
}

/* --- go env --- */

Test(hostile, unknown_defaults_say_what_they_depend_on)
{
	struct project *project = dockerfile(STR("FROM alpine:3.20\nRUN go build\n"));
	const struct settings *env = FACT(project, go_command, 0)->go_env;
	EXPECT_TEXT(shown(settings_get(env, STR("CGO_ENABLED"))->origin),
		"depends on the machine: has it a C compiler?");
	EXPECT_TEXT(shown(settings_get(env, STR("GOOS"))->origin), "Go's default");
}

/* The same source is searched once, but for each program alone. */
Test(hostile, programs_of_one_module_are_told_apart)
{
#define PROGRAM(name)                                                                        \
	"FROM golang:1.26 AS build-" name "\nWORKDIR /src\nCOPY . .\nRUN go build -o /" name \
	" ./cmd/" name "\nFROM scratch\nCOPY --from=build-" name " /" name                   \
	" /\nENTRYPOINT [\"/" name "\"]\n"
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE,
					     PROGRAM("serves") PROGRAM("asks") },
		{ "Dockerfile.again", FILE_DOCKERFILE, PROGRAM("serves") },
		{ "go.mod", FILE_GOMOD, "module example.com/x\n\ngo 1.26\n" },
		{ "cmd/serves/main.go", FILE_NONE, "package main\n" },
		{ "cmd/asks/main.go", FILE_NONE, "package main\n\nvar _ = http.Get(\n" },
		{ NULL, FILE_NONE, NULL } };
	struct project *p = project_of(a, files);
	cr_expect_eq(FACT(p, stage, 1)->program_only_serves, YES);
	cr_expect_eq(FACT(p, stage, 3)->program_only_serves, NO);
	cr_expect_eq(FACT(p, stage, 5)->program_only_serves, YES);
}

/* Which program imports the client is certain where there is one program only. */
Test(hostile, a_client_belongs_to_the_only_program)
{
	static const char client[] =
		"package config\n\nimport \"github.com/aws/aws-sdk-go-v2/config\"\n";
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, PROGRAM("serves") },
		{ "go.mod", FILE_GOMOD,
			"module example.com/x\n\ngo 1.26\n\n"
			"require github.com/aws/aws-sdk-go-v2/config v1.32.0\n" },
		{ "cmd/serves/main.go", FILE_NONE, "package main\n" },
		{ "config/config.go", FILE_NONE, client }, { "cmd/asks/main.go", FILE_NONE, NULL },
		{ NULL, FILE_NONE, NULL } };
	files[4].path = NULL;
	struct project *p = project_of(a, files);
	EXPECT_TEXT(shown(FACT(p, stage, 1)->program_tls_client),
		"github.com/aws/aws-sdk-go-v2/config");
	files[4] = (struct test_file){ "cmd/asks/main.go", FILE_NONE, "package main\n" };
	cr_expect_eq(FACT(project_of(a, files), stage, 1)->program_tls_client.state, ABSENT);
	files[4].path = NULL;
	files[3].text = "package config\n";
	cr_expect_eq(FACT(project_of(a, files), stage, 1)->program_tls_client.state, ABSENT);
}
