/* SPDX-License-Identifier: Apache-2.0 */
/* Modules that are fetched past the proxies, and what git is told for them. */
#include "facts_project.h"
#include "support.h"

TestSuite(private_modules, .init = set_up, .fini = tear_down);

static const char module_text[] = "module github.com/org/shop\n\ngo 1.26\n\nrequire (\n"
				  "\tgithub.com/org/lib v1.2.0\n\tgolang.org/x/text v0.14.0\n)\n";

static struct project *
image_project(const char *from, const char *lines)
{
	struct str text = arena_printf(a, "FROM %s\nCOPY . /src\nWORKDIR /src\n%s\n", from, lines);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
		{ "go.mod", FILE_GOMOD, module_text }, { "go.sum", FILE_NONE, "" },
		{ "ca.crt", FILE_NONE, "" }, { NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

static struct project *
job_project(const char *steps)
{
	struct str text = arena_printf(
		a, "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n%s", steps);
	struct test_file files[] = { { ".github/workflows/ci.yml", FILE_WORKFLOW, text.s },
		{ "go.mod", FILE_GOMOD, module_text }, { "go.sum", FILE_NONE, "" },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

Test(private_modules, a_module_is_fetched_directly_where_no_proxy_is_asked_for_it)
{
	static const struct {
		const char *env, *module;
	} cases[] = {
		{ "", "-" },
		{ "ENV GOPROXY=direct", "github.com/org/lib" },
		{ "ENV GOPROXY=https://proxy.golang.org,direct", "-" },
		{ "ENV GOPRIVATE=github.com/org", "github.com/org/lib" },
		{ "ENV GOPRIVATE=golang.org/*", "golang.org/x/text" },
		{ "ENV GOPRIVATE=github.com/org GONOPROXY=none", "-" },
		{ "ENV GONOPROXY=golang.org/x/text", "golang.org/x/text" },
		{ "ARG GOPRIVATE", "?" },
		{ "ARG GOPROXY", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str lines = arena_printf(a, "%s\nRUN go build", cases[i].env);
		struct project *p = image_project("golang:1.27", lines.s);
		EXPECT_STR(shown(FACT(p, go_command, 0)->direct_module), str_from(cases[i].module));
	}
}

#define SSH_REWRITE \
	"git config --global url.\"ssh://git@github.com/\".insteadOf https://github.com/"

Test(private_modules, a_rewrite_knows_the_module_that_no_pattern_covers)
{
	static const struct {
		const char *env, *module;
	} cases[] = {
		{ "ENV GOPRIVATE=github.com/org", "-" },
		{ "ENV GOPRIVATE=github.com/org/other", "github.com/org/lib" },
		{ "ENV GONOSUMDB=github.com/org/l*", "-" },
		{ "ARG GOPRIVATE", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str lines =
			arena_printf(a, "%s\nRUN " SSH_REWRITE "\nRUN go build", cases[i].env);
		struct project *p = image_project("golang:1.27", lines.s);
		EXPECT_STR(shown(FACT(p, git_rewrite, 0)->uncovered_module),
			str_from(cases[i].module));
	}
}

Test(private_modules, a_command_knows_the_rewrite_that_leads_to_ssh)
{
	struct project *p = image_project(
		"golang:1.27", "ENV GOPRIVATE=github.com/org\nRUN " SSH_REWRITE "\nRUN go build");
	cr_assert_eq(FACT(p, go_command, 0)->ssh_rewrite, FACT(p, git_rewrite, 0));
	p = image_project("golang:1.27", "RUN " SSH_REWRITE "\nRUN go build");
	cr_assert_null(FACT(p, go_command, 0)->ssh_rewrite);
}

Test(private_modules, a_rewrite_that_comes_too_late_or_for_another_user_is_missed)
{
	static const struct {
		const char *lines, *because;
	} cases[] = {
		{ "RUN go build\nRUN " SSH_REWRITE, "order" },
		{ "RUN " SSH_REWRITE "\nRUN go build", "-" },
		{ "RUN --mount=type=secret,id=x go build\nRUN " SSH_REWRITE, "-" },
		{ "RUN ./setup.sh && go build\nRUN " SSH_REWRITE, "-" },
		{ "RUN go build\nRUN test -f x && " SSH_REWRITE, "-" },
		{ "ENV GOPRIVATE=\nRUN go build\nRUN " SSH_REWRITE, "-" },
		{ "RUN " SSH_REWRITE "\nUSER app\nRUN go build", "user" },
		{ "RUN " SSH_REWRITE "\nUSER app\nRUN --mount=type=bind,target=/x go build", "-" },
		{ "RUN " SSH_REWRITE "\nRUN go mod download\nUSER app\nRUN go build", "-" },
		{ "ARG U\nRUN " SSH_REWRITE "\nUSER $U\nRUN go build", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str lines =
			arena_printf(a, "ENV GOPRIVATE=github.com/org\n%s", cases[i].lines);
		struct project *p = image_project("golang:1.27", lines.s);
		EXPECT_STR(
			shown(FACT(p, git_rewrite, 0)->missed_because), str_from(cases[i].because));
		cr_expect_eq(FACT(p, git_rewrite, 0)->missed_by != NULL, cases[i].because[0] != '-',
			"%s", cases[i].lines);
	}
}

Test(private_modules, what_go_env_wrote_for_another_user_is_missed)
{
	static const struct {
		const char *lines, *because;
	} cases[] = {
		{ "USER app\nRUN go build", "user" },
		{ "USER root\nRUN go build", "-" },
		{ "ENV GOPRIVATE=github.com/org\nUSER app\nRUN go build", "-" },
		{ "ARG U\nUSER $U\nRUN go build", "-" },
		{ "ENV HOME=/home/app\nUSER app\nRUN go build", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str lines = arena_printf(
			a, "RUN go env -w GOPRIVATE=github.com/org\n%s", cases[i].lines);
		const struct project *p = image_project("golang:1.27", lines.s);
		const struct fact_list *commands = FACTS(p, go_command);
		const struct fact_go_command *build = commands->items[commands->n - 1];
		const struct fact_variable *missed = build->missed_setting;
		cr_expect_eq(missed != NULL, cases[i].because[0] != '-', "%s", cases[i].lines);
		if (missed) {
			cr_expect_eq(missed->missed_by, build);
			EXPECT_STR(shown(missed->missed_because), str_from(cases[i].because));
		}
	}
}

Test(private_modules, the_token_of_the_job_is_known_by_its_expression)
{
	static const struct {
		const char *user, *value;
		enum tri is_job_token;
	} cases[] = {
		{ "${{ secrets.GITHUB_TOKEN }}", "x", YES },
		{ "${{ github.token }}", "x", YES },
		{ "${{ secrets.OTHER }}", "x", NO },
		{ "$TOKEN", "${{ github.token }}", YES },
		{ "${TOKEN}", "${{ secrets.GITHUB_TOKEN }}", YES },
		{ "$TOKEN", "${{ secrets.OTHER }}", NO },
		{ "$OTHER", "${{ github.token }}", NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str steps = arena_printf(a,
			"      - run: git config --global url.\"https://x:%s@github.com/\".insteadOf "
			"https://github.com/\n        env:\n          TOKEN: %s\n",
			cases[i].user, cases[i].value);
		struct project *p = job_project(steps.s);
		cr_expect_eq(FACT(p, git_rewrite, 0)->has_github_token, cases[i].is_job_token,
			"%s %s", cases[i].user, cases[i].value);
	}
}

Test(private_modules, a_secret_in_the_text_of_a_script_is_seen)
{
	static const struct {
		const char *script, *secret;
	} cases[] = {
		{ "echo ${{ secrets.A }} > x", "A" },
		{ "echo ${{secrets.A_B}}${{ secrets.C }}", "A_B" },
		{ "echo ${{ github.ref }} $A", "-" },
		{ "echo ${{ github.token }} > x", "GITHUB_TOKEN" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p =
			job_project(arena_printf(a, "      - run: %s\n", cases[i].script).s);
		EXPECT_STR(shown(FACT(p, command, 0)->inline_secret), str_from(cases[i].secret));
	}
}

/* --- certificates --- */

Test(private_modules, a_bundle_that_is_not_where_it_is_copied_from_is_missing)
{
	static const struct {
		const char *from, *line, *copy, *missing;
	} cases[] = {
		{ "debian:trixie", "", "--from=0 /etc/ssl/certs/ca-certificates.crt /x",
			"/etc/ssl/certs/ca-certificates.crt" },
		{ "debian:trixie", "RUN apt-get install -y ca-certificates",
			"--from=0 /etc/ssl/certs/ca-certificates.crt /x", "-" },
		{ "debian:trixie", "RUN apt-get install -y ca-certificates",
			"--from=0 /etc/ssl/cert.pem /x", "/etc/ssl/cert.pem" },
		{ "debian:trixie", "RUN ./x.sh", "--from=0 /etc/ssl/certs/ca-certificates.crt /x",
			"-" },
		{ "alpine:3.24", "", "--from=0 /etc/ssl/cert.pem /x", "-" },
		{ "alpine:3.24", "", "--from=0 /etc/pki/tls/certs/ca-bundle.crt /x",
			"/etc/pki/tls/certs/ca-bundle.crt" },
		{ "scratch", "", "--from=busybox /etc/ssl/cert.pem /x", "/etc/ssl/cert.pem" },
		{ "scratch", "", "--from=example.com/x /etc/ssl/cert.pem /x", "-" },
		{ "debian:trixie", "", "--from=0 /etc/ssl/certs /x", "-" },
		{ "debian:trixie", "", "/etc/ssl/cert.pem /x", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = arena_printf(a, "FROM %s\n%s\nFROM scratch\nCOPY %s\n",
			cases[i].from, cases[i].line, cases[i].copy);
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
			{ NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		EXPECT_STR(shown(FACT(p, copy, 0)->missing_bundle), str_from(cases[i].missing));
	}
}

Test(private_modules, a_named_file_of_certificates_is_missing_where_nothing_brings_it)
{
	static const struct {
		const char *lines, *missing;
	} cases[] = {
		{ "FROM scratch\nENV SSL_CERT_FILE=/c/ca.pem", "/c/ca.pem" },
		{ "FROM scratch\nENV SSL_CERT_FILE=/c/ca.pem\nCOPY x /app", "/c/ca.pem" },
		{ "FROM scratch\nENV SSL_CERT_FILE=/c/ca.pem\nCOPY x /c/ca.pem", "-" },
		{ "FROM scratch\nENV SSL_CERT_FILE=/c/ca.pem\nCOPY x /c/", "-" },
		{ "FROM scratch\nENV SSL_CERT_FILE=/c/ca.pem\nADD x /", "-" },
		{ "FROM scratch\nARG F\nENV SSL_CERT_FILE=$F", "?" },
		{ "FROM scratch", "-" },
		{ "FROM alpine\nENV SSL_CERT_FILE=/c/ca.pem", "-" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, cases[i].lines },
			{ NULL, FILE_NONE, NULL } };
		struct project *p = project_of(a, files);
		EXPECT_STR(shown(FACT(p, stage, 0)->missing_cert_file), str_from(cases[i].missing));
	}
}

Test(private_modules, a_certificate_knows_the_download_before_it)
{
	static const char install[] = "COPY ca.crt /usr/local/share/ca-certificates/\n"
				      "RUN update-ca-certificates\n";
	struct str late = arena_printf(a, "RUN go build\n%s", install);
	struct str early = arena_printf(a, "%sRUN go build\n", install);
	struct project *p = image_project("golang:1.27", late.s);
	cr_assert_eq(FACT(p, certificate, 0)->earlier_download, FACT(p, go_command, 0));
	p = image_project("golang:1.27", early.s);
	cr_assert_null(FACT(p, certificate, 0)->earlier_download);
}

Test(private_modules, the_go_of_a_distribution_has_defaults_of_its_own)
{
	static const struct {
		const char *from, *install, *proxy;
	} cases[] = {
		{ "fedora:40", "dnf install -y golang", "direct" },
		{ "fedora:43", "dnf install -y golang", "https://proxy.golang.org,direct" },
		{ "fedora:60", "dnf install -y golang", "?" },
		{ "debian:trixie", "apt-get install -y golang", "?" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str lines = arena_printf(a, "RUN %s && go build", cases[i].install);
		struct project *p = image_project(cases[i].from, lines.s);
		EXPECT_STR(shown(setting_value(FACT(p, go_command, 0)->go_env, STR("GOPROXY"))),
			str_from(cases[i].proxy));
	}
}
