/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/project.h"
#include "support.h"

TestSuite(readers, .init = set_up, .fini = tear_down);

#define GO_MOD "module example.com/app\n\ngo 1.26\n\nrequire corp.example/lib v1.0.0\n"
#define WORKFLOW_HEAD "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"

/* The facts of a project with a go.mod and one more file. */
static struct fact_list *
facts_of(enum file_kind kind, const char *path, const char *text)
{
	struct vfs *fs = ARENA_NEW(a, struct vfs);
	struct project_files files = { 0 };
	struct project_file file = { .path = str_from(path), .kind = kind };
	struct project_file mod = { .path = STR("go.mod"), .kind = FILE_GOMOD };
	vfs_put(a, fs, file.path, str_from(text));
	vfs_put(a, fs, mod.path, STR(GO_MOD));
	static const char *const others[] = { "known_hosts", "hosts", ".ssh/id_rsa", "corp.crt",
		"corp.pem", "certs/a.crt", "server.crt" };
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		vfs_put(a, fs, str_from(others[i]), STR("x"));
	project_file_parse(a, &file, str_from(text));
	project_file_parse(a, &mod, STR(GO_MOD));
	bool first = str_cmp(file.path, mod.path) < 0;
	vec_push(a, &files, first ? file : mod);
	vec_push(a, &files, first ? mod : file);
	return project_extract(a, fs, &files, &builtin_knowledge, NULL)->facts;
}

static struct fact_list *
facts_of_dockerfile(const char *text)
{
	return facts_of(FILE_DOCKERFILE, "Dockerfile", text);
}

/* The n-th fact of a class. */
static void *
fact(struct fact_list *facts, enum fact_class_id class, size_t n)
{
	cr_assert_lt(n, facts[class].n, "there is no such %s", fact_classes[class].name);
	return facts[class].items[n];
}
#define FACT(facts, class, n) ((struct fact_##class *)fact((facts), FACT_CLASS_##class, (n)))

/* expected: the text, "-" for absent, "?" for unknown */
static void
expect(struct fact_string actual, const char *expected, const char *what)
{
	struct str text = actual.state == KNOWN ? actual.text
		: actual.state == ABSENT        ? STR("-")
						: STR("?");
	cr_expect(str_eq(text, str_from(expected)), "%s: got \"%.*s\", expected \"%s\"", what,
		STR_ARG(text), expected);
}

static void
expect_tri(enum tri actual, enum tri expected, const char *what)
{
	static const char *const names[] = { "no", "yes", "unsure" };
	cr_expect(actual == expected, "%s: got %s, expected %s", what, names[actual],
		names[expected]);
}

static struct fact_list *
facts_of_run(const char *image, const char *command)
{
	struct str text = arena_printf(a, "FROM %s\nRUN %s\n", image, command);
	return facts_of_dockerfile(text.s);
}

/* --- git --- */

