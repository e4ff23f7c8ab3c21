/* SPDX-License-Identifier: Apache-2.0 */
/* config.def as tables. */
#include "lint/config.h"

#include <stddef.h>

#define GROUP(name, doc) static const struct config_key keys_of_##name[] = {
#define KEY(group, key, field, type, of, fallback, merge, example, doc)   \
	{ key, CONFIG_##type, CONFIG_##merge, of, fallback, example, doc, \
		offsetof(CONFIG_STRUCT_##group, field) },
#define END(name) \
	}         \
	;
#include "lint/config.def"
#undef GROUP
#undef KEY
#undef END

const struct config_group config_groups[] = {
#define GROUP(name, doc) \
	{ #name, doc, keys_of_##name, sizeof(keys_of_##name) / sizeof(*keys_of_##name) },
#define KEY(group, key, field, type, of, fallback, merge, example, doc)
#define END(name)
#include "lint/config.def"
#undef GROUP
#undef KEY
#undef END
};

bool
config_is_list(enum config_type type)
{
	return type == CONFIG_RULES || type == CONFIG_PATTERNS || type == CONFIG_MODULES
		|| type == CONFIG_PROXIES || type == CONFIG_FOLDERS;
}

const struct config_group *
config_group_of(enum config_type type)
{
	if (type == CONFIG_OVERRIDES)
		return &config_groups[CONFIG_GROUP_override];
	return type == CONFIG_SUPPRESSIONS ? &config_groups[CONFIG_GROUP_suppression] : NULL;
}
