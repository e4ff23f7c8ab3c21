/* SPDX-License-Identifier: Apache-2.0 */
/* What single fields of facts about images hold: known, absent and unknown. */
#include "facts_project.h"
#include "support.h"

TestSuite(image_fields, .init = set_up, .fini = tear_down);

Test(image_fields, what_a_dockerfile_is_as_a_whole)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "FROM golang:1.26\n", "syntax -, final 0, platforms no" },
		{ "# syntax=docker/dockerfile:1\nFROM golang:1.26 AS b\nFROM scratch\n",
			"syntax docker/dockerfile:1, final 1, platforms no" },
		{ "FROM --platform=$BUILDPLATFORM golang:1.26\nARG TARGETARCH\n"
		  "RUN GOARCH=$TARGETARCH go build\n",
			"syntax -, final 0, platforms yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_dockerfile *d =
			FACT(image_in_module(a, cases[i].text), dockerfile, 0);
		int final = d->final_stage == d->stages.items[d->stages.n - 1]
			? (int)d->stages.n - 1
			: -1;
		EXPECT_TEXT(arena_printf(a, "syntax %" PRIstr ", final %d, platforms %s",
				    STR_ARG(shown(d->syntax)), final, said(d->is_multi_platform)),
			cases[i].shown);
	}
}

Test(image_fields, where_a_stage_runs_and_whether_it_clones)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "FROM golang:1.26", "builder no, clones no" },
		{ "FROM --platform=$BUILDPLATFORM golang:1.26", "builder yes, clones no" },
		{ "FROM --platform=linux/amd64 golang:1.26", "builder no, clones no" },
		{ "FROM golang:1.26\nRUN git clone https://x.example/a", "builder no, clones yes" },
		{ "FROM golang:1.26\nRUN test -d a || git clone https://x.example/a",
			"builder no, clones yes" },
		{ "FROM golang:1.26\nRUN git $WHAT https://x.example/a", "builder no, clones no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_stage *stage = FACT(image_in_module(a, cases[i].text), stage, 0);
		EXPECT_TEXT(arena_printf(a, "builder %s, clones %s",
				    said(stage->is_on_build_platform), said(stage->clones_source)),
			cases[i].shown);
	}
}

Test(image_fields, the_program_that_an_image_starts)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "COPY --from=b /out/app /app\nENTRYPOINT [\"/app\"]", "missing -, folder no" },
		{ "COPY --from=b /out/app /bin/app\nENTRYPOINT [\"/app\"]",
			"missing /app, folder no" },
		{ "COPY --from=b /out/app /app/\nENTRYPOINT [\"/app\"]",
			"missing /app, folder yes" },
		{ "COPY --from=b /out/app /app\nARG E\nENTRYPOINT [\"$E\"]",
			"missing -, folder no" },
		{ "ARG WHERE\nCOPY --from=b /out/app $WHERE\nENTRYPOINT [\"/app\"]",
			"missing -, folder no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\n"
				"RUN go build -o /out/app .\nFROM scratch\n%s\n",
				cases[i].text)
				.s);
		const struct fact_stage *stage = FACT(p, stage, 1);
		EXPECT_TEXT(arena_printf(a, "missing %" PRIstr ", folder %s",
				    STR_ARG(shown(stage->entry_missing)),
				    said(stage->entry_is_directory)),
			cases[i].shown);
	}
}

Test(image_fields, what_a_copy_from_the_context_brings)
{
	static const struct {
		const char *copy, *shown;
	} cases[] = {
		{ "COPY main.go ./", "key -, credentials -, bundle no" },
		{ "COPY id_rsa /root/.ssh/", "key id_rsa, credentials -, bundle no" },
		{ "COPY .netrc /root/", "key -, credentials .netrc, bundle no" },
		{ "COPY $FILE /root/", "key -, credentials -, bundle ?" },
		{ "COPY certs/corp.crt /etc/ssl/certs/ca-certificates.crt",
			"key -, credentials -, bundle yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(
			a, arena_printf(a, "FROM alpine:3.23\nARG FILE\n%s\n", cases[i].copy).s);
		const struct fact_copy *copy = FACT(p, copy, 0);
		EXPECT_TEXT(arena_printf(a, "key %" PRIstr ", credentials %" PRIstr ", bundle %s",
				    STR_ARG(shown(copy->private_key)),
				    STR_ARG(shown(copy->credential_file)),
				    said(copy->brings_ca_bundle)),
			cases[i].shown);
	}
}

