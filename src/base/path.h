/* SPDX-License-Identifier: Apache-2.0 */
/* '/'-separated paths, treated as text: nothing here asks the file system. */
#ifndef GOBELIN_BASE_PATH_H
#define GOBELIN_BASE_PATH_H

#include "base/arena.h"

/* The last element: "c" of "a/b/c". */
struct str path_base(struct str path);
/* All but the last element: "a/b" of "a/b/c", "" of "c", "/" of "/c". */
struct str path_dir(struct str path);
/* The last element's ending with its dot: ".go"; empty where there is none. */
struct str path_ext(struct str path);
bool path_is_absolute(struct str path);
/* Does it hold a wildcard: *, ? or [? */
bool path_has_glob(struct str path);
/* `path` as seen from directory `dir` (absolute paths stay as they are), cleaned. */
struct str path_join(struct arena *a, struct str dir, struct str path);
/*
 * Without ".", empty elements and resolved ".."; leading ".." of a relative path stay.
 * The directory itself is "" (not "."), the root "/".
 */
struct str path_clean(struct arena *a, struct str path);
/* Is cleaned `path` the cleaned directory `dir` or something below it? "" holds every relative path without leading "..". */
bool path_is_within(struct str path, struct str dir);

#endif
