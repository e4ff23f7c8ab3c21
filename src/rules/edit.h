/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the edit of a rule into bytes of a file. */
#ifndef GOBELIN_RULES_EDIT_H
#define GOBELIN_RULES_EDIT_H

#include "rules/finding.h"

/*
 * Fills *edit with what is to be done at a place. The text gets the line ends of the file
 * and, where it is inserted as lines of its own, the indentation of the place's line.
 * False where the edit can't be made: lines are only deleted if the place fills them.
 */
NODISCARD bool edit_at(struct arena *a, enum edit_kind kind, struct place place, struct str text,
	struct finding_edit *edit);
/*
 * Moves the lines of a place, with the comments directly above them, before or behind those
 * of another one: *out takes them out, *in puts them in. False where that can't be done.
 */
NODISCARD bool edit_move(struct arena *a, enum edit_kind kind, struct place place, struct place to,
	struct finding_edit *out, struct finding_edit *in);

#endif
