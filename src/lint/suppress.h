/* SPDX-License-Identifier: Apache-2.0 */
/* Silences findings by comments and by the configuration's `suppress`. */
#ifndef GOBELIN_LINT_SUPPRESS_H
#define GOBELIN_LINT_SUPPRESS_H

#include "lint/lint.h"

/*
 * Fills the facts `suppression` of the project. Findings that one of them is for go from
 * *findings to *silenced, both in their order.
 */
void suppress_findings(struct arena *a, struct project *project, const struct lint_options *options,
	struct findings *findings, struct findings *silenced);

#endif
