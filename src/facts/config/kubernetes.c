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

#define SEARCHED_MAX 4096 /* scalars of a spec that are looked at */

/* A name such as db.shop.svc or db.shop.svc.cluster.local:5432 within a text, or empty. */
static struct str
cluster_name_in(struct str text)
{
	for (size_t at = str_find(text, STR(".svc"), 0); at != STR_NONE;
		at = str_find(text, STR(".svc"), at + 1)) {
		size_t from = at, end = at + 4;
		while (from > 0
			&& (char_is_name(text.s[from - 1]) || text.s[from - 1] == '-'
				|| text.s[from - 1] == '.'))
			from--;
		if (str_starts(str_slice(text, end, text.n), STR(".cluster.local")))
			end += STR(".cluster.local").n;
		char next = end < text.n ? text.s[end] : '/';
		if (from < at && (next == ':' || next == '/'))
			return str_slice(text, from, end);
	}
	return STR("");
}

/* The first such name among the scalars below a node. */
static struct str
find_cluster_name(const struct tree_node *node, size_t *looked_at)
{
	struct str found = STR("");
	if (!node || ++*looked_at > SEARCHED_MAX)
		return found;
	if (tree_is(node, TREE_STRING))
		return cluster_name_in(node->text);
	for (size_t i = 0; tree_is(node, TREE_SEQUENCE) && i < node->items.n && !found.n; i++)
		found = find_cluster_name(node->items.items[i], looked_at);
	for (size_t i = 0; tree_is(node, TREE_MAPPING) && i < node->pairs.n && !found.n; i++)
		found = find_cluster_name(node->pairs.items[i].value, looked_at);
	return found;
}

static struct fact_string
cluster_name_of(const struct tree_node *spec)
{
	static const char *const keys[] = { "env", "args", "command" };
	const struct tree_node *containers = tree_get(spec, STR("containers"));
	size_t looked_at = 0;
	for (size_t i = 0; tree_is(containers, TREE_SEQUENCE) && i < containers->items.n; i++)
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			struct str name = find_cluster_name(
				tree_get(containers->items.items[i], str_from(keys[k])),
				&looked_at);
			if (name.n)
				return fact_known(name);
		}
	return (struct fact_string){ .state = ABSENT };
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
	const struct tree_pair *network = tree_pair_of(spec->value, STR("hostNetwork"));
	if (network) {
		pod->host_network = tree_value_bool(network->value);
		pod->host_network_place =
			place_of(source, span_join(network->key->span, network->value->span));
	}
	pod->cluster_name = cluster_name_of(spec->value);
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
		for (size_t i = 0; i < file->tree->documents.n; i++) {
			const struct tree_node *document = file->tree->documents.items[i];
			const size_t *before = facts_counted(x);
			read_document(x, file->source, document);
			if (!tree_is_whole(document))
				facts_doubt(x, before);
		}
	}
}
