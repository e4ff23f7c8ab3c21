/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files a run depended on, and whether they have changed since: of a file its time,
 * size and identity count, of a folder the names in it, of what is missing that it is.
 */
#ifndef GOBELIN_BASE_WATCH_H
#define GOBELIN_BASE_WATCH_H

#include "base/str.h"

struct watch;

struct watch *watch_new(void);
void watch_free(struct watch *watch);
/* Notes a path on disk as it is now, before it is read. Several threads may note at once. */
void watch_note(struct watch *watch, struct str path);
/* Has anything changed since it was noted, or since the last call? */
bool watch_has_changed(struct watch *watch);

#endif
