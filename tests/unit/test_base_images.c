/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of base images, as their published lists of packages say. */
#include "facts_project.h"
#include "support.h"

TestSuite(base_images, .init = set_up, .fini = tear_down);

static const struct fact_stage *
stage_from(const char *image)
{
	struct str text = arena_printf(a, "FROM %s\nRUN true\n", image);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
		{ NULL, FILE_NONE, NULL } };
	struct project *project = project_of(a, files);
	cr_assert_eq(FACTS(project, stage)->n, 1, "%s", image);
	return FACT(project, stage, 0);
}

static void
expect(struct fact_string value, const char *expected, const char *image, const char *what)
{
	struct str is = shown(value);
	cr_expect(str_eq(is, str_from(expected)), "%s of %s: %" PRIstr ", expected %s", what, image,
		STR_ARG(is), expected);
}

/* The tools of one image: y(es), n(o) or ? for shell, git, ssh, C compiler, time zones. */
static void
expect_tools(const struct fact_stage *stage, const char *expected, const char *image)
{
	static const char letters[] = { [NO] = 'n', [YES] = 'y', [UNSURE] = '?' };
	const char is[] = { letters[stage->has_shell], letters[stage->has_git],
		letters[stage->has_ssh], letters[stage->has_c_compiler], letters[stage->has_tzdata],
		'\0' };
	cr_expect_str_eq(is, expected, "%s: %s, expected %s", image, is, expected);
}

