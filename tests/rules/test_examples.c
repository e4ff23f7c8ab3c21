/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_examples [ID]: lints every example of every built-in rule (or of one) with that
 * rule alone. It must fire on a bad example and stay silent on a good one. Where it offers
 * fixes, they are made: the findings must go, come with nothing new and not come back; then
 * those of all other rules are made too. Prints TAP.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "example_lint.h"
#include "fix/fix.h"

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
	printf("# %" PRIstr ":%u:%u: %" PRIstr " %" PRIstr "\n",
		STR_ARG(finding->place.source->path), at.line, at.column,
		STR_ARG(finding->rule->id), STR_ARG(message));
}

static void
print_test(struct tally *tally, bool ok, const struct rule *rule, struct str what)
{
	tally->tests++;
	tally->failed += !ok;
	printf("%s %u - %" PRIstr " %" PRIstr ": %" PRIstr "\n", ok ? "ok" : "not ok", tally->tests,
		STR_ARG(rule->id), STR_ARG(rule->name), STR_ARG(what));
}

/* --- fixes ------------------------------------------------------------------------- */

static size_t
count_fixes(const struct lint_result *result)
{
	size_t n = 0;
	for (size_t i = 0; i < result->findings.n; i++)
		n += result->findings.items[i]->edits.n > 0;
	return n;
}

static size_t
count_findings(const struct lint_result *result, const struct rule *rule)
{
	size_t n = 0;
	for (size_t i = 0; i < result->findings.n; i++)
		n += result->findings.items[i]->rule == rule;
	return n;
}

static struct fix_result *
fix(struct arena *a, const struct vfs *fs, const struct rules *rules)
{
	struct config_faults faults = { 0 };
	struct lint_options options = example_options(a, fs, rules, &faults);
	return fix_run(a, fs, &options, true);
}

/*
 * Makes all fixes in `fs`. Every one of them must do its work, so that only findings are
 * left that had no fix from the start, and a second run must find nothing to do.
 */
static bool
fixes_work(struct arena *a, struct vfs *fs, const struct rules *rules)
{
	struct fix_result *first = fix(a, fs, rules);
	vec_for(const struct fixed_file, file, &first->files)
		vfs_put(a, fs, file->path, file->after);
	struct fix_result *second = fix(a, fs, rules);
	if (first->undone.n) {
		print_finding(a, first->undone.items[0].finding);
		print_finding(a, first->undone.items[0].brought);
	}
	if (second->fixed)
		printf("# a second run goes on\n");
	return !first->undone.n && first->fixed && !first->is_incomplete && !second->fixed
		&& !count_fixes(second->lint);
}

/* Rules that leave a place to another one may speak once that one's fix is made. */
static bool
was_held_back(const struct rule *fixed, const struct rule *found)
{
	static const struct {
		struct str fixed, found;
	} pairs[] = {
		{ STR_INIT("go-older-than-gomod"), STR_INIT("go-release-unsupported") },
		{ STR_INIT("vcs-client-missing"), STR_INIT("goproxy-direct-only") },
		{ STR_INIT("setup-go-version-float"), STR_INIT("go-release-unsupported") },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (str_eq(fixed->name, pairs[i].fixed) && str_eq(found->name, pairs[i].found))
			return true;
	return false;
}

static bool
brings_nothing_new(struct arena *a, const struct rule *fixed, const struct lint_result *before,
	const struct lint_result *after)
{
	bool ok = true;
	for (size_t i = 0; i < after->findings.n; i++) {
		const struct finding *finding = after->findings.items[i];
		const struct rule *found = finding->rule;
		if (!was_held_back(fixed, found)
			&& count_findings(after, found) > count_findings(before, found)) {
			print_finding(a, finding);
			ok = false;
		}
	}
	return ok;
}

static struct rules
default_rules(struct arena *a)
{
	struct rules all = all_rules(a), chosen = { 0 };
	struct strs nothing = { 0 }, unknown = { 0 };
	if (!rules_select(a, &all, &nothing, &nothing, &chosen, &unknown))
		chosen.n = 0;
	return chosen;
}

static void
print_files(const struct vfs *fs)
{
	vec_for(const struct map_entry, entry, &fs->overlay.entries) {
		const struct str *text = entry->value;
		printf("# --- %" PRIstr "\n", STR_ARG(entry->key));
		struct str rest = *text, line;
		while (str_next_field(&rest, '\n', &line))
			printf("# %" PRIstr "\n", STR_ARG(line));
	}
}

static void
test_fixes(struct arena *a, const struct rule *rule, uint32_t index, struct tally *tally)
{
	struct vfs fs = files_of(a, &rule->examples[index]);
	struct rules all = default_rules(a);
	struct lint_result *before = lint(a, &fs, &all);
	struct rules alone = { 0 };
	vec_push(a, &alone, rule);
	bool ok = fixes_work(a, &fs, &alone);
	struct lint_result *after = lint(a, &fs, &all);
	ok &= brings_nothing_new(a, rule, before, after);
	ok &= !count_fixes(after) || fixes_work(a, &fs, &all);
	print_test(tally, ok, rule, arena_printf(a, "the fix of bad example %u works", index + 1));
	if (!ok)
		print_files(&fs);
}

/* --- findings ---------------------------------------------------------------------- */

/* Has the example a finding that can be fixed? */
static bool
test_example(const struct rule *rule, uint32_t index, struct tally *tally)
{
	const struct rule_example *example = &rule->examples[index];
	struct arena *a = arena_new();
	struct vfs fs = files_of(a, example);
	struct rules alone = { 0 };
	vec_push(a, &alone, rule);
	struct lint_result *result = lint(a, &fs, &alone);
	bool fired = result->findings.n > 0;
	bool ok = fired == example->bad && result->errors.n == 0;
	print_test(tally, ok, rule,
		arena_printf(a, "%s example %u %s", example->bad ? "bad" : "good", index + 1,
			fired ? "fires" : "is silent"));
	vec_for(const struct lint_error, error, &result->errors)
		print_error(a, error);
	for (size_t i = 0; !ok && i < result->findings.n; i++)
		print_finding(a, result->findings.items[i]);
	bool can_be_fixed = count_fixes(result) > 0;
	if (can_be_fixed)
		test_fixes(a, rule, index, tally);
	arena_free(a);
	return can_be_fixed;
}

/* The line that says how to mend it is the same for all findings: a hole would be printed. */
static bool
has_hole(const struct rule *rule, struct str line)
{
	struct arena *a = arena_new();
	const char *fact = fact_classes[rule->on].name;
	bool has = str_contains(line, arena_printf(a, "{%s.", fact));
	arena_free(a);
	return has;
}

static void
test_rule(const struct rule *rule, struct tally *tally)
{
	uint32_t bad = 0, fixed = 0;
	for (uint32_t i = 0; i < rule->nexamples; i++) {
		bad += rule->examples[i].bad;
		fixed += test_example(rule, i, tally);
	}
	bool ok = bad > 0 && bad < rule->nexamples && rule->help.n && rule->mend.n
		&& rule->nreferences && !has_hole(rule, rule->mend);
	print_test(tally, ok, rule, STR("has help, examples of both kinds, references"));
	if (rule->nedits)
		print_test(tally, fixed > 0, rule, STR("has an example of its fix"));
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
