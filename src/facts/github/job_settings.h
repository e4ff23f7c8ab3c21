/* SPDX-License-Identifier: Apache-2.0 */
/* What a workflow says about its jobs beside their steps. */
#ifndef GOBELIN_FACTS_JOB_SETTINGS_H
#define GOBELIN_FACTS_JOB_SETTINGS_H

#include "facts/github/github.h"

/* on: which events start a workflow. */
void triggers_read(struct arena *a, struct fact_workflow *workflow, const struct tree_node *on);
/* continue-on-error of a job or step. */
enum tri github_failure_ignored(const struct tree_node *owner);
/* permissions, timeout-minutes, matrix and uses of a job. */
void job_settings_read(struct job_reader *r);

#endif