Test(base_images, certificates_c_library_tools_and_user)
{
	static const struct {
		const char *image, *bundle, *libc, *manager, *tools, *user;
	} cases[] = {
		{ "scratch", "none", "none", "none", "nnnnn", "root" },
		{ "debian:trixie", "none", "glibc", "apt", "ynnny", "root" },
		{ "debian:bookworm-slim", "none", "glibc", "apt", "ynnny", "root" },
		{ "ubuntu:22.04", "none", "glibc", "apt", "ynnnn", "root" },
		{ "ubuntu:26.04", "none", "glibc", "apt", "ynnnn", "root" },
		{ "busybox:1.37", "none", "glibc", "none", "ynnnn", "root" },
		{ "busybox:1.37-musl", "none", "musl", "none", "ynnnn", "root" },
		{ "busybox:1.37-uclibc", "none", "uclibc", "none", "ynnnn", "root" },
		{ "alpine:3.6", "none", "musl", "apk", "ynnnn", "root" },
		{ "alpine:3.7", "image", "musl", "apk", "ynnnn", "root" },
		{ "alpine:3.11", "image", "musl", "apk", "ynnnn", "root" },
		{ "alpine:3.24", "image", "musl", "apk", "ynnnn", "root" },
		{ "alpine:edge", "image", "musl", "apk", "ynnnn", "root" },
		{ "gcr.io/distroless/static", "image", "none", "none", "nnnny", "root" },
		{ "gcr.io/distroless/static-debian12", "image", "none", "none", "nnnny", "root" },
		{ "gcr.io/distroless/static-debian13:nonroot", "image", "none", "none", "nnnny",
			"65532" },
		{ "gcr.io/distroless/static-debian12:debug", "image", "none", "none", "?nnny",
			"?" },
		{ "gcr.io/distroless/base-debian12", "image", "glibc", "none", "nnnny", "root" },
		{ "gcr.io/distroless/base-nossl-debian12", "image", "glibc", "none", "nnnny",
			"root" },
		{ "gcr.io/distroless/cc-debian13", "image", "glibc", "none", "nnnny", "root" },
		{ "cgr.dev/chainguard/static", "image", "none", "none", "nnnny", "65532" },
		{ "cgr.dev/chainguard/wolfi-base", "image", "glibc", "apk", "ynnnn", "root" },
		{ "cgr.dev/chainguard/glibc-dynamic", "image", "glibc", "none", "nnnnn", "65532" },
		{ "cgr.dev/chainguard/go", "image", "glibc", "none", "yyyyn", "root" },
		{ "rockylinux:8", "image", "glibc", "dnf", "ynnny", "root" },
		{ "rockylinux:9-minimal", "image", "glibc", "microdnf", "ynnny", "root" },
		{ "almalinux:10", "image", "glibc", "dnf", "ynnny", "root" },
		{ "almalinux:9-minimal", "image", "glibc", "microdnf", "ynnny", "root" },
		{ "almalinux/9-micro", "none", "glibc", "none", "ynnnn", "root" },
		{ "amazonlinux:2023", "image", "glibc", "dnf", "ynnny", "root" },
		{ "amazonlinux:2", "image", "glibc", "yum", "yn???", "root" },
		{ "registry.access.redhat.com/ubi9/ubi-minimal:9.6", "image", "glibc", "microdnf",
			"ynnnn", "root" },
		{ "registry.access.redhat.com/ubi8/ubi-micro:8.10", "none", "glibc", "none",
			"ynnnn", "root" },
		{ "fedora:42", "image", "glibc", "dnf", "yn???", "root" },
		{ "archlinux:base", "image", "glibc", "pacman", "y????", "root" },
		{ "registry.suse.com/bci/bci-base:15.7", "image", "glibc", "zypper", "ynn?y",
			"root" },
		{ "photon:5.0", "image", "glibc", "tdnf", "ynn??", "root" },
		{ "golang:1.26", "image", "glibc", "apt", "yyyyy", "root" },
		{ "golang:1.20-bullseye", "image", "glibc", "apt", "yyyyy", "root" },
		{ "golang:1.26-alpine", "image", "musl", "apk", "ynnnn", "root" },
		{ "golang:1.9-alpine", "image", "musl", "apk", "ynnnn", "root" },
		{ "example.com/base:1", "?", "?", "?", "?????", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *image = cases[i].image;
		const struct fact_stage *stage = stage_from(image);
		expect(stage->ca_bundle, cases[i].bundle, image, "CA bundle");
		expect(stage->libc, cases[i].libc, image, "C library");
		expect(stage->package_manager, cases[i].manager, image, "package manager");
		expect(stage->user, cases[i].user, image, "user");
		expect_tools(stage, cases[i].tools, image);
	}
}

static void
expect_env(const char *image, const char *name, const char *expected)
{
	const struct fact_setting *s = settings_get(stage_from(image)->env, str_from(name));
	struct fact_string none = { .state = ABSENT };
	expect(s ? s->value : none, expected, image, name);
}

Test(base_images, what_their_environment_says)
{
	expect_env("gcr.io/distroless/static-debian12", "SSL_CERT_FILE",
		"/etc/ssl/certs/ca-certificates.crt");
	expect_env("alpine:3.24", "SSL_CERT_FILE", "-");
	expect_env("golang:1.26", "GOPATH", "/go");
	expect_env("golang:1.26", "GOTOOLCHAIN", "local");
	expect_env("golang:1.21.1-alpine", "GOTOOLCHAIN", "local");
	expect_env("golang:1.21.0-alpine", "GOTOOLCHAIN", "-");
	expect_env("golang:1.20", "GOTOOLCHAIN", "-");
	expect_env("golang:1.26-windowsservercore-ltsc2025", "GOTOOLCHAIN", "-");
	expect_env("golang:1.26-nanoserver-ltsc2025", "GOTOOLCHAIN", "-");
	expect_env("cgr.dev/chainguard/go", "GOTOOLCHAIN", "local+auto");
	for (size_t i = 0; i < 4; i++) {
		static const char *const unset[] = { "GOPROXY", "GOFLAGS", "CGO_ENABLED",
			"GO111MODULE" };
		expect_env("golang:1.26", unset[i], "-");
		expect_env("golang:1.26-alpine", unset[i], "-");
	}
	cr_expect_eq(stage_from("golang:1.26-windowsservercore-ltsc2025")->has_git, YES);
	expect(stage_from("golang:1.26")->workdir, "/go", "golang:1.26", "WORKDIR");
	expect(stage_from("golang:1.27rc1-alpine")->go_version, "1.27rc1", "golang", "Go");
	expect(stage_from("golang:rc-alpine")->go_version, "?", "golang", "Go");
	expect(stage_from("golang:1.27-rc")->go_version, "?", "golang", "Go");
	expect(stage_from("golang:1.27-rc-alpine")->go_version, "?", "golang", "Go");
	expect(stage_from("golang:1.26.3-trixie")->go_version, "1.26.3", "golang", "Go");
}
