/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct str
variable(const char *name)
{
	return str_from(getenv(name));
}

/* Set to something other than "0": https://force-color.org, https://bixense.com/clicolors */
static bool
is_forced(const char *name)
{
	struct str value = variable(name);
	return value.n && !str_eq(value, STR("0"));
}

/* Is it a terminal that is not dumb? */
static bool
obeys_codes(int file)
{
	struct str term = variable("TERM");
	return isatty(file) && term.n && !str_eq(term, STR("dumb"));
}

bool
terminal_has_colour(struct str when, bool to_file)
{
	if (!str_eq(when, STR("auto")))
		return str_eq(when, STR("always"));
	if (to_file || variable("NO_COLOR").n)
		return false;
	if (is_forced("FORCE_COLOR") || is_forced("CLICOLOR_FORCE"))
		return true;
	return obeys_codes(STDOUT_FILENO);
}

bool
terminal_can_clear_line(void)
{
	return obeys_codes(STDERR_FILENO);
}

void
terminal_clear(void)
{
	if (obeys_codes(STDOUT_FILENO))
		fputs("\033[H\033[2J", stdout);
}

bool
terminal_has_unicode(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str value = variable(names[i]), after;
		if (!value.n)
			continue;
		str_cut(value, '.', NULL, &after);
		return isatty(STDOUT_FILENO)
			&& (str_eq_nocase(after, STR("UTF-8"))
				|| str_eq_nocase(after, STR("UTF8")));
	}
	return false;
}

unsigned
terminal_columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
