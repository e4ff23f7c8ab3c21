/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/terminal.h"

/* Of the process, since a handler of signals has no arguments to take it from. */
static volatile sig_atomic_t is_shown;

static void
show(int number)
{
	static const char text[] = "gobelin: checking...";
	int kept = errno;
	(void)number;
	is_shown = write(STDERR_FILENO, text, sizeof(text) - 1) > 0;
	errno = kept;
}

void
progress_begin(void)
{
	struct sigaction action = { .sa_handler = show, .sa_flags = SA_RESTART };
	is_shown = 0;
	if (!terminal_can_clear_line())
		return;
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) == 0)
		alarm(1);
}

void
progress_end(void)
{
	alarm(0);
	if (is_shown)
		fputs("\r\033[K", stderr);
}
