/* SPDX-License-Identifier: Apache-2.0 */
/* actions/setup-go: https://github.com/actions/setup-go */
#ifndef GOBELIN_FACTS_SETUP_GO_H
#define GOBELIN_FACTS_SETUP_GO_H

#include "facts/github/github.h"

/* Makes the setup_go fact of a step, and sets the Go of the steps that follow. */
void setup_go_read(struct job_reader *r, const struct tree_node *node, struct fact_action_use *use);
/* Once the job's commands are known: which module it works on, and whether the Go is too old. */
void setup_go_finish(struct job_reader *r);

/* The files that it reads, as they are when its step runs: version file, key of the cache. */
void setup_go_read_files(const struct job_reader *r, struct fact_setup_go *setup);
/* The version that it installs, as far as it is certain: 1.26.1, or 1.26 for any 1.26.x. */
struct fact_string setup_go_installed(
	const struct job_reader *r, const struct fact_setup_go *setup);

#endif
