/* SPDX-License-Identifier: Apache-2.0 */
/* What single fields of facts hold: known, absent and unknown. Each case shows several of them. */
#include "facts_project.h"
#include "support.h"

TestSuite(fact_fields, .init = set_up, .fini = tear_down);

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

Test(fact_fields, parts_of_an_image_reference)
{
	static const struct {
		const char *from, *shown;
	} cases[] = {
		{ "golang", "golang - - no no" },
		{ "docker.io/library/golang:1.26", "golang 1.26 - no no" },
		{ "localhost:5000/go", "localhost:5000/go - - no no" },
		{ "golang:1.26@sha256:ab", "golang 1.26 sha256:ab no no" },
		{ "golang@sha256:ab", "golang - sha256:ab no no" },
		{ "scratch", "scratch - - yes no" },
		{ "${BASE}", "? ? ? ? yes" },
		{ "golang:${TAG}", "? ? ? ? no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(
			a, arena_printf(a, "ARG BASE\nARG TAG\nFROM %s\n", cases[i].from).s);
		const struct fact_image_ref *image = FACT(p, image_ref, 0);
		EXPECT_TEXT(arena_printf(a, "%" PRIstr " %" PRIstr " %" PRIstr " %s %s",
				    STR_ARG(shown(image->name)), STR_ARG(shown(image->tag)),
				    STR_ARG(shown(image->digest)), said(image->is_scratch),
				    said(image->is_argument)),
			cases[i].shown);
	}
}

Test(fact_fields, what_the_table_says_of_a_stage)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "FROM golang:1.26", "glibc apt shell yes, tzdata yes, bundle image" },
		{ "FROM golang:1.26-alpine", "musl apk shell yes, tzdata no, bundle image" },
		{ "FROM alpine:3.23\nRUN apk add --no-cache tzdata",
			"musl apk shell yes, tzdata yes, bundle image" },
		{ "FROM debian:trixie-slim", "glibc apt shell yes, tzdata yes, bundle none" },
		{ "FROM ubuntu:24.04", "glibc apt shell yes, tzdata no, bundle none" },
		{ "FROM scratch", "none none shell no, tzdata no, bundle none" },
		{ "FROM gcr.io/distroless/static", "none none shell no, tzdata yes, bundle image" },
		{ "FROM cgr.dev/chainguard/git", "glibc none shell yes, tzdata no, bundle image" },
		{ "FROM mcr.microsoft.com/azurelinux/base/core:3.0",
			"glibc tdnf shell yes, tzdata ?, bundle image" },
		{ "FROM example.com/base:1", "? ? shell ?, tzdata ?, bundle ?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_stage *stage = FACT(image_in_module(a, cases[i].text), stage, 0);
		EXPECT_TEXT(arena_printf(a,
				    "%" PRIstr " %" PRIstr " shell %s, tzdata %s, bundle %" PRIstr,
				    STR_ARG(shown(stage->libc)),
				    STR_ARG(shown(stage->package_manager)), said(stage->has_shell),
				    said(stage->has_tzdata), STR_ARG(shown(stage->base_ca_bundle))),
			cases[i].shown);
	}
}

Test(fact_fields, options_of_a_mount)
{
	static const struct {
		const char *mount, *shown;
	} cases[] = {
		{ "type=cache,target=/root/.cache/go-build",
			"cache /root/.cache/go-build optional shared - - 0755" },
		{ "type=cache,target=/c,sharing=locked,uid=10,gid=20,mode=0700",
			"cache /c optional locked 10 20 0700" },
		{ "type=secret,id=netrc,required", "secret netrc required shared - - 0755" },
		{ "type=secret,id=netrc,required=false", "secret netrc optional shared - - 0755" },
		{ "type=ssh,required=true", "ssh default required shared - - 0755" },
		{ "type=ssh,required=$R", "ssh default ? shared - - 0755" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a, "FROM golang:1.26\nARG R\nRUN --mount=%s go build ./...\n",
				cases[i].mount)
				.s);
		const struct fact_mount *m = FACT(p, mount, 0);
		const char *needed = m->is_required == YES ? "required"
			: m->is_required == NO             ? "optional"
							   : "?";
		EXPECT_TEXT(arena_printf(a,
				    "%" PRIstr " %" PRIstr " %s %" PRIstr " %" PRIstr " %" PRIstr
				    " %" PRIstr,
				    STR_ARG(shown(m->type)), STR_ARG(shown(m->id)), needed,
				    STR_ARG(shown(m->sharing)), STR_ARG(shown(m->uid)),
				    STR_ARG(shown(m->gid)), STR_ARG(shown(m->mode))),
			cases[i].shown);
	}
}

