/* SPDX-License-Identifier: Apache-2.0 */
/* DNS servers that containers are told to ask. */
#ifndef GOBELIN_FACTS_DNS_SERVER_H
#define GOBELIN_FACTS_DNS_SERVER_H

#include "facts/extract.h"
#include "syntax/tree/tree.h"

/*
 * A dns_server fact for each address of a list, or of a single text; `service` is the
 * compose service that names them, or NULL; `may_run_inside` is as in the fact.
 */
void dns_servers_add(struct extraction *x, const struct source *source,
	const struct tree_node *list, struct fact_compose_service *service,
	enum tri may_run_inside);
/* May the service answer DNS itself, or share the network of what does? */
enum tri service_may_answer_dns(const struct tree_node *service);

#endif
