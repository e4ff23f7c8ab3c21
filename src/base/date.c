/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

static unsigned
days_of(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

bool
date_is_valid(struct str text)
{
	uint64_t year, month, day;
	if (text.n != 10 || text.s[4] != '-' || text.s[7] != '-'
		|| !str_to_u64(str_slice(text, 0, 4), &year)
		|| !str_to_u64(str_slice(text, 5, 7), &month)
		|| !str_to_u64(str_slice(text, 8, 10), &day))
		return false;
	return month >= 1 && month <= 12 && day >= 1
		&& day <= days_of((unsigned)year, (unsigned)month);
}
