/* SPDX-License-Identifier: Apache-2.0 */
/* Graphviz, which draws pictures where it is installed. */
#ifndef GOBELIN_CLI_DOT_H
#define GOBELIN_CLI_DOT_H

#include "base/arena.h"

/* Lets `dot` draw a graph of its language as SVG; false with a message where it can't. */
NODISCARD bool dot_draw(struct arena *a, struct str graph, struct str *svg, struct str *error);

#endif
