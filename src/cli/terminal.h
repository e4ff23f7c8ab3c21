/* SPDX-License-Identifier: Apache-2.0 */
/* What standard output can show. */
#ifndef GOBELIN_CLI_TERMINAL_H
#define GOBELIN_CLI_TERMINAL_H

#include "base/str.h"

/*
 * Colours? `when` is auto, always or never. auto: not if NO_COLOR is set; else if
 * FORCE_COLOR or CLICOLOR_FORCE is set, or standard output is a terminal that is not dumb.
 */
bool terminal_has_colour(struct str when, bool to_file);
/* Is standard error a terminal on which a line can be taken back? */
bool terminal_can_clear_line(void);
/* Empties standard output where it is a terminal on which that can be done. */
void terminal_clear(void);
/* Is it a terminal of a UTF-8 locale? */
bool terminal_has_unicode(void);

/* How many columns it has; 0 if that is not known. */
unsigned terminal_columns(void);

#endif
