/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The baseline: findings that a project has accepted for now, by their fingerprints, so that
 * only new ones count.
 */
#ifndef GOBELIN_LINT_BASELINE_H
#define GOBELIN_LINT_BASELINE_H

#include "base/vec.h"

#define BASELINE_NAME STR(".gobelin-baseline.json")

struct finding;
struct lint_options;
struct lint_result;

/* The same entry twice is for two findings. */
struct baseline_entry {
	struct str path, rule, fingerprint; /* path: from the root; rule: its id */
};
VEC_OF(baseline_entries, struct baseline_entry);

/* By path, rule and fingerprint. */
void baseline_sort(struct baseline_entries *entries);
/* Reads a baseline; false with a message that begins with `path` where it is none. */
NODISCARD bool baseline_parse(struct arena *a, struct str path, struct str text,
	struct baseline_entries *out, struct str *error);
/* Is it silenced by the baseline? */
bool baseline_has(const struct finding *finding);
/*
 * Moves the findings that the options' baseline has to those that are silenced, behind them,
 * and lists in result->gone the entries that no finding is there for. An entry of a file or
 * rule that was not looked at is not gone.
 */
void baseline_apply(
	struct arena *a, const struct lint_options *options, struct lint_result *result);

#endif