Test(image_fields, whether_a_copy_brings_what_a_makefile_builds)
{
	static const struct {
		const char *copy;
		enum tri expected;
	} cases[] = {
		{ "COPY bin/shop /shop", YES },
		{ "COPY bin/other /shop", UNSURE }, /* whoever writes that */
		{ "COPY $FILE /shop", UNSURE },
		{ "COPY --from=busybox /bin/shop /shop", NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = {
			{ "Dockerfile", FILE_DOCKERFILE,
				arena_printf(a, "FROM alpine:3.23\nARG FILE\n%s\n", cases[i].copy)
					.s },
			{ "Makefile", FILE_MAKEFILE,
				"build:\n\tgo build -o bin/shop .\n\tdocker build .\n" },
			{ "go.mod", FILE_GOMOD, "module example.com/m\n\ngo 1.26\n" },
			{ NULL, FILE_NONE, NULL },
		};
		const struct fact_copy *copy = FACT(project_of(a, files), copy, 0);
		cr_expect_eq(copy->brings_program, cases[i].expected, "%s", cases[i].copy);
	}
}

Test(image_fields, what_the_stage_does_not_have_that_a_copy_takes_from)
{
	static const struct {
		const char *build, *shown;
	} cases[] = {
		{ "RUN go build -o /out/app .", "missing -, built -, hidden no" },
		{ "RUN go build -o /out/shop .", "missing /out/app, built /out/shop, hidden no" },
		{ "ARG OUT\nRUN go build -o $OUT .", "missing -, built -, hidden no" },
		{ "RUN ./build.sh", "missing -, built -, hidden no" },
		{ "RUN --mount=type=cache,target=/out go build -o /out/app .",
			"missing /out/app, built /out/app, hidden yes" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\n%s\n"
				"FROM scratch\nCOPY --from=b /out/app /app\n",
				cases[i].build)
				.s);
		const struct fact_copy *copy = FACT(p, copy, 1);
		EXPECT_TEXT(
			arena_printf(a, "missing %" PRIstr ", built %" PRIstr ", hidden %s",
				STR_ARG(shown(copy->missing_source)),
				STR_ARG(shown(copy->built_source)), copy->hidden_by ? "yes" : "no"),
			cases[i].shown);
	}
}

Test(image_fields, what_a_mount_hides_and_where_go_would_look)
{
	static const struct {
		const char *run, *shown;
	} cases[] = {
		{ "RUN --mount=type=cache,target=/root/.cache/go-build go build -o /app .",
			"hides - -, go -" },
		{ "ENV GOCACHE=/cache\n"
		  "RUN --mount=type=cache,target=/root/.cache/go-build go build -o /app .",
			"hides - -, go /cache" },
		{ "ENV GOCACHE=$DIR\n"
		  "RUN --mount=type=cache,target=/root/.cache/go-build go build -o /app .",
			"hides - -, go -" },
		{ "RUN --mount=type=cache,target=/out go build -o /out/app .",
			"hides /out/app program, go -" },
		{ "RUN --mount=type=cache,target=/src go build -o /app .",
			"hides /src/go.mod source, go -" },
		{ "RUN --mount=type=cache,target=$DIR go build -o /app .", "hides - -, go -" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM golang:1.26 AS b\nARG DIR\nWORKDIR /src\nCOPY . .\n%s\n"
				"FROM scratch\nCOPY --from=b /out/app /app\n",
				cases[i].run)
				.s);
		const struct fact_mount *m = FACT(p, mount, 0);
		EXPECT_TEXT(arena_printf(a, "hides %" PRIstr " %" PRIstr ", go %" PRIstr,
				    STR_ARG(shown(m->hides)), STR_ARG(shown(m->hides_what)),
				    STR_ARG(shown(m->go_directory))),
			cases[i].shown);
	}
}

Test(image_fields, where_a_certificate_is_taken_up_from)
{
	static const struct {
		const char *from, *shown;
	} cases[] = {
		{ "alpine:3.23", "/usr/local/share/ca-certificates" },
		{ "almalinux:9", "/etc/pki/ca-trust/source/anchors" },
		{ "example.com/base:1", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(a,
			arena_printf(a,
				"FROM %s\nCOPY certs/corp.crt /usr/local/share/ca-certificates/\n"
				"RUN update-ca-certificates\n",
				cases[i].from)
				.s);
		EXPECT_TEXT(shown(FACT(p, certificate, 0)->trust_dir), cases[i].shown);
	}
}

Test(image_fields, how_a_file_of_secrets_gets_into_an_image)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "COPY .netrc /root/.netrc", "yes" },
		{ "ARG TOKEN\nRUN echo \"machine a.example password $TOKEN\" > /root/.netrc",
			"no" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct project *p = image_in_module(
			a, arena_printf(a, "FROM golang:1.26\n%s\n", cases[i].text).s);
		EXPECT_TEXT(str_from(said(FACT(p, secret_file, 0)->is_copied)), cases[i].shown);
	}
}
