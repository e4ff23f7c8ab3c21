/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where Renovate looks for its configuration:
 * https://docs.renovatebot.com/configuration-options/
 */
#ifndef GOBELIN_FACTS_RENOVATE_PATHS_H
#define GOBELIN_FACTS_RENOVATE_PATHS_H

#include "base/str.h"

#define RENOVATE_NO_PATH SIZE_MAX

/* Where the path stands among those that Renovate tries, 0 first, else RENOVATE_NO_PATH. */
size_t renovate_path_rank(struct str path);
/* The path of that rank; empty where there is none. */
struct str renovate_path_ranked(size_t rank);

#endif
