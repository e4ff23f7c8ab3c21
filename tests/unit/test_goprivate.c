/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "facts/goprivate.h"

static void
expect_match(enum tri actual, enum tri expected, const char *what)
{
	static const char *const names[] = { "no", "yes", "unsure" };
	cr_expect(actual == expected, "%s: got %s, expected %s", what, names[actual],
		names[expected]);
}

Test(goprivate, patterns_match_as_many_elements_as_they_have)
{
	static const struct {
		const char *list, *path;
		enum tri covers, touches;
	} cases[] = {
		{ "github.com/org", "github.com/org/repo", YES, YES },
		{ "github.com/org/*", "github.com/org/repo", YES, YES },
		{ "github.com/org*", "github.com/organisation/repo", YES, YES },
		{ "github.com/org/**", "github.com/org/repo", YES, YES },
		{ "github.com", "github.com/org/repo", YES, YES },
		{ "*.com", "github.com/org/repo", YES, YES },
		{ "*", "github.com/org/repo", YES, YES },
		{ "*/org", "github.com/org/repo", YES, YES },
		{ "github.com/org/", "github.com/org/repo", YES, YES },
		{ "a.com,github.com/org", "github.com/org/repo", YES, YES },
		{ "github.com/[a-o]rg", "github.com/org", YES, YES },
		{ "github.com/[^o]rg", "github.com/org", NO, NO },
		{ "github.com/o?g", "github.com/org", YES, YES },
		{ "github.com/or", "github.com/org/repo", NO, NO },
		{ "https://github.com/org", "github.com/org/repo", NO, NO },
		{ "GitHub.com/org", "github.com/org/repo", NO, NO },
		{ "a.com, github.com/org", "github.com/org/repo", NO, NO },
		{ "github.com/org/repo.git", "github.com/org/repo", NO, NO },
		{ "github.com/org/repo", "github.com/Org/repo", NO, NO },
		{ "a.com;github.com/org", "github.com/org/repo", NO, NO },
		{ "a.com|github.com/org", "github.com/org/repo", NO, NO },
		{ "a.com github.com/org", "github.com/org/repo", NO, NO },
		{ "github.com/*", "github.com/org/repo", YES, YES },
		{ "github.com/org[", "github.com/org[", NO, NO },
		{ "*", "", YES, YES },
		{ "", "github.com", NO, NO },
		{ "github.com/org", "github.com", NO, YES },
		{ "gitlab.com/org", "github.com", NO, NO },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fact_string list = fact_known(str_from(cases[i].list));
		struct str path = str_from(cases[i].path);
		expect_match(goprivate_covers(list, path), cases[i].covers, cases[i].list);
		expect_match(goprivate_touches(list, path), cases[i].touches, cases[i].list);
	}
	expect_match(goprivate_covers(fact_unknown_string(), STR("a")), UNSURE, "unknown list");
}
