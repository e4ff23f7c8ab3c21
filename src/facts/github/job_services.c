/* SPDX-License-Identifier: Apache-2.0 */
/*
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idservices
 */
#include "facts/github/github.h"

/*
 * https://docs.github.com/actions/tutorials/use-containerized-services/use-docker-service-containers
 */
static struct fact_string
host_of(const struct job_reader *r, const struct fact_job_service *service)
{
	struct fact_string image = service->image;
	if (image.state == ABSENT || (image.state == KNOWN && image.text.n == 0))
		return (struct fact_string){ .state = ABSENT };
	if (image.state == UNKNOWN)
		return fact_unknown_string();
	if (r->job->container)
		return service->name;
	if (service->ports.n)
		return fact_known(STR("localhost"));
	return (struct fact_string){ .state = service->ports.open ? UNKNOWN : ABSENT };
}

static void
read_service(struct job_reader *r, const struct tree_pair *pair)
{
	struct str name;
	if (!tree_scalar(pair->key, &name))
		return;
	struct fact_job_service *service = FACT_ADD(r->x, job_service);
	const struct tree_node *image = tree_get(pair->value, STR("image"));
	const struct tree_node *ports = tree_get(pair->value, STR("ports"));
	service->place = place_of(r->source, pair->key->span);
	service->name = fact_known(name);
	service->job = r->job;
	if (image)
		service->image = github_text(r, NULL, image);
	else if (!tree_is(pair->value, TREE_MAPPING))
		service->image = fact_unknown_string();
	bool unlisted = r->x->unlisted;
	r->x->unlisted = true; /* they are no variables of a command */
	github_add_settings(r, NULL, tree_get(pair->value, STR("env")), "service", &service->env);
	r->x->unlisted = unlisted;
	service->ports.open = ports && !tree_is(ports, TREE_SEQUENCE);
	for (size_t i = 0; tree_is(ports, TREE_SEQUENCE) && i < ports->items.n; i++)
		fact_strings_add(
			r->x->arena, &service->ports, github_text(r, NULL, ports->items.items[i]));
	service->host = host_of(r, service);
	fact_list_add(r->x->arena, &r->job->services, service);
}

void
job_services_read(struct job_reader *r)
{
	const struct tree_node *services = tree_get(r->job_node, STR("services"));
	r->job->services.open = services && !tree_is(services, TREE_MAPPING);
	for (size_t i = 0; tree_is(services, TREE_MAPPING) && i < services->pairs.n; i++)
		read_service(r, &services->pairs.items[i]);
}
