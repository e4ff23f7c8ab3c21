/* SPDX-License-Identifier: Apache-2.0 */
/* Days as YYYY-MM-DD, which sort as texts do. */
#ifndef GOBELIN_BASE_DATE_H
#define GOBELIN_BASE_DATE_H

#include "base/str.h"

/* Is it a day of the calendar, written YYYY-MM-DD? */
bool date_is_valid(struct str text);

#endif
