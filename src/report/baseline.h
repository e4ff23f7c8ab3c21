/* SPDX-License-Identifier: Apache-2.0 */
/* Writes what lint/baseline.h reads. */
#ifndef GOBELIN_REPORT_BASELINE_H
#define GOBELIN_REPORT_BASELINE_H

#include "base/buf.h"
#include "lint/baseline.h"

/* One entry per line, so that two branches seldom change the same one. */
void baseline_print(struct buf *out, const struct baseline_entries *entries);

#endif
