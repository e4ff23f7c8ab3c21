/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the fixes of a project's findings in memory, round by round, and writes the files. */
#ifndef GOBELIN_FIX_FIX_H
#define GOBELIN_FIX_FIX_H

#include "lint/lint.h"

struct fixed_file {
	struct str path;          /* from the project's root */
	struct str before, after; /* as it was read, as it is now */
};

/* A fix that was taken back, and the finding that came with it or was still there. */
struct undone_fix {
	const struct finding *finding, *brought;
};

struct fix_result {
	VEC_OF(, struct fixed_file) files; /* that changed; by path */
	VEC_OF(, struct undone_fix) undone;
	size_t fixed;             /* findings whose fix was made */
	size_t unsafe;            /* remaining findings that only an unsafe fix would mend */
	bool is_incomplete;       /* so many fixes that another run must go on */
	struct lint_result *lint; /* of the files as they are now */
};

/*
 * Makes the fixes of the findings that lint_run() has with these options; those whose
 * edits leave the paths that were asked for are left alone. Fixes of the same bytes are
 * made one after the other. After each round the project is linted again: a fix that does
 * not make its finding go, or that brings a fault of the syntax, or a warning or error no
 * less severe than its own finding, is taken back. Writes nothing.
 */
struct fix_result *fix_run(struct arena *a, const struct vfs *fs,
	const struct lint_options *options, bool with_unsafe);

/*
 * Writes a fixed file, whole or not at all, and keeps its mode. False with a message where
 * it can't be written or is no longer what it was when it was read.
 */
NODISCARD bool fix_save(
	struct arena *a, const struct vfs *fs, const struct fixed_file *file, struct str *error);

#endif
