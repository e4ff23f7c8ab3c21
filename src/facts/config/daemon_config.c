/* SPDX-License-Identifier: Apache-2.0 */
/* Docker's daemon.json. https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file */
#include "facts/config/dns_server.h"
#include "facts/config/tree_values.h"
#include "facts/programs/reader.h"

/* What stands under another key makes dockerd refuse the file. */
static void
check_proxy_keys(const struct source *source, const struct tree_node *proxies,
	struct fact_daemon_config *fact)
{
	if (!tree_is(proxies, TREE_MAPPING))
		return;
	vec_for(struct tree_pair, pair, &proxies->pairs) {
		struct str key;
		if (!tree_scalar(pair->key, &key)
			|| IS_ONE_OF(key, "http-proxy", "https-proxy", "no-proxy"))
			continue;
		fact->unknown_proxy_key = fact_known(key);
		fact->unknown_proxy_key_place = place_of(source, pair->key->span);
		return;
	}
}

void
extract_daemon_configs(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		const struct tree_node *root = tree_root_mapping(file->tree);
		if (file->kind != FILE_DAEMON_CONFIG || !root)
			continue;
		const size_t *before = facts_counted(x);
		struct fact_daemon_config *fact = FACT_ADD(x, daemon_config);
		fact->place = place_of(file->source, (struct span){ root->span.off, 0 });
		const struct tree_node *dns = tree_get(root, STR("dns"));
		fact->dns = tree_value_list(x->arena, dns);
		dns_servers_add(x, file->source, dns, NULL, NO);
		check_proxy_keys(file->source, tree_get(root, STR("proxies")), fact);
		if (!tree_is_whole(root))
			facts_doubt(x, before);
	}
}
