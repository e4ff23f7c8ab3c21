/* SPDX-License-Identifier: Apache-2.0 */
/* What to take out of a file so that a command or an assignment is gone, and nothing else. */
#ifndef GOBELIN_FACTS_REMOVAL_H
#define GOBELIN_FACTS_REMOVAL_H

#include "facts/extract.h"

/* The lines of a place with the line end behind them; nothing else may stand on them. */
struct place removal_of_lines(struct place place);
/*
 * A command with the && behind or before it; its line where it fills one; the instruction or
 * the step where that holds nothing else. No place where others depend on it.
 */
struct place removal_of_command(const struct run_context *cx, struct place command);

#endif
