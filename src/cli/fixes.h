/* SPDX-License-Identifier: Apache-2.0 */
/* What `gobelin fix` and `gobelin check --fix` share. */
#ifndef GOBELIN_CLI_FIXES_H
#define GOBELIN_CLI_FIXES_H

#include "cli/workspace.h"
#include "fix/fix.h"

/*
 * Writes the fixed files and says which fixes were taken back. False, with complaints,
 * where a file can't be written; the others are written all the same.
 */
NODISCARD bool cli_save_fixes(
	struct arena *a, const struct workspace *workspace, const struct fix_result *fixes);
/* Says which fixes were taken back. */
void cli_tell_undone(
	struct arena *a, const struct workspace *workspace, const struct fix_result *fixes);
/* "fixed 3 findings in 2 files; 1 more with --unsafe", or "would fix" before it is done. */
struct str cli_fix_summary(struct arena *a, const struct fix_result *fixes, bool is_planned);

#endif
