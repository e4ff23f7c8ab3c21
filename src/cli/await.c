/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/await.h"

#include <time.h>

#define LOOK_MS 250
/* A branch that is checked out, or an editor that saves all, changes many files in a row. */
#define QUIET_MS 50
#define QUIET_LOOKS_MAX 40

static void
sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

void
await_change(struct watch *watch)
{
	while (!watch_has_changed(watch))
		sleep_ms(LOOK_MS);
	for (int i = 0; i < QUIET_LOOKS_MAX; i++) {
		sleep_ms(QUIET_MS);
		if (!watch_has_changed(watch))
			return;
	}
}
