/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_examples [ID]: lints every example of every built-in rule (or of one) with that
 * rule alone. It must fire on a bad example and stay silent on a good one. Prints TAP.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "lint/lint.h"

struct tally {
	uint32_t tests, failed;
};

static void
print_error(struct arena *a, const struct lint_error *error)
{
	struct str message = utf8_printable(a, error->message);
	printf("# %" PRIstr ": %" PRIstr "\n", STR_ARG(error->path), STR_ARG(message));
}

static void
print_finding(struct arena *a, const struct finding *finding)
{
	struct position at = source_position(finding->place.source, finding->place.span.off);
	struct str message = utf8_printable(a, finding->message);
	printf("# %" PRIstr ":%u:%u: %" PRIstr "\n", STR_ARG(finding->place.source->path), at.line,
		at.column, STR_ARG(message));
}

static struct lint_result *
lint_example(struct arena *a, const struct rule *rule, const struct rule_example *example)
{
	struct vfs fs = { 0 };
	for (uint32_t i = 0; i < example->nfiles; i++)
		vfs_put(a, &fs, example->files[i].path, example->files[i].text);
	struct lint_options options = {
		.min_severity = SEVERITY_INFO, .knowledge = &builtin_knowledge, .jobs = 1
	};
	vec_push(a, &options.rules, rule);
	return lint_run(a, &fs, &options);
}

static void
test_example(const struct rule *rule, uint32_t index, struct tally *tally)
{
	const struct rule_example *example = &rule->examples[index];
	struct arena *a = arena_new();
	struct lint_result *result = lint_example(a, rule, example);
	bool fired = result->findings.n > 0;
	bool ok = fired == example->bad && result->errors.n == 0;
	tally->tests++;
	tally->failed += !ok;
	printf("%s %u - %" PRIstr " %" PRIstr ": %s example %u %s\n", ok ? "ok" : "not ok",
		tally->tests, STR_ARG(rule->id), STR_ARG(rule->name), example->bad ? "bad" : "good",
		index + 1, fired ? "fires" : "is silent");
	vec_for(const struct lint_error, error, &result->errors)
		print_error(a, error);
	for (size_t i = 0; !ok && i < result->findings.n; i++)
		print_finding(a, result->findings.items[i]);
	arena_free(a);
}

static void
test_rule(const struct rule *rule, struct tally *tally)
{
	uint32_t bad = 0;
	for (uint32_t i = 0; i < rule->nexamples; i++) {
		bad += rule->examples[i].bad;
		test_example(rule, i, tally);
	}
	bool ok = bad > 0 && bad < rule->nexamples && rule->help.n && rule->mend.n
		&& rule->nreferences;
	tally->tests++;
	tally->failed += !ok;
	printf("%s %u - %" PRIstr " %" PRIstr ": has help, examples of both kinds, references\n",
		ok ? "ok" : "not ok", tally->tests, STR_ARG(rule->id), STR_ARG(rule->name));
}

int
main(int argc, char **argv)
{
	struct tally tally = { 0 };
	for (uint32_t i = 0; i < builtin_rule_count; i++)
		if (argc < 2 || str_eq(builtin_rules[i].id, str_from(argv[1])))
			test_rule(&builtin_rules[i], &tally);
	printf("1..%u\n", tally.tests);
	return tally.failed || !tally.tests ? 1 : 0;
}
