/* SPDX-License-Identifier: Apache-2.0 */
/* GOPROXY lists, as the go command reads them: https://go.dev/ref/mod#module-proxy-protocol */
#ifndef GOBELIN_FACTS_GOPROXY_H
#define GOBELIN_FACTS_GOPROXY_H

#include "facts/extract.h"

/* Fills variable->proxies from its value, where that is known. */
void goproxy_parse(struct extraction *x, struct fact_variable *variable);

#endif
