/* SPDX-License-Identifier: Apache-2.0 */
/* One run: discover, read, work out the facts, ask the rules, filter, sort. */
#ifndef GOBELIN_LINT_LINT_H
#define GOBELIN_LINT_LINT_H

#include "lint/baseline.h"
#include "lint/changes.h"
#include "lint/config.h"
#include "lint/discover.h"
#include "rules/finding.h"

struct lint_options {
	/* Files and folders to report on, cleaned, from the root; "", or none at all, is all. */
	struct strs paths;
	struct rules rules;        /* what to ask: chosen already */
	const struct rules *known; /* all there are, for comments that name one; NULL: not told */
	struct str today;          /* YYYY-MM-DD, for suppressions that expire; empty: never */
	enum severity min_severity;
	const struct knowledge *knowledge;       /* what the facts draw on */
	const struct config_file *config;        /* NULL: none */
	const struct baseline_entries *baseline; /* NULL: none */
	const struct changes *changes;           /* report on these lines only; NULL: on all */
	unsigned jobs; /* threads that read and parse; 0: one per processor */
};

struct lint_result {
	struct project *project;
	struct findings
		findings; /* sorted by path, place, rule; no duplicates; with fingerprints */
	struct findings silenced;     /* that do not count, in the same order */
	struct baseline_entries gone; /* of the baseline: no finding is there for them */
	bool has_baseline;
	struct lint_errors errors; /* sorted by path */
	size_t files;              /* looked at, among those asked for */
};

/* Is the path, from the root, among those to report on? */
bool lint_is_asked_for(const struct lint_options *options, struct str path);
/* Lints a project. Never fails as a whole: what could not be read is in errors. */
struct lint_result *lint_run(
	struct arena *a, const struct vfs *fs, const struct lint_options *options);

#endif
