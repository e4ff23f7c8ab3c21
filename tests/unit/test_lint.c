/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "lint/fingerprint.h"
#include "lint/mask.h"
#include "support.h"

TestSuite(lint, .init = set_up, .fini = tear_down);

static void
expect_str(struct str actual, const char *expected)
{
	cr_expect(str_eq(actual, str_from(expected)), "got \"%.*s\"\nexpected \"%s\"",
		STR_ARG(actual), expected);
}

Test(lint, arenas_are_joined_whole)
{
	struct arena *other = arena_new(), *empty = arena_new();
	struct str kept = arena_str(other, STR("kept"));
	char *large = arena_alloc(other, 200000, 1);
	arena_join(a, other);
	arena_join(a, empty);
	large[199999] = 1;
	expect_str(kept, "kept");
	expect_str(arena_str(a, STR("more")), "more");
	expect_str(kept, "kept");
}

Test(lint, the_hash_is_the_published_one)
{
	static const struct {
		const char *text;
		uint64_t high, low;
	} cases[] = {
		{ "", UINT64_C(0x6c62272e07bb0142), UINT64_C(0x62b821756295c58d) },
		{ "a", UINT64_C(0xd228cb696f1a8caf), UINT64_C(0x78912b704e4a8964) },
		{ "foobar", UINT64_C(0x343e1662793c64bf), UINT64_C(0x6f0d3597ba446f18) },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fnv128 hash = fnv128_start();
		fnv128_add(&hash, str_from(cases[i].text));
		cr_expect(hash.high == cases[i].high && hash.low == cases[i].low,
			"\"%s\": %016" PRIx64 "%016" PRIx64, cases[i].text, hash.high, hash.low);
	}
}

static const struct rule rule = { .id = STR_INIT("GB999") };

/* The fingerprints of findings at each "here" of a Dockerfile. */
static struct findings
fingerprints_of(const char *text)
{
	struct source *source = source_new(a, STR("Dockerfile"), str_from(text));
	struct project project = { 0 };
	project.facts = ARENA_ARRAY(a, struct fact_list, fact_class_count);
	struct findings findings = { 0 };
	for (size_t at = 0; (at = str_find(source->text, STR("FROM"), at)) != STR_NONE; at++) {
		struct fact_stage *stage = ARENA_NEW(a, struct fact_stage);
		stage->place = (struct place){ source, span_make(at, at + 4) };
		size_t end = str_find_char(source->text, '\n', at);
		stage->name = fact_known(str_slice(source->text, at + 5, end));
		struct fact_list *stages = &project.facts[FACT_CLASS_stage];
		vec_push(a, stages, stage);
	}
	for (size_t at = 0; (at = str_find(source->text, STR("here"), at)) != STR_NONE; at++) {
		struct finding *finding = ARENA_NEW(a, struct finding);
		finding->rule = &rule;
		finding->place = (struct place){ source, span_make(at, at + 4) };
		vec_push(a, &findings, finding);
	}
	fingerprint_findings(a, &project, &findings);
	return findings;
}

Test(lint, fingerprints_survive_edits_elsewhere)
{
	struct findings old = fingerprints_of("FROM a\nRUN here\n");
	struct findings new = fingerprints_of("# note\n\nFROM z\nRUN other\nFROM a\n  RUN here \n");
	cr_assert(old.n == 1 && new.n == 1);
	cr_expect(str_eq(old.items[0]->fingerprint, new.items[0]->fingerprint));
	cr_expect(str_starts(old.items[0]->fingerprint, STR("gobelin/v1:")));
	cr_expect_eq(old.items[0]->fingerprint.n, 11 + 32);
}