Test(fact_fields, where_a_copy_takes_its_sources_from)
{
	static const struct {
		const char *copy, *shown;
	} cases[] = {
		{ "COPY . .", "context yes, whole yes, stage -, image -, leaves -" },
		{ "COPY main.go ./", "context yes, whole no, stage -, image -, leaves -" },
		{ "COPY --from=tools /x /x",
			"context no, whole no, stage tools, image -, leaves -" },
		{ "COPY --from=0 /x /x", "context no, whole no, stage tools, image -, leaves -" },
		{ "COPY --from=busybox:1 /x /x",
			"context no, whole no, stage -, image busybox, leaves -" },
		{ "COPY ../shared ./",
			"context yes, whole no, stage -, image -, leaves ../shared" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM alpine AS tools\nRUN touch /x\nFROM golang:1.26\nWORKDIR /src\n%s\n",
				cases[i].copy)
				.s);
		const struct fact_copy *copy = FACT(p, copy, 0);
		struct str stage = copy->from_stage ? shown(copy->from_stage->name) : STR("-");
		struct str image = copy->from_image ? shown(copy->from_image->name) : STR("-");
		EXPECT_TEXT(arena_printf(a,
				    "context %s, whole %s, stage %" PRIstr ", image %" PRIstr
				    ", leaves %" PRIstr,
				    said(copy->is_from_context), said(copy->is_whole_context),
				    STR_ARG(stage), STR_ARG(image),
				    STR_ARG(shown(copy->leaves_context))),
			cases[i].shown);
	}
}

Test(fact_fields, what_is_downloaded_and_whether_it_is_verified)
{
	static const struct {
		const char *run, *shown;
	} cases[] = {
		{ "curl -fsSL https://x.example/t -o /usr/local/bin/t",
			"program yes, verified no, go - -" },
		{ "curl -fsSL https://x.example/t -o t && chmod +x t",
			"program yes, verified no, go - -" },
		{ "curl -fsSL https://x.example/t.txt -o t.txt",
			"program no, verified no, go - -" },
		{ "curl -fsSL https://x.example/t -o t && echo \"ab  t\" | sha256sum -c -",
			"program no, verified yes, go - -" },
		{ "curl -fsSL https://go.dev/dl/go1.26.1.linux-arm64.tar.gz | tar -xz",
			"program no, verified no, go 1.26.1 arm64" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(
			a, arena_printf(a, "FROM debian:trixie\nRUN %s\n", cases[i].run).s);
		const struct fact_download *d = FACT(p, download, 0);
		EXPECT_TEXT(arena_printf(a, "program %s, verified %s, go %" PRIstr " %" PRIstr,
				    said(d->is_program), said(d->is_verified),
				    STR_ARG(shown(d->go_version)), STR_ARG(shown(d->go_arch))),
			cases[i].shown);
	}
}

Test(fact_fields, the_newest_feature_of_a_dockerfile)
{
	static const struct {
		const char *text, *feature, *since;
	} cases[] = {
		{ "FROM golang:1.26\nRUN go build\n", "-", "-" },
		{ "FROM golang:1.26\nRUN --mount=type=cache,target=/c go build\n", "RUN --mount",
			"1.2" },
		{ "FROM golang:1.26\nRUN <<E\ngo build\nE\n", "a here-document", "1.4" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_dockerfile *d =
			FACT(image_in_module(a, cases[i].text), dockerfile, 0);
		EXPECT_TEXT(shown(d->newest_feature), cases[i].feature);
		EXPECT_TEXT(shown(d->newest_feature_since), cases[i].since);
	}
}

Test(fact_fields, what_a_module_depends_on)
{
	static const struct {
		const char *rest, *shown;
	} cases[] = {
		{ "", "needs no, tls -, libc - -" },
		{ "require example.com/a v1.0.0\n", "needs yes, tls -, libc - -" },
		{ "require example.com/a v1.0.0\n\nreplace example.com/a => ./a\n",
			"needs no, tls -, libc - -" },
		{ "require github.com/slack-go/slack v0.17.0\n",
			"needs yes, tls github.com/slack-go/slack, libc - -" },
		{ "require github.com/slack-go/slack v0.17.0 // indirect\n",
			"needs yes, tls -, libc - -" },
		{ "require github.com/mattn/go-sqlite3 v1.14.0\n",
			"needs yes, tls -, libc github.com/mattn/go-sqlite3 cgo" },
		{ "require github.com/gin-gonic/gin v1.10.0\n",
			"needs yes, tls -, libc github.com/gin-gonic/gin net" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ "a/go.mod", FILE_GOMOD, "module example.com/a\n\ngo 1.26\n" },
			{ "go.mod", FILE_GOMOD,
				arena_printf(
					a, "module example.com/m\n\ngo 1.26\n\n%s", cases[i].rest)
					.s },
			{ NULL, FILE_NONE, NULL },
		};
		const struct fact_module *m = FACT(project_of(a, files), module, 1);
		EXPECT_TEXT(
			arena_printf(a, "needs %s, tls %" PRIstr ", libc %" PRIstr " %" PRIstr,
				said(m->has_dependencies), STR_ARG(shown(m->tls_client)),
				STR_ARG(shown(m->links_libc)), STR_ARG(shown(m->links_libc_for))),
			cases[i].shown);
		cr_expect_eq(m->has_go_sum, NO);
		cr_expect_eq(m->vendored, NO);
	}
}

Test(fact_fields, where_a_replacement_lies)
{
	static const struct {
		const char *by, *shown;
	} cases[] = {
		{ "./a", "local yes, dir a, there yes" },
		{ "./none", "local yes, dir none, there no" },
		{ "../outside", "local yes, dir -, there ?" },
		{ "example.com/b v1.0.0", "local no, dir -, there no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ "a/go.mod", FILE_GOMOD, "module example.com/a\n\ngo 1.26\n" },
			{ "go.mod", FILE_GOMOD,
				arena_printf(a,
					"module example.com/m\n\ngo 1.26\n\n"
					"require example.com/a v1.0.0\n\nreplace example.com/a => %s\n",
					cases[i].by)
					.s },
			{ NULL, FILE_NONE, NULL },
		};
		const struct fact_module_replace *r = FACT(project_of(a, files), module_replace, 0);
		EXPECT_TEXT(
			arena_printf(a, "local %s, dir %" PRIstr ", there %s", said(r->is_local),
				STR_ARG(shown(r->target_dir)), said(r->target_exists)),
			cases[i].shown);
	}
}

Test(fact_fields, what_is_known_of_a_proxy)
{
	static const struct {
		const char *entry, *shown;
	} cases[] = {
		{ "https://proxy.golang.org", "https public yes, dead no, credentials no" },
		{ "https://gocenter.io", "https public yes, dead yes, credentials no" },
		{ "https://ci:secret@proxy.example", "https public no, dead no, credentials yes" },
		{ "direct", "- public no, dead no, credentials no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(
			a, arena_printf(a, "FROM golang:1.26\nENV GOPROXY=%s\n", cases[i].entry).s);
		const struct fact_proxy_entry *e = FACT(p, variable, 0)->proxies.items[0];
		EXPECT_TEXT(arena_printf(a, "%" PRIstr " public %s, dead %s, credentials %s",
				    STR_ARG(shown(e->scheme)), said(e->is_public), said(e->is_dead),
				    said(e->has_credentials)),
			cases[i].shown);
	}
}

Test(fact_fields, what_steps_of_a_job_do)
{
	static const struct {
		const char *steps, *shown;
	} cases[] = {
		{ "{uses: actions/checkout@v5}", "checkout yes, other go no, commits no" },
		{ "{uses: actions/setup-go@v6}", "checkout no, other go no, commits no" },
		{ "{uses: jdx/mise-action@v3}", "checkout no, other go ?, commits no" },
		{ "{uses: WillAbides/setup-go-faster@v1}",
			"checkout no, other go yes, commits no" },
		{ "{uses: example/unknown@v1}", "checkout no, other go ?, commits ?" },
		{ "{uses: peter-evans/create-pull-request@v7}",
			"checkout no, other go no, commits yes" },
		{ "{run: git push}", "checkout no, other go no, commits yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ ".github/workflows/ci.yml", FILE_WORKFLOW,
				arena_printf(a,
					"on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n"
					"    steps: [%s]\n",
					cases[i].steps)
					.s },
			{ NULL, FILE_NONE, NULL },
		};
		const struct fact_job *job = FACT(project_of(a, files), job, 0);
		EXPECT_TEXT(arena_printf(a, "checkout %s, other go %s, commits %s",
				    said(job->checks_out), said(job->sets_up_go_otherwise),
				    said(job->commits_changes)),
			cases[i].shown);
	}
}

