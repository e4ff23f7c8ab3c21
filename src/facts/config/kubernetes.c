/* SPDX-License-Identifier: Apache-2.0 */
/* Pod specifications in Kubernetes manifests. */
#include "facts/config/tree_values.h"
#include "facts/extract.h"

/* Where the objects of a kind keep the mapping that has the pod's `spec`. */
static const struct {
	const char *kind, *owner; /* "" is the object itself */
} pod_owners[] = {
	{ "Pod", "" },
	{ "Deployment", "spec.template" },
	{ "StatefulSet", "spec.template" },
	{ "DaemonSet", "spec.template" },
	{ "ReplicaSet", "spec.template" },
	{ "ReplicationController", "spec.template" },
	{ "Job", "spec.template" },
	{ "CronJob", "spec.jobTemplate.spec.template" },
	{ "PodTemplate", "template" },
};

static const struct tree_pair *
spec_of(const struct tree_node *object, struct str kind)
{
	for (size_t i = 0; i < sizeof(pod_owners) / sizeof(*pod_owners); i++) {
		if (!str_eq(kind, str_from(pod_owners[i].kind)))
			continue;
		struct str owner = str_from(pod_owners[i].owner);
		const struct tree_node *node = owner.n ? tree_path(object, owner) : object;
		return tree_pair_of(node, STR("spec"));
	}
	return NULL;
}

/* A patch names only what it changes: without an image, the rest of the spec is elsewhere. */
static bool
is_whole(const struct tree_node *spec)
{
	const struct tree_node *containers = tree_get(spec, STR("containers"));
	for (size_t i = 0; tree_is(containers, TREE_SEQUENCE) && i < containers->items.n; i++)
		if (tree_get(containers->items.items[i], STR("image")))
			return true;
	return false;
}

static struct fact_string
name_of(struct extraction *x, const struct tree_node *object, struct str kind)
{
	struct fact_string name = tree_value(tree_path(object, STR("metadata.name")));
	if (name.state != KNOWN)
		return fact_known(kind);
	return fact_known(
		arena_printf(x->arena, "%" PRIstr "/%" PRIstr, STR_ARG(kind), STR_ARG(name.text)));
}

static void
read_object(struct extraction *x, const struct source *source, const struct tree_node *object)
{
	struct fact_string kind = tree_value(tree_get(object, STR("kind")));
	const struct tree_pair *spec = kind.state == KNOWN ? spec_of(object, kind.text) : NULL;
	if (!spec || !is_whole(spec->value))
		return;
	struct fact_pod *pod = FACT_ADD(x, pod);
	pod->place = place_of(source, spec->key->span);
	pod->name = name_of(x, object, kind.text);
	const struct tree_pair *policy = tree_pair_of(spec->value, STR("dnsPolicy"));
	if (policy) {
		pod->dns_policy = tree_value(policy->value);
		pod->dns_policy_place =
			place_of(source, span_join(policy->key->span, policy->value->span));
	}
	const struct tree_node *config = tree_get(spec->value, STR("dnsConfig"));
	pod->nameservers = tree_value_list(x->arena, tree_get(config, STR("nameservers")));
	pod->nameservers.open |=
		config && config->kind != TREE_NULL && config->kind != TREE_MAPPING;
	pod->host_network = tree_value_bool(tree_get(spec->value, STR("hostNetwork")));
}

static void
read_document(struct extraction *x, const struct source *source, const struct tree_node *document)
{
	struct str kind;
	const struct tree_node *items = tree_get(document, STR("items"));
	if (!tree_scalar(tree_get(document, STR("kind")), &kind) || !str_eq(kind, STR("List"))) {
		read_object(x, source, document);
		return;
	}
	for (size_t i = 0; tree_is(items, TREE_SEQUENCE) && i < items->items.n; i++)
		read_object(x, source, items->items.items[i]);
}

void
extract_kubernetes(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		if (file->kind != FILE_KUBERNETES || !file->tree)
			continue;
		for (size_t i = 0; i < file->tree->documents.n; i++)
			read_document(x, file->source, file->tree->documents.items[i]);
	}
}
