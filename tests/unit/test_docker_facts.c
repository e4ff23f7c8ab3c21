/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_project.h"
#include "support.h"

TestSuite(docker_facts, .init = set_up, .fini = tear_down);

/* --- making projects --- */

static const char module_text[] = "module example.com/app\n\ngo 1.26\n\n"
				  "require golang.org/x/text v0.14.0\n";

/* A Dockerfile, a module at the root with one requirement, go.sum and main.go, and a file more. */
static struct project *
project_at(const char *path, const char *text, const char *other)
{
	const struct test_file files[] = {
		{ path, FILE_DOCKERFILE, text },
		{ "go.mod", FILE_GOMOD, module_text },
		{ "go.sum", FILE_NONE, "" },
		{ "main.go", FILE_NONE, "package main\n" },
		{ other, FILE_NONE, "" },
		{ NULL, FILE_NONE, NULL },
	};
	return project_of(a, files);
}

static struct project *
image_of(const char *text)
{
	return project_at("Dockerfile", text, NULL);
}

static struct fact_dockerfile *
dockerfile_of(const struct project *p)
{
	return p->facts[FACT_CLASS_dockerfile].items[0];
}

static struct fact_stage *
stage_of(const struct project *p, size_t i)
{
	cr_assert(i < dockerfile_of(p)->stages.n, "there is no stage %zu", i);
	return dockerfile_of(p)->stages.items[i];
}

static struct fact_command *
command_of(const struct project *p, size_t i)
{
	cr_assert(i < p->facts[FACT_CLASS_command].n, "there is no command %zu", i);
	return p->facts[FACT_CLASS_command].items[i];
}

static struct fact_go_command *
go_of(const struct project *p, size_t i)
{
	cr_assert(i < p->facts[FACT_CLASS_go_command].n, "there is no go command %zu", i);
	return p->facts[FACT_CLASS_go_command].items[i];
}

static struct fact_copy *
copy_of(const struct project *p, size_t i)
{
	cr_assert(i < p->facts[FACT_CLASS_copy].n, "there is no COPY %zu", i);
	return p->facts[FACT_CLASS_copy].items[i];
}

/* --- what is expected --- */

/* NULL: absent; "?": unknown. */
static void
expect_string(struct fact_string value, const char *expected, const char *what)
{
	enum known state = !expected ? ABSENT : expected[0] == '?' ? UNKNOWN : KNOWN;
	bool same =
		value.state == state && (state != KNOWN || str_eq(value.text, str_from(expected)));
	cr_expect(same, "%s: state %d, \"%.*s\"; expected %s", what, (int)value.state,
		STR_ARG(value.text), expected ? expected : "nothing");
}

static void
expect_setting(const struct settings *map, const char *name, const char *expected)
{
	const struct fact_setting *s = settings_get(map, str_from(name));
	struct fact_string value = s ? s->value : (struct fact_string){ .state = ABSENT };
	expect_string(value, expected, name);
}

/* --- ARG and ENV --- */

Test(docker_facts, an_argument_before_from_reaches_a_stage_that_declares_it)
{
	struct project *p = image_of("ARG GO=1.26\n"
				     "ARG OTHER=x\n"
				     "FROM golang:$GO\n"
				     "ARG GO\n"
				     "RUN echo\n");
	expect_string(stage_of(p, 0)->image->text, "golang:1.26", "image");
	expect_string(stage_of(p, 0)->go_version, "1.26", "Go version");
	expect_setting(command_of(p, 0)->env, "GO", "1.26");
	expect_setting(command_of(p, 0)->env, "OTHER", NULL);
}

Test(docker_facts, a_stage_may_give_an_argument_its_own_default)
{
	struct project *p = image_of("ARG V=1\nFROM scratch\nARG V=2\nRUN echo\n");
	expect_setting(command_of(p, 0)->env, "V", "2");
}

Test(docker_facts, the_last_of_env_and_arg_counts_as_in_buildkit)
{
	struct project *p = image_of("FROM scratch\n"
				     "ENV A=env\nARG A=arg\n"
				     "ARG B=arg\nENV B=env\n"
				     "ENV C=env\nARG C\n"
				     "RUN echo\n");
	expect_setting(command_of(p, 0)->env, "A", "arg");
	expect_setting(command_of(p, 0)->env, "B", "env");
	expect_setting(command_of(p, 0)->env, "C", "?");
	expect_setting(stage_of(p, 0)->env, "A", "env");
}