Test(fact_fields, the_mod_in_force_and_the_caches_of_a_go_command)
{
	static const struct {
		const char *run, *shown;
	} cases[] = {
		{ "go build", "mod -, mounted no no" },
		{ "go build -mod=mod", "mod mod, mounted no no" },
		{ "GOFLAGS=-mod=vendor go build", "mod vendor, mounted no no" },
		{ "GOFLAGS=-mod=vendor go build -mod readonly", "mod readonly, mounted no no" },
		{ "GOFLAGS=$F go build", "mod ?, mounted no no" },
		{ "--mount=type=cache,target=/go/pkg/mod go build", "mod -, mounted yes no" },
		{ "--mount=type=cache,target=/root/.cache go build", "mod -, mounted no yes" },
		{ "--mount=type=cache,target=$C go build", "mod -, mounted ? ?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM golang:1.26\nARG F\nARG C\nWORKDIR /src\nCOPY . .\nRUN %s\n",
				cases[i].run)
				.s);
		const struct fact_go_command *go = FACT(p, go_command, 0);
		EXPECT_TEXT(arena_printf(a, "mod %" PRIstr ", mounted %s %s",
				    STR_ARG(shown(go->mod_mode)), said(go->module_cache_mounted),
				    said(go->build_cache_mounted)),
			cases[i].shown);
	}
}
