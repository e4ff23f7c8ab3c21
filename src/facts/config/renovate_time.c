/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times in a Renovate configuration. Only what is certainly refused counts as a problem.
 * https://docs.renovatebot.com/key-concepts/scheduling/
 */
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

static void
judge_zone(struct fact_renovate_time *time)
{
	static const char *const regions[] = { "Africa", "America", "Antarctica", "Arctic", "Asia",
		"Atlantic", "Australia", "Brazil", "Canada", "Chile", "Etc", "Europe", "Indian",
		"Mexico", "Pacific", "SystemV", "US" };
	/* Abbreviations that are no names of zones. */
	static const char *const not_zones[] = { "AEDT", "AEST", "CDT", "CEST", "EDT", "HKT", "KST",
		"MDT", "MSK", "PDT", "SGT" };
	struct str text = time->text.text, region;
	bool has_region = str_cut(text, '/', &region, NULL);
	/* UTC+2 is taken, GMT+2 is not. */
	bool is_offset = str_starts(text, STR("GMT+")) || str_starts(text, STR("GMT-"));
	if (str_find_char(text, ' ', 0) != STR_NONE || is_offset || IS_LISTED(text, not_zones)
		|| (has_region && !IS_LISTED(region, regions)))
		time->problem = fact_known(STR("it is no name of the IANA time zone database"));
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
		judge_zone(time);
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
