/* SPDX-License-Identifier: Apache-2.0 */
/* What makes a finding the same finding after edits elsewhere in its file. */
#ifndef GOBELIN_LINT_FINGERPRINT_H
#define GOBELIN_LINT_FINGERPRINT_H

#include "facts/project.h"
#include "rules/finding.h"

/* FNV-1a of 128 bits. */
struct fnv128 {
	uint64_t high, low;
};

struct fnv128 fnv128_start(void);
void fnv128_add(struct fnv128 *hash, struct str bytes);

/*
 * Fills the fingerprint of each finding that has none yet: gobelin/v1:<32 hex digits>, a hash
 * of the rule's id, the path, the stage, target or job around it, the text of its own lines
 * without the blanks around them, and how many findings before it have all of this in common.
 * The findings must be sorted.
 */
void fingerprint_findings(
	struct arena *a, const struct project *project, struct findings *findings);

#endif
