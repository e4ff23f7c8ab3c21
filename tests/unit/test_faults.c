/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fault hides what a line does. Of that nothing is said: in a project without findings, a line
 * that is broken has the finding of its own fault and no other.
 */
#include "base/buf.h"
#include "facts/knowledge.h"
#include "lint/lint.h"
#include "support.h"

TestSuite(faults, .init = set_up, .fini = tear_down);

static const char dockerfile[] =
	"# syntax=docker/dockerfile:1\n"
	"ARG GO_VERSION=1.26\n"
	"FROM golang:${GO_VERSION}-alpine AS build\n"
	"WORKDIR /src\n"
	"RUN apk add --no-cache git\n"
	"COPY go.mod go.sum ./\n"
	"RUN --mount=type=cache,target=/go/pkg/mod go mod download\n"
	"COPY . .\n"
	"ENV CGO_ENABLED=0\n"
	"RUN --mount=type=cache,target=/go/pkg/mod "
	"--mount=type=cache,target=/root/.cache/go-build go build -o /app ./cmd/app\n"
	"FROM alpine:3.22 AS base\n"
	"RUN apk add --no-cache ca-certificates tzdata\n"
	"ENV TZ=Europe/Berlin\n"
	"FROM base\n"
	"COPY --from=build /app /app\n"
	"USER 1000\n"
	"ENTRYPOINT [\"/app\"]\n";

static const char makefile[] = "export CGO_ENABLED = 0\n"
			       "GOFLAGS := -trimpath\n"
			       "export GOFLAGS\n"
			       ".PHONY: all build test\n"
			       "all: build test\n"
			       "build:\n"
			       "\tgo build -o bin/app ./cmd/app\n"
			       "test:\n"
			       "\tgo test ./...\n";

static const struct file {
	const char *path, *text;
} project[] = {
	{ "go.mod", "module example.com/app\n\ngo 1.26\n" },
	{ "go.sum", "" },
	{ "cmd/app/main.go", "package main\n\nimport _ \"net/http\"\n" },
	{ ".dockerignore", ".git\n" },
	{ "Dockerfile", dockerfile },
	{ "Makefile", makefile },
};

static struct findings
findings_with(const char *path, struct str text)
{
	struct vfs fs = { 0 };
	for (size_t i = 0; i < COUNT(project); i++)
		vfs_put(a, &fs, str_from(project[i].path), str_from(project[i].text));
	vfs_put(a, &fs, str_from(path), text);
	struct lint_options options = { .knowledge = &builtin_knowledge, .jobs = 1 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		if (!builtin_rules[i].pedantic)
			vec_push(a, &options.rules, &builtin_rules[i]);
	return lint_run(a, &fs, &options)->findings;
}

/* The text with the line at `at` made into `line`. */
static struct str
with_line(struct str text, size_t at, struct str line)
{
	size_t end = str_find_char(text, '\n', at);
	return arena_printf(a, "%" PRIstr "%" PRIstr "%" PRIstr, STR_ARG(str_slice(text, 0, at)),
		STR_ARG(line), STR_ARG(str_slice(text, end, text.n)));
}

/* "GB001 message" of each, one per line. */
static struct str
shown(const struct findings *findings)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < findings->n; i++)
		buf_printf(&out, "%" PRIstr " %" PRIstr "\n", STR_ARG(findings->items[i]->rule->id),
			STR_ARG(findings->items[i]->message));
	return buf_str(&out);
}

static void
expect_fault_alone(const char *path, struct str text, struct str line)
{
	struct findings findings = findings_with(path, text);
	bool is_alone =
		findings.n == 1 && str_eq(findings.items[0]->rule->name, STR("syntax-error"));
	cr_expect(is_alone, "%" PRIstr "\n%" PRIstr, STR_ARG(line), STR_ARG(shown(&findings)));
}

Test(faults, the_project_has_no_findings)
{
	struct findings findings = findings_with("go.sum", STR(""));
	EXPECT_STR(shown(&findings), STR(""));
}

/* An instruction that does not exist may be any that is misspelt. */
Test(faults, what_a_misspelt_instruction_does_is_not_known)
{
	struct str text = str_from(dockerfile);
	for (size_t at = 0; at < text.n; at = str_find_char(text, '\n', at) + 1) {
		struct str line = str_slice(text, at, str_find_char(text, '\n', at));
		if (str_starts(line, STR("#")))
			continue;
		struct str wrong = arena_printf(a, "O%" PRIstr, STR_ARG(line));
		expect_fault_alone("Dockerfile", with_line(text, at, wrong), wrong);
	}
}

/* Nor what one does that lacks a part. */
Test(faults, what_an_incomplete_instruction_does_is_not_known)
{
	static const struct {
		const char *whole, *part;
	} cases[] = {
		{ "WORKDIR /src", "WORKDIR" },
		{ "USER 1000", "USER" },
		{ "ENV TZ=Europe/Berlin", "ENV TZ" },
		{ "ENV CGO_ENABLED=0", "ENV CGO_ENABLED" },
		{ "COPY . .", "COPY ." },
		{ "COPY --from=build /app /app", "COPY --from=build /app" },
		{ "RUN apk add --no-cache ca-certificates tzdata",
			"RUN --mount=type=x apk add --no-cache ca-certificates tzdata" },
		{ "FROM alpine:3.22 AS base", "FROM alpine:3.22 AS" },
		{ "ARG GO_VERSION=1.26", "ARG" },
	};
	struct str text = str_from(dockerfile);
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t at = str_find(text, str_from(cases[i].whole), 0);
		cr_assert_neq(at, STR_NONE, "%s", cases[i].whole);
		struct str part = str_from(cases[i].part);
		expect_fault_alone("Dockerfile", with_line(text, at, part), part);
	}
}

/* A line that is neither a rule nor an assignment may be any that lacks its sign. */
Test(faults, what_a_line_without_its_sign_does_is_not_known)
{
	struct str text = str_from(makefile);
	for (size_t at = 0; at < text.n; at = str_find_char(text, '\n', at) + 1) {
		struct str line = str_slice(text, at, str_find_char(text, '\n', at));
		if (str_starts(line, STR("\t")))
			continue;
		struct buf wrong = buf_new(a);
		buf_add(&wrong, STR("lost "));
		for (size_t i = 0; i < line.n; i++)
			buf_add_char(
				&wrong, line.s[i] == ':' || line.s[i] == '=' ? ' ' : line.s[i]);
		expect_fault_alone(
			"Makefile", with_line(text, at, buf_str(&wrong)), buf_str(&wrong));
	}
}

Test(faults, what_an_unknown_directive_does_is_not_known)
{
	struct str text = STR("module example.com/app\n\ngo 1.26\n\n"
			      "require example.com/app/lib v0.0.0\n\n"
			      "replac example.com/app/lib => ./lib\n");
	expect_fault_alone("go.mod", text, text);
}
