/* SPDX-License-Identifier: Apache-2.0 */
/* Docker's daemon.json. https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file */
#include "facts/config/tree_values.h"
#include "facts/extract.h"

void
extract_daemon_configs(struct extraction *x)
{
	vec_for(struct project_file, file, &x->project->files) {
		const struct tree_node *root = tree_root_mapping(file->tree);
		if (file->kind != FILE_DAEMON_CONFIG || !root)
			continue;
		struct fact_daemon_config *fact = FACT_ADD(x, daemon_config);
		fact->place = place_of(file->source, (struct span){ root->span.off, 0 });
		fact->dns = tree_value_list(x->arena, tree_get(root, STR("dns")));
	}
}
