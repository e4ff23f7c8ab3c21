/* SPDX-License-Identifier: Apache-2.0 */
/* What bind mounts and packages bring to the commands of an image. */
#include "facts_project.h"

#include "support.h"

TestSuite(mounts, .init = set_up, .fini = tear_down);

/* The module that the go command of a RUN with mounts works on. */
Test(mounts, modules_through_bind_mounts)
{
	static const struct {
		const char *text, *module;
	} cases[] = {
		{ "WORKDIR /src\nRUN --mount=type=bind,target=. go build", "m" },
		{ "WORKDIR /src\nRUN --mount=target=/src go build", "m" },
		{ "WORKDIR /src\nRUN --mount=type=bind go build", "m" },
		{ "WORKDIR /src\nRUN --mount=type=bind,source=sub,target=/src go build", "m/sub" },
		{ "WORKDIR /src/sub\nRUN --mount=target=/src go build", "m/sub" },
		{ "WORKDIR /src/cmd\nRUN --mount=target=/src go build", "m" },
		{ "WORKDIR /src\nRUN --mount=source=cmd,target=/src go build", "-" },
		{ "WORKDIR /src\nRUN --mount=source=go.mod,target=go.mod go mod download", "m" },
		{ "WORKDIR /src\nRUN --mount=source=go.sum,target=go.sum go mod download", "-" },
		{ "WORKDIR /src\nRUN --mount=source=hidden,target=/src go build", "-" },
		{ "WORKDIR /src\nRUN --mount=from=src,source=/code,target=/src go build", "m" },
		{ "WORKDIR /src\nRUN --mount=from=alpine,target=/src go build", "-" },
		{ "ARG D\nWORKDIR /src\nRUN --mount=target=$D go build", "-" },
		{ "WORKDIR /src\nCOPY sub .\nRUN --mount=target=/other go build", "m/sub" },
		{ "WORKDIR /src\nCOPY sub .\nRUN --mount=target=/src go build", "m" },
		{ "WORKDIR /src\nRUN --mount=target=/src --mount=source=sub,target=/src/x "
		  "cd x && go build",
			"m/sub" },
		{ "WORKDIR /src\nRUN --mount=target=. make build", "m" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"FROM scratch AS src\nCOPY . /code\nFROM golang:1.26\n%s\n", cases[i].text);
		struct test_file files[] = { { ".dockerignore", FILE_NONE, "hidden\n" },
			{ "Dockerfile", FILE_DOCKERFILE, text.s },
			{ "Makefile", FILE_MAKEFILE, "build:\n\tgo build\n" },
			{ "cmd/main.go", FILE_NONE, "" },
			{ "go.mod", FILE_GOMOD, "module m\n\ngo 1.26\n" },
			{ "go.sum", FILE_NONE, "" },
			{ "hidden/go.mod", FILE_GOMOD, "module m/hidden\n" },
			{ "sub/go.mod", FILE_GOMOD, "module m/sub\n" }, { NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		const struct fact_go_command *go = NULL;
		fact_for(go_command, command, FACTS(p, go_command))
			if (command->in_image == YES)
				go = command;
		cr_assert_not_null(go, "%s", cases[i].text);
		EXPECT_TEXT(go->module ? shown(go->module->path) : STR("-"), cases[i].module);
	}
}

Test(mounts, meta_packages_bring_what_they_consist_of)
{
	static const struct {
		const char *text;
		enum tri git, compiler, make;
	} cases[] = {
		{ "apk add alpine-sdk", YES, YES, YES },
		{ "apk add build-base", NO, YES, YES },
		{ "apk add moreutils", NO, NO, NO },
		{ "apk add some-sdk", UNSURE, UNSURE, UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text =
			arena_printf(a, "FROM golang:1.26-alpine\nRUN %s\n", cases[i].text);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
			{ NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		const struct machine *m = FACT(p, stage, 0)->machine;
		cr_expect_eq(machine_has(m, TOOL_git), cases[i].git, "%s", cases[i].text);
		cr_expect_eq(
			machine_has(m, TOOL_c_compiler), cases[i].compiler, "%s", cases[i].text);
		cr_expect_eq(machine_has(m, TOOL_make), cases[i].make, "%s", cases[i].text);
	}
}
