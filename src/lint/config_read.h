/* SPDX-License-Identifier: Apache-2.0 */
/* One file of configuration as its table says; what it extends is for config.c. */
#ifndef GOBELIN_LINT_CONFIG_READ_H
#define GOBELIN_LINT_CONFIG_READ_H

#include "lint/config.h"

struct tree;

void config_fault_add(struct arena *a, struct config_faults *faults, struct place place,
	const char *format, ...) PRINTF_LIKE(4, 5);
/*
 * Reads a file over what *keys holds already: its values replace, its lists add, as the
 * table says of each key. Every fault goes to *faults.
 */
void config_read(struct arena *a, const struct tree *tree, struct config *keys,
	struct config_faults *faults);

#endif
