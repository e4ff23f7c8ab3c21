/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of GOPROXY, and files of secrets in images. */
#include "facts_project.h"
#include "support.h"

TestSuite(secrets_and_proxies, .init = set_up, .fini = tear_down);

static struct project *
image_project(const char *before, const char *text, const char *after)
{
	struct str dockerfile = arena_printf(a, "FROM golang:1.27\n%s%s%s\n", before, text, after);
	struct test_file files[] = { { "Dockerfile", FILE_DOCKERFILE, dockerfile.s },
		{ NULL, FILE_NONE, NULL } };
	return project_of(a, files);
}

/* The entries of a GOPROXY list. */
static const struct fact_list *
proxies_of(const char *list)
{
	struct project *project = image_project("ENV GOPROXY=\"", list, "\"");
	return &FACT(project, variable, 0)->proxies;
}

Test(secrets_and_proxies, what_go_refuses_has_a_problem_and_its_certain_repair)
{
	static const struct {
		const char *entry, *repaired;
	} cases[] = {
		{ "https://a.example;direct", "https://a.example,direct" },
		{ ";;https://a.example ; direct;", "https://a.example,direct" },
		{ "https://a.example\xef\xbc\x8c"
		  "direct",
			"https://a.example,direct" },
		{ "https//a.example", "https://a.example" },
		{ "htps://a.example/x", "https://a.example/x" },
		{ "httpss://a.example", "https://a.example" },
		{ "git://a.example", "-" },
		{ "htps://user:password@a.example", "-" },
		{ "/srv/modules", "file:///srv/modules" },
		{ "Direct", "direct" },
		{ "proxy", "-" },
		{ "'https://a.example'", "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fact_list *list = proxies_of(cases[i].entry);
		cr_assert_eq(list->n, 1, "%s", cases[i].entry);
		const struct fact_proxy_entry *entry = list->items[0];
		cr_expect_eq(entry->problem.state, KNOWN, "%s", cases[i].entry);
		EXPECT_TEXT(shown(entry->repaired), cases[i].repaired);
	}
}

Test(secrets_and_proxies, what_go_accepts_has_no_problem)
{
	static const char *const entries[] = { "https://a.example", "http://localhost:3000",
		"a.example/x", "host:3000", "file:///srv", "direct", "off" };
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
		const struct fact_list *list = proxies_of(entries[i]);
		cr_assert_eq(list->n, 1, "%s", entries[i]);
		const struct fact_proxy_entry *entry = list->items[0];
		cr_expect_eq(entry->problem.state, ABSENT, "%s", entries[i]);
	}
}

