/* SPDX-License-Identifier: Apache-2.0 */
/* Waiting for a change of what a run has looked at. */
#ifndef GOBELIN_CLI_AWAIT_H
#define GOBELIN_CLI_AWAIT_H

#include "base/watch.h"

/* Returns once something has changed and, for a moment, nothing more. */
void await_change(struct watch *watch);

#endif
