/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "facts/go_version.h"

Test(go_version, highest_version_of_a_spec)
{
	static const struct {
		const char *spec, *highest; /* NULL: open */
	} cases[] = {
		{ "1.22.3", "1.22.3" },
		{ "1.22", "1.22.9999" },
		{ "1.22.x", "1.22.9999" },
		{ "~1.22.1", "1.22.9999" },
		{ "^1.22", NULL },
		{ ">=1.22", NULL },
		{ "1.x", NULL },
		{ "1", NULL },
		{ "stable", NULL },
		{ "1.22rc1", NULL },
		{ "", NULL },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fact_string highest = go_version_highest(a, str_from(cases[i].spec));
		cr_expect_eq(highest.state, cases[i].highest ? KNOWN : ABSENT, "%s", cases[i].spec);
		if (highest.state == KNOWN)
			cr_expect(str_eq(highest.text, str_from(cases[i].highest)), "%s",
				cases[i].spec);
	}
	arena_free(a);
}

Test(go_version, below_what_the_module_asks_for)
{
	static const struct {
		const char *version, *module;
		enum tri below;
	} cases[] = {
		{ "1.25", "1.26", YES },
		{ "1.26", "1.26.3", NO },
		{ "1.26.1", "1.26.3", YES },
		{ "1.26.3", "1.26", NO },
		{ "1.9", "1.10", YES },
		{ "1.20", "1.22rc1", YES },
		{ "1.22", "1.22rc1", NO },
		{ "1.22.0", "1.22rc1", NO },
		{ "1.27rc1", "1.27.0", YES },
		{ "1.27rc1", "1.27", NO },
		{ "1.27rc1", "1.28", YES },
		{ "1.27beta1", "1.26.4", NO },
		{ "1.27rc1", "1.27rc1", NO },
		{ "1.27rc1", "1.27rc2", UNSURE },
		{ "1.27-rc.1", "1.27.0", UNSURE },
		{ ">=1.20", "1.26", UNSURE },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fact_module module = { .go_version = fact_known(str_from(cases[i].module)) };
		struct fact_string version = fact_known(str_from(cases[i].version));
		cr_expect_eq(go_version_is_below(a, version, &module), cases[i].below, "%s and %s",
			cases[i].version, cases[i].module);
	}
	struct fact_string unknown = { .state = UNKNOWN };
	struct fact_module module = { .go_version = fact_known(STR("1.26")) };
	cr_expect_eq(go_version_is_below(a, unknown, &module), UNSURE);
	cr_expect_eq(go_version_is_below(a, fact_known(STR("1.20")), NULL), UNSURE);
	arena_free(a);
}