Test(secrets_and_proxies, only_certainly_private_proxies_are_internal)
{
	static const struct {
		const char *entry;
		enum tri is_internal;
	} cases[] = {
		{ "https://proxy.golang.org", NO },
		{ "https://goproxy.example.com", UNSURE },
		{ "https://athens.corp", YES },
		{ "https://10.1.2.3:8081/go", YES },
		{ "https://repo.example.com/artifactory/api/go/go", YES },
		{ "http://athens:3000", YES },
		{ "direct", NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fact_proxy_entry *entry = proxies_of(cases[i].entry)->items[0];
		cr_expect_eq(entry->is_internal, cases[i].is_internal, "%s", cases[i].entry);
	}
}

Test(secrets_and_proxies, the_tail_of_an_entry_reaches_from_its_separator_to_the_end)
{
	const struct fact_list *list = proxies_of("https://a.example,direct | off , b.example");
	static const char *const tails[] = { "-", ",direct | off , b.example", "| off , b.example",
		", b.example" };
	cr_assert_eq(list->n, 4);
	for (size_t i = 0; i < list->n; i++) {
		const struct fact_proxy_entry *entry = list->items[i];
		EXPECT_TEXT(shown_place(entry->tail), tails[i]);
	}
}

/* Each secret file as "kind path", with "gone" or "perhaps" where it may not remain. */
static struct str
secret_files(const char *instructions)
{
	struct project *project = image_project("", instructions, "");
	struct strs parts = { 0 };
	fact_for(secret_file, file, FACTS(project, secret_file)) {
		const char *rest = file->remains == YES ? ""
			: file->remains == NO           ? " gone"
							: " perhaps";
		vec_push(a, &parts,
			arena_printf(a, "%" PRIstr " %" PRIstr "%s", STR_ARG(shown(file->kind)),
				STR_ARG(shown(file->path)), rest));
	}
	return strs_join(a, &parts, STR("; "));
}

Test(secrets_and_proxies, secret_files_are_copied_or_written)
{
	static const struct {
		const char *instructions, *wanted;
	} cases[] = {
		{ "COPY keys/id_rsa /k", "private key keys/id_rsa" },
		{ "COPY .ssh/ /root/.ssh/", "private key .ssh/" },
		{ "ADD .netrc .git-credentials /root/",
			"netrc .netrc; git credentials .git-credentials" },
		{ "COPY id_rsa.pub known_hosts /root/.ssh/", "" },
		{ "RUN echo \"$K\" > ~/.ssh/id_rsa", "private key ~/.ssh/id_rsa" },
		{ "RUN echo x | base64 -d > \"$HOME/.ssh/id_ed25519\"",
			"private key $HOME/.ssh/id_ed25519" },
		{ "RUN echo a | tee -a /root/.netrc", "netrc /root/.netrc" },
		{ "RUN ssh-keyscan h > ~/.ssh/known_hosts", "" },
		{ "RUN cat < ~/.netrc", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(secret_files(cases[i].instructions), cases[i].wanted);
}

Test(secrets_and_proxies, only_a_removal_by_the_same_instruction_counts)
{
	static const struct {
		const char *instructions, *wanted;
	} cases[] = {
		{ "RUN echo a > ~/.netrc && rm ~/.netrc", "netrc ~/.netrc gone" },
		{ "RUN echo a > /root/.netrc && rm -f ~/.netrc", "netrc /root/.netrc gone" },
		{ "RUN echo a > ~/.ssh/id_rsa && rm -rf ~/.ssh", "private key ~/.ssh/id_rsa gone" },
		{ "RUN echo a > ~/.netrc\nRUN rm ~/.netrc", "netrc ~/.netrc" },
		{ "RUN echo a > ~/.netrc; if x; then rm ~/.netrc; fi", "netrc ~/.netrc perhaps" },
		{ "ARG FILES\nRUN echo a > ~/.netrc && rm $FILES", "netrc ~/.netrc perhaps" },
		{ "RUN echo a > ~/.netrc && rm other", "netrc ~/.netrc" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		EXPECT_TEXT(secret_files(cases[i].instructions), cases[i].wanted);
}

/* The entries of a GODEBUG list. */
static const struct fact_list *
godebug_of(const char *list)
{
	struct project *project = image_project("ENV GODEBUG=\"", list, "\"");
	return &FACT(project, variable, 0)->godebug;
}

Test(secrets_and_proxies, godebug_entries_are_looked_up)
{
	static const struct {
		const char *entry, *key, *value, *removed_in, *refused_since;
		enum tri is_known, is_tracing;
	} cases[] = {
		{ "gctrace=1", "gctrace", "1", "-", "-", YES, YES },
		{ "gctrace=0", "gctrace", "0", "-", "-", YES, NO },
		{ "netdns=go#x", "netdns", "go", "-", "-", YES, NO },
		{ "cpu.avx2=off", "cpu.avx2", "off", "-", "-", YES, NO },
		{ " gctrace=1", " gctrace", "1", "-", "-", NO, NO },
		{ "gccgoadvise=1", "gccgoadvise", "1", "-", "-", NO, NO },
		{ "schedtrace", "schedtrace", "-", "-", "-", YES, NO },
		{ "tls10server=1", "tls10server", "1", "1.27", "1.27", YES, NO },
		{ "tls10server=0", "tls10server", "0", "-", "-", YES, NO },
		{ "tlskyber=0", "tlskyber", "0", "1.24", "1.27", YES, NO },
		{ "asynctimerchan=2", "asynctimerchan", "2", "1.27", "1.27", YES, NO },
		{ "allocfreetrace=1", "allocfreetrace", "1", "1.23", "-", YES, YES },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fact_list *list = godebug_of(cases[i].entry);
		cr_assert_eq(list->n, 1, "%s", cases[i].entry);
		const struct fact_godebug_entry *entry = list->items[0];
		EXPECT_TEXT(shown_place(entry->place), cases[i].entry);
		EXPECT_TEXT(shown(entry->key), cases[i].key);
		EXPECT_TEXT(shown(entry->value), cases[i].value);
		EXPECT_TEXT(shown(entry->removed_in), cases[i].removed_in);
		EXPECT_TEXT(shown(entry->refused_since), cases[i].refused_since);
		cr_expect_eq(entry->is_known, cases[i].is_known, "%s", cases[i].entry);
		cr_expect_eq(entry->is_tracing, cases[i].is_tracing, "%s", cases[i].entry);
	}
}

Test(secrets_and_proxies, empty_godebug_entries_are_none)
{
	const struct fact_list *list = godebug_of(",netdns=go,,http2client=0");
	cr_assert_eq(list->n, 2);
	const struct fact_godebug_entry *last = list->items[1];
	EXPECT_TEXT(shown_place(last->place), "http2client=0");
}
