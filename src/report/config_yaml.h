/* SPDX-License-Identifier: Apache-2.0 */
/* Configurations as YAML: what is in force, and where it comes from. */
#ifndef GOBELIN_REPORT_CONFIG_YAML_H
#define GOBELIN_REPORT_CONFIG_YAML_H

#include "report/report.h"

/* A text as YAML reads it back: plain where it can be, else in double quotes. */
void yaml_scalar(struct buf *out, struct str text);
/*
 * The whole configuration with the place of each value, and the defaults of the keys that
 * are not set; `config` may be NULL.
 */
void config_yaml(
	struct buf *out, const struct config_file *config, const struct report_options *options);

#endif
