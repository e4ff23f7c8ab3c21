/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/config/dns_server.h"

#include "facts/config/tree_values.h"
#include "facts/programs/reader.h"

static void
add(struct extraction *x, const struct source *source, const struct tree_node *node,
	struct fact_compose_service *service, enum tri may_run_inside)
{
	struct fact_string address = tree_value(node);
	if (!node || address.state == ABSENT)
		return;
	struct fact_dns_server *server = FACT_ADD(x, dns_server);
	server->place = place_of(source, node->span);
	server->address = address;
	/* 127.0.0.11 is the resolver that Docker itself puts into a container. */
	bool loopback = address.state == KNOWN
		&& ((str_starts(address.text, STR("127."))
			    && !str_eq(address.text, STR("127.0.0.11")))
			|| str_eq(address.text, STR("::1")));
	server->is_loopback = address.state == KNOWN ? tri_of(loopback) : UNSURE;
	server->compose_service = service;
	server->may_run_inside = may_run_inside;
}

void
dns_servers_add(struct extraction *x, const struct source *source, const struct tree_node *list,
	struct fact_compose_service *service, enum tri may_run_inside)
{
	if (!tree_is(list, TREE_SEQUENCE)) {
		add(x, source, list, service, may_run_inside);
		return;
	}
	for (size_t i = 0; i < list->items.n; i++)
		add(x, source, list->items.items[i], service, may_run_inside);
}

/* 53, 53:53/udp, 127.0.0.1:5353:53 or { target: 53 } */
static bool
is_dns_port(const struct tree_node *port)
{
	struct str text, part;
	if (tree_is(port, TREE_MAPPING))
		port = tree_get(port, STR("target"));
	if (!tree_scalar(port, &text))
		return false;
	str_cut(text, '/', &text, NULL);
	size_t colon = str_find_last_char(text, ':');
	part = colon == STR_NONE ? text : str_slice(text, colon + 1, text.n);
	return str_eq(part, STR("53")) || str_find_char(part, '-', 0) != STR_NONE
		|| str_find_char(part, '$', 0) != STR_NONE;
}

static bool
has_dns_port(const struct tree_node *ports)
{
	for (size_t i = 0; tree_is(ports, TREE_SEQUENCE) && i < ports->items.n; i++)
		if (is_dns_port(ports->items.items[i]))
			return true;
	return false;
}

/* A server's name in the image's; an image that is built here may hold one, too. */
static bool
is_dns_image(const struct tree_node *image)
{
	static const char *const words[] = { "dns", "pihole", "pi-hole", "adguard", "unbound",
		"bind", "blocky", "resolver", "consul" };
	struct fact_string name = tree_value(image);
	if (name.state != KNOWN)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_contains(name.text, str_from(words[i])))
			return true;
	return false;
}

enum tri
service_may_answer_dns(const struct tree_node *service)
{
	bool may = tree_get(service, STR("network_mode")) || tree_get(service, STR("extends"))
		|| tree_get(service, STR("build")) || is_dns_image(tree_get(service, STR("image")))
		|| has_dns_port(tree_get(service, STR("ports")))
		|| has_dns_port(tree_get(service, STR("expose")));
	return may ? UNSURE : NO;
}
