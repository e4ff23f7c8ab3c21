/* SPDX-License-Identifier: Apache-2.0 */
/* What most unit tests need: an arena per test, and a comparison that shows both texts. */
#ifndef GOBELIN_TESTS_SUPPORT_H
#define GOBELIN_TESTS_SUPPORT_H

#include <criterion/criterion.h>

#include "base/arena.h"

static struct arena *a;

static inline void
set_up(void)
{
	a = arena_new();
}

static inline void
tear_down(void)
{
	arena_free(a);
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define EXPECT_STR(actual, expected)                                                     \
	do {                                                                             \
		struct str actual_ = (actual), expected_ = (expected);                   \
		cr_expect(str_eq(actual_, expected_), "got \"%.*s\", expected \"%.*s\"", \
			STR_ARG(actual_), STR_ARG(expected_));                           \
	} while (0)

#endif