Test(readers, rewrites_that_cannot_work_have_a_problem)
{
	static const struct {
		const char *base, *from, *repaired; /* "" if there is no problem */
	} cases[] = {
		{ "git@github.com:", "https://github.com/", "" },
		{ "ssh://git@github.com/", "https://github.com/", "" },
		{ "ssh://git@github.com", "https://github.com", "" },
		{ "ssh://git@host.corp:2222/", "https://host.corp/", "" },
		{ "git@github.com:org", "https://github.com/org", "" },
		{ "git@github.com:", "https://github.com", "" },
		{ "https://oauth2:abc@host.corp/", "https://host.corp/", "" },
		{ "https://github.com/", "git@github.com:", "" },
		{ "ssh://git@github.com:", "https://github.com/", "ssh://git@github.com/" },
		{ "ssh://git@github.com:org", "https://github.com/org",
			"ssh://git@github.com/org" },
		{ "ssh://git@github.com", "https://github.com/", "ssh://git@github.com/" },
		{ "git@github.com/", "https://github.com/", "git@github.com:" },
		{ "git@github.com", "https://github.com", "ssh://git@github.com" },
		{ "git@host.corp:2222/", "https://host.corp/", "ssh://git@host.corp:2222/" },
		{ "git@github.com:org", "https://github.com/org/", "git@github.com:org/" },
		{ "https://oauth2:abc@host.corp", "https://host.corp/", "-" },
		{ "git@github.com:", "github.com/", "https://github.com/" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str command = arena_printf(a, "git config --global url.\"%s\".insteadOf %s",
			cases[i].base, cases[i].from);
		struct fact_git_rewrite *rewrite =
			FACT(facts_of_run("golang:1.26", command.s), git_rewrite, 0);
		bool works = cases[i].repaired[0] == 0;
		cr_expect_eq(rewrite->problem.state, works ? ABSENT : KNOWN, "%s", cases[i].base);
		expect(rewrite->repaired, works ? "-" : cases[i].repaired, cases[i].base);
	}
}

Test(readers, credentials_of_rewrites_are_told_and_masked)
{
	static const struct {
		const char *command, *credential, *base, *prefix;
	} cases[] = {
		{ "git config --global url.\"https://${TOKEN}@github.com/\".insteadOf https://github.com/",
			"variable", "https://***@github.com/", "github.com" },
		{ "git config --global url.\"https://x:$(cat /run/secrets/t)@h.corp/\".INSTEADOF https://h.corp/g/",
			"variable", "https://***@h.corp/", "h.corp/g" },
		{ "git config --global --add URL.https://oauth2:s3cret@h.corp/.insteadOf https://h.corp/",
			"literal", "https://***@h.corp/", "h.corp" },
		{ "git config set --global url.ssh://git@h.corp/.insteadof https://h.corp/", "-",
			"ssh://***@h.corp/", "h.corp" },
		{ "git config --global url.https://h.corp/$ORG/.insteadOf https://g.corp/", "-",
			"?", "g.corp" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(
			a, "FROM golang:1.26\nARG TOKEN\nARG ORG\nRUN %s\n", cases[i].command);
		struct fact_git_rewrite *rewrite =
			FACT(facts_of_dockerfile(text.s), git_rewrite, 0);
		expect(rewrite->credential, cases[i].credential, cases[i].command);
		expect(rewrite->base, cases[i].base, cases[i].command);
		expect(rewrite->prefix, cases[i].prefix, cases[i].command);
	}
}

Test(readers, a_rewrite_reaches_the_next_download)
{
	struct fact_list *facts = facts_of_dockerfile(
		"FROM golang:1.26\nWORKDIR /src\n"
		"RUN git config --global url.git@corp.example:.insteadOf https://corp.example/\n"
		"COPY go.mod ./\n"
		"RUN --mount=type=ssh GOPRIVATE=corp.example/* go mod download\n");
	struct fact_git_rewrite *rewrite = FACT(facts, git_rewrite, 0);
	cr_assert_eq(rewrite->go_command, FACT(facts, go_command, 0));
	expect_tri(rewrite->is_ssh, YES, "is_ssh");
	expect_tri(rewrite->is_private, YES, "is_private");
	expect_tri(rewrite->has_ssh_client, YES, "has_ssh_client");
	expect_tri(rewrite->has_known_hosts, NO, "has_known_hosts");
	expect_tri(rewrite->has_ssh_credential, YES, "has_ssh_credential");
}

Test(readers, a_rewrite_of_another_user_or_repository_reaches_nothing)
{
	static const char *const texts[] = {
		"RUN git config --global url.git@corp.example:.insteadOf https://corp.example/\nUSER app\n",
		"RUN git config url.git@corp.example:.insteadOf https://corp.example/\n",
		"RUN git config --global url.git@corp.example:.pushInsteadOf https://corp.example/\n",
		"RUN git config --global --unset url.git@corp.example:.insteadOf\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26\nWORKDIR /src\nCOPY go.mod ./\n%s"
			"RUN go mod download\n",
			texts[i]);
		struct fact_list *facts = facts_of_dockerfile(text.s);
		expect_tri(FACT(facts, go_command, 0)->downloads, YES, texts[i]);
		fact_for(git_rewrite, rewrite, &facts[FACT_CLASS_git_rewrite])
			cr_expect_null(rewrite->go_command, "%s", texts[i]);
	}
}

/* --- ssh --- */

Test(readers, commands_provide_host_keys_and_keys)
{
	static const struct {
		const char *run;
		enum tri known_hosts, credential;
	} cases[] = {
		{ "true", NO, NO },
		{ "mkdir -p -m 0700 ~/.ssh", NO, NO },
		{ "ssh-keyscan corp.example >> ~/.ssh/known_hosts", YES, NO },
		{ "ssh-keyscan corp.example | tee -a /etc/ssh/ssh_known_hosts", YES, NO },
		{ "test -f x && ssh-keyscan corp.example >> ~/.ssh/known_hosts", UNSURE, NO },
		{ "echo \"corp.example ssh-ed25519 AAAA\" > $HOME/.ssh/known_hosts", YES, NO },
		{ "echo \"$KEY\" > /root/.ssh/id_rsa", NO, YES },
		{ "{ echo a; } > /root/.ssh/id_ed25519", NO, YES },
		{ "printf 'Host *\\n StrictHostKeyChecking no' > ~/.ssh/config", YES, UNSURE },
		{ "echo \"$KEY\" > \"$FILE\"", UNSURE, UNSURE },
		{ "cp -r keys/ /root/.ssh/", UNSURE, UNSURE },
		{ "git config --global core.sshCommand 'ssh -o StrictHostKeyChecking=no'", YES,
			UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26\nWORKDIR /src\nARG KEY\nARG FILE\nCOPY go.mod ./\nRUN %s\n"
			"RUN git config --global url.git@h.corp:.insteadOf https://h.corp/\n"
			"RUN go mod download\n",
			cases[i].run);
		struct fact_git_rewrite *rewrite =
			FACT(facts_of_dockerfile(text.s), git_rewrite, 0);
		cr_assert_not_null(rewrite->go_command, "%s", cases[i].run);
		expect_tri(rewrite->has_known_hosts, cases[i].known_hosts, cases[i].run);
		expect_tri(rewrite->has_ssh_credential, cases[i].credential, cases[i].run);
	}
}

Test(readers, copied_files_and_mounts_serve_ssh)
{
	static const struct {
		const char *copy, *run;
		enum tri known_hosts, credential;
	} cases[] = {
		{ "COPY known_hosts /root/.ssh/known_hosts", "", YES, UNSURE },
		{ "COPY hosts /etc/ssh/ssh_known_hosts", "", YES, NO },
		{ "COPY .ssh /root/.ssh", "", UNSURE, YES },
		{ "", "--mount=type=secret,id=key,target=/root/.ssh/id_rsa ", UNSURE, UNSURE },
		{ "", "--mount=type=cache,target=/go/pkg/mod ", NO, NO },
		{ "ENV GIT_SSH_COMMAND=\"ssh -o StrictHostKeyChecking=accept-new\"", "", YES,
			UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26\nWORKDIR /src\nCOPY go.mod ./\n%s\n"
			"RUN git config --global url.git@h.corp:.insteadOf https://h.corp/\n"
			"RUN %sgo mod download\n",
			cases[i].copy, cases[i].run);
		struct fact_git_rewrite *rewrite =
			FACT(facts_of_dockerfile(text.s), git_rewrite, 0);
		expect_tri(rewrite->has_known_hosts, cases[i].known_hosts, cases[i].copy);
		expect_tri(rewrite->has_ssh_credential, cases[i].credential, cases[i].copy);
	}
}

/* --- packages --- */

static void
expect_strings(const struct fact_strings *actual, const char *expected, const char *what)
{
	struct str joined = { 0 };
	for (size_t i = 0; i < actual->n; i++) {
		struct fact_string s = actual->items[i];
		joined = arena_printf(a, "%.*s%s%.*s", STR_ARG(joined), i ? " " : "",
			STR_ARG(s.state == KNOWN ? s.text : STR("?")));
	}
	cr_expect(str_eq(joined, str_from(expected)), "%s: got \"%.*s\", expected \"%s\"", what,
		STR_ARG(joined), expected);
}

Test(readers, packages_lose_versions_and_options)
{
	static const struct {
		const char *command, *manager, *packages;
	} cases[] = {
		{ "apt-get update && apt-get install -y --no-install-recommends -t bookworm git=1:2.39 gcc:amd64 vim/stable",
			"apt", "git gcc vim" },
		{ "apk --no-cache add --virtual .build -X https://x.example git~=2.4 gcc@edge 'musl-dev>1.2'",
			"apk", "git gcc musl-dev" },
		{ "dnf install -y --setopt=a=b --enablerepo crb git", "dnf", "git" },
		{ "zypper --non-interactive in git", "zypper", "git" },
		{ "pacman -Syu --noconfirm git", "pacman", "git" },
		{ "apt-get install -y $PACKAGES ./local.deb git=$V", "apt", "? ? git" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(
			a, "FROM debian:12\nARG PACKAGES\nARG V\nRUN %s\n", cases[i].command);
		struct fact_install *install = FACT(facts_of_dockerfile(text.s), install, 0);
		expect(install->manager, cases[i].manager, cases[i].command);
		expect_strings(&install->packages, cases[i].packages, cases[i].command);
	}
}

Test(readers, a_tool_says_who_brings_it)
{
	static const struct {
		const char *text, *how, *origin;
		enum tri is_there;
		uint32_t line; /* 0: no place */
	} cases[] = {
		{ "FROM golang:1.27\nRUN git status\n", "image", "golang:1.27 image", YES, 0 },
		{ "FROM golang:1.27-alpine\nRUN git status\n", "image", "golang:1.27-alpine image",
			NO, 0 },
		{ "FROM golang:1.27-alpine\nRUN apk add git\nRUN git status\n", "package", "apk",
			YES, 2 },
		{ "FROM golang:1.27\nRUN apt-get install git\nRUN git status\n", "image",
			"golang:1.27 image", YES, 0 },
		{ "FROM alpine AS a\nRUN apk add git\nFROM a\nRUN git status\n", "package", "apk",
			YES, 2 },
		{ "FROM alpine\nRUN apk add what\nRUN git status\n", NULL, NULL, UNSURE, 0 },
		{ "FROM example.com/a\nRUN git status\n", NULL, NULL, UNSURE, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fact_list *facts = facts_of_dockerfile(cases[i].text);
		const struct fact_list *commands = &facts[FACT_CLASS_command];
		const struct fact_command *last = commands->items[commands->n - 1];
		const struct fact_tool *tool = last->tool;
		cr_assert_not_null(tool);
		cr_assert_eq((const void *)tool == fact_unknown, cases[i].is_there == UNSURE, "%s",
			cases[i].text);
		if (cases[i].is_there == UNSURE)
			continue;
		expect(tool->name, "git", cases[i].text);
		expect(tool->how, cases[i].how, cases[i].text);
		expect(tool->origin, cases[i].origin, cases[i].text);
		cr_expect_eq(tool->is_there, cases[i].is_there);
		uint32_t line = tool->place.source
			? source_position(tool->place.source, tool->place.span.off).line
			: 0;
		cr_expect_eq(line, cases[i].line, "%s: line %u", cases[i].text, line);
	}
}

Test(readers, packages_bring_what_is_known_of_them)
{
	static const struct {
		const char *image, *command, *bundle;
		enum tri git, ssh, compiler;
	} cases[] = {
		{ "debian:12", "true", "none", NO, NO, NO },
		{ "debian:12", "apt-get install -y git", "installed", YES, YES, NO },
		{ "debian:12", "apt-get install -y --no-install-recommends git", "none", YES, NO,
			NO },
		{ "debian:12", "apt-get install -y tzdata build-essential", "none", NO, NO, YES },
		{ "debian:12", "apt-get install -y something", "?", UNSURE, UNSURE, UNSURE },
		{ "debian:12", "[ -n \"$X\" ] && apt-get install -y ca-certificates", "?", NO, NO,
			NO },
		{ "alpine:3.22", "apk add --no-cache git openssh-client build-base", "installed",
			YES, YES, YES },
		{ "alpine:3.22", "apk add git && apk del git", "installed", UNSURE, NO, NO },
		{ "fedora:42", "dnf install -y --installroot /mnt git", "image", NO, UNSURE,
			UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fact_stage *stage =
			FACT(facts_of_run(cases[i].image, cases[i].command), stage, 0);
		expect(stage->ca_bundle, cases[i].bundle, cases[i].command);
		expect_tri(stage->has_git, cases[i].git, cases[i].command);
		expect_tri(stage->has_ssh, cases[i].ssh, cases[i].command);
		expect_tri(stage->has_c_compiler, cases[i].compiler, cases[i].command);
	}
}

Test(readers, debug_tools_are_those_that_nothing_uses)
{
	static const struct {
		const char *rest, *tools;
	} cases[] = {
		{ "RUN apk add vim curl git\nENTRYPOINT [\"/app\"]", "vim curl" },
		{ "RUN apk add vim curl\nENTRYPOINT [\"/start.sh\"]", "vim" },
		{ "RUN apk add curl strace\nRUN curl -f https://x.example/a -o a\nENTRYPOINT [\"/app\"]",
			"strace" },
		{ "RUN apk add curl vim\nHEALTHCHECK CMD curl -f localhost\nENTRYPOINT [\"/app\"]",
			"vim" },
		{ "RUN apk add --virtual .t vim && apk del .t\nENTRYPOINT [\"/app\"]", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a, "FROM alpine:3.22\n%s\n", cases[i].rest);
		struct fact_install *install = FACT(facts_of_dockerfile(text.s), install, 0);
		expect_strings(&install->debug_tools, cases[i].tools, cases[i].rest);
	}
}

Test(readers, mirrors_are_other_hosts_than_the_origin)
{
	static const struct {
		const char *command;
		enum tri uses;
	} cases[] = {
		{ "sed -i 's/dl-cdn.alpinelinux.org/mirrors.corp.example/g' /etc/apk/repositories",
			YES },
		{ "sed -i 's/http:/https:/' /etc/apk/repositories", UNSURE },
		{ "echo https://dl-cdn.alpinelinux.org/alpine/edge/testing >> /etc/apk/repositories",
			UNSURE },
		{ "echo 'deb https://x.example y z' > /etc/apt/sources.list.d/x.list", NO },
		{ "npm config set registry https://npm.corp.example/", YES },
		{ "npm config set registry https://registry.npmjs.org/", NO },
		{ "pip install --index-url=https://pypi.corp.example/simple x", YES },
		{ "apt-get -o Acquire::http::Proxy=http://proxy.corp.example:3142 update", YES },
		{ "apk update", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_tri(
			FACT(facts_of_run("alpine:3.22", cases[i].command), stage, 0)->uses_mirror,
			cases[i].uses, cases[i].command);
}

/* --- docker build --- */

Test(readers, docker_build_names_file_context_and_platforms)
{
	static const struct {
		const char *command, *context, *platforms;
		size_t builds; /* facts */
	} cases[] = {
		{ "docker build .", "", "", 1 },
		{ "docker buildx build --platform linux/amd64,linux/arm64 --push -t x ./app", "app",
			"linux/amd64 linux/arm64", 1 },
		{ "docker image build -f Dockerfile -tx app", "app", "", 1 },
		{ "docker build $(cat flags) .", "", "", 1 },
		{ "docker build - < Dockerfile", "", "", 0 },
		{ "docker build https://x.example/y.git", "", "", 0 },
		{ "docker run build", "", "", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text =
			arena_printf(a, WORKFLOW_HEAD "      - run: %s\n", cases[i].command);
		struct fact_list *facts =
			facts_of(FILE_WORKFLOW, ".github/workflows/a.yml", text.s);
		cr_expect_eq(
			facts[FACT_CLASS_docker_build].n, cases[i].builds, "%s", cases[i].command);
		if (!cases[i].builds || !facts[FACT_CLASS_docker_build].n)
			continue;
		struct fact_docker_build *build = FACT(facts, docker_build, 0);
		expect(build->context, cases[i].context, cases[i].command);
		expect_strings(&build->platforms, cases[i].platforms, cases[i].command);
		expect_tri(tri_of(build->platforms.open),
			tri_of(str_contains(str_from(cases[i].command), STR("$"))),
			cases[i].command);
	}
}

/* --- downloads --- */

Test(readers, downloads_say_how_they_may_fail)
{
	static const struct {
		const char *image, *command, *output, *pipe;
		enum tri fails, timeout, retry, tls, probe;
	} cases[] = {
		{ "debian:12", "curl -sSfLo a.tgz https://x.example/a", "a.tgz", "-", YES, NO, NO,
			YES, NO },
		{ "debian:12", "curl -sSLO --retry 3 -m 60 https://x.example/b.tgz", "b.tgz", "-",
			NO, YES, YES, YES, NO },
		{ "debian:12", "curl -k https://x.example/a | sh", "-", "sh", NO, NO, NO, NO, NO },
		{ "debian:12", "curl -k https://x.example/a | sudo -E -u root env A=b /bin/bash",
			"-", "bash", NO, NO, NO, NO, NO },
		{ "debian:12", "curl -k https://x.example/a | env $X", "-", "?", NO, NO, NO, NO,
			NO },
		{ "debian:12", "curl --fail-early https://x.example/a > out", "out", "-", NO, NO,
			NO, YES, NO },
		{ "debian:12", "curl -L https://x.example/$V/a -o a", "a", "-", NO, NO, NO, YES,
			NO },
		{ "debian:12", "curl $OPTS https://x.example/a -o a", "a", "-", UNSURE, UNSURE,
			UNSURE, UNSURE, UNSURE },
		{ "debian:12", "timeout 60 curl -fo a https://x.example/a", "a", "-", YES, YES, NO,
			YES, NO },
		{ "debian:12", "wget -q https://x.example/a.zip", "a.zip", "-", YES, NO, YES, YES,
			NO },
		{ "debian:12", "wget -t1 -T5 -O- https://x.example/a | tar x", "-", "tar", YES, YES,
			NO, YES, NO },
		{ "alpine:3.22", "wget https://x.example/a", "a", "-", YES, NO, NO, YES, NO },
		{ "alpine:3.22", "apk add wget && wget https://x.example/a", "a", "-", YES, NO, YES,
			YES, NO },
		{ "alpine:3.22", "wget --no-check-certificate https://x.example/a", "a", "-", YES,
			NO, NO, NO, NO },
		{ "debian:12", "curl -s localhost:8080/health", "-", "-", NO, NO, NO, YES, YES },
		{ "debian:12", "curl -s https://x.example/a | grep tag", "-", "grep", NO, NO, NO,
			YES, YES },
		{ "debian:12", "curl -X POST https://x.example/a", "-", "-", NO, NO, NO, YES, YES },
		{ "debian:12", "if curl -s https://x.example/a; then echo a; fi", "-", "-", NO, NO,
			NO, YES, YES },
		{ "debian:12", "until curl -so a https://x.example/a; do sleep 1; done", "a", "-",
			NO, NO, UNSURE, YES, NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(
			a, "FROM %s\nARG V\nARG OPTS\nRUN %s\n", cases[i].image, cases[i].command);
		struct fact_download *d = FACT(facts_of_dockerfile(text.s), download, 0);
		expect(d->output, cases[i].output, cases[i].command);
		expect(d->pipes_into, cases[i].pipe, cases[i].command);
		expect_tri(d->fails_on_http_error, cases[i].fails, cases[i].command);
		expect_tri(d->has_timeout, cases[i].timeout, cases[i].command);
		expect_tri(d->has_retry, cases[i].retry, cases[i].command);
		expect_tri(d->checks_tls, cases[i].tls, cases[i].command);
		expect_tri(d->is_probe, cases[i].probe, cases[i].command);
	}
}

Test(readers, receivers_run_what_is_piped_into_them_or_read_it)
{
	static const struct {
		const char *receiver;
		enum tri is_run;
	} cases[] = {
		{ "sh", YES },
		{ "/bin/sh -s -- -b /opt", YES },
		{ "sudo -E bash -", YES },
		{ "env A=b bash -eo pipefail", YES },
		{ "bash -s $X", YES },
		{ "sh /dev/stdin -y", YES },
		{ "python3 - --prefix /opt", YES },
		{ "python3 -u -W ignore", YES },
		{ "perl -w -I lib -", YES },
		{ "python3.12 -", YES },
		{ "bash $X", UNSURE },
		{ "bash --login", UNSURE },
		{ "$X", UNSURE },
		{ "doas bash", UNSURE },
		{ "busybox sh", UNSURE },
		{ "(cd /opt && sh)", UNSURE },
		{ "sh -c 'wc -l'", NO },
		{ "bash -ec 'wc -l'", NO },
		{ "bash count.sh", NO },
		{ "bash - count.sh", NO },
		{ "sh < script.sh", NO },
		{ "python3 -c 'import sys'", NO },
		{ "python3 -m json.tool", NO },
		{ "perl -0777 -lne print", NO },
		{ "perl -MJSON::PP script.pl", NO },
		{ "bash -n", NO },
		{ "python3 -V", NO },
		{ "perl -c", NO },
		{ "tar x", NO },
		{ "node -", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"FROM debian:12\nARG X\nRUN curl https://x.example/a | %s\n",
			cases[i].receiver);
		struct fact_download *d = FACT(facts_of_dockerfile(text.s), download, 0);
		expect_tri(d->output_is_run, cases[i].is_run, cases[i].receiver);
	}
}

Test(readers, urls_of_downloads_are_masked_or_unknown)
{
	static const struct {
		const char *rest, *tool, *url;
	} cases[] = {
		{ "RUN curl -f https://me:pw@x.example/a -o a", "curl", "https://***@x.example/a" },
		{ "RUN curl -f https://x.example/$V -o a", "curl", "?" },
		{ "ADD https://me:pw@x.example/a /a", "ADD", "https://***@x.example/a" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a, "FROM debian:12\nARG V\n%s\n", cases[i].rest);
		struct fact_download *d = FACT(facts_of_dockerfile(text.s), download, 0);
		expect(d->tool, cases[i].tool, cases[i].rest);
		expect(d->url, cases[i].url, cases[i].rest);
	}
	static const char *const none[] = { "RUN curl --version", "ADD a.tgz /a",
		"ADD https://x.example/y.git#main /y", "RUN curl file:///etc/passwd" };
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		struct str text = arena_printf(a, "FROM debian:12\n%s\n", none[i]);
		cr_expect_eq(facts_of_dockerfile(text.s)[FACT_CLASS_download].n, 0, "%s", none[i]);
	}
}

Test(readers, go_from_its_archive_has_the_version_of_the_url)
{
	static const struct {
		const char *run, *version;
	} cases[] = {
		{ "RUN curl -fL https://go.dev/dl/go1.25.3.linux-amd64.tar.gz | tar -C /usr/local -xz",
			"1.25.3" },
		{ "RUN curl -fL https://go.dev/dl/go$V.linux-amd64.tar.gz | tar -C /usr/local -xz",
			"?" },
		{ "RUN apt-get install -y golang-go", "?" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(
			a, "FROM debian:12\nARG V\n%s\nRUN go version\n", cases[i].run);
		expect(FACT(facts_of_dockerfile(text.s), go_command, 0)->go_version,
			cases[i].version, cases[i].run);
	}
}

/* --- certificates --- */

Test(readers, certificates_are_judged_by_the_distribution)
{
	static const struct {
		const char *text;
		enum tri in_dir, accepted, installed;
	} cases[] = {
		{ "FROM golang:1.26\nCOPY corp.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates",
			YES, YES, YES },
		{ "FROM golang:1.26\nCOPY corp.crt /usr/local/share/ca-certificates/corp/corp.crt\nRUN update-ca-certificates",
			YES, YES, YES },
		{ "FROM golang:1.26\nCOPY corp.pem /usr/local/share/ca-certificates/\nRUN update-ca-certificates",
			YES, NO, NO },
		{ "FROM golang:1.26\nRUN update-ca-certificates\nCOPY corp.crt /usr/local/share/ca-certificates/",
			YES, YES, NO },
		{ "FROM golang:1.26\nCOPY corp.crt /usr/local/share/ca-certificates/\nRUN ./setup.sh",
			YES, YES, UNSURE },
		{ "FROM golang:1.26\nCOPY corp.pem /usr/local/share/ca-certificates/\nRUN cat /usr/local/share/ca-certificates/corp.pem >> /etc/ssl/certs/ca-certificates.crt",
			YES, NO, YES },
		{ "FROM golang:1.26\nCOPY corp.pem /usr/local/share/ca-certificates/\nRUN mv /usr/local/share/ca-certificates/corp.pem /usr/local/share/ca-certificates/corp.crt && update-ca-certificates",
			YES, NO, UNSURE },
		{ "FROM golang:1.26\nCOPY corp.crt /usr/local/share/ca-certificates/\nENV SSL_CERT_FILE=/usr/local/share/ca-certificates/corp.crt",
			YES, YES, YES },
		{ "FROM golang:1.26\nCOPY certs/ /usr/local/share/ca-certificates/", YES, UNSURE,
			NO },
		{ "FROM golang:1.26\nCOPY certs/corp-ca.crt /etc/ssl/certs/", NO, YES, YES },
		{ "FROM golang:1.26-alpine\nCOPY corp.pem /usr/local/share/ca-certificates/\nRUN update-ca-certificates",
			YES, YES, YES },
		{ "FROM golang:1.26-alpine\nCOPY corp.crt /usr/local/share/ca-certificates/corp/corp.crt\nRUN update-ca-certificates",
			NO, YES, NO },
		{ "FROM fedora:42\nCOPY corp.pem /etc/pki/ca-trust/source/anchors/\nRUN update-ca-trust extract",
			YES, YES, YES },
		{ "FROM corp.example/base:1\nCOPY corp.pem /usr/local/share/ca-certificates/",
			UNSURE, UNSURE, UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fact_certificate *c =
			FACT(facts_of_dockerfile(cases[i].text), certificate, 0);
		expect_tri(c->in_trust_dir, cases[i].in_dir, cases[i].text);
		expect_tri(c->name_is_accepted, cases[i].accepted, cases[i].text);
		expect_tri(c->installed, cases[i].installed, cases[i].text);
	}
}

Test(readers, bundles_and_server_certificates_are_no_private_ca)
{
	static const char *const texts[] = {
		"COPY --from=alpine:3.22 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/",
		"COPY --from=alpine:3.22 /etc/ssl/certs /etc/ssl/certs",
		"COPY server.crt /app/server.crt",
		"COPY server.crt /etc/ssl/certs/server.crt",
		"COPY corp-ca.crt /tmp/corp-ca.crt",
		"COPY . /src",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct str text = arena_printf(a, "FROM golang:1.26\n%s\n", texts[i]);
		cr_expect_eq(
			facts_of_dockerfile(text.s)[FACT_CLASS_certificate].n, 0, "%s", texts[i]);
	}
}

Test(readers, later_stages_use_certificates)
{
	static const struct {
		const char *rest;
		enum tri used;
	} cases[] = {
		{ "", NO },
		{ "FROM scratch\nCOPY --from=a /app /app\n", NO },
		{ "FROM scratch\nCOPY --from=a /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n",
			YES },
		{ "FROM scratch\nCOPY --from=a /usr/local/share/ca-certificates /x\n", YES },
		{ "FROM a AS b\n", YES },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text = arena_printf(a,
			"FROM golang:1.26 AS a\nCOPY corp.crt /usr/local/share/ca-certificates/\n%s",
			cases[i].rest);
		expect_tri(FACT(facts_of_dockerfile(text.s), certificate, 0)->is_used_later,
			cases[i].used, cases[i].rest);
	}
}