Test(docker_facts, only_env_stays_in_the_image)
{
	struct project *p = image_of("FROM scratch\nARG A=1\nENV E=$A\nRUN echo\n");
	expect_setting(stage_of(p, 0)->env, "A", NULL);
	expect_setting(stage_of(p, 0)->env, "E", "1");
}

Test(docker_facts, pairs_of_one_env_see_the_values_from_before_it)
{
	struct project *p = image_of("FROM scratch\nENV A=old\nENV A=new B=$A\nRUN echo\n");
	expect_setting(command_of(p, 0)->env, "B", "old");
}

Test(docker_facts, the_default_of_an_argument_that_nobody_passes)
{
	static const char *cases[][2] = {
		{ "ARG V\nENV E=${V:-a}\n", "a" },
		{ "ARG V\nENV E=${V-a}\n", "a" },
		{ "ARG V\nENV E=x${V:+a}\n", "?" },
		{ "ARG V\nENV E=$V\n", "?" },
		{ "ARG V\nENV E=${V#a}${V/a/b}\n", "?" },
		{ "ARG V=b\nENV E=${V:-a}\n", "b" },
		{ "ENV V=b\nARG V\nENV E=${V:-a}\n", "?" },
		{ "ARG TARGETARCH\nENV E=${TARGETARCH:-a}\n", "?" },
		{ "ARG GLOBAL\nENV E=${GLOBAL:-a}\n", "a" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = image_of(
			arena_printf(a, "ARG GLOBAL\nFROM scratch\n%sRUN echo\n", cases[i][0]).s);
		expect_setting(command_of(p, 0)->env, "E", cases[i][1]);
	}
	struct project *p =
		image_of("FROM unknown.example/image\nARG V\nENV E=${V:-a}\nRUN echo\n");
	expect_setting(command_of(p, 0)->env, "E", "?");
	p = image_of("FROM scratch\nARG V\nRUN E=${V:-a} F=$V echo\n");
	expect_setting(command_of(p, 0)->env, "E", "a");
	expect_setting(command_of(p, 0)->env, "F", "?");
}

Test(docker_facts, platform_arguments_and_those_without_default_are_not_known)
{
	struct project *p = image_of("FROM scratch\nARG TARGETARCH\nARG V\n"
				     "ENV T=$TARGETARCH\nRUN echo\n");
	expect_setting(command_of(p, 0)->env, "TARGETARCH", "?");
	expect_setting(command_of(p, 0)->env, "V", "?");
	expect_setting(command_of(p, 0)->env, "T", "?");
}

Test(docker_facts, a_stage_takes_over_from_the_one_it_starts_from)
{
	struct project *p = image_of("FROM golang:1.26 AS base\n"
				     "ARG A=1\nENV E=2\nUSER app\nWORKDIR /src\n"
				     "SHELL [\"/bin/bash\", \"-c\"]\n"
				     "CMD [\"/app\"]\n"
				     "FROM base\n"
				     "RUN echo\n");
	struct fact_stage *child = stage_of(p, 1);
	cr_expect(child->parent == stage_of(p, 0));
	expect_setting(command_of(p, 0)->env, "A", "1");
	expect_setting(child->env, "E", "2");
	expect_setting(child->env, "GOTOOLCHAIN", "local");
	expect_string(child->user, "app", "user");
	expect_string(child->workdir, "/src", "workdir");
	expect_string(child->distro, "debian", "distro");
	cr_expect(child->is_golang_image == YES && child->is_final == YES);
	cr_expect(stage_of(p, 0)->is_shipped == YES && stage_of(p, 0)->is_final == NO);
	cr_assert(child->entry.n == 1);
	expect_string(child->entry.items[0], "/app", "entry");
}

Test(docker_facts, another_stage_starts_afresh)
{
	struct project *p = image_of("FROM golang:1.26\nARG A=1\nENV E=2\nWORKDIR /src\n"
				     "FROM alpine:3.23\nRUN echo\n");
	expect_setting(command_of(p, 0)->env, "A", NULL);
	expect_setting(command_of(p, 0)->env, "E", NULL);
	expect_string(stage_of(p, 1)->workdir, "/", "workdir");
	cr_expect(stage_of(p, 0)->is_shipped == NO);
}

Test(docker_facts, the_release_of_the_distribution)
{
	static const struct {
		const char *image, *version;
		bool outdated;
	} cases[] = {
		{ "alpine:3.20.3", "3.20.3", true },
		{ "alpine:3.23", "3.23", false },
		{ "alpine:3", "3", false },
		{ "alpine:edge", "edge", false },
		{ "alpine", "?", false },
		{ "golang:1.20-alpine3.17", "3.17", true },
		{ "golang:1.26-bookworm", "bookworm", false },
		{ "golang:1.26", "?", false },
		{ "debian:buster-slim", "buster", true },
		{ "ubuntu:24.04", "24.04", false },
		{ "registry.example.com/x:1", "?", false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM %s\n", cases[i].image);
		struct fact_stage *stage = stage_of(image_of(text.s), 0);
		expect_string(stage->distro_version, cases[i].version, cases[i].image);
		cr_expect(stage->distro_is_outdated == tri_of(cases[i].outdated), "%s",
			cases[i].image);
	}
}

/* --- RUN --- */

Test(docker_facts, every_form_of_run_gives_commands)
{
	static const struct {
		const char *text, *program;
		uint32_t off;
	} cases[] = {
		{ "FROM a\nRUN go build .\n", "go", 11 },
		{ "FROM a\nRUN [\"go\", \"build\", \".\"]\n", "go", 7 },
		{ "FROM a\nRUN echo \\\n  # why\n  && go build .\n", "echo", 11 },
		{ "FROM a\nRUN <<EOF\ngo build .\nEOF\n", "go", 17 },
		{ "FROM a\nRUN sh -c 'go build .'\n", "sh", 11 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = image_of(cases[i].text);
		expect_string(command_of(p, 0)->program, cases[i].program, cases[i].text);
		cr_expect(command_of(p, 0)->place.span.off == cases[i].off, "%s: at %u",
			cases[i].text, command_of(p, 0)->place.span.off);
		cr_expect(p->facts[FACT_CLASS_go_command].n == 1, "%s", cases[i].text);
		expect_string(go_of(p, 0)->verb, "build", cases[i].text);
	}
}

Test(docker_facts, places_in_continued_lines_are_those_of_the_file)
{
	struct project *p = image_of("FROM golang:1.26\nRUN echo a && \\\n    go build .\n");
	struct fact_go_command *go = go_of(p, 0);
	struct position at = source_position(go->place.source, go->place.span.off);
	cr_expect(at.line == 3 && at.column == 5, "%u:%u", at.line, at.column);
	struct str run = source_slice(go->command->run_place.source, go->command->run_place.span);
	cr_expect(str_eq(run, STR("RUN")));
}

Test(docker_facts, an_unknown_shell_leaves_nothing_certain)
{
	struct project *p = image_of("FROM debian:bookworm\nSHELL [\"pwsh\", \"-c\"]\n"
				     "RUN Install-It\n");
	cr_expect(p->facts[FACT_CLASS_command].n == 0);
	cr_expect(stage_of(p, 0)->has_git == UNSURE);
}

Test(docker_facts, images_of_windows_have_no_posix_shell)
{
	struct project *p = image_of("ARG TAG=ltsc2022\n"
				     "FROM mcr.microsoft.com/windows/servercore:${TAG}\n"
				     "RUN powershell if ((Get-X).Y -ne 1) { throw 2 }\n"
				     "FROM golang:1.26-nanoserver\nRUN if ((x) { y }\n");
	cr_expect_eq(p->facts[FACT_CLASS_command].n, 0);
	cr_expect_eq(p->facts[FACT_CLASS_syntax_fault].n, 0);
}

/* --- go env --- */

Test(docker_facts, go_env_says_where_values_come_from)
{
	struct project *p = image_of("FROM golang:1.26\n"
				     "ENV GOPROXY=https://a.example GOFLAGS=\n"
				     "RUN go env -w GOSUMDB=off GOPROXY=https://b.example\n"
				     "RUN GOPRIVATE=example.com go build .\n");
	const struct settings *env = go_of(p, 1)->go_env;
	static const struct {
		const char *name, *value, *scope;
	} cases[] = {
		{ "GOPROXY", "https://a.example", "ENV" },
		{ "GOSUMDB", "off", "go env -w" },
		{ "GOPRIVATE", "example.com", "prefix" },
		{ "GONOPROXY", "example.com", "prefix" },
		{ "GOTOOLCHAIN", "local", "image" },
		{ "GOFLAGS", "", "default" },
		{ "GOMODCACHE", "/go/pkg/mod", "default" },
		{ "GOCACHE", "/root/.cache/go-build", "default" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_setting *s = settings_get(env, str_from(cases[i].name));
		cr_assert(s, "%s", cases[i].name);
		expect_setting(env, cases[i].name, cases[i].value);
		expect_string(s->scope, cases[i].scope, cases[i].name);
	}
	const struct fact_setting *proxy = settings_get(env, STR("GOPROXY"));
	expect_string(proxy->origin, "Dockerfile:2 ENV", "origin");
}

Test(docker_facts, what_go_env_writes_stays_in_its_stage)
{
	struct project *p = image_of("FROM golang:1.26\nRUN go env -w GOSUMDB=off\n"
				     "FROM golang:1.26\nRUN go build .\n");
	expect_setting(go_of(p, 1)->go_env, "GOSUMDB", "sum.golang.org");
}

Test(docker_facts, caches_follow_the_user_and_the_environment)
{
	static const struct {
		const char *lines, *modules, *build;
	} cases[] = {
		{ "", "/go/pkg/mod", "/root/.cache/go-build" },
		{ "USER app\n", "/go/pkg/mod", "?" },
		{ "USER app\nENV HOME=/home/app\n", "/go/pkg/mod", "/home/app/.cache/go-build" },
		{ "ENV XDG_CACHE_HOME=/x\n", "/go/pkg/mod", "/x/go-build" },
		{ "ENV GOPATH=/a:/b GOCACHE=/c\n", "/a/pkg/mod", "/c" },
		{ "ARG DIR\nENV GOMODCACHE=$DIR\n", "?", "/root/.cache/go-build" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text =
			arena_printf(a, "FROM golang:1.26\n%sRUN go build .\n", cases[i].lines);
		struct project *p = image_of(text.s);
		expect_setting(go_of(p, 0)->go_env, "GOMODCACHE", cases[i].modules);
		expect_setting(go_of(p, 0)->go_env, "GOCACHE", cases[i].build);
	}
}

/* --- the build context and COPY --- */

Test(docker_facts, the_context_is_where_everything_copied_is_found)
{
	struct project *p = project_at(
		"build/Dockerfile", "FROM scratch\nCOPY main.go go.mod /\n", "build/entry.sh");
	expect_string(dockerfile_of(p)->context, "", "context");
	p = project_at("build/Dockerfile", "FROM scratch\nCOPY entry.sh /\n", "build/entry.sh");
	expect_string(dockerfile_of(p)->context, "build", "context");
	p = project_at("build/Dockerfile", "FROM scratch\nCOPY missing /\n", NULL);
	expect_string(dockerfile_of(p)->context, "?", "context");
}

Test(docker_facts, what_a_copy_brings)
{
	static const struct {
		const char *words;
		enum tri mod, sum, source;
	} cases[] = {
		{ ". .", YES, YES, YES },
		{ "./ /src/", YES, YES, YES },
		{ "go.mod go.sum ./", YES, YES, NO },
		{ "go.* ./", YES, YES, UNSURE },
		{ "go.mod ./", YES, NO, NO },
		{ "[\"go.mod\", \"./\"]", YES, NO, NO },
		{ "main.go ./", NO, NO, YES },
		{ "cmd ./cmd", UNSURE, UNSURE, YES },
		{ "go.mod $OTHER ./", YES, UNSURE, UNSURE },
		{ "--from=tools /bin/x /bin/x", NO, NO, NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a,
			"FROM a AS tools\nFROM b\nARG OTHER\nWORKDIR /src\nCOPY %s\n",
			cases[i].words);
		struct project *p = project_at("Dockerfile", text.s, "cmd/main.go");
		const struct fact_copy *copy = copy_of(p, 0);
		cr_expect(copy->brings_go_mod == cases[i].mod, "%s: go.mod", cases[i].words);
		cr_expect(copy->brings_go_sum == cases[i].sum, "%s: go.sum", cases[i].words);
		cr_expect(copy->brings_source == cases[i].source, "%s: source", cases[i].words);
	}
}

Test(docker_facts, destinations_are_absolute_and_kept_as_written)
{
	struct project *p = image_of("FROM scratch\nWORKDIR /src\nCOPY go.mod ./sub/\n");
	const struct fact_copy *copy = copy_of(p, 0);
	expect_string(copy->destination, "/src/sub", "destination");
	expect_string(copy->destination_text, "./sub/", "destination as written");
	expect_string(copy->workdir, "/src", "workdir");
	struct str written =
		source_slice(copy->destination_place.source, copy->destination_place.span);
	cr_expect(str_eq(written, STR("./sub/")));
}

Test(docker_facts, a_go_command_works_on_the_module_that_was_copied)
{
	static const struct {
		const char *lines;
		bool known;
	} cases[] = {
		{ "WORKDIR /src\nCOPY . .\nRUN go build .\n", true },
		{ "COPY . /src\nRUN cd /src && go build .\n", true },
		{ "COPY . /src\nRUN go build -C /src .\n", true },
		{ "COPY . /src\nWORKDIR /src/cmd\nRUN go build .\n", true },
		{ "WORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\n", true },
		{ "WORKDIR /src\nCOPY go.mod go.mod\nRUN go mod download\n", true },
		{ "WORKDIR /src\nCOPY go.mod /go.mod\nRUN cd / && go mod download\n", true },
		{ "WORKDIR /src\nCOPY go.mod sub/go.mod\nRUN go mod download\n", false },
		{ "WORKDIR /src\nCOPY go.sum go.mod\nRUN go mod download\n", false },
		{ "WORKDIR /src\nCOPY . .\nWORKDIR /other\nRUN go build .\n", false },
		{ "WORKDIR /src\nRUN go build .\n", false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM golang:1.26\n%s", cases[i].lines);
		struct project *p = image_of(text.s);
		cr_expect(!!go_of(p, 0)->module == cases[i].known, "%s", cases[i].lines);
	}
}

/* --- layers and mounts --- */

static void
expect_last(const char *lines, enum tri layer, bool again, bool split)
{
	struct str text = arena_printf(a, "FROM golang:1.26\nWORKDIR /src\n%s", lines);
	struct project *p = image_of(text.s);
	struct fact_go_command *go = go_of(p, p->facts[FACT_CLASS_go_command].n - 1);
	cr_expect(go->has_download_layer == layer, "%s: layer %d", lines, go->has_download_layer);
	cr_expect(go->downloads_again == tri_of(again), "%s: downloads again", lines);
	cr_expect(!!go->mounted_download == split, "%s: split mount", lines);
}

Test(docker_facts, a_download_before_the_source_is_a_layer_of_its_own)
{
	static const char build[] = "RUN go build .\n";
	static const char first[] = "COPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n";
	static const char conditional[] =
		"COPY go.mod go.sum ./\nRUN test -f x && go mod download\nCOPY . .\n";
	expect_last(arena_printf(a, "%s%s", first, build).s, YES, false, false);
	expect_last(arena_printf(a, "COPY . .\n%s", build).s, NO, true, false);
	expect_last("COPY . .\nRUN go mod download\n", NO, true, false);
	expect_last(arena_printf(a, "%s%s", conditional, build).s, UNSURE, false, false);
	expect_last(arena_printf(a, "COPY . .\nRUN make deps\n%s", build).s, UNSURE, false, false);
	expect_last(arena_printf(a, "COPY --from=node:24 /dist dist\nCOPY . .\n%s", build).s, NO,
		true, false);
}

Test(docker_facts, what_is_in_a_mount_is_not_in_the_layer)
{
#define MOUNT "--mount=type=cache,target=/go/pkg/mod "
#define OTHER "--mount=type=cache,id=x,target=/go/pkg/mod "
#define DOWNLOAD "COPY go.mod go.sum ./\nRUN " MOUNT "go mod download\nCOPY . .\n"
	expect_last(DOWNLOAD "RUN go build .\n", NO, false, true);
	expect_last(DOWNLOAD "RUN " OTHER "go build .\n", NO, false, true);
	expect_last(DOWNLOAD "RUN " MOUNT "go build .\n", NO, false, false);
	expect_last(DOWNLOAD "RUN go build -mod=vendor .\n", NO, false, false);
	expect_last(DOWNLOAD "RUN go mod download\nRUN go build .\n", NO, false, false);
	expect_last(DOWNLOAD "RUN go version\n", NO, false, false);
}

Test(docker_facts, mounts_are_compared_with_the_caches_of_go)
{
	static const struct {
		const char *target;
		enum tri modules, build;
		const char *meant_for;
	} cases[] = {
		{ "/go/pkg/mod", YES, NO, NULL },
		{ "/go/pkg/mod/", YES, NO, NULL },
		{ "/go", YES, NO, NULL },
		{ "/go/pkg/mod/cache", UNSURE, NO, NULL },
		{ "/root/.cache", NO, YES, NULL },
		{ "/root/go/pkg/mod", NO, NO, "GOMODCACHE" },
		{ "/home/app/.cache/go-build", NO, NO, "GOCACHE" },
		{ "/var/cache/apt", NO, NO, NULL },
		{ "$DIR", UNSURE, UNSURE, NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26\nARG DIR\n"
			"RUN --mount=type=cache,target=%s go build .\n",
			cases[i].target);
		struct project *p = image_of(text.s);
		const struct fact_mount *mount = p->facts[FACT_CLASS_mount].items[0];
		cr_expect(mount->is_module_cache == cases[i].modules, "%s", cases[i].target);
		cr_expect(mount->is_build_cache == cases[i].build, "%s", cases[i].target);
		expect_string(mount->meant_for, cases[i].meant_for, cases[i].target);
	}
}

Test(docker_facts, a_bound_go_sum_is_there_for_one_run)
{
	struct project *p =
		image_of("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod ./\n"
			 "RUN --mount=type=bind,source=go.sum,target=go.sum go mod download\n"
			 "RUN go mod verify\n");
	cr_expect(go_of(p, 0)->go_sum_copied == UNSURE);
	cr_expect(go_of(p, 1)->go_sum_copied == NO);
}

/* --- what the image runs --- */

Test(docker_facts, the_program_of_the_image)
{
	static const struct {
		const char *lines;
		enum tri runs;
		bool copied;
	} cases[] = {
		{ "FROM alpine:3.23\nCOPY --from=build /app /app\nCMD [\"/app\"]\n", YES, true },
		{ "FROM alpine:3.23\nCOPY --from=0 /app /usr/bin/\nCMD app -x\n", YES, true },
		{ "FROM build\nENTRYPOINT [\"/app\"]\n", YES, false },
		{ "FROM alpine:3.23\nCMD [\"/bin/sh\"]\n", UNSURE, false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /app .\n%s",
			cases[i].lines);
		struct project *p = image_of(text.s);
		cr_expect(stage_of(p, 1)->runs_go_program == cases[i].runs, "%s", cases[i].lines);
		cr_expect(!!stage_of(p, 1)->program_copy == cases[i].copied, "%s", cases[i].lines);
	}
}

Test(docker_facts, development_shows_in_names_and_paths)
{
	static const struct {
		const char *path, *from;
		enum tri expected;
	} cases[] = {
		{ "Dockerfile", "FROM a\n", NO },
		{ "Dockerfile", "FROM a AS dev\n", YES },
		{ "Dockerfile", "FROM a AS devices\n", NO },
		{ "Dockerfile.dev", "FROM a\n", YES },
		{ "test/Dockerfile", "FROM a AS app\n", YES },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = project_at(cases[i].path, cases[i].from, NULL);
		cr_expect(stage_of(p, 0)->is_development == cases[i].expected, "%s %s",
			cases[i].path, cases[i].from);
	}
}

Test(docker_facts, platform_arguments_in_from)
{
	struct project *p = image_of("ARG V=3\nFROM --platform=$TARGETPLATFORM a-$TARGETOS\n"
				     "FROM --platform=$TARGETOS/amd64 a-$V\n");
	expect_string(stage_of(p, 0)->image->text, "?", "image");
	expect_string(stage_of(p, 0)->platform, NULL, "the default written out");
	expect_string(stage_of(p, 1)->platform, "?", "platform");
	expect_string(stage_of(p, 1)->image->text, "a-3", "image");
}

Test(docker_facts, platform_arguments_that_a_stage_does_not_declare)
{
	static const struct {
		const char *lines, *name, *text;
	} cases[] = {
		{ "RUN GOARCH=$TARGETARCH go build .\n", "TARGETARCH", "$TARGETARCH" },
		{ "COPY bin/${TARGETOS}/app /app\n", "TARGETOS", "${TARGETOS}" },
		{ "ARG TARGETARCH\nRUN echo $TARGETARCH\n", NULL, NULL },
		{ "ENV TARGETARCH=x\nRUN echo $TARGETARCH\n", NULL, NULL },
		{ "RUN TARGETARCH=x; echo $TARGETARCH\n", NULL, NULL },
		{ "RUN echo \\$TARGETARCH $TARGETARCHITECTURE ${TARGETARCH:-x}\n", NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM golang:1.26\n%s", cases[i].lines);
		struct fact_stage *stage = stage_of(image_of(text.s), 0);
		expect_string(stage->undeclared_arg, cases[i].name, cases[i].lines);
		struct place place = stage->undeclared_arg_place;
		cr_assert(!!place.source == !!cases[i].name, "%s", cases[i].lines);
		if (place.source)
			cr_expect(str_eq(
				source_slice(place.source, place.span), str_from(cases[i].text)));
	}
}

Test(docker_facts, what_needs_a_shell)
{
	static const struct {
		const char *lines;
		bool needed;
	} cases[] = {
		{ "CMD /app\n", true },
		{ "RUN echo\n", true },
		{ "CMD [\"/app\"]\nENTRYPOINT [\"/x\"]\nRUN [\"/y\"]\n", false },
		{ "SHELL [\"/busybox/sh\", \"-c\"]\nCMD /app\n", false },
		{ "ENTRYPOINT []\nCOPY a /a\n", false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM scratch\n%s", cases[i].lines);
		struct fact_stage *stage = stage_of(image_of(text.s), 0);
		cr_expect(
			!!stage->shell_form_place.source == cases[i].needed, "%s", cases[i].lines);
	}
}

Test(docker_facts, the_first_release_of_go_1_21_had_no_gotoolchain_of_its_own)
{
	struct project *p = image_of("FROM golang:1.21.0\nRUN go build\n"
				     "FROM golang:1.21\nRUN go build\n"
				     "FROM golang:1.20\nRUN go build\n");
	expect_setting(go_of(p, 0)->go_env, "GOTOOLCHAIN", "auto");
	expect_setting(go_of(p, 1)->go_env, "GOTOOLCHAIN", "local");
	expect_setting(go_of(p, 2)->go_env, "GOTOOLCHAIN", "");
}

Test(docker_facts, xx_go_is_go_for_the_target_platform)
{
	const struct project *p = image_of("FROM golang:1.26-alpine\nCOPY --from=xx / /\n"
					   "ARG TARGETOS TARGETARCH\nENV TARGETOS=linux\n"
					   "RUN xx-go --wrap\nRUN xx-go build -o /app .\n");
	const struct fact_go_command *go = go_of(p, 0);
	cr_assert_eq(p->facts[FACT_CLASS_go_command].n, 1);
	cr_expect(str_eq(go->verb.text, STR("build")));
	cr_expect(str_eq(setting_value(go->go_env, STR("GOOS")).text, STR("linux")));
	cr_expect_eq(setting_value(go->go_env, STR("GOARCH")).state, UNKNOWN);
	cr_expect_eq(setting_value(go->go_env, STR("CGO_ENABLED")).state, UNKNOWN);
	cr_expect(str_eq(settings_get(go->go_env, STR("GOOS"))->scope.text, STR("xx-go")));
}

Test(docker_facts, a_ca_bundle_lies_where_the_distribution_keeps_it)
{
	static const struct {
		const char *dockerfile, *path; /* "-": none, "?": not known */
	} cases[] = {
		{ "FROM debian:12\n", "-" },
		{ "FROM debian:12\nRUN apt-get update && apt-get install -y ca-certificates\n",
			"/etc/ssl/certs/ca-certificates.crt" },
		{ "FROM alpine:3.22\n", "/etc/ssl/certs/ca-certificates.crt" },
		{ "FROM alpine:3.22 AS a\nFROM a\n", "/etc/ssl/certs/ca-certificates.crt" },
		{ "FROM registry.access.redhat.com/ubi9/ubi-minimal\n",
			"/etc/pki/tls/certs/ca-bundle.crt" },
		{ "FROM scratch\n", "-" },
		{ "FROM scratch\nCOPY --from=alpine:3.22 /etc/ssl/certs/ca-certificates.crt "
		  "/etc/ssl/certs/\n",
			"?" },
		{ "FROM example.com/x\n", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_of(cases[i].dockerfile);
		size_t n = p->facts[FACT_CLASS_stage].n;
		struct fact_string path = stage_of(p, n - 1)->ca_path;
		struct str is = path.state == KNOWN ? path.text
			: path.state == UNKNOWN     ? STR("?")
						    : STR("-");
		cr_expect(str_eq(is, str_from(cases[i].path)), "%s%" PRIstr, cases[i].dockerfile,
			STR_ARG(is));
	}
}
