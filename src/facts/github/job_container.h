/* SPDX-License-Identifier: Apache-2.0 */
/* Where the steps of a job run: on the runner, or in a container. */
#ifndef GOBELIN_FACTS_JOB_CONTAINER_H
#define GOBELIN_FACTS_JOB_CONTAINER_H

#include "facts/github/github.h"

/* container: the image, its options and environment. Before the job's own env. */
void job_container_read(struct job_reader *r);
/* What is there before the first step. */
void job_machine_set_up(struct job_reader *r);

#endif
