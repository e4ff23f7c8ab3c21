/* SPDX-License-Identifier: Apache-2.0 */
/* What a comment that silences findings stands before. */
#ifndef GOBELIN_LINT_SUPPRESSION_RANGE_H
#define GOBELIN_LINT_SUPPRESSION_RANGE_H

#include "facts/project.h"

/* The line that holds an offset. */
struct span suppression_line(const struct source *source, size_t off);
/*
 * What begins on the first line behind `off` that is neither empty nor a comment: that line
 * and those that continue it, a whole instruction of a Dockerfile, a key or list item of YAML
 * and JSON with all that belongs to it, a block of go.mod.
 */
struct span suppression_next(const struct project_file *file, size_t off);
/*
 * Is what looks like a comment at `off` an argument to Docker, which knows no comments behind
 * an instruction? Not in scripts and in quotes, where it may be meant as text.
 */
bool suppression_is_argument(const struct project_file *file, size_t off);
#endif
