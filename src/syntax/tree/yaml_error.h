/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's errors in words that say what to do. */
#ifndef GOBELIN_SYNTAX_TREE_YAML_ERROR_H
#define GOBELIN_SYNTAX_TREE_YAML_ERROR_H

#include <yaml.h>

#include "syntax/tree/yaml_parts.h"

/* Adds a fault for the error that the parser has stopped at; returns its place. */
size_t yaml_error_report(
	struct arena *a, struct tree *tree, const struct yaml_text *t, const yaml_parser_t *parser);

#endif
