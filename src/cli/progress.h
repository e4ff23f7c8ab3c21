/* SPDX-License-Identifier: Apache-2.0 */
/* A line on the terminal while something takes longer than a second. */
#ifndef GOBELIN_CLI_PROGRESS_H
#define GOBELIN_CLI_PROGRESS_H

/* Says nothing where standard error is no terminal. */
void progress_begin(void);
/* Takes the line away again. */
void progress_end(void);

#endif