Test(lint, fingerprints_tell_findings_apart)
{
	struct findings found = fingerprints_of("FROM a\nRUN here\nRUN here\nRUN here too\nFROM b\n"
						"RUN here\n");
	cr_assert_eq(found.n, 4);
	for (size_t i = 0; i < found.n; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect(!str_eq(found.items[i]->fingerprint, found.items[j]->fingerprint),
				"%zu and %zu", i, j);
}

Test(lint, secrets_are_masked)
{
	static const char *const cases[][2] = {
		{ "https://me:s3cret@host/x", "https://me:***@host/x" },
		{ "https://me:p@ss@host/x", "https://me:***@host/x" },
		{ "https://me:$TOKEN@host/x", NULL },
		{ "https://me:${{ secrets.X }}@host", NULL },
		{ "https://host:8080/a@b", NULL },
		{ "https://me@host/", NULL },
		{ "x ghp_0123456789abcdefghij0123456789abcdef y", "x ghp_*** y" },
		{ "github_pat_11ABCDEFG0aaaaaaaaaa_bb", "github_pat_***" },
		{ "glpat-abcdefghij0123456789", "glpat-***" },
		{ "AKIAIOSFODNN7EXAMPLE", "AKIA***" },
		{ "ghp_short", NULL },
		{ "https://0123456789abcdef0123@host/", "https://***@host/" },
		{ "https://u:pass/word@host/x y@z", "https://u:***@host/x y@z" },
		{ "https//u:s3cret@host", "https//u:***@host" },
		{ "http_proxy=u:s3cret@host:80", "http_proxy=u:***@host:80" },
		{ "GOPROXY=https://u:s3cret@h,https://h", "GOPROXY=https://u:***@h,https://h" },
		{ "image: golang:1.22@sha256:abc", NULL },
		{ "GL_PASS=x DB_PWD=x apiToken=x PASSPHRASE=x PWD=/a",
			"GL_PASS=*** DB_PWD=*** apiToken=*** PASSPHRASE=*** PWD=/a" },
		{ "'PRIVATE-TOKEN: s3cret'", "'PRIVATE-TOKEN: ***'" },
		{ "'Authorization: token s3cret'", "'Authorization: token ***'" },
		{ "Authorization: s3cret", "Authorization: ***" },
		{ "login me\\npassword s3cret\\n", "login me\\npassword ***\\n" },
		{ "machine h\nlogin me\npassword s3cret", "machine h\nlogin me\npassword ***" },
		{ "wget --password s3cret", "wget --password ***" },
		{ "docker build --secret id=x", NULL },
		{ "docker login -u me -p s3cret", "docker login -u me -p ***" },
		{ "curl -u me:s3cret x", "curl -u me:*** x" },
		{ "curl --user 'me:s3cret' x", "curl --user 'me:***' x" },
		{ "curl -u me:$PASSWORD x", NULL },
		{ "docker run -u 1000:1000 x", NULL },
		{ "-----BEGIN RSA PRIVATE KEY-----\nabc\ndef\n-----END RSA PRIVATE KEY-----\nx",
			"-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nx" },
		{ "-----BEGIN CERTIFICATE-----\nabc\n", NULL },
		{ "//registry.npmjs.org/:_authToken=abc-def",
			"//registry.npmjs.org/:_authToken=***" },
		{ "ENV NPM_TOKEN=abc OTHER=x", "ENV NPM_TOKEN=*** OTHER=x" },
		{ "ENV NPM_TOKEN abc", "ENV NPM_TOKEN ***" },
		{ "ARG NPM_TOKEN", NULL },
		{ "ARG db_password=\"a b\" x", "ARG db_password=\"***\" x" },
		{ "export API_KEY='x y'", "export API_KEY='***'" },
		{ "TOKEN := abc", "TOKEN := ***" },
		{ "TOKEN ?= abc", "TOKEN ?= ***" },
		{ "NPM_TOKEN: abc", "NPM_TOKEN: ***" },
		{ "\"token\": \"abc\"", "\"token\": \"***\"" },
		{ "id-token: write", NULL },
		{ "TOKEN=$(cat f)", NULL },
		{ "TOKEN_FILE=/run/x", NULL },
		{ "--mount=type=secret,id=npm_token", NULL },
		{ "machine h login me password s3cret", "machine h login me password ***" },
		{ "curl -H 'Authorization: Bearer abcdefghij0123456789'",
			"curl -H 'Authorization: Bearer ***'" },
		{ "if [ $TOKEN == x ]", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str masked = mask_secrets(a, str_from(cases[i][0]));
		expect_str(masked, cases[i][1] ? cases[i][1] : cases[i][0]);
		expect_str(mask_secrets(a, masked), cases[i][1] ? cases[i][1] : cases[i][0]);
	}
}

Test(lint, snippets_keep_their_columns)
{
	struct str text = STR("a https://me:s3cret@h b\n-----BEGIN PRIVATE KEY-----\nxy\r\n");
	expect_str(mask_in_place(a, text),
		"a https://me:******@h b\n-----BEGIN PRIVATE KEY-----\n**\r\n");
}
