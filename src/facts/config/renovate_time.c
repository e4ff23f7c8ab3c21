/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times in a Renovate configuration. Only what is certainly refused counts as a problem.
 * https://docs.renovatebot.com/key-concepts/scheduling/
 */
#include "base/path.h"
#include "facts/config/renovate.h"
#include "facts/config/tree_values.h"

static bool
is_listed(struct str text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(text, str_from(list[i])))
			return true;
	return false;
}
#define IS_LISTED(text, list) is_listed((text), (list), sizeof(list) / sizeof(*(list)))

/* --- schedules ------------------------------------------------------------------------ */

/* Five fields of digits, * , - / and names of days and months. */
static bool
is_cron(struct str text, struct str *minute)
{
	struct str rest = text, field;
	size_t n = 0;
	for (; str_next_word(&rest, &field); n++) {
		bool starts = char_is_digit(field.s[0]) || field.s[0] == '*' || n > 2;
		if (!starts)
			return false;
		if (n == 0)
			*minute = field;
	}
	return n == 5;
}

static void
judge_schedule(struct renovate_reader *r, struct fact_renovate_time *time)
{
	static const char *const words[] = { "daily", "weekly", "yearly", "hourly", "nightly" };
	static const char *const units[] = { "minutes", "minute", "mins", "min", "hours", "hour" };
	struct str text = time->text.text, minute, rest = text, first, second = { 0 },
		   third = { 0 };
	if (!str_next_word(&rest, &first))
		return;
	str_next_word(&rest, &second);
	str_next_word(&rest, &third);
	if (is_cron(text, &minute)) {
		if (str_eq(minute, STR("*")))
			return;
		time->problem = fact_known(STR("the minutes of a cron schedule must be `*`"));
		size_t from = (size_t)(minute.s - text.s) + minute.n;
		time->repaired = fact_known(arena_printf(
			r->x->arena, "*%" PRIstr, STR_ARG(str_slice(text, from, text.n))));
	} else if (second.n == 0 && IS_LISTED(first, words)) {
		time->problem = fact_known(STR("it is no schedule that Renovate can read"));
	} else if (str_eq(first, STR("at")) && second.n && char_is_digit(second.s[0])) {
		time->problem = fact_known(STR("it names a moment, not a span of time"));
	} else if (str_eq(first, STR("every")) && second.n && char_is_digit(second.s[0])
		&& IS_LISTED(third, units)) {
		time->problem = fact_known(STR("it names moments, not a span of time"));
	}
}

/* --- time zones ----------------------------------------------------------------------- */

static bool
is_zone(const struct knowledge_table *zones, struct str text)
{
	for (uint32_t i = 0; zones && i < zones->nrecords; i++) {
		struct knowledge_values names = knowledge_list(&zones->records[i], STR("name"));
		for (uint32_t j = 0; j < names.n; j++)
			if (str_eq_nocase(names.items[j], text))
				return true;
	}
	return !zones;
}

/* Are they the same but for blanks in place of underscores, and for small and capital letters? */
static bool
means_zone(struct str text, struct str zone)
{
	for (size_t i = 0; text.n == zone.n && i < text.n; i++) {
		bool is_blank = text.s[i] == ' ' && zone.s[i] == '_';
		if (!is_blank
			&& !str_eq_nocase(str_slice(text, i, i + 1), str_slice(zone, i, i + 1)))
			return false;
	}
	return text.n == zone.n;
}

/* The zone of that name with blanks, or the only one with that city; empty if there is none. */
static struct str
zone_meant(const struct knowledge_table *zones, struct str text)
{
	struct str found = { 0 };
	for (uint32_t i = 0; i < zones->nrecords; i++) {
		struct knowledge_values names = knowledge_list(&zones->records[i], STR("name"));
		for (uint32_t j = 0; j < names.n; j++) {
			if (means_zone(text, names.items[j]))
				return names.items[j];
			/* Etc/GMT+2 is two hours behind. */
			if (!means_zone(text, path_base(names.items[j]))
				|| str_starts(names.items[j], STR("Etc/")))
				continue;
			if (found.n)
				return STR("");
			found = names.items[j];
		}
	}
	return found;
}

/* Offsets such as UTC+2 are taken, also where only newer releases of Node.js know them. */
static void
judge_zone(struct extraction *x, struct fact_renovate_time *time)
{
	const struct knowledge_table *zones =
		knowledge_table_named(x->knowledge, STR("time-zones"));
	struct str text = time->text.text;
	bool is_offset = str_starts(text, STR("UTC")) || str_starts(text, STR("utc"))
		|| str_starts(text, STR("+")) || str_starts(text, STR("-"));
	bool is_other = str_eq(text, STR("local")) || str_eq(text, STR("system"))
		|| str_eq(text, STR("default")) || str_contains(text, STR("{{"));
	if (is_offset || is_other || is_zone(zones, text))
		return;
	time->problem = fact_known(STR("it is no name of the IANA time zone database"));
	struct str meant = zone_meant(zones, text);
	if (meant.n)
		time->repaired = fact_known(meant);
}

/* --- ages ----------------------------------------------------------------------------- */

static void
judge_age(struct fact_renovate_time *time)
{
	static const char *const units[] = { "ms", "millisecond", "milliseconds", "msec", "msecs",
		"s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes",
		"h", "hr", "hrs", "hour", "hours", "d", "day", "days", "w", "week", "weeks",
		"month", "months", "mo", "mos", "y", "yr", "yrs", "year", "years", "and" };
	struct str text = time->text.text;
	for (size_t i = 0; i < text.n;) {
		size_t from = i;
		while (i < text.n && char_is_alpha(text.s[i]))
			i++;
		if (i > from && !IS_LISTED(str_slice(text, from, i), units)) {
			time->problem = fact_known(STR("it is no length of time"));
			return;
		}
		i += i == from;
	}
}

static void
add_time(struct renovate_reader *r, struct str option, const struct tree_node *node)
{
	if (!tree_is(node, TREE_STRING) || tree_value(node).state != KNOWN)
		return;
	struct fact_renovate_time *time = FACT_ADD(r->x, renovate_time);
	time->place = place_of(r->source, mapped_span(&node->content, 0, node->text.n));
	time->renovate = r->renovate;
	time->option = fact_known(option);
	time->text = fact_known(node->text);
	if (str_eq(option, STR("timezone")))
		judge_zone(r->x, time);
	else if (str_eq(option, STR("minimumReleaseAge")))
		judge_age(time);
	else
		judge_schedule(r, time);
}

void
renovate_read_time(struct renovate_reader *r, struct str option, const struct tree_node *value)
{
	static const char *const options[] = { "schedule", "automergeSchedule", "timezone",
		"minimumReleaseAge" };
	if (!IS_LISTED(option, options))
		return;
	add_time(r, option, value);
	for (size_t i = 0; tree_is(value, TREE_SEQUENCE) && i < value->items.n; i++)
		add_time(r, option, value->items.items[i]);
}
