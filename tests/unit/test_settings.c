/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/facts.h"
#include "support.h"

TestSuite(settings, .init = set_up, .fini = tear_down);

static struct fact_setting *
setting(const char *name, enum tri present)
{
	struct fact_setting *s = ARENA_NEW(a, struct fact_setting);
	s->name = fact_known(str_from(name));
	s->present = present;
	return s;
}

static const struct settings *
some_settings(void)
{
	const struct settings *map = settings_put(a, NULL, setting("GOPROXY", YES));
	map = settings_put(a, map, setting("CORP_PROXY", YES));
	return settings_put(a, map, setting("GOFLAGS", NO));
}

static void
count_in_order(void *context, const struct fact_setting *visited)
{
	struct strs *names = context;
	if (names->n > 0)
		cr_expect(str_cmp(*vec_last(names), visited->name.text) < 0);
	vec_push(a, names, visited->name.text);
}

Test(settings, old_versions_stay)
{
	const struct settings *versions[200] = { NULL };
	for (int i = 1; i < 200; i++) {
		const char *name = arena_printf(a, "N%03d", i * 7 % 199).s;
		versions[i] = settings_put(a, versions[i - 1], setting(name, YES));
	}
	for (int i = 0; i < 200; i++) {
		struct strs names = { 0 };
		settings_each(a, versions[i], count_in_order, &names);
		cr_expect(names.n == (size_t)i, "%zu of %d", names.n, i);
	}
	cr_expect(!settings_get(versions[1], STR("N014")));
	cr_expect(settings_get(versions[2], STR("N014")));
}

Test(settings, removed_names_are_absent_until_opened_again)
{
	const struct settings *map = some_settings();
	cr_expect(settings_has(NULL, STR("GOPROXY")) == NO);
	cr_expect(settings_remove(a, NULL, STR("GOPROXY")) == NULL);
	cr_expect(settings_has(map, STR("GOPROXY")) == YES);
	cr_expect(settings_has(map, STR("GOFLAGS")) == NO);
	const struct settings *removed = settings_remove(a, map, STR("GOPROXY"));
	cr_expect(settings_has(removed, STR("GOPROXY")) == NO);
	cr_expect(!settings_get(removed, STR("GOPROXY")));
	cr_expect(settings_has(map, STR("GOPROXY")) == YES);
	const struct settings *open = settings_open(a, removed);
	cr_expect(settings_is_open(open) && !settings_is_open(removed));
	cr_expect(settings_has(open, STR("GOPROXY")) == UNSURE);
	const struct settings *closed = settings_remove(a, open, STR("GOPROXY"));
	cr_expect(settings_has(closed, STR("GOPROXY")) == NO);
	cr_expect(settings_has(closed, STR("OTHER")) == UNSURE);
	cr_expect(settings_has(settings_open(a, closed), STR("GOPROXY")) == UNSURE);
	cr_expect(settings_has(settings_open(a, closed), STR("CORP_PROXY")) == YES);
}

Test(settings, later_values_replace_earlier_ones)
{
	const struct settings *map = some_settings();
	const struct settings *changed = settings_put(a, map, setting("GOPROXY", NO));
	cr_expect(settings_has(changed, STR("GOPROXY")) == NO);
	cr_expect(settings_has(map, STR("GOPROXY")) == YES);
	struct strs names = { 0 };
	settings_each(a, changed, count_in_order, &names);
	cr_expect(names.n == 3);
}
