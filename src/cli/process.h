/* SPDX-License-Identifier: Apache-2.0 */
/* Other programs, run without a shell. */
#ifndef GOBELIN_CLI_PROCESS_H
#define GOBELIN_CLI_PROCESS_H

#include "base/vec.h"

struct process {
	struct strs words; /* the program, looked for in PATH, and its arguments */
	int input;         /* what it reads; -1: nothing */
	bool is_silenced;  /* what it says on standard error is dropped */
	size_t max;        /* bytes of output that are taken */
};

/*
 * Runs it to its end, and keeps what it printed. False with a message where it can't be
 * started, prints more, or is ended by a signal. 127 in *status may mean that there is no
 * such program, too.
 */
NODISCARD bool process_run(struct arena *a, const struct process *process, struct str *output,
	int *status, struct str *error);

#endif
