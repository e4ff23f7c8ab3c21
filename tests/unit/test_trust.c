/* SPDX-License-Identifier: Apache-2.0 */
/* Checks that are turned off, files that commands write, and programs that are not there. */
#include "facts_project.h"
#include "support.h"

TestSuite(trust, .init = set_up, .fini = tear_down);

static struct project *
image_project(const char *from, const char *lines)
{
	struct str text = arena_printf(a, "FROM %s\n%s\n", from, lines);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, text.s },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* --- checks that are turned off --- */

/* "kind|text" of each, with "first" where only the first answer is trusted. */
static struct str
bypasses(const struct project *p)
{
	struct strs lines = { 0 };
	fact_for(trust_bypass, bypass, FACTS(p, trust_bypass)) {
		vec_push(a, &lines,
			arena_printf(a, "%" PRIstr "|%" PRIstr "%s", STR_ARG(shown(bypass->kind)),
				STR_ARG(shown(bypass->text)),
				bypass->trusts_first == YES ? " first" : ""));
	}
	return strs_join(a, &lines, STR(", "));
}

Test(trust, what_turns_off_a_check_is_found)
{
	static const struct {
		const char *line, *bypasses;
	} cases[] = {
		{ "RUN curl -sk https://a.example", "certificate|curl --insecure" },
		{ "RUN wget --no-check-certificate https://a.example",
			"certificate|wget --no-check-certificate" },
		{ "RUN curl -k http://a.example", "" },
		{ "RUN git config --global HTTP.sslverify false",
			"certificate|http.sslVerify=false" },
		{ "RUN git config http.https://a.example/.sslVerify 0",
			"certificate|http.sslVerify=false" },
		{ "RUN git -c http.sslVerify=false clone https://a.example",
			"certificate|http.sslVerify=false" },
		{ "RUN git config --global http.sslVerify true", "" },
		{ "RUN git config --global http.sslVerify $X", "" },
		{ "ENV GIT_SSL_NO_VERIFY=0", "certificate|GIT_SSL_NO_VERIFY" },
		{ "ENV NODE_TLS_REJECT_UNAUTHORIZED=0",
			"certificate|NODE_TLS_REJECT_UNAUTHORIZED=0" },
		{ "ENV NODE_TLS_REJECT_UNAUTHORIZED=1", "" },
		{ "RUN apk add --allow-untrusted x", "signature|apk --allow-untrusted" },
		{ "RUN apk add --allow-untrusted /tmp/x.apk", "" },
		{ "ARG X\nRUN apk add --allow-untrusted $X", "" },
		{ "RUN apt-get install --allow-unauthenticated x",
			"signature|apt-get --allow-unauthenticated" },
		{ "RUN dnf install --nogpgcheck x", "signature|--nogpgcheck" },
		{ "RUN echo 'StrictHostKeyChecking no' >> ~/.ssh/config",
			"host key|StrictHostKeyChecking no" },
		{ "RUN echo 'StrictHostKeyChecking accept-new' | tee /etc/ssh/ssh_config", "" },
		{ "RUN echo 'StrictHostKeyChecking accept-new' > /etc/ssh/ssh_config",
			"host key|StrictHostKeyChecking accept-new first" },
		{ "RUN echo 'StrictHostKeyChecking no'", "" },
		{ "ENV GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=no'",
			"host key|StrictHostKeyChecking no" },
		{ "RUN git config --global core.sshCommand 'ssh -o StrictHostKeyChecking=no'",
			"host key|StrictHostKeyChecking no" },
		{ "RUN ssh -o StrictHostKeyChecking=no a.example true", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_STR(bypasses(image_project("debian:trixie", cases[i].line)),
			str_from(cases[i].bypasses));
}

Test(trust, a_bypass_names_the_host_where_it_is_known)
{
	struct project *p = image_project("debian:trixie",
		"ARG URL\n"
		"RUN curl -k https://a.example/x\n"
		"RUN curl -k https://localhost:8443\n"
		"RUN curl -k $URL\n");
	EXPECT_STR(shown(FACT(p, trust_bypass, 0)->host), STR("a.example"));
	cr_assert_eq(FACT(p, trust_bypass, 0)->is_loopback, NO);
	cr_assert_eq(FACT(p, trust_bypass, 1)->is_loopback, YES);
	EXPECT_STR(shown(FACT(p, trust_bypass, 2)->host), STR("?"));
	cr_assert_eq(FACT(p, trust_bypass, 2)->is_loopback, UNSURE);
}

/* --- commands --- */

Test(trust, files_that_a_command_writes_are_listed)
{
	static const struct {
		const char *line, *files;
	} cases[] = {
		{ "RUN echo a > /etc/hosts", "/etc/hosts" },
		{ "RUN cat <<E >>/a\nx\nE", "/a" },
		{ "RUN cp x /etc/hosts", "/etc/hosts /etc/hosts/x" },
		{ "RUN tee -a /a /b", "/a /b" },
		{ "RUN cat </a 2>&1", "" },
		{ "ARG F\nRUN echo a > /x/$F", "? \u2026" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p = image_project("debian:trixie", cases[i].line);
		EXPECT_STR(shown_list(a, &FACT(p, command, 0)->writes), str_from(cases[i].files));
	}
}

Test(trust, a_program_is_missing_where_the_image_certainly_lacks_it)
{
	static const struct {
		const char *from, *line;
		enum tri missing;
	} cases[] = {
		{ "alpine:3.24", "RUN update-ca-certificates", YES },
		{ "alpine:3.24", "RUN apk add ca-certificates && update-ca-certificates", NO },
		{ "alpine:3.24", "RUN apk add something && update-ca-certificates", UNSURE },
		{ "alpine:3.24", "RUN ./x.sh && update-ca-certificates", UNSURE },
		{ "golang:1.27-alpine", "RUN update-ca-certificates", NO },
		{ "golang:1.27-alpine", "RUN git clone x", YES },
		{ "golang:1.27", "RUN git clone x", NO },
		{ "alpine:3.24", "RUN ssh-keyscan github.com", YES },
		{ "almalinux:9", "RUN update-ca-certificates", YES },
		{ "debian:trixie", "RUN update-ca-trust", YES },
		{ "registry.example.com/x:1", "RUN update-ca-certificates", UNSURE },
		{ "alpine:3.24", "RUN curl x", YES },
		{ "alpine:3.24", "RUN wget x", NO },
		{ "alpine:3.24", "RUN apk add curl && curl x", NO },
		{ "alpine:3.24", "RUN apk add something && curl x", UNSURE },
		{ "alpine:3.24", "RUN tar -C / -xf x.tar && curl x", UNSURE },
		{ "alpine:3.24", "RUN cp x /usr/local/bin/curl && curl x", UNSURE },
		{ "alpine:3.24", "COPY --from=x /usr/bin/curl /usr/bin/\nRUN curl x", UNSURE },
		{ "alpine:3.24", "COPY --from=x / /\nRUN curl x", UNSURE },
		{ "alpine:3.24", "COPY --from=x /out/app /usr/bin/\nRUN curl x", YES },
		{ "debian:trixie-slim", "RUN wget x", YES },
		{ "golang:1.27", "RUN curl x", NO },
		{ "alpine:3.24", "RUN cat list | xargs apk add && curl x", UNSURE },
		{ "alpine:3.24", "RUN /tools/curl x", UNSURE },
		{ "alpine:3.24", "RUN /usr/bin/curl x", YES },
		{ "alpine:3.24", "RUN --mount=from=x,source=/c,target=/usr/bin/curl curl x",
			UNSURE },
		{ "alpine:3.24", "RUN --mount=target=/src curl x", YES },
		{ "registry.example.com/x:1", "RUN curl x", UNSURE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p = image_project(cases[i].from, cases[i].line);
		const struct fact_list *commands = FACTS(p, command);
		const struct fact_command *last = commands->items[commands->n - 1];
		cr_assert_eq(last->program_is_missing, cases[i].missing, "%s: %s", cases[i].from,
			cases[i].line);
	}
}

Test(trust, an_argument_is_used_where_another_instruction_refers_to_it)
{
	static const struct {
		const char *lines;
		enum tri used;
	} cases[] = {
		{ "ARG X", NO },
		{ "ARG X\nRUN echo $X", NO },
		{ "ARG X\nCMD echo $X", NO },
		{ "ARG X\nENV Y=a$X", YES },
		{ "ARG X\nENV Y=${X:-b}", YES },
		{ "ARG X\nCOPY $X /", YES },
		{ "ARG X\nENV Y=$XY", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct project *p = image_project("debian:trixie", cases[i].lines);
		cr_assert_eq(FACT(p, variable, 0)->is_used, cases[i].used, "%s", cases[i].lines);
	}
}
